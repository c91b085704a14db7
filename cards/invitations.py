"""Draw the links that open the young people's chat."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cards.blocks import (
    Card,
    actions,
    box,
    card,
    choices,
    entry,
    heading,
    press,
    subtle,
    text,
    unfold,
)
from cards.blocks import title as titled

__all__ = ["InvitationView", "invitations_card"]

_SHOWN = 8


@dataclass(frozen=True, slots=True)
class InvitationView:
    """A link that is open: `what` it asks, until when it works, how often it was started."""

    id: str
    what: str
    address: str
    until: str
    started: int


def invitations_card(
    views: Sequence[InvitationView],
    *,
    scripts: Mapping[str, str],
    provisions: Mapping[str, str],
    made: InvitationView | None = None,
    notice: str = "",
    error: str = "",
    picture: bool = False,
) -> Card:
    """The links there are, the one just made with its QR code, and a form for another.

    `picture` says whether the address can be reached by whoever looks at this card.
    """
    body: list[Card | None] = [subtle("Young people"), titled("Links to the chat")]
    plain = ["Links to the chat."]
    if notice or error:
        body.append(box([text(notice or error)], style="attention" if error else "good"))
        plain.append(notice or error)
    if made is not None:
        body.append(box(_made(made, picture=picture), style="good", roundedCorners=True))
        plain.append(f"{made.what}, until {made.until}: {made.address}")
    others = [one for one in views if made is None or one.id != made.id]
    if others:
        body.append(heading(f"Open links ({len(others)})"))
        for one in others[:_SHOWN]:
            body += [
                text(f"**{one.what}**", separator=True),
                text(f"[{one.address}]({one.address})"),
                subtle(f"Works until {one.until}. Started {_times(one.started)}."),
                actions(press("Close this link", "invite.revoke", {"id": one.id})),
            ]
            started = _times(one.started)
            plain.append(f"- {one.what}, until {one.until}, started {started}: {one.address}")
        if len(others) > _SHOWN:
            body.append(subtle(f"And {len(others) - _SHOWN} more: g2g invites lists them all."))
    form = [
        choices(
            "script",
            "What it asks",
            [(words, id_) for id_, words in scripts.items()],
            value="local-offer",
        ),
        choices(
            "provision",
            "For a visit: what is visited",
            [(words, id_) for id_, words in provisions.items()],
            compact=True,
        ),
        entry("Date", "until", "The last day on which it works", required="Choose the last day."),
    ]
    make = press("Make the link", "invite.make", inputs=True, main=True)
    new = unfold("Make a new link", form, make)
    return card(body, fallback="\n".join(plain), buttons=[new])


def _made(one: InvitationView, *, picture: bool) -> list[Card | None]:
    shown: Card = {
        "type": "Image",
        "url": f"{one.address}/qr.png",
        "altText": f"A QR code that opens {one.address}",
        "size": "Large",
    }
    return [
        heading(one.what),
        text(f"[{one.address}]({one.address})"),
        subtle(f"Works until {one.until}."),
        shown if picture else None,
        text(f"For a poster: [QR code as PNG]({one.address}/qr.png)"),
        text(f"For print of any size: [QR code as SVG]({one.address}/qr.svg)"),
    ]


def _times(number: int) -> str:
    return {0: "by nobody yet", 1: "once"}.get(number, f"{number} times")
