"""Hand out packs and pictures at signed addresses; who comes too late is told so in words."""

from __future__ import annotations

import asyncio
from collections import OrderedDict

from aiohttp import web

from bot.links import Links, Use
from bot.pack import KINDS, file_name, load_pack, make
from bot.passes import Expired, Forged
from bot.pictures import draw, png
from store import Store

__all__ = ["Downloads"]

_KEPT = 6

NO_SUCH = "There is nothing at this address. Open the board's card and ask for the pack again."
OVER = (
    "This link has expired: each works for an hour. Open the board's card and press "
    "“Get the pack” for a new one."
)

NO_PICTURE = "There is no picture at this address. Open the board's card again for a new one."
PICTURE_OVER = "This picture's address has expired. Open the board's card again for a new one."


class Downloads:
    """The routes; one pack is made at a time, and the newest are kept."""

    def __init__(self, store: Store, links: Links) -> None:
        self._store = store
        self._links = links
        self._one = asyncio.Lock()
        self._made: OrderedDict[tuple[str, str, str, str], bytes] = OrderedDict()

    def open(self, app: web.Application) -> None:
        """Register the routes."""
        app.router.add_get(f"/{Use.PACK.value}/{{token}}", self._pack)
        app.router.add_get(f"/{Use.PICTURE.value}/{{token}}", self._picture)

    async def _pack(self, request: web.Request) -> web.Response:
        try:
            what = self._links.read(Use.PACK, request.match_info["token"])
            board, month, kind = what["board"], what["month"], what["kind"]
        except Expired:
            return refused(410, OVER)
        except (Forged, KeyError):
            return refused(404, NO_SUCH)
        async with self._store.read() as books:
            pack = await load_pack(books, board, month)
        if isinstance(pack, str) or kind not in KINDS:
            return refused(404, pack if isinstance(pack, str) else NO_SUCH)
        key = (board, month, kind, pack.digest)
        async with self._one:
            if key not in self._made:
                # Thousands of actions take seconds, and others must not wait for them.
                self._made[key] = await asyncio.to_thread(make, pack, kind)
                while len(self._made) > _KEPT:
                    self._made.popitem(last=False)
            content = self._made[key]
        name = file_name(board, month, kind)
        return web.Response(
            body=content,
            content_type=KINDS[kind],
            headers={
                "Content-Disposition": f'attachment; filename="{name}"',
                "Cache-Control": "private, no-store",
                "X-Content-Type-Options": "nosniff",
            },
        )

    async def _picture(self, request: web.Request) -> web.Response:
        try:
            what = self._links.read(Use.PICTURE, request.match_info["token"])
        except Expired:
            return refused(410, PICTURE_OVER)
        except Forged:
            return refused(404, NO_PICTURE)
        async with self._store.read() as books:
            picture = await draw(books, what)
        if picture is None:
            return refused(404, NO_PICTURE)
        content = await asyncio.to_thread(png, picture)
        return web.Response(
            body=content,
            content_type="image/png",
            headers={
                "Cache-Control": "private, max-age=86400",
                "X-Content-Type-Options": "nosniff",
            },
        )


def refused(status: int, sentence: str) -> web.Response:
    """A sentence for whoever followed a link that opens nothing."""
    return web.Response(status=status, text=f"{sentence}\n", headers={"Cache-Control": "no-store"})
