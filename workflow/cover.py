"""Say who stands in for whom: absences, deputies, and work handed to a named colleague."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from workflow.cycle import outstanding
from workflow.dates import day as full_day
from workflow.dates import long_day, today
from workflow.held import Delegation, Held
from workflow.people import Kind, People

__all__ = [
    "Absence",
    "DelegateView",
    "Delegation",
    "away",
    "check_absence",
    "check_delegation",
    "delegate_view",
    "delegated",
    "stand_ins",
]

# Nobody is away, or drafts for somebody, longer than this many days: the year is wrong.
LONGEST = 366


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
    """The card on which a lead names a colleague.

    `options` are (person id, name), `actions` the (ref, title) that can be handed over, of which
    `picked` are ticked. `standing` says who drafts what already; `held_by` is the one picked
    action that the lead can take back.
    """

    month: str
    actions: tuple[tuple[str, str], ...]
    picked: tuple[str, ...]
    options: tuple[tuple[str, str], ...]
    colleague: str
    until: str
    standing: tuple[str, ...] = ()
    held_by: str = ""
    note: str = ""
    error: str = ""


def delegate_view(
    held: Held,
    people: People,
    lead: str,
    picked: Iterable[str],
    *,
    error: str = "",
    chosen: str = "",
    until: str = "",
    note: str = "",
) -> DelegateView | None:
    """Offer a lead their deputies first, then everybody else; None: they lead nothing here."""
    led = [one for one in held.plan.actions if lead in held.facts.askers.get(one.ref, ())]
    wanted = dict.fromkeys(picked)
    waiting = set(outstanding(held.month, held.facts, lead))
    actions = [one for one in led if one.ref in waiting or one.ref in wanted]
    if not actions:
        return None
    roles = {role for one in actions for role in one.leads}
    deputies = {
        one.person
        for one in people.appointments
        if one.kind is Kind.DEPUTY and one.scope in roles and one.person != lead
    }
    others = [one for one in people.persons if one.id != lead and one.id not in deputies]
    first = [one for one in people.persons if one.id in deputies]
    now = [one for one in held.delegations if one.lead == lead]
    refs = [one.ref for one in actions if one.ref in wanted]
    mine = [one.ref for one in now if refs == [one.ref]]
    return DelegateView(
        month=held.month.key,
        actions=tuple((one.ref, one.title) for one in actions),
        picked=tuple(refs),
        options=(
            *((one.id, f"{one.name} (your deputy)") for one in first),
            *((one.id, one.name) for one in sorted(others, key=lambda who: who.name)),
        ),
        colleague=chosen,
        until=until or today(held.month.dates.closes).isoformat(),
        standing=tuple(
            f"{held.names.get(one.colleague, 'A colleague')} drafts {one.ref} until "
            f"{long_day(one.until)}."
            for one in now
        ),
        held_by=mine[0] if mine else "",
        note=note,
        error=error,
    )


def check_delegation(
    refs: Sequence[str],
    colleague: str,
    until: str,
    *,
    known: Iterable[str],
    lead: str,
    on: date,
) -> tuple[Delegation, ...] | str:
    """A delegation of each action, or what is wrong in a sentence."""
    if not refs:
        return "Tick at least one action."
    if colleague == lead or colleague not in set(known):
        return "Choose a colleague."
    try:
        last = date.fromisoformat(until.strip())
    except ValueError:
        return "Give the last day, for example 2019-09-17."
    if last < on:
        return f"{long_day(last)} has passed. Give a day that is still to come."
    if last > on + timedelta(days=LONGEST):
        return f"{full_day(last)} is more than a year away. Is the year right?"
    return tuple(Delegation(ref, lead, colleague, last) for ref in refs)


def check_absence(person: str, back: str, *, on: date) -> Absence | str:
    """An absence from today, or what is wrong with its end in a sentence."""
    try:
        first = date.fromisoformat(back.strip())
    except ValueError:
        return "Give the first day you are back, for example 2019-09-17."
    if first <= on:
        return f"{full_day(first)} is not after today. Give the first day you are back."
    if first > on + timedelta(days=LONGEST):
        return f"{full_day(first)} is more than a year away. Is the year right?"
    return Absence(person, on, first)
