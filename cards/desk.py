"""Draw the PMO's and the approver's cards: the chase list, the review queue, the draft."""

from __future__ import annotations

from cards.blocks import (
    Card,
    actions,
    badge,
    box,
    card,
    column,
    columns,
    entry,
    escape,
    heading,
    press,
    progress,
    reveal,
    subtle,
    table,
    text,
    title,
    unfold,
)
from workflow.desk import ChaseView, ReviewView
from workflow.rag import MARKS
from workflow.updates import DECISION_MOST

__all__ = ["chase_card", "chase_text", "review_card", "review_text"]


def chase_card(view: ChaseView) -> Card:
    """Who has not answered yet, and the way to the review queue."""
    month = {"month": view.month}
    body: list[Card | None] = [
        subtle(f"PMO · {view.state}"),
        title(view.heading),
        progress(view.done, view.total),
    ]
    if view.rows:
        body.append(heading("Silent" if view.closed else "Still missing"))
    for row in view.rows:
        body.append(
            box(
                [
                    text(f"**{escape(row.name)}**"),
                    text(escape(row.line), spacing="None"),
                    subtle(escape(row.detail)),
                ],
                separator=True,
                spacing="Medium",
            )
        )
    buttons = []
    if view.waiting:
        buttons.append(press(f"Review queue ({view.waiting})", "review.open", month, main=True))
    buttons.append(press("Look again", "chase.open", month))
    return card(body, fallback=chase_text(view), buttons=buttons)


def chase_text(view: ChaseView) -> str:
    """The chase list in plain text."""
    rows = [f"{row.name}: {row.line}. {row.detail}" for row in view.rows]
    waiting = [f"{view.waiting} wait for review."] if view.waiting else []
    return "\n".join([f"{view.state}. {view.heading}.", *rows, *waiting])


def review_card(view: ReviewView) -> Card:
    """One update to accept or to send back."""
    data = {"month": view.month, "ref": view.ref, "v": view.version}
    rows = [("Rating", MARKS[view.was].words, f"**{MARKS[view.rag].words}**")]
    rows += [(escape(a), escape(b), escape(c)) for a, b, c in view.rows]
    body: list[Card | None] = [
        subtle(
            f"PMO review · {view.position} of {view.total}" + (" · came late" if view.late else "")
        ),
        columns(
            column([title(f"{view.ref} {escape(view.title)}")]),
            column([badge(view.rag)], width="auto"),
        ),
        subtle(escape(view.said)),
        box([text(f"**{view.error}**")], style="warning", roundedCorners=True, spacing="Small")
        if view.error
        else None,
        table((2, 2, 3), ("", "Before", view.month_name), rows),
        heading(f"{view.month_name} text"),
        text(f"“{escape(view.words)}”", spacing="Small"),
        text(f"**Why this rating:** {escape(view.why)}"),
    ]
    if view.before and view.before != view.words:
        body += [
            actions(reveal("Show the text before", "old")),
            box([text(f"“{escape(view.before)}”")], id="old", isVisible=False, style="emphasis"),
        ]
    comment = entry(
        "Text",
        "comment",
        "Comment to the lead officer",
        isMultiline=True,
        maxLength=DECISION_MOST,
        value=view.comment or None,
        required="Say what needs to change.",
    )
    buttons = [
        press("Accept", "review.accept", data, main=True),
        unfold(
            "Send back with a comment",
            [comment],
            press("Send back", "review.return", data, inputs=True),
        ),
    ]
    if view.total > 1:
        everything = {"month": view.month, "count": view.total}
        buttons.append(
            unfold(
                f"Accept all {view.total}",
                [text(f"This accepts all {view.total} updates that wait, this one too.")],
                press(f"Yes, accept all {view.total}", "review.all", everything),
            )
        )
    buttons.append(press("Who is missing?", "chase.open", {"month": view.month}))
    return card(body, fallback=review_text(view), buttons=buttons)


def review_text(view: ReviewView) -> str:
    """One update in plain text."""
    rows = [f"{a}: {c}" for a, _, c in view.rows]
    return "\n".join(
        [
            f"Review {view.position} of {view.total}: {view.ref} {view.title}.",
            f"{MARKS[view.rag].word} (was {MARKS[view.was].word}). {view.said}.",
            *([view.error] if view.error else []),
            *rows,
            f"“{view.words}” Why: {view.why}",
            *([f"Before: “{view.before}”"] if view.before and view.before != view.words else []),
        ]
    )
