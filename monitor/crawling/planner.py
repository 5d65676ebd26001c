"""Which pages to ask for next: worked out from the store, so that a resumed run leaves out what is done."""

from dataclasses import dataclass, field

from monitor.crawling.context import CrawlContext
from monitor.crawling.spider import MarketplaceSpider
from monitor.crawling.target import Target
from monitor.indicators.judge import OWN_PAGE_GIVES
from monitor.keywords import Keyword, keywords_for
from monitor.marketplaces import MARKETPLACES, SEARCH_ENGINES, WEB
from monitor.plan import Plan
from monitor.store.read.candidates import detail_candidates
from monitor.store.read.crawl import (
    failed_once,
    known_before,
    read_since,
    searched_pages,
    shop_candidates,
    visited_targets,
    was_visited,
    week_ago,
)
from monitor.store.store import Connection
from monitor.text.web_address import web_address

SHOP_PAGES = 3
"""Most shop pages in a run of one marketplace."""
BACKLOG = 2
"""Listing pages read even when nothing has changed: of listings never looked at, or not for a week."""


@dataclass
class Planner:
    """The plan of one marketplace's crawler. `late`: the searches of all marketplaces of the run have ended."""

    context: CrawlContext
    spider: type[MarketplaceSpider]
    detail_pages: int
    """Most listing pages in the run."""
    domain: str | None = None
    """The national domain to search; None: the site's usual one."""
    late: bool = False
    _asked: set[str] = field(default_factory=set)
    """Targets handed out by this process."""
    _asked_again: set[str] = field(default_factory=set)
    """Of these, the ones that failed and were handed out once more."""
    _open: dict[str, tuple[Keyword, int]] = field(default_factory=dict)
    """Searches that may go on: keyword and the last page asked for."""

    def __post_init__(self) -> None:
        reachable_from_results = self.spider.name not in self.context.plan.marketplaces
        keywords = [] if reachable_from_results else searches(self.context.plan, self.spider)
        self._open = {keyword.text: (keyword, 0) for keyword in keywords}

    def next_targets(self) -> list[Target]:
        """The next pages: searches first, page by page; then listing pages, shops, and what failed once.

        Empty when nothing is left.
        """
        with self.context.store.read() as connection:
            if self.context.plan.method == "hand-saved":
                targets = self._handed_in(connection)
            else:
                targets = self._searches(connection) or self._listing_pages(connection) or self._shop_pages(connection)
            targets = targets or self._failed_once(connection)
        self._asked |= {target.key for target in targets}
        return targets

    def following(self, keyword: str) -> list[Target]:
        """The next page of one search, as soon as its last one is stored; at most one."""
        with self.context.store.read() as connection:
            targets = self._search(connection, keyword)
        self._asked |= {target.key for target in targets}
        return targets

    def _searches(self, connection: Connection) -> list[Target]:
        return [target for keyword in list(self._open) for target in self._search(connection, keyword)]

    def _search(self, connection: Connection, text: str) -> list[Target]:
        if text not in self._open:
            return []
        keyword, asked = self._open[text]
        number = self._next_page(connection, text, asked)
        if number is None:
            del self._open[text]
            return []
        self._open[text] = keyword, number
        url = self.spider.search_address(text, number, self.domain)
        return [Target(search_key(text, number), "search", url, text, keyword.brand, number)]

    def _next_page(self, connection: Connection, text: str, asked: int) -> int | None:
        """The page to ask for after what the store holds of this search; None when it has ended."""
        while True:
            if asked and not self._goes_on(connection, text, asked):
                return None
            if asked >= self.context.plan.max_pages:
                return None
            asked += 1
            key = search_key(text, asked)
            if search_key(text, asked - 1) in self._asked:
                return asked  # this process asked for the page before: no other can have read on from it
            if not was_visited(connection, self.context.run_id, self.spider.name, key):
                return None if key in self._asked else asked

    def _goes_on(self, connection: Connection, text: str, number: int) -> bool:
        """Whether another page follows a stored one: some sites repeat their first or last page without end."""
        keys = [search_key(text, n) for n in {1, number - 1, number} if n]
        pages = searched_pages(connection, self.context.run_id, self.spider.name, keys)
        page = pages.pop(number, None)
        if page is None or page.outcome != "listings" or page.next_page is False:
            return False
        if any(set(page.listing_keys) <= set(before.listing_keys) for before in pages.values()):
            return False
        # nothing new on it, and what comes after it was read before
        following = search_key(text, number + 1)
        return not known_before(connection, self.context.run_id, self.spider.name, page.listing_keys, following)

    def _listing_pages(self, connection: Connection) -> list[Target]:
        read = visited_targets(connection, self.context.run_id, self.spider.name, "listing")
        asked = len(read | {key for key in self._asked if key.startswith("listing:")})
        left = self.detail_pages - asked
        if left <= 0:
            return []
        rows = detail_candidates(
            connection,
            self.context.run_id,
            self.spider.name,
            most=left + len(self._asked),
            late=self.late,
            own_page_gives=OWN_PAGE_GIVES,
        )
        candidates = []
        for row in rows:
            url = self.spider.listing_address(row.listing_id, row.url)
            key = f"listing:{row.listing_id}"
            if url and key not in self._asked and self.spider.listing_page is not None and self.spider.may_fetch(url):
                candidates.append((Target(key, "listing", url, capture=bool(row.capture)), row.later))
        changed = [target for target, later in candidates if not later]
        backlog = [target for target, later in candidates if later]
        return [*changed, *backlog[: max(BACKLOG - asked - len(changed), 0)]][:left]

    def _shop_pages(self, connection: Connection) -> list[Target]:
        """The shops of vendors with high findings: what else of the brand they have."""
        if self.spider.shop_page is None or self.spider.name not in self.context.plan.marketplaces:
            return []
        read = visited_targets(connection, self.context.run_id, self.spider.name, "shop")
        read |= {key for key in self._asked if key.startswith("shop:")}
        shops = {}
        for url in shop_candidates(connection, self.context.run_id, self.spider.name, late=self.late):
            if self.spider.page_for(url) is self.spider.shop_page:
                number = self.spider.shop_page.id_of(url)
                address = self.spider.shop_url.format(id=number) if number and self.spider.shop_url else url
                shops[f"shop:{number or url}"] = Target(f"shop:{number or url}", "shop", address)
        recent = read_since(connection, self.spider.name, "shop", week_ago())
        new = [target for key, target in shops.items() if key not in read | recent]
        return new[: max(SHOP_PAGES - len(read), 0)]

    def _failed_once(self, connection: Connection) -> list[Target]:
        """Pages on which the program failed: once more, for what fails by chance; a second failure needs a person."""
        targets = []
        for row in failed_once(connection, self.context.run_id, self.spider.name):
            if row.target in self._asked_again:
                continue
            targets.append(Target(row.target, row.page, row.url, row.keyword, row.brand, row.page_number))
            if row.keyword is not None and row.page_number is not None:
                # its search goes on from here when the page can be read now
                self._open[row.keyword] = Keyword(row.keyword, row.brand or "", "given"), row.page_number
        self._asked_again |= {target.key for target in targets}
        return targets

    def _handed_in(self, connection: Connection) -> list[Target]:
        done = visited_targets(connection, self.context.run_id, self.spider.name) | self._asked
        targets = {}
        for file in self.context.plan.saved:
            key = f"saved:{file.sha256}"
            url = web_address(file.url)  # older plans may have one without its scheme
            if url and file.marketplace == self.spider.name and key not in done and self.spider.page_for(url):
                targets[key] = self.spider.target_of(url, key)
        return list(targets.values())


def reachable_from_results(plan: Plan) -> list[str]:
    """Where the results of the plan's search engines may lead, beside the marketplaces that are searched.

    Stand-ins and live sites never mix: among stand-ins only where there is one.
    """
    if SEARCH_ENGINES.isdisjoint(plan.marketplaces):
        return []
    not_searched = [name for name in (*MARKETPLACES, WEB) if name not in plan.marketplaces]
    return [name for name in not_searched if not plan.origins or name in plan.origins]


def searches(plan: Plan, spider: type[MarketplaceSpider]) -> list[Keyword]:
    """The searches of a plan on one marketplace, without repetitions."""
    if plan.keyword is not None:
        return [Keyword(plan.keyword, plan.brands[0].id, "given")]
    keywords = [keyword for brand in plan.brands for keyword in keywords_for(brand, spider.languages)]
    first: dict[str, Keyword] = {}
    for keyword in keywords:
        first.setdefault(keyword.text, keyword)
    return list(first.values())


def search_key(text: str, number: int) -> str:
    """The target key of one page of a search."""
    return f"search:{text}:{number}"
