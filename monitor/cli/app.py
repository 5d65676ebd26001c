"""The command line's root. A module is imported when its command is asked for, or when all of them are shown."""

from importlib import import_module

import typer

COMMANDS = {
    "init": "watchlist.init",
    "check": "watchlist.check",
    "run": "run.run",
    "resume": "run.resume",
    "import": "run.import_pages",
    "save-button": "save_button.save_button",
    "login": "login.login",
    "keywords": "keywords.keywords",
    "match": "match.match",
    "assess": "assess.assess",
    "findings": "findings.findings",
    "indicators": "indicators.indicators",
    "show": "show.show",
    "decide": "decide.decide",
    "review": "review.review",
    "account": "account.app",
    "export": "export.export",
    "page": "page.page",
    "evidence": "evidence.app",
    "case": "case.app",
    "rates": "rates.app",
    "doctor": "doctor.doctor",
    "backup": "backup.backup",
    "restore": "backup.restore",
    "forget": "forget.forget",
    "extract": "extract.extract",
    "marketplaces": "marketplaces.marketplaces",
    "new-marketplace": "new_marketplace.new_marketplace",
    "schedule": "schedule.app",
    "fixture": "fixture.app",
}
"""Each command's module in this package, and the function (or the group of commands) in it."""


def app_for(words: list[str]) -> typer.Typer:
    """The application with the command that the words begin with; with all of them when they begin with none."""
    app = typer.Typer(
        name="monitor",
        help="Watch marketplaces for counterfeits of your brand: search, read, judge, keep the evidence.",
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
    )
    app.callback()(_root)
    for name in words[:1] if words[:1] and words[0] in COMMANDS else COMMANDS:
        module, _, attribute = COMMANDS[name].partition(".")
        command = getattr(import_module(f"monitor.cli.{module}"), attribute)
        if isinstance(command, typer.Typer):
            app.add_typer(command, name=name)
        else:
            app.command(name)(command)
    return app


def _root() -> None:
    """Watch marketplaces for counterfeits of your brand: search, read, judge, keep the evidence."""
