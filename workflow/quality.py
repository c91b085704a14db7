"""Flag what the PMO should look at in a month's data, each with its evidence and no blame."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from itertools import combinations

from workflow.cycle import Report
from workflow.dates import day, month_end, month_name
from workflow.likeness import alike, copies
from workflow.measures import Standing, Status, month_words, value_words
from workflow.plan import Measure, Plan, Reading
from workflow.rag import MARKS, Rag
from workflow.suggest import Suggestion
from workflow.words import count, listed, number_word, shorten

__all__ = ["Evidence", "Flag", "FlagKind", "flags"]

_WORDS_MOST = 300
_NAMED = 3
_SMALL_SAMPLE = 10
_MONTHS_UNCHANGED = 3


class FlagKind(StrEnum):
    """What is worth a look, in the order in which an action's flags stand."""

    GREEN_OFF_TRACK = "green_off_track"
    DISAGREES = "disagrees"
    SAME_AS_BEFORE = "same_as_before"
    SAME_AS_ANOTHER = "same_as_another"
    UNCHANGED = "unchanged"
    FIGURE_MISSING = "figure_missing"
    FIGURE_NOT_NEW = "figure_not_new"
    TWO_FIGURES = "two_figures"
    SMALL_SAMPLE = "small_sample"
    DATES_DIFFER = "dates_differ"
    NO_REVIEW_DATE = "no_review_date"


@dataclass(frozen=True, slots=True)
class Flag:
    """Something to look at: its kind, the action's reference, and the evidence in words.

    `words` are at most 300 characters and quote nothing that somebody wrote.
    """

    kind: FlagKind
    ref: str
    words: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a month's flags are found in.

    `reports` are this month's by ref; `history` those of the months before by ref, the newest
    month first, three at most being looked at; `readings` all of a measure, by its id, a later
    one being the later given of two with one date; `standings` those of an action's measures
    and `suggestions` what the rules suggest, both by ref; `reviews` the days on which open-ended
    actions are looked at again, by ref.
    """

    plan: Plan
    today: date
    reports: Mapping[str, Report]
    history: Sequence[Mapping[str, Report]] = ()
    readings: Mapping[str, Sequence[Reading]] = field(default_factory=dict)
    standings: Mapping[str, Sequence[Standing]] = field(default_factory=dict)
    suggestions: Mapping[str, Suggestion] = field(default_factory=dict)
    reviews: Mapping[str, date] = field(default_factory=dict)


def flags(evidence: Evidence) -> tuple[Flag, ...]:
    """Find every flag of a month, in the plan's order of actions; a measure's at its first action.

    Raises nothing. 300 actions take well under a second.
    """
    found = [
        *_of_reports(evidence),
        *_same_as_another(evidence),
        *_of_measures(evidence),
        *_dates_differ(evidence),
        *_no_review_date(evidence),
    ]
    places = {action.ref: at for at, action in enumerate(evidence.plan.actions)}
    kinds = list(FlagKind)
    found.sort(key=lambda flag: (places.get(flag.ref, len(places)), kinds.index(flag.kind)))
    return tuple(Flag(one.kind, one.ref, shorten(one.words, _WORDS_MOST)) for one in found)


# --- what was reported ----------------------------------------------------------------------


def _of_reports(evidence: Evidence) -> Iterator[Flag]:
    checks: Mapping[FlagKind, Callable[[Evidence, Report], str]] = {
        FlagKind.GREEN_OFF_TRACK: _green_off_track,
        FlagKind.DISAGREES: _disagrees,
        FlagKind.SAME_AS_BEFORE: _same_as_before,
        FlagKind.UNCHANGED: _unchanged,
        FlagKind.FIGURE_MISSING: _figure_missing,
        FlagKind.FIGURE_NOT_NEW: _figure_not_new,
    }
    for report in evidence.reports.values():
        for kind, check in checks.items():
            if words := check(evidence, report):
                yield Flag(kind, report.ref, words)


def _green_off_track(evidence: Evidence, report: Report) -> str:
    off = [
        one
        for one in evidence.standings.get(report.ref, ())
        if one.status is Status.OFF_TRACK and report.rag == Rag.GREEN.value
    ]
    if not off:
        return ""
    names = _some([one.measure.short for one in off])
    verb = "is" if len(off) == 1 else "are"
    return f"Rated Green while {names} {verb} off track. {off[0].reason}"


def _disagrees(evidence: Evidence, report: Report) -> str:
    suggested = evidence.suggestions.get(report.ref)
    rated = Rag(report.rag) if report.rag else None
    # Blue is a board's to give, and no rule's to doubt.
    if not suggested or not suggested.rag or rated in {None, Rag.BLUE, suggested.rag}:
        return ""
    given, other = MARKS[rated].word, MARKS[suggested.rag].word
    return f"Rated {given}; the rules suggest {other}. {suggested.reason}"


def _same_as_before(evidence: Evidence, report: Report) -> str:
    before = evidence.history[0].get(report.ref) if evidence.history else None
    # "No change" keeps last month's words, and says so.
    if before is None or report.kind == "no_change":
        return ""
    share = alike(report.words, before.words)
    return f"The text is {_share(share)} the same as {month_name(before.month)}'s." if share else ""


def _unchanged(evidence: Evidence, report: Report) -> str:
    run = [report]
    for month in evidence.history[:_MONTHS_UNCHANGED]:
        if report.ref not in month:
            break
        run.append(month[report.ref])
    kept = 0
    for now, before in zip(run, [*run[1:], None], strict=True):
        if not _kept(now, before):
            break
        kept += 1
    if kept < _MONTHS_UNCHANGED:
        return ""
    months = [month_name(one.month) for one in reversed(run[:_MONTHS_UNCHANGED])]
    return f"Rating and text have stayed the same for three months: {listed(months)}."


def _kept(now: Report, before: Report | None) -> bool:
    """Whether a month kept the rating and the words of the month before."""
    if now.kind == "no_change":
        return before is None or now.rag == before.rag
    if before is None or now.rag != before.rag:
        return False
    return alike(now.words, before.words) is not None


def _figure_missing(evidence: Evidence, report: Report) -> str:
    missing = [
        one for one in evidence.standings.get(report.ref, ()) if one.status is Status.UNKNOWN
    ]
    if not missing:
        return ""
    names = [f"{one.measure.short} ({_since(one, evidence.today)})" for one in missing]
    return f"A figure is expected: {_some(names)}."


def _since(one: Standing, today: date) -> str:
    if one.latest is None:
        return "none yet"
    on = one.latest.as_at
    return f"none since {month_words(month_end(on), today)}" if on else "the last has no date"


def _figure_not_new(evidence: Evidence, report: Report) -> str:
    said = []
    for one in evidence.standings.get(report.ref, ()):
        on = one.latest.as_at if one.latest else None
        if one.latest is None or on is None or one.status in {Status.CONTEXT, Status.UNKNOWN}:
            continue
        when = month_words(month_end(on), evidence.today)
        now = f"{one.measure.short}: {value_words(one.measure, one.latest.value)}"
        given = [r.value for r in evidence.readings.get(one.measure.id, ()) if r.as_at == on]
        if on < _months_back(evidence.today, 1):
            said.append(f"{now} is from {when}")
        elif len(given) > 1 and given[-1] == given[-2]:
            said.append(f"{now} for {when} was given before")
    return f"{'; '.join(said[:_NAMED])}." if said else ""


def _same_as_another(evidence: Evidence) -> Iterator[Flag]:
    reports = evidence.reports
    for ref, others in copies({ref: one.words for ref, one in reports.items()}).items():
        # "No change" keeps words that were looked at when they were written.
        if reports[ref].kind != "no_change":
            same = _share(min(others.values()))
            words = f"The text is {same} the same as that of {_some(list(others))}."
            yield Flag(FlagKind.SAME_AS_ANOTHER, ref, words)


# --- figures --------------------------------------------------------------------------------


def _of_measures(evidence: Evidence) -> Iterator[Flag]:
    for measure in evidence.plan.measures:
        ref = measure.used_in[0]
        if words := _two_figures(evidence, measure):
            yield Flag(FlagKind.TWO_FIGURES, ref, words)
        if words := _small_sample(evidence, measure, ref):
            yield Flag(FlagKind.SMALL_SAMPLE, ref, words)


def _two_figures(evidence: Evidence, measure: Measure) -> str:
    """The newest of the last months for which there is more than one figure."""
    by_month: dict[date, dict[float, None]] = defaultdict(dict)
    for one in evidence.readings.get(measure.id, ()):
        if one.as_at and one.as_at >= _months_back(evidence.today, 3):
            by_month[month_end(one.as_at)][one.value] = None
    for month in sorted(by_month, reverse=True):
        if len(by_month[month]) > 1:
            values = [value_words(measure, value) for value in by_month[month]]
            when = month_words(month, evidence.today)
            many = number_word(len(values))
            return f"{measure.short} has {many} figures for {when}: {_some(values)}."
    return ""


def _small_sample(evidence: Evidence, measure: Measure, ref: str) -> str:
    for one in evidence.standings.get(ref, ()):
        base = one.latest.denominator if one.latest else None
        if one.measure.id == measure.id and one.latest and base and base < _SMALL_SAMPLE:
            value = value_words(measure, one.latest.value)
            counted = f"{one.latest.numerator} of {base}"
            return f"{measure.short}: {value} is {counted}, a sample under {_SMALL_SAMPLE}."
    return ""


# --- dates ----------------------------------------------------------------------------------


def _dates_differ(evidence: Evidence) -> Iterator[Flag]:
    """Where one target has two dates: it has none and two actions end, or it is printed twice."""
    ends = {action.ref: action.timescale.end for action in evidence.plan.actions}
    by_name: dict[str, list[Measure]] = defaultdict(list)
    for measure in evidence.plan.measures:
        by_name[measure.name.casefold()].append(measure)
        if any(target.by is None for target in measure.milestones):
            due = [(ref, end) for ref in measure.used_in if (end := ends.get(ref))]
            if len({end for _, end in due}) > 1:
                said = listed([f"{ref} ends on {day(end)}" for ref, end in due[:_NAMED]])
                words = f"{measure.short} has a target without a date, and {said}."
                yield Flag(FlagKind.DATES_DIFFER, measure.used_in[0], words)
    for same in by_name.values():
        for one, other in combinations(same, 2):
            yield from _two_dates(one, other, evidence.today)


def _two_dates(one: Measure, other: Measure, today: date) -> Iterator[Flag]:
    """Targets of the same value that two measures of one name date differently."""
    for value in dict.fromkeys(target.value for target in other.milestones):
        here, there = _dates_of(other, value), _dates_of(one, value)
        if here and there and here != there:
            dates = [listed([month_words(by, today) for by in some]) for some in (here, there)]
            target = f"{other.short}: {value_words(other, value)}"
            words = f"{target} is due by {dates[0]} here and by {dates[1]} at {one.used_in[0]}."
            yield Flag(FlagKind.DATES_DIFFER, other.used_in[0], words)


def _dates_of(measure: Measure, value: float) -> list[date]:
    return sorted({m.by for m in measure.milestones if m.by and m.value == value})


def _no_review_date(evidence: Evidence) -> Iterator[Flag]:
    for action in evidence.plan.actions:
        when = action.timescale
        if when.ongoing and when.end is None and action.ref not in evidence.reviews:
            words = f"It is open-ended ({when.printed or 'ongoing'}) and has no date for a review."
            yield Flag(FlagKind.NO_REVIEW_DATE, action.ref, words)


# --- words ----------------------------------------------------------------------------------


def _share(share: int) -> str:
    return "word for word" if share == 100 else f"{share}%"


def _some(names: Sequence[str]) -> str:
    """SP1.1, SP1.2, SP1.3 and 4 others."""
    more = len(names) - _NAMED
    return listed([*names[:_NAMED], *([count(more, "other")] if more > 0 else [])])


def _months_back(today: date, months: int) -> date:
    """The first day of the month that many months before."""
    year, month = divmod(today.year * 12 + today.month - 1 - months, 12)
    return date(year, month + 1, 1)
