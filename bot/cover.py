"""Hand work over: be asked later, ask a colleague to draft, say that one is away."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.gather import held_of
from bot.scene import Said, Scene, answer, note, problem
from cards.actions import AbsenceSave, DelegateOpen, DelegateSave, RoundLater, UpdateOpen
from workflow.cover import Absence, check_absence, check_delegation
from workflow.cycle import Refusal, outstanding, snooze
from workflow.dates import day_and_time, long_day, today
from workflow.held import Held
from workflow.letters import Letter, WhenUnsure, person_party
from workflow.people import Kind, holders
from workflow.updates import REASON_MOST
from workflow.words import listed

__all__ = [
    "come_back",
    "end_delegation",
    "go_away",
    "later",
    "leave",
    "open_delegation",
    "save_delegation",
]


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


async def open_delegation(scene: Scene, press: DelegateOpen) -> Said:
    """Offer a lead the colleagues who could draft their actions."""
    held = await _held(scene, press.month)
    refused = _not_led(scene, held, [press.ref] if press.ref else [])
    if held is None or refused:
        return problem(scene, refused, {}, month=press.month)
    if not press.ref and not outstanding(held.month, held.facts, scene.who):
        back = ("My list", "round.open", {"month": press.month})
        return note(scene, "There is nothing to hand over", ["All your updates are in."], [back])
    return answer(scene, "delegate", {"month": press.month, "ref": press.ref})


async def save_delegation(scene: Scene, press: DelegateSave) -> Said:
    """Ask a colleague to draft some actions; the lead signs each."""
    held = await _held(scene, press.month)
    refs = list(dict.fromkeys(ref for ref in (press.refs or press.ref).split(",") if ref))
    refused = _not_led(scene, held, refs)
    if held is None or refused:
        return problem(scene, refused, {"note": press.note}, month=press.month)
    made = check_delegation(
        refs,
        press.colleague,
        press.until,
        known=held.names,
        lead=scene.who,
        on=today(scene.now),
    )
    said = press.note.strip()
    if len(said) > REASON_MOST:
        made = f"The word to them has {len(said):,} characters. The most is {REASON_MOST}."
    if isinstance(made, str):
        facts = {"month": press.month, "refs": refs, "error": made, "note": said}
        chosen = {"colleague": press.colleague, "until": press.until}
        return answer(scene, "delegate", {**facts, **chosen})
    for one in made:
        await scene.books.cover.delegate(one, scene.now)
        to = f"{one.ref} to {one.colleague}"
        await scene.books.memory.log(scene.who, "delegated", to, scene.now)
    one = made[0]
    about = {"month": press.month, "refs": refs, "lead": scene.who, "note": said}
    letter = Letter(
        # Named by the act: what is handed over, taken back and handed over again asks again.
        f"delegated:{press.month}:{scene.incoming.door}:{scene.incoming.activity}",
        person_party(one.colleague),
        "delegated",
        about,
        when_unsure=WhenUnsure.AGAIN,
    )
    return note(
        scene,
        f"{held.names[one.colleague]} is asked to draft {listed(refs)}",
        [f"Until {long_day(one.until)}. You will see each draft here, and you sign it."],
        [("My list", "round.open", {"month": press.month})],
    ).also(letter)


async def end_delegation(scene: Scene, press: UpdateOpen) -> Said:
    """Take a draft back into one's own hands."""
    held = await _held(scene, press.month)
    if refused := _not_led(scene, held, [press.ref]):
        return problem(scene, refused, {}, month=press.month)
    await scene.books.cover.end_delegation(press.ref, scene.who, scene.now)
    return answer(scene, "form", {"month": press.month, "ref": press.ref})


async def go_away(scene: Scene, press: AbsenceSave) -> Said:
    """Note an absence from today, or say what is wrong with its end."""
    made = check_absence(scene.who, press.back, on=today(scene.now))
    if isinstance(made, str):
        return answer(scene, "round", {"month": press.month, "notice": made})
    return await leave(scene, made)


async def leave(scene: Scene, absence: Absence) -> Said:
    """Note an absence: reminders wait, and the deputies are asked at once."""
    await scene.books.cover.leave(absence, scene.now)
    await scene.books.memory.log(scene.who, "away", f"until {absence.back}", scene.now)
    begins = "now" if absence.since <= today(scene.now) else f"from {long_day(absence.since)}"
    deputies = await _deputies(scene)
    who = listed(deputies)
    verb = "are" if len(deputies) > 1 else "is"
    return note(
        scene,
        f"You are away until {long_day(absence.back)}",
        [
            "I will not remind you before that day. What you saved stays saved.",
            f"{who} {verb} asked {begins}, as your deputy."
            if deputies
            else "You have no deputy here: the programme office (PMO) sees that you are away.",
        ],
        [("I am back", "absence.end", {})],
    )


async def come_back(scene: Scene, _press: object) -> Said:
    """End an absence."""
    await scene.books.cover.back(scene.who, scene.now)
    return note(scene, "Welcome back", ["I will remind you again as usual. Type list to go on."])


async def _deputies(scene: Scene) -> list[str]:
    """The names of those who stand in for this person, as everybody's posts are now."""
    people = await scene.books.people.all()
    names = {one.id: one.name for one in people.persons}
    posts = [
        one.scope
        for one in people.appointments
        if one.person == scene.who and one.kind is Kind.LEAD
    ]
    found = [one for post in posts for one in holders(people, Kind.DEPUTY, post)]
    return [names.get(one, one) for one in dict.fromkeys(found) if one != scene.who]


def _not_led(scene: Scene, held: Held | None, refs: Sequence[str]) -> str:
    """Why somebody can't hand these actions over, empty when they can."""
    if held is None:
        return "That month is not known here. Open your list for the month that is open."
    strange = [one for one in refs if scene.who not in held.facts.askers.get(one, ())]
    return f"{strange[0]} is not one of your actions." if strange else ""


async def _held(scene: Scene, key: str) -> Held | None:
    plan = await scene.books.plans.current()
    month = await scene.books.cycles.get(key)
    if plan is None or month is None:
        return None
    return await held_of(scene.books, plan, month, scene.now, scene.calendar)
