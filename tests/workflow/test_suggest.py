"""Check which rating is suggested for an action, and the reason that is given with it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.workflow.plans import action, measure, shipped
from workflow.measures import MeasureRules, Standing, standing
from workflow.plan import Comparator, Direction, Milestone, Reading
from workflow.rag import Rag
from workflow.suggest import NOTHING_TO_GO_BY, suggest

TODAY = date(2019, 9, 5)
FAR = date(2020, 3, 31)
AUGUST = date(2019, 8, 31)

DATE_ALONE = "There is no figure to judge it by, so this is the date alone."
NOTHING = (None, NOTHING_TO_GO_BY)
MARCH = (Rag.GREEN, f"It is not due until 31 March 2020. {DATE_ALONE}")
SOON = (Rag.AMBER, "It is due on 30 September 2019, in 25 days, and not nearly done.")

# Every action of the shipped plan, on 5 September 2019, as its printed figures stand.
SHIPPED: dict[str, tuple[Rag | None, str]] = {
    "SP1.1": NOTHING,
    "SP1.2": NOTHING,
    "SP1.3": NOTHING,
    "SP1.4": MARCH,
    "SP1.5": MARCH,
    "SP2.1": (Rag.GREEN, f"It is not due until 31 March 2021. {DATE_ALONE}"),
    "PI1.1": SOON,
    "PI1.2": (Rag.GREEN, f"It is not due until 31 December 2019. {DATE_ALONE}"),
    "PI1.3": (
        Rag.AMBER,
        "Behind: S47 enquiries that reach an ICPC (31.4%; target within 5 points of 36.7% by "
        "September 2020).",
    ),
    "PI1.4": (
        None,
        "It is not due until 30 September 2020, but Plans Good or Outstanding cannot be compared "
        "with its target, so there is no suggestion.",
    ),
    "PI2.1": (
        None,
        "It is not due until 31 March 2020, but Disabled children: plans Good or better cannot be "
        "compared with its target, so there is no suggestion.",
    ),
    "PI2.2": (Rag.GREEN, f"It is not due until 31 October 2019. {DATE_ALONE}"),
    "PI3.1": (
        Rag.AMBER,
        "Behind: Up-to-date pathway plans (53.8%; target 100% by June 2020).",
    ),
    "PI3.2": NOTHING,
    "PI3.3": (Rag.GREEN, f"It is not due until 29 February 2020. {DATE_ALONE}"),
    "PI3.4": SOON,
    "LD1.1": (Rag.AMBER, "Behind: PPFs completed (68%; target 100% by March 2020)."),
    "LD1.2": NOTHING,
    "LD1.3": MARCH,
    "QA1.1": NOTHING,
    "QA1.2": NOTHING,
    "QA1.3": (
        Rag.AMBER,
        "Behind: Permanency plan at second review (47%; target 90% by October).",
    ),
    "QA1.4": NOTHING,
    "QA1.5": NOTHING,
    "QA1.6": NOTHING,
}


def stands(short: str, value: float | None, *, comparable: bool = True, by: date = FAR) -> Standing:
    """A share that is to be 90%, counted 50% in May: 80% in August is on track, 60% is not."""
    one = measure("X1.1-M1", short=short, target=90, by=by, comparable=comparable)
    some = [Reading(50, date(2019, 5, 31), "month"), Reading(value or 0, AUGUST, "month")]
    readings = [] if value is None else some
    return standing(one, readings, today=TODAY, action_end=FAR)


MET, ON_TRACK = stands("Reviews", 95), stands("Visits", 80)
BEHIND = standing(
    measure("X1.1-M1", short="Plans", target=90, by=FAR),
    [Reading(60, AUGUST, "month")],
    today=TODAY,
    action_end=FAR,
)
TOO_SLOW = stands("Audits", 51)
MISSED = stands("Checks", 51, by=AUGUST)
UNKNOWN, UNLIKE = stands("Surveys", None), stands("Grades", 60, comparable=False)
CONTEXT = standing(
    measure("X1.1-M1", short="Cases"), [Reading(60, AUGUST)], today=TODAY, action_end=FAR
)


@pytest.mark.parametrize("ref", SHIPPED)
def test_each_action_of_the_shipped_plan_gets_a_suggestion_or_a_reason_for_none(ref: str) -> None:
    one = next(one for one in shipped().actions if one.ref == ref)
    found = suggest(
        one,
        [
            standing(m, m.readings, today=TODAY, action_end=one.timescale.end)
            for m in shipped().measures_of(ref)
        ],
        today=TODAY,
    )
    assert (found.rag, found.reason) == SHIPPED[ref]


def test_no_action_of_the_shipped_plan_is_left_out() -> None:
    assert [one.ref for one in shipped().actions] == list(SHIPPED)


BEHIND_WORDS = "Behind: Plans (60%; target 90% by March 2020)."
SLOW_WORDS = "Off track: Audits (51%; target 90% by March 2020)."
FIGURES: dict[str, tuple[list[Standing], Rag | None, str]] = {
    "met": ([MET], Rag.GREEN, "Met: Reviews (95%; target 90% by March 2020)."),
    "on track": ([ON_TRACK], Rag.GREEN, "On track: Visits (80%; target 90% by March 2020)."),
    "met and on track": (
        [ON_TRACK, MET],
        Rag.GREEN,
        "On track: Visits (80%; target 90% by March 2020). "
        "Met: Reviews (95%; target 90% by March 2020).",
    ),
    "behind": ([BEHIND], Rag.AMBER, BEHIND_WORDS),
    "off track": ([TOO_SLOW], Rag.RED, SLOW_WORDS),
    "a missed target is named, not the next": (
        [MISSED],
        Rag.RED,
        "Off track: Checks (51%; target 90% by August).",
    ),
    "the worst counts": ([MET, BEHIND, TOO_SLOW, UNKNOWN], Rag.RED, SLOW_WORDS),
    "behind beats on track": ([ON_TRACK, BEHIND], Rag.AMBER, BEHIND_WORDS),
    "many of one kind": (
        [TOO_SLOW] * 4,
        Rag.RED,
        "Off track: Audits (51%; target 90% by March 2020), Audits (51%; target 90% by March 2020) "
        "and 2 more.",
    ),
    "unknown": ([UNKNOWN], None, NOTHING_TO_GO_BY),
    "not comparable": ([UNLIKE], None, NOTHING_TO_GO_BY),
    "context": ([CONTEXT], None, NOTHING_TO_GO_BY),
    "on track and unknown": (
        [ON_TRACK, UNKNOWN],
        Rag.GREEN,
        "On track: Visits (80%; target 90% by March 2020). "
        "Not counted: there is no recent figure to judge Surveys by.",
    ),
    "behind and unknown": ([BEHIND, UNKNOWN], Rag.AMBER, BEHIND_WORDS),
}


@pytest.mark.parametrize("name", FIGURES)
def test_without_a_date_the_figures_decide(name: str) -> None:
    standings, rag, reason = FIGURES[name]
    found = suggest(action("X1.1"), standings, today=TODAY)
    assert (found.rag, found.reason) == (rag, reason)


DATES: dict[str, tuple[date, date | None, bool, Rag, str]] = {
    "overdue": (
        date(2019, 9, 4),
        None,
        False,
        Rag.RED,
        "It was due on 4 September 2019, 1 day ago, and is not finished.",
    ),
    "overdue, nearly done, and forecast": (
        date(2019, 7, 31),
        date(2019, 9, 30),
        True,
        Rag.RED,
        "It was due on 31 July 2019, 36 days ago, and is not finished.",
    ),
    "due today": (TODAY, None, False, Rag.AMBER, "It is due today, and not nearly done."),
    "due today, nearly done": (
        TODAY,
        None,
        True,
        Rag.GREEN,
        f"It is due today, and nearly done. {DATE_ALONE}",
    ),
    "due in 30 days": (
        date(2019, 10, 5),
        None,
        False,
        Rag.AMBER,
        "It is due on 5 October 2019, in 30 days, and not nearly done.",
    ),
    "due in 31 days": (
        date(2019, 10, 6),
        None,
        False,
        Rag.GREEN,
        f"It is not due until 6 October 2019. {DATE_ALONE}",
    ),
    "forecast later": (
        FAR,
        date(2020, 4, 1),
        False,
        Rag.AMBER,
        "It is forecast for 1 April 2020, later than it is due, 31 March 2020.",
    ),
    "forecast later, nearly done": (
        FAR,
        date(2020, 4, 1),
        True,
        Rag.AMBER,
        "It is forecast for 1 April 2020, later than it is due, 31 March 2020.",
    ),
    "forecast in time": (
        FAR,
        FAR,
        False,
        Rag.GREEN,
        f"It is not due until 31 March 2020. {DATE_ALONE}",
    ),
}


@pytest.mark.parametrize("name", DATES)
def test_without_figures_the_date_decides(name: str) -> None:
    due, forecast, nearly, rag, reason = DATES[name]
    found = suggest(action("X1.1", end=due), [], today=TODAY, forecast=forecast, nearly_done=nearly)
    assert (found.rag, found.reason) == (rag, reason)


def test_the_date_and_the_figures_are_both_named_when_both_say_the_worst() -> None:
    found = suggest(action("X1.1", end=TODAY + timedelta(25)), [BEHIND, MET], today=TODAY)
    assert found.rag is Rag.AMBER
    assert found.reason == f"{SOON[1]} {BEHIND_WORDS}"


def test_a_date_that_is_far_off_does_not_make_up_for_a_figure_nobody_gave() -> None:
    far = action("X1.1", end=FAR)
    found = suggest(far, [UNKNOWN, UNLIKE, CONTEXT], today=TODAY)
    assert found.rag is None
    assert found.reason == (
        "It is not due until 31 March 2020, but there is no recent figure to judge Surveys and "
        "1 other by, so there is no suggestion."
    )
    assert suggest(far, [CONTEXT], today=TODAY).rag is Rag.GREEN
    assert suggest(action("X1.1", end=date(2019, 9, 4)), [UNKNOWN], today=TODAY).rag is Rag.RED
    assert suggest(action("X1.1", end=TODAY), [UNLIKE], today=TODAY).rag is Rag.AMBER


def test_a_complete_action_gets_no_suggestion_and_none_is_ever_complete() -> None:
    done = action("X1.1", end=date(2019, 8, 1), rag="B")
    assert suggest(done, [TOO_SLOW], today=TODAY).reason == (
        "This action is complete, so there is no suggestion."
    )
    met = suggest(action("X1.1", end=FAR), [MET], today=TODAY, nearly_done=True)
    assert met.rag is Rag.GREEN


def test_the_setting_for_in_line_is_said_as_it_was_set() -> None:
    one = replace(
        measure("X1.1-M1", short="S47"),
        direction=Direction.COMPARATOR,
        comparator=Comparator("Neighbours", 36.7),
        milestones=(Milestone(36.7, FAR),),
    )
    rules = MeasureRules(in_line=3)
    stands = standing(one, [Reading(31.4, AUGUST)], today=TODAY, action_end=FAR, rules=rules)
    found = suggest(action("X1.1"), [stands], today=TODAY, rules=rules)
    assert found.reason == "Behind: S47 (31.4%; target within 3 points of 36.7% by March 2020)."
