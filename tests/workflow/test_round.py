"""Check the officer's round: what comes first, page by page, the form, the receipt."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.workflow.plans import (
    action,
    held,
    london,
    measure,
    month,
    plan,
    report,
    shipped,
)
from workflow.cycle import Item, ItemState, State
from workflow.held import Held
from workflow.plan import Cadence, Measure, Plan, Reading, Unit
from workflow.rag import Rag
from workflow.round import (
    MeasureField,
    ReceiptView,
    RoundView,
    Row,
    form_view,
    last_words,
    receipt_view,
    round_view,
    start_values,
)
from workflow.updates import Figure, Update

WAITING, ANSWERED, ACCEPTED, RETURNED = ItemState

PLAN = plan(
    action("PI1.1", "Pathway plans", end=date(2020, 6, 30), rag="G"),
    action("PI1.2", "Joint working", leads=("director", "assistant"), rag="A"),
    action("PI1.3", "Placements", end=date(2019, 9, 30), rag="G"),
    action("PI1.4", "Never rated"),
    action("PI1.5", "Recruitment", end=date(2021, 3, 31), rag="R"),
    action("PI1.6", "Sent back", rag="G"),
    action("PI1.7", "Overdue", end=date(2019, 7, 31), first_end=date(2019, 5, 31), rag="G"),
    action("PI1.8", "A figure is expected", rag="G"),
    action("QA1.1", "Tom's own", leads=("assistant",), cadence=Cadence.QUARTERLY, rag="G"),
    measures=[
        measure("PI1.8-M1", short="Permanency plans", target=90, by=date(2019, 10, 31)),
        measure("PI1.1-M1", short="For context only"),
    ],
)
READINGS = {"PI1.8-M1": (Reading(47, date(2019, 8, 31), "month", 18, 38),)}


def months(of: Plan = PLAN, states: Mapping[str, ItemState] | None = None, **more: Any) -> Held:
    """September, in which PI1.6 came back with a comment."""
    in_month = month(of, {"PI1.6": RETURNED, **(states or {})})
    items = tuple(
        Item(i.ref, i.state, i.version, 7 if i.ref == "PI1.6" else None) for i in in_month.items
    )
    return held(
        of,
        replace(in_month, items=items),
        readings=READINGS,
        comments={7: "Which figure is new?"},
        **more,
    )


def refs(view: RoundView) -> list[str]:
    return [row.ref for row in view.rows]


def test_what_needs_an_officer_most_comes_first() -> None:
    first, second = (round_view(months(), "asha", page=page) for page in (1, 2))
    assert (refs(first), refs(second)) == (
        # Sent back; red; overdue and due soon, as the plan has them; amber;
        ["PI1.6", "PI1.5", "PI1.3", "PI1.7", "PI1.2"],
        # a figure expected; never rated.
        ["PI1.8", "PI1.4"],
    )
    # Nothing asks for the rest: it stands as a list of its own.
    assert [row.ref for row in first.quiet] == ["PI1.1"]
    assert (first.left, first.needs) == (8, 7)
    assert first.rows == (
        Row(
            "PI1.6", "Sent back", Rag.GREEN, "Sent back by the PMO: “Which figure is new?”", 1, True
        ),
        Row("PI1.5", "Recruitment", Rag.RED, "Due 31 March 2021.", 0),
        Row("PI1.3", "Placements", Rag.GREEN, "Due 30 September.", 0),
        Row("PI1.7", "Overdue", Rag.GREEN, "Was due 31 July 2019.", 0),
        Row("PI1.2", "Joint working", Rag.AMBER, "Ongoing.", 0),
    )
    assert second.rows == (
        Row(
            "PI1.8",
            "A figure is expected",
            Rag.GREEN,
            "Ongoing. Permanency plans: 47% (18 of 38), August. Target 90% by October 2019.",
            0,
        ),
        Row("PI1.4", "Never rated", None, "Ongoing.", 0),
    )
    assert first.quiet == (Row("PI1.1", "Pathway plans", Rag.GREEN, "Due 30 June 2020.", 0),)


def test_last_months_accepted_rating_counts_and_not_the_plans() -> None:
    one = months(before=[report("PI1.1", "R"), report("PI1.5", "G")])
    assert refs(round_view(one, "asha"))[:2] == ["PI1.6", "PI1.1"]


def test_the_round_says_who_is_asked_until_when_and_how_far_they_are() -> None:
    one = months(
        states={"PI1.1": ANSWERED, "PI1.5": ACCEPTED},
        said=[
            report("PI1.1", "A", kind="no_change"),
            report("PI1.5", "R", said_by="tom", said_at=london("2019-09-09 15:30")),
        ],
    )
    view = round_view(one, "asha")
    assert (view.month, view.month_name, view.last_month) == ("2019-09", "September", "August")
    assert view.posts == "Director of Children's Social Care"
    assert view.closes == "Tuesday 17 September, 5pm"
    assert (view.total, view.left, view.page, view.pages) == (8, 6, 1, 2)
    assert view.done == view.done_here
    assert view.done == (
        Row(
            "PI1.1",
            "Pathway plans",
            Rag.AMBER,
            "no change, saved · Asha Rahman, Tuesday 10 September, 10am",
            1,
        ),
        Row(
            "PI1.5",
            "Recruitment",
            Rag.RED,
            "accepted · Tom Hartley, Monday 9 September, 3:30pm",
            1,
        ),
    )


def test_a_joint_lead_is_named_by_the_post_whose_actions_are_all_theirs() -> None:
    assert round_view(months(), "tom").posts == "Assistant Director of Quality Assurance"
    assert refs(round_view(months(), "tom")) == ["PI1.2"]
    assert [row.ref for row in round_view(months(), "tom").quiet] == ["QA1.1"]


def test_a_joint_lead_sees_that_the_other_has_answered_and_what_was_said() -> None:
    one = months(
        states={"PI1.2": ANSWERED},
        said=[replace(report("PI1.2", "R", said_by="tom", said_for="assistant"), id=7)],
    )
    row = round_view(one, "asha").done[0]
    assert row.line == "saved · Tom Hartley, Tuesday 10 September, 10am"
    theirs, own = form_view(one, "asha", "PI1.2"), form_view(one, "tom", "PI1.2")
    assert theirs is not None
    assert own is not None
    when = "answered on Tuesday 10 September, 10am"
    assert theirs.said_before == (
        f"Tom Hartley {when}: ■ R Red. One update goes to the board. Save your own to add to it or "
        "to differ: it becomes the newer version, and the PMO sees both."
    )
    assert (theirs.joint_words, theirs.may_agree) == ("Words about PI1.2.", True)
    assert own.said_before == f"You {when}. Saving makes a new version; that one is kept."
    assert not own.may_agree
    assert theirs.values["words"] == "Words about PI1.2."


def test_whoever_leads_nothing_has_an_empty_round() -> None:
    view = round_view(months(), "gwen")
    assert (view.total, view.rows, view.done, view.first) == (0, (), (), None)
    assert (view.posts, view.pages) == ("Gwen Price", 1)


@pytest.mark.parametrize(
    ("state", "reminder", "closed"),
    [(State.OPEN, False, False), (State.OPEN, True, False), (State.REVIEW, False, True)],
)
def test_the_round_knows_that_it_reminds_and_that_the_month_has_closed(
    state: State, reminder: bool, closed: bool
) -> None:
    view = round_view(held(PLAN, month(PLAN, state=state)), "asha", reminder=reminder)
    assert (view.reminder, view.closed) == (reminder, closed)


# --- pages --------------------------------------------------------------------------------


def some(count: int, done: int) -> Held:
    """So many actions of one officer, so many of them in."""
    of = plan(*(action(f"PI{n // 20 + 1}.{n % 20 + 1}") for n in range(count)))
    in_ = [one.ref for one in of.actions][:done]
    return held(of, month(of, dict.fromkeys(in_, ANSWERED)), said=[report(ref) for ref in in_])


@pytest.mark.parametrize(
    ("count", "done", "to_do", "in_"),
    [
        (1, 0, [1], [0]),
        (17, 0, [5, 5, 5, 2], [0, 0, 0, 0]),
        # Nearly everything a director of 17 has done stands on the first page.
        (17, 3, [5, 5, 4], [3, 0, 0]),
        (17, 12, [5, 0], [9, 3]),
        (17, 13, [4, 0], [11, 2]),
        (17, 17, [0], [17]),
        (25, 0, [5, 5, 5, 5, 5], [0, 0, 0, 0, 0]),
        (25, 13, [5, 5, 2], [9, 4, 0]),
        (25, 25, [0, 0], [19, 6]),
        (60, 30, [5, 5, 5, 5, 5, 5], [9, 9, 9, 3, 0, 0]),
        (60, 60, [0, 0, 0, 0], [19, 19, 19, 3]),
        (0, 0, [0], [0]),
    ],
)
def test_the_round_is_paged_and_nothing_is_left_out(
    count: int, done: int, to_do: list[int], in_: list[int]
) -> None:
    one = some(count, done)
    views = [round_view(one, "asha", page=n + 1) for n in range(len(to_do))]
    assert [len(view.rows) for view in views] == to_do
    assert [len(view.done_here) for view in views] == in_
    assert {view.pages for view in views} == {len(to_do)}
    shown = [row.ref for view in views for row in (*view.rows, *view.done_here)]
    assert sorted(shown) == sorted(item.ref for item in one.month.items)
    assert all((view.total, view.left) == (count, count - done) for view in views)


def test_what_nothing_asks_for_stands_on_the_first_page_and_takes_some_of_its_room() -> None:
    of = plan(*(action(f"PI1.{n}", rag="G") for n in range(1, 21)))
    in_ = [one.ref for one in of.actions][:10]
    one = held(of, month(of, dict.fromkeys(in_, ANSWERED)), said=[report(ref) for ref in in_])
    view = round_view(one, "asha")
    assert (view.rows, len(view.quiet), len(view.done_here)) == ((), 10, 10)
    assert (view.left, view.needs, view.pages) == (10, 0, 1)
    assert view.first == view.quiet[0]
    whole = plan(*(action(f"PI{n}.1", rag="G") for n in range(60)))
    first = round_view(held(whole), "asha")
    assert (len(first.quiet), len(first.rows), first.needs) == (20, 5, 40)


@pytest.mark.parametrize(("page", "shown"), [(-5, 1), (0, 1), (3, 3), (4, 3), (500, 3)])
def test_a_page_that_is_not_there_is_the_nearest_one(page: int, shown: int) -> None:
    assert round_view(some(17, 3), "asha", page=page).page == shown


# --- the form -----------------------------------------------------------------------------


def test_a_form_starts_with_what_was_last_said_and_the_end_of_last_month() -> None:
    one = months(before=[report("PI1.8", "A", words="Said in August.")])
    view = form_view(one, "asha", "PI1.8")
    assert view is not None
    assert view.values == {"as_at:PI1.8-M1": "2019-08-31", "words": "Said in August."}
    assert view.measures == (
        MeasureField(
            "PI1.8-M1",
            "Permanency plans (last 47%, target 90% by October 2019)",
            "",
            "2019-08-31",
            "55.1 or 18 of 38",
        ),
    )
    assert (view.ref, view.title, view.rag, view.version) == (
        "PI1.8",
        "A figure is expected",
        Rag.AMBER,
        0,
    )
    assert (view.done, view.total) == (0, 8)
    assert (view.errors, view.notice, view.comment, view.said_before) == ({}, "", "", "")


def test_before_the_first_month_the_plans_own_words_stand_in_the_form() -> None:
    of = plan(action("PI1.1", update=("First.", "Second."), evidence=("Audits rise",)))
    one = held(of)
    assert last_words(one, of.actions[0]) == "First.\nSecond."
    assert start_values(one, of.actions[0], ()) == {"words": "First.\nSecond."}
    view = form_view(one, "asha", "PI1.1")
    assert view is not None
    assert view.success == ("Audits rise",)


def test_an_answer_is_edited_from_this_months_own_words() -> None:
    said = report("PI1.8", "R", next_step="Recruit.", decision="Agree a post.")
    one = months(
        states={"PI1.8": ANSWERED}, said=[said], before=[report("PI1.8", "A", words="Old")]
    )
    view = form_view(one, "asha", "PI1.8")
    assert view is not None
    assert view.values == {
        "as_at:PI1.8-M1": "2019-08-31",
        "words": "Words about PI1.8.",
        "next": "Recruit.",
        "rag": "R",
        "why": "Reason for PI1.8.",
        "decision": "Agree a post.",
        "link": "",
    }
    # The badge stays what the action came into the month with.
    assert view.rag is Rag.AMBER


def test_what_was_typed_stays_in_the_form_with_what_is_wrong() -> None:
    typed = {"words": "", "figure:PI1.8-M1": "101", "as_at:PI1.8-M1": "2019-08-01"}
    errors = {"words": "Write at least one sentence: what changed?"}
    view = form_view(months(), "asha", "PI1.8", values=typed, errors=errors, notice="Newer.")
    assert view is not None
    assert {name: view.values[name] for name in typed} == typed
    assert (view.measures[0].figure, view.measures[0].as_at) == ("101", "2019-08-01")
    assert (view.errors, view.notice) == (errors, "Newer.")


def test_what_was_sent_back_shows_the_comment_until_it_is_answered() -> None:
    view = form_view(months(), "asha", "PI1.6")
    assert view is not None
    assert view.comment == "Which figure is new?"
    answered = form_view(months(states={"PI1.6": ANSWERED}), "asha", "PI1.6")
    assert answered is not None
    assert answered.comment == ""


@pytest.mark.parametrize(
    ("one", "readings", "label"),
    [
        (measure("PI1.1-M1"), (), "Share PI1.1-M1 (no figure yet)"),
        (
            measure("PI1.1-M1", target=85, by=date(2020, 9, 30)),
            (),
            "Share PI1.1-M1 (no figure yet, target 85% by September 2020)",
        ),
        (measure("PI1.1-M1", target=85), (), "Share PI1.1-M1 (no figure yet, target 85%)"),
        # A target whose date has passed is still the target when there is no other.
        (
            measure("PI1.1-M1", target=85, by=date(2019, 6, 30)),
            (Reading(60, None),),
            "Share PI1.1-M1 (last 60%, target 85% by June 2019)",
        ),
        (
            measure("PI1.1-M1", neighbours=36.7),
            (Reading(31.4, None),),
            "Share PI1.1-M1 (last 31.4%, neighbours 36.7%)",
        ),
        (
            measure("PI1.1-M1", unit=Unit.AVERAGE, per="cases per worker"),
            (Reading(21, None), Reading(17, None)),
            "Share PI1.1-M1 (last 17 cases per worker)",
        ),
    ],
)
def test_a_figure_is_asked_for_by_name_with_its_last_value_and_target(
    one: Measure, readings: tuple[Reading, ...], label: str
) -> None:
    of = plan(action("PI1.1"), measures=[one])
    view = form_view(held(of, readings={"PI1.1-M1": readings}), "asha", "PI1.1")
    assert view is not None
    assert view.measures[0].label == label


def test_there_is_no_form_for_what_is_not_asked() -> None:
    one = held(PLAN, replace(month(PLAN), items=(Item("PI1.1"),)))
    assert form_view(one, "asha", "ZZ9") is None
    assert form_view(one, "asha", "PI1.2") is None


# --- the receipt --------------------------------------------------------------------------

SAID = report("PI1.8", "R", next_step="Recruit.", decision="Agree a post.", id=9)
GIVEN = Reading(55.1, date(2019, 9, 1), "day", source="officer")
GAVE = Update("update", SAID.words, Rag.RED, SAID.why, figures=(Figure("PI1.8-M1", GIVEN),))


def test_the_receipt_says_back_everything_that_was_saved() -> None:
    one = months(states={"PI1.8": ANSWERED}, said=[SAID])
    assert receipt_view(one, "asha", SAID, GAVE) == ReceiptView(
        month="2019-09",
        month_name="September",
        last_month="August",
        ref="PI1.8",
        title="A figure is expected",
        saved="Tuesday 10 September, 10am",
        rows=(
            ("Permanency plans", "47% (18 of 38)", "55.1%"),
            ("Why this rating", "", "Reason for PI1.8."),
            ("End date", "ongoing", "ongoing"),
            ("Next", "", "Recruit."),
            ("Decision asked", "", "Agree a post."),
        ),
        rag=Rag.RED,
        was=Rag.GREEN,
        words="Words about PI1.8.",
        what_next=(
            "The PMO reviews it. The board sees it on Thursday 26 September. "
            "You can change it until Tuesday 17 September, 5pm."
        ),
        done=1,
        total=8,
        next=Row(
            "PI1.6", "Sent back", Rag.GREEN, "Sent back by the PMO: “Which figure is new?”", 1, True
        ),
        late=False,
        editable=True,
        version=1,
    )


def test_the_receipt_of_no_change_says_why_and_no_words_twice() -> None:
    said = report("PI1.8", "G", kind="no_change", words="Last month's", why="Still recruiting.")
    view = receipt_view(months(), "asha", said, Update("no_change", "", Rag.GREEN, ""))
    assert view is not None
    assert view.words == "Still recruiting."
    assert view.rows == (("End date", "ongoing", "ongoing"), ("Decision asked", "", "none"))


@pytest.mark.parametrize(
    ("state", "late", "what_next"),
    [
        (State.REVIEW, True, "September has closed. Your update is kept and marked late."),
        # It was sent back, so it is not late, and no time is promised that has passed.
        (
            State.REVIEW,
            False,
            "The PMO reviews it. The board sees it on Thursday 26 September.",
        ),
    ],
)
def test_a_receipt_after_closing_promises_nothing_that_is_over(
    state: State, late: bool, what_next: str
) -> None:
    said = report("PI1.8", late=late)
    one = held(PLAN, month(PLAN, state=state), said=[said])
    view = receipt_view(one, "asha", said, Update("update", "", Rag.AMBER, ""))
    assert view is not None
    assert (view.what_next, view.late, view.editable) == (what_next, late, False)


def test_figures_stand_in_a_receipt_in_the_plans_order() -> None:
    of = plan(action("PI1.1"), measures=[measure("PI1.1-M1"), measure("PI1.1-M2")])
    given = tuple(Figure(one.id, GIVEN) for one in of.measures)
    view = receipt_view(
        held(of), "asha", report("PI1.1"), Update("update", "", Rag.AMBER, "", figures=given)
    )
    assert view is not None
    assert view.rows[:2] == (
        ("Share PI1.1-M1", "none", "55.1%"),
        ("Share PI1.1-M2", "none", "55.1%"),
    )


# --- the plan that comes with the product -----------------------------------------------------


def test_the_shipped_plans_director_gets_seventeen_actions_on_four_pages() -> None:
    holders = {role.id: (role.id,) for role in shipped().roles}
    more = {"askers": {one.ref: one.leads for one in shipped().actions}, "holders": holders}
    one = held(shipped(), facts_more=more)
    views = [round_view(one, "director-csc", page=page) for page in (1, 2, 3, 4)]
    assert [len(view.rows) for view in views] == [5, 5, 5, 2]
    assert views[0].posts == "Director of Children\u2019s Social Care"
    assert len({row.ref for view in views for row in view.rows}) == 17
    joint = round_view(one, "chief-executive")
    assert (joint.posts, [row.ref for row in joint.rows]) == ("Chief Executive", ["PI1.1"])
    for item in one.month.items:
        view = form_view(one, one.facts.askers[item.ref][0], item.ref)
        assert view is not None
        assert len(view.values["words"]) <= 1_500
