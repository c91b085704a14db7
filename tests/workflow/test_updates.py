"""Check what an officer says, field by field, and every sentence that asks to mend it."""

from collections.abc import Mapping
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.workflow.plans import measure
from workflow.plan import Measure, Reading, Unit
from workflow.rag import Rag
from workflow.updates import (
    Checked,
    Figure,
    Update,
    check_no_change,
    check_update,
    figure_words,
)

TODAY = date(2019, 9, 10)
GOOD = {"words": "Two advisers started.", "rag": "A", "why": "Behind by three points."}

PERCENT = measure("PI3.1-M1", short="Up-to-date plans")
COUNT = measure("PI3.1-M2", unit=Unit.COUNT)
AVERAGE = measure("PI3.1-M3", unit=Unit.AVERAGE, per="cases per worker")
MONEY = measure("PI3.1-M4", unit=Unit.MONEY)

ONE_SHARE = "Give one number, for example 55.1 or 18 of 38."
SHARE_OF_ALL = "Give a number from 0 to 100, for example 55.1 or 18 of 38."
ONE_COUNT = "Give one number, for example 8."
ONE_AVERAGE = "Give one number, for example 17."
ONE_SUM = "Give one number, for example 3,000."
TOO_LARGE = "That is more than 999,999,999: please check it."


def checked_figure(one: Measure, typed: str, as_at: str = "2019-08-31") -> Checked:
    """A form in which all is well but perhaps this figure."""
    return check_update(
        {**GOOD, f"figure:{one.id}": typed, f"as_at:{one.id}": as_at}, (one,), TODAY
    )


def test_an_update_is_taken_as_it_was_said() -> None:
    fields = {
        "words": "  Two advisers started.\r\nOne more in October.  ",
        "next": " Recruit, by 31 October ",
        "rag": "A",
        "why": "Behind by three points.",
        "decision": "Agree a third post.",
        "figure:PI3.1-M1": " 18 of 38 ",
        "as_at:PI3.1-M1": "2019-08-31",
        "figure:PI3.1-M2": "",
        "as_at:PI3.1-M2": "2019-08-31",
        "something else": "of no interest",
    }
    assert check_update(fields, (PERCENT, COUNT), TODAY) == Checked(
        Update(
            "update",
            "Two advisers started.\nOne more in October.",
            Rag.AMBER,
            "Behind by three points.",
            "Recruit, by 31 October",
            "Agree a third post.",
            (Figure("PI3.1-M1", Reading(47.37, date(2019, 8, 31), "day", 18, 38, "officer")),),
        ),
        {},
    )


def test_an_empty_form_is_told_of_everything_that_it_needs_at_once() -> None:
    assert check_update({}, (PERCENT,), TODAY) == Checked(
        None,
        {
            "words": "Write at least one sentence: what changed?",
            "rag": "Choose Green, Amber or Red.",
            "why": "Say in a line why you chose this rating.",
        },
    )


TOO_LONG = {
    "words": (1_500, "This has {} characters. The most is 1,500: please shorten it."),
    "next": (300, "This has {} characters. The most is 300: please shorten it."),
    "why": (300, "This has {} characters. The most is 300: please shorten it."),
    "decision": (400, "This has {} characters. The most is 400: please shorten it."),
}


@pytest.mark.parametrize("name", TOO_LONG)
def test_a_text_has_its_most_characters_and_one_more_is_said_so(name: str) -> None:
    most, sentence = TOO_LONG[name]
    assert check_update({**GOOD, name: f" {'x' * most} "}, (), TODAY).errors == {}
    for length in (most + 1, 10_000):
        checked = check_update({**GOOD, name: "x" * length}, (), TODAY)
        assert checked == Checked(None, {name: sentence.format(f"{length:,}")})


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Zoë’s naïve plan – 100% 👍🏽", "Zoë’s naïve plan – 100% 👍🏽"),
        ("<at>All</at> [x](javascript:1)", "<at>All</at> [x](javascript:1)"),
        ("one\ttab\nand a line", "one\ttab\nand a line"),
        # What no database keeps, and nobody typed.
        ("a\x00b\x07c\x7fd", "abcd"),
        ("half \ud83d a character", "half  a character"),
        ("\u2028 \u00a0words\u00a0", "words"),
    ],
)
def test_words_are_kept_as_they_were_typed(typed: str, kept: str) -> None:
    update = check_update({**GOOD, "words": typed}, (), TODAY).update
    assert update is not None
    assert update.words == kept


def test_what_no_database_keeps_is_left_out_of_every_field() -> None:
    fields = {**GOOD, "link": "https://a.example/\x00b", "end": "2020-03-31", "end_why": "N\x00o."}
    update = check_update(fields, (), TODAY).update
    assert update is not None
    assert update.link == "https://a.example/b"
    assert update.why == "Behind by three points."
    assert update.end_why == "No."


@pytest.mark.parametrize("nothing", ["", "   ", "\r\n\t", "\x00", "\u00a0"])
def test_spaces_are_no_words(nothing: str) -> None:
    errors = check_update({"words": nothing, "rag": "A", "why": nothing}, (), TODAY).errors
    assert errors == {
        "words": "Write at least one sentence: what changed?",
        "why": "Say in a line why you chose this rating.",
    }


@pytest.mark.parametrize("letter", ["", "B", "a", "Amber", "R ", "RED", "X", "–", "null"])
def test_a_rating_is_never_guessed_and_blue_is_not_an_officers_to_give(letter: str) -> None:
    checked = check_update({**GOOD, "rag": letter}, (), TODAY)
    assert checked == Checked(None, {"rag": "Choose Green, Amber or Red."})


@pytest.mark.parametrize("rag", [Rag.RED, Rag.AMBER, Rag.GREEN])
def test_a_rating_is_the_officers(rag: Rag) -> None:
    update = check_update({**GOOD, "rag": rag.value}, (), TODAY).update
    assert update is not None
    assert update.rag is rag


# --- figures ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "typed", "value", "number", "base"),
    [
        (PERCENT, "55.1", 55.1, None, None),
        (PERCENT, "55.1%", 55.1, None, None),
        (PERCENT, " 55.1 % ", 55.1, None, None),
        (PERCENT, "0", 0.0, None, None),
        (PERCENT, "100", 100.0, None, None),
        (PERCENT, "-0", 0.0, None, None),
        (PERCENT, "18 of 38", 47.37, 18, 38),
        (PERCENT, "18/38", 47.37, 18, 38),
        (PERCENT, "18 / 38", 47.37, 18, 38),
        (PERCENT, "18 Out Of 38", 47.37, 18, 38),
        (PERCENT, "0 of 38", 0.0, 0, 38),
        (PERCENT, "38 of 38", 100.0, 38, 38),
        (COUNT, "8", 8.0, None, None),
        (COUNT, "8.0", 8.0, None, None),
        (COUNT, "1,200", 1200.0, None, None),
        (COUNT, "1200", 1200.0, None, None),
        (COUNT, "10 of 26", 10.0, 10, 26),
        (COUNT, "999,999,999", 999_999_999.0, None, None),
        (AVERAGE, "17.5", 17.5, None, None),
        (MONEY, "£3,000", 3000.0, None, None),
        (MONEY, "£ 3000.50", 3000.5, None, None),
        (MONEY, "3,000", 3000.0, None, None),
    ],
)
def test_a_figure_is_read_as_people_type_it(
    one: Measure, typed: str, value: float, number: int | None, base: int | None
) -> None:
    update = checked_figure(one, typed).update
    assert update is not None
    reading = Reading(value, date(2019, 8, 31), "day", number, base, "officer")
    assert update.figures == (Figure(one.id, reading),)


@pytest.mark.parametrize(
    ("one", "typed", "sentence"),
    [
        (PERCENT, "101", SHARE_OF_ALL),
        (PERCENT, "1,200", SHARE_OF_ALL),
        (PERCENT, "-3", SHARE_OF_ALL),
        (PERCENT, "100.01", SHARE_OF_ALL),
        (PERCENT, "39 of 38", "39 of 38 can't be: please check both numbers."),
        (PERCENT, "0 of 0", "0 of 0 can't be: please check both numbers."),
        (PERCENT, "5 of 0", "5 of 0 can't be: please check both numbers."),
        (COUNT, "11/10", "11 of 10 can't be: please check both numbers."),
        (
            PERCENT,
            "1 of 9999999999",
            "1 of 9999999999 can't be: please check both numbers.",
        ),
        (PERCENT, "-1 of 38", ONE_SHARE),
        (PERCENT, "about 55", ONE_SHARE),
        (PERCENT, "fifty", ONE_SHARE),
        (PERCENT, "55 60", ONE_SHARE),
        (PERCENT, "55,1", ONE_SHARE),
        (PERCENT, "55%%", ONE_SHARE),
        (PERCENT, "£55", ONE_SHARE),
        (PERCENT, "nan", ONE_SHARE),
        (PERCENT, "NaN", ONE_SHARE),
        (PERCENT, "inf", ONE_SHARE),
        (PERCENT, "-Infinity", ONE_SHARE),
        (PERCENT, "1e2", ONE_SHARE),
        (PERCENT, "0x10", ONE_SHARE),
        (PERCENT, "５５", ONE_SHARE),
        (PERCENT, "٥٥", ONE_SHARE),
        (PERCENT, "½", ONE_SHARE),
        (PERCENT, "−3", ONE_SHARE),
        (PERCENT, "9" * 400, ONE_SHARE),
        (PERCENT, f"1 of {'9' * 9_000}", ONE_SHARE),
        (PERCENT, "1" * 10_000, ONE_SHARE),
        (COUNT, "8%", ONE_COUNT),
        (COUNT, "8.5", "This counts things, so give a whole number."),
        (COUNT, "-1", "Give a number, not below 0, for example 8."),
        (COUNT, "1,000,000,000", TOO_LARGE),
        (COUNT, "9" * 40, TOO_LARGE),
        (COUNT, "9" * 400, ONE_COUNT),
        (AVERAGE, "17 of 20", ONE_AVERAGE),
        (AVERAGE, "-0.5", "Give a number, not below 0, for example 17."),
        (MONEY, "3,000 of 4,000", ONE_SUM),
        (MONEY, "£", ONE_SUM),
        (MONEY, "$5", ONE_SUM),
        (MONEY, "50%", ONE_SUM),
        (MONEY, "£-5", "Give a number, not below 0, for example 3,000."),
    ],
)
def test_a_figure_that_cannot_be_is_asked_for_again(
    one: Measure, typed: str, sentence: str
) -> None:
    assert checked_figure(one, typed).errors == {f"figure:{one.id}": sentence}


@given(st.text(max_size=60))
def test_whatever_is_typed_as_a_figure_is_a_number_or_a_sentence(typed: str) -> None:
    for one in (PERCENT, COUNT, AVERAGE, MONEY):
        checked = checked_figure(one, typed)
        if checked.update is None:
            assert list(checked.errors) == [f"figure:{one.id}"]
        elif typed.strip():
            assert 0 <= checked.update.figures[0].reading.value <= 999_999_999


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("2019-09-11", "11 September 2019 is still to come. When was it counted?"),
        ("2919-08-31", "31 August 2919 is still to come. When was it counted?"),
        ("2017-09-07", "7 September 2017 is more than two years ago. Is the year right?"),
        ("0001-01-01", "1 January 1 is more than two years ago. Is the year right?"),
        *(
            (nonsense, "When was it counted? Give a date, for example 2019-08-31.")
            for nonsense in ("", " ", "31/08/2019", "August", "2019-02-30", "2019-8-31", "٢٠١٩")
        ),
    ],
)
def test_a_figure_needs_the_day_on_which_it_was_counted(typed: str, sentence: str) -> None:
    assert checked_figure(PERCENT, "55.1", typed).errors == {"as_at:PI3.1-M1": sentence}


@pytest.mark.parametrize("typed", ["2019-09-10", "2017-09-08", " 2019-08-31 "])
def test_a_figure_may_be_of_today_or_two_years_old(typed: str) -> None:
    assert checked_figure(PERCENT, "55.1", typed).errors == {}


def test_a_date_without_a_figure_is_no_figure() -> None:
    fields = {**GOOD, "as_at:PI3.1-M1": "nonsense"}
    assert check_update(fields, (PERCENT,), TODAY) == Checked(
        Update("update", GOOD["words"], Rag.AMBER, GOOD["why"]), {}
    )


def test_everything_that_is_wrong_is_said_at_once() -> None:
    fields = {
        "words": "",
        "next": "n" * 301,
        "rag": "?",
        "why": "",
        "decision": "d" * 401,
        "figure:PI3.1-M1": "101",
        "as_at:PI3.1-M1": "tomorrow",
        "figure:PI3.1-M2": "8",
        "as_at:PI3.1-M2": "2019-08-31",
    }
    checked = check_update(fields, (PERCENT, COUNT), TODAY)
    assert checked.update is None
    assert list(checked.errors) == [
        "words",
        "rag",
        "why",
        "as_at:PI3.1-M1",
        "figure:PI3.1-M1",
        "next",
        "decision",
    ]


def test_a_figure_of_another_actions_measure_is_not_taken() -> None:
    fields = {**GOOD, "figure:QA1.1-M1": "55", "as_at:QA1.1-M1": "2019-08-31"}
    update = check_update(fields, (PERCENT,), TODAY).update
    assert update is not None
    assert update.figures == ()


# --- no change ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "rag", "checked"),
    [
        (
            {"why": " Still recruiting. "},
            Rag.RED,
            Checked(Update("no_change", "August's words", Rag.RED, "Still recruiting."), {}),
        ),
        # Last month's rating stands, whatever is sent along.
        (
            {"why": "Same.", "rag": "G", "words": "new"},
            Rag.RED,
            Checked(Update("no_change", "August's words", Rag.RED, "Same."), {}),
        ),
        # A board's Blue stands as well.
        (
            {"why": "Complete."},
            Rag.BLUE,
            Checked(Update("no_change", "August's words", Rag.BLUE, "Complete."), {}),
        ),
        # Where there was none, one is given now.
        (
            {"why": "Same.", "rag": "G"},
            None,
            Checked(Update("no_change", "August's words", Rag.GREEN, "Same."), {}),
        ),
        ({"why": "Same."}, None, Checked(None, {"rag": "Choose Green, Amber or Red."})),
        (
            {},
            None,
            Checked(
                None,
                {
                    "why": "Say in a line why nothing has changed.",
                    "rag": "Choose Green, Amber or Red.",
                },
            ),
        ),
        ({}, Rag.RED, Checked(None, {"why": "Say in a line why nothing has changed."})),
        (
            {"why": "y" * 301},
            Rag.RED,
            Checked(
                None,
                {"why": "This has 301 characters. The most is 300: please shorten it."},
            ),
        ),
    ],
)
def test_no_change_takes_a_line_of_reason(
    fields: Mapping[str, str], rag: Rag | None, checked: Checked
) -> None:
    assert check_no_change(fields, words="August's words", rag=rag) == checked


@pytest.mark.parametrize(
    ("one", "reading", "words"),
    [
        (PERCENT, Reading(55.1, None), "55.1%"),
        (PERCENT, Reading(47.37, None, numerator=18, denominator=38), "47.37% (18 of 38)"),
        (COUNT, Reading(1200, None), "1,200"),
        (AVERAGE, Reading(17, None), "17 cases per worker"),
        (MONEY, Reading(3000.5, None), "£3,000.50"),
    ],
)
def test_a_figure_is_said_with_its_unit_and_base(
    one: Measure, reading: Reading, words: str
) -> None:
    assert figure_words(one, reading) == words
