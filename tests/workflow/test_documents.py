"""Read plans out of Word and Excel files of many layouts, and out of the shipped ones."""

from __future__ import annotations

import json

import pytest
from hypothesis import HealthCheck, given, settings

import tests.workflow.documents.in_excel
import tests.workflow.documents.in_word  # noqa: F401
from tests.workflow.documents.anyhow import documents
from tests.workflow.documents.making import LAYOUTS, Made, Want
from workflow.intake_draft import Draft, draft_of


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
