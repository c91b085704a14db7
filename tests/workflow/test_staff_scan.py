"""Check what staff type: ordinary reporting passes, details and new danger do not."""

from __future__ import annotations

from pathlib import Path

import pytest

from workflow import staff_scan
from workflow.people import DutyNumbers
from workflow.staff_scan import Sign, duty_line, look, sentence_of

HERE = Path(__file__).parent / "staff"
ORDINARY = (HERE / "ordinary.txt").read_text().splitlines()
FLAGGED = [line.split("\t") for line in (HERE / "flagged.txt").read_text().splitlines()]


def test_the_tables_are_as_long_as_they_are_meant_to_be() -> None:
    assert len(set(ORDINARY)) >= 80
    assert len({line for _, line in FLAGGED}) >= 50
    assert {sign for sign, _ in FLAGGED} == {sign.name.lower() for sign in Sign} - {"failed"}


@pytest.mark.parametrize("line", ORDINARY)
def test_a_months_ordinary_words_pass(line: str) -> None:
    assert look(line) == ()


@pytest.mark.parametrize(("sign", "line"), FLAGGED)
def test_details_of_a_young_person_and_new_danger_are_noticed(sign: str, line: str) -> None:
    assert Sign[sign.upper()] in look(line)


def test_all_of_a_months_ordinary_words_pass_as_one_text_too() -> None:
    assert look(" ".join(ORDINARY)) == ()


@pytest.mark.parametrize(("sign", "line"), FLAGGED)
def test_they_are_noticed_in_the_middle_of_a_long_update(sign: str, line: str) -> None:
    text = " ".join([*ORDINARY[:10], line, *ORDINARY[10:20]])
    assert Sign[sign.upper()] in look(text)


def test_a_check_that_fails_is_something_to_look_at(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: str) -> bool:
        raise RecursionError

    monkeypatch.setitem(staff_scan._CHECKS, Sign.NHS, broken)
    assert look("Two advisers start in October, as we said they would.") == (Sign.FAILED,)
    assert "the check itself failed" in sentence_of([Sign.FAILED])


def test_what_the_pmo_reads_quotes_nothing() -> None:
    assert sentence_of([]) == ""
    assert sentence_of([Sign.DANGER, Sign.PHONE]) == (
        "This may say that somebody is in danger now: call the duty team first. This may make a "
        "young person known (a telephone number). No board sees it until you accept it."
    )


@pytest.mark.parametrize(
    ("numbers", "line"),
    [
        (DutyNumbers("1", "2", "all day", "3"), "1 (out of hours 3)"),
        (DutyNumbers("", "2", "", ""), "2"),
        (DutyNumbers("", "", "", "3"), "3"),
        (DutyNumbers(), "call 999"),
    ],
)
def test_the_line_on_the_receipt_always_says_whom_to_tell(numbers: DutyNumbers, line: str) -> None:
    assert duty_line(numbers) == f"If someone is at risk now, tell the duty team: {line}"
