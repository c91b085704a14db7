"""Draw what the duty team sees: an alert, a concern, the list of them, and a test alert."""

from __future__ import annotations

from cards.blocks import (
    Card,
    actions,
    box,
    card,
    entry,
    escape,
    heading,
    press,
    reveal,
    subtle,
    text,
    title,
    unfold,
)
from workflow.concerns import REASON_MOST, AlertView, ConcernView, ListView

__all__ = [
    "alert_card",
    "alert_mail",
    "concern_card",
    "concerns_card",
    "test_alert_card",
    "test_mail",
]

_RESTRICTED = "Restricted: the words are for the duty team alone, and every reading is on record."
_FIRST = "If someone is in danger now, call 999 first."
_CLOSING = "It is kept with the concern. Write no names here."
# More than this are counted: a card is for reading.
_MOST = 20


def alert_card(view: AlertView) -> Card:
    """An alert: a reference, how urgent it is, and what can be done; nothing that was written."""
    return card(
        [
            subtle("Duty team · alert"),
            title(view.title),
            box([text(f"**{view.urgency}**")], style="attention", roundedCorners=True),
            text(f"{view.source}. {escape(view.state)}"),
            subtle(_FIRST),
        ],
        fallback=f"{view.title}. {view.urgency} {view.source}. {view.state} {_FIRST}",
        buttons=_ways(view.reference, is_open=view.open, is_closed=view.closed),
    )


def alert_mail(view: AlertView) -> str:
    """The same as a mail: where to look, and nothing else."""
    return "\n\n".join(
        [
            f"{view.title}.",
            view.urgency,
            f"Reference: {view.reference}. {view.source}.",
            "What to do: open your chat with Getting to Good and press Acknowledge on the alert, "
            "then Read the words. Or type: concerns",
            _FIRST,
            "This mail holds nothing that was written, and nobody reads replies to it.",
        ]
    )


def concern_card(view: ConcernView) -> Card:
    """One concern: where it stands, its words if they were asked for, and its history."""
    body: list[Card | None] = [
        subtle("Duty team · concern"),
        title(view.reference),
        text(f"{view.source}. **{escape(view.state)}**"),
        _notice(view.error) if view.error else None,
        text(f"**Why it was raised:** {view.kinds}") if view.kinds else None,
        subtle(f"Found by: {escape('; '.join(view.because))}") if view.because else None,
        *(_opened(view) if view.words is not None or view.lost else []),
        text(f"**How to reach them:** {escape(view.contact)}") if view.contact else None,
        text(f"**Why it was closed:** {escape(view.why)}") if view.why else None,
        actions(reveal(f"What happened so far ({len(view.history)})", "history")),
        box(
            [text(escape(line), spacing="Small") for line in view.history],
            id="history",
            isVisible=False,
            style="emphasis",
        ),
    ]
    buttons = _ways(
        view.reference, is_open=view.open, is_closed=view.closed, shown=view.words is not None
    )
    return card(
        body,
        fallback=_concern_text(view),
        buttons=[*buttons, press("Open concerns", "concern.list", {})],
    )


def concerns_card(view: ListView) -> Card:
    """Every concern that is not closed: those that nobody has acknowledged first."""
    number = len(view.rows)
    named = f"{number} open concern{'' if number == 1 else 's'}" if number else "No open concerns"
    rows: list[Card | None] = [
        box(
            [
                text(f"**{reference}**{' · not acknowledged' if waits else ''}"),
                subtle(escape(line)),
                actions(
                    press(f"Open {reference}", "concern.open", {"reference": reference}, main=waits)
                ),
            ],
            separator=True,
            spacing="Medium",
        )
        for reference, line, waits in view.rows[:_MOST]
    ]
    more = subtle(f"And {number - _MOST} more: close the oldest.") if number > _MOST else None
    told = [f"{reference}: {line}" for reference, line, _ in view.rows[:_MOST]]
    told += [f"And {number - _MOST} more."] if number > _MOST else []
    return card(
        [subtle("Duty team"), title(named), *rows, more],
        fallback="\n".join([f"{named}.", *told]),
        buttons=[press("Look again", "concern.list", {})],
    )


def test_alert_card(number: int) -> Card:
    """A test alert to acknowledge."""
    told = "Nobody is in danger. Press Acknowledge: it shows that alerts reach you."
    return card(
        [subtle("Duty team · test"), title(_TEST), text(told)],
        fallback=f"{_TEST}. {told}",
        buttons=[press("Acknowledge", "alert.got", {"id": number}, main=True)],
    )


def test_mail() -> str:
    """The same as a mail."""
    return "\n\n".join(
        [
            f"{_TEST}. Nobody is in danger.",
            "What to do: open your chat with Getting to Good and press Acknowledge on the test "
            "alert. It shows that alerts reach you, and counts for 7 days.",
        ]
    )


# --- within -------------------------------------------------------------------------------

_TEST = "This is a test alert"


def _ways(reference: str, *, is_open: bool, is_closed: bool, shown: bool = False) -> list[Card]:
    """What can be done with a concern where it stands."""
    data = {"reference": reference}
    read = press("Read the words", "concern.read", data, main=not is_open)
    found = [press("Hide the words", "concern.open", data) if shown else read]
    if is_open:
        found.insert(0, press("Acknowledge", "concern.take", data, main=True))
    if not is_closed:
        why = entry(
            "Text",
            "why",
            "Why can it be closed? For example: social worker told, visit planned",
            isMultiline=True,
            maxLength=REASON_MOST,
            required="Say why it can be closed.",
        )
        found.append(
            unfold(
                "Close it",
                [why, subtle(_CLOSING)],
                press("Yes, close it", "concern.close", data, inputs=True),
            )
        )
    return found


def _opened(view: ConcernView) -> list[Card | None]:
    if view.lost:
        return [_notice("The words can't be opened with this service's key. Ask the operator.")]
    words = [text(escape(line), spacing="Small") for line in (view.words or "").splitlines()]
    return [
        heading("What was written"),
        box(words, style="emphasis", roundedCorners=True),
        subtle(_RESTRICTED),
    ]


def _notice(words: str) -> Card:
    return box([text(f"**{words}**")], style="warning", roundedCorners=True)


def _concern_text(view: ConcernView) -> str:
    said = [f"{view.reference}. {view.source}. {view.state}"]
    said += [view.error] if view.error else []
    said += [f"Why it was raised: {view.kinds}."] if view.kinds else []
    said += [f"Found by: {'; '.join(view.because)}."] if view.because else []
    if view.lost:
        said.append("The words can't be opened with this service's key.")
    elif view.words is not None:
        said.append(f"What was written: “{view.words}”")
    said += [f"How to reach them: {view.contact}"] if view.contact else []
    said += [f"Why it was closed: {view.why}"] if view.why else []
    return "\n".join([*said, f"What happened so far ({len(view.history)}):", *view.history])
