"""Find what a question's words name in a plan: a workstream, an objective, actions or measures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz import fuzz

from workflow.plan import Plan
from workflow.reply_titles import alike, content_words, vocabulary

__all__ = ["NOTHING", "Meant", "Topics"]

# Of the letters of two words, in per cent: below it they are two words and no slip of a finger.
_SLIP = 85
_SHORTEST = 5
# A name fits better than another when so much more of it was said.
_CLEARLY = 1.5
_CHOICES = 5
# Said of any figure, and part of no figure's name.
_NOISE = frozenset(
    (
        "number numbers percentage percent proportion share rate rates figure figures level levels "
        "much many doing going getting looking latest progress performance performing like lately "
        "overall generally current currently"
    ).split()
)

# Said of whoever it is about, where the plan calls them something else.
_ANYBODY = frozenset({"staff", "people", "children", "team", "teams", "workers", "young"})
# Words of many names, which alone name none.
_ANYTHING = frozenset(
    {
        "good",
        "outstanding",
        "improvement",
        "improved",
        "improving",
        "better",
        "needed",
        "result",
        "results",
    }
)


@dataclass(frozen=True, slots=True)
class Meant:
    """What words can mean: a `scope` (PI, PI3), actions and measures, or `choices` to ask about.

    `titled`: the words stand in the title of the action, not in a measure's name only.
    """

    scope: str = ""
    refs: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    titled: bool = False


NOTHING = Meant()


@dataclass(frozen=True, slots=True)
class _Name:
    """A name of an action, or of a measure that it uses."""

    ref: str
    measure: str
    words: frozenset[str]


@dataclass(frozen=True)
class Topics:
    """The names in one plan; keep it, it remembers their words."""

    plan: Plan

    @cached_property
    def scopes(self) -> dict[str, str]:
        """Workstreams and objectives: ref → name."""
        found = {one.ref: one.name for one in self.plan.workstreams}
        for one in self.plan.workstreams:
            found |= {objective.ref: objective.text for objective in one.objectives}
        return found

    @cached_property
    def _names(self) -> tuple[_Name, ...]:
        actions = [_Name(one.ref, "", vocabulary([one.title])) for one in self.plan.actions]
        measures = [
            _Name(ref, one.id, vocabulary([said]))
            for one in self.plan.measures
            for ref in one.used_in[:1]
            for said in (one.short, one.name)
        ]
        return (*actions, *measures)

    def scope(self, phrase: str) -> Meant:
        """The workstream, else the objective, that a phrase names; nothing where none fits."""
        words = _said(phrase)
        if not words:
            return NOTHING
        for refs in self._workstreams_first():
            fits = [ref for ref in refs if _holds(words, vocabulary([self.scopes[ref]]))]
            if len(fits) == 1:
                return Meant(scope=fits[0])
            if fits:
                return Meant(choices=tuple(fits[:_CHOICES]))
        return NOTHING

    def workstream(self, phrase: str) -> str:
        """The workstream whose whole name, or letters, a phrase is; else empty."""
        words = _said(phrase)
        for one in self.plan.workstreams:
            name = vocabulary([one.name])
            if phrase.strip().upper() == one.ref or (
                words and len(words) == len(name) and _holds(words, name)
            ):
                return one.ref
        return ""

    def about(self, phrase: str) -> Meant:
        """The actions and measures that a phrase names, the best; several alike are choices."""
        words = _said(phrase)
        if all(any(alike(word, other) for other in _ANYTHING) for word in words):
            return NOTHING
        best: dict[str, float] = {}
        for name in self._names:
            if _holds(words, name.words):
                share = len(words) / len(name.words)
                best[name.ref] = max(best.get(name.ref, 0.0), share)
        if not best:
            fewer = [word for word in words if word not in _ANYBODY]
            return self.about(" ".join(fewer)) if fewer and len(fewer) < len(words) else NOTHING
        ranked = sorted(best.items(), key=lambda one: -one[1])
        top = ranked[0][1]
        alike_good = [ref for ref, share in ranked if share * _CLEARLY > top]
        if len(alike_good) > 1:
            return Meant(choices=tuple(alike_good[:_CHOICES]))
        (ref,) = alike_good
        named = [one.measure for one in self._names if one.ref == ref and _holds(words, one.words)]
        measures = tuple(dict.fromkeys(one for one in named if one))
        return Meant(refs=(ref,), measures=measures, titled="" in named)

    def _workstreams_first(self) -> tuple[list[str], list[str]]:
        streams = [one.ref for one in self.plan.workstreams]
        return streams, [ref for ref in self.scopes if ref not in streams]


def _said(phrase: str) -> list[str]:
    """The words that name something, each once."""
    return list(dict.fromkeys(one for one in content_words(phrase) if one not in _NOISE))


def _holds(words: Sequence[str], name: Iterable[str]) -> bool:
    """Whether every word said stands in a name, an ending or a slip of a finger apart."""
    known = list(name)
    return all(any(_same(word, other) for other in known) for word in words)


def _same(word: str, other: str) -> bool:
    return alike(word, other) or (
        min(len(word), len(other)) >= _SHORTEST and fuzz.ratio(word, other) >= _SLIP
    )
