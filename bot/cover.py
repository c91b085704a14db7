"""Hand work over: be asked later, ask a colleague to draft, say that one is away."""

from __future__ import annotations

from datetime import datetime

from bot.gather import held_of
from bot.scene import Said, Scene, answer, note, problem
from cards.actions import DelegateSave, RoundLater, UpdateOpen
from workflow.cover import Absence, check_delegation
from workflow.cycle import Refusal, snooze
from workflow.dates import day_and_time, long_day, today
from workflow.held import Held
from workflow.letters import Letter, WhenUnsure, person_party

__all__ = ["come_back", "end_delegation", "later", "leave", "open_delegation", "save_delegation"]


async def later(scene: Scene, press: RoundLater) -> Said:
    """Come back at the time that somebody chose."""
    try:
        when = datetime.fromisoformat(press.when)
    except ValueError:
        return answer(scene, "round", {"month": press.month})
    return await snooze_until(scene, press.month, when)


async def snooze_until(scene: Scene, key: str, when: datetime) -> Said:
    """Move somebody's reminders to a moment, or say why not."""
    month = await scene.books.cycles.get(key, to_change=True)
    if month is None or when.tzinfo is None or when <= scene.now:
        return problem(scene, "That time is not one I can come back at.", {}, month=key)
    after = snooze(month, scene.who, when)
    if isinstance(after, Refusal):
        return note(
            scene, "That is too late", [after.words], [("My list", "round.open", {"month": key})]
        )
    await scene.books.cycles.keep(after, was=month)
    back = ("My list", "round.open", {"month": key})
    return note(
        scene, f"I will come back on {day_and_time(when)}", ["What you saved stays saved."], [back]
    )


async def open_delegation(scene: Scene, press: UpdateOpen) -> Said:
    """Offer a lead the colleagues who could draft an action."""
    held = await _held(scene, press.month)
    if held is None or scene.who not in held.facts.askers.get(press.ref, ()):
        return problem(scene, f"{press.ref} is not one of your actions.", {}, month=press.month)
    return answer(scene, "delegate", {"month": press.month, "ref": press.ref})


async def save_delegation(scene: Scene, press: DelegateSave) -> Said:
    """Ask a colleague to draft an action; the lead signs it."""
    held = await _held(scene, press.month)
    if held is None or scene.who not in held.facts.askers.get(press.ref, ()):
        return problem(scene, f"{press.ref} is not one of your actions.", {}, month=press.month)
    made = check_delegation(
        press.colleague,
        press.until,
        known=held.names,
        lead=scene.who,
        on=today(scene.now),
        ref=press.ref,
    )
    if isinstance(made, str):
        facts = {"month": press.month, "ref": press.ref, "error": made}
        return answer(
            scene, "delegate", {**facts, "colleague": press.colleague, "until": press.until}
        )
    await scene.books.cover.delegate(made, scene.now)
    await scene.books.memory.log(
        scene.who, "delegated", f"{press.ref} to {made.colleague}", scene.now
    )
    letter = Letter(
        f"delegated:{press.month}:{press.ref}:{made.colleague}:{made.until}",
        person_party(made.colleague),
        "delegated",
        {"month": press.month, "ref": press.ref, "lead": scene.who},
        when_unsure=WhenUnsure.AGAIN,
    )
    name = held.names[made.colleague]
    return note(
        scene,
        f"{name} is asked to draft {press.ref}",
        [f"Until {long_day(made.until)}. You will see the draft here, and you sign it."],
        [("My list", "round.open", {"month": press.month})],
    ).also(letter)


async def end_delegation(scene: Scene, press: UpdateOpen) -> Said:
    """Take a draft back into one's own hands."""
    await scene.books.cover.end_delegation(press.ref, scene.who, scene.now)
    return answer(scene, "form", {"month": press.month, "ref": press.ref})


async def leave(scene: Scene, absence: Absence) -> Said:
    """Note an absence: reminders wait, and the deputies are asked at once."""
    await scene.books.cover.leave(absence, scene.now)
    await scene.books.memory.log(scene.who, "away", f"until {absence.back}", scene.now)
    return note(
        scene,
        f"You are away until {long_day(absence.back)}",
        [
            "I will not remind you before that day. Your deputy is asked now, where you have one; "
            "otherwise the programme office sees that you are away.",
        ],
        [("I am back", "absence.end", {})],
    )


async def come_back(scene: Scene, _press: object) -> Said:
    """End an absence."""
    await scene.books.cover.back(scene.who, scene.now)
    return note(scene, "Welcome back", ["I will remind you again as usual. Type list to go on."])


async def _held(scene: Scene, key: str) -> Held | None:
    plan = await scene.books.plans.current()
    month = await scene.books.cycles.get(key)
    if plan is None or month is None:
        return None
    return await held_of(scene.books, plan, month, scene.now, scene.calendar)
