"""`scrapy fetch`: Scrapy's own command, as polite as a run."""

from scrapy.commands import fetch

from monitor.runs.outside_run import OutsideRun


class Command(OutsideRun, fetch.Command):
    """As Scrapy's."""
