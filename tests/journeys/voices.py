"""Stand in for young people in tests: they tick and write, as their conversation would keep it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.alerts import acknowledge_test, send_test
from bot.settings import Settings
from tests.journeys.council import Council, council
from workflow.voices import reading_deadline

__all__ = [
    "COVER",
    "LEAD",
    "OWNER",
    "READER",
    "WORKER",
    "tick",
    "visit",
    "with_feedback",
    "with_key",
    "write",
]

READER, COVER, LEAD, WORKER = "ruth-abbott", "ian-walker", "samina-iqbal", "ellie-brook"
OWNER = "moira-campbell"


@asynccontextmanager
async def with_key(url: str) -> AsyncIterator[Council]:
    """A council whose service has a secret key, and so can seal and open words."""
    settings = Settings.model_validate(
        {
            "secret_key": "k" * 32,
            "public_url": "https://g2g.example.org",
            "feedback": "on",
            "smtp_host": "mail.example.org",
            "smtp_from": "g2g@example.org",
        }
    )
    async with council(url, settings) as town:
        yield town


@asynccontextmanager
async def with_feedback(url: str) -> AsyncIterator[Council]:
    """The same, where somebody on duty has just acknowledged a test alert: the chat is open."""
    async with with_key(url) as town:
        async with town.app.store.begin() as books:
            number, told, _ = await send_test(books, town.clock.now)
            assert await acknowledge_test(books, number, by=told[0], now=town.clock.now)
        yield town


async def write(
    town: Council,
    talk: str,
    words: str,
    *,
    may_use: str = "",
    script: str = "local-offer",
    step: str = "keep-change",
    provision: str | None = None,
) -> int:
    """Write an answer, end the talk, and say whether the words may be used."""
    cipher = town.app.turns.cipher
    assert cipher is not None
    now = town.clock.now
    async with town.app.store.begin() as books:
        made = await books.voices.queue_written(
            talk=talk,
            script=script,
            step=step,
            sealed=cipher.seal(words),
            at=now,
            read_by=reading_deadline(now, town.app.calendar),
            provision=provision,
        )
        answers = {"use-words": (may_use,)} if may_use else {}
        await books.voices.keep_answers(
            talk=talk, script=script, version=1, provision=provision, answers=answers, at=now
        )
    return made


async def tick(town: Council, talk: str, *chosen: str) -> None:
    """Answer the three questions of the Local Offer that feed the plan."""
    steps = ("understand", "know-how", "independent")
    answers = {step: (one,) for step, one in zip(steps, chosen, strict=True) if one}
    await _keep(town, talk, "local-offer", None, answers)


async def visit(town: Council, talk: str, says: str, provision: str = "residential") -> None:
    """Fill in a visit's form."""
    await _keep(town, talk, "visit", provision, {"council-acts": (says,)})


async def _keep(
    town: Council, talk: str, script: str, provision: str | None, answers: dict[str, tuple[str]]
) -> None:
    async with town.app.store.begin() as books:
        await books.voices.keep_answers(
            talk=talk,
            script=script,
            version=1,
            provision=provision,
            answers=answers,
            at=town.clock.now,
        )
