"""After a scheduled run: what is new, and what needs a person, sent where the settings say."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from monitor.model import decimal_text
from monitor.store.read.news import new_findings
from monitor.store.store import Connection
from monitor.text.safe_link import safe_link
from monitor.text.terminal_safe import terminal_safe
from monitor.words.findings import reason_words

logger = logging.getLogger(__name__)

_MOST = 20
"""Findings in a digest; how many more there are is said."""
_TITLE = 120


@dataclass(frozen=True)
class Digest:
    """A message, in plain text."""

    title: str
    body: str


def digest(connection: Connection, name: str, after: int, upto: int | None, to_do: Sequence[str]) -> Digest | None:
    """The news of the runs after run `after` up to `upto`; None when there is neither news nor work."""
    rows = new_findings(connection, after, upto if upto is not None else after, _MOST)
    number = rows[0].number if rows else 0
    if not rows and not to_do:
        return None
    lines = [line for row in rows for line in _lines(row)]
    if number > len(rows):
        lines.append(f"… and {number - len(rows)} more: monitor findings")
    if to_do:
        lines += ["", "What needs a person:", *(f"- {_harmless(line)}" for line in to_do)]
    news = f"{number} new finding{'s' if number != 1 else ''}"
    work = f", {len(to_do)} to do" if to_do else ""
    return Digest(f"Marketplace monitor, {name}: {news}{work}", "\n".join(lines).strip())


def send(message: Digest, addresses: Sequence[str]) -> list[int]:
    """Send a message to each address (Apprise's URLs); returns the places of those that did not take it."""
    import apprise  # noqa: PLC0415 (slow to import, and rarely needed)

    failed = []
    for place, address in enumerate(addresses):
        door = apprise.Apprise()
        try:
            delivered = bool(door.add(address)) and bool(
                door.notify(body=message.body, title=message.title, body_format=apprise.NotifyFormat.TEXT)
            )
        except Exception as error:
            # any service behind any plug-in: its failure must not end the loop; the address may hold a password
            logger.warning("notify[%d]: %s", place, type(error).__name__)
            delivered = False
        if not delivered:
            failed.append(place)
    return failed


def _lines(row: Any) -> list[str]:
    title = terminal_safe(row.title or "(no title)")
    price = f"{decimal_text(row.price_min)} {row.currency}" if row.price_min is not None else "no price"
    shown = title if len(title) <= _TITLE else f"{title[:_TITLE]}…"
    why = "; ".join(reason_words(reason).text for reason in row.reasons if reason.points > 0)
    return [
        f"{row.level.upper()} {row.score}: {_harmless(shown)}",
        f"  {price}, {_harmless(row.vendor or 'vendor not told')}, {safe_link(row.url) or _harmless(row.url or '')}",
        f"  {_harmless(why)}",
    ]


def _harmless(words: str) -> str:
    """Words of a page in which no mail program finds a link to click on."""
    return terminal_safe(words).replace("://", "[:]//").replace("www.", "www[.]")
