"""Group a month's actions by workstream, by what Ofsted asked for, or by whom they help."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from workflow.summary import Counts, Line, Summary, count_ratings, movement
from workflow.tiers import Tier

__all__ = ["By", "Group", "groups", "offered", "wording"]


class By(StrEnum):
    """What actions are grouped by."""

    WORKSTREAM = "workstream"
    RECOMMENDATION = "recommendation"
    OUTCOME = "outcome"


@dataclass(frozen=True, slots=True)
class Group:
    """Actions that belong together; `id` is empty for those that belong to no group.

    `about` says more than `name` where there is more; `moved` has Markdown. An action can stand
    in several groups, and stands in at least one.
    """

    id: str
    name: str
    about: str
    lines: tuple[Line, ...]
    moved: str

    @property
    def counts(self) -> Counts:
        """Its actions by rating."""
        return count_ratings(line.rag for line in self.lines)


def groups(view: Summary, by: By) -> tuple[Group, ...]:
    """The groups in the plan's order, and last the actions of none; () where none were kept."""
    named = _named(view, by)
    known = {id_ for id_, _, _ in named}
    alone = [line for line in view.lines if not known.intersection(_ids(line, by))]
    if named and alone:
        named.append(("", _ALONE[by], ""))
    members = {
        id_: [one for one in view.lines if id_ in _ids(one, by)] if id_ else alone
        for id_, _, _ in named
    }
    return tuple(
        Group(*one, tuple(members[one[0]]), _moved(view, members[one[0]])) for one in named
    )


def offered(view: Summary) -> tuple[By, ...]:
    """What a month's actions can be grouped by; an older month knows workstreams alone."""
    return tuple(by for by in By if _named(view, by))


def wording(by: By, tier: Tier) -> str:
    """What a board of that tier calls the view."""
    return _PLAINLY[by] if tier is Tier.PORTFOLIO else _WORDING[by]


# --- within -------------------------------------------------------------------------------

_WORDING = {
    By.WORKSTREAM: "By workstream",
    By.RECOMMENDATION: "By Ofsted recommendation",
    By.OUTCOME: "By who it helps",
}
# A lead member reads it without the plan beside them.
_PLAINLY = {
    By.WORKSTREAM: "By theme of the plan",
    By.RECOMMENDATION: "By what Ofsted asked for",
    By.OUTCOME: "By who it makes a difference for",
}
_ALONE = {
    By.WORKSTREAM: "No workstream",
    By.RECOMMENDATION: "Actions for no recommendation by name",
    By.OUTCOME: "Actions for nobody by name",
}


def _moved(view: Summary, lines: Sequence[Line]) -> str:
    if not lines:
        return "No action of the plan is for this."
    return movement(lines, view.last_month_name, first=view.first)


def _named(view: Summary, by: By) -> list[tuple[str, str, str]]:
    """The id, the name and what it is about, of each."""
    match by:
        case By.WORKSTREAM:
            return [(one.ref, one.name, "") for one in view.workstreams]
        case By.RECOMMENDATION:
            return [(id_, words, "") for id_, words in view.plan.recommendations]
        case By.OUTCOME:
            return [(one.id, one.name, one.outcome) for one in view.plan.outcomes]


def _ids(line: Line, by: By) -> tuple[str, ...]:
    """The groups that an action is meant for."""
    match by:
        case By.WORKSTREAM:
            return (line.workstream,)
        case By.RECOMMENDATION:
            return line.row.recommendations
        case By.OUTCOME:
            return line.row.outcomes
