"""`monitor run`, `monitor resume`, `monitor import`: the main job."""

import os
import signal
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from monitor.cli.output import out_json, say
from monitor.cli.progress import RunProgress
from monitor.cli.summary import show_pages, show_summary
from monitor.config import StoreSettings, load_settings
from monitor.errors import InputError
from monitor.evidence.room import check_room, room_warning
from monitor.indicators.codes import check_points
from monitor.marketplaces import PLACES
from monitor.plan import Plan
from monitor.runs.case_looks import wish_due_looks
from monitor.runs.environment import run_environment
from monitor.runs.evidence_after_run import evidence_after_run
from monitor.runs.import_pages import collect, import_plan
from monitor.runs.learned_words import with_learned_words
from monitor.runs.make_plan import make_plan, parse_origins
from monitor.runs.reference_pictures import keep_reference_pictures
from monitor.runs.relisted import note_relistings
from monitor.runs.retention import remove_old
from monitor.runs.summary import RunSummary, summarise
from monitor.runs.supervisor import CrawlSupervisor
from monitor.store.address import StoreAddress
from monitor.store.lock import store_lock
from monitor.store.read.runs import last_run, load_plan
from monitor.store.store import Store, create_store
from monitor.store.write.runs import begin_run, note_environment, reopen_run
from monitor.watchlist import load_watchlist

StoreFolder = Annotated[
    Path | None, typer.Option("--store", help="The store's folder.", show_default="MONITOR_STORE or ./monitor-data")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON on stdout.")]


def run(
    watchlist: Annotated[Path, typer.Argument(help="The watchlist: a file, or a folder of such files.")] = Path(
        "watchlist.toml"
    ),
    marketplace: Annotated[list[str] | None, typer.Option(help="Only this marketplace (may be repeated).")] = None,
    brand: Annotated[str | None, typer.Option(help="Search for this brand only (its id).")] = None,
    max_pages: Annotated[int | None, typer.Option(help="Pages per search.", show_default="5")] = None,
    replay: Annotated[
        Path | None, typer.Option(help="Answer from saved pages (folder or WARC); no request leaves the machine.")
    ] = None,
    origin: Annotated[
        list[str] | None, typer.Option(help="MARKETPLACE=URL: ask a stand-in server (may be repeated).")
    ] = None,
    parallel: Annotated[int | None, typer.Option(help="Marketplaces at once.", min=1, max=4)] = None,
    store: StoreFolder = None,
    as_json: AsJson = False,
) -> None:
    """Search the marketplaces, read, judge and keep what names your brands.

    Example: monitor run watchlist.toml --marketplace taobao --marketplace aliexpress --max-pages 2
    """
    root = store_folder(store, replay=replay is not None)
    settings = load_settings(root)
    if parallel is not None:
        settings = settings.model_copy(update={"parallel": parallel})
    plan = make_plan(
        watchlist,
        marketplace or [],
        settings=settings,
        max_pages=max_pages,
        brand=brand,
        replay=str(replay) if replay is not None else None,
        origins=parse_origins(origin or [], PLACES),
    )
    with store_lock(root) as lock:
        check_room(root, settings.evidence.disk_limit_gb)
        opened = create_store(root)
        remove_old(opened, settings.evidence)
        _keep_reference_pictures(opened, plan, watchlist)
        plan = with_learned_words(plan, opened)
        summary = _supervise(opened, begin_run(opened, plan), plan, settings, lock)
        _finish(summary, root, settings, as_json=as_json)


def resume(store: StoreFolder = None, as_json: AsJson = False) -> None:
    """Go on with the last run, when it was stopped or killed: pages that are done are not asked for again.

    Example: monitor resume --store monitor-data
    """
    root = store_folder(store)
    if not StoreAddress(root).exists():
        raise InputError(f"{root}: no store here; name one with --store, or start with `monitor run`")
    settings = load_settings(root)
    with store_lock(root) as lock:
        check_room(root, settings.evidence.disk_limit_gb)
        opened = create_store(root)
        with opened.read() as connection:
            last = last_run(connection)
        if last is None:
            raise InputError(f"{root}: no run in this store yet; `monitor run` starts one")
        run_id, state = last
        if state == "done":
            say(f"{root}: the last run is done, nothing to resume; `monitor run` starts another")
            return
        reopen_run(opened, run_id)
        summary = _supervise(opened, run_id, load_plan(opened, run_id), settings, lock)
        _finish(summary, root, settings, as_json=as_json)


def import_pages(
    paths: Annotated[
        list[Path] | None, typer.Argument(metavar="PATH…", help="Saved pages: files, folders, WARC files.")
    ] = None,
    watchlist: Annotated[Path | None, typer.Option(help="The watchlist.", show_default="./watchlist.toml")] = None,
    url: Annotated[
        str | None, typer.Option(help="The address of the page, when the file does not tell it (one file).")
    ] = None,
    urls: Annotated[
        Path | None, typer.Option(help="A table (CSV) of files and their addresses: file,url and, if known, saved.")
    ] = None,
    by: Annotated[str | None, typer.Option(help="Who saved the pages: kept beside them.")] = None,
    store: StoreFolder = None,
    as_json: AsJson = False,
) -> None:
    """Read pages that a person saved in the browser: where a site wants a login, this is the way in.

    Example: monitor import saved-pages/ --watchlist watchlist.toml --by "A. Weber"
    """
    paths = paths or []
    if not paths and urls is None:
        raise InputError("expected saved pages: files or folders, or a table of them (--urls)")
    root = store_folder(store)
    settings = load_settings(root)
    watchlist = _import_watchlist(paths, watchlist)
    brands = load_watchlist(watchlist)
    check_points(brands)
    handed_in = collect(paths, url, urls)
    for passed_over in handed_in.passed_over:
        say(f"passed over: {passed_over.line()}")
    for line in handed_in.doubtful:
        say(f"doubtful: {line}")
    if not handed_in.files:
        raise InputError(
            "no page to import: expected pages saved with the save button (`monitor save-button`), HTML files that "
            "tell their address or stand in a table (--urls), MHTML, HAR or WARC files"
        )
    plan = import_plan(handed_in, brands, by)
    with store_lock(root) as lock:
        check_room(root, settings.evidence.disk_limit_gb)
        opened = create_store(root)
        remove_old(opened, settings.evidence)
        _keep_reference_pictures(opened, plan, watchlist)
        plan = with_learned_words(plan, opened)
        summary = _supervise(opened, begin_run(opened, plan), plan, settings, lock)
        summary = replace(summary, handed_in=handed_in)
        if not as_json:
            show_pages(opened, summary)
        _finish(summary, root, settings, as_json=as_json)


def store_folder(given: Path | None, *, replay: bool = False) -> Path:
    """The store to work on. Replayed pages get a folder of their own unless one is named."""
    if given is not None:
        return given
    return Path("monitor-replay") if replay else Path(os.environ.get("MONITOR_STORE") or "monitor-data")


def _import_watchlist(paths: list[Path], given: Path | None) -> Path:
    if given is not None:
        return given
    beside = [path / "watchlist.toml" for path in paths if path.is_dir()]
    return next((file for file in [Path("watchlist.toml"), *beside] if file.is_file()), Path("watchlist.toml"))


def _keep_reference_pictures(store: Store, plan: Plan, watchlist: Path) -> None:
    """Those that the watchlist names; a run goes on without what is missing."""
    for line in keep_reference_pictures(store, plan.watchlist, watchlist):
        say(f"{watchlist}: {line}")


def _supervise(store: Store, run_id: int, plan: Plan, settings: StoreSettings, lock: int) -> RunSummary:
    note_environment(store, run_id, run_environment(store.root))
    wish_due_looks(store, datetime.now(UTC))
    # a service manager's stop is a person's Ctrl-C
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with RunProgress(store, run_id, plan, settings) as progress:
        supervisor = CrawlSupervisor(store, run_id, plan, settings, lock, progress.tick)
        state = supervisor.supervise()
    failed = [f"{name}: {line}" for name, line in supervisor.failed.items()]
    summary = summarise(store, run_id, plan, state, failed, supervisor.held)
    if state == "stopped":  # whoever stopped it does not want to wait
        return summary
    relisted = note_relistings(store, datetime.now(UTC))
    return replace(summary, evidence=evidence_after_run(store, settings), relisted=relisted)


def _finish(summary: RunSummary, root: Path, settings: StoreSettings, *, as_json: bool) -> None:
    if as_json:
        out_json(summary.record())
    else:
        show_summary(summary, root)
    if warning := room_warning(root, settings.evidence.disk_limit_gb):
        say(f"{root}: {warning}")
    raise typer.Exit(summary.exit_code)
