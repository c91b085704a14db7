"""Say who stands in for whom: absences, deputies, and work handed to a named colleague."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from workflow.dates import long_day, today
from workflow.held import Delegation, Held
from workflow.people import Kind, People

__all__ = [
    "Absence",
    "DelegateView",
    "Delegation",
    "away",
    "check_delegation",
    "delegate_view",
    "delegated",
    "stand_ins",
]


@dataclass(frozen=True, slots=True)
class Absence:
    """`person` is away from `since` and back on `back`: the first day they answer again."""

    person: str
    since: date
    back: date


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


@dataclass(frozen=True, slots=True)
class DelegateView:
    """The card on which a lead names a colleague; `options` are (person id, name and post)."""

    month: str
    ref: str
    title: str
    options: tuple[tuple[str, str], ...]
    colleague: str
    until: str
    standing: str
    error: str = ""


def delegate_view(
    held: Held,
    people: People,
    lead: str,
    ref: str,
    delegations: Iterable[Delegation],
    *,
    error: str = "",
    chosen: str = "",
    until: str = "",
) -> DelegateView | None:
    """Offer an action's lead their deputies first, then everybody else; None: not in the plan."""
    action = held.action(ref)
    if action is None:
        return None
    deputies = {
        one.person
        for one in people.appointments
        if one.kind is Kind.DEPUTY and one.scope in action.leads
    }
    others = [one for one in people.persons if one.id != lead and one.id not in deputies]
    first = [one for one in people.persons if one.id in deputies]
    now = [one for one in delegated(delegations, ref, today(held.facts.now)) if one.lead == lead]
    standing = (
        f"{held.names.get(now[-1].colleague, '')} drafts it until {long_day(now[-1].until)}."
        if now
        else ""
    )
    return DelegateView(
        month=held.month.key,
        ref=ref,
        title=action.title,
        options=(
            *((one.id, f"{one.name} (your deputy)") for one in first),
            *((one.id, one.name) for one in sorted(others, key=lambda who: who.name)),
        ),
        colleague=chosen,
        until=until or today(held.month.dates.closes).isoformat(),
        standing=standing,
        error=error,
    )


def check_delegation(
    colleague: str, until: str, *, known: Iterable[str], lead: str, on: date, ref: str
) -> Delegation | str:
    """The delegation, or what is wrong with it in a sentence."""
    if colleague == lead or colleague not in set(known):
        return "Choose a colleague."
    try:
        last = date.fromisoformat(until.strip())
    except ValueError:
        return "Give the last day, for example 2019-09-17."
    if last < on:
        return f"{long_day(last)} has passed. Give a day that is still to come."
    return Delegation(ref, lead, colleague, last)
