"""Keep a concern about a young person until a person has closed it: raise, read, close."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

from bot.alerts import acknowledge_test, alert, feedback_gaps, urgent
from bot.cipher import Cipher
from bot.scene import Said, Scene, answer, note
from cards.actions import AlertTest, ConcernClose, ConcernPress, Press
from store import Books
from workflow.concerns import REASON_MOST, Concern, Did, Step
from workflow.duty import may_read, reads_by, told_at
from workflow.letters import Letter
from workflow.safeguarding import Scan

__all__ = [
    "Raised",
    "acknowledge",
    "add_contact",
    "close",
    "feedback_gaps",
    "got_test",
    "list_concerns",
    "look",
    "may_look",
    "raise_concern",
    "read_words",
]

# Letters and digits that nobody mistakes for one another on the telephone.
_SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
_TEAM = "The duty team"


@dataclass(frozen=True, slots=True)
class Raised:
    """A concern that was raised: its reference, who is alerted, who reads it and by when."""

    reference: str
    letters: tuple[Letter, ...]
    team: str
    reads_by: datetime


async def raise_concern(
    books: Books,
    *,
    cipher: Cipher,
    words: str,
    scan: Scan,
    source: str,
    talk: str | None,
    now: datetime,
) -> Raised:
    """Write a concern down, sealed, and alert whoever is on duty; the caller sends the letters.

    `source` is young, visit or staff. The reference means nothing.
    """
    reference = await _new_reference(books)
    await books.concerns.add(
        Concern(
            reference=reference,
            source=source,
            talk=talk,
            kinds=tuple(kind.value for kind in scan.kinds),
            because=scan.because,
            words=cipher.seal(words),
            raised_at=now,
        )
    )
    people = await books.people.all()
    letters = await alert(books, reference, told_at(0, people, now), now, rung=0)
    await books.memory.log("service", "concern_raised", f"{reference} {source}", now)
    return Raised(reference, letters, _TEAM, reads_by(people, now))


async def add_contact(
    books: Books,
    *,
    contact: str,
    cipher: Cipher,
    now: datetime,
    talk: str | None = None,
    reference: str | None = None,
) -> None:
    """Keep, sealed, how to reach whoever wrote, and tell those who have the concern.

    It is found by its `reference`, or is the newest of `talk`; LookupError when there is none.
    """
    found = await (
        books.concerns.get(reference) if reference else books.concerns.newest_of(talk or "")
    )
    if found is None:
        message = "there is no concern to add a contact to"
        raise LookupError(message)
    await books.concerns.reach(found.reference, cipher.seal(contact))
    steps = await books.concerns.steps(found.reference)
    await books.concerns.step(found.reference, Step(now, Did.CONTACT, "young person"))
    alerted = dict.fromkeys(step.who for step in steps if step.did is Did.ALERTED)
    tell = [found.acknowledged_by] if found.acknowledged_by else list(alerted)
    key = f"alert:{found.reference}:contact:{len(steps)}"
    facts = {"reference": found.reference, "news": Did.CONTACT.value}
    for person in tell:
        await books.outbox.put(await urgent(books, key, person, "alert", facts, now), now)


# --- journeys -----------------------------------------------------------------------------


async def may_look(scene: Scene, told: tuple[Step, ...] = ()) -> bool:
    """Whether this person may see concerns; being alerted counts for those on the rota."""
    alerted = [step.who for step in told if step.did is Did.ALERTED]
    people = await scene.books.people.all()
    return bool(scene.who) and may_read(people, scene.who, scene.now, alerted)


async def list_concerns(scene: Scene, _: Press) -> Said:
    """Show every concern that is not closed."""
    if not await may_look(scene):
        return _not_yours(scene)
    return answer(scene, "concerns", {})


async def look(scene: Scene, press: ConcernPress) -> Said:
    """Show one concern without its words."""
    found = await _found(scene, press)
    return found if isinstance(found, Said) else _shown(scene, found.reference)


async def acknowledge(scene: Scene, press: ConcernPress) -> Said:
    """Take a concern on: nobody else is alerted any more, and it stays open."""
    found = await _found(scene, press)
    if isinstance(found, Said):
        return found
    if await scene.books.concerns.acknowledge(found.reference, by=scene.who, now=scene.now):
        await _log(scene, found.reference, Did.ACKNOWLEDGED)
    return _shown(scene, found.reference)


async def read_words(scene: Scene, press: ConcernPress) -> Said:
    """Show what was written, to somebody who may read it; that they did is written first."""
    found = await _found(scene, press)
    if isinstance(found, Said):
        return found
    await _log(scene, found.reference, Did.READ)
    return _shown(scene, found.reference, words=True)


async def close(scene: Scene, press: ConcernClose) -> Said:
    """Close a concern, with the reason that is asked for."""
    found = await _found(scene, press)
    if isinstance(found, Said):
        return found
    why = press.why.strip()
    if not why:
        return _shown(scene, found.reference, error="Say why it can be closed.")
    if scene.cipher is None:
        return _shown(scene, found.reference, error="There is no key to seal the reason with.")
    if len(why) > REASON_MOST:
        error = f"The most is {REASON_MOST:,} characters. You wrote {len(why):,}."
        return _shown(scene, found.reference, error=error)
    if await scene.books.concerns.acknowledge(found.reference, by=scene.who, now=scene.now):
        await _log(scene, found.reference, Did.ACKNOWLEDGED)
    sealed = scene.cipher.seal(why)
    if await scene.books.concerns.close(found.reference, by=scene.who, why=sealed, now=scene.now):
        await _log(scene, found.reference, Did.CLOSED)
    return _shown(scene, found.reference)


async def got_test(scene: Scene, press: AlertTest) -> Said:
    """Note that a test alert arrived."""
    found = await scene.books.concerns.test_of(press.id)
    if found is None or not (scene.who in found.to or await may_look(scene)):
        return _not_yours(scene)
    await acknowledge_test(scene.books, press.id, by=scene.who, now=scene.now)
    return note(
        scene,
        "Thank you: the test alert arrived",
        ["It counts for 7 days. You don't need to do anything else."],
    )


# --- within -------------------------------------------------------------------------------


async def _new_reference(books: Books) -> str:
    """C-7K2M: it says nothing, and no other concern has it."""
    while True:
        reference = "C-" + "".join(secrets.choice(_SIGNS) for _ in range(4))
        if await books.concerns.get(reference) is None:
            return reference


async def _found(scene: Scene, press: ConcernPress) -> Concern | Said:
    """The concern, for somebody who may see it; the same answer for none as for not theirs."""
    found = await scene.books.concerns.get(press.reference)
    steps = await scene.books.concerns.steps(press.reference)
    if not await may_look(scene, steps) or found is None:
        return _not_yours(scene)
    return found


def _shown(scene: Scene, reference: str, *, words: bool = False, error: str = "") -> Said:
    return answer(scene, "concern", {"reference": reference, "words": words, "error": error})


async def _log(scene: Scene, reference: str, did: Did) -> None:
    """Write down who did what, both with the concern and in the audit log."""
    await scene.books.concerns.step(reference, Step(scene.now, did, scene.who))
    await scene.books.memory.log(scene.who, f"concern_{did.value}", reference, scene.now)


def _not_yours(scene: Scene) -> Said:
    why = (
        "Concerns are for the people on duty, the safeguarding lead and the duty manager. "
        "If someone is in danger now, call 999."
    )
    return note(scene, "That is not yours to see", [why])
