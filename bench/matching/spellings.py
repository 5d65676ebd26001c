"""Real sellers' spellings, each in a title with one word of replica slang; and what such brands fire on without."""

import random
from collections.abc import Sequence

from bench.matching.data import Row, WatchedNames, brand_at, nfkc, watchlist
from bench.matching.figures import share
from bench.matching.quality import random_titles
from bench.matching.rivals import literal
from monitor.lexicon.slang import slang_terms
from monitor.matching import Matcher
from monitor.matching.matcher import WORTH_A_LOOK
from monitor.text.terminal_safe import terminal_safe

# {0} is the spelling, {1} a word of slang. Written for this measurement.
_FRAMES = (
    "{0} {1} 新款 男女同款",
    "{1} {0} 现货 包邮",
    "2026秋冬 {0} {1} 支持验货",
    "{0} {1} 顶级品质",
    "原单 {0} 女款 {1}",
    "{1} {0}新款 实拍",
    "男款 {0} {1} 一件代发",
    "{0} 专柜同步 {1}",
    "{0} {1} for men and women",
    "new {0} {1} 2026 free shipping",
    "{1} {0} hot sale",
    "high quality {0} {1} with box",
)
_SEED = 20261125


def show_spellings(aliases: Sequence[tuple[WatchedNames, str]], rows: Sequence[Row], limit: int) -> None:
    """Print the recall of the spellings, and the false fires of the same brands on random titles without slang."""
    dice = random.Random(_SEED)
    slang = sorted({term.term for term in slang_terms() if term.is_replica_term and term.language in ("zh", "en")})
    matchers: dict[WatchedNames, Matcher] = {}
    missed = []
    for brand, alias in aliases:
        title = dice.choice(_FRAMES).format(alias, dice.choice(slang))
        matcher = matchers.setdefault(brand, Matcher(watchlist([brand])))
        if not any(match.score >= WORTH_A_LOOK for match in matcher.match(title)):
            missed.append(terminal_safe(f"{brand.name} | {alias} | {title}"))
    hits = len(aliases) - len(missed)
    print(f"sellers' spellings beside slang: {hits} of {len(aliases)} found (recall {share(hits, len(aliases))})")
    _show_false_fires(list(matchers), rows)
    print("\n".join(missed[:limit]))


def _show_false_fires(brands: Sequence[WatchedNames], rows: Sequence[Row]) -> None:
    matcher = Matcher(watchlist(brands))
    words = [nfkc(term.term) for term in slang_terms() if term.is_replica_term]
    titles = [title for title in random_titles(rows) if not any(word in nfkc(title) for word in words)]
    fires = [
        (title, match)
        for title in titles
        for match in matcher.match(title)
        if not literal(nfkc(title), brands[brand_at(match.brand)])
    ]
    rate = 1000 * len(fires) / max(len(titles), 1)
    print(
        f"on {len(titles)} random titles without slang {len(fires)} fires beyond literal names: {rate:.1f} per 1,000\n"
    )
