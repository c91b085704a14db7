"""Lead somebody through a script: what is asked next, and when it has ended."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from dialogs.answers import MOST_WORDS, Answer, Move, Said
from dialogs.script import ALWAYS, NOT_SAID, Choice, Condition, Facts, Kind, Raise, Script, Step

__all__ = ["Ask", "Ended", "Outcome", "Place", "Trouble", "advance", "ask", "begin", "choices_of"]


class Trouble(StrEnum):
    """Why an answer was not taken; the texts say it kindly."""

    STALE = "stale"
    TOO_MANY = "too_many"
    TOO_LONG = "too_long"
    NOT_A_CHOICE = "not_a_choice"
    EMPTY = "empty"


class Outcome(StrEnum):
    """How a conversation ended."""

    FINISHED = "finished"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody is in a script: all that has to be kept of a conversation.

    `step` is the question that is open, empty at the end. `revision` grows by one with
    everything that is taken in, so that an old card is known to be old.
    """

    script: str
    version: int
    step: str
    answers: Mapping[str, Answer] = field(default_factory=dict)
    revision: int = 0
    outcome: Outcome | None = None


@dataclass(frozen=True, slots=True)
class Ask:
    """The question that is open now.

    `number` counts from 1; `choices` are its ids in order, without the two that stand on every
    question; `given` is the answer that it has from before. `raised` is what the last answer
    set off, `trouble` why it was not taken.
    """

    place: Place
    step: Step
    number: int
    choices: tuple[str, ...]
    given: Answer | None = None
    back: bool = False
    raised: frozenset[Raise] = frozenset()
    trouble: Trouble | None = None


@dataclass(frozen=True, slots=True)
class Ended:
    """The end; `place.answers` are those to the questions that were asked on this way."""

    place: Place
    raised: frozenset[Raise] = frozenset()


def begin(script: Script, facts: Facts) -> Ask:
    """Ask the first question of a script; ValueError when none can be asked."""
    place = Place(script.name, script.version, "")
    first = _after(script, place, facts, None)
    if first is None:
        message = f"{script.name} {script.version} asks nothing"
        raise ValueError(message)
    return ask(script, replace(place, step=first.name), facts)


def ask(script: Script, place: Place, facts: Facts) -> Ask:
    """Ask again what is open: after a lost connection, a reload, or a look at the help.

    ValueError when the place has ended or is not one of this script in this version.
    """
    step = script.step(place.step)
    if step is None or (place.script, place.version) != (script.name, script.version):
        message = f"{place.step!r} is not open in {script.name} {script.version}"
        raise ValueError(message)
    before = _way(script, place, facts)
    return Ask(
        place=place,
        step=step,
        number=len(before) + 1,
        choices=tuple(one.id for one in choices_of(step, place, facts)),
        given=place.answers.get(step.name),
        back=bool(before),
    )


def advance(script: Script, place: Place, said: Said, facts: Facts) -> Ask | Ended:
    """Take in what somebody did; what is not taken leaves the place as it was, and says why."""
    if place.outcome is not None:
        return Ended(place)
    now = ask(script, place, facts)
    if said.revision is not None and said.revision != place.revision:
        return replace(now, trouble=Trouble.STALE)
    if said.move is Move.HELP:
        return replace(now, raised=frozenset({Raise.HELP}))
    if said.move is Move.STOP:
        return Ended(_ended(script, place, facts, Outcome.STOPPED))
    if said.move is Move.BACK:
        before = _way(script, place, facts)
        if not before:
            return now
        place = replace(place, step=before[-1].name, revision=place.revision + 1)
        return ask(script, place, facts)
    answer = Answer() if said.move is Move.SKIP else said.answer
    trouble = None if said.move is Move.SKIP else _trouble(now, answer)
    if trouble is not None:
        return replace(now, given=answer, trouble=trouble)
    return _onward(script, now, answer, facts)


def choices_of(step: Step, place: Place, facts: Facts) -> tuple[Choice, ...]:
    """The choices that a question offers to this person, without the two that are always there."""
    if step.offers:
        return tuple(Choice(one) for one in facts.offers.get(step.offers, ()))
    return tuple(one for one in step.choices if _holds(one.when, place, facts))


# --- within -------------------------------------------------------------------------------


def _onward(script: Script, now: Ask, answer: Answer, facts: Facts) -> Ask | Ended:
    place, step = now.place, now.step
    raised = frozenset(
        each
        for one in choices_of(step, place, facts)
        if one.id in answer.chosen
        for each in one.raises
    )
    if answer.words:
        raised |= {Raise.READ}
    place = replace(
        place, answers={**place.answers, step.name: answer}, revision=place.revision + 1
    )
    following = _after(script, place, facts, step)
    if following is None:
        return Ended(_ended(script, place, facts, Outcome.FINISHED), raised)
    return replace(ask(script, replace(place, step=following.name), facts), raised=raised)


def _trouble(now: Ask, answer: Answer) -> Trouble | None:
    if now.step.kind is Kind.WORDS:
        if not answer.words.strip():
            return Trouble.EMPTY
        return Trouble.TOO_LONG if len(answer.words) > MOST_WORDS else None
    if not answer.chosen:
        return Trouble.EMPTY
    if not set(answer.chosen) <= {*now.choices, *ALWAYS}:
        return Trouble.NOT_A_CHOICE
    several = now.step.kind is Kind.CHOICES
    if len(answer.chosen) > 1 and (not several or set(answer.chosen) & set(ALWAYS)):
        return Trouble.TOO_MANY
    if several and now.step.most and len(answer.chosen) > now.step.most:
        return Trouble.TOO_MANY
    return None


def _after(script: Script, place: Place, facts: Facts, step: Step | None) -> Step | None:
    """The next question that this person is asked, None at the end."""
    rest = script.steps if step is None else script.steps[script.steps.index(step) + 1 :]
    return next((one for one in rest if _asked(one, place, facts)), None)


def _way(script: Script, place: Place, facts: Facts) -> list[Step]:
    """The questions that were asked before the one that is open."""
    before = []
    for step in script.steps:
        if step.name == place.step:
            break
        if step.name in place.answers and _asked(step, place, facts):
            before.append(step)
    return before


def _asked(step: Step, place: Place, facts: Facts) -> bool:
    if not all(_holds(one, place, facts) for one in step.when):
        return False
    return step.kind is Kind.WORDS or bool(choices_of(step, place, facts))


def _holds(condition: Condition | None, place: Place, facts: Facts) -> bool:
    if condition is None:
        return True
    if condition.fact:
        return facts.known.get(condition.fact) in condition.among
    given = place.answers.get(condition.step, Answer())
    return bool(set(given.chosen) & set(condition.among))


def _ended(script: Script, place: Place, facts: Facts, outcome: Outcome) -> Place:
    """Keep what was answered on the way that was gone in the end, and nothing else.

    Somebody who goes back and picks another subject has taken the first one's answers away.
    """
    kept = {
        step.name: place.answers[step.name]
        for step in script.steps
        if step.name in place.answers and _asked(step, place, facts) and _told(place, step)
    }
    return replace(place, step="", answers=kept, revision=place.revision + 1, outcome=outcome)


def _told(place: Place, step: Step) -> bool:
    """Whether there is anything to keep: neither skipped nor rather not said."""
    answer = place.answers[step.name]
    return not answer.skipped and answer.chosen != (NOT_SAID,)
