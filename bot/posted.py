"""Check what a page posted: words, or a pressed button and what its fields held."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.wire import Refusal

__all__ = ["Posted", "read_message"]

LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class Posted:
    """A message from a page: `text`, or the `value` of a button, which names its verb and card.

    `client` is the page's own id of it, empty when it gave none.
    """

    client: str
    text: str
    value: Mapping[str, object] | None


def read_message(body: Mapping[str, Any], *, types: bool) -> Posted:
    """Check a message activity; raises Refusal.

    Where nothing can be typed (`types` False), words are dropped unread.
    """
    channel = body.get("channelData")
    client = channel.get("clientActivityID", "") if isinstance(channel, dict) else ""
    if not isinstance(client, str) or len(client) > LONGEST_NAME:
        raise Refusal(400, "BadActivity", "The message's own id must be a short text.")
    value = body.get("value")
    if value is not None:
        if not isinstance(value, dict) or not _named(value.get("verb"), value.get("card", "")):
            raise Refusal(400, "BadActivity", "A button must say what it is for.")
        return Posted(client, "", value)
    if not types:
        raise Refusal(403, "ButtonsOnly", "Nothing can be typed here. Please use the buttons.")
    text = body.get("text")
    if not isinstance(text, str) or not text.strip():
        raise Refusal(400, "BadActivity", "There is nothing in that message.")
    return Posted(client, text, None)


def _named(verb: object, card: object) -> bool:
    return (
        isinstance(verb, str)
        and isinstance(card, str)
        and 0 < len(verb) <= LONGEST_NAME
        and len(card) <= LONGEST_NAME
    )
