"""Weigh a month: what the rules would rate, and what is worth a look, from what is held."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from workflow.cycle import Report
from workflow.dates import today
from workflow.held import Held
from workflow.measures import Standing, standing
from workflow.plan import Action
from workflow.quality import Evidence, FlagKind, flags
from workflow.rag import MARKS, Rag
from workflow.staff_scan import look_at, sentence_of
from workflow.suggest import Suggestion, suggest
from workflow.updates import Figure
from workflow.words import shorten

__all__ = ["flags_of", "standings_of", "suggestion_of"]


def standings_of(
    held: Held, action: Action, figures: Sequence[Figure] = ()
) -> tuple[Standing, ...]:
    """How the measures of an action stand, with the figures that were just typed."""
    on = today(held.facts.now)
    typed = {figure.measure: figure.reading for figure in figures}
    return tuple(
        standing(
            measure,
            (
                *held.readings.get(measure.id, ()),
                *((typed[measure.id],) if measure.id in typed else ()),
            ),
            today=on,
            action_end=action.timescale.end,
        )
        for measure in held.plan.measures_of(action.ref)
    )


def suggestion_of(
    held: Held, action: Action, figures: Sequence[Figure] = (), forecast: date | None = None
) -> Suggestion:
    """The rating that the rules would give an action today, with its reason."""
    standings = standings_of(held, action, figures)
    return suggest(action, standings, today=today(held.facts.now), forecast=forecast)


def flags_of(held: Held) -> dict[str, tuple[str, ...]]:
    """What is worth a look in the month's reports, by ref, each in a sentence."""
    actions = [action for action in held.plan.actions if action.ref in held.reports]
    evidence = Evidence(
        plan=held.plan,
        today=today(held.facts.now),
        reports=held.reports,
        history=held.months[:3],
        readings=held.readings,
        standings={action.ref: standings_of(held, action) for action in actions},
        suggestions={action.ref: suggestion_of(held, action) for action in actions},
    )
    found: dict[str, list[str]] = defaultdict(list)
    for flag in flags(evidence):
        # That the plan names no review date is no fault of this month's report.
        if flag.ref in held.reports and flag.kind is not FlagKind.NO_REVIEW_DATE:
            found[flag.ref].append(flag.words)
    for ref, other in held.others.items():
        if (words := _differ(held, ref, other)) is not None:
            found[ref].insert(0, words)
    for ref, said in held.reports.items():
        if words := sentence_of(look_at(said)):
            found[ref].insert(0, words)
    return {ref: tuple(words) for ref, words in found.items()}


def _differ(held: Held, ref: str, other: Report) -> str | None:
    """What each joint lead said, where one saved after the other without agreeing."""
    said = held.reports[ref]
    names = [held.names.get(one.said_by, "A colleague") for one in (other, said)]
    marks = [MARKS[Rag(one.rag) if one.rag else None].words for one in (other, said)]
    if other.said_by in held.agreed.get(said.id or 0, ()):
        return None
    return (
        f"The joint leads both answered. {names[0]} said {marks[0]}: “{shorten(other.words, 200)}” "
        f"{names[1]} said {marks[1]}, after that."
    )
