"""`monitor case rights`, `gap` and `rules` at the command: what a person reads, what programs get, what is refused."""

import json
from pathlib import Path

import pytest

from monitor.deciding import decide as deciding
from monitor.decision import verdict
from monitor.store.store import Store
from tests.commands import monitor
from tests.store_helper import NOON, finding, listing, make_store, visit

WATCHLIST = """\
[owner]
name = "Nordwerk GmbH"
kind = "firm"
email = "ip@nordwerk.example"
identity = "register.pdf"

[[brand]]
name = "Nordwerk"
categories = ["cordless drills", "电钻"]

[[brand.right]]
kind = "trade mark"
number = "00000001"
jurisdiction = "CN"
classes = [7]
valid_until = 2051-05-01
document = "cn.pdf"

[[brand.right]]
kind = "trade mark"
number = "018000001"
jurisdiction = "EU"
classes = [7]
valid_until = 2020-05-01
document = "eu.pdf"
"""


@pytest.fixture
def store(tmp_path: Path) -> Store:
    pages = [visit((listing("1"), finding()), (listing("2"), finding())), visit((listing("3"), finding()), number=2)]
    store = make_store(tmp_path, pages)
    (store.root / "watchlist.toml").write_text(WATCHLIST, encoding="utf-8")
    for name in ("register", "cn", "eu"):
        (store.root / f"{name}.pdf").write_bytes(b"%PDF-1.7 fictional " + name.encode())
    for number, ground in ((1, "counterfeit"), (2, "copied")):
        confirmed = verdict("confirmed", ground=ground)
        deciding.decide(store, [f"taobao:{number}:nordwerk"], confirmed, by="A. Weber", at=NOON)
    return store


def test_the_register_is_taken_over_and_listed(store: Store) -> None:
    (store.root / "eu.pdf").unlink()
    listed = monitor("case", "rights", "--store", store.root)
    assert listed.returncode == 0, listed.stderr
    assert "00000001" in listed.stdout
    assert listed.stderr == (
        f"{store.root / 'watchlist.toml'}: brand 1 (Nordwerk).right 2.document: eu.pdf: no such file; expected a PDF, "
        "PNG or JPEG file below the watchlist's folder\n"
    )
    records = [
        json.loads(line) for line in monitor("case", "rights", "--json", "--store", store.root).stdout.splitlines()
    ]
    assert [(record["version"], record["right"]["number"]) for record in records] == [(1, "00000001"), (2, "018000001")]
    assert [list(record["documents"]) for record in records] == [["document"], []]
    before = monitor("case", "rights", "--on", "2020-01-01", "--store", store.root)
    assert (before.stdout, before.stderr.startswith("No right is on record by the end of 2020-01-01")) == ("", True)


def test_each_confirmed_finding_has_its_routes(store: Store) -> None:
    shown = monitor("case", "gap", "--store", store.root)
    assert shown.returncode == 0, shown.stderr
    assert "Taobao, nordwerk, counterfeit: taobao:1:nordwerk" in shown.stdout
    records = {
        record["finding"]: record
        for record in map(json.loads, monitor("case", "gap", "--json", "--store", store.root).stdout.splitlines())
    }
    assert sorted(records) == ["taobao:1:nordwerk", "taobao:2:nordwerk"]
    routes = records["taobao:1:nordwerk"]["routes"]
    first, *others = routes
    assert (first["platform"], first["state"], first["right"]["number"]) == ("ipp", "open", "00000001")
    assert {rule["certainty"] for rule in first["rules"]} == {"certain"}
    assert [route["state"] for route in others] == ["closed"] * 3
    expired = next(route for route in others if route["platform"] == "dsa" and route["right"]["number"] == "018000001")
    assert [gap["text"] for gap in expired["gaps"] if gap["closes"]] == ["It expired on 2020-05-01."]
    work = [gap["next"] for route in records["taobao:2:nordwerk"]["routes"] for gap in route["gaps"]]
    assert any(step.startswith("Copyright needs no registration: add the pictures") for step in work)


def test_only_confirmed_findings_have_a_gap(store: Store) -> None:
    for name, words in (
        ("taobao:9:nordwerk", "no finding"),
        ("taobao:3:nordwerk", "only confirmed findings are filed"),
    ):
        refused = monitor("case", "gap", "taobao:1:nordwerk", name, "--store", store.root)
        assert (refused.returncode, refused.stdout, refused.stderr.count("\n")) == (2, "", 1)
        assert words in refused.stderr


def test_a_watchlist_with_mistakes_stops_it(store: Store) -> None:
    (store.root / "watchlist.toml").write_text(WATCHLIST.replace('kind = "firm"', 'kind = "gmbh"'), encoding="utf-8")
    refused = monitor("case", "gap", "--store", store.root)
    assert refused.returncode == 2
    assert 'owner.kind: "gmbh" is not known; expected one of firm, person' in refused.stderr


def test_rules_of_today_and_of_the_guide() -> None:
    def values(*on: str) -> dict[str, object]:
        lines = monitor("case", "rules", "alibaba_1688", *on, "--json").stdout.splitlines()
        return {rule["key"]: rule["value"] for rule in map(json.loads, lines) if rule["platform"] == "ipp"}

    assert (values()["jurisdictions"], values("--on", "2016-06-01")["jurisdictions"]) == (["CN"], ["*"])
    assert "links_per_complaint" not in values("--on", "2016-06-01"), "what no source says is absent"
    table = monitor("case", "rules", "taobao").stdout
    assert "links in a complaint" in table
    assert "2018-12-15" in table
    for words in (("etsi",), ("baidu",), ("etsy", "--on", "soon")):
        refused = monitor("case", "rules", *words)
        assert (refused.returncode, refused.stderr.count("\n")) == (2, 1)
