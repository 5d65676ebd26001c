"""The summary of a run, for the table at its end, for `--json` and for the exit code."""

from dataclasses import asdict, dataclass, field
from typing import Any

from monitor.fetch.politeness import CoolDown
from monitor.judging.drift import Drift, drifts
from monitor.model import decimal_text
from monitor.page_reasons import REASON_RULES, PageReason, reason_with_detail
from monitor.pages.reading import GUESSED
from monitor.plan import Plan
from monitor.runs.doubted import doubted_by_brand
from monitor.runs.evidence_done import EvidenceDone
from monitor.runs.import_pages import HandedIn
from monitor.runs.relisted import Relisted
from monitor.store.read.findings import zulu
from monitor.store.read.pictures import picture_tally
from monitor.store.read.runs import ReasonCount, pages_of_layout, run_news, run_reasons, run_tallies, top_findings
from monitor.store.read.titles import unmatched_titles
from monitor.store.store import Store
from monitor.words import say, words_of
from monitor.words.findings import missing_words, reason_record

_TOP = 5


@dataclass(frozen=True)
class RunSummary:
    """The outcome of a run. `state`: done, held (a site is not to be asked now), stopped or failed."""

    run_id: int
    state: str
    plan: Plan
    tallies: dict[str, dict[str, int]]
    """Counts of pages, listings and findings by marketplace."""
    news: dict[str, int]
    """Counts of listings and findings that are new in this run."""
    reasons: list[ReasonCount]
    """How many pages were blocked, unreadable or failed, by marketplace and reason."""
    top: list[dict[str, Any]]
    """The findings with the highest scores, as `--json` has them."""
    failed: list[str]
    """One line for each marketplace whose crawler failed."""
    held: dict[str, CoolDown] = field(default_factory=dict)
    """Marketplaces with work left that are in cool-down, out of budget or in quiet hours."""
    drifts: list[Drift] = field(default_factory=list)
    """Fields that were missing from pages much more often than before."""
    pictures: dict[str, int] = field(default_factory=dict)
    """For how many listings a picture was kept (`kept`), and for how many not, by code (`PictureProblem`)."""
    guessed: dict[str, int] = field(default_factory=dict)
    """How many pages were read by guess, by marketplace."""
    doubted: dict[str, int] = field(default_factory=dict)
    """How many listings hold a brand's name, by its id, and were not taken for it (`monitor.matching.doubts`)."""
    handed_in: HandedIn | None = None
    """Of an import: the files that it read and passed over."""

    evidence: EvidenceDone | None = None
    """What was sealed and stamped by itself; None: nothing is to be."""
    relisted: list[Relisted] = field(default_factory=list)
    """Cases of which removed listings came back."""

    @property
    def exit_code(self) -> int:
        """0 done; 1 done as far as may be, but a person is needed; 3 failed or stopped, work is left."""
        if self.state not in ("done", "held"):
            return 3
        left_out = self.handed_in and (self.handed_in.passed_over or self.handed_in.doubtful)
        return 1 if self.to_do() or left_out else 0

    def to_do(self) -> list[str]:
        """One line per thing that needs a person."""
        advice = words_of().PAGE_ADVICE
        if self.plan.method == "hand-saved":
            advice = {**advice, **words_of().IMPORT_ADVICE}
        pages: dict[tuple[PageReason, str | None], list[ReasonCount]] = {}
        for count in self.reasons:
            if REASON_RULES[count.reason].needs_person:
                detail = None if count.reason == PageReason.PARTIAL else count.detail  # of each page another
                pages.setdefault((count.reason, detail), []).append(count)
        lines = [
            f"{REASON_RULES[reason].outcome} ({reason_with_detail(reason, detail)}), pages: "
            f"{', '.join(map(_where, counts))}. {say(advice, reason)}"
            for (reason, detail), counts in pages.items()
        ]
        if self.guessed:
            places = ", ".join(f"{name} {number}" for name, number in self.guessed.items())
            lines.append(f"listings (read by guess), pages: {places}. {say(words_of().LAYOUT_ADVICE, GUESSED)}")
        lines += [drift.text() for drift in self.drifts]
        lines += [relisted.text() for relisted in self.relisted]
        for name, cool_down in self.held.items():
            why = f"{cool_down.reason}, {cool_down.walls} times in a row" if cool_down.walls > 1 else cool_down.reason
            until = f"{cool_down.until:%Y-%m-%d %H:%M} UTC"
            lines.append(
                f"{name}: left alone until {until} ({why}); then `monitor resume` asks for the rest. "
                + say(words_of().HOLD_ADVICE, cool_down.reason)
            )
        for name in self.plan.marketplaces:
            tally = self.tallies.get(name)
            if tally is None:
                lines.append(f"{name}: no page was asked for: nothing is known about it")
            elif not tally["listings_pages"] and not tally["empty"]:
                lines.append(f"{name}: not one page could be read: nothing is known about it")
        return lines

    @property
    def not_saved(self) -> int:
        """Pages that the plan wanted and that are not among the saved ones."""
        return sum(tally["not_saved"] for tally in self.tallies.values())

    @property
    def kept_pictures(self) -> int:
        """For how many listings the run kept a picture."""
        return self.pictures.get("kept", 0)

    @property
    def missing_pictures(self) -> dict[str, int]:
        """For how many listings it kept none, by code."""
        return {why: number for why, number in self.pictures.items() if why != "kept"}

    def record(self) -> dict[str, Any]:
        """The summary for `--json`."""
        return {
            "run": self.run_id,
            "state": self.state,
            "method": self.plan.method,
            "marketplaces": self.tallies,
            "news": self.news,
            "doubted": self.doubted,
            "to_do": self.to_do(),
            "failed": self.failed,
            "drifts": [asdict(drift) for drift in self.drifts],
            "held": {
                name: {"reason": cool_down.reason, "until": zulu(cool_down.until), "walls": cool_down.walls}
                for name, cool_down in self.held.items()
            },
            "pictures": {"kept": self.kept_pictures, "missing": self.missing_pictures},
            "top_findings": self.top,
            **({"evidence": self.evidence.record()} if self.evidence else {}),
            **({"relisted": [relisted.record() for relisted in self.relisted]} if self.relisted else {}),
            **({"passed_over": self.handed_in.passed_over_record()} if self.handed_in else {}),
        }


_KEPT_TOLD = frozenset({PageReason.TOO_COSTLY, PageReason.PAGE_CLASS_FAILED, PageReason.STEP_FAILED})
"""Reasons for which a person needs the very bytes."""


def _where(count: ReasonCount) -> str:
    """How many pages of a marketplace, and under which SHA-256 one of them is kept where that helps."""
    kept = f" (kept: {count.kept})" if count.kept and count.reason in _KEPT_TOLD else ""
    return f"{count.marketplace} {count.pages}{kept}"


def summarise(
    store: Store, run_id: int, plan: Plan, state: str, failed: list[str], held: dict[str, CoolDown]
) -> RunSummary:
    """The summary of a run, read from the store. `failed`, `held`: as the supervisor has them."""
    with store.read() as connection:
        tallies = run_tallies(connection, run_id)
        news = run_news(connection, run_id)
        reasons = run_reasons(connection, run_id)
        rows = top_findings(connection, run_id, _TOP)
        pictures = picture_tally(connection, run_id)
        guessed = pages_of_layout(connection, run_id, GUESSED)
        doubted = doubted_by_brand(plan.watchlist.brand, unmatched_titles(connection, run_id), plan.company)
        moved = [drift for name in plan.marketplaces for drift in drifts(connection, run_id, name)]
    top = [
        {
            "id": row.id,
            "level": row.level,
            "score": row.score,
            "title": row.title,
            "url": row.url,
            "vendor": row.vendor,
            "price_min": decimal_text(row.price_min),
            "currency": row.currency,
            "new": bool(row.new),
            "reasons": [reason_record(reason) for reason in row.reasons],
            "missing": [missing_words(fact) for fact in row.missing],
        }
        for row in rows
    ]
    return RunSummary(run_id, state, plan, tallies, news, reasons, top, failed, held, moved, pictures, guessed, doubted)
