"""Read questions from tables of what people say, and leave alone what is none."""

from __future__ import annotations

import json
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from tests.journeys.council import shipped_plan
from workflow.questions import LONGEST, Asks, Question, Questions

HERE = Path(__file__).parent
TODAY = date(2019, 9, 30)
# What may be answered as a question, in the labels of the typed replies.
ASKING = {"show_action", "status_query", "who_is_late", "help"}


@cache
def reader() -> Questions:
    return Questions(shipped_plan())


def rows(name: str) -> list[str]:
    lines = (HERE / "questions" / name).read_text(encoding="utf-8").splitlines()
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]


def pairs(name: str) -> list[tuple[str, str]]:
    return [
        (want.strip(), text.strip()) for want, _, text in (r.partition("|") for r in rows(name))
    ]


def said(question: Question | None) -> str:
    """A question as the tables write it."""
    if question is None:
        return "none"
    refs = question.refs[:1] if question.asks is not Asks.HOW else ()
    parts = ["".join(question.rags), question.scope, *refs, question.month or question.since]
    return " ".join([question.asks.value, *(part for part in parts if part)])


@pytest.mark.parametrize(("want", "text"), pairs("asked.txt"))
def test_what_people_ask_is_read(want: str, text: str) -> None:
    assert said(reader().read(text, TODAY, only_asks=True)) == want


@pytest.mark.parametrize(("want", "text"), pairs("asked.txt"))
def test_a_question_in_a_personal_chat_means_the_same_or_is_left_alone(
    want: str, text: str
) -> None:
    assert said(reader().read(text, TODAY)) in {want, "none"}


def test_nearly_every_question_is_one_in_a_personal_chat_too() -> None:
    alone = [text for _, text in pairs("asked.txt") if reader().read(text, TODAY) is None]
    assert len(alone) <= 6, alone


@pytest.mark.parametrize(
    ("want", "text"), [*pairs("sixty.txt"), *pairs("second.txt"), *pairs("third.txt")]
)
def test_what_others_asked_in_their_own_words_is_read(want: str, text: str) -> None:
    assert said(reader().read(text, TODAY)) == want


@pytest.mark.parametrize("text", rows("told.txt"))
def test_what_is_told_is_no_question(text: str) -> None:
    assert reader().read(text, TODAY) is None


def test_no_typed_update_of_seven_hundred_is_taken_for_a_question() -> None:
    taken = []
    for path in sorted((HERE / "replies").glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            want = row["want"]["intent"]
            wanted = set(want) if isinstance(want, list) else {want}
            if not wanted <= ASKING and reader().read(row["text"], date(2019, 9, 16)):
                taken.append(row["text"])
    assert taken == []


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("what was red in September?", "2019-09"),
        ("what was red in October?", "2018-10"),
        ("what was red in May?", "2019-05"),
        ("what was red in sept", "2019-09"),
        ("what was red in January 2019?", "2019-01"),
        ("what was red in 2019-06?", "2019-06"),
        ("what was red last month?", "2019-08"),
    ],
)
def test_a_month_is_the_newest_of_its_name_that_is_not_ahead(text: str, month: str) -> None:
    question = reader().read(text, TODAY)
    assert question is not None
    assert question.month == month


def test_two_equally_good_names_are_choices_and_an_unknown_one_is_said() -> None:
    audits = reader().read("how are audits doing?", TODAY)
    assert audits is not None
    assert len(audits.choices) > 1
    assert not audits.refs
    unknown = reader().read("show PI9.9", TODAY)
    assert unknown == Question(Asks.ACTION, unknown="PI9.9")
    strange = reader().read("any reds in finance?", TODAY)
    assert strange is not None
    assert strange.unknown == "finance"


def test_a_mention_and_the_marks_around_a_question_are_not_part_of_it() -> None:
    for text in (
        "<at>Getting to Good</at> what&#39;s red?",
        "<at>Getting to Good</at>&nbsp;What’s RED ?!",
        "  hi, could you tell me what's red please ",
    ):
        assert said(reader().read(text, TODAY)) == "rated R"


def test_a_long_text_is_no_question() -> None:
    assert reader().read("what's red " + "please " * LONGEST, TODAY) is None
