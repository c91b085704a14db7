"""Check who is asked to read what, and when: never at night, never twice for the same."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from workflow.dates import LONDON, Calendar
from workflow.voices import reading_deadline
from workflow.written import (
    Readers,
    Told,
    Written,
    asking,
    check_suggestion,
    due_at,
    standing_line,
    waiting,
)

CALENDAR = Calendar()
READERS = Readers(("ruth",), ("ian",), ("samina",))


def on(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment in September 2019; the 5th is a Thursday."""
    return datetime(2019, 9, day, hour, minute, tzinfo=LONDON)


def one(number: int, at: datetime, **more: object) -> Written:
    made = Written(
        id=number,
        script="local-offer",
        step="keep-change",
        provision=None,
        sealed=b"",
        use=None,
        queued_at=at,
        read_by=reading_deadline(at, CALENDAR),
    )
    return replace(made, **more)  # type: ignore[arg-type]


def asked(queue: list[Written], now: datetime, readers: Readers = READERS) -> list[str]:
    """Who is asked about which, as "ruth 1,2"."""
    return [
        f"{letter.to.partition(':')[2]} {','.join(map(str, sorted(ask.ids)))}"
        for ask in asking(queue, readers, now, CALENDAR)
        for letter in ask.letters
    ]


@pytest.mark.parametrize(
    ("now", "whom"),
    [
        (on(5, 10), ["ruth 1"]),
        (on(5, 7, 59), []),
        (on(5, 18), []),
        (on(7, 12), ["ian 1"]),  # a Saturday: the deadline, Friday at five, has passed
        (on(6, 17), ["ian 1"]),
        (on(9, 11, 59), ["ian 1"]),
        (on(9, 12), ["samina 1"]),
        (on(20, 12), ["samina 1"]),
    ],
)
def test_whoever_should_have_been_asked_by_now_is(now: datetime, whom: list[str]) -> None:
    assert asked([one(1, on(5, 7))], now) == whom


@pytest.mark.parametrize("told", list(Told))
@pytest.mark.parametrize("now", [on(5, 10), on(6, 17), on(9, 12)])
def test_nobody_is_asked_twice_about_the_same(now: datetime, told: Told) -> None:
    found = asking([one(1, on(5, 7), told=told)], READERS, now, CALENDAR)
    assert all(ask.told > told for ask in found)


def test_a_reader_with_unread_ones_is_told_of_more_on_the_next_morning_only() -> None:
    told = one(1, on(5, 9), told=Told.READER, told_at=on(5, 9))
    assert asked([told, one(2, on(5, 11))], on(5, 12)) == []
    assert asked([told, one(2, on(5, 11))], on(6, 8)) == ["ruth 2"]
    assert asked([one(2, on(5, 11))], on(5, 12)) == ["ruth 2"]


def test_several_are_asked_about_in_one_message() -> None:
    assert asked([one(n, on(5, 9)) for n in (1, 2, 3)], on(5, 10)) == ["ruth 1,2,3"]


@pytest.mark.parametrize(
    ("readers", "whom"),
    [
        (replace(READERS, away=frozenset({"ruth"})), ["ian 1"]),
        (replace(READERS, away=frozenset({"ruth", "ian"})), ["samina 1"]),
        (replace(READERS, away=frozenset({"ruth", "ian", "samina"})), ["samina 1"]),
        (replace(READERS, readers=()), ["ian 1"]),
        (replace(READERS, readers=("ruth", "rose")), ["ruth 1", "rose 1"]),
    ],
)
def test_somebody_is_always_asked(readers: Readers, whom: list[str]) -> None:
    assert asked([one(1, on(5, 9))], on(5, 10), readers) == whom


@pytest.mark.parametrize(
    ("written", "now", "next_"),
    [
        (one(1, on(6, 22)), on(6, 23), on(9, 8)),
        (one(1, on(5, 9)), on(5, 9), on(6, 8)),
        (one(1, on(5, 3)), on(5, 4), on(5, 8)),
        (one(1, on(5, 9), told=Told.READER), on(5, 10), on(6, 17)),
        (one(1, on(5, 9), told=Told.COVER), on(6, 18), on(9, 12)),
    ],
)
def test_the_next_moment_is_known(written: Written, now: datetime, next_: datetime) -> None:
    assert due_at(written, now, CALENDAR) == next_


@pytest.mark.parametrize(
    ("queue", "said"),
    [
        ([], "all read"),
        ([one(1, on(5, 9), read_at=on(5, 10))], "all read"),
        ([one(1, on(5, 9))], "1 to read, the next by Friday 6 September, 5pm"),
        ([one(1, on(3, 9)), one(2, on(5, 9))], "2 to read, 1 past its deadline"),
        ([one(1, on(3, 9)), one(2, on(2, 9))], "2 to read, 2 past their deadline"),
    ],
)
def test_the_queue_says_how_it_stands(queue: list[Written], said: str) -> None:
    assert standing_line(queue, on(5, 12)) == said


def test_the_nearest_deadline_is_read_first() -> None:
    queue = [one(2, on(6, 9)), one(3, on(5, 9)), one(1, on(6, 9))]
    assert [each.id for each in waiting(queue)] == [3, 1, 2]


@pytest.mark.parametrize(
    ("words", "quote", "may", "starts"),
    [
        ("Bus passes", False, False, ""),
        ("", True, True, ""),
        ("", True, False, "Their own words may be quoted only"),
        ("  ", False, True, "Say in your own words"),
        ("x" * 301, False, False, "That is 301 characters"),
    ],
)
def test_a_suggestion_needs_words_that_may_be_used(
    words: str, quote: bool, may: bool, starts: str
) -> None:
    error = check_suggestion(words, quote=quote, may_quote=may)
    assert error.startswith(starts)
    assert bool(error) == bool(starts)
