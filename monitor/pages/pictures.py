"""Pictures of goods: their real addresses, and which addresses are the site's own graphics instead.

A badge, medal or placeholder stands on many cards alike, and would make their pictures look the same.
"""

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

from monitor.pages.extract import attr_of

_LAZY_ATTRIBUTES = (
    "data-src", "data-original", "data-lazyload", "data-lazyload-src", "data-lazy-img", "source-data-lazy-img",
    "data-ks-lazyload", "data-lazy-src", "data-lazy", "data-defer-load", "data-real-src", "lazyload-src", "image-src",
)  # fmt: skip
"""Where sites keep the address of a picture that is loaded when it is scrolled to."""
_SMALL = 64
"""Pixels of a side: the graphics of sites that are named by their size are this small, goods are larger."""

_GRAPHICS_PATH = re.compile(
    r"\.(?:svg|ico)$"
    r"|//(?:[\w-]+\.)*micstatic\.com/"  # Made-in-China's own; goods stand on image.made-in-china.com
    r"|//(?:[\w-]+\.)*(?:media-amazon|images-amazon|ssl-images-amazon)\.com/images/g/"
    r"|//(?:ir|p|pics|q|securepics|secureir)\.ebaystatic\.com/"
    r"|//(?:misc|static|h5)\.360buyimg\.com/"
    r"|//(?:g|at|assets)\.alicdn\.com/|//(?:[\w-]+\.)*alicdn\.com/(?:tps|tfs)/|-tps-\d{1,5}-\d{1,5}\."
    r"|//(?:[\w-]+\.)*slatic\.net/g/tps/"
    r"|//css\.dhresource\.com/"
    r"|//i\.etsystatic\.com/(?:[\w,-]+/)*(?:isla|isbl|iusa)/"  # photos of shops and people
    r"|/(?:site-?)?(?:icons?|logos?|badges?|flags?|sprites?|medals?|favicons?|placeholders?|emojis?)(?:-\w{1,20})?/"
)
_SIZE_NAME = re.compile(r"/(\d{1,4})x(\d{1,4})\.(?:png|gif|webp)$")  # "…/kf/S0a1/48x48.png"
_FILE_NAME = re.compile(r"/([^/]*)\.(?:png|gif|jpe?g|webp|avif)$")
_ONE_LETTER = re.compile(r"[a-z]\.gif")
_WORDS = re.compile(r"[-_.@]+")
_MARKS = frozenset(
    "badge badges blank flag flags icon icons lazyload loading logo logos medal medals noimage noimg nopic nophoto "
    "pixel placeholder space spaceball spacer sprite sprites transparent".split()
)
_BESIDE_MARKS = re.compile(
    r"\d+|[0-9a-f]{6,}|\d+x\d*|\dx|v\d+|1px|bg|default|deal|delivery|empty|free|gold|gr[ea]y|image|img|in|lazy|load"
    r"|member|new|official|pic|shipping|site|small|large|stock|store|supplier|trade|verified|white"
)


def picture_of(node: LexborNode | LexborHTMLParser | None, css: str = "") -> str | None:
    """The address of the picture that an `img` (or the first match of `css`) shows once it has been loaded.

    The address that waits for scrolling wins over `src`, which is a placeholder until then.
    """
    image = node.css_first(css) if css and node is not None else node
    if not isinstance(image, LexborNode):
        return None
    addresses = [*(attr_of(image, "", name) for name in _LAZY_ATTRIBUTES), attr_of(image, "", "src")]
    addresses += [_first_of_set(attr_of(image, "", name)) for name in ("data-srcset", "srcset")]
    return next((address for address in addresses if address and _is_address(address) and shows_goods(address)), None)


def shows_goods(address: str) -> bool:
    """Whether a picture at this address may be one of goods: no icon, badge, flag, logo, sprite or placeholder."""
    plain = address.partition("#")[0].partition("?")[0].lower()
    if _GRAPHICS_PATH.search(plain) or "1x1." in plain:
        return False
    if (size := _SIZE_NAME.search(plain)) and min(int(size[1]), int(size[2])) <= _SMALL:
        return False
    if _ONE_LETTER.fullmatch(plain.rpartition("/")[2]):
        return False
    name = _FILE_NAME.search(plain)
    words = [word for word in _WORDS.split(name[1]) if word] if name else []
    marks = [word for word in words if word in _MARKS]
    return not marks or not all(word in _MARKS or _BESIDE_MARKS.fullmatch(word) for word in words)


def _is_address(value: str) -> bool:
    return not value.startswith(("data:", "blob:", "about:", "javascript:")) and ("/" in value or "." in value)


def _first_of_set(value: str | None) -> str | None:
    """The first address of a `srcset`: "a.jpg 1x, b.jpg 2x"."""
    first = value.strip().partition(" ")[0].rstrip(",") if value else ""
    return first or None
