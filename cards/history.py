"""Draw the story of an action: what was said, month by month, with who and when."""

from __future__ import annotations

from collections.abc import Sequence

from cards.blocks import (
    Card,
    badge,
    box,
    brief,
    card,
    column,
    columns,
    escape,
    press,
    subtle,
    text,
    title,
)
from workflow.history import HistoryView, Told
from workflow.rag import MARKS
from workflow.words import shorten

__all__ = ["history_card"]

# So much of what was said, and of the reason; the whole of it is in the records.
_WORDS, _WHY = 400, 200


def history_card(view: HistoryView, *, buttons: Sequence[Card] = ()) -> Card:
    """Everything said about an action, the newest first; `buttons` instead of the way back."""
    when = f" in {view.only}" if view.only else ""
    body: list[Card | None] = [
        subtle(f"What was said{when}"),
        title(f"{view.ref} {escape(view.title)}"),
        *(_one(told) for told in view.told),
    ]
    if not view.told:
        body.append(text(f"Nothing was said{when}."))
    if view.more:
        body.append(subtle(f"And {view.more} before. Name a month to see it.", spacing="Medium"))
    back = [press("Back to my list", "round.open", {"month": view.month})]
    plain = [f"{view.ref} {view.title}, what was said{when}:", *(_plain(one) for one in view.told)]
    if view.more:
        plain.append(f"And {view.more} before.")
    return card(body, fallback="\n".join(plain), buttons=buttons or back, wide=True)


def _one(told: Told) -> Card:
    who = f"{told.who}, {told.when}" if told.when else told.who
    remark = f" · {told.remark}" if told.remark else ""
    return box(
        [
            columns(
                column([text(f"**{told.month}**", spacing="None")]),
                *([column([badge(told.rag)], width="auto")] if told.rated else []),
            ),
            text(f"“{brief(told.words, _WORDS)}”", spacing="Small"),
            subtle(f"Why: {brief(told.why, _WHY)}") if told.why else None,
            subtle(escape(f"{who}{remark}")),
        ],
        separator=True,
        spacing="Medium",
    )


def _plain(told: Told) -> str:
    rating = f", {MARKS[told.rag].word}" if told.rated else ""
    said = f"{told.month}{rating}: “{shorten(told.words, _WORDS)}”"
    why = f" Why: {shorten(told.why, _WHY)}" if told.why else ""
    who = f"{told.who}, {told.when}" if told.when else told.who
    return f"{said}{why} {who} {told.remark}".strip()
