"""Where the data of a page of results tells how many results there are, and which page of them this is."""

from dataclasses import dataclass
from typing import Any

from monitor.pages.extract import int_at, number_at, text_at
from monitor.pages.limits import MAX_PAGE_NUMBER
from monitor.pages.values import count_of


@dataclass(frozen=True, slots=True)
class Paging:
    """Paths in a page's data (`Page.data`), as `get_path` follows them; None: the site's data does not tell it."""

    items: str
    """The list of the results."""
    total: str | None = None
    """The number of results that the site claims."""
    page: str | None = None
    """The number of this page, from 1; None: its address tells it."""
    pages: str | None = None
    """The number of pages."""
    size: str | None = None
    """Results a page: with the total, it tells whether there are more."""
    rule: str | None = None
    """The address of any page, with `{0}` in the place of its number."""

    def total_in(self, data: Any) -> int | None:
        """The number of results that the site claims."""
        return count_of(number_at(data, self.total)) if self.total else None

    def next_page(self, data: Any, address_number: int) -> str | bool | None:
        """The address of the next page, or only whether there is one; None when the data do not tell.

        `address_number`: the page's number as its own address tells it.
        """
        number = _page_number(data, self.page) if self.page else address_number
        pages = _page_number(data, self.pages) if self.pages else None
        size = _page_number(data, self.size) if self.size else None
        total = self.total_in(data)
        if number is None:
            return None
        if pages is not None:
            more = number < pages
        elif size is not None and total is not None:
            more = number * size < total
        else:
            return None
        rule = text_at(data, self.rule) if self.rule else None
        return rule.replace("{0}", str(number + 1), 1) if more and rule else more


def _page_number(data: Any, path: str) -> int | None:
    number = int_at(data, path)
    return number if number is not None and 0 <= number < MAX_PAGE_NUMBER else None
