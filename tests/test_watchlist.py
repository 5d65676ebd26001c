"""The watchlist: what is taken, and that everything wrong gets one clear line with file, key and what was expected."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from monitor.errors import WatchlistError
from monitor.marketplaces import DEFAULT_MARKETPLACES
from monitor.watchlist import Watchlist, load_watchlist
from monitor.watchlist.model import slug
from tests.commands import WATCHLIST

BRAND = '[[brand]]\nname = "Nordwerk"\n'
PRODUCT = BRAND + '[[brand.product]]\nname = "X200"\ncurrency = "EUR"\n'
RIGHT = BRAND + '[[brand.right]]\nkind = "trade mark"\nnumber = "1"\njurisdiction = "CN"\n'
SELLER = BRAND + '[[brand.authorised_seller]]\nmarketplace = "tmall"\nid = "1"\n'
OWNER = '[owner]\nname = "N"\nkind = "firm"\n'
BELOW = 'expected a file below the watchlist\'s folder, such as "documents/power.pdf"'
REFUSED_DAYS = ".right 1: valid_until lies before registered_on"
REFUSED_APPLICATION = '.right 1: an application has no registered_on; of a registered right, status is "registered"'
N, P = "brand 1 (Nordwerk)", "brand 1 (Nordwerk).product 1 (X200)"
KINDS = "trade mark, copyright, invention patent, utility model, design"


def _load(folder: Path, text: str | bytes) -> Watchlist:
    file = folder / "watchlist.toml"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return load_watchlist(file)


def _problems(folder: Path, text: str | bytes) -> list[str]:
    with pytest.raises(WatchlistError) as raised:
        _load(folder, text)
    lines = str(raised.value).split("\n")
    assert len(lines) == len(raised.value.problems)
    prefix = f"{folder / 'watchlist.toml'}: "
    for line in lines:
        assert line.startswith(prefix)
        assert line.isprintable()
        assert len(line) < len(prefix) + 400
    assert raised.value.exit_code == 2
    return raised.value.problems


def test_only_a_name_is_needed(tmp_path: Path) -> None:
    brand = _load(tmp_path, BRAND).brand[0]
    assert (brand.id, brand.name, brand.chinese, brand.product) == ("nordwerk", "Nordwerk", [], [])
    assert _load(tmp_path, BRAND).marketplaces == list(DEFAULT_MARKETPLACES)


def test_everything(tmp_path: Path) -> None:
    brand = load_watchlist(WATCHLIST).brand[0]
    assert brand.names == ["Nordwerk", "诺德沃克", "Nord-Werk"]
    assert brand.product[0].reference_price == Decimal("189.00")
    assert brand.right[0].valid_until == date(2031, 5, 1)
    assert brand.authorised_seller[0].name == "诺德沃克官方旗舰店"
    text = BRAND + "[brand.judging]\nhigh = 70\nstrong_price_ratio = 0.35\n[brand.judging.points]\nreplica_words = 5\n"
    judging = _load(tmp_path, text).brand[0].judging
    assert (judging.high, judging.medium, judging.points) == (70, None, {"replica_words": 5})


def test_a_watchlist_survives_as_json() -> None:
    """Plans keep it so: a resumed run works with the watchlist as it was."""
    watchlist = load_watchlist(WATCHLIST)
    assert Watchlist.model_validate(json.loads(watchlist.model_dump_json())) == watchlist


def test_rights_of_older_plans_and_watchlists_stay_valid() -> None:
    old = {"kind": "trade mark", "number": "1", "jurisdiction": "CN", "classes": [7], "valid_until": "2031-05-01"}
    plan = {"brand": [{"name": "Nordwerk", "right": [{**old, "document": "/home/weber/mark.pdf"}]}]}
    watchlist = Watchlist.model_validate(plan)
    assert watchlist.owner is None
    assert watchlist.brand[0].right[0].status == "registered"


@pytest.mark.parametrize("number", ["", 'number = ""\n'])
def test_a_copyright_needs_no_number(tmp_path: Path, number: str) -> None:
    work = RIGHT.replace("trade mark", "copyright").replace('number = "1"\n', number) + 'title = "Photographs"'
    assert _load(tmp_path, work).brand[0].right[0].number is None


def test_one_file_of_a_folder_names_the_owner(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(OWNER + BRAND)
    (tmp_path / "b.toml").write_text('[[brand]]\nname = "Solvanta"\n')
    owner = load_watchlist(tmp_path).owner
    assert owner is not None
    assert owner.name == "N"
    (tmp_path / "b.toml").write_text(OWNER.replace("N", "M") + '[[brand]]\nname = "Solvanta"\n')
    with pytest.raises(WatchlistError, match="two files have an"):
        load_watchlist(tmp_path)


@pytest.mark.parametrize("mark", [b"\xef\xbb\xbf", b""])
@pytest.mark.parametrize("line", ["\n", "\r\n"])
def test_what_windows_writes(tmp_path: Path, mark: bytes, line: str) -> None:
    assert _load(tmp_path, mark + BRAND.replace("\n", line).encode()).brand[0].name == "Nordwerk"


@pytest.mark.parametrize(
    ("written", "price"),
    [
        ('"189.00"', "189.00"),
        ("189", "189"),
        ("189.0", "189.0"),
        ("189.5", "189.5"),
        ('"0.0001"', "0.0001"),
        ("1e3", "1000"),
        ("1_000", "1000"),
        ('"999999999999.9999"', "999999999999.9999"),
    ],
)
def test_prices(tmp_path: Path, written: str, price: str) -> None:
    assert _load(tmp_path, PRODUCT + f"reference_price = {written}").brand[0].product[0].reference_price == Decimal(
        price
    )


@pytest.mark.parametrize(
    "written",
    [
        '"189,00"',
        '"1,189.00"',
        '"189 EUR"',
        '"€189"',
        '""',
        '" 189"',
        '"1e3"',
        '"1_000"',
        '"１８９"',
        '"-5"',
        "-5",
        "-0.5",
        "1e13",
        "1e400",
        "inf",
        "-inf",
        "nan",
        '"NaN"',
        '"Infinity"',
        "true",
        "[189]",
        "{a = 1}",
        "2026-01-01",
        "0.00001",
        '"1.23456"',
        "1e-7",
        "9" * 30,
        "9" * 5000,
    ],
)
def test_no_prices(tmp_path: Path, written: str) -> None:
    problems = _problems(tmp_path, PRODUCT + f"reference_price = {written}")
    assert len(problems) == 1
    if written != "9" * 5000:
        assert problems[0].startswith(
            'brand 1 (Nordwerk).product 1 (X200).reference_price: expected a price such as "189.00"'
        )


@pytest.mark.parametrize("written", ["0", "0.0", '"0.00"'])
def test_free_is_no_reference_price(tmp_path: Path, written: str) -> None:
    problem = _problems(tmp_path, PRODUCT + f"wholesale_price = {written}")[0]
    assert problem.startswith("brand 1 (Nordwerk).product 1 (X200).wholesale_price: expected a price above 0, got ")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", 'brand: nothing to watch: expected at least one [[brand]] with name = "…"'),
        ("# nothing\n", 'brand: nothing to watch: expected at least one [[brand]] with name = "…"'),
        ("brand = []", 'brand: nothing to watch: expected at least one [[brand]] with name = "…"'),
        ('brand = "x"', 'brand: expected a table of its own under the line [[brand]], got "x"'),
        ("brand = 5", "brand: expected a table of its own under the line [[brand]], got 5"),
        ("brand = false", "brand: expected a table of its own under the line [[brand]], got false"),
        ('brand = ["x"]', 'brand 1: expected a table of its own under the line [[brand]], got "x"'),
        ('[brand]\nname = "x"', "brand: expected a table of its own under the line [[brand]], got a table"),
        ("[[brand]]", "brand 1.name: missing; this key is required"),
        ('[[brand]]\nname = ""', "brand 1 ().name: must not be empty"),
        ('[[brand]]\nname = " "', "brand 1 ( ).name: must not be empty"),
        ("[[brand]]\nname = 5", 'brand 1.name: expected text in quotes, such as "…", got 5'),
        ('[[brand]]\nname = ["x"]', "brand 1.name: expected text in quotes, such as \"…\", got ['x']"),
        (
            '[[brand]]\nname = "a\\nb"',
            r'brand 1 (a\nb).name: expected one line of text without control characters, got "a\nb"',
        ),
        (BRAND + 'chinese = "诺德沃克"', N + '.chinese: expected a list, such as ["…", "…"], got "诺德沃克"'),
        (BRAND + "chinese = [1]", N + '.chinese 1: expected text in quotes, such as "…", got 1'),
        (BRAND + 'chinse = ["诺"]', N + ".chinse: unknown key; did you mean 'chinese'?"),
        (BRAND + 'authorized_seller = "x"', N + ".authorized_seller: unknown key; did you mean 'authorised_seller'?"),
        (PRODUCT + "price = 5", P + ".price: unknown key; did you mean 'wholesale_price'?"),
        (SELLER + "zzz = 5", N + ".authorised_seller 1.zzz: unknown key; expected one of: marketplace, id, name"),
        ("Brand = 1\n" + BRAND, "Brand: unknown key; did you mean 'brand'?"),
        ('"a\\nb" = 1\n' + BRAND, r"a\nb: unknown key; expected one of: marketplaces, owner, brand"),
        ('[[brand]]\nname = "x"\nid = "A b"', 'brand 1 (x).id: expected small letters, digits, - and _, got "A b"'),
        (BRAND + BRAND, "watchlist: two brands have the id nordwerk: give one of them another `id`"),
        ('marketplaces = "taobao"\n' + BRAND, 'marketplaces: expected a list, such as ["…", "…"], got "taobao"'),
        (
            BRAND + 'product = "X200"',
            N + '.product: expected a table of its own under the line [[brand.product]], got "X200"',
        ),
        (BRAND + 'judging = "x"', N + '.judging: expected a table of its own under the line [brand.judging], got "x"'),
        (
            BRAND + "judging.points = 5",
            N + ".judging.points: expected a table of its own, such as [brand.judging.points], got 5",
        ),
        (BRAND + 'judging.points.a = "x"', N + '.judging.points.a: expected a whole number without quotes, got "x"'),
        (BRAND + "judging.mild_price_ratio = 2.0", N + ".judging.mild_price_ratio: should be less than 1, got 2.0"),
        (PRODUCT.replace("EUR", "euro"), P + '.currency: expected three capital letters, such as "EUR", got "euro"'),
        (
            PRODUCT.replace('currency = "EUR"', "reference_price = 5"),
            P + ': a price needs a currency beside it, such as currency = "EUR"',
        ),
        (
            RIGHT.replace("trade mark", "trademark"),
            N + '.right 1.kind: "trademark" is not known; expected one of ' + KINDS + "; did you mean 'trade mark'?",
        ),
        (RIGHT + "classes = [46]", N + ".right 1.classes 1: should be less than or equal to 45, got 46"),
        (RIGHT + 'classes = ["7"]', N + '.right 1.classes 1: expected a whole number without quotes, got "7"'),
        (RIGHT + 'valid_until = "soon"', N + '.right 1.valid_until: expected a date such as 2031-05-01, got "soon"'),
        (
            RIGHT + "valid_until = 2031",
            N + ".right 1.valid_until: expected a date without quotes, such as 2031-05-01, got 2031",
        ),
        (RIGHT + "number = 5", None),
        (RIGHT.replace('number = "1"\n', ""), N + ".right 1.number: missing; this key is required"),
        (RIGHT.replace('"1"', '""'), N + ".right 1.number: must not be empty"),
        (
            RIGHT + 'status = "pending"',
            N + '.right 1.status: "pending" is not known; expected one of registered, application',
        ),
        (RIGHT + "registered_on = 2021-05-01\nvalid_until = 2020-05-01", N + REFUSED_DAYS),
        (RIGHT + 'status = "application"\nregistered_on = 2021-05-01', N + REFUSED_APPLICATION),
        (RIGHT + 'extension = "../x.pdf"', N + f'.right 1.extension: {BELOW}, got "../x.pdf"'),
        (OWNER.replace('name = "N"\n', "") + BRAND, "owner.name: missing; this key is required"),
        (OWNER.replace("firm", "gmbh") + BRAND, 'owner.kind: "gmbh" is not known; expected one of firm, person'),
        (
            OWNER + 'email = "N"\n' + BRAND,
            'owner.email: expected an e-mail address, such as "ip@nordwerk.example", got "N"',
        ),
        (OWNER + 'identity = "/etc/passwd"\n' + BRAND, f'owner.identity: {BELOW}, got "/etc/passwd"'),
        (
            OWNER + 'agent_authorisation = "a.pdf"\n' + BRAND,
            'owner: an agent_authorisation needs the agent\'s name beside it, such as agent = "…"',
        ),
        ("owner = 5\n" + BRAND, "owner: expected a table of its own under the line [owner], got 5"),
        (SELLER.replace('id = "1"', ""), N + ".authorised_seller 1: expected an id, a name or both"),
        (BRAND + "name = ", None),
        ("[[brand]\n", None),
        ("brand = " + "[" * 100_000, None),
        (f"a = {'9' * 5000}\n" + BRAND, None),
    ],
)
def test_problem(tmp_path: Path, text: str, problem: str | None) -> None:
    problems = _problems(tmp_path, text)
    assert len(problems) == 1
    if problem is None:
        assert problems[0].startswith("not valid TOML: ")
    else:
        assert problems == [problem]


def test_unknown_marketplaces(tmp_path: Path) -> None:
    problems = _problems(tmp_path, 'marketplaces = ["taobaoo", "temu", 5]\n' + BRAND)
    assert [problem.split(":")[0] for problem in problems] == ["marketplaces 1", "marketplaces 2", "marketplaces 3"]
    assert "taobao, tmall, alibaba_1688" in problems[0]
    assert problems[0].endswith("did you mean 'taobao'?")
    assert _problems(tmp_path, SELLER.replace("tmall", "T-Mall"))[0].endswith("did you mean 'tmall'?")


def test_all_problems_at_once(tmp_path: Path) -> None:
    text = PRODUCT + "reference_price = -1\npreis = 1\n" + '[[brand]]\nname = 5\nchinese = "x"\nid = "?"\n'
    keys = [problem.partition(": ")[0] for problem in _problems(tmp_path, text)]
    first = "brand 1 (Nordwerk).product 1 (X200)"
    assert keys == [f"{first}.reference_price", f"{first}.preis", "brand 2.id", "brand 2.name", "brand 2.chinese"]


def test_a_thousand_problems_do_not_fill_the_screen(tmp_path: Path) -> None:
    problems = _problems(tmp_path, "\n".join(f"a{i} = 1" for i in range(1000)) + "\n" + BRAND)
    assert len(problems) == 51
    assert problems[-1] == "and 950 more problems"


def test_not_utf_8(tmp_path: Path) -> None:
    text = '[[brand]]\nname = "Nordwerk"\nchinese = ["诺德沃克"]\n'
    expected = ["line 3: not UTF-8 text; save the file with the encoding UTF-8"]
    assert _problems(tmp_path, text.encode("gbk")) == expected
    assert _problems(tmp_path, text.encode("utf-16"))[0].endswith("save the file with the encoding UTF-8")
    assert _problems(tmp_path, b"\x00")[0].startswith("not valid TOML: ")


def test_no_file(tmp_path: Path) -> None:
    with pytest.raises(WatchlistError, match=r"none\.toml: no such file: `monitor init` writes an example$"):
        load_watchlist(tmp_path / "none.toml")
    (tmp_path / "file").write_text("x")
    with pytest.raises(WatchlistError, match=r"can't be read \(Not a directory\)$"):
        load_watchlist(tmp_path / "file" / "watchlist.toml")


def test_a_folder(tmp_path: Path) -> None:
    with pytest.raises(WatchlistError, match=r"no \*\.toml file in this folder"):
        load_watchlist(tmp_path)
    (tmp_path / "notes.txt").write_text("no watchlist")
    (tmp_path / "b.toml").write_text(
        'marketplaces = ["tmall", "taobao"]\n[[brand]]\nname = "Solvanta"', encoding="utf-8"
    )
    (tmp_path / "a.toml").write_text('marketplaces = ["taobao"]\n' + BRAND, encoding="utf-8")
    watchlist = load_watchlist(tmp_path)
    assert [brand.name for brand in watchlist.brand] == ["Nordwerk", "Solvanta"]
    assert watchlist.marketplaces == ["taobao", "tmall"]


def test_problems_of_a_folder(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text("x = 1\n" + BRAND, encoding="utf-8")
    (tmp_path / "b.toml").write_text("brand = ", encoding="utf-8")
    (tmp_path / "c.toml").mkdir()
    with pytest.raises(WatchlistError) as raised:
        load_watchlist(tmp_path)
    assert [problem.partition(": ")[0] for problem in raised.value.problems] == ["a.toml", "b.toml", "c.toml"]


def test_the_same_brand_in_two_files(tmp_path: Path) -> None:
    for name in ("a.toml", "b.toml"):
        (tmp_path / name).write_text(BRAND, encoding="utf-8")
    with pytest.raises(WatchlistError, match="two brands have the id nordwerk"):
        load_watchlist(tmp_path)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Nordwerk", "nordwerk"),
        ("Nord & Werk GmbH", "nord-werk-gmbh"),
        ("Möbel Größe", "mobel-groe"),
        ("诺德", "u8bfa-5fb7"),
        ("★", "u2605"),
        ("x" * 200, "x" * 64),
    ],
)
def test_ids(tmp_path: Path, name: str, expected: str) -> None:
    assert slug(name) == expected
    assert _load(tmp_path, f'[[brand]]\nname = "{name}"').brand[0].id == expected


@pytest.mark.parametrize("name", ["---", ".", "\\u200b", "\\u3164", "\\u2800", "。", "$", "\\U000e0041", "\\u00ad-"])
def test_a_name_that_nobody_can_see_or_read_is_none(tmp_path: Path, name: str) -> None:
    for line in (f'name = "{name}"', f'name = "x"\naliases = ["{name}"]', f'name = "x"\nnot_names = ["{name}"]'):
        with pytest.raises(WatchlistError, match="at least one letter or digit"):
            _load(tmp_path, f"[[brand]]\n{line}")


@pytest.mark.parametrize("line", ["high = " + "9" * 4000, "high = 10001", "points = { accessory = 1001 }"])
def test_thresholds_have_bounds(tmp_path: Path, line: str) -> None:
    with pytest.raises(WatchlistError):
        _load(tmp_path, f'[[brand]]\nname = "x"\n[brand.judging]\n{line}')
