"""Judge a card without a host: Teams' own models walked strictly, then the rules of this house."""

import json
import re
from collections.abc import Iterator
from functools import cache
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

import microsoft_teams.cards as models
from pydantic import BaseModel, ValidationError

from cards.blocks import Surface

MOST_UTF_8 = 28_000
MOST_UTF_16 = 40_000
MOST_BUTTONS = 6
LONGEST_TITLE = 32

TEAMS_ONLY = {
    "Badge",
    "Carousel",
    "CodeBlock",
    "CompoundButton",
    "Icon",
    "ProgressBar",
    "ProgressRing",
    "Rating",
}
RATED = re.compile(r"(■ R Red|◆ A Amber|● G Green|✓ B Blue|○ – No update)\b")
# Content that stands in the card as it is: ours to send back, not a host's to draw.
OPAQUE = {"data", "requires", "msteams"}

# What an element is nothing without; the models take each of these as optional.
NEEDS = {
    "TextBlock": ("text",),
    "Badge": ("text",),
    "Image": ("url", "altText"),
    "Container": ("items",),
    "ColumnSet": ("columns",),
    "Column": ("items",),
    "Table": ("columns", "rows"),
    "ActionSet": ("actions",),
    "Input.ChoiceSet": ("id", "choices"),
    "Input.Text": ("id",),
    "Input.Date": ("id",),
    "Input.Number": ("id",),
    "Action.Execute": ("title", "verb"),
    "Action.Submit": ("title", "data"),
    "Action.ShowCard": ("title", "card"),
    "Action.ToggleVisibility": ("title", "targetElements"),
}

Json = Any


def faults(card: dict[str, Any], surface: Surface | None = None) -> list[str]:
    """Everything that is wrong with a card, each with its place; `surface` once it is dressed."""
    return [
        *strangers(card),
        *_weight(card),
        *_whole(card),
        *(fault for path, part, key in parts(card) for fault in _part(path, part, key)),
        *(_dressed(card, surface) if surface else ()),
    ]


def parts(node: Json, path: str = "$", key: str = "") -> Iterator[tuple[str, dict[str, Any], str]]:
    """Every element of a card with its place and the name of the property that holds it."""
    if isinstance(node, list):
        for number, item in enumerate(node):
            yield from parts(item, f"{path}[{number}]", key)
    elif isinstance(node, dict):
        if isinstance(node.get("type"), str):
            yield path, node, key
        for name, value in node.items():
            if name not in OPAQUE or (name == "data" and "Chart" in node.get("type", "")):
                yield from parts(value, f"{path}.{name}", name)


# --- Teams' own dictionary ----------------------------------------------------------------


@cache
def _dictionary() -> dict[str, type[BaseModel]]:
    """Each element that Teams knows, by its type."""
    known = [one for one in vars(models).values() if isinstance(one, type)]
    fields = {
        one: one.model_fields["type"].default
        for one in known
        if issubclass(one, BaseModel) and "type" in one.model_fields
    }
    return {name: one for one, name in fields.items() if isinstance(name, str)}


@cache
def _properties(model: type[BaseModel]) -> dict[str, Any]:
    """What may stand in an element, and what kind of thing it is."""
    return {
        field.serialization_alias or field.alias or name: field.annotation
        for name, field in model.model_fields.items()
    }


@cache
def _models_in(annotation: Any) -> tuple[type[BaseModel], ...]:
    """The models that an annotation names, however deep."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return (annotation,)
    if get_origin(annotation) in {Union, UnionType, Annotated, list}:
        return tuple(one for inner in get_args(annotation) for one in _models_in(inner))
    return ()


def strangers(node: Json, expected: tuple[type[BaseModel], ...] = (), path: str = "$") -> list[str]:
    """What Teams' models do not know: elements, properties, values, things in a wrong place.

    Their own validation takes any element and any property, so each is walked by itself.
    """
    if isinstance(node, list):
        return [
            fault
            for number, item in enumerate(node)
            for fault in strangers(item, expected, f"{path}[{number}]")
        ]
    if not isinstance(node, dict):
        return [f"{path}: nothing where an element should be"] if node is None else []
    model, fault = _model_of(node, expected)
    if model is None:
        return [f"{path}: {fault}"] if fault else []
    known = {**_properties(model), "$schema": str} if path == "$" else _properties(model)
    found = [f"{path}: {node.get('type', '')} has no property {k}" for k in node if k not in known]
    scalars = {k: v for k, v in node.items() if k in known and not isinstance(v, dict | list)}
    try:
        model.model_validate(scalars, strict=True)
    except ValidationError as error:
        found += [f"{path}.{one['loc'][0]}: {one['msg']}" for one in error.errors()]
    for name, value in node.items():
        if name in known and not (name in OPAQUE and not _models_in(known[name])):
            wanted = () if _is_ours(node, name) else _models_in(known[name])
            found += strangers(value, wanted, f"{path}.{name}") if wanted else []
    return found


def _is_ours(node: dict[str, Any], name: str) -> bool:
    """Whether a property holds what a button sends back."""
    return name == "data" and node.get("type", "").startswith("Action.")


def _model_of(
    node: dict[str, Any], expected: tuple[type[BaseModel], ...]
) -> tuple[type[BaseModel] | None, str]:
    kind = node.get("type")
    if kind is None:
        plain = [one for one in expected if "type" not in _properties(one)]
        return (plain[0], "") if plain else (None, "an element without a type")
    model = _dictionary().get(str(kind))
    if model is None:
        return None, f"no element is called {kind}"
    if expected and not issubclass(model, expected):
        return None, f"{kind} can't stand here"
    return model, ""


# --- the rules of this house --------------------------------------------------------------


def _weight(card: dict[str, Any]) -> Iterator[str]:
    written = json.dumps(card, ensure_ascii=False, separators=(",", ":"))
    if (weight := len(written.encode())) > MOST_UTF_8:
        yield f"$: {weight} bytes as UTF-8"
    if (weight := len(written.encode("utf-16-le"))) > MOST_UTF_16:
        yield f"$: {weight} bytes as UTF-16"


def _whole(card: dict[str, Any]) -> Iterator[str]:
    if card.get("type") != "AdaptiveCard" or card.get("version") != "1.5":
        yield "$: not a card of version 1.5"
    if card.get("lang") != "en-GB":
        yield "$: not in British English"
    if not card.get("fallbackText", "").strip():
        yield "$: no fallbackText"
    if card.get("actions"):
        yield "$.actions: old clients know a button's fallback in an ActionSet only"
    every = list(parts(card))
    names = [part["id"] for _, part, _ in every if "id" in part]
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield f"$: {name} is the id of two parts"
    for path, part, _ in every:
        for target in part.get("targetElements", ()):
            if target not in names:
                yield f"{path}: shows {target}, which is not there"


def _part(path: str, part: dict[str, Any], key: str) -> Iterator[str]:
    kind = part["type"]
    missing = [name for name in NEEDS.get(kind, ()) if not part.get(name)]
    yield from (f"{path}: {kind} without {name}" for name in missing)
    if kind == "TextBlock" and part.get("wrap") is not True:
        yield f"{path}: text that does not wrap"
    if (kind in TEAMS_ONLY or kind.startswith("Chart.")) and "fallback" not in part:
        yield f"{path}: {kind} vanishes in other hosts"
    if "targetWidth" in part and not _guarded(part):
        yield f"{path}: targetWidth without requires and drop"
    if len(part.get("actions", ())) > MOST_BUTTONS:
        yield f"{path}: {len(part['actions'])} buttons in one set"
    if kind == "ProgressBar" and not 0 <= part["value"] <= part["max"]:
        yield f"{path}: a bar of {part['value']} of {part['max']}"
    if kind.startswith("Input."):
        yield from _input(path, part)
    if kind.startswith("Action.") and key != "selectAction":
        yield from _button(path, part)


def _button(path: str, part: dict[str, Any]) -> Iterator[str]:
    title = part.get("title", "")
    if len(title) > LONGEST_TITLE:
        yield f"{path}: a button of {len(title)} characters: {title}"


def _guarded(part: dict[str, Any]) -> bool:
    return bool(part.get("requires", {}).get("responsiveLayout")) and part.get("fallback") == "drop"


def _input(path: str, part: dict[str, Any]) -> Iterator[str]:
    if not part.get("label"):
        yield f"{path}: an input without a label"
    if part.get("isRequired") and not part.get("errorMessage"):
        yield f"{path}: a required input without an errorMessage"
    if part["type"] != "Input.ChoiceSet":
        return
    titles = [one.get("title", "") for one in part["choices"]]
    if not part.get("wrap") or not all(titles):
        yield f"{path}: choices that do not wrap, or say nothing"
    if part.get("id") == "rag" and not all(RATED.match(one) for one in titles):
        yield f"{path}: a rating that is not shape, letter and word"
    # The action that somebody came from to hand over is their own choice, and confirms nothing.
    if part.get("isMultiSelect") and part.get("value") and part.get("id") != "refs":
        yield f"{path}: something is ticked already"


def _dressed(card: dict[str, Any], surface: Surface) -> Iterator[str]:
    for path, part, key in parts(card):
        if part["type"].startswith("Chart.") and surface is Surface.WEB:
            yield f"{path}: {part['type']} is not known in Web Chat"
        if part["type"] == "Action.Execute" and surface is Surface.WEB:
            yield f"{path}: Action.Execute does nothing in Web Chat"
        elif part["type"] == "Action.Execute":
            yield from _for_old_clients(path, part)
        elif part["type"] == "Action.Submit" and surface is Surface.WEB:
            if not {"verb", "card"} <= part["data"].keys():
                yield f"{path}: does not say what was pressed on which card"
        elif part["type"] == "Action.Submit" and key != "fallback":
            yield f"{path}: Action.Submit where Teams takes Action.Execute"


def _for_old_clients(path: str, part: dict[str, Any]) -> Iterator[str]:
    spare = part.get("fallback", {})
    shared = ("title", "associatedInputs", "style", "tooltip")
    same = all(spare.get(name) == part.get(name) for name in shared)
    if not same or spare.get("data") != {**part.get("data", {}), "verb": part["verb"]}:
        yield f"{path}: old clients are not sent the same"


def words_of(card: dict[str, Any]) -> list[str]:
    """All text that a card shows, without Markdown's marks and the joiners of `escape`."""
    shown = [part["text"] for _, part, key in parts(card) if "text" in part and key != "fallback"]
    return [re.sub(r"\\(.)", r"\1", one.replace("**", "").replace("\u2060", "")) for one in shown]
