"""Read the files of scripts, words and entitlements, or list every mistake with its line."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from pydantic import ValidationError
from pydantic_core import PydanticCustomError

from dialogs.script import Script
from dialogs.script_format import CommonFile, EntitlementFile, ScriptFile, TextFile
from dialogs.texts import Common, Entitlement, Heading, Offer, Question, Words
from workflow.complaints import complaints, located
from workflow.fields import Complaint, Entry
from workflow.source import Node, Problem, read_source

__all__ = ["Read", "read_common", "read_offer", "read_script", "read_words"]

T = TypeVar("T")
E = TypeVar("E", bound=Entry)


@dataclass(frozen=True, slots=True)
class Read(Generic[T]):
    """What a file gave: its value, or None when there is any problem.

    `tree` is the file with its lines, for a check that looks at several files together.
    """

    value: T | None
    problems: tuple[Problem, ...]
    tree: Node | None = None


def read_script(data: bytes, scales: Mapping[str, tuple[str, ...]]) -> Read[Script]:
    """Read a script file; `scales` are the answers of each scale in words, by its name."""
    return _read(data, ScriptFile, lambda file: file.made(dict(scales)))


def read_words(data: bytes) -> Read[Words]:
    """Read the words of one script in one language."""
    return _read(data, TextFile, _words)


def read_common(data: bytes) -> Read[Common]:
    """Read the words that all scripts share, in one language."""
    return _read(data, CommonFile, _common)


def read_offer(data: bytes) -> Read[Offer]:
    """Read what the council offers, with source and last check."""
    return _read(data, EntitlementFile, _offer)


# --- within -------------------------------------------------------------------------------


def _read(data: bytes, kind: type[E], made: Callable[[E], T]) -> Read[T]:
    tree, problems = read_source(data)
    if tree is None:
        return Read(None, tuple(problems))
    try:
        value = made(kind.model_validate(tree.plain()))
    except ValidationError as error:
        return Read(None, tuple(problems + complaints(error, tree, kind)), tree)
    except PydanticCustomError as error:
        said: list[Complaint] = (error.context or {})["complaints"]
        return Read(None, tuple(problems + [_problem(tree, one) for one in said]), tree)
    return Read(None if problems else value, tuple(problems), tree)


def _problem(tree: Node, said: Complaint) -> Problem:
    line, where = located(tree, said.at)
    return Problem(line, where, said.what, said.mend)


def _words(file: TextFile) -> Words:
    steps = {
        name: Question(one.say, one.hint or "", dict(one.choices))
        for name, one in file.steps.items()
    }
    return Words(file.script, file.version, file.title, file.before, steps)


def _common(file: CommonFile) -> Common:
    return Common(
        language=file.language,
        scales={one.id: tuple(one.answers.items()) for one in file.scales},
        texts=dict(file.texts),
        buttons=dict(file.buttons),
        typed=dict(file.typed),
    )


def _offer(file: EntitlementFile) -> Offer:
    return Offer(
        tuple(
            Heading(
                heading.id,
                tuple(
                    Entitlement(
                        one.id,
                        one.says.replace("{amount}", one.amount or "").replace(
                            "{until}", one.until or ""
                        ),
                        one.source,
                        one.checked,
                    )
                    for one in heading.items
                ),
                heading.switched_on,
            )
            for heading in file.headings
        )
    )
