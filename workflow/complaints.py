"""Say in plain sentences, with line and mend, what a file's format has refused."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from difflib import get_close_matches
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from workflow.fields import ID_PATTERN, REF_PATTERN, Complaint
from workflow.formats import FileKind, described, known_keys
from workflow.plan_format import PASSAGES, TAGS
from workflow.source import MOST_PROBLEMS, Node, Problem, quoted

__all__ = ["complaints", "did_you_mean"]

Place = tuple[str | int, ...]

_PATTERNS = {
    ID_PATTERN: "small letters, digits and hyphens",
    REF_PATTERN: "letters, digits, dots and hyphens",
}


def complaints(error: ValidationError, tree: Node, kind: FileKind) -> list[Problem]:
    """Turn everything that a format refused into problems, at the lines where it stands."""
    problems: list[Problem] = []
    for detail in error.errors(include_url=False)[:MOST_PROBLEMS]:
        place = _untagged(detail["loc"])
        for said in _said(detail, place, kind):
            line, where = _located(tree, (*place, *said.at))
            problems.append(Problem(line, where, said.what, said.mend))
    return problems


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Ask "Did you mean ...?" of a word that is nearly a known one, with a space; else empty."""
    near = get_close_matches(word[:60], list(known), n=1, cutoff=0.6)
    return f"Did you mean “{near[0]}”? " if near else ""


def _untagged(place: Place) -> Place:
    """Leave out the names by which the format tells a sentence from a lead-in with bullets."""
    return tuple(
        step
        for at, step in enumerate(place)
        if not (step in TAGS and at > 1 and place[at - 2] in PASSAGES)
    )


def _located(tree: Node, place: Place) -> tuple[int, str]:
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


def _name(node: Node) -> str:
    """Give the reference or id that an entry calls itself by."""
    if not isinstance(node.value, dict):
        return ""
    names = (node.value.get(key) for key in ("ref", "id"))
    return next((n.value[:60] for n in names if n and isinstance(n.value, str)), "")


def _said(detail: ErrorDetails, place: Place, kind: FileKind) -> list[Complaint]:
    context: dict[str, Any] = detail.get("ctx", {})
    if "complaints" in context:
        return list(context["complaints"])
    if detail["type"] == "extra_forbidden":
        return [_unknown_key(str(place[-1]), known_keys(kind, place[:-1]))]
    shown = described(kind, place)
    example = _example(place, shown)
    if detail["type"] == "missing":
        return [Complaint(*_missing(place, example))]
    if detail["input"] is None:
        return [Complaint("nothing is written here", f"Take the line out, {_or(example)}")]
    said = _SAYINGS.get(detail["type"])
    if said is None:
        return [Complaint(_lowered(detail["msg"]), f"Correct it, {_or(example)}")]
    return [Complaint(*said(detail["input"], context, example))]


def _unknown_key(key: str, known: list[str]) -> Complaint:
    guess = did_you_mean(key, known)
    mend = guess or f"Take the line out; the keys here are {', '.join(known)}. "
    return Complaint(f"{quoted(key)} is not a key that this file has here", mend.strip())


def _missing(place: Place, example: str) -> tuple[str, str]:
    what = "no lead is named" if place[-1] == "leads" else f"{quoted(place[-1])} is missing"
    return what, f"Add it, {example}" if example else "Add it, as in the example file."


def _example(place: Place, shown: dict[str, Any]) -> str:
    """Give "for example key: value." from the format's own examples, or nothing."""
    if not shown.get("examples"):
        return ""
    key = f"{place[-1]}: " if isinstance(place[-1], str) else ""
    return f"for example {key}{_flow(shown['examples'][0])}."


def _flow(example: object) -> str:
    """Write an example as YAML on one line."""
    if isinstance(example, dict):
        return "{" + ", ".join(f"{key}: {_flow(value)}" for key, value in example.items()) + "}"
    if isinstance(example, list):
        return "[" + ", ".join(_flow(value) for value in example) + "]"
    return str(example).lower() if isinstance(example, bool) else str(example)


def _or(example: str) -> str:
    return f"or write it out, {example}" if example else "or write it out."


def _lowered(text: str) -> str:
    return text[:1].lower() + text[1:].rstrip(".")


Saying = Callable[[Any, dict[str, Any], str], tuple[str, str]]


def _not_text(value: object, _context: dict[str, Any], _example: str) -> tuple[str, str]:
    if isinstance(value, dict):
        mend = "If the text has a colon in it, put the whole text in quotes."
        return "one text belongs here, not keys with values", mend
    return "one text belongs here, not a list", "Write one text."


def _not_list(value: object, _context: dict[str, Any], example: str) -> tuple[str, str]:
    mend = f"Write it as a list, {example}" if example else "Begin each entry with a dash."
    return f"a list belongs here, not {_kind(value)}", mend


def _not_keys(value: object, _context: dict[str, Any], example: str) -> tuple[str, str]:
    mend = f"Write it with its keys, {example}" if example else "Write it as in the example file."
    return f"keys with values belong here, not {_kind(value)}", mend


def _kind(value: object) -> str:
    if isinstance(value, str):
        return f"the text {quoted(value)}"
    return "a list" if isinstance(value, list | tuple) else "keys with values"


def _not_number(value: object, _context: dict[str, Any], _example: str) -> tuple[str, str]:
    what = quoted(value) if isinstance(value, str) else _kind(value)
    return f"{what} is not a number", "Write the figure alone, for example 53.8."


def _not_whole(value: object, _context: dict[str, Any], _example: str) -> tuple[str, str]:
    what = quoted(value) if isinstance(value, str) else _kind(value)
    return f"{what} is not a whole number", "Write the figure alone, for example 8."


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
    return "nothing is written here", f"Write it out, {example}" if example else "Write it out."


def _wrong_form(value: object, context: dict[str, Any], example: str) -> tuple[str, str]:
    allowed = _PATTERNS.get(context["pattern"])
    mend = f"Use {allowed}, {example}" if allowed else f"Correct it, {example}"
    return f"{quoted(value)} does not have the right form", mend


def _too_small(value: object, context: dict[str, Any], _example: str) -> tuple[str, str]:
    return f"{quoted(value)} is too small", f"Write {context['ge']:g} or more."


def _too_large(value: object, context: dict[str, Any], _example: str) -> tuple[str, str]:
    return f"{quoted(value)} is too large", f"Write {context['le']:g} or less."


def _too_many(value: Any, context: dict[str, Any], _example: str) -> tuple[str, str]:  # noqa: ANN401
    return f"{len(value)} entries stand here", f"Write {context['max_length']}."


_SAYINGS: dict[str, Saying] = {
    "string_type": _not_text,
    "string_too_long": _too_long,
    "string_too_short": _too_short,
    "string_pattern_mismatch": _wrong_form,
    "tuple_type": _not_list,
    "too_short": _too_short,
    "too_long": _too_many,
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
