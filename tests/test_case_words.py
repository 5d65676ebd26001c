"""Cases are said in each language: the same codes, with the same facts."""

import re
from collections.abc import Mapping

import pytest

from monitor.casework.procedure import CaseState
from monitor.words import en_answers, en_cases, en_notice, en_steps, zh_answers, zh_cases, zh_notice, zh_steps

_TABLES = [
    (getattr(en, name), getattr(zh, name))
    for en, zh in ((en_answers, zh_answers), (en_cases, zh_cases), (en_notice, zh_notice), (en_steps, zh_steps))
    for name in vars(en)
    if name.isupper() and isinstance(getattr(en, name), Mapping)
]


@pytest.mark.parametrize(("english", "chinese"), _TABLES)
def test_each_code_has_words_with_its_facts(english: Mapping[str, str], chinese: Mapping[str, str]) -> None:
    assert english.keys() == chinese.keys()
    for code, sentence in english.items():
        facts = set(re.findall(r"{(\w+)}", sentence))
        assert set(re.findall(r"{(\w+)}", chinese[code])) == facts, code


def test_each_state_has_a_name() -> None:
    assert set(en_cases.CASE_STATES) == set(CaseState)
