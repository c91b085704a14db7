"""Read what a button sends back: typed, and trusted with nothing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

__all__ = [
    "VERBS",
    "AbsenceSave",
    "Acting",
    "AlertTest",
    "AskSay",
    "BoardDecide",
    "BoardOpen",
    "BoardRule",
    "ChasePerson",
    "ConcernClose",
    "ConcernPress",
    "Confirm",
    "DatesMove",
    "DelegateOpen",
    "DelegateSave",
    "DraftApprove",
    "DraftOpen",
    "InviteMake",
    "InviteRevoke",
    "MonthOpen",
    "Press",
    "PromiseAsk",
    "PromiseOpen",
    "PromisePress",
    "PromiseReply",
    "ReadingPress",
    "ReadingSuggest",
    "ReviewAccept",
    "ReviewAll",
    "ReviewOpen",
    "ReviewReturn",
    "RoundLater",
    "RoundOpen",
    "SameMany",
    "SameSave",
    "StatementSave",
    "UpdateOpen",
    "UpdateSave",
    "UpdateUndo",
    "read",
    "typed_fields",
]

# The longest thing any field may hold on its way in. The rules of each field are stricter and
# say so kindly; this only stops what no person typed.
_MOST = 20_000

Ref = Annotated[str, StringConstraints(max_length=30)]
MonthKey = Annotated[str, StringConstraints(pattern=r"^\d{4}-(0[1-9]|1[0-2])$")]
Day = Annotated[str, StringConstraints(max_length=40)]
Typed = Annotated[str, StringConstraints(max_length=_MOST)]

_FIELD = re.compile(
    r"^(words|next|rag|why|decision|link|complete|evidence|end|end_why|(figure|as_at):[A-Za-z0-9.\-]{1,40})$"
)


class Press(BaseModel):
    """What every button sends; unknown extras (a host adds its own) are ignored."""

    model_config = ConfigDict(frozen=True, extra="ignore", str_strip_whitespace=False)


class ConcernPress(Press):
    """A button about one concern."""

    reference: Annotated[str, StringConstraints(pattern=r"^C-[2-9A-Z]{4}$")]


class ConcernClose(ConcernPress):
    """Close a concern, and say why."""

    why: Typed = ""


class AlertTest(Press):
    """Acknowledge a test alert."""

    id: Annotated[int, Field(ge=1, le=2**62)]


class MonthOpen(Press):
    """A button about a month."""

    month: MonthKey


class Acting(MonthOpen):
    """A button that the PMO may press for somebody: `acting` is that person's id."""

    acting: Annotated[str, StringConstraints(max_length=80)] = ""


class RoundOpen(Acting):
    """round.open: the officer's list, a page of it."""

    page: int = Field(default=1, ge=1, le=500)


class RoundLater(MonthOpen):
    """round.later: come back at `when`, a choice of the card."""

    when: Annotated[str, StringConstraints(max_length=40)] = ""


class SameMany(Acting):
    """same.many: no change to the ticked actions (`same`), or to all that were shown (`every`)."""

    same: Annotated[str, StringConstraints(max_length=4000)] = ""
    every: Annotated[str, StringConstraints(max_length=4000)] = ""
    why: Typed = ""


class AskSay(Press):
    """ask.say: a question as if it had been typed, a page of its answer."""

    text: Annotated[str, StringConstraints(max_length=200)]
    page: int = Field(default=1, ge=1, le=500)


class UpdateOpen(Acting):
    """update.open, same.open, history.open: one action's form, or what was said about it."""

    ref: Ref


class UpdateSave(UpdateOpen):
    """update.save: the form; `v` is the version the form was drawn from.

    `onward` goes straight to the next action, `asked` says that the one follow-up question was
    put already, `signs` that the form started from a colleague's draft.
    """

    v: int = Field(ge=0)
    fields: dict[str, Typed] = Field(default_factory=dict)
    onward: bool = False
    asked: bool = False
    signs: bool = False


class UpdateUndo(UpdateOpen):
    """update.undo takes version `v` back, joint.agree stands behind it."""

    v: int = Field(ge=0)


class AbsenceSave(MonthOpen):
    """absence.save: away from today; `back` (ISO) is the first day back."""

    back: Day = ""


class DelegateOpen(MonthOpen):
    """delegate.open: choose who drafts; `ref` is ticked to begin with."""

    ref: Ref = ""


class DelegateSave(DelegateOpen):
    """delegate.save: let `colleague` draft these (`refs`, or `ref`) until `until` (ISO day)."""

    refs: Annotated[str, StringConstraints(max_length=4000)] = ""
    note: Typed = ""
    colleague: Annotated[str, StringConstraints(max_length=80)] = ""
    until: Annotated[str, StringConstraints(max_length=20)] = ""


class ChasePerson(MonthOpen):
    """chase.nudge, chase.extend: about one person, or everybody (empty)."""

    person: Annotated[str, StringConstraints(max_length=80)] = ""


class DatesMove(MonthOpen):
    """dates.look, dates.move: the days (ISO) to which the month's moments are to move."""

    first_reminder: Day = ""
    second_reminder: Day = ""
    closes: Day = ""
    draft: Day = ""

    @property
    def days(self) -> dict[str, str]:
        """The days that were given, by the moment's name."""
        given = self.model_dump(exclude={"month"})
        return {name: day for name, day in given.items() if day}


class Confirm(MonthOpen):
    """confirm.yes, confirm.no: about what the bot said it understood; `n` names that echo."""

    n: Annotated[str, StringConstraints(max_length=200)] = ""


class SameSave(UpdateSave):
    """same.save: no change, and why."""


class ReviewOpen(MonthOpen):
    """review.open: the first update that waits, the one named, or the one after `after`."""

    ref: Ref | None = None
    after: Ref | None = None


class ReviewAccept(UpdateOpen):
    """review.accept: accept version `v`."""

    v: int = Field(ge=0)


class ReviewReturn(ReviewAccept):
    """review.return: send version `v` back with a comment."""

    comment: Typed = ""


class ReviewAll(MonthOpen):
    """review.all: accept all that wait, if they are still `count`."""

    count: int = Field(ge=0)


class DraftOpen(MonthOpen):
    """draft.open: the frozen draft."""


class DraftApprove(MonthOpen):
    """draft.approve: let draft number `draft` be posted."""

    draft: int = Field(ge=0)


class BoardOpen(MonthOpen):
    """board.open, .exceptions, .workstream, .groups, .group, .action, .pack: look at a month.

    `back` is the group that an action was opened from.
    """

    board: Annotated[str, StringConstraints(max_length=80)]
    name: Annotated[str, StringConstraints(max_length=80)] = ""
    back: Annotated[str, StringConstraints(max_length=80)] = ""


class BoardDecide(BoardOpen):
    """board.decide: what the board decided about the action `name`, in its `words`."""

    words: Typed = ""


class BoardRule(BoardOpen):
    """board.accept, board.notyet, board.reopen: whether the action `name` is complete.

    `reason` is why not yet, or why it is opened again.
    """

    reason: Typed = ""


class ReadingPress(Press):
    """reading.done, reading.concern: about the written answer `id`."""

    id: int = Field(ge=1)


class ReadingSuggest(ReadingPress):
    """reading.suggest: pass it on in the reader's `words`, or (`quote`: yes) in its own."""

    words: Typed = ""
    quote: Annotated[str, StringConstraints(max_length=20)] = ""


class PromiseOpen(Press):
    """promise.open: one thing that young people asked for."""

    id: int = Field(ge=1)


class PromisePress(PromiseOpen):
    """promise.drop, promise.publish, promise.hide: change version `v` of it."""

    v: int = Field(ge=1)


class PromiseAsk(PromisePress):
    """promise.ask: ask the person `owner` for a reply to `text`."""

    text: Typed = ""
    owner: Annotated[str, StringConstraints(max_length=80)] = ""


class PromiseReply(PromisePress):
    """promise.reply: will, started or cannot, and the owner's `words`."""

    reply: Annotated[str, StringConstraints(max_length=20)] = ""
    words: Typed = ""


class InviteMake(Press):
    """invite.make: a link to `script` that works until the end of a day."""

    script: Annotated[str, StringConstraints(max_length=40)] = ""
    provision: Annotated[str, StringConstraints(max_length=40)] = ""
    until: Annotated[str, StringConstraints(max_length=40)] = ""


class InviteRevoke(Press):
    """invite.revoke: close the link `id`."""

    id: Annotated[str, StringConstraints(max_length=80)]


class StatementSave(Press):
    """statement.save: what the Children in Care Council says of a measure."""

    measure: Annotated[str, StringConstraints(max_length=40)]
    words: Typed = ""


# Every button there is, and what it sends.
VERBS: Mapping[str, type[Press]] = {
    "round.open": RoundOpen,
    "round.later": RoundLater,
    "update.open": UpdateOpen,
    "update.undo": UpdateUndo,
    "joint.agree": UpdateUndo,
    "delegate.open": DelegateOpen,
    "delegate.save": DelegateSave,
    "delegate.end": UpdateOpen,
    "absence.save": AbsenceSave,
    "absence.end": Press,
    "history.open": UpdateOpen,
    "confirm.yes": Confirm,
    "confirm.no": Confirm,
    "confirm.say": Confirm,
    "update.save": UpdateSave,
    "same.open": UpdateOpen,
    "same.save": SameSave,
    "same.many": SameMany,
    "chase.open": MonthOpen,
    "chase.nudge": ChasePerson,
    "chase.extend": ChasePerson,
    "review.open": ReviewOpen,
    "review.accept": ReviewAccept,
    "review.return": ReviewReturn,
    "review.all": ReviewAll,
    "dates.open": MonthOpen,
    "dates.look": DatesMove,
    "dates.move": DatesMove,
    "month.reopen": MonthOpen,
    "draft.open": DraftOpen,
    "draft.approve": DraftApprove,
    "concern.list": Press,
    "concern.open": ConcernPress,
    "concern.take": ConcernPress,
    "concern.read": ConcernPress,
    "concern.close": ConcernClose,
    "alert.got": AlertTest,
    "ask.say": AskSay,
    "board.open": BoardOpen,
    "board.exceptions": BoardOpen,
    "board.workstream": BoardOpen,
    "board.groups": BoardOpen,
    "board.group": BoardOpen,
    "board.action": BoardOpen,
    "board.decide": BoardDecide,
    "board.accept": BoardRule,
    "board.notyet": BoardRule,
    "board.reopen": BoardRule,
    "board.pack": BoardOpen,
    "reading.open": Press,
    "reading.done": ReadingPress,
    "reading.concern": ReadingPress,
    "reading.suggest": ReadingSuggest,
    "promise.list": Press,
    "promise.open": PromiseOpen,
    "promise.ask": PromiseAsk,
    "promise.drop": PromisePress,
    "promise.reply": PromiseReply,
    "promise.publish": PromisePress,
    "promise.hide": PromisePress,
    "statement.save": StatementSave,
    "invite.open": Press,
    "invite.make": InviteMake,
    "invite.revoke": InviteRevoke,
}


def read(verb: str, data: Mapping[str, object]) -> Press | None:
    """The press, or None when it is none of ours or not of its shape.

    The card's inputs arrive beside the button's own data; those of a form are gathered in
    `fields`, whatever their type, as text.
    """
    model = VERBS.get(verb)
    if model is None:
        return None
    found: dict[str, object] = dict(data)
    if issubclass(model, UpdateSave):
        found["fields"] = {name: _text(value) for name, value in data.items() if _FIELD.match(name)}
    try:
        return model.model_validate(found)
    except ValidationError:
        return None


def typed_fields(data: Mapping[str, object]) -> dict[str, str]:
    """Whatever was typed, out of a press that could not be read: nobody's words are lost."""
    return {
        name: _text(value)[:_MOST]
        for name, value in data.items()
        if _FIELD.match(name) or name in {"comment", "note"}
    }


def _text(value: object) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return f"{value:g}" if isinstance(value, float) else str(value)
    return ""
