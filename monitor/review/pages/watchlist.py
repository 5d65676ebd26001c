"""The watchlist as a form: checked while it is filled in, written back to its file, with suggestions of names."""

from collections import OrderedDict
from collections.abc import Mapping
from difflib import SequenceMatcher
from pathlib import Path
from typing import Annotated, get_args

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from monitor.marketplaces import MARKETPLACES, PLACES
from monitor.review.access import OWNER_ONLY
from monitor.review.body import read_body
from monitor.review.render import Desk
from monitor.review.watchlist_form import MOST_BYTES, BrandRows, Checked, checked, entered_in, rows_in
from monitor.review.watchlist_suggestions import additions
from monitor.watchlist import Watchlist
from monitor.watchlist.file import FileChanged, WatchlistFile, read_watchlist_file, write_watchlist_file
from monitor.watchlist.form import fields_of
from monitor.watchlist.load import parse_watchlist
from monitor.watchlist.model import OwnerKind, RightKind, RightStatus

_VERSIONS = 20
"""Texts that were shown are remembered, so that what was entered can be compared with a file that changed meanwhile."""
_DIGEST = "digest"


async def _form(request: Request) -> dict[str, str]:
    return entered_in(await read_body(request, MOST_BYTES))


Entered = Annotated[dict[str, str], Depends(_form)]


class _Texts:
    """The texts that forms were made of, by digest: what was entered is a change of these, not of the file as it is."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._shown: OrderedDict[str, str] = OrderedDict()

    def show(self) -> WatchlistFile | None:
        """The file as it is, remembered; None when there is none."""
        file = read_watchlist_file(self._path)
        if file is not None:
            self._shown[file.digest] = file.text
            while len(self._shown) > _VERSIONS:
                self._shown.popitem(last=False)
        return file

    def checked(self, digest: str, entered: Mapping[str, str]) -> Checked | None:
        """What is wrong with what was entered; None where nobody knows any more what the form was made of."""
        file = read_watchlist_file(self._path)
        text = file.text if file and file.digest == digest else self._shown.get(digest)
        return None if text is None else checked(text, entered)


def watchlist_routes(desk: Desk) -> APIRouter:
    """`/watchlist`."""
    router = APIRouter()
    texts = _Texts(desk.watchlist)

    @router.get("/watchlist")
    def form(request: Request, saved: Annotated[str, Query(max_length=10)] = "") -> Response:
        file = texts.show()
        if file is None:
            return RedirectResponse("/start", 303)
        return _page(desk, request, file, checked(file.text, {}), saved=bool(saved))

    @router.post("/watchlist/check")
    def check(request: Request, entered: Entered) -> HTMLResponse:
        return desk.render(request, "watchlist_checks.html", checked=texts.checked(entered.pop(_DIGEST, ""), entered))

    @router.post("/watchlist", dependencies=[OWNER_ONLY])
    def save(request: Request, entered: Entered) -> Response:
        digest = entered.pop(_DIGEST, "")
        result = texts.checked(digest, entered)
        if result is None:
            lines = "\n".join(f"{name}: {value}" for name, value in entered.items())
            return _both(desk, request, lines)
        if result.problems:
            return _page(desk, request, WatchlistFile(result.before, digest), result, entered, status=422)
        try:
            write_watchlist_file(desk.watchlist, result.text, digest)
        except FileChanged:
            return _both(desk, request, result.text)
        return RedirectResponse("/watchlist?saved=1", 303)

    @router.get("/watchlist/suggestions")
    def suggestions(request: Request) -> HTMLResponse:
        file = texts.show()
        parsed = parse_watchlist(file.text.encode()) if file else []
        suggested = additions(desk.store, parsed) if isinstance(parsed, Watchlist) else None
        return desk.render(request, "watchlist_suggestions.html", additions=suggested)

    return router


def _page(
    desk: Desk, request: Request, file: WatchlistFile, result: Checked, entered: Mapping[str, str] | None = None, *,
    saved: bool = False, status: int = 200,
) -> HTMLResponse:  # fmt: skip
    """The form of a file, with what was entered and is refused."""
    try:
        fields = fields_of(file.text)
    except ValueError:  # no TOML: what is wrong stands in its place
        fields = None
    shown = {**(fields or {}), **(entered or {})}
    listed = shown.get("marketplaces", "").split()
    return desk.render(
        request, "watchlist.html", status=status, file=desk.watchlist, digest=file.digest, checked=result, saved=saved,
        is_toml=fields is not None, fields=shown, rows=rows_in(shown), places=PLACES, listed=listed,
        marketplaces=list(dict.fromkeys([*MARKETPLACES, *listed])), new_brand=BrandRows("brand.new0"),
        right_kinds=get_args(RightKind), right_states=["", *get_args(RightStatus)],
        owner_kinds=["", *get_args(OwnerKind)],
    )  # fmt: skip


def _both(desk: Desk, request: Request, yours: str) -> HTMLResponse:
    """The file as it is now beside what was entered: nothing was written."""
    now = read_watchlist_file(desk.watchlist)
    file = now.text.splitlines() if now else []
    mine = yours.splitlines()
    changes = SequenceMatcher(None, file, mine, autojunk=False).get_opcodes()
    texts: tuple[list[tuple[str, bool]], list[tuple[str, bool]]] = ([], [])
    for kind, first, last, begin, end in changes:
        texts[0].extend((line, kind != "equal") for line in file[first:last])
        texts[1].extend((line, kind != "equal") for line in mine[begin:end])
    return desk.render(
        request, "watchlist_both.html", status=409, file=desk.watchlist, now=texts[0], yours=texts[1]
    )  # fmt: skip
