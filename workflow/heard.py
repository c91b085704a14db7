"""Sum up for boards what young people told the council, what it replied, and where it is silent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from workflow.dates import day
from workflow.evidence import Figure
from workflow.promises import Promise, said_back, silent
from workflow.voices import Release
from workflow.words import count

__all__ = ["Heard", "found_words", "heard", "thaw_heard"]

# How long a reply stands on boards' cards, in days: a quarter.
_STANDS = 92
_MARKS = {"fixed": "fixed", "better": "better", "same": "the same"}


@dataclass(frozen=True, slots=True)
class Heard:
    """Young people's part of a month, in sentences; each part may be empty.

    `silence` is what nobody has replied to in time, `clock` how the others stand, `figures` what
    the gate let out, `replies` what they asked for and what the council said and did.
    """

    silence: tuple[str, ...] = ()
    clock: tuple[str, ...] = ()
    figures: tuple[str, ...] = ()
    replies: tuple[str, ...] = ()


def heard(
    promises: Sequence[Promise],
    on: date,
    *,
    names: Mapping[str, str],
    figures: Sequence[Figure] = (),
    statements: Mapping[str, tuple[str, date]] | None = None,
    found: Mapping[int, str] | None = None,
) -> Heard | None:
    """What boards are shown of young people's part; None when there is nothing to show.

    `names` are people by id, `statements` what the Children in Care Council says, by measure,
    `found` how young people find what was done, by promise, as the gate let it out.
    """
    late = silent(promises, on)
    waiting = [one for one in promises if one.waits and one not in late]
    recent = [one for one in promises if one.public and _stands(one, on)]
    made = Heard(
        silence=tuple(_silence(one, on, names) for one in late),
        clock=_clock(waiting, late),
        figures=tuple(
            line for one in figures for line in _figure(one, (statements or {}).get(one.measure))
        ),
        replies=tuple(_reply(one, (found or {}).get(one.id, "")) for one in recent),
    )
    return made if made != Heard() else None


def found_words(let_out: Release) -> str:
    """How young people find what was done, in a sentence that tells no small number."""
    cells = [one for one in let_out.cells if one.words not in {"nobody", f"0 of {let_out.base}"}]
    if all(one.percent is not None for one in let_out.cells):
        said = ", ".join(f"{_MARKS[one.answer]} {one.count}" for one in cells)
        return f"{let_out.base} young people marked it: {said}"
    few = [one for one in cells if one.words != "not shown"]
    said = ", ".join(f"{_MARKS[one.answer]} {one.words}" for one in few)
    return f"{let_out.base} young people marked it: {said}; the others are not shown"


def thaw_heard(raw: Mapping[str, Any] | None) -> Heard | None:
    """Read the part back from JSON."""
    return Heard(**{name: tuple(said) for name, said in raw.items()}) if raw else None


# --- within -------------------------------------------------------------------------------


def _stands(one: Promise, on: date) -> bool:
    return one.replied_on is not None and on - one.replied_on <= timedelta(days=_STANDS)


def _silence(one: Promise, on: date, names: Mapping[str, str]) -> str:
    late = count((on - one.due).days, "day") if one.due else ""
    asked = f"asked on {day(one.asked_on)}" if one.asked_on else "asked"
    who = names.get(one.owner or "", "Somebody")
    return f"{_said(one)} {who} was {asked}; the reply is {late} late."


def _clock(waiting: Sequence[Promise], late: Sequence[Promise]) -> tuple[str, ...]:
    if not waiting and not late:
        return ()
    parts = [f"{len(late)} late"] if late else []
    parts += [f"{len(waiting)} within the 28 days"] if waiting else []
    return (f"Waiting for a reply: {' and '.join(parts)}.",)


def _figure(one: Figure, stated: tuple[str, date] | None) -> tuple[str, ...]:
    said = f"{one.ref}: {one.words}."
    if stated is None:
        return (said,)
    words, when = stated
    return (said, f"{one.ref}, the Children in Care Council on {day(when)}: “{words}”")


def _reply(one: Promise, found: str) -> str:
    marked = f" {found}." if found else ""
    return f"You said: {_said(one)} We did: {_ended(said_back(one))}{marked}"


def _said(one: Promise) -> str:
    return f"“{_ended(one.text)}”" if one.quoted else _ended(one.text)


def _ended(words: str) -> str:
    """The words as a sentence."""
    return words if words.endswith((".", "!", "?", "”")) else f"{words}."
