"""Making cases: findings are checked and grouped, and the cases written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

from monitor.casework.build import CaseDraft, Filing, build_cases
from monitor.casework.candidates import case_findings
from monitor.casework.captures import capture_problem
from monitor.casework.register import held_right, register_rights
from monitor.casework.remark import Remark
from monitor.casework.rules import platforms
from monitor.errors import InputError, StoreError, check_line, check_text, expected
from monitor.store.store import Store
from monitor.store.write.cases import NewCase, NewCaseListing, add_case
from monitor.watchlist import Watchlist


@dataclass(frozen=True, slots=True)
class MadeCases:
    """The cases by their new ids, or why none was made."""

    drafts: Mapping[str, CaseDraft]
    refusals: Sequence[Remark]
    problems: Sequence[str]
    """Documents of the watchlist that can't be used."""


def make_cases(
    store: Store, evidence: Path, watchlist: Watchlist, file: Path, finding_ids: Sequence[str], filing: Filing, by: str
) -> MadeCases:
    """Make cases of findings, all or none. `evidence`: the store's folder of it; `file`: the watchlist's; `by`: who.

    Raises `InputError` for words that are no line of plain text, an unknown platform, and two rights with the number
    that is asked for; `StoreError`.
    """
    for what, words in (
        *(("finding", one) for one in finding_ids),
        ("right", filing.right_number),
        ("reason", filing.reason),
    ):
        check_line(what, words or "")
    if filing.platform is not None:
        _check_platform(filing.platform)
    try:
        register = register_rights(store, watchlist, file, filing.now)
    except OSError as error:
        raise StoreError(f"{store.root}: the rights' documents can't be kept ({error.strerror})") from None
    rights = [held_right(version) for version in register.rights]
    if filing.right_number is not None and sum(held.right.number == filing.right_number for held in rights) > 1:
        raise InputError(f"--right {filing.right_number}: several rights have this number; leave the option out")
    goods = {brand.id: brand.categories for brand in watchlist.brand}
    check = cache(partial(capture_problem, evidence))
    with store.read() as connection:  # files are read before others have to wait for the writing
        case_findings(connection, finding_ids, watchlist, check)
    with store.write() as connection:
        findings, unknown = case_findings(connection, finding_ids, watchlist, check)
        built = build_cases(findings, rights, goods, filing)
        if unknown or built.refusals:
            return MadeCases({}, [*unknown, *built.refusals], register.problems)
        drafts = {add_case(connection, _row(draft, filing, by), _listings(draft)): draft for draft in built.drafts}
    return MadeCases(drafts, (), register.problems)


def _check_platform(given: str) -> None:
    """Raise `InputError` where there is no such platform; of one that has closed it says since when."""
    if given in platforms():
        return
    check_text("platform", given)
    for name, platform in platforms().items():
        for rule in platform.rule:
            if rule.key == "closed" and str(rule.value).split()[0].lower() == given.lower():
                raise InputError(f"platform {given!r}: {rule.value} ({rule.valid_until}); expected {name}")
    raise InputError(f"platform {given[:60]!r}: unknown; {expected(given, platforms())}")


def _row(draft: CaseDraft, filing: Filing, by: str) -> NewCase:
    if draft.right.version is None:
        raise ValueError("a case cites a version of a right that is in the store")
    return NewCase(
        created_at=filing.now, created_by=by, platform=draft.platform, marketplace=draft.marketplace,
        brand=draft.brand, ground=draft.ground, right_id=draft.right.version, seller=draft.seller, reason=draft.reason,
        complaint_type=draft.complaint_type,
    )  # fmt: skip


def _listings(draft: CaseDraft) -> list[NewCaseListing]:
    return [
        NewCaseListing(finding.id, finding.listing_key, finding.url, finding.capture.id)
        for finding in draft.findings
        if finding.url is not None and finding.capture is not None  # the build has refused all others
    ]
