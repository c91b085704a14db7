"""Hold the engine to what a young person is promised: skip, back, stop and help at any time."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.answers import Answer, Move, Said, typed
from dialogs.engine import Ask, Ended, Outcome, Place, Trouble, advance, ask, begin
from dialogs.script import Choice, Condition, Facts, Kind, Raise, Script, Step

SCRIPT = Script(
    "test", 1, 5,
    (
        Step("pick", Kind.CHOICES, (Choice("home"), Choice("work"), Choice("learning")), most=2),
        Step("home-knew", Kind.CHOICES, offers="home", when=(Condition(("home",), step="pick"),)),
        Step(
            "safe", Kind.SCALE, (Choice("always"), Choice("rarely", None, (Raise.HELP, Raise.READ)))
        ),
        Step("money", Kind.CHOICE, (Choice("debt"),), when=(Condition(("on",), fact="money"),)),
        Step("words", Kind.WORDS),
    ),
)  # fmt: skip
FACTS = Facts({"money": "off"}, {"home": ("rent", "furniture")})


def chosen(*ids: str, revision: int | None = None) -> Said:
    return Said(Move.ANSWER, Answer(ids), revision)


def go(*said: Said, facts: Facts = FACTS) -> Ask | Ended:
    now: Ask | Ended = begin(SCRIPT, facts)
    for one in said:
        now = advance(SCRIPT, now.place, one, facts)
    return now


def open_step(now: Ask | Ended) -> str:
    return now.place.step


def test_a_question_is_asked_only_where_its_conditions_hold() -> None:
    assert open_step(go(chosen("home"))) == "home-knew"
    assert open_step(go(chosen("work"))) == "safe"
    assert open_step(go(chosen("work"), chosen("always"))) == "words"
    on = Facts({"money": "on"})
    assert open_step(go(chosen("work"), chosen("always"), facts=on)) == "money"


def test_a_heading_with_nothing_in_force_is_passed_over() -> None:
    assert open_step(go(chosen("home"), facts=Facts())) == "safe"


def test_anything_can_be_skipped_and_nothing_is_kept_of_it() -> None:
    end = go(*[Said(Move.SKIP)] * 3)
    assert isinstance(end, Ended)
    assert end.place.outcome is Outcome.FINISHED
    assert end.place.answers == {}


def test_rather_not_say_keeps_nothing_and_not_sure_is_an_answer() -> None:
    end = go(chosen("rather-not-say"), chosen("not-sure"), Said(Move.SKIP))
    assert end.place.answers == {"safe": Answer(("not-sure",))}


def test_back_shows_what_was_answered_and_the_first_question_has_no_back() -> None:
    now = go(chosen("home"), chosen("rent"), Said(Move.BACK))
    assert isinstance(now, Ask)
    assert (now.step.name, now.given, now.back) == ("home-knew", Answer(("rent",)), True)
    first = go(Said(Move.BACK))
    assert isinstance(first, Ask)
    assert (first.step.name, first.back) == ("pick", False)


def test_what_is_changed_on_the_way_back_takes_its_followers_away() -> None:
    end = go(
        chosen("home"), chosen("rent"), Said(Move.BACK), Said(Move.BACK), chosen("work"),
        chosen("always"), Said(Move.SKIP),
    )  # fmt: skip
    assert set(end.place.answers) == {"pick", "safe"}


def test_stop_ends_it_at_any_question_and_keeps_what_was_said() -> None:
    end = go(chosen("work"), Said(Move.STOP))
    assert isinstance(end, Ended)
    assert end.place.outcome is Outcome.STOPPED
    assert end.place.answers == {"pick": Answer(("work",))}
    assert advance(SCRIPT, end.place, chosen("always"), FACTS) == Ended(end.place)


def test_help_leaves_the_question_where_it_is() -> None:
    now = go(chosen("work"), Said(Move.HELP))
    assert isinstance(now, Ask)
    assert now.step.name == "safe"
    assert now.raised == {Raise.HELP}


def test_an_answer_sets_off_what_its_choice_says_and_words_are_to_be_read() -> None:
    now = go(chosen("work"), chosen("rarely"))
    assert isinstance(now, Ask)
    assert now.raised == {Raise.HELP, Raise.READ}
    end = advance(SCRIPT, now.place, Said(Move.ANSWER, Answer(words="More buses")), FACTS)
    assert isinstance(end, Ended)
    assert end.raised == {Raise.READ}


@pytest.mark.parametrize(
    ("said", "trouble"),
    [
        (chosen("home", "work", "learning"), Trouble.TOO_MANY),
        (chosen("home", "not-sure"), Trouble.TOO_MANY),
        (chosen("garden"), Trouble.NOT_A_CHOICE),
        (chosen(), Trouble.EMPTY),
        (chosen("home", revision=7), Trouble.STALE),
        (Said(Move.SKIP, revision=7), Trouble.STALE),
    ],
)
def test_what_is_not_an_answer_leaves_the_question_open_and_says_why(
    said: Said, trouble: Trouble
) -> None:
    now = go(said)
    assert isinstance(now, Ask)
    assert (now.step.name, now.trouble, now.place.revision) == ("pick", trouble, 0)


def test_words_that_are_too_long_come_back_whole() -> None:
    long = "a" * 2001
    now = go(chosen("work"), chosen("always"), Said(Move.ANSWER, Answer(words=long)))
    assert isinstance(now, Ask)
    assert now.trouble is Trouble.TOO_LONG
    assert now.given == Answer(words=long)


def test_a_place_of_another_version_is_refused() -> None:
    place = replace(begin(SCRIPT, FACTS).place, version=2)
    with pytest.raises(ValueError, match="not open in test 1"):
        ask(SCRIPT, place, FACTS)


def test_a_lost_connection_loses_nothing() -> None:
    now = go(chosen("home"))
    assert isinstance(now, Ask)
    assert ask(SCRIPT, now.place, FACTS) == replace(now, raised=frozenset())


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("2", chosen("over")),
        ("19 - 25", chosen("over")),
        ("NOT SURE", chosen("not-sure")),
        ("back", Said(Move.BACK)),
        ("3rd of may", None),
        ("7", None),
        ("I'm nineteen", None),
        ("", None),
    ],
)
def test_typed_words_are_a_press_only_where_they_plainly_are(
    words: str, wanted: Said | None
) -> None:
    labels = [("under", "15–18"), ("over", "19–25"), ("not-sure", "Not sure")]
    assert typed(words, labels, {"back": Move.BACK}) == wanted


MOVES: Any = st.lists(
    st.one_of(
        st.sampled_from([Said(Move.SKIP), Said(Move.BACK), Said(Move.HELP)]),
        st.lists(
            st.sampled_from(["home", "work", "rent", "always", "rarely", "not-sure", "x"]),
            max_size=3,
        ).map(lambda ids: chosen(*ids)),
        st.text(max_size=20).map(lambda words: Said(Move.ANSWER, Answer(words=words))),
    ),
    max_size=30,
)


@given(MOVES)
def test_whatever_is_pressed_the_open_question_is_one_that_is_asked(moves: list[Said]) -> None:
    now: Ask | Ended = begin(SCRIPT, FACTS)
    for one in moves:
        before = now.place
        now = advance(SCRIPT, now.place, one, FACTS)
        assert now.place.revision >= before.revision
        if isinstance(now, Ended):
            return
        assert isinstance(now.place, Place)
        assert now.step.name != "money"
        if now.step.name == "home-knew":
            assert "home" in now.place.answers["pick"].chosen
