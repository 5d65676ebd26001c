"""What the README and the docs say exists."""

import re
from pathlib import Path

import pytest
from typer.main import get_command

from monitor.cli.app import app_for
from tests.commands import ROOT

COMMANDS = get_command(app_for([])).commands  # type: ignore[attr-defined]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_says_what_it_does_with_an_example(name: str) -> None:
    """One real example in each help; groups tell it in their commands."""
    command = COMMANDS[name]
    for one in getattr(command, "commands", {"": command}).values():
        assert "Example: monitor " in (one.help or ""), name


def test_every_command_is_in_the_readme_or_the_docs() -> None:
    """Nobody has to guess what there is."""
    text = "\n".join(page.read_text(encoding="utf-8") for page in PAGES)
    assert [name for name in COMMANDS if f"monitor {name}" not in text] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_commands_and_options_of_a_page_exist(page: Path) -> None:
    """Lines of code that begin with `monitor`."""
    text = page.read_text(encoding="utf-8")
    lines = re.findall(r"(?:^ {4}|`)monitor ([a-z-]+)([^`\n#]*)", text, re.MULTILINE)
    for name, rest in lines:
        assert name in COMMANDS, f"monitor {name}"
        command = COMMANDS[name]
        inner = getattr(command, "commands", {})
        command = inner.get(rest.split()[0], command) if inner and rest.split() else command
        known = {option for parameter in command.params for option in parameter.opts}
        assert set(re.findall(r"--[a-z-]+", rest)) <= known | {"--help"}, f"monitor {name}{rest}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    """Files of the repository."""
    links = re.findall(r"\]\(([^)#]+)", page.read_text(encoding="utf-8"))
    assert [link for link in links if "://" not in link and not (page.parent / link).exists()] == []
