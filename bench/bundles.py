"""How long a bundle of many findings takes: `python -m bench.bundles [--findings 50]`.

Each finding has a sealed page of its own of 150 kB, with a picture, and some are shown by one search page. Beside it,
the baseline: `zipfile` packing the same files, and nothing else.
"""

import argparse
import io
import random
import statistics
import tempfile
import time
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from PIL import Image

from monitor.evidence.snapshots import write_snapshot
from monitor.model import PageVisit
from monitor.pictures.decode import DecodedPicture, decode_picture
from monitor.pictures.keep import keep_picture
from monitor.plan import Plan
from monitor.runs.bundling import bundle_findings
from monitor.runs.sealing import seal_findings
from monitor.store.store import Store, create_store
from monitor.store.write.pictures import record_picture
from monitor.store.write.runs import begin_run, end_run
from monitor.store.write.visit import record_visit
from monitor.watchlist import Brand, Watchlist
from tests.store_helper import finding, listing, visit

_BEGIN = datetime(2026, 11, 20, 12, tzinfo=UTC)
_PAGE_BYTES = 150_000
_HOP = {
    "url": "https://item.taobao.com/item.htm", "method": "GET", "request_headers": [["User-Agent", "x"]],
    "sent_at": "2026-11-20T12:00:00.000000Z", "received_at": "2026-11-20T12:00:01.000000Z", "status": 200,
    "headers": [["Content-Type", "text/html"]], "protocol": "HTTP/1.1", "wire_exact": False,
}  # fmt: skip
_TIMES = 5


def visits(store: Store, findings: int) -> Iterator[PageVisit]:
    """An own page of each listing, its bytes kept."""
    dice = random.Random(1)
    for number in range(findings):
        words = " ".join(f"{dice.randrange(10**9):x}" for _ in range(_PAGE_BYTES // 9))
        body = f"<html><title>{number}</title><p>{words}</p></html>".encode()
        kept = write_snapshot(store.snapshots, body, "text/html")
        yield visit(
            (listing(str(number), f"诺德沃克 X200 电钻 {number}", stock=number, units_sold=2 * number), finding()),
            page="listing", target=f"listing:{number}", listing_id=str(number),
            at=_BEGIN + timedelta(seconds=number), kept=kept.sha256_body, fetch={"hops": [_HOP]},
        )  # fmt: skip


def picture(number: int) -> tuple[bytes, DecodedPicture]:
    """A picture of its own for each listing."""
    stream = io.BytesIO()
    Image.effect_noise((60, 60), 40 + number).convert("RGB").resize((800, 800)).save(stream, "JPEG", quality=70)
    decoded = decode_picture(stream.getvalue())
    assert isinstance(decoded, DecodedPicture)
    return stream.getvalue(), decoded


def sealed_store(root: Path, findings: int) -> tuple[Store, list[str]]:
    """A store in which all findings are sealed, and their ids."""
    store = create_store(root)
    store.settle_kind("live")
    plan = Plan(
        method="crawl", watchlist=Watchlist(brand=[Brand(name="Nordwerk")]), marketplaces=["taobao"], max_pages=1
    )
    run_id = begin_run(store, plan)
    for number, page in enumerate(visits(store, findings)):
        kept = keep_picture(store.snapshots, *picture(number))
        with store.write() as connection:
            record_visit(connection, run_id, page, salt=store.salt)
            record_picture(connection, run_id, [f"taobao:{number}"], f"https://img.example/{number}.jpg", kept)
    end_run(store, run_id, "done")
    ids = [f"taobao:{number}:nordwerk" for number in range(findings)]
    seal_findings(store, ids, "bench", "bench")
    return store, ids


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--findings", type=int, default=50)
    findings = parser.parse_args().findings
    with tempfile.TemporaryDirectory() as folder:
        store, ids = sealed_store(Path(folder) / "store", findings)
        took, work, plain, size = [], [], [], 0
        for number in range(_TIMES):
            target = Path(folder) / f"{number}.zip"
            begun, begun_work = time.perf_counter(), time.process_time()
            bundle_findings(store, ids, target, by="bench")
            took.append(time.perf_counter() - begun)
            work.append(time.process_time() - begun_work)
            size = target.stat().st_size
            with zipfile.ZipFile(target) as archive:
                files = {name: archive.read(name) for name in archive.namelist()}
            begun = time.perf_counter()
            with zipfile.ZipFile(Path(folder) / "plain.zip", "w", zipfile.ZIP_DEFLATED) as archive:
                for name, data in files.items():
                    archive.writestr(name, data)
            plain.append(time.perf_counter() - begun)
        store.close()
    print(f"{findings} findings, {len(files)} files, {size / 1e6:.1f} MB")
    print(f"bundle   median {statistics.median(took):.2f} s, longest {max(took):.2f} s")
    print(f"bundle   median {statistics.median(work):.2f} s of CPU")
    print(f"zip only median {statistics.median(plain):.2f} s, longest {max(plain):.2f} s")


if __name__ == "__main__":
    main()
