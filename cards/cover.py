"""Draw what hands work over: the colleague who drafts an update."""

from __future__ import annotations

from cards.blocks import Card, card, choices, entry, escape, press, subtle, text, title
from workflow.cover import DelegateView

__all__ = ["delegate_card"]


def delegate_card(view: DelegateView) -> Card:
    """Let a lead name a colleague, who drafts; the lead signs, and both names are kept."""
    data = {"ref": view.ref, "month": view.month}
    wrong = text(f"**Please mend:** {view.error}", color="Attention") if view.error else None
    buttons = [
        press("Ask them to draft it", "delegate.save", data, inputs=True, main=True),
        press("Back to my list", "round.open", {"month": view.month}),
    ]
    if view.standing:
        buttons.insert(1, press("I will do it myself", "delegate.end", data))
    return card(
        [
            subtle("Ask a colleague to draft"),
            title(f"{view.ref} {escape(view.title)}"),
            text(escape(view.standing)) if view.standing else None,
            text("They draft it, and you sign it. It ends by itself after the last day."),
            wrong,
            choices(
                "colleague",
                "Who drafts it?",
                [(name, one) for one, name in view.options],
                value=view.colleague or None,
                compact=True,
                required="Choose a colleague.",
            ),
            entry(
                "Date", "until", "Until (the last day)", value=view.until, required="Until when?"
            ),
        ],
        fallback=f"Ask a colleague to draft {view.ref} {view.title}. {view.standing}",
        buttons=buttons,
    )
