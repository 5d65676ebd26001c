"""How far judging has come: by which rules, and which visits it has taken in."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, delete

from monitor.store.db.bulk import upsert_rows
from monitor.store.db.lists import is_among
from monitor.store.db.schema import StoreInfoRow, UnjudgedVisitRow
from monitor.store.read.judging import CHANNEL, DECISIONS, RULES, Channel

_TAKE_OFF = delete(UnjudgedVisitRow).where(is_among(UnjudgedVisitRow.visit_id))


def forget_rules(connection: Connection) -> None:
    """Nothing is judged by any rules: the next judging is a whole one."""
    connection.execute(delete(StoreInfoRow).where(StoreInfoRow.key == RULES))


def write_channel(connection: Connection, channel: Channel) -> None:
    """All listings are judged with this known of the authorised sellers."""
    upsert_rows(connection, StoreInfoRow, [{"key": CHANNEL, "value": json.dumps(channel)}], ("value",))


def finish_judging(connection: Connection, rules: Mapping[str, Any], visits: Sequence[int], decisions: int) -> None:
    """The listings are judged by these rules, those of `visits` among them, and all decisions up to that number."""
    connection.execute(_TAKE_OFF, {"keys": list(visits)})
    rows = [{"key": RULES, "value": json.dumps(rules)}, {"key": DECISIONS, "value": str(decisions)}]
    upsert_rows(connection, StoreInfoRow, rows, ("value",))
