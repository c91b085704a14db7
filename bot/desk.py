"""Serve the PMO's and the approver's desks: chase, review, approve."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from bot.gather import held_of
from bot.rhythm import freeze_summary
from bot.scene import Said, Scene, answer, note, problem
from cards.actions import (
    ChasePerson,
    DatesMove,
    DraftApprove,
    DraftOpen,
    MonthOpen,
    ReviewAccept,
    ReviewAll,
    ReviewOpen,
    ReviewReturn,
)
from workflow.cycle import (
    Act,
    Item,
    ItemState,
    Month,
    Refusal,
    State,
    approve,
    extend,
    judge,
    redraft,
    reopen,
    reschedule,
)
from workflow.dates import day_and_time, today
from workflow.desk import missing_people
from workflow.held import Held
from workflow.letters import Letter, WhenUnsure, person_party
from workflow.moments import moved_moments
from workflow.people import Kind
from workflow.updates import DECISION_MOST
from workflow.weigh import flags_of
from workflow.words import count, listed

__all__ = [
    "accept",
    "accept_all",
    "approve_draft",
    "give_longer",
    "look_at_dates",
    "move_dates",
    "nudge",
    "open_again",
    "open_chase",
    "open_dates",
    "open_draft",
    "open_review",
    "send_back",
]


async def open_chase(scene: Scene, press: MonthOpen) -> Said:
    """Show the PMO who is missing."""
    if not await scene.is_(Kind.PMO):
        return _not_yours(scene, "The chase list is for the programme office (PMO).")
    return answer(scene, "chase", {"month": press.month})


async def open_review(scene: Scene, press: ReviewOpen) -> Said:
    """Show the PMO the next update that waits."""
    if not await scene.is_(Kind.PMO):
        return _not_yours(scene, "The review queue is for the programme office (PMO).")
    return answer(scene, "review", {"month": press.month, "ref": press.ref, "after": press.after})


async def nudge(scene: Scene, press: ChasePerson) -> Said:
    """Remind one person now, or everybody who is missing; once a day each, at most."""
    found = await _held(scene, press.month)
    if isinstance(found, Said):
        return found
    month, facts = found.month, {"month": press.month}
    if month.state not in {State.OPEN, State.REVIEW, State.DRAFTED}:
        notice = f"{month.name} is {month.state.value}: an update that comes now is for next month."
        return answer(scene, "chase", {**facts, "notice": notice})
    missing = [one for one in missing_people(found) if press.person in {"", one}]
    keys = {one: f"nudge:{press.month}:{today(scene.now)}:{one}" for one in missing}
    told = {one for one, key in keys.items() if await scene.books.outbox.holds(key)}
    away = {one for one in missing if not press.person and one in found.facts.away}
    letters = tuple(
        Letter(keys[one], person_party(one), "reminder", {**facts, "nudged": True})
        for one in missing
        if one not in told | away
    )
    notice = _nudged(found, [one for one in missing if one not in told | away], told, away)
    return answer(scene, "chase", {**facts, "notice": notice}, *letters)


def _nudged(held: Held, now: list[str], told: set[str], away: set[str]) -> str:
    """Who was reminded, and who was not and why."""

    def names(people: Iterable[str]) -> str:
        return listed([held.names.get(one, one) for one in people])

    parts = [
        f"Reminded: {names(now)}." if now else "",
        f"Nudged today already: {names(sorted(told))}." if told else "",
        f"Away, so not reminded: {names(sorted(away - told))}." if away - told else "",
    ]
    return " ".join(part for part in parts if part) or "Nobody is missing."


async def give_longer(scene: Scene, press: ChasePerson) -> Said:
    """Give somebody two more working days after closing."""
    found = await _held(scene, press.month)
    if isinstance(found, Said):
        return found
    if press.person not in found.names:
        return answer(scene, "chase", {"month": press.month})
    after = extend(found.month, press.person, scene.calendar, 2)
    if isinstance(after, Refusal):
        return answer(scene, "chase", {"month": press.month, "notice": after.words})
    await scene.books.cycles.keep(after, was=found.month)
    until = next(ask.extended_to for ask in after.asks if ask.person == press.person)
    name = found.names[press.person]
    await scene.books.memory.log(scene.who, "extended", f"{press.month} {press.person}", scene.now)
    notice = f"{name} has until {day_and_time(until)}." if until else ""
    return answer(scene, "chase", {"month": press.month, "notice": notice})


async def open_again(scene: Scene, press: MonthOpen) -> Said:
    """Take an approval back before anything is posted, so that an update can still change."""
    found = await _held(scene, press.month)
    if isinstance(found, Said):
        return found
    step = reopen(found.month, found.facts.approvers)
    if isinstance(step, Refusal):
        return answer(scene, "chase", {"month": press.month, "notice": step.words})
    await scene.books.cycles.keep(step.month, was=found.month)
    await freeze_summary(scene.books, found.plan, step.month, scene.now, scene.calendar)
    await scene.books.memory.log(scene.who, "reopened", press.month, scene.now)
    notice = "It is open again. The approver is asked to approve a new draft."
    return answer(scene, "chase", {"month": press.month, "notice": notice}, *step.letters)


async def open_dates(scene: Scene, press: MonthOpen) -> Said:
    """Show the PMO the month's moments, to look at or to move."""
    if not await scene.is_(Kind.PMO):
        return _not_yours(scene, "The dates are for the programme office (PMO).")
    return answer(scene, "dates", {"month": press.month})


async def look_at_dates(scene: Scene, press: DatesMove) -> Said:
    """Show what would happen if the moments were moved; nothing is changed."""
    found = await _held(scene, press.month)
    if isinstance(found, Said):
        return found
    moved = _moved(found.month, press, scene.now)
    facts = {"month": press.month, "days": press.days}
    if isinstance(moved, str):
        return answer(scene, "dates", {**facts, "error": moved})
    return answer(scene, "dates", facts)


async def move_dates(scene: Scene, press: DatesMove) -> Said:
    """Move the month's moments, as they were shown."""
    found = await _held(scene, press.month)
    if isinstance(found, Said):
        return found
    moved = _moved(found.month, press, scene.now)
    if isinstance(moved, str):
        facts = {"month": press.month, "days": press.days, "error": moved}
        return answer(scene, "dates", facts)
    await scene.books.cycles.keep(moved, was=found.month)
    await scene.books.memory.log(scene.who, "moved", f"{press.month} dates", scene.now)
    return answer(scene, "dates", {"month": press.month, "notice": "The dates are moved."})


async def accept(scene: Scene, press: ReviewAccept) -> Said:
    """Accept one update."""
    found = await _held(scene, press.month)
    if isinstance(found, Said):
        return found
    stale = _stale(found, press)
    if stale is not None:
        return answer(scene, "review", {"month": press.month, "ref": press.ref, "error": stale})
    after = judge(found.month, press.ref, Act.ACCEPT)
    if isinstance(after, Refusal):
        return problem(scene, after.words, {})
    await _keep(scene, found, after)
    await _verdict(scene, found, press.ref, accepted=True)
    return answer(scene, "review", {"month": press.month})


async def send_back(scene: Scene, press: ReviewReturn) -> Said:
    """Return one update to its lead officer with a comment; that asks again."""
    kept = {"comment": press.comment}
    found = await _held(scene, press.month)
    if isinstance(found, Said):
        return problem(scene, "Only the programme office (PMO) can send an update back.", kept)
    comment = press.comment.strip()
    error = _stale(found, press)
    if not comment:
        error = "Say what needs to change, so that the lead officer knows."
    elif len(comment) > DECISION_MOST:
        error = f"The comment has {len(comment):,} characters. The most is {DECISION_MOST}."
    if error is not None:
        facts = {"month": press.month, "ref": press.ref, "error": error, "comment": comment}
        return answer(scene, "review", facts)
    after = judge(found.month, press.ref, Act.RETURN)
    if isinstance(after, Refusal):
        return problem(scene, after.words, kept)
    await _keep(scene, found, after)
    await _verdict(scene, found, press.ref, accepted=False, comment=comment)
    letters = _ask_again(found, press)
    return answer(scene, "review", {"month": press.month}, *letters)


async def accept_all(scene: Scene, press: ReviewAll) -> Said:
    """Accept everything that waits without a flag, if it is still as many as the card said."""
    found = await _held(scene, press.month)
    if isinstance(found, Said):
        return found
    flagged = flags_of(found)
    waiting = [
        item
        for item in found.month.items
        if item.state is ItemState.ANSWERED and item.ref not in flagged
    ]
    if len(waiting) != press.count:
        error = f"{count(len(waiting), 'update')} without flags now, not {press.count}. Look again."
        return answer(scene, "review", {"month": press.month, "error": error})
    after = found.month
    for item in waiting:
        judged = judge(after, item.ref, Act.ACCEPT)
        if isinstance(judged, Refusal):
            return problem(scene, judged.words, {})
        after = judged
    await _keep(scene, found, after)
    for item in waiting:
        await _verdict(scene, found, item.ref, accepted=True)
    return answer(scene, "review", {"month": press.month})


async def open_draft(scene: Scene, press: DraftOpen) -> Said:
    """Show the approver the newest draft."""
    if not await scene.is_(Kind.APPROVER):
        return _not_yours(scene, "The draft is for the person who approves it.")
    month = await scene.books.cycles.get(press.month)
    if month is None or month.draft == 0:
        when = f" It is made on {day_and_time(month.dates.draft)}." if month else ""
        return note(scene, "There is no draft yet", [f"Nothing has to be approved.{when}"])
    return answer(scene, "draft", {"month": press.month})


async def approve_draft(scene: Scene, press: DraftApprove) -> Said:
    """Let the frozen summary be posted."""
    if not await scene.is_(Kind.APPROVER):
        return _not_yours(scene, "Only the approver can let the summary be posted.")
    was = await scene.books.cycles.get(press.month, to_change=True)
    if was is None:
        return problem(scene, "That month is not known here.", {})
    after = approve(was, scene.who, press.draft, scene.now)
    if isinstance(after, Refusal):
        if was.state is State.DRAFTED:
            return answer(scene, "draft", {"month": press.month})
        return note(scene, "Nothing was changed", [after.words])
    await scene.books.cycles.keep(after, was=was)
    about = f"{press.month} draft {press.draft}"
    await scene.books.memory.log(scene.who, "approved", about, scene.now)
    return answer(scene, "draft", {"month": press.month})


# --- within -------------------------------------------------------------------------------


async def _held(scene: Scene, key: str) -> Held | Said:
    if not await scene.is_(Kind.PMO):
        return _not_yours(scene, "Updates are accepted by the programme office (PMO).")
    plan = await scene.books.plans.current()
    month = await scene.books.cycles.get(key, to_change=True)
    if plan is None or month is None:
        return problem(scene, "That month is not known here.", {})
    return await held_of(scene.books, plan, month, scene.now, scene.calendar)


def _moved(month: Month, press: DatesMove, now: datetime) -> Month | str:
    """The month with its moments moved, or why it can't be."""
    moments = moved_moments(month, press.days)
    if isinstance(moments, str):
        return moments
    if not moments:
        return "Nothing is different: change a day first."
    moved = reschedule(month, now, **moments)
    return moved.words if isinstance(moved, Refusal) else moved


def _stale(held: Held, press: ReviewAccept) -> str | None:
    """Why the card is out of date, None when it is not."""
    item = held.month.item(press.ref)
    if item is None:
        return f"{press.ref} is not asked about in {held.month.name}."
    if item.version != press.v:
        return f"{press.ref} has been updated since that card. This is the newer text."
    return None


async def _keep(scene: Scene, held: Held, after: Month) -> None:
    """Keep a verdict; after the draft it makes a new one, so the approver sees what is so."""
    step = redraft(after)
    month = step.month if step else after
    await scene.books.cycles.keep(month, was=held.month)
    if step is not None:
        await freeze_summary(scene.books, held.plan, month, scene.now, scene.calendar)


async def _verdict(
    scene: Scene, held: Held, ref: str, *, accepted: bool, comment: str = ""
) -> None:
    item: Item | None = held.month.item(ref)
    if item is None or item.report is None:
        return
    await scene.books.cycles.judged(
        item.report, accepted=accepted, comment=comment, by=scene.who, now=scene.now
    )
    said = held.reports.get(ref)
    if accepted and said is not None and said.revised_end is not None:
        await scene.books.plans.redate(ref, said.revised_end)
    did = "accepted" if accepted else "returned"
    await scene.books.memory.log(scene.who, did, f"{held.month.key} {ref}", scene.now)


def _ask_again(held: Held, press: ReviewReturn) -> tuple[Letter, ...]:
    return tuple(
        Letter(
            f"returned:{press.month}:{press.ref}:{press.v}:{person}",
            person_party(person),
            "returned",
            {"month": press.month, "ref": press.ref},
            when_unsure=WhenUnsure.AGAIN,
        )
        for person in held.facts.askers.get(press.ref, ())
    )


def _not_yours(scene: Scene, why: str) -> Said:
    return note(scene, "That is not yours to do", [why])
