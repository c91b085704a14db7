"""Draw the small cards: a few words, what went wrong, who to call."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cards.blocks import Card, box, card, escape, press, subtle, text, title
from workflow.rag import MARKS, Rag

__all__ = ["note_card", "problem_card"]

# What people were filling in, in words, for the card that gives their words back.
_NAMES = {
    "words": "Progress",
    "next": "What next",
    "why": "Why this rating",
    "decision": "Decision asked",
    "rag": "Rating",
    "comment": "Comment",
    "note": "A word to them",
}


def note_card(heading: str, lines: Sequence[str], buttons: Sequence[Card] = ()) -> Card:
    """A few words, with buttons that lead on."""
    return card(
        [title(heading), *(text(line) for line in lines)],
        fallback="\n".join([heading, *lines]),
        buttons=list(buttons),
    )


def problem_card(why: str, kept: Mapping[str, str], *, month: str | None = None) -> Card:
    """What went wrong, and everything that was typed, so that nothing is lost."""
    words = {name: said for name, said in kept.items() if said and not name.startswith("as_at:")}
    if words.get("rag") in list(Rag):
        words["rag"] = MARKS[Rag(words["rag"])].words
    body: list[Card | None] = [title("That could not be saved"), text(why)]
    if words:
        body.append(subtle("What you wrote, so that you can copy it:", spacing="Medium"))
    for name, said in words.items():
        label = _NAMES.get(name, "Figure")
        body.append(box([text(f"**{label}:** {escape(said)}")], style="emphasis", spacing="Small"))
    buttons = [press("My list", "round.open", {"month": month}, main=True)] if month else []
    plain = [why, *(f"{_NAMES.get(name, 'Figure')}: {said}" for name, said in words.items())]
    return card(body, fallback="\n".join(plain), buttons=buttons)
