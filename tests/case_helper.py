"""Stores with confirmed findings whose own pages are sealed, and cases of them."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select

from monitor.deciding import decide as deciding
from monitor.decision import verdict
from monitor.store.db.bulk import insert_rows
from monitor.store.db.schema_cases import RightVersionRow
from monitor.store.read.cases import own_captures
from monitor.store.store import Store
from monitor.store.write.cases import NewCase, NewCaseListing, add_case
from tests.sealed_helper import Sealed, seal
from tests.store_helper import NOON, finding, listing, make_store, visit

WATCHLIST = """
marketplaces = ["taobao"]
[owner]
name = "Nordwerk GmbH"
kind = "firm"
email = "ip@nordwerk.example"
identity = "documents/register.pdf"
[[brand]]
name = "Nordwerk"
id = "nordwerk"
chinese = ["诺德沃克"]
categories = ["cordless drills", "电钻"]
[[brand.product]]
name = "X200"
reference_price = "189.00"
currency = "EUR"
[[brand.right]]
kind = "trade mark"
number = "00000001"
jurisdiction = "CN"
classes = [7]
holder = "Nordwerk GmbH"
valid_until = 2036-05-01
document = "documents/cn-00000001.pdf"
"""
"""A watchlist with all that a notice to IPP needs; its documents are in `write_watchlist`."""
PDF = b"%PDF-1.4\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n"


def write_watchlist(folder: Path, text: str = WATCHLIST) -> Path:
    """The file, and its documents below it."""
    folder.mkdir(exist_ok=True)
    (folder / "documents").mkdir(exist_ok=True)
    for name in ("register", "cn-00000001"):
        (folder / "documents" / f"{name}.pdf").write_bytes(PDF + name.encode())
    (folder / "watchlist.toml").write_text(text, encoding="utf-8")
    return folder / "watchlist.toml"


def confirmed_store(tmp_path: Path, numbers: tuple[int, ...] = (1, 2), **facts: Any) -> Store:
    """A store in which the own page of each listing was kept and sealed, and each finding confirmed as counterfeit.

    `facts`: of all listings.
    """
    pages = [
        visit(
            (listing(str(number), **facts), finding()),
            page="listing", target=f"listing:{number}", url=f"https://item.taobao.com/item.htm?id={number}",
            kept=f"{number:064x}",
        )
        for number in numbers
    ]  # fmt: skip
    store = make_store(tmp_path, pages)
    for number in numbers:
        confirm(store, f"taobao:{number}:nordwerk")
    seal(store, [Sealed(place, {f"taobao:{number}": True}) for place, number in enumerate(numbers, start=1)])
    return store


def confirm(store: Store, finding_id: str, ground: str = "counterfeit", note: str | None = None) -> None:
    """Write a reviewer's confirmation."""
    deciding.decide(store, [finding_id], verdict("confirmed", ground=ground, note=note), by="A. Weber", at=NOON)


def make_case(store: Store, numbers: tuple[int, ...] = (1, 2), **facts: Any) -> str:
    """A case of these listings on IPP; `facts` replace what it says."""
    told: dict[str, Any] = {
        "created_at": datetime(2026, 11, 21, 9, tzinfo=UTC), "created_by": "A. Weber", "platform": "ipp",
        "marketplace": "taobao", "brand": "nordwerk", "ground": "counterfeit", "right_id": right(store),
        "seller": "taobao:id:7001", "reason": "Counterfeit Features", "complaint_type": "Product listing",
    }  # fmt: skip
    keys = [f"taobao:{number}" for number in numbers]
    with store.write() as connection:
        captures = own_captures(connection, keys)
        listings = [
            NewCaseListing(f"{key}:nordwerk", key, f"https://item.taobao.com/item.htm?id={key[7:]}", captures[key].id)
            for key in keys
        ]
        return add_case(connection, NewCase(**(told | facts)), listings)


def right(store: Store) -> int:
    """The version of a Chinese trade mark in the store."""
    facts = {"kind": "trade mark", "number": "00000001", "jurisdiction": "CN", "classes": [7]}
    row = {"brand": "nordwerk", "digest": "00", "facts": facts, "documents": {}, "at": NOON}
    with store.write() as connection:
        found = connection.execute(select(RightVersionRow.id)).scalars().first()
        if found is None:
            insert_rows(connection, RightVersionRow, [row | {k: facts[k] for k in ("kind", "number", "jurisdiction")}])
        return int(connection.execute(select(RightVersionRow.id)).scalars().one())
