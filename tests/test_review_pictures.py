"""Pictures in the review: copies from the store alone, cached, safe; in words where there is none."""

import io
from hashlib import sha256
from pathlib import Path
from types import SimpleNamespace

import pytest
from PIL import Image
from starlette.requests import Request

from monitor.account import Role
from monitor.evidence.snapshots import snapshot_name, write_snapshot
from monitor.model import Missing, Reason
from monitor.pictures.decode import DecodedPicture, decode_picture
from monitor.pictures.keep import KeptPicture, keep_picture
from monitor.pictures.problems import PictureProblem
from monitor.review.pictures import finding_pictures
from monitor.review.render import make_render
from monitor.store.read.findings import findings_by_id
from monitor.store.read.pictures import ShownPicture
from monitor.store.store import Store
from monitor.store.write.pictures import record_picture, write_reference_pictures
from tests.review_app import InProcess
from tests.store_helper import PRICE, finding, listing, make_store, visit

TEXT = b"taken at 52.52 N by A. Weber"


def kept(store: Store, colour: str) -> KeptPicture:
    stream = io.BytesIO()
    Image.new("RGB", (1600, 800), colour).save(stream, "JPEG", comment=TEXT)
    decoded = decode_picture(stream.getvalue())
    assert isinstance(decoded, DecodedPicture)
    return keep_picture(store.snapshots, stream.getvalue(), decoded)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    shows = listing("1", image_urls=("https://img.example/1.jpg",))
    return make_store(tmp_path, [visit((shows, finding()), (listing("2"), finding()), kept="ab" * 32)])


@pytest.fixture
def picture(store: Store) -> KeptPicture:
    made = kept(store, "red")
    with store.write() as connection:
        record_picture(connection, 1, ["taobao:1"], "https://img.example/1.jpg", made)
    return made


def test_copies_are_served_from_the_store(store: Store, picture: KeptPicture) -> None:
    """With a type that no browser may guess anew, kept for a while, and nothing of the stranger's file in them."""
    review = InProcess(store)
    cookie = review.cookie_of(Role.OWNER)
    for path, width in ((f"/picture/{picture.sha256}", 1200), (f"/thumbnail/{picture.sha256}", 480)):
        answer = review.ask("GET", path, Cookie=cookie)
        assert answer.status == 200
        assert answer.headers["content-type"] == "image/jpeg"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["cache-control"].startswith("private, max-age=")
        assert "img-src 'self'" in answer.headers["content-security-policy"]
        assert TEXT not in answer.data
        with Image.open(io.BytesIO(answer.data)) as opened:
            assert opened.size == (width, width // 2)
        assert review.ask("GET", path).status in (303, 401)
        assert review.ask("POST", path, Cookie=cookie).status in (403, 405)
    assert review.ask("GET", "/", Cookie=cookie).headers["cache-control"] == "no-store"


def test_nothing_but_pictures_is_served(store: Store, picture: KeptPicture) -> None:
    """Neither a kept page, nor a copy by its own digest, nor whatever stands in an address."""
    page = write_snapshot(store.snapshots, b"<script>alert(1)</script>", "text/html").sha256_body
    review = InProcess(store)
    cookie = review.cookie_of(Role.OWNER)
    names = [page, picture.view.sha256_body, sha256(b"none").hexdigest(), "ab" * 32, picture.sha256.upper()]
    for name in (*names, "x", "%00", "..%2f..%2fmonitor.db", f"{picture.sha256}x", "'%20OR%201=1--"):
        for kind in ("picture", "thumbnail"):
            answer = review.ask("GET", f"/{kind}/{name}", Cookie=cookie)
            assert answer.status == 404, (kind, name)
            assert answer.headers["cache-control"] == "no-store"
    (store.root / "snapshots" / snapshot_name(picture.view.sha256_body)).write_bytes(b"damaged")
    assert review.ask("GET", f"/picture/{picture.sha256}", Cookie=cookie).status == 503


def test_pictures_of_a_finding(store: Store, picture: KeptPicture) -> None:
    """The listing's beside the product's, by the reasons; else the brand's own."""
    brand, product = kept(store, "blue"), kept(store, "green")
    with store.write() as connection:
        write_reference_pictures(connection, ["nordwerk"], {("nordwerk", ""): brand, ("nordwerk", "X200"): product})
    with store.read() as connection:
        both = findings_by_id(connection, ["taobao:1:nordwerk", "taobao:2:nordwerk"])
        shown = finding_pictures(connection, both["taobao:1:nordwerk"])
        assert isinstance(shown.listing, ShownPicture)
        assert shown.listing.sha256 == picture.sha256
        assert PRICE.facts["product"] == "X200"
        assert shown.reference is not None
        assert shown.reference.sha256 == product.sha256
        other = SimpleNamespace(id="taobao:2:nordwerk", brand="nordwerk", reasons=(Reason("x", 1),), missing=())
        plain = finding_pictures(connection, other)  # type: ignore[arg-type]
        assert plain.listing is PictureProblem.NONE_ON_PAGE
        assert plain.reference is not None
        assert plain.reference.sha256 == brand.sha256
        other.missing = (Missing("no_price", {"product": "X200"}),)
        named = finding_pictures(connection, other)  # type: ignore[arg-type]
        assert named.reference is not None
        assert named.reference.sha256 == product.sha256


def test_macros(store: Store, picture: KeptPicture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A picture has its size and escaped words; one that is missing is said, in either language."""
    folder = tmp_path / "templates"
    folder.mkdir()
    here = Path("monitor/review/templates/picture.html").resolve()
    (folder / "picture.html").write_text(here.read_text(encoding="utf-8"), encoding="utf-8")
    (folder / "try.html").write_text(
        '{% import "picture.html" as pictures with context %}{{ pictures.picture(shown.listing, title) }}'
        "{{ pictures.reference_picture(shown.reference, title) }}"
    )
    monkeypatch.setattr("monitor.review.render._HERE", tmp_path)
    review = InProcess(store)
    render = make_render(store, review.access)

    def page(shown: object, language: str = "en") -> str:
        scope = {"type": "http", "method": "GET", "path": "/", "query_string": b"",
                 "headers": [(b"accept-language", language.encode())]}  # fmt: skip
        request = Request(scope)
        request.state.account, request.state.frame_key = None, None
        return bytes(render(request, "try.html", shown=shown, title='"><script>').body).decode()

    with store.read() as connection:
        shown = finding_pictures(connection, findings_by_id(connection, ["taobao:1:nordwerk"])["taobao:1:nordwerk"])
    text = page(shown)
    assert f'src="/thumbnail/{picture.sha256}"' in text
    assert 'width="480" height="240"' in text
    assert "<script>" not in text
    assert "names no picture of the genuine goods" in text
    for problem in PictureProblem:
        assert "<img" not in page(SimpleNamespace(listing=problem, reference=None))
    assert "正品" in page(shown, "zh")
