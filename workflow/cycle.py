"""Run the month as a state machine: what is due now, and what an act changes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from workflow.dates import Calendar, at, day_and_time, long_day, month_name, office_hours, today
from workflow.letters import Letter, WhenUnsure, board_party, person_party
from workflow.plan import Action, Cadence

__all__ = [
    "ITEM_TRANSITIONS",
    "TRANSITIONS",
    "Act",
    "Ask",
    "BoardDay",
    "Dates",
    "Event",
    "Facts",
    "Item",
    "ItemState",
    "Month",
    "Refusal",
    "Report",
    "State",
    "Step",
    "approve",
    "asked_in",
    "board_words",
    "closing_words",
    "coming",
    "due",
    "extend",
    "judge",
    "outstanding",
    "plan_month",
    "receive",
    "redraft",
    "reopen",
    "reschedule",
    "snooze",
    "take_back",
]


class State(StrEnum):
    """Where the month stands."""

    PLANNED = "planned"
    OPEN = "open"
    REVIEW = "review"
    DRAFTED = "drafted"
    APPROVED = "approved"
    POSTED = "posted"
    ENDED = "ended"


class Event(StrEnum):
    """What moves the month on."""

    OPENS = "its opening day has come"
    CLOSES = "its closing time has passed"
    DRAFTS = "the draft is due"
    REOPENS = "the PMO opens it again before it is posted"
    REDRAFTS = "an update was accepted or returned after the draft"
    APPROVES = "the approver lets it be posted"
    POSTS = "board day has come"
    ENDS = "every board has its card"


# The month, whole. Anything that is not in this table can't happen.
TRANSITIONS: Mapping[tuple[State, Event], State] = {
    (State.PLANNED, Event.OPENS): State.OPEN,
    (State.OPEN, Event.CLOSES): State.REVIEW,
    (State.REVIEW, Event.DRAFTS): State.DRAFTED,
    (State.DRAFTED, Event.REDRAFTS): State.DRAFTED,
    (State.DRAFTED, Event.APPROVES): State.APPROVED,
    (State.APPROVED, Event.REOPENS): State.DRAFTED,
    (State.APPROVED, Event.POSTS): State.POSTED,
    (State.POSTED, Event.ENDS): State.ENDED,
}


class ItemState(StrEnum):
    """Where one action stands in the month."""

    WAITING = "waiting"
    ANSWERED = "answered"
    ACCEPTED = "accepted"
    RETURNED = "returned"


class Act(StrEnum):
    """What people do to an action in the month."""

    SAY = "says"
    ACCEPT = "accepts"
    RETURN = "returns"


# One action in the month, whole.
ITEM_TRANSITIONS: Mapping[tuple[ItemState, Act], ItemState] = {
    (ItemState.WAITING, Act.SAY): ItemState.ANSWERED,
    (ItemState.ANSWERED, Act.SAY): ItemState.ANSWERED,
    (ItemState.RETURNED, Act.SAY): ItemState.ANSWERED,
    (ItemState.ACCEPTED, Act.SAY): ItemState.ANSWERED,
    (ItemState.ANSWERED, Act.ACCEPT): ItemState.ACCEPTED,
    (ItemState.ANSWERED, Act.RETURN): ItemState.RETURNED,
    (ItemState.ACCEPTED, Act.RETURN): ItemState.RETURNED,
}


@dataclass(frozen=True, slots=True)
class Dates:
    """The month's moments (UTC), counted back from the day of the anchor board."""

    board_on: date
    opens: datetime
    first_reminder: datetime
    second_reminder: datetime
    closes: datetime
    draft: datetime
    post: datetime


@dataclass(frozen=True, slots=True)
class Item:
    """One action's place in the month; `version` counts the reports made."""

    ref: str
    state: ItemState = ItemState.WAITING
    version: int = 0
    report: int | None = None


@dataclass(frozen=True, slots=True)
class Ask:
    """That a person was asked this month; `reminders` are the ones that lie behind them."""

    person: str
    reminders: int = 0
    snoozed_until: datetime | None = None
    extended_to: datetime | None = None


@dataclass(frozen=True, slots=True)
class Month:
    """One month of the service; `key` is 2019-09, the month of its board day."""

    key: str
    state: State
    dates: Dates
    items: tuple[Item, ...] = ()
    asks: tuple[Ask, ...] = ()
    draft: int = 0
    approved_by: str | None = None
    approved_at: datetime | None = None
    told_unapproved_on: date | None = None
    posted: frozenset[str] = frozenset()

    def item(self, ref: str) -> Item | None:
        """The item of an action, None when it is not asked this month."""
        return next((item for item in self.items if item.ref == ref), None)

    @property
    def name(self) -> str:
        """September."""
        return month_name(self.key)


@dataclass(frozen=True, slots=True)
class Report:
    """What was said about one action, as it is stored; `id` None until it is."""

    month: str
    ref: str
    version: int
    kind: str
    words: str
    next_step: str
    rag: str | None
    why: str
    decision: str
    late: bool
    said_by: str
    said_for: str
    said_at: datetime
    id: int | None = None
    evidence_link: str = ""
    revised_end: date | None = None
    end_why: str = ""
    suggested: str | None = None
    drafted_by: str | None = None
    entered_by: str | None = None
    complete: str = ""


@dataclass(frozen=True, slots=True)
class BoardDay:
    """A board that receives a card, and the day on which it does."""

    board: str
    on: date


@dataclass(frozen=True, slots=True)
class Facts:
    """What a decision about the month needs to know besides the month itself.

    `asked` are the refs asked about this month, `askers` the persons who lead each of them,
    `holders` the persons in each role, `answering` the same with the deputies of those who are
    away, `drafters` the colleagues to whom the draft of an action was handed, `away` those who
    are absent today, `complete` the refs that a board accepted as complete before
    this month's card.
    """

    now: datetime
    calendar: Calendar
    asked: tuple[str, ...] = ()
    askers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    holders: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    answering: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    drafters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    away: frozenset[str] = frozenset()
    pmo: tuple[str, ...] = ()
    approvers: tuple[str, ...] = ()
    boards: tuple[BoardDay, ...] = ()
    complete: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that was due and is now decided; `freeze` asks for a new frozen summary."""

    month: Month
    letters: tuple[Letter, ...] = ()
    freeze: bool = False


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why an act is not possible now, in words for the person who tried it."""

    words: str


def plan_month(board_on: date, calendar: Calendar) -> Month:
    """A month that will be, its dates counted back over working days from the board's."""
    back = calendar.back
    dates = Dates(
        board_on=board_on,
        opens=at(back(board_on, 15), 9),
        first_reminder=at(back(board_on, 10), 9),
        second_reminder=at(back(board_on, 8), 9),
        closes=at(back(board_on, 7), 17),
        draft=at(back(board_on, 3), 9),
        post=at(board_on, 9),
    )
    return Month(key=f"{board_on:%Y-%m}", state=State.PLANNED, dates=dates)


def asked_in(actions: Iterable[Action], key: str, red: Collection[str] = ()) -> tuple[str, ...]:
    """The refs of the actions that are asked about in a month, in the plan's order.

    A quarterly action is asked in March, June, September and December, a yearly one in March;
    one that is in `red`, the refs last rated Red, is asked every month until it is not.
    """
    month = int(key[5:7])
    wanted = {
        Cadence.MONTHLY: True,
        Cadence.QUARTERLY: month % 3 == 0,
        Cadence.YEARLY: month == 3,
    }
    return tuple(
        action.ref for action in actions if wanted[action.timescale.cadence] or action.ref in red
    )


def due(month: Month, facts: Facts) -> Step | None:
    """The next thing that should have been done by now and is not; None when all is done.

    Called again with the month it returned, until it returns None: that is how an outage of
    three days is caught up with, in order and once.
    """
    step = _DUE[month.state]
    return step(month, facts)


def outstanding(month: Month, facts: Facts, person: str) -> tuple[str, ...]:
    """The refs for which a person's answer is still missing."""
    return tuple(
        item.ref
        for item in month.items
        if item.state in {ItemState.WAITING, ItemState.RETURNED}
        and item.ref not in facts.complete
        and person in facts.askers.get(item.ref, ())
    )


def receive(month: Month, ref: str, report: Report) -> tuple[Month, Report] | Refusal:
    """Take in an update; the report comes back with its version and whether it is late."""
    item = month.item(ref)
    if item is None:
        return Refusal(f"{ref} is not asked about in {month.name}.")
    if month.state is State.PLANNED:
        return Refusal(f"{month.name} opens on {day_and_time(month.dates.opens)}.")
    # An update that was sent back is asked for again, so its answer is not late in review.
    again = item.state is ItemState.RETURNED and month.state in {State.REVIEW, State.DRAFTED}
    late = month.state is not State.OPEN and not again and not _extended(month, report)
    said = replace(report, month=month.key, ref=ref, version=item.version + 1, late=late)
    state = ITEM_TRANSITIONS[item.state, Act.SAY]
    return _with(month, replace(item, state=state, version=said.version, report=None)), said


def take_back(month: Month, ref: str, earlier: int | None) -> Month | Refusal:
    """Undo the last report of an action; `earlier` is the report that counts again, if any.

    The version goes on: a card that was drawn before the undo is out of date after it.
    """
    item = month.item(ref)
    if item is None or item.report is None:
        return Refusal(f"There is nothing to take back for {ref}.")
    if month.state is not State.OPEN:
        return Refusal(f"{month.name} has closed, so what was said stands. Send an update instead.")
    state = ItemState.ANSWERED if earlier is not None else ItemState.WAITING
    changed = replace(item, state=state, version=item.version + 1, report=earlier)
    return _with(month, changed)


def snooze(month: Month, person: str, until: datetime) -> Month | Refusal:
    """Move somebody's reminders: nothing before `until`, and one then."""
    if month.state is not State.OPEN:
        return Refusal(f"{month.name} is not open, so no reminder is planned.")
    if until >= month.dates.closes:
        return Refusal(f"{month.name} closes on {day_and_time(month.dates.closes)}, before that.")
    return _with_ask(month, person, snoozed_until=until)


def extend(month: Month, person: str, calendar: Calendar, days: int) -> Month | Refusal:
    """Give somebody more working days after closing; until then their answer is not late."""
    if month.state in {State.PLANNED, State.APPROVED, State.POSTED, State.ENDED}:
        return Refusal(f"{month.name} is {month.state.value}, so its closing can't be moved.")
    until = at(calendar.forward(today(month.dates.closes), days), 17)
    return _with_ask(month, person, extended_to=until)


def judge(month: Month, ref: str, act: Act) -> Month | Refusal:
    """Let the PMO accept or return an update.

    What came after the approval can still be accepted: the boards' frozen summary stays as it
    is, and the next month starts from what was said last.
    """
    item = month.item(ref)
    if item is None:
        return Refusal(f"{ref} is not asked about in {month.name}.")
    if act is Act.RETURN and month.state in {State.APPROVED, State.POSTED, State.ENDED}:
        return Refusal(f"{month.name} is approved, so what the boards see can't change now.")
    state = ITEM_TRANSITIONS.get((item.state, act))
    if state is None:
        return Refusal(f"{ref} has no update that waits for you.")
    return _with(month, replace(item, state=state))


def redraft(month: Month) -> Step | None:
    """A new frozen summary when something changed after the draft; None when none is due."""
    if (month.state, Event.REDRAFTS) not in TRANSITIONS:
        return None
    return Step(month=replace(_moved(month, Event.REDRAFTS), draft=month.draft + 1), freeze=True)


def approve(month: Month, by: str, draft: int, now: datetime) -> Month | Refusal:
    """Let the frozen summary be posted; `draft` is the number the approver looked at."""
    if month.state in {State.APPROVED, State.POSTED, State.ENDED}:
        return Refusal(f"{month.name}'s summary is already approved.")
    if month.state is not State.DRAFTED:
        return Refusal(f"{month.name}'s draft comes on {day_and_time(month.dates.draft)}.")
    if draft != month.draft:
        return Refusal("The summary has changed since that card. Look at the newer one first.")
    return replace(_moved(month, Event.APPROVES), approved_by=by, approved_at=now)


def reopen(month: Month, approvers: Iterable[str]) -> Step | Refusal:
    """Take an approval back before anything is posted: a new draft, to be approved anew."""
    if (month.state, Event.REOPENS) not in TRANSITIONS:
        return Refusal(f"{month.name} is {month.state.value}, so there is nothing to open again.")
    drafted = replace(
        _moved(month, Event.REOPENS), draft=month.draft + 1, approved_by=None, approved_at=None
    )
    letters = tuple(
        Letter(
            f"draft:{month.key}:{drafted.draft}:{one}",
            person_party(one),
            "draft",
            {"month": month.key},
            when_unsure=WhenUnsure.AGAIN,
        )
        for one in approvers
    )
    return Step(drafted, letters, freeze=True)


def reschedule(month: Month, now: datetime, **moments: datetime) -> Month | Refusal:
    """Move some of the month's moments: opens, first_reminder, second_reminder, closes, draft.

    What has happened stays where it was, and the order of the month stays as it is.
    """
    before = month.dates
    for name, moment in moments.items():
        if getattr(before, name) <= now or moment <= now:
            return Refusal(f"“{name.replace('_', ' ')}” has passed, or would be in the past.")
    dates = replace(before, **moments)
    order = (dates.opens, dates.first_reminder, dates.second_reminder, dates.closes, dates.draft)
    if list(order) != sorted(order) or dates.draft > dates.post:
        return Refusal(
            "That is out of order: it opens, reminds twice, closes, drafts; then the board meets."
        )
    return replace(month, dates=dates)


def coming(month: Month, facts: Facts) -> tuple[tuple[datetime, str], ...]:
    """What lies ahead in this month, soonest first, each with a sentence."""
    dates, name = month.dates, month.name
    missing = any(outstanding(month, facts, ask.person) for ask in month.asks)
    ahead: list[tuple[datetime, str]] = []
    if month.state is State.PLANNED:
        ahead.append((dates.opens, f"{name} opens: each lead officer is asked"))
    if month.state is State.PLANNED or (month.state is State.OPEN and missing):
        ahead.append((dates.first_reminder, "First reminder for what is missing"))
        ahead.append((dates.second_reminder, "Second and last reminder"))
    if month.state in {State.PLANNED, State.OPEN}:
        ahead.append((dates.closes, f"{name} closes: the PMO sees who was silent"))
    if month.state in {State.PLANNED, State.OPEN, State.REVIEW}:
        ahead.append((dates.draft, "The draft summary goes to the approver"))
    if month.state not in {State.POSTED, State.ENDED}:
        ahead.append((dates.post, "Board day: the approved card is posted"))
    if month.state is State.OPEN:
        again = (ask.snoozed_until for ask in month.asks)
        ahead += [(when, "Somebody asked to be asked again now") for when in again if when]
    ahead += [
        (at(standing.on, 9), "Another board's day: it receives the same card")
        for standing in facts.boards
        if standing.board not in month.posted and standing.on > dates.board_on
    ]
    return tuple(sorted(one for one in ahead if one[0] > facts.now))


# --- what is due in each state ------------------------------------------------------------


def _planned(month: Month, facts: Facts) -> Step | None:
    if facts.now < month.dates.opens:
        return None
    asked = replace(_moved(month, Event.OPENS), items=tuple(Item(ref) for ref in facts.asked))
    letters = tuple(
        Letter(f"opened:{month.key}:{one}", person_party(one), "opened", {"month": month.key})
        for one in facts.pmo
    )
    step = _ask_the_unasked(asked, facts)
    return Step(step.month, step.letters + letters) if step else Step(asked, letters)


def _open(month: Month, facts: Facts) -> Step | None:
    if facts.now >= month.dates.closes:
        closed = _moved(month, Event.CLOSES)
        letters = tuple(
            Letter(f"silent:{month.key}:{one}", person_party(one), "silent", {"month": month.key})
            for one in facts.pmo
        )
        return Step(closed, letters)
    return _ask_the_unasked(month, facts) or _wake(month, facts) or _remind(month, facts)


def _review(month: Month, facts: Facts) -> Step | None:
    if facts.now < month.dates.draft:
        return None
    drafted = replace(_moved(month, Event.DRAFTS), draft=month.draft + 1)
    letters = tuple(
        Letter(
            f"draft:{month.key}:{one}",
            person_party(one),
            "draft",
            {"month": month.key},
            when_unsure=WhenUnsure.AGAIN,
        )
        for one in facts.approvers
    )
    return Step(drafted, letters, freeze=True)


def _drafted(month: Month, facts: Facts) -> Step | None:
    """Nothing is posted that nobody approved; the people who can mend that are told daily."""
    on = today(facts.now)
    told = month.told_unapproved_on == on
    if facts.now < month.dates.post or told or not _morning(facts):
        return None
    letters = tuple(
        Letter(
            f"unapproved:{month.key}:{on}:{one}",
            person_party(one),
            "unapproved",
            {"month": month.key},
        )
        for one in dict.fromkeys((*facts.approvers, *facts.pmo))
    )
    return Step(replace(month, told_unapproved_on=on), letters)


def _approved(month: Month, facts: Facts) -> Step | None:
    if facts.now < month.dates.post:
        return None
    posted = _moved(month, Event.POSTS)
    return _post_cards(posted, facts) or Step(posted)


def _posted(month: Month, facts: Facts) -> Step | None:
    step = _post_cards(month, facts)
    if step is not None:
        return step
    if all(standing.board in month.posted for standing in facts.boards):
        return Step(_moved(month, Event.ENDS))
    return None


def _ended(_month: Month, _facts: Facts) -> Step | None:
    return None


_DUE = {
    State.PLANNED: _planned,
    State.OPEN: _open,
    State.REVIEW: _review,
    State.DRAFTED: _drafted,
    State.APPROVED: _approved,
    State.POSTED: _posted,
    State.ENDED: _ended,
}


def _ask_the_unasked(month: Month, facts: Facts) -> Step | None:
    """One message to everybody who leads something and was not asked: also a new postholder."""
    asked = {ask.person for ask in month.asks}
    waiting = [
        person
        for item in month.items
        if item.state in {ItemState.WAITING, ItemState.RETURNED}
        for person in facts.askers.get(item.ref, ())
    ]
    new = [person for person in dict.fromkeys(waiting) if person not in asked]
    if not new:
        return None
    letters = tuple(
        Letter(
            f"ask:{month.key}:{person}",
            person_party(person),
            "round",
            {"month": month.key},
            when_unsure=WhenUnsure.AGAIN,
        )
        for person in new
    )
    # Whoever is asked late is not reminded in the same breath.
    asks = tuple(Ask(one, reminders=_reached(month, facts)) for one in new)
    return Step(replace(month, asks=month.asks + asks), letters)


def _remind(month: Month, facts: Facts) -> Step | None:
    """Of the reminders that were missed only the newest is sent; two, then no more."""
    reached = _reached(month, facts)
    if not reached or not office_hours(facts.now, facts.calendar):
        return None
    late = [ask for ask in month.asks if ask.reminders < reached and _may_remind(ask, facts)]
    if not late:
        return None
    letters = tuple(
        Letter(
            f"remind:{month.key}:{reached}:{ask.person}",
            person_party(ask.person),
            "reminder",
            {"month": month.key, "number": reached},
        )
        for ask in late
        if outstanding(month, facts, ask.person)
    )
    asks = tuple(replace(ask, reminders=reached) if ask in late else ask for ask in month.asks)
    return Step(replace(month, asks=asks), letters)


def _wake(month: Month, facts: Facts) -> Step | None:
    """Come back when somebody asked to be asked later; that is the newest reminder, too."""
    due_now = [ask for ask in month.asks if ask.snoozed_until and ask.snoozed_until <= facts.now]
    if not due_now or not office_hours(facts.now, facts.calendar):
        return None
    reached = _reached(month, facts)
    letters = tuple(
        Letter(
            f"later:{month.key}:{ask.snoozed_until:%Y-%m-%dT%H}:{ask.person}",
            person_party(ask.person),
            "reminder",
            {"month": month.key},
        )
        for ask in due_now
        if outstanding(month, facts, ask.person)
    )
    asks = tuple(
        replace(ask, snoozed_until=None, reminders=max(ask.reminders, reached))
        if ask in due_now
        else ask
        for ask in month.asks
    )
    return Step(replace(month, asks=asks), letters)


def _may_remind(ask: Ask, facts: Facts) -> bool:
    """Nobody is reminded who is away, or who asked to be asked later."""
    return ask.person not in facts.away and ask.snoozed_until is None


def _extended(month: Month, report: Report) -> bool:
    until = next((a.extended_to for a in month.asks if a.person == report.said_by), None)
    return until is not None and report.said_at <= until


def _with_ask(month: Month, person: str, **changed: Any) -> Month:  # noqa: ANN401 - fields
    """The month with one person's ask changed; somebody who was not asked yet gets one."""
    asks = month.asks
    if all(ask.person != person for ask in asks):
        asks = (*asks, Ask(person))
    return replace(
        month,
        asks=tuple(replace(ask, **changed) if ask.person == person else ask for ask in asks),
    )


def _reached(month: Month, facts: Facts) -> int:
    """How many of the two reminders' moments have come."""
    dates = month.dates
    return (facts.now >= dates.first_reminder) + (facts.now >= dates.second_reminder)


def _post_cards(month: Month, facts: Facts) -> Step | None:
    ready = [
        standing.board
        for standing in facts.boards
        if standing.board not in month.posted and facts.now >= at(standing.on, 9)
    ]
    if not ready:
        return None
    letters = tuple(
        Letter(
            f"board:{month.key}:{board}",
            board_party(board),
            "board",
            {"month": month.key, "board": board},
        )
        for board in ready
    )
    return Step(replace(month, posted=month.posted | set(ready)), letters)


def _morning(facts: Facts) -> bool:
    on = today(facts.now)
    return facts.calendar.works(on) and facts.now >= at(on, 9)


def _moved(month: Month, event: Event) -> Month:
    return replace(month, state=TRANSITIONS[month.state, event])


def _with(month: Month, changed: Item) -> Month:
    items = tuple(changed if item.ref == changed.ref else item for item in month.items)
    return replace(month, items=items)


def closing_words(month: Month) -> str:
    """When the month closes, for a card: Tuesday 17 September, 5pm."""
    return day_and_time(month.dates.closes)


def board_words(month: Month) -> str:
    """The board's day, for a card: Thursday 26 September."""
    return long_day(month.dates.board_on)
