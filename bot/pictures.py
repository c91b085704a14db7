"""Render pictures as PNG, from what was frozen for a board and from nothing else."""

from __future__ import annotations

from collections.abc import Mapping

import resvg_py

from bot.fonts import FONT_FILES, drawn
from bot.links import Links, Use
from cards.blocks import Card
from cards.charts import MOST_ROWS, Picture, counts, image, strip, trajectory
from cards.signs import in_letters
from cards.teams_charts import beside
from store import Books
from workflow.summary import Summary, thaw

__all__ = ["HISTORY", "LARGEST", "SIDE", "draw", "history", "illustrate", "picture_of", "png"]

# What Teams takes: pixels in each direction, and bytes.
SIDE, LARGEST = 1024, 1_000_000
# So many months are looked back on.
HISTORY = 12


async def history(books: Books, board: str, month: str) -> list[Summary]:
    """What a board was shown of a month and of those before it, oldest first; empty if nothing."""
    found = await books.cycles.frozen_for(board, month, HISTORY)
    if not found or found[-1].month != month:
        return []
    try:
        return [thaw(one) for one in found]
    except ValueError:
        # Somebody changed what was frozen: nothing is drawn from that.
        return []


async def draw(books: Books, what: Mapping[str, str]) -> Picture | None:
    """The picture that a link names; None where there is nothing to show."""
    months = await history(books, what.get("board", ""), what.get("month", ""))
    return picture_of(months, what.get("kind", ""), what.get("name", ""))


def picture_of(months: list[Summary], kind: str, name: str) -> Picture | None:
    """A picture of the newest of `months`.

    `kind` is strip (`name`: an action, or a workstream with a page: PI:2), measure (`name`: its
    id) or counts. None where there is nothing to show.
    """
    if not months:
        return None
    view = months[-1]
    if kind == "counts":
        return counts(months) if len(months) > 1 else None
    if kind == "measure":
        kept = next((one for one in view.plan.measures if one.id == name), None)
        stood = [one for line in view.lines for one in line.row.measures if one.measure == name]
        return trajectory(kept, stood[0].reason if stood else "") if kept else None
    if kind != "strip" or (len(months) == 1 and view.first):
        # One month alone is no history.
        return None
    of, _, page = name.partition(":")
    refs = [line.ref for line in view.lines if of in {line.ref, line.workstream}]
    first = (int(page) - 1) * MOST_ROWS if page.isdecimal() and page != "0" else 0
    shown = refs[first : first + MOST_ROWS]
    return strip(months, shown) if shown else None


async def illustrate(
    books: Books, links: Links | None, made: Card, place: Mapping[str, str], *names: tuple[str, str]
) -> Card:
    """The card with the pictures (kind, name) under it, and what they show in its plain text.

    `place` has the `board` and the `month`. A service that does not know its own address has no
    pictures, only what Teams draws itself, and what both show in words.
    """
    months = await history(books, place["board"], place["month"])
    body, said = list(made["body"]), [str(made["fallbackText"])]
    # The card's own buttons stay at its end.
    end = [body.pop()] if body and body[-1]["type"] == "ActionSet" else []
    for kind, name in names:
        picture = picture_of(months, kind, name)
        if picture is None:
            continue
        seen = None
        if links is not None:
            url = links.sign(Use.PICTURE, {**place, "kind": kind, "name": name})
            seen = image(url, picture.words)
        parts, words = beside(months, (kind, name), picture.words, seen)
        body += parts
        said += words
    return {**made, "body": [*body, *end], "fallbackText": "\n".join(said)}


def png(picture: Picture) -> bytes:
    """The picture as PNG, sharp on a telephone: as large as Teams takes, at most twice."""
    zoom = min(2.0, SIDE / picture.width, SIDE / picture.height)
    made: bytes = resvg_py.svg_to_bytes(
        svg_string=in_letters(picture.svg, drawn()),
        skip_system_fonts=True,
        font_files=list(FONT_FILES),
        font_family="Source Sans Pro",
        width=int(picture.width * zoom),
    )
    return made
