"""Shape a script: named steps that ask one thing each, as data that anybody can read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

__all__ = [
    "ALWAYS",
    "NOT_SAID",
    "NOT_SURE",
    "Choice",
    "Condition",
    "Facts",
    "Kind",
    "Raise",
    "Script",
    "Step",
]

# Two answers stand on every question with buttons, whatever its own choices are.
NOT_SURE, NOT_SAID = "not-sure", "rather-not-say"
ALWAYS = (NOT_SURE, NOT_SAID)


class Kind(StrEnum):
    """How a step is answered."""

    CHOICE = "choice"
    CHOICES = "choices"
    SCALE = "scale"
    WORDS = "words"


class Raise(StrEnum):
    """What an answer sets off, beside being kept.

    `help` shows the help card, `contact` offers that somebody gets in touch, `read` puts the
    answer into the reading queue of a named person.
    """

    HELP = "help"
    CONTACT = "contact"
    READ = "read"


@dataclass(frozen=True, slots=True)
class Condition:
    """Holds when the answer of `step`, or the fact `fact`, is one of `among`.

    Where several choices may be ticked, one of them is enough.
    """

    among: tuple[str, ...]
    step: str = ""
    fact: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer that can be pressed; `when` says in which case it is offered at all."""

    id: str
    when: Condition | None = None
    raises: tuple[Raise, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """One question.

    `choices` are its own (a scale's are in order, best first); `offers` names a heading of the
    Local Offer whose entitlements are the choices instead. `most` limits how many may be
    ticked (0: no limit). `when` lists conditions that must all hold for it to be asked.
    """

    name: str
    kind: Kind
    choices: tuple[Choice, ...] = ()
    offers: str = ""
    most: int = 0
    scale: str = ""
    when: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True)
class Script:
    """A script in one version; a version that somebody has started is never changed.

    `most` is the number of questions on its longest way.
    """

    name: str
    version: int
    most: int
    steps: tuple[Step, ...]

    def step(self, name: str) -> Step | None:
        """A step by its name."""
        return next((one for one in self.steps if one.name == name), None)


@dataclass(frozen=True, slots=True)
class Facts:
    """What is so before the first question.

    `known` holds facts by name (`provision`: `virtual-school`), `offers` the ids of the
    entitlements under each heading of the Local Offer that are in force.
    """

    known: Mapping[str, str] = field(default_factory=dict)
    offers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
