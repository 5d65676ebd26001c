"""What the fetch of a page knew of its connection, asked of real servers on loopback, with TLS of our own authority."""

import hashlib
import json
import ssl
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.certificates import Authority, make_authority
from tests.commands import scrapy_crawl
from tests.market import Market, rows, run
from tests.server import Site, serve


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return make_authority(tmp_path_factory.mktemp("authority"), "localhost")


@pytest.fixture
def secure_market(authority: Authority, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """With TLS; its authority is one that the machine trusts. The first request is redirected, with no body."""
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.root))
    market = Market()

    def answer(host: str, path: str) -> tuple[int, dict[str, str], bytes]:
        if path.startswith("/search") and "moved" not in path:
            return 302, {"Location": f"{path}&moved=1", "Set-Cookie": "session=CANARY-8"}, b""
        return market.answer(host, path)

    with serve(answer, authority.server_context()) as site:
        site.url = site.url.replace("127.0.0.1", "localhost")
        yield site


def _hops(work: Path, target: str) -> list[dict[str, Any]]:
    (fetch,) = rows(work, f"SELECT fetch FROM visit WHERE target = '{target}'")[0]
    hops: list[dict[str, Any]] = json.loads(str(fetch))["hops"]
    return hops


def test_a_page_by_tls_knows_names_versions_and_the_whole_chain(
    work: Path, secure_market: Site, authority: Authority
) -> None:
    """Of each hop, also of one without a body; certificates are kept once."""
    run(work, secure_market)
    moved, page = _hops(work, "search:诺德沃克:1")
    assert (moved["status"], moved["reason"]) == (302, "Found")
    assert (page["status"], page["reason"]) == (200, "OK")
    chain = [hashlib.sha256(ssl.PEM_cert_to_DER_cert(pem)).hexdigest() for pem in authority.chain()]
    for hop in (moved, page):
        assert hop["tls"] == {"version": "TLSv1.3", "cipher": hop["tls"]["cipher"], "verified": True, "chain": chain}
        assert hop["tls"]["cipher"].startswith("TLS_")
        assert set(hop["dns"]) <= {"127.0.0.1", "::1"}
        assert hop["address"] in hop["dns"]
        assert hop["certificate_sha256"] == chain[0]
        assert hop["seconds"] >= 0
    assert moved["sent_at"] <= moved["received_at"] <= page["sent_at"]
    assert dict(rows(work, "SELECT sha256, pem FROM certificate")) == dict(zip(chain, authority.chain(), strict=True))
    for file in (work / "store").rglob("*"):
        assert not file.is_file() or b"CANARY-8" not in file.read_bytes(), file


def test_a_connection_that_nobody_vouched_for_is_not_called_verified(work: Path, authority: Authority) -> None:
    """Where somebody switched the check off."""
    with serve(Market().answer, authority.server_context()) as site:
        scrapy_crawl(
            "taobao", "-a", "watchlist=watchlist.toml", "-a", "store=store", "-a", f"origin={site.url}",
            "-a", "max_pages=1", "-s", "DOWNLOAD_VERIFY_CERTIFICATES=0", cwd=work,
        )  # fmt: skip
    (hop,) = _hops(work, "listing:1")
    assert (hop["tls"]["verified"], len(hop["tls"]["chain"])) == (False, 2)


def test_a_page_without_tls_and_by_a_literal_address(work: Path) -> None:
    with serve(Market().answer) as site:
        run(work, site)
    (hop,) = _hops(work, "listing:1")
    assert (hop["tls"], hop["dns"], hop["certificate_sha256"]) == (None, None, None)
    assert (hop["address"], hop["reason"]) == ("127.0.0.1", "OK")
