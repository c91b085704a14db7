"""Draw the card on which the PMO moves the month's moments, and sees first what will happen."""

from __future__ import annotations

from cards.blocks import (
    Card,
    box,
    card,
    column,
    columns,
    entry,
    escape,
    heading,
    press,
    subtle,
    text,
    title,
)
from workflow.moments import DatesView

__all__ = ["dates_card", "dates_text"]


def dates_card(view: DatesView) -> Card:
    """The days that can still move; once changed, what will happen, and the button that does it."""
    body: list[Card | None] = [
        subtle(f"PMO · {view.month_name}"),
        title("The dates of the month"),
        box([text(f"**{escape(view.notice)}**")], style="accent", roundedCorners=True)
        if view.notice
        else None,
        box([text(f"**{escape(view.error)}**")], style="warning", roundedCorners=True)
        if view.error
        else None,
    ]
    if not view.moved:
        fields = [entry("Date", name, label, value=day or None) for name, label, day in view.fields]
        pairs = [fields[n : n + 2] for n in range(0, len(fields), 2)]
        body += [columns(*(column([one]) for one in pair)) for pair in pairs]
        if not fields:
            body.append(text("Nothing can be moved any more."))
    if view.ahead:
        body.append(heading("What will happen" if view.moved else "What lies ahead"))
    body += [text(escape(line), spacing="Small") for line in view.ahead]
    if view.moved:
        body.append(subtle("Nothing is changed yet.", spacing="Medium"))
    return card(body, fallback=dates_text(view), buttons=_buttons(view))


def dates_text(view: DatesView) -> str:
    """The dates in plain text."""
    return "\n".join(
        [
            f"The dates of {view.month_name}.",
            *([view.notice] if view.notice else []),
            *([view.error] if view.error else []),
            *(label for _, label, _ in view.fields if not view.moved),
            *(["What will happen:" if view.moved else "What lies ahead:"] if view.ahead else []),
            *view.ahead,
            *(["Nothing is changed yet."] if view.moved else []),
        ]
    )


def _buttons(view: DatesView) -> list[Card]:
    month = {"month": view.month}
    if view.moved:
        return [
            press("Yes, move them", "dates.move", {**month, **view.moved}, main=True),
            press("No, leave them", "dates.open", month),
        ]
    buttons = [press("Back to the chase list", "chase.open", month)]
    if view.fields:
        look = press("See what will happen", "dates.look", month, inputs=True, main=True)
        buttons.insert(0, look)
    return buttons
