"""Draw "you said, we did": the participation worker's list, a draft, what is asked, the reply."""

from __future__ import annotations

from collections.abc import Sequence

from cards.blocks import (
    Card,
    actions,
    box,
    brief,
    card,
    choices,
    entry,
    escape,
    heading,
    press,
    subtle,
    text,
    title,
    unfold,
)
from workflow.promises import REPLY_MOST, SAYS, TEXT_MOST, PromiseView
from workflow.words import shorten

__all__ = ["promise_card", "promise_list_card", "reply_card"]

# So many of each group; the page that anybody can read has them all.
_SHOWN = 8
_NOT_YET = "It has said nothing yet."
_LIMIT = "They have 28 days. A reply that does not come stands on the lead member's card."
_BRIEF = 160


def promise_list_card(
    views: Sequence[PromiseView],
    *,
    statements: Sequence[tuple[str, str, str]] = (),
    notice: str = "",
    page: str = "",
) -> Card:
    """Everything that young people asked for, what needs the participation worker first.

    `statements` are (measure id, its name, what the Children in Care Council last said of it);
    `page` is the address of the public page, empty where this service does not know its own.
    """
    groups = (
        ("Drafts: nobody has been asked yet", [v for v in views if v.draft]),
        ("No reply in time", [v for v in views if v.late]),
        ("Replied, not on the public page", [v for v in views if v.reply and not v.public]),
        ("Waiting for a reply", [v for v in views if not v.draft and not v.reply and not v.late]),
        ("On the public page", [v for v in views if v.public]),
    )
    body: list[Card | None] = [
        subtle("Participation"),
        title("You said, we did"),
        box([text(f"**{escape(notice)}**")], style="good", roundedCorners=True) if notice else None,
    ]
    plain = ["You said, we did.", notice]
    for name, those in groups:
        if not those:
            continue
        body.append(heading(f"{name} ({len(those)})"))
        plain.append(f"{name} ({len(those)}):")
        for one in those[:_SHOWN]:
            body.append(_row(one))
            plain.append(f"- {shorten(one.text, _BRIEF)}: {_where(one)}.")
        if len(those) > _SHOWN:
            more = f"And {len(those) - _SHOWN} more."
            body.append(subtle(more))
            plain.append(more)
    if not views:
        body.append(text("Nothing has been suggested yet. Readers send suggestions on from here."))
    for measure, name, said in statements:
        body.append(_statement(measure, name, said))
        plain.append(f"The Children in Care Council, beside “{name}”: {said or _NOT_YET}")
    if page:
        body.append(subtle(f"The public page: {page}", spacing="Medium"))
        plain.append(f"The public page: {page}")
    return card(body, fallback="\n".join(line for line in plain if line))


def promise_card(view: PromiseView) -> Card:
    """One promise, as the participation worker sees it."""
    if view.draft:
        return _draft_card(view)
    about: dict[str, object] = {"id": view.id, "v": view.version}
    body = [
        *_head(view),
        _warning(view.error),
        text(f"Asked of **{escape(view.owner)}**. {escape(view.clock)}."),
        *_reply(view),
    ]
    buttons = []
    if view.reply and not view.public:
        body.append(
            subtle(
                "Read both once more before it is public: no name, no place, nothing from which "
                "somebody could be known."
            )
        )
        buttons.append(press("Put it on the public page", "promise.publish", about, main=True))
    if view.public:
        body.append(text("It is on the public page."))
        buttons.append(press("Take it off the page", "promise.hide", about))
    if not view.reply:
        buttons.append(_drop(about))
    buttons.append(press("All of them", "promise.list"))
    return card(body, fallback=_plain(view), buttons=buttons)


def reply_card(view: PromiseView) -> Card:
    """What an owner is asked, and their reply where they gave one."""
    typed = view.typed or {}
    body = [
        *_head(view),
        text(f"{escape(view.clock)}."),
        *_reply(view),
        _warning(view.error),
    ]
    if not view.reply:
        body.append(text("You were asked to reply. Young people read your words on a public page."))
    fields: list[Card] = [
        choices(
            "reply",
            "Our reply",
            [(f"{words} …", one.value) for one, words in SAYS.items()],
            value=typed.get("reply") or None,
            required="Choose one.",
        ),
        entry(
            "Text",
            "words",
            "What happens, by when? Or why not?",
            isMultiline=True,
            maxLength=REPLY_MOST,
            value=typed.get("words") or None,
            placeholder="Short and plain, for somebody of 15. No names.",
            required="Write a sentence.",
        ),
    ]
    data: dict[str, object] = {"id": view.id, "v": view.version}
    if view.reply:
        send = press("Send the new reply", "promise.reply", data, inputs=True)
        return card(body, fallback=_plain(view), buttons=[unfold("Change the reply", fields, send)])
    send = press("Send the reply", "promise.reply", data, inputs=True, main=True)
    return card([*body, *fields], fallback=_plain(view), buttons=[send])


# --- the parts ----------------------------------------------------------------------------


def _draft_card(view: PromiseView) -> Card:
    about: dict[str, object] = {"id": view.id, "v": view.version}
    typed = view.typed or {}
    quoted = "These are a young person's own words. They said yes to that, and the reader agreed "
    body: list[Card | None] = [
        *_head(view, words=False),
        _warning(view.error),
        entry(
            "Text",
            "text",
            "What young people said",
            isMultiline=True,
            maxLength=TEXT_MOST,
            value=typed.get("text") or view.text,
            required="Say what they asked for.",
        ),
        subtle(f"{quoted}that nobody can be known from them.") if view.quoted else None,
        choices(
            "owner",
            "Who replies?",
            view.people,
            value=typed.get("owner") or None,
            compact=True,
            required="Choose who replies.",
        ),
        subtle(_LIMIT),
    ]
    buttons = [
        press("Ask for a reply", "promise.ask", about, inputs=True, main=True),
        _drop(about),
        press("All of them", "promise.list"),
    ]
    return card(body, fallback=_plain(view), buttons=buttons)


def _head(view: PromiseView, *, words: bool = True) -> list[Card | None]:
    said = f"“{escape(view.text)}”" if view.quoted else escape(view.text)
    return [
        subtle(escape(view.about)),
        title("Young people said"),
        box([text(f"**{escape(view.notice)}**")], style="good", roundedCorners=True)
        if view.notice
        else None,
        box([text(said)], style="emphasis", roundedCorners=True) if words else None,
    ]


def _reply(view: PromiseView) -> list[Card | None]:
    if not view.reply:
        return []
    return [
        heading("Our reply"),
        box([text(escape(view.reply))], style="emphasis", roundedCorners=True),
    ]


def _row(one: PromiseView) -> Card:
    return box(
        [
            text(brief(one.text, _BRIEF)),
            subtle(escape(_where(one))),
            actions(press("Open", "promise.open", {"id": one.id}, tooltip=shorten(one.text, 60))),
        ],
        separator=True,
        spacing="Medium",
    )


def _where(one: PromiseView) -> str:
    """Where it came from and how it stands; the heading above says of a draft that it is one."""
    parts = [one.about] if one.draft else [one.about, one.clock, one.owner]
    return ". ".join(part for part in parts if part)


def _statement(measure: str, name: str, said: str) -> Card:
    field = entry(
        "Text",
        "words",
        "What the Children in Care Council says",
        isMultiline=True,
        maxLength=TEXT_MOST,
        required="Write what they said.",
    )
    save = press("Save the statement", "statement.save", {"measure": measure}, inputs=True)
    return box(
        [
            heading("The Children in Care Council"),
            subtle(f"Shown beside the figure “{escape(name)}”."),
            text(f"“{escape(said)}”" if said else _NOT_YET),
            actions(unfold("Record what it says", [field], save)),
        ],
        spacing="Medium",
    )


def _drop(about: dict[str, object]) -> Card:
    why = text("Nobody is asked any more, and it stands nowhere. Drop it when it is a duplicate.")
    return unfold("Drop it", [why], press("Yes, drop it", "promise.drop", about))


def _warning(words: str) -> Card | None:
    if not words:
        return None
    return box([text(f"**{escape(words)}**")], style="warning", roundedCorners=True)


def _plain(view: PromiseView) -> str:
    said = [view.notice, f"{view.about}. Young people said: {view.text}", f"{view.clock}."]
    if view.draft:
        said.append(_LIMIT)
    if view.reply:
        said.append(f"Our reply: {view.reply}")
    said.append(view.error)
    return "\n".join(line for line in said if line)
