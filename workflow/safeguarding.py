"""Notice in a young person's words that somebody may be in danger; a person looks at each."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from workflow.concern_rules import Rule, joined

__all__ = [
    "FAILED",
    "Comfort",
    "Kind",
    "Reader",
    "Scan",
    "WordList",
    "plain",
    "scan",
]

# A second reader gives the likelihood, 0 to 1, that somebody should look at a text.
Reader = Callable[[str], float]
SURE_FROM = 0.54

_MOST_OF_RULE = 70
_LONG_ENOUGH = 4

FAILED = "The scan itself failed, so somebody looks."


class Kind(StrEnum):
    """What somebody may be in danger of."""

    ABUSE = "abuse"
    SEXUAL = "sexual"
    EXPLOITATION = "exploitation"
    SELF_HARM = "self_harm"
    SUICIDE = "suicide"
    VIOLENCE = "violence"
    DOMESTIC_ABUSE = "domestic_abuse"
    MISSING = "missing"
    HOME_UNSAFE = "home_unsafe"
    NEGLECT = "neglect"
    THREAT = "threat"
    HARM_TO_OTHERS = "harm_to_others"
    FORCED_MARRIAGE = "forced_marriage"
    FGM = "fgm"
    OTHER_DANGER = "other_danger"


class Comfort(StrEnum):
    """Which of the two agreed sentences of comfort fits; NONE where that is not clear."""

    NOT_YOUR_FAULT = "abuse"
    SO_HARD = "self_harm"
    NONE = "none"


_OWN_HAND = frozenset({Kind.SUICIDE, Kind.SELF_HARM})
_BY_OTHERS = frozenset(
    {
        Kind.ABUSE, Kind.SEXUAL, Kind.EXPLOITATION, Kind.VIOLENCE, Kind.DOMESTIC_ABUSE,
        Kind.FORCED_MARRIAGE, Kind.FGM, Kind.NEGLECT,
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Scan:
    """What a scan found: whether a person has to look, at what kinds, and why.

    `because` names the rules or the reader that raised it, for the safeguarding lead; it never
    repeats the young person's words.
    """

    concern: bool
    kinds: tuple[Kind, ...] = ()
    because: tuple[str, ...] = ()

    @property
    def comfort(self) -> Comfort:
        """The sentence that fits, if one surely does."""
        found = set(self.kinds)
        if found and found <= _OWN_HAND:
            return Comfort.SO_HARD
        if found and found <= _BY_OTHERS:
            return Comfort.NOT_YOUR_FAULT
        return Comfort.NONE


@dataclass(frozen=True)
class WordList:
    """The safeguarding lead's list, ready to be used; made by `workflow.concern_list`."""

    rules: tuple[Rule, ...]
    together: Mapping[str, re.Pattern[str]]
    harmless: tuple[re.Pattern[str], ...]
    spelling: tuple[str, ...]
    short: Mapping[str, str]
    emoji: Mapping[str, str]
    everyday: Callable[[str], bool] = bool

    @cached_property
    def known(self) -> frozenset[str]:
        """Every word that stands in the list, so that none of them is taken for a misspelling."""
        written = (re.findall(r"[a-z]+", rule.written) for rule in self.rules)
        return frozenset(word for words in written for word in words)

    @cached_property
    def by_first(self) -> Mapping[str, tuple[str, ...]]:
        """The longer words of the list by their first letter."""
        found: dict[str, tuple[str, ...]] = {}
        for word in sorted(self.known):
            if len(word) > _LONG_ENOUGH:
                found[word[0]] = (*found.get(word[0], ()), word)
        return found

    @cached_property
    def by_sound(self) -> Mapping[str, str]:
        """The sensitive words by how they sound."""
        return {_sound(word): word for word in reversed(self.sensitive)}

    @cached_property
    def sensitive(self) -> tuple[str, ...]:
        """The words that are looked for in every spelling."""
        return tuple(sorted(self.spelling))


def scan(text: str, words: WordList, reader: Reader | None = None) -> Scan:
    """Look at a text of any length; whatever goes wrong counts as a concern.

    Nothing that is said afterwards or beside it ("lol jk", "im not saying he hits me") takes a
    concern away. `reader` is a second reader beside the list.
    """
    try:
        return _scanned(text, words, reader)
    except Exception:  # noqa: BLE001 - a scan that fails is a concern, and its words stay here
        return Scan(concern=True, kinds=(Kind.OTHER_DANGER,), because=(FAILED,))


def plain(text: str, words: WordList) -> str:
    """A text as the rules read it: small plain letters, chat spelling and disguise undone."""
    folded = "".join(f" {words.emoji[one]} " if one in words.emoji else one for one in text)
    folded = unicodedata.normalize("NFKD", folded.replace("ł", "l").replace("Ł", "l"))
    folded = "".join(one for one in folded if not unicodedata.combining(one)).casefold()
    folded = re.sub(r"(?<=[a-z])['’`´ʼ](?=[a-z])", "", folded)
    # s-h, s.h: two letters that a sign holds together are one word.
    folded = re.sub(r"(?<![^\s])([a-z])[-._/]([a-z])(?![^\s.,!?])", r"\1\2", folded)
    tokens = re.findall(r"[a-z0-9@$!*|+&]+(?:[*@$!][a-z0-9]+)*|[^\W\d_]+", folded)
    return " ".join(_words(_joined_letters(tokens), words))


# --- within -------------------------------------------------------------------------------


def _scanned(text: str, words: WordList, reader: Reader | None) -> Scan:
    read = plain(text, words)
    clean = _without_harmless(joined(read.split()), words)
    found: dict[Kind, str] = {}
    for version in dict.fromkeys((clean, _unspaced(text, words))):
        for rule in words.rules:
            kind = Kind(rule.kind)
            if kind not in found and rule.pattern.search(version):
                found[kind] = f"{rule.kind}: {_brief(rule.written)}"
    if found:
        return Scan(concern=True, kinds=tuple(found), because=tuple(found.values()))
    weak = [name for name, pattern in words.together.items() if pattern.search(clean)]
    because = ""
    if len(weak) > 1:
        because = f"Signs that say little alone, together: {', '.join(weak)}."
    elif reader is not None and _says_more(clean) and reader(read) >= SURE_FROM:
        because = "The second reader found it like answers that somebody should look at."
    if because:
        return Scan(concern=True, kinds=(Kind.OTHER_DANGER,), because=(because,))
    return Scan(concern=False)


def _brief(written: str) -> str:
    """The beginning of a rule, enough to find it in the list."""
    return written if len(written) <= _MOST_OF_RULE else f"{written[:_MOST_OF_RULE]}…"


def _words(tokens: Iterable[str], words: WordList) -> Iterator[str]:
    for token in tokens:
        yield from _read(token, words).split()


def _read(token: str, words: WordList) -> str:
    """One word as it was meant."""
    if token in words.short:
        return words.short[token]
    if token.isdigit():
        return token
    word = _undisguised(token, words)
    word = re.sub(r"(.)\1{2,}", r"\1\1", word)
    if word in words.short:
        return words.short[word]
    single = re.sub(r"(.)\1+", r"\1", word)
    if word not in words.known and (single in words.known or single in words.short):
        return words.short.get(single, single)
    return _respelt(word, words)


_LEET = str.maketrans("013457@$!|+", "oieastasiit")


def _undisguised(token: str, words: WordList) -> str:
    """k1ll, su1c1de, r*pe: figures and signs within a word stand for letters."""
    bare = token.strip("!*|+&$@")
    if "*" in bare:
        pattern = re.compile(re.escape(bare).replace(r"\*", "[a-z]?"))
        meant = (one for one in words.sensitive if pattern.fullmatch(one))
        return next(meant, bare.replace("*", ""))
    if bare.isalpha() or not any(one.isalpha() for one in bare):
        return bare
    if re.fullmatch(r"\d+[a-z]{1,3}", bare):
        return bare  # 15yo, 2nd, 5pm
    return bare.translate(_LEET)


def _respelt(word: str, words: WordList) -> str:
    """A word of the list, where it was written as it sounds or with a letter wrong."""
    if len(word) < 4 or word in words.known or not word.isascii() or not word.isalpha():
        return word
    if len(word) > 4 and word not in _REAL:
        for meant in words.sensitive:
            if word[0] == meant[0] and _one_off(word, meant):
                return meant
    if words.everyday(word):
        return word
    return words.by_sound.get(_sound(word)) or next(
        (one for one in words.by_first.get(word[0], ()) if _one_off(word, one)), word
    )


def _sound(word: str) -> str:
    """How a word sounds, roughly: no vowels but the first, no double letters, f for th and ph."""
    said = re.sub(r"ph|th|v", "f", word)
    said = re.sub(r"ck|k|qu|c(?=[aou]|$)", "k", said)
    said = re.sub(r"c|z", "s", said)
    said = re.sub(r"(?<=.)(?:gh|h|w|y|er$|r$|ing$|in$|g$)", "", said)
    return re.sub(r"(.)\1+", r"\1", said[:1] + re.sub(r"[aeiouy]", "", said[1:]))


# Everyday words one letter away from a sensitive one.
_REAL = frozenset(
    (
        "scarce scored scare cared carved starred scaled shared sacred torched couched "
        "vouched bouncing buses forces forged raced rated rape raved razed cuttings cutlery "
        "getting letting fitting sitting putting heating bearing beading seating eating "
        "petting beater beacon abuser amused accused bused secrets sacred market marriages "
        "hungary angry violet violets molest grooms groomer worries worrier carried hurried "
        "married baked named raked wicked homely punches pinched bunched lunched staring "
        "starting stirring boasting roasting depress repressed pressed impressed dangers "
        "stating staying "
    ).split()
)


def _one_off(typed: str, meant: str) -> bool:
    if abs(len(typed) - len(meant)) > 1:
        return False
    n = next(
        (n for n, pair in enumerate(zip(typed, meant, strict=False)) if pair[0] != pair[1]),
        min(len(typed), len(meant)),
    )
    left, right = typed[n:], meant[n:]
    if len(left) == len(right):
        return left[1:] == right[1:] or (left[:2] == right[:2][::-1] and left[2:] == right[2:])
    return left[1:] == right if len(left) > len(right) else left == right[1:]


def _joined_letters(tokens: list[str]) -> list[str]:
    """Letters with spaces between them are one word: k m s."""
    out, run = list[str](), list[str]()
    for token in [*tokens, ""]:
        if len(token) == 1 and token.isalnum():
            run.append(token)
            continue
        out += ["".join(run)] if len(run) > 2 else run
        run = []
        if token:
            out.append(token)
    return out


def _unspaced(text: str, words: WordList) -> str:
    """What stands in a text that was written in single letters throughout ("i w a n t t o d i e").

    Words can't be told apart there, so the list's longer words are looked for anywhere in it.
    """
    letters = re.sub(r"[^a-z]+", " ", text.casefold()).split()
    singles = [one for one in letters if len(one) == 1]
    if len(singles) < 6 or len(singles) < 0.6 * len(letters):
        return ""
    run = "".join(letters)
    hidden = [one for one in (*_HIDDEN, *words.sensitive) if one.replace(" ", "") in run]
    return joined(" ".join(hidden).split())


_HIDDEN = (
    *("kill myself", "want to die", "help me", "hits me", "hurts me"),
    *("rape", "self harm", "not safe"),
)

# After one of these, what would be harmless is not: "I don't feel safe here".
_NEGATED = re.compile(
    r"(?: (?:dont|do not|didnt|doesnt|not|never|isnt|wasnt|arent|aint|cant|cannot|couldnt|no|"
    r"hardly|rarely|without|nobody|wont|wouldnt|havent|hasnt|shouldnt|neither|barely|dosent|if|"
    r"unless|only|less))(?: \S+){0,2}$"
)


def _without_harmless(bare: str, words: WordList) -> str:
    """The text with what is harmless left out; one sign stands in its place."""
    for pattern in words.harmless:
        place = 0
        while found := pattern.search(bare, place):
            if found.end() == found.start():
                break
            if _NEGATED.search(bare[: found.start()]):
                place = found.start() + 1
                continue
            bare = f"{bare[: found.start()]} ~{bare[found.end() :]}"
            place = found.start() + 2
    return bare


def _says_more(clean: str) -> bool:
    """Whether anything is left to weigh beside what is harmless."""
    return "~" not in clean or len(clean.replace("~", "").split()) > 1
