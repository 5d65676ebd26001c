"""What to search for on which marketplace."""

from monitor.keywords.plan import Keyword, keywords_for

__all__ = ["Keyword", "keywords_for"]
