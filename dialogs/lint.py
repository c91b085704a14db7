"""Check that a script, its words and the entitlements fit together, and read easily."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from dialogs.library import Read
from dialogs.rehearse import ways
from dialogs.script import ALWAYS, Condition, Facts, Kind, Script
from dialogs.texts import FIELDS, Common, Offer, Words, open_places
from workflow.complaints import located
from workflow.source import Node, Problem

__all__ = ["Level", "Sound", "check_common", "check_offer", "check_script", "check_words", "level"]

# A council's own words are read by anybody from a reading age of nine: a sentence has about
# fifteen words, and hardly one of them is long.
MOST_WORDS = 22
MOST_GRADE = 4.0
MOST_GRADE_OF_ONE = 9.0
_JUDGED_FROM = 8

# What is never said to a young person, and the words of the office.
NEVER = (
    "confidential", "secret", "i promise", "you're safe now", "i know how you feel",
    "someone will ring today", "why didn't you", "placement", "lac", "neet", "rag", "cohort",
    "stakeholder", "service user",
)  # fmt: skip

# How many syllables a word has.
Sound = Callable[[str], int]
# A text and where it stands.
Said = tuple[tuple[str, ...], str]

_SENTENCE_END = re.compile(r"[.!?…]+[”\"’)]*(?:\s|$)|\n")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*|\d[\d,.:]*")


@dataclass(frozen=True, slots=True)
class Level:
    """How hard a text is to read.

    `grade` is Flesch and Kincaid's school year (United States; a reading age is about five
    more), `longest` the number of words in the longest sentence. Source: Kincaid, Fishburne,
    Rogers and Chissom, 1975.
    """

    words: int
    sentences: int
    grade: float
    longest: int

    @property
    def age(self) -> float:
        """The reading age in years."""
        return self.grade + 5


def level(texts: Iterable[str], sound: Sound) -> Level:
    """Measure texts as one; open places count as one short word each."""
    sentences = [
        found
        for text in texts
        for one in _SENTENCE_END.split(re.sub(r"\{\w+\}|\*\*", "it", text.replace("**", "")))
        if (found := _WORD.findall(one))
    ]
    words = [word for sentence in sentences for word in sentence]
    if not words:
        return Level(0, 0, 0.0, 0)
    syllables = sum(max(1, sound(word)) for word in words)
    grade = 0.39 * len(words) / len(sentences) + 11.8 * syllables / len(words) - 15.59
    return Level(len(words), len(sentences), grade, max(map(len, sentences)))


def check_script(read: Read[Script], offer: Offer, facts: Iterable[Facts]) -> list[Problem]:
    """Check a script by itself: its names, its conditions, its length, every way to its end.

    `facts` are the cases in which it is rehearsed.
    """
    script, tree = read.value, read.tree
    if script is None or tree is None:
        return []
    found = [
        Problem(_line(tree, "steps", number), name, what, mend)
        for number, name, what, mend in _structure(script, offer)
    ]
    if found:
        return found
    walked = [way for each in facts for way in ways(script, each)]
    asked = {ask.step.name for way, _ in walked for ask in way}
    for number, step in enumerate(script.steps):
        if step.name not in asked:
            what = "this question is never asked"
            mend = "Check its conditions."
            found.append(Problem(_line(tree, "steps", number), step.name, what, mend))
    longest = max(len(way) for way, _ in walked)
    if longest > script.most:
        what = f"the longest way has {longest} questions; the most is {script.most}"
        found.append(Problem(_line(tree, "most"), "most", what, "Leave a question out."))
    return found


def check_words(read: Read[Words], script: Script, sound: Sound) -> list[Problem]:
    """Check that every question and choice has its words, and that they are easy to read."""
    words, tree = read.value, read.tree
    if words is None or tree is None:
        return []
    found = [
        Problem(_line(tree, *place), name, what, mend)
        for place, name, what, mend in _missing(words, script)
    ]
    said: list[Said] = [(("steps", name, "say"), one.say) for name, one in words.steps.items()]
    said += [(("steps", name, "hint"), one.hint) for name, one in words.steps.items() if one.hint]
    said += [(("before",), line) for line in words.before]
    found += _readable(tree, said, sound)
    for name, one in words.steps.items():
        if one.say.count("?") > 1:
            what, mend = "two questions stand in one message", "Ask one thing at a time."
            found.append(Problem(_line(tree, "steps", name, "say"), name, what, mend))
    return found


def check_common(read: Read[Common], sound: Sound) -> list[Problem]:
    """Check the words that all scripts share: nothing is missing, and they are easy to read."""
    common, tree = read.value, read.tree
    if common is None or tree is None:
        return []
    said = [(("texts", name), line) for name, lines in common.texts.items() for line in lines]
    missing = [
        Problem(_line(tree, "buttons"), "buttons", f"“{one}” has no words", "Add it.")
        for one in ALWAYS
        if one not in common.buttons
    ]
    return missing + _readable(tree, said, sound)


def check_offer(read: Read[Offer]) -> list[Problem]:
    """Check that no entitlement has the name of another."""
    if read.value is None or read.tree is None:
        return []
    seen, found = set[str](), []
    for number, heading in enumerate(read.value.headings):
        for item in heading.items:
            if item.id in seen:
                what = f"“{item.id}” is the name of two entitlements"
                line = _line(read.tree, "headings", number)
                found.append(Problem(line, heading.id, what, "Name one of them differently."))
            seen.add(item.id)
    return found


# --- within -------------------------------------------------------------------------------


def _structure(script: Script, offer: Offer) -> Iterator[tuple[int, str, str, str]]:
    headings = {one.id for one in offer.headings}
    before = dict[str, set[str]]()
    for number, step in enumerate(script.steps):
        if step.name in before:
            yield number, step.name, "two steps have this name", "Name one of them differently."
        if step.offers and step.offers not in headings:
            known = ", ".join(sorted(headings))
            yield (
                number,
                step.name,
                f"there is no heading “{step.offers}”",
                f"Write one of {known}.",
            )
        conditions = [*step.when, *(one.when for one in step.choices if one.when)]
        for what, mend in _wrong(conditions, before):
            yield number, step.name, what, mend
        ids = [one.id for one in step.choices]
        if len(set(ids)) < len(ids) or set(ids) & set(ALWAYS):
            mend = f"Name each differently; {' and '.join(ALWAYS)} stand on every question."
            yield number, step.name, "two choices have the same name", mend
        before[step.name] = {*ids, *ALWAYS}


def _wrong(
    conditions: Iterable[Condition], before: dict[str, set[str]]
) -> Iterator[tuple[str, str]]:
    for one in conditions:
        if one.fact:
            continue
        if one.step not in before:
            mend = "A condition looks back: name a step that stands above."
            yield f"“{one.step}” is not asked before this", mend
        elif strange := [each for each in one.among if each not in before[one.step]]:
            known = ", ".join(sorted(before[one.step]))
            yield f"“{strange[0]}” is not an answer of “{one.step}”", f"Write one of {known}."


def _missing(words: Words, script: Script) -> Iterator[tuple[tuple[str, ...], str, str, str]]:
    if (words.script, words.version) != (script.name, script.version):
        what = f"these are the words of {words.script} {words.version}"
        yield (), "script", what, f"They have to be those of {script.name} {script.version}."
    for step in script.steps:
        said = words.steps.get(step.name)
        if said is None:
            yield ("steps",), step.name, "this question has no words", "Add them."
            continue
        own = () if step.scale or step.offers else tuple(one.id for one in step.choices)
        for choice in own:
            if choice not in said.choices:
                what = f"the choice “{choice}” has no words"
                yield ("steps", step.name), step.name, what, "Add them under choices."
        if step.kind is Kind.WORDS and "name" not in said.hint:
            what = "a question for words asks for no names to be written"
            yield ("steps", step.name), step.name, what, "Add the hint: Please don't write names."
    known = {step.name for step in script.steps}
    for name in words.steps:
        if name not in known:
            yield ("steps", name), name, "the script has no such question", "Take the words out."


def _readable(tree: Node, said: Iterable[Said], sound: Sound) -> list[Problem]:
    found, texts = list[Problem](), list[str]()
    for place, text in said:
        texts.append(text)
        line, name = _line(tree, *place), ", ".join(place)
        found += [Problem(line, name, what, mend) for what, mend in _unkind(text, sound)]
    whole = level(texts, sound)
    if whole.grade > MOST_GRADE:
        what = f"the words have a reading age of {whole.age:.1f}; the most is {MOST_GRADE + 5:.0f}"
        found.append(Problem(None, "", what, "Use shorter words and shorter sentences."))
    return found


def _unkind(text: str, sound: Sound) -> Iterator[tuple[str, str]]:
    try:
        strange = open_places(text) - FIELDS
    except ValueError:
        strange = {"{"}
    if strange:
        known = ", ".join(sorted(FIELDS))
        yield f"“{min(strange)}” is not something that is filled in", f"Known are {known}."
    plain = text.casefold().replace("’", "'")
    for one in NEVER:
        if re.search(rf"\b{re.escape(one)}\b", plain):
            yield f"“{one}” is never said to a young person", "Say it in another way."
    measured = level([text], sound)
    if measured.longest > MOST_WORDS:
        yield (
            f"a sentence has {measured.longest} words; the most is {MOST_WORDS}",
            "Make two of it.",
        )
    if measured.words >= _JUDGED_FROM and measured.grade > MOST_GRADE_OF_ONE:
        what = f"this has a reading age of {measured.age:.0f}"
        yield what, "Use shorter words and shorter sentences."


def _line(tree: Node, *place: str | int) -> int:
    return located(tree, place)[0]
