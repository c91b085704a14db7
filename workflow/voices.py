"""Let a figure of young people out, or keep it in: the one gate that every such figure passes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import combinations

from workflow.dates import Calendar, at, today

__all__ = [
    "FEW",
    "LEAST",
    "WITHDRAW_DAYS",
    "Cell",
    "Kept",
    "Release",
    "Split",
    "Tally",
    "reading_deadline",
    "release",
    "withdraw_until",
]

# Fewer people than this are never a percentage, nor anything else but "fewer than 10".
LEAST = 10
# Counts from 1 to this are "5 or fewer".
FEW = 5
# How long somebody may take their answers back with their code, in days.
WITHDRAW_DAYS = 14
# One sentence for both cases: which of them it was would tell a number.
_TOO_FEW = "Too few people have answered to show this."
# When a working day ends for those who read.
_DAY_ENDS = 17


@dataclass(frozen=True, slots=True)
class Split:
    """What people are told apart by beside their answer, and which part of them this is.

    `place` says that the part is one home or one family, however many live there.
    """

    by: str
    part: str
    place: bool = False


@dataclass(frozen=True, slots=True)
class Tally:
    """A figure that wants to be shown, not counted yet.

    `cells` holds, by answer, the voices (random ids) that gave it; each voice stands in one.
    `splits` is whatever the people were chosen by beside having answered.
    """

    figure: str
    cells: Mapping[str, frozenset[str]]
    splits: tuple[Split, ...] = ()

    @property
    def voices(self) -> frozenset[str]:
        """Everybody who is counted."""
        return frozenset().union(*self.cells.values())


@dataclass(frozen=True, slots=True)
class Cell:
    """One answer as it may be shown: `count` and `percent` are None where they are hidden.

    `words` is 18 of 45, "5 or fewer", or "not shown".
    """

    answer: str
    words: str
    count: int | None = None
    percent: float | None = None


@dataclass(frozen=True, slots=True)
class Release:
    """A figure that may be shown: how many answered, and each answer's share."""

    figure: str
    base: int
    cells: tuple[Cell, ...]
    voices: frozenset[str] = field(default_factory=frozenset)

    def cell(self, answer: str) -> Cell:
        """One answer; KeyError when it was not asked about."""
        for one in self.cells:
            if one.answer == answer:
                return one
        raise KeyError(answer)


@dataclass(frozen=True, slots=True)
class Kept:
    """A figure that stays in, and why, in a sentence that tells nothing of it."""

    figure: str
    why: str


def release(tally: Tally, shown: Iterable[frozenset[str]]) -> Release | Kept:
    """Decide whether a figure may be shown, and what of it; ValueError for a voice in two cells.

    `shown` are the people in each figure that was ever shown, anywhere: on another board, in
    another month. Those who are counted now were in each of them all together or not at all.
    That is stricter than two figures that differ by fewer than six people, and simpler to be
    sure of: whatever is added and subtracted gives sums of whole figures again.
    """
    voices = tally.voices
    if len(tally.splits) > 1:
        return Kept(tally.figure, "Two things about people are never crossed.")
    if any(one.place for one in tally.splits):
        return Kept(tally.figure, "One home or one family is never shown alone.")
    if len(voices) < LEAST:
        return Kept(tally.figure, _TOO_FEW)
    for before in shown:
        if voices != before and voices & before:
            return Kept(tally.figure, "It is too close to a figure that was shown before.")
    counts = {answer: len(found) for answer, found in tally.cells.items()}
    if sum(counts.values()) != len(voices):
        message = f"somebody stands twice in {tally.figure}"
        raise ValueError(message)
    if not any(_few(one) for one in counts.values()):
        cells = tuple(_open(answer, n, len(voices)) for answer, n in counts.items())
        return Release(tally.figure, len(voices), cells, voices)
    if _can_be_worked_out(list(counts.values())):
        return Kept(tally.figure, _TOO_FEW)
    # One hidden number could be had by taking the others from the whole, so all are hidden.
    cells = tuple(_hidden(answer, n) for answer, n in counts.items())
    return Release(tally.figure, len(voices), cells, voices)


def reading_deadline(now: datetime, calendar: Calendar) -> datetime:
    """When a written answer must have been read: the end of the next working day, London."""
    return at(calendar.forward(today(now), 1), _DAY_ENDS)


def withdraw_until(on: date) -> date:
    """The last day on which answers given on that day can be deleted with their code."""
    return on + timedelta(days=WITHDRAW_DAYS)


# --- within -------------------------------------------------------------------------------


def _few(n: int) -> bool:
    return 1 <= n <= FEW


def _open(answer: str, n: int, base: int) -> Cell:
    return Cell(answer, f"{n} of {base}", n, round(100 * n / base, 1))


def _hidden(answer: str, n: int) -> Cell:
    if n == 0:
        return Cell(answer, "nobody", 0)
    return Cell(answer, f"{FEW} or fewer" if _few(n) else "not shown")


def _can_be_worked_out(counts: Sequence[int]) -> bool:
    """Whether somebody who knows the whole and these rules could learn a count of 1 to 5.

    They know of each hidden number its bounds: 1 to 5, or 6 and more. So they know bounds for
    any few answers taken together, and those may never meet on a number that small.
    """
    hidden = [n for n in counts if n]
    whole = sum(hidden)
    low = [1 if _few(n) else FEW + 1 for n in hidden]
    high = [FEW if _few(n) else whole for n in hidden]
    places = range(len(hidden))
    for size in range(1, len(hidden) + 1):
        for some in combinations(places, size):
            others = [n for n in places if n not in some]
            least = max(sum(low[n] for n in some), whole - sum(high[n] for n in others))
            most = min(sum(high[n] for n in some), whole - sum(low[n] for n in others))
            if least == most and _few(least):
                return True
    return False
