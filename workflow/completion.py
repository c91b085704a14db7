"""Hold what boards said about actions that were proposed as complete, and which are Blue."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from workflow.dates import short_day, today

__all__ = [
    "REASON_MOST",
    "Ruling",
    "Settled",
    "check_reason",
    "complete",
    "pending",
    "since_words",
    "told_words",
]

REASON_MOST = 400


class Ruling(StrEnum):
    """What a board said."""

    ACCEPTED = "accepted"
    NOT_YET = "not_yet"
    REOPENED = "reopened"


@dataclass(frozen=True, slots=True)
class Settled:
    """A ruling about an action on the card of a month; `words` are the evidence or the reason."""

    month: str
    ref: str
    board: str
    ruling: Ruling
    words: str
    said_by: str
    said_at: datetime


def complete(settled: Iterable[Settled], *, before: str = "") -> Mapping[str, Settled]:
    """The acceptance that holds now, by ref; rulings are oldest first.

    `before` (2019-10) gives those that were accepted on the cards of earlier months: the month
    on whose card an action was accepted stays as it was posted.
    """
    latest = {one.ref: one for one in settled}
    return {
        ref: one
        for ref, one in latest.items()
        if one.ruling is Ruling.ACCEPTED and (not before or one.month < before)
    }


def pending(settled: Iterable[Settled], month: str, ref: str, *, proposed: bool) -> bool:
    """Whether a proposal on the card of a month still waits for a board."""
    rulings = [one for one in settled if one.ref == ref]
    done = bool(rulings) and rulings[-1].ruling is Ruling.ACCEPTED
    return proposed and not done and all(one.month != month for one in rulings)


def check_reason(words: str) -> str:
    """What is wrong with the reason for "not yet" or for reopening, empty when nothing is."""
    said = words.strip()
    if not said:
        return "Say in a line why: the lead officer reads it."
    if len(said) > REASON_MOST:
        return f"That has {len(said):,} characters. The most is {REASON_MOST}."
    return ""


def told_words(one: Settled) -> str:
    """A ruling in a sentence."""
    return {
        Ruling.ACCEPTED: f"Accepted as complete (Blue). Evidence: {one.words}",
        Ruling.NOT_YET: f"Not yet complete: {one.words}",
        Ruling.REOPENED: f"Opened again: {one.words}",
    }[one.ruling]


def since_words(one: Settled, board: str) -> str:
    """A ruling as it stands beneath a card that was posted before it."""
    did = {
        Ruling.ACCEPTED: "accepted as complete (Blue)",
        Ruling.NOT_YET: "not yet accepted as complete",
        Ruling.REOPENED: "opened again",
    }[one.ruling]
    return f"{one.ref}: {did} by the {board}, {short_day(today(one.said_at))}"
