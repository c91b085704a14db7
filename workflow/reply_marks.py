"""Mark what stands where in a reply: refs, dates, colours, figures, "no change"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from workflow.rag import Rag
from workflow.reply_dates import Named, find_days
from workflow.reply_numbers import Number, find_numbers
from workflow.reply_refs import Group, find_refs
from workflow.reply_text import Said, Span
from workflow.reply_titles import Lexicon
from workflow.reply_values import Context

__all__ = ["C", "Colour", "D", "F", "Marked", "N", "R", "Token", "mark", "tokens"]

# What was found is written over with private letters, so that the grammar reads in its own
# terms: "amber for PI3.1 by Friday" becomes "C for R by D", each as long as what it covers.
R, D, C, F, N = "\ue000", "\ue001", "\ue002", "\ue003", "\ue004"


@dataclass(frozen=True, slots=True)
class Colour:
    """A word, letter or sign for a rating; `rag` is None where it means no rating for sure."""

    start: int
    end: int
    rag: Rag | None
    letter: bool = False


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a mark or a sign of a marked reply."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Marked:
    """A reply with everything found in it; `masked` is as long as `said.plain`."""

    said: Said
    masked: str
    groups: tuple[Group, ...]
    days: tuple[Named, ...]
    colours: tuple[Colour, ...]
    numbers: tuple[Number, ...]
    no_changes: tuple[Span, ...]
    today: date
    impossible: tuple[str, ...] = ()

    def groups_in(self, start: int, end: int) -> list[Group]:
        """The groups of refs within a stretch."""
        return [one for one in self.groups if start <= one.start and one.end <= end]

    def days_in(self, start: int, end: int) -> list[Named]:
        """The dates within a stretch."""
        return [one for one in self.days if start <= one.start and one.end <= end]

    def colours_in(self, start: int, end: int) -> list[Colour]:
        """The colours within a stretch."""
        return [one for one in self.colours if start <= one.start and one.end <= end]

    def numbers_in(self, start: int, end: int) -> list[Number]:
        """The numbers within a stretch."""
        return [one for one in self.numbers if start <= one.start and one.end <= end]


def mark(
    said: Said, context: Context, lexicon: Lexicon, opened: Sequence[str], today: date
) -> Marked:
    """Find everything in a reply; what is certain first, so that nothing is read twice."""
    free = context.kind in {"action", "reason", "rag"}
    groups = [] if context.kind == "measure" else find_refs(said, lexicon, opened, free=free)
    if context.kind == "measure":
        # "3.1" is the figure asked for; only a full ref is an action here.
        groups = [one for one in find_refs(said, lexicon, opened, free=True)
                  if said.plain[one.start].isalpha()]  # fmt: skip
    plain = _ASIDES.sub(lambda found: " " * len(found[0]), said.plain)
    masked = _over(plain, [(one.start, one.end) for one in groups], R)
    days, impossible = find_days(masked, today)
    masked = _over(masked, [(one.start, one.end) for one in days], D)
    numbers = find_numbers(masked)
    masked = _over(masked, [(one.start, one.end) for one in numbers if one.marked], F)
    same = [found.span() for found in _NO_CHANGE.finditer(masked)]
    masked = _over(masked, same, N)
    colours = list(_colours(masked, _same_length(said)))
    masked = _over(masked, [(one.start, one.end) for one in colours], C)
    return Marked(said, masked, tuple(groups), tuple(days), tuple(colours), tuple(numbers),
                  tuple(same), today, tuple(impossible))  # fmt: skip


def tokens(masked: str, start: int, end: int) -> list[Token]:
    """The words, marks and signs of a stretch of a marked reply."""
    return [Token(_short(found[0]), *found.span()) for found in _TOKEN.finditer(masked, start, end)]


# --- within -------------------------------------------------------------------------------

_TOKEN = re.compile(rf"{R}+|{D}+|{C}+|{F}+|{N}+|[^\W_]+(?:'[^\W_]+)*|\n|[^\s\w{R}-{N}]+|[^\s]")

# Said by the way: it changes nothing about what stands beside it.
_ASIDES = re.compile(
    r"\b(?:to be (?:perfectly |quite |totally |completely )?(?:honest|fair|frank|clear)|"
    r"if (?:i'm|i am|we're|we are) (?:being |perfectly )?(?:honest|fair)|tbh|being honest|tbf|"
    r"i (?:must|have to) say|needless to say|in my (?:view|opinion|judgement|judgment)|imh?o)\b,?"
)
_LAST = r"(?:last (?:month|time|week|update|quarter)|before|previously|previous(?: month)?|previous update|it was|they were|ever|usual|per last (?:month|time|update)|at last (?:month|time))"
_NO_CHANGE = re.compile(
    r"\b(?:"
    r"no (?:(?:real|significant|major|material|further|other|new|big|particular|actual|more) )?"
    r"(?:changes?|updates?|movement|news|differences?|developments?)"
    r"|nothing (?:much )?(?:new|has changed|changed|changes|to (?:report|add|update|say|change|tell)|different|"
    r"(?:else|more|further)(?: to (?:add|report|say))?|has moved)"
    r"|(?:not much|little|not a lot of) (?:change|movement|to report|to add|new|different|progress to report)|not a lot (?:has changed|to report|new)|see last (?:month|time)(?:'s)?(?: update| answer| report)?"
    r"|(?:don't|do not|can't|cannot) (?:think|see|say)(?: that)? (?:anything|much|a lot|it|things) (?:has|have|is|'s|are)? ?(?:really )?(?:changed|different|moved|new)"
    r"|nothing(?:'?s| is| has)? (?:changed|new|different|moved)|without (?:any )?changes?"
    r"|(?:not|hasn't|haven't|has not|have not|none have|none has) (?:really )?(?:changed|moved)(?: at all)?"
    r"|unchanged|no chg|n/c|nc"
    rf"|(?:exactly |all |just |much |pretty much |about )?(?:the )?same(?: again)?(?: update| position| answer| rag| rating| figures?| status)? as {_LAST}"
    rf"|(?:exactly |still |all |just |much |pretty much )?(?:the )?same as (?:in |at |for )?(?:the end of )?{D}+"
    r"|(?:exactly |still |all |just |much |pretty much )?the same(?= *(?:[.,;:!)\n-]|$))"
    r"|same(?: colour| rating| rag| position| answer)? as (?:it was|before|last (?:month|time))|same same|(?:stays?|remains?|still|is) as it was"
    r"|same again|same old(?: same old)?|same here|same(?= *(?:[.,;:!)\n]|$| -| for\b| on\b| please\b| this month\b))"
    rf"|as (?:per )?{_LAST}(?! *\w+ing\b)|as you were"
    r"|ditto|status quo|nowt (?:new|to (?:report|add)|changed)|nil return|stet"
    r"|(?:leave|leaving|keep|left) (?:it |this |that |them |these |everything |all )?(?:as (?:is|it is|it was|they are|they were|was)|the same|unchanged)"
    r"|as is|carry (?:it |last month's |this |them )?(?:forward|over)|roll (?:it |this |them )?(?:forward|over)"
    r"|use last month's(?: update| answer| words)?|stays? the same|remains? the same"
    r")(?![\w'])"
)

_WORDS = {"red": Rag.RED, "amber": Rag.AMBER, "green": Rag.GREEN, "blue": Rag.BLUE,
          "yellow": None, "orange": None, "grey": None, "purple": None}  # fmt: skip
_SIGNS = {"🔴": Rag.RED, "🟥": Rag.RED, "🟠": Rag.AMBER, "🟡": Rag.AMBER, "🟧": Rag.AMBER,
          "🟨": Rag.AMBER, "🟢": Rag.GREEN, "🟩": Rag.GREEN, "🔵": Rag.BLUE, "🟦": Rag.BLUE,
          "✅": None, "✔": None, "☑": None, "💚": None, "❤": None, "💛": None, "🧡": None,
          "💙": None}  # fmt: skip
_LETTERS = {"r": Rag.RED, "a": Rag.AMBER, "g": Rag.GREEN, "b": Rag.BLUE}
_COLOUR = re.compile(
    rf"(?:^|(?<=[\n;.,])) *(?P<many>reds|ambers|greens)(?= *[:=-] *{R})|(?<![\w'])(?:{'|'.join(_WORDS)})(?![\w'])|(?:{'|'.join(_SIGNS)})\ufe0f?"
)
# A letter is a rating only on its own: after an action or a word that announces a rating, or
# with nothing else beside it; never an initial, an option (a, b) or an article.
_END = (
    rf"(?= *(?:$|[,;:!?\n(|]|\.(?= *(?:$|\n))|-+>|=>|>|because\b|{F}|but\b|and {R}|for {R}|due to\b"
    r"|please\b|for now\b|this month\b|still\b)| +-(?!\w))"
)
_LETTER = re.compile(
    rf"(?:^[\s\"']*|{R}[\s:,=>|-]*(?:(?:is|are|now|still|at|to|as|stays?|remains?|currently|"
    r"should be|=) +)*"
    r"|\b(?:rag|brag|rating|status|rated|overall|everything|all|both|rest|others|meant|"
    r"make (?:it|that)|mark (?:it|that|this)|it's|its|it is|i'd say|call it)[\s:,=-]+"
    r"(?:is +|are +|to +|as +)?"
    rf")(?P<letter>[ragb])(?:{_END}|/(?=[ragb]\b))|(?<={R} )(?P<stop>[ragb])(?=\. )|{R} ?\((?P<inside>[ragb])\)(?= *(?:$|[.,;:!\n]| -))"
)
_LAST_LETTER = re.compile(
    r"(?:[,;.\n] *| - *)(?:so +|now +|still +|rag +)?(?P<letter>[ragb])[ .!]*$"
)
_PAIR = re.compile(r"(?<!\w)(?P<one>[rag]) ?(?:/|-+>|=>|>|to|or|-) ?(?P<two>[ragb])(?!\w)")
_ALONE = re.compile(r"(?<![\w.'/&])[A-HR](?![\w'&])")


def _colours(masked: str, raw: str) -> Iterator[Colour]:
    found = {one.start(): _coloured(one) for one in _COLOUR.finditer(masked)}
    letters = len(raw) == len(masked) and _ALONE.findall(raw)
    for pair in _PAIR.finditer(masked):
        opens = not masked[: pair.start()].strip(f" :,=-{R}")
        if opens or (
            letters and raw[pair.start("one")].isupper() and raw[pair.start("two")].isupper()
        ):
            for name in ("one", "two"):
                found.setdefault(pair.start(name), _letter(pair, name))
    place = 0
    while letter := _LETTER.search(masked, place):
        name = next(one for one in ("letter", "stop", "inside") if letter[one])
        if not _initial(raw, letter.end(name)):
            found.setdefault(letter.start(name), _letter(letter, name))
        place = letter.end(name)
    last = _LAST_LETTER.search(masked)
    if last and letters and len(letters) == 1 and raw[last.start("letter")].isupper():
        found.setdefault(last.start("letter"), _letter(last, "letter"))
    yield from (found[start] for start in sorted(found))


def _initial(raw: str, place: int) -> bool:
    """G. Price: a letter with a point before a capital is a person's."""
    return bool(re.match(r"\. *[A-Z]", raw[place : place + 4]))


def _coloured(match: re.Match[str]) -> Colour:
    if match["many"]:
        return Colour(*match.span("many"), _WORDS[match["many"].removesuffix("s")])
    return Colour(*match.span(), _rag(match[0]))


def _letter(match: re.Match[str], name: str) -> Colour:
    return Colour(*match.span(name), _LETTERS[match[name]], letter=True)


def _rag(typed: str) -> Rag | None:
    return _WORDS[typed] if typed in _WORDS else _SIGNS[typed.removesuffix("\ufe0f")]


def _over(text: str, spans: Sequence[Span], letter: str) -> str:
    for start, end in spans:
        text = text[:start] + letter * (end - start) + text[end:]
    return text


def _same_length(said: Said) -> str:
    """The officer's letters at the places of `plain`."""
    return "".join(said.raw[place : place + 1] or " " for place in said.at[: len(said.plain)])


def _short(text: str) -> str:
    """A mark is one letter, however long what it covers."""
    return text[0] if text[0] in (R, D, C, F, N) else text
