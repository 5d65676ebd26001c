"""Exchange rates: the Bank's forms, what the user adds beside the package's, fetching once a day through the door."""

import io
import os
import zipfile
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from monitor.doctor import machine
from monitor.errors import InputError
from monitor.rates.ecb import read_rates
from monitor.rates.table import FILE, convert, newest_day, own_rates, rate
from monitor.rates.update import add_rates, address_for, are_fresh
from monitor.runs.fetch_rates import fetch_rates, refresh_rates
from monitor.state_folder import state_folder
from tests.commands import monitor
from tests.server import Answer, serve

_CSV = "Date,USD,CNY,HRK,\n2030-01-03,1.25,8.0,N/A,\n2030-01-02,1.20,7.5,7.5,\n"
_ONE_DAY = "Date, USD, CNY, \n03 January 2030, 1.25, 8.0, \n"
_XML = """<?xml version="1.0" encoding="UTF-8"?><gesmes:Envelope xmlns:gesmes="http://www.gesmes.org/xml/2002-08-01">
<gesmes:subject>Reference rates</gesmes:subject><Cube><Cube time="2030-01-03"><Cube currency="USD" rate="1.25"/>
<Cube currency="CNY" rate="8.0"/></Cube><Cube time='2030-01-02'><Cube currency='USD' rate='1.20'/></Cube></Cube>
</gesmes:Envelope>"""


@pytest.fixture(autouse=True)
def _own_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


def _zipped(text: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("eurofxref-hist.csv", text)
    return packed.getvalue()


@pytest.mark.parametrize("content", [_CSV.encode(), _ONE_DAY.encode(), _XML.encode(), _zipped(_CSV)])
def test_every_form_of_the_banks_table_is_read(content: bytes) -> None:
    assert read_rates(content, "x")[date(2030, 1, 3)] == {"USD": Decimal("1.25"), "CNY": Decimal("8.0")}


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "holds no exchange rates"),
        (b"<html>moved</html>", "holds no exchange rates"),
        (b"Date,USD\n2030-01-03,-1\n", "'USD' = '-1' is no rate"),
        (b"Date,USD\n2030-01-03,NaN\n", "is no rate"),
        (b"Date,USD\n2030-01-03,1e999999999\n", "is no rate"),
        (b"Date,USD\nyesterday,1.2\n", "yesterday"),
        (b"PK\x03\x04nonsense", "can't be read"),
    ],
)
def test_anything_else_is_one_clear_line(content: bytes, says: str) -> None:
    with pytest.raises(InputError, match=says) as error:
        read_rates(content, "rates.csv")
    assert str(error.value).startswith("rates.csv: ")
    assert "\n" not in str(error.value)


def test_what_is_added_stands_beside_what_the_package_has() -> None:
    packaged = rate("CNY", "EUR", date(2024, 3, 15))
    assert convert(Decimal(10), "USD", "CNY", date(2030, 1, 4)) is None, "the package is too old for that"
    assert add_rates(read_rates(_CSV.encode() + b"2024-03-15,9,9,9,\n", "x")) == 2, "the package has 2024-03-15"
    converted = convert(Decimal(10), "USD", "CNY", date(2030, 1, 5))
    assert converted is not None
    assert (converted.amount, converted.rate_of) == (Decimal("64.00"), date(2030, 1, 3))
    assert rate("HRK", "EUR", date(2030, 1, 5)) == (1 / Decimal("7.5"), date(2030, 1, 2)), "its own last day counts"
    assert rate("CNY", "EUR", date(2024, 3, 15)) == packaged
    assert add_rates(read_rates(b"Date,USD\n2030-01-04,1.3\n", "x")) == 1
    assert sorted(own_rates()) == [date(2030, 1, day) for day in (2, 3, 4)], "older ones are kept"
    assert newest_day() == date(2030, 1, 4)


def test_a_damaged_file_stops_no_run_and_is_said() -> None:
    (state_folder() / FILE).write_bytes(b"Date,USD\nxx")
    assert rate("CNY", "EUR", date(2024, 3, 15)) is not None
    check = machine.exchange_rates(date(2024, 3, 15))
    assert (check.state, "rates.csv" in check.saw) == ("problem", True)
    add_rates(read_rates(_CSV.encode(), "x"))
    assert machine.exchange_rates(date(2030, 1, 4)).state == "ok"


def test_they_are_fetched_through_the_door_and_once_a_day(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    store = tmp_path / "store"
    store.mkdir()
    (store / "settings.toml").write_text('contact = "us@firm.example"\n[site.web]\ndelay = 0\n')
    now = datetime(2030, 1, 4, 9, tzinfo=UTC)

    def bank(_: str, path: str) -> Answer:
        return (404, {}, b"") if path == "/robots.txt" else (200, {}, _zipped(_CSV))

    with serve(bank) as site:
        assert not are_fresh(now)
        add_rates(fetch_rates(store, now, site.url))
    assert site.pages() == ["/stats/eurofxref/eurofxref-hist.zip"], "the package is more than 90 days old then"
    assert site.asked[-1].host == "www.ecb.europa.eu"
    assert "(+us@firm.example)" in site.asked[-1].headers["User-Agent"]
    assert address_for(now.date()).endswith("eurofxref-hist-90d.xml")
    assert are_fresh(now)
    later = now + timedelta(days=3)
    os.utime(state_folder() / FILE, (later.timestamp() - 3600,) * 2)
    assert are_fresh(later), "looked for an hour ago"
    assert not are_fresh(later + timedelta(days=1))

    with (
        serve(lambda *_: (500, {}, b"<html>down</html>")) as broken,
        pytest.raises(InputError, match="monitor rates update FILE"),
    ):
        fetch_rates(store, later + timedelta(days=1), broken.url)
    caplog.clear()
    refresh_rates(store, now)
    assert not caplog.records, "fresh: nobody is asked"


def test_the_command(tmp_path: Path) -> None:
    file = tmp_path / "eurofxref.csv"
    file.write_text(_CSV)
    done = monitor("rates", "update", str(file))
    assert done.stdout.strip() == "Exchange rates: 2 days added, the newest of 2030-01-03."
    assert monitor("rates", "update", str(file), "--json").stdout.strip() == '{"days_added": 0, "newest": "2030-01-03"}'
    missing = monitor("rates", "update", str(tmp_path / "none.csv"))
    assert (missing.returncode, missing.stderr.count("\n")) == (2, 1)
