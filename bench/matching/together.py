"""All brands of the data watched at once: recall, and what fires on titles drawn at random."""

from collections.abc import Sequence

from bench.matching.data import Row, WatchedNames, all_brands, brand_at, nfkc, watchlist
from bench.matching.figures import share, show
from bench.matching.quality import THRESHOLDS, random_titles
from bench.matching.rivals import literal
from monitor.matching import Matcher
from monitor.model import Match
from monitor.text.terminal_safe import terminal_safe


def show_together(rows: Sequence[Row], listed: dict[str, WatchedNames], limit: int) -> None:
    """Print the table; and of the fires on random titles those where no name stands literally, `limit` at most."""
    brands = all_brands(rows, listed)
    matcher = Matcher(watchlist(brands))
    titles = random_titles(rows)
    fires = [(title, match) for title in titles for match in matcher.match(title)]
    print(f"{len(brands)} brands watched at once; {len(titles)} random titles")
    heads = ["from score", "recall", "fires", "a name stands there", "others", "others per 1,000 titles"]
    show(heads, [_line(matcher, rows, brands, fires, len(titles), threshold) for threshold in THRESHOLDS])
    disguised = [(title, match) for title, match in fires if not _stands(title, brands[brand_at(match.brand)])]
    for title, match in disguised[:limit]:
        names = " / ".join(brands[brand_at(match.brand)].names)
        print(terminal_safe(f"{match.score:.2f} | {names} | {title} | {match.kind}: {match.why}"))


def _line(
    matcher: Matcher,
    rows: Sequence[Row],
    brands: Sequence[WatchedNames],
    fires: Sequence[tuple[str, Match]],
    titles: int,
    threshold: float,
) -> list[str]:
    positive = [row for row in rows if row.positive]
    hits = sum(
        any(
            match.score >= threshold and brands[brand_at(match.brand)].name == row.brand.name
            for match in matcher.match(row.title)
        )
        for row in positive
    )
    sure = [(title, match) for title, match in fires if match.score >= threshold]
    literally = sum(_stands(title, brands[brand_at(match.brand)]) for title, match in sure)
    others = len(sure) - literally
    return [
        f"{threshold}",
        share(hits, len(positive)),
        f"{len(sure)}",
        f"{literally}",
        f"{others}",
        f"{1000 * others / max(titles, 1):.1f}",
    ]


def _stands(title: str, brand: WatchedNames) -> bool:
    return literal(nfkc(title), brand)
