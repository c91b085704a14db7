"""Know the plan's words: which action a typed title, a short form or a measure's name means."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from workflow.plan import Action, Measure, Plan

__all__ = ["Lexicon", "Match", "alike", "content_words", "vocabulary"]

_WORD = re.compile(r"[a-z0-9]+(?:&[a-z]+)?")
# Words that say nothing about which action is meant.
_EMPTY = frozenset(
    (
        "a an the of and or for to in on at is are was were be been being it its this that these "
        "those with by from as our my we i us me you your their his her them they he she not no "
        "yes all any some so but if then than about into over under up down out off do does did "
        "has have had will d ll ve m isn don didn won hasn haven doesn wasn aren couldn wouldn "
        "shouldn weren would can could should may might must shall there here now still just also "
        "too very more most less least one ones action actions update updates status work rag "
        "rating row item s t re"
    ).split()
)
_ENDINGS = frozenset(
    ("s e y es ed d r rs er ers or ors ing ning ned ment ments al als ion ions ies").split()
)
# Short forms that officers use and the plan does not print beside the title.
_KNOWN_AS = {
    "plo": "public law outline", "sos": "signs safety", "rip": "research practice",
    "qaf": "quality assurance framework", "pip": "partners practice", "yi": "young inspectors",
    "yis": "young inspectors", "cwd": "children disabilities", "oph": "practice hub",
    "hr": "recruitment", "assmts": "assessments", "pps": "pathway plans", "l&d": "learning development",
}  # fmt: skip


# Words of titles that are words of any sentence too: never enough to name an action.
_COMMON = frozenset(
    (
        "track tracking quality training good plan plans service support standards standard clear "
        "shared view use space written model deep timely senior expectations offer impact "
        "workforce team case cases actions staff social worker workers people young children "
        "child management practice research review reviews board"
    ).split()
)


def content_words(text: str) -> list[str]:
    """The words of a text that carry meaning, lower case, short forms written out."""
    words: list[str] = []
    for word in _WORD.findall(text.lower().replace("’", "'").replace("'s", "")):
        words += _KNOWN_AS[word].split() if word in _KNOWN_AS else [word]
    return [word for word in words if word not in _EMPTY]


def alike(one: str, other: str) -> bool:
    """Whether two words differ in their ending only: plan, plans, planning."""
    if one == other:
        return True
    shorter = min(len(one), len(other))
    common = next((n for n in range(shorter) if one[n] != other[n]), shorter)
    return common >= 4 and one[common:] in _ENDINGS and other[common:] in _ENDINGS


def vocabulary(texts: Iterable[str]) -> frozenset[str]:
    """The words of several texts."""
    return frozenset(word for text in texts for word in content_words(text))


@dataclass(frozen=True, slots=True)
class Match:
    """The actions that a phrase can mean: one, several (ask which), or none."""

    refs: tuple[str, ...] = ()

    @property
    def one(self) -> str:
        """The action meant, or empty where there is none or more than one."""
        return self.refs[0] if len(self.refs) == 1 else ""


@dataclass(frozen=True)
class Lexicon:
    """What a reader needs to know of one plan."""

    plan: Plan

    @cached_property
    def actions(self) -> dict[str, Action]:
        """The plan's actions by ref, in its order."""
        return {action.ref: action for action in self.plan.actions}

    @cached_property
    def by_number(self) -> dict[str, tuple[str, ...]]:
        """The refs that end in a number: 3.1 → PI3.1."""
        found: dict[str, tuple[str, ...]] = {}
        for ref in self.actions:
            number = ref.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
            found[number] = (*found.get(number, ()), ref)
        return found

    @cached_property
    def by_objective(self) -> dict[str, tuple[str, ...]]:
        """The refs of each objective: PI3 → PI3.1, PI3.2 …."""
        return {
            objective.ref: tuple(action.ref for action in objective.actions)
            for workstream in self.plan.workstreams
            for objective in workstream.objectives
        }

    @cached_property
    def titles(self) -> dict[str, frozenset[str]]:
        """The words of each action's title."""
        return {ref: vocabulary([action.title]) for ref, action in self.actions.items()}

    @cached_property
    def names(self) -> dict[str, frozenset[str]]:
        """The words of each action's title and of its measures' names."""
        return {
            ref: self.titles[ref] | vocabulary(measure.short for measure in self.measures(ref))
            | vocabulary(measure.name for measure in self.measures(ref))
            for ref in self.actions
        }  # fmt: skip

    @cached_property
    def about(self) -> dict[str, frozenset[str]]:
        """The words in which an action's figures are spoken of: names, evidence, objective."""
        return {
            action.ref: self.names[action.ref]
            | vocabulary([objective.text, *(part.text for part in action.evidence)])
            for workstream in self.plan.workstreams
            for objective in workstream.objectives
            for action in objective.actions
        }

    @cached_property
    def all_words(self) -> frozenset[str]:
        """Every word that names an action or a measure."""
        return frozenset(word for words in self.names.values() for word in words)

    def measures(self, ref: str) -> tuple[Measure, ...]:
        """The measures whose figures an action's lead gives."""
        return self.plan.asked_of(ref)

    def meant(self, phrase: str, among: Sequence[str]) -> Match:
        """The actions whose names hold every word of the phrase, those with it in the title first.

        A phrase that names many actions alike ("quality") matches all of them: a question.
        """
        words = content_words(phrase)
        if (
            not words
            or len(words) > 7
            or (all(word in _COMMON for word in words) and len(words) < 2)
        ):
            return Match()
        ranked: list[tuple[tuple[int, int], str]] = []
        for ref in among:
            if ref not in self.names or not all(_held(word, self.names[ref]) for word in words):
                continue
            in_title = sum(_held(word, self.titles[ref]) for word in words)
            whole = sum(_held(word, words) for word in self.titles[ref]) == len(self.titles[ref])
            ranked.append(((in_title, int(whole)), ref))
        if len(words) == 1 and len(ranked) > 2 and re.search(r"\bone$", phrase):
            return Match(tuple(ref for _, ref in ranked))
        best = max((rank for rank, _ in ranked), default=None)
        return Match(tuple(ref for rank, ref in ranked if rank == best))

    def entitles(self, word: str, ref: str) -> bool:
        """Whether one word stands in the title of an action, not only in its text."""
        return _held(word, self.titles[ref])


def _held(word: str, words: Iterable[str]) -> bool:
    return any(alike(word, other) for other in words)
