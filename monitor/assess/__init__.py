"""The indicators over the whole store: what listings tell of each other, and judging them anew."""

from monitor.assess.assess import Assessed, assess

__all__ = ["Assessed", "assess"]
