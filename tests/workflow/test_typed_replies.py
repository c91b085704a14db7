"""Hold the reader of typed replies to what it can do, on replies written by others.

Each file in `replies` was written by somebody who had not read the reader: a text, where it was
typed, and what was wanted (one or more acceptable intents, the ratings, the figures). The
bounds are what was measured and may only be tightened; a rating or a figure that nobody gave is
harmful, and there is none. Run `python -m tests.workflow.replies.score` for the whole account.
"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.journeys.council import shipped_plan
from tests.workflow.replies.score import FILES, TODAY, Account, account
from workflow.rag import Rag
from workflow.replies import Context, Intent, Reader

# Of 200, 260 and 240 replies: intents right at least, questions at most.
BOUNDS = {"second": (185, 56), "third": (251, 76), "fourth": (226, 64)}


@pytest.mark.parametrize("name", FILES)
def test_most_replies_are_understood_as_meant(name: str) -> None:
    right, asks = BOUNDS[name]
    read: Account = account(name)
    assert len(read.right) >= right, read.misses()
    assert read.asks <= asks


@pytest.mark.parametrize("name", FILES)
def test_no_rating_is_read_that_nobody_gave(name: str) -> None:
    assert account(name).harmful_ratings == []


@pytest.mark.parametrize("name", FILES)
def test_no_figure_is_read_that_nobody_gave(name: str) -> None:
    assert account(name).harmful_figures == []


OPEN = ("SP1.1", "PI3.1", "PI3.3", "QA1.3")
READER = Reader(shipped_plan())


@given(
    st.sampled_from(["red", "Amber", "GREEN", "g"]),
    st.sampled_from(
        [
            "not {} yet", "it might go {}", "{} if we recruit", "will be {} by October",
            "was {} last month", "they said it was {}", "should it be {}?", "hoping for {} soon",
            "nowhere near {}", "{} only when the landlord signs", "not sure whether {} or not",
        ]
    ),
    st.sampled_from(["action:PI3.1", "rag:PI3.1", "round_overview"]),
    st.booleans(),
)  # fmt: skip
def test_a_rating_that_is_hoped_feared_denied_or_told_is_none(
    colour: str, pattern: str, awaiting: str, named: bool
) -> None:
    text = pattern.format(colour)
    text = f"PI3.1 {text}" if named else text
    assert READER.read(text, Context(awaiting, OPEN), TODAY).rag == {}, text


KINDS = ("none", "round_overview", "action:PI3.1", "rag:PI3.1", "measure:PI3.1-M1", "strange")


@given(st.text(max_size=300), st.sampled_from(KINDS))
def test_whatever_is_typed_is_read_and_its_words_are_kept(text: str, awaiting: str) -> None:
    read = READER.read(text, Context(awaiting, OPEN), TODAY)
    assert read.text == text
    assert isinstance(read.intent, Intent)
    assert all(part.narrative in text for part in read.parts)
    assert all(isinstance(rag, Rag) for rag in read.rag.values())
