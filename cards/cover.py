"""Draw what hands work over: the colleague who drafts updates."""

from __future__ import annotations

from cards.blocks import Card, card, choices, entry, escape, press, subtle, text, title
from workflow.cover import DelegateView
from workflow.updates import REASON_MOST
from workflow.words import shorten

__all__ = ["delegate_card"]

# So much of a title, where there are many of them.
_TITLE = 60


def delegate_card(view: DelegateView) -> Card:
    """Let a lead name a colleague, who drafts; the lead signs, and both names are kept."""
    month = {"month": view.month}
    heading = "Ask a colleague to draft"
    stays = "You stay the lead: each draft comes to you to sign, and both names are kept."
    wrong = text(f"**Please mend:** {view.error}", color="Attention") if view.error else None
    buttons = [
        press("Ask them to draft", "delegate.save", month, inputs=True, main=True),
        press("Back to my list", "round.open", month),
    ]
    if view.held_by:
        back = {**month, "ref": view.held_by}
        buttons.insert(1, press(f"I will do {view.held_by} myself", "delegate.end", back))
    return card(
        [
            title(heading),
            text(f"{stays} It ends by itself after the last day.", spacing="Small"),
            *(subtle(escape(line), spacing="Small") for line in view.standing),
            wrong,
            choices(
                "colleague",
                "Who drafts?",
                [(name, one) for one, name in view.options],
                value=view.colleague or None,
                compact=True,
                required="Choose a colleague.",
            ),
            choices(
                "refs",
                "Which actions?",
                [(f"{ref} {shorten(words, _TITLE)}", ref) for ref, words in view.actions],
                value=",".join(view.picked) or None,
                many=True,
                required="Tick at least one action.",
            ),
            entry(
                "Date", "until", "Until (the last day)", value=view.until, required="Until when?"
            ),
            entry(
                "Text",
                "note",
                "A word to them, if you like",
                maxLength=REASON_MOST,
                value=view.note or None,
            ),
        ],
        fallback="\n".join(
            [
                f"{heading}. {stays}",
                *view.standing,
                *([view.error] if view.error else []),
                *(f"{ref} {shorten(words, _TITLE)}" for ref, words in view.actions),
            ]
        ),
        buttons=buttons,
    )
