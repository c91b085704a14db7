"""Shape what a young person sees: a few lines, one question, and the answers as real buttons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

__all__ = ["Answering", "Button", "Choice", "Question", "View", "plain_text"]


class Answering(StrEnum):
    """How a question is answered: one press, several ticks, or words."""

    ONE = "one"
    SEVERAL = "several"
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class Choice:
    """An answer that can be pressed or ticked."""

    id: str
    label: str
    given: bool = False


@dataclass(frozen=True, slots=True)
class Button:
    """Something that can be done beside answering; `do` is what the page sends."""

    do: str
    label: str
    main: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """The question that is open.

    `name` is `revision:step`, so that an old page is known to be old. `always` are the answers
    that stand on every question. `words` is what had been written, kept when it was not taken.
    """

    name: str
    say: str
    how: Answering
    number: int = 0
    of: int = 0
    hint: str = ""
    choices: tuple[Choice, ...] = ()
    always: tuple[Choice, ...] = ()
    words: str = ""


@dataclass(frozen=True, slots=True)
class View:
    """One screen of the chat.

    `lines` may hold **bold**. `urgent` makes them stand out: the reply to a worry, and help.
    `link` is where somebody sees, and marks, what was done. `help` are the lines of the help
    card, which is one press away on every screen.
    """

    title: str
    lines: tuple[str, ...] = ()
    trouble: tuple[str, ...] = ()
    question: Question | None = None
    buttons: tuple[Button, ...] = ()
    help: tuple[str, ...] = ()
    who_sees: tuple[str, ...] = ()
    urgent: bool = False
    link: str = ""
    labels: dict[str, str] = field(default_factory=dict)


def plain_text(view: View) -> str:
    """The same screen in plain text, for a reader without a page; nothing is left out."""
    question = view.question
    lines: list[str] = [view.title, *view.trouble, *view.lines]
    if question is not None:
        place = f" ({question.number} of up to {question.of})" if question.number else ""
        lines += [question.say + place, *([question.hint] if question.hint else [])]
        lines += [f"- {each.label}" for each in (*question.choices, *question.always)]
    lines += _bracketed([each.label for each in view.buttons])
    return "\n".join(line.replace("**", "") for line in (*lines, *view.help))


def _bracketed(labels: Sequence[str]) -> list[str]:
    return [" ".join(f"[{label}]" for label in labels)] if labels else []
