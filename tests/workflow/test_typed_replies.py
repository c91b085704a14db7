"""Hold the reader of typed replies to what it can do, on replies written by somebody else.

`replies/second.jsonl` was written by somebody who has not read the reader. Each line has a
text, where it was typed, and what was wanted: one or more acceptable intents, the ratings and
the figures that the officer gave. The bounds are what was measured; they may only be tightened.
A rating or figure that nobody gave is harmful, which is why the chat saves no typed reply before
the officer has said yes to what was understood.
"""

from __future__ import annotations

import json
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from tests.journeys.council import shipped_plan
from workflow.rag import Rag
from workflow.replies import Context, Last, Reader, Understanding

TODAY = date(2019, 9, 16)
FILE = Path(__file__).with_name("replies") / "second.jsonl"

INTENTS_AT_LEAST = 135
HARMFUL_RATINGS_AT_MOST = 1
HARMFUL_FIGURES_AT_MOST = 7


@cache
def read_all() -> list[tuple[dict[str, Any], Understanding]]:
    reader = Reader(shipped_plan())
    rows = [json.loads(line) for line in FILE.read_text().splitlines()]
    return [(row["want"], reader.read(row["text"], context(row), TODAY)) for row in rows]


def context(row: dict[str, Any]) -> Context:
    given = row["context"]
    last = given.get("last")
    return Context(
        given["awaiting"],
        tuple(given["actions"]),
        Last(
            last["ref"],
            last.get("did", ""),
            Rag(last["rag"]) if last.get("rag") else None,
            last.get("value"),
        )
        if last
        else None,
    )


def test_most_replies_are_understood_as_meant() -> None:
    right = [
        said
        for want, said in read_all()
        if said.intent in (want["intent"] if isinstance(want["intent"], list) else [want["intent"]])
    ]
    assert len(right) >= INTENTS_AT_LEAST


def test_hardly_a_rating_is_read_that_nobody_gave() -> None:
    harmful = [
        said.text
        for want, said in read_all()
        if any(want["rag"].get(ref) != rag.value for ref, rag in said.rag.items())
    ]
    assert len(harmful) <= HARMFUL_RATINGS_AT_MOST, harmful


def test_few_figures_are_read_that_nobody_gave() -> None:
    harmful = [
        (said.text, one.measure, one.value)
        for want, said in read_all()
        for part in said.parts
        for one in part.figures
        if not any(
            given["measure"] == one.measure and abs(given["value"] - one.value) < 0.11
            for given in want["figures"]
        )
    ]
    assert len(harmful) <= HARMFUL_FIGURES_AT_MOST, harmful
