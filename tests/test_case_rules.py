"""Platforms' rules as dated data: each with a source, one at a time, and those of the guide for its own years."""

from datetime import date

import pytest
from pydantic import ValidationError

from monitor.casework.rules import ANY, Platform, platforms, platforms_for
from monitor.marketplaces import MARKETPLACES

_TODAY = date(2026, 11, 29)
_GUIDE = date(2016, 6, 1)


def test_each_rule_says_where_it_was_read() -> None:
    for name, platform in platforms().items():
        for rule in platform.rule:
            assert rule.source.strip(), (name, rule.key)
            assert rule.valid_until is None or rule.valid_from < rule.valid_until, (name, rule.key)
            assert all(only == ANY or platform.serves(only) for only in rule.only), (name, rule.key)
        assert set(platform.marketplaces) <= {ANY, "temu", *MARKETPLACES}, name


def test_a_marketplace_has_its_own_platform_before_the_general_way() -> None:
    assert list(platforms_for("taobao")) == ["ipp", "dsa"]
    assert list(platforms_for("alibaba_1688")) == ["ipp", "dsa"]
    assert list(platforms_for("ebay")) == ["ebay", "dsa"]
    assert list(platforms_for("shopee")) == ["dsa"]


def test_rules_change_with_the_day() -> None:
    ipp = platforms()["ipp"]
    assert ipp.value("jurisdictions", "alibaba_1688", _GUIDE) == [ANY]
    assert ipp.value("jurisdictions", "alibaba_1688", _TODAY) == ["CN"]
    assert ipp.value("standing", "taobao", _GUIDE)["counter_below"] == "0.015"
    assert ipp.value("standing", "taobao", date(2018, 8, 15))["counter_at_most"] == "0.05"
    assert ipp.value("links_per_complaint", "tmall", _TODAY) == 300
    assert ipp.value("points", "taobao", _TODAY) is None, "what no source says is absent"
    assert ipp.find("closed", "aliexpress", date(2018, 12, 14)) is not None
    assert ipp.find("closed", "aliexpress", date(2018, 12, 15)) is None
    assert platforms()["ebay"].value("interface", "ebay", date(2026, 9, 30)) == "/commerce/vero/v2"


def test_two_rules_at_once_are_refused() -> None:
    rule = {"key": "links", "value": 1, "from": "2020-01-01", "source": "a page", "certainty": "certain"}
    head = {"name": "P", "operator": "O", "marketplaces": ["ebay"], "portal": "p", "calendar": "EU"}
    later = {**rule, "value": 2, "from": "2021-01-01"}
    with pytest.raises(ValidationError, match="hold at once"):
        Platform.model_validate({**head, "rule": [rule, later]})
    Platform.model_validate({**head, "rule": [{**rule, "until": "2021-01-01"}, later]})
