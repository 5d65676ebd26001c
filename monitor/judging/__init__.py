"""The indicators over the whole store: what listings tell of each other, and judging them anew."""

from monitor.judging.rejudge import Assessed, assess

__all__ = ["Assessed", "assess"]
