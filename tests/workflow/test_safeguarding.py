"""Hold the scan of young people's words to what it must notice, whatever is put around it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.scanning import LIST, TAUGHT, examples, scan_words, teach, word_list
from workflow.concern_list import read_list
from workflow.safeguarding import FAILED, Comfort, Kind, scan

NOTICED = [
    ("he comes in my room at night", Kind.SEXUAL),
    ("i don't feel safe going back there tonight", Kind.HOME_UNSAFE),
    ("I'm not saying he hits me but", Kind.VIOLENCE),
    ("kms lol", Kind.SUICIDE),
    ("i want to k m s", Kind.SUICIDE),
    ("k1ll mys3lf", Kind.SUICIDE),
    ("s*icidal again", Kind.SUICIDE),
    ("my friends bf takes her phone and wont let her out", Kind.DOMESTIC_ABUSE),
    ("cut my arms again last nite", Kind.SELF_HARM),
    ("the plug makes me hold stuff for him", Kind.EXPLOITATION),
    ("she went missing again", Kind.MISSING),
    ("he said if i tell anyone he will kill me", Kind.THREAT),
    ("my family say i have to marry my cousin", Kind.FORCED_MARRIAGE),
    ("my sister is going to be cut in the summer", Kind.FGM),
    ("mum left us with no food", Kind.NEGLECT),
    ("im going to stab him", Kind.HARM_TO_OTHERS),
    ("my dad hit me. forget i said that its fine", Kind.VIOLENCE),
    ("mujhe dar lagta hai", Kind.HOME_UNSAFE),
    ("boję się wracać do domu", Kind.HOME_UNSAFE),
    ("il me frappe", Kind.VIOLENCE),
    ("🆘", Kind.OTHER_DANGER),
]


@pytest.mark.parametrize(("text", "kind"), NOTICED)
def test_it_is_noticed_however_it_is_told(text: str, kind: Kind) -> None:
    said = scan_words(text)
    assert said.concern
    assert kind in said.kinds


@pytest.mark.parametrize(
    "text",
    [
        "this form is killing me", "dying for a takeaway", "my adviser smashed it",
        "i hit my target this month", "id kill for a bigger room",
        "they forced me to fill another form",
        "staff should have self harm training", "i feel safe here", "more lights at the bus stop",
        "knife crime workshop was good", "keep the friday cooking group", "",
        "scared of failing my maths exam lol", "waad mahadsantihiin", "bardzo mila pani",
    ],
)  # fmt: skip
def test_everyday_words_pass(text: str) -> None:
    assert not scan_words(text).concern


AROUND = st.sampled_from(
    ["lol", "jk", "haha its fine now", "ignore that", "the food is nice", "no", "😂", "\n", "!!!"]
)  # fmt: skip


@given(st.sampled_from([text for text, _ in NOTICED]), AROUND, AROUND)
def test_nothing_said_beside_it_takes_a_concern_away(text: str, before: str, after: str) -> None:
    assert scan_words(f"{text}. {after}").concern
    assert scan_words(f"{before} {text}").concern


@given(st.sampled_from(["suicidal", "overdose", "stabbed", "homeless", "strangled"]), st.data())
def test_a_listed_word_is_found_in_disguise(word: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(1, len(word) - 2))
    disguises = [
        word.upper(), " ".join(word), "-".join(word), word.replace("i", "1").replace("o", "0"),
        word[:place] + word[place] * 3 + word[place + 1 :],
    ]  # fmt: skip
    assert scan_words(f"i was {data.draw(st.sampled_from(disguises))}").concern


@given(st.text(max_size=400))
def test_whatever_is_written_the_scan_answers(text: str) -> None:
    said = scan_words(text)
    assert FAILED not in said.because
    assert said.concern == bool(said.because)


def test_a_scan_that_fails_is_a_concern_and_keeps_the_words_to_itself() -> None:
    def broken(_: str) -> float:
        message = "the canary sang"
        raise RuntimeError(message)

    said = scan("the canary sang quietly", word_list(), broken)
    assert said.concern
    assert "canary" not in str(said)


@pytest.mark.parametrize(
    ("kinds", "comfort"),
    [
        ((Kind.SUICIDE, Kind.SELF_HARM), Comfort.SO_HARD),
        ((Kind.VIOLENCE, Kind.SEXUAL), Comfort.NOT_YOUR_FAULT),
        ((Kind.SUICIDE, Kind.VIOLENCE), Comfort.NONE),
        ((Kind.OTHER_DANGER,), Comfort.NONE),
    ],
)
def test_where_it_is_not_clear_which_harm_neither_sentence_of_comfort_is_said(
    kinds: tuple[Kind, ...], comfort: Comfort
) -> None:
    from workflow.safeguarding import Scan

    assert Scan(concern=True, kinds=kinds, because=("x",)).comfort is comfort


def test_a_mistake_in_the_list_is_named_with_its_line() -> None:
    text = LIST.read_text(encoding="utf-8")
    broken = text.replace("- rarely [feel|feels|feeling] safe", "- rarely [feel|feels safe", 1)
    assert broken != text
    words, problems = read_list(broken.encode())
    line = broken.splitlines().index("    - rarely [feel|feels safe") + 1
    assert words is None
    assert [(one.line, one.what) for one in problems] == [(line, "a “[” is never closed")]


def test_the_second_reader_is_what_its_labelled_answers_teach() -> None:
    assert TAUGHT.read_text(encoding="utf-8") == teach() + "\n", "run: make reader"


def test_the_labelled_answers_are_nearly_all_read_rightly() -> None:
    """What the list was written from; an answer that nobody here wrote is the real test."""
    rows = [
        json.loads(line)
        for line in (Path(LIST).parent / "training.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    assert len(examples()) == len(rows)
    missed = [r["text"] for r in rows if r["concern"] and not scan_words(r["text"]).concern]
    alarms = [r["text"] for r in rows if not r["concern"] and scan_words(r["text"]).concern]
    assert len(missed) <= 0.03 * sum(row["concern"] for row in rows), missed
    assert len(alarms) <= 0.13 * sum(not row["concern"] for row in rows), alarms


def test_answers_by_somebody_who_had_not_read_the_list_are_mostly_read_rightly() -> None:
    """Neither the list nor the second reader was made from them; recall first, then alarms."""
    file = Path(__file__).with_name("answers") / "second.jsonl"
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    assert len(rows) == 420
    missed = [r["text"] for r in rows if r["concern"] and not scan_words(r["text"]).concern]
    alarms = [r["text"] for r in rows if not r["concern"] and scan_words(r["text"]).concern]
    assert len(missed) <= 12, missed
    assert len(alarms) <= 0.2 * sum(not row["concern"] for row in rows), alarms
