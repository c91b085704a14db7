"""Find which actions a reply names: SP1.1, sp 1.1, 1.1 where one open action fits, and lists."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from workflow.reply_text import Said
from workflow.reply_titles import Lexicon
from workflow.reply_values import Mend

__all__ = ["Group", "find_refs"]


@dataclass(frozen=True, slots=True)
class Group:
    """Actions named together ("PI3.1, PI3.2 and QA1.3"), and where.

    `refs` are those it can only mean. `choices` are the readings of a number that fits several
    open actions, `unknown` what looks like a ref and is none, `closed` refs of the plan that
    are not open for this officer. `wide` where more was named than typed out (an objective,
    a range): said back before anything is saved. `measure` is set for PI3.1-M1.
    """

    start: int
    end: int
    refs: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    closed: tuple[str, ...] = ()
    wide: bool = False
    by_title: bool = False
    measure: str = ""
    mends: tuple[Mend, ...] = ()

    @property
    def named(self) -> tuple[str, ...]:
        """Every ref of the plan that it names, open or not."""
        return tuple(dict.fromkeys((*self.refs, *self.closed)))


# Between refs of one list. "to" and a dash make a range.
_JOINER = re.compile(r"\s*(?:,\s*and\b|,|&|\+|/|\band\b|\bplus\b)\s*(?:also\s+)?")
_RANGE = re.compile(r"\s*(?:-|\bto\b|\bthrough\b|\bthru\b)\s*")

# A bare number is a ref only where a ref would stand, and not before a thing that is counted.
_BARE_AT = re.compile(
    r"(?:^|(?<=[\n;:(#+&])|(?<=, )|(?<=- )|(?<=[.!?;:(] )|(?<=\n- )|\b(?:and|for|on|actions?|re|no|number|"
    r"except|except for|bar|but|then|about|show|open|view|edit|amend|skip|delegate|pass|give|"
    r"snooze|leave|update|meant|mean|(?:apart|aside) from|other than|not|"
    r"(?:changed?|changes|updates?|go|back|jump|move on) to|"
    r"plus|also|do|doing|cover|covering|item|row|ref|is|are|has|assign|hand|with|complete|did) )"
    r"\s*(?P<number>\d\.\d{1,2})(?![\d%]|\.\d|/\d)(?!\s?(?:%|per ?cent|pc\b|percent|points?\b|pts?\b|pp\b|"
    r"ftes?\b|cases?\b|million\b|[mk]\b|days?\b|weeks?\b|months?\b|years?\b|hours?\b|posts?\b|"
    r"staff\b|children\b|workers?\b|social\b|vacanc|average\b|per\b|times\b|out of\b|of \d))"
)
_BARE_NEXT = re.compile(
    r"(?P<number>\d\.\d{1,2})(?![\d%]|\.\d)(?!\s?(?:%|per ?cent|points?\b|pts?\b|pp\b))"
)
# In free text a number opens a clause only before what a clause about an action goes on with.
_GOES_ON = re.compile(
    r"\s*(?:$|[:;,\n=)]|-(?!\d)|(?:and|&|\+|/)\s*\d\.\d|(?:is|are|still|now|stays?|remains?|no change|"
    r"no update|same|unchanged|ditto|n/?c|green|amber|red|blue|rag|[ragb])\b|[\U0001F534-\U0001F7EB✅])"
)


def find_refs(said: Said, lexicon: Lexicon, opened: Sequence[str], *, free: bool) -> list[Group]:
    """The groups of refs in a reply, in order; `free` where the officer was asked for words."""
    singles = list(_explicit(said, lexicon, opened))
    singles += _bare(said, lexicon, opened, singles, free=free)
    singles.sort(key=lambda one: one.start)
    return _joined(said, lexicon, opened, singles)


# --- within -------------------------------------------------------------------------------


@lru_cache(maxsize=8)
def _pattern(prefixes: tuple[str, ...]) -> re.Pattern[str]:
    """Each prefix of the plan, its I, L and 1 mistaken for each other, its letters swapped."""
    spelt = {}
    for prefix in prefixes:
        spelt[prefix] = "".join("[il1|!]" if one in "il" else re.escape(one) for one in prefix)
    for prefix in prefixes:
        swapped = prefix[::-1]
        if swapped not in prefixes:
            spelt.setdefault(swapped, re.escape(swapped))
    either = "|".join(spelt.values())
    return re.compile(
        rf"(?<![a-z0-9])(?P<prefix>{either})(?P<gap>[ _.:-]{{0,2}})(?:(?P<one>\d)(?P<point> ?[.\-_,/:] ?| )"
        r"(?P<two>\d{1,2})(?:[ -]?m(?P<measure>\d))?(?![\d%])(?!\.\d)|(?P<glued>\d\d)(?![\d%./])"
        r"|(?P<objective>\d)(?![\d%.]))",
        re.ASCII,
    )


def _explicit(said: Said, lexicon: Lexicon, opened: Sequence[str]) -> Iterator[Group]:
    prefixes = tuple(dict.fromkeys(ref.rstrip("0123456789.").lower() for ref in lexicon.actions))
    for found in _pattern(prefixes).finditer(said.plain):
        prefix, odd = _prefix(found["prefix"], prefixes)
        if found["objective"]:
            yield from _objective(found, prefix, lexicon, opened)
            continue
        if found["glued"]:
            number, odd = f"{found['glued'][0]}.{found['glued'][1]}", True
        else:
            number = f"{found['one']}.{int(found['two'])}"
        ref = f"{prefix.upper()}{number}"
        if ref not in lexicon.actions:
            if found["glued"] or found["point"] == " ":
                continue
            yield Group(found.start(), found.end(), unknown=(said.words(*found.span()),))
            continue
        typed = said.words(*found.span())
        mends = (Mend(typed, ref),) if odd else ()
        measure = f"{ref}-M{found['measure']}" if found["measure"] else ""
        yield replace(_single(found.start(), found.end(), (ref,), opened), mends=mends,
                      measure=measure)  # fmt: skip


def _prefix(typed: str, prefixes: Sequence[str]) -> tuple[str, bool]:
    """The prefix meant, and whether it was mistyped."""
    if typed in prefixes:
        return typed, False
    plain = re.sub(r"[l1|!]", "i", typed)
    for prefix in prefixes:
        if re.sub(r"[l1|!]", "i", prefix) == plain:
            return prefix, True
    return typed[::-1], True


def _objective(found: re.Match[str], prefix: str, lexicon: Lexicon,
               opened: Sequence[str]) -> Iterator[Group]:  # fmt: skip
    refs = lexicon.by_objective.get(f"{prefix.upper()}{found['objective']}", ())
    mine = tuple(ref for ref in refs if ref in opened)
    if mine:
        yield Group(found.start(), found.end(), refs=mine, wide=True)


def _single(start: int, end: int, refs: tuple[str, ...], opened: Sequence[str]) -> Group:
    """One number or ref: the open actions it fits, else those of the plan."""
    mine = tuple(ref for ref in refs if ref in opened)
    if len(mine) == 1:
        return Group(start, end, refs=mine)
    if mine:
        return Group(start, end, choices=mine)
    return Group(start, end, closed=refs) if len(refs) == 1 else Group(start, end, choices=refs)


def _bare(said: Said, lexicon: Lexicon, opened: Sequence[str], taken: Sequence[Group], *,
          free: bool) -> Iterator[Group]:  # fmt: skip
    for found in _BARE_AT.finditer(said.plain):
        number = found["number"]
        start, end = found.span("number")
        if number not in lexicon.by_number or any(
            one.start < end and start < one.end for one in taken
        ):
            continue
        if free and not _opens(said.plain, found, end):
            continue
        yield _single(start, end, lexicon.by_number[number], opened)


def _opens(plain: str, found: re.Match[str], end: int) -> bool:
    before = plain[: found.start("number")].rstrip(" ")
    if before and before[-1] not in "\n;.":
        # "show 3.1", "skip 3.1": a command that is all there is
        whole = re.compile(
            r"(?:please )?(?:show|open|view|edit|amend|skip|snooze|delegate|pass|give)(?: me)?"
        )
        return bool(whole.fullmatch(before)) or bool(re.search(r"\d\.\d\s*(?:,|and|&)$", before))
    return bool(_GOES_ON.match(plain, end))


def _joined(
    said: Said, lexicon: Lexicon, opened: Sequence[str], singles: Sequence[Group]
) -> list[Group]:
    """Refs side by side become one group; a number after a ref takes its letters."""
    groups: list[Group] = []
    for one in _with_followers(said, lexicon, opened, singles):
        last = groups[-1] if groups else None
        gap = said.plain[last.end : one.start] if last else ""
        if last and _JOINER.fullmatch(gap) and "\n" not in gap:
            groups[-1] = _merged(last, one)
        elif last and _RANGE.fullmatch(gap) and (between := _between(last, one, lexicon)):
            groups[-1] = replace(_merged(last, one), refs=tuple(r for r in between if r in opened),
                                 closed=tuple(r for r in between if r not in opened), wide=True)  # fmt: skip
        else:
            groups.append(one)
    return groups


def _with_followers(said: Said, lexicon: Lexicon, opened: Sequence[str],
                    singles: Sequence[Group]) -> Iterator[Group]:  # fmt: skip
    """Each ref, and the numbers that go on after it: "PI3.1, 3.2 and 3.4"."""
    done = 0
    for one in singles:
        if one.start < done:
            continue
        yield one
        done = one.end
        prefix = (one.named or ("",))[0].rstrip("0123456789.")
        while gap := (_JOINER.match(said.plain, done) or _RANGE.match(said.plain, done)):
            found = _BARE_NEXT.match(said.plain, gap.end())
            if found is None or any(other.start <= found.start() < other.end for other in singles if
                                    other.named and said.plain[other.start].isalpha()):  # fmt: skip
                break
            number = found["number"]
            ref = f"{prefix}{number}"
            refs = (ref,) if ref in lexicon.actions else lexicon.by_number.get(number, ())
            if not refs:
                break
            yield _single(found.start(), found.end(), refs, opened)
            done = found.end()


def _merged(one: Group, other: Group) -> Group:
    return Group(
        one.start, other.end, one.refs + other.refs, one.choices or other.choices,
        one.unknown + other.unknown, one.closed + other.closed, one.wide or other.wide,
        one.by_title or other.by_title, "", one.mends + other.mends,
    )  # fmt: skip


def _between(one: Group, other: Group, lexicon: Lexicon) -> tuple[str, ...]:
    """The refs from one to another, where they share their letters and stand in that order."""
    if len(one.named) != 1 or len(other.named) != 1:
        return ()
    order = list(lexicon.actions)
    first, last = order.index(one.named[0]), order.index(other.named[0])
    letters = {ref.rstrip("0123456789.") for ref in order[first : last + 1]}
    return tuple(order[first : last + 1]) if first < last and len(letters) == 1 else ()
