"""Lay a frozen month out as the plan's own table: one structure for every kind of file."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby, zip_longest

from workflow.dates import LONDON, full_moment
from workflow.rag import MARKS, Mark, Move, Rag, earlier_mark
from workflow.row import MeasureKept
from workflow.summary import Counts, Line, Summary
from workflow.tiers import Section, Shows, Tier, depth, sections, tier_of
from workflow.words import count, listed, shorten

__all__ = [
    "BLANK",
    "COLUMNS",
    "EMPTY",
    "KEY",
    "RATINGS",
    "TITLES",
    "Notice",
    "Pack",
    "PackGroup",
    "PackPart",
    "PackRow",
    "PackSection",
    "Text",
    "board_name",
    "pack_of",
    "plain",
    "scope",
]

# The plan's own seven columns, and the measures beside the words they prove.
COLUMNS = (
    "Objective",
    "Action",
    "Lead",
    "Timescale",
    "Evidence of success",
    "Progress update",
    "Measures",
    "RAG",
)

# The order in which ratings are counted: red, amber, green, blue, none.
RATINGS: tuple[Rag | None, ...] = (Rag.RED, Rag.AMBER, Rag.GREEN, Rag.BLUE, None)

# Every letter and sign that a reader meets, in words.
KEY: tuple[tuple[Rag | None, str], ...] = (
    (Rag.RED, "off track"),
    (Rag.AMBER, "at risk"),
    (Rag.GREEN, "on track"),
    (Rag.BLUE, "complete, accepted by a board"),
    (None, "no accepted update: not a rating"),
)

# The headings of the first page.
TITLES = {
    "decisions": "Decisions asked of the boards",
    "about": "About this pack",
}
EMPTY = "–"
# So much of an officer's words on the first page, where the whole stands in the table; and so many
# actions that were left out are named.
_SAID, _NAMED = 300, 40
BLANK = (
    f"{EMPTY} alone in a cell: nothing is given there. “The rule” rates an action by its date and "
    "its figures; an officer may choose otherwise, and says why."
)

_STATUS = {
    "met": "Met",
    "on_track": "On track",
    "behind": "Behind",
    "off_track": "Off track",
    "unknown": "Not known",
    "not_comparable": "Not compared",
}

# What no kind of file can hold, and no reader would see.
_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph of a cell; `lead` is printed bold before it, `bullet` makes it a list entry."""

    words: str
    lead: str = ""
    bullet: bool = False


@dataclass(frozen=True, slots=True)
class PackRow:
    """One action; each cell is paragraphs. `rag` is a letter or None, `change` says it moved."""

    ref: str
    title: str
    objective: tuple[Text, ...]
    action: tuple[Text, ...]
    lead: tuple[Text, ...]
    timescale: tuple[Text, ...]
    evidence: tuple[Text, ...]
    progress: tuple[Text, ...]
    measures: tuple[Text, ...]
    rag: str | None
    mark: Mark
    change: str

    @property
    def cells(self) -> tuple[tuple[Text, ...], ...]:
        """The cells of all columns but the first and the last."""
        found = (
            self.action,
            self.lead,
            self.timescale,
            self.evidence,
            self.progress,
            self.measures,
        )
        return tuple(cell or (Text(EMPTY),) for cell in found)


@dataclass(frozen=True, slots=True)
class PackGroup:
    """The rows that stand beside one objective."""

    objective: tuple[Text, ...]
    rows: tuple[PackRow, ...]


@dataclass(frozen=True, slots=True)
class PackPart:
    """A workstream: its counts in the order of RATINGS, and its rows by objective."""

    name: str
    counts: tuple[int, ...]
    groups: tuple[PackGroup, ...]

    @property
    def rows(self) -> tuple[PackRow, ...]:
        """All its rows, in the plan's order."""
        return tuple(row for group in self.groups for row in group.rows)


@dataclass(frozen=True, slots=True)
class Notice:
    """Something to look at first: an action with its rating and why, or what it asks."""

    ref: str
    title: str
    words: str
    rag: str | None
    mark: Mark


@dataclass(frozen=True, slots=True)
class PackSection:
    """A part of the first page: sentences, or actions with why they are there.

    `asked`: the words of each action are the decision that it asks for.
    """

    title: str
    words: tuple[str, ...] = ()
    notices: tuple[Notice, ...] = ()
    asked: bool = False


@dataclass(frozen=True, slots=True)
class Pack:
    """A board's month; every text is clean of what no file can hold.

    `counts` and `were` are in the order of RATINGS, of the whole plan, `were` empty for a first
    month. `front` is what the board's card says, in its order. `parts` has no rows of a workstream
    of which all was left out; `scope` says what was, and `whole` that nothing was. `quality` is
    empty and `by_workstream` False where the board's card has no line on the data, or no counts by
    workstream. `digest` is the hash of what was approved, `frozen_at` when it was frozen (UTC):
    the only moment in it.
    """

    title: str
    council: str
    board: str
    month: str
    board_on: str
    last_month: str
    headline: str
    movement: str
    counts: tuple[int, ...]
    were: tuple[int, ...]
    parts: tuple[PackPart, ...]
    front: tuple[PackSection, ...]
    quality: str
    scope: str
    whole: bool
    by_workstream: bool
    digest: str
    frozen_at: datetime

    @property
    def approved(self) -> str:
        """Where it comes from, in a line."""
        when = full_moment(self.frozen_at.astimezone(LONDON))
        return (
            f"It is made from what was approved for the boards, as it stood on {when}. Packs of "
            f"one month with the same fingerprint ({self.fingerprint}) come from the same approval."
        )

    @property
    def counted(self) -> str:
        """What the first column of the counts holds."""
        return "Workstream" if self.by_workstream else "Actions"

    @property
    def count_rows(self) -> tuple[tuple[str, ...], ...]:
        """The counts as a table: workstream, a number for each of RATINGS, and all; totals last."""
        rows = [(part.name, part.counts) for part in self.parts if self.by_workstream]
        rows.append(("All", self.counts))
        return tuple((name, *(str(n) for n in ns), str(sum(ns))) for name, ns in rows)

    @property
    def tables(self) -> tuple[PackPart, ...]:
        """The workstreams of which there are rows."""
        return tuple(part for part in self.parts if part.groups)

    @property
    def before(self) -> str:
        """The counts of the month before in a sentence; empty for a first month."""
        said = [
            f"{n} {MARKS[rag].word.lower() if rag is None else MARKS[rag].word}"
            for rag, n in zip(RATINGS, self.were, strict=False)
            if n or rag in {Rag.RED, Rag.AMBER, Rag.GREEN}
        ]
        return f"In {self.last_month}: {', '.join(said)}." if said else ""

    @property
    def fingerprint(self) -> str:
        """Enough of the hash to tell two packs apart."""
        return self.digest[:12]

    @property
    def name(self) -> str:
        """What the document is called."""
        return f"{self.title}: {self.month}"


def pack_of(
    view: Summary,
    *,
    board: str,
    digest: str,
    frozen_at: datetime,
    tier: Tier = Tier.PROGRAMME,
) -> Pack:
    """Lay out a thawed summary for a board of that name and tier."""
    shown, kept = sections(view, tier), depth(view, tier).lines
    some = len(kept) < len(view.lines)
    fewer = f" {len(kept)} of them are in this pack; its end says why." if some else ""
    year = view.month[:4]
    texts = {one.ref: one.text for one in view.plan.objectives}
    measures = {one.id: one for one in view.plan.measures}
    return Pack(
        title=_clean(view.plan.title) or "Improvement plan",
        council=_clean(view.plan.council),
        board=_clean(board),
        month=f"{view.month_name} {year}",
        board_on=view.board_on,
        last_month=view.last_month_name,
        headline=_clean(view.headline),
        movement=_clean(view.movement.replace("**", "")) + fewer,
        counts=_numbers(view.counts),
        were=() if view.first else _numbers(view.were),
        parts=tuple(
            PackPart(
                name=_clean(part.name),
                counts=_numbers(part.counts),
                groups=_groups(
                    (line for line in kept if line.workstream == part.ref),
                    _clean(part.name),
                    texts,
                    measures,
                ),
            )
            for part in view.workstreams
            if part.counts.total
        ),
        front=tuple(made for one in shown if (made := _front(view, one))),
        quality=_clean(" ".join(view.quality))
        if any(one.shows is Shows.QUALITY for one in shown)
        else "",
        scope=_clean(scope(view, tier, board)),
        whole=not some,
        by_workstream=any(one.shows is Shows.WORKSTREAMS for one in shown),
        digest=digest,
        frozen_at=frozen_at,
    )


def board_name(view: Summary, board: str) -> str:
    """What a board was called when the month was frozen; its id where that is not known."""
    return dict(view.plan.boards).get(board, board)


def scope(view: Summary, tier: Tier, board: str) -> str:
    """Whose pack it is, and what is left out of it and why."""
    deep, total = depth(view, tier), count(len(view.lines), "action")
    if not deep.left_out:
        return f"This is the pack of {board}, with all {total} of the plan."
    whole = [name for id_, name in view.plan.boards if tier_of(view, id_) is Tier.PROGRAMME]
    also = f" The whole plan is in the pack of {' or '.join(whole)}." if whole else ""
    shown = sections(view, tier)
    if not any(one.shows is Shows.WORKSTREAMS for one in shown):
        also = f" There are no counts by workstream, as on the board’s card.{also}"
    return (
        f"This is the pack of {board}: {len(deep.lines)} of the plan’s {total}, {deep.has}. Left "
        f"out, because none of that is true of them: {_left_out(view, deep.left_out)}. All are "
        f"counted.{also}"
    )


def plain(texts: Sequence[Text]) -> str:
    """A cell as text: a paragraph a line, list entries behind a bullet."""
    return "\n".join(
        f"{'• ' if one.bullet else ''}{one.lead}{' ' if one.lead and one.words else ''}{one.words}"
        for one in texts
    )


# --- the first page -----------------------------------------------------------------------


def _front(view: Summary, section: Section) -> PackSection | None:
    """A section of the board's card as the pack prints it; the others have their own places."""
    match section.shows:
        case Shows.COUNTS | Shows.WORKSTREAMS | Shows.QUALITY:
            return None
        case Shows.DECISIONS:
            asked = tuple(_notice(line, line.decision) for line in view.decisions)
            return PackSection(TITLES["decisions"], notices=asked, asked=True) if asked else None
        case Shows.WORDS:
            said = tuple(_clean(shorten(one, _SAID)) for one in section.words)
            return PackSection(section.heading, said)
        case Shows.LINES:
            lines = tuple(_notice(line, _note(line)) for line in section.lines)
            return PackSection(section.heading, notices=lines)


def _left_out(view: Summary, lines: Sequence[Line]) -> str:
    """Which actions, by their refs; of many, how many of which workstream."""
    if len(lines) <= _NAMED:
        return listed([line.ref for line in lines])
    left = Counter(line.workstream for line in lines)
    return listed([f"{left[one.ref]} of {one.name}" for one in view.workstreams if left[one.ref]])


# --- a row --------------------------------------------------------------------------------


def _groups(
    lines: Iterable[Line],
    workstream: str,
    objectives: Mapping[str, str],
    measures: Mapping[str, MeasureKept],
) -> tuple[PackGroup, ...]:
    made = []
    for ref, some in groupby(lines, key=lambda line: line.row.objective):
        text = _clean(objectives.get(ref, ""))
        objective = (Text(text, lead=ref),) if text else (Text(workstream),)
        made.append(PackGroup(objective, tuple(_row(line, objective, measures) for line in some)))
    return tuple(made)


def _row(line: Line, objective: tuple[Text, ...], measures: Mapping[str, MeasureKept]) -> PackRow:
    rag = Rag(line.rag) if line.rag else None
    row = line.row
    evidence = row.evidence or tuple(("statement", one) for one in line.evidence)
    return PackRow(
        ref=line.ref,
        title=_clean(line.title),
        objective=objective,
        action=(Text("", lead=f"{line.ref} {_clean(line.title)}"), *_paragraphs(row.text)),
        lead=tuple(Text(_clean(one)) for one in line.leads),
        timescale=_timescale(line),
        evidence=_paragraphs(evidence),
        progress=_progress(line),
        measures=_measures(line, measures),
        rag=line.rag,
        mark=MARKS[rag],
        change=_change(line),
    )


def _timescale(line: Line) -> tuple[Text, ...]:
    """The plan's own words, and the date in force where it moved."""
    due = f"{line.due[:1].upper()}{line.due[1:]}"
    printed = _clean(line.row.timescale)
    if not printed:
        return (Text(due),)
    return (Text(printed), Text(due)) if "(was " in due else (Text(printed),)


def _progress(line: Line) -> tuple[Text, ...]:
    if not line.words:
        return (Text(_clean(_note(line))),)
    said = list(_lines(line.words))
    if line.why and " ".join(line.why.split()) not in " ".join(line.words.split()):
        said.append(Text(_clean(line.why), lead="Why this rating:"))
    if line.next_step:
        said.append(Text(_clean(line.next_step), lead="Next:"))
    if line.decision:
        said.append(Text(_clean(line.decision), lead="Decision asked:"))
    return tuple(said)


def _measures(line: Line, measures: Mapping[str, MeasureKept]) -> tuple[Text, ...]:
    """Each figure against its target in words; where nothing is judged, the figure alone."""
    made = []
    for stood, said in zip_longest(line.row.measures, line.figures):
        if stood is None or stood.status not in _STATUS:
            name, _, words = (said or "").partition(": ")
            made.append(Text(_clean(words), lead=f"{_clean(name)}:"))
            continue
        kept = measures[stood.measure]
        base = kept.readings[-1].base if kept.readings else ""
        words = f"{_STATUS[stood.status]}. {stood.reason}{f' Base: {base}.' if base else ''}"
        made.append(Text(_clean(words), lead=f"{_clean(kept.short)}:"))
    return tuple(made)


def _change(line: Line) -> str:
    """Which way the rating went: Worse, was Green."""
    was = earlier_mark(Rag(line.was) if line.was else None).word
    if line.move == "silent":
        return f"was {was}" if line.was else ""
    if line.move == "new":
        return "First rating"
    return "Same as before" if line.move == "same" else f"{line.move.capitalize()}, was {was}"


def _note(line: Line) -> str:
    """Why it stands where it does; the word is there, so the arrow can go."""
    return line.note.removeprefix(Move(line.move).arrow)


def _notice(line: Line, words: str) -> Notice:
    mark = MARKS[Rag(line.rag) if line.rag else None]
    return Notice(line.ref, _clean(line.title), _clean(words), line.rag, mark)


# --- within -------------------------------------------------------------------------------


def _paragraphs(parts: Iterable[tuple[str, str]]) -> tuple[Text, ...]:
    return tuple(Text(_clean(text), bullet=kind == "bullet") for kind, text in parts)


def _lines(typed: str) -> tuple[Text, ...]:
    """Typed words, a paragraph a line."""
    return tuple(Text(one) for each in typed.splitlines() if (one := _clean(each)))


def _numbers(counts: Counts) -> tuple[int, ...]:
    return (counts.red, counts.amber, counts.green, counts.blue, counts.silent)


def _clean(text: str) -> str:
    """Text without what no file can hold; a line break or a tab within it is a space."""
    return " ".join(_UNSEEN.sub("", text).split())
