"""`monitor evidence …`: sealing, stamping, checking and bundling what findings rest on. One file per command."""

import typer

from monitor.cli import (
    evidence_bundle,
    evidence_hold,
    evidence_log,
    evidence_replay,
    evidence_seal,
    evidence_stamp,
    evidence_verify,
)

app = typer.Typer(help="Seal, stamp, check and bundle the pages that findings rest on.", no_args_is_help=True)


@app.callback()
def evidence() -> None:
    """Seal, stamp, check and bundle the pages that findings rest on."""


app.command("seal")(evidence_seal.seal)
app.command("hold")(evidence_hold.hold)
app.command("release")(evidence_hold.release)
app.command("stamp")(evidence_stamp.stamp)
app.command("bundle")(evidence_bundle.bundle)
app.command("log")(evidence_log.log)
app.command("verify")(evidence_verify.verify)
app.command("replay")(evidence_replay.replay)
