"""`monitor show`: all that is known about one finding."""

from typing import Annotated

import typer

from monitor.cli.finding_lines import finding_lines
from monitor.cli.options import DEFAULT_STORE, StoreOption, at_store
from monitor.cli.output import out, out_json
from monitor.errors import StoreInputError, check_text
from monitor.model import decimal_text
from monitor.reports.detail_record import detail_record
from monitor.store.read.detail import FindingDetail, HistoryEntry, Seller, finding_detail
from monitor.store.read.findings import FindingRecord, zulu
from monitor.store.store import open_store
from monitor.text.gloss import gloss_line
from monitor.words import identifier_name
from monitor.words.decisions import decision_words, seller_words
from monitor.words.findings import reason_words


def show(
    finding_id: Annotated[str, typer.Argument(metavar="ID", help="The finding's id, as `monitor findings` shows it.")],
    store: StoreOption = DEFAULT_STORE,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Show all that is known about a finding: reasons, history, seller, look-alikes, decisions, kept pages.

    Example: monitor show taobao:562283240178:nordwerk
    """
    check_text("finding", finding_id)
    with open_store(store).read() as connection:
        detail = finding_detail(connection, finding_id)
    if detail is None:
        raise StoreInputError(f"no finding {finding_id[:100]!r} in this store; `monitor findings` shows their ids")
    if as_json:
        out_json(detail_record(detail), indent=1)
    else:
        _show(detail, at_store(store))


def _show(detail: FindingDetail, place: str) -> None:
    """`place`: what a command needs to find the store."""
    finding = detail.finding
    for line in finding_lines(finding, most_reasons=None):
        out(line)
    for what, line in _chinese(finding).items():
        out(f"      {what}, word by word: {line}")
    if finding.mention:
        out(f"      named as {finding.mention}: {finding.why}")
    for reason in finding.reasons:
        words = reason_words(reason)
        out(f"      seen for “{reason.code}”: {words.saw}; expected: {words.expected}")
    out("History:")
    for entry in detail.history:
        out(f"  {zulu(entry.at)}  {_told(entry)}")
    out(f"  last seen {zulu(finding.last_seen)}" + (", gone by the word of its own page" if finding.gone else ""))
    _show_seller(detail.seller)
    for about in detail.seller_decisions:
        out(f"  {seller_words(about)}")
    out("Decisions:" if detail.decisions else "Decisions: none yet")
    for decision in detail.decisions:
        note = f": {decision.note}" if decision.note else ""
        out(f"  {decision_words(decision)}{note}")
    out(f"Kept pages (monitor page SHA256 -o FILE{place}):" if detail.kept_pages else "Kept pages: none")
    for sha256 in detail.kept_pages:
        out(f"  {sha256}")


def _chinese(finding: FindingRecord) -> dict[str, str]:
    """Title, seller and place in pinyin and English, where they are Chinese: a gloss, no translation."""
    listing = finding.listing
    texts = {"title": listing.title, "seller": listing.vendor.name, "place": listing.location}
    return {what: line for what, text in texts.items() if text and (line := gloss_line(text))}


def _told(entry: HistoryEntry) -> str:
    if entry.event != "shown":
        return f"{entry.event}, by the word of its own page"
    price = f"{decimal_text(entry.price_min)} {entry.currency or ''}".strip() if entry.price_min is not None else None
    if price and entry.price_max not in (None, entry.price_min):
        price = f"{decimal_text(entry.price_min)} to {decimal_text(entry.price_max)} {entry.currency or ''}".strip()
    facts = {"sold": entry.units_sold, "in stock": entry.stock}
    shown = [price or "no price", *(f"{number:,} {name}" for name, number in facts.items() if number is not None)]
    guess = ["read by guess: check it on the page"] if entry.guessed else []
    return ", ".join([*shown, entry.title or "(no title)", *guess])


def _show_seller(seller: Seller | None) -> None:
    if seller is None:
        out("Seller: no page named one")
        return
    name = seller.vendor.name or seller.vendor.id or seller.key
    listings = (
        "1 listing that names a brand" if seller.listings == 1 else f"{seller.listings} listings that name a brand"
    )
    states = ", ".join(f"{number} {state}" for state, number in seller.flagged.items()) or "none flagged"
    out(f"Seller: {name}, since {zulu(seller.first_seen)}, {listings} ({states})")
    if seller.vendor.url:
        out(f"  {seller.vendor.url}")
    for told in seller.identifiers:
        seen = f"{zulu(told.first_seen)} to {zulu(told.last_seen)}"
        out(f"  {identifier_name(told.kind)} {told.value}, on pages of {seen}")
