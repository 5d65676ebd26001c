"""The founding guide's figures of 2015 and 2016, in its own order, each at its border, under the rules of that date.

The guide: *How to Remove Counterfeit Products from E-commerce websites*, EU China IPR SME Helpdesk, 2016.
"""

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

from monitor.casework.calendar import Calendar, add_working_days
from monitor.casework.penalties import Infringement, Penalty, penalty
from monitor.casework.procedure import CaseEvent, CaseState, dues
from monitor.casework.rules import platforms
from monitor.casework.standing import Complaint, Standing, standing
from tests.commands import monitor

IPP = platforms()["ipp"]
DAY = date(2016, 6, 1)
BEGIN = datetime(2016, 1, 4, 1, tzinfo=UTC)
"""Nine in the morning in China."""


def rules_of_2016(marketplace: str) -> dict[str, Any]:
    """What `monitor case rules` shows for that day, by key."""
    told = monitor("case", "rules", marketplace, "--on", "2016-06-01", "--json")
    assert told.returncode == 0, told.stderr
    return {rule["key"]: rule["value"] for rule in map(json.loads, told.stdout.splitlines())}


def test_what_a_notice_needed() -> None:
    taobao, alibaba_1688 = rules_of_2016("taobao"), rules_of_2016("alibaba_1688")
    assert taobao["documents.identity.firm"] == ["business licence or certificate of incorporation"]
    assert taobao["documents.identity.person"] == ["passport or identity card"]
    assert taobao["documents.agent"] == ["letter of authorisation or power of attorney"]
    assert taobao["documents.right"] == ["registration certificate"]
    assert (taobao["application_receipt_enough"], taobao["copyright_worldwide"]) == (False, True)
    assert (taobao["jurisdictions"], alibaba_1688["jurisdictions"]) == (["CN"], ["*"])
    assert (taobao["closed"][:10], alibaba_1688["closed"][:10]) == ("TaoProtect", "AliProtect")
    assert (taobao["fee"], taobao["silence_reinstates"]) == ("none", True)
    # of what came later nothing is told for that day
    assert not {"links_per_complaint", "reasons", "seller_answer_working_days", "law_waiting_days"} & taobao.keys()


def points(*given: int) -> Penalty:
    """After general infringements with so many points, one a day."""
    days = [Infringement(BEGIN + timedelta(days=n), "general", value) for n, value in enumerate(given)]
    return penalty(IPP, "taobao", DAY, days)


def test_points_at_12_24_36_and_48() -> None:
    steps = {number: points(number) for number in (11, 12, 13, 23, 24, 25, 35, 36, 37, 47, 48, 49)}
    blocked = {number: found.blocked_days for number, found in steps.items()}
    assert blocked == {
        11: None, 12: 7, 13: 7, 23: 7, 24: 14, 25: 14, 35: 14, 36: 21, 37: 21, 47: 21, 48: None, 49: None,
    }  # fmt: skip
    assert [number for number, found in steps.items() if found.ended] == [48, 49], "membership ends"
    assert {number: found.next_points for number, found in steps.items() if number % 12 == 11} == {
        11: 1, 23: 1, 35: 1, 47: 1,
    }  # fmt: skip
    # points add up, with no cap a day, and none of them removes all products: both came in 2022
    assert points(10, 1, 1).points_step == 12
    same_day = [Infringement(BEGIN + timedelta(hours=hour), "general", 12) for hour in range(3)]
    assert (penalty(IPP, "taobao", DAY, same_day).points, penalty(IPP, "taobao", DAY, same_day).all_removed) == (
        36, False,
    )  # fmt: skip


def strikes(*times: timedelta, owners: str = "") -> tuple[int | None, str | None, bool]:
    """Serious infringements so long after the first, by owners of one letter each; all of one where none are named."""
    cases = [
        Infringement(BEGIN + time, "serious", owner=owner)
        for time, owner in zip(times, owners or "a" * len(times), strict=True)
    ]
    found = penalty(IPP, "taobao", DAY, cases)
    return found.strikes, found.strike_step, found.ended


def test_serious_infringements_and_their_first_five_days() -> None:
    day, hour = timedelta(days=1), timedelta(hours=1)
    assert strikes() == (0, None, False)
    assert strikes(0 * day) == (1, "warning", False)
    assert strikes(0 * day, 1 * day, 4 * day) == (1, "warning", False), "all of the first five days count as one"
    # the days are those of China: the fifth ends at four in the afternoon, UTC
    assert strikes(0 * day, 5 * day - 10 * hour) == (1, "warning", False)
    assert strikes(0 * day, 5 * day - 9 * hour) == (2, "blocked", False), "the sixth day"
    assert strikes(0 * day, 5 * day, 5 * day) == (3, "ended", True), "only the first five days are merged"
    assert strikes(0 * day, 5 * day, 6 * day, owners="aaa") == (3, "ended", True), "the third of the same owner"
    assert strikes(0 * day, 5 * day, 6 * day, owners="aab") == (3, "blocked 14 days", False)
    assert strikes(0 * day, 5 * day, 6 * day, 7 * day, owners="aabc") == (4, "ended", True)


def status(removed: int, failed: int, countered: int = 0, on: date = DAY) -> Standing:
    """Of so many complaints; `countered` of those that failed met a counter-notice."""
    record = [Complaint(on, "x", removed=True)] * removed
    record += [Complaint(on, "x", removed=False, countered=number < countered) for number in range(failed)]
    return standing(IPP, "taobao", DAY, record)


def test_the_status_of_who_complains() -> None:
    good, normal, bad = "good faith", "normal", "bad faith"
    # take-downs at 90 %
    assert [status(removed, 1000 - removed).status for removed in (899, 900, 901)] == [normal, good, good]
    # counter-notices at 1.5 % and, for bad faith, at 5 %
    assert [status(940, 60, countered).status for countered in (14, 15, 16)] == [good, normal, normal]
    assert [status(940, 60, countered).status for countered in (49, 50, 51)] == [normal, bad, bad]
    # bad faith at 45 % of take-downs, and without any record
    assert [status(removed, 1000 - removed).status for removed in (449, 450, 451)] == [bad, bad, normal]
    assert status(0, 0).status == bad
    # a counter-notice counts, whether it succeeded or not
    lost = [Complaint(DAY, "x", removed=True, countered=number < 15) for number in range(1000)]
    assert standing(IPP, "taobao", DAY, lost).status == normal
    # 1 to 3 and 5 to 7 working days; for bad faith "longer", which is no figure
    assert status(900, 100).expected_working_days == (1, 3)
    assert status(899, 101).expected_working_days == (5, 7)
    assert status(0, 0).expected_working_days is None


def test_the_rules_that_followed() -> None:
    """≥ 90 % and at most 5 % of successful counter-notices, in three months; since April 2022 for each reason."""
    day = date(2018, 8, 15)
    before, since = day - timedelta(days=1), day

    def judged(on: date, removed: int, countered: int, reason: str = "x") -> str | None:
        record = [Complaint(on, "x", removed=True)] * removed
        record += [Complaint(on, reason, removed=False, countered=n < countered) for n in range(100 - removed)]
        return standing(IPP, "taobao", on, record).status

    assert [judged(before, 95, n) for n in (1, 2, 4, 5)] == ["good faith", "normal", "normal", "bad faith"]
    assert [judged(since, 94, n) for n in (4, 5, 6)] == ["good faith", "good faith", "normal"]
    assert [judged(since, n, 0) for n in (89, 90)] == ["normal", "good faith"]
    assert [judged(on, 95, 5, "y") for on in (date(2022, 4, 14), date(2022, 4, 15))] == ["good faith", "normal"]


def test_three_months_count() -> None:
    removed = [Complaint(DAY, "x", removed=True)]
    window = {
        day: standing(IPP, "taobao", DAY, [*removed, Complaint(day, "x", removed=False)]).rates.complaints
        for day in (date(2016, 3, 1), date(2016, 3, 2), date(2016, 6, 1), date(2016, 6, 2))
    }
    assert list(window.values()) == [1, 2, 2, 1]


def until(start: date, number: int, calendar: Calendar) -> str:
    found = add_working_days(start, number, calendar)
    return f"{found.day:%Y-%m-%d %a}{' provisional' if found.provisional else ''}"


def test_working_days_over_holidays() -> None:
    # Spring Festival of 2015, with the Sunday before and the Saturday after it worked
    assert until(date(2015, 2, 13), 1, "CN") == "2015-02-15 Sun"
    assert until(date(2015, 2, 17), 4, "CN") == "2015-02-28 Sat"
    # the Victory Day of 2015, and the Golden Week
    assert until(date(2015, 9, 2), 1, "CN") == "2015-09-06 Sun"
    assert until(date(2015, 9, 30), 3, "CN") == "2015-10-10 Sat"
    # Spring Festival of 2016 lies between its worked Saturday and Sunday; Dragon Boat; the Golden Week
    assert [until(date(2016, 2, 5), n, "CN") for n in (1, 2, 3)] == [
        "2016-02-06 Sat",
        "2016-02-14 Sun",
        "2016-02-15 Mon",
    ]
    assert until(date(2016, 6, 8), 1, "CN") == "2016-06-12 Sun"
    assert [until(date(2016, 9, 30), n, "CN") for n in (1, 2)] == ["2016-10-08 Sat", "2016-10-09 Sun"]
    # Easter and Christmas in the EU are working days in China
    assert (until(date(2016, 3, 24), 1, "EU"), until(date(2016, 3, 24), 1, "CN")) == (
        "2016-03-29 Tue",
        "2016-03-25 Fri",
    )
    assert until(date(2016, 12, 23), 1, "EU") == "2016-12-27 Tue"
    # whose calendar is not published yet: early, and said to be
    assert until(date(2028, 1, 20), 5, "CN") == "2028-01-24 Mon provisional"
    assert until(date(2028, 1, 20), 5, "EU") == "2028-01-27 Thu"


def test_how_long_the_platform_took() -> None:
    """A complaint filed on the Friday before Spring Festival."""
    filed = CaseEvent(datetime(2016, 2, 5, 3, tzinfo=UTC), CaseState.FILED, "A. Weber")
    days = {
        status: {due.what: str(due.deadline.day) for due in dues(IPP, "taobao", filed, status) if due.deadline}
        for status in ("good faith", "normal", "bad faith")
    }
    assert days["good faith"] == {"right_check": "2016-02-15", "platform_answer": "2016-02-15"}
    assert days["normal"] == {"right_check": "2016-02-15", "platform_answer": "2016-02-19"}
    assert days["bad faith"] == {"right_check": "2016-02-15"}, "no figure"
    # the seller had no days, and the owner none; silence lost
    notified, countered = (
        CaseEvent(filed.at, CaseState(name), "A. Weber") for name in ("seller_notified", "counter_notice")
    )
    assert dues(IPP, "taobao", notified, None) == []
    (answer,) = dues(IPP, "taobao", countered, None)
    assert (answer.what, answer.deadline, answer.silence_loses) == ("answer_counter_notice", None, True)
