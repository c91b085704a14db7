"""Say who stands in for whom: absences, deputies, and work handed to a named colleague."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

__all__ = ["Absence", "Delegation", "away", "delegated", "stand_ins"]


@dataclass(frozen=True, slots=True)
class Absence:
    """`person` is away from `since` and back on `back`: the first day they answer again."""

    person: str
    since: date
    back: date


@dataclass(frozen=True, slots=True)
class Delegation:
    """`lead` asked `colleague` to draft the update of `ref`, until the end of `until`."""

    ref: str
    lead: str
    colleague: str
    until: date


def away(absences: Iterable[Absence], person: str, on: date) -> Absence | None:
    """The absence somebody is in on a day, the one that ends last; None when they are here."""
    found = [a for a in absences if a.person == person and a.since <= on < a.back]
    return max(found, key=lambda one: one.back, default=None)


def delegated(delegations: Iterable[Delegation], ref: str, on: date) -> tuple[Delegation, ...]:
    """The delegations of an action that hold on a day: one ends by itself after its date."""
    return tuple(one for one in delegations if one.ref == ref and on <= one.until)


def stand_ins(
    holders: Mapping[str, tuple[str, ...]],
    deputies: Mapping[str, tuple[str, ...]],
    absences: Iterable[Absence],
    on: date,
) -> dict[str, tuple[str, ...]]:
    """Who answers for each role on a day: its holders, and its deputies while one is away.

    The holder who is away stays among them: nobody's own work is ever closed to them.
    """
    gone = tuple(absences)
    return {
        role: tuple(
            dict.fromkeys(
                (
                    *people,
                    *(deputies.get(role, ()) if any(away(gone, one, on) for one in people) else ()),
                )
            )
        )
        for role, people in holders.items()
    }
