"""Make the links that open the young people's chat, and draw them to be scanned."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import date, datetime, time
from typing import NoReturn

import segno

from bot.codes import Signer
from bot.promises import PROVISIONS
from bot.scene import Said, Scene, answer, note
from cards.actions import InviteMake, InviteRevoke, Press
from store import Books
from store.talks import Invitation
from workflow.dates import LONDON, day, today
from workflow.people import Kind

__all__ = [
    "SCRIPTS",
    "is_open",
    "make",
    "make_invitation",
    "open_invitations",
    "qr_code",
    "revoke",
]

# What may be asked, as people read it.
SCRIPTS: Mapping[str, str] = {"local-offer": "The Local Offer", "visit": "A visit"}


async def make_invitation(
    books: Books,
    signer: Signer,
    *,
    script: str,
    until: date,
    now: datetime,
    provision: str = "",
    lead: str = "",
    made_by: str | None = None,
) -> Invitation:
    """Make a link that works until the end of a day; ValueError with a sentence where it can't."""
    kind = "visit" if script == "visit" else "open"
    if script not in SCRIPTS:
        _refuse(f"There is no script called {script}. There are: {', '.join(SCRIPTS)}.")
    if until < today(now):
        _refuse(f"{day(until)} is over. Give a day that is still to come.")
    if kind == "visit":
        people = await books.people.all()
        if provision not in PROVISIONS:
            _refuse(f"A visit needs what is visited: {', '.join(PROVISIONS)}.")
        if lead not in {one.id for one in people.persons}:
            _refuse("A visit needs somebody who leads it, by their id in the people file.")
    made = Invitation(
        id=signer.name(kind),
        kind=kind,
        script=script,
        made_at=now,
        expires_at=datetime.combine(until, time.max, LONDON),
        provision=provision or None,
        lead=lead or None,
        made_by=made_by,
    )
    await books.talks.invite(made)
    await books.memory.log(made_by or "operator", "invited", f"{script} {provision}".strip(), now)
    return made


def is_open(one: Invitation, now: datetime) -> bool:
    """Whether a link still opens something."""
    return one.revoked_at is None and one.expires_at > now


def qr_code(address: str, kind: str) -> bytes:
    """An address to be scanned from a poster, as `svg` or `png`."""
    into = io.BytesIO()
    segno.make(address, error="m", micro=False).save(into, kind=kind, scale=8, border=4)
    return into.getvalue()


# --- in chat ------------------------------------------------------------------------------


async def open_invitations(scene: Scene, _: Press) -> Said:
    """Show the participation worker the links there are, and how to make one."""
    return await _workers_only(scene) or answer(scene, "invitations", {})


async def make(scene: Scene, press: InviteMake) -> Said:
    """Make a link for the participation worker."""
    if refused := await _workers_only(scene):
        return refused
    if scene.signer is None:
        return note(scene, "No links yet", [_NO_ADDRESS])
    try:
        made = await make_invitation(
            scene.books,
            scene.signer,
            script=press.script,
            until=_day(press.until),
            now=scene.now,
            provision=press.provision if press.script == "visit" else "",
            lead=scene.who if press.script == "visit" else "",
            made_by=scene.who,
        )
    except ValueError as error:
        return answer(scene, "invitations", {"error": str(error)})
    return answer(scene, "invitations", {"made": made.id})


async def revoke(scene: Scene, press: InviteRevoke) -> Said:
    """Close a link at once; conversations that it opened go on."""
    if refused := await _workers_only(scene):
        return refused
    closed = await scene.books.talks.revoke(press.id, scene.now)
    notice = "That link is closed now." if closed else "That link was closed already."
    return answer(scene, "invitations", {"notice": notice})


_NO_ADDRESS = "This service doesn't know its own address yet. Ask whoever runs it."


async def _workers_only(scene: Scene) -> Said | None:
    if await scene.is_(Kind.PARTICIPATION_WORKER):
        return None
    return note(scene, "That is not yours to do", ["Links are made by the participation worker."])


def _day(given: str) -> date:
    try:
        return date.fromisoformat(given)
    except ValueError:
        _refuse("Give the last day on which the link works.")


def _refuse(why: str) -> NoReturn:
    raise ValueError(why) from None
