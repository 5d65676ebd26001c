"""What a run came to: for the table at its end, for `--json`, and for the exit code."""

from dataclasses import asdict, dataclass, field
from typing import Any

from monitor.fetch.politeness import CoolDown
from monitor.judging.drift import Drift, drifts
from monitor.model import decimal_text
from monitor.plan import Plan
from monitor.store.read.findings import zulu
from monitor.store.read.runs import run_news, run_reasons, run_tallies, top_findings
from monitor.store.store import Store
from monitor.words.findings import missing_words, reason_record

_TOP = 5
# What a person can do about a page that could not be read, or a site that is left alone, by the reason.
_ADVICE = {
    "wall": "The site asks for a captcha: slow down, log in yourself (`monitor login`), or save the pages by hand and "
    "`monitor import` them.",
    "login": "The site wants a login: log in yourself (`monitor login`), or save the pages by hand while logged in and "
    "`monitor import` them.",
    "rate_limit": "The site says that we ask too often: raise `delay` in settings.toml and wait some hours.",
    "robots": "robots.txt refuses such pages: save them in your own browser and `monitor import` them, or, where you "
    "have a permission, write it as `robots_override` into settings.toml.",
    "robots_unreachable": "robots.txt can't be had, which counts as a refusal: run again later.",
    "private_address": "The site's name leads into a private network: not asked. Check the name server.",
    "dns": "The address can't be resolved: check the network, then run again.",
    "timeout": "The site did not answer in time: check the network, then run again.",
    "connection": "The connection failed: check the network, then run again.",
    "redirects": "The site sends us round in a circle: look at it in a browser.",
    "shell": "Only a browser can show such pages: install one (apt-get install chromium), or save the pages by hand.",
    "browser": "The browser failed on the page: run again; if it stays so, save the page by hand.",
    "certificate": "Nobody vouches for the server's certificate: is there a proxy that opens TLS? Nothing was read.",
    "too_large": "The page is larger than 32 MiB: look at it by hand.",
    "truncated": "The page came cut off: run again.",
    "failures": "Page after page could not be had: check the network.",
    "budget": "The day's budget of requests is spent: raise `daily_budget` in settings.toml, or search for less.",
    "quiet_hours": "These are its quiet hours (settings.toml).",
}
_UNREADABLE = "We do not know this layout: the kept page helps to repair the reader (`monitor fixture add --snapshot`)."


@dataclass(frozen=True)
class RunSummary:
    """The whole outcome of a run. `state`: done, stopped or failed."""

    run_id: int
    state: str
    plan: Plan
    tallies: dict[str, dict[str, int]]
    news: dict[str, int]
    reasons: list[tuple[str, str, str, int]]
    top: list[dict[str, Any]]
    failed: list[str]
    held: dict[str, CoolDown] = field(default_factory=dict)
    """Marketplaces with work left that are not to be asked now."""
    drifts: list[Drift] = field(default_factory=list)
    """Facts that pages told much less often than before."""

    @property
    def exit_code(self) -> int:
        """0 done; 1 done as far as may be, but a person is needed; 3 failed or stopped, work is left."""
        if self.state not in ("done", "held") or any(tally["failed"] for tally in self.tallies.values()):
            return 3
        return 1 if self.to_do() else 0

    def to_do(self) -> list[str]:
        """One line per thing that needs a person."""
        where: dict[tuple[str, str], list[str]] = {}
        for marketplace, outcome, reason, number in self.reasons:
            if reason != "not_saved":
                where.setdefault((outcome, reason), []).append(f"{marketplace} {number}")
        lines = [
            f"{outcome} ({reason}), pages: {', '.join(pages)}. {_advice(outcome, reason)}"
            for (outcome, reason), pages in where.items()
        ]
        lines += [drift.text() for drift in self.drifts]
        for name, cool_down in self.held.items():
            why = f"{cool_down.reason}, {cool_down.walls} times in a row" if cool_down.walls > 1 else cool_down.reason
            until = f"{cool_down.until:%Y-%m-%d %H:%M} UTC"
            lines.append(
                f"{name}: left alone until {until} ({why}); then `monitor resume` asks for the rest. "
                + _advice("blocked", cool_down.reason)
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

    def record(self) -> dict[str, Any]:
        """The summary for `--json`."""
        return {
            "run": self.run_id,
            "state": self.state,
            "method": self.plan.method,
            "marketplaces": self.tallies,
            "news": self.news,
            "to_do": self.to_do(),
            "failed": self.failed,
            "drifts": [asdict(drift) for drift in self.drifts],
            "held": {
                name: {"reason": cool_down.reason, "until": zulu(cool_down.until), "walls": cool_down.walls}
                for name, cool_down in self.held.items()
            },
            "top_findings": self.top,
        }


def _advice(outcome: str, reason: str) -> str:
    known = _ADVICE.get(reason.partition(":")[0])
    return known or (_UNREADABLE if outcome == "unreadable" else "Look at it by hand.")


def summarise(
    store: Store, run_id: int, plan: Plan, state: str, failed: list[str], held: dict[str, CoolDown]
) -> RunSummary:
    """Read a run's outcome from the store."""
    with store.read() as connection:
        tallies = run_tallies(connection, run_id)
        news = run_news(connection, run_id)
        reasons = run_reasons(connection, run_id)
        rows = top_findings(connection, run_id, _TOP)
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
    return RunSummary(run_id, state, plan, tallies, news, reasons, top, failed, held, moved)
