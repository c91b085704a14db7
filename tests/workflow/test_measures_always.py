"""Check what always holds of a measure's standing and of the suggestion made from it."""

import re
from dataclasses import replace
from datetime import date

from hypothesis import assume, event, given
from hypothesis import strategies as st

from tests.workflow.plans import action
from workflow.measures import Standing, Status, standing
from workflow.plan import Baseline, Comparator, Direction, Measure, Milestone, Reading, Unit
from workflow.rag import Rag, rank
from workflow.suggest import suggest

TODAY = date(2019, 9, 5)

# Mostly what a council has, at times what only the format allows.
usual = st.integers(0, 1000).map(lambda one: one / 10)
values = st.one_of(usual, usual, usual, usual, st.floats(-1e12, 1e12, allow_nan=False))
days = st.dates(date(1990, 1, 1), date(2099, 12, 31))
near = st.dates(date(2019, 7, 1), date(2020, 12, 31))
recent = st.dates(date(2019, 4, 1), TODAY)
times = st.one_of(recent, recent, recent, recent, near, days, st.none())
bases = st.one_of(st.none(), st.tuples(st.integers(0, 60), st.integers(1, 60)).map(sorted))


@st.composite
def readings(draw: st.DrawFn) -> Reading:
    """A reading of a day or a month, past or (as somebody may type) to come."""
    base = draw(bases)
    return Reading(
        draw(values),
        draw(times),
        draw(st.sampled_from(["day", "month"])),
        base[0] if base else None,
        base[1] if base else None,
    )


@st.composite
def milestones(draw: st.DrawFn) -> tuple[Milestone, ...]:
    """Targets in the order of their dates, some without one."""
    dated = sorted(draw(st.sets(st.one_of(near, near, near, days), max_size=3)))
    some = [Milestone(draw(values), by) for by in dated]
    for _ in range(draw(st.integers(0, 1))):
        some.insert(draw(st.integers(0, len(some))), Milestone(draw(values), None))
    return tuple(some)


@st.composite
def measures(draw: st.DrawFn) -> Measure:
    """A measure of any kind, as sensible or odd as the plan format lets it be."""
    direction = draw(st.sampled_from([Direction.HIGHER, *Direction]))
    comparator = Comparator(draw(st.text(min_size=1, max_size=200)), draw(values))
    base = Baseline(draw(values), draw(times))
    band = draw(st.tuples(values, values).map(sorted))
    return Measure(
        "X1.1-M1",
        "A measure",
        draw(st.text(min_size=1, max_size=40)),
        draw(st.sampled_from(Unit)),
        direction,
        ("X1.1",),
        per=draw(st.text(max_size=60)),
        baseline=draw(st.sampled_from([None, base])),
        milestones=draw(milestones()),
        comparator=draw(st.sampled_from([None, comparator]))
        if direction is not Direction.COMPARATOR
        else comparator,
        band=(band[0], band[1]) if direction is Direction.BAND else None,
        comparable=draw(st.sampled_from([True] * 9 + [False])),
    )


ends = st.one_of(st.none(), near, near, days)


some_readings = st.lists(readings(), min_size=0, max_size=4)
# From bad to good; where nothing is judged there is nothing to be worse than.
ORDER = [Status.OFF_TRACK, Status.BEHIND, Status.CONTEXT, Status.ON_TRACK, Status.MET]
NO_SAY = {Status.UNKNOWN, Status.CONTEXT, Status.NOT_COMPARABLE}


def stands(measure: Measure, some: list[Reading], end: date | None) -> Standing:
    return standing(measure, some, today=TODAY, action_end=end)


def better(measure: Measure, value: float, by: float) -> float:
    """A value that is better by `by`, or as good as can be."""
    low, high = -1e13, 1e13
    if measure.direction is Direction.BAND and measure.band:
        low, high = measure.band
    if measure.direction is Direction.COMPARATOR and measure.comparator:
        low = high = measure.comparator.value
    if measure.direction is Direction.LOWER or value > high:
        return max(value - by, low if measure.direction is Direction.LOWER else high)
    return min(value + by, high) if measure.direction is Direction.HIGHER or value < low else value


def improved(
    measure: Measure, some: list[Reading], end: date | None, by: float
) -> tuple[Standing, Standing]:
    """How it stands, and how it would with a better newest figure."""
    before = stands(measure, some, end)
    latest = before.latest
    assume(latest is not None)
    assert latest is not None
    value = better(measure, latest.value, by)
    return before, stands(
        measure, [replace(one, value=value) if one is latest else one for one in some], end
    )


@given(measures(), some_readings, ends)
def test_any_measure_has_a_status_and_a_reason_in_plain_words(
    measure: Measure, some: list[Reading], end: date | None
) -> None:
    measure = replace(measure, per="cases per worker", comparator=named(measure.comparator))
    found = stands(measure, some, end)
    event(found.status.value)
    assert found.reason
    assert len(found.reason) <= 300
    assert re.search(r"None|nan|inf\b|e\+|  ", found.reason) is None
    # No number is more exact than the figures themselves are.
    assert re.search(r"\d\.\d{3}", found.reason) is None


def named(comparator: Comparator | None) -> Comparator | None:
    return replace(comparator, name="Neighbours") if comparator else None


@given(measures(), some_readings, ends)
def test_no_reason_is_longer_than_300_characters_whatever_the_names_are(
    measure: Measure, some: list[Reading], end: date | None
) -> None:
    found = stands(measure, some, end)
    assert 0 < len(found.reason) <= 300
    suggestion = suggest(action("X1.1", end=end), [found] * 3, today=TODAY)
    assert 0 < len(suggestion.reason) <= 300


@given(measures(), some_readings, ends)
def test_the_same_figures_give_the_same_words(
    measure: Measure, some: list[Reading], end: date | None
) -> None:
    found = stands(measure, some, end)
    assert stands(measure, list(some), end) == found
    of = action("X1.1", end=end)
    assert suggest(of, [found], today=TODAY) == suggest(of, (found,), today=TODAY)


@given(measures(), some_readings, ends, st.one_of(st.floats(0, 100), st.floats(0, 1e12)))
def test_a_better_figure_never_gives_a_worse_status_or_suggestion(
    measure: Measure, some: list[Reading], end: date | None, by: float
) -> None:
    before, after = improved(measure, some, end, by)
    if before.status in ORDER:
        assert ORDER.index(after.status) >= ORDER.index(before.status), (before, after)
    else:
        assert after.status is before.status
    of = action("X1.1", end=end)
    was, now = (suggest(of, [one], today=TODAY).rag for one in (before, after))
    assert rank(now) >= rank(was)


@given(measures(), some_readings, ends, ends, st.booleans())
def test_a_figure_that_says_nothing_never_makes_an_action_red_or_green(
    measure: Measure, some: list[Reading], end: date | None, forecast: date | None, nearly: bool
) -> None:
    found = stands(measure, some, end)
    assume(found.status in NO_SAY)
    of = action("X1.1", end=end)
    with_it = suggest(of, [found], today=TODAY, forecast=forecast, nearly_done=nearly)
    without = suggest(of, [], today=TODAY, forecast=forecast, nearly_done=nearly)
    assert with_it.rag in {without.rag, None}
    if found.status is not Status.CONTEXT:
        assert with_it.rag is not Rag.GREEN


@given(measures(), some_readings, ends)
def test_one_figure_is_never_off_track_before_a_target_has_passed(
    measure: Measure, some: list[Reading], end: date | None
) -> None:
    found = stands(measure, some[:1], end)
    targets = [one.by or end for one in measure.milestones] or [end]
    if any(by and by < TODAY for by in targets):
        event("a target has passed")
    else:
        assert found.status is not Status.OFF_TRACK


@given(measures(), some_readings, ends)
def test_the_numbers_agree_with_the_status(
    measure: Measure, some: list[Reading], end: date | None
) -> None:
    found = stands(measure, some, end)
    if found.status is Status.MET:
        assert found.distance is not None
        assert found.distance <= 0
    if found.status is Status.BEHIND:
        assert found.required_pace is not None
        assert found.recent_pace is None or found.recent_pace >= found.required_pace
    if found.status is Status.OFF_TRACK and found.recent_pace and found.required_pace:
        passed = [one for one in measure.milestones if (one.by or end or TODAY) < TODAY]
        assert passed or found.recent_pace < found.required_pace
