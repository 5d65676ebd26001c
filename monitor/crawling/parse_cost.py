"""What parsing a page can cost at most: a page may be made to keep the parser busy for minutes or to fill the memory.

lexbor follows the HTML standard, and the standard has three expensive corners (measured 2026-11): most tags walk
through all open elements (200,000 nested `<div>`: 275 s), unclosed formatting elements are repeated in every later
block (250 kB: 8 GB), attributes are compared with all others of their tag (40,000: 3 s).

The bound may only overestimate, whatever a page does, so a forgery can make a page unreadable but never shallow.
Our stack of open elements always contains the parser's own: everything is pushed, and popped only by the end tag of
the topmost element or by a start tag that surely ends the topmost. A sloppy page therefore looks deeper than it is;
the budget leaves ordinary ones (up to 10,000 tags) room for that.
"""

import re

MOST_STEPS = 50_000_000
"""Visits of open elements, summed over all tags: about half a second."""
MOST_REPEATS = 500_000
"""Formatting elements that the parser may have to repeat: about half a second and 200 MB."""
MOST_TAGS = 500_000
MOST_ATTRIBUTES = 2000
"""In one tag, and in all long tags together a hundred times that: each is compared with all before it."""

_SPACE = r"\t\n\f\r "
_ATTRIBUTE = rf"""[^{_SPACE}/>][^{_SPACE}/>=]*+(?:[{_SPACE}]*+=[{_SPACE}]*+(?:"[^"]*+(?:"|\Z)|'[^']*+(?:'|\Z)|[^{_SPACE}>"'][^{_SPACE}>]*+)?+)?+"""
