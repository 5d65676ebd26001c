"""`monitor fixture add`: a saved or kept page as a new test case, to repair or to begin a reader."""

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from monitor.cli.options import DEFAULT_STORE, StoreOption
from monitor.cli.output import out, say
from monitor.errors import InputError
from monitor.evidence.capture import FACTS
from monitor.scaffold.add_fixture import AddedCase, CapturedPage, add_case, page_of_capture, page_of_file, page_of_visit
from monitor.store.store import open_store
from monitor.text.web_address import checked_address

app = typer.Typer(no_args_is_help=True)


@app.callback()
def root() -> None:
    """Test cases of saved pages."""


@app.command()
def add(
    file: Annotated[
        Path | None,
        typer.Argument(help="A saved page: HTML or JSON, as the site sent it; or the folder of a sealed capture."),
    ] = None,
    url: Annotated[str | None, typer.Option(help="The address that the file was saved from.")] = None,
    snapshot: Annotated[str | None, typer.Option(help="Instead of a file: the SHA-256 of a page in the store.")] = None,
    name: Annotated[
        str | None, typer.Option(help="The case's name.", show_default="kind of page, outcome and date")
    ] = None,
    into: Annotated[Path, typer.Option(help="The folder of all cases.")] = Path("fixtures"),
    store: StoreOption = DEFAULT_STORE,
) -> None:
    """Make a test case of a page: the page, what is known of it, and how it is read now, for a person to review.

    Example: monitor fixture add page.html --url "https://s.taobao.com/search?q=nordwerk" --name search_new_layout
    """
    _tell(add_case(_page(file, url, snapshot, store), into, name))


def _page(file: Path | None, url: str | None, snapshot: str | None, store: Path) -> CapturedPage:
    if (file is None) == (snapshot is None):
        raise InputError("expected either a FILE with --url, or --snapshot with a SHA-256")
    if file is not None and (file / FACTS).is_file():
        if url is not None:
            raise InputError(f"--url: the capture {file} knows its own address")
        return page_of_capture(file)
    if file is not None:
        if url is None:
            raise InputError(f"--url: missing; expected the address that {file} was saved from")
        return page_of_file(file, checked_address("--url", url))
    assert snapshot is not None, "one of the two was given"
    if url is not None:
        raise InputError("--url goes with a FILE; of a kept page the store knows the address")
    sha256 = snapshot.lower()
    if len(sha256) != 64 or not set(sha256) <= set("0123456789abcdef"):
        raise InputError(f"--snapshot {snapshot!r}: expected a SHA-256, 64 hexadecimal digits")
    opened = open_store(store)
    return replace(page_of_visit(opened, sha256), body=opened.kept_bytes(sha256))


def _tell(case: AddedCase) -> None:
    reading = case.reading
    why = f" ({reading.reason})" if reading.reason else ""
    out(f"{case.folder}: {case.marketplace} {reading.page}, {reading.outcome}{why}, listings: {len(reading.listings)}")
    say(
        "Next: compare expected.proposed.json with the page by eye, mend it, and rename it to expected.json.\n"
        "Scrub personal data from the page: account names, addresses, session keys.\n"
        "Don't publish a captured page: it is another's. A page that you composed in its structure can stand for it; "
        'its meta.json says so: "origin": "composed".'
    )
