"""A page's reason is a code alone; what was said beside it stands in a column of its own."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

# The codes as they were when this version came; `monitor.page_reasons` may have others by now.
_SAME = frozenset(
    "wall login rate_limit status robots robots_unreachable dns private_address timeout connection certificate "
    "too_large not_saved truncated".split()
)
_RENAMED = {
    "address": "unsupported_address",
    "redirects": "too_many_redirects",
    "download": "download_failed",
    "browser": "browser_failed",
    "shell": "script_shell",
}
_SENTENCES = {
    "no listings and no marker that we know": "unknown_layout",
    "a redirect that can't be followed": "broken_redirect",
    "the page has no content": "empty_body",
    "the page class failed on it": "page_class_failed",
    "shell: only a browser can show this page, and none was found": "script_shell",
}
_TOO_COSTLY = (
    "nested too deep", "too many unclosed formatting elements", "more than 500000 tags", "too many attributes",
    "a frameset", "CDATA behind odd SVG", "in odd SVG or a template",
)  # fmt: skip
_STATUS_OF_GONE = ": the site says it is gone"


def upgrade() -> None:
    op.add_column("visit", sa.Column("detail", sa.Text(), nullable=True))
    connection = op.get_bind()
    old = connection.execute(sa.text("SELECT DISTINCT page, outcome, reason FROM visit")).all()
    new = [row for page, outcome, reason in old if (row := _row(page, outcome, reason))]
    if not new:
        return
    connection.execute(
        sa.text("CREATE TEMPORARY TABLE coded (page TEXT, outcome TEXT, said TEXT, reason TEXT, detail TEXT)")
    )
    connection.execute(sa.text("CREATE INDEX coded_said ON coded (said)"))
    connection.execute(sa.text("INSERT INTO coded VALUES (:page, :outcome, :said, :reason, :detail)"), new)
    connection.execute(
        sa.text(
            "UPDATE visit SET reason = coded.reason, detail = coded.detail FROM coded "
            "WHERE coded.said IS NOT DISTINCT FROM visit.reason "
            "AND coded.page = visit.page AND coded.outcome = visit.outcome"
        )
    )
    connection.execute(sa.text("DROP TABLE coded"))


def _row(page: str, outcome: str, said: str | None) -> dict[str, str | None] | None:
    """What to write for pages of a kind and outcome with an old reason; None where nothing changes."""
    reason, detail = coded(page, outcome, said)
    if (reason, detail) == (said, None):
        return None
    return {"page": page, "outcome": outcome, "said": said, "reason": reason, "detail": detail}


def coded(page: str, outcome: str, said: str | None) -> tuple[str | None, str | None]:
    """The code and the words beside it, of an old reason: a code, `code: words`, or words alone."""
    if outcome == "listings":
        return None, said
    if outcome == "empty":
        gone = said is not None and said.endswith(_STATUS_OF_GONE)
        detail = said.removesuffix(_STATUS_OF_GONE) if said and gone else said
        return "gone" if page == "listing" else "nothing", detail
    if said is None:
        return _nearest(outcome), None
    if said in _SENTENCES:
        return _SENTENCES[said], None
    code, _, words = said.partition(": ")
    if code in _SAME or code in _RENAMED:
        return _RENAMED.get(code, code), words or None
    if outcome == "unreadable" and _holds(said, _TOO_COSTLY):
        return "too_costly", said
    return _nearest(outcome), said


def _nearest(outcome: str) -> str:
    return "unknown_layout" if outcome == "unreadable" else "download_failed"


def _holds(said: str, parts: Sequence[str]) -> bool:
    return any(part in said for part in parts)
