"""Live through the promised dates: what may not be kept goes by itself, and that is on record."""

from __future__ import annotations

from tests.journeys.council import Council
from tests.journeys.voices import READER, tick, with_key, write


async def _removed(town: Council) -> list[tuple[str, int]]:
    async with town.app.store.read() as books:
        return [(one.what, one.count) for one in await books.voices.removals()]


async def test_words_ticks_and_codes_go_on_their_days_and_leave_counts_behind(
    database_url: str,
) -> None:
    async with with_key(database_url) as town:
        await town.at("2019-09-05T10:00")
        read = await write(town, "a", "Please tell us more")
        unread = await write(town, "b", "And another thing")
        await tick(town, "c", "agree-lot", "agree-lot", "agree-lot")
        await town.send(READER, "reading.done", {"id": read})
        # The three talks' codes lead to answers until the 19th, and on the 20th no more.
        await town.at("2019-09-19T23:00")
        assert await _removed(town) == []
        await town.at("2019-09-20T00:01")
        assert await _removed(town) == [("links", 3)]
        # Nobody approved September, so no report came: 31 days and 90.
        await town.at("2020-01-03T23:59")
        assert ("written", 1) not in await _removed(town)
        await town.at("2020-01-04T00:01")
        assert (await _removed(town))[0] == ("written", 1)
        async with town.app.store.read() as books:
            assert await books.voices.written(read) is None
            # What nobody has read is never let go of.
            assert [one.id for one in await books.voices.unread()] == [unread]
        await town.at("2021-09-05T10:00")
        assert ("ticked", 1) not in await _removed(town)
        await town.at("2021-09-06T10:00")
        assert (await _removed(town))[0] == ("ticked", 1)


async def test_after_an_outage_it_goes_at_once_and_a_day_is_done_once(database_url: str) -> None:
    async with with_key(database_url) as town:
        await town.at("2019-09-05T10:00")
        await tick(town, "c", "agree-lot", "agree-lot", "agree-lot")
        await town.at("2019-12-01T10:00")
        await town.at("2019-12-01T10:01")
        assert await _removed(town) == [("links", 1)]
