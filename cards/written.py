"""Draw the reader's cards: that answers wait to be read, and one answer at a time."""

from __future__ import annotations

from collections.abc import Sequence

from cards.blocks import (
    Card,
    box,
    card,
    choices,
    entry,
    escape,
    press,
    subtle,
    text,
    title,
    unfold,
)
from workflow.words import count
from workflow.written import SUGGESTION_MOST, ReadView

__all__ = ["all_read_card", "reading_card", "waiting_card"]

_PRIVATE = "Only the people named to read see these words. That you opened them is noted."


def waiting_card(waiting: int, *, by: str, late: int, why: str) -> Card:
    """Ask somebody to read; without a word of what was written.

    `by` is the nearest deadline in words, `late` how many are past theirs, `why` says why it is
    this person who is asked.
    """
    answers = count(waiting, "written answer")
    heading = f"{answers} {'waits' if waiting == 1 else 'wait'} to be read"
    deadline = f"{late} past the deadline." if late else f"Please read by {by}."
    lines = [line for line in (why, deadline) if line]
    body: list[Card | None] = [subtle("Young people's answers"), title(heading)]
    if late:
        body.append(box([text(f"**{deadline}**")], style="warning", roundedCorners=True))
        lines = [line for line in lines if line != deadline]
    body += [text(line) for line in lines]
    plain = "\n".join([f"{heading}.", why, deadline] if why else [f"{heading}.", deadline])
    return card(
        body, fallback=plain, buttons=[press("Read the next one", "reading.open", main=True)]
    )


def all_read_card(notice: str = "") -> Card:
    """Nothing is left to read."""
    said = "Thank you. You will be told here when somebody writes something."
    body = [title("Everything has been read"), text(escape(notice)) if notice else None, text(said)]
    return card(body, fallback="\n".join(["Everything has been read.", notice, said]).strip())


def reading_card(view: ReadView) -> Card:
    """One written answer, and what can come of it."""
    if not view.opened:
        return _shut_card(view)
    about: dict[str, object] = {"id": view.id}
    body: list[Card | None] = [
        subtle(f"Young people's answers · {view.position} of {view.total}"),
        title(f"An answer to: {escape(view.question)}"),
        _notice(view.notice, "accent"),
        _notice(f"This was to be read by {view.by}." if view.late else "", "warning"),
        box(
            [text(line) for line in _paragraphs(view.words)],
            style="emphasis",
            roundedCorners=True,
            spacing="Medium",
        ),
        subtle(f"May we use your words? {view.may_use}", spacing="Small"),
        None if view.late else subtle(f"To be read by {view.by}. {_PRIVATE}"),
        subtle(_PRIVATE) if view.late else None,
        _notice(view.error, "warning"),
    ]
    buttons = [press("Read – nothing to do", "reading.done", about, main=True), _concern(about)]
    if view.used:
        buttons.append(_suggest(view, about))
    return card(body, fallback=_plain(view), buttons=buttons)


# --- within -------------------------------------------------------------------------------


def _shut_card(view: ReadView) -> Card:
    said = [
        "These words can't be opened. They were sealed with another secret key.",
        "Please tell whoever runs this service now. The answer stays unread until it is mended.",
    ]
    body = [title(f"An answer to: {escape(view.question)}"), *(text(line) for line in said)]
    again = press("Try again", "reading.open", main=True)
    return card(body, fallback="\n".join(said), buttons=[again])


def _notice(words: str, style: str) -> Card | None:
    if not words:
        return None
    return box([text(f"**{escape(words)}**")], style=style, roundedCorners=True, spacing="Small")


def _paragraphs(words: str) -> Sequence[str]:
    return [escape(line) for line in words.splitlines() if line.strip()] or ["–"]


def _concern(about: dict[str, object]) -> Card:
    return unfold(
        "Pass on as a concern",
        [
            text(
                "The duty team is alerted now, whatever the hour. They see the words and a "
                "reference. Do it when you are in doubt."
            )
        ],
        press("Yes, alert the duty team", "reading.concern", about),
    )


def _suggest(view: ReadView, about: dict[str, object]) -> Card:
    field = entry(
        "Text",
        "words",
        "What was asked for, in your own words",
        isMultiline=True,
        maxLength=SUGGESTION_MOST,
        value=view.typed or None,
        placeholder="No names, no places, nothing from which somebody could be known",
    )
    quote = choices(
        "quote",
        "Their own words",
        [("Quote them instead: I agree that nobody can be known from them", "yes")],
        many=True,
    )
    why = subtle(
        "The participation worker gets this as a draft, and asks somebody to reply."
        + ("" if view.quotable else " Their own words can't be quoted: nobody said yes to that."),
        spacing="Small",
    )
    parts = [field, quote, why] if view.quotable else [field, why]
    send = press("Send it on", "reading.suggest", about, inputs=True)
    return unfold("Suggest as “you said”", parts, send)


def _plain(view: ReadView) -> str:
    return "\n".join(
        line
        for line in [
            view.notice,
            f"{view.position} of {view.total}. An answer to: {view.question}",
            view.words,
            f"May we use your words? {view.may_use}",
            f"To be read by {view.by}.",
            view.error,
        ]
        if line
    )
