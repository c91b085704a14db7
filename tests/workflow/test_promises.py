"""Check the 28 days, the reminders, and what stands on boards' cards of what young people asked."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from workflow.dates import LONDON, Calendar
from workflow.evidence import Figure
from workflow.heard import Heard, found_words, heard
from workflow.promises import (
    Promise,
    Reply,
    check_reply,
    check_text,
    clock_words,
    last_visit,
    nudges,
    reply_due,
    said_back,
    silent,
)
from workflow.voices import Release, Tally, release

CALENDAR = Calendar()
NOW = datetime(2019, 9, 5, 10, tzinfo=LONDON)
ONE = Promise(1, 1, "suggestion", "Clearer letters", "worker", NOW)
ASKED = replace(ONE, owner="owner", asked_on=date(2019, 9, 5), due=date(2019, 10, 3))
REPLIED = replace(
    ASKED,
    reply=Reply.STARTED,
    reply_words="New letters went out",
    replied_on=date(2019, 9, 20),
    public=True,
)
NAMES = {"owner": "Moira Campbell"}


@pytest.mark.parametrize(
    ("asked", "due"),
    [
        (date(2019, 9, 5), date(2019, 10, 3)),
        (date(2019, 9, 7), date(2019, 10, 7)),  # 28 days end on a Saturday
        (date(2019, 11, 27), date(2019, 12, 27)),  # on Christmas Day
        (date(2019, 3, 22), date(2019, 4, 23)),  # on Good Friday
    ],
)
def test_a_reply_is_due_in_28_days_on_a_working_day(asked: date, due: date) -> None:
    assert reply_due(asked, CALENDAR) == due


@pytest.mark.parametrize(
    ("one", "on", "said"),
    [
        (ONE, date(2019, 9, 5), "A draft: nobody has been asked yet"),
        (ASKED, date(2019, 10, 3), "Reply due by Thursday 3 October"),
        (ASKED, date(2019, 10, 4), "No reply. It was due on 3 October 2019, 1 day ago"),
        (REPLIED, date(2019, 12, 1), "Replied on 20 September 2019"),
        (
            replace(REPLIED, replied_on=date(2019, 10, 4)),
            date(2019, 12, 1),
            "Replied on 4 October 2019, late",
        ),
    ],
)
def test_the_clock_says_how_a_reply_stands(one: Promise, on: date, said: str) -> None:
    assert clock_words(one, on) == said


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        (Reply.WILL, "We will: Write to you"),
        (Reply.STARTED, "We've started: Write to you"),
        (Reply.CANNOT, "We can't, because Write to you"),
        (None, ""),
    ],
)
def test_a_reply_reads_as_a_sentence(reply: Reply | None, said: str) -> None:
    assert said_back(replace(ASKED, reply=reply, reply_words="Write to you")) == said


def test_reminders_come_twice_in_working_hours_and_an_outage_sends_only_the_newest() -> None:
    def keys(one: Promise, now: datetime) -> list[str]:
        return [
            letter.key for _, said in nudges([one], ["worker"], now, CALENDAR) for letter in said
        ]

    soon = datetime(2019, 9, 26, 9, tzinfo=LONDON)
    assert keys(ASKED, soon - timedelta(days=1)) == []
    assert keys(ASKED, soon.replace(hour=7)) == []
    assert keys(ASKED, soon) == ["asked:1:2019-09-26:owner"]
    reminded = replace(ASKED, reminded_on=soon.date())
    assert keys(reminded, soon + timedelta(days=4)) == []
    late = ["asked:1:2019-10-04:owner", "unanswered:1:2019-10-04:worker"]
    assert keys(reminded, datetime(2019, 10, 4, 9, tzinfo=LONDON)) == late
    assert keys(ASKED, datetime(2019, 10, 30, 9, tzinfo=LONDON)) == late
    told = replace(ASKED, reminded_on=date(2019, 10, 4))
    assert keys(told, datetime(2019, 12, 2, 9, tzinfo=LONDON)) == []
    for quiet in (ONE, REPLIED, replace(ASKED, dropped_at=NOW)):
        assert keys(quiet, datetime(2019, 12, 2, 9, tzinfo=LONDON)) == []


def test_silence_is_what_is_late_and_the_longest_wait_comes_first() -> None:
    later = replace(ASKED, id=2, due=date(2019, 9, 30))
    on = date(2019, 10, 10)
    assert [one.id for one in silent([ASKED, later, REPLIED, ONE], on)] == [2, 1]
    assert silent([ASKED], date(2019, 10, 3)) == ()


def test_the_next_visit_looks_at_promises_and_not_at_refusals() -> None:
    older = replace(REPLIED, id=2, replied_on=date(2019, 9, 1))
    refused = replace(REPLIED, id=3, reply=Reply.CANNOT)
    assert [one.id for one in last_visit([older, REPLIED, refused, ASKED])] == [1, 2]


@pytest.mark.parametrize(
    ("text", "owner", "error"),
    [
        ("Clearer letters", "owner", ""),
        (" ", "owner", "Say what young people asked for."),
        ("Clearer letters", "nobody", "Choose who replies."),
        ("x" * 1001, "owner", "That is 1001 characters. 1,000 are enough."),
    ],
)
def test_asking_needs_words_and_somebody(text: str, owner: str, error: str) -> None:
    assert check_text(text, owner, ["owner"]) == error


@pytest.mark.parametrize(
    ("reply", "words", "starts"),
    [
        ("will", "Next week", ""),
        ("perhaps", "Next week", "Choose one of the three"),
        ("will", "  ", "Say in a sentence"),
        ("will", "x" * 1001, "That is 1001 characters"),
    ],
)
def test_a_reply_is_one_of_three_with_words(reply: str, words: str, starts: str) -> None:
    error = check_reply(reply, words)
    assert error.startswith(starts)
    assert bool(error) == bool(starts)


# --- boards -------------------------------------------------------------------------------


def test_a_month_in_which_nothing_was_said_has_no_part() -> None:
    assert heard([], date(2019, 10, 1), names=NAMES) is None
    assert heard([ONE], date(2019, 10, 1), names=NAMES) is None


def test_boards_read_silence_replies_figures_and_the_councils_words() -> None:
    figure = Figure("QA1.2-Y1", "QA1.2", "66.7% (12 of 18) hear that the council acts")
    quoted = replace(REPLIED, id=3, text="Tell us more", quoted=True)
    found = heard(
        [ASKED, replace(ASKED, id=2, due=date(2019, 11, 1)), REPLIED, quoted],
        date(2019, 10, 10),
        names=NAMES,
        figures=[figure],
        statements={"QA1.2-Y1": ("They listen.", date(2019, 10, 1))},
        found={3: "14 young people marked it: fixed 14"},
    )
    assert found == Heard(
        silence=(
            "Clearer letters. Moira Campbell was asked on 5 September 2019; the reply is 7 days "
            "late.",
        ),
        clock=("Waiting for a reply: 1 late and 1 within the 28 days.",),
        figures=(
            "QA1.2: 66.7% (12 of 18) hear that the council acts.",
            "QA1.2, the Children in Care Council on 1 October 2019: “They listen.”",
        ),
        replies=(
            "You said: Clearer letters. We did: We've started: New letters went out.",
            "You said: “Tell us more.” We did: We've started: New letters went out. 14 young "
            "people marked it: fixed 14.",
        ),
    )


def test_a_reply_leaves_the_cards_after_a_quarter() -> None:
    later = date(2019, 9, 20) + timedelta(days=93)
    assert heard([REPLIED], later, names=NAMES) is None


@pytest.mark.parametrize(
    ("fixed", "better", "same", "said"),
    [
        (8, 6, 0, "14 young people marked it: fixed 8, better 6"),
        (9, 3, 0, "12 young people marked it: better 5 or fewer; the others are not shown"),
        (
            7,
            3,
            8,
            "18 young people marked it: better 5 or fewer; the others are not shown",
        ),
    ],
)
def test_marks_are_told_without_a_small_number(
    fixed: int, better: int, same: int, said: str
) -> None:
    counts = {"fixed": fixed, "better": better, "same": same}
    cells = {name: frozenset(f"{name}{n}" for n in range(m)) for name, m in counts.items()}
    let_out = release(Tally("promise:1", cells), ())
    assert isinstance(let_out, Release)
    assert found_words(let_out) == said
