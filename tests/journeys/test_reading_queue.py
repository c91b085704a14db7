"""Live through the reading queue: every written answer is read by somebody, in time."""

from __future__ import annotations

import logging

import pytest
from sqlalchemy import select
from sqlalchemy.engine import Connection

from store.tables import metadata
from tests.journeys.council import DIRECTOR, Council, buttons, words
from tests.journeys.voices import COVER, LEAD, READER, WORKER, with_key, write

ON_DUTY = "kofi-mensah"
SAID = "The bus pass ran out and nobody told me how to get a new one"


async def _log(town: Council) -> list[tuple[str, str, str]]:
    async with town.app.store.read() as books:
        return [(one.who, one.did, one.about) for one in await books.memory.audit()]


async def test_a_reader_is_told_without_a_word_and_reads_one_after_the_other(
    database_url: str,
) -> None:
    async with with_key(database_url) as town:
        await town.at("2019-09-02T10:00")
        first = await write(town, "a", SAID, may_use="yes")
        second = await write(town, "b", "More cooking lessons please")
        assert await town.at("2019-09-02T10:01") == [f"reading:reader:{second}:{READER}"]
        told = town.last(READER)
        assert "2 written answers wait to be read" in words(told)
        assert "Please read by Tuesday 3 September, 5pm." in words(told)
        assert SAID not in str(told)

        card = await town.press(READER, "Read the next one")
        assert SAID in words(card)
        assert "An answer to: One thing to keep, one thing to change?" in words(card)
        assert "May we use your words? Yes, without their name" in words(card)
        card = await town.press(READER, "Read – nothing to do")
        assert "More cooking lessons please" in words(card)
        assert "May we use your words? They didn't say, so no" in words(card)
        card = await town.press(READER, "Read – nothing to do")
        assert "Everything has been read" in words(card)
        assert SAID not in str(town.hall.shown[READER])
        assert [one for one in await _log(town) if one[1].startswith("written")] == [
            (READER, "written_opened", f"written {first}"),
            (READER, "written_read", f"written {first}"),
            (READER, "written_opened", f"written {second}"),
            (READER, "written_read", f"written {second}"),
        ]


async def test_an_unread_answer_goes_to_the_cover_and_then_to_the_safeguarding_lead(
    database_url: str,
) -> None:
    async with with_key(database_url) as town:
        await town.at("2019-09-06T22:00")
        made = await write(town, "a", SAID)
        # Friday night: the reader is told on Monday morning, and reads until five o'clock.
        assert not [key for key in await town.at("2019-09-08T12:00") if "reading" in key]
        assert f"reading:reader:{made}:{READER}" in await town.at("2019-09-09T08:00")
        assert not [key for key in await town.at("2019-09-09T16:59") if "reading" in key]
        assert f"reading:cover:{made}:{COVER}" in await town.at("2019-09-09T17:00")
        assert "you are asked as their cover" in words(town.last(COVER))
        assert "1 past the deadline." in words(town.last(COVER))
        assert not [key for key in await town.at("2019-09-10T11:59") if "reading" in key]
        assert f"reading:lead:{made}:{LEAD}" in await town.at("2019-09-10T12:00")
        card = await town.press(LEAD, "Read the next one")
        assert "This was to be read by Monday 9 September, 5pm." in words(card)
        await town.press(LEAD, "Read – nothing to do")
        assert not [key for key in await town.at("2019-09-12T12:00") if "reading" in key]


async def test_an_outage_catches_up_by_itself_and_asks_each_person_once(database_url: str) -> None:
    async with with_key(database_url) as town:
        await town.at("2019-09-02T10:00")
        made = await write(town, "a", SAID)
        after = [key for key in await town.at("2019-09-11T10:00") if "reading" in key]
        assert after == [f"reading:lead:{made}:{LEAD}"]
        assert not [key for key in await town.at("2019-09-11T10:01") if "reading" in key]


async def test_a_reader_who_is_away_is_passed_over(database_url: str) -> None:
    async with with_key(database_url) as town:
        await town.at("2019-09-05T09:00")
        await town.send(READER, "absence.save", {"month": "2019-09", "back": "2019-09-20"})
        made = await write(town, "a", SAID)
        told = await town.at("2019-09-05T10:00")
        assert [key for key in told if "reading" in key] == [f"reading:reader:{made}:{COVER}"]


async def test_nobody_else_reads_a_word(database_url: str) -> None:
    async with with_key(database_url) as town:
        await town.at("2019-09-05T09:00")
        made = await write(town, "a", SAID)
        for verb in ("reading.open", "reading.done", "reading.concern", "reading.suggest"):
            card = await town.send(DIRECTOR, verb, {"id": made, "words": "x"})
            assert "That is not yours to read" in words(card)
            assert SAID not in str(card)
        async with town.app.store.read() as books:
            assert [one.id for one in await books.voices.unread()] == [made]


async def test_in_doubt_an_answer_is_passed_on_as_a_concern(database_url: str) -> None:
    async with with_key(database_url) as town:
        await town.at("2019-09-05T09:00")
        made = await write(town, "a", "my key worker scares me")
        card = await town.send(READER, "reading.concern", {"id": made})
        assert "Passed on as C-" in words(card)
        # It is Thursday, nine o'clock: Kofi Mensah is on duty, and alerted at once.
        assert "my key worker" not in str(town.last(ON_DUTY))
        reference = words(card).partition("Passed on as ")[2][:6]
        assert reference in words(town.last(ON_DUTY))
        async with town.app.store.read() as books:
            kept_concern = await books.concerns.get(reference)
        assert kept_concern is not None
        assert b"scares" not in kept_concern.words
        # The duty team may have to find out who wrote it.
        assert kept_concern.talk == "a"
        card = await town.send(READER, "reading.concern", {"id": made})
        assert "passed on already" in words(card)
        async with town.app.store.read() as books:
            kept = await books.voices.written(made)
            assert kept is not None
            assert kept.outcome == "concern"
        assert "scares" not in str(town.hall.shown)


async def test_a_suggestion_goes_on_in_words_from_which_nobody_can_be_known(
    database_url: str,
) -> None:
    async with with_key(database_url) as town:
        await town.at("2019-09-05T09:00")
        made = await write(town, "a", SAID, may_use="no")
        card = await town.send(READER, "reading.suggest", {"id": made, "quote": "yes"})
        assert "only when they said yes" in words(card)
        card = await town.send(READER, "reading.suggest", {"id": made, "words": " "})
        assert "Say in your own words" in words(card)
        card = await town.send(
            READER, "reading.suggest", {"id": made, "words": "Tell us how to renew a bus pass"}
        )
        assert "Everything has been read" in words(card)
        draft = town.last(WORKER)
        assert "Tell us how to renew a bus pass" in str(draft)
        assert "ran out" not in str(town.hall.shown[WORKER])


async def test_their_own_words_are_quoted_where_they_said_yes_and_the_reader_agrees(
    database_url: str,
) -> None:
    async with with_key(database_url) as town:
        await town.at("2019-09-05T09:00")
        made = await write(town, "a", SAID, may_use="yes")
        await town.send(READER, "reading.suggest", {"id": made, "quote": "yes"})
        assert SAID in str(town.last(WORKER))
        assert "a young person's own words" in words(town.last(WORKER))


async def test_two_readers_at_once_do_one_thing(database_url: str) -> None:
    async with with_key(database_url) as town:
        await town.at("2019-09-05T09:00")
        made = await write(town, "a", SAID)
        await town.send(READER, "reading.open", {})
        await town.send(COVER, "reading.open", {})
        await town.send(READER, "reading.done", {"id": made})
        card = await town.send(COVER, "reading.suggest", {"id": made, "words": "Bus passes"})
        assert "That one has been read already." in words(card)
        async with town.app.store.read() as books:
            assert await books.promises.all() == ()


async def test_what_was_deleted_before_anybody_read_it_is_read_and_then_gone(
    database_url: str,
) -> None:
    async with with_key(database_url) as town:
        await town.at("2019-09-05T09:00")
        made = await write(town, "a", SAID, may_use="yes")
        async with town.app.store.begin() as books:
            await books.voices.forget("a", now=town.clock.now)
        card = await town.send(READER, "reading.open", {})
        assert "It was deleted with its code" in words(card)
        assert [one["title"] for one in buttons(card)] == [
            "Read – nothing to do",
            "Yes, alert the duty team",
        ]
        await town.send(READER, "reading.done", {"id": made})
        async with town.app.store.read() as books:
            assert await books.voices.written(made) is None


async def test_the_words_stand_nowhere_in_clear_however_they_are_read(
    database_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    canary = "Zanzibar marmalade told me"
    caplog.set_level(logging.DEBUG)
    async with with_key(database_url) as town:
        await town.at("2019-09-05T09:00")
        for talk in "abc":
            await write(town, talk, canary)
        assert canary in words(await town.send(READER, "reading.open", {}))
        await town.say(COVER, "read")
        await town.send(READER, "reading.done", {"id": 1})
        await town.send(READER, "reading.suggest", {"id": 2, "words": "Breakfast"})
        await town.send(READER, "reading.concern", {"id": 3})
        await town.at("2019-09-09T12:00")

        def everything(connection: Connection) -> str:
            tables = metadata.sorted_tables
            return "".join(str(connection.execute(select(one)).all()) for one in tables)

        kept = await town.app.store.look_sync(everything)
    assert "Breakfast" in kept
    assert "marmalade" not in kept
    assert "marmalade" not in caplog.text


async def test_words_sealed_with_another_key_stay_unread_until_that_is_mended(
    database_url: str,
) -> None:
    async with with_key(database_url) as town:
        await town.at("2019-09-05T09:00")
        async with town.app.store.begin() as books:
            await books.voices.queue_written(
                talk="a",
                script="visit",
                step="keep",
                sealed=b"x" * 40,
                at=town.clock.now,
                read_by=town.clock.now,
            )
        card = await town.send(READER, "reading.open", {})
        assert "These words can't be opened" in words(card)
        assert [one["title"] for one in buttons(card)] == ["Try again"]
