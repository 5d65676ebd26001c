"""What parsing a page can cost at most: a page may be made to keep the parser busy for minutes or to fill the memory.

lexbor follows the HTML standard, and the standard has three expensive corners (measured 2026-11): most tags walk
through the open elements (200,000 nested `<div>`: 275 s), unclosed formatting elements are repeated in every later
block (250 kB: 8 GB), and each attribute is compared with all others of its tag (40,000: 3 s).

The bound can only overestimate, so that no trick makes a hostile page look harmless. Our stack of open elements always
holds the parser's own: every start tag is pushed, and only what surely ends the topmost element pops it. A sloppy page
looks deeper than it is; the budgets leave a page of some 10,000 tags room for that, whatever it does.
"""

import re
from collections import Counter

MOST_STEPS = 50_000_000
"""Visits of open elements, summed over all tags: half a second."""
MOST_REPEATS = 1_000_000
"""Formatting elements that are repeated in later blocks: a second and 400 MB."""
MOST_COMPARISONS = 100_000_000
"""Comparisons of attributes: half a second, some 10,000 attributes in one tag."""
MOST_TAGS = 500_000
"""Tags and comments: half a second to count, 100 MB to parse."""

_SPACE = r"\t\n\f\r "


def _end_tag(name: str) -> re.Pattern[str]:
    # No IGNORECASE: it is slow, and for Python (not for HTML) the Kelvin sign is a "k"
    return re.compile("</" + "".join(f"[{c}{c.upper()}]" for c in name) + rf"(?=[{_SPACE}/>])")


_ATTRIBUTE = (
    rf"[^{_SPACE}/>][^{_SPACE}/>=]*+"
    rf"""(?:[{_SPACE}]*+=[{_SPACE}]*+(?:"[^"]*+(?:"|\Z)|'[^']*+(?:'|\Z)|[^{_SPACE}>"'][^{_SPACE}>]*+)?+)?+"""
)
# The standard's tokens, but for the text between them. What the end of the page cuts off matches too.
_TOKEN = re.compile(
    rf"<(/?)([a-zA-Z][^{_SPACE}/>]*+)((?:[{_SPACE}]++|/(?!>)|{_ATTRIBUTE})*+)(/?)(?:>|\Z)"
    r"|<!--(?:-?>|[^-]*+(?:-(?!-!?>)[^-]*+)*+(?:--!?>|\Z))"
    r"|<(?:[!?]|/(?![a-zA-Z]))[^>]*+"
)
_ONE_ATTRIBUTE = re.compile(_ATTRIBUTE)
_SHORT_TAG = 256
_CDATA = "<![CDATA["

_RAW = frozenset("script style textarea title xmp iframe noembed noframes plaintext".split())
_RAW_ENDS = {name: _end_tag(name) for name in _RAW}
_SCRIPT_MARKS = re.compile(rf"<!--|-->|<(/?)script(?=[{_SPACE}/>])", re.IGNORECASE | re.ASCII)

_ROOTS = frozenset({"html", "body"})
_VOID = frozenset(
    "area base basefont bgsound br col embed hr img input keygen link meta param source track wbr".split()
)
_VOID_IN_SVG_TOO = frozenset("br embed hr img meta".split())
_FORMATTING = frozenset("b big code em font i nobr s small strike strong tt u".split())
_SPECIAL = _FORMATTING | {"frameset", "a", "math", "svg"}
_ENDS_P = frozenset(
    "address article aside blockquote center details dialog dir div dl fieldset figcaption figure footer header hgroup "
    "main menu nav ol p section summary ul h1 h2 h3 h4 h5 h6 pre listing li dd dt xmp".split()
)
_CELLS = frozenset({"td", "th"})
_ROW_GROUPS = frozenset({"tbody", "thead", "tfoot"})
_ENDED_BY = {
    "p": _ENDS_P,
    "li": frozenset({"li"}),
    "dd": frozenset({"dd", "dt"}),
    "dt": frozenset({"dd", "dt"}),
    "td": _CELLS | {"tr"} | _ROW_GROUPS,
    "th": _CELLS | {"tr"} | _ROW_GROUPS,
    "tr": {"tr"} | _ROW_GROUPS,
    "tbody": _ROW_GROUPS,
    "thead": _ROW_GROUPS,
    "tfoot": _ROW_GROUPS,
    "option": frozenset({"option", "optgroup"}),
}
_NOTHING: frozenset[str] = frozenset()
_SCOPES = frozenset("applet caption html table td th marquee object template button foreignobject desc title".split())
# HTML elements that end an SVG drawing which they stand in.
_END_SVG = frozenset(
    "b big blockquote body br center code dd div dl dt em embed h1 h2 h3 h4 h5 h6 head hr i img li listing menu meta "
    "nobr ol p pre ruby s small span strong strike sub sup table tt u ul var".split()
)
_SVG_WITH_HTML = frozenset("title desc foreignobject font".split())
_SVG_LABEL = re.compile(rf"[^<]*+</(title|desc)[{_SPACE}]*+>", re.IGNORECASE | re.ASCII)
_ADOPTION = 64
"""A misplaced end tag of a formatting element makes the parser walk this often through the open elements."""


class TooCostly(ValueError):
    """Raised by `check_cost` for a page that no parser should be given."""


def check_cost(text: str) -> None:
    """Raise `TooCostly` unless the page is surely cheap to parse. Linear in the length of the text."""
    Bound().read(text)


class Bound:
    """What the parser can have on its hands at most, token by token."""

    def __init__(self) -> None:
        self.stack: list[str] = []
        self.deepest = 0
        self._tags = self._steps = self._repeats = self._comparisons = self._root_attributes = 0
        self._anchors = 0
        self._formatting = 0
        """How many open formatting elements the parser may repeat: of those that are written alike, at most three."""
        self._written: list[str] = []
        self._alike: Counter[str] = Counter()
        self._svg: int | None = None
        """Where in the stack an SVG drawing begins, while nothing but SVG stands in it."""
        self._maybe_svg = False
        """Whether we may be in SVG or MathML or not: there `<style>` and `<input>` are elements like any other."""
        self._lost_form = False

    def read(self, text: str) -> None:
        """Take in a whole page."""
        position = 0
        while position < len(text):
            position = self._stretch(text, position)

    def _stretch(self, text: str, start: int) -> int:
        """Take in tokens up to one behind which another kind of text begins; return where that ends."""
        for match in _TOKEN.finditer(text, start):
            self._tags += 1
            self._steps += len(self.stack)
            self._repeats += self._formatting
            if self._steps > MOST_STEPS or self._repeats > MOST_REPEATS or self._tags > MOST_TAGS:
                self._refuse()
            closing, name, attributes, slash = match.groups()
            if name is None:
                if self._svg is None and not self._maybe_svg:
                    continue
                goes_on = self._other_in_svg(text, match.start(), match.end())
            else:
                goes_on = self._tag(closing, name, attributes, slash, text, match.end())
            if goes_on != match.end():
                return goes_on
        return len(text)

    def _tag(self, closing: str, name: str, attributes: str, slash: str, text: str, at: int) -> int:
        """Take in a tag that ends at `at`; return where the next token may begin."""
        if name.isascii():
            name = name.lower()
        if closing:
            self._end(name)
            return at
        if len(attributes) > _SHORT_TAG or name in _ROOTS:
            self._compare(name, attributes)
        if self._svg is not None and name not in _END_SVG:
            return self._start_in_svg(name, slash, text, at)
        self._start(name, slash, attributes)
        return self._raw_end(text, name, at) if name in _RAW else at

    def _refuse(self) -> None:
        if self._steps > MOST_STEPS:
            raise TooCostly("nested too deep")
        if self._repeats > MOST_REPEATS:
            raise TooCostly("too many unclosed formatting elements")
        raise TooCostly(f"more than {MOST_TAGS} tags")

    def _other_in_svg(self, text: str, start: int, end: int) -> int:
        if not text.startswith(_CDATA, start):
            return end
        if self._maybe_svg:
            raise TooCostly("CDATA behind odd SVG: nobody can tell where it ends")
        end = text.find("]]>", start)
        return end if end >= 0 else len(text)

    def _compare(self, name: str, attributes: str) -> None:
        count = len(_ONE_ATTRIBUTE.findall(attributes))
        if name in _ROOTS:
            # later ones add to the attributes of the first
            self._root_attributes += count
            count = self._root_attributes
        self._comparisons += count * count
        if self._comparisons > MOST_COMPARISONS:
            raise TooCostly("too many attributes")

    def _start(self, name: str, slash: str, attributes: str) -> None:
        stack = self.stack
        if self._svg is not None:
            del stack[self._svg :]
            self._svg = None
        if name in _VOID and (not self._maybe_svg or name in _VOID_IN_SVG_TOO):
            return
        if not self._maybe_svg:
            while stack and name in _ENDED_BY.get(stack[-1], _NOTHING):
                if stack[-1] == "option" and self._formatting:
                    break
                stack.pop()
        if name in _SPECIAL:
            if slash and name in ("svg", "math"):
                return
            self._note(name, attributes)
        stack.append(name)
        self.deepest = max(self.deepest, len(stack))

    def _note(self, name: str, attributes: str) -> None:
        if name == "frameset":
            raise TooCostly("a frameset")
        if name in _FORMATTING:
            if name == "nobr" and self._formatting:
                self._steps += _ADOPTION * len(self.stack)
            self._open_formatting(name + attributes)
        elif name == "a":
            if self._anchors:
                self._steps += _ADOPTION * len(self.stack)
            self._anchors += 1
        elif name == "math":
            self._maybe_svg = True
        elif name == "svg" and not self._maybe_svg:
            self._svg = len(self.stack)

    def _end(self, name: str) -> None:
        stack = self.stack
        if self._svg is not None:
            self._end_in_svg(name)
        elif name == "form":
            self._end_form()
        elif stack and stack[-1] == name and name not in _ROOTS:
            stack.pop()
            if name in _FORMATTING:
                self._close_formatting()
            elif name == "a":
                self._anchors -= 1
        elif name in _FORMATTING or name == "a":
            self._steps += _ADOPTION * len(stack)

    def _open_formatting(self, written: str) -> None:
        self._written.append(written)
        self._alike[written] += 1
        self._formatting += self._alike[written] <= 3

    def _close_formatting(self) -> None:
        written = self._written.pop()
        self._formatting -= self._alike[written] <= 3
        self._alike[written] -= 1

    def _end_form(self) -> None:
        # A form's end tag may be lost on the parser, and then the next one ends nothing
        if not self._lost_form and self.stack[-1:] == ["form"] and self.stack.count("form") == 1:
            self.stack.pop()
        elif not _SCOPES.isdisjoint(self.stack):
            self._lost_form = True

    def _start_in_svg(self, name: str, slash: str, text: str, at: int) -> int:
        """Take in a start tag inside a drawing, where `/>` does end an element."""
        if slash:
            return at
        if name in ("title", "desc") and (label := _SVG_LABEL.match(text, at)) and label[1].lower() == name:
            return label.end()
        self.stack.append(name)
        self.deepest = max(self.deepest, len(self.stack))
        if name in _SVG_WITH_HTML:
            self._leave_svg()
        return at

    def _end_in_svg(self, name: str) -> None:
        assert self._svg is not None
        for at in range(len(self.stack) - 1, self._svg - 1, -1):
            if self.stack[at] == name:
                del self.stack[at:]
                if at == self._svg:
                    self._svg = None
                return
        self._leave_svg()

    def _leave_svg(self) -> None:
        inside = self.stack[self._svg :]
        for _ in range(inside.count("font")):
            self._open_formatting("font in SVG")
        self._anchors += inside.count("a")
        self._svg, self._maybe_svg = None, True

    def _raw_end(self, text: str, name: str, start: int) -> int:
        end = _position(None if name == "plaintext" else _RAW_ENDS[name].search(text, start), text)
        if name == "script" and text.find("<!--", start, end) >= 0:
            end = _commented_script_end(text, start)
        # Where the text may be markup as well (a template for columns ignores most tags), both readings must agree
        if (self._maybe_svg or "template" in self.stack) and _position(_TOKEN.search(text, start), text) != end:
            raise TooCostly(f"<{name}> in odd SVG or a template: nobody can tell where it ends")
        return end


def _commented_script_end(text: str, start: int) -> int:
    """The standard's rule: in a comment in a script, `<script>…</script>` is part of the script."""
    in_comment = in_inner = False
    while match := _SCRIPT_MARKS.search(text, start):
        start = match.end()
        if match[0] == "<!--":
            in_comment = True
            start -= 2  # `<!-->` ends at once
        elif match[0] == "-->":
            in_comment = in_inner = False
        elif not match[1]:
            in_inner = in_comment
        elif in_inner:
            in_inner = False
        else:
            return match.start()
    return len(text)


def _position(match: re.Match[str] | None, text: str) -> int:
    return match.start() if match else len(text)
