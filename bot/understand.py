"""Read replies from lines of JSON and say what each was understood to mean, as lines of JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from workflow.rag import Rag
from workflow.replies import Context, Given, GivenDate, Last, Part, Reader, Understanding

__all__ = ["understand"]


def understand(lines: Iterable[bytes], reader: Reader, today: date) -> Iterator[str]:
    """One line out for each line in, in order; a line that can't be read gets a sentence.

    In: `{"text", "context": {"awaiting", "actions", "last"}}`. Out: `{"text", "pred"}`, and
    `error` where there is one.
    """
    for line in lines:
        yield _dumped(_answer(line, reader, today))


# --- within ------------------------------------------------------------------------------------


def _answer(line: bytes, reader: Reader, today: date) -> dict[str, object]:
    try:
        asked = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return _refused(None, "The line is not UTF-8.")
    except (ValueError, RecursionError):
        return _refused(None, "The line is not JSON.")
    text = asked.get("text") if isinstance(asked, dict) else None
    if not isinstance(text, str):
        return _refused(None, 'The line has no text: write {"text": …, "context": …}.')
    context = asked.get("context")
    if context is not None and not isinstance(context, dict):
        return _refused(text, "The context is not an object.")
    return {"text": text, "pred": _pred(reader.read(text, _context(context or {}), today))}


def _context(given: Mapping[str, object]) -> Context:
    """The context of a line; what is missing or strange counts as nothing awaited."""
    awaiting, actions = given.get("awaiting"), given.get("actions")
    return Context(
        awaiting if isinstance(awaiting, str) else "none",
        tuple(ref for ref in actions if isinstance(ref, str)) if isinstance(actions, list) else (),
        _last(given.get("last")),
    )


def _last(given: object) -> Last | None:
    if not isinstance(given, dict) or not isinstance(given.get("ref"), str):
        return None
    rag, value = given.get("rag"), given.get("value")
    return Last(
        given["ref"],
        str(given.get("did") or ""),
        Rag(rag) if rag in set(Rag) else None,
        float(value)
        if isinstance(value, float) or (isinstance(value, int) and value < 1e9)
        else None,
    )


def _refused(text: str | None, sentence: str) -> dict[str, object]:
    nothing: dict[str, object] = {
        "intent": "not_understood", "refs": [], "rag": {}, "narrative": [], "figures": [],
        "dates": [], "person": None, "ask": False, "parts": [],
    }  # fmt: skip
    return {"text": text, "pred": nothing, "error": sentence}


def _pred(read: Understanding) -> dict[str, object]:
    several = len(read.parts) > 1
    return {
        "intent": read.intent.value,
        "refs": list(read.refs),
        "rag": {ref: rag.value for ref, rag in read.rag.items()},
        "narrative": [
            {"ref": ref, "text": part.narrative}
            for part in read.parts
            if part.narrative
            for ref in part.refs or (None,)
        ],
        "figures": [_figure(one) for part in read.parts for one in part.figures],
        "dates": [_date(one) for part in read.parts for one in part.dates],
        "person": next((part.person for part in read.parts if part.person), None),
        "ask": read.question is not None,
        "parts": [_part(part) for part in read.parts] if several else [],
        "question": _question(read),
        "echo": read.echo,
    }


def _part(part: Part) -> dict[str, object]:
    return {"intent": part.intent.value, "refs": list(part.refs)}


def _figure(one: Given) -> dict[str, object]:
    return {
        "ref": one.ref, "measure": one.measure, "value": one.value, "unit": one.unit,
        "numerator": one.numerator, "denominator": one.denominator,
    }  # fmt: skip


def _date(one: GivenDate) -> dict[str, object]:
    return {
        "text": one.words, "date": one.day.isoformat(), "precision": one.precision.value,
        "role": one.role.value,
    }  # fmt: skip


def _question(read: Understanding) -> dict[str, object] | None:
    if read.question is None:
        return None
    return {"text": read.question.words, "choices": list(read.question.choices)}


def _dumped(answer: Mapping[str, object]) -> str:
    said = json.dumps(answer, ensure_ascii=False)
    try:
        said.encode()
    except UnicodeEncodeError:  # half a character: only its number can be written
        return json.dumps(answer)
    return said
