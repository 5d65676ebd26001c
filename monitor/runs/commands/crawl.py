"""`scrapy crawl MARKETPLACE`: one marketplace's crawler, by itself or as a part of `monitor run`."""

import argparse
import logging
import os
import sys
import threading
from pathlib import Path
from typing import Any

from scrapy.commands import BaseRunSpiderCommand
from scrapy.exceptions import UsageError
from scrapy.statscollectors import StatsCollector

from monitor.config import default_store, load_settings
from monitor.errors import InputError, MonitorError, expected
from monitor.judging import rejudge
from monitor.marketplaces import PLACES, check_marketplace
from monitor.plan import Plan
from monitor.runs.environment import run_environment
from monitor.runs.learned_words import with_learned_words
from monitor.runs.make_plan import make_plan, parse_origins
from monitor.runs.reference_pictures import keep_reference_pictures
from monitor.settings import user_agent
from monitor.store.lock import store_lock
from monitor.store.read.runs import load_plan
from monitor.store.store import create_store, open_store
from monitor.store.write.runs import begin_run, end_run, note_environment
from monitor.text.terminal_safe import terminal_safe

logger = logging.getLogger(__name__)

_ARGUMENTS = ("watchlist", "store", "brand", "keyword", "max_pages", "origin", "replay", "run", "late")
PARENT_PIPE = "MONITOR_PARENT_PIPE"
"""Environment variable with the descriptor whose end of file says that the parent is gone."""


class Command(BaseRunSpiderCommand):
    """Runs the spider; exit codes as everywhere: 0 done, 1 needs a person, 2 wrong input, 3 failed."""

    requires_project = True
    _held = False
    """The site is not to be asked now, and work is left."""

    def syntax(self) -> str:
        """How it is called."""
        return "[options] <marketplace>"

    def short_desc(self) -> str:
        """One line for the list of commands."""
        return "Monitor one marketplace: -a watchlist=FILE [-a brand=] [-a keyword=] [-a max_pages=N] [-a store=DIR]"

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Check the arguments, then crawl."""
        if len(args) != 1:
            raise UsageError("expected one marketplace, such as: scrapy crawl taobao -a watchlist=watchlist.toml")
        # a log that can't be written (full disk) must not drown the message that says so
        logging.raiseExceptions = False
        try:
            self.exitcode = self._run(args[0], opts.spargs)
        except MonitorError as error:
            for line in str(error).splitlines():
                _say(line)
            self.exitcode = error.exit_code
        except Exception as error:
            # Python's own exit code for this is 1, which here means "done"
            logger.exception("the crawler failed")
            _say(f"the crawler failed: {type(error).__name__}: {' '.join(str(error).split())}")
            self.exitcode = 3

    def _run(self, marketplace: str, given: dict[str, str]) -> int:
        _check_arguments(marketplace, given)
        origins = parse_origins([f"{marketplace}={given['origin']}"], [marketplace]) if "origin" in given else {}
        root = Path(given.get("store") or ("monitor-replay" if "replay" in given else default_store()))
        if "run" in given:
            _die_with_parent()
            return self._crawl(marketplace, root, int(given["run"]), late="late" in given)
        watchlist = Path(given.get("watchlist", "watchlist.toml"))
        plan = make_plan(
            watchlist,
            [marketplace],
            settings=load_settings(root),
            max_pages=given.get("max_pages"),
            brand=given.get("brand"),
            keyword=given.get("keyword"),
            replay=given.get("replay"),
            origins=origins,
        )
        with store_lock(root):
            store = create_store(root)
            for line in keep_reference_pictures(store, plan.watchlist, watchlist):
                _say(f"{watchlist}: {line}")
            run_id = begin_run(store, with_learned_words(plan, store))
            note_environment(store, run_id, run_environment(root))
            code = self._crawl(marketplace, root, run_id, late=True)
            rejudge(store, plan.watchlist)
            end_run(store, run_id, "failed" if code > 1 else "held" if self._held else "done")
            store.close()
        return code

    def _crawl(self, marketplace: str, root: Path, run_id: int, *, late: bool) -> int:
        store = open_store(root)
        plan = load_plan(store, run_id)
        store.close()
        self._configure(marketplace, root, plan, late=late)
        assert self.crawler_process is not None
        crawler = self._create_crawler(marketplace)
        self.crawler_process.crawl(crawler, store=str(root), run=str(run_id))
        self.crawler_process.start()
        if self.crawler_process.bootstrap_failed or crawler.stats is None:
            return 3
        self._held = crawler.stats.get_value("monitor/held") is not None
        for stat in ("why_stopped", "held"):
            if why := crawler.stats.get_value(f"monitor/{stat}"):
                _say(why)
        return exit_code(crawler.stats)

    def _configure(self, marketplace: str, root: Path, plan: Plan, *, late: bool) -> None:
        """What the plan and the store's settings decide; `-s NAME=VALUE` on the command line wins."""
        assert self.settings is not None
        store_settings = load_settings(root)
        site = store_settings.of(marketplace)
        chosen: dict[str, Any] = {
            "ROBOTSTXT_OBEY": site.robots_override is None,
            "MONITOR_ROBOTS_OVERRIDE": site.robots_override,
            "MONITOR_DETAIL_PAGES": site.detail_pages,
            "MONITOR_LATE": late,
        }
        if contact := store_settings.contact:
            chosen["USER_AGENT"] = user_agent(contact)
        if plan.method != "crawl":
            handlers = dict.fromkeys(("http", "https"), "monitor.saved.handler.SavedPagesHandler")
            chosen |= {
                "DOWNLOAD_HANDLERS": {**self.settings["DOWNLOAD_HANDLERS"], **handlers},
                "MONITOR_FROM_FILES": True,
                "ROBOTSTXT_OBEY": False,
                "CONCURRENT_REQUESTS": 8,
                "CONCURRENT_REQUESTS_PER_DOMAIN": 8,
            }
            if plan.method == "hand-saved":  # the page is what was handed in, wherever it would lead
                chosen |= {"REDIRECT_ENABLED": False, "METAREFRESH_ENABLED": False}
        elif origin := plan.origins.get(marketplace):
            chosen["MONITOR_ORIGIN"] = origin
        self.settings.setdict(chosen, priority="project")


def _say(line: str) -> None:
    """Tell the person at the terminal, or `monitor run`, one line; words of a page in it can't steer the terminal."""
    sys.stderr.write(f"scrapy crawl: {terminal_safe(line)}\n")


def exit_code(stats: StatsCollector) -> int:
    """0 done; 1 a person is needed (blocked, unreadable, failed, or nothing was saved); 3 stopped early."""

    def count(name: str) -> int:
        return int(stats.get_value(f"monitor/{name}", 0))

    if count("store_failed") or stats.get_value("finish_reason") not in ("finished", "held"):
        return 3
    waiting = count("blocked") - count("not_saved") + count("unreadable") + count("failed")
    nothing = count("not_saved") and not (count("listings") or count("empty"))
    return 1 if waiting or nothing or stats.get_value("monitor/held") else 0


def _check_arguments(marketplace: str, given: dict[str, str]) -> None:
    check_marketplace(marketplace, PLACES)
    for name in given:
        if name not in _ARGUMENTS:
            raise InputError(f"-a {name}: unknown argument; {expected(name, _ARGUMENTS)}")


def _die_with_parent() -> None:
    """End at once when `monitor run` is gone: every page is one transaction, so dying at any moment is safe."""
    if not (pipe := os.environ.get(PARENT_PIPE)):
        return

    def watch() -> None:
        while os.read(int(pipe), 1):
            pass
        os._exit(3)

    threading.Thread(target=watch, daemon=True, name="parent-watch").start()
