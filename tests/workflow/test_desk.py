"""Check the PMO's desk: who is missing, and what waits to be accepted or returned."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.workflow.plans import action, facts, held, london, measure, month, plan, report
from workflow.cycle import Ask, ItemState, State
from workflow.desk import ChaseRow, ChaseView, ReviewView, chase_view, review_view
from workflow.held import Held
from workflow.plan import Reading
from workflow.rag import Rag

WAITING, ANSWERED, ACCEPTED, RETURNED = ItemState

PLAN = plan(
    action("PI1.1", "Pathway plans", rag="G"),
    action("PI1.2", "Joint working", leads=("director", "assistant"), update=("Said in August.",)),
    action("QA1.1", "Audits", leads=("assistant",), rag="R"),
    measures=[measure("PI1.1-M1", short="Up-to-date plans", target=100, by=date(2020, 6, 30))],
)
ASKED = (Ask("asha", 1), Ask("tom", 2))


def months(states: Mapping[str, ItemState] | None = None, **more: Any) -> Held:
    in_month = month(PLAN, states, asks=ASKED, state=more.pop("state", State.OPEN))
    return held(PLAN, in_month, **more)


# --- the chase list -----------------------------------------------------------------------


def test_the_chase_list_says_who_is_missing_with_what_and_what_follows() -> None:
    assert chase_view(months({"PI1.1": ANSWERED, "QA1.1": RETURNED})) == ChaseView(
        month="2019-09",
        month_name="September",
        state="September closes Tuesday 17 September, 5pm",
        heading="1 of 3 updates in, 2 missing",
        done=1,
        total=3,
        rows=(
            ChaseRow(
                "asha", "Asha Rahman", "1 of 2 missing: PI1.2", "1 done. One more reminder to come."
            ),
            ChaseRow(
                "tom",
                "Tom Hartley",
                "2 of 2 missing: PI1.2 and QA1.1",
                "0 done. No more reminders to come.",
            ),
        ),
        waiting=1,
        closed=False,
        may_chase=True,
    )


def test_nobody_is_missing_when_everything_is_in() -> None:
    view = chase_view(months({"PI1.1": ANSWERED, "PI1.2": ACCEPTED, "QA1.1": ACCEPTED}))
    assert (view.heading, view.rows, view.waiting) == ("3 of 3 updates in, none missing", (), 1)


def test_a_post_that_nobody_holds_is_named_as_such() -> None:
    one = months(facts_more={"askers": {"PI1.1": ("asha",), "PI1.2": ("asha",)}})
    nobody = ChaseRow("", "Nobody holds the post", "QA1.1", "Name a postholder to have them asked.")
    assert nobody in chase_view(one).rows


def test_whoever_left_their_post_is_not_chased_and_who_came_after_closing_is() -> None:
    now = facts(PLAN, london("2019-09-20 09:00"))
    askers = {**now.askers, "QA1.1": ("gwen",), "PI1.2": ("asha", "gwen")}
    one = months(state=State.REVIEW, facts_more={"askers": askers})
    assert chase_view(one).rows == (
        ChaseRow("asha", "Asha Rahman", "2 of 2 missing: PI1.1 and PI1.2", "0 done."),
        ChaseRow(
            "gwen",
            "Gwen Price",
            "2 of 2 missing: PI1.2 and QA1.1",
            "0 done. Not asked: named after closing.",
        ),
    )


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (State.PLANNED, "September has not opened"),
        (State.OPEN, "September closes Tuesday 17 September, 5pm"),
        (State.REVIEW, "September has closed; the draft is made Monday 23 September, 9am"),
        (
            State.DRAFTED,
            "September's draft is with the approver; the board is Thursday 26 September",
        ),
        (State.APPROVED, "September is approved; the board is Thursday 26 September"),
        (State.POSTED, "September was posted Thursday 26 September"),
        (State.ENDED, "September was posted Thursday 26 September"),
    ],
)
def test_the_desk_says_where_the_month_stands(state: State, words: str) -> None:
    view = chase_view(months(state=state))
    assert (view.state, view.closed) == (words, state is not State.OPEN)


# --- the review queue ---------------------------------------------------------------------

SAID = report(
    "PI1.1",
    "R",
    next_step="Recruit by October.",
    decision="Agree a post.",
    said_at=london("2019-09-09 09:15"),
)
PLANS_OWN = Reading(53.8, date(2019, 8, 31), "month")
OFFICERS = Reading(55.1, date(2019, 9, 1), "day", 27, 49, "officer")


def test_a_review_shows_before_and_now_side_by_side() -> None:
    one = months(
        {"PI1.1": ANSWERED, "PI1.2": ANSWERED},
        said=[SAID, report("PI1.2")],
        before=[report("PI1.1", "A", words="Said in August.")],
        readings={"PI1.1-M1": (PLANS_OWN, OFFICERS)},
    )
    assert review_view(one) == ReviewView(
        month="2019-09",
        month_name="September",
        ref="PI1.1",
        title="Pathway plans",
        version=1,
        said="Asha Rahman, Monday 9 September, 9:15am",
        rows=(
            (
                "Up-to-date plans",
                "53.8%, August",
                "55.1% (27 of 49), 1 September. Target 100% by June 2020",
            ),
            ("Next", "", "Recruit by October."),
            ("Decision asked of a board", "", "Agree a post."),
        ),
        rag=Rag.RED,
        was=Rag.AMBER,
        words="Words about PI1.1.",
        why="Reason for PI1.1.",
        before="Said in August.",
        position=1,
        total=2,
        late=False,
        unflagged=2,
    )


@pytest.mark.parametrize(
    ("readings", "before", "now"),
    [
        ((), "none", "no figure from the officer. Target 100% by June 2020"),
        (
            (PLANS_OWN,),
            "53.8%, August",
            "no figure from the officer. Target 100% by June 2020",
        ),
        (
            (OFFICERS,),
            "none",
            "55.1% (27 of 49), 1 September. Target 100% by June 2020",
        ),
        # An officer's figure may be older than the newest one there is.
        (
            (replace(OFFICERS, as_at=date(2019, 7, 31)), PLANS_OWN),
            "53.8%, August",
            "55.1% (27 of 49), 31 July. Target 100% by June 2020",
        ),
        (
            (OFFICERS, replace(OFFICERS, value=56.0, as_at=date(2019, 9, 8))),
            "55.1% (27 of 49), 1 September",
            "56% (27 of 49), 8 September. Target 100% by June 2020",
        ),
    ],
)
def test_a_figure_is_shown_with_the_one_before_it(
    readings: tuple[Reading, ...], before: str, now: str
) -> None:
    one = months({"PI1.1": ANSWERED}, said=[SAID], readings={"PI1.1-M1": readings})
    view = review_view(one)
    assert view is not None
    assert view.rows[0] == ("Up-to-date plans", before, now)


def test_no_change_and_a_late_update_are_said_to_be_so() -> None:
    said = report("PI1.2", "A", kind="no_change", late=True, said_by="tom")
    view = review_view(months({"PI1.2": ANSWERED}, said=[said], state=State.REVIEW))
    assert view is not None
    assert view.said == "Tom Hartley, Tuesday 10 September, 10am · no change"
    assert (view.late, view.was, view.before) == (True, None, "Said in August.")


@pytest.mark.parametrize(
    ("ref", "shown", "position"),
    [
        (None, "PI1.1", 1),
        ("PI1.1", "PI1.1", 1),
        ("QA1.1", "QA1.1", 2),
        # What is accepted can still be looked at, and sent back; it has no place in the queue.
        ("PI1.2", "PI1.2", 0),
    ],
)
def test_the_first_that_waits_is_shown_or_the_one_that_is_named(
    ref: str | None, shown: str, position: int
) -> None:
    states = {"PI1.1": ANSWERED, "PI1.2": ACCEPTED, "QA1.1": ANSWERED}
    one = months(states, said=[report(each) for each in states])
    view = review_view(one, ref)
    assert view is not None
    assert (view.ref, view.position, view.total) == (shown, position, 2)


@pytest.mark.parametrize(
    ("states", "ref"),
    [({}, None), ({"PI1.1": ACCEPTED}, None), ({}, "PI1.1"), ({}, "ZZ9")],
)
def test_there_is_nothing_to_review_where_nothing_was_said(
    states: Mapping[str, ItemState], ref: str | None
) -> None:
    said = [report(each) for each in states]
    assert review_view(months(states, said=said), ref) is None


def test_a_refused_verdict_keeps_the_comment_and_says_why() -> None:
    view = review_view(
        months({"PI1.1": ANSWERED}, said=[SAID]), "PI1.1", error="Too long.", comment="Which one?"
    )
    assert view is not None
    assert (view.error, view.comment) == ("Too long.", "Which one?")
