"""The end of a run, for people: a table, what is new, the top findings with their reasons, what to do."""

from pathlib import Path

from monitor.cli.evidence_line import evidence_line
from monitor.cli.finding_lines import facts_line, heading, missing_line, reason_line
from monitor.cli.output import out, table
from monitor.page_reasons import reason_with_detail
from monitor.pages.reading import GUESSED
from monitor.runs.summary import RunSummary
from monitor.store.read.runs import visited_pages
from monitor.store.store import Store
from monitor.words import words_of

_COLUMNS = (
    ("pages", "pages"),
    ("listings", "listings"),
    ("brand", "matched"),
    ("flagged", "flagged"),
    ("ok", "listings_pages"),
    ("empty", "empty"),
    ("blocked", "blocked"),
    ("unreadable", "unreadable"),
    ("not saved", "not_saved"),
    ("failed", "failed"),
)
_MOST_NAMES = 3
"""Of the files that were passed over for one reason: all stand above the table."""
_ONLY_WHEN_THERE = {"not_saved", "failed"}
_ENDS = {
    "done": "done",
    "held": "as far as the sites may be asked now: `monitor resume` goes on later",
    "stopped": "stopped: `monitor resume` goes on",
    "failed": "failed: `monitor resume` tries again",
}


def show_summary(summary: RunSummary, root: Path) -> None:
    """Print a run's outcome; never silent."""
    there = {key for tally in summary.tallies.values() for key, number in tally.items() if number}
    columns = [column for column in _COLUMNS if column[1] in there or column[1] not in _ONLY_WHEN_THERE]
    places = {name: name for name in summary.plan.marketplaces}
    places |= {name: f"{name} (led to)" for name in summary.tallies if name not in places}
    rows = [
        [head, *(str(summary.tallies.get(name, {}).get(key, 0)) for _, key in columns)] for name, head in places.items()
    ]
    kind = {"crawl": "", "replay": ", replayed from saved pages", "hand-saved": ", pages saved by hand"}[
        summary.plan.method
    ]
    if summary.plan.origins:
        kind = ", from stand-ins"
    table(
        ["marketplace", *(head for head, _ in columns)],
        rows,
        title=f"Run {summary.run_id}{kind}: {_ENDS[summary.state]}",
        right=tuple(range(1, len(columns) + 1)),
    )
    counts = ", ".join(f"{number} {what}" for what, number in summary.news.items())
    out(f"Listings that name a brand: {counts}.")
    if summary.doubted:
        out(_doubted(summary))
    _show_top(summary)
    for line in summary.failed:
        out(f"Failed: {line}")
    if summary.not_saved:
        out(
            f"Not saved: {summary.not_saved} pages that the plan wanted are not among the saved ones; none was fetched."
        )
    if summary.pictures:
        out(_pictures(summary))
    if summary.evidence:
        out(evidence_line(summary.evidence))
        for line in summary.evidence.problems:
            out(f"Not sealed or stamped: {line}")
    for why, files in summary.handed_in.passed_over_by_reason().items() if summary.handed_in else ():
        out(f"Passed over, files: {len(files)} ({_first_names(files)}): {why}")
    for line in summary.to_do():
        out(f"To do: {line}")
    out(f"All findings: monitor findings --store {root}")


def _doubted(summary: RunSummary) -> str:
    """How many listings hold a name and were not taken for the brand."""
    names = {brand.id: brand.name for brand in summary.plan.watchlist.brand}
    counts = ", ".join(f"{names[brand]} {number}" for brand, number in summary.doubted.items())
    return (
        f"Doubted, not among them: {counts}. Their titles hold the name but seem to mean something else; "
        "`monitor keywords --doubted` lists them."
    )


def _first_names(files: list[Path]) -> str:
    """The names of the first few files."""
    names = ", ".join(file.name for file in files[:_MOST_NAMES])
    return names if len(files) <= _MOST_NAMES else f"{names}, …"


def _pictures(summary: RunSummary) -> str:
    """How many pictures of listings were kept, and how many not."""
    words = words_of().PICTURE_PROBLEMS
    missing = [f"{number} not ({words[why].rstrip('.')})" for why, number in summary.missing_pictures.items()]
    return f"Pictures of listings: {', '.join([f'{summary.kept_pictures} kept', *missing])}."


def _show_top(summary: RunSummary) -> None:
    if not summary.top:
        out("No listing was flagged.")
        return
    out("Top findings:")
    for finding in summary.top:
        price = f"{finding['price_min']} {finding['currency']}" if finding["price_min"] else None
        out(heading(finding["level"], finding["score"], finding["title"]))
        out(facts_line(price, finding["vendor"], finding["url"], ["new"] if finding["new"] else []))
        for reason in finding["reasons"]:
            out(reason_line(reason["points"], reason["text"]))
        if finding["missing"]:
            out(missing_line(finding["missing"]))


def show_pages(store: Store, summary: RunSummary) -> None:
    """Print what each handed-in page was."""
    files = {f"saved:{file.sha256}": file.path for file in summary.plan.saved}
    with store.read() as connection:
        pages = visited_pages(connection, summary.run_id)
    rows = [
        [
            "/".join(Path(files.get(page.target, page.url)).parts[-3:]),
            page.marketplace,
            page.page,
            page.outcome if page.state == "done" else "failed",
            "read by guess" if page.layout == GUESSED else reason_with_detail(page.reason, page.detail),
            str(page.listings + page.without_id),
        ]
        for page in pages
    ]
    table(["file", "marketplace", "page", "outcome", "reason", "listings"], rows, right=(5,))
