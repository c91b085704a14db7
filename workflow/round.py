"""Lay out the officer's round: what needs them first, one action's form, and the receipt."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from workflow.cycle import Item, ItemState, Month, Report, State, closing_words
from workflow.dates import at, day, day_and_time, long_day, month_name, short_day, today
from workflow.decisions import Decision
from workflow.held import Draft, Held
from workflow.plan import Action, Measure
from workflow.rag import MARKS, Rag
from workflow.summary import due_words, figure_sentence
from workflow.updates import Update, example_of, figure_words
from workflow.weigh import suggestion_of
from workflow.words import figure, listed

__all__ = [
    "PAGE",
    "FormView",
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
QUIET_MOST = 20
_QUIET = 8
# How much of what is done fits beside the list: a row to do takes the room of two that are done.
_ROOM = 19
_SOON = timedelta(days=30)
# So many of the other leads' updates, and of the drafts, stand on one card.
_TO_AGREE, _TO_DRAFT = 3, 3


@dataclass(frozen=True, slots=True)
class Row:
    """One action on the officer's list; `rag` the last rating, `line` why it is listed.

    `returned`: the PMO sent it back; `drafted`: a colleague's draft waits to be signed.
    """

    ref: str
    title: str
    rag: Rag | None
    line: str
    version: int
    returned: bool = False
    drafted: bool = False


@dataclass(frozen=True, slots=True)
class RoundView:
    """The officer's list: what is to do (a page of it: `rows`), and what is done.

    `done` is all of it, `done_here` what this page shows of it. `quiet` are those that nothing
    asks for: no change may be said for several at once; `ticked` and `why` were given already.
    `acting` is whose list it is when the PMO enters for somebody. `later` are the moments at
    which one can ask to be asked again: (in words, ISO). `joint` are what the other lead of a
    joint action said, which this person may agree with; `drafting` what a lead asked them to
    draft; `stands_in` says for whom they answer. `may_ask`: a colleague can be asked to draft.
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
    quiet: tuple[Row, ...] = ()
    ticked: tuple[str, ...] = ()
    why: str = ""
    notice: str = ""
    acting: str = ""
    acting_name: str = ""
    later: tuple[tuple[str, str], ...] = ()
    joint: tuple[Row, ...] = ()
    drafting: tuple[Row, ...] = ()
    stands_in: str = ""
    may_ask: bool = False

    @property
    def total(self) -> int:
        """How many actions there are in all."""
        return len(self.done) + self.left

    @property
    def needs(self) -> int:
        """How many of what is left need a look of their own."""
        return self.left - len(self.quiet)

    @property
    def first(self) -> Row | None:
        """The one to start with."""
        return (*self.rows, *self.quiet)[0] if self.rows or self.quiet else None


@dataclass(frozen=True, slots=True)
class MeasureField:
    """A figure to ask for: `label` says last value and target, `example` how one is typed."""

    id: str
    label: str
    figure: str
    as_at: str
    example: str = ""


@dataclass(frozen=True, slots=True)
class FormView:
    """One action to update; `values` are what the fields hold, `errors` what is wrong there.

    `suggested` is the rule's rating and `suggestion` its reason. `drafted` says who drafted it
    for the lead to sign, `drafting` that this is the colleague's own form. `decided`
    asks what was done about each decision of a board. `joint_words` are the other joint lead's,
    `may_agree` that this one has not said if they are theirs too.
    `asked`: the one follow-up question was put. `heard`: what young people's answers say.
    `last`: no other action waits after this one.
    """

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
    suggested: Rag | None = None
    suggestion: str = ""
    drafted: str = ""
    drafting: bool = False
    joint_words: str = ""
    decided: tuple[str, ...] = ()
    may_agree: bool = False
    asked: bool = False
    acting: str = ""
    acting_name: str = ""
    last: bool = False
    end: str = ""
    heard: tuple[str, ...] = ()


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
    version: int = 0
    acting: str = ""
    aside: str = ""


def round_view(
    held: Held,
    person: str,
    *,
    page: int = 1,
    reminder: bool = False,
    notice: str = "",
    acting: str = "",
    ticked: Sequence[str] = (),
    why: str = "",
) -> RoundView:
    """One person's actions in a month: worst first, five at a time; the quiet rest as a list."""
    mine = [item for item in held.month.items if person in held.facts.askers.get(item.ref, ())]
    to_do = [item for item in mine if item.state in {ItemState.WAITING, ItemState.RETURNED}]
    done = [item for item in mine if item.state not in {ItemState.WAITING, ItemState.RETURNED}]
    joint = () if acting else tuple(_joint(held, done, person))[:_TO_AGREE]
    drafting = () if acting else tuple(_drafting(held, person))[:_TO_DRAFT]
    done += [
        Item(ref, ItemState.ACCEPTED)
        for ref in held.complete
        if person in held.facts.askers.get(ref, ())
    ]
    beside = len(joint) + len(drafting)
    quiet_most = QUIET_MOST - 3 * beside
    calm = [item for item in to_do if _urgency(held, item)[0] == _QUIET][:quiet_most]
    ranked = sorted(
        (item for item in to_do if item not in calm), key=lambda item: _urgency(held, item)
    )
    theirs = {row.ref for row in joint}
    leaves = _leaves(
        ranked,
        [item for item in done if item.ref not in theirs],
        quiet=len(calm),
        beside=beside,
    )
    page = min(max(page, 1), len(leaves))
    shown, done_here = leaves[page - 1]
    is_open = held.month.state is State.OPEN and not acting
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
        quiet=tuple(_row(held, item) for item in calm),
        ticked=tuple(ticked),
        why=why,
        notice=notice,
        acting=acting,
        acting_name=held.names.get(acting, "") if acting else "",
        later=_later(held) if is_open else (),
        joint=joint,
        drafting=drafting,
        stands_in=_stands_in(held, person),
        may_ask=is_open and bool(to_do),
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
    asked: bool = False,
    acting: str = "",
    saved: Report | None = None,
    aside: str = "",
) -> FormView | None:
    """The form of one action, None when it is not asked this month.

    `saved` led on to it, and `aside` is one more line about that one.
    """
    action, item = held.action(ref), held.month.item(ref)
    if action is None or item is None:
        return None
    lead = acting or person
    drafting = lead not in held.facts.askers.get(ref, ())
    listing = round_view(held, lead)
    measures = held.plan.asked_of(ref)
    start = start_values(held, action, measures)
    filled = {**start, **(values or {})}
    said = held.reports.get(ref)
    rule = suggestion_of(held, action)
    draft = held.drafts.get(ref)
    if saved is not None:
        notice = f"✓ {saved.ref} is saved: {MARKS[Rag(saved.rag) if saved.rag else None].words}."
        notice = f"{notice} {aside}".strip()
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
        said_before=_said_before(held, said, lead),
        decided=tuple(_decided(held, one) for one in held.decided(ref)),
        joint_words=said.words if said is not None and said.said_by != lead else "",
        may_agree=_may_agree(held, said, lead) and not acting,
        same=same,
        suggested=rule.rag,
        suggestion=rule.reason,
        drafted=_drafted(held, draft, lead) if draft else "",
        drafting=drafting,
        asked=asked,
        acting=acting,
        acting_name=held.names.get(acting, "") if acting else "",
        last=listing.left - any(row.ref == ref for row in (*listing.rows, *listing.quiet)) <= 0,
        end=day(action.timescale.end) if action.timescale.end else "",
        heard=tuple(one.words for one in held.young if one.ref == ref),
    )


def start_values(held: Held, action: Action, measures: Sequence[Measure]) -> dict[str, str]:
    """What the form holds before anything is typed: this month's answer, else last month's."""
    counted = (today(held.facts.now).replace(day=1) - timedelta(days=1)).isoformat()
    start = {f"as_at:{measure.id}": counted for measure in measures}
    draft = held.drafts.get(action.ref)
    if draft is not None:
        return {**start, **draft.fields}
    said = held.reports.get(action.ref)
    if said is not None:
        return {
            **start,
            "link": said.evidence_link,
            **(_moved_end(said) if said.revised_end else {}),
            **({"complete": "true", "evidence": said.complete} if said.complete else {}),
            "words": said.words,
            "next": said.next_step,
            "rag": said.rag or "",
            "why": said.why,
            "decision": said.decision,
        }
    return {**start, "words": last_words(held, action)}


def _moved_end(said: Report) -> dict[str, str]:
    end = said.revised_end.isoformat() if said.revised_end else ""
    return {"end": end, "end_why": said.end_why}


def last_words(held: Held, action: Action) -> str:
    """What was last said about an action before this month."""
    earlier = held.before.get(action.ref)
    return earlier.words if earlier else "\n".join(action.update)


def receipt_view(
    held: Held, person: str, report: Report, update: Update, *, acting: str = "", aside: str = ""
) -> ReceiptView | None:
    """The receipt for what was just saved; `held` is as it is afterwards.

    `aside` is one more line: whom to tell where what was typed may speak of danger.
    """
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
    end = f"due {day(report.revised_end)}" if report.revised_end else due_words(action)
    rows.append(("End date", due_words(action), end))
    if report.evidence_link:
        rows.append(("Evidence", "", report.evidence_link))
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
        version=report.version,
        acting=acting,
        aside=aside,
    )


# --- within -------------------------------------------------------------------------------


def _leaves(
    to_do: Sequence[Item], done: Sequence[Item], *, quiet: int, beside: int
) -> list[tuple[list[Item], list[Item]]]:
    """The list page by page: (to do, done) on each; one page at least.

    The quiet ones stand on the first page and take some of its room, three of them a row's, and
    so do the other leads' updates and the drafts (`beside`), each a row's.
    """
    leaves, left, over = list[tuple[list[Item], list[Item]]](), list(to_do), list(done)
    while left or over or not leaves:
        here = PAGE if leaves else max(1, PAGE - beside)
        shown, left = left[:here], left[here:]
        room = _ROOM - 2 * len(shown)
        if not leaves:
            room = max(0, room - 2 * beside - (4 + quiet // 3 if quiet else 0))
        leaves.append((shown, over[:room]))
        over = over[room:]
    return leaves


def _urgency(held: Held, item: Item) -> tuple[int, int]:
    """Smaller comes first: sent back or to sign, decided, red, due, a figure expected, unrated."""
    action = held.action(item.ref)
    place = [one.ref for one in held.month.items].index(item.ref)
    if action is None:
        return 9, place
    rag = held.last_rag(action)
    checks = (
        item.state is ItemState.RETURNED or item.ref in held.drafts,
        bool(held.decided(item.ref)),
        rag is Rag.RED,
        _due_soon(action, today(held.facts.now)),
        rag is Rag.AMBER,
        bool(_expected(held, action)),
        rag is None,
    )
    return next((n for n, true in enumerate(checks) if true), _QUIET), place


def _later(held: Held) -> tuple[tuple[str, str], ...]:
    """Moments to be asked again: the next two working days and Monday, 9am, before closing."""
    calendar, on = held.facts.calendar, today(held.facts.now)
    monday = on + timedelta(days=7 - on.weekday())
    days = (
        calendar.forward(on, 1),
        calendar.forward(on, 2),
        monday if calendar.works(monday) else calendar.forward(monday, 1),
    )
    moments = sorted(at(one, 9) for one in set(days))
    return tuple(
        (day_and_time(one), one.isoformat()) for one in moments if one < held.month.dates.closes
    )


def _due_soon(action: Action, on: date) -> bool:
    return action.timescale.end is not None and action.timescale.end - on <= _SOON


def _expected(held: Held, action: Action) -> tuple[Measure, ...]:
    """The measures that have something to be held against."""
    return tuple(m for m in held.plan.measures_of(action.ref) if m.milestones or m.comparator)


def _row(held: Held, item: Item) -> Row:
    action = held.action(item.ref)
    if action is None:
        return Row(item.ref, "", None, "", item.version)
    draft = held.drafts.get(item.ref)
    if comment := held.comment(item):
        line = f"Sent back by the PMO: “{comment}”"
    elif draft is not None:
        line = f"{held.names.get(draft.said_by, 'A colleague')} has drafted this: read and sign it."
    elif decided := held.decided(item.ref):
        line = f"The {held.board_name(decided[-1].board)} decided: “{decided[-1].words}”"
    else:
        parts = [_due_line(action, today(held.facts.now))]
        expected = _expected(held, action)
        if expected:
            parts.append(figure_sentence(expected[0], held.readings.get(expected[0].id, ())))
        parts += [
            f"{held.names.get(one.colleague, 'A colleague')} drafts it until {short_day(one.until)}"
            for one in held.delegations
            if one.ref == item.ref
        ]
        line = ". ".join(part for part in parts if part) + "."
    returned = item.state is ItemState.RETURNED
    return Row(
        item.ref,
        action.title,
        held.last_rag(action),
        line,
        item.version,
        returned,
        drafted=draft is not None,
    )


def _joint(held: Held, done: Sequence[Item], person: str) -> Iterator[Row]:
    """What the other lead of a joint action said, where this one has not said if they agree."""
    for item in done:
        action, said = held.action(item.ref), held.reports.get(item.ref)
        if action is None or said is None or not _may_agree(held, said, person):
            continue
        who = held.names.get(said.said_by, "Your joint lead")
        line = f"{who}, {day_and_time(said.said_at)}: “{said.words}”"
        rag = Rag(said.rag) if said.rag else None
        yield Row(item.ref, action.title, rag, line, item.version)


def _drafting(held: Held, person: str) -> Iterator[Row]:
    """What this person was asked to draft and nobody has answered yet."""
    for one in held.delegations:
        action, item = held.action(one.ref), held.month.item(one.ref)
        waits = item is not None and item.state in {ItemState.WAITING, ItemState.RETURNED}
        if one.colleague != person or action is None or item is None or not waits:
            continue
        draft = held.drafts.get(one.ref)
        lead = held.names.get(one.lead, "The lead")
        line = f"For {lead}, until {long_day(one.until)}."
        if draft is not None and draft.said_by == person:
            line = f"Drafted. It waits for {lead} to sign."
        yield Row(one.ref, action.title, held.last_rag(action), line, item.version)


def _stands_in(held: Held, person: str) -> str:
    """For whom somebody answers while they are away."""
    facts = held.facts
    gone = [
        held.names.get(one, one)
        for role, people in facts.answering.items()
        if person in people and person not in facts.holders.get(role, ())
        for one in facts.holders.get(role, ())
        if one in facts.away
    ]
    verb = "are" if len(set(gone)) > 1 else "is"
    names = listed(list(dict.fromkeys(gone)))
    return f"You stand in for {names}, who {verb} away." if gone else ""


def _due_line(action: Action, on: date) -> str:
    end = action.timescale.end
    if end is None:
        return due_words(action).capitalize()
    if end < on:
        return f"Was due {day(end)}"
    return f"Due {short_day(end) if end.year == on.year else day(end)}"


def _done_row(held: Held, item: Item) -> Row:
    action, said = held.action(item.ref), held.reports.get(item.ref)
    if (one := held.complete.get(item.ref)) is not None and action is not None:
        line = (
            f"complete, accepted by the {held.board_name(one.board)} on {day(today(one.said_at))}"
        )
        return Row(item.ref, action.title, Rag.BLUE, line, item.version)
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
        example=example_of(measure),
    )


def _said_before(held: Held, said: Report | None, person: str) -> str:
    """Who answered already: a joint lead sees the other's answer, and whose it is."""
    if said is None:
        return ""
    when = day_and_time(said.said_at)
    if said.said_by == person:
        return f"You answered on {when}. Saving makes a new version; that one is kept."
    who = held.names.get(said.said_by, "A colleague")
    rating = MARKS[Rag(said.rag) if said.rag else None].words
    stands = " You agree with it." if person in held.agreed.get(said.id or 0, ()) else ""
    return (
        f"{who} answered on {when}: {rating}.{stands} One update goes to the board. Save your own "
        "to add to it or to differ: it becomes the newer version, and the PMO sees both."
    )


def _decided(held: Held, decision: Decision) -> str:
    """The first question of the month: what was done about what a board decided."""
    when, board = long_day(today(decision.said_at)), held.board_name(decision.board)
    return f"The {board} decided on {when}: “{decision.words}” What have you done about it?"


def _may_agree(held: Held, said: Report | None, person: str) -> bool:
    """Whether somebody may stand behind what the other joint lead said."""
    if said is None or said.id is None or said.said_by == person:
        return False
    return person in held.other_leads(said) and person not in held.agreed.get(said.id, ())


def _drafted(held: Held, draft: Draft, person: str) -> str:
    """Whose draft it is, and what saving does."""
    if draft.said_by == person:
        return "This is your draft. You can change it until it is signed."
    who = held.names.get(draft.said_by, "A colleague")
    return (
        f"**{who} drafted this on {day_and_time(draft.said_at)}.** Saving signs it: it becomes "
        "your update, and both names are kept."
    )


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
