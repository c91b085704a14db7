"""Check what is flagged about a month's data, with which evidence, and how quickly."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.workflow.plans import action, measure, plan, report, reports, shipped
from workflow.cycle import Report
from workflow.likeness import alike, copies
from workflow.measures import standing
from workflow.plan import Measure, Milestone, Plan, Reading
from workflow.quality import Evidence, Flag, FlagKind, flags
from workflow.rag import Rag
from workflow.suggest import Suggestion, suggest

TODAY = date(2019, 9, 10)
FAR = date(2020, 3, 31)
JUNE, JULY, AUGUST = date(2019, 6, 30), date(2019, 7, 31), date(2019, 8, 31)

TEXT = "Two advisers were recruited, and visits to young people in their new homes have begun."
NEAR = "Three advisers were recruited, and visits to young people in their new homes have begun."
OTHER = "The audit programme was agreed by the board, and supervision files will be read weekly."


def found(of: Plan, *some: Report, **more: Any) -> list[tuple[str, str, str]]:
    """Flags as (kind, ref, words), of measures as they stand today, without suggestions."""
    return [(one.kind.value, one.ref, one.words) for one in judged(of, *some, **more)]


def judged(
    of: Plan,
    *some: Report,
    readings: Mapping[str, Sequence[Reading]] | None = None,
    suggestions: Mapping[str, Suggestion] | None = None,
    **more: Any,
) -> tuple[Flag, ...]:
    given = readings or {}
    standings = {
        one.ref: [
            standing(m, given.get(m.id, ()), today=TODAY, action_end=one.timescale.end)
            for m in of.measures_of(one.ref)
        ]
        for one in of.actions
    }
    return flags(
        Evidence(
            of,
            TODAY,
            reports(*some),
            readings=given,
            standings=standings,
            suggestions=suggestions or {},
            **more,
        )
    )


def month(of: date, value: float, base: int | None = None) -> Reading:
    return Reading(value, of, "month", base and round(value * base / 100), base)


def earlier(ref: str, *months: tuple[str, str, str]) -> list[dict[str, Report]]:
    """One action's reports of earlier months, newest first: (month, kind, words)."""
    return [{ref: report(ref, month=key, kind=kind, words=words)} for key, kind, words in months]


ONE = plan(action("PI1.1", end=FAR))
TWO = plan(action("PI1.1", end=FAR), action("PI1.2", end=FAR))
SHARE = measure("PI1.1-M1", short="Visits in time", target=90, by=FAR)
MEASURED = plan(action("PI1.1", end=FAR), measures=[SHARE])


def test_a_month_without_anything_odd_has_no_flag() -> None:
    readings = {"PI1.1-M1": [month(JULY, 60, 40), month(AUGUST, 80, 40)]}
    before = earlier("PI1.1", ("2019-08", "update", OTHER))
    said = report("PI1.1", "G", words=TEXT)
    assert found(MEASURED, said, readings=readings, history=before) == []


# --- ratings ---


def test_green_while_a_measure_is_off_track_is_flagged_with_the_measures_own_reason() -> None:
    readings = {"PI1.1-M1": [month(date(2019, 5, 31), 50), month(AUGUST, 50)]}
    said = found(MEASURED, report("PI1.1", "G"), readings=readings)
    assert said == [
        (
            "green_off_track",
            "PI1.1",
            "Rated Green while Visits in time is off track. 50% in August. The target is 90% by "
            "March 2020: it needs 5.7 points a month for 7 months. The last three months brought "
            "no change.",
        )
    ]
    assert found(MEASURED, report("PI1.1", "A"), readings=readings) == []


@pytest.mark.parametrize(
    ("rated", "suggested", "words"),
    [
        ("G", Rag.AMBER, "Rated Green; the rules suggest Amber. Because."),
        ("R", Rag.AMBER, "Rated Red; the rules suggest Amber. Because."),
        ("A", Rag.AMBER, ""),
        ("A", None, ""),
        (None, Rag.AMBER, ""),
        ("B", Rag.AMBER, ""),
    ],
)
def test_a_rating_that_the_rules_do_not_share_is_flagged(
    rated: str | None, suggested: Rag | None, words: str
) -> None:
    said = found(
        ONE, report("PI1.1", rated), suggestions={"PI1.1": Suggestion(suggested, "Because.")}
    )
    assert said == ([("disagrees", "PI1.1", words)] if words else [])


# --- texts ---


@pytest.mark.parametrize(
    ("before", "words"),
    [
        (TEXT, "The text is word for word the same as August's."),
        (NEAR, "The text is 93% the same as August's."),
        (OTHER, ""),
    ],
)
def test_the_text_of_last_month_is_flagged_with_how_much_is_the_same(
    before: str, words: str
) -> None:
    history = earlier("PI1.1", ("2019-08", "update", before))
    said = found(ONE, report("PI1.1", words=TEXT), history=history)
    assert said == ([("same_as_before", "PI1.1", words)] if words else [])


def test_no_change_keeps_last_months_text_without_a_flag() -> None:
    history = earlier("PI1.1", ("2019-08", "update", TEXT))
    assert found(ONE, report("PI1.1", kind="no_change", words=TEXT), history=history) == []


def test_a_text_that_stands_at_another_action_is_flagged_at_both() -> None:
    said = found(TWO, report("PI1.1", words=TEXT), report("PI1.2", words=NEAR))
    assert said == [
        ("same_as_another", "PI1.1", "The text is 93% the same as that of PI1.2."),
        ("same_as_another", "PI1.2", "The text is 93% the same as that of PI1.1."),
    ]


def test_of_many_actions_with_one_text_three_are_named() -> None:
    many = plan(*(action(f"PI1.{n}", end=FAR) for n in range(1, 7)))
    said = found(many, *(report(one.ref, words=TEXT) for one in many.actions))
    assert len(said) == 6
    assert said[0][2] == (
        "The text is word for word the same as that of PI1.2, PI1.3, PI1.4 and 2 others."
    )


@pytest.mark.parametrize(
    ("text", "other", "share"),
    [
        (TEXT, TEXT.upper().replace(",", ""), 100),
        (TEXT, NEAR, 93),
        (TEXT, OTHER, None),
        ("On track.", "On track", 100),
        ("On track.", "On time.", None),
        ("", "", None),
        ("…", "…", None),
        (f"{TEXT} 61% have a plan.", f"{TEXT} 63% have a plan.", None),
        (f"{TEXT} 61% have a plan.", f"{NEAR} 61% have a plan.", 94),
    ],
)
def test_texts_are_alike_when_nearly_all_words_and_every_number_are_the_same(
    text: str, other: str, share: int | None
) -> None:
    assert alike(text, other) == alike(other, text) == share


def test_short_texts_are_not_taken_for_copies_of_one_another() -> None:
    assert copies({"PI1.1": "On track.", "PI1.2": "On track."}) == {}


@pytest.mark.parametrize(
    ("kind", "words", "before", "flagged"),
    [
        ("no_change", TEXT, [("no_change", TEXT), ("no_change", TEXT)], True),
        ("no_change", TEXT, [("no_change", TEXT), ("update", TEXT)], False),
        ("no_change", TEXT, [("no_change", TEXT), ("update", TEXT), ("update", NEAR)], True),
        ("no_change", TEXT, [("no_change", TEXT), ("update", TEXT), ("update", OTHER)], False),
        ("no_change", TEXT, [("no_change", TEXT)], False),
        ("update", OTHER, [("no_change", TEXT), ("no_change", TEXT), ("update", TEXT)], False),
    ],
)
def test_three_months_that_kept_rating_and_text_are_flagged(
    kind: str, words: str, before: list[tuple[str, str]], flagged: bool
) -> None:
    keys = ("2019-08", "2019-07", "2019-06")
    history = earlier("PI1.1", *((key, *one) for key, one in zip(keys, before, strict=False)))
    said = found(ONE, report("PI1.1", kind=kind, words=words), history=history)
    expected = (
        "unchanged",
        "PI1.1",
        "Rating and text have stayed the same for three months: July, August and September.",
    )
    assert said == ([expected] if flagged else [])


def test_a_month_in_which_the_rating_moved_is_a_change() -> None:
    history = earlier("PI1.1", *((f"2019-0{n}", "no_change", TEXT) for n in (8, 7, 6)))
    moved = report("PI1.1", "R", kind="update", words=TEXT)
    assert {kind for kind, _, _ in found(ONE, moved, history=history)} == {"same_as_before"}


# --- figures ---


FIGURES: dict[str, tuple[list[Reading], list[tuple[str, str]]]] = {
    "none yet": ([], [("figure_missing", "A figure is expected: Visits in time (none yet).")]),
    "too old": (
        [month(date(2019, 5, 31), 80)],
        [("figure_missing", "A figure is expected: Visits in time (none since May).")],
    ),
    "without a date": (
        [Reading(80, None)],
        [("figure_missing", "A figure is expected: Visits in time (the last has no date).")],
    ),
    "not of last month": (
        [month(JULY, 80)],
        [("figure_not_new", "Visits in time: 80% is from July.")],
    ),
    "of last month": ([month(AUGUST, 80)], []),
    "given again": (
        [month(AUGUST, 80), month(AUGUST, 80)],
        [("figure_not_new", "Visits in time: 80% for August was given before.")],
    ),
    "two for a month": (
        [month(AUGUST, 80), Reading(84, date(2019, 8, 15))],
        [("two_figures", "Visits in time has two figures for August: 80% and 84%.")],
    ),
    "two for a month long ago": (
        [month(date(2019, 5, 31), 1), Reading(2, date(2019, 5, 2)), month(AUGUST, 80)],
        [],
    ),
    "a sample of nine": (
        [month(AUGUST, 100, 9)],
        [("small_sample", "Visits in time: 100% is 9 of 9, a sample under 10.")],
    ),
    "a sample of ten": ([month(AUGUST, 100, 10)], []),
}


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_is_flagged_when_it_is_missing_old_double_or_of_few(name: str) -> None:
    readings, expected = FIGURES[name]
    said = found(MEASURED, report("PI1.1", "A"), readings={"PI1.1-M1": readings})
    assert said == [(kind, "PI1.1", words) for kind, words in expected]


def test_no_figure_is_missed_for_an_action_that_said_nothing_or_has_no_target() -> None:
    assert found(MEASURED) == []
    context = plan(action("PI1.1", end=FAR), measures=[measure("PI1.1-M1")])
    assert found(context, report("PI1.1")) == []


def test_a_measure_of_two_actions_is_flagged_once_at_its_first() -> None:
    shared = measure("PI1.1-M1", "PI1.1", "PI1.2", short="Audits", target=90, by=FAR)
    of = plan(*TWO.actions, measures=[shared])
    said = found(of, readings={"PI1.1-M1": [month(AUGUST, 60, 5)]})
    assert said == [("small_sample", "PI1.1", "Audits: 60% is 3 of 5, a sample under 10.")]


# --- dates ---


def test_an_open_ended_action_is_flagged_until_somebody_sets_a_day_to_review_it() -> None:
    of = plan(action("PI1.1"))
    words = "It is open-ended (as printed) and has no date for a review."
    assert found(of) == [("no_review_date", "PI1.1", words)]
    assert found(of, reviews={"PI1.1": date(2019, 12, 1)}) == []


def test_a_target_without_a_date_is_flagged_when_the_actions_that_share_it_end_apart() -> None:
    shared = measure("PI1.1-M1", "PI1.1", "PI1.2", short="Audits", target=90)
    ends = plan(
        action("PI1.1", end=date(2019, 12, 31)), action("PI1.2", end=FAR), measures=[shared]
    )
    words = (
        "Audits has a target without a date, and PI1.1 ends on 31 December 2019 and PI1.2 ends on "
        "31 March 2020."
    )
    assert found(ends) == [("dates_differ", "PI1.1", words)]
    assert found(plan(*TWO.actions, measures=[shared])) == []


def test_one_target_printed_at_two_actions_with_two_dates_is_flagged() -> None:
    here = replace(measure("PI1.1-M1", short="Audits", target=55, by=date(2019, 10, 31)), name="A")
    there = replace(here, id="PI1.2-M1", used_in=("PI1.2",))
    later = replace(there, milestones=(Milestone(55, date(2020, 1, 31)),))
    words = "Audits: 55% is due by January 2020 here and by October at PI1.1."
    assert found(plan(*TWO.actions, measures=[here, there])) == []
    assert found(plan(*TWO.actions, measures=[here, later])) == [("dates_differ", "PI1.2", words)]


# --- all of them ---


def test_flags_stand_in_the_plans_order_and_then_by_kind() -> None:
    of = plan(action("SP1.1"), action("PI1.1", end=FAR), measures=[SHARE])
    readings = {"PI1.1-M1": [month(AUGUST, 100, 9)]}
    said = found(
        of, report("PI1.1", "R", words=TEXT), report("SP1.1", "R", words=TEXT), readings=readings
    )
    assert [(ref, kind) for kind, ref, _ in said] == [
        ("SP1.1", "same_as_another"),
        ("SP1.1", "no_review_date"),
        ("PI1.1", "same_as_another"),
        ("PI1.1", "small_sample"),
    ]


def test_the_shipped_plan_has_its_open_ended_actions_flagged_and_nothing_else() -> None:
    of = shipped()
    said = found(of, readings={one.id: one.readings for one in of.measures})
    assert {kind for kind, _, _ in said} == {"no_review_date"}
    assert [ref for _, ref, _ in said] == [
        "SP1.1", "SP1.2", "SP1.3", "PI3.2", "LD1.2", "QA1.2", "QA1.4", "QA1.5", "QA1.6"
    ]  # fmt: skip


def test_no_flag_is_longer_than_300_characters_or_repeats_what_somebody_wrote() -> None:
    of = plan(
        *(action(f"PI1.{n}", end=date(2019, 8, 1)) for n in range(1, 8)),
        measures=[_long(n) for n in range(1, 8)],
    )
    written = [report(one.ref, "G", words=TEXT, why=OTHER) for one in of.actions]
    readings = {one.id: [month(JUNE, 20, 5), month(AUGUST, 20, 5)] for one in of.measures}
    standings = {
        one.ref: [
            standing(m, readings[m.id], today=TODAY, action_end=one.timescale.end)
            for m in of.measures_of(one.ref)
        ]
        for one in of.actions
    }
    suggestions = {one.ref: suggest(one, standings[one.ref], today=TODAY) for one in of.actions}
    said = judged(of, *written, readings=readings, suggestions=suggestions)
    assert {one.kind for one in said} >= {FlagKind.GREEN_OFF_TRACK, FlagKind.SAME_AS_ANOTHER}
    assert all(0 < len(one.words) <= 300 for one in said)
    assert not any("advisers" in one.words or "programme" in one.words for one in said)


def _long(n: int) -> Measure:
    return measure(f"PI1.{n}-M1", short="W" * 40, target=90, neighbours=20)


def test_a_plan_of_300_actions_is_looked_through_within_a_second() -> None:
    of = plan(
        *(action(f"PI1.{n}", end=FAR) for n in range(300)),
        measures=[measure(f"PI1.{n}-M1", target=90, by=FAR) for n in range(300)],
    )
    words = ["audit", "plan", "child", "worker", "review", "board", "carer", "pathway", "agreed"]
    texts = [" ".join(words[(n + k * k + k // 7) % 9] for k in range(240)) for n in range(300)]
    written = [report(one.ref, words=text) for one, text in zip(of.actions, texts, strict=True)]
    history = [{one.ref: one for one in written}] * 3
    readings = {one.id: [month(JULY, 20, 5), month(AUGUST, 20, 5)] for one in of.measures}
    start = time.perf_counter()
    said = judged(of, *written, readings=readings, history=history)
    assert time.perf_counter() - start < 1
    assert len(said) > 900
