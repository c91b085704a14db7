"""Hold the words of a script in one language, with the council's own names put in."""

from __future__ import annotations

import string
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

__all__ = [
    "FIELDS",
    "Common",
    "Entitlement",
    "Heading",
    "Offer",
    "Question",
    "Words",
    "open_places",
]

# What a text may leave open, filled in by the service: {council}, {time} and so on.
FIELDS = frozenset(
    {
        "council", "team", "lead", "time", "until", "link", "code", "by", "hours", "under_18",
        "over_18", "out_of_hours", "provision", "name", "most", "given", "number", "of",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Question:
    """The words of one step."""

    say: str
    hint: str = ""
    choices: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one script in one version and language."""

    script: str
    version: int
    title: str
    before: tuple[str, ...]
    steps: Mapping[str, Question]


@dataclass(frozen=True, slots=True)
class Common:
    """The words that all scripts share; `scales` are in order, as id and words."""

    language: str
    scales: Mapping[str, tuple[tuple[str, str], ...]]
    texts: Mapping[str, tuple[str, ...]]
    buttons: Mapping[str, str]
    typed: Mapping[str, tuple[str, ...]]

    def said(self, name: str, facts: Mapping[str, str]) -> tuple[str, ...]:
        """A text by its name, its open places filled in; KeyError when a place has no fact."""
        return tuple(line.format_map(facts) for line in self.texts[name])


@dataclass(frozen=True, slots=True)
class Entitlement:
    """Something that the council offers; `says` is what is ticked, with the amount in it."""

    id: str
    says: str
    source: str
    checked: date


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of the Local Offer and what stands under it."""

    id: str
    items: tuple[Entitlement, ...]
    switched_on: bool = True


@dataclass(frozen=True, slots=True)
class Offer:
    """The whole Local Offer, as the council's configuration has it."""

    headings: tuple[Heading, ...]

    def in_force(self) -> dict[str, tuple[str, ...]]:
        """The ids of the entitlements by heading, without a heading that is switched off."""
        return {
            one.id: tuple(item.id for item in one.items) for one in self.headings if one.switched_on
        }

    def label(self, entitlement: str) -> str:
        """What is ticked; empty for one that is not known."""
        found = (item.says for one in self.headings for item in one.items if item.id == entitlement)
        return next(found, "")

    def stale(self, today: date, days: int = 183) -> Sequence[Entitlement]:
        """The entitlements that nobody has checked for half a year."""
        return [
            item
            for one in self.headings
            for item in one.items
            if (today - item.checked).days > days
        ]


def open_places(text: str) -> set[str]:
    """The names in braces in a text; ValueError when a brace stands alone."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}
