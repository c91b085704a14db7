"""Count what the reader of typed replies makes of labelled replies: `python -m` this module."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from tests.journeys.council import shipped_plan
from workflow.rag import Rag
from workflow.replies import Context, Last, Reader, Understanding

TODAY = date(2019, 9, 16)
FOLDER = Path(__file__).parent
FILES = ("second", "third", "fourth")


@dataclass
class Account:
    """What became of the replies of one file."""

    replies: int = 0
    right: list[str] = field(default_factory=list)
    wrong: list[tuple[str, str, str]] = field(default_factory=list)
    asks: int = 0
    harmful_ratings: list[str] = field(default_factory=list)
    harmful_figures: list[str] = field(default_factory=list)

    def misses(self) -> str:
        """What was wanted and what was read instead, the most frequent first."""
        pairs = Counter((wanted, got) for _, wanted, got in self.wrong)
        return ", ".join(f"{n} {want} as {got}" for (want, got), n in pairs.most_common(8))


@cache
def account(name: str) -> Account:
    """Read every reply of a file."""
    reader, found = Reader(shipped_plan()), Account()
    for line in (FOLDER / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        _count(found, row, reader.read(row["text"], context(row), TODAY))
    return found


def context(row: dict[str, Any]) -> Context:
    """Where a reply was typed."""
    given = row["context"]
    last = given.get("last")
    stored = last and Last(
        last["ref"],
        last.get("did", ""),
        Rag(last["rag"]) if last.get("rag") else None,
        last.get("value"),
    )
    return Context(given["awaiting"], tuple(given["actions"]), stored)


def _count(found: Account, row: dict[str, Any], said: Understanding) -> None:
    want, text = row["want"], row["text"]
    intents = want["intent"] if isinstance(want["intent"], list) else [want["intent"]]
    found.replies += 1
    found.asks += said.question is not None
    if said.intent in intents:
        found.right.append(text)
    else:
        found.wrong.append((text, intents[0], said.intent.value))
    if any(want["rag"].get(ref) != rag.value for ref, rag in said.rag.items()):
        found.harmful_ratings.append(text)
    given = {(one["measure"], one["value"]) for one in want["figures"]}
    for one in (each for part in said.parts for each in part.figures):
        if not any(one.measure == m and abs(one.value - value) < 0.11 for m, value in given):
            found.harmful_figures.append(f"{text[:60]}: {one.measure} {one.value:g}")


def main() -> None:
    """Print one line for each file."""
    for name in FILES:
        read = account(name)
        share = len(read.right) / read.replies
        print(
            f"{name}: {read.replies} replies, {len(read.right)} intents right ({share:.1%}), "
            f"{read.asks} asked, harmful ratings {len(read.harmful_ratings)}, "
            f"harmful figures {len(read.harmful_figures)}; {read.misses()}"
        )


if __name__ == "__main__":
    main()
