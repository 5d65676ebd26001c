"""The rights gap: each route, each thing that can be missing, what is said about it, the rules of today and of 2016."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.casework.gap import Filer, Route, routes_of
from monitor.casework.gap_codes import CHECKS, GapCode
from monitor.casework.refusals import KINDS_OF_GROUND
from monitor.casework.rights import HeldRight, Wanted
from monitor.casework.rules import platforms
from monitor.decision import Ground
from monitor.marketplaces import MARKETPLACES
from monitor.watchlist import Owner, Right
from monitor.words import en_gap, zh_gap
from monitor.words.gap import gap_words, rule_name

TODAY = date(2026, 11, 29)
GUIDE = date(2016, 6, 1)
GOODS = ("cordless drills", "电钻")
WHOLE = Filer(
    Owner(name="Nordwerk GmbH", kind="firm", email="ip@nordwerk.example"),
    frozenset({"identity", "agent_authorisation"}),
)
AGENT = Owner(name="Nordwerk GmbH", kind="firm", email="ip@nordwerk.example", agent="Kanzlei Muster")


def right(*documents: str, **facts: Any) -> HeldRight:
    told: dict[str, Any] = {
        "kind": "trade mark", "number": "01", "jurisdiction": "CN", "classes": [7], "registered_on": date(2011, 5, 1),
        "valid_until": date(2031, 5, 1),
    }  # fmt: skip
    return HeldRight("nordwerk", Right.model_validate({**told, **facts}), frozenset(documents or ("document",)))


ENDED = AGENT.model_copy(update={"agent_authorisation_until": TODAY - timedelta(days=1)})
NAMELESS = right(kind="copyright", number=None, classes=[], valid_until=None, registered_on=None)
WORK = right(kind="copyright", number=None, title="Photographs", classes=[], valid_until=None, registered_on=None)


def routes(
    *rights: HeldRight, marketplace: str = "taobao", ground: str | None = "counterfeit", filer: Filer = WHOLE,
    goods: tuple[str, ...] = GOODS, day: date = TODAY,
) -> dict[str, Route]:  # fmt: skip
    """By platform; of one right."""
    found = routes_of(Wanted(marketplace, "nordwerk", ground, goods), rights, filer, day)
    return {route.platform: route for route in found}


def codes(route: Route) -> set[str]:
    return {gap.code for gap in route.gaps}


def closing(route: Route) -> set[str]:
    return {gap.code for gap in route.gaps if gap.closes}


def test_a_chinese_mark_opens_taobao() -> None:
    ipp = routes(right())["ipp"]
    assert (ipp.state, ipp.gaps) == ("open", ())
    assert {rule.key for rule in ipp.rules} >= {"kinds", "jurisdictions", "documents.right", "documents.identity.firm"}
    assert all(rule.source and rule.valid_from <= TODAY for rule in ipp.rules)


CASES: list[tuple[dict[str, Any], str]] = [
    ({"held": right(jurisdiction="DE")}, "wrong_jurisdiction"),
    ({"held": right(jurisdiction="WO")}, "no_extension"),
    ({"held": right(status="application", registered_on=None)}, "application"),
    ({"held": right(valid_until=TODAY - timedelta(days=1))}, "expired"),
    ({"held": right(registered_on=TODAY + timedelta(days=1))}, "not_yet"),
    ({"held": right(classes=[25])}, "wrong_class"),
    ({"held": right("translation")}, "no_certificate"),
    ({"held": right(kind="design", classes=[])}, "wrong_kind"),
    ({"held": right(kind="utility model"), "marketplace": "made_in_china", "ground": "patent"}, "kind_not_taken"),
    ({"held": right(), "filer": Filer(None)}, "no_owner"),
    ({"held": right(), "filer": Filer(WHOLE.owner)}, "no_identity"),
    ({"held": right(), "filer": Filer(AGENT, frozenset({"identity"}))}, "no_authorisation"),
    ({"held": right(), "filer": Filer(ENDED, WHOLE.documents)}, "authorisation_ended"),
    ({"held": NAMELESS, "ground": "copied"}, "no_title"),
    ({"held": None}, "no_right"),
    ({"held": None, "ground": "copied"}, "no_work"),
    ({"held": right(), "ground": "other"}, "no_ground"),
    ({"held": right(), "ground": None}, "no_ground"),
]


@pytest.mark.parametrize(("given", "code"), CASES)
def test_what_closes_a_route(given: dict[str, Any], code: str) -> None:
    asked = {key: value for key, value in given.items() if key != "held"}
    held = [given["held"]] if given["held"] else []
    found = routes(*held, **asked)
    route = next(iter(found[name] for name in ("ipp", "made_in_china") if name in found))
    assert route.state == "closed"
    assert closing(route) == {code}
    for gap in route.gaps:
        what, step = gap_words(gap.code, gap.facts)
        assert what.endswith(".")
        assert step.endswith(".")
        assert "{" not in what + step
    if code in ("wrong_jurisdiction", "no_extension", "application", "no_certificate", "no_identity"):
        (closes,) = [gap for gap in route.gaps if gap.closes]
        assert closes.rules
        assert all(rule.source for rule in closes.rules)


def test_a_closed_route_says_all_that_is_missing_at_once() -> None:
    held = HeldRight(
        "nordwerk", right(jurisdiction="DE", valid_until=date(2020, 1, 1), classes=[25]).right, frozenset()
    )
    ipp = routes(held, filer=Filer(AGENT))["ipp"]
    assert closing(ipp) == {
        "wrong_jurisdiction", "expired", "wrong_class", "no_certificate", "no_identity", "no_authorisation",
    }  # fmt: skip
    assert "translation" in codes(ipp)


@pytest.mark.parametrize(
    ("held", "asked", "code"),
    [
        (right(valid_until=TODAY + timedelta(days=30)), {}, "ends_soon"),
        (right(valid_until=None), {}, "end_unknown"),
        (right(classes=[]), {}, "class_unknown"),
        (right(), {"goods": ("what nobody knows",)}, "class_unknown"),
        (right(jurisdiction="FR"), {"marketplace": "aliexpress"}, "translation"),
        (WORK, {"ground": "copied"}, "copyright_statement"),
        (right(), {"marketplace": "amazon"}, "enrolment"),
        (right(kind="design", classes=[]), {"marketplace": "jd", "ground": "patent"}, "patent_report"),
        (right(), {"marketplace": "dhgate"}, "not_said"),
        (right(), {"marketplace": "alibaba_1688"}, "doubtful"),
        (right(), {"marketplace": "aliexpress", "day": GUIDE}, "former_portal"),
    ],
)
def test_what_is_to_be_checked_leaves_a_route_open(held: HeldRight, asked: dict[str, Any], code: str) -> None:
    route = next(route for name, route in routes(held, **asked).items() if name != "dsa")
    assert route.state == "check"
    assert code in codes(route) <= {*CHECKS}


def test_the_end_on_the_day_itself_counts() -> None:
    assert routes(right(valid_until=TODAY))["ipp"].state == "check"


def test_madrid_with_its_certificate_opens_the_chinese_sites() -> None:
    assert routes(right("document", "extension", jurisdiction="Madrid"))["ipp"].state == "open"
    dsa = routes(right("document", "extension", jurisdiction="WO"), marketplace="aliexpress")["dsa"]
    assert closing(dsa) == {"madrid_part"}, "which part of it holds in the EU is not told"


def test_a_european_mark_goes_to_aliexpress_and_by_eu_law() -> None:
    found = routes(right(jurisdiction="EU"), marketplace="aliexpress")
    assert (found["ipp"].state, found["dsa"].state) == ("open", "check")
    assert codes(found["dsa"]) == {"doubtful"}, "only what was inferred"
    for place in ("amazon", "ebay"):
        assert "serves_eu" not in codes(routes(right(jurisdiction="EU"), marketplace=place)["dsa"])
    assert codes(routes(right(jurisdiction="EU"))["dsa"]) == {"doubtful", "serves_eu"}, "whether Taobao serves the EU"
    assert closing(routes(right(jurisdiction="EU"))["ipp"]) == {"wrong_jurisdiction"}
    assert closing(routes(right(), marketplace="aliexpress")["dsa"]) == {"wrong_jurisdiction"}


def test_a_notice_by_eu_law_needs_an_address_and_no_documents() -> None:
    nobody = Filer(Owner(name="Nordwerk GmbH", kind="firm"))
    assert closing(routes(right("translation", jurisdiction="EU"), filer=nobody)["dsa"]) == {"no_email"}


def test_copied_pictures_go_by_copyright_of_any_country() -> None:
    work = HeldRight("nordwerk", WORK.right.model_copy(update={"jurisdiction": "FR"}), frozenset())
    found = routes_of(Wanted("taobao", "nordwerk", "copied"), [right(), work], WHOLE, TODAY)
    assert not any(gap.code == "translation" for route in found for gap in route.gaps), "it has no certificate"
    assert [(route.platform, route.state) for route in found if route.right is work] == [
        ("ipp", "check"), ("dsa", "check"),
    ]  # fmt: skip
    assert {code for route in found if route.right is not work for code in closing(route)} >= {"wrong_kind"}
    assert [route.state for route in found] == sorted(
        (route.state for route in found), key=["open", "check", "closed"].index
    )


def test_the_rules_of_the_guide_and_of_today() -> None:
    """In 2016 1688 took registrations of any country; the DSA did not exist."""
    foreign = right(jurisdiction="DE")
    then, now = (routes(foreign, marketplace="alibaba_1688", day=day)["ipp"] for day in (GUIDE, TODAY))
    assert (then.state, closing(now)) == ("check", {"wrong_jurisdiction"})
    assert closing(routes(foreign, day=GUIDE)["dsa"]) == {"no_rules"}
    assert closing(routes(foreign, day=GUIDE)["ipp"]) == {"wrong_jurisdiction"}, "Taobao took Chinese ones then too"


_RIGHTS = st.builds(
    right,
    kind=st.sampled_from(["trade mark", "copyright", "invention patent", "utility model", "design"]),
    jurisdiction=st.sampled_from(["CN", "China", "DE", "EU", "WO", "US", "Atlantis"]),
    status=st.sampled_from(["registered", "application"]),
    registered_on=st.none(),
    valid_until=st.none() | st.dates(date(2010, 1, 1), date(2040, 1, 1)),
    classes=st.sampled_from([[], [7], [25], [7, 25]]),
)
_PLACES, _GROUNDS = st.sampled_from(sorted(MARKETPLACES)), st.sampled_from([*Ground, None])
_DAYS = st.dates(date(2014, 1, 1), date(2035, 1, 1))


@given(_RIGHTS, _PLACES, _GROUNDS, _DAYS)
def test_an_expired_right_and_a_receipt_never_open_a_route(
    held: HeldRight, place: str, ground: str | None, day: date
) -> None:
    end = held.right.valid_until
    useless = held.right.status == "application" or (end is not None and end < day)
    for route in routes_of(Wanted(place, "nordwerk", ground, GOODS), [held], WHOLE, day):
        assert route.state == "closed" or not useless
        assert all(rule.holds(place, day) for rule in route.rules)
        for gap in route.gaps:
            assert "{" not in "".join([*gap_words(gap.code, gap.facts), *gap_words(gap.code, gap.facts, "zh")])


def test_every_code_and_rule_has_words_in_every_language() -> None:
    for words in (en_gap, zh_gap):
        assert set(words.GAP_SENTENCES) == set(words.GAP_STEPS) == set(GapCode)
        assert set(words.ROUTE_STATES) == {"open", "check", "closed"}
        assert set(words.RIGHT_KIND_NAMES) == {kind for kinds in KINDS_OF_GROUND.values() for kind in kinds}
        assert list(words.RULE_NAMES) == list(en_gap.RULE_NAMES)
    for sentences, others in ((en_gap.GAP_SENTENCES, zh_gap.GAP_SENTENCES), (en_gap.GAP_STEPS, zh_gap.GAP_STEPS)):
        for code, sentence in sentences.items():
            assert re.findall(r"{\w*}", sentence) == re.findall(r"{\w*}", others[code]), code
    for platform in platforms().values():
        for rule in platform.rule:
            assert rule_name(rule.key) != rule.key, rule.key
    assert rule_name("reason.Test buy") == "proof for a reason: Test buy"


def test_names_and_lists_in_a_sentence() -> None:
    facts = {"kind": "design", "kinds": ["trade mark"]}
    assert gap_words("wrong_kind", facts)[0] == (
        "This ground is not filed by this kind of right (design), but by: trade mark."
    )
    assert gap_words("wrong_kind", facts, "zh")[0] == "该理由不能以此类权利（外观设计）投诉，应使用：商标。"
