"""Read plans apart from the service: it goes on meanwhile, and a reading can be stopped."""

from __future__ import annotations

import asyncio
import time

import pytest
from openpyxl import Workbook

import tests.workflow.documents.in_word  # noqa: F401
from bot.reading import ReadingError, read_apart
from tests.workflow.documents.making import LAYOUTS, saved_book
from workflow.intake_draft import draft_of


def large(rows: int) -> bytes:
    """A spreadsheet plan of many rows, each with its own words."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Tracker")
    sheet.append(["ID", "Workstream", "Objective", "Action", "Owner", "Start", "Due", "RAG",
                  "Success measure", "Update"])  # fmt: skip
    for at in range(rows):
        sheet.append([
            f"A{at}", f"Stream {at // 300}", f"Objective {at // 30}", f"Do thing {at} well, " * 8,
            "Director of Children’s Social Care", "April 2019", "March 2020", "A",
            f"Audits rise\n• to {at % 90}% by June 2020\n" * 3, f"Step {at} is taken. " * 12,
        ])  # fmt: skip
    return saved_book(book)


async def test_a_file_read_apart_gives_what_reading_it_here_gives() -> None:
    data = LAYOUTS["merged_both_ways"]().data
    assert await read_apart(data) == draft_of(data).plain()


async def test_three_thousand_rows_take_under_ten_seconds_and_500_mb() -> None:
    data = large(3_000)
    began = time.perf_counter()
    draft = await read_apart(data)
    took = time.perf_counter() - began
    found = [a for w in draft["workstreams"] for o in w["objectives"] for a in o["actions"]]
    print(f"3,000 rows in {took:.1f} s, within 500 MB")
    assert len(found) == 3_000
    assert took < 10


async def test_the_service_goes_on_while_a_file_is_read() -> None:
    reading = asyncio.create_task(read_apart(large(1_000)))
    longest = 0.0
    while not reading.done():
        began = time.perf_counter()
        await asyncio.sleep(0.01)
        longest = max(longest, time.perf_counter() - began)
    assert (await reading)["problems"] == []
    assert longest < 0.5


async def test_a_reading_that_is_stopped_or_takes_too_long_ends_at_once() -> None:
    data = large(3_000)
    with pytest.raises(ReadingError, match="takes too long"):
        await read_apart(data, seconds=0.05)
    reading = asyncio.create_task(read_apart(data))
    await asyncio.sleep(0.3)
    reading.cancel()
    began = time.perf_counter()
    with pytest.raises(asyncio.CancelledError):
        await reading
    assert time.perf_counter() - began < 1


async def test_a_reading_that_wants_too_much_memory_is_a_sentence() -> None:
    with pytest.raises(ReadingError, match="too large"):
        await read_apart(large(200), memory=30_000_000)
