"""Make any measure a plan file may hold, with readings, for tests of what always holds."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import strategies as st

from workflow.plan import Baseline, Comparator, Direction, Measure, Milestone, Reading, Unit

TODAY = date(2019, 9, 5)

values = st.one_of(
    st.floats(0, 100).map(lambda one: round(one, 1)),
    st.floats(-1e12, 1e12, allow_nan=False),
)
days = st.dates(date(1990, 1, 1), date(2099, 12, 31))
near = st.dates(date(2018, 9, 1), date(2021, 3, 31))
bases = st.one_of(st.none(), st.tuples(st.integers(0, 60), st.integers(1, 60)).map(sorted))


@st.composite
def readings(draw: st.DrawFn) -> Reading:
    """A reading of a day or a month, past or (as somebody may type) to come."""
    base = draw(bases)
    return Reading(
        draw(values),
        draw(st.one_of(st.none(), st.dates(date(2018, 12, 1), TODAY), days)),
        draw(st.sampled_from(["day", "month"])),
        base[0] if base else None,
        base[1] if base else None,
    )


@st.composite
def milestones(draw: st.DrawFn) -> tuple[Milestone, ...]:
    """Targets in the order of their dates, some without one."""
    dated = sorted(draw(st.sets(st.one_of(near, days), max_size=4)))
    some = [Milestone(draw(values), by) for by in dated]
    for _ in range(draw(st.integers(0, 2))):
        some.insert(draw(st.integers(0, len(some))), Milestone(draw(values), None))
    return tuple(some)


@st.composite
def measures(draw: st.DrawFn) -> Measure:
    """A measure of any kind, as sensible or odd as the plan format lets it be."""
    direction = draw(st.sampled_from(Direction))
    comparator = Comparator(draw(st.text(min_size=1, max_size=200)), draw(values))
    base = Baseline(draw(values), draw(st.one_of(st.none(), near, days)))
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
        comparable=draw(st.sampled_from([True, True, True, False])),
    )


ends = st.one_of(st.none(), near, days)


def better(measure: Measure, value: float, by: float) -> float:
    """A value that is better by `by`, or as good as can be."""
    match measure.direction:
        case Direction.LOWER:
            return value - by
        case Direction.BAND | Direction.COMPARATOR:
            low, high = measure.band or (0.0, 0.0)
            if measure.direction is Direction.COMPARATOR and measure.comparator:
                low = high = measure.comparator.value
            return min(value + by, max(low, value)) if value < low else max(value - by, min(high, value))
        case _:
            return value + by


def with_latest(some: list[Reading], value: float) -> list[Reading]:
    """The same readings, the newest of those known today with another value."""
    raise NotImplementedError
