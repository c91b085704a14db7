"""Check the month: what is due when, what an act changes, and that nothing else can happen."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.workflow.plans import (
    BOARD_ON,
    CALENDAR,
    SEPTEMBER,
    action,
    facts,
    london,
    month,
    plan,
    report,
    shipped,
)
from workflow.cycle import (
    ITEM_TRANSITIONS,
    TRANSITIONS,
    Act,
    Ask,
    BoardDay,
    Event,
    Facts,
    Item,
    ItemState,
    Month,
    Refusal,
    Report,
    State,
    Step,
    approve,
    asked_in,
    board_words,
    closing_words,
    coming,
    due,
    judge,
    outstanding,
    plan_month,
    receive,
    redraft,
    reopen,
)
from workflow.dates import office_hours
from workflow.letters import Letter, WhenUnsure
from workflow.plan import Cadence

WAITING, ANSWERED, ACCEPTED, RETURNED = ItemState
ORDER = list(State)

# Asha leads two, Tom one, and both answer for the third; Gwen leads nothing yet.
PLAN = plan(
    action("PI1.1"),
    action("PI1.2", leads=("director", "assistant")),
    action("QA1.1", leads=("assistant",)),
)
PORTFOLIO = BoardDay("portfolio-meeting", date(2019, 10, 1))
BOTH_BOARDS = (BoardDay("programme-board", BOARD_ON), PORTFOLIO)
ASKED = (Ask("asha"), Ask("tom"))


def caught_up(then: Month, now: str, **more: Any) -> tuple[Month, list[str]]:
    """The month after everything that is due, and the keys of the letters, in order."""
    given_facts, keys = facts(PLAN, london(now), **more), list[str]()
    for _ in range(20):
        step = due(then, given_facts)
        if step is None:
            return then, keys
        keys += [letter.key for letter in step.letters]
        then = step.month
    pytest.fail("due never comes to an end")


def saved(then: Month, ref: str, **more: Any) -> tuple[Month, Report]:
    taken = receive(then, ref, report(ref, **more))
    assert not isinstance(taken, Refusal), taken
    return taken


def judged(then: Month, ref: str, act: Act) -> Month:
    after = judge(then, ref, act)
    assert isinstance(after, Month), after
    return after


# --- the tables ---------------------------------------------------------------------------


def test_the_month_moves_by_this_table_and_no_other() -> None:
    assert {f"{was} | {event.name} | {then}" for (was, event), then in TRANSITIONS.items()} == {
        "planned | OPENS | open",
        "open | CLOSES | review",
        "review | DRAFTS | drafted",
        "drafted | REDRAFTS | drafted",
        "drafted | APPROVES | approved",
        "approved | REOPENS | drafted",
        "approved | POSTS | posted",
        "posted | ENDS | ended",
    }


MOMENTS = [
    london(day)
    for day in (
        "2019-08-01 12:00",
        "2019-09-05 09:00",
        "2019-09-12 09:00",
        "2019-09-16 09:00",
        "2019-09-17 17:00",
        "2019-09-23 09:00",
        "2019-09-26 09:00",
        "2019-10-01 09:00",
        "2020-01-01 12:00",
    )
]
BY_TIME = {Event.OPENS, Event.CLOSES, Event.DRAFTS, Event.POSTS, Event.ENDS}


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("now", MOMENTS)
@pytest.mark.parametrize("item", ItemState)
def test_no_function_moves_the_month_in_a_way_the_table_does_not_have(
    state: State, now: datetime, item: ItemState
) -> None:
    then = month(PLAN, {"PI1.1": item}, state=state, draft=1)

    def reached(events: set[Event]) -> set[State]:
        return {to for (was, event), to in TRANSITIONS.items() if was is state and event in events}

    step = due(then, facts(PLAN, now, boards=BOTH_BOARDS))
    assert step is None or step.month.state in reached(BY_TIME) | {state}
    again = redraft(then)
    assert ({again.month.state} if again else set()) == reached({Event.REDRAFTS})
    opened = reopen(then, ["frances"])
    found = {opened.month.state} if isinstance(opened, Step) else set()
    assert found == reached({Event.REOPENS})
    approved = approve(then, "frances", 1, now)
    assert ({approved.state} if isinstance(approved, Month) else set()) == reached({Event.APPROVES})
    for act in (Act.ACCEPT, Act.RETURN):
        after = judge(then, "PI1.1", act)
        if isinstance(after, Month):
            assert after.state is state
            assert after.items[0].state is ITEM_TRANSITIONS[item, act]
        else:
            refused = state in {State.APPROVED, State.POSTED, State.ENDED}
            assert refused or (item, act) not in ITEM_TRANSITIONS
    taken = receive(then, "PI1.1", report("PI1.1"))
    if isinstance(taken, Refusal):
        assert state is State.PLANNED
    else:
        assert taken[0].state is state
        assert taken[0].items[0].state is ANSWERED


@pytest.mark.parametrize("item", ItemState)
@pytest.mark.parametrize("act", Act)
def test_an_action_moves_by_its_table_and_no_other(item: ItemState, act: Act) -> None:
    allowed = {
        (WAITING, Act.SAY): ANSWERED,
        (ANSWERED, Act.SAY): ANSWERED,
        (ACCEPTED, Act.SAY): ANSWERED,
        (RETURNED, Act.SAY): ANSWERED,
        (ANSWERED, Act.ACCEPT): ACCEPTED,
        (ANSWERED, Act.RETURN): RETURNED,
        (ACCEPTED, Act.RETURN): RETURNED,
    }
    assert ITEM_TRANSITIONS.get((item, act)) is allowed.get((item, act))


# --- what is due --------------------------------------------------------------------------

OPEN = month(PLAN, asks=ASKED)
ALL_IN = {"PI1.1": ANSWERED, "PI1.2": ANSWERED, "QA1.1": ANSWERED}


@pytest.mark.parametrize(
    ("then", "now", "keys", "state"),
    [
        (SEPTEMBER, "2019-09-05 08:59", [], State.PLANNED),
        (
            SEPTEMBER,
            "2019-09-05 09:00",
            ["ask:2019-09:asha", "ask:2019-09:tom", "opened:2019-09:priya"],
            State.OPEN,
        ),
        (OPEN, "2019-09-12 08:59", [], State.OPEN),
        (
            OPEN,
            "2019-09-12 09:00",
            ["remind:2019-09:1:asha", "remind:2019-09:1:tom"],
            State.OPEN,
        ),
        # Only for what is still missing: Tom's one of his own is in.
        (
            month(PLAN, {"PI1.2": ANSWERED, "QA1.1": ANSWERED}, asks=ASKED),
            "2019-09-12 09:00",
            ["remind:2019-09:1:asha"],
            State.OPEN,
        ),
        (month(PLAN, ALL_IN, asks=ASKED), "2019-09-12 09:00", [], State.OPEN),
        # What was sent back is missing again.
        (
            month(PLAN, {**ALL_IN, "QA1.1": RETURNED}, asks=ASKED),
            "2019-09-12 09:00",
            ["remind:2019-09:1:tom"],
            State.OPEN,
        ),
        (
            OPEN,
            "2019-09-17 16:59",
            ["remind:2019-09:2:asha", "remind:2019-09:2:tom"],
            State.OPEN,
        ),
        (OPEN, "2019-09-17 17:00", ["silent:2019-09:priya"], State.REVIEW),
        (month(PLAN, state=State.REVIEW), "2019-09-23 08:59", [], State.REVIEW),
        (
            month(PLAN, state=State.REVIEW),
            "2019-09-23 09:00",
            ["draft:2019-09:frances"],
            State.DRAFTED,
        ),
        (month(PLAN, state=State.DRAFTED), "2019-09-26 08:59", [], State.DRAFTED),
        (
            month(PLAN, state=State.DRAFTED),
            "2019-09-26 09:00",
            ["unapproved:2019-09:2019-09-26:frances", "unapproved:2019-09:2019-09-26:priya"],
            State.DRAFTED,
        ),
        (month(PLAN, state=State.APPROVED), "2019-09-26 08:59", [], State.APPROVED),
        (
            month(PLAN, state=State.APPROVED),
            "2019-09-26 09:00",
            ["board:2019-09:programme-board"],
            State.ENDED,
        ),
        (month(PLAN, state=State.ENDED), "2020-09-26 09:00", [], State.ENDED),
    ],
)
def test_what_is_due_in_each_state(then: Month, now: str, keys: list[str], state: State) -> None:
    after, written = caught_up(then, now)
    assert written == keys
    assert after.state is state
    # Asked again at the same moment, nothing is due.
    assert caught_up(after, now) == (after, [])


def test_the_round_is_one_letter_a_person_whatever_they_lead() -> None:
    opened, _ = caught_up(SEPTEMBER, "2019-09-05 09:00")
    assert opened.items == (Item("PI1.1"), Item("PI1.2"), Item("QA1.1"))
    assert opened.asks == (Ask("asha"), Ask("tom"))
    step = due(SEPTEMBER, facts(PLAN, london("2019-09-05 09:00")))
    assert step is not None
    assert step.letters[0] == Letter(
        "ask:2019-09:asha",
        "person:asha",
        "round",
        {"month": "2019-09"},
        when_unsure=WhenUnsure.AGAIN,
    )


def test_the_director_of_the_shipped_plan_gets_one_message_for_seventeen_actions() -> None:
    holders = {role.id: (role.id,) for role in shipped().roles}
    askers = {one.ref: one.leads for one in shipped().actions}
    now = facts(shipped(), london("2019-09-05 09:00"), askers=askers, holders=holders)
    step = due(SEPTEMBER, now)
    assert step is not None
    assert sum(letter.key == "ask:2019-09:director-csc" for letter in step.letters) == 1
    assert len(outstanding(step.month, now, "director-csc")) == 17


def test_a_month_without_actions_opens_and_closes_quietly() -> None:
    nothing = replace(facts(PLAN, london("2019-09-05 09:00")), asked=(), askers={})
    step = due(SEPTEMBER, nothing)
    assert step is not None
    assert [letter.key for letter in step.letters] == ["opened:2019-09:priya"]
    assert due(step.month, nothing) is None


# --- outages ------------------------------------------------------------------------------


def test_an_outage_of_three_days_is_caught_up_with_in_order_and_once() -> None:
    then = OPEN
    # From Friday evening before the second reminder until after closing on Tuesday.
    after, keys = caught_up(then, "2019-09-17 17:30")
    assert keys == ["silent:2019-09:priya"]
    assert caught_up(after, "2019-09-17 17:30") == (after, [])
    assert caught_up(after, "2019-09-20 09:00")[1] == []


def test_of_missed_reminders_only_the_newest_is_sent() -> None:
    after, keys = caught_up(OPEN, "2019-09-16 11:00")
    assert keys == ["remind:2019-09:2:asha", "remind:2019-09:2:tom"]
    assert after.asks == (Ask("asha", 2), Ask("tom", 2))
    assert caught_up(after, "2019-09-17 12:00")[1] == []


def test_an_outage_over_the_whole_month_is_caught_up_with_in_order_and_once() -> None:
    after, keys = caught_up(SEPTEMBER, "2019-09-30 10:00", boards=BOTH_BOARDS)
    assert keys == [
        "ask:2019-09:asha",
        "ask:2019-09:tom",
        "opened:2019-09:priya",
        "silent:2019-09:priya",
        "draft:2019-09:frances",
        "unapproved:2019-09:2019-09-30:frances",
        "unapproved:2019-09:2019-09-30:priya",
    ]
    assert (after.state, after.draft) == (State.DRAFTED, 1)
    assert caught_up(after, "2019-09-30 18:00")[1] == []


def test_nobody_is_reminded_in_the_same_breath_as_they_are_asked() -> None:
    opened, keys = caught_up(SEPTEMBER, "2019-09-13 10:00")
    assert keys == ["ask:2019-09:asha", "ask:2019-09:tom", "opened:2019-09:priya"]
    _, reminders = caught_up(opened, "2019-09-16 09:00")
    assert reminders == ["remind:2019-09:2:asha", "remind:2019-09:2:tom"]


@pytest.mark.parametrize(
    ("now", "sent"),
    [
        ("2019-09-12 09:00", True),
        ("2019-09-12 17:59", True),
        ("2019-09-12 18:00", False),
        ("2019-09-13 07:59", False),
        ("2019-09-13 08:00", True),
        ("2019-09-14 12:00", False),
        ("2019-09-15 12:00", False),
    ],
)
def test_reminders_go_out_in_office_hours_only(now: str, sent: bool) -> None:
    assert bool(caught_up(OPEN, now)[1]) is sent


def test_nobody_is_reminded_on_a_bank_holiday() -> None:
    # The board of 2 May 2019: its reminders were due before Easter, and were missed.
    may = plan_month(date(2019, 5, 2), CALENDAR)
    then = replace(may, state=State.OPEN, items=month(PLAN).items, asks=ASKED)
    assert caught_up(then, "2019-04-19 10:00")[1] == []
    assert caught_up(then, "2019-04-22 10:00")[1] == []
    assert len(caught_up(then, "2019-04-23 10:00")[1]) == 2


# --- people change ------------------------------------------------------------------------


def holding(**posts: tuple[str, ...]) -> dict[str, Any]:
    """Facts in which posts are held by others."""
    holders = {"director": ("asha",), "assistant": ("tom",), **posts}
    askers = {
        one.ref: tuple(dict.fromkeys(who for lead in one.leads for who in holders[lead]))
        for one in PLAN.actions
    }
    return {"holders": holders, "askers": askers}


def test_a_new_postholder_in_mid_month_is_asked_once() -> None:
    then = OPEN
    after, keys = caught_up(then, "2019-09-10 10:00", **holding(assistant=("gwen",)))
    assert keys == ["ask:2019-09:gwen"]
    assert caught_up(after, "2019-09-10 11:00", **holding(assistant=("gwen",)))[1] == []
    # Whoever left the post is asked for nothing more, and is not reminded.
    reminders = caught_up(after, "2019-09-12 09:00", **holding(assistant=("gwen",)))[1]
    assert reminders == ["remind:2019-09:1:asha", "remind:2019-09:1:gwen"]


def test_a_new_postholder_is_not_asked_when_everything_is_in() -> None:
    then = month(PLAN, ALL_IN, asks=ASKED)
    assert caught_up(then, "2019-09-10 10:00", **holding(assistant=("gwen",)))[1] == []


def test_a_new_postholder_after_a_reminder_gets_the_next_one_only() -> None:
    then = month(PLAN, asks=(Ask("asha", 1), Ask("tom", 1)))
    after, keys = caught_up(then, "2019-09-13 10:00", **holding(assistant=("gwen",)))
    assert keys == ["ask:2019-09:gwen"]
    reminders = caught_up(after, "2019-09-16 09:00", **holding(assistant=("gwen",)))[1]
    assert reminders == ["remind:2019-09:2:asha", "remind:2019-09:2:gwen"]


def test_joint_leads_answer_once_between_them() -> None:
    then = OPEN
    now = facts(PLAN, london("2019-09-10 10:00"))
    assert outstanding(then, now, "tom") == ("PI1.2", "QA1.1")
    after, _ = saved(then, "PI1.2")
    assert outstanding(after, now, "tom") == ("QA1.1",)
    assert outstanding(after, now, "asha") == ("PI1.1",)
    assert outstanding(after, now, "gwen") == ()


@pytest.mark.parametrize(
    ("key", "refs"),
    [
        ("2019-08", "A"),
        ("2019-09", "AQ"),
        ("2019-10", "A"),
        ("2019-12", "AQ"),
        ("2020-01", "A"),
        ("2020-03", "AQY"),
        ("2020-06", "AQ"),
    ],
)
def test_an_action_is_asked_about_in_the_months_of_its_cadence(key: str, refs: str) -> None:
    some = [
        action("A"),
        action("Q", cadence=Cadence.QUARTERLY),
        action("Y", cadence=Cadence.YEARLY),
    ]
    assert asked_in(some, key) == tuple(refs)


# --- acts ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("state", "item", "late"),
    [
        (State.OPEN, WAITING, False),
        (State.OPEN, ANSWERED, False),
        (State.OPEN, RETURNED, False),
        (State.REVIEW, WAITING, True),
        (State.REVIEW, ANSWERED, True),
        # What was sent back was asked for again.
        (State.REVIEW, RETURNED, False),
        (State.DRAFTED, WAITING, True),
        (State.DRAFTED, ACCEPTED, True),
        (State.DRAFTED, RETURNED, False),
        # Once approved it comes too late for the boards, whoever asked.
        (State.APPROVED, WAITING, True),
        (State.APPROVED, RETURNED, True),
        (State.POSTED, RETURNED, True),
        (State.ENDED, WAITING, True),
    ],
)
def test_an_update_after_closing_is_kept_and_late_unless_it_was_sent_back(
    state: State, item: ItemState, late: bool
) -> None:
    then = month(PLAN, {"PI1.1": item}, state=state)
    after, said = saved(then, "PI1.1")
    assert said.late is late
    version = then.items[0].version + 1
    assert after.items[0] == Item("PI1.1", ANSWERED, version)
    assert said == report("PI1.1", version=version, late=late)
    assert after.items[1:] == then.items[1:]


def test_each_update_is_a_version_of_its_own() -> None:
    then = OPEN
    for version in (1, 2, 3):
        # What a caller says about month, action and version is not believed.
        taken = receive(then, "PI1.1", report("QA1.1", month="1999-01", version=99))
        assert not isinstance(taken, Refusal)
        then, said = taken
        assert (said.month, said.ref, said.version) == ("2019-09", "PI1.1", version)
    assert then.items[0] == Item("PI1.1", ANSWERED, 3)


@pytest.mark.parametrize(
    ("then", "ref", "words"),
    [
        (SEPTEMBER, "PI1.1", "PI1.1 is not asked about in September."),
        (month(PLAN), "ZZ9", "ZZ9 is not asked about in September."),
        (
            month(PLAN, state=State.PLANNED),
            "PI1.1",
            "September opens on Thursday 5 September, 9am.",
        ),
    ],
)
def test_an_update_that_is_not_asked_for_is_refused(then: Month, ref: str, words: str) -> None:
    assert receive(then, ref, report(ref)) == Refusal(words)


NOTHING_WAITS = Refusal("PI1.1 has no update that waits for you.")
IS_APPROVED = Refusal("September is approved, so what the boards see can't change now.")


@pytest.mark.parametrize(
    ("state", "item", "act", "then"),
    [
        (State.OPEN, ANSWERED, Act.ACCEPT, ACCEPTED),
        (State.OPEN, ANSWERED, Act.RETURN, RETURNED),
        (State.REVIEW, ANSWERED, Act.ACCEPT, ACCEPTED),
        (State.REVIEW, ACCEPTED, Act.RETURN, RETURNED),
        (State.DRAFTED, ANSWERED, Act.ACCEPT, ACCEPTED),
        (State.OPEN, WAITING, Act.ACCEPT, NOTHING_WAITS),
        (State.OPEN, WAITING, Act.RETURN, NOTHING_WAITS),
        (State.OPEN, ACCEPTED, Act.ACCEPT, NOTHING_WAITS),
        (State.OPEN, RETURNED, Act.ACCEPT, NOTHING_WAITS),
        (State.OPEN, RETURNED, Act.RETURN, NOTHING_WAITS),
        (State.APPROVED, ANSWERED, Act.ACCEPT, ACCEPTED),
        (State.ENDED, ANSWERED, Act.ACCEPT, ACCEPTED),
        (State.APPROVED, ANSWERED, Act.RETURN, IS_APPROVED),
        (State.POSTED, ANSWERED, Act.RETURN, IS_APPROVED),
        (State.ENDED, ACCEPTED, Act.RETURN, IS_APPROVED),
    ],
)
def test_the_pmo_accepts_or_returns_what_waits(
    state: State, item: ItemState, act: Act, then: ItemState | Refusal
) -> None:
    after = judge(month(PLAN, {"PI1.1": item}, state=state), "PI1.1", act)
    if isinstance(then, Refusal):
        assert after == then
    else:
        assert after == month(PLAN, {"PI1.1": then}, state=state)


def test_the_pmo_cannot_judge_what_is_not_asked() -> None:
    refused = Refusal("ZZ9 is not asked about in September.")
    assert judge(month(PLAN), "ZZ9", Act.ACCEPT) == refused


NOW = london("2019-09-24 10:00")


def test_the_approver_lets_the_draft_go_that_they_looked_at() -> None:
    after = approve(month(PLAN, state=State.DRAFTED, draft=2), "frances", 2, NOW)
    assert isinstance(after, Month)
    assert (after.state, after.approved_by, after.approved_at) == (State.APPROVED, "frances", NOW)


@pytest.mark.parametrize(
    ("state", "draft", "words"),
    [
        (State.PLANNED, 0, "September's draft comes on Monday 23 September, 9am."),
        (State.OPEN, 0, "September's draft comes on Monday 23 September, 9am."),
        (State.REVIEW, 0, "September's draft comes on Monday 23 September, 9am."),
        (
            State.DRAFTED,
            1,
            "The summary has changed since that card. Look at the newer one first.",
        ),
        (
            State.DRAFTED,
            3,
            "The summary has changed since that card. Look at the newer one first.",
        ),
        (State.APPROVED, 2, "September's summary is already approved."),
        (State.POSTED, 2, "September's summary is already approved."),
        (State.ENDED, 2, "September's summary is already approved."),
    ],
)
def test_an_approval_of_anything_else_is_refused(state: State, draft: int, words: str) -> None:
    assert approve(month(PLAN, state=state, draft=2), "frances", draft, NOW) == Refusal(words)


@pytest.mark.parametrize("state", State)
def test_a_verdict_after_the_draft_makes_a_new_draft(state: State) -> None:
    then = month(PLAN, state=state, draft=1)
    again = Step(replace(then, draft=2), freeze=True) if state is State.DRAFTED else None
    assert redraft(then) == again


# --- not approved in time, and later boards ------------------------------------------------


def test_an_unapproved_month_is_told_of_once_a_day_at_nine_on_working_days() -> None:
    then, told = month(PLAN, state=State.DRAFTED, draft=1), list[str]()
    for hours in range(24 * 6):
        now = london("2019-09-26 00:00") + timedelta(hours=hours)
        step = due(then, facts(PLAN, now))
        if step is not None:
            told += [f"{now:%a %d %H}" for _ in step.letters]
            assert {letter.to for letter in step.letters} == {"person:frances", "person:priya"}
            then = step.month
    # 08:00 UTC is 09:00 in London's summer.
    assert (
        told
        == ["Thu 26 08", "Thu 26 08", "Fri 27 08", "Fri 27 08"]
        + ["Mon 30 08"] * 2
        + ["Tue 01 08"] * 2
    )


def test_whoever_approves_and_runs_the_office_is_told_once() -> None:
    _, keys = caught_up(month(PLAN, state=State.DRAFTED), "2019-09-26 09:00", pmo=("frances",))
    assert keys == ["unapproved:2019-09:2019-09-26:frances"]


def test_an_approval_after_board_day_posts_at_once() -> None:
    then = month(PLAN, state=State.DRAFTED, draft=1)
    after = approve(then, "frances", 1, london("2019-09-28 12:00"))
    assert isinstance(after, Month)
    assert caught_up(after, "2019-09-28 12:00")[1] == ["board:2019-09:programme-board"]


def test_each_board_gets_its_card_on_its_own_day() -> None:
    then, keys = caught_up(
        month(PLAN, state=State.APPROVED), "2019-09-26 09:00", boards=BOTH_BOARDS
    )
    assert keys == ["board:2019-09:programme-board"]
    assert then.state is State.POSTED
    assert caught_up(then, "2019-10-01 08:59", boards=BOTH_BOARDS)[1] == []
    then, keys = caught_up(then, "2019-10-01 09:00", boards=BOTH_BOARDS)
    assert keys == ["board:2019-09:portfolio-meeting"]
    assert then.state is State.ENDED


def test_boards_whose_days_have_all_come_get_their_cards_together() -> None:
    _, keys = caught_up(month(PLAN, state=State.APPROVED), "2019-10-02 09:00", boards=BOTH_BOARDS)
    assert keys == ["board:2019-09:programme-board", "board:2019-09:portfolio-meeting"]


def test_a_month_that_no_board_receives_ends_all_the_same() -> None:
    after, keys = caught_up(month(PLAN, state=State.APPROVED), "2019-09-26 09:00", boards=())
    assert (after.state, keys) == (State.ENDED, [])


# --- what lies ahead ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("then", "now", "ahead"),
    [
        (
            month(PLAN, state=State.PLANNED),
            "2019-09-02 09:00",
            [
                "05 08:00 September opens: each lead officer is asked",
                "12 08:00 First reminder for what is missing",
                "16 08:00 Second and last reminder",
                "17 16:00 September closes: the PMO sees who was silent",
                "23 08:00 The draft summary goes to the approver",
                "26 08:00 Board day: the approved card is posted",
                "01 08:00 Another board's day: it receives the same card",
            ],
        ),
        (
            month(PLAN, ALL_IN, asks=ASKED),
            "2019-09-12 09:00",
            [
                "17 16:00 September closes: the PMO sees who was silent",
                "23 08:00 The draft summary goes to the approver",
                "26 08:00 Board day: the approved card is posted",
                "01 08:00 Another board's day: it receives the same card",
            ],
        ),
        (
            month(PLAN, state=State.POSTED, posted=frozenset({"programme-board"})),
            "2019-09-27 09:00",
            ["01 08:00 Another board's day: it receives the same card"],
        ),
        (month(PLAN, state=State.ENDED), "2019-10-02 09:00", []),
    ],
)
def test_what_lies_ahead_is_said_soonest_first(then: Month, now: str, ahead: list[str]) -> None:
    found = coming(then, facts(PLAN, london(now), boards=BOTH_BOARDS))
    assert [f"{when:%d %H:%M} {words}" for when, words in found] == ahead


def test_a_card_says_when_the_month_closes_and_when_its_board_meets() -> None:
    assert closing_words(SEPTEMBER) == "Tuesday 17 September, 5pm"
    assert board_words(SEPTEMBER) == "Thursday 26 September"


# --- whatever happens ---------------------------------------------------------------------

REFS = st.sampled_from(["PI1.1", "PI1.2", "QA1.1", "ZZ9"])
HAPPENINGS = st.one_of(
    st.tuples(st.just("wait"), st.integers(1, 9 * 24)),
    st.tuples(st.just("say"), REFS),
    st.tuples(st.just("accept"), REFS),
    st.tuples(st.just("return"), REFS),
    st.tuples(st.just("approve"), st.integers(0, 3)),
    st.tuples(st.just("replace"), st.sampled_from(["tom", "gwen", "asha"])),
)


class Lived:
    """A month that things happen to, and everything that was said of it."""

    def __init__(self) -> None:
        self.month, self.now = SEPTEMBER, london("2019-09-04 20:00")
        self.facts: Facts = facts(PLAN, self.now, boards=BOTH_BOARDS)
        self.letters: list[tuple[Letter, datetime]] = []
        self.reports: dict[str, int] = {}

    def happen(self, what: str, with_: int | str) -> None:
        if what == "wait":
            self.now += timedelta(hours=int(with_))
        elif what == "replace":
            self.facts = replace(self.facts, **holding(assistant=(str(with_),)))
        elif what == "approve":
            self.keep(approve(self.month, "frances", int(with_), self.now))
        elif what == "say":
            taken = receive(self.month, str(with_), report(str(with_)))
            if not isinstance(taken, Refusal):
                self.reports[taken[1].ref] = self.reports.get(taken[1].ref, 0) + 1
                self.keep(taken[0])
        else:
            act = Act.ACCEPT if what == "accept" else Act.RETURN
            after = judge(self.month, str(with_), act)
            again = redraft(after) if isinstance(after, Month) else None
            self.keep(again.month if again else after)
        self.catch_up()

    def catch_up(self) -> None:
        self.facts = replace(self.facts, now=self.now)
        for _ in range(20):
            step = due(self.month, self.facts)
            if step is None:
                return
            self.letters += [(letter, self.now) for letter in step.letters]
            self.keep(step.month)
        pytest.fail("due never comes to an end")

    def keep(self, after: Month | Refusal) -> None:
        if isinstance(after, Month):
            assert ORDER.index(after.state) >= ORDER.index(self.month.state)
            assert after.draft >= self.month.draft
            assert after.posted >= self.month.posted
            self.month = after


@settings(max_examples=150, deadline=None)
@given(st.lists(HAPPENINGS, max_size=25))
def test_whatever_happens_the_month_keeps_its_promises(
    happenings: list[tuple[str, int | str]],
) -> None:
    lived = Lived()
    for what, with_ in happenings:
        lived.happen(what, with_)
    keys = [letter.key for letter, _ in lived.letters]
    assert len(keys) == len(set(keys)), "a letter was written twice"
    for item in lived.month.items:
        assert item.version == lived.reports.get(item.ref, 0)
    reminders = [(letter, when) for letter, when in lived.letters if letter.kind == "reminder"]
    assert all(office_hours(when, CALENDAR) for _, when in reminders)
    people = [letter.to for letter, _ in reminders]
    assert all(people.count(who) <= 2 for who in people)
    asks = [letter.to for letter, _ in lived.letters if letter.kind == "round"]
    assert set(people) <= set(asks)
    posted = {
        letter.key.rpartition(":")[2] for letter, _ in lived.letters if letter.kind == "board"
    }
    assert posted == lived.month.posted
    assert not posted or lived.month.approved_by
