"""A pipeline step with a bug, for tests: fails on every search page but the first keyword's."""

from monitor.model import PageVisit


class BrokenStep:
    """Put before the real steps with `-s ITEM_PIPELINES`."""

    def process_item(self, visit: PageVisit) -> PageVisit:
        """Fail."""
        if visit.keyword == "Nordwerk":
            raise ZeroDivisionError("a bug in a step")
        return visit
