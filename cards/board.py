"""Draw what boards see: the summary, the exceptions, a workstream, one action, the draft."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import islice

from cards.blocks import (
    Card,
    box,
    brief,
    card,
    entry,
    escape,
    heading,
    press,
    subtle,
    table,
    text,
    title,
    unfold,
)
from cards.groups import see_by
from cards.lines import (
    PAGE,
    TITLE,
    action_line,
    action_words,
    counts_words,
    letter_of,
    named,
    page_of,
    to_summary,
    turn,
)
from cards.teams_charts import bars
from workflow.completion import REASON_MOST
from workflow.decisions import DECIDED_MOST
from workflow.rag import MARKS, Rag, earlier_mark
from workflow.summary import Line, Summary
from workflow.tiers import Section, Shows, Tier, sections
from workflow.words import count, listed, run_on, shorten

__all__ = [
    "DRAFT",
    "action_card",
    "action_text",
    "draft_card",
    "exceptions_card",
    "summary_card",
    "summary_text",
    "workstream_card",
]

# Stands in for a board where the approver looks into the draft.
DRAFT = "draft"

# The card is read in ten seconds: this many exceptions, and decisions, each of a length.
_FIRST = 6
# So many sentences where a section is sentences.
_SAID = 8
_DECISIONS, _DECISION = 5, 145
# What is left over is named while it can be taken in.
_NAMED = 10
# A longer list shows so many in full and so many in a line each; the rest is a workstream away.
_IN_FULL, _IN_LINE = 7, 15
# So much of a sentence where there are several.
_WORDS = 300


def summary_card(
    view: Summary,
    *,
    board: str,
    name: str,
    tier: Tier = Tier.PROGRAMME,
    since: Sequence[str] = (),
) -> Card:
    """The board's card: the picture in ten seconds, then what a board of its tier needs.

    `since` are sentences about what came after it was posted; the summary itself never changes.
    """
    body = _summary_body(view, board=board, name=name, tier=tier)
    plain = summary_text(view, name=name, tier=tier)
    if since:
        told = [text(escape(one), spacing="Small") for one in since]
        body.append(box([text("**Since it was posted**"), *told], style="good"))
        plain = "\n".join([plain, "Since it was posted:", *since])
    return card(
        body,
        fallback=plain,
        buttons=_board_buttons(view, board, tier),
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
    verb = "waits" if waiting == 1 else "wait"
    missing = f"{count(waiting, 'update')} {verb} for the PMO and would show as “No update”."
    if waiting and not approved:
        head.append(text(missing))
    data = {"month": view.month, "draft": draft}
    buttons = []
    if not approved:
        buttons.append(press("Approve and let it be posted", "draft.approve", data, main=True))
        buttons.append(press("Show the newest draft", "draft.open", {"month": view.month}))
    look = {"month": view.month, "board": DRAFT}
    buttons.append(press("Look into it", "board.exceptions", look))
    body = [*head, *_summary_body(view, board="", name="What the boards will see")]
    fingerprint = f"Fingerprint: {digest[:12]}"
    body.append(subtle(fingerprint, spacing="Medium"))
    plain = [
        f"For your approval: {view.month_name} summary, draft {draft}.",
        *([late] if late else []),
        f"{approved} {posts}".strip(),
        *([missing] if waiting and not approved else []),
        summary_text(view, name="What the boards will see"),
        fingerprint,
    ]
    return card(body, fallback="\n".join(plain), buttons=buttons, wide=True)


def exceptions_card(view: Summary, *, board: str, tier: Tier = Tier.PROGRAMME) -> Card:
    """Everything a board should look at, with the officers' words."""
    found = view.exceptions
    full, brief = found[:_IN_FULL], found[_IN_FULL : _IN_FULL + _IN_LINE]
    left = len(found) - len(full) - len(brief)
    more = f"And {left} more: press “See all actions”." if left else ""
    body: list[Card | None] = [
        subtle(f"Board summary › {view.board_on}"),
        title(_things(found)),
        *(action_line(view, line, board, words=True) for line in full),
        heading("Also") if brief else None,
        *(text(_brief(line), spacing="Small") for line in brief),
        subtle(more, spacing="Small") if more else None,
    ]
    plain = [
        f"{view.month_name}, {view.board_on}. {_things(found)}.",
        *(action_words(line, words=True) for line in full),
        *(_brief(line, plain=True) for line in brief),
        *([more] if more else []),
    ]
    return card(
        body,
        fallback="\n".join(plain),
        buttons=[
            to_summary(view, board),
            see_by(view, board, tier),
        ],
        wide=True,
    )


def workstream_card(view: Summary, ref: str, *, board: str) -> Card | None:
    """One workstream, ten actions at a time; `ref` is PI, or PI:2 for its second page."""
    ref, _, page = ref.partition(":")
    part = next((one for one in view.workstreams if one.ref == ref), None)
    if part is None:
        return None
    lines = [line for line in view.lines if line.workstream == ref]
    number, pages = page_of(page, len(lines))
    shown = lines[(number - 1) * PAGE : number * PAGE]
    where = f" · page {number} of {pages}" if pages > 1 else ""
    about = f"{count(len(lines), 'action')}: {counts_words(part.counts)}"
    return card(
        [
            subtle(f"Board summary › {view.board_on}{where}"),
            title(escape(part.name)),
            text(about),
            *(action_line(view, line, board) for line in shown),
        ],
        fallback="\n".join(
            [
                f"{part.name}, {view.month_name}, {view.board_on}{where}. {about}.",
                *(action_words(line) for line in shown),
            ]
        ),
        buttons=[
            *turn(view, board, "board.workstream", ref, (number, pages)),
            to_summary(view, board),
        ],
        wide=True,
    )


def action_card(
    view: Summary,
    line: Line,
    *,
    board: str,
    decided: Sequence[tuple[str, str]] = (),
    error: str = "",
    typed: str = "",
    buttons: Sequence[Card] = (),
    back: str = "",
    rules: str = "",
) -> Card:
    """One action: rating, what was said, the figures, what success is, and what was decided.

    `decided` are (who and when, the words); `error` is why the decision that was just `typed`
    was not recorded; `buttons` stand instead of a board's own; `back` names the group from which
    somebody came; `rules` is what a board may say now: `accept` whether it is
    complete, `reopen` it.
    """
    facts = [
        ("Rating", f"**{MARKS[letter_of(line.rag)].words}**"),
        ("Before", earlier_mark(letter_of(line.was)).words),
        *([("Why", escape(line.why))] if _said_more(line) else []),
        ("Lead", escape(" and ".join(line.leads))),
        ("When", escape(line.due)),
        *(("Figure", escape(one)) for one in line.figures),
        *([("Success is", brief(run_on(line.evidence), 800))] if line.evidence else []),
    ]
    body: list[Card | None] = [
        subtle(f"{escape(_workstream_name(view, line))} › {view.board_on}"),
        title(f"{line.ref} {escape(line.title)}"),
        text(escape(line.note)),
        table((1, 3), ("Item", view.month_name), facts),
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
    for who, said in decided:
        box_of_it = [text(f"**✓ Decided:** {escape(said)}"), subtle(escape(who), spacing="None")]
        body.append(box(box_of_it, style="good", roundedCorners=True))
    if error:
        body.append(box([text(f"**{error}**")], style="warning", roundedCorners=True))
    told = [f"Decided: {said} ({who})" for who, said in decided]
    lines = [f"{_workstream_name(view, line)}, {view.board_on}.", action_text(line), *told]
    plain = "\n".join([*lines, *([error] if error else [])])
    own = buttons or _action_buttons(view, line, board, typed, back, rules)
    return card(body, fallback=plain, buttons=own)


def action_text(line: Line) -> str:
    """One action in plain text."""
    parts = [
        f"{action_words(line)} Before: {earlier_mark(letter_of(line.was)).word}.",
        f"Why: {line.why}" if _said_more(line) else "",
        f"Lead: {' and '.join(line.leads)}. {line.due[:1].upper()}{line.due[1:]}.",
        *line.figures,
        f"Success is: {shorten(run_on(line.evidence), 800)}" if line.evidence else "",
        f"“{line.words}” {line.said_by}" if line.words else "",
        f"Next: {line.next_step}" if line.next_step else "",
        f"Decision asked: {line.decision}" if line.decision else "",
    ]
    return "\n".join(part for part in parts if part)


def summary_text(view: Summary, *, name: str, tier: Tier = Tier.PROGRAMME) -> str:
    """The board's card in plain text; nothing that the card says is lost."""
    lines = [
        f"{name}, {view.board_on}. {view.headline}.",
        view.movement.replace("**", ""),
        *(said for section in sections(view, tier) for said in _written(view, section)),
    ]
    return "\n".join(lines)


# --- the parts ----------------------------------------------------------------------------


def _summary_body(
    view: Summary, *, board: str, name: str, tier: Tier = Tier.PROGRAMME
) -> list[Card | None]:
    body: list[Card | None] = [
        subtle(f"{escape(name)} · {view.board_on}"),
        title(view.headline),
        text(view.movement, spacing="Small"),
    ]
    for section in sections(view, tier):
        body += _drawn(view, section, board)
    return body


def _drawn(view: Summary, section: Section, board: str) -> list[Card | None]:
    """A part of a board's card."""
    match section.shows:
        case Shows.COUNTS:
            return [_tiles(view)]
        case Shows.DECISIONS:
            return [_decisions(view.decisions)]
        case Shows.WORKSTREAMS:
            return [heading(section.heading), bars(view), _grid(view)]
        case Shows.QUALITY:
            return [subtle(f"Data quality: {escape(' '.join(view.quality))}", spacing="Medium")]
        case Shows.WORDS:
            shown = [text(brief(one, _WORDS), spacing="Small") for one in section.words[:_SAID]]
            left = _left_over(section)
            return [
                heading(section.heading),
                *shown,
                subtle(left, spacing="Small") if left else None,
            ]
        case Shows.LINES:
            shown = [action_line(view, line, board) for line in section.lines[:_FIRST]]
            more = _and_more(section.lines) if len(section.lines) > _FIRST else ""
            return [
                heading(section.heading),
                *shown,
                subtle(more, spacing="Small") if more else None,
            ]


def _left_over(section: Section) -> str:
    """How many sentences there is no room for, and where they are; empty when there is."""
    left = len(section.words) - _SAID
    return f"And {left} more: {section.rest}." if left > 0 else ""


def _written(view: Summary, section: Section) -> list[str]:
    """A part of a board's card in plain text."""
    match section.shows:
        case Shows.COUNTS:
            return [f"{counts_words(view.counts)}.{_were_words(view)}"]
        case Shows.DECISIONS:
            asked = view.decisions
            said = (f"{one.ref}: {shorten(one.decision, _DECISION)}" for one in asked)
            return [
                *([f"{count(len(asked), 'decision')} asked of you."] if asked else []),
                *islice(said, _DECISIONS),
                *([_more_decisions(asked)] if len(asked) > _DECISIONS else []),
            ]
        case Shows.WORKSTREAMS:
            return [f"{part.name}: {counts_words(part.counts)}." for part in view.workstreams]
        case Shows.QUALITY:
            return [f"Data quality: {' '.join(view.quality)}"]
        case Shows.WORDS:
            left = _left_over(section)
            return [
                f"{section.heading}:",
                *(shorten(one, _WORDS) for one in section.words[:_SAID]),
                *([left] if left else []),
            ]
        case Shows.LINES:
            return [
                f"{section.heading}:",
                *(action_words(line) for line in section.lines[:_FIRST]),
                *([_and_more(section.lines)] if len(section.lines) > _FIRST else []),
            ]


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


def _decisions(lines: Sequence[Line]) -> Card | None:
    if not lines:
        return None
    asked = [
        text(f"**{line.ref}:** {brief(line.decision, _DECISION)}", spacing="Small")
        for line in lines[:_DECISIONS]
    ]
    head = text(f"**{count(len(lines), 'decision')} asked of you**")
    more = subtle(_more_decisions(lines)) if len(lines) > _DECISIONS else None
    return box([head, *asked, more], style="accent", roundedCorners=True, spacing="Medium")


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


def _record(view: Summary, line: Line, board: str, typed: str, back: str) -> Card:
    """Where a board's decision is written down; it is the officer's first question next month."""
    data = named(view, board, line.ref) | ({"back": back} if back else {})
    field = entry(
        "Text",
        "words",
        "What did the board decide?",
        isMultiline=True,
        maxLength=DECIDED_MOST,
        value=typed or None,
    )
    about = subtle("The lead officer is asked about it first next month, until it is answered.")
    record = press("Record it", "board.decide", data, inputs=True)
    return unfold("Record a decision", [field, about], record)


def _rulings(view: Summary, line: Line, board: str, back: str, rules: str) -> list[Card]:
    """What a board says to a proposal of complete, or to what it accepted before."""
    data = named(view, board, line.ref) | ({"back": back} if back else {})
    if rules == "accept":
        accept = press("Accept as complete", "board.accept", data, main=True)
        return [accept, _with_reason("Not yet", "Say not yet", "board.notyet", data)]
    if rules == "reopen":
        return [_with_reason("Reopen", "Open it again", "board.reopen", data)]
    return []


def _with_reason(words: str, does: str, verb: str, data: Mapping[str, object]) -> Card:
    field = entry("Text", "reason", "Why? The lead officer reads it.", maxLength=REASON_MOST)
    return unfold(words, [field], press(does, verb, data, inputs=True))


def _board_buttons(view: Summary, board: str, tier: Tier) -> list[Card | None]:
    data = {"month": view.month, "board": board}
    return [
        press("What to look at, in words", "board.exceptions", data),
        see_by(view, board, tier),
        press("Get the pack", "board.pack", data),
    ]


def _action_buttons(
    view: Summary, line: Line, board: str, typed: str, back: str, rules: str
) -> list[Card]:
    buttons = [to_summary(view, board)]
    if back:
        buttons.insert(0, press("Back to the group", "board.group", named(view, board, back)))
    if board and board != DRAFT:
        buttons = [*_rulings(view, line, board, back, rules), *buttons]
        buttons.append(_record(view, line, board, typed, back))
    return [
        *buttons,
        press("Its workstream", "board.workstream", named(view, board, line.workstream)),
    ]


def _brief(line: Line, *, plain: bool = False) -> str:
    """One exception in a line."""
    mark = MARKS[letter_of(line.rag)]
    if plain:
        return f"{line.ref} {shorten(line.title, TITLE)}: {mark.word}"
    return f"**{line.ref}** {brief(line.title, TITLE)} · {mark.words}"


def _workstream_name(view: Summary, line: Line) -> str:
    return next((one.name for one in view.workstreams if one.ref == line.workstream), "")


def _things(found: Sequence[Line]) -> str:
    return f"{count(len(found), 'thing')} to look at" if found else "Nothing to look at first"


def _and_more(found: Sequence[Line]) -> str:
    refs = [line.ref for line in found[_FIRST:]]
    named = f": {listed(refs)}" if len(refs) <= _NAMED else ""
    return f"And {len(refs)} more to look at{named}."


def _more_decisions(asked: Sequence[Line]) -> str:
    return f"And {count(len(asked) - _DECISIONS, 'more decision')}: open their actions."


def _were_words(view: Summary) -> str:
    return "" if view.first else f" Before: {counts_words(view.were)}."


def _said_more(line: Line) -> bool:
    """Whether the officer gave more of a reason than the note has room for."""
    return bool(line.why) and " ".join(line.why.split()) not in line.note
