"""The check of `monitor doctor` of time stamps: can the ledger's batches be stamped, and are they."""

from datetime import datetime, timedelta

from monitor.config import TimestampSettings, load_settings
from monitor.doctor.machine import Check
from monitor.errors import InputError
from monitor.evidence.openssl import has_openssl
from monitor.evidence.timestamp import load_roots, read_roots
from monitor.store.read.stamps import stamped_batches
from monitor.store.store import Store

_NAME = "time stamps"
_SOON = timedelta(days=90)


def time_stamps(store: Store, now: datetime) -> Check:
    """Whether authorities are configured, their roots hold, and no batch lacks a stamp. `now`: UTC."""
    try:
        authorities = load_settings(store.root).timestamp
    except InputError:
        return Check(_NAME, "ok", "not looked at: the settings can't be read")
    with store.read() as connection:
        batches = stamped_batches(connection)
    for authority in authorities:
        if problem := _root_problem(store, authority, now):
            return problem
    unstamped = sum(not batch.stamps for batch in batches)
    if not authorities:
        saw = "no authority is configured"
        if not batches:
            return Check(_NAME, "ok", f"{saw}, nothing is sealed")
        advice = "write [[timestamp]] into settings.toml (docs/settings.md), then `monitor evidence stamp`"
        return Check(_NAME, "warning", f"{saw}; unstamped batches: {unstamped} of {len(batches)}", advice)
    names = ", ".join(authority.name for authority in authorities)
    if not has_openssl():
        saw = f"{names}; openssl is missing: replies that only it can read are kept unchecked"
        return Check(_NAME, "warning", saw, "install openssl")
    if unstamped:
        saw = f"{names}; unstamped batches: {unstamped} of {len(batches)}"
        return Check(_NAME, "warning", saw, "`monitor evidence stamp` stamps them")
    return Check(_NAME, "ok", f"{names}; batches: {len(batches)}, all stamped" if batches else names)


def _root_problem(store: Store, authority: TimestampSettings, now: datetime) -> Check | None:
    """What is wrong with an authority's root certificates; None: nothing."""
    path = store.root / authority.root
    try:
        ends = max(root.not_valid_after_utc for root in read_roots(load_roots(path)))
    except InputError as error:
        saw, _, advice = str(error).rpartition("; ")
        return Check(_NAME, "problem", f"{authority.name}: {saw}", advice)
    if ends > now + _SOON:
        return None
    advice = f"save the authority's newer root certificates beside the old ones in {path}"
    if ends > now:
        return Check(_NAME, "warning", f"{authority.name}: {path} ends on {ends:%Y-%m-%d}", advice)
    return Check(_NAME, "problem", f"{authority.name}: {path} ended on {ends:%Y-%m-%d}", advice)
