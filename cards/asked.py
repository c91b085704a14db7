"""Draw the answer to a question: what was asked for, how new it is, and what to ask next."""

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
    heading,
    press,
    subtle,
    text,
    title,
)
from workflow.asked_parts import Asked, Entry, Part
from workflow.rag import MARKS, Rag
from workflow.words import shorten

__all__ = ["asked_card"]

# So many entries at a time, a few more where a page would hold only those; of such lengths.
_PAGE, _ONE_PAGE = 8, 10
_TITLE, _SAID, _WORDS = 110, 320, 300
# What a host shows of buttons, and of the words on one.
_BUTTONS, _BUTTON = 6, 32


def asked_card(view: Asked, *, asked: str = "", page: int = 1) -> Card:
    """The answer to `asked`, a page of it; every action opens, and every button asks on."""
    parts, pages = _paged(view.parts, page)
    page = min(max(page, 1), pages)
    where = f" · page {page} of {pages}" if pages > 1 else ""
    source = f"{view.source}{where}".removeprefix(" · ")
    words = view.words if page == 1 else ()
    body: list[Card | None] = [
        subtle(brief(source, _WORDS)) if source else None,
        title(brief(view.title, _TITLE)),
        *(text(brief(one, _WORDS), spacing="Small") for one in words),
    ]
    names = {one.heading: _counted(one) for one in view.parts}
    for part in parts:
        if part.heading:
            body.append(heading(brief(names[part.heading], _TITLE)))
        body += [_entry(one) for one in part.entries]
    end = "" if view.title.endswith("?") else "."
    plain = [source, f"{view.title}{end}", *words]
    for part in parts:
        plain += [f"{names[part.heading]}:"] if part.heading else []
        plain += [_plain(one) for one in part.entries]
    turn = [
        press(words, "ask.say", {"text": asked, "page": to})
        for words, to in (("Previous page", page - 1), ("Next page", page + 1))
        if asked and 1 <= to <= pages
    ]
    room = _BUTTONS - len(turn)
    # The last one always leads on.
    texts = view.again if len(view.again) <= room else (*view.again[: room - 1], view.again[-1])
    again = [press(shorten(one, _BUTTON), "ask.say", {"text": one}) for one in texts]
    fallback = "\n".join(one for one in plain if one)
    return card(body, fallback=fallback, buttons=[*turn, *again], wide=True)


def _counted(part: Part) -> str:
    """A heading, with how many entries stand under it on all pages."""
    many = len(part.entries)
    return f"{part.heading} ({many})" if many > 1 else part.heading


def _paged(parts: Sequence[Part], page: int) -> tuple[list[Part], int]:
    """The entries of one page under their headings, and how many pages there are."""
    every = [(part.heading, one) for part in parts for one in part.entries]
    size = _ONE_PAGE if len(every) <= _ONE_PAGE else _PAGE
    pages = max(1, -(-len(every) // size))
    first = (min(max(page, 1), pages) - 1) * size
    shown: dict[str, list[Entry]] = {}
    for name, one in every[first : first + size]:
        shown.setdefault(name, []).append(one)
    return [Part(name, tuple(found)) for name, found in shown.items()], pages


def _entry(one: Entry) -> Card:
    name = (
        f"**{one.ref}** {brief(one.title, _TITLE)}"
        if one.ref
        else f"**{brief(one.title, _TITLE)}**"
    )
    head: Card = text(name, spacing="None")
    if one.rated:
        rating = column([badge(_letter(one.rag))], width="auto")
        head = columns(column([head]), rating)
    said = (text(brief(words, _SAID), spacing="Small") for words in one.said)
    shown = box([head, *said], separator=True, spacing="Small")
    if one.ref:
        shown["selectAction"] = press(f"Open {one.ref}", "ask.say", {"text": f"Show {one.ref}"})
    return shown


def _plain(one: Entry) -> str:
    rating = f": {MARKS[_letter(one.rag)].word}." if one.rated else "."
    name = f"{one.ref} {shorten(one.title, _TITLE)}".strip()
    name = name.removesuffix(".")
    return " ".join([f"{name}{rating}", *(shorten(words, _SAID) for words in one.said)])


def _letter(letter: str | None) -> Rag | None:
    return Rag(letter) if letter else None
