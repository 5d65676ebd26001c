"""What to search for: the names of a brand, and proposals of other searches."""

from monitor.keywords.expand import Keyword, expand, keywords_for

__all__ = ["Keyword", "expand", "keywords_for"]
