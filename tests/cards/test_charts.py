"""What pictures show: shapes and letters beside every colour, and their finding in words."""

import re
from dataclasses import replace
from struct import unpack
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.pictures import LARGEST, SIDE, picture_of, png
from cards.charts import (
    MOST_ROWS,
    Picture,
    counts,
    strip,
    trajectory,
)
from tests.cards.packs import UNKIND, september, summary_of
from workflow.row import MeasureKept, Point
from workflow.summary import Counts, Summary, thaw

SVG = "{http://www.w3.org/2000/svg}"


def months(**ratings: str) -> list[Summary]:
    """July, August and September in which PI3.1 was rated as said (a dot has no update)."""
    september_ = thaw(september())
    made = []
    for n, (key, name) in enumerate((("07", "July"), ("08", "August"), ("09", "September"))):
        lines = tuple(
            replace(
                line,
                rag=None if letters[n + 1] == "." else letters[n + 1],
                was=None if letters[n] == "." else letters[n],
            )
            if (letters := ratings.get(line.ref.replace(".", "_")))
            else line
            for line in september_.lines
        )
        made.append(
            replace(
                september_,
                month=f"2019-{key}",
                month_name=name,
                last_month_name="June",
                lines=lines,
                counts=Counts(red=n + 1, amber=20 - n, silent=4),
            )
        )
    return made


def said(picture: Picture) -> list[str]:
    """The texts of a picture, which is also read as XML."""
    return [str(one.text) for one in ET.fromstring(picture.svg).iter(f"{SVG}text")]


@pytest.mark.parametrize(
    ("ratings", "words"),
    [
        ("ARRR", "PI3.1 has been Red for three months."),
        ("RRRR", "PI3.1 has been Red for four months."),
        ("AAGR", "PI3.1 is Red, Green the month before."),
        ("AA.R", "PI3.1 is Red."),
        ("AAR.", "PI3.1 has no update, Red the month before."),
        ("....", "PI3.1 has had no update for three months."),
        (".G.G", "PI3.1 is Green."),
    ],
)
def test_a_strip_says_how_long_it_has_been_so(ratings: str, words: str) -> None:
    picture = strip(months(PI3_1=ratings), ["PI3.1"])
    assert picture.words.startswith(f"{words} Up-to-date pathway plans: 55.1%")
    shown = said(picture)
    letters = [one for one in shown if one in {"R", "A", "G", "–"}]
    assert letters == [one.replace(".", "–") for one in ratings.removeprefix(".")]
    assert shown[: len(letters)] == ["Jun", "Jul", "Aug", "Sep"][-len(letters) :]


def test_a_strip_of_many_names_the_reds_and_counts_the_others() -> None:
    made = months(PI3_1="ARRR", QA1_3="AAAA")
    picture = strip(made, ["PI3.1", "QA1.3", "PI3.2"])
    assert picture.words == "PI3.1 has been Red for three months. 1 Amber and 1 Green."
    assert strip(made, ["QA1.3", "PI3.2"]).words == "None is Red. 1 Amber and 1 Green."


def test_every_rating_has_a_shape_of_its_own_so_that_grey_paper_tells_them_apart() -> None:
    shapes = set()
    for letter in "RAGB.":
        svg = strip(months(PI3_1=f".{letter}{letter}{letter}"), ["PI3.1"]).svg
        bare = re.sub(r"<text.*?</text>|<title>.*?</title>|#\w+|[\d.]+", "", svg)
        shapes.add(bare)
    assert len(shapes) == 5


def test_counts_say_what_became_of_the_reds() -> None:
    picture = counts(months())
    assert picture.words.startswith("Reds rose from one in July to three in September. September: ")
    assert {"R 3", "A 18", "– 4"} <= set(said(picture))
    assert counts(months()[:1]).words.startswith("July: 1 Red, 20 Amber")


def kept(**more: object) -> MeasureKept:
    return MeasureKept(
        "M1",
        "Pathway plans",
        "percent",
        "higher",
        readings=(Point(21, "2019-04-30"), Point(24, "2019-08-31")),
        milestones=(Point(55, "2019-10-31"), Point(70, "2020-06-30")),
        **more,  # type: ignore[arg-type]
    )


def test_a_trajectory_shows_figures_the_road_the_targets_and_the_neighbours() -> None:
    picture = trajectory(kept(comparator="Neighbours", against=Point(40, None)))
    assert picture is not None
    assert picture.words == "Pathway plans: 24% in August 2019 against 55% needed by October 2019."
    assert {"24% now", "55%", "70%", "40%", "Neighbours", "Figures"} <= set(said(picture))
    dashes = {one.get("stroke-dasharray") for one in ET.fromstring(picture.svg).iter()} - {None}
    assert len(dashes) == 2


def test_the_road_leads_from_the_start_through_each_target() -> None:
    picture = trajectory(kept(baseline=Point(10, "2019-01-31")))
    assert picture is not None
    (road,) = [
        one.get("points", "").split()
        for one in ET.fromstring(picture.svg).iter(f"{SVG}polyline")
        if one.get("stroke-dasharray")
    ]
    at = [tuple(map(float, one.split(","))) for one in road]
    assert len(at) == 3
    # On the paper, up is less.
    assert at == sorted(at)
    assert [y for _, y in at] == sorted((y for _, y in at), reverse=True)


def test_what_is_not_comparable_has_no_road() -> None:
    picture = trajectory(kept(comparable=False))
    assert picture is not None
    assert "stroke-dasharray" not in picture.svg
    assert "Targets, which count something else" in said(picture)
    assert "needed" not in picture.words


def test_without_a_dated_figure_there_is_no_picture() -> None:
    assert trajectory(replace(kept(), readings=(Point(17, None),))) is None


VALUES = st.floats(-1e9, 1e9, allow_nan=False)
DAYS = st.dates().map(lambda on: on.isoformat()).filter(lambda on: "1950" < on < "2150")
POINTS = st.lists(st.builds(Point, VALUES, DAYS), min_size=1, max_size=5).map(tuple)


@given(POINTS, POINTS, st.sampled_from(["percent", "money", "count"]))
def test_any_figures_stay_on_the_paper(
    readings: tuple[Point, ...], targets: tuple[Point, ...], unit: str
) -> None:
    picture = trajectory(replace(kept(), readings=readings, milestones=targets, unit=unit))
    assert picture is not None
    for one in ET.fromstring(picture.svg).iter():
        for name in ("cx", "cy", "x1", "x2", "y1", "y2"):
            assert 0 <= float(one.get(name, "0")) <= 640


# --- as they are sent -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "picture",
    [
        strip([summary_of(300)] * 12, [line.ref for line in summary_of(300).lines]),
        counts(months() * 4),
        trajectory(kept()),
    ],
    ids=["36 rows of 12 months", "12 months", "a measure"],
)
def test_a_picture_is_within_what_teams_takes(picture: Picture) -> None:
    made = png(picture)
    assert made.startswith(b"\x89PNG")
    width, height = unpack(">II", made[16:24])
    assert width <= SIDE
    assert height <= SIDE
    assert len(made) <= LARGEST
    assert made == png(picture)


def test_a_picture_needs_no_font_of_the_machine() -> None:
    bare = replace(strip(months(), ["PI3.1"]), svg="")
    paper = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20">{}</svg>'
    letter = '<text y="15" font-family="Source Sans Pro">A</text>'
    there = png(replace(bare, svg=paper.format(letter)))
    assert there != png(replace(bare, svg=paper.format("")))


@pytest.mark.parametrize("words", UNKIND)
def test_unkind_words_are_drawn_as_words(words: str) -> None:
    view = thaw(september())
    lines = tuple(replace(line, title=words, ref="X<1>") for line in view.lines[:1])
    picture = strip([replace(view, lines=lines)], ["X<1>"])
    assert "X<1>" in said(picture)
    assert png(picture).startswith(b"\x89PNG")
    measured = trajectory(replace(kept(), short=words, comparator=words, against=Point(1, None)))
    assert measured is not None
    assert png(measured)


def test_pictures_are_as_wide_as_each_other_however_few_months_there_are() -> None:
    measured = trajectory(kept())
    assert measured is not None
    pictures = (counts(months()[:2]), strip(months()[:2], ["PI3.1"]), measured)
    assert {one.width for one in pictures} == {640}


def test_one_month_alone_is_no_history() -> None:
    two, one = months()[-2:], months()[-1:]
    first = [replace(one[0], first=True)]
    for some, kinds in ((two, {"counts", "strip"}), (one, {"strip"}), (first, set())):
        assert {kind for kind in ("counts", "strip") if picture_of(some, kind, "PI")} == kinds


def test_a_large_workstream_is_drawn_in_pages_and_no_action_is_lost() -> None:
    made = [summary_of(300)]
    refs = [line.ref for line in made[0].lines if line.workstream == "PI"]
    pages = [picture_of(made, "strip", f"PI:{page}") for page in (1, 2, 3)]
    shown = [one for page in pages if page for one in said(page) if one in refs]
    assert shown == refs
    assert len(refs) > 2 * MOST_ROWS
    for name in ("PI:4", "PI:99999999", "ZZ", ""):
        assert picture_of(made, "strip", name) is None
    assert picture_of(made, "measure", "nope") is None
    assert picture_of(made, "else", "PI") is None
