"""`scrapy view`: Scrapy's own command, as polite as a run."""

from scrapy.commands import view

from monitor.runs.outside_run import OutsideRun


class Command(OutsideRun, view.Command):
    """As Scrapy's."""
