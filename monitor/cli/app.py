"""The command line's root: every group of commands adds itself here."""

import typer

from monitor.cli import (
    assess,
    backup,
    doctor,
    export,
    extract,
    findings,
    fixture,
    indicators,
    keywords,
    login,
    marketplaces,
    match,
    new_marketplace,
    run,
    schedule,
    watchlist,
)

app = typer.Typer(
    name="monitor",
    help="Watch marketplaces for counterfeits of your brand: search, read, judge, keep the evidence.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.command()(watchlist.init)
app.command()(watchlist.check)
app.command()(run.run)
app.command()(run.resume)
app.command("import")(run.import_pages)
app.command()(login.login)
app.command()(keywords.keywords)
app.command()(match.match)
app.command()(assess.assess)
app.command()(findings.findings)
app.command()(indicators.indicators)
app.command()(export.export)
app.command()(doctor.doctor)
app.command()(backup.backup)
app.command()(extract.extract)
app.command()(marketplaces.marketplaces)
app.command()(new_marketplace.new_marketplace)
app.add_typer(schedule.app, name="schedule")
app.add_typer(fixture.app, name="fixture")


@app.callback()
def root() -> None:
    """Watch marketplaces for counterfeits of your brand: search, read, judge, keep the evidence."""
