"""Say in plain sentences, with line and mend, what a file's format has refused."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from difflib import get_close_matches
from itertools import islice
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from workflow.fields import ID_PATTERN, REF_PATTERN, Complaint
from workflow.formats import Format, described, known_keys
from workflow.plan_format import PASSAGES, TAGS
from workflow.source import MOST_PROBLEMS, Node, Problem, quoted

__all__ = ["complaints", "did_you_mean", "located"]

_MANY = 300

Place = tuple[str | int, ...]

_PATTERNS = {
    ID_PATTERN: "small letters, digits and hyphens",
    REF_PATTERN: "letters, digits, dots and hyphens",
}


def complaints(error: ValidationError, tree: Node, kind: Format) -> list[Problem]:
    """Turn everything that a format refused into problems, at the lines where it stands."""
    problems: list[Problem] = []
    for detail in error.errors(include_url=False)[: MOST_PROBLEMS + 1]:
        place = _untagged(detail["loc"])
        for said in _said(detail, place, kind):
            line, where = located(tree, (*place, *said.at))
            problems.append(Problem(line, where, said.what, said.mend))
    return problems


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Ask "Did you mean ...?" of a word that is nearly a known one, with a space; else empty."""
    names = list(known)
    if len(names) > _MANY:
        # Comparing with thousands takes too long; a slip keeps the beginning and the length.
        like = (n for n in names if n[:1] == word[:1] and abs(len(n) - len(word)) < 3)
        names = list(islice(like, _MANY))
    near = get_close_matches(word[:60], names, n=1, cutoff=0.6)
    return f"Did you mean “{near[0]}”? " if near else ""


def located(tree: Node, place: Place) -> tuple[int, str]:
    """Find the line of a place and its name in words: PI3.1, when, to."""
    node, words, line = tree, list[str](), tree.line
    for step in place:
        below: Node | None = None
        if isinstance(step, int) and isinstance(node.value, list):
            below = node.value[step] if step < len(node.value) else None
            words = [*words[:-1], f"{words[-1] if words else 'entry'} {step + 1}"]
        elif isinstance(step, str):
            below = node.value.get(step) if isinstance(node.value, dict) else None
            words = [*words, step[:60]]
        if below is None:
            break
        node, line = below, below.line
        name = _name(node)
        words = [name] if name else words
    return line, ", ".join(words)


def _untagged(place: Place) -> Place:
    """Leave out the names by which the format tells a sentence from a lead-in with bullets."""
    return tuple(
        step
        for at, step in enumerate(place)
        if not (step in TAGS and at > 1 and place[at - 2] in PASSAGES)
    )


def _name(node: Node) -> str:
    """Give the reference or id that an entry calls itself by."""
    if not isinstance(node.value, dict):
        return ""
    names = (node.value.get(key) for key in ("ref", "id"))
    return next((n.value[:60] for n in names if n and isinstance(n.value, str)), "")


def _said(detail: ErrorDetails, place: Place, kind: Format) -> list[Complaint]:
    context: dict[str, Any] = detail.get("ctx", {})
    if "complaints" in context:
        return list(context["complaints"])
    if detail["type"] == "extra_forbidden":
        return [_unknown_key(str(place[-1]), known_keys(kind, place[:-1]))]
    example = _example(kind, place)
    if detail["type"] in {"missing", "too_short"}:
        # Entries that were refused are not counted either, and have had their own complaint.
        empty = detail["type"] == "missing" or not detail["input"]
        return [_missing(place, example)] if empty else []
    if detail["input"] is None:
        return [Complaint("nothing is written here", _mend("Write it out", example))]
    said = _SAYINGS.get(detail["type"])
    if said is None:
        return [Complaint(_lowered(detail["msg"]), _mend("Correct it", example))]
    what, mend = said(detail["input"], context, example)
    if said is _not_choice and {"type": "null"} in described(kind, place).get("anyOf", ()):
        mend = f"{mend.removesuffix('.')}, or leave it out."
    return [Complaint(what, mend)]


def _unknown_key(key: str, known: list[str]) -> Complaint:
    guess = did_you_mean(key, known)
    mend = guess or f"Take the line out; the keys here are {', '.join(known)}. "
    return Complaint(f"{quoted(key)} is not a key that this file has here", mend.strip())


def _missing(place: Place, example: str) -> Complaint:
    what = "no lead is named" if place[-1] == "leads" else f"{quoted(place[-1])} is missing"
    return Complaint(what, _mend("Add it", example or "as in the example file"))


def _mend(what: str, example: str) -> str:
    return f"{what}, {example}." if example else f"{what}."


def _example(kind: Format, place: Place) -> str:
    """Give "for example key: value" from the format, be it the example of what it is part of."""
    for spot in (place, place[:-1]):
        shown = described(kind, spot) if spot and isinstance(spot[-1], str) else {}
        if shown.get("examples"):
            return f"for example {spot[-1]}: {_flow(shown['examples'][0])}"
    return ""


def _flow(example: object) -> str:
    """Write an example as YAML on one line."""
    if isinstance(example, dict):
        return "{" + ", ".join(f"{key}: {_flow(value)}" for key, value in example.items()) + "}"
    if isinstance(example, list):
        return "[" + ", ".join(_flow(value) for value in example) + "]"
    text = str(example).lower() if isinstance(example, bool) else str(example)
    return f'"{text}"' if ":" in text else text


def _lowered(text: str) -> str:
    return text[:1].lower() + text[1:].rstrip(".")


Saying = Callable[[Any, dict[str, Any], str], tuple[str, str]]


def _not_text(value: object, _context: dict[str, Any], _example: str) -> tuple[str, str]:
    if isinstance(value, dict):
        mend = "If the text has a colon in it, put the whole text in quotes."
        return "one text belongs here, not keys with values", mend
    return "one text belongs here, not a list", "Write one text."


def _not_list(value: object, _context: dict[str, Any], example: str) -> tuple[str, str]:
    mend = _mend("Write it as a list", example or "each entry after a dash")
    return f"a list belongs here, not {_kind(value)}", mend


def _not_keys(value: object, _context: dict[str, Any], example: str) -> tuple[str, str]:
    mend = _mend("Write it with its keys", example or "as in the example file")
    return f"keys with values belong here, not {_kind(value)}", mend


def _kind(value: object) -> str:
    if isinstance(value, str):
        return f"the text {quoted(value)}"
    return "a list" if isinstance(value, list | tuple) else "keys with values"


def _not_number(value: object, _context: dict[str, Any], example: str) -> tuple[str, str]:
    what = quoted(value) if isinstance(value, str) else _kind(value)
    return f"{what} is not a number", _mend("Write the figure alone", example)


def _not_whole(value: object, _context: dict[str, Any], example: str) -> tuple[str, str]:
    what = quoted(value) if isinstance(value, str) else _kind(value)
    return f"{what} is not a whole number", _mend("Write the figure alone", example)


def _not_bool(value: object, _context: dict[str, Any], _example: str) -> tuple[str, str]:
    what = quoted(value) if isinstance(value, str) else _kind(value)
    return f"{what} is neither true nor false", "Write true or false."


def _not_choice(value: object, context: dict[str, Any], _example: str) -> tuple[str, str]:
    choices = str(context["expected"]).replace("'", "")
    known = choices.replace(" or ", ", ").split(", ")
    guess = did_you_mean(str(value), known)
    what = quoted(value) if isinstance(value, str) else _kind(value)
    return f"{what} is not one of the words known here", f"{guess}Write {choices}."


def _too_long(value: object, context: dict[str, Any], _example: str) -> tuple[str, str]:
    size, most = len(str(value)), context["max_length"]
    return f"the text has {size:,} characters; the most is {most:,}", "Shorten it."


def _too_short(_value: object, _context: dict[str, Any], example: str) -> tuple[str, str]:
    return "nothing is written here", _mend("Write it out", example)


def _wrong_form(value: object, context: dict[str, Any], example: str) -> tuple[str, str]:
    allowed = _PATTERNS.get(context["pattern"])
    mend = _mend(f"Use {allowed}" if allowed else "Correct it", example)
    return f"{quoted(value)} does not have the right form", mend


def _too_small(value: object, context: dict[str, Any], _example: str) -> tuple[str, str]:
    return f"{quoted(value)} is too small", f"Write {context['ge']:g} or more."


def _too_large(value: object, context: dict[str, Any], _example: str) -> tuple[str, str]:
    return f"{quoted(value)} is too large", f"Write {context['le']:g} or less."


_SAYINGS: dict[str, Saying] = {
    "string_type": _not_text,
    "string_too_long": _too_long,
    "string_too_short": _too_short,
    "string_pattern_mismatch": _wrong_form,
    "tuple_type": _not_list,
    "model_type": _not_keys,
    "model_attributes_type": _not_keys,
    "dict_type": _not_keys,
    "float_parsing": _not_number,
    "float_type": _not_number,
    "finite_number": _not_number,
    "int_parsing": _not_whole,
    "int_parsing_size": _not_whole,
    "int_from_float": _not_whole,
    "int_type": _not_whole,
    "bool_parsing": _not_bool,
    "bool_type": _not_bool,
    "literal_error": _not_choice,
    "enum": _not_choice,
    "greater_than_equal": _too_small,
    "less_than_equal": _too_large,
}
