"""Turn what young people asked for into somebody's reply: draft, ask, reply, show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from bot.scene import Said, Scene, answer, note, problem
from cards.actions import Press, PromiseAsk, PromiseOpen, PromisePress, PromiseReply, StatementSave
from store import Books
from workflow.dates import Calendar, today
from workflow.evidence import STATED
from workflow.letters import Letter, WhenUnsure, person_party
from workflow.people import Kind, holders
from workflow.promises import (
    TEXT_MOST,
    Promise,
    PromiseView,
    Reply,
    asked,
    check_reply,
    check_text,
    last_visit,
    nudges,
    replied,
    view_of,
)

__all__ = [
    "PROVISIONS",
    "ask",
    "drop",
    "hide",
    "list_promises",
    "open_promise",
    "promise_view",
    "promised",
    "publish",
    "remind_owners",
    "save_reply",
    "save_statement",
]

# What a visit was to, as people read it.
PROVISIONS: Mapping[str, str] = {
    "local-offer": "the Local Offer",
    "residential": "residential homes",
    "fostering": "fostering and adoption",
    "virtual-school": "the Virtual School",
    "health": "health and mental health",
}


async def list_promises(scene: Scene, _: Press) -> Said:
    """Show the participation worker everything that was asked for."""
    return await _workers_only(scene) or answer(scene, "promises", {})


async def open_promise(scene: Scene, press: PromiseOpen) -> Said:
    """Show one promise to its owner or to the participation worker."""
    found = await scene.books.promises.get(press.id)
    if found is not None and found.owner == scene.who:
        return answer(scene, "promise", {"id": press.id})
    return await _workers_only(scene) or answer(scene, "promise", {"id": press.id})


async def ask(scene: Scene, press: PromiseAsk) -> Said:
    """Ask somebody for a reply; the 28 days begin."""
    if refused := await _workers_only(scene):
        return refused
    people = await scene.books.people.all()
    error = check_text(press.text, press.owner, [one.id for one in people.persons])
    if error:
        typed = {"text": press.text, "owner": press.owner}
        return answer(scene, "promise", {"id": press.id, "error": error, "typed": typed})
    found = await _current(scene, press)
    if isinstance(found, Said):
        return found
    after = asked(
        found,
        text=press.text,
        owner=press.owner,
        by=scene.who,
        now=scene.now,
        calendar=scene.calendar,
    )
    if refused := await _keep(scene, after, "asked"):
        return refused
    letter = _tell(after, press.owner, "asked")
    return answer(scene, "promise", {"id": press.id, "notice": "✓ Asked for a reply."}, letter)


async def drop(scene: Scene, press: PromisePress) -> Said:
    """Let go of a draft, or of what nobody has to answer any more."""
    if refused := await _workers_only(scene):
        return refused
    found = await _current(scene, press)
    if isinstance(found, Said):
        return found
    if refused := await _keep(scene, replace(found, dropped_at=scene.now), "dropped"):
        return refused
    return answer(scene, "promises", {"notice": "✓ Dropped."})


async def save_reply(scene: Scene, press: PromiseReply) -> Said:
    """Take in the owner's reply."""
    found = await scene.books.promises.get(press.id)
    if found is None or found.owner != scene.who or found.dropped_at is not None:
        why = "Only the person who was asked can reply, as long as a reply is wanted."
        return problem(scene, why, {"words": press.words})
    if error := check_reply(press.reply, press.words):
        typed = {"reply": press.reply, "words": press.words}
        return answer(scene, "promise", {"id": press.id, "error": error, "typed": typed})
    if found.version != press.v:
        typed = {"reply": press.reply, "words": press.words}
        facts = {"id": press.id, "error": _CHANGED, "typed": typed}
        return answer(scene, "promise", facts)
    after = replied(found, reply=Reply(press.reply), words=press.words, by=scene.who, now=scene.now)
    if refused := await _keep(scene, after, "replied"):
        return refused
    people = await scene.books.people.all()
    letters = [
        _tell(after, person, "replied") for person in holders(people, Kind.PARTICIPATION_WORKER)
    ]
    notice = "✓ Thank you. The participation worker puts it on the public page."
    return answer(scene, "promise", {"id": press.id, "notice": notice}, *letters)


async def publish(scene: Scene, press: PromisePress) -> Said:
    """Put a reply on the page that anybody can read."""
    return await _show(scene, press, public=True)


async def hide(scene: Scene, press: PromisePress) -> Said:
    """Take a reply off the public page."""
    return await _show(scene, press, public=False)


async def save_statement(scene: Scene, press: StatementSave) -> Said:
    """Record what the Children in Care Council says of a measure."""
    if refused := await _workers_only(scene):
        return refused
    words = press.words.strip()
    if press.measure not in STATED or not words or len(words) > TEXT_MOST:
        why = f"Write what the Children in Care Council said, in up to {TEXT_MOST:,} characters."
        return problem(scene, why, {"words": press.words})
    await scene.books.voices.state(press.measure, words, scene.who, scene.now)
    await scene.books.memory.log(scene.who, "stated", press.measure, scene.now)
    return answer(scene, "promises", {"notice": "✓ The statement is saved."})


async def remind_owners(books: Books, now: datetime, calendar: Calendar) -> list[Letter]:
    """Remind whoever should have been reminded of a reply by now and was not."""
    promises = await books.promises.all()
    if not promises:
        return []
    workers = holders(await books.people.all(), Kind.PARTICIPATION_WORKER)
    letters: list[Letter] = []
    for after, said in nudges(promises, workers, now, calendar):
        if await books.promises.keep(after):
            letters += said
    return letters


async def promised(books: Books, provision: str) -> tuple[str, ...]:
    """What was promised after earlier visits to a kind of provision, the newest first.

    The next visit's form begins with it: the script's fact `promises` is "yes" where there is
    any, and the first one stands in the question.
    """
    return tuple(one.text for one in last_visit(await books.promises.of_visit(provision)))


async def promise_view(
    books: Books, one: Promise, person: str, now: datetime, *, facts: Mapping[str, object]
) -> PromiseView:
    """What somebody is shown of a promise."""
    people = await books.people.all()
    typed = facts.get("typed")
    return view_of(
        one,
        today(now),
        names={each.id: each.name for each in people.persons},
        provisions=PROVISIONS,
        person=person,
        people=[(each.name, each.id) for each in sorted(people.persons, key=lambda p: p.name)],
        error=str(facts.get("error", "")),
        typed={k: str(v) for k, v in typed.items()} if isinstance(typed, Mapping) else None,
        notice=str(facts.get("notice", "")),
    )


# --- within -------------------------------------------------------------------------------

_CHANGED = "It was changed since that card. This is how it stands now."


async def _workers_only(scene: Scene) -> Said | None:
    if await scene.is_(Kind.PARTICIPATION_WORKER):
        return None
    why = "“You said, we did” is kept by the participation worker."
    return note(scene, "That is not yours to do", [why])


async def _current(scene: Scene, press: PromisePress) -> Promise | Said:
    """The promise that the card showed, or the newer one where it was changed since."""
    found = await scene.books.promises.get(press.id)
    if found is None or found.dropped_at is not None:
        return answer(scene, "promises", {"notice": "That one was dropped."})
    if found.version != press.v:
        return answer(scene, "promise", {"id": press.id, "error": _CHANGED})
    return found


async def _keep(scene: Scene, after: Promise, did: str) -> Said | None:
    if not await scene.books.promises.keep(after):
        return answer(scene, "promise", {"id": after.id, "error": _CHANGED})
    await scene.books.memory.log(scene.who, f"promise_{did}", f"promise {after.id}", scene.now)
    return None


async def _show(scene: Scene, press: PromisePress, *, public: bool) -> Said:
    if refused := await _workers_only(scene):
        return refused
    found = await _current(scene, press)
    if isinstance(found, Said):
        return found
    if found.reply is None:
        return answer(scene, "promise", {"id": press.id, "error": "There is no reply yet."})
    did = "published" if public else "hidden"
    if refused := await _keep(scene, replace(found, public=public), did):
        return refused
    said = "✓ It is on the public page." if public else "✓ It is off the public page."
    return answer(scene, "promises", {"notice": said})


def _tell(one: Promise, person: str, kind: str) -> Letter:
    return Letter(
        f"{kind}:{one.id}:{one.version}:{person}",
        person_party(person),
        kind,
        {"id": one.id},
        when_unsure=WhenUnsure.AGAIN,
    )
