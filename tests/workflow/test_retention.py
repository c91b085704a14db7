"""Check how long words and ticks stay, and that what nobody has read stays longest."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from workflow.dates import LONDON
from workflow.retention import expired, oldest_kept, removed_words
from workflow.written import Written

WRITTEN = datetime(2019, 9, 5, 10, tzinfo=LONDON)
REPORT = datetime(2019, 9, 26, 9, tzinfo=LONDON)


def one(*, read: bool = True, at: datetime = WRITTEN) -> Written:
    return Written(
        id=1,
        script="local-offer",
        step="keep-change",
        provision=None,
        sealed=b"",
        use=None,
        queued_at=at,
        read_by=at + timedelta(days=1),
        read_at=at + timedelta(hours=1) if read else None,
    )


@pytest.mark.parametrize(
    ("reports", "last_day"),
    [
        ([REPORT], date(2019, 12, 24)),
        # A report before it was written is not its own.
        ([WRITTEN - timedelta(days=1), REPORT], date(2019, 12, 24)),
        # No report ever came, or only much later: 31 days and 90 are the longest.
        ([], date(2020, 1, 3)),
        ([REPORT + timedelta(days=200)], date(2020, 1, 3)),
    ],
)
def test_words_go_90_days_after_the_report_of_their_month(
    reports: list[datetime], last_day: date
) -> None:
    last = datetime.combine(last_day, datetime.max.time(), LONDON)
    assert expired([one()], reports, last) == ()
    assert len(expired([one()], reports, last + timedelta(microseconds=1))) == 1


def test_what_nobody_has_read_never_goes() -> None:
    assert expired([one(read=False)], [REPORT], REPORT + timedelta(days=3000)) == ()


@pytest.mark.parametrize(
    ("on", "first"),
    [
        (date(2021, 9, 5), date(2019, 9, 5)),
        (date(2022, 2, 28), date(2020, 2, 28)),
        (date(2024, 2, 29), date(2022, 2, 28)),
        (date(2021, 1, 31), date(2019, 1, 31)),
    ],
)
def test_ticks_and_marks_go_after_24_months(on: date, first: date) -> None:
    assert oldest_kept(on) == first


@pytest.mark.parametrize(
    ("what", "n", "said"),
    [
        ("written", 1, "1 written answer, 90 days after the report of their month"),
        ("ticked", 3, "3 people's ticked answers, after 24 months"),
        ("links", 2, "2 codes, mixed with others: the day for deleting is over"),
        ("something", 2, "2 somethings"),
    ],
)
def test_the_evidence_is_counts_and_reasons(what: str, n: int, said: str) -> None:
    assert removed_words(what, n) == said
