"""Check what the boards see: counts, movement, exceptions, and that what is frozen stays so."""

import json
from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.workflow.plans import NAMES, action, measure, month, plan, report, reports, shipped
from workflow.cycle import Item, ItemState, Month, Report
from workflow.plan import Action, Cadence, Measure, Plan, Reading, Unit
from workflow.row import ObjectiveKept, PlanKept, Point, Row, Stood
from workflow.summary import (
    Counts,
    Frozen,
    Line,
    Summary,
    WorkstreamPart,
    due_words,
    figure_sentence,
    freeze,
    summarise,
    thaw,
)

WAITING, ANSWERED, ACCEPTED, RETURNED = ItemState


def summed(
    of: Plan,
    now: Mapping[str, str],
    *,
    states: Mapping[str, ItemState] | None = None,
    before: Mapping[str, str] | None = None,
    said: Mapping[str, Report] | None = None,
    in_month: Month | None = None,
    readings: Mapping[str, tuple[Reading, ...]] | None = None,
) -> Summary:
    """A month in which these ratings were accepted, after those of last month."""
    accepted = {**dict.fromkeys(now, ACCEPTED), **(states or {})}
    return summarise(
        of,
        in_month or month(of, accepted),
        reports={**reports(*(report(ref, rag) for ref, rag in now.items())), **(said or {})},
        before=reports(*(report(ref, rag) for ref, rag in (before or {}).items())),
        readings=readings or {},
        names=NAMES,
    )


def lettered(letters: str) -> dict[str, str]:
    """PI1.1 to PI1.n with these ratings; a dot has none."""
    return {f"PI1.{n}": letter for n, letter in enumerate(letters, 1) if letter != "."}


# --- the headline and the movement ------------------------------------------------------------


@pytest.mark.parametrize(
    ("was", "now", "headline"),
    [
        ("GG", "GG", "No reds"),
        ("GG", "AG", "No reds"),
        ("GG", "G.", "No reds, 1 update missing"),
        ("RRG", "..G", "No reds, 2 updates missing"),
        ("RG", "RG", "One red"),
        ("AG", "RG", "One red, new this month"),
        ("RAG", "RRG", "Two reds, one of them new"),
        ("AAG", "RRG", "Two reds, all new"),
        ("RRAG", "RRRG", "Three reds, one of them new"),
        ("RAAG", "RRRG", "Three reds, two of them new"),
        ("RRRG", "RRRG", "Three reds"),
        ("R" * 11, "R" * 11, "11 reds"),
        ("R" * 10 + "A", "R" * 11, "11 reds, one of them new"),
        # Without a rating before nobody can say that a red is new.
        ("..", "RG", "One red"),
        ("RG", "..", "No updates this month"),
        ("..", "..", "No updates this month"),
        ("", "", "No updates this month"),
        ("G", "B", "No reds"),
    ],
)
def test_the_headline_is_what_a_councillor_takes_away(was: str, now: str, headline: str) -> None:
    of = plan(*(action(f"PI1.{n + 1}") for n in range(len(now))))
    assert summed(of, lettered(now), before=lettered(was)).headline == headline


@pytest.mark.parametrize(
    ("was", "now", "movement"),
    [
        (
            "RAGG",
            "AARG",
            "4 actions. Since August **1 got better, 1 got worse, 2 are the same**.",
        ),
        (
            "RAG.",
            "A.GG",
            "4 actions. Since August **1 got better, 0 got worse, 1 is the same**"
            ", 1 is rated for the first time and **1** has no update.",
        ),
        ("..", "RG", "2 actions. These are the first ratings: **2 rated**."),
        (
            "..",
            "R.",
            "2 actions. These are the first ratings: **1 rated** and **1** has no update.",
        ),
        ("G", "B", "1 action. Since August **1 got better, 0 got worse, 0 are the same**."),
        ("", "", "0 actions. These are the first ratings: **0 rated**."),
    ],
)
def test_the_movement_counts_everything_once(was: str, now: str, movement: str) -> None:
    of = plan(*(action(f"PI1.{n + 1}") for n in range(len(now))))
    assert summed(of, lettered(now), before=lettered(was)).movement == movement


# --- one line -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("state", "was", "rag", "went", "note", "exception"),
    [
        (ACCEPTED, "A", "R", "worse", "↘ Worse, was Amber. Reason for PI1.1.", True),
        (ACCEPTED, "G", "A", "worse", "↘ Worse, was Green. Reason for PI1.1.", True),
        (ACCEPTED, "R", "R", "same", "→ Still red. Reason for PI1.1.", True),
        (ACCEPTED, "A", "A", "same", "→ Still amber. Reason for PI1.1.", False),
        (ACCEPTED, "R", "G", "better", "↗ Better, was Red. Reason for PI1.1.", False),
        (ACCEPTED, None, "G", "new", "Reason for PI1.1.", False),
        (ACCEPTED, None, "R", "new", "Reason for PI1.1.", True),
        # Silent is not red and not green, whatever it was.
        (WAITING, "G", None, "silent", "No September update. Lead: LEAD.", True),
        (WAITING, "R", None, "silent", "No September update. Lead: LEAD.", True),
        # Only what the PMO accepted counts.
        (
            ANSWERED,
            "G",
            None,
            "silent",
            "The September update is not yet accepted by the PMO. Lead: LEAD.",
            True,
        ),
        (
            RETURNED,
            "G",
            None,
            "silent",
            "The September update went back to the lead. Lead: LEAD.",
            True,
        ),
    ],
)
def test_an_action_stands_where_its_accepted_update_puts_it(
    state: ItemState, was: str | None, rag: str | None, went: str, note: str, exception: bool
) -> None:
    said = report("PI1.1", rag or "G")
    before = {"PI1.1": was} if was else {}
    view = summed(
        plan(action("PI1.1")),
        {},
        states={"PI1.1": state},
        said={} if state is WAITING else {"PI1.1": said},
        before=before,
    )
    line = view.lines[0]
    assert (line.rag, line.was, line.move) == (rag, was, went)
    assert line.note == note.replace("LEAD", "Director of Children's Social Care")
    assert line.exception is exception
    # The words of what nobody accepted do not reach a board.
    shown = state is ACCEPTED
    assert (bool(line.words), bool(line.why), bool(line.said_by)) == (shown, shown, shown)


def test_a_line_carries_all_that_a_board_may_open() -> None:
    of = plan(
        action(
            "PI1.1",
            "Pathway plans",
            leads=("director", "assistant"),
            end=date(2019, 7, 31),
            first_end=date(2019, 5, 31),
            evidence=("Audits rise", "Fewer delays"),
        ),
        measures=[measure("PI1.1-M1", short="Up-to-date plans", target=100)],
    )
    said = report("PI1.1", "A", decision="Agree a post.", next_step="Recruit.", kind="no_change")
    view = summed(
        of,
        {"PI1.1": "A"},
        said={"PI1.1": said},
        before={"PI1.1": "A"},
        readings={"PI1.1-M1": (Reading(53.8, date(2019, 8, 31), "month"),)},
    )
    assert view.lines == (
        Line(
            ref="PI1.1",
            title="Pathway plans",
            workstream="PI",
            leads=("Director of Children's Social Care", "Assistant Director of Quality Assurance"),
            rag="A",
            was="A",
            move="same",
            note="→ Still amber. Reason for PI1.1.",
            words="Words about PI1.1.",
            next_step="Recruit.",
            why="Reason for PI1.1.",
            due="due 31 July 2019 (was 31 May 2019)",
            figures=("Up-to-date plans: 53.8%, August. Target 100%",),
            evidence=("Audits rise", "Fewer delays"),
            said_by="Asha Rahman",
            decision="Agree a post.",
            exception=True,
            no_change=True,
            row=Row(
                objective="PI1",
                text=(("statement", "Text of PI1.1"),),
                evidence=(("statement", "Audits rise"), ("statement", "Fewer delays")),
                timescale="as printed",
                measures=(
                    Stood(
                        "PI1.1-M1",
                        "off_track",
                        "53.8% in August. The target of 100% by July has passed, "
                        "and this is 46.2 points short of it.",
                    ),
                ),
            ),
        ),
    )
    assert view.plan.objectives == (ObjectiveKept("PI1", "Aim"),)
    assert view.plan.measures[0].readings == (Point(53.8, "2019-08-31"),)
    assert view.decisions == view.lines
    assert view.line("PI1.1") == view.lines[0]
    assert view.line("ZZ9") is None


def test_a_long_reason_is_shortened_in_the_note_and_whole_in_the_line() -> None:
    why = "Recruitment is slow. " * 14
    said = report("PI1.1", "A", why=why.strip())
    line = summed(plan(action("PI1.1")), {"PI1.1": "A"}, said={"PI1.1": said}).lines[0]
    assert len(line.note) <= 140
    assert line.note.endswith("…")
    assert line.why == why.strip()


def test_an_action_that_is_not_asked_about_keeps_its_last_rating() -> None:
    quarterly = action("PI1.2", cadence=Cadence.QUARTERLY)
    of = plan(action("PI1.1"), quarterly)
    october = replace(
        month(of, {"PI1.1": ACCEPTED}), key="2019-10", items=(Item("PI1.1", ACCEPTED),)
    )
    view = summed(of, {"PI1.1": "G"}, before={"PI1.1": "G", "PI1.2": "A"}, in_month=october)
    line = view.lines[1]
    assert (line.rag, line.was, line.move, line.exception) == ("A", "A", "same", False)
    assert line.note == "Not asked this month: reported quarterly."
    assert line.words == "Words about PI1.2."
    assert view.counts == Counts(amber=1, green=1)
    assert view.last_month_name == "September"


def test_a_rating_of_the_plan_is_where_the_first_month_starts() -> None:
    line = summed(plan(action("PI1.1", rag="G")), {"PI1.1": "R"}).lines[0]
    assert (line.was, line.move) == ("G", "worse")


@pytest.mark.parametrize(
    ("end", "rag", "exception"),
    [
        (date(2019, 9, 25), "G", True),
        (date(2019, 9, 26), "G", False),
        # What a board has accepted as complete is not overdue.
        (date(2019, 9, 25), "B", False),
        (None, "G", False),
    ],
)
def test_what_is_overdue_and_unfinished_is_looked_at(
    end: date | None, rag: str, exception: bool
) -> None:
    view = summed(plan(action("PI1.1", end=end)), {"PI1.1": rag}, before={"PI1.1": rag})
    assert view.lines[0].exception is exception


def test_exceptions_stand_worst_first_and_worsened_before_the_rest() -> None:
    of = plan(*(action(f"PI1.{n}") for n in range(1, 8)))
    view = summed(
        of,
        lettered("RRA.GA"),
        said={"PI1.7": report("PI1.7", "G", decision="Agree a post.")},
        states={"PI1.7": ACCEPTED},
        before=lettered("RGGAGAG"),
    )
    assert [(line.ref, line.rag, line.move) for line in view.exceptions] == [
        ("PI1.2", "R", "worse"),
        ("PI1.1", "R", "same"),
        ("PI1.3", "A", "worse"),
        ("PI1.4", None, "silent"),
        ("PI1.7", "G", "same"),
    ]
    assert [line.ref for line in view.decisions] == ["PI1.7"]


# --- the whole ----------------------------------------------------------------------------


def test_counts_are_by_workstream_and_in_all() -> None:
    of = plan(action("SP1.1"), action("SP1.2"), action("PI1.1"), action("PI1.2"), action("PI1.3"))
    view = summed(
        of, {"SP1.1": "R", "PI1.1": "A", "PI1.2": "B"}, before={"SP1.1": "G", "SP1.2": "A"}
    )
    assert view.workstreams == (
        WorkstreamPart("SP", "Standards of Practice", Counts(red=1, silent=1)),
        WorkstreamPart("PI", "Practice Improvement", Counts(amber=1, blue=1, silent=1)),
    )
    assert view.counts == Counts(red=1, amber=1, blue=1, silent=2)
    assert view.were == Counts(amber=1, green=1, silent=3)
    assert view.counts.total == 5
    assert (view.month, view.month_name, view.board_on) == (
        "2019-09",
        "September",
        "26 September 2019",
    )
    assert (view.last_month_name, view.first) == ("August", False)


def test_the_month_before_january_is_december() -> None:
    of = plan(action("PI1.1"))
    january = replace(month(of), key="2020-01")
    assert summed(of, {}, in_month=january).last_month_name == "December"


@pytest.mark.parametrize(
    ("actions", "more", "quality"),
    [
        (
            [action("PI1.1", end=date(2020, 1, 1)), action("PI1.2", end=date(2020, 1, 1))],
            {"now": {"PI1.1": "A"}},
            ("1 of 2 updates in and accepted.",),
        ),
        (
            [action("PI1.1"), action("PI1.2", end=date(2020, 1, 1))],
            {
                "now": {"PI1.1": "A", "PI1.2": "A"},
                "said": {"PI1.2": report("PI1.2", "A", late=True)},
            },
            (
                "2 of 2 updates in and accepted.",
                "1 update came after closing (PI1.2).",
                "1 action has no end date.",
            ),
        ),
        (
            [action("PI1.1"), action("PI1.2")],
            {
                "now": {"PI1.1": "A", "PI1.2": "A"},
                "said": {"PI1.2": report("PI1.2", "A", kind="no_change")},
            },
            (
                "2 of 2 updates in and accepted.",
                "1 action reported no change.",
                "2 actions have no end date.",
            ),
        ),
        ([], {"now": {}}, ("0 of 0 updates in and accepted.",)),
    ],
)
def test_what_is_odd_about_the_data_is_said_without_blame(
    actions: list[Action], more: dict[str, Any], quality: tuple[str, ...]
) -> None:
    assert summed(plan(*actions), **more).quality == quality


def test_figures_that_cannot_be_compared_are_named() -> None:
    of = plan(
        action("PI1.1", end=date(2020, 1, 1)),
        measures=[measure("PI1.1-M1", "PI1.1", comparable=False)],
    )
    said = summed(of, {"PI1.1": "A"}).quality
    assert said[-1] == "Target and result count different things in PI1.1."


def test_many_late_updates_are_counted_and_not_listed() -> None:
    of = plan(*(action(f"PI1.{n}") for n in range(1, 10)))
    late = {one.ref: report(one.ref, late=True) for one in of.actions}
    assert summed(of, {}, said=late).quality[1] == "9 updates came after closing."


@pytest.mark.parametrize(
    ("one", "words"),
    [
        (action("A", end=date(2019, 9, 30)), "due 30 September 2019"),
        (
            action("A", end=date(2019, 9, 30), first_end=date(2019, 6, 30)),
            "due 30 September 2019 (was 30 June 2019)",
        ),
        (action("A", end=date(2019, 9, 30), first_end=date(2019, 9, 30)), "due 30 September 2019"),
        (action("A"), "ongoing"),
        (action("A", cadence=Cadence.QUARTERLY), "reported quarterly"),
        (action("A", cadence=Cadence.YEARLY), "reported yearly"),
    ],
)
def test_when_an_action_is_due_is_said_with_the_date_it_was(one: Action, words: str) -> None:
    assert due_words(one) == words


AUGUST = date(2019, 8, 31)


@pytest.mark.parametrize(
    ("one", "readings", "words"),
    [
        (measure("M"), (), "Share M: no figure yet"),
        (measure("M"), (Reading(53.8, None),), "Share M: 53.8%"),
        (measure("M"), (Reading(53.8, AUGUST, "month"),), "Share M: 53.8%, August"),
        (measure("M"), (Reading(53.8, AUGUST, "day"),), "Share M: 53.8%, 31 August"),
        (
            measure("M", target=55, by=date(2019, 10, 31)),
            (Reading(9, AUGUST, "month"), Reading(24, AUGUST, "month", 11, 45)),
            "Share M: 24% (11 of 45), August. Target 55% by October 2019",
        ),
        # A target that has been passed by is still what the figure is held against.
        (
            measure("M", target=55, by=date(2019, 8, 31)),
            (Reading(24, date(2019, 9, 1)),),
            "Share M: 24%, 1 September. Target 55% by August 2019",
        ),
        (
            measure("M", neighbours=36.7),
            (Reading(31.4, AUGUST, "month"),),
            "Share M: 31.4%, August. Neighbours: 36.7%",
        ),
        (
            measure("M", unit=Unit.AVERAGE, per="cases per worker"),
            (Reading(17, None),),
            "Share M: 17 cases per worker",
        ),
        (measure("M", unit=Unit.MONEY, target=3000), (), "Share M: no figure yet. Target £3,000"),
    ],
)
def test_a_measure_is_said_in_a_sentence(
    one: Measure, readings: tuple[Reading, ...], words: str
) -> None:
    assert figure_sentence(one, readings) == words


# --- frozen -------------------------------------------------------------------------------


def small() -> Summary:
    of = plan(
        action("PI1.1", leads=("director", "assistant"), evidence=("Audits rise",)),
        action("SP1.1"),
        measures=[measure("PI1.1-M1")],
    )
    return summed(of, {"PI1.1": "R", "SP1.1": "G"}, before={"PI1.1": "A"})


def of_the_shipped_plan() -> Summary:
    """Every action of the shipped plan rated, in turn, and every fifth one silent."""
    letters = {one.ref: "RAGB."[n % 5] for n, one in enumerate(shipped().actions)}
    return summed(
        shipped(),
        {ref: letter for ref, letter in letters.items() if letter != "."},
        readings={one.id: one.readings for one in shipped().measures},
    )


@pytest.mark.parametrize("view", [small(), of_the_shipped_plan(), summed(plan(), {})])
def test_a_summary_thaws_as_it_was_frozen(view: Summary) -> None:
    frozen = freeze(view, 3)
    assert (frozen.month, frozen.draft) == ("2019-09", 3)
    assert thaw(frozen) == view
    assert hash(thaw(frozen)) == hash(view)
    assert freeze(thaw(frozen), 3) == frozen


def test_the_same_month_freezes_to_the_same_bytes() -> None:
    assert freeze(small(), 1).content == freeze(small(), 1).content
    assert freeze(small(), 1).digest == freeze(small(), 2).digest
    readings = {"PI1.1-M1": (Reading(24, AUGUST),)}
    of = plan(action("PI1.1"), action("SP1.1"), measures=[measure("PI1.1-M1")])
    there = summed(of, {"PI1.1": "R", "SP1.1": "G"}, readings=readings)
    back = summed(of, {"SP1.1": "G", "PI1.1": "R"}, readings=dict(reversed(readings.items())))
    assert freeze(there, 1) == freeze(back, 1)


def test_a_summary_is_frozen_to_the_bytes_of_its_parts_by_name() -> None:
    parts = asdict(small())
    # A month without young people's part reads as it did before there was one.
    assert parts.pop("heard") is None
    # And a line that proposes nothing as it did before anything could be proposed.
    assert {line.pop("proposed") for line in parts["lines"]} == {""}
    whole = json.dumps(parts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert freeze(small(), 1).content == whole


def test_what_the_first_release_froze_can_still_be_read() -> None:
    # Whoever changes what a summary holds gives the new part a default: see the docstring of thaw.
    written = (Path(__file__).parent / "frozen_2019_09.json").read_text().rstrip("\n")
    digest = "46806d7abd3f1a94353a6f3d472605da10f1337a996b8cbcf91999f7c2628ed2"
    view = thaw(Frozen("2019-09", 1, digest, written))
    assert view.headline == "One red, new this month"
    assert (view.plan, view.lines[0].row) == (PlanKept(), Row())
    assert [(line.ref, line.rag, line.was) for line in view.lines] == [
        ("PI1.1", "R", "A"),
        ("SP1.1", "G", None),
    ]


GENUINE = freeze(small(), 1)


@pytest.mark.parametrize(
    "frozen",
    [
        replace(GENUINE, content=GENUINE.content.replace('"R"', '"G"')),
        replace(GENUINE, content=f"{GENUINE.content} "),
        replace(GENUINE, content=""),
        replace(GENUINE, digest=GENUINE.digest.upper()),
        replace(GENUINE, digest=""),
    ],
)
def test_what_was_tampered_with_is_refused(frozen: Frozen) -> None:
    with pytest.raises(ValueError, match="the summary of 2019-09 is not the one that was frozen"):
        thaw(frozen)


def test_frozen_text_is_readable_json_in_a_fixed_order() -> None:
    content = freeze(small(), 1).content
    raw = json.loads(content)
    assert list(raw) == sorted(raw)
    assert json.dumps(raw, ensure_ascii=False, sort_keys=True, separators=(",", ":")) == content


def test_the_shipped_plan_starts_with_no_rating_at_all() -> None:
    view = summed(shipped(), {})
    assert view.counts == Counts(silent=25)
    assert (view.headline, view.first) == ("No updates this month", True)
    assert view.movement == (
        "25 actions. These are the first ratings: **0 rated** and **25** have no update."
    )
    assert [part.counts.total for part in view.workstreams] == [6, 10, 3, 6]
