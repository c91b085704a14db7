"""Describe a file's format as a JSON schema, for editors and for kind refusals."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from typing_extensions import override

from workflow.fields import Entry

__all__ = ["Format", "described", "known_keys", "schema"]

# A file's format is the model that reads it.
Format = type[Entry]
Schema = dict[str, Any]


def schema(kind: Format, title: str = "") -> Schema:
    """Make the JSON schema (draft 2020-12) of a file; the shipped copies are its output."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": title,
        **_untitled(kind.model_json_schema(schema_generator=_InOurOrder)),
    }


def known_keys(kind: Format, place: Sequence[str | int]) -> list[str]:
    """List the keys that the group of keys at `place` may have, in the format's order."""
    return [key for spot in _spots(kind, place) for key in spot.get("properties", {})]


def described(kind: Format, place: Sequence[str | int]) -> Schema:
    """Give the description of the value at `place`, empty where the format knows none."""
    *parents, last = place
    spots = [found for spot in _spots(kind, parents) for found in _below(spot, last)]
    return spots[0] if spots else {}


class _InOurOrder(GenerateJsonSchema):
    """Leaves keys as the format has them, because people read the examples."""

    @override
    def sort(self, value: JsonSchemaValue, parent_key: str | None = None) -> JsonSchemaValue:
        return value


def _untitled(part: Schema) -> Schema:
    """Leave out the titles that are only names of our classes and fields."""
    return {
        key: _untitled(value) if isinstance(value, dict) else value
        for key, value in part.items()
        if key != "title" or isinstance(value, dict)
    }


@cache
def _schema(kind: Format) -> Schema:
    return schema(kind)


def _spots(kind: Format, place: Iterable[str | int]) -> list[Schema]:
    """List what the format says of a place, each alternative apart."""
    whole = _schema(kind)
    spots = _alternatives(whole, whole)
    for step in place:
        below = [found for spot in spots for found in _below(spot, step)]
        spots = [each for found in below for each in _alternatives(found, whole)]
    return spots


def _below(spot: Schema, step: str | int) -> list[Schema]:
    if isinstance(step, int):
        found = spot.get("items")
    else:
        found = spot.get("properties", {}).get(step, spot.get("additionalProperties"))
    return [found] if isinstance(found, dict) else []


def _alternatives(spot: Schema, whole: Schema) -> list[Schema]:
    """Follow references and choices until something is said."""
    if "$ref" in spot:
        name = spot["$ref"].rsplit("/", 1)[-1]
        return _alternatives(whole["$defs"][name], whole)
    choices = [*spot.get("anyOf", ()), *spot.get("oneOf", ())]
    if choices:
        return [each for choice in choices for each in _alternatives(choice, whole)]
    return [spot]
