"""Say what somebody may see of the plan: what was posted, and what is theirs as it stands."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from workflow.cycle import ItemState
from workflow.dates import day, month_name, today
from workflow.decisions import Decision
from workflow.held import Held
from workflow.rag import MARKS, Rag
from workflow.row import MeasureKept
from workflow.summary import Line, Summary, summarise

__all__ = ["Sight", "as_it_stands", "due_day", "kept_to", "month_words"]


@dataclass(frozen=True, slots=True)
class Sight:
    """What one asker may see, and nothing else.

    `posted` are the frozen summaries that were posted to them, oldest first. `now` is the month
    as it stands, of which they see the actions in `own` only; None in a channel. `led` are the
    refs that they answer for. `decisions` are those they may read, `unanswered` the ones of them
    that no officer has answered. `board` is the channel's, empty in a personal chat; `boards` are
    those whose cards they see, None for every board's.
    """

    on: date
    posted: tuple[Summary, ...] = ()
    now: Summary | None = None
    own: frozenset[str] = frozenset()
    led: frozenset[str] = frozenset()
    board: str = ""
    boards: frozenset[str] | None = None
    decisions: tuple[Decision, ...] = ()
    unanswered: frozenset[Decision] = frozenset()

    @property
    def newest(self) -> Summary | None:
        """The newest that was posted."""
        return self.posted[-1] if self.posted else None

    @property
    def frame(self) -> Summary | None:
        """The summary that names the workstreams: the one in which the most is seen."""
        return self.newest if self.newest and not self.sees_all else self.now or self.newest

    @property
    def sees_all(self) -> bool:
        """Whether they see every action as it stands."""
        return self.now is not None and {one.ref for one in self.now.lines} <= self.own

    @property
    def lines(self) -> tuple[Line, ...]:
        """Every action that they see, as new as they may see it."""
        if self.now is None:
            return self.newest.lines if self.newest else ()
        found = (self.line(one.ref) for one in self.now.lines)
        return tuple(one for one in found if one is not None)

    def line(self, ref: str) -> Line | None:
        """One action, as new as they may see it."""
        source = self.source(ref)
        return source.line(ref) if source else None

    def source(self, ref: str) -> Summary | None:
        """The summary in which they see an action."""
        return self.now if self.now is not None and ref in self.own else self.newest

    def month(self, key: str) -> Summary | None:
        """What was posted for a month; of the month that runs, what stands, to who sees all."""
        found = next((one for one in self.posted if one.month == key), None)
        if found is None and self.now is not None and self.now.month == key and self.sees_all:
            return self.now
        return found

    def measure(self, ref: str, measure: str) -> MeasureKept | None:
        """A measure with its figures, as new as they may see it."""
        source = self.source(ref)
        kept = source.plan.measures if source else ()
        return next((one for one in kept if one.id == measure), None)

    @property
    def as_of(self) -> str:
        """How new what they see is, in a line."""
        newest = f"as posted for {month_words(self.newest.month)}" if self.newest else ""
        if self.now is None:
            return newest[:1].upper() + newest[1:]
        if self.sees_all:
            return f"As it stands on {day(self.on)}"
        if not newest:
            return "Yours as they stand"
        return f"Yours as they stand; the others {newest}" if self.own else f"A{newest[1:]}"


def month_words(key: str) -> str:
    """June 2019."""
    return f"{month_name(key)} {key[:4]}"


def as_it_stands(held: Held) -> Summary:
    """The running month as it stands, for the PMO and for the officer whose it is.

    An answer counts before the PMO has accepted it, and says so; an action whose answer is not
    in keeps its last rating, and says that too.
    """
    month, states = held.month, {one.ref: one.state for one in held.month.items}
    given = {ItemState.ANSWERED, ItemState.ACCEPTED}
    items = tuple(
        replace(one, state=ItemState.ACCEPTED) for one in month.items if one.state in given
    )
    summary = summarise(
        held.plan,
        replace(month, items=items),
        reports=held.reports,
        before=held.before,
        readings=held.readings,
        names=held.names,
        complete=held.complete,
    )
    return replace(
        summary,
        board_on=f"as it stands on {day(today(held.facts.now))}",
        lines=tuple(_line(held, line, states.get(line.ref)) for line in summary.lines),
    )


def _line(held: Held, line: Line, state: ItemState | None) -> Line:
    if state is ItemState.ANSWERED:
        return replace(line, note=_and_then(line.note, "Not yet accepted by the PMO."))
    if state not in {ItemState.WAITING, ItemState.RETURNED}:
        return line
    name, earlier = held.month.name, held.before.get(line.ref)
    why = f"The {name} update went back to the lead." if state is ItemState.RETURNED else ""
    said = why or f"No {name} update yet."
    if earlier and earlier.rag:
        said += f" {MARKS[Rag(earlier.rag)].word} in {month_name(earlier.month)}."
    end = due_day(line)
    if end is not None and end < today(held.facts.now) and line.rag != Rag.BLUE.value:
        said += f" Overdue: {line.due}."
    if line.decision:
        said += " A decision was asked for."
    return replace(line, note=said)


def _and_then(note: str, more: str) -> str:
    """Two sentences, whether or not the first was written as one."""
    end = "" if not note or note.endswith((".", "!", "?", ")", "…", "”")) else "."
    return f"{note}{end} {more}".strip()


_END = re.compile(r"\bdue (\d{1,2} [A-Z][a-z]+ \d{4})\b")


def due_day(line: Line) -> date | None:
    """The day an action is due, as its summary says it; None where it has none."""
    found = _END.search(line.due)
    return datetime.strptime(found[1], "%d %B %Y").date() if found else None  # noqa: DTZ007


def kept_to(lines: Sequence[Line], summary: Summary | None, scope: str) -> tuple[Line, ...]:
    """The lines of a workstream (PI) or of an objective (PI3); all where no scope is given."""
    if not scope:
        return tuple(lines)
    streams = {one.ref for one in summary.workstreams} if summary else set()
    if scope in streams:
        return tuple(one for one in lines if one.workstream == scope)
    return tuple(one for one in lines if one.ref.rpartition(".")[0] == scope)
