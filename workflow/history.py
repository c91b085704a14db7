"""Tell the story of an action: everything that was said about it, month by month."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from workflow.completion import Ruling, Settled, told_words
from workflow.cycle import Report
from workflow.dates import day_and_time, full_moment, month_name
from workflow.held import Held
from workflow.plan import Action
from workflow.rag import Rag

__all__ = ["HistoryView", "Told", "history_view"]

# What one card holds; the months before are asked for by name.
_MOST = 8


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that was said: when and by whom, the rating, the words, and what came of it.

    `rated`: it carries a rating, or the lack of one, to be shown.
    """

    month: str
    when: str
    who: str
    rag: Rag | None
    words: str
    why: str
    remark: str
    rated: bool = True


@dataclass(frozen=True, slots=True)
class HistoryView:
    """What was said about an action, the newest first; `more` earlier ones are not shown."""

    ref: str
    title: str
    month: str
    told: tuple[Told, ...]
    more: int
    only: str = ""


def history_view(
    held: Held,
    action: Action,
    reports: Sequence[Report],
    taken_back: Collection[int],
    *,
    month: str = "",
) -> HistoryView:
    """The story of an action from its reports, oldest first; `month` (2019-06) shows one only."""
    wanted = [one for one in reports if not month or one.month == month]
    said = [(one.said_at, _told(held, one, one.id in taken_back)) for one in wanted]
    said += [
        (one.said_at, _ruled(held, one))
        for one in held.settled
        if one.ref == action.ref and (not month or one.month == month)
    ]
    said.sort(key=lambda pair: pair[0])
    told = [one for _, one in reversed(said)]
    before = action.update_as_at
    if before is not None and month in {"", f"{before:%Y-%m}"}:
        key = f"{before:%Y-%m}"
        words = "\n".join(action.update)
        told.append(Told(_name(key), "", "the plan itself", None, words, "", ""))
    return HistoryView(
        ref=action.ref,
        title=action.title,
        month=held.month.key,
        told=tuple(told[:_MOST]),
        more=max(0, len(told) - _MOST),
        only=_name(month) if month else "",
    )


def _told(held: Held, one: Report, withdrawn: bool) -> Told:  # noqa: FBT001 - a fact of the row
    remarks = [
        "proposed complete" if one.complete else "",
        "no change" if one.kind == "no_change" else "",
        "late" if one.late else "",
        "taken back" if withdrawn else "",
        f"drafted by {held.names.get(one.drafted_by, 'a colleague')}" if one.drafted_by else "",
        f"entered by {held.names.get(one.entered_by, 'the PMO')}" if one.entered_by else "",
    ]
    same_year = one.said_at.year == held.facts.now.year
    return Told(
        month=_name(one.month),
        when=day_and_time(one.said_at) if same_year else full_moment(one.said_at),
        who=held.names.get(one.said_by, "a colleague"),
        rag=Rag(one.rag) if one.rag else None,
        words=one.words,
        why=one.why,
        remark=", ".join(part for part in remarks if part),
    )


def _ruled(held: Held, one: Settled) -> Told:
    """What a board said to a proposal of complete."""
    return Told(
        month=_name(one.month),
        when=full_moment(one.said_at),
        who=f"{held.board_name(one.board)}, recorded by {held.names.get(one.said_by, 'somebody')}",
        rag=Rag.BLUE if one.ruling is Ruling.ACCEPTED else None,
        words=told_words(one),
        why="",
        remark="",
        rated=one.ruling is Ruling.ACCEPTED,
    )


def _name(key: str) -> str:
    return f"{month_name(key)} {key[:4]}"
