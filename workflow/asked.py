"""Answer a question about the plan, from what the asker may see and nothing else."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from workflow.asked_changes import better, changed, worse
from workflow.asked_parts import Asked, Entry, Part, entry, tally
from workflow.dates import day_and_time
from workflow.decisions import Decision
from workflow.history import HistoryView, Told
from workflow.questions import Asks, Question
from workflow.rag import MARKS, Rag
from workflow.sight import Sight, due_day, kept_to, month_words
from workflow.summary import Line, Summary
from workflow.words import count, listed, shorten

__all__ = ["EXAMPLES", "answer", "history_of", "not_understood"]

# What the service can be asked, as its buttons say it.
EXAMPLES = (
    "What's red?",
    "What changed since last month?",
    "What's overdue?",
    "Open decisions",
    "What should we look at first?",
)
_SOON = timedelta(days=30)
_WORDS = 300
_MONTHS_NAMED = 6


def answer(question: Question, sight: Sight) -> Asked:
    """What a question is answered with."""
    if sight.frame is None:
        here = " here" if sight.board else ""
        return Asked(f"Nothing has been posted{here} yet", "", (_NOTHING,))
    if question.asks is not Asks.HELP:
        if question.unknown:
            return _unknown(question, sight)
        if question.choices:
            return _which(question, sight)
        key = question.month or question.since
        if question.asks in _OF_A_MONTH and key and sight.month(key) is None:
            return _no_such_month(question, key, sight)
    said = _ANSWERS[question.asks](question, sight)
    return said if said.again else replace(said, again=(_MORE,))


def not_understood(sight: Sight) -> Asked:
    """A short helpful answer where nobody can tell what was asked."""
    lines = ["I did not understand that. I answer questions about the plan, such as these."]
    if sight.board:
        lines.append("Updates go into our personal chat: nothing that is typed here is recorded.")
    shown = _help(Question(Asks.HELP), sight)
    return replace(shown, title="Sorry", words=(*lines, *shown.words[1:]))


def history_of(ref: str, sight: Sight, month: str = "") -> HistoryView | None:
    """What was said about an action as it was posted, month by month; None: never posted."""
    months = [(one, one.line(ref)) for one in sight.posted if not month or one.month == month]
    found = [(one, line) for one, line in months if line is not None]
    if not found:
        return None
    told = [_told(one, line) for one, line in reversed(found) if _new_in(line)]
    return HistoryView(
        ref,
        found[-1][1].title,
        found[-1][0].month,
        tuple(told[:_MONTHS_NAMED]),
        max(0, len(told) - _MONTHS_NAMED),
        month_words(month) if month else "",
    )


# --- lists -----------------------------------------------------------------------------------


def _picked(question: Question, sight: Sight) -> tuple[Line, ...]:
    """The actions that a question is kept to."""
    summary = sight.month(question.month) if question.month else None
    lines = kept_to(summary.lines if summary else sight.lines, sight.frame, question.scope)
    if question.refs:
        lines = tuple(one for one in lines if one.ref in question.refs)
    # Nobody's own stand in a channel.
    mine = question.mine and not sight.board
    return tuple(one for one in lines if one.ref in sight.led) if mine else lines


def _rated(question: Question, sight: Sight) -> Asked:
    wanted = {None if letter == "-" else letter for letter in question.rags}
    lines = [one for one in _picked(question, sight) if one.rag in wanted]
    words = listed([MARKS[Rag(one)].word for one in question.rags if one != "-"])
    words = words.replace(" and ", " or ")
    verb = "is" if len(lines) < 2 else "are"
    said = f"{verb} {words}" if words else ""
    if None in wanted:
        has = "has no update" if len(lines) < 2 else "have no update"
        said = f"{said} or {has}" if said else has
    many = count(len(lines), "action") if lines else "No action"
    title = f"{many} {said}{_where(question, sight)}"
    parts = _by_rating(lines) if len(wanted) > 1 else (Part("", tuple(map(entry, lines))),)
    return Asked(title, _source(question, sight), parts=parts)


def _by_rating(lines: Sequence[Line]) -> tuple[Part, ...]:
    marks = [(rag.value if rag else None, mark) for rag, mark in MARKS.items()]
    groups = [(mark.words, [one for one in lines if one.rag == letter]) for letter, mark in marks]
    return tuple(Part(name, tuple(map(entry, found))) for name, found in groups if found)


def _overdue(question: Question, sight: Sight) -> Asked:
    late = [one for one in _picked(question, sight) if _open(one) and _before(one, sight.on)]
    where = _where(question, sight)
    title = f"{count(len(late), 'action')} overdue{where}" if late else f"Nothing is overdue{where}"
    return Asked(title, _source(question, sight), parts=(Part("", tuple(map(_dated, late))),))


def _due(question: Question, sight: Sight) -> Asked:
    number = int(question.month[5:]) if question.month else 0
    year = sight.on.year + (number < sight.on.month)
    found = []
    for line in _picked(replace(question, month=""), sight):
        end = due_day(line)
        if end is None or not _open(line):
            continue
        named = (end.year, end.month) == (year, number)
        if named if number else sight.on <= end <= sight.on + _SOON:
            found.append(line)
    when = f"in {month_words(f'{year}-{number:02}')}" if number else "in the next 30 days"
    title = f"{count(len(found), 'action')} due {when}" if found else f"Nothing is due {when}"
    parts = (Part("", tuple(_dated(one) for one in sorted(found, key=_by_end))),)
    return Asked(title + _where(replace(question, month=""), sight), sight.as_of, parts=parts)


def _by_end(line: Line) -> date:
    return due_day(line) or date.max


def _dated(line: Line) -> Entry:
    return entry(line, line.due[:1].upper() + line.due[1:] + ".", line.note)


def _exceptions(question: Question, sight: Sight) -> Asked:
    found = _worst_first(_picked(question, sight), sight)
    title = f"{count(len(found), 'thing')} to look at" if found else "Nothing to look at first"
    where = _where(question, sight)
    return Asked(title + where, sight.as_of, parts=(Part("", tuple(map(entry, found))),))


def _worst_first(lines: Sequence[Line], sight: Sight) -> tuple[Line, ...]:
    """What to look at of the lines, in the order in which a board's card has it."""
    return replace(sight.frame, lines=tuple(lines)).exceptions if sight.frame else ()


def _summary(question: Question, sight: Sight) -> Asked:
    lines = _picked(question, sight)
    streams = sight.frame.workstreams if sight.frame else ()
    by_stream = [(one.name, [x for x in lines if x.workstream == one.ref]) for one in streams]
    words = tuple(f"{name}: {tally(found)}." for name, found in by_stream if found)
    first = tuple(map(entry, _worst_first(lines, sight)))
    again = (*(f"Show {one.name}" for one in streams[:4]), _MORE)
    return Asked(
        f"{count(len(lines), 'action')}: {tally(lines)}",
        _source(question, sight),
        words,
        (Part("Look at these first", first),) if first else (),
        again,
    )


def _workstream(question: Question, sight: Sight) -> Asked:
    lines = _picked(question, sight)
    name = _name(question.scope, sight)
    words = (f"{count(len(lines), 'action')}: {tally(lines)}.",)
    return Asked(name, _source(question, sight), words, (Part("", tuple(map(entry, lines))),))


# --- one thing --------------------------------------------------------------------------------


def _how(question: Question, sight: Sight) -> Asked:
    """How something goes: its figures against their targets, then what was said."""
    lines = _picked(question, sight)
    if not lines:
        return _not_there(question.refs[0])
    line = lines[0]
    figures = [
        _figure(said, stood.status, stood.reason)
        for said, stood in zip(line.figures, line.row.measures, strict=False)
        if not question.measures or stood.measure in question.measures
    ]
    parts = [Part("Figures", tuple(figures))] if figures else []
    said = (line.note, f"“{shorten(line.words, _WORDS)}”" if line.words else "")
    parts.append(Part("The action", (entry(line, *(one for one in said if one)),)))
    words = () if figures else ("It has no figures of its own.",)
    source = _source(question, sight) if question.month else _as_of(line.ref, sight)
    again = (f"History of {line.ref}", f"Show {line.ref}", _MORE)
    return Asked(f"{line.ref} {line.title}", source, words, tuple(parts), again)


_STATUS = {
    "met": "✓ Met.",
    "on_track": "● On track.",
    "behind": "◆ Behind.",
    "off_track": "■ Off track.",
    "unknown": "○ Not known.",
}


def _figure(sentence: str, status: str, reason: str) -> Entry:
    """A measure: its newest figure and its target, then how it stands and why."""
    name, _, figure = sentence.partition(": ")
    stands = f"{_STATUS.get(status, '')} {reason}".strip()
    return Entry("", name, None, (f"{figure}.", stands), rated=False)


def _action(question: Question, sight: Sight) -> Asked:
    """Stands in where the action's own card cannot be drawn: it is not among what they see."""
    del sight
    return _not_there(question.refs[0])


def _history(question: Question, sight: Sight) -> Asked:
    del sight
    return _not_there(question.refs[0])


# --- decisions, silence, help -------------------------------------------------------------------


def _decisions(question: Question, sight: Sight) -> Asked:
    """What a board is asked to decide, and what was decided and is not answered."""
    lines = _picked(question, sight)
    asked = tuple(entry(one, one.decision) for one in lines if one.decision)
    refs = {one.ref for one in lines}
    decided = [one for one in sight.decisions if one.ref in refs]
    waiting = [one for one in decided if one in sight.unanswered]
    done = [one for one in decided if one not in sight.unanswered][-3:]
    parts = [
        Part("Asked for", asked),
        Part("Decided, and not answered by the officer yet", _decided(waiting, sight)),
        Part("Decided, and answered since", _decided(done, sight)),
    ]
    open_ones = len(asked) + len(waiting)
    title = f"{count(open_ones, 'open decision')}" if open_ones else "No decisions are open"
    where = _where(question, sight)
    return Asked(title + where, sight.as_of, parts=tuple(one for one in parts if one.entries))


def _decided(found: Iterable[Decision], sight: Sight) -> tuple[Entry, ...]:
    entries = []
    for one in found:
        line = sight.line(one.ref)
        if line is not None:
            entries.append(entry(line, f"“{one.words}”", f"{day_and_time(one.said_at)}."))
    return tuple(entries)


def _silent(question: Question, sight: Sight) -> Asked:
    """Who has not answered is between the officers and the programme office."""
    del question, sight
    lines = ("Who has not answered yet is for the programme office (PMO), which asks them.",)
    again = ("Which actions have no update?", _MORE)
    return Asked("That is for the PMO", "", lines, (), again)


_MORE = "What can I ask?"
_NOTHING = "A board's summary is posted once it is approved. Then you can ask about it."


def _help(question: Question, sight: Sight) -> Asked:
    del question
    lines = [
        "Ask in your own words, for example:",
        "“What's red?”, “which are amber in Quality Assurance?”, “what's overdue?”",
        "“Show PI3.1”, “how are pathway plans doing?”, “what did we say in June about PI3.1?”",
        "“What changed since June?”, “what's worse than last month?”, “open decisions”",
    ]
    frame = sight.frame
    if frame is not None and frame.lines:
        first = frame.lines[0]
        lines = (
            [re.sub(r"\bPI3\.1\b", first.ref, line) for line in lines]
            if (frame.line("PI3.1") is None)
            else lines
        )
    return Asked("What you can ask", "", tuple(lines), (), EXAMPLES)


def _pack(question: Question, sight: Sight) -> Asked:
    del question
    return Asked("There is no pack yet", sight.as_of, (_NOTHING,))


# --- where there is no answer --------------------------------------------------------------------


def _unknown(question: Question, sight: Sight) -> Asked:
    what = question.unknown
    if re.fullmatch(r"[A-Z]+\d+\.\d+", what):
        close = [one for one in sight.lines if one.ref.startswith(re.sub(r"\d.*", "", what))]
        again = tuple(f"Show {one.ref}" for one in close[:5])
        return Asked(f"There is no {what} in the plan", "", (), (), (*again, _MORE))
    streams = sight.frame.workstreams if sight.frame else ()
    lines = ("The plan's workstreams are:", *(f"{one.ref}: {one.name}" for one in streams))
    again = tuple(f"Show {one.name}" for one in streams[:4])
    return Asked(f"I don't know “{shorten(what, 60)}”", "", lines, (), (*again, _MORE))


def _which(question: Question, sight: Sight) -> Asked:
    """Two things fit equally well: ask."""
    again = []
    for ref in question.choices:
        line = sight.line(ref)
        if line is not None or "." not in ref:
            again.append(_SAY_AGAIN.get(question.asks, _show_again)(question, ref))
    words = [_choice(ref, sight) for ref in question.choices]
    lines = ("More than one thing fits:", *words)
    return Asked("Which one do you mean?", "", lines, (), (*again, _MORE))


def _choice(ref: str, sight: Sight) -> str:
    """What can be meant, with the figures by which it may have been found."""
    line = sight.line(ref)
    figures = [one.partition(":")[0] for one in line.figures] if line else []
    measured = f" (figures: {'; '.join(figures)})" if figures else ""
    return f"{ref} {shorten(_name(ref, sight), 90)}{measured}"


def _show_again(question: Question, ref: str) -> str:
    del question
    return f"Show {ref}"


def _rated_again(question: Question, ref: str) -> str:
    words = {"R": "red", "A": "amber", "G": "green", "B": "blue", "-": "no update"}
    return f"Which are {' or '.join(words[one] for one in question.rags)} in {ref}?"


_SAY_AGAIN: Mapping[Asks, Callable[[Question, str], str]] = {
    Asks.HOW: lambda _, ref: f"How is {ref} doing?",
    Asks.HISTORY: lambda _, ref: f"History of {ref}",
    Asks.RATED: _rated_again,
    Asks.OVERDUE: lambda _, ref: f"What's overdue in {ref}?",
    Asks.CHANGED: lambda _, ref: f"What changed in {ref}?",
}


def _not_there(ref: str) -> Asked:
    lines = ("It may have come into the plan since, or not be one of yours.",)
    return Asked(f"{ref} is not in what was posted", "", lines, (), (_MORE,))


def _no_such_month(question: Question, key: str, sight: Sight) -> Asked:
    months = [one.month for one in sight.posted][-_MONTHS_NAMED:]
    known = listed([month_words(one) for one in months])
    lines = (f"I can show you {known}.",) if known else (_NOTHING,)
    again = [f"History of {ref}" for ref in question.refs]
    if question.since:
        again += [f"What changed since {month_words(one)}?" for one in months[-4:-1]]
    title = f"Nothing was posted for {month_words(key)}"
    return Asked(title, "", lines, (), (*again, _MORE))


# --- within -------------------------------------------------------------------------------------


def _where(question: Question, sight: Sight) -> str:
    if question.mine and not sight.board:
        return " of yours"
    if question.refs:
        return f" in {listed(question.refs)}"
    return f" in {shorten(_name(question.scope, sight), 60)}" if question.scope else ""


def _name(ref: str, sight: Sight) -> str:
    """What a workstream, an objective or an action is called."""
    if sight.frame is None:
        return ref
    names = {one.ref: one.name for one in sight.frame.workstreams}
    names |= {one.ref: one.text for one in sight.frame.plan.objectives}
    names |= {one.ref: one.title for one in sight.frame.lines}
    return names.get(ref, ref)


def _source(question: Question, sight: Sight) -> str:
    if not question.month:
        return sight.as_of
    summary = sight.month(question.month)
    running = summary is not None and summary is sight.now
    return sight.as_of if running else f"As posted for {month_words(question.month)}"


def _as_of(ref: str, sight: Sight) -> str:
    """How new what they see of one action is."""
    if sight.now is not None and ref in sight.own:
        return f"{sight.now.board_on[:1].upper()}{sight.now.board_on[1:]}"
    return f"As posted for {month_words(sight.newest.month)}" if sight.newest else ""


def _before(line: Line, on: date) -> bool:
    end = due_day(line)
    return end is not None and end < on


def _open(line: Line) -> bool:
    return line.rag != Rag.BLUE.value


def _new_in(line: Line) -> bool:
    """Whether an action was reported on in a month, and not only shown as it was before."""
    return bool(line.words or line.rag is None) and not line.note.startswith("Not asked this month")


def _told(summary: Summary, line: Line) -> Told:
    return Told(
        month_words(summary.month),
        "",
        line.said_by or "no update",
        Rag(line.rag) if line.rag else None,
        line.words or line.note,
        line.why,
        "no change" if line.no_change else "",
    )


_OF_A_MONTH = frozenset(
    {
        Asks.RATED, Asks.CHANGED, Asks.WORSE, Asks.BETTER, Asks.HISTORY, Asks.SUMMARY,
        Asks.OVERDUE, Asks.WORKSTREAM, Asks.EXCEPTIONS, Asks.DECISIONS, Asks.HOW, Asks.ACTION,
    }
)  # fmt: skip

_ANSWERS: Mapping[Asks, Callable[[Question, Sight], Asked]] = {
    Asks.RATED: _rated,
    Asks.ACTION: _action,
    Asks.HOW: _how,
    Asks.CHANGED: changed,
    Asks.WORSE: worse,
    Asks.BETTER: better,
    Asks.SILENT: _silent,
    Asks.OVERDUE: _overdue,
    Asks.DUE: _due,
    Asks.DECISIONS: _decisions,
    Asks.HISTORY: _history,
    Asks.SUMMARY: _summary,
    Asks.EXCEPTIONS: _exceptions,
    Asks.WORKSTREAM: _workstream,
    Asks.PACK: _pack,
    Asks.HELP: _help,
}
