"""The check of `monitor doctor` of sealed evidence: when was all of it checked last, and what came out."""

from datetime import datetime, timedelta

from monitor.doctor.machine import Check
from monitor.store.read.verification import last_verified, newest_batch
from monitor.store.store import Store

_NAME = "sealed evidence"
_OFTEN = timedelta(days=35)
"""A check each month is seldom enough to be forgotten, and often enough that a backup still has what is damaged."""


def verification(store: Store, now: datetime) -> Check:
    """Whether sealed evidence was checked lately, and was whole. `now`: UTC."""
    with store.read() as connection:
        last, batches = last_verified(connection), newest_batch(connection)
    if not batches:
        return Check(_NAME, "ok", "nothing is sealed")
    command = f"`monitor evidence verify --store {store.root}`"
    if last is None:
        return Check(_NAME, "warning", "never checked since it was sealed", f"{command} checks all of it")
    saw = f"checked on {last.at:%Y-%m-%d %H:%M} UTC by {last.who}"
    if last.problems:
        return Check(_NAME, "problem", f"{saw}: {last.problems} damaged", f"{command} names what is damaged")
    if now - last.at > _OFTEN:
        return Check(_NAME, "warning", f"{saw}, and was whole", f"{command} checks it again; once a month will do")
    return Check(_NAME, "ok", f"{saw}: whole")
