"""Check the gate: what it lets out, and that nobody learns a small number by subtracting."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from itertools import combinations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.dates import LONDON, Calendar
from workflow.voices import Kept, Release, Split, Tally, reading_deadline, release, withdraw_until


def tally(*counts: int, splits: tuple[Split, ...] = (), names: str = "abcdefgh") -> Tally:
    """A figure with so many people in each cell, all different."""
    cells = {
        name: frozenset(f"{name}{n}" for n in range(count))
        for name, count in zip(names, counts, strict=False)
    }
    return Tally("figure", cells, splits)


def told(found: Release | Kept) -> tuple[object, ...]:
    """Everything that is shown of a figure."""
    if isinstance(found, Kept):
        return (found.why,)
    return (found.base, *((one.answer, one.words, one.count, one.percent) for one in found.cells))


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ((18, 12), ["18 of 30", "12 of 30"]),
        ((20, 0), ["20 of 20", "0 of 20"]),
        ((18, 2), ["not shown", "5 or fewer"]),
        ((14, 7, 4, 2), ["not shown", "not shown", "5 or fewer", "5 or fewer"]),
        ((9, 3, 0), ["not shown", "5 or fewer", "nobody"]),
    ],
)
def test_what_may_be_shown_is_shown_with_its_base(counts: Sequence[int], said: list[str]) -> None:
    found = release(tally(*counts), ())
    assert isinstance(found, Release)
    assert found.base == sum(counts)
    assert [one.words for one in found.cells] == said


def test_a_percentage_stands_only_where_every_number_may_be_known() -> None:
    found = release(tally(18, 12), ())
    assert isinstance(found, Release)
    assert [one.percent for one in found.cells] == [60.0, 40.0]
    hidden = release(tally(18, 3), ())
    assert isinstance(hidden, Release)
    assert [(one.count, one.percent) for one in hidden.cells] == [(None, None), (None, None)]


@pytest.mark.parametrize(
    ("wants", "why"),
    [
        (tally(9), "Too few people have answered to show this."),
        (tally(), "Too few people have answered to show this."),
        (tally(5, 5), "Too few people have answered to show this."),
        (tally(6, 1, 1, 1, 1), "Too few people have answered to show this."),
        (
            tally(30, 30, splits=(Split("age", "over-18"), Split("provision", "health"))),
            "Two things about people are never crossed.",
        ),
        (
            tally(30, 30, splits=(Split("home", "Elm House", place=True),)),
            "One home or one family is never shown alone.",
        ),
    ],
)
def test_what_may_not_be_shown_stays_in(wants: Tally, why: str) -> None:
    assert release(wants, ()) == Kept("figure", why)


def test_one_thing_about_people_may_tell_them_apart() -> None:
    assert isinstance(release(tally(30, 30, splits=(Split("age", "over-18"),)), ()), Release)


def test_nobody_stands_twice() -> None:
    twice = frozenset(f"x{n}" for n in range(12))
    with pytest.raises(ValueError, match="stands twice"):
        release(Tally("figure", {"a": twice, "b": twice}), ())


@pytest.mark.parametrize("away", [1, 5, 6, 12])
def test_a_figure_that_shares_people_with_an_earlier_one_is_kept(away: int) -> None:
    everybody = tally(20, 20)
    before = frozenset(sorted(everybody.voices)[away:])
    kept = release(everybody, [before])
    assert kept == Kept("figure", "It is too close to a figure that was shown before.")
    assert isinstance(release(everybody, [everybody.voices]), Release)
    assert isinstance(release(everybody, [frozenset({"somebody else"})]), Release)


# --- somebody who subtracts ---------------------------------------------------------------


def worlds(base: int, cells: int) -> list[tuple[int, ...]]:
    """Every way in which so many people can have given so many answers."""
    ways = product(range(base + 1), repeat=cells - 1)
    return [(*way, base - sum(way)) for way in ways if sum(way) <= base]


@pytest.mark.parametrize(
    ("base", "cells"), [(10, 2), (10, 4), (11, 3), (13, 3), (17, 2), (12, 4), (11, 5)]
)
def test_somebody_who_knows_the_rules_learns_no_count_from_one_to_five(
    base: int, cells: int
) -> None:
    """They try every world that would have looked the same, and compare any answers together."""
    looks: dict[tuple[object, ...], list[tuple[int, ...]]] = {}
    # How many answered is told with a figure only, so one that is kept could be of any number.
    for world in (one for n in range(base + 1) for one in worlds(n, cells)):
        looks.setdefault(told(release(tally(*world), ())), []).append(world)
    together = [some for n in range(1, cells) for some in combinations(range(cells), n)]
    for look, alike in looks.items():
        for some in together:
            sums = {sum(world[n] for n in some) for world in alike}
            assert not (len(sums) == 1 and 1 <= min(sums) <= 5), (look, some)


# Neighbours, so that sets are now disjoint, now the same, now a few people apart.
PEOPLE = st.tuples(st.integers(0, 6), st.integers(0, 6), st.integers(-3, 3)).map(
    lambda a: frozenset(f"p{n}" for n in range(10 * a[0], 10 * (a[0] + a[1]) + a[2]))
)


@given(
    wanted=st.lists(st.tuples(PEOPLE, st.sampled_from(["programme", "panel"])), max_size=6),
    agrees=st.frozensets(st.integers(0, 125).map(lambda n: f"p{n}"), min_size=30),
)
def test_nothing_shown_over_months_and_boards_can_be_taken_apart(
    wanted: list[tuple[frozenset[str], str]], agrees: frozenset[str]
) -> None:
    """They add and subtract whatever was shown, on any board in any month."""
    shown: list[frozenset[str]] = []
    numbers: list[Mapping[str, int]] = []
    for people, _board in wanted:
        found = release(Tally("f", {"yes": people & agrees, "no": people - agrees}), shown)
        if isinstance(found, Release):
            shown.append(found.voices)
            exact = {one.answer: one.count for one in found.cells if one.count}
            numbers.append({"all": found.base, **exact})
    for signs in product((-1, 0, 1), repeat=len(shown)):
        for name in ("all", "yes", "no"):
            used = [(sign, one) for sign, one in zip(signs, numbers, strict=True) if sign]
            if not all(name in one for _, one in used):
                continue
            whom: dict[str, int] = {}
            for sign, people in zip(signs, shown, strict=True):
                for one in people:
                    whom[one] = whom.get(one, 0) + sign
            if set(whom.values()) <= {0, 1}:
                # The sum counts real people, each once: it may not count a few.
                assert not 1 <= sum(sign * one[name] for sign, one in used) <= 5


@given(st.lists(st.integers(0, 60), min_size=1, max_size=6))
def test_a_small_count_is_never_told_nor_left_over(counts: list[int]) -> None:
    found = release(tally(*counts), ())
    if isinstance(found, Kept):
        return
    assert found.base >= 10
    open_ = [one.count for one in found.cells if one.count is not None]
    assert not any(1 <= one <= 5 for one in open_)
    assert not 1 <= found.base - sum(open_) <= 5
    assert all(one.percent is None for one in found.cells) or len(open_) == len(found.cells)


# --- days ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "by"),
    [
        (datetime(2019, 9, 5, 10, tzinfo=LONDON), datetime(2019, 9, 6, 17, tzinfo=LONDON)),
        # Friday night is read on Monday, and a bank holiday is nobody's working day.
        (datetime(2019, 9, 6, 23, 59, tzinfo=LONDON), datetime(2019, 9, 9, 17, tzinfo=LONDON)),
        (datetime(2019, 12, 24, 9, tzinfo=LONDON), datetime(2019, 12, 27, 17, tzinfo=LONDON)),
        # The clocks go back in between, and five o'clock stays five o'clock.
        (datetime(2019, 10, 25, 12, tzinfo=LONDON), datetime(2019, 10, 28, 17, tzinfo=LONDON)),
    ],
)
def test_a_written_answer_is_read_by_the_end_of_the_next_working_day(
    written: datetime, by: datetime
) -> None:
    assert reading_deadline(written, Calendar()) == by


def test_answers_can_be_taken_back_for_two_weeks() -> None:
    assert withdraw_until(date(2019, 9, 5)) == date(2019, 9, 19)
