"""Lay a frozen month out as the plan's own table: one structure for every kind of file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby, zip_longest

from workflow.dates import LONDON, full_moment
from workflow.rag import MARKS, Mark, Move, Rag, earlier_mark
from workflow.row import MeasureKept
from workflow.summary import Counts, Line, Summary

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
    "Text",
    "board_name",
    "pack_of",
    "plain",
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
    "counts": "The picture",
    "exceptions": "Look at these first",
    "decisions": "Decisions asked of the boards",
    "quality": "About the data",
}
EMPTY = "–"
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
class Pack:
    """A board's month, whole; every text is clean of what no file can hold.

    `counts` and `were` are in the order of RATINGS, `were` empty for a first month. `digest` is
    the hash of what was approved, `frozen_at` when it was frozen (UTC): the only moment in it.
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
    exceptions: tuple[Notice, ...]
    decisions: tuple[Notice, ...]
    quality: tuple[str, ...]
    digest: str
    frozen_at: datetime

    @property
    def approved(self) -> str:
        """Where it comes from, in a line."""
        when = full_moment(self.frozen_at.astimezone(LONDON))
        return (
            f"This is what was approved for the boards, as it stood on {when}. Packs of one "
            f"month with the same fingerprint ({self.fingerprint}) say the same."
        )

    @property
    def count_rows(self) -> tuple[tuple[str, ...], ...]:
        """The counts as a table: workstream, a number for each of RATINGS, and all; totals last."""
        rows = [(part.name, part.counts) for part in self.parts]
        rows.append(("All", self.counts))
        return tuple((name, *(str(n) for n in ns), str(sum(ns))) for name, ns in rows)

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


def pack_of(view: Summary, *, board: str, digest: str, frozen_at: datetime) -> Pack:
    """Lay out a thawed summary for a board of that name."""
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
        movement=_clean(view.movement.replace("**", "")),
        counts=_numbers(view.counts),
        were=() if view.first else _numbers(view.were),
        parts=tuple(
            PackPart(
                name=_clean(part.name),
                counts=_numbers(part.counts),
                groups=_groups(lines, _clean(part.name), texts, measures),
            )
            for part in view.workstreams
            if (lines := [line for line in view.lines if line.workstream == part.ref])
        ),
        exceptions=tuple(_notice(line, _note(line)) for line in view.exceptions),
        decisions=tuple(_notice(line, line.decision) for line in view.decisions),
        quality=tuple(_clean(one) for one in view.quality),
        digest=digest,
        frozen_at=frozen_at,
    )


def board_name(view: Summary, board: str) -> str:
    """What a board was called when the month was frozen; its id where that is not known."""
    return dict(view.plan.boards).get(board, board)


def plain(texts: Sequence[Text]) -> str:
    """A cell as text: a paragraph a line, list entries behind a bullet."""
    return "\n".join(
        f"{'• ' if one.bullet else ''}{one.lead}{' ' if one.lead and one.words else ''}{one.words}"
        for one in texts
    )


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
