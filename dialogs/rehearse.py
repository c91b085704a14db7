"""Walk every way through a script, so that nobody is the first to find a dead end."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from dialogs.answers import Answer, Move, Said
from dialogs.engine import Ask, Ended, advance, begin
from dialogs.script import ALWAYS, Facts, Kind, Script, Step

__all__ = ["Way", "ways"]

# The questions that were asked, in order, and how it ended.
Way = tuple[tuple[Ask, ...], Ended]


def ways(script: Script, facts: Facts) -> Iterator[Way]:
    """Every way to the end of a script that its conditions can tell apart.

    A question on which something hangs is answered in every way that matters (where two may be
    ticked, every two); of the others each choice is taken at least once, and each is skipped.
    """
    decisive = {one.step for step in script.steps for one in step.when if one.step}
    yield from _go(script, facts, begin(script, facts), (), decisive)
    for turn in range(_widest(script, facts)):
        yield _straight(script, facts, turn)
    yield _straight(script, facts, None)


# --- within -------------------------------------------------------------------------------


def _go(
    script: Script, facts: Facts, now: Ask, before: tuple[Ask, ...], decisive: set[str]
) -> Iterator[Way]:
    answers = list(_answers(now)) if now.step.name in decisive else [_first(now)]
    for said in answers:
        after = advance(script, now.place, said, facts)
        if isinstance(after, Ended):
            yield (*before, now), after
        else:
            yield from _go(script, facts, after, (*before, now), decisive)


def _answers(now: Ask) -> Iterator[Said]:
    yield Said(Move.SKIP)
    for one in (*now.choices, *ALWAYS):
        yield Said(Move.ANSWER, Answer((one,)))
    if now.step.kind is Kind.CHOICES:
        for size in range(2, (now.step.most or len(now.choices)) + 1):
            for several in combinations(now.choices, size):
                yield Said(Move.ANSWER, Answer(several))


def _first(now: Ask) -> Said:
    return _taken(now, 0)


def _taken(now: Ask, number: int) -> Said:
    if now.step.kind is Kind.WORDS:
        return Said(Move.ANSWER, Answer(words="Words of my own."))
    offered = (*now.choices, *ALWAYS)
    return Said(Move.ANSWER, Answer((offered[number % len(offered)],)))


def _straight(script: Script, facts: Facts, number: int | None) -> Way:
    """One way, always taking choice `number`, or skipping everything."""
    now, before = begin(script, facts), list[Ask]()
    while True:
        said = Said(Move.SKIP) if number is None else _taken(now, number)
        before.append(now)
        after = advance(script, now.place, said, facts)
        if isinstance(after, Ended):
            return tuple(before), after
        now = after


def _widest(script: Script, facts: Facts) -> int:
    return max(_width(step, facts) for step in script.steps) + len(ALWAYS)


def _width(step: Step, facts: Facts) -> int:
    return max(len(step.choices), len(facts.offers.get(step.offers, ())))
