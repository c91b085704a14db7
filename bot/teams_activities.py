"""Read what somebody did in Teams from an activity that the door has let in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from bot.doors import Address, Incoming, Kind

__all__ = ["DOOR", "incoming"]

DOOR = "teams"

# The framework's own classes, which only bot.teams imports. It fills them from JSON without
# looking, so nothing in them has a type until it was asked for here.
Activity: TypeAlias = Any
Account: TypeAlias = Any


def incoming(activity: Activity) -> Incoming | None:
    """Read what somebody did; None for what this service does not answer."""
    doing = _doing(activity)
    if doing is None:
        return None
    person = activity.from_property
    conversation = activity.conversation.id
    return Incoming(
        door=DOOR,
        # Message ids in Teams are times: unique in a conversation, not across them.
        activity=f"{conversation}|{activity.id}",
        who=_words(getattr(person, "aad_object_id", "")).lower(),
        address=Address(DOOR, conversation, _more(activity)),
        card=_words(activity.reply_to_id),
        name=_words(getattr(person, "name", "")),
        kind=doing.kind,
        text=doing.text,
        verb=doing.verb,
        data=doing.data,
    )


@dataclass(frozen=True, slots=True)
class _Doing:
    kind: Kind
    text: str = ""
    verb: str = ""
    data: Mapping[str, object] = field(default_factory=dict)


def _doing(activity: Activity) -> _Doing | None:
    match activity.type:
        case "message" if isinstance(activity.value, dict):
            data = {name: value for name, value in activity.value.items() if name != "verb"}
            return _Doing(Kind.PRESS, verb=_words(activity.value.get("verb")), data=data)
        case "message":
            return _Doing(Kind.TEXT, text=_said(activity))
        case "invoke" if activity.name == "adaptiveCard/action":
            action = _map(_map(activity.value).get("action"))
            return _Doing(
                Kind.PRESS, verb=_words(action.get("verb")), data=_map(action.get("data"))
            )
        case "installationUpdate" if activity.action in {"add", "add-upgrade"}:
            return _Doing(Kind.HELLO)
        case "installationUpdate" if activity.action in {"remove", "remove-upgrade"}:
            return _Doing(Kind.GONE)
        case "conversationUpdate" if _names_us(activity, activity.members_added):
            return _Doing(Kind.HELLO)
        case "conversationUpdate" if _names_us(activity, activity.members_removed):
            return _Doing(Kind.GONE)
        case _:
            return None


def _said(activity: Activity) -> str:
    """Take the typed words, without the mention that called the bot."""
    text = _words(activity.text)
    for entity in filter(None, activity.entities or []):
        mention = entity.additional_properties
        called = _words(_map(mention.get("mentioned")).get("id"))
        if entity.type == "mention" and called and called == _us(activity):
            # A mention without its text leaves nothing to take out, and no row holds a NUL.
            text = text.replace(_words(mention.get("text")) or "\0", "")
    return text.strip()


def _names_us(activity: Activity, members: list[Account] | None) -> bool:
    return bool(_us(activity)) and any(
        member.id == _us(activity) for member in filter(None, members or [])
    )


def _us(activity: Activity) -> str:
    return _words(getattr(activity.recipient, "id", ""))


def _more(activity: Activity) -> dict[str, str]:
    """Keep what it takes to write to this conversation again; empty values are left out."""
    data = _map(activity.channel_data)
    found = {
        "service_url": activity.service_url,
        "tenant": _map(data.get("tenant")).get("id"),
        "bot_id": _us(activity),
        "bot_name": getattr(activity.recipient, "name", ""),
        "user_id": getattr(activity.from_property, "id", ""),
        "kind": activity.conversation.conversation_type,
        "team": _map(data.get("team")).get("id"),
        "channel": _map(data.get("channel")).get("id"),
    }
    return {name: value for name, value in found.items() if _words(value)}


def _words(found: object) -> str:
    return found if isinstance(found, str) else ""


def _map(found: object) -> dict[str, Any]:
    return found if isinstance(found, dict) else {}
