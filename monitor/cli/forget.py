"""`monitor forget`: what the store holds about a seller as a person, and blanking it."""

from collections.abc import Sequence
from typing import Annotated

import typer

from monitor.cli.decide import user_of_machine
from monitor.cli.options import DEFAULT_STORE, StoreOption
from monitor.cli.output import out, say
from monitor.decision import check_reviewer
from monitor.errors import check_text
from monitor.runs.forgetting import Forgotten
from monitor.runs.forgetting import forget as forget_seller
from monitor.store.lock import store_lock
from monitor.store.store import create_store, open_store

_OFTEN = 1_000
"""Kept pages between two lines that say how far it is."""


def forget(
    seller: Annotated[str, typer.Option("--seller", metavar="KEY", help="The seller's key, such as taobao:id:1001.")],
    yes: Annotated[bool, typer.Option("--yes", help="Do it; without this it is only said what would go.")] = False,
    by: Annotated[str | None, typer.Option(help="Who says so.", show_default="the user of this machine")] = None,
    store: StoreOption = DEFAULT_STORE,
) -> None:
    """Forget a person: names, identifiers, addresses and contacts of a seller go, wherever the store holds them.

    What is under a legal hold or sealed stays. Without --yes nothing is changed.

    Example: monitor forget --seller taobao:id:1001 --store monitor-data
    """
    check_text("--seller", seller)
    check_text("--by", by or "")
    who = check_reviewer(user_of_machine() if by is None else by)
    open_store(store).close()  # says so where there is none
    with store_lock(store):
        forgotten = forget_seller(create_store(store), seller, by=who, really=yes, on_page=_say_how_far)
    _show(forgotten, done=yes)


def _say_how_far(done: int, number: int) -> None:
    if done and done % _OFTEN == 0:
        say(f"{done} of {number} kept pages looked at")


def _show(forgotten: Forgotten, *, done: bool) -> None:
    person = forgotten.person
    out(f"{person.key}: {'forgotten' if done else 'would be forgotten'}; it stays as {forgotten.key}")
    if not done:
        out(f"Words, blanked everywhere: {_among(person.telling)}")
        ordinary = [word for word in person.words if word not in person.telling]
        out(f"Words, too short or ordinary, blanked in the seller's own rows and pages: {_among(ordinary)}")
    for table, number in forgotten.rows.items():
        out(f"Rows of {table}: {number}")
    out(f"Kept pages: {len(forgotten.pages)}; files of pictures: {len(forgotten.pictures)}")
    for path in forgotten.logs:
        out(f"Log: {path}")
    for why, names in (
        ("under a legal hold", person.held),
        ("sealed as evidence", person.sealed),
        ("a case that has not ended, or is about what stays", forgotten.cases),
    ):
        for name in names:
            out(f"Stays, with the seller's words: {name}, {why}")
    for path in forgotten.backups:
        out(f"Still holds the words: {path}; delete this copy yourself")
    for path in forgotten.other_files:
        out(f"Still holds the words: {path}; it is yours to change")
    for key in person.namesakes:
        out(f"Another seller has the same name: {key}")
    if done:
        out("Copies that you made elsewhere (monitor backup, exports, bundles) are not known here.")
    else:
        out("Nothing was changed; --yes does it.")


def _among(words: Sequence[str]) -> str:
    return ", ".join(words) or "none"
