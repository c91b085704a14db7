"""Show anybody what young people asked for and what was replied, and let them mark it."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from html import escape
from pathlib import Path

from aiohttp import web

from bot.evidence import found_by_promise
from bot.guard import plain_page
from bot.links import Links, Use
from bot.pages import serve
from bot.passes import Expired, Forged
from bot.scripts import load
from store import Books, Store
from workflow.dates import day, today
from workflow.people import DutyNumbers
from workflow.promises import Mark, Promise, said_back

__all__ = ["PATH", "WeDid", "rating_link"]

PATH = f"/{Use.WE_DID.value}"
_PAGES = Path(serve.__file__).parent
_LABELS = {Mark.FIXED: "Fixed", Mark.BETTER: "Better", Mark.SAME: "The same"}
_MARK_IT = "You can mark what we did. Nobody can see that it was you."
_NO_MARKS = "To mark what we did, open this page with the link from the end of your chat."
_OVER = "This link is too old to mark with. You can still read everything."
_NOTHING = "There are no replies yet. We have 28 days to reply to each thing you ask for."


def rating_link(links: Links, key: bytes, talk: str) -> str:
    """The address at which whoever was in a talk can mark replies, and nothing else.

    `key` is for this purpose alone. The rater in the address is a digest: it does not lead back
    to the talk without the key.
    """
    rater = hmac.new(key, talk.encode(), hashlib.sha256).hexdigest()
    return links.sign(Use.WE_DID, {"rater": rater})


@dataclass(frozen=True, slots=True)
class WeDid:
    """The public page and its marks; `links` is None where this service has no address."""

    store: Store
    clock: Callable[[], datetime]
    links: Links | None

    def open(self, app: web.Application) -> None:
        """Register the routes: the page is for everybody, marks are for who has a link."""
        app.router.add_get(PATH, self._page)
        app.router.add_get(f"{PATH}/{{token}}", self._page)
        app.router.add_post(f"{PATH}/{{token}}", self._mark)

    async def _page(self, request: web.Request) -> web.Response:
        token = request.match_info.get("token", "")
        rater, about = self._rater(token) if token else (None, _NO_MARKS)
        async with self.store.read() as books:
            marks = await books.promises.my_marks(rater) if rater else {}
            content = await _filled(books, rater=rater, about=about, marks=marks)
        nonce = secrets.token_urlsafe(18)
        page = content.replace("{{nonce}}", nonce)
        return web.Response(text=page, content_type="text/html", headers=plain_page(nonce))

    async def _mark(self, request: web.Request) -> web.Response:
        token = request.match_info["token"]
        rater, _ = self._rater(token)
        sent = await request.post()
        promise, mark = str(sent.get("promise", "")), str(sent.get("mark", ""))
        if rater and promise.isdecimal() and len(promise) < 10 and mark in list(Mark):
            async with self.store.begin() as books:
                found = await books.promises.get(int(promise))
                if found is not None and _is_shown(found):
                    on = today(self.clock())
                    await books.promises.rate(found.id, rater, Mark(mark), on)
        # Back to the page by its address: a reload sends nothing again.
        place = f"#p{promise}" if promise.isdecimal() else ""
        address = f"{PATH}/{token}{place}"
        raise web.HTTPSeeOther(address, headers=plain_page(""))

    def _rater(self, token: str) -> tuple[str | None, str]:
        """Who marks, None for nobody, and what the page says of it."""
        if self.links is None:
            return None, _NO_MARKS
        try:
            return self.links.read(Use.WE_DID, token).get("rater"), _MARK_IT
        except Expired:
            return None, _OVER
        except Forged:
            return None, _NO_MARKS


# --- within -------------------------------------------------------------------------------


async def _filled(books: Books, *, rater: str | None, about: str, marks: Mapping[int, Mark]) -> str:
    """The page with everything but its nonce."""
    plan = await books.plans.current()
    found = await found_by_promise(books)
    shown = [one for one in await books.promises.all() if _is_shown(one)]
    shown.sort(key=lambda one: (one.replied_on, one.id), reverse=True)
    replies = [
        _article(one, found.get(one.id, ""), _form(one, marks.get(one.id)) if rater else "")
        for one in shown
    ]
    parts = {
        "council": escape(plan.council if plan else "The council"),
        "style": (_PAGES / "wedid.css").read_text(encoding="utf-8"),
        "help": _help(await books.people.numbers()),
        "thanks": '<p class="thanks" role="status">Thank you. Your mark is kept.</p>'
        if marks
        else "",
        "replies": "\n".join(replies) or f"<p>{_NOTHING}</p>",
        "about": escape(about),
    }
    page = (_PAGES / "wedid.html").read_text(encoding="utf-8")
    for name, words in parts.items():
        # What people typed may hold braces of its own, which must not be filled in afterwards.
        page = page.replace(f"{{{{{name}}}}}", words.replace("{{", "{&#8288;{"))
    return page


def _is_shown(one: Promise) -> bool:
    return one.public and one.reply is not None and one.dropped_at is None


def _article(one: Promise, found: str, form: str) -> str:
    said = f"“{one.text}”" if one.quoted else one.text
    when = f"We said this on {day(one.replied_on)}." if one.replied_on else ""
    told = f" {found}." if found else ""
    return f"""<article id="p{one.id}">
  <div class="you"><h2>You said</h2><p>{escape(said)}</p></div>
  <div class="we"><h2>We did</h2><p>{escape(said_back(one))}</p></div>
  <p class="when">{escape(when + told)}</p>
  {form}
</article>"""


def _form(one: Promise, mine: Mark | None) -> str:
    buttons = "".join(
        f'<button name="mark" value="{mark.value}" aria-pressed="{str(mark is mine).lower()}">'
        f"{words}</button>"
        for mark, words in _LABELS.items()
    )
    return (
        f'<form method="post"><input type="hidden" name="promise" value="{one.id}">'
        f'<fieldset><legend>How is it now?</legend><div class="marks">{buttons}</div></fieldset>'
        "</form>"
    )


def _help(numbers: DutyNumbers) -> str:
    """Who to call, for any age; the council's own numbers only where it has entered them."""
    facts = {
        "under_18": numbers.under_18,
        "over_18": numbers.over_18,
        "hours": numbers.hours,
        "out_of_hours": numbers.out_of_hours,
    }
    lines = load().common.texts["help-any-age"]
    said = [line.format_map(facts) for line in lines if "{" not in line or all(facts.values())]
    return "\n".join(f"<p>{escape(line)}</p>" for line in said)
