"""Compare what an asker sees of two months: ratings, dates and figures that moved."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from workflow.asked_parts import Asked, Entry, Part, entry
from workflow.dates import month_end, month_name, short_day
from workflow.plan import Unit
from workflow.questions import Question
from workflow.rag import MARKS, Move, Rag, earlier_mark, move
from workflow.row import MeasureKept, Point
from workflow.sight import Sight, kept_to, month_words
from workflow.summary import Line, Summary
from workflow.words import count, listed, number, shorten

__all__ = ["better", "changed", "worse"]

_WHY = 200


@dataclass(frozen=True, slots=True)
class _Span:
    """A month, and what is seen after it: actions in their order, and where each is from."""

    before: Summary
    after: tuple[Line, ...]
    until: str
    sight: Sight
    later: Summary | None

    def measure(self, ref: str, measure: str) -> MeasureKept | None:
        """A measure as it stood at the end."""
        if self.later is None:
            return self.sight.measure(ref, measure)
        return _kept(self.later, measure)


def changed(question: Question, sight: Sight) -> Asked:
    """Everything that moved since a month, the worst first."""
    span = _span(question, sight)
    if isinstance(span, Asked):
        return span
    moves = list(_moves(span))
    parts = [
        Part("Got worse", _moved(moves, Move.WORSE)),
        Part("Complete", tuple(_entry(was, now) for was, now in moves if _completed(was, now))),
        Part("Got better", _moved(moves, Move.BETTER)),
        Part("Rated for the first time", _moved(moves, Move.NEW)),
        Part("No update now", _moved(moves, Move.SILENT)),
        Part("Dates moved", tuple(_redated(moves))),
        Part("Figures", tuple(_figures(span))),
        Part("New in the plan", tuple(_added(span))),
    ]
    said = tuple(one for one in parts if one.entries)
    return _compared(span, said, _headline(said) or "Nothing changed", question)


def worse(question: Question, sight: Sight) -> Asked:
    """What got worse since a month."""
    return _one_way(question, sight, Move.WORSE)


def better(question: Question, sight: Sight) -> Asked:
    """What got better since a month."""
    return _one_way(question, sight, Move.BETTER)


# --- within -------------------------------------------------------------------------------------


def _one_way(question: Question, sight: Sight, way: Move) -> Asked:
    span = _span(question, sight)
    if isinstance(span, Asked):
        return span
    moves = [pair for pair in _moves(span) if _went(*pair) is way]
    parts = (Part("", tuple(_entry(was, now) for was, now in moves)),) if moves else ()
    title = f"{len(moves)} got {way.value}" if moves else f"Nothing got {way.value}"
    return _compared(span, parts, title, question)


def _span(question: Question, sight: Sight) -> _Span | Asked:
    """The two months to compare, or why there are not two."""
    later = sight.month(question.month) if question.month else None
    running = later is None and sight.now is not None and bool(sight.own)
    ends = later or (sight.now if running else sight.newest)
    if ends is None:
        return Asked("There is nothing to compare yet", sight.as_of)
    earlier = [one for one in sight.posted if one.month < ends.month]
    wanted = [one for one in earlier if one.month == question.since]
    if running and not sight.sees_all and not question.since and len(earlier) > 1:
        # Of most actions an officer sees what was posted: that is compared with the one before.
        earlier = earlier[:-1]
    # Since the newest month itself means: since the one before it.
    before = (wanted or earlier)[-1] if earlier else None
    if before is None:
        words = ("Nothing earlier was posted, so there is nothing to compare it with.",)
        return Asked("There is nothing to compare yet", sight.as_of, words)
    lines = later.lines if later else sight.lines
    lines = kept_to(lines, ends, question.scope)
    if question.refs:
        lines = tuple(one for one in lines if one.ref in question.refs)
    if question.mine:
        lines = tuple(one for one in lines if one.ref in sight.led)
    until = "now" if running else month_words(ends.month)
    return _Span(before, lines, until, sight, later)


def _compared(span: _Span, parts: tuple[Part, ...], title: str, question: Question) -> Asked:
    names = {one.ref: one.name for one in span.before.workstreams}
    names |= {one.ref: one.text for one in span.before.plan.objectives}
    where = (
        f" in {shorten(names.get(question.scope, question.scope), 60)}" if question.scope else ""
    )
    source = f"{month_words(span.before.month)} compared with {span.until}"
    if span.until == "now" and not span.sight.sees_all:
        source += f": {span.sight.as_of[:1].lower()}{span.sight.as_of[1:]}"
    return Asked(title + where, source, parts=parts)


def _headline(parts: Sequence[Part]) -> str:
    """One got worse, 3 got better and 2 dates moved."""
    words = {
        "Got worse": "{} got worse",
        "Complete": "{} complete",
        "Got better": "{} got better",
        "Rated for the first time": "{} rated for the first time",
        "No update now": "{} without update",
        "New in the plan": "{} new in the plan",
    }
    counts = {one.heading: len(one.entries) for one in parts}
    said = [text.format(counts[name]) for name, text in words.items() if name in counts]
    if "Dates moved" in counts:
        said.append(f"{count(counts['Dates moved'], 'date')} moved")
    if "Figures" in counts:
        said.append(count(counts["Figures"], "new figure"))
    return listed(said)


Pair = tuple[Line, Line]


def _moves(span: _Span) -> Iterator[Pair]:
    """Each action that stands in both months, before and after."""
    for now in span.after:
        was = span.before.line(now.ref)
        if was is not None:
            yield was, now


def _went(was: Line, now: Line) -> Move:
    if was.rag == now.rag:
        return Move.SAME
    return move(_rag(was.rag), _rag(now.rag))


def _completed(was: Line, now: Line) -> bool:
    return now.rag == Rag.BLUE.value != was.rag


def _moved(moves: Iterable[Pair], way: Move) -> tuple[Entry, ...]:
    return tuple(
        _entry(was, now)
        for was, now in moves
        if _went(was, now) is way and not _completed(was, now)
    )


def _entry(was: Line, now: Line) -> Entry:
    went = _went(was, now)
    to = f"{earlier_mark(_rag(was.rag)).words} → {MARKS[_rag(now.rag)].words}"
    word = "rated for the first time" if went is Move.NEW else went.value
    way = "" if went is Move.SILENT else f" · {went.arrow} {word}"
    why = shorten(now.why or now.words, _WHY)
    return entry(now, f"{to}{way}", *([why] if why else []))


def _redated(moves: Iterable[Pair]) -> Iterator[Entry]:
    for was, now in moves:
        if _due(was) != _due(now):
            yield entry(now, f"{_capital(_due(was))} → {_due(now)}")


def _due(line: Line) -> str:
    return line.due.partition(" (was ")[0]


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _figures(span: _Span) -> Iterator[Entry]:
    """Each measure with a newer figure, once, under the first action that uses it."""
    told = set[str]()
    for line in span.after:
        for stood in line.row.measures:
            was, now = _kept(span.before, stood.measure), span.measure(line.ref, stood.measure)
            if stood.measure in told or was is None or now is None or not now.readings:
                continue
            told.add(stood.measure)
            old = was.readings[-1] if was.readings else was.baseline
            if old == now.readings[-1]:
                continue
            to = f"{_figure(now, old)} → {_figure(now, now.readings[-1])}"
            way = _way(now, old, now.readings[-1])
            yield Entry(line.ref, now.short, None, (f"{to}{way}",), rated=False)


def _way(kept: MeasureKept, old: Point | None, new: Point) -> str:
    """Which way a figure went, where its plan says which way is good."""
    if old is None or old.value == new.value or kept.direction not in {"higher", "lower"}:
        return ""
    good = (new.value > old.value) == (kept.direction == "higher")
    way = Move.BETTER if good else Move.WORSE
    return f" · {way.arrow} {way.value}"


def _figure(kept: MeasureKept, point: Point | None) -> str:
    """A figure with its base and its date: 24% (11 of 45), August."""
    if point is None:
        return "no figure"
    said = number(point.value)
    if kept.unit == Unit.PERCENT.value:
        said = f"{said}%"
    elif kept.unit == Unit.MONEY.value:
        said = f"£{said}"
    base = f" ({point.base})" if point.base else ""
    return f"{said}{base}{_when(point)}"


def _when(point: Point) -> str:
    if point.on is None:
        return ""
    on = date.fromisoformat(point.on)
    whole = on == month_end(on)
    return f", {month_name(f'{on:%Y-%m}') if whole else short_day(on)}"


def _added(span: _Span) -> Iterator[Entry]:
    known = {one.ref for one in span.before.lines}
    return (entry(one) for one in span.after if one.ref not in known)


def _kept(summary: Summary, measure: str) -> MeasureKept | None:
    return next((one for one in summary.plan.measures if one.id == measure), None)


def _rag(letter: str | None) -> Rag | None:
    return Rag(letter) if letter else None
