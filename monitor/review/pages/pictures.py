"""Pictures for the pages: copies that were drawn anew when a picture was kept, from the store and from nowhere else."""

from typing import Literal

from fastapi import APIRouter
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from monitor.review.render import Desk
from monitor.store.read.pictures import copy_of_picture

_CACHED = "private, max-age=604800, immutable"
"""A week in the person's own browser: an address names the bytes by their digest, so they never change."""


def picture_routes(desk: Desk) -> APIRouter:
    """`/picture/SHA256` and `/thumbnail/SHA256`, of the picture's bytes as they came."""
    router = APIRouter()

    @router.get("/picture/{sha256}")
    def picture(sha256: str) -> Response:
        return _copy(desk, sha256, "view")

    @router.get("/thumbnail/{sha256}")
    def thumbnail(sha256: str) -> Response:
        return _copy(desk, sha256, "thumbnail")

    return router


def _copy(desk: Desk, sha256: str, which: Literal["view", "thumbnail"]) -> Response:
    with desk.store.read() as connection:
        copy = copy_of_picture(connection, sha256, which)
    if copy is None:
        raise HTTPException(404, "no such picture in this store")
    digest, media_type = copy
    body = desk.store.kept_bytes(digest)
    return Response(body, media_type=media_type, headers={"Cache-Control": _CACHED})
