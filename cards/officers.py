"""Draw the officer's round: the list, and the receipt."""

from __future__ import annotations

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
    unfold,
)
from workflow.rag import MARKS, Rag, earlier_mark
from workflow.round import ReceiptView, RoundView, Row
from workflow.updates import REASON_MOST
from workflow.words import count, shorten

__all__ = ["receipt_card", "receipt_text", "round_card", "round_text"]

# So much of a title, and of a line below it, where there are many of them.
_TITLE, _LINE = 100, 200


def round_card(view: RoundView) -> Card:
    """All of one officer's actions: what needs them first, and what is done."""
    body: list[Card | None] = [
        subtle(f"{view.month_name} update · {escape(view.posts)}"),
        title(_progress_words(view)),
        progress(len(view.done), view.total) if view.total else None,
        text(_state_words(view), spacing="Small"),
    ]
    if view.acting:
        body.insert(1, subtle(f"You enter for {escape(view.acting_name)}; both names are kept."))
    if view.stands_in:
        body.append(subtle(escape(view.stands_in), spacing="Small"))
    if view.notice:
        body.append(box([text(f"**{escape(view.notice)}**")], style="accent", roundedCorners=True))
    body += [*_joint(view), *_drafting(view)]
    if view.rows:
        body += [
            heading(f"Needs your update ({view.needs})"),
            subtle("Sent back, red, due soon, or a figure is expected: these come first."),
            *(_to_do(view, row) for row in view.rows),
        ]
    body.append(_quiet(view))
    if view.done_here:
        done = len(view.done) - len(view.joint)
        body += [
            actions(reveal(f"Show what you have done ({done})", "done"), spacing="Large"),
            box([_done(view, row) for row in view.done_here], id="done", isVisible=False),
        ]
    body.append(_pages(view))
    start = (
        [_open(view, view.first, f"Start with {view.first.ref}", main=True)] if view.first else []
    )
    here = {"month": view.month}
    ask = [press("Ask a colleague to draft", "delegate.open", here)] if view.may_ask else []
    foot = [*start, *_later(view), *ask]
    return card(body, fallback=round_text(view), buttons=foot, wide=True)


def round_text(view: RoundView) -> str:
    """The list in plain text."""
    state = _state_words(view).replace("**", "")
    lines = [f"{view.month_name} update, {view.posts}. {_progress_words(view)}. {state}"]
    if view.left:
        lines.append(f"Needs your update: {view.needs}.")
    lines += [
        f"{_name(row)} ({earlier_mark(row.rag).word}). {shorten(row.line, _LINE)}"
        for row in view.rows
    ]
    if view.notice:
        lines.insert(1, view.notice)
    if view.stands_in:
        lines.insert(1, view.stands_in)
    if view.joint and view.page == 1:
        lines.append(f"Your joint lead has answered ({len(view.joint)}).")
    for row in view.joint if view.page == 1 else ():
        said = f"{_name(row)}, {MARKS[row.rag].word}. {shorten(row.line, _LINE)}"
        lines.append(f"Do you agree? {said}")
    if view.drafting and view.page == 1:
        lines.append(f"Drafts you are asked for ({len(view.drafting)}).")
        lines += [f"{_name(row)}. {shorten(row.line, _LINE)}" for row in view.drafting]
    if view.quiet:
        lines.append(f"Has anything changed here? ({len(view.quiet)})")
    lines += [f"{_name(row)} ({MARKS[row.rag].word})." for row in view.quiet]
    lines += [f"Done: {_name(row)}, {MARKS[row.rag].word}, {row.line}" for row in view.done_here]
    if view.pages > 1:
        lines.append(f"Page {view.page} of {view.pages}.")
    return "\n".join(lines)


def receipt_card(view: ReceiptView) -> Card:
    """What was saved, and what comes next."""
    rows = [("Rating", earlier_mark(view.was).words, f"**{MARKS[view.rag].words}**")]
    rows += [(escape(a), escape(b), escape(c)) for a, b, c in view.rows]
    nearly = (
        f" Next: {view.next.ref} {escape(view.next.title)}"
        if view.next
        else " That was the last one. Thank you."
    )
    here = _here(view)
    buttons = [press(f"Edit {view.ref}", "update.open", {**here, "ref": view.ref})]
    if view.next:
        onward = {**here, "ref": view.next.ref}
        buttons.insert(0, press(f"Next: {view.next.ref}", "update.open", onward, main=True))
    if view.editable:
        undo = {**here, "ref": view.ref, "v": view.version}
        buttons.append(press("Undo", "update.undo", undo, tooltip=f"Take {view.ref} back"))
    buttons.append(press("My list", "round.open", here))
    state = "kept as a late update" if view.late else "waiting for the PMO"
    return card(
        [
            subtle(f"Saved {view.saved} · {state}"),
            title(f"✓ {view.ref} {escape(view.title)}"),
            table((2, 2, 3), ("Item", view.last_month, view.month_name), rows),
            text(f"“{escape(view.words)}”"),
            text(escape(view.aside)) if view.aside else None,
            subtle(view.what_next, spacing="Small"),
            progress(view.done, view.total),
            text(f"**{view.done} of {view.total} done.**{nearly}", spacing="Small"),
        ],
        fallback=receipt_text(view),
        buttons=buttons,
    )


def receipt_text(view: ReceiptView) -> str:
    """The receipt in plain text."""
    rows = [f"{a}: {c}{f' (was {b})' if b not in {'', c} else ''}" for a, b, c in view.rows]
    state = "kept as a late update" if view.late else "waiting for the PMO"
    nearly = f" Next: {view.next.ref} {view.next.title}" if view.next else ""
    rating = f"{MARKS[view.rag].word} (was {earlier_mark(view.was).word})"
    return "\n".join(
        [
            f"Saved: {view.ref} {view.title}, {rating}. {view.saved}, {state}.",
            *rows,
            f"“{view.words}”",
            *([view.aside] if view.aside else []),
            view.what_next,
            f"{view.done} of {view.total} done.{nearly}",
        ]
    )


# --- the list -----------------------------------------------------------------------------


def _here(view: RoundView | ReceiptView) -> dict[str, object]:
    """The month, and whose list it is when somebody enters for them."""
    return {"month": view.month, **({"acting": view.acting} if view.acting else {})}


def _name(row: Row) -> str:
    return f"{row.ref} {shorten(row.title, _TITLE)}"


def _progress_words(view: RoundView) -> str:
    if not view.total:
        return f"{count(len(view.drafting), 'update')} to draft"
    if not view.left and view.joint:
        return f"{count(len(view.joint), 'joint update')} to look at"
    if not view.left:
        if view.total == 1:
            return "Your action is done. Thank you"
        return f"All {count(view.total, 'action')} done. Thank you"
    return f"Your actions: {len(view.done)} of {view.total} done"


def _state_words(view: RoundView) -> str:
    if view.closed:
        return f"{view.month_name} closed on {view.closes}. A later update is kept and marked late."
    if view.reminder:
        return f"A reminder: {view.month_name} closes **{view.closes}**. Saved updates stay saved."
    return f"Closes **{view.closes}**. Stop any time: saved updates stay saved."


def _joint(view: RoundView) -> list[Card | None]:
    """What the other lead of a joint action said: to agree with, to add to, or to differ from."""
    if not view.joint or view.page > 1:
        return []
    rows = [
        box(
            [
                columns(
                    column([text(f"**{row.ref}** {brief(row.title, _TITLE)}")]),
                    column([badge(row.rag)], width="auto"),
                    spacing="None",
                ),
                text(brief(row.line, _LINE), spacing="Small"),
                actions(
                    press(
                        "I agree",
                        "joint.agree",
                        {"month": view.month, "ref": row.ref, "v": row.version},
                        tooltip=f"Agree with {row.ref}",
                    ),
                    _open(view, row, "Add to it, or differ"),
                ),
            ],
            separator=True,
            spacing="Medium",
        )
        for row in view.joint
    ]
    return [
        heading(f"Your joint lead has answered ({len(view.joint)})"),
        subtle("One update goes to the board. Where you differ, the PMO sees both."),
        *rows,
    ]


def _drafting(view: RoundView) -> list[Card | None]:
    """What a lead asked this person to draft."""
    if not view.drafting or view.page > 1:
        return []
    rows = [
        box(
            [
                text(f"**{row.ref}** {brief(row.title, _TITLE)}"),
                subtle(brief(row.line, _LINE)),
                actions(_open(view, row, f"Draft {row.ref}")),
            ],
            separator=True,
            spacing="Medium",
        )
        for row in view.drafting
    ]
    return [heading(f"Drafts you are asked for ({len(view.drafting)})"), *rows]


def _to_do(view: RoundView, row: Row) -> Card:
    verb = "Sign" if row.drafted and not row.returned else "Update"
    buttons = [_open(view, row, f"{verb} {row.ref}")]
    if not (row.returned or row.drafted):
        same = {"ref": row.ref, "month": view.month}
        tip = f"No change to {row.ref}"
        buttons.append(press("No change", "same.open", same, tooltip=tip))
    return box(
        [
            columns(
                column([text(f"**{row.ref}** {brief(row.title, _TITLE)}")]),
                column([badge(row.rag, earlier=True)], width="auto"),
                spacing="None",
            ),
            subtle(brief(row.line, _LINE)),
            actions(*buttons),
        ],
        separator=True,
        spacing="Medium",
    )


def _done(view: RoundView, row: Row) -> Card:
    return box(
        [
            text(f"**{row.ref}** {brief(row.title, _TITLE)}"),
            subtle(f"{MARKS[row.rag].words} · {brief(row.line, _LINE)}"),
            actions(_edit(view, row)),
        ],
        separator=True,
    )


def _edit(view: RoundView, row: Row) -> Card:
    """What is done can be changed; what a board accepted as complete can only be read."""
    if row.rag is Rag.BLUE:
        data = {"month": view.month, "ref": row.ref}
        return press(f"What was said about {row.ref}", "history.open", data)
    return _open(view, row, f"Edit {row.ref}")


def _quiet(view: RoundView) -> Card | None:
    """The rest, as a list to tick: no change, with one reason for all of them."""
    if not view.quiet or view.page > 1:
        return None
    refs = [row.ref for row in view.quiet]
    number = len(refs)
    data = _here(view)
    every = f"None of these {number} changed" if number > 1 else "It has not changed"
    return box(
        [
            text(f"**Has anything changed here? ({number})**"),
            choices(
                "same",
                f"Tick the actions with no change since {view.last_month}",
                [
                    (f"{row.ref} {shorten(row.title, _TITLE)} ({MARKS[row.rag].words})", row.ref)
                    for row in view.quiet
                ],
                value=",".join(ref for ref in view.ticked if ref in refs) or None,
                many=True,
            ),
            entry(
                "Text",
                "why",
                "Why has nothing changed? One line for all of them",
                maxLength=REASON_MOST,
                value=view.why or None,
            ),
            actions(
                press("Confirm ticked", "same.many", data, inputs=True),
                press(every, "same.many", {**data, "every": ",".join(refs)}, inputs=True),
            ),
            choices(
                "ref",
                "Or something did change in",
                [(f"{row.ref} {shorten(row.title, _TITLE)}", row.ref) for row in view.quiet],
                value=refs[0],
                compact=True,
            ),
            actions(press("Update this one", "update.open", data, inputs=True)),
            subtle("Unticked actions stay on your list.", spacing="Small"),
        ],
        style="emphasis",
        roundedCorners=True,
        spacing="Large",
    )


def _later(view: RoundView) -> list[Card]:
    """Come back later: a button that unfolds the moments that are left before closing."""
    if not view.later or not view.left:
        return []
    pick = choices("when", "When should I come back?", view.later, required="Choose a time.")
    set_it = press("Set reminder", "round.later", {"month": view.month}, inputs=True)
    back = entry("Date", "back", "The first day you are back", required="When are you back?")
    gone = press("I am away until then", "absence.save", {"month": view.month}, inputs=True)
    told = subtle("No reminders before that day. Your deputy is asked, where you have one.")
    return [
        unfold("Remind me later", [pick], set_it),
        unfold("I am away", [back, told], gone),
    ]


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
    data = {**_here(view), "page": page}
    return press(words, "round.open", data)


def _open(view: RoundView, row: Row, words: str, *, main: bool = False) -> Card:
    data = {**_here(view), "ref": row.ref}
    return press(words, "update.open", data, main=main)
