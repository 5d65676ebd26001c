"""`scrapy check`: Scrapy's own command, as polite as a run."""

from scrapy.commands import check

from monitor.runs.outside_run import OutsideRun


class Command(OutsideRun, check.Command):
    """As Scrapy's."""
