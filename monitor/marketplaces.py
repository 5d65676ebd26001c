"""Where things are offered. A marketplace's id is the name of its file in `spiders/`, and never changes.

The files are listed and read as text, not imported: spiders lie above this module and need Scrapy.
"""

import re
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit

from monitor.errors import InputError, expected

_ORDER = (
    "taobao", "tmall", "alibaba_1688", "aliexpress", "alibaba", "jd", "dhgate", "made_in_china", "amazon", "ebay",
    "etsy", "lazada", "baidu", "bing",
)  # fmt: skip
SEARCH_ENGINES = frozenset({"baidu", "bing"})
"""Their results are pages elsewhere: they lead on to marketplaces' listings and to other sites."""
WEB = "web"
"""All sites that are no marketplace of ours: nothing is searched there, search engines lead to its pages."""
WALL_ONLY = frozenset({"shopee"})
"""Marketplaces of which nobody has seen more than the wall without a login of theirs."""


_LISTED_DOMAINS = re.compile(r"^    (?:allowed_)?domains = [\[{]([^\]}]*)[\]}]", re.MULTILINE)
_DOMAIN = re.compile(r'"([a-z0-9-]+(?:\.[a-z0-9-]+)+)"')


def _spider_files() -> list[Path]:
    """The files of the spiders; the folders beside them hold no marketplaces."""
    spec = find_spec("spiders")
    folders = spec.submodule_search_locations or () if spec else ()
    return sorted(file for folder in folders for file in Path(folder).glob("[a-z]*.py"))


def _is_wholesale(spider_file: Path) -> bool:
    return bool(re.search(r"^    wholesale = True$", spider_file.read_text(encoding="utf-8"), re.MULTILINE))


_FILES = _spider_files()
MARKETPLACES = (*_ORDER, *(file.stem for file in _FILES if file.stem not in (*_ORDER, WEB)))
"""All that can be searched; a new file in `spiders/` is one more."""
DEFAULT_MARKETPLACES = tuple(name for name in MARKETPLACES if name not in WALL_ONLY)
"""Where a watchlist that names no marketplaces is looked for."""
PLACES = (*MARKETPLACES, WEB)
"""All where a listing may be."""
WHOLESALE = frozenset(file.stem for file in _FILES if _is_wholesale(file))
"""Marketplaces where dealers buy, as their spiders say it: compared with wholesale prices (guide: the price below *the
market* price)."""


_DOMAINS = {
    file.stem: tuple(_DOMAIN.findall(listed[1]))
    for file in _FILES
    if (listed := _LISTED_DOMAINS.search(file.read_text(encoding="utf-8")))
}


def is_on_site(url: str, marketplace: str) -> bool:
    """Whether an address is on a marketplace's own site; of a marketplace without domains any is."""
    try:
        host = (urlsplit(url).hostname or "").lower()
    except ValueError:
        return False
    domains = _DOMAINS.get(marketplace)
    return not domains or any(host == domain or host.endswith(f".{domain}") for domain in domains)


def check_marketplace(name: str, known: Sequence[str] = MARKETPLACES, where: str = "") -> str:
    """`name`, if it is one of `known`. Raises `InputError`, beginning with `where`: file and key, or option."""
    if name not in known:
        raise InputError(f"{where}marketplace {name!r} is unknown; {expected(name, known)}")
    return name
