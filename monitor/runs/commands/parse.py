"""`scrapy parse URL`: what a spider reads on a page, printed; nothing is stored."""

from dataclasses import replace

from scrapy.commands import parse

from monitor.model import PageVisit
from monitor.runs.outside_run import OutsideRun


class Command(OutsideRun, parse.Command):
    """As Scrapy's; visits are printed without the page's raw bytes."""

    def print_items(self, lvl: int | None = None, colour: bool = True) -> None:  # noqa: FBT001, FBT002 (Scrapy's)
        """Print what was read."""
        for items in self.items.values():
            items[:] = [replace(item, body=b"") if isinstance(item, PageVisit) else item for item in items]
        super().print_items(lvl, colour)
