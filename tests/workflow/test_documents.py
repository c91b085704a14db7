"""Read plans out of Word and Excel files of many layouts, and out of the shipped ones."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings

import tests.workflow.documents.in_excel
import tests.workflow.documents.in_word  # noqa: F401
from tests.workflow.documents.anyhow import documents
from tests.workflow.documents.making import LAYOUTS, Made, Want
from workflow.intake import read_plan
from workflow.intake_draft import Draft, DraftAction, draft_of
from workflow.plan import Action, Plan

OLDHAM = Path(__file__).parents[2] / "workflow" / "plans"
SHIPPED = Path(__file__).parent / "documents" / "shipped"


@pytest.mark.parametrize("name", LAYOUTS)
def test_a_plan_is_read_whatever_its_layout(name: str) -> None:
    made = LAYOUTS[name]()
    draft = draft_of(made.data)
    assert [shown(draft, at, want) for at, want in enumerate(made.rows)] == [
        wanted(want) for want in made.rows
    ], draft.problems
    assert len(draft.actions) == len(made.rows)
    faults = [fault.what for fault in draft.problems]
    assert len(faults) == len(made.problems), faults
    for words in made.problems:
        assert any(words in fault for fault in faults), faults
    asked = "\n".join(f"{question.kind}: {question.ask}" for question in draft.questions)
    for words in made.asks:
        assert words in asked
    for words in made.without:
        assert words not in json.dumps(draft.plain()["workstreams"], ensure_ascii=False)


def test_the_shipped_word_plan_is_read_whole() -> None:
    draft = draft_of((SHIPPED / "plan.docx").read_bytes())
    plan = shipped_plan()
    by_ref = {action.ref: action for action in plan.actions}
    assert [row_of(action) for action in draft.actions] == [
        {
            "where": f"table {one['table'] + 1} row {one['row'] + 1}",
            "rag": one["rag"],
            "leads": leads_of(plan, by_ref[one["ref"]]),
            "start": by_ref[one["ref"]].timescale.start,
            "end": by_ref[one["ref"]].timescale.end,
            "ongoing": by_ref[one["ref"]].timescale.ongoing,
        }
        for one in expected("plan.docx")
    ]
    assert draft.problems == ()
    assert [
        (stream.name, objective.text, len(objective.actions))
        for stream in draft.workstreams
        for objective in stream.objectives
    ] == [
        (stream.name, objective.text, len(objective.actions))
        for stream in plan.workstreams
        for objective in stream.objectives
    ]
    for action, one in zip(draft.actions, plan.actions, strict=True):
        assert action.text.replace("• ", "").split("\n") == [part.text for part in one.text]
        assert action.evidence == tuple(part.text for part in one.evidence)
        assert tuple(action.update.split("\n")) == one.update
    splits = [one.where for one in draft.questions if one.kind == "split"]
    assert splits == ["table 3 row 2", "table 4 row 2", "table 4 row 5", "table 6 row 2"]
    inherited = [one.ask for one in draft.questions if one.kind == "inherited"]
    assert "table 5 row 2, table 5 row 3" in inherited[0]


def test_the_shipped_excel_plan_is_read_whole() -> None:
    draft = draft_of((SHIPPED / "plan-variant.xlsx").read_bytes())
    plan = shipped_plan()
    by_ref = {action.ref: action for action in plan.actions}
    rows = [{"ref": action.ref, **row_of(action)} for action in draft.actions]
    assert rows == [
        {
            "ref": None if "ID empty" in one["odd"] else one["ref"],
            "where": f"Tracker!{one['row']}",
            "rag": one["brag"],
            "leads": leads_of(plan, by_ref[one["ref"]]) if one["owner"] else (),
            "start": date.fromisoformat(one["start"]) if one["start"] else None,
            "end": date.fromisoformat(one["due"]) if one["due"] else None,
            "ongoing": one["due_cell"] == "Ongoing",
        }
        for one in expected("plan-variant.xlsx")
    ]
    assert [(fault.where, fault.what[:12]) for fault in draft.problems] == [
        ("Tracker!16", "the row has "),
        ("Tracker!23", "“31/02/2020”"),
    ]
    kinds = {question.kind for question in draft.questions}
    assert {"blue", "ref", "hidden", "split"} <= kinds


def expected(name: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = yaml.safe_load((SHIPPED / "expected.yaml").read_text())[name]
    return rows


def shipped_plan() -> Plan:
    plan = read_plan((OLDHAM / "oldham-2019.yaml").read_bytes()).value
    assert plan is not None
    return plan


def leads_of(plan: Plan, action: Action) -> tuple[str, ...]:
    titles = {role.id: role.title for role in plan.roles}
    return tuple(titles[one] for one in action.leads)


def row_of(action: DraftAction) -> dict[str, object]:
    when = action.when
    return {
        "where": action.where, "rag": action.rag, "leads": action.leads, "start": when.start,
        "end": when.end, "ongoing": when.ongoing,
    }  # fmt: skip


def wanted(want: Want) -> dict[str, object]:
    """What a row should be, without what the document doesn't say."""
    fields = {
        "begins": want.begins, "leads": want.leads, "start": want.start, "end": want.end,
        "ongoing": want.ongoing, "rag": want.rag, "ref": want.ref, "cadence": want.cadence,
        "original_end": want.original_end,
    }  # fmt: skip
    more = ("workstream", "objective", "evidence", "update", "where")
    return fields | {name: value for name in more if (value := getattr(want, name)) is not None}


def shown(draft: Draft, at: int, want: Want) -> dict[str, object]:
    """The same of the draft's row at this place."""
    rows = [
        (stream.name, objective.text, action)
        for stream in draft.workstreams
        for objective in stream.objectives
        for action in objective.actions
    ]
    if at >= len(rows):
        return {}
    stream, objective, action = rows[at]
    when = action.when
    found: dict[str, object] = {
        "begins": action.text[: len(want.begins)],
        "leads": action.leads,
        "start": when.start.isoformat() if when.start else None,
        "end": when.end.isoformat() if when.end else None,
        "ongoing": when.ongoing,
        "rag": action.rag,
        "ref": action.ref,
        "cadence": when.cadence,
        "original_end": when.original_end.isoformat() if when.original_end else None,
        "workstream": stream,
        "objective": objective,
        "evidence": len(action.evidence),
        "update": action.update,
        "where": action.where,
    }
    return {name: found[name] for name in wanted(want)}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(documents())
def test_a_plan_is_read_in_any_order_under_any_names(made: Made) -> None:
    draft = draft_of(made.data)
    assert [shown(draft, at, want) for at, want in enumerate(made.rows)] == [
        wanted(want) for want in made.rows
    ]
    assert len(draft.actions) == len(made.rows)
    assert draft.problems == ()
