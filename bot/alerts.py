"""Alert the duty team, again and further up while nobody answers, and test that it works."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from bot.ready import MADE_IN
from bot.settings import Mode, Settings
from store import Books
from workflow.concerns import Did, Step
from workflow.duty import holes_words, next_step_at, on_duty, rungs_due, told_at
from workflow.letters import Lane, Letter, WhenUnsure, mail_party, person_party
from workflow.people import Kind, holders

__all__ = [
    "TESTED_FOR",
    "acknowledge_test",
    "alert",
    "alerts_ahead",
    "escalate",
    "feedback_gaps",
    "send_test",
    "urgent",
]

# So long an acknowledged test alert shows that alerts arrive.
TESTED_FOR = timedelta(days=7)


async def alert(
    books: Books, reference: str, people: Iterable[str], now: datetime, *, rung: int
) -> tuple[Letter, ...]:
    """Alert these people of a concern, by chat and by mail, and note that they were."""
    letters = list[Letter]()
    for person in people:
        await books.concerns.step(reference, Step(now, Did.ALERTED, person, rung))
        facts = {"reference": reference}
        letters += await urgent(books, f"alert:{reference}:{rung}", person, "alert", facts, now)
    return tuple(letters)


async def urgent(
    books: Books, key: str, person: str, kind: str, facts: Mapping[str, object], now: datetime
) -> tuple[Letter, ...]:
    """One urgent message to one person, by chat and by mail; neither waits for anything."""
    everybody = (await books.people.all()).persons
    email = next((one.email for one in everybody if one.id == person), "")
    if await books.memory.fact(MADE_IN) == Mode.DEMO.value:
        # The demo's people are invented: nothing is ever mailed to them.
        email = ""
    if email:
        await books.memory.reach(
            mail_party(person), door="mail", conversation=email, more={}, now=now
        )
    ways = {"": person_party(person), ":mail": mail_party(person)}
    return tuple(
        Letter(
            f"{key}:{person}{way}",
            to,
            kind,
            facts,
            lane=Lane.URGENT,
            when_unsure=WhenUnsure.AGAIN,
        )
        for way, to in ways.items()
        if email or not way
    )


async def escalate(books: Books, now: datetime) -> list[Letter]:
    """Alert whoever should have been told by now of what nobody has acknowledged."""
    letters, people = list[Letter](), await books.people.all()
    for concern in await books.concerns.unacknowledged(to_change=True):
        done = await _done(books, concern.reference)
        due = rungs_due(concern.raised_at, done, now)
        missed = [one for rung in due for one in told_at(rung, people, now)]
        told = dict.fromkeys(missed)
        if told:
            letters += await alert(books, concern.reference, told, now, rung=due[-1])
            about = f"{concern.reference} step {due[-1]}"
            await books.memory.log("service", "alerted_again", about, now)
    return letters


async def alerts_ahead(books: Books, now: datetime) -> list[tuple[datetime, str]]:
    """When each alert that nobody acknowledged goes further, with a sentence."""
    found = list[tuple[datetime, str]]()
    for one in await books.concerns.unacknowledged():
        when = next_step_at(one.raised_at, await _done(books, one.reference))
        found += [(when, f"{one.reference} is passed on")] if when > now else []
    return found


async def _done(books: Books, reference: str) -> int:
    """The last step that was taken; -1 when nobody could be told yet."""
    steps = await books.concerns.steps(reference)
    return max((one.rung for one in steps if one.rung is not None), default=-1)


# --- the test alert -----------------------------------------------------------------------


async def send_test(books: Books, now: datetime) -> tuple[int, tuple[str, ...], list[str]]:
    """Send whoever is on duty a test alert: its number, who they are, the keys of the letters."""
    people = await books.people.all()
    told = told_at(0, people, now)
    number = await books.concerns.test(told, now)
    keys = list[str]()
    for person in told:
        facts = {"test": number}
        letters = await urgent(books, f"alert-test:{number}", person, "alert_test", facts, now)
        keys += await books.outbox.put(letters, now)
    await books.memory.log("operator", "test_alert", str(number), now)
    return number, told, keys


async def acknowledge_test(books: Books, number: int, *, by: str, now: datetime) -> bool:
    """Note that a test alert arrived; False when it is not known or was acknowledged before."""
    done = await books.concerns.tested(number, by=by, now=now)
    if done:
        await books.memory.log(by, "acknowledged_test", str(number), now)
    return done


# --- may feedback open? -------------------------------------------------------------------


async def feedback_gaps(
    books: Books, *, now: datetime, settings: Settings | None = None
) -> tuple[str, ...]:
    """What keeps feedback closed, each in a sentence with its mend; empty: it may open.

    `settings` adds what stands in the environment: the switch, and where mail goes.
    """
    gaps = _unset(settings) if settings else []
    people = await books.people.all()
    numbers = people.numbers
    gaps += [
        f"There is no {what} in the people file."
        for what, number in (
            ("duty number for under 18", numbers.under_18),
            ("duty number for 18 and over", numbers.over_18),
            ("line saying when the duty numbers are answered", numbers.hours),
            ("out of hours number", numbers.out_of_hours),
        )
        if not number
    ]
    gaps += [
        f"Nobody is named as {what} in the people file."
        for what, kind in (
            ("the reader of written answers", Kind.READER),
            ("the reader's cover", Kind.READER_COVER),
            ("the safeguarding lead", Kind.SAFEGUARDING_LEAD),
            ("the duty manager", Kind.DUTY_MANAGER),
        )
        if not holders(people, kind)
    ]
    if hole := holes_words(people.rota, now):
        gaps.append(f"{hole} Fill it in the people file's rota.")
    last = await books.concerns.last_tested()
    if last is None or last.acknowledged_at is None or now - last.acknowledged_at >= TESTED_FOR:
        gaps.append("No test alert was acknowledged in the last 7 days. Run: g2g test-alert")
    return tuple(gaps)


async def duty_words(books: Books, now: datetime) -> str:
    """Who is on duty now, by name; a sentence of its own where nobody is."""
    people, names = await books.people.all(), await books.people.names()
    return ", ".join(names[one] for one in on_duty(people.rota, now)) or "nobody"


def _unset(settings: Settings) -> list[str]:
    gaps = []
    if not settings.feedback_opens:
        gaps.append("Feedback is switched off. Set G2G_FEEDBACK=on")
    if settings.mode is Mode.PRODUCTION and settings.secret_key is None:
        gaps.append("There is no secret key to seal words with. Set G2G_SECRET_KEY")
    if settings.mode is Mode.PRODUCTION and not settings.mail_opens:
        gaps.append("Alerts can't go by mail. Set G2G_SMTP_HOST and G2G_SMTP_FROM")
    return gaps
