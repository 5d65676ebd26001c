"""What makes a sale suspicious: one small pure file per indicator, and how they add up."""

from monitor.indicators.judge import judge

__all__ = ["judge"]
