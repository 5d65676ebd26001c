"""`monitor evidence bundle`: all evidence of some findings as one zip that a stranger can check."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from monitor.cli.decide import user_of_machine
from monitor.cli.options import DEFAULT_STORE, StoreOption
from monitor.cli.output import out, out_json, say
from monitor.decision import check_reviewer
from monitor.errors import check_text
from monitor.runs.bundling import Bundled, bundle_findings
from monitor.store.store import open_store
from monitor.text.pdf_output import has_chinese_fonts


def bundle(
    findings: Annotated[list[str], typer.Argument(metavar="FINDING…", help="Ids of findings that are sealed.")],
    file: Annotated[Path, typer.Option("--output", "-o", help="The zip to write; never over another file.")] = Path(
        "evidence.zip"
    ),
    session_pages: Annotated[
        bool, typer.Option("--include-session-pages", help="With pages that were fetched with your login.")
    ] = False,
    by: Annotated[str | None, typer.Option(help="Who has it made.", show_default="the user of this machine")] = None,
    store: StoreOption = DEFAULT_STORE,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Write the sealed pages of findings, their proofs and time stamps, and a report, as one zip.

    Example: monitor evidence bundle taobao:710000000107:nordwerk -o case-118.zip
    """
    for finding in findings:
        check_text("finding", finding)
    who = check_reviewer(user_of_machine() if by is None else by)
    bundled = bundle_findings(open_store(store, write=True), findings, file, by=who, session_pages=session_pages)
    if as_json:
        out_json({"file": str(file), **asdict(bundled)})
    else:
        out(f"{file}: {bundled.captures} sealed pages of {bundled.findings} findings")
        out(f"SHA-256 {bundled.sha256}")
    _say_what_lacks(bundled)


def _say_what_lacks(bundled: Bundled) -> None:
    for finding in bundled.supporting_only:
        say(f"{finding}: only pages that show it among others are sealed, none of its own")
    if bundled.session_left_out:
        say(f"left out: {bundled.session_left_out} pages fetched with a login (--include-session-pages)")
    if bundled.unstamped:
        say(f"without a checked time stamp: {bundled.unstamped} sealed pages; `monitor evidence stamp` asks for them")
    if not bundled.has_pdf:
        say("no report.pdf: typst is missing; install it with pip install 'marketplace-monitor[pdf]'")
    elif not has_chinese_fonts():
        say("report.pdf shows no Chinese: no such fonts here; apt-get install fonts-noto-cjk")
