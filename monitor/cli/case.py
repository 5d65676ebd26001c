"""`monitor case …`: from confirmed findings to take-downs. One file per command."""

import typer

from monitor.cli import (
    case_answer,
    case_complain,
    case_due,
    case_event,
    case_gap,
    case_list,
    case_make,
    case_pack,
    case_penalties,
    case_refusals,
    case_rights,
    case_rules,
    case_show,
    case_standing,
    case_steps,
    case_times,
)

_HELP = "Make cases of confirmed findings, and follow them: the program prepares, a person files."
app = typer.Typer(help=_HELP, no_args_is_help=True)


@app.callback(help=_HELP)
def case() -> None:
    """Make and follow take-down cases."""


app.command("rights")(case_rights.rights)
app.command("gap")(case_gap.gap)
app.command("rules")(case_rules.rules)
app.command("make")(case_make.make)
app.command("list")(case_list.list_cases)
app.command("show")(case_show.show)
app.command("event")(case_event.event)
app.command("pack")(case_pack.pack)
app.command("due")(case_due.due)
app.command("refusals")(case_refusals.refusals)
app.command("standing")(case_standing.show_standing)
app.command("penalties")(case_penalties.penalties)
app.command("steps")(case_steps.steps)
app.command("times")(case_times.times)
app.command("answer")(case_answer.answer)
app.command("complain")(case_complain.complain)
