"""The guard before filing, in lines: weak listings, and what a case does to the figures if it fails."""

from collections.abc import Sequence
from datetime import datetime

from monitor.casework.finding import CaseFinding
from monitor.casework.guard import effect, weaknesses
from monitor.casework.links import open_links
from monitor.casework.record import NO_REASON
from monitor.casework.refusals import day_of
from monitor.casework.rules import platforms
from monitor.casework.standing import Complaint, Rates
from monitor.store.read.cases import CaseRecord
from monitor.words.cases import weakness_words


def weakness_lines(findings: Sequence[CaseFinding], now: datetime) -> list[str]:
    """Which listings are too weak to risk, and why."""
    return [
        f"weak: {finding.id}: {weakness_words(weakness.code, weakness.facts)}"
        for finding in findings
        for weakness in weaknesses(finding, now)
    ]


def effect_lines(case: CaseRecord, complaints: Sequence[Complaint], now: datetime) -> list[str]:
    """What the open links of a case do to the complainant's figures if they fail. `complaints`: of its platform."""
    rules = platforms()[case.platform]
    reason, links = case.reason or NO_REASON, len(open_links(case.states))
    change = effect(rules, case.marketplace, day_of(rules, now), complaints, reason, links)
    before, after = change.now.status, change.if_it_fails.status
    if before is None:
        return [f"if it fails: no source says by what {rules.name} judges complainants"]
    what = "the link fails" if links == 1 else f"all {links} links fail"
    becomes = f"stays {before}" if before == after else f"{before} becomes {after}"
    return [
        f"record now: {rates_text(change.now.rates)}: {before}",
        f"if {what}: {rates_text(change.if_it_fails.rates)}: {becomes}",
    ]


def rates_text(rates: Rates) -> str:
    """Rates in words: `take-downs 9 of 10 (90.0 %), counter-notices 1 (10.0 %)`."""
    if rates.take_down is None or rates.counter_notice is None:
        return "nothing decided yet"
    return (
        f"take-downs {rates.removed} of {rates.complaints} ({100 * rates.take_down:.1f} %), counter-notices "
        f"{rates.counter_notices} ({100 * rates.counter_notice:.1f} %)"
    )
