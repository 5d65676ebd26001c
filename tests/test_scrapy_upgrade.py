"""What we use of Scrapy and scrapy-playwright that their documents don't promise: an upgrade that drops it fails here.

Each line names the part and who needs it. What is no longer used is taken out of the table.
"""

import asyncio
from types import ModuleType

import pytest
from scrapy.commands import BaseRunSpiderCommand, parse, shell
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler, _ScrapyAgent
from scrapy.core.engine import ExecutionEngine
from scrapy.crawler import AsyncCrawlerRunner
from scrapy.downloadermiddlewares import cookies
from scrapy.resolver import CachingHostnameResolver, dnscache
from scrapy.spiderloader import SpiderLoader
from scrapy.utils.test import get_crawler
from scrapy_playwright.handler import Config, ScrapyPlaywrightDownloadHandler
from scrapy_playwright.provider import PlaywrightBrowserProvider

_CLASSES: list[tuple[type | ModuleType, str, str]] = [
    (ExecutionEngine, "download_async", "monitor.fetch.robots"),
    (cookies, "_split_domain", "monitor.fetch.site"),
    (SpiderLoader, "find_by_request", "monitor.crawling.registry"),
    (shell.Command, "update_vars", "monitor.runs.commands.shell"),
    (parse.Command, "print_items", "monitor.runs.commands.parse"),
    (HTTP11DownloadHandler, "download_request", "monitor.fetch.handler"),
    (HTTP11DownloadHandler, "close", "monitor.fetch.handler"),
    (_ScrapyAgent, "_cb_latency", "monitor.fetch.connection"),
    (type(dnscache), "get", "monitor.fetch.public_address"),
    (CachingHostnameResolver, "resolveHostName", "monitor.fetch.public_address"),
    (ExecutionEngine, "crawl", "monitor.crawling.scheduler"),
    (ExecutionEngine, "close_spider_async", "monitor.crawling.failed_items"),
    (BaseRunSpiderCommand, "_create_crawler", "monitor.runs.commands.crawl"),
    (ScrapyPlaywrightDownloadHandler, "download_request", "monitor.fetch.browser"),
    (ScrapyPlaywrightDownloadHandler, "close", "monitor.fetch.browser"),
    (PlaywrightBrowserProvider, "start", "monitor.fetch.browser"),
]


@pytest.mark.parametrize(("owner", "name", "user"), _CLASSES, ids=lambda value: getattr(value, "__name__", str(value)))
def test_methods_are_there(owner: type | ModuleType, name: str, user: str) -> None:
    assert callable(getattr(owner, name, None)), f"{owner.__name__} has no {name}: {user} needs it"


def test_attributes_are_there() -> None:
    crawler = get_crawler(settings_dict={"ROBOTSTXT_OBEY": True, "DOWNLOAD_HANDLERS_BASE": {}})

    async def parts() -> list[tuple[object, str, str]]:
        return [
            (parse.Command(), "items", "monitor.runs.commands.parse"),
            (AsyncCrawlerRunner(), "bootstrap_failed", "monitor.runs.commands.crawl"),
            (Config.from_settings(crawler.settings), "launch_options", "monitor.fetch.browser"),
        ]

    for owner, name, user in asyncio.run(parts()):
        assert hasattr(owner, name), f"scrapy's {type(owner).__name__} has no {name}: {user} needs it"
