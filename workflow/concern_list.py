"""Read the safeguarding lead's word list, or list every mistake in it with its line."""

from __future__ import annotations

import re

from pydantic import Field, ValidationError

from workflow.complaints import complaints, located
from workflow.concern_rules import Rule, RuleError, compiled
from workflow.fields import Entry
from workflow.safeguarding import Kind, WordList
from workflow.source import Problem, read_source

__all__ = ["ListFile", "read_list"]

_Words = tuple[str, ...]


class ListFile(Entry):
    """The word list: what is looked for, and what is harmless."""

    lists: dict[str, _Words] = Field(examples=[{"me": ["i", "me", "my"]}])
    """Words that rules call by a name."""
    anywhere: dict[Kind, _Words] = Field(examples=[{"suicide": ["suicid*"]}])
    """Words that raise a concern wherever they stand, by its kind."""
    rules: dict[Kind, _Words] = Field(examples=[{"violence": ["{person} ... {hurt} ... {victim}"]}])
    """Words in their order that raise a concern, by its kind."""
    together: dict[str, _Words] = Field(examples=[{"night": ["night"], "fear": ["scared"]}])
    """Words that say little alone; two of different groups in one answer raise a concern."""
    other_languages: dict[str, dict[Kind, _Words]] = Field(
        examples=[{"polish": {"violence": ["bije mnie"]}}]
    )
    """Words of other languages in plain letters, by language and kind."""
    harmless: _Words = Field(examples=[["killed it"]])
    """What is said so and means nothing bad; read first and left out."""
    spelling: _Words = Field(examples=[["suicide"]])
    """Words that are looked for with one letter wrong, too."""
    short: dict[str, str] = Field(examples=[{"u": "you"}])
    """Chat spelling, and what it stands for."""
    emoji: dict[str, str] = Field(examples=[{"🔪": "knife"}])
    """Pictures, and the word that each stands for."""


def read_list(data: bytes) -> tuple[WordList | None, tuple[Problem, ...]]:
    """Read a word list (UTF-8 YAML); None and every problem where there is one."""
    tree, problems = read_source(data)
    if tree is None:
        return None, tuple(problems)
    try:
        file = ListFile.model_validate(tree.plain())
    except ValidationError as error:
        return None, tuple(problems + complaints(error, tree, ListFile))
    rules = list[Rule]()
    patterns = list[re.Pattern[str]]()
    for place, kind, written in _written(file):
        try:
            pattern = compiled(written, file.lists)
        except (RuleError, re.error) as error:
            line, where = located(tree, place)
            problems.append(Problem(line, where, str(error), "Correct the rule."))
            continue
        if kind is None:
            patterns.append(pattern)
        else:
            rules.append(Rule(kind.value, written, pattern))
    if problems:
        return None, tuple(problems)
    weak = {
        name: re.compile("|".join(compiled(one, file.lists).pattern for one in written))
        for name, written in file.together.items()
    }
    # The longest are left out first, so that a short one does not cut a long one in two.
    harmless = tuple(sorted(patterns, key=lambda one: -len(one.pattern)))
    return WordList(tuple(rules), weak, harmless, file.spelling, file.short, file.emoji), ()


def _written(file: ListFile) -> list[tuple[tuple[str | int, ...], Kind | None, str]]:
    found: list[tuple[tuple[str | int, ...], Kind | None, str]] = []
    for name, groups in (("anywhere", file.anywhere), ("rules", file.rules)):
        for kind, written in groups.items():
            found += [((name, kind.value, n), kind, one) for n, one in enumerate(written)]
    for language, kinds in file.other_languages.items():
        for kind, written in kinds.items():
            place = ("other_languages", language, kind.value)
            found += [((*place, n), kind, one) for n, one in enumerate(written)]
    return found + [(("harmless", n), None, one) for n, one in enumerate(file.harmless)]
