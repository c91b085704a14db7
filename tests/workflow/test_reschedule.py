"""Check that a month's moments move only forward and in order, and that reminders follow."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from workflow.cycle import (
    Ask,
    Item,
    ItemState,
    Refusal,
    State,
    extend,
    plan_month,
    reschedule,
    snooze,
    take_back,
)
from workflow.dates import Calendar, at

MONTH = replace(plan_month(date(2019, 9, 26), Calendar()), state=State.OPEN, asks=(Ask("asha"),))
NOW = at(date(2019, 9, 6), 10)
OUT_OF_ORDER = Refusal(
    "That is out of order: it opens, reminds twice, closes, drafts; then the board meets."
)


@pytest.mark.parametrize(
    ("moments", "refused"),
    [
        ({"closes": at(date(2019, 9, 18), 17)}, None),
        ({"first_reminder": at(date(2019, 9, 10), 9)}, None),
        ({"closes": at(date(2019, 9, 24), 17)}, OUT_OF_ORDER),
        ({"closes": at(date(2019, 9, 13), 17)}, OUT_OF_ORDER),
        ({"draft": at(date(2019, 9, 27), 9)}, OUT_OF_ORDER),
        (
            {"opens": at(date(2019, 9, 9), 9)},
            Refusal("“opens” has passed, or would be in the past."),
        ),
        (
            {"first_reminder": at(date(2019, 9, 5), 9)},
            Refusal("“first reminder” has passed, or would be in the past."),
        ),
    ],
)
def test_a_moment_moves_only_forward_and_in_order(
    moments: dict[str, datetime], refused: Refusal | None
) -> None:
    after = reschedule(MONTH, NOW, **moments)
    if refused is not None:
        assert after == refused
    else:
        assert after == replace(MONTH, dates=replace(MONTH.dates, **moments))


def test_more_days_are_working_days_after_closing() -> None:
    after = extend(MONTH, "gwen", Calendar(), 2)
    assert not isinstance(after, Refusal)
    assert [ask.extended_to for ask in after.asks] == [None, at(date(2019, 9, 19), 17)]
    assert isinstance(extend(replace(MONTH, state=State.POSTED), "gwen", Calendar(), 2), Refusal)


def test_later_is_before_closing_and_only_while_the_month_is_open() -> None:
    when = at(date(2019, 9, 16), 9)
    after = snooze(MONTH, "asha", when)
    assert not isinstance(after, Refusal)
    assert after.asks == (Ask("asha", snoozed_until=when),)
    assert isinstance(snooze(MONTH, "asha", MONTH.dates.closes), Refusal)
    assert isinstance(snooze(replace(MONTH, state=State.REVIEW), "asha", when), Refusal)


def test_what_is_taken_back_leaves_what_was_there_before() -> None:
    month = replace(MONTH, items=(Item("PI1.1", ItemState.ANSWERED, 2, report=7),))
    first, again = take_back(month, "PI1.1", None), take_back(month, "PI1.1", 5)
    assert not isinstance(first, Refusal)
    assert not isinstance(again, Refusal)
    assert first.items == (Item("PI1.1", ItemState.WAITING, 3),)
    assert again.items == (Item("PI1.1", ItemState.ANSWERED, 3, report=5),)
    assert isinstance(take_back(month, "PI9.9", None), Refusal)
    assert isinstance(take_back(replace(month, state=State.REVIEW), "PI1.1", None), Refusal)
