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
from workflow.desk import ChaseRow, ChaseView, ReviewView
from workflow.rag import MARKS, earlier_mark
from workflow.updates import DECISION_MOST, WORDS_MOST
from workflow.words import shorten

__all__ = ["chase_card", "chase_text", "review_card", "review_text"]

# More people than this are counted: a card is for reading.
_PEOPLE = 10


def chase_card(view: ChaseView) -> Card:
    """Who has not answered yet, and the way to the review queue."""
    month = {"month": view.month}
    body: list[Card | None] = [
        subtle(f"PMO · {view.state}"),
        title(view.heading),
        progress(view.done, view.total),
    ]
    if view.notice:
        body.append(box([text(f"**{escape(view.notice)}**")], style="accent", roundedCorners=True))
    if view.rows:
        body.append(heading("Silent" if view.closed else "Still missing"))
    body += [_missing(view, row) for row in view.rows[:_PEOPLE]]
    if len(view.rows) > _PEOPLE:
        body.append(subtle(f"And {len(view.rows) - _PEOPLE} more people.", spacing="Medium"))
    body += [subtle(escape(line), spacing="Small") for line in view.joint]
    buttons = []
    if view.waiting:
        buttons.append(press(f"Review queue ({view.waiting})", "review.open", month, main=True))
    people = sum(bool(row.person) for row in view.rows)
    if view.may_chase and people > 1:
        everybody = f"Nudge all {people}"
        buttons.append(press(everybody, "chase.nudge", {**month, "person": ""}))
    if view.may_reopen:
        buttons.append(
            unfold(
                "Open it again",
                [text("The approval is taken back, and the approver sees a new draft.")],
                press("Yes, open it again", "month.reopen", month),
            )
        )
    if not view.closed:
        buttons.append(press("Dates of the month", "dates.open", month))
    buttons.append(press("Look again", "chase.open", month))
    return card(body, fallback=chase_text(view), buttons=buttons)


def _missing(view: ChaseView, row: ChaseRow) -> Card:
    about = {"month": view.month, "person": row.person}
    buttons = []
    if view.may_chase:
        buttons.append(press("Nudge", "chase.nudge", about, tooltip=f"Nudge {row.name}"))
        longer = press("Give 2 more days", "chase.extend", about, tooltip=f"For {row.name}")
        buttons.append(longer)
    enter = {"month": view.month, "acting": row.person}
    buttons.append(press("Enter for them", "round.open", enter, tooltip=f"For {row.name}"))
    return box(
        [
            text(f"**{escape(row.name)}**"),
            text(escape(row.line), spacing="None"),
            subtle(escape(row.detail)),
            actions(*buttons) if row.person else None,
        ],
        separator=True,
        spacing="Medium",
    )


def chase_text(view: ChaseView) -> str:
    """The chase list in plain text."""
    rows = [f"{row.name}: {row.line}. {row.detail}" for row in view.rows[:_PEOPLE]]
    if len(view.rows) > _PEOPLE:
        rows.append(f"And {len(view.rows) - _PEOPLE} more people.")
    waiting = [f"{view.waiting} wait for review."] if view.waiting else []
    notice = [view.notice] if view.notice else []
    return "\n".join([f"{view.state}. {view.heading}.", *notice, *rows, *view.joint, *waiting])


def review_card(view: ReviewView) -> Card:
    """One update to accept or to send back."""
    data = {"month": view.month, "ref": view.ref, "v": view.version}
    before = shorten(view.before, WORDS_MOST)
    rows = [("Rating", earlier_mark(view.was).words, f"**{MARKS[view.rag].words}**")]
    rows += [(escape(a), escape(b), escape(c)) for a, b, c in view.rows]
    body: list[Card | None] = [
        subtle(f"PMO review · {_place(view)}{' · came late' if view.late else ''}"),
        columns(
            column([title(f"{view.ref} {escape(view.title)}")]),
            column([badge(view.rag)], width="auto"),
        ),
        subtle(escape(view.said)),
        box([text(f"**{view.error}**")], style="warning", roundedCorners=True, spacing="Small")
        if view.error
        else None,
        box(
            [text(f"⚑ {escape(flag)}", spacing="Small") for flag in view.flags],
            style="warning",
            roundedCorners=True,
            spacing="Small",
        )
        if view.flags
        else None,
        subtle(escape(f"{view.who} {view.suggested}".strip()))
        if view.who or view.suggested
        else None,
        table((2, 2, 3), ("Item", "Before", view.month_name), rows),
        heading(f"{view.month_name} text"),
        text(f"“{escape(view.words)}”", spacing="Small"),
        text(f"**Why this rating:** {escape(view.why)}"),
    ]
    if view.before and view.before != view.words:
        body += [
            actions(reveal("Show the text before", "old")),
            box([text(f"“{escape(before)}”")], id="old", isVisible=False, style="emphasis"),
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
        unfold(
            "Send back with a comment",
            [comment],
            press("Send back", "review.return", data, inputs=True),
        ),
    ]
    if view.position:
        buttons.insert(0, press("Accept", "review.accept", data, main=True))
    if view.position and view.total > 1:
        further = {"month": view.month, "after": view.ref}
        buttons.append(press("Skip", "review.open", further))
    if _may_accept_more(view):
        everything = {"month": view.month, "count": view.unflagged}
        buttons.append(
            unfold(
                f"Accept {view.unflagged} without flags",
                [text(f"This accepts the {view.unflagged} updates that nothing was flagged in.")],
                press(f"Yes, accept {view.unflagged}", "review.all", everything),
            )
        )
    buttons.append(press("Who is missing?", "chase.open", {"month": view.month}))
    return card(body, fallback=review_text(view), buttons=buttons)


def _may_accept_more(view: ReviewView) -> bool:
    return view.position > 0 and view.unflagged > 1


def _place(view: ReviewView) -> str:
    """1 of 6 in the queue; what is accepted has no place in it."""
    return f"{view.position} of {view.total}" if view.position else "not waiting"


def review_text(view: ReviewView) -> str:
    """One update in plain text."""
    rows = [f"{a}: {c}" for a, _, c in view.rows]
    return "\n".join(
        [
            f"Review, {_place(view)}: {view.ref} {view.title}.",
            f"{MARKS[view.rag].word} (was {earlier_mark(view.was).word}). {view.said}.",
            *([view.error] if view.error else []),
            *(f"To look at: {flag}" for flag in view.flags),
            *([f"{view.who} {view.suggested}".strip()] if view.who or view.suggested else []),
            *(f"Before, {a}: {b}" for a, b, _ in view.rows if b),
            *rows,
            f"“{view.words}” Why: {view.why}",
            *([f"{view.unflagged} that wait have no flags."] if _may_accept_more(view) else []),
            *(
                [f"Before: “{shorten(view.before, WORDS_MOST)}”"]
                if view.before and view.before != view.words
                else []
            ),
        ]
    )
