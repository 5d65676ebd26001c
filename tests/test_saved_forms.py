"""What browsers save: pages of ten sites, saved in each form by real Chromium, are read as they were served."""

from pathlib import Path

import pytest

from bench.saved_forms import FORMS, Case, cases, measure, table
from monitor.fetch.chromium import find_browser
from monitor.marketplaces import MARKETPLACES
from tests.commands import REAL_PAGE_FOLDERS, ROOT

playwright = pytest.importorskip("playwright.sync_api", reason="needs Playwright: it comes with scrapy-playwright")

_KEEPS_ALL = ("button", "har", "warc")
"""Forms that must keep whatever the site served."""


def _ten_pages() -> list[Case]:
    """One page with listings of each of ten sites: real ones, where there are any."""
    folders = [folder for folder in REAL_PAGE_FOLDERS if folder.is_dir()] or [ROOT / "fixtures"]
    by_site: dict[str, Case] = {}
    for folder in folders:
        for case in cases(folder):
            if case.site in MARKETPLACES and case.outcomes == ("listings",):
                by_site.setdefault(case.site, case)
    return list(by_site.values())[:10]


@pytest.mark.slow
@pytest.mark.skipif(find_browser(None) is None, reason="no Chromium: apt-get install chromium")
def test_ten_pages_in_each_form() -> None:
    """As many listings as the site served, in every form that is recommended; the others may lose some."""
    chosen = _ten_pages()
    assert len(chosen) == 10
    wrong = {(f"{case.site}/{case.folder.name}", form): fault for case, form, fault in measure(chosen)}
    lost = {
        key: fault for key, fault in wrong.items() if key[1] in _KEEPS_ALL and fault and not wrong[key[0], FORMS[0]]
    }
    assert not lost
    kept = {form: sum(fault is None for (_, of), fault in wrong.items() if of == form) for form in FORMS}
    assert kept["served"] >= 9
    assert min(kept.values()) >= 6, "no form is useless"


def test_the_documents_show_the_table_of_the_bench() -> None:
    lines = Path("docs/saving-pages.md").read_text(encoding="utf-8").splitlines()
    head, rule = list(table({}))[:2]
    assert lines[lines.index(head) + 1] == rule
    rows = [
        line for line in lines[lines.index(head) + 2 :] if line.startswith("|") and line.count("|") == head.count("|")
    ]
    sites = [row.split("|")[1].strip() for row in rows]
    assert sites[:-1] == sorted(sites[:-1])
    assert sites[-1] == "all"
    assert set(sites[:-1]) <= set(MARKETPLACES)
    numbers = [[int(cell) for cell in row.split("|")[2:-1]] for row in rows]
    assert [sum(column) for column in zip(*numbers[:-1], strict=True)] == numbers[-1]
