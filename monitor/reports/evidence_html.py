"""The report of a bundle as one HTML page: no script, nothing asked of the net, all pictures in it."""

import base64
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from monitor.text.html_output import policy_source

_HERE = Path(__file__).parent


def evidence_html(report: Mapping[str, Any], copies: Mapping[str, bytes]) -> bytes:
    """The page. `report`: of `report_of`; `copies`: the pictures (JPEG) by the name that the report gives them."""
    style = (_HERE / "evidence_report.css").read_text(encoding="utf-8")
    environment = Environment(
        loader=FileSystemLoader(_HERE), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    page = environment.get_template("evidence_report.html").render(
        r=report,
        copies={name: f"data:image/jpeg;base64,{base64.b64encode(data).decode()}" for name, data in copies.items()},
        policy=f"default-src 'none'; img-src data:; style-src {policy_source(style)}; base-uri 'none'; "
        "form-action 'none'",
        style=Markup(style),  # noqa: S704 (the program's own file)
    )
    return page.encode()
