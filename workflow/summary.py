"""Sum up a month for the boards, and freeze it so that it can be shown the same for ever."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any

from workflow.completion import Settled
from workflow.cycle import ItemState, Month, Report
from workflow.dates import day, month_name, short_day, today
from workflow.evidence import Figure
from workflow.heard import Heard, thaw_heard
from workflow.plan import Action, Measure, Plan, Reading
from workflow.rag import MARKS, Move, Rag, move, rank
from workflow.row import PlanKept, Row, keep, row_of, thaw_plan, thaw_row
from workflow.words import count, figure, listed, number_word, shorten

__all__ = [
    "Counts",
    "Frozen",
    "Line",
    "Summary",
    "WorkstreamPart",
    "aim_words",
    "count_ratings",
    "due_words",
    "figure_said",
    "figure_sentence",
    "freeze",
    "movement",
    "summarise",
    "thaw",
]


@dataclass(frozen=True, slots=True)
class Counts:
    """How many actions have each rating; `silent` have none."""

    red: int = 0
    amber: int = 0
    green: int = 0
    blue: int = 0
    silent: int = 0

    @property
    def total(self) -> int:
        """All of them."""
        return self.red + self.amber + self.green + self.blue + self.silent


@dataclass(frozen=True, slots=True)
class Line:
    """One action as the boards see it.

    `rag` and `was` are letters or None. `note` says why it stands where it does, `words` is
    the officer's own update, `figures` one sentence a measure. `exception` puts it first.
    `proposed` is the evidence with which the officer proposes it as complete.
    """

    ref: str
    title: str
    workstream: str
    leads: tuple[str, ...]
    rag: str | None
    was: str | None
    move: str
    note: str
    words: str
    next_step: str
    why: str
    due: str
    figures: tuple[str, ...]
    evidence: tuple[str, ...]
    said_by: str
    decision: str
    exception: bool
    no_change: bool
    row: Row = field(default_factory=Row)
    proposed: str = ""


@dataclass(frozen=True, slots=True)
class WorkstreamPart:
    """A workstream's counts."""

    ref: str
    name: str
    counts: Counts


@dataclass(frozen=True, slots=True)
class Summary:
    """What every board is shown of one month; each draws its own card from it."""

    month: str
    month_name: str
    board_on: str
    last_month_name: str
    headline: str
    movement: str
    counts: Counts
    were: Counts
    workstreams: tuple[WorkstreamPart, ...]
    lines: tuple[Line, ...]
    quality: tuple[str, ...]
    first: bool
    plan: PlanKept = field(default_factory=PlanKept)
    heard: Heard | None = None

    @property
    def exceptions(self) -> tuple[Line, ...]:
        """What to look at first, worst first."""
        found = [line for line in self.lines if line.exception]
        return tuple(sorted(found, key=lambda one: (rank(_rag(one.rag)), one.move != "worse")))

    @property
    def decisions(self) -> tuple[Line, ...]:
        """The actions that ask a board for a decision."""
        return tuple(line for line in self.lines if line.decision)

    def line(self, ref: str) -> Line | None:
        """One action's line."""
        return next((line for line in self.lines if line.ref == ref), None)


@dataclass(frozen=True, slots=True)
class Frozen:
    """A summary as it was approved: the text, and the SHA-256 of it in hexadecimal."""

    month: str
    draft: int
    digest: str
    content: str


def summarise(
    plan: Plan,
    month: Month,
    *,
    reports: Mapping[str, Report],
    before: Mapping[str, Report],
    readings: Mapping[str, Sequence[Reading]],
    names: Mapping[str, str],
    young: Sequence[Figure] = (),
    heard: Heard | None = None,
    complete: Mapping[str, Settled] | None = None,
) -> Summary:
    """Sum up a month.

    `reports` are this month's latest by ref, `before` the last accepted ones of earlier
    months, `readings` those by measure that count, `names` people by id, `young` the figures of
    young people's answers, `heard` their part of the month, `complete` what boards
    accepted as complete on earlier cards, which is Blue and not asked. Only what the PMO
    accepted gives a rating; an action that was not asked this month keeps its last one.
    """
    blue = complete or {}
    month = replace(month, items=tuple(one for one in month.items if one.ref not in blue))
    lines = tuple(
        _line(
            plan,
            action,
            month,
            reports=reports,
            before=before,
            readings=readings,
            names=names,
            young=young,
            accepted=blue.get(action.ref),
        )
        for action in plan.actions
    )
    counts = count_ratings(line.rag for line in lines)
    first = not any(line.was for line in lines)
    last = _month_before(month.key)
    return Summary(
        month=month.key,
        month_name=month.name,
        board_on=day(month.dates.board_on),
        last_month_name=last,
        headline=_headline(lines, counts),
        movement=movement(lines, last, first=first),
        counts=counts,
        were=count_ratings(line.was for line in lines),
        workstreams=tuple(
            WorkstreamPart(
                workstream.ref,
                workstream.name,
                count_ratings(line.rag for line in lines if line.workstream == workstream.ref),
            )
            for workstream in plan.workstreams
        ),
        lines=lines,
        quality=_quality(plan, month, lines, reports),
        first=first,
        plan=keep(plan, readings),
        heard=heard,
    )


def freeze(summary: Summary, draft: int) -> Frozen:
    """Turn a summary into text that never changes, with its hash."""
    content = json.dumps(
        summary, default=_by_name, ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    digest = hashlib.sha256(content.encode()).hexdigest()
    return Frozen(summary.month, draft, digest, content)


def _by_name(value: Any) -> dict[str, Any]:  # noqa: ANN401 - any part of a summary
    """A part of a summary for JSON: what `asdict` gives, without copying what is below it.

    A month without young people's part, or a line that proposes nothing, reads as it did before
    there was one.
    """
    kept = {one.name: getattr(value, one.name) for one in fields(value)}
    if kept.get("heard", "") is None:
        del kept["heard"]
    if kept.get("proposed", "-") == "":
        del kept["proposed"]
    return kept


def thaw(frozen: Frozen) -> Summary:
    """Read a frozen summary back; ValueError when it is not what was frozen.

    What an earlier release froze is read as well: a part that it did not know has its default.
    """
    if hashlib.sha256(frozen.content.encode()).hexdigest() != frozen.digest:
        message = f"the summary of {frozen.month} is not the one that was frozen"
        raise ValueError(message)
    raw = json.loads(frozen.content)
    return Summary(
        **{
            **raw,
            "counts": Counts(**raw["counts"]),
            "were": Counts(**raw["were"]),
            "workstreams": tuple(
                WorkstreamPart(**{**part, "counts": Counts(**part["counts"])})
                for part in raw["workstreams"]
            ),
            "lines": tuple(
                Line(
                    **{
                        **line,
                        "leads": tuple(line["leads"]),
                        "figures": tuple(line["figures"]),
                        "evidence": tuple(line["evidence"]),
                        "row": thaw_row(line["row"]) if "row" in line else Row(),
                    }
                )
                for line in raw["lines"]
            ),
            "quality": tuple(raw["quality"]),
            "plan": thaw_plan(raw["plan"]) if "plan" in raw else PlanKept(),
            "heard": thaw_heard(raw.get("heard")),
        }
    )


# --- a line -------------------------------------------------------------------------------


def _line(
    plan: Plan,
    action: Action,
    month: Month,
    *,
    reports: Mapping[str, Report],
    before: Mapping[str, Report],
    readings: Mapping[str, Sequence[Reading]],
    names: Mapping[str, str],
    young: Sequence[Figure],
    accepted: Settled | None,
) -> Line:
    item = month.item(action.ref)
    earlier = before.get(action.ref)
    was = _rag(earlier.rag if earlier else action.rag)
    said = reports.get(action.ref)
    now: Rag | None
    if accepted is not None:
        said, now = earlier, Rag.BLUE
        was = was if accepted.month == _key_before(month.key) else Rag.BLUE
    elif item is None:
        said, now = earlier, was
    elif item.state is ItemState.ACCEPTED and said is not None:
        now = _rag(said.rag)
    else:
        now = None
    shown = said if item is None or item.state is ItemState.ACCEPTED else None
    went = Move.SAME if item is None and accepted is None else move(was, now)
    # Proposed once, answered once: a month in which it is not asked does not propose it again.
    proposed = shown.complete if shown and item and accepted is None else ""
    asked = _asked(shown.decision if shown and accepted is None else "", proposed)
    figures = tuple(
        figure_sentence(measure, readings.get(measure.id, ()))
        for measure in plan.measures_of(action.ref)
        if not measure.added_by_service
    )
    figures += tuple(one.words for one in young if one.ref == action.ref)
    overdue = action.timescale.end is not None and action.timescale.end < month.dates.board_on
    workstream, objective = plan.home(action.ref)
    titles = {role.id: role.title for role in plan.roles}
    leads = tuple(titles[lead] for lead in action.leads)
    return Line(
        ref=action.ref,
        title=action.title,
        workstream=workstream,
        leads=leads,
        rag=now.value if now else None,
        was=was.value if was else None,
        move=went.value,
        note=_accepted_note(plan, accepted)
        if accepted
        else _note(month, item.state if item else None, went, was, now, shown, action, leads),
        words=shown.words if shown else "",
        next_step=shown.next_step if shown else "",
        why=shown.why if shown and accepted is None else "",
        due=due_words(action),
        figures=figures,
        evidence=tuple(part.text for part in action.evidence),
        said_by=names.get(shown.said_by, "") if shown else "",
        decision=asked,
        exception=now is Rag.RED
        or went is Move.WORSE
        or (item is not None and now is None)
        or (overdue and now is not Rag.BLUE)
        or bool(asked)
        or bool(accepted is None and _differs(shown)),
        no_change=bool(shown and shown.kind == "no_change"),
        row=row_of(
            action,
            objective,
            plan.measures_of(action.ref),
            readings,
            on=month.dates.board_on,
        ),
        proposed=proposed,
    )


def _asked(decision: str, proposed: str) -> str:
    """What is asked of a board: a decision, and whether it accepts the action as complete."""
    accepts = f"Proposed complete. Accept it? Evidence: {proposed}" if proposed else ""
    return " ".join(part for part in (decision, accepts) if part)


def _accepted_note(plan: Plan, accepted: Settled) -> str:
    on = day(today(accepted.said_at))
    board = next((one.name for one in plan.boards if one.id == accepted.board), "board")
    return f"Complete: accepted by the {board} on {on}. Not asked any more."


def due_words(action: Action) -> str:
    """When an action is due: due 30 September 2019, ongoing, or how often it is looked at."""
    when = action.timescale
    if when.end is not None:
        moved = when.original_end is not None and when.original_end != when.end
        was = f" (was {day(when.original_end)})" if moved and when.original_end else ""
        return f"due {day(when.end)}{was}"
    return "ongoing" if when.ongoing else f"reported {when.cadence.value}"


def figure_sentence(measure: Measure, readings: Sequence[Reading]) -> str:
    """A measure in a sentence: what it is, its newest figure, and what it is to be."""
    newest = readings[-1] if readings else None
    said = figure_said(measure, newest) if newest else "no figure yet"
    return f"{measure.short}: {said}{aim_words(measure, newest)}"


def figure_said(measure: Measure, reading: Reading) -> str:
    """A figure with its base and its date: 24% (11 of 45), August."""
    said = figure(measure, reading.value)
    if reading.denominator:
        said += f" ({reading.numerator} of {reading.denominator})"
    if reading.as_at is None:
        return said
    month = month_name(f"{reading.as_at:%Y-%m}")
    return f"{said}, {month if reading.precision == 'month' else short_day(reading.as_at)}"


def aim_words(measure: Measure, newest: Reading | None) -> str:
    """What a measure is to be next, or is held against: ". Target 55% by October 2019"."""
    if measure.comparator:
        return (
            f". {measure.comparator.name.capitalize()}: {figure(measure, measure.comparator.value)}"
        )
    after = newest.as_at if newest else None
    ahead = [m for m in measure.milestones if m.by is None or after is None or m.by > after]
    aims = ahead[:1] or list(measure.milestones[-1:])
    if not aims:
        return ""
    by = f" by {month_name(f'{aims[0].by:%Y-%m}')} {aims[0].by.year}" if aims[0].by else ""
    return f". Target {figure(measure, aims[0].value)}{by}"


def _note(
    month: Month,
    state: ItemState | None,
    went: Move,
    was: Rag | None,
    now: Rag | None,
    said: Report | None,
    action: Action,
    leads: Sequence[str],
) -> str:
    if state is None:
        return f"Not asked this month: {due_words(action)}."
    if now is None:
        lead = " and ".join(leads)
        if state is ItemState.ANSWERED:
            return f"The {month.name} update is not yet accepted by the PMO. Lead: {lead}."
        if state is ItemState.RETURNED:
            return f"The {month.name} update went back to the lead. Lead: {lead}."
        return f"No {month.name} update. Lead: {lead}."
    reason = shorten((said.why or said.words) if said else "", 140)
    word = MARKS[was].word
    start = {
        Move.WORSE: f"{went.arrow} Worse, was {word}. ",
        Move.BETTER: f"{went.arrow} Better, was {word}. ",
        Move.SAME: f"{went.arrow} Still {MARKS[now].word.lower()}. ",
    }.get(went, "")
    return f"{start}{reason}{_differs(said)}".strip()


def _differs(said: Report | None) -> str:
    """What the rule would have said, where the officer chose otherwise: both stay visible."""
    if said is None or said.suggested is None or said.suggested == said.rag:
        return ""
    return f" (The rule would say {MARKS[Rag(said.suggested)].word}.)"


def _headline(lines: Sequence[Line], counts: Counts) -> str:
    """What a councillor should take away, in one line."""
    if counts.total == counts.silent:
        return "No updates this month"
    reds = [line for line in lines if line.rag == Rag.RED.value]
    if not reds:
        return (
            "No reds" if not counts.silent else f"No reds, {count(counts.silent, 'update')} missing"
        )
    new = [line for line in reds if line.was and line.was != Rag.RED.value]
    said = f"{number_word(len(reds)).capitalize()} {'red' if len(reds) == 1 else 'reds'}"
    if not new:
        return said
    if len(new) == len(reds):
        return f"{said}, new this month" if len(reds) == 1 else f"{said}, all new"
    return f"{said}, {number_word(len(new))} of them new"


def movement(lines: Sequence[Line], last: str, *, first: bool) -> str:
    """How actions moved since the month named `last`, in a sentence with Markdown."""
    total = f"{count(len(lines), 'action')}."
    tally = {kind: sum(line.move == kind.value for line in lines) for kind in Move}
    have = "has" if tally[Move.SILENT] == 1 else "have"
    silent = f" and **{tally[Move.SILENT]}** {have} no update" if tally[Move.SILENT] else ""
    if first:
        rated = len(lines) - tally[Move.SILENT]
        return f"{total} These are the first ratings: **{rated} rated**{silent}."
    went = f"{tally[Move.BETTER]} got better, {tally[Move.WORSE]} got worse"
    parts = [f"**{went}, {_are(tally[Move.SAME])} the same**"]
    if tally[Move.NEW]:
        parts.append(f", {_are(tally[Move.NEW])} rated for the first time")
    return f"{total} Since {last} {''.join(parts)}{silent}."


def _are(n: int) -> str:
    return f"{n} is" if n == 1 else f"{n} are"


def _quality(
    plan: Plan, month: Month, lines: Sequence[Line], reports: Mapping[str, Report]
) -> tuple[str, ...]:
    """What a reader should know about the data, without blame."""
    asked = len(month.items)
    accepted = sum(item.state is ItemState.ACCEPTED for item in month.items)
    said = [f"{accepted} of {count(asked, 'update')} in and accepted."]
    if late := [ref for ref, report in reports.items() if report.late]:
        said.append(f"{count(len(late), 'update')} came after closing{_named(late)}.")
    if same := [line.ref for line in lines if line.no_change]:
        said.append(f"{count(len(same), 'action')} reported no change.")
    open_ended = sum(a.timescale.end is None for a in plan.actions)
    if open_ended:
        verb = "has" if open_ended == 1 else "have"
        said.append(f"{count(open_ended, 'action')} {verb} no end date.")
    odd = sorted({ref for m in plan.measures if not m.comparable for ref in m.used_in})
    if odd:
        said.append(f"Target and result count different things in {listed(odd)}.")
    return tuple(said)


def _named(refs: Sequence[str]) -> str:
    """Which ones, while they can be taken in: " (PI1.1, PI1.2)"."""
    return f" ({', '.join(sorted(refs))})" if len(refs) <= 8 else ""


def count_ratings(ratings: Iterable[str | None]) -> Counts:
    """How many of the letters are which; None is an action without an update."""
    letters = list(ratings)
    return Counts(
        red=letters.count("R"),
        amber=letters.count("A"),
        green=letters.count("G"),
        blue=letters.count("B"),
        silent=letters.count(None),
    )


def _key_before(key: str) -> str:
    """2019-09 from 2019-10."""
    year, month = int(key[:4]), int(key[5:7])
    return f"{year}-{month - 1:02}" if month > 1 else f"{year - 1}-12"


def _month_before(key: str) -> str:
    """The name of the month before."""
    month = int(key[5:7])
    return month_name(f"{key[:4]}-{month - 1 or 12:02}")


def _rag(letter: str | None) -> Rag | None:
    return Rag(letter) if letter else None
