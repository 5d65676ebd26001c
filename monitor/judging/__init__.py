"""The indicators over the whole store: statistics of groups of listings, and judging the stored listings again."""

from monitor.judging.rejudge import Rejudged, rejudge

__all__ = ["Rejudged", "rejudge"]
