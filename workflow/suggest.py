"""Suggest a rating from an action's date and figures, always with the reason in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from workflow.dates import day
from workflow.measures import (
    DEFAULT_RULES,
    MeasureRules,
    Standing,
    Status,
    aim_words,
    value_words,
)
from workflow.plan import Action
from workflow.rag import Rag, rank
from workflow.words import count, listed, shorten

__all__ = ["NOTHING_TO_GO_BY", "Suggestion", "suggest"]

NOTHING_TO_GO_BY = "No end date and no figure to go by, so there is no suggestion."

_SOON = 30
_REASON_MOST = 300
# More figures than these in one reason are counted, not listed.
_NAMED = 2

_SAYS = {
    Status.OFF_TRACK: Rag.RED,
    Status.BEHIND: Rag.AMBER,
    Status.ON_TRACK: Rag.GREEN,
    Status.MET: Rag.GREEN,
}
# Figures that have a target and yet say nothing.
_SILENT = {Status.UNKNOWN, Status.NOT_COMPARABLE}


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A rating the rules would give (None: they cannot tell; never Blue), and why.

    `reason` is one or more sentences of at most 300 characters, never empty.
    """

    rag: Rag | None
    reason: str


def suggest(
    action: Action,
    standings: Sequence[Standing],
    *,
    today: date,
    forecast: date | None = None,
    nearly_done: bool = False,
    rules: MeasureRules = DEFAULT_RULES,
) -> Suggestion:
    """Suggest a rating: the worst that the action's date and its measures say.

    `standings` are those of the action's measures, `forecast` is when its lead expects it to be
    finished, `nearly_done` that little is left, `rules` are those the standings were made by.
    An action that is complete (Blue) gets no suggestion. Raises nothing.
    """
    if action.rag == Rag.BLUE.value:
        return Suggestion(None, "This action is complete, so there is no suggestion.")
    dated = _date_says(action.timescale.end, today, forecast, nearly_done=nearly_done)
    figures = [(rag, one) for one in standings if (rag := _SAYS.get(one.status))]
    silent = [one for one in standings if one.status in _SILENT]
    said = [rag for rag, _ in figures] + ([dated[0]] if dated else [])
    worst = min(said, key=rank, default=None)
    if worst is None:
        return Suggestion(None, NOTHING_TO_GO_BY)
    if dated and worst is Rag.GREEN and silent and not figures:
        # The date alone would make it green just because nobody says how it goes.
        without = f"{dated[1][:-1]}, but {_silence(silent)}, so there is no suggestion."
        return Suggestion(None, shorten(without, _REASON_MOST))
    reasons = [dated[1]] if dated and dated[0] is worst else []
    reasons += _figures_say([one for rag, one in figures if rag is worst], today, rules)
    if worst is Rag.GREEN and silent:
        reasons.append(f"Not counted: {_silence(silent)}.")
    elif not figures and worst is Rag.GREEN:
        reasons.append("There is no figure to judge it by, so this is the date alone.")
    return Suggestion(worst, shorten(" ".join(reasons), _REASON_MOST))


def _date_says(
    due: date | None, today: date, forecast: date | None, *, nearly_done: bool
) -> tuple[Rag, str] | None:
    """What the date alone would make it, and why; None without a date."""
    if due is None:
        return None
    left = (due - today).days
    if left < 0:
        return Rag.RED, f"It was due on {day(due)}, {count(-left, 'day')} ago, and is not finished."
    if forecast and forecast > due:
        return Rag.AMBER, f"It is forecast for {day(forecast)}, later than it is due, {day(due)}."
    if left > _SOON:
        return Rag.GREEN, f"It is not due until {day(due)}."
    when = f"It is due on {day(due)}, in {count(left, 'day')}" if left else "It is due today"
    if nearly_done:
        return Rag.GREEN, f"{when}, and nearly done."
    return Rag.AMBER, f"{when}, and not nearly done."


def _figures_say(standings: Sequence[Standing], today: date, rules: MeasureRules) -> list[str]:
    """One sentence for each status among figures that say the same."""
    sentences = []
    for status in dict.fromkeys(one.status for one in standings):
        some = [_figure_says(one, today, rules) for one in standings if one.status is status]
        more = len(some) - _NAMED
        named = some[:_NAMED] + ([f"{more} more"] if more > 0 else [])
        word = status.value.replace("_", " ").capitalize()
        sentences.append(f"{word}: {listed(named)}.")
    return sentences


def _figure_says(one: Standing, today: date, rules: MeasureRules) -> str:
    target = one.missed if one.status is Status.OFF_TRACK and one.missed else one.target
    if one.latest is None or target is None:
        return one.measure.short
    now = value_words(one.measure, one.latest.value)
    aim = aim_words(one.measure, target, today=today, rules=rules)
    return f"{one.measure.short} ({now}; target {aim})"


def _silence(standings: Sequence[Standing]) -> str:
    """Which figures have no say, and why, as the end of a sentence."""
    first, more = standings[0], len(standings) - 1
    name = first.measure.short + (f" and {count(more, 'other')}" if more else "")
    if all(one.status is Status.NOT_COMPARABLE for one in standings):
        return f"{name} cannot be compared with {'their targets' if more else 'its target'}"
    return f"there is no recent figure to judge {name} by"
