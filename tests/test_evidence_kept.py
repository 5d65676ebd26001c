"""Really sealed evidence through all that deletes or copies: `verify` stays content."""

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

from monitor.config import EvidenceSettings, load_settings
from monitor.evidence.verify import Result
from monitor.runs.forgetting import forget
from monitor.runs.retention import remove_old
from monitor.runs.verifying import verify_store
from monitor.runs.whole_backup import back_up, restore
from monitor.store.store import open_store
from monitor.store.write.custody import CustodyEvent, add_custody
from monitor.store.write.visit import record_visit
from tests.evidence_store import sealed_store
from tests.store_helper import NOON, finding, listing, visit


def _verified(root: Path) -> Result:
    return verify_store(open_store(root), load_settings(root))


def test_evidence_past_its_time_goes_and_the_ledger_stays(tmp_path: Path) -> None:
    """What is held stays; the rest is verified as deleted."""
    root = sealed_store(tmp_path / "store")
    store = open_store(root, write=True)
    before = _verified(root)
    with store.write() as connection:
        add_custody(connection, [CustodyEvent("held", "A. Weber", NOON, listing_key="taobao:3", facts={"why": "case"})])
    years = datetime.now(UTC) + timedelta(days=4000)
    assert remove_old(store, EvidenceSettings(keep_evidence_days=3650), years).captures == before.captures - 1
    after = _verified(root)
    assert (before.problems, after.problems) == ([], [])
    assert (after.captures, after.deleted) == (1, before.captures - 1)
    assert sum("deleted on " in note and "keep_evidence_days" in note for note in after.notes) == after.deleted


def test_a_tombstone_for_what_is_held_is_damage(tmp_path: Path) -> None:
    """Whoever can write the database can add one, with the right digest; the program itself never does."""
    root = sealed_store(tmp_path / "store")
    with open_store(root, write=True).write() as connection:
        capture, digest, key = connection.exec_driver_sql(
            "SELECT c.id, c.manifest_sha256, l.listing_key FROM capture AS c "
            "JOIN capture_listing AS l ON l.capture_id = c.id LIMIT 1"
        ).one()
        facts = {"manifest_sha256": digest, "reason": "tidied up"}
        held = CustodyEvent("held", "A. Weber", NOON, listing_key=key, facts={"why": "case"})
        add_custody(connection, [held, CustodyEvent("deleted", "nobody", NOON, capture_id=capture, facts=facts)])
    (problem,) = _verified(root).problems
    assert f"{capture} was deleted while {key} was held" in str(problem)


def test_a_seller_of_sealed_listings_is_forgotten_but_for_them(tmp_path: Path) -> None:
    root = sealed_store(tmp_path / "store")
    store = open_store(root, write=True)
    with store.write() as connection:
        record_visit(connection, 1, visit((listing("77"), finding()), number=77), salt=store.salt)
        seller = connection.exec_driver_sql("SELECT vendor_key FROM listing WHERE key = 'taobao:77'").scalar_one()
    forgotten = forget(store, seller, by="A. Weber", really=True)
    assert (list(forgotten.person.listings), len(forgotten.person.sealed)) == (["taobao:77"], 3)
    assert _verified(root).problems == []
    with open_store(root).read() as connection:
        sold = dict(connection.exec_driver_sql("SELECT key, vendor_key FROM listing").all())  # type: ignore[arg-type]
    assert sold.pop("taobao:77").startswith("taobao:forgotten:")
    assert set(sold.values()) == {seller}


def test_a_copy_of_sealed_evidence_is_sound(tmp_path: Path) -> None:
    root = sealed_store(tmp_path / "store")
    store = open_store(root)
    back_up(store, tmp_path / "copy")
    restore(tmp_path / "copy", tmp_path / "restored")
    before, after = _verified(root), _verified(tmp_path / "restored")
    assert (after.problems, after.captures) == ([], before.captures)
    assert after.captures
    for parent in (tmp_path / "restored" / "evidence" / "captures").rglob("*"):
        if parent.is_dir():
            parent.chmod(0o700)  # pytest's own cleaning up
    shutil.rmtree(tmp_path / "copy")
