"""Let named people read what young people wrote, one answer at a time, and say what comes of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.cipher import Cipher
from bot.concerns import raise_concern
from bot.scanning import scan_words
from bot.scene import Said, Scene, answer, note
from bot.scripts import load
from cards.actions import Press, ReadingPress, ReadingSuggest
from store import Books
from workflow.cover import away
from workflow.dates import Calendar, day_and_time, today
from workflow.letters import Letter, person_party
from workflow.people import Kind, holders, may
from workflow.words import shorten
from workflow.written import (
    Outcome,
    Readers,
    ReadView,
    Written,
    asking,
    check_suggestion,
    waiting,
)

__all__ = [
    "ask_readers",
    "done",
    "may_read",
    "open_next",
    "pass_on",
    "read_view",
    "readers_of",
    "suggest",
]

_USE = {True: "Yes, without their name", False: "No", None: "They didn't say, so no"}
_READERS = (Kind.READER, Kind.READER_COVER, Kind.SAFEGUARDING_LEAD)
# What the longest draft may hold of somebody's own words, in characters.
_QUOTED = 1000


async def open_next(scene: Scene, _: Press) -> Said:
    """Show the answer that must be read first; that its words were opened is noted."""
    return await _guarded(scene) or await _next(scene)


async def may_read(scene: Scene) -> bool:
    """Whether somebody was named to read what young people write."""
    people = await scene.books.people.all()
    return bool(scene.who) and any(may(people, scene.who, kind) for kind in _READERS)


async def done(scene: Scene, press: ReadingPress) -> Said:
    """Note that an answer was read and nothing has to be done."""
    if refused := await _guarded(scene):
        return refused
    if not await _settle(scene, press.id, Outcome.NOTHING):
        return await _next(scene, notice=_ALREADY)
    return await _next(scene)


async def pass_on(scene: Scene, press: ReadingPress) -> Said:
    """Raise a concern about an answer; the duty team is alerted whatever the hour."""
    if refused := await _guarded(scene):
        return refused
    found = await scene.books.voices.written(press.id)
    words = opened(scene.cipher, found) if found else None
    if found is None or words is None or scene.cipher is None:
        return await _next(scene, notice=_ALREADY)
    if found.outcome is Outcome.CONCERN:
        return await _next(scene, notice="That one has been passed on already.")
    raised = await raise_concern(
        scene.books,
        cipher=scene.cipher,
        words=words,
        scan=scan_words(words),
        source=_source(found),
        talk=found.talk,
        now=scene.now,
    )
    # Read by somebody else first or not: whoever is in doubt is heard.
    await scene.books.voices.read(press.id, by=scene.who, outcome=Outcome.CONCERN, now=scene.now)
    await _log(scene, "raised", press.id)
    by = day_and_time(raised.reads_by)
    notice = f"Passed on as {raised.reference}. {raised.team} reads it by {by}."
    return (await _next(scene, notice=notice)).also(*raised.letters)


async def suggest(scene: Scene, press: ReadingSuggest) -> Said:
    """Send an answer on as a draft of "you said", in words from which nobody can be known."""
    if refused := await _guarded(scene):
        return refused
    found = await scene.books.voices.written(press.id)
    if found is None or found.read_at is not None or found.withdrawn:
        return await _next(scene, notice=_ALREADY)
    quote = press.quote == "yes"
    error = check_suggestion(press.words, quote=quote, may_quote=found.use is True)
    words = opened(scene.cipher, found) if quote else press.words.strip()
    if error or words is None:
        facts = {"id": press.id, "error": error, "typed": press.words}
        return answer(scene, "written", facts)
    # First of all: two readers at once make one draft.
    if not await _settle(scene, press.id, Outcome.SUGGESTION):
        return await _next(scene, notice=_ALREADY)
    made = await scene.books.promises.draft(
        shorten(words, _QUOTED),
        by=scene.who,
        now=scene.now,
        kind="recommendation" if found.script == "visit" else "suggestion",
        written=found.id,
        provision=found.provision,
        quoted=quote,
    )
    people = await scene.books.people.all()
    letters = [
        Letter(f"suggested:{made.id}:{person}", person_party(person), "suggested", {"id": made.id})
        for person in holders(people, Kind.PARTICIPATION_WORKER)
    ]
    return (await _next(scene)).also(*letters)


async def ask_readers(books: Books, now: datetime, calendar: Calendar) -> list[Letter]:
    """Ask whoever should have been asked to read by now and was not."""
    unread = await books.voices.unread()
    if not unread:
        return []
    letters: list[Letter] = []
    for one in asking(unread, await readers_of(books, now), now, calendar):
        await books.voices.told(one.ids, one.told, now)
        letters += one.letters
    return letters


async def readers_of(books: Books, now: datetime) -> Readers:
    """Who reads, and who of them is away."""
    people = await books.people.all()
    absences = await books.cover.absences()
    return Readers(
        readers=holders(people, Kind.READER),
        covers=holders(people, Kind.READER_COVER),
        leads=holders(people, Kind.SAFEGUARDING_LEAD),
        away=frozenset(one.person for one in absences if away(absences, one.person, today(now))),
    )


async def read_view(
    books: Books, id_: int, cipher: Cipher | None, now: datetime, *, facts: dict[str, str]
) -> ReadView | None:
    """What a reader sees of an answer; None when it has been read or is gone."""
    found = await books.voices.written(id_)
    if found is None or found.read_at is not None:
        return None
    unread = waiting(await books.voices.unread())
    words = opened(cipher, found)
    return ReadView(
        id=found.id,
        position=_position(unread, found),
        total=len(unread),
        question=_question(found),
        words=words or "",
        by=day_and_time(found.read_by),
        late=now >= found.read_by,
        may_use="It was deleted with its code" if found.withdrawn else _USE[found.use],
        quotable=found.use is True,
        used=not found.withdrawn,
        opened=words is not None,
        error=facts.get("error", ""),
        typed=facts.get("typed", ""),
        notice=facts.get("notice", ""),
    )


def opened(cipher: Cipher | None, one: Written) -> str | None:
    """The words of an answer, None when they can't be opened with this service's key."""
    if cipher is None:
        return None
    try:
        return cipher.open(one.sealed)
    except ValueError:
        return None


# --- within -------------------------------------------------------------------------------

_ALREADY = "That one has been read already."


async def _guarded(scene: Scene) -> Said | None:
    """Why somebody may not read, None for those who may."""
    if await may_read(scene):
        return None
    why = "What young people write is read by the people who were named for it, and nobody else."
    return note(scene, "That is not yours to read", [why])


async def _next(scene: Scene, *, notice: str = "") -> Said:
    """Show what must be read first now, or that nothing is left."""
    unread = waiting(await scene.books.voices.unread())
    if not unread:
        return answer(scene, "written", {"notice": notice})
    await _log(scene, "opened", unread[0].id)
    return answer(scene, "written", {"id": unread[0].id, "notice": notice})


async def _settle(scene: Scene, id_: int, outcome: Outcome) -> bool:
    """Note what came of reading; False when somebody else had read it before."""
    by = scene.who
    if not await scene.books.voices.read(id_, by=by, outcome=outcome, now=scene.now):
        return False
    await _log(scene, "read", id_)
    return True


async def _log(scene: Scene, did: str, id_: int) -> None:
    await scene.books.memory.log(scene.who, f"written_{did}", f"written {id_}", scene.now)


def _question(one: Written) -> str:
    """What was asked, in the words that were shown."""
    scripts = load()
    try:
        newest = scripts.newest(one.script)
    except ValueError:
        return one.step
    words = scripts.words[newest.name, newest.version].steps.get(one.step)
    return words.say if words else one.step


def _position(unread: Sequence[Written], one: Written) -> int:
    return next((n for n, other in enumerate(unread, 1) if other.id == one.id), 1)


def _source(one: Written) -> str:
    return "visit" if one.script == "visit" else "young"
