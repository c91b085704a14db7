"""Import a plan from Word and Excel as an operator does: a draft first, and nothing by itself."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from openpyxl import Workbook

from tests.bot.test_cli import PLAN, Run, g2g  # noqa: F401
from tests.workflow.documents.making import saved_book

SHIPPED = Path(__file__).parents[1] / "workflow" / "documents" / "shipped"
WORD, EXCEL = SHIPPED / "plan.docx", SHIPPED / "plan-variant.xlsx"

ANSWERS = """\
council: Oldham Council
title: Getting to Good
as_at: 2019-08
"split, table 3 row 2": keep as one
"split, table 4 row 2": split
"split, table 4 row 5": keep as one
"split, table 6 row 2": keep as one
"inherited, table 5 row 2": yes
"ref, table 3 row 2": number them
"""

HEADS = ["Ref", "Objective", "Action", "Lead", "Due date", "RAG", "Update Jun 24"]


@pytest.fixture
def ready(g2g: Run) -> Run:  # noqa: F811
    assert g2g("migrate").code == 0
    return g2g


def book(*rows: tuple[str, ...]) -> bytes:
    made = Workbook()
    sheet = made.worksheets[0]
    sheet.title = "Homes"
    sheet.append(HEADS)
    for row in rows:
        sheet.append(list(row))
    lists = made.create_sheet("Lists")
    lists.append(["R", "A"])
    return saved_book(made)


def one(ref: str, action: str, due: str = "March 2025", lead: str = "HoS") -> tuple[str, ...]:
    return (ref, "Better homes for all", action, lead, due, "G", "In hand for the present")


def test_the_draft_is_json_alone_and_needs_no_database(g2g: Run) -> None:  # noqa: F811
    clean = g2g("import-plan", WORD, "--check", "--json")
    assert (clean.code, clean.err) == (0, "")
    draft = json.loads(clean.out)
    assert list(draft) == ["workstreams", "questions", "problems"]
    action = draft["workstreams"][1]["objectives"][0]["actions"][0]
    assert list(action) == [
        "ref", "title", "text", "leads", "timescale", "evidence", "update", "rag", "measures",
        "where",
    ]  # fmt: skip
    assert action["timescale"] == {
        "printed": "April 2019- Sept 2019", "start": "2019-04-01", "end": "2019-09-30",
        "ongoing": False, "cadence": None, "original_end": None,
    }  # fmt: skip
    wrong = g2g("import-plan", EXCEL, "--check", "--json")
    assert (wrong.code, wrong.err) == (1, "")
    assert [list(one) for one in json.loads(wrong.out)["problems"]] == [
        ["where", "what", "mend"]
    ] * 2
    own = g2g("import-plan", PLAN, "--check", "--json")
    assert (own.code, own.err) == (0, "")
    assert len(json.loads(own.out)["workstreams"]) == 4


def test_what_is_no_plan_is_json_too(g2g: Run, tmp_path: Path) -> None:  # noqa: F811
    for name, data in (
        ("a.doc", b"\xd0\xcf\x11\xe0" * 200),
        ("a.yaml", b"x: ["),
        ("a.docx", b"PK"),
    ):
        (tmp_path / name).write_bytes(data)
        ended = g2g("import-plan", tmp_path / name, "--check", "--json")
        assert (ended.code, ended.err) == (1, "")
        assert json.loads(ended.out)["workstreams"] == []
        assert json.loads(ended.out)["problems"]
    missing = g2g("import-plan", tmp_path / "none.docx", "--check", "--json")
    assert (missing.code, missing.out) == (2, "")
    assert "There is no file" in missing.sentence


def test_nothing_is_written_while_a_question_or_a_problem_is_open(
    ready: Run, tmp_path: Path
) -> None:
    asked = ready("import-plan", WORD)
    assert asked.code == 1
    assert 'Answer as: "split, table 4 row 2"' in asked.err
    assert "answer these in a YAML file" in asked.err
    refused = ready("import-plan", EXCEL)
    assert refused.code == 1
    assert "Tracker!16: the row has no lead" in refused.err
    assert "none yet" in ready("status").out


def test_an_answered_draft_becomes_the_plan_and_again_changes_nothing(
    ready: Run, tmp_path: Path
) -> None:
    answers = tmp_path / "answers.yaml"
    answers.write_text(ANSWERS)
    first = ready("import-plan", WORD, "--answers", answers)
    assert (first.code, first.out.splitlines()[-2:]) == (
        0,
        ["  A first plan, Getting to Good: 4 workstreams, 27 actions, 0 measures.", "Done."],
    )
    again = ready("import-plan", WORD, "--answers", answers)
    assert again.out.splitlines()[-2:] == ["  Nothing changes.", "Done."]


def test_a_file_without_references_finds_its_actions_in_the_plan_in_force(
    ready: Run, tmp_path: Path
) -> None:
    assert ready("import-plan", PLAN).code == 0
    answers = tmp_path / "answers.yaml"
    answers.write_text(ANSWERS.replace('row 2": split', 'row 2": keep as one'))
    ended = ready("import-plan", WORD, "--check", "--answers", answers)
    assert ended.code == 0
    changes = [
        line for line in ended.out.splitlines() if line.startswith("  ") and ": RAG " in line
    ]
    assert len(changes) == 24
    assert "no longer" not in ended.out
    assert "re-worded" not in ended.out


def test_a_changed_file_keeps_first_dates_and_answers_and_asks_before_new_numbers(
    ready: Run, tmp_path: Path
) -> None:
    plan, answers = tmp_path / "plan.xlsx", tmp_path / "answers.yaml"
    plan.write_bytes(book(one("H1", "Open two new homes"), one("H2", "Inspect the old homes")))
    answers.write_text(
        'council: Anyshire\ntitle: Homes\nas_at: 2024-06\n"lead HoS": Head of Homes\n'
    )
    assert ready("import-plan", plan, "--answers", answers).code == 0
    # The abbreviation is remembered; a moved date keeps the first.
    plan.write_bytes(book(one("H1", "Open two new homes", "June 2025"),
                          one("H2", "Inspect the old homes"), one("H3", "Sell one")))  # fmt: skip
    moved = ready("import-plan", plan)
    assert moved.code == 0, moved.err
    assert "June 2025" in moved.out
    assert "H3" in moved.out
    plan.write_bytes(book(one("H2", "Open two new homes", "June 2025"),
                          one("H1", "Inspect the old homes"), one("H3", "Sell one")))  # fmt: skip
    asked = ready("import-plan", plan)
    assert asked.code == 1
    assert "H2 was H1, H1 was H2" in asked.err
    answers.write_text("renumbered: keep the old references\n")
    kept = ready("import-plan", plan, "--answers", answers)
    assert kept.out.splitlines()[-2:] == ["  Nothing changes.", "Done."]
