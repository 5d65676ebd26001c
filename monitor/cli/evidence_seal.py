"""`monitor evidence seal`: make captures of the pages that findings rest on."""

from datetime import UTC, datetime
from typing import Annotated

import typer

from monitor.cli.decide import user_of_machine
from monitor.cli.evidence_stamp import stamp_lines, stamp_record
from monitor.cli.options import DEFAULT_STORE, StoreOption
from monitor.cli.output import out, out_json
from monitor.config import load_settings
from monitor.decision import check_reviewer
from monitor.errors import InputError, check_text
from monitor.runs.sealing import SealedFinding, SealReport, seal_due, seal_findings
from monitor.store.store import open_store


def seal(
    findings: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[FINDING]…", help="Ids of findings.", show_default="all that settings.toml says is due"
        ),
    ] = None,
    by: Annotated[str | None, typer.Option("--by", help="Who seals.", show_default="the user of this machine")] = None,
    store: StoreOption = DEFAULT_STORE,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Seal the kept pages that findings rest on: read-only folders, named in the ledger by their digests.

    What is new is stamped at once by the authorities of settings.toml; see `monitor evidence stamp`.

    Example: monitor evidence seal taobao:562283240178:nordwerk
    """
    check_text("--by", by or "")
    who = check_reviewer(user_of_machine() if by is None else by)
    opened, settings = open_store(store, write=True), load_settings(store)
    if not findings and not settings.evidence.seal:
        raise InputError(
            "name findings; or say in settings.toml what is sealed by itself, below [evidence]: "
            'seal = ["high", "confirmed"]'
        )
    report = seal_findings(opened, findings, who, "asked for") if findings else seal_due(opened, settings, who)
    stamps = None
    if report.batch and settings.timestamp:
        from monitor.runs.stamping import stamp_due

        stamps = stamp_due(opened, settings, datetime.now(UTC), who=who)
    if as_json:
        out_json({**_record(report), "stamps": stamp_record(stamps) if stamps else None})
    else:
        _show(report)
        for line in stamp_lines(stamps) if stamps else []:
            out(line)
    if any(finding.is_damaged for finding in report.findings):
        raise typer.Exit(1)


def _show(report: SealReport) -> None:
    for finding in report.findings:
        out(f"{finding.id}: {_line(finding, report)}")
    if report.no_evidence is not None:
        out(f"No evidence: {report.no_evidence}.")
    new = len(report.captures)
    out(
        f"Batch {report.batch}: {new} {'page' if new == 1 else 'pages'} sealed."
        if report.batch
        else "Nothing new to seal."
    )


def _line(finding: SealedFinding, report: SealReport) -> str:
    parts = [
        f"{what} {'sealed' if capture in report.captures else 'was sealed before'} ({capture})"
        for what, capture in (("own page", finding.own), ("supporting page", finding.supporting))
        if capture is not None
    ]
    return "; ".join([*parts, *([finding.note] if finding.note else [])])


def _record(report: SealReport) -> dict[str, object]:
    return {
        "batch": report.batch,
        "captures": list(report.captures),
        "findings": [
            {"id": one.id, "own": one.own, "supporting": one.supporting, "note": one.note} for one in report.findings
        ],
        "no_evidence": report.no_evidence,
    }
