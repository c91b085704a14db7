"""Build the pieces of a card, once, and dress the card for the surface it is shown on."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Any

from workflow.rag import MARKS, Rag, earlier_mark
from workflow.words import shorten

__all__ = [
    "Card",
    "Surface",
    "actions",
    "badge",
    "box",
    "brief",
    "card",
    "choices",
    "column",
    "columns",
    "dress",
    "entry",
    "escape",
    "heading",
    "press",
    "progress",
    "reveal",
    "subtle",
    "table",
    "text",
    "title",
    "unfold",
]

Card = dict[str, Any]

# What a typed word could turn into if a surface read it as Markdown, a mention or a link.
_MARKDOWN = re.compile(r"([\\*_\[\]`#>~|])")
_LIST = re.compile(r"^(\s*)(\d+)([.)])(\s)|^(\s*)([-+])(\s)", re.MULTILINE)
_SCHEME = re.compile(r"(?i)\b(https?:|mailto:|tel:|javascript:|data:|www\.)")
_MACRO = re.compile(r"\{(?=\{)")

# What a message may weigh, with room for the envelope: bytes as UTF-8, and as UTF-16.
_MOST_8 = 27_000
_MOST_16 = 39_000


class Surface(StrEnum):
    """Where a card is shown; the two read the same JSON differently."""

    TEAMS = "teams"
    WEB = "web"


def card(
    body: Iterable[Card | None],
    *,
    fallback: str,
    buttons: Sequence[Card | None] = (),
    wide: bool = False,
) -> Card:
    """A whole card; `fallback` is the same said in plain text for hosts that draw no cards.

    The buttons stand in a set of their own at the foot: old Teams clients look for a button's
    fallback there only.
    """
    foot = actions(*buttons, spacing="Large") if buttons else None
    made: Card = {
        "type": "AdaptiveCard",
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "version": "1.5",
        "lang": "en-GB",
        "fallbackText": fallback,
        "body": [part for part in (*body, foot) if part],
    }
    if wide:
        made["msteams"] = {"width": "full"}
    return made if _has_inputs(made) else _without_ties(made)


def text(words: str, **more: object) -> Card:
    """A paragraph; `words` may hold Markdown, so typed text comes through `escape` first."""
    return {"type": "TextBlock", "text": words, "wrap": True, **_given(more)}


def title(words: str, **more: object) -> Card:
    """The card's own heading."""
    return text(words, style="heading", size="Large", weight="Bolder", spacing="None", **more)


def heading(words: str, **more: object) -> Card:
    """A heading within a card."""
    return text(words, weight="Bolder", **{"spacing": "Large", **more})


def subtle(words: str, **more: object) -> Card:
    """A quieter line under something."""
    return text(words, isSubtle=True, size="Small", **{"spacing": "None", **more})


def badge(rag: Rag | None, *, earlier: bool = False, **more: object) -> Card:
    """A rating as shape, letter and word; a bold line where the host knows no badge.

    `earlier`: it is the rating that an action came into the month with.
    """
    mark = earlier_mark(rag) if earlier else MARKS[rag]
    style = {Rag.RED: "Attention", Rag.AMBER: "Warning", Rag.GREEN: "Good", Rag.BLUE: "Accent"}
    return {
        "type": "Badge",
        "text": mark.words,
        "style": style.get(rag, "Subtle") if rag else "Subtle",
        "appearance": "Filled" if rag is Rag.RED else "Tint",
        "size": "Large",
        "spacing": "None",
        **_given(more),
        "fallback": text(mark.words, weight="Bolder", spacing="None"),
    }


def box(items: Iterable[Card | None], **more: object) -> Card:
    """A container."""
    return {"type": "Container", "items": [item for item in items if item], **_given(more)}


def column(items: Iterable[Card | None], width: str = "stretch", **more: object) -> Card:
    """A column of a `columns`."""
    return {"type": "Column", "width": width, "items": [i for i in items if i], **_given(more)}


def columns(*parts: Card, **more: object) -> Card:
    """Things side by side."""
    return {"type": "ColumnSet", "columns": list(parts), **_given(more)}


def table(widths: Sequence[int], head: Sequence[str], rows: Iterable[Sequence[str | Card]]) -> Card:
    """A table whose first row is its heading."""

    def cell(inside: str | Card, **more: object) -> Card:
        shown = inside if isinstance(inside, dict) else text(inside or "–", **more)
        return {"type": "TableCell", "items": [shown]}

    top = {"type": "TableRow", "cells": [cell(h, weight="Bolder", size="Small") for h in head]}
    return {
        "type": "Table",
        "columns": [{"width": width} for width in widths],
        "firstRowAsHeaders": True,
        "showGridLines": False,
        "rows": [top, *({"type": "TableRow", "cells": [cell(c) for c in row]} for row in rows)],
    }


def progress(done: int, total: int) -> Card:
    """A bar that stands beside words saying the same, so it may vanish where unknown."""
    bar: Card = {"type": "ProgressBar", "value": done, "max": max(total, 1), "color": "Accent"}
    return {**bar, "spacing": "Small", "fallback": "drop"}


def entry(kind: str, name: str, label: str, **more: object) -> Card:
    """An input: kind is Text, Number or Date; `required` takes the words of its error."""
    required = more.pop("required", None)
    made: Card = {"type": f"Input.{kind}", "id": name, "label": label, **_given(more)}
    return {**made, "isRequired": True, "errorMessage": required} if required else made


def choices(
    name: str,
    label: str,
    options: Iterable[tuple[str, str]],
    *,
    value: str | None = None,
    many: bool = False,
    compact: bool = False,
    required: str | None = None,
) -> Card:
    """A choice of (shown, sent) pairs; nothing is ticked unless `value` says so."""
    made: Card = {
        "type": "Input.ChoiceSet",
        "id": name,
        "label": label,
        "style": "compact" if compact else "expanded",
        "wrap": True,
        "choices": [{"title": shown, "value": sent} for shown, sent in options],
    }
    if many:
        made["isMultiSelect"] = True
    if value is not None:
        made["value"] = value
    return {**made, "isRequired": True, "errorMessage": required} if required else made


def press(
    words: str,
    verb: str,
    data: Mapping[str, object] | None = None,
    *,
    inputs: bool = False,
    main: bool = False,
    tooltip: str | None = None,
) -> Card:
    """A button that sends `verb` and `data`; `inputs` sends the card's fields with them."""
    made: Card = {
        "type": "Action.Execute",
        "title": words,
        "verb": verb,
        "data": dict(data or {}),
    }
    if not inputs:
        made["associatedInputs"] = "none"
    if main:
        made["style"] = "positive"
    if tooltip:
        made["tooltip"] = tooltip
    return made


def actions(*buttons: Card | None, **more: object) -> Card:
    """Buttons in the body of a card; None is one that is not wanted."""
    return {
        "type": "ActionSet",
        "actions": [button for button in buttons if button],
        **_given({"spacing": "Small", **more}),
    }


def reveal(words: str, *names: str) -> Card:
    """A button that shows or hides parts by their ids."""
    return {"type": "Action.ToggleVisibility", "title": words, "targetElements": list(names)}


def unfold(words: str, body: Sequence[Card], *buttons: Card) -> Card:
    """A button that unfolds a small form below the card."""
    inner = {"type": "AdaptiveCard", "body": [*body, actions(*buttons)]}
    return {"type": "Action.ShowCard", "title": words, "card": inner}


def escape(typed: str) -> str:
    """Typed words as words: no Markdown, mention, list or link is made of them."""
    plain = _MARKDOWN.sub(r"\\\1", typed.replace("<", "‹").replace(">", "›"))
    plain = _LIST.sub(lambda m: _list_mark(m), plain)
    # An invisible joiner keeps hosts from making a link or a date of it; the eye sees no change.
    plain = _MACRO.sub("{\u2060", plain)
    return _SCHEME.sub(lambda m: f"{m.group(1)}\u2060", plain)


def brief(typed: str, most: int) -> str:
    """The beginning of typed words as words: at most `most` characters, none heavier than two."""
    said = shorten(typed, most)
    while _weight(escape(said)) > 2 * most:
        said = shorten(said, len(said) * 3 // 4)
    return escape(said)


def dress(made: Card, surface: Surface, message_id: str) -> Card:
    """The same card as `surface` needs it.

    Teams: every Execute gains a Submit of the same content for old clients. Web Chat draws
    Execute and then ignores the click, so it gets Submit, which carries the message's own
    id because a Submit there does not say which card it came from; and of Teams' own charts only
    what stands in for them. A card that is too heavy for a message is told shorter in plain
    text, which says nothing that the card doesn't, and then goes without its pictures, which
    show nothing that it doesn't say.
    """
    dressed: Card = _dress(made, surface, message_id)
    return _lightened(dressed)


def _has_inputs(part: object) -> bool:
    if isinstance(part, list):
        return any(_has_inputs(item) for item in part)
    if not isinstance(part, dict):
        return False
    kind = str(part.get("type"))
    # What unfolds keeps its fields to itself: no button outside it sends them.
    if kind == "Action.ShowCard":
        return False
    return kind.startswith("Input.") or _has_inputs(list(part.values()))


def _without_ties(part: Any) -> Any:  # noqa: ANN401 - JSON
    """The same, lighter: without inputs no button has to say that it sends none."""
    if isinstance(part, list):
        return [_without_ties(item) for item in part]
    if not isinstance(part, dict):
        return part
    return {key: _without_ties(one) for key, one in part.items() if key != "associatedInputs"}


def _dress(part: Any, surface: Surface, message_id: str) -> Any:  # noqa: ANN401 - JSON
    if isinstance(part, list):
        shown = [_stand_in(item) if surface is Surface.WEB else item for item in part]
        return [_dress(item, surface, message_id) for item in shown if item is not None]
    if not isinstance(part, dict):
        return part
    if part.get("type") == "Action.Execute":
        return _button(part, surface, message_id)
    return {key: _dress(value, surface, message_id) for key, value in part.items()}


def _stand_in(part: Any) -> Any:  # noqa: ANN401 - JSON
    """What is shown where Teams' charts are not known: its fallback, or None for nothing."""
    if not isinstance(part, dict) or not str(part.get("type")).startswith("Chart."):
        return part
    return part["fallback"] if isinstance(part.get("fallback"), dict) else None


def _button(part: Card, surface: Surface, message_id: str) -> Card:
    sent = {**part.get("data", {}), "verb": part["verb"]}
    submit = {key: value for key, value in part.items() if key not in {"verb", "data"}}
    if surface is Surface.WEB:
        return {**submit, "type": "Action.Submit", "data": {**sent, "card": message_id}}
    return {**part, "fallback": {**submit, "type": "Action.Submit", "data": sent}}


def _lightened(made: Card) -> Card:
    shorter = _told_shorter(made)
    if _over(shorter) <= 0:
        return shorter
    seen = [part for part in made["body"] if not _is_picture(part)]
    return _told_shorter({**made, "body": seen})


def _told_shorter(made: Card) -> Card:
    plain = made.get("fallbackText", "")
    over = _over(made)
    if over <= 0 or not plain:
        return made
    return {**made, "fallbackText": f"{plain[: max(200, len(plain) - over)]}…"}


def _is_picture(part: Card) -> bool:
    return part["type"] == "Image" or str(part["type"]).startswith("Chart.")


def _over(made: Card) -> int:
    """How many characters a card has too many, at most; 0 or less when it is light enough."""
    written = json.dumps(made, ensure_ascii=False, separators=(",", ":"))
    as_8 = _weight(made) - _MOST_8
    as_16 = len(written.encode("utf-16-le", errors="replace")) - _MOST_16
    return max(as_8, as_16 // 2)


def _weight(part: object) -> int:
    """Bytes of UTF-8 as it is sent."""
    written = json.dumps(part, ensure_ascii=False, separators=(",", ":"))
    return len(written.encode(errors="replace"))


def _list_mark(found: re.Match[str]) -> str:
    if found.group(2):
        return f"{found.group(1)}{found.group(2)}\\{found.group(3)}{found.group(4)}"
    return f"{found.group(5)}\\{found.group(6)}{found.group(7)}"


def _given(more: Mapping[str, object]) -> dict[str, object]:
    return {key: value for key, value in more.items() if value is not None}
