"""Turn the rules that a safeguarding lead writes into patterns: words, lists, gaps, choices."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

__all__ = ["Rule", "RuleError", "compiled", "joined"]

GAP = r"(?: \S+){0,4}?"


class RuleError(ValueError):
    """A rule can't be read; the message says where, for whoever wrote it."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: the kind of concern, as it was written, and its pattern over `joined` words."""

    kind: str
    written: str
    pattern: re.Pattern[str]


def joined(words: Iterable[str]) -> str:
    """Words as patterns read them: each with one space before it."""
    return "".join(f" {word}" for word in words)


def compiled(written: str, lists: Mapping[str, Iterable[str]]) -> re.Pattern[str]:
    """The pattern of a rule.

    {name} is any word of that list, word* any word that begins so, ... up to four words,
    (a|b c) one of them, [a|b] one of them or nothing, word$ the last word. Raises RuleError.
    """
    reader = _Reader(written, lists)
    made = reader.sequence("")
    if reader.rest:
        message = f"there is a “{reader.rest[0]}” too many"
        raise RuleError(message)
    return re.compile(made)


class _Reader:
    """Reads a rule from left to right."""

    def __init__(self, written: str, lists: Mapping[str, Iterable[str]]) -> None:
        self.rest = written.strip()
        self._lists = lists

    def sequence(self, end: str) -> str:
        """Items one after the other, with choices where a bar stands, up to `end`."""
        choices, items = list[str](), list[str]()
        while self.rest and self.rest[0] not in end:
            one = self.rest[0]
            if one == " ":
                self.rest = self.rest[1:]
            elif one == "|":
                self.rest = self.rest[1:]
                choices.append("".join(items))
                items = []
            elif one in ")]":
                break
            else:
                items.append(self._item())
        choices.append("".join(items))
        return choices[0] if len(choices) == 1 else f"(?:{'|'.join(choices)})"

    def _item(self) -> str:
        if self.rest.startswith("..."):
            self.rest = self.rest[3:]
            return GAP
        if self.rest[0] in "([":
            return self._group()
        if self.rest[0] == "{":
            return self._list()
        found = re.match(r"[^\s()\[\]{}|]+", self.rest)
        if found is None:
            message = f"a “{self.rest[0]}” stands where a word belongs"
            raise RuleError(message)
        self.rest = self.rest[found.end() :]
        return f" {_word(found[0])}"

    def _group(self) -> str:
        opening = self.rest[0]
        closing = {"(": ")", "[": "]"}[opening]
        self.rest = self.rest[1:]
        inner = self.sequence(closing)
        if not self.rest.startswith(closing):
            message = f"a “{opening}” is never closed"
            raise RuleError(message)
        self.rest = self.rest[1:]
        return f"(?:{inner}){'?' if opening == '[' else ''}"

    def _list(self) -> str:
        found = re.match(r"\{([a-z_]+)\}", self.rest)
        if found is None or found[1] not in self._lists:
            known = ", ".join(sorted(self._lists))
            message = f"{{…}} has to name one of the lists: {known}"
            raise RuleError(message)
        self.rest = self.rest[found.end() :]
        words = sorted(self._lists[found[1]], key=len, reverse=True)
        return f"(?: (?:{'|'.join(_word(word) for word in words)}))"


def _word(written: str) -> str:
    """A word, whole: nothing may follow it; with a star any ending, with $ nothing after it."""
    if written.endswith("$"):
        return f"{_word(written[:-1])}$"
    parts = [re.escape(part) for part in written.replace("\\d", "\0").split("*")]
    return "\\S*".join(parts).replace("\0", "\\d") + r"(?![^\s])"
