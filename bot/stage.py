"""Set the demonstration's stage: who can be chosen, and a clock that lives through the days."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime

from bot.alerts import TESTED_FOR, acknowledge_test, send_test
from bot.codes import Signer
from bot.demo import ClockView, Persona
from bot.doors import Address
from bot.post import Post
from bot.rhythm import Rhythm
from store import Books, Store
from store.talks import Invitation
from workflow.dates import Calendar, at, full_moment, today
from workflow.letters import board_party, person_party
from workflow.people import Kind, People, Person, holders
from workflow.plan import Plan
from workflow.words import count

__all__ = ["OPENING", "DemoStage", "SetClock"]

# Monday, before the first month of the real plan opens.
OPENING = at(date(2019, 9, 2), 9)
NOW = "demo_now"

_YOUNG = (
    ("care-leaver", "A care leaver", "15 to 25, on a phone, without an account"),
    ("young-inspector", "A young inspector", "15 to 25, after a visit"),
)
_INVITED_UNTIL = at(date(2029, 9, 2), 9)
_SAFETY = "Young people and safety"


class SetClock:
    """Service time that stands still until it is moved."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        """The time it is."""
        return self.now


class DemoStage:
    """The demonstration: everybody in the plan, and a clock that can only go forward."""

    def __init__(
        self,
        store: Store,
        clock: SetClock,
        calendar: Calendar,
        rhythm: Rhythm,
        post: Post,
        *,
        busy: Callable[[], bool],
        signer: Signer,
    ) -> None:
        self._store = store
        self._clock = clock
        self._calendar = calendar
        self._rhythm = rhythm
        self._post = post
        self._busy = busy
        self._invited = {
            "care-leaver": Invitation(
                "demo-local-offer", "open", "local-offer", OPENING, _INVITED_UNTIL
            ),
            "young-inspector": Invitation(
                signer.signed("demo-visit"),
                "visit",
                "visit",
                OPENING,
                _INVITED_UNTIL,
                provision="virtual-school",
                lead="ellie-brook",
            ),
        }

    async def prepare(self) -> None:
        """Give everybody a conversation, and young people their pages."""
        async with self._store.begin() as books:
            kept = await books.memory.fact(NOW)
            self._clock.now = datetime.fromisoformat(kept) if kept else OPENING
            await books.memory.note(NOW, self._clock.now.isoformat())
            for persona in await self._cast(books):
                if persona.page:
                    continue
                party = _party(persona.who, await books.people.by_directory(persona.who))
                await books.memory.reach(
                    party, door="web", conversation=_room(persona.id), more={}, now=self._clock.now
                )
            for invitation in self._invited.values():
                if await books.talks.invitation(invitation.id) is None:
                    await books.talks.invite(invitation)
            await _tested(books, self._clock.now)
        await self._settle()

    async def personas(self) -> Sequence[Persona]:
        """Everybody that can be chosen, in the order shown."""
        async with self._store.read() as books:
            return await self._cast(books)

    async def address_of(self, persona: str) -> Address:
        """The web conversation of a persona; KeyError when there is none of that id."""
        if any(one.id == persona for one in await self.personas()):
            return Address("web", _room(persona))
        raise KeyError(persona)

    async def clock(self) -> ClockView:
        """The time it is, and what comes next."""
        now = self._clock()
        ahead = await self._rhythm.ahead()
        board = next((when for when, words in ahead if words.startswith("Board day")), None)
        local = today(now)
        return ClockView(
            now=now,
            words=full_moment(now),
            next=ahead[0] if ahead else None,
            working_day=at(self._calendar.forward(local, 1), 9),
            board_day=board,
        )

    async def move(self, to: datetime) -> ClockView:
        """Live through everything until `to`, stopping wherever something is due."""
        now = self._clock()
        if to < now:
            message = f"It is {full_moment(now)}, and time only goes forward."
            raise ValueError(message)
        while True:
            ahead = await self._rhythm.ahead()
            stop = min((when for when, _ in ahead if when <= to), default=to)
            await self._set(stop)
            async with self._store.begin() as books:
                await _tested(books, stop)
            await self._rhythm.tick()
            await self._settle()
            if stop == to:
                return await self.clock()

    async def idle(self) -> bool:
        """Whether everything that is due has been said, and every turn has ended."""
        if self._busy() or self._post.busy:
            return False
        async with self._store.read() as books:
            return await books.outbox.idle()

    async def _settle(self) -> None:
        await self._post.drain()

    async def _set(self, now: datetime) -> None:
        async with self._store.begin() as books:
            await books.memory.note(NOW, now.isoformat())
            await _tested(books, now)
        self._clock.now = now

    async def _cast(self, books: Books) -> list[Persona]:
        plan = await books.plans.current()
        people = await books.people.all()
        if plan is None:
            return []
        young = [
            Persona(id_, name, post, _SAFETY, "", types=False, page=f"/y/{self._invited[id_].id}")
            for id_, name, post in _YOUNG
        ]
        return [
            *_officers(plan, people),
            *_office(people),
            *_boards(plan, people),
            *young,
            *_safety(people),
        ]


def _officers(plan: Plan, people: People) -> list[Persona]:
    led = {role.id: sum(role.id in action.leads for action in plan.actions) for role in plan.roles}
    ranked = sorted(plan.roles, key=lambda role: -led[role.id])
    return [
        _staff(people, person, f"{role.title} · {count(led[role.id], 'action')}", "Lead officers")
        for role in ranked
        for person in holders(people, Kind.LEAD, role.id)
    ]


def _office(people: People) -> list[Persona]:
    found = []
    for kind, post in (
        (Kind.PMO, "Programme office (PMO)"),
        (Kind.APPROVER, "Approves what boards see"),
    ):
        found += [
            _staff(people, person, post, "Programme office") for person in holders(people, kind)
        ]
    return list({one.id: one for one in found}.values())


def _boards(plan: Plan, people: People) -> list[Persona]:
    names = {board.id: board for board in plan.boards}
    return [
        Persona(
            id=f"board-{seat.board}",
            name=names[seat.board].name,
            post="The board's channel",
            group="Boards",
            who=board_party(seat.board),
            types=True,
        )
        for seat in people.seats
        if seat.card and seat.board in names
    ]


def _safety(people: People) -> list[Persona]:
    return list({one.id: one for one in (*_duty_team(people), *_listeners(people))}.values())


def _listeners(people: People) -> list[Persona]:
    """Those who read what young people write, and who brings it to somebody that replies."""
    posts = (
        (Kind.READER, "Reads what young people write"),
        (Kind.READER_COVER, "Reads it when the reader can't"),
        (Kind.PARTICIPATION_WORKER, "Participation worker"),
    )
    found = [
        _staff(people, person, post, _SAFETY)
        for kind, post in posts
        for person in holders(people, kind)
    ]
    return list({one.id: one for one in found}.values())


def _duty_team(people: People) -> list[Persona]:
    """Those who are alerted: on the rota, the safeguarding lead, the duty manager."""
    rota = dict.fromkeys(shift.person for shift in people.rota)
    found = [_staff(people, person, "On the duty rota", _SAFETY) for person in rota]
    found += [
        _staff(people, person, post, _SAFETY)
        for kind, post in (
            (Kind.SAFEGUARDING_LEAD, "Safeguarding lead"),
            (Kind.DUTY_MANAGER, "Duty manager"),
        )
        for person in holders(people, kind)
    ]
    return list({one.id: one for one in found}.values())


async def _tested(books: Books, now: datetime) -> None:
    """Have the first person on duty acknowledge a test alert every week, as feedback asks for."""
    last = await books.concerns.last_tested()
    if last and last.acknowledged_at and now - last.acknowledged_at < TESTED_FOR:
        return
    number, told, _ = await send_test(books, now)
    if told:
        await acknowledge_test(books, number, by=told[0], now=now)


def _staff(people: People, person: str, post: str, group: str, *, types: bool = True) -> Persona:
    who = next(one for one in people.persons if one.id == person)
    return Persona(who.id, who.name, post, group, who.directory_id, types)


def _room(persona: str) -> str:
    return f"demo-{persona}"


def _party(who: str, person: Person | None) -> str:
    return person_party(person.id) if person is not None else who
