"""A sealed page read again from its files alone: the bytes, and what was recorded of the answer."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from monitor.evidence.bundle import BundleFile, DamagedEvidence, sealed_files
from monitor.evidence.capture import FACTS, WARC
from monitor.evidence.manifest import MANIFEST
from monitor.evidence.warc import body_in


@dataclass(frozen=True, slots=True)
class SealedPage:
    """What a capture holds. Times are UTC."""

    capture_id: str
    marketplace: str
    url: str
    final_url: str | None
    at: datetime
    method: str
    stand_in: bool
    run_id: int
    program: str
    """The version that visited it."""
    status: int | None
    """None: there was no answer of a server (a saved file)."""
    headers: tuple[tuple[str, str], ...]
    body: bytes = field(repr=False)

    @property
    def content_type(self) -> str | None:
        """The header as it was recorded; None without one."""
        return next((value for name, value in self.headers if name.lower() == "content-type"), None)


def sealed_page_in(folder: Path) -> SealedPage:
    """The page of a capture's folder, compared with its list of digests. Raises `DamagedEvidence`."""
    try:
        manifest_sha256 = hashlib.sha256((folder / MANIFEST).read_bytes()).hexdigest()
    except OSError as error:
        raise DamagedEvidence(f"{folder / MANIFEST}: can't be read ({error.strerror})") from None
    return read_sealed_page(sealed_files(folder, manifest_sha256, folder.name))


def read_sealed_page(files: Sequence[BundleFile]) -> SealedPage:
    """The page of a capture. `files`: of `sealed_files`. Raises `DamagedEvidence`."""
    by_name = {file.name.rpartition("/")[2]: file for file in files}
    try:
        facts: dict[str, Any] = json.loads(by_name[FACTS].read())
        page, hops = facts["page"], facts["hops"]
        last: dict[str, Any] = hops[-1] if hops else {}
        kept_as = by_name[facts["body"]["file"]]
        data = kept_as.read()
        body = body_in(data) if facts["body"]["file"] == WARC else data
        if body is None or hashlib.sha256(body).hexdigest() != facts["body"]["sha256"]:
            raise DamagedEvidence(f"{kept_as.name}: does not hold the page that {FACTS} names")
        return SealedPage(
            facts["capture"],
            page["marketplace"],
            page["url"],
            page["final_url"],
            datetime.fromisoformat(facts["time"]["at"]),
            facts["method"],
            facts["stand_in"] is not None,
            facts["run"]["id"],
            facts["run"]["program"],
            last.get("status"),
            tuple((str(name), str(value)) for name, value in last.get("headers") or ()),
            body,
        )
    except (KeyError, TypeError, ValueError, IndexError) as error:
        raise DamagedEvidence(f"{files[0].name}: {FACTS} is none that this program knows ({error!r})") from None
