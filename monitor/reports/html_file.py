"""Findings as one self-contained HTML page for people: opens offline, asks the net for nothing."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from monitor import __version__
from monitor.model import Level
from monitor.reports.columns import COLUMNS
from monitor.reports.kept_pages import PageCopies
from monitor.store.read.findings import LEVELS, FindingRecord, Group, zulu
from monitor.store.store import Kind
from monitor.text.gloss import gloss_line
from monitor.text.html_output import policy_source, visible
from monitor.text.safe_link import safe_link
from monitor.words import marketplace_name
from monitor.words.decisions import changes_words, decision_words, state_name
from monitor.words.findings import missing_words, reason_words, shared_words

_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class About:
    """What an export says of itself: which store, when, which findings."""

    store: str
    kind: Kind | None
    made_at: datetime
    filters: dict[str, str]
    counts: Counter[Group]
    brand_names: Mapping[str, str] = field(default_factory=dict)
    """A brand's name by its id."""

    def brand_name(self, brand: str) -> str:
        """A brand as people call it; its id where no watchlist named it."""
        return self.brand_names.get(brand, brand)

    @property
    def total(self) -> int:
        """Findings selected."""
        return self.counts.total()

    def by(self, key: str) -> list[tuple[str, dict[Level, int], int]]:
        """Counts per brand or marketplace, the largest first: its name, per level, in all."""
        tables: dict[str, Counter[Level]] = {}
        for group, number in self.counts.items():
            tables.setdefault(getattr(group, key), Counter())[group.level] += number
        rows = [(name, {level: table[level] for level in LEVELS}, table.total()) for name, table in tables.items()]
        return sorted(rows, key=lambda row: (-row[2], row[0]))

    def at(self, level: str) -> int:
        """Findings of a level."""
        return sum(number for group, number in self.counts.items() if group.level == level)


def write_html(path: Path, findings: Iterable[FindingRecord], about: About, copies: PageCopies | None = None) -> None:
    """Write the page, a row at a time, and the copies of kept pages that it links to. Raises OSError, `ExportError`."""
    script = (_HERE / "report.js").read_text(encoding="utf-8")
    style = (_HERE / "report.css").read_text(encoding="utf-8")
    chunks = (
        _environment()
        .get_template("report.html")
        .generate(
            about=about,
            copies=copies,
            findings=findings,
            heads={column.english: column for column in COLUMNS},
            levels=LEVELS,
            version=__version__,
            policy=f"default-src 'none'; img-src data:; style-src {policy_source(style)}; "
            f"script-src {policy_source(script)}; base-uri 'none'; form-action 'none'",
            script=Markup(script),  # noqa: S704 (the program's own file)
            style=Markup(style),  # noqa: S704
        )
    )
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        for chunk in chunks:
            stream.write(visible(chunk))


def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_HERE), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters |= {
        "changes_words": changes_words,
        "decision_words": decision_words,
        "gloss_line": gloss_line,
        "marketplace_name": marketplace_name,
        "safe_link": safe_link,
        "state_name": state_name,
        "zulu": zulu,
        "reason_words": reason_words,
        "missing_words": missing_words,
    }
    environment.globals |= {"marketplace_name": marketplace_name, "shared_words": shared_words}
    return environment
