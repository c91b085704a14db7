"""Open the young people's door: pages that need no account and keep nothing in the browser."""

from __future__ import annotations

import asyncio
import re
import secrets
from collections import defaultdict, deque
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import jwt
from aiohttp import web
from aiohttp.typedefs import Handler
from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup, escape

from bot.codes import Signer
from bot.guard import guard
from bot.invitations import is_open, qr_code
from bot.logs import broke, logger
from bot.scanning import scan_words
from bot.voices import Act, Conversations, Over, Turned
from cards.voices import View
from store import Books, Stale, Store
from store.talks import Invitation

if TYPE_CHECKING:
    from multidict import MultiMapping

__all__ = ["YoungDoor"]

log = logger(__name__)

PAGES = Path(__file__).parent / "pages"
FILES = {"young.css": "text/css", "young.js": "text/javascript"}
POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
# Until then a page that was left open can go on; after it the code does.
PAGE_S = 12 * 3600
# What one link, one conversation and all codes together may do in a minute.
MOST_STARTS, MOST_ACTS, MOST_CODES = 300, 60, 30
# A pair of inspectors, with room for a phone that failed.
MOST_OF_VISIT = 6
_MINUTE = 60.0

_LINK = re.compile(r"[A-Za-z0-9_-]{8,40}(\.[A-Za-z0-9_-]{10,40})?")
_ONCE = re.compile(r"[A-Za-z0-9_-]{8,64}")

_TOO_MUCH = "That was a lot at once. Please wait a minute, and try again."
_ENDED = "That chat has ended, or its time is over. Your code still deletes your answers."
_LONG_OPEN = "This page has been open for a long time. Type your code to carry on."


class Gaps(Protocol):
    """Says what keeps feedback shut, in a sentence each; nothing when it may be open."""

    async def __call__(self, books: Books, *, now: datetime) -> tuple[str, ...]:
        """Look now."""
        ...


class YoungDoor:
    """The door. `clock` is service time, `machine` machine time in seconds since 1970."""

    def __init__(
        self,
        store: Store,
        talks: Conversations,
        signer: Signer,
        base: str,
        *,
        key: bytes,
        leave: str,
        clock: Callable[[], datetime],
        machine: Callable[[], float],
        deliver: Callable[[Sequence[str]], Awaitable[None]],
        gaps: Gaps,
    ) -> None:
        self._store = store
        self._talks = talks
        self._signer = signer
        self._base = base
        self._key = key
        self._leave = leave
        self._clock = clock
        self._machine = machine
        self._deliver = deliver
        self._gaps = gaps
        self._limit = _Limit(machine)
        loader = FileSystemLoader(PAGES)
        environment = Environment(loader=loader, autoescape=True, trim_blocks=True)
        environment.filters["said"] = _said
        self._page = environment.get_template("young.html")

    def open(self, app: web.Application) -> None:
        """Register the pages."""
        guard(app)
        app.on_startup.append(self._load)
        routes = app.router
        routes.add_get("/y/{name:young\\.(css|js)}", _file)
        kindly = self._kindly
        routes.add_get("/y/who", kindly(self._who))
        routes.add_get("/y/accessibility", kindly(self._accessibility))
        for path, post in (("resume", self._resume), ("delete", self._delete)):
            routes.add_get(f"/y/{path}", kindly(self._ask_code))
            routes.add_post(f"/y/{path}", kindly(post))
        routes.add_post("/y/go", kindly(self._go))
        routes.add_get("/y/{link}", kindly(self._arrive))
        routes.add_get("/y/{link}/qr.{kind:svg|png}", self._scan_me)
        routes.add_post("/y/{link}", kindly(self._begin))

    async def _load(self, _: web.Application) -> None:
        """Load the scan before anybody writes: its list and reader take a second or two."""
        self._loading = asyncio.create_task(asyncio.to_thread(scan_words, ""))

    def _kindly(self, page: Handler) -> Handler:
        """A page that answers with words and help whatever happens, the database away too."""

        async def shown(request: web.Request) -> web.StreamResponse:
            try:
                return await page(request)
            except web.HTTPRequestEntityTooLarge:
                return self._drawn(self._talks.screens.broken("too-long"), status=413)
            except (web.HTTPException, asyncio.CancelledError, ConnectionError):
                raise
            except Exception as error:  # noqa: BLE001 - our fault, and nobody else's to read
                broke(log, "young_page_failed", error)
                return self._drawn(self._talks.screens.broken("our-fault"), status=503)

        return shown

    # --- arriving ---

    async def _arrive(self, request: web.Request) -> web.Response:
        now = self._clock()
        async with self._store.read() as books:
            invitation = await self._invited(books, request.match_info["link"], now)
            if invitation is None:
                return await self._gone(books)
            if await self._gaps(books, now=now):
                return await self._shut(books)
            view = await self._talks.screens.opening(books, invitation, now)
        return self._drawn(view, action=f"/y/{invitation.id}")

    async def _scan_me(self, request: web.Request) -> web.Response:
        """The address of a link as a QR code: it says nothing that the link does not."""
        link, kind = request.match_info["link"], request.match_info["kind"]
        async with self._store.read() as books:
            invitation = await self._invited(books, link, self._clock())
        if invitation is None:
            raise web.HTTPNotFound
        picture = qr_code(f"{self._base}/y/{link}", kind)
        content = "image/svg+xml" if kind == "svg" else "image/png"
        return web.Response(body=picture, content_type=content)

    async def _begin(self, request: web.Request) -> web.Response:
        form, now = await _form(request), self._clock()
        async with self._store.begin() as books:
            invitation = await self._invited(books, request.match_info["link"], now)
            if invitation is None:
                return await self._gone(books)
            if await self._gaps(books, now=now):
                return await self._shut(books)
            if _first(form, "do") != "start":
                return self._drawn(await self._talks.screens.words(books, "See you", "not-now"))
            if self._limit.reached(f"start {invitation.id}", MOST_STARTS):
                return await self._slow(books)
            turned = await self._talks.start(books, invitation, now)
        return self._turned(turned)

    # --- going on ---

    async def _go(self, request: web.Request) -> web.Response:
        form = await _form(request)
        token, act = _first(form, "pass"), _act(form)
        talk, in_time = self._holder(token)
        if talk is None:
            return await self._code_page("resume", _LONG_OPEN)
        if not in_time:
            act = Act("", act.once, words=act.words)
        if self._limit.reached(f"talk {talk}", MOST_ACTS):
            async with self._store.read() as books:
                return await self._slow(books)
        try:
            turned = await self._act(talk, act)
        except Over:
            return await self._code_page("resume", _ENDED)
        if not in_time and not turned.view.urgent:
            return await self._code_page("resume", _LONG_OPEN)
        return self._turned(turned)

    async def _act(self, talk: str, act: Act) -> Turned:
        try:
            turned = await self._act_once(talk, act)
        except Stale:
            # Two pages at once: read again, and the second is shown where the first has come to.
            turned = await self._act_once(talk, act)
        await self._deliver(turned.keys)
        return turned

    async def _act_once(self, talk: str, act: Act) -> Turned:
        async with self._store.begin() as books:
            return await self._talks.act(books, talk, act, self._clock())

    # --- with a code ---

    async def _ask_code(self, request: web.Request) -> web.Response:
        return await self._code_page(request.path.rpartition("/")[2])

    async def _resume(self, request: web.Request) -> web.Response:
        code = _first(await _form(request), "code")
        if self._limit.reached("codes", MOST_CODES):
            return await self._code_page("resume", _TOO_MUCH)
        try:
            async with self._store.begin() as books:
                turned = await self._talks.resume(books, code, self._clock())
        except Over as over:
            return await self._code_page("resume", _ENDED if over.known else self._no_such())
        return self._turned(turned)

    async def _delete(self, request: web.Request) -> web.Response:
        code = _first(await _form(request), "code")
        if self._limit.reached("codes", MOST_CODES):
            return await self._code_page("delete", _TOO_MUCH)
        async with self._store.begin() as books:
            if await self._talks.forget(books, code, self._clock()):
                view = await self._talks.screens.words(books, "Deleted", "deleted", "passed-on")
                return self._drawn(view)
        return await self._code_page("delete", self._no_such())

    async def _code_page(self, which: str, trouble: str = "") -> web.Response:
        async with self._store.read() as books:
            title = "Delete my answers" if which == "delete" else "Carry on with your code"
            texts = ("passed-on",) if which == "delete" else ()
            view = await self._talks.screens.words(books, title, *texts)
        return self._drawn(view, ask_code=which, trouble=trouble)

    def _no_such(self) -> str:
        return self._talks.screens.scripts.common.texts["no-such-code"][0]

    # --- pages to read ---

    async def _who(self, _: web.Request) -> web.Response:
        return await self._reading("Who sees this?", "who-sees", "who-sees-more")

    async def _accessibility(self, _: web.Request) -> web.Response:
        return await self._reading("Accessibility", "accessibility")

    async def _reading(self, title: str, *texts: str) -> web.Response:
        async with self._store.read() as books:
            return self._drawn(await self._talks.screens.words(books, title, *texts), plain=True)

    async def _gone(self, books: Books) -> web.Response:
        view = await self._talks.screens.words(books, "This link has ended", "link-ended")
        return self._drawn(view, help_open=True, status=404)

    async def _shut(self, books: Books) -> web.Response:
        view = await self._talks.screens.words(books, "Not open yet", "closed")
        return self._drawn(view, help_open=True)

    async def _slow(self, books: Books) -> web.Response:
        view = await self._talks.screens.words(books, "One moment", "too-much")
        return self._drawn(view, help_open=True, status=429)

    # --- within ---

    async def _invited(self, books: Books, link: str, now: datetime) -> Invitation | None:
        """The invitation of a link that still opens something."""
        if not _LINK.fullmatch(link):
            return None
        found = await books.talks.invitation(link)
        if found is None or not self._signer.is_right(found):
            return None
        if not is_open(found, now):
            return None
        full = found.kind == "visit" and found.started >= MOST_OF_VISIT
        return None if full else found

    def _holder(self, token: str) -> tuple[str | None, bool]:
        """Whose page it is, and whether its time is not over."""
        try:
            said = jwt.decode(token, self._key, ["HS256"], options={"verify_exp": False})
            return str(said["talk"]), float(said["until"]) > self._machine()
        except (jwt.InvalidTokenError, KeyError, ValueError, TypeError):
            return None, False

    def _turned(self, turned: Turned) -> web.Response:
        claims = {"talk": turned.talk, "until": self._machine() + PAGE_S}
        token = jwt.encode(claims, self._key, "HS256")
        return self._drawn(turned.view, action="/y/go", token=token)

    def _drawn(
        self,
        view: View,
        *,
        action: str = "",
        token: str = "",
        ask_code: str = "",
        trouble: str = "",
        plain: bool = False,
        help_open: bool = False,
        status: int = 200,
    ) -> web.Response:
        if trouble:
            view = replace(view, trouble=(trouble,))
        text = self._page.render(
            view=view,
            action=action,
            token=token,
            once=secrets.token_urlsafe(12),
            ask_code=ask_code,
            plain=plain,
            help_open=help_open,
            leave=self._leave,
        )
        headers = {
            "Content-Security-Policy": POLICY,
            # An own page may know where it was opened from; no other ever does.
            "Referrer-Policy": "same-origin",
            "Cache-Control": "no-store",
        }
        return web.Response(text=text, content_type="text/html", status=status, headers=headers)


class _Limit:
    """How often something was done in the last minute; kept in memory, and about nobody."""

    def __init__(self, machine: Callable[[], float]) -> None:
        self._machine = machine
        self._seen: defaultdict[str, deque[float]] = defaultdict(deque)

    def reached(self, what: str, most: int) -> bool:
        """Count once more, and say whether that is too often."""
        now = self._machine()
        for key in [key for key, times in self._seen.items() if times[-1] < now - _MINUTE]:
            del self._seen[key]
        times = self._seen[what]
        while times and times[0] < now - _MINUTE:
            times.popleft()
        times.append(now)
        return len(times) > most


async def _file(request: web.Request) -> web.StreamResponse:
    name = request.match_info["name"]
    headers = {"Cache-Control": "no-cache", "Content-Type": f"{FILES[name]}; charset=utf-8"}
    return web.FileResponse(PAGES / name, headers=headers)


async def _form(request: web.Request) -> MultiMapping[object]:
    return await request.post()


def _act(form: MultiMapping[object]) -> Act:
    once = _first(form, "once")
    only = _first(form, "only")
    ticked = tuple(each for each in form.getall("chosen", []) if isinstance(each, str))
    return Act(
        do="answer" if only else _first(form, "do") or "answer",
        once=once if _ONCE.fullmatch(once) else secrets.token_urlsafe(12),
        name=_first(form, "name"),
        chosen=(only,) if only else ticked,
        words=_first(form, "words"),
    )


def _first(form: Mapping[str, object], name: str) -> str:
    given = form.get(name, "")
    return given if isinstance(given, str) else ""


def _said(line: str) -> Markup:
    """A line of the scripts, with its **bold** parts; everything else is text."""
    parts = str(escape(line)).split("**")
    bold = (f"<strong>{part}</strong>" if i % 2 else part for i, part in enumerate(parts))
    return Markup("".join(bold))  # noqa: S704 - escaped above
