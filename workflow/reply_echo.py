"""Say back what was understood of a reply, mended typing included."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from workflow.dates import day, short_day
from workflow.plan import Plan
from workflow.rag import MARKS
from workflow.reply_values import Given, GivenDate, Intent, Mend, Part, Role
from workflow.words import figure, listed, shorten

__all__ = ["echo"]

_ORDERS = {
    Intent.NO_CHANGE: "no change",
    Intent.SKIP: "skipped for now",
    Intent.UNDO: "undo the last answer",
    Intent.EDIT_LAST: "edit",
    Intent.DELEGATE: "delegated",
    Intent.SHOW_ACTION: "show",
    Intent.HELP: "help",
    Intent.STATUS_QUERY: "how things stand",
    Intent.WHO_IS_LATE: "who has not answered",
    Intent.DEFER: "ask again later",
    Intent.AWAY: "you are away",
}
_ROLES = {
    Role.ASK_ON: "on", Role.FROM: "from", Role.UNTIL: "until", Role.BACK: "back on",
    Role.FORECAST: "by", Role.AS_AT: "as at", Role.EVENT: "on",
}  # fmt: skip


def echo(parts: Sequence[Part], mends: Sequence[Mend], plan: Plan) -> str:
    """One line a thing understood; then every mended word. Empty where nothing was."""
    lines = [line for part in parts if (line := _line(part, plan))]
    lines += [f"I read “{mend.typed}” as {mend.read}." for mend in mends]
    return "\n".join(lines)


def _line(part: Part, plan: Plan) -> str:
    said = "; ".join(_said(part, plan))
    if not said:
        return ""
    name = listed(part.refs) if len(part.refs) < 5 else f"{len(part.refs)} actions"
    line = f"{name}: {said}" if part.refs else said
    return f"{line[0].upper()}{line[1:]}."


def _said(part: Part, plan: Plan) -> Iterator[str]:
    if part.intent in _ORDERS:
        yield _ORDERS[part.intent] + (
            f" to {part.person}" if part.person and part.intent is Intent.DELEGATE else ""
        )
    if part.person and part.intent is Intent.AWAY:
        yield f"{part.person} covers"
    if part.rag is not None:
        yield MARKS[part.rag].word
    for given in part.figures:
        yield _figure(given, plan)
    for one in part.dates:
        yield _date(one)
    if part.decision:
        yield f"a decision is asked for: “{shorten(part.decision, 80)}”"
    elif part.narrative:
        yield f"“{shorten(part.narrative, 80)}”"


def _figure(given: Given, plan: Plan) -> str:
    measure = plan.measure(given.measure)
    if measure is None:
        return str(given.value)
    base = f" ({given.numerator} of {given.denominator})" if given.denominator else ""
    return f"{measure.short} {figure(measure, given.value)}{base}"


def _date(one: GivenDate) -> str:
    role = _ROLES[one.role]
    at = f", {one.at}" if one.at else ""
    return f"{role} {day(one.day) if one.role is Role.FORECAST else short_day(one.day)}{at}"
