"""Follow a concern from the words that raised it until a person closes it."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.engine import Connection

from bot.alerts import send_test
from bot.app import build
from bot.concerns import Raised, add_contact, feedback_gaps, raise_concern
from bot.directline import WebDoor
from bot.doors import Address, Incoming, Kind
from bot.settings import Settings
from bot.stage import SetClock
from store.tables import metadata
from tests.journeys.council import DIRECTOR, Council, council, words
from workflow.concerns import Did
from workflow.people import DutyNumbers
from workflow.people import Kind as Post
from workflow.safeguarding import Kind as Danger
from workflow.safeguarding import Scan

DAY, NIGHT, LEAD, MANAGER = "kofi-mensah", "helen-marsh", "samina-iqbal", "peter-lowe"
CANARY = "zzq the heron waits behind the boiler zzq"
SCAN = Scan(concern=True, kinds=(Danger.HOME_UNSAFE,), because=("rule home-3",))
SETTINGS = Settings.model_validate({"secret_key": "k" * 32})


async def worry(town: Council, said: str = CANARY) -> Raised:
    """A young person's words raise a concern, and the alerts leave."""
    assert town.app.turns.cipher is not None
    async with town.app.store.begin() as books:
        raised = await raise_concern(
            books,
            cipher=town.app.turns.cipher,
            words=said,
            scan=SCAN,
            source="young",
            talk="talk-1",
            now=town.clock(),
        )
        await books.outbox.put(raised.letters, town.clock())
    await town.app.post.drain()
    return raised


async def test_the_person_on_duty_acknowledges_reads_and_closes_with_a_reason(
    database_url: str,
) -> None:
    async with council(database_url, SETTINGS) as town:
        raised = await worry(town)
        assert raised.reads_by == town.clock() + timedelta(minutes=30)
        alert = town.last(DAY)
        assert f"Please read {raised.reference} now" in words(alert)
        assert "acknowledge it by Monday 2 September, 9:15am" in words(alert)
        assert CANARY not in str(alert)
        taken = await town.press(DAY, "Acknowledge")
        assert "Kofi Mensah took it on, Monday 2 September, 9am." in words(taken)
        assert CANARY not in str(taken)
        read = await town.press(DAY, "Read the words")
        assert CANARY in words(read)
        assert "home unsafe" in words(read)
        assert "Found by: rule home-3" in words(read)
        hidden = await town.press(DAY, "Hide the words")
        assert CANARY not in str(hidden)
        refused = await town.press(DAY, "Yes, close it", why="  ")
        assert "Say why it can be closed." in words(refused)
        closed = await town.press(DAY, "Yes, close it", why="Social worker told.")
        assert "Closed by Kofi Mensah" in words(closed)
        assert "No open concerns" in words(await town.say(LEAD, "concerns"))
        async with town.app.store.read() as books:
            steps = await books.concerns.steps(raised.reference)
            audit = [(one.who, one.did) for one in await books.memory.audit()]
        assert [one.did for one in steps] == [
            Did.ALERTED,
            Did.ACKNOWLEDGED,
            Did.READ,
            Did.CLOSED,
        ]
        assert (DAY, "concern_read") in audit
        assert (DAY, "concern_closed") in audit


async def test_an_alert_goes_up_until_somebody_has_it_and_catches_up_after_an_outage(
    database_url: str,
) -> None:
    async with council(database_url, SETTINGS) as town:
        raised = await worry(town)

        def alerted(who: str) -> int:
            return sum(f"Please read {raised.reference}" in words(c) for c in town.cards(who))

        assert [alerted(one) for one in (DAY, LEAD, MANAGER)] == [1, 0, 0]
        await town.at("2019-09-02T09:14")
        assert [alerted(one) for one in (DAY, LEAD, MANAGER)] == [1, 0, 0]
        await town.at("2019-09-02T09:15")
        assert [alerted(one) for one in (DAY, LEAD, MANAGER)] == [1, 1, 0]
        assert "Nobody has acknowledged it for 15 minutes." in words(town.last(LEAD))
        await town.at("2019-09-02T09:30")
        assert [alerted(one) for one in (DAY, LEAD, MANAGER)] == [1, 1, 1]
        await town.at("2019-09-02T09:30")
        await town.at("2019-09-02T09:45")
        assert [alerted(one) for one in (DAY, LEAD, MANAGER)] == [1, 2, 2]
        # The service was away for an hour: one more each, not four.
        await town.at("2019-09-02T10:50")
        assert [alerted(one) for one in (DAY, LEAD, MANAGER)] == [1, 3, 3]
        await town.press(MANAGER, "Acknowledge")
        assert await town.at("2019-09-02T13:00") == []
        assert [alerted(one) for one in (DAY, LEAD)] == [1, 3]


async def test_an_outage_before_the_cover_was_told_tells_cover_and_manager_at_once(
    database_url: str,
) -> None:
    async with council(database_url, SETTINGS) as town:
        await worry(town)
        written = await town.at("2019-09-02T09:31")
        chat = [key.rpartition(":")[2] for key in written if key.startswith("alert:")]
        assert [one for one in chat if one != "mail"] == [LEAD, MANAGER]


async def test_two_processes_that_tick_at_once_alert_once_and_a_month_that_fails_stops_nothing(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with council(database_url, SETTINGS) as town:
        raised = await worry(town)

        async def broken(*_: object) -> list[str]:
            message = "the month can't be worked out"
            raise RuntimeError(message)

        monkeypatch.setattr("bot.rhythm.Rhythm._due", broken)
        monkeypatch.setattr("bot.rhythm.Rhythm._plan_next", broken)
        town.clock.now += timedelta(minutes=15)
        ticks = (town.app.rhythm.tick() for _ in range(4))
        ended = await asyncio.gather(*ticks, return_exceptions=True)
        assert [type(one) for one in ended] == [RuntimeError] * 4
        async with town.app.store.read() as books:
            steps = await books.concerns.steps(raised.reference)
        assert [(one.who, one.rung) for one in steps] == [(DAY, 0), (LEAD, 1)]


async def test_with_nobody_to_tell_it_waits_and_goes_to_the_first_who_is_named(
    database_url: str,
) -> None:
    async with council(database_url, SETTINGS) as town:
        async with town.app.store.begin() as books:
            people = await books.people.all()
            kept = tuple(one for one in people.appointments if one.kind not in SAFETY)
            await books.people.load(replace(people, appointments=kept, rota=()), town.clock())
        raised = await worry(town)
        assert raised.letters == ()
        assert [key for key in await town.at("2019-09-02T09:20") if key.startswith("alert:")] == []
        assert all(when > town.clock() for when, _ in await town.app.rhythm.ahead())
        async with town.app.store.begin() as books:
            await books.people.load(people, town.clock())
        written = await town.at("2019-09-02T09:21")
        assert {key.split(":")[3] for key in written if key.startswith("alert:")} == {DAY, LEAD}


async def test_nobody_else_sees_a_concern_and_a_reference_grants_nothing(
    database_url: str,
) -> None:
    async with council(database_url, SETTINGS) as town:
        raised = await worry(town)
        data = {"reference": raised.reference}
        for who in (DIRECTOR, NIGHT, "pmo", "ruth-abbott"):
            for verb in ("concern.read", "concern.open", "concern.take", "concern.close"):
                refused = await town.send(who, verb, {**data, "why": "x"})
                assert "That is not yours to see" in words(refused)
        assert "not yours" in words(await town.send(DIRECTOR, "concern.list", {}))
        async with town.app.store.read() as books:
            kept = await books.concerns.get(raised.reference)
            steps = await books.concerns.steps(raised.reference)
        assert kept is not None
        assert kept.acknowledged_by is None
        assert [one.did for one in steps] == [Did.ALERTED]


async def test_a_way_to_be_reached_is_told_to_whoever_has_the_concern(database_url: str) -> None:
    async with council(database_url, SETTINGS) as town:
        raised = await worry(town)
        await town.press(DAY, "Acknowledge")
        assert town.app.turns.cipher is not None
        async with town.app.store.begin() as books:
            await add_contact(
                books,
                talk="talk-1",
                contact="text 07700 900123",
                cipher=town.app.turns.cipher,
                now=town.clock(),
            )
        await town.app.post.drain()
        assert f"{raised.reference}: there is a way to reach them now" in words(town.last(DAY))
        assert "07700" not in str(town.last(DAY))
        assert "text 07700 900123" in words(await town.press(DAY, "Read the words"))


def written(connection: Connection) -> str:
    """Every row of every table, as text."""
    found = (connection.execute(select(table)) for table in metadata.tables.values())
    return "\n".join(str(row) for rows in found for row in rows)


async def test_a_canary_sentence_is_nowhere_that_the_service_writes(
    database_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    async with council(database_url, SETTINGS) as town:
        raised = await worry(town)
        web = WebDoor(town.app.store, key=b"w" * 32, now=lambda: 0.0, clock=town.clock)
        app = build(SETTINGS, town.app.store, clock=SetClock(town.clock()), doors={"web": web})
        kofi = town.directory(DAY)

        async def press(act: str, verb: str, **more: str) -> str:
            incoming = Incoming(
                door="web",
                activity=act,
                who=kofi,
                kind=Kind.PRESS,
                address=Address("web", DAY),
                verb=verb,
                data={"reference": raised.reference, **more},
            )
            answer = await app.turns.take(incoming)
            assert answer.replace is not None
            await web.send(Address("web", DAY), answer.replace, key=act)
            return answer.replace.text

        assert CANARY in await press("a1", "concern.read")
        assert "why it" not in await press("a2", "concern.take")
        await press("a3", "concern.close", why=f"Told: {CANARY}")
        # The same press again is answered again, with the words, from what is sealed.
        assert CANARY in await press("a1", "concern.read")
        await town.at("2019-09-02T10:00")
        rows = await town.app.store.look_sync(written)
        assert raised.reference in rows
        assert CANARY not in rows
        assert "heron" not in rows
        assert "heron" not in caplog.text
        assert "heron" not in str(town.hall.shown)
    if database_url.startswith("sqlite"):
        folder = Path(database_url.partition(":///")[2]).parent
        for file in folder.iterdir():
            assert b"heron" not in file.read_bytes(), file.name


async def test_words_sealed_with_another_key_say_so_and_stay_closed(database_url: str) -> None:
    async with council(database_url, SETTINGS) as town:
        raised = await worry(town)
        other = Settings.model_validate({"secret_key": "x" * 32})
        app = build(other, town.app.store, clock=town.clock, doors={"web": town.hall})
        town.app.turns, kept = app.turns, town.app.turns
        shown = await town.send(DAY, "concern.read", {"reference": raised.reference})
        town.app.turns = kept
        assert "can't be opened with this service's key" in words(shown)


async def test_a_test_alert_counts_for_seven_days_and_nothing_else_opens_feedback(
    database_url: str,
) -> None:
    async with council(database_url, SETTINGS) as town:

        async def gaps() -> tuple[str, ...]:
            async with town.app.store.read() as books:
                return await feedback_gaps(books, now=town.clock())

        assert await gaps() == (
            "No test alert was acknowledged in the last 7 days. Run: g2g test-alert",
        )
        async with town.app.store.begin() as books:
            number, told, _ = await send_test(books, town.clock())
        assert told == (DAY,)
        await town.app.post.drain()
        assert "This is a test alert" in words(town.last(DAY))
        assert len(await gaps()) == 1
        refused = await town.send(DIRECTOR, "alert.got", {"id": number})
        assert "not yours" in words(refused)
        assert "the test alert arrived" in words(await town.press(DAY, "Acknowledge"))
        assert await gaps() == ()
        await town.at("2019-09-09T08:59")
        assert await gaps() == ()
        await town.at("2019-09-09T09:00")
        assert len(await gaps()) == 1


async def test_every_gap_is_named_with_its_mend(database_url: str) -> None:
    async with council(database_url, SETTINGS) as town:
        now = town.clock()
        async with town.app.store.begin() as books:
            people = await books.people.all()
            kept = tuple(one for one in people.appointments if one.kind not in SAFETY)
            bare = replace(people, appointments=kept, rota=(), numbers=DutyNumbers())
            await books.people.load(bare, now)
        async with town.app.store.read() as books:
            found = await feedback_gaps(books, now=now, settings=Settings())
        assert list(found) == [
            "Feedback is switched off. Set G2G_FEEDBACK=on",
            "There is no secret key to seal words with. Set G2G_SECRET_KEY",
            "Alerts can't go by mail. Set G2G_SMTP_HOST and G2G_SMTP_FROM",
            "There is no duty number for under 18 in the people file.",
            "There is no duty number for 18 and over in the people file.",
            "There is no line saying when the duty numbers are answered in the people file.",
            "There is no out of hours number in the people file.",
            "Nobody is named as the reader of written answers in the people file.",
            "Nobody is named as the reader's cover in the people file.",
            "Nobody is named as the safeguarding lead in the people file.",
            "Nobody is named as the duty manager in the people file.",
            "Nobody is on duty from Monday 2 September, 9am to Monday 9 September, 9am. "
            "Fill it in the people file's rota.",
            "No test alert was acknowledged in the last 7 days. Run: g2g test-alert",
        ]


SAFETY = {Post.READER, Post.READER_COVER, Post.SAFEGUARDING_LEAD, Post.DUTY_MANAGER}


async def test_an_act_that_somebody_else_repeats_shows_them_nothing(database_url: str) -> None:
    async with council(database_url, SETTINGS) as town:
        raised = await worry(town)
        data = {"reference": raised.reference}
        shown = await town.send(DAY, "concern.read", data, act="one")
        assert CANARY in words(shown)
        again = await town.take(DAY, Kind.PRESS, act="one", verb="concern.read", data=data)
        assert again.replace is not None
        other = await town.take(DIRECTOR, Kind.PRESS, act="one", verb="concern.read", data=data)
        assert other.replace is None
