"""Check what an officer says about an action, field by field, in words they can act on."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from workflow.dates import day
from workflow.plan import Measure, Reading, Unit
from workflow.rag import MARKS, Rag
from workflow.words import figure

# (rating, reason) for the figures and the revised end date that were typed.
Suggest = Callable[[tuple["Figure", ...], "date | None"], "tuple[Rag | None, str]"]

__all__ = [
    "DECISION_MOST",
    "EVIDENCE_MOST",
    "LINK_MOST",
    "REASON_MOST",
    "VAGUE_UNDER",
    "WORDS_MOST",
    "Checked",
    "Figure",
    "Update",
    "check_no_change",
    "check_update",
    "example_of",
    "figure_words",
    "is_vague",
]

WORDS_MOST = 1_500
REASON_MOST = 300
DECISION_MOST = 400
LINK_MOST = 500
EVIDENCE_MOST = 400
VAGUE_UNDER = 20

_LINK = re.compile(r"^https?://[^\s<>\"']{3,}$", re.IGNORECASE)
_SEPARATELY = re.compile(r"\breported (separately|elsewhere)\b", re.IGNORECASE)

# Nothing that a council counts in this plan is larger, and nobody types a longer figure.
_LARGEST = 999_999_999
_LONGEST = 40

_NUMBER = re.compile(r"^£?\s*(-?\d{1,3}(?:,\d{3})+(?:\.\d+)?|-?\d+(?:\.\d+)?)\s*%?$", re.ASCII)
_OF = re.compile(r"^(\d+)\s*(?:of|out of|/)\s*(\d+)$", re.IGNORECASE | re.ASCII)
# What no keyboard types and no database keeps: control characters and half characters.
_NOT_TEXT = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Figure:
    """A new reading that an officer gave."""

    measure: str
    reading: Reading


@dataclass(frozen=True, slots=True)
class Update:
    """What an officer said; `kind` is update or no_change.

    `complete` is the evidence with which they propose the action as complete, empty: they do not.
    """

    kind: str
    words: str
    rag: Rag
    why: str
    next_step: str = ""
    decision: str = ""
    figures: tuple[Figure, ...] = ()
    link: str = ""
    revised_end: date | None = None
    end_why: str = ""
    suggested: Rag | None = None
    complete: str = ""


@dataclass(frozen=True, slots=True)
class Checked:
    """An update, or None and what is wrong: field name → sentence."""

    update: Update | None
    errors: Mapping[str, str]


def check_update(
    fields: Mapping[str, str],
    measures: Sequence[Measure],
    today: date,
    suggest: Suggest | None = None,
) -> Checked:
    """Check the update form.

    `fields`: words, next, rag, why, decision; complete (true) with evidence (or a link); for
    each measure `figure:ID` (55.1, 55.1%, 18 of 38, or empty: no new figure) and `as_at:ID`
    (ISO day); link, and end (ISO day) with end_why. `suggest` gives the rule's rating with its
    reason for the figures and the date that were typed; agreeing with it needs no reason.
    """
    errors: dict[str, str] = {}
    words = _text(fields, "words", WORDS_MOST, errors)
    if not words and "words" not in errors:
        errors["words"] = "Write at least one sentence: what changed?"
    rag = _rating(fields.get("rag", ""), errors)
    why = _text(fields, "why", REASON_MOST, errors)
    # Further down the form: said after the reason, which depends on what was typed here.
    below: dict[str, str] = {}
    figures = _figures(fields, measures, today, below)
    next_step = _text(fields, "next", REASON_MOST, below)
    decision = _text(fields, "decision", DECISION_MOST, below)
    link = _link(fields, words, below)
    complete = _complete(fields, link, below)
    end = _revised_end(fields, today, below)
    suggested, reason = suggest(figures, end) if suggest else (None, "")
    if not why and "why" not in errors:
        if suggested is None:
            errors["why"] = "Say in a line why you chose this rating."
        elif rag is suggested:
            why = reason
        elif rag is not None:
            errors["why"] = f"The rule would say {MARKS[suggested].word}: {reason} Why is it not?"
    errors |= below
    if errors or rag is None:
        return Checked(None, errors)
    made = Update(
        "update",
        words,
        rag,
        why,
        next_step,
        decision,
        figures,
        link=link,
        revised_end=end,
        end_why=_typed(fields, "end_why") if end else "",
        suggested=suggested,
        complete=complete,
    )
    return Checked(made, {})


def is_vague(update: Update) -> bool:
    """Whether one more question is worth it: short, with no figure and no date in it."""
    said = f"{update.words} {update.next_step}"
    return (
        update.kind == "update"
        and not update.figures
        and len(update.words) < VAGUE_UNDER
        and not any(sign.isdigit() for sign in said)
    )


def check_no_change(fields: Mapping[str, str], *, words: str, rag: Rag | None) -> Checked:
    """Check "no change": last month's words and rating stand, with a line of reason.

    `rag` is last month's rating; where there was none, the officer gives one now.
    """
    errors: dict[str, str] = {}
    reason = _text(fields, "why", REASON_MOST, errors)
    if not reason and "why" not in errors:
        errors["why"] = "Say in a line why nothing has changed."
    rating = rag if rag is not None else _rating(fields.get("rag", ""), errors)
    if errors or rating is None:
        return Checked(None, errors)
    return Checked(Update("no_change", words, rating, reason), {})


def _text(fields: Mapping[str, str], name: str, most: int, errors: dict[str, str]) -> str:
    said = _typed(fields, name)
    if len(said) > most:
        errors[name] = (
            f"This has {len(said):,} characters. The most is {most:,}: please shorten it."
        )
    return said


def _typed(fields: Mapping[str, str], name: str) -> str:
    return _NOT_TEXT.sub("", fields.get(name, "").replace("\r\n", "\n")).strip()


def _link(fields: Mapping[str, str], words: str, errors: dict[str, str]) -> str:
    said = _typed(fields, "link")
    if not said:
        if _SEPARATELY.search(words):
            errors["link"] = "You say it is reported separately: give the link to that report."
        return ""
    if len(said) > LINK_MOST or not _LINK.match(said):
        errors["link"] = "Give a whole link that starts with https://"
    return said


def _complete(fields: Mapping[str, str], link: str, errors: dict[str, str]) -> str:
    """The evidence with which the action is proposed as complete; empty when it is not."""
    said = _text(fields, "evidence", EVIDENCE_MOST, errors)
    ticked = fields.get("complete", "")
    if ticked == "false" or (ticked != "true" and not said):
        return ""
    if not said and not link and not {"evidence", "link"} & set(errors):
        errors["evidence"] = (
            "What shows that it is finished? Write it in a sentence, or give the link above. "
            "A board decides on it."
        )
    return said or link


def _revised_end(fields: Mapping[str, str], today: date, errors: dict[str, str]) -> date | None:
    said, why = _typed(fields, "end"), _typed(fields, "end_why")
    if not said:
        return None
    try:
        end = date.fromisoformat(said)
    except ValueError:
        errors["end"] = "Give a date, for example 2020-03-31."
        return None
    if end < today:
        errors["end"] = f"{day(end)} has passed. When will it be finished?"
    if not why:
        errors["end_why"] = "Say in a line why the date moves."
    elif len(why) > REASON_MOST:
        errors["end_why"] = f"The most is {REASON_MOST} characters: please shorten it."
    return end


def _rating(letter: str, errors: dict[str, str]) -> Rag | None:
    # Blue is a board's to give, so it is not among the choices.
    if letter in {Rag.RED.value, Rag.AMBER.value, Rag.GREEN.value}:
        return Rag(letter)
    errors["rag"] = "Choose Green, Amber or Red."
    return None


def _figures(
    fields: Mapping[str, str], measures: Sequence[Measure], today: date, errors: dict[str, str]
) -> tuple[Figure, ...]:
    found = []
    for measure in measures:
        typed = fields.get(f"figure:{measure.id}", "").strip()
        if not typed:
            continue
        as_at = _as_at(fields.get(f"as_at:{measure.id}", ""), measure, today, errors)
        value = _value(typed, measure, errors)
        if as_at is not None and value is not None:
            number, base = value[1:]
            found.append(
                Figure(measure.id, Reading(value[0], as_at, "day", number, base, "officer"))
            )
    return tuple(found)


def _as_at(typed: str, measure: Measure, today: date, errors: dict[str, str]) -> date | None:
    name = f"as_at:{measure.id}"
    try:
        said = date.fromisoformat(typed.strip())
    except ValueError:
        errors[name] = "When was it counted? Give a date, for example 2019-08-31."
        return None
    if said > today:
        errors[name] = f"{day(said)} is still to come. When was it counted?"
        return None
    if (today - said).days > 732:
        errors[name] = f"{day(said)} is more than two years ago. Is the year right?"
        return None
    return said


def _value(
    typed: str, measure: Measure, errors: dict[str, str]
) -> tuple[float, int | None, int | None] | None:
    """(value in the measure's unit, numerator, denominator)."""
    name = f"figure:{measure.id}"
    plain = " ".join(typed.split())
    if len(plain) > _LONGEST:
        plain = ""
    if found := _OF.match(plain):
        number, base = int(found[1]), int(found[2])
        if base == 0 or number > base or base > _LARGEST:
            errors[name] = f"{number} of {base} can't be: please check both numbers."
            return None
        if measure.unit is Unit.PERCENT:
            return round(100 * number / base, 2), number, base
        if measure.unit is Unit.COUNT:
            return float(number), number, base
    found = _NUMBER.match(plain)
    if found is None or not _fits(plain, measure.unit):
        errors[name] = f"Give one number, for example {example_of(measure)}."
        return None
    value = float(found[1].replace(",", ""))
    if value < 0 or (measure.unit is Unit.PERCENT and value > 100):
        most = " from 0 to 100" if measure.unit is Unit.PERCENT else ", not below 0"
        errors[name] = f"Give a number{most}, for example {example_of(measure)}."
        return None
    if value > _LARGEST:
        errors[name] = f"That is more than {_LARGEST:,}: please check it."
        return None
    if measure.unit is Unit.COUNT and value != int(value):
        errors[name] = "This counts things, so give a whole number."
        return None
    return value, None, None


def _fits(plain: str, unit: Unit) -> bool:
    """Whether a sign that was typed with a number is the measure's own."""
    signs = (("%", Unit.PERCENT), ("£", Unit.MONEY))
    return all(unit is its_own for sign, its_own in signs if sign in plain)


def example_of(measure: Measure) -> str:
    """A figure as it may be typed."""
    if measure.unit is Unit.PERCENT:
        return "55.1 or 18 of 38"
    return {Unit.COUNT: "8", Unit.AVERAGE: "17", Unit.MONEY: "3,000"}[measure.unit]


def figure_words(measure: Measure, reading: Reading) -> str:
    """55.1%, or 47.37% (18 of 38)."""
    base = f" ({reading.numerator} of {reading.denominator})" if reading.denominator else ""
    return f"{figure(measure, reading.value)}{base}"
