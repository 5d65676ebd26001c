"""`monitor save-button`: a page with the bookmark that saves what a browser shows."""

from pathlib import Path
from typing import Annotated

import typer

from monitor.cli.output import out, say
from monitor.reports.whole_file import check_target, whole_file
from monitor.saved.button import button_page


def save_button(
    file: Annotated[Path, typer.Option("--output", "-o", help="The page to write.")] = Path("save-button.html"),
    force: Annotated[bool, typer.Option("--force", help="Overwrite the file.")] = False,
) -> None:
    """Write a page with the save button, to drag to your browser's bookmarks bar: one click then saves a page whole.

    Example: monitor save-button -o save-button.html
    """
    check_target(file, force=force)
    with whole_file(file) as path:
        path.write_text(button_page(), encoding="utf-8")
    out(file.resolve().as_uri())
    say("Open this page in your browser and drag the button to the bookmarks bar. How to save: docs/saving-pages.md")
