"""Draw the officer's round: the list, one action's form, the receipt."""

from __future__ import annotations

from collections.abc import Mapping

from cards.blocks import (
    Card,
    actions,
    badge,
    box,
    brief,
    card,
    choices,
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
)
from workflow.rag import MARKS, Rag, earlier_mark
from workflow.round import FormView, ReceiptView, RoundView, Row
from workflow.updates import DECISION_MOST, LINK_MOST, REASON_MOST, WORDS_MOST
from workflow.words import count, run_on, shorten

__all__ = ["form_card", "form_text", "receipt_card", "receipt_text", "round_card", "round_text"]

# So much of a title, and of a line below it, where there are many of them.
_TITLE, _LINE = 100, 200


def round_card(view: RoundView) -> Card:
    """All of one officer's actions: what needs them first, and what is done."""
    body: list[Card | None] = [
        subtle(f"{view.month_name} update · {escape(view.posts)}"),
        title(_progress_words(view)),
        progress(len(view.done), view.total),
        text(_state_words(view), spacing="Small"),
    ]
    if view.rows:
        body += [
            heading(f"Needs your update ({view.left})"),
            subtle("Sent back, red, due soon, or a figure is expected: these come first."),
            *(_to_do(view, row) for row in view.rows),
        ]
    if view.done_here:
        body += [
            actions(reveal(f"Show what you have done ({len(view.done)})", "done"), spacing="Large"),
            box([_done(view, row) for row in view.done_here], id="done", isVisible=False),
        ]
    body.append(_pages(view))
    start = (
        [_open(view, view.first, f"Start with {view.first.ref}", main=True)] if view.first else []
    )
    return card(body, fallback=round_text(view), buttons=start, wide=True)


def round_text(view: RoundView) -> str:
    """The list in plain text."""
    lines = [
        f"{view.month_name} update, {view.posts}. {_progress_words(view)}. {_state_words(view)}"
    ]
    lines += [
        f"{_name(row)} ({earlier_mark(row.rag).word}). {shorten(row.line, _LINE)}"
        for row in view.rows
    ]
    lines += [f"Done: {_name(row)}, {MARKS[row.rag].word}, {row.line}" for row in view.done_here]
    if view.pages > 1:
        lines.append(f"Page {view.page} of {view.pages}, {view.left} to do.")
    return "\n".join(lines)


def form_card(view: FormView) -> Card:
    """The form of one action, or the short one for "no change"."""
    body: list[Card | None] = [
        subtle(f"{view.month_name} update · {view.done} of {view.total} done"),
        title(f"{view.ref} {escape(view.title)}"),
        columns(
            column([badge(view.rag, earlier=True)], width="auto"),
            column(
                [text(f"in {view.last_month} · {view.due}", spacing="None")],
                verticalContentAlignment="Center",
            ),
            spacing="Small",
        ),
        _notice(view.notice, "warning"),
        _notice(
            f"**The PMO sent this back:** {escape(view.comment)}" if view.comment else "", "warning"
        ),
        _notice(view.said_before, "emphasis"),
        _errors(view.errors),
    ]
    body += _same_fields(view) if view.same else _update_fields(view)
    verb, words = ("same.save", "Save: no change") if view.same else ("update.save", "Save update")
    data = {"ref": view.ref, "v": view.version, "month": view.month}
    return card(
        body,
        fallback=form_text(view),
        buttons=[
            press(words, verb, data, inputs=True, main=True),
            press("Back to my list", "round.open", {"month": view.month}),
        ],
    )


def form_text(view: FormView) -> str:
    """The form in plain text."""
    wrong = [f"Please mend: {words}" for words in view.errors.values()]
    kept = (
        [f"You wrote: {view.values['words']}"] if view.errors and view.values.get("words") else []
    )
    asked = [f"Figure: {one.label}" for one in view.measures]
    return "\n".join(
        [
            f"{view.month_name} update for {view.ref} {view.title}, {view.due}.",
            *([view.notice] if view.notice else []),
            *([f"The PMO sent this back: {view.comment}"] if view.comment else []),
            *([view.said_before] if view.said_before else []),
            *wrong,
            *kept,
            *asked,
        ]
    )


def receipt_card(view: ReceiptView) -> Card:
    """What was saved, and what comes next."""
    rows = [("Rating", earlier_mark(view.was).words, f"**{MARKS[view.rag].words}**")]
    rows += [(escape(a), escape(b), escape(c)) for a, b, c in view.rows]
    nearly = (
        f" Next: {view.next.ref} {escape(view.next.title)}"
        if view.next
        else " That was the last one. Thank you."
    )
    buttons = (
        [_open_ref(view.month, view.next.ref, f"Next: {view.next.ref}", main=True)]
        if view.next
        else []
    )
    buttons.append(_open_ref(view.month, view.ref, f"Edit {view.ref}"))
    buttons.append(press("My list", "round.open", {"month": view.month}))
    state = "kept as a late update" if view.late else "waiting for the PMO"
    return card(
        [
            subtle(f"Saved {view.saved} · {state}"),
            title(f"✓ {view.ref} {escape(view.title)}"),
            table((2, 2, 3), ("Item", view.last_month, view.month_name), rows),
            text(f"“{escape(view.words)}”"),
            subtle(view.what_next, spacing="Small"),
            progress(view.done, view.total),
            text(f"**{view.done} of {view.total} done.**{nearly}", spacing="Small"),
        ],
        fallback=receipt_text(view),
        buttons=buttons,
    )


def receipt_text(view: ReceiptView) -> str:
    """The receipt in plain text."""
    rows = [f"{a}: {c}" for a, _, c in view.rows]
    rating = f"{MARKS[view.rag].word} (was {earlier_mark(view.was).word})"
    return "\n".join(
        [
            f"Saved: {view.ref} {view.title}, {rating}.",
            *rows,
            f"“{view.words}”",
            view.what_next,
            f"{view.done} of {view.total} done.",
        ]
    )


# --- the list -----------------------------------------------------------------------------


def _name(row: Row) -> str:
    return f"{row.ref} {shorten(row.title, _TITLE)}"


def _progress_words(view: RoundView) -> str:
    if not view.left:
        return f"All {count(view.total, 'action')} done. Thank you"
    return f"Your actions: {len(view.done)} of {view.total} done"


def _state_words(view: RoundView) -> str:
    if view.closed:
        return f"{view.month_name} closed on {view.closes}. A later update is kept and marked late."
    if view.reminder:
        return f"A reminder: {view.month_name} closes **{view.closes}**. Saved updates stay saved."
    return f"Closes **{view.closes}**. Stop any time: saved updates stay saved."


def _to_do(view: RoundView, row: Row) -> Card:
    return box(
        [
            columns(
                column([text(f"**{row.ref}** {brief(row.title, _TITLE)}")]),
                column([badge(row.rag, earlier=True)], width="auto"),
                spacing="None",
            ),
            subtle(brief(row.line, _LINE)),
            actions(
                _open(view, row, f"Update {row.ref}"),
                press(
                    "No change",
                    "same.open",
                    {"ref": row.ref, "month": view.month},
                    tooltip=f"No change to {row.ref}",
                ),
            ),
        ],
        separator=True,
        spacing="Medium",
    )


def _done(view: RoundView, row: Row) -> Card:
    return box(
        [
            text(f"**{row.ref}** {brief(row.title, _TITLE)}"),
            subtle(f"{MARKS[row.rag].words} · {brief(row.line, _LINE)}"),
            actions(_open(view, row, f"Edit {row.ref}")),
        ],
        separator=True,
    )


def _pages(view: RoundView) -> Card | None:
    if view.pages < 2:
        return None
    turn = []
    if view.page > 1:
        turn.append(_page(view, view.page - 1, "Previous page"))
    if view.page < view.pages:
        turn.append(_page(view, view.page + 1, "Next page"))
    where = subtle(f"Page {view.page} of {view.pages}")
    return box([where, actions(*turn)], spacing="Medium")


def _page(view: RoundView, page: int, words: str) -> Card:
    return press(words, "round.open", {"month": view.month, "page": page})


def _open(view: RoundView, row: Row, words: str, *, main: bool = False) -> Card:
    return _open_ref(view.month, row.ref, words, main=main)


def _open_ref(month: str, ref: str, words: str, *, main: bool = False) -> Card:
    return press(words, "update.open", {"ref": ref, "month": month}, main=main)


# --- the form -----------------------------------------------------------------------------


def _notice(words: str, style: str) -> Card | None:
    return box([text(words)], style=style, roundedCorners=True, spacing="Small") if words else None


def _errors(errors: Mapping[str, str]) -> Card | None:
    if not errors:
        return None
    things = "one thing" if len(errors) == 1 else f"{len(errors)} things"
    return _notice(
        f"**Nothing is saved yet: please mend {things} below.** Your words are kept.", "attention"
    )


def _problem(view: FormView, name: str) -> Card | None:
    """The message under its field; a bold word as well as a colour."""
    words = view.errors.get(name)
    return text(f"**Please mend:** {words}", color="Attention", spacing="Small") if words else None


def _update_fields(view: FormView) -> list[Card | None]:
    values = view.values
    fields: list[Card | None] = []
    if view.success:
        fields.append(text(f"_Success is:_ {brief(run_on(view.success), 320)}", spacing="Small"))
    if view.measures:
        fields.append(heading("The figures" if len(view.measures) > 1 else "The figure"))
        fields.append(subtle("Leave a figure empty when there is no new one."))
    for one in view.measures:
        fields += [
            entry(
                "Text",
                f"figure:{one.id}",
                one.label,
                value=one.figure,
                maxLength=40,
                placeholder="for example 55.1 or 18 of 38",
            ),
            _problem(view, f"figure:{one.id}"),
            entry("Date", f"as_at:{one.id}", "Date of that figure", value=one.as_at or None),
            _problem(view, f"as_at:{one.id}"),
        ]
    fields += [
        heading(f"What changed since {view.last_month}"),
        subtle(
            f"This starts with the {view.last_month} text. Change what is different. "
            "Never name a child or family."
        ),
        entry(
            "Text",
            "words",
            f"Progress (up to {WORDS_MOST:,} characters)",
            isMultiline=True,
            maxLength=WORDS_MOST,
            value=values.get("words"),
            required="Write at least one sentence.",
        ),
        _problem(view, "words"),
        entry(
            "Text", "next", "What next, by when?", maxLength=REASON_MOST, value=values.get("next")
        ),
        _problem(view, "next"),
        entry(
            "Text",
            "link",
            "Link to the evidence, if there is one",
            maxLength=LINK_MOST,
            value=values.get("link"),
            placeholder="https://",
        ),
        _problem(view, "link"),
        heading("Your rating"),
        _rating(values),
        _problem(view, "rag"),
        entry(
            "Text",
            "why",
            "Why this rating?",
            maxLength=REASON_MOST,
            value=values.get("why"),
            required="Say in a line why.",
        ),
        _problem(view, "why"),
        actions(reveal("Ask the board for a decision", "ask"), spacing="Large"),
        box(
            [
                entry(
                    "Text",
                    "decision",
                    "What should a board decide?",
                    isMultiline=True,
                    maxLength=DECISION_MOST,
                    value=values.get("decision"),
                ),
                _problem(view, "decision"),
            ],
            id="ask",
            isVisible=bool(values.get("decision") or view.errors.get("decision")),
        ),
    ]
    return fields


def _same_fields(view: FormView) -> list[Card | None]:
    words = view.values.get("words", "")
    fields: list[Card | None] = [
        heading(f"No change since {view.last_month}"),
        text(f"“{brief(words, 600)}”" if words else "Nothing was reported before."),
        entry(
            "Text",
            "why",
            "Why has nothing changed? One line is enough",
            maxLength=REASON_MOST,
            value=view.values.get("why"),
            required="Say in a line why.",
        ),
        _problem(view, "why"),
    ]
    if view.rag is None:
        fields += [
            text("This action has no rating yet, so please give it one.", spacing="Medium"),
            _rating(view.values),
            _problem(view, "rag"),
        ]
    return fields


def _rating(values: Mapping[str, str]) -> Card:
    options = (
        (Rag.GREEN, "on track"),
        (Rag.AMBER, "behind, and a plan is in place"),
        (Rag.RED, "will be missed without help"),
    )
    return choices(
        "rag",
        "RAG",
        [(f"{MARKS[rag].words}: {words}", rag.value) for rag, words in options],
        value=values.get("rag") or None,
        required="Choose a rating.",
    )
