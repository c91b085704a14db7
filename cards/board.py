"""Draw what boards see: the summary, the exceptions, a workstream, one action, the draft."""

from __future__ import annotations

from collections.abc import Sequence

from cards.blocks import (
    Card,
    badge,
    box,
    card,
    choices,
    column,
    columns,
    escape,
    heading,
    press,
    subtle,
    table,
    text,
    title,
    unfold,
)
from workflow.rag import MARKS, Rag
from workflow.summary import Counts, Line, Summary
from workflow.words import count, run_on, shorten

__all__ = [
    "action_card",
    "action_text",
    "draft_card",
    "exceptions_card",
    "summary_card",
    "summary_text",
    "workstream_card",
]

# More exceptions than this go to their own page: the card is read in ten seconds.
_FIRST = 8


def summary_card(view: Summary, *, board: str, name: str) -> Card:
    """The board's card: the picture in ten seconds, then the exceptions, then the rest."""
    return card(
        _summary_body(view, board=board, name=name),
        fallback=summary_text(view, name=name),
        buttons=_board_buttons(view, board),
        wide=True,
    )


def draft_card(
    view: Summary,
    *,
    draft: int,
    digest: str,
    approved: str,
    posts: str,
    waiting: int,
    late: str = "",
) -> Card:
    """The approver's card: exactly what the boards will see, and the button that lets it go.

    `approved` says who approved it and when, empty while nobody has; `waiting` counts the
    updates that the PMO has not accepted; `late` says that board day has come.
    """
    head: list[Card | None] = [
        subtle(f"For your approval · {view.month_name} summary, draft {draft}")
    ]
    if late:
        head.append(box([text(f"**{late}**")], style="attention", roundedCorners=True))
    if approved:
        head.append(box([text(f"**✓ {approved}** {posts}")], style="good", roundedCorners=True))
    else:
        head.append(
            box(
                [text(f"Boards see this only when you approve it. {posts}")],
                style="accent",
                roundedCorners=True,
            )
        )
    if waiting and not approved:
        verb = "waits" if waiting == 1 else "wait"
        head.append(
            text(f"{count(waiting, 'update')} {verb} for the PMO and would show as “No update”.")
        )
    data = {"month": view.month, "draft": draft}
    buttons = []
    if not approved:
        buttons.append(press("Approve and let it be posted", "draft.approve", data, main=True))
        buttons.append(press("Show the newest draft", "draft.open", {"month": view.month}))
    body = [*head, *_summary_body(view, board="", name="What the boards will see")]
    body.append(subtle(f"Fingerprint of this draft: {digest[:12]}", spacing="Medium"))
    plain = "\n".join(
        part for part in (late, approved, posts, summary_text(view, name="Draft")) if part
    )
    return card(body, fallback=plain, buttons=buttons, wide=True)


def exceptions_card(view: Summary, *, board: str) -> Card:
    """Everything a board should look at, with the officers' words."""
    found = view.exceptions
    body: list[Card | None] = [
        subtle(f"{view.month_name} · {view.board_on}"),
        title(f"{count(len(found), 'thing')} to look at" if found else "Nothing to look at first"),
        *(_line(view, line, board, words=True) for line in found[:20]),
    ]
    if len(found) > 20:
        body.append(subtle(f"And {len(found) - 20} more: open a workstream to see them."))
    return card(
        body,
        fallback="\n".join(_plain(line) for line in found) or "Nothing to look at first.",
        buttons=[_back(view, board)],
        wide=True,
    )


def workstream_card(view: Summary, ref: str, *, board: str) -> Card | None:
    """One workstream, all its actions."""
    part = next((one for one in view.workstreams if one.ref == ref), None)
    if part is None:
        return None
    lines = [line for line in view.lines if line.workstream == ref]
    return card(
        [
            subtle(f"{view.month_name} · {view.board_on}"),
            title(escape(part.name)),
            text(_counts_words(part.counts)),
            *(_line(view, line, board) for line in lines),
        ],
        fallback="\n".join([part.name, *(_plain(line) for line in lines)]),
        buttons=[_back(view, board)],
        wide=True,
    )


def action_card(view: Summary, line: Line, *, board: str) -> Card:
    """One action: rating, what was said, the figures, what success is."""
    facts = [
        ("Rating", f"**{_rag(line.rag)}**"),
        ("Before", _rag(line.was)),
        ("Lead", escape(" and ".join(line.leads))),
        ("When", escape(line.due)),
        *(("Figure", escape(one)) for one in line.figures),
        ("Success is", escape(run_on(line.evidence))),
    ]
    body: list[Card | None] = [
        subtle(f"{view.month_name} · {view.board_on}"),
        title(f"{line.ref} {escape(line.title)}"),
        text(escape(line.note)),
        table((1, 3), ("", ""), facts),
    ]
    if line.words:
        body += [
            heading("Progress"),
            text(f"“{escape(line.words)}”", spacing="Small"),
            subtle(escape(line.said_by)),
        ]
    if line.next_step:
        body.append(text(f"**Next:** {escape(line.next_step)}"))
    if line.decision:
        body.append(
            box(
                [text(f"**Decision asked:** {escape(line.decision)}")],
                style="accent",
                roundedCorners=True,
            )
        )
    buttons = [_back(view, board)]
    buttons.append(
        press(
            "Its workstream",
            "board.workstream",
            {"month": view.month, "board": board, "name": line.workstream},
        )
    )
    return card(body, fallback=action_text(line), buttons=buttons)


def action_text(line: Line) -> str:
    """One action in plain text."""
    parts = [
        _plain(line),
        f"Lead: {' and '.join(line.leads)}. {line.due}.",
        *line.figures,
        line.words,
        f"Next: {line.next_step}" if line.next_step else "",
        f"Decision asked: {line.decision}" if line.decision else "",
    ]
    return "\n".join(part for part in parts if part)


def summary_text(view: Summary, *, name: str) -> str:
    """The board's card in plain text; nothing of it is lost."""
    lines = [
        f"{name}, {view.board_on}. {view.headline}.",
        view.movement.replace("**", ""),
        _counts_words(view.counts) + ".",
        *(f"{part.name}: {_counts_words(part.counts)}." for part in view.workstreams),
        *(_plain(line) for line in view.exceptions),
        *(f"Decision asked, {line.ref}: {line.decision}" for line in view.decisions),
        " ".join(view.quality),
    ]
    return "\n".join(lines)


# --- the parts ----------------------------------------------------------------------------


def _summary_body(view: Summary, *, board: str, name: str) -> list[Card | None]:
    found = view.exceptions
    body: list[Card | None] = [
        subtle(f"{escape(name)} · {view.board_on}"),
        title(view.headline),
        text(view.movement, spacing="Small"),
        _tiles(view),
    ]
    if found:
        body.append(heading("Look at these first"))
        body += [_line(view, line, board) for line in found[:_FIRST]]
    if len(found) > _FIRST:
        body.append(subtle(f"And {len(found) - _FIRST} more.", spacing="Small"))
    body.append(_decisions(view.decisions))
    body += [heading("By workstream"), _chart(view), _grid(view)]
    body.append(subtle(f"Data quality: {escape(' '.join(view.quality))}", spacing="Medium"))
    return body


def _tiles(view: Summary) -> Card:
    """Four or five counts side by side: number, shape and letter, word, and what it was."""
    kinds: list[tuple[Rag | None, int, int]] = [
        (Rag.RED, view.counts.red, view.were.red),
        (Rag.AMBER, view.counts.amber, view.were.amber),
        (Rag.GREEN, view.counts.green, view.were.green),
        (None, view.counts.silent, view.were.silent),
    ]
    if view.counts.blue or view.were.blue:
        kinds.insert(3, (Rag.BLUE, view.counts.blue, view.were.blue))
    style = {Rag.RED: "attention", Rag.AMBER: "warning", Rag.GREEN: "good", Rag.BLUE: "accent"}
    cells = []
    for rag, now, was in kinds:
        mark = MARKS[rag]
        items = [
            _middle(str(now), size="ExtraLarge", weight="Bolder"),
            _middle(f"**{mark.short}**"),
            _middle(mark.word, size="Small"),
        ]
        if not view.first:
            items.append(_middle(f"was {was}", size="Small", isSubtle=True))
        cells.append(
            {
                "type": "TableCell",
                "style": style.get(rag, "emphasis") if rag else "emphasis",
                "items": items,
            }
        )
    return {
        "type": "Table",
        "firstRowAsHeaders": False,
        "showGridLines": False,
        "columns": [{"width": 1} for _ in cells],
        "spacing": "Medium",
        "rows": [{"type": "TableRow", "cells": cells}],
    }


def _middle(words: str, **more: object) -> Card:
    return text(words, horizontalAlignment="Center", spacing="None", **more)


def _line(view: Summary, line: Line, board: str, *, words: bool = False) -> Card:
    shown = box(
        [
            columns(
                column([text(f"**{line.ref}** {escape(line.title)}", spacing="None")]),
                column([badge(_letter(line.rag))], width="auto"),
            ),
            subtle(escape(line.note)),
            text(f"“{escape(shorten(line.words, 300))}”", spacing="Small")
            if words and line.words
            else None,
        ],
        separator=True,
        spacing="Small",
    )
    if board:
        data = {"month": view.month, "board": board, "name": line.ref}
        tap = press(shorten(f"Open {line.ref} {line.title}", 60), "board.action", data)
        shown["selectAction"] = tap
    return shown


def _decisions(lines: Sequence[Line]) -> Card | None:
    if not lines:
        return None
    asked = [
        text(f"**{line.ref}:** {escape(line.decision)}", spacing="Small") for line in lines[:10]
    ]
    head = text(f"**{count(len(lines), 'decision')} asked of you**")
    return box([head, *asked], style="accent", roundedCorners=True, spacing="Medium")


def _chart(view: Summary) -> Card:
    """Decoration for hosts that know it; the table beside it carries the content."""
    colours = (
        ("Red", "red", "attention"),
        ("Amber", "amber", "warning"),
        ("Green", "green", "good"),
        ("Blue", "blue", "categoricalBlue"),
        ("No update", "silent", "neutral"),
    )
    return {
        "type": "Chart.HorizontalBar.Stacked",
        "title": f"Actions by workstream and rating, {view.month_name}",
        "data": [
            {
                "title": part.name,
                "data": [
                    {"legend": legend, "value": getattr(part.counts, field), "color": colour}
                    for legend, field, colour in colours
                    if getattr(part.counts, field)
                ],
            }
            for part in view.workstreams
        ],
        "fallback": "drop",
        "spacing": "Small",
    }


def _grid(view: Summary) -> Card:
    shown: list[tuple[Rag | None, str]] = [
        (Rag.RED, "red"),
        (Rag.AMBER, "amber"),
        (Rag.GREEN, "green"),
        (None, "silent"),
    ]
    if view.counts.blue:
        shown.insert(3, (Rag.BLUE, "blue"))
    head = ("Workstream", *(MARKS[rag].short for rag, _ in shown))
    rows = [
        (escape(part.name), *(str(getattr(part.counts, field)) for _, field in shown))
        for part in view.workstreams
    ]
    rows.append(("**All**", *(f"**{getattr(view.counts, field)}**" for _, field in shown)))
    return table((4, *(1 for _ in shown)), head, rows)


def _board_buttons(view: Summary, board: str) -> list[Card]:
    data = {"month": view.month, "board": board}
    pick = choices(
        "name",
        "Workstream",
        [(part.name, part.ref) for part in view.workstreams],
        value=view.workstreams[0].ref if view.workstreams else None,
        compact=True,
    )
    return [
        press("What to look at, in words", "board.exceptions", data),
        unfold("Open a workstream", [pick], press("Open", "board.workstream", data, inputs=True)),
    ]


def _back(view: Summary, board: str) -> Card:
    return press("Back to the summary", "board.open", {"month": view.month, "board": board})


def _counts_words(counts: Counts) -> str:
    said = [
        f"{number} {word}"
        for number, word in (
            (counts.red, "Red"),
            (counts.amber, "Amber"),
            (counts.green, "Green"),
            (counts.blue, "Blue"),
            (counts.silent, "without update"),
        )
        if number or word in {"Red", "Amber", "Green"}
    ]
    return ", ".join(said)


def _plain(line: Line) -> str:
    return f"{line.ref} {line.title}: {MARKS[_letter(line.rag)].word}. {line.note}"


def _letter(letter: str | None) -> Rag | None:
    return Rag(letter) if letter else None


def _rag(letter: str | None) -> str:
    return MARKS[_letter(letter)].words
