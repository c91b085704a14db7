"""Lay out the officer's round: what needs them first, one action's form, and the receipt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from workflow.cycle import Facts, Item, ItemState, Month, Report, State, closing_words
from workflow.dates import day, day_and_time, long_day, month_name, short_day, today
from workflow.plan import Action, Measure, Plan, Reading
from workflow.rag import Rag
from workflow.summary import due_words, figure_sentence
from workflow.updates import Update, figure_words
from workflow.words import figure

__all__ = [
    "PAGE",
    "FormView",
    "Held",
    "MeasureField",
    "ReceiptView",
    "RoundView",
    "Row",
    "form_view",
    "last_words",
    "receipt_view",
    "round_view",
    "start_values",
]

PAGE = 5
# How much of what is done fits beside the list: a row to do takes the room of two that are done.
_ROOM = 22
_SOON = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Held:
    """Everything about a month that a view of it is made from.

    `reports`: this month's latest by ref; `before`: the last accepted ones of earlier months;
    `readings`: by measure, oldest first; `comments`: the PMO's, by report id; `names`: people.
    """

    plan: Plan
    month: Month
    facts: Facts
    reports: Mapping[str, Report]
    before: Mapping[str, Report]
    readings: Mapping[str, Sequence[Reading]]
    comments: Mapping[int, str]
    names: Mapping[str, str]

    def action(self, ref: str) -> Action | None:
        """An action of the plan."""
        return next((one for one in self.plan.actions if one.ref == ref), None)

    def last_rag(self, action: Action) -> Rag | None:
        """The rating an action came into the month with."""
        earlier = self.before.get(action.ref)
        letter = earlier.rag if earlier else action.rag
        return Rag(letter) if letter else None

    def comment(self, item: Item) -> str:
        """The PMO's comment on an update that was returned, else empty."""
        if item.state is not ItemState.RETURNED or item.report is None:
            return ""
        return self.comments.get(item.report, "")


@dataclass(frozen=True, slots=True)
class Row:
    """One action on the officer's list; `rag` the last rating, `line` why it is listed."""

    ref: str
    title: str
    rag: Rag | None
    line: str
    version: int
    returned: bool = False


@dataclass(frozen=True, slots=True)
class RoundView:
    """The officer's list: what is to do (a page of it: `rows`), and what is done.

    `done` is all of it, `done_here` what this page shows of it.
    """

    month: str
    month_name: str
    last_month: str
    posts: str
    closes: str
    done: tuple[Row, ...]
    rows: tuple[Row, ...]
    left: int
    page: int
    pages: int
    reminder: bool = False
    closed: bool = False
    done_here: tuple[Row, ...] = ()

    @property
    def total(self) -> int:
        """How many actions there are in all."""
        return len(self.done) + self.left

    @property
    def first(self) -> Row | None:
        """The one to start with."""
        return self.rows[0] if self.rows else None


@dataclass(frozen=True, slots=True)
class MeasureField:
    """A figure to ask for: `label` says last value and target."""

    id: str
    label: str
    figure: str
    as_at: str


@dataclass(frozen=True, slots=True)
class FormView:
    """One action to update; `values` are what the fields hold, `errors` what is wrong there."""

    month: str
    month_name: str
    last_month: str
    ref: str
    title: str
    version: int
    done: int
    total: int
    rag: Rag | None
    due: str
    success: tuple[str, ...]
    measures: tuple[MeasureField, ...]
    values: Mapping[str, str]
    errors: Mapping[str, str] = field(default_factory=dict)
    notice: str = ""
    comment: str = ""
    said_before: str = ""
    same: bool = False


@dataclass(frozen=True, slots=True)
class ReceiptView:
    """What was saved: (what, last month, this month) rows, the words, and what comes next."""

    month: str
    month_name: str
    last_month: str
    ref: str
    title: str
    saved: str
    rows: tuple[tuple[str, str, str], ...]
    rag: Rag | None
    was: Rag | None
    words: str
    what_next: str
    done: int
    total: int
    next: Row | None
    late: bool
    editable: bool


def round_view(held: Held, person: str, *, page: int = 1, reminder: bool = False) -> RoundView:
    """One person's actions in a month: worst first, five at a time."""
    mine = [item for item in held.month.items if person in held.facts.askers.get(item.ref, ())]
    to_do = [item for item in mine if item.state in {ItemState.WAITING, ItemState.RETURNED}]
    ranked = sorted(to_do, key=lambda item: _urgency(held, item))
    done = [item for item in mine if item not in to_do]
    leaves = _leaves(ranked, done)
    page = min(max(page, 1), len(leaves))
    shown, done_here = leaves[page - 1]
    return RoundView(
        month=held.month.key,
        month_name=held.month.name,
        last_month=_last_month(held.month),
        posts=_posts(held, mine, person),
        closes=closing_words(held.month),
        done=tuple(_done_row(held, item) for item in done),
        rows=tuple(_row(held, item) for item in shown),
        left=len(to_do),
        page=page,
        pages=len(leaves),
        reminder=reminder,
        closed=held.month.state is not State.OPEN,
        done_here=tuple(_done_row(held, item) for item in done_here),
    )


def form_view(
    held: Held,
    person: str,
    ref: str,
    *,
    values: Mapping[str, str] | None = None,
    errors: Mapping[str, str] | None = None,
    notice: str = "",
    same: bool = False,
) -> FormView | None:
    """The form of one action, None when it is not asked this month."""
    action, item = held.action(ref), held.month.item(ref)
    if action is None or item is None:
        return None
    listing = round_view(held, person)
    measures = held.plan.measures_of(ref)
    start = start_values(held, action, measures)
    filled = {**start, **(values or {})}
    said = held.reports.get(ref)
    return FormView(
        month=held.month.key,
        month_name=held.month.name,
        last_month=_last_month(held.month),
        ref=ref,
        title=action.title,
        version=item.version,
        done=len(listing.done),
        total=listing.total,
        rag=held.last_rag(action),
        due=due_words(action),
        success=tuple(part.text for part in action.evidence),
        measures=tuple(_field(held, measure, filled) for measure in measures),
        values=filled,
        errors=dict(errors or {}),
        notice=notice,
        comment=held.comment(item),
        said_before=_said_before(held, said, person),
        same=same,
    )


def start_values(held: Held, action: Action, measures: Sequence[Measure]) -> dict[str, str]:
    """What the form holds before anything is typed: this month's answer, else last month's."""
    counted = (today(held.facts.now).replace(day=1) - timedelta(days=1)).isoformat()
    start = {f"as_at:{measure.id}": counted for measure in measures}
    said = held.reports.get(action.ref)
    if said is not None:
        return {
            **start,
            "words": said.words,
            "next": said.next_step,
            "rag": said.rag or "",
            "why": said.why,
            "decision": said.decision,
        }
    return {**start, "words": last_words(held, action)}


def last_words(held: Held, action: Action) -> str:
    """What was last said about an action before this month."""
    earlier = held.before.get(action.ref)
    return earlier.words if earlier else "\n".join(action.update)


def receipt_view(held: Held, person: str, report: Report, update: Update) -> ReceiptView | None:
    """The receipt for what was just saved; `held` is as it is afterwards."""
    action = held.action(report.ref)
    if action is None:
        return None
    listing = round_view(held, person)
    was = held.last_rag(action)
    rows = []
    for one in update.figures:
        measure = next(m for m in held.plan.measures_of(report.ref) if m.id == one.measure)
        earlier = held.readings.get(measure.id, ())
        before = [reading for reading in earlier if reading != one.reading]
        last = figure_words(measure, before[-1]) if before else "none"
        rows.append((measure.short, last, figure_words(measure, one.reading)))
    if report.kind != "no_change":
        rows.append(("Why this rating", "", report.why))
    rows.append(("End date", due_words(action), due_words(action)))
    if report.next_step:
        rows.append(("Next", "", report.next_step))
    rows.append(("Decision asked", "", report.decision or "none"))
    return ReceiptView(
        month=held.month.key,
        month_name=held.month.name,
        last_month=_last_month(held.month),
        ref=report.ref,
        title=action.title,
        saved=day_and_time(report.said_at),
        rows=tuple(rows),
        rag=Rag(report.rag) if report.rag else None,
        was=was,
        words=report.why if report.kind == "no_change" else report.words,
        what_next=_what_next(held.month, late=report.late),
        done=len(listing.done),
        total=listing.total,
        next=listing.first,
        late=report.late,
        editable=held.month.state is State.OPEN,
    )


# --- within -------------------------------------------------------------------------------


def _leaves(to_do: Sequence[Item], done: Sequence[Item]) -> list[tuple[list[Item], list[Item]]]:
    """The list page by page: (to do, done) on each; one page at least."""
    leaves, left, over = list[tuple[list[Item], list[Item]]](), list(to_do), list(done)
    while left or over or not leaves:
        shown, left = left[:PAGE], left[PAGE:]
        room = _ROOM - 2 * len(shown)
        leaves.append((shown, over[:room]))
        over = over[room:]
    return leaves


def _urgency(held: Held, item: Item) -> tuple[int, int]:
    """Smaller comes first: sent back, red, due or overdue, a figure expected, unrated, the rest."""
    action = held.action(item.ref)
    place = [one.ref for one in held.month.items].index(item.ref)
    if action is None:
        return 9, place
    rag = held.last_rag(action)
    checks = (
        item.state is ItemState.RETURNED,
        rag is Rag.RED,
        _due_soon(action, today(held.facts.now)),
        rag is Rag.AMBER,
        bool(_expected(held, action)),
        rag is None,
    )
    return next((n for n, true in enumerate(checks) if true), 8), place


def _due_soon(action: Action, on: date) -> bool:
    return action.timescale.end is not None and action.timescale.end - on <= _SOON


def _expected(held: Held, action: Action) -> tuple[Measure, ...]:
    """The measures that have something to be held against."""
    return tuple(m for m in held.plan.measures_of(action.ref) if m.milestones or m.comparator)


def _row(held: Held, item: Item) -> Row:
    action = held.action(item.ref)
    if action is None:
        return Row(item.ref, "", None, "", item.version)
    if comment := held.comment(item):
        line = f"Sent back by the PMO: “{comment}”"
    else:
        parts = [_due_line(action, today(held.facts.now))]
        expected = _expected(held, action)
        if expected:
            parts.append(figure_sentence(expected[0], held.readings.get(expected[0].id, ())))
        line = ". ".join(part for part in parts if part) + "."
    returned = item.state is ItemState.RETURNED
    return Row(item.ref, action.title, held.last_rag(action), line, item.version, returned)


def _due_line(action: Action, on: date) -> str:
    end = action.timescale.end
    if end is None:
        return due_words(action).capitalize()
    if end < on:
        return f"Was due {day(end)}"
    return f"Due {short_day(end) if end.year == on.year else day(end)}"


def _done_row(held: Held, item: Item) -> Row:
    action, said = held.action(item.ref), held.reports.get(item.ref)
    if action is None or said is None:
        return Row(item.ref, action.title if action else "", None, "", item.version)
    same = "no change, " if said.kind == "no_change" else ""
    by = held.names.get(said.said_by, "a colleague")
    state = "accepted" if item.state is ItemState.ACCEPTED else "saved"
    line = f"{same}{state} · {by}, {day_and_time(said.said_at)}"
    return Row(item.ref, action.title, Rag(said.rag) if said.rag else None, line, item.version)


def _posts(held: Held, mine: Sequence[Item], person: str) -> str:
    """The posts for which somebody is asked, as the plan names them."""
    titles = {role.id: role.title for role in held.plan.roles}
    led = [lead for item in mine if (a := held.action(item.ref)) for lead in a.leads]
    own = [titles[lead] for lead in dict.fromkeys(led) if _leads_alone(held, lead, person)]
    return " and ".join(own) or held.names.get(person, "")


def _leads_alone(held: Held, role: str, person: str) -> bool:
    """Whether a role's actions all ask this person: a joint lead's other role does not."""
    refs = [one.ref for one in held.plan.actions if role in one.leads and held.month.item(one.ref)]
    return bool(refs) and all(person in held.facts.askers.get(ref, ()) for ref in refs)


def _field(held: Held, measure: Measure, values: Mapping[str, str]) -> MeasureField:
    readings = held.readings.get(measure.id, ())
    last = f"last {figure(measure, readings[-1].value)}" if readings else "no figure yet"
    ahead = [m for m in measure.milestones if m.by is None or m.by >= today(held.facts.now)]
    aims = ahead[:1] or list(measure.milestones[-1:])
    aim = ""
    if aims:
        by = f" by {month_name(f'{aims[0].by:%Y-%m}')} {aims[0].by.year}" if aims[0].by else ""
        aim = f", target {figure(measure, aims[0].value)}{by}"
    elif measure.comparator:
        aim = f", {measure.comparator.name} {figure(measure, measure.comparator.value)}"
    return MeasureField(
        id=measure.id,
        label=f"{measure.short} ({last}{aim})",
        figure=values.get(f"figure:{measure.id}", ""),
        as_at=values.get(f"as_at:{measure.id}", ""),
    )


def _said_before(held: Held, said: Report | None, person: str) -> str:
    """Who answered already: a joint lead sees the other's answer, and whose it is."""
    if said is None:
        return ""
    who = "You" if said.said_by == person else held.names.get(said.said_by, "A colleague")
    when = day_and_time(said.said_at)
    return f"{who} answered on {when}. Saving makes a new version; that one is kept."


def _what_next(month: Month, *, late: bool) -> str:
    board = long_day(month.dates.board_on)
    if late:
        return f"{month.name} has closed. Your update is kept and marked late."
    said = f"The PMO reviews it. The board sees it on {board}."
    if month.state is not State.OPEN:
        return said
    return f"{said} You can change it until {closing_words(month)}."


def _last_month(month: Month) -> str:
    return month_name(f"{month.key[:4]}-{int(month.key[5:7]) - 1 or 12:02}")
