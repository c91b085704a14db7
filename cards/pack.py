"""Draw the card that hands out a board's pack."""

from __future__ import annotations

from collections.abc import Mapping

from cards.blocks import Card, card, escape, press, subtle, text, title
from workflow.summary import Summary

__all__ = ["pack_card"]

_KINDS = {"pdf": "PDF, to read and print", "docx": "Word, to edit", "xlsx": "Excel, to filter"}


def pack_card(
    view: Summary, *, board: str, name: str, links: Mapping[str, str], scope: str
) -> Card:
    """The pack's files by kind; `links` is empty where the service has no address of its own.

    `scope` says what is in the pack and what is left out.
    """
    data = {"month": view.month, "board": board}
    head = f"{view.month_name} {view.month[:4]}"
    said = (
        "The plan's own table with updates, figures and ratings, as it was approved. Each link "
        "works for an hour, for whoever has it."
        if links
        else "Files can't be handed out here yet, because this service has not been told its own "
        "address. The programme office can send you the pack."
    )
    body = [subtle(escape(name)), title(f"The pack for {head}"), text(said), text(escape(scope))]
    opened: list[Card] = [
        {"type": "Action.OpenUrl", "title": _KINDS[kind], "url": url} for kind, url in links.items()
    ]
    back = press("Back to the summary", "board.open", data)
    addresses = "".join(f"\n{_KINDS[kind]}: {url}" for kind, url in links.items())
    plain = f"The pack for {head}, {name}. {said} {scope}{addresses}"
    return card(body, fallback=plain, buttons=[*opened, back])
