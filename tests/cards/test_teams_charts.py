"""What Teams draws itself: only in Teams, never without a stand-in, and said in words beside it."""

from dataclasses import replace

import pytest

from cards.blocks import Card, Surface, card, dress, text
from cards.board import action_card, exceptions_card
from cards.charts import image
from cards.teams_charts import (
    bars,
    beside,
    counts_chart,
    line_chart,
    milestones,
    milestones_words,
)
from tests.cards.lint import faults, strangers, words_of
from tests.cards.packs import summary_of
from tests.cards.samples import KINDS, filled
from tests.cards.test_charts import kept, months
from workflow.row import MeasureKept, Point

PICTURE = image("https://a.example/p", "Words")
OCTOBER, JUNE = ("2019-10-31", 55), ("2020-06-30", 70)
APRIL, AUGUST = ("2019-04-30", 21), ("2019-08-31", 24)


@pytest.mark.parametrize(
    ("measure", "lines"),
    [
        (kept(), {"Figures": [APRIL, AUGUST], "Road to the milestones": [APRIL, OCTOBER, JUNE]}),
        # It starts from its baseline.
        (
            kept(baseline=Point(10, "2019-01-31")),
            {
                "Figures": [("2019-01-31", 10), APRIL, AUGUST],
                "Road to the milestones": [("2019-01-31", 10), OCTOBER, JUNE],
            },
        ),
        # Somebody else's figure is level from end to end.
        (
            replace(kept(comparator="Neighbours", against=Point(40, None)), milestones=()),
            {"Figures": [APRIL, AUGUST], "Neighbours": [("2019-04-30", 40), ("2019-08-31", 40)]},
        ),
        # What counts different things has no road.
        (kept(comparable=False), {"Figures": [APRIL, AUGUST]}),
        (replace(kept(), direction="context"), {"Figures": [APRIL, AUGUST]}),
    ],
)
def test_a_measure_is_a_line_beside_its_road(
    measure: MeasureKept, lines: dict[str, list[tuple[str, float]]]
) -> None:
    chart = line_chart(measure)
    assert chart is not None
    assert {
        one["legend"]: [(point["x"], point["y"]) for point in one["values"]]
        for one in chart["data"]
    } == lines
    assert (chart["title"], chart["yMin"], chart["yMax"]) == ("Pathway plans, %", 0, 100)


def test_a_measure_beyond_a_hundred_has_the_hosts_own_scale() -> None:
    chart = line_chart(replace(kept(), readings=(Point(120, "2019-08-31"),)))
    assert chart is not None
    assert "yMax" not in chart
    money = line_chart(replace(kept(), unit="money"))
    assert money is not None
    assert (money["title"], "yMax" in money) == ("Pathway plans", False)


def test_ten_years_of_figures_are_as_light_as_two() -> None:
    many = tuple(Point(n % 100, f"{2010 + n // 12}-{n % 12 + 1:02}-28") for n in range(120))
    chart = line_chart(replace(kept(), readings=many))
    assert chart is not None
    shown = chart["data"][0]["values"]
    assert len(shown) == 24
    assert shown[-1] == {"x": "2019-12-28", "y": 19}


def test_the_counts_are_a_bar_a_month_with_no_part_for_nothing() -> None:
    chart = counts_chart(months(), PICTURE)
    assert [one["title"] for one in chart["data"]] == ["Jul 2019", "Aug 2019", "Sep 2019"]
    assert [(one["legend"], one["value"]) for one in chart["data"][0]["data"]] == [
        ("Red", 1),
        ("Amber", 20),
        ("No update", 4),
    ]
    assert chart["fallback"] == PICTURE


@pytest.mark.parametrize(
    ("measure", "month", "rows"),
    [
        (
            kept(),
            "2019-09",
            ["August 2019: 24%.", "October 2019: milestone 55%, not due yet.",
             "June 2020: milestone 70%, not due yet."],
        ),
        # A milestone has passed, and nobody has given a figure since.
        (
            kept(),
            "2019-11",
            ["August 2019: 24%.", "October 2019: milestone 55%, no figure yet.",
             "June 2020: milestone 70%, not due yet."],
        ),
        # The figure of the day itself, and the one that stood when a milestone came.
        (
            replace(kept(), readings=(*kept().readings, Point(50, "2019-10-31"))),
            "2019-11",
            ["October 2019: milestone 55%, 50%.", "June 2020: milestone 70%, not due yet."],
        ),
        (
            replace(kept(), readings=(*kept().readings, Point(58, "2019-12-31"))),
            "2020-01",
            ["October 2019: milestone 55%, 24%.", "December 2019: 58%.",
             "June 2020: milestone 70%, not due yet."],
        ),
        (
            kept(comparable=False),
            "2019-09",
            ["August 2019: 24%.", "October 2019: milestone 55%, not compared.",
             "June 2020: milestone 70%, not compared."],
        ),
        (replace(kept(), milestones=()), "2019-09", []),
        (replace(kept(), readings=(Point(24, None),)), "2019-09", []),
    ],
)  # fmt: skip
def test_the_table_beside_says_what_was_reached_by_when(
    measure: MeasureKept, month: str, rows: list[str]
) -> None:
    assert milestones_words(measure, month) == " ".join(rows)
    made = milestones(measure, month)
    assert (made is None) is (not rows)
    assert len(made["rows"] if made else [0]) - 1 == len(rows)


def charts() -> list[Card]:
    return [
        one
        for fallback in (None, PICTURE)
        for one in (counts_chart(months(), fallback), line_chart(kept(), fallback))
        if one
    ] + [bars(months()[0])]


def test_teams_knows_each_chart_and_its_stand_in() -> None:
    for one in charts():
        assert strangers({"type": "AdaptiveCard", "version": "1.5", "body": [one]}) == []
        made = card([text("Words beside"), one], fallback="Words beside")
        assert faults(dress(made, Surface.TEAMS, "m"), Surface.TEAMS) == []
    assert line_chart(replace(kept(), readings=())) is None


def test_web_chat_is_shown_the_picture_or_nothing_in_a_charts_place() -> None:
    for one in charts():
        made = card([text("Words beside"), one], fallback="Words beside")
        dressed = dress(made, Surface.WEB, "m")
        assert faults(dressed, Surface.WEB) == []
        instead = [] if one["fallback"] == "drop" else [PICTURE]
        assert dressed["body"] == [made["body"][0], *instead]


def test_with_or_without_a_picture_all_of_it_is_said_in_words() -> None:
    some = months()
    view = some[-1]
    measure = next(one.id for one in view.plan.measures if one.milestones and one.readings)
    for of in (("counts", ""), ("measure", measure)):
        for seen in (PICTURE, None):
            parts, said = beside(some, of, "*Reds* rose.", seen)
            made = card(parts, fallback="\n".join(said))
            assert "*Reds* rose." in words_of(made)
            assert "*Reds* rose." in said
            assert str(parts[0]["type"]).startswith("Chart.")
    assert beside(some, ("strip", "PI"), "None is Red.", PICTURE) == ([PICTURE], ["None is Red."])
    assert beside(some, ("strip", "PI"), "None is Red.", None) == ([], [])


@pytest.mark.parametrize("kind", KINDS)
def test_a_year_of_counts_and_two_measures_are_light_enough_to_send(kind: str) -> None:
    view = summary_of(300, wordy=kind)
    long = tuple(
        Point(n % 100 + 0.25, f"{2010 + n // 12}-{n % 12 + 1:02}-28", "25 of 100")
        for n in range(120)
    )
    measured = tuple(
        replace(
            kept(comparator=filled(kind, 200), against=Point(40, None)),
            id=id_,
            short=filled(kind, 40),
            readings=long,
            milestones=tuple(Point(n, f"20{20 + n}-06-30") for n in range(30)),
        )
        for id_ in ("A", "B")
    )
    months = [replace(view, plan=replace(view.plan, measures=measured))] * 12
    exceptions = exceptions_card(view, board="programme-board")
    action = action_card(view, view.lines[0], board="programme-board", back="outcome:o1:2")
    for made, pictures in (
        (exceptions, [("counts", "")]),
        (action, [("measure", "A"), ("measure", "B")]),
    ):
        *body, foot = made["body"]
        for of in pictures:
            words = filled(kind, 500) if of[1] else "Reds rose from two in July to four in May."
            parts, _ = beside(months, of, words, PICTURE)
            body += parts
        whole = {**made, "body": [*body, foot]}
        for surface in Surface:
            assert faults(dress(whole, surface, "m" * 40), surface) == []
