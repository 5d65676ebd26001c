"""The indicators over the whole store: what listings tell of each other, and judging them anew."""

from monitor.judging.rejudge import Rejudged, rejudge

__all__ = ["Rejudged", "rejudge"]
