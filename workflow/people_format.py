"""Define the people file: who holds which post, who stands in, who is on duty, where boards are."""

from __future__ import annotations

from datetime import time
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field

from workflow import people as values
from workflow.fields import Clock, Complaint, Day, Entry, Id, Name, Title, refusal

__all__ = ["PEOPLE_KEYS", "PeopleFile"]

_DayName = Literal["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_WEEKS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": -1}
_DAY_MINUTES = 24 * 60
_WEEK_MINUTES = 7 * _DAY_MINUTES

# The keys of the file that list people for one kind of appointment.
PEOPLE_KEYS = {
    "pmo": values.Kind.PMO,
    "approvers": values.Kind.APPROVER,
    "participation_workers": values.Kind.PARTICIPATION_WORKER,
    "readers": values.Kind.READER,
    "reader_covers": values.Kind.READER_COVER,
    "safeguarding_leads": values.Kind.SAFEGUARDING_LEAD,
    "duty_managers": values.Kind.DUTY_MANAGER,
}

_Some = Annotated[tuple[Name, ...], Field(min_length=1)]
_Phone = Annotated[str, Field(max_length=100)]


class _Person(Entry):
    id: Id = Field(examples=["asha-rahman"])
    """A short name for the person, used in the rest of this file."""
    name: Title = Field(examples=["Asha Rahman"])
    """The person's name, as colleagues know it."""
    email: Annotated[str, Field(pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$", max_length=254)] = Field(
        examples=["asha.rahman@example.org"]
    )
    """The work e-mail address."""
    directory_id: Annotated[
        str, Field(pattern=r"^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$")
    ] = Field(examples=["0f8fad5b-d9cb-469f-a165-70867728950e"])
    """The person's object id in the council's directory (Microsoft Entra)."""

    def made(self) -> values.Person:
        return values.Person(self.id, self.name, self.email, self.directory_id.lower())


class _Meets(Entry):
    week: Literal["first", "second", "third", "fourth", "last"] = Field(examples=["fourth"])
    """In which week of the month."""
    day: _DayName = Field(examples=["Thursday"])
    """On which day of that week."""
    dates: tuple[Day, ...] = Field(default=(), examples=[["2019-12-12"]])
    """Meetings that break the rule; each replaces the rule in its month."""

    def made(self) -> values.Meeting:
        return values.Meeting(_WEEKS[self.week], _DAYS.index(self.day), self.dates)


class _Seat(Entry):
    channel: Annotated[str, Field(max_length=300)] = Field(
        default="", examples=["19:abc123@thread.tacv2"]
    )
    """The conversation id of its Teams channel; leave it out until it is known."""
    meets: _Meets | None = Field(default=None, examples=[{"week": "fourth", "day": "Thursday"}])
    """When it meets; left out, it has the anchor board's day."""
    anchor: bool = Field(default=False, examples=[True])
    """True for the one board from whose day each month's dates count back."""
    card: bool = Field(default=True, examples=[False])
    """False for a group that receives no card."""
    decides: tuple[Name, ...] = Field(default=(), examples=[["carys-morgan"]])
    """Who may record its decisions."""


# A board with nothing after its colon has a seat with nothing special about it.
_BoardSeat = Annotated[_Seat, BeforeValidator(lambda seat: {} if seat is None else seat)]


class _Shift(Entry):
    person: Name = Field(examples=["asha-rahman"])
    """Who is on duty."""
    days: Annotated[tuple[_DayName, ...], Field(min_length=1)] = Field(
        examples=[["Monday", "Tuesday"]]
    )
    """On which days of the week the shift begins."""
    start: Clock = Field(examples=["09:00"])
    """When it begins, local time."""
    until: Clock = Field(examples=["17:00"])
    """When it ends; at or before its start means on the next day."""

    def made(self) -> values.Shift:
        weekdays = tuple(_DAYS.index(name) for name in self.days)
        return values.Shift(self.person, weekdays, self.start, self.until)

    def minutes(self) -> list[tuple[int, int]]:
        """List its stretches as minutes of the week from Monday 00:00; one may pass the end."""
        start, until = _minute(self.start), _minute(self.until)
        length = (until - start - 1) % _DAY_MINUTES + 1
        begins = (_DAYS.index(name) * _DAY_MINUTES + start for name in self.days)
        return [(begin, begin + length) for begin in begins]


class _Numbers(Entry):
    under_18: _Phone = Field(default="", examples=["0161 496 0101"])
    """The number a young person under 18 is shown."""
    over_18: _Phone = Field(default="", examples=["0161 496 0102"])
    """The number a young person of 18 or over is shown."""
    hours: _Phone = Field(default="", examples=["Monday to Friday, 9am to 5pm"])
    """When those numbers are answered."""
    out_of_hours: _Phone = Field(default="", examples=["0161 496 0103"])
    """The number for nights, weekends and bank holidays."""
    checked: Day | None = Field(default=None, examples=["2019-09-02"])
    """The day somebody last rang them all."""

    def made(self) -> values.DutyNumbers:
        return values.DutyNumbers(
            self.under_18, self.over_18, self.hours, self.out_of_hours, self.checked
        )


def _minute(clock: time) -> int:
    return clock.hour * 60 + clock.minute


def _one_anchor(seats: dict[str, _Seat]) -> dict[str, _Seat]:
    anchors = [name for name, seat in seats.items() if seat.anchor]
    if len(anchors) != 1:
        told = " and ".join(anchors) or "none"
        what = f"exactly one board is the anchor, from whose day dates count back; here: {told}"
        raise refusal(Complaint(what, "Write “anchor: true” at one board."))
    if seats[anchors[0]].meets is None:
        what = "the anchor board needs its meeting day"
        mend = "Add it, for example meets: {week: fourth, day: Thursday}."
        raise refusal(Complaint(what, mend, (anchors[0],)))
    return seats


def _every_hour(rota: tuple[_Shift, ...]) -> tuple[_Shift, ...]:
    """Refuse a rota that leaves any minute of the week to nobody; an empty one says nothing."""
    covered = sorted(stretch for shift in rota for stretch in shift.minutes())
    if not covered:
        return rota
    # A stretch that runs past Sunday's midnight also covers the start of the week.
    reached = max((end for _, end in covered), default=0) - _WEEK_MINUTES
    gaps: list[str] = []
    for start, end in [*covered, (_WEEK_MINUTES, _WEEK_MINUTES)]:
        if start > max(reached, 0):
            gaps.append(f"{_moment(max(reached, 0))} to {_moment(start)}")
        reached = max(reached, end)
    if gaps:
        what = f"nobody is on duty: {'; '.join(gaps)}"
        raise refusal(Complaint(what, "Give every hour of the week to somebody."))
    return rota


def _moment(minute: int) -> str:
    day, rest = divmod(minute, _DAY_MINUTES)
    return f"{_DAYS[day % 7]} {rest // 60:02}:{rest % 60:02}"


class PeopleFile(Entry):
    """Everybody who works with a plan, and what each may do."""

    people: Annotated[tuple[_Person, ...], Field(min_length=1)]
    """Everybody, once."""
    leads: dict[str, Name] = Field(examples=[{"director-csc": "asha-rahman"}])
    """Who holds each role of the plan: the role's id, then the person's."""
    deputies: dict[str, _Some] = Field(default={}, examples=[{"director-csc": ["tom-ellis"]}])
    """Who may draft answers for a role: the role's id, then the people's."""
    pmo: _Some = Field(examples=[["asha-rahman"]])
    """Who runs the month."""
    approvers: _Some = Field(examples=[["asha-rahman"]])
    """Who lets the boards' cards be posted."""
    boards: Annotated[dict[str, _BoardSeat], AfterValidator(_one_anchor)] = Field(
        examples=[{"programme-board": {"anchor": True}}]
    )
    """Each board of the plan: its channel, its meetings, who records its decisions."""
    participation_workers: tuple[Name, ...] = Field(default=(), examples=[["asha-rahman"]])
    """Who works with young people and sends invitations."""
    readers: tuple[Name, ...] = Field(default=(), examples=[["asha-rahman"]])
    """Who reads every written answer by the next working day."""
    reader_covers: tuple[Name, ...] = Field(default=(), examples=[["asha-rahman"]])
    """Who reads when the reader does not."""
    safeguarding_leads: tuple[Name, ...] = Field(default=(), examples=[["asha-rahman"]])
    """Who looks after concerns and the list of words."""
    duty_managers: tuple[Name, ...] = Field(default=(), examples=[["asha-rahman"]])
    """Who is told when an alert stays unanswered."""
    rota: Annotated[tuple[_Shift, ...], AfterValidator(_every_hour)] = ()
    """Who is on duty when; together every hour of the week."""
    numbers: _Numbers = _Numbers()
    """The telephone numbers a young person may be shown."""

    def made(self) -> values.People:
        """Make everybody that the file names."""
        return values.People(
            persons=tuple(person.made() for person in self.people),
            appointments=tuple(self._appointments()),
            seats=tuple(
                values.BoardSeat(
                    board,
                    seat.channel,
                    seat.meets.made() if seat.meets else None,
                    seat.anchor,
                    seat.card,
                )
                for board, seat in self.boards.items()
            ),
            rota=tuple(shift.made() for shift in self.rota),
            numbers=self.numbers.made(),
        )

    def _appointments(self) -> list[values.Appointment]:
        kind = values.Kind
        scoped = [
            *((holder, kind.LEAD, role) for role, holder in self.leads.items()),
            *((one, kind.DEPUTY, role) for role, some in self.deputies.items() for one in some),
            *(
                (one, kind.DECISION_TAKER, board)
                for board, seat in self.boards.items()
                for one in seat.decides
            ),
        ]
        plain = [
            (one, appointed, "")
            for key, appointed in PEOPLE_KEYS.items()
            for one in getattr(self, key)
        ]
        return [values.Appointment(*one) for one in (*scoped, *plain)]
