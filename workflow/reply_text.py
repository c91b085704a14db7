"""Listen to a typed reply: fold its characters, mend plain typing mistakes, keep the words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

__all__ = ["MOST", "Said", "Span", "Typo", "listen", "one_off", "sentences"]

Span = tuple[int, int]

# Longer than anything the form accepts: read as words only, never for ratings or figures.
MOST = 4_000

# Same length in and out, so that a place in the folded text is a place in the officer's.
_FOLDED = str.maketrans(
    {
        "‘": "'", "’": "'", "ʼ": "'", "`": "'", "´": "'", "“": '"', "”": '"', "–": "-",
        "—": "-", "−": "-", "‑": "-", "‐": "-", "―": "-", "\xa0": " ", "\u2009": " ",
        "\u202f": " ", "\u200b": " ", "\ufeff": " ", "\ufe0f": " ", "\u200d": " ", "\t": " ", "\r": " ", "\u2028": "\n",
        "\u2029": "\n", "×": "x", "…": ".", "•": "-", "·": "-", "➡": ">", "→": ">",
    }
)  # fmt: skip

# Chat spelling that is nobody's mistake: read, and not worth saying back.
_SHORT = {
    "arent": "aren't", "cant": "can't", "didnt": "didn't", "doesnt": "doesn't",
    "dont": "don't", "hasnt": "hasn't", "havent": "haven't", "im": "i'm", "isnt": "isn't",
    "ive": "i've", "thats": "that's", "theres": "there's", "wasnt": "wasn't",
    "werent": "weren't", "whats": "what's", "wheres": "where's", "whos": "who's",
    "wont": "won't", "wouldnt": "wouldn't", "shouldnt": "shouldn't", "couldnt": "couldn't",
    "youre": "you're", "weve": "we've", "tmrw": "tomorrow", "tmw": "tomorrow",
    "tmoz": "tomorrow", "tomoz": "tomorrow", "2moro": "tomorrow", "2morrow": "tomorrow",
    "pls": "please", "plz": "please", "plse": "please", "thx": "thanks", "ty": "thanks",
    "wk": "week", "wks": "weeks", "mth": "month", "mths": "months", "yr": "year", "yrs": "years",
    "abt": "about", "bk": "back", "u": "you", "ur": "your", "nochange": "no change",
    "til": "until", "'til": "until", "till": "until", "govt": "government", "thru": "until",
    "wensday": "wednesday", "wednsday": "wednesday", "thursay": "thursday", "oclock": "o'clock",
    "wanna": "want to", "gonna": "going to", "cos": "because", "cus": "because", "coz": "because",
    "bc": "because", "tho": "though", "prob": "probably", "probs": "probably",
    "defo": "definitely", "def": "definitely", "nxt": "next",
    "excl": "except", "exc": "except",
}  # fmt: skip

# Words worth mending, five letters or more: one letter wrong, missing, doubled or swapped.
_LONG = (
    "amber", "green", "change", "changed", "changes", "unchanged", "snooze", "delegate",
    "remind", "update", "except", "tomorrow", "monday", "tuesday", "wednesday", "thursday",
    "friday", "saturday", "sunday", "january", "february", "august", "september", "october",
    "november", "december", "percent", "ditto", "nothing", "everything", "holiday",
    "decision", "because", "appraisals", "turnover", "caseload", "caseloads", "handbook",
    "pathway", "inspectors", "housing", "supervision", "assessments", "stockport",
)  # fmt: skip
# Four letters are too few to guess at: only two of them swapped, or one doubled.
_BRIEF = ("skip", "undo", "help", "same", "blue", "edit", "show", "next")
# Real words one letter away from those above.
_REAL = frozenset(
    (
        "ambler amply charge charged charges chance chanced chances changer excerpt greed greek "
        "greene greer greet grew hosing noting preen remand remain rewind remind augusta diet "
        "tide edith updater"
    ).split()
)

_SMALL = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_NTH = [
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
    "twentieth",
    "twenty-first",
    "twenty-second",
    "twenty-third",
    "twenty-fourth",
    "twenty-fifth",
    "twenty-sixth",
    "twenty-seventh",
    "twenty-eighth",
    "twenty-ninth",
    "thirtieth",
    "thirty-first",
]
# What a telephone that takes dictation writes: "p i one point one", "the third of october".
_SPELLED = (
    rf"(?<![a-z] )(?:\b(?P<room>[a-z]) ?(?P<line>[a-z]) ?)?\b(?P<one>{'|'.join(_SMALL[1:])}) point (?P<two>{'|'.join(_SMALL[1:])})(?! ?(?:per ?cent|%|point))\b"
    rf"|\b(?P<nth>{'|'.join(one.replace('-', '[ -]') for one in reversed(_NTH))})(?= of (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec))"
)
_WORD = re.compile(rf"{_SPELLED}|'?[a-z0-9]+(?:'[a-z]+)*")
_STOPS = re.compile(r"(?<=[.!?])[\"')\]]*(?=\s|$)|\n+|;|(?<=[!?])(?=\S)")


@dataclass(frozen=True, slots=True)
class Typo:
    """A mended word: what was typed, what it was read as, and where that stands in `plain`."""

    typed: str
    read: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Said:
    """A reply, ready to be read.

    `plain` is lower case with simple quotes, mended; `at` holds for every place in it (and
    for its end) the place in the officer's own words, `raw`.
    """

    raw: str
    plain: str
    at: tuple[int, ...]
    typos: tuple[Typo, ...] = ()

    def words(self, start: int, end: int) -> str:
        """The officer's own words between two places of `plain`, without outer blanks."""
        return self.raw[self.at[start] : self.at[end]].strip()

    def capital(self, place: int) -> bool:
        """Whether the officer wrote a capital letter there."""
        return self.raw[self.at[place] : self.at[place] + 1].isupper()

    def shouted(self, start: int, end: int) -> bool:
        """Whether the officer wrote the word in capitals, and not simply everything."""
        word = self.raw[self.at[start] : self.at[end]]
        rest = self.raw[: self.at[start]] + self.raw[self.at[end] :]
        return word.isupper() and any(letter.islower() for letter in rest)


# A table that was pasted: its heading says nothing, and its bars and semicolons are commas.
_HEADING = re.compile(r"^(?:ref|action|no|number)[;|, ]+(?:rag|status|rating)\b.*$", re.MULTILINE)
_ROW = re.compile(r"^[| ]*[a-z]{2}\d\.\d+ *[;|].*$", re.MULTILINE)


def listen(raw: str) -> Said:
    """Fold a reply and mend the typing mistakes that can mean one thing only."""
    folded = "".join(_fold(letter) for letter in raw.translate(_FOLDED))
    folded = _HEADING.sub(lambda found: " " * len(found[0]), folded)
    folded = _ROW.sub(lambda found: re.sub(r"[;|]", ",", found[0]), folded)
    plain: list[str] = []
    at: list[int] = []
    typos: list[Typo] = []
    done = length = 0
    for found in _WORD.finditer(folded):
        before = folded[done : found.start()]
        plain.append(before)
        at.extend(range(done, found.start()))
        length += len(before)
        typed = found[0]
        read, quiet = _spelled(found) or _read(typed)
        if read != typed and not quiet:
            typos.append(Typo(raw[found.start() : found.end()], read, length, length + len(read)))
        plain.append(read)
        at.extend(min(found.start() + n, found.end() - 1) for n in range(len(read)))
        length += len(read)
        done = found.end()
    plain.append(folded[done:])
    at.extend(range(done, len(folded) + 1))
    return Said(raw, "".join(plain), tuple(at), tuple(typos))


def sentences(plain: str) -> Iterator[Span]:
    """Where each sentence, line or list entry stands; blanks around it are left out."""
    start = 0
    for stop in _STOPS.finditer(plain):
        yield from _trimmed(plain, start, stop.start())
        start = stop.end()
    yield from _trimmed(plain, start, len(plain))


def one_off(typed: str, meant: str) -> bool:
    """Whether one letter is wrong, missing, too many, or two neighbours are swapped."""
    if abs(len(typed) - len(meant)) > 1:
        return False
    n = next((n for n, pair in enumerate(zip(typed, meant, strict=False)) if pair[0] != pair[1]),
             min(len(typed), len(meant)))  # fmt: skip
    left, right = typed[n:], meant[n:]
    if len(left) == len(right):
        return left[1:] == right[1:] or (left[:2] == right[:2][::-1] and left[2:] == right[2:])
    return left[1:] == right if len(left) > len(right) else left == right[1:]


def _spelled(found: re.Match[str]) -> tuple[str, bool] | None:
    """What was dictated, in figures; None for a plain word."""
    if found["nth"]:
        day = _NTH.index(found["nth"].replace(" ", "-")) + 1
        return (
            f"{day}{'th' if 10 < day < 20 else {1: 'st', 2: 'nd', 3: 'rd'}.get(day % 10, 'th')}",
            True,
        )
    if found["one"]:
        spoken = f"{found['room'] or ''}{found['line'] or ''}"
        return f"{spoken}{_SMALL.index(found['one'])}.{_SMALL.index(found['two'])}", True
    return None


def _fold(letter: str) -> str:
    lower = letter.lower()
    # Private letters mark what was found in a reply; nobody types them and means something.
    return " " if "\ue000" <= letter <= "\uf8ff" else lower if len(lower) == 1 else letter


def _read(typed: str) -> tuple[str, bool]:
    """The word as read, and whether the difference is not worth saying back."""
    if typed in _SHORT:
        return _SHORT[typed], True
    if len(typed) < 4 or typed in _REAL or typed in _LONG or not typed.isalpha():
        return typed, True
    if f"{typed}s" in _LONG or (typed[:-1] in _LONG and typed[-1] in "sd"):
        return typed, True  # another number or tense is no mistake
    squeezed = re.sub(r"(.)\1{2,}", r"\1\1", typed)
    for meant in _LONG:
        if typed[0] == meant[0] and (one_off(typed, meant) or one_off(squeezed, meant)):
            return meant, False
    for meant in _BRIEF:
        if sorted(typed) == sorted(meant) and one_off(typed, meant):
            return meant, typed == meant
        if len(typed) == 5 and one_off(typed, meant) and re.search(r"(.)\1", typed):
            return meant, False
    return typed, True


def _trimmed(plain: str, start: int, end: int) -> Iterator[Span]:
    while start < end and plain[start].isspace():
        start += 1
    while end > start and plain[end - 1].isspace():
        end -= 1
    if start < end:
        yield start, end
