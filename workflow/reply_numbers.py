"""Find the numbers in a reply, in digits or in words: 55.1%, 18 of 38, fifty-five per cent."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

__all__ = ["Number", "Shape", "find_numbers"]


class Shape(StrEnum):
    """How a number was written."""

    PERCENT = "percent"
    OF = "of"
    PLAIN = "plain"
    ROUGH = "rough"


@dataclass(frozen=True, slots=True)
class Number:
    """A number as written; `value` in percent for PERCENT, else as it stands.

    OF has `numerator` and `denominator`, and `value` is their share in percent. ROUGH is half,
    a third, 1 in 5: never exact. `signed` where a plus or minus clings to it.
    """

    start: int
    end: int
    shape: Shape
    value: float
    numerator: int | None = None
    denominator: int | None = None
    signed: bool = False

    @property
    def marked(self) -> bool:
        """Whether it is plainly a figure: with a sign, or out of a base."""
        return self.shape in {Shape.PERCENT, Shape.OF, Shape.ROUGH}


_UNITS = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_TEN = "|".join(_TENS)
_UNIT = "|".join(reversed(_UNITS))
_WORDS = rf"(?:(?:{_TEN})(?:[ -](?:{'|'.join(_UNITS[1:10])}))?|(?:one |a )?hundred|{_UNIT})"
_DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,9}(?:\.\d{1,6})?"
_NUMBER = rf"(?:{_DIGITS}|{_WORDS}(?: point (?:{_UNIT}))?)"
_LEFT = r"(?<![\w.,£$€#'])(?<![£$€] )(?<![a-z]-)"
_PERCENT = r"(?: ?%| ?per ?cent\b| percent\b| ?pc\b| ?pct\b)(?! ?(?:age )?(?:points?\b|pts?\b))"

_ALL = re.compile(
    rf"{_LEFT}(?P<sign>[+-](?=\d))?(?:"
    rf"(?P<percent>\d{{1,2}},\d{{1,2}}(?= ?%)|{_NUMBER}){_PERCENT}"
    rf"|(?P<part>\d{{1,6}}|{_WORDS}) ?(?P<link>out of|of|/) ?(?:the |our |all |a total of )?(?P<base>\d{{1,6}}|{_WORDS})(?![\d/%]|\.\d|\w)"
    rf"|(?P<rough>(?:about |around |roughly )?(?:(?:a |one |two |three )?(?:half|third|thirds|quarter|quarters)(?= (?:of|have|has|are|our|the|now)\b| *(?:$|[.,;!?]))"
    r"|(?:one|two|three|1|2|3) in (?:two|three|four|five|ten|2|3|4|5|10))(?!\w))"
    rf"|(?P<plain>{_DIGITS})(?![\d%]|\.\d|,\d)|(?P<word>{_WORDS}(?: point (?:{_UNIT}))?)(?![\w-])"
    r")"
)


def find_numbers(text: str) -> list[Number]:
    """Every number in a text, in order."""
    return list(_numbers(text))


def _numbers(text: str) -> Iterator[Number]:
    for found in _ALL.finditer(text):
        signed = bool(found["sign"]) and (found.start() == 0 or text[found.start() - 1].isspace())
        start = found.start() + bool(found["sign"] and not signed)
        if found["percent"]:
            yield Number(start, found.end(), Shape.PERCENT, _value(found["percent"]), signed=signed)
        elif found["part"]:
            part, base = int(_value(found["part"])), int(_value(found["base"]))
            if found["link"] == "/" and base - part == 1 and 15 <= part <= 30:
                continue  # 19/20 is a council's year
            if part > base or base == 0:
                continue
            share = round(100 * part / base, 2)
            yield Number(start, found.end(), Shape.OF, share, part, base, signed=signed)
        elif found["rough"]:
            yield Number(start, found.end(), Shape.ROUGH, 0)
        elif not _is_year(found["plain"] or ""):
            yield Number(start, found.end(), Shape.PLAIN, _value(found["plain"] or found["word"]),
                         signed=signed)  # fmt: skip


def _is_year(typed: str) -> bool:
    return bool(re.fullmatch(r"(?:19|20)\d\d", typed))


def _value(typed: str) -> float:
    typed = typed.strip()
    if re.fullmatch(r"\d{1,2},\d{1,2}", typed):
        return float(typed.replace(",", "."))  # 65,5 as most of Europe writes it
    if typed[0].isdigit():
        return float(typed.replace(",", ""))
    whole, _, tenth = typed.partition(" point ")
    value = sum(
        100 if word == "hundred" else 20 + 10 * _TENS.index(word) if word in _TENS
        else _UNITS.index(word)
        for word in re.split(r"[ -]", whole)
        if word != "a" and not (word == "one" and "hundred" in whole)
    )  # fmt: skip
    return value + (_UNITS.index(tenth) / 10 if tenth else 0)
