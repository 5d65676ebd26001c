"""The watchlist's form writes what was entered, and leaves all else in the file as it was."""

import random
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from monitor.errors import InputError
from monitor.watchlist.edit import Edited, edited
from monitor.watchlist.form import fields_of
from monitor.watchlist.load import parse_watchlist
from monitor.watchlist.model import AuthorisedSeller, Brand, Owner, Points, Product, Right, Watchlist

EXAMPLE = Path("monitor/watchlist/example.toml").read_text(encoding="utf-8")
COMMENTED = """\
# c1: before all
# c2

# c3: above marketplaces
marketplaces = [ # c4: behind the bracket
  # c5: above taobao
  "taobao", # c6: behind taobao
  'tmall' , # c7
  # c8: before the end
  'ebay' # c9
  # c10
] # c11: behind the list

[owner] # c67
name = "Nordwerk GmbH" # c68
kind = 'firm' # c69
# c70

# c12: above a brand
  [[brand]] # c13: behind the heading
# c14: above name
name = 'Nordwerk'   # c15: behind name
\tid="nordwerk" # c16
# c17
chinese = ["诺德沃克", # c18
 "北工" # c19
 # c20
] # c21
aliases = [ 'Nord-Werk',"N#W" ]   # c22
weak_names = [
    # c23: in an empty list
] # c24
not_names = [] # c25
"home_country" = \"\"\"
Germany\"\"\" # c26
# c27: below the keys of the brand

# c28: above a product
[[brand.product]] # c29
name = "X200" # c30
aliases = [] # c31
reference_price = 189.00 # c32
wholesale_price = '118.0' # c33
currency = "EUR" # c34

# c35: above another product
[[brand.product]]
# c36
name = "M5" # c37
# c38: end of M5

# c39
[[brand.right]] # c40
kind = "trade mark" # c41
number = "0001" # c42
jurisdiction = "CN" # c43
classes = [7, # c44
  0x9] # c45
valid_until = 2031-05-01 # c46
# c47
[[brand.authorised_seller]] # c48
marketplace = "tmall" # c49
id = '900' # c50
[brand.judging] # c51
high = 0x46 # c52
strong_price_ratio = 3.5e-1 # c53
# c54
[brand.judging.points] # c55
unauthorised_vendor = 25 # c56
# c57

# c58: above the second brand
[[brand]] # c59
name = "Solvanta" # c60
product = [ {name = "S1", currency="EUR"}, # c61
  {name = "S2", aliases = ['S-2'] }, # c62
] # c63
judging.high = 40 # c64
judging.points = { price_drop = 3 } # c65
# c66: at the end"""


def comments(text: str) -> list[str]:
    """The marks of all comments that a text has; a mark in a string is none."""
    return sorted(set(re.findall(r"#[^\n]*?\b(c\d+)\b", text)))


def changes() -> Iterator[dict[str, str]]:
    """Every single change that the form of the commented file can make."""
    new = {
        "chinese": "新名", "aliases": "New", "classes": "11", "judging.points": "replica_slang = 7",
        "marketplaces": "jd",
    }  # fmt: skip
    texts = {
        "valid_until": "2040-12-31", "registered_on": "2020-01-31",
        "owner.agent_authorisation_until": "2040-12-31",
        "first_published": "2019-01-31", "reference_price": "99.5", "wholesale_price": "70", "currency": "USD",
        "id": "nw-2", "judging.high": "61",
        "judging.medium": "31", "judging.strong_price_ratio": "0.3", "kind": "design",
        "judging.mild_price_ratio": "0.7", "marketplace": "jd",
    }  # fmt: skip
    for field, shown in fields_of(COMMENTED).items():
        key = re.sub(r"^brand\.\d\.(?:[a-z_]+\.\d\.)?", "", field)
        if key in ("chinese", "aliases", "weak_names", "not_names", "categories", "keywords_on", "keywords_off",
                   "classes", "judging.points", "marketplaces"):  # fmt: skip
            lines = shown.split("\n") if shown else []
            more = new.get(key, "New")
            yield from ({field: "\n".join(changed)} for changed in (
                [*lines, more], [more, *lines], [], [more], lines[:-1], lines[1:],
                [*lines[:1], more, *lines[1:]], lines[::-1],
            ))  # fmt: skip
        else:
            yield {field: texts.get(key, "Anything #else\"'\\")}
            if key != "id":  # which is made from the name when nothing is entered
                yield {field: ""}
    for row in ("brand.0", "brand.1", "brand.0.product.0", "brand.0.product.1", "brand.1.product.0",
                "brand.1.product.1", "brand.0.right.0", "brand.0.authorised_seller.0"):  # fmt: skip
        yield {f"{row}.removed": "1"}
    for brand in ("brand.0", "brand.1"):
        yield {f"{brand}.product.new1.name": "New", f"{brand}.product.new1.aliases": "a\nb"}
        yield {f"{brand}.right.new1.kind": "design", f"{brand}.right.new1.classes": "1, 2"}
        yield {f"{brand}.authorised_seller.new1.marketplace": "jd", f"{brand}.authorised_seller.new1.id": "5"}
    yield {"brand.new1.name": "Third", "brand.new1.chinese": "三", "brand.new1.product.new1.name": "T1"}


def fields_after(text: str, entered: dict[str, str]) -> dict[str, str]:
    """What the form should show after a change: worked out from its fields alone."""
    fields = {**fields_of(text)}
    made: dict[str, str] = {}
    for name, value in entered.items():
        if name.endswith(".removed"):
            row = name.removesuffix(".removed")
            fields = {key: shown for key, shown in fields.items() if not key.startswith(f"{row}.")}
        else:
            made[name] = re.sub(r",\s*", "\n", value) if name.endswith("classes") else value
    return fields | made


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("bom", ["", "\ufeff"])
def test_every_single_change_keeps_every_comment(newline: str, bom: str) -> None:
    text = bom + COMMENTED.replace("\n", newline)
    tried = 0
    for entered in changes():
        after = edited(text, entered)
        where = f"{entered}\n{after.text}"
        assert comments(after.text) == comments(text), where
        assert "\r\n" not in after.text or not re.search(r"[^\r]\n", after.text), where
        assert after.text.startswith(bom), where
        expected = fields_after(text, entered)
        shown = {_name_in_form(name, after): value for name, value in fields_of(after.text).items()}
        for name in expected.keys() & shown.keys():
            if name == "marketplaces" or name.endswith("points"):  # in any order
                assert sorted(shown[name].split("\n")) == sorted(expected[name].split("\n")), where
            elif name != "brand.1.id":  # made from its name
                assert shown[name] == expected[name], (name, where)
        left = {name for name in expected.keys() - shown.keys() if expected[name]}
        assert not left, (left, where)
        assert not {name for name in shown.keys() - expected.keys() if shown[name] and not name.endswith("new1.id")}, (
            where
        )
        untouched = [line for line in text.split(newline) if line in after.text.split(newline)]
        assert "brand.0.removed" in entered or len(untouched) >= len(text.split(newline)) - 12, where
        tried += 1
    assert tried > 150


def _name_in_form(name: str, after: Edited) -> str:
    """A field of the new text by the name that it has in the form before."""
    for row, path in sorted(after.rows.items(), key=lambda pair: -len(pair[1])):
        place = ".".join(map(str, path))
        if name.startswith(f"{place}."):
            return row + name.removeprefix(place)
    return name


def test_nothing_entered_changes_nothing() -> None:
    for text in (COMMENTED, COMMENTED.replace("\n", "\r\n"), EXAMPLE, f"\ufeff{EXAMPLE}"):
        assert edited(text, {}).text == text
        assert edited(text, fields_of(text)).text == text


def test_several_changes_at_once_and_again() -> None:
    """Random sequences of changes: all comments stay, and nothing is new in what is shown then."""
    choose = random.Random(7)
    single = list(changes())
    for _ in range(60):
        entered = {name: value for change in choose.sample(single, 6) for name, value in change.items()}
        after = edited(COMMENTED, entered).text
        assert comments(after) == comments(COMMENTED), entered
        if "brand.0.chinese" in fields_of(after):
            after = edited(after, {"brand.0.chinese": "甲\n乙"}).text
            assert comments(after) == comments(COMMENTED), entered
        assert edited(after, fields_of(after)).text == after


HOSTILE = [
    r'a "b" \ c', "'''", '"""', "# no comment", "[[brand]]", "]\n[", "a = 1", r"\u0041", "{{7*7}}", "\u202eevil\u2066",
    "\u200bhidden", "\x00\x01\x1b[31m\x7f", "W" * 100_000, "a\tb", "\ufeff", "𝕏 😀 诺德沃克", "a\rb", "\u2028",
    "</script>",
]  # fmt: skip


@pytest.mark.parametrize("value", HOSTILE)
@pytest.mark.parametrize("field", ["brand.0.name", "brand.0.chinese", "brand.0.product.new1.name", "brand.new1.name",
                                   "brand.0.right.0.valid_until", "brand.1.product.0.reference_price"])  # fmt: skip
def test_any_value_is_written_as_a_value(field: str, value: str) -> None:
    after = edited(COMMENTED, {field: value})
    assert comments(after.text) == comments(COMMENTED)
    written = _strings(tomllib.loads(after.text))
    lines = value.split("\n") if "chinese" in field else [value]
    assert {line.strip() for line in lines} - {""} <= written
    assert not set(after.text) & set("\u202e\u2066\u200b\x00\x1b\x7f\u2028")
    parsed = parse_watchlist(after.text.encode())
    assert isinstance(parsed, Watchlist) or "not valid TOML" not in str(parsed)


def _strings(value: object) -> set[str]:
    if isinstance(value, dict | list):
        values = value.values() if isinstance(value, dict) else value
        return {text for below in values for text in _strings(below)}
    return {value} if isinstance(value, str) else set()


def test_what_the_form_cannot_show_stays() -> None:
    text = (
        'unknown = {a = 1} # x\n[[brand]]\nname = "A"\nchinese = "no list"\nhome_country = 7\ncolour = "red"\n'
        "product = 5\njudging = 1979-05-27 07:32:00\n[brand.extra]\nname = 1\n[other]\nx = 1\n"
    )
    fields = fields_of(text)
    assert "brand.0.chinese" not in fields
    assert "brand.0.home_country" not in fields
    entered = {**fields, "brand.0.chinese": "甲", "brand.0.home_country": "France", "brand.0.aliases": "B"}
    assert edited(text, entered).text == text.replace("07:32:00\n", '07:32:00\naliases = ["B"]\n')


def test_lists_keep_their_style() -> None:
    text = '[[brand]]\nname = "A"\nchinese = [\n  "甲", # one\n  "乙"  # two\n]\naliases = ["B", "C"]\n'
    after = edited(text, {"brand.0.chinese": "甲\n乙\n丙", "brand.0.aliases": "B\nC\nD"}).text
    assert after == text.replace('"乙"  # two', '"乙",  # two\n  "丙"').replace('"C"', '"C", "D"')
    assert edited(after, {"brand.0.chinese": "甲\n丙", "brand.0.aliases": "B\nD"}).text == (
        '[[brand]]\nname = "A"\nchinese = [\n  "甲", # one\n  # two\n  "丙"\n]\naliases = ["B", "D"]\n'
    )


def test_a_brand_in_braces() -> None:
    text = 'brand = [{name = "A", product = [{name="P"}]}] # all\n'
    entered = {
        "brand.0.chinese": "甲", "brand.0.product.new1.name": "Q", "brand.new1.name": "B", "brand.0.judging.high": "61",
    }  # fmt: skip
    after = edited(text, entered).text
    assert after.endswith("] # all\n")
    assert tomllib.loads(after) == {
        "brand": [
            {"name": "A", "chinese": ["甲"], "product": [{"name": "P"}, {"name": "Q"}], "judging": {"high": 61}},
            {"name": "B"},
        ]
    }


def test_a_renamed_brand_keeps_the_id_that_its_findings_have() -> None:
    text = '[[brand]]\nname = "Old Name"\n'
    fields = fields_of(text)
    assert fields["brand.0.id"] == "old-name"
    after = edited(text, {**fields, "brand.0.name": "New Name"}).text
    assert after == '[[brand]]\nname = "New Name"\nid = "old-name"\n'
    assert edited(text, {**fields, "brand.0.id": "other"}).text == '[[brand]]\nname = "Old Name"\nid = "other"\n'


def test_a_new_table_stands_before_the_comments_of_the_next_one() -> None:
    text = '[[brand]]\nname = "A"\n# of A\n\n# about B\n[[brand]]\nname = "B"\n'
    after = edited(text, {"brand.0.product.new1.name": "P", "brand.0.chinese": "甲"}).text
    assert after == (
        '[[brand]]\nname = "A"\nchinese = ["甲"]\n# of A\n\n[[brand.product]]\nname = "P"\n\n# about B\n[[brand]]\n'
        'name = "B"\n'
    )


@pytest.mark.parametrize("field", ["brand.7.name", "brand.0.product.9.name", "brand.0.colour", "x", "brand.0.name\n",
                                   "brand.00.name", "brand.new1.product", "brand.9.product.new1.name",
                                   "brand.0.right.new1.colour", "owner.removed", "owner.0.name",
                                   "owner.product.new1.name"])  # fmt: skip
def test_a_field_that_no_form_has_is_refused(field: str) -> None:
    with pytest.raises(InputError):
        edited(COMMENTED, {field: "x"})


def test_every_key_of_the_model_has_a_field() -> None:
    keys = {re.sub(r"^brand\.0\.|\d\.", "", name) for name in fields_of(EXAMPLE)}
    for model, above in ((Brand, ""), (Points, "judging."), (Product, "product."), (Right, "right."),
                         (AuthorisedSeller, "authorised_seller.")):  # fmt: skip
        own = {f"{above}{key}" for key in model.model_fields}
        assert own - {"judging", "product", "right", "authorised_seller"} <= keys
    assert {f"owner.{key}" for key in Owner.model_fields} <= keys
    assert set(Watchlist.model_fields) == {"marketplaces", "owner", "brand"}


def test_an_owner_is_added_changed_and_emptied() -> None:
    text = '[[brand]]\nname = "A"\n'
    owner = {"owner.name": "A GmbH", "owner.kind": "firm", "owner.email": ""}
    after = edited(text, owner).text
    assert after == text + '\n[owner]\nname = "A GmbH"\nkind = "firm"\n'
    assert edited(after, {"owner.email": "a@b.example"}).text == after + 'email = "a@b.example"\n'
    emptied = parse_watchlist(edited(after, {"owner.name": "", "owner.kind": ""}).text.encode())
    assert isinstance(emptied, Watchlist)
    assert emptied.owner is None
