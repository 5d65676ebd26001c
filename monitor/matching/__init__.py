"""Does this title name the brand? Pure: a matcher is made of brands, asked about titles."""

from monitor.matching.matcher import Matcher

__all__ = ["Matcher"]
