"""Choose what each kind of board is shown of a frozen month, on its card and in its pack."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from workflow.summary import Line, Summary

__all__ = ["Depth", "Section", "Shows", "Tier", "depth", "sections", "tier_of"]


class Tier(StrEnum):
    """What a board is for; the plan's tier number says which."""

    PORTFOLIO = "portfolio"
    CHANGE = "change"
    PROGRAMME = "programme"
    PMO = "pmo"
    ASSURANCE = "assurance"

    @classmethod
    def of(cls, number: int) -> Tier:
        """The tier of a number of the plan: 1 to 5; any other sees what the programme does."""
        tiers = list(cls)
        return tiers[number - 1] if 1 <= number <= len(tiers) else cls.PROGRAMME


class Shows(StrEnum):
    """How a section is drawn."""

    COUNTS = "counts"
    LINES = "lines"
    WORDS = "words"
    DECISIONS = "decisions"
    WORKSTREAMS = "workstreams"
    QUALITY = "quality"


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a board's card: a heading, and actions or sentences below it.

    `rest` says where the sentences are to be had that a card has no room for.
    """

    shows: Shows
    heading: str = ""
    lines: tuple[Line, ...] = ()
    words: tuple[str, ...] = ()
    rest: str = "press “See all actions”"


@dataclass(frozen=True, slots=True)
class Depth:
    """How deep a board's pack goes: the actions in it, and those left out.

    `has` says what is true of those in it and of no other, empty where the whole plan is in it.
    """

    lines: tuple[Line, ...]
    left_out: tuple[Line, ...] = ()
    has: str = ""


def tier_of(view: Summary, board: str) -> Tier | None:
    """What a board was for when the month was frozen; None where that was not kept."""
    number = dict(view.plan.tiers).get(board)
    return None if number is None else Tier.of(number)


def depth(view: Summary, tier: Tier) -> Depth:
    """The actions that the pack of a board of that tier holds: those that its card speaks of."""
    if tier not in _DEPTHS:
        return Depth(view.lines)
    wanted, has = _DEPTHS[tier]
    lines = tuple(line for line in view.lines if wanted(line))
    left_out = tuple(line for line in view.lines if not wanted(line))
    return Depth(lines, left_out, has) if left_out else Depth(lines)


def sections(view: Summary, tier: Tier) -> tuple[Section, ...]:
    """The parts of the card of a board of that tier, in the order in which they are read."""
    parts = _PARTS[tier](view)
    return tuple(one for one in parts if one.lines or one.words or one.shows in _ALWAYS)


# --- within -------------------------------------------------------------------------------

_ALWAYS = frozenset({Shows.COUNTS, Shows.DECISIONS, Shows.WORKSTREAMS, Shows.QUALITY})


def _programme(view: Summary) -> Iterator[Section]:
    yield Section(Shows.COUNTS)
    yield Section(Shows.LINES, "Look at these first", view.exceptions)
    yield Section(Shows.DECISIONS)
    yield Section(Shows.WORKSTREAMS, "By workstream")
    yield Section(Shows.QUALITY)


def _portfolio(view: Summary) -> Iterator[Section]:
    """A lead member's: what changed for children, and what is needed from them."""
    yield Section(Shows.COUNTS)
    yield Section(Shows.DECISIONS)
    if view.heard is not None:
        asked = "Young people asked, and nobody has replied in time"
        yield Section(Shows.WORDS, asked, words=view.heard.silence, rest=_WORKER)
    better = tuple(line for line in view.lines if line.move == "better")
    yield Section(Shows.WORDS, "What got better", words=tuple(_told(line) for line in better))
    yield Section(Shows.LINES, "What worries us", view.exceptions)


def _change(view: Summary) -> Iterator[Section]:
    """What crosses departments: slips, and what has to be decided or found."""
    yield Section(Shows.COUNTS)
    yield Section(Shows.DECISIONS)
    slipped = tuple(line for line in view.exceptions if _slipped(line))
    yield Section(Shows.LINES, "What has slipped", slipped)
    others = tuple(line for line in view.exceptions if line not in slipped)
    yield Section(Shows.LINES, "Also to look at" if slipped else "Look at these first", others)
    yield Section(Shows.WORKSTREAMS, "By workstream")


def _pmo(view: Summary) -> Iterator[Section]:
    """The programme office's: what is missing and how good the data is, before anything else."""
    yield Section(Shows.COUNTS)
    yield Section(Shows.WORDS, "Data quality", words=view.quality)
    silent = tuple(line for line in view.exceptions if line.rag is None)
    yield Section(Shows.LINES, "No update", silent)
    others = tuple(line for line in view.exceptions if line.rag is not None)
    yield Section(Shows.LINES, "Look at these first", others)
    yield Section(Shows.DECISIONS)
    yield Section(Shows.WORKSTREAMS, "By workstream")


def _assurance(view: Summary) -> Iterator[Section]:
    """Measures and audits: how each figure stands, the worst first."""
    yield Section(Shows.COUNTS)
    names = {one.id: f" {one.short}" for one in view.plan.measures}
    stood = [
        (one.status, f"{line.ref}{names.get(one.measure, '')}: {one.reason}")
        for line in view.lines
        for one in line.row.measures
    ]
    ranked = sorted(dict.fromkeys(stood), key=lambda one: _WORST.get(one[0], len(_WORST)))
    if view.heard is not None:
        yield Section(Shows.WORDS, "What young people say", words=view.heard.figures)
        told = (*view.heard.replies, *view.heard.clock, *view.heard.silence)
        yield Section(Shows.WORDS, "You said, we did", words=told, rest=_WORKER)
    yield Section(Shows.WORDS, "How the figures stand", words=tuple(said for _, said in ranked))
    yield Section(Shows.LINES, "Look at these first", view.exceptions)
    yield Section(Shows.DECISIONS)
    yield Section(Shows.QUALITY)


_PARTS = {
    Tier.PROGRAMME: _programme,
    Tier.PORTFOLIO: _portfolio,
    Tier.CHANGE: _change,
    Tier.PMO: _pmo,
    Tier.ASSURANCE: _assurance,
}
# Who has all of what young people asked for.
_WORKER = "ask the participation worker"
_WORST = {"off_track": 0, "behind": 1, "unknown": 2, "on_track": 3, "met": 4}


# Whoever reads the whole plan (programme, PMO) is not here. What asks for a decision, slips or is
# silent is an exception: see `workflow.summary`.
_DEPTHS: dict[Tier, tuple[Callable[[Line], bool], str]] = {
    Tier.PORTFOLIO: (
        lambda line: line.exception or line.move == "better",
        "those that got better, need a look or ask for a decision",
    ),
    Tier.CHANGE: (
        lambda line: line.exception,
        "those that slipped, need a look or ask for a decision",
    ),
    Tier.ASSURANCE: (
        lambda line: line.exception or bool(line.row.measures),
        "those with figures, and those that need a look",
    ),
}


def _slipped(line: Line) -> bool:
    """Whether an action is later than it was to be, or got worse."""
    return line.move == "worse" or " (was " in line.due or "overdue" in line.note.lower()


def _told(line: Line) -> str:
    return f"{line.ref} {line.title}: {line.words or line.note}"
