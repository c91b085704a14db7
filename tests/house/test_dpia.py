"""Check that the impact assessment speaks of files that are there, and of the rules in force."""

from __future__ import annotations

import re
from pathlib import Path

from workflow.promises import REPLY_DAYS
from workflow.retention import RATING_MONTHS, WRITTEN_DAYS
from workflow.voices import FEW, LEAST, WITHDRAW_DAYS

HOUSE = Path(__file__).parents[2]
TOLD = (HOUSE / "docs" / "dpia.md").read_text(encoding="utf-8")


def test_every_file_that_it_names_is_there() -> None:
    named = set(re.findall(r"`([\w./-]+\.(?:py|yaml|html|md))`", TOLD))
    assert len(named) > 20
    assert sorted(name for name in named if not (HOUSE / name).is_file()) == []


def test_it_promises_the_days_and_numbers_that_the_rules_keep() -> None:
    words = " ".join(TOLD.split())
    for promise in (
        f"{WRITTEN_DAYS} days after the report of their month",
        f"{RATING_MONTHS} months",
        f"with the code, for {WITHDRAW_DAYS} days",
        f"fewer than {LEAST} show nothing",
        f'1 to {FEW} are "{FEW} or fewer"',
        f"{REPLY_DAYS} days, two reminders",
    ):
        assert promise in words, promise
