"""Lay out the PMO's desk: who has not answered, and what waits to be accepted or returned."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from workflow.cycle import (
    Ask,
    ItemState,
    Month,
    Report,
    State,
    board_words,
    closing_words,
    outstanding,
)
from workflow.dates import day, day_and_time, today
from workflow.held import Held
from workflow.plan import Measure, Reading
from workflow.rag import MARKS, Rag
from workflow.round import last_words
from workflow.staff_scan import look_at
from workflow.summary import aim_words, due_words, figure_said
from workflow.words import count, listed

__all__ = ["ChaseRow", "ChaseView", "ReviewView", "chase_view", "missing_people", "review_view"]


@dataclass(frozen=True, slots=True)
class ChaseRow:
    """One person whose answers are missing."""

    person: str
    name: str
    line: str
    detail: str


@dataclass(frozen=True, slots=True)
class ChaseView:
    """Who has not answered; `waiting` updates wait for the PMO.

    `joint` says of each action with two leads whose answer is in, and what the other says to it;
    then come the boards' decisions that nobody has answered.
    """

    month: str
    month_name: str
    state: str
    heading: str
    done: int
    total: int
    rows: tuple[ChaseRow, ...]
    waiting: int
    closed: bool
    notice: str = ""
    may_chase: bool = False
    may_reopen: bool = False
    joint: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReviewView:
    """One update to accept or return: (what, last month, this month) rows and the words."""

    month: str
    month_name: str
    ref: str
    title: str
    version: int
    said: str
    rows: tuple[tuple[str, str, str], ...]
    rag: Rag | None
    was: Rag | None
    words: str
    why: str
    before: str
    position: int
    total: int
    late: bool
    error: str = ""
    comment: str = ""
    flags: tuple[str, ...] = ()
    unflagged: int = 0
    suggested: str = ""
    who: str = ""


def chase_view(held: Held, *, notice: str = "") -> ChaseView:
    """Who is still asked for what."""
    month = held.month
    rows = []
    asked = {ask.person: ask for ask in month.asks}
    for person in missing_people(held):
        missing = outstanding(month, held.facts, person)
        led = [i.ref for i in month.items if person in held.facts.askers.get(i.ref, ())]
        rows.append(
            ChaseRow(
                person,
                held.names.get(person, person),
                f"{len(missing)} of {len(led)} missing: {listed(missing)}",
                _detail(held, person, len(led) - len(missing), asked.get(person)),
            )
        )
    nobody = [item.ref for item in month.items if not held.facts.askers.get(item.ref)]
    if nobody:
        rows.append(
            ChaseRow(
                "",
                "Nobody holds the post",
                listed(nobody),
                "Name a postholder to have them asked.",
            )
        )
    missing_all = sum(i.state in {ItemState.WAITING, ItemState.RETURNED} for i in month.items)
    total = len(month.items)
    closed = month.state is not State.OPEN
    silent = f"{missing_all} missing" if missing_all else "none missing"
    return ChaseView(
        month=month.key,
        month_name=month.name,
        state=_state_words(month),
        heading=f"{total - missing_all} of {count(total, 'update')} in, {silent}",
        done=total - missing_all,
        total=total,
        rows=tuple(sorted(rows, key=lambda row: row.name)),
        waiting=len(_queue(month)),
        closed=closed,
        notice=notice,
        joint=(*_joint(held), *_not_answered(held)),
        may_chase=month.state in {State.OPEN, State.REVIEW, State.DRAFTED},
        may_reopen=month.state is State.APPROVED,
    )


def missing_people(held: Held) -> tuple[str, ...]:
    """The persons who still have something to answer."""
    month, facts = held.month, held.facts
    leading = (who for item in month.items for who in facts.askers.get(item.ref, ()))
    people = dict.fromkeys((*(ask.person for ask in month.asks), *leading))
    return tuple(one for one in people if outstanding(month, facts, one))


def review_view(
    held: Held,
    ref: str | None = None,
    *,
    flagged: Mapping[str, Sequence[str]] | None = None,
    after: str | None = None,
    error: str = "",
    comment: str = "",
) -> ReviewView | None:
    """The update named, or the first that waits, or the one after `after`; None when none does.

    `flagged` are what is worth a look, by ref: those updates come first, and before
    them those that may make a young person known or say that somebody is in danger.
    """
    marks = flagged or {}
    first = {one for one, said in held.reports.items() if look_at(said)}
    queue = sorted(_queue(held.month), key=lambda one: (one not in first, one not in marks))
    if after in queue:
        ref = queue[(queue.index(after) + 1) % len(queue)]
    if ref is None and queue:
        ref = queue[0]
    action = held.action(ref) if ref else None
    item = held.month.item(ref) if ref else None
    said = held.reports.get(ref) if ref else None
    if ref is None or action is None or item is None or said is None:
        return None
    was, now = held.last_rag(action), Rag(said.rag) if said.rag else None
    rows = [
        _figure_row(measure, held.readings.get(measure.id, ()))
        for measure in held.plan.asked_of(ref)
    ]
    rows += [("Young people", "", one.words) for one in held.young if one.ref == ref]
    if said.next_step:
        rows.append(("Next", "", said.next_step))
    if said.revised_end:
        end = f"{day(said.revised_end)}: {said.end_why}"
        rows.append(("New end date", due_words(action), end))
    if said.decision:
        rows.append(("Decision asked of a board", "", said.decision))
    return ReviewView(
        month=held.month.key,
        month_name=held.month.name,
        ref=ref,
        title=action.title,
        version=item.version,
        said=f"{held.names.get(said.said_by, '')}, {day_and_time(said.said_at)}"
        + (" · no change" if said.kind == "no_change" else ""),
        rows=tuple(rows),
        rag=now,
        was=was,
        words=said.words,
        why=said.why,
        before=last_words(held, action),
        position=queue.index(ref) + 1 if ref in queue else 0,
        total=len(queue),
        late=said.late,
        error=error,
        comment=comment,
        flags=tuple(marks.get(ref, ())),
        unflagged=sum(one not in marks for one in queue),
        suggested=_disagreed(said),
        who=_who(held, said),
    )


def _not_answered(held: Held) -> Iterator[str]:
    """The boards' decisions that are listed until an officer has answered them."""
    for one in held.decisions:
        board, when = held.board_name(one.board), day(today(one.said_at))
        yield f"{one.ref}: the {board} decided on {when}, not answered yet: “{one.words}”"


def _joint(held: Held) -> Iterator[str]:
    """PI1.1: Gwen Price has answered (joint lead); Daniel Okafor has not said if they agree."""
    for item in held.month.items:
        said = held.reports.get(item.ref)
        if said is None:
            continue
        name = held.names.get(said.said_by, said.said_by)
        agreed = held.agreed.get(said.id or 0, ())
        for other in held.other_leads(said):
            also = held.others.get(item.ref)
            differs = also is not None and also.said_by == other
            ending = "answered before" if differs else "has not said if they agree"
            then = "agrees" if other in agreed else ending
            second = held.names.get(other, other)
            yield f"{item.ref}: {name} has answered (joint lead); {second} {then}."


def _figure_row(measure: Measure, readings: Sequence[Reading]) -> tuple[str, str, str]:
    """(what, the figure before, the officer's newest with what it is to be), both with dates."""
    given = next((one for one in reversed(readings) if one.source == "officer"), None)
    earlier = [one for one in readings if one is not given]
    before = earlier[-1] if earlier else None
    now = figure_said(measure, given) if given else "no figure from the officer"
    said = figure_said(measure, before) if before else "none"
    return measure.short, said, f"{now}{aim_words(measure, given or before)}"


def _detail(held: Held, person: str, done: int, ask: Ask | None) -> str:
    """How far somebody is, whether they will hear of it again, and why not."""
    month = held.month
    said = [f"{done} done."]
    if person in held.facts.away:
        said.append("Away.")
    elif post := _stands_in(held, person):
        said.append(f"Stands in for {post}.")
    if ask is None:
        said.append(
            "Not asked yet." if month.state is State.OPEN else "Not asked: named after closing."
        )
    elif ask.extended_to and ask.extended_to > held.facts.now:
        said.append(f"Has until {day_and_time(ask.extended_to)}.")
    elif month.state is State.OPEN and ask.snoozed_until:
        said.append(f"Asked to be reminded {day_and_time(ask.snoozed_until)}.")
    elif month.state is State.OPEN and person not in held.facts.away:
        ahead = ("Two reminders", "One more reminder", "No more reminders")[ask.reminders]
        said.append(f"{ahead} to come.")
    return " ".join(said)


def _stands_in(held: Held, person: str) -> str:
    """The posts somebody answers for without holding them."""
    facts, titles = held.facts, {role.id: role.title for role in held.plan.roles}
    posts = [
        titles.get(role, role)
        for role, people in facts.answering.items()
        if person in people and person not in facts.holders.get(role, ())
    ]
    return listed(posts)


def _disagreed(said: Report) -> str:
    """What the rule would have said, where the officer chose otherwise."""
    if said.suggested is None or said.suggested == said.rag:
        return ""
    return f"The rule would say {MARKS[Rag(said.suggested)].word}."


def _who(held: Held, said: Report) -> str:
    """Who drafted it, entered it for the lead, or leads jointly and agrees."""
    if agreed := held.agreed.get(said.id or 0, ()):
        return f"{listed([held.names.get(one, one) for one in agreed])}, joint lead, agrees."
    if said.drafted_by:
        return f"Drafted by {held.names.get(said.drafted_by, 'a colleague')}, signed by the lead."
    if said.entered_by:
        return f"Entered for them by {held.names.get(said.entered_by, 'the PMO')}."
    return ""


def _queue(month: Month) -> list[str]:
    return [item.ref for item in month.items if item.state is ItemState.ANSWERED]


def _state_words(month: Month) -> str:
    draft, board = day_and_time(month.dates.draft), board_words(month)
    return {
        State.PLANNED: f"{month.name} has not opened",
        State.OPEN: f"{month.name} closes {closing_words(month)}",
        State.REVIEW: f"{month.name} has closed; the draft is made {draft}",
        State.DRAFTED: f"{month.name}'s draft is with the approver; the board is {board}",
        State.APPROVED: f"{month.name} is approved; the board is {board}",
        State.POSTED: f"{month.name} was posted {board}",
        State.ENDED: f"{month.name} was posted {board}",
    }[month.state]
