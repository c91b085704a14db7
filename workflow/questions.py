"""Read what people ask about the plan: a question that is understood whole, or none at all."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cached_property

from workflow.plan import Plan
from workflow.question_topics import NOTHING, Meant, Topics
from workflow.question_words import (
    ABOUT,
    AT_LAST,
    BARE,
    BARE_REF,
    CUES,
    HISTORY,
    LABELS,
    OPENERS,
    PLURAL,
    SHOWS,
    STATE,
    TARGETS,
    TELLS,
    WEAK,
    allowed,
    plain,
    polished,
)

__all__ = ["LONGEST", "Asks", "Question", "Questions"]

# Nobody asks a question of the plan in more characters.
LONGEST = 160


class Asks(StrEnum):
    """What a question is for."""

    RATED = "rated"
    ACTION = "action"
    HOW = "how"
    CHANGED = "changed"
    WORSE = "worse"
    BETTER = "better"
    SILENT = "silent"
    OVERDUE = "overdue"
    DUE = "due"
    DECISIONS = "decisions"
    HISTORY = "history"
    SUMMARY = "summary"
    EXCEPTIONS = "exceptions"
    WORKSTREAM = "workstream"
    PACK = "pack"
    HELP = "help"


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody asks.

    `rags` are letters, "-" for no update; `scope` is a workstream or an objective (PI, PI3);
    `month` and `since` are keys (2019-06), empty where none was named; `choices` are the refs
    that the words can mean alike; `unknown` is a name that the plan does not have; `mine` asks
    for the asker's own actions only.
    """

    asks: Asks
    rags: tuple[str, ...] = ()
    scope: str = ""
    refs: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()
    month: str = ""
    since: str = ""
    choices: tuple[str, ...] = ()
    unknown: str = ""
    mine: bool = False


@dataclass(frozen=True)
class Questions:
    """A reader of questions about one plan; keep it, it remembers the plan's words."""

    plan: Plan

    @cached_property
    def topics(self) -> Topics:
        """The plan's names."""
        return Topics(self.plan)

    def read(self, text: str, today: date, *, only_asks: bool = False) -> Question | None:
        """The question that a text is, all of it; None where any of it is something else.

        `only_asks`: it was typed where nothing but questions is, so that a bare word ("overdue")
        is one. Elsewhere a bare word may be an officer's answer, and is none.
        """
        if len(text) > LONGEST:
            return None
        flat = plain(text)
        how = _How(marked=flat.endswith("?"), only_asks=only_asks)
        said = _marked(polished(flat), self, today)
        if not said.body:
            return Question(Asks.HELP) if only_asks else None
        if said.months_doubtful:
            return None
        return _known(said, how) or self._named(said, how)

    def _named(self, said: _Said, how: _How) -> Question | None:
        """A question about something that is named: an action, a measure, a workstream."""
        for asks, patterns in ((Asks.HISTORY, HISTORY), (Asks.HOW, ABOUT)):
            for pattern in patterns:
                found = pattern.fullmatch(said.whole)
                if found and (question := self._about(asks, said, found["topic"])):
                    return question
        last = AT_LAST.fullmatch(said.whole)
        if last and _opens(said) and allowed(last["head"], STATE):
            return self._about(Asks.HOW, said, last["topic"])
        if not _opens(said) and not how.marked and said.rags:
            return None
        bare = BARE_REF.fullmatch(said.whole) is not None and not said.month
        one = len(said.refs) == 1 and (how.asked or _opens(said) or bare)
        if one and allowed(said.whole.replace("@r", " "), STATE):
            return Question(Asks.ACTION, refs=said.refs)
        if how.asked and not OPENERS.match(said.whole) and not said.refs:
            return self._about(Asks.HOW, said, said.whole)
        return None

    def _about(self, asks: Asks, said: _Said, topic: str) -> Question | None:
        """The question about what a topic names, None where the plan has no such thing."""
        if said.refs and re.fullmatch(TARGETS, topic):
            asks = Asks.ACTION if asks is Asks.HOW else asks
            return Question(asks, refs=said.refs[:1], month=said.month)
        if said.refs or "@" in topic:
            return None
        if asks is Asks.HOW and (stream := self.topics.workstream(topic)):
            return Question(Asks.WORKSTREAM, scope=stream, month=said.month)
        meant = self.topics.about(topic)
        if not meant.refs and not meant.choices:
            return None
        shown = asks is Asks.HOW and SHOWS.match(said.whole) and meant.titled
        return Question(
            Asks.ACTION if shown else asks,
            refs=meant.refs,
            measures=meant.measures,
            choices=meant.choices,
            month=said.month,
        )

    def scope_of(self, phrase: str) -> Meant:
        """What a phrase after "in" or "for" names: a part of the plan, or actions."""
        meant = self.topics.scope(phrase)
        if meant.scope or meant.choices:
            return meant
        return self.topics.about(phrase)


@dataclass(frozen=True, slots=True)
class _How:
    """How a text was put: with a question mark, and where nothing but questions is typed."""

    marked: bool
    only_asks: bool

    @property
    def asked(self) -> bool:
        """Whether it asks, whatever its words."""
        return self.marked or self.only_asks


@dataclass(frozen=True, slots=True)
class _Said:
    """A text in which what was named is a sign each: @r an action, @c a rating.

    `whole` still has its ratings and the part of the plan in words.
    """

    body: str
    whole: str
    refs: tuple[str, ...] = ()
    unknown: str = ""
    rags: tuple[str, ...] = ()
    month: str = ""
    since: str = ""
    meant: Meant = NOTHING
    strange: str = ""
    mine: bool = False
    months_doubtful: bool = False


def _known(said: _Said, how: _How) -> Question | None:
    """A question in the words that every plan shares: reds, overdue, decisions, changes."""
    if said.unknown:
        loose = re.sub(r"@u", " ", said.body)
        opens = how.asked or bool(OPENERS.match(said.body))
        return (
            Question(Asks.ACTION, unknown=said.unknown) if opens and allowed(loose, STATE) else None
        )
    if said.refs:
        return None
    for name, cue, more in CUES:
        found = cue.search(said.body)
        if not found or not allowed(cue.sub(" ", said.body), more):
            continue
        plural = name == "rated" and PLURAL.search(said.whole)
        asks = how.marked and OPENERS.match(said.body)
        opens = bool(_opens(said) or asks or BARE.fullmatch(said.body) or plural)
        if not opens and not _asked_barely(said, cue.sub(" ", said.body), name, how):
            continue
        return _filled(Question(Asks(name)), said)
    return None


def _asked_barely(said: _Said, rest: str, name: str, how: _How) -> bool:
    """Whether words that open no question are one all the same, by where or how they are put."""
    if name in WEAK:
        return False
    if how.marked:
        return how.only_asks or said.body != "@c"
    # Without its mark "everything is green" tells; "overdue" and "red and amber actions" ask.
    return how.only_asks and not said.strange and set(rest.split()) <= LABELS


def _opens(said: _Said) -> bool:
    """Whether it begins as a question does, and as nothing else."""
    return bool(OPENERS.match(said.body)) and not TELLS.match(said.body)


def _filled(question: Question, said: _Said) -> Question | None:
    """A question with the part of the plan and the months that were named with it."""
    rags = said.rags if question.asks is Asks.RATED else ()
    if question.asks is Asks.RATED and (not rags or re.search(r"\bi\b", said.body)):
        return None
    if question.asks is Asks.CHANGED and said.meant.refs and re.search(r"\bnews\b", said.body):
        return None
    if said.strange and (question.asks not in _LISTS or len(said.strange.split()) > _NAME):
        return None
    if question.asks in _WHOLE and (said.meant != NOTHING or said.strange):
        if not said.meant.scope or question.asks is not Asks.SUMMARY:
            return None
        question = Question(Asks.WORKSTREAM)
    return replace(
        question,
        rags=rags,
        scope=said.meant.scope,
        refs=said.meant.refs,
        choices=said.meant.choices,
        unknown=said.strange,
        month=said.month,
        since=said.since,
        mine=said.mine,
    )


# Asked of the plan as a whole only.
_WHOLE = frozenset({Asks.HELP, Asks.PACK, Asks.SUMMARY})
# Asked of a part by its name, of so many words at most; told that there is no such part.
_LISTS = frozenset({Asks.RATED, Asks.OVERDUE, Asks.WORSE, Asks.BETTER, Asks.DECISIONS})
_NAME = 3

# --- marking --------------------------------------------------------------------------------

_REF = re.compile(r"(?<![\w.])([a-z]{1,4})[ \-]?(\d{1,2})[.,](\d{1,2})(?![\w%.]*\d)")
_NUMBER = re.compile(r"(?<![\w.£])(\d{1,2}\.\d{1,2})(?![\w%.])")
_MONTHS = (
    "jan(?:uary)?", "feb(?:ruary)?", "mar(?:ch)?", "apr(?:il)?", "may", "june?", "july?",
    "aug(?:ust)?", "sept?(?:ember)?", "oct(?:ober)?", "nov(?:ember)?", "dec(?:ember)?",
)  # fmt: skip
_MONTH = re.compile(
    rf"\b(?:({')|('.join(_MONTHS)}))\b(?:,? ?(20\d\d))?|\b(20\d\d)-(0[1-9]|1[0-2])\b"
)
_SINCE = re.compile(
    r"\b(?:since|than|from|after|compared (?:to|with)|against|versus|vs|on) (?:back in |in )?(?:@m|@l)"
    r"(?:'s)?(?: (?:board|meeting|card|summary))?|\b(?:since|than|from) (?:the )?(?:last|previous) "
    r"(?:board|meeting|time|card|summary|one)"
)
_IN = re.compile(
    r"\b(?:back in|in|for|during|at|as at|as of|of|at the end of)? ?(?:the )?(?:@m|@l)(?:'s)?"
    r"(?: (?:board|meeting|card|summary))?"
)
_COLOURS: Mapping[str, str] = {
    "R": r"reds?|off[- ]track",
    "A": r"ambers?|at risk|yellows?|oranges?",
    "G": r"greens?|on[- ]track",
    "B": r"blues?|completed?|finished|closed",
    "-": r"(?:without|haven't got|hasn't got|have not got|has not got) (?:an? |any )?updates?|not? updates?|unrated|not rated|no ratings?|blanks?|silent actions",
}
_COLOUR = re.compile(
    "|".join(rf"\b(?P<c{n}>{words})\b" for n, words in enumerate(_COLOURS.values()))
)
_NOT = re.compile(r"(?:\bnot(?: yet| rated)?|n't|\bnon-?|\bother than) ?@c")


def _marked(body: str, reader: Questions, today: date) -> _Said:
    """Take out what is named, one kind after the other."""
    body, refs, unknown = _mark_refs(body, reader.plan)
    body, month, since, doubtful = _mark_months(body, today)
    whole = body
    body, meant, strange = _mark_scope(body, reader)
    found = list(_COLOUR.finditer(body))
    letters = [
        letter for one in found for n, letter in enumerate(_COLOURS) if one[f"c{n}"] is not None
    ]
    body = " ".join(_COLOUR.sub("@c", body).split())
    if _NOT.search(body):
        letters = [one for one in _COLOURS if one not in {*letters, "B"}]
        body = " ".join(_NOT.sub("@c", body).split())
    mine = re.search(r"\b(?:my|mine|of mine)\b", body) is not None
    rags = tuple(one for one in _COLOURS if one in letters)
    return _Said(
        body,
        whole,
        refs,
        unknown,
        rags,
        month,
        since,
        meant,
        strange,
        mine,
        months_doubtful=doubtful,
    )


def _mark_refs(body: str, plan: Plan) -> tuple[str, tuple[str, ...], str]:
    known = {action.ref.lower(): action.ref for action in plan.actions}
    by_number: dict[str, list[str]] = {}
    for ref in known:
        by_number.setdefault(ref.lstrip("abcdefghijklmnopqrstuvwxyz"), []).append(known[ref])
    streams = {one.ref.lower() for one in plan.workstreams}
    refs, unknown = list[str](), list[str]()

    def lettered(found: re.Match[str]) -> str:
        name = f"{found[1]}{found[2]}.{found[3]}"
        if name in known:
            refs.append(known[name])
            return "@r"
        if found[1] in streams:
            unknown.append(name.upper())
            return "@u"
        return found[0]

    def numbered(found: re.Match[str]) -> str:
        fits = by_number.get(found[1], [])
        refs.extend(fits[:1] if len(fits) == 1 else [])
        return "@r" if len(fits) == 1 else found[0]

    body = _NUMBER.sub(numbered, _REF.sub(lettered, body))
    return body, tuple(dict.fromkeys(refs)), unknown[0] if unknown else ""


def _mark_months(body: str, today: date) -> tuple[str, str, str, bool]:
    """The months named, newest that is not ahead; `doubtful` where there is more than one."""
    keys = list[str]()

    def named(found: re.Match[str]) -> str:
        if found[14]:
            keys.append(f"{found[14]}-{found[15]}")
            return "@m"
        number = next(n for n in range(1, 13) if found[n])
        before = body[: found.start()].rstrip().rpartition(" ")[2]
        # "may" and "march" are words of their own, unless something makes them months.
        if number in {3, 5} and not found[13] and before not in _MAKES_A_MONTH:
            return found[0]
        year = int(found[13] or (today.year if number <= today.month else today.year - 1))
        keys.append(f"{year}-{number:02}")
        return "@m"

    body = _MONTH.sub(named, body)
    last = today.replace(day=1).toordinal() - 1
    body, times = re.subn(r"\b(?:the )?(?:last|previous) month\b", "@l", body)
    if times:
        keys.append(f"{date.fromordinal(last):%Y-%m}")
    since = _SINCE.search(body)
    body = _IN.sub(" ", _SINCE.sub(" ", body)) if since else _IN.sub(" ", body)
    key = keys[0] if keys else ""
    named_since = key if since and "@" in since[0] else ""
    month = "" if named_since else key
    return " ".join(body.split()), month, named_since, len(keys) > 1


_MAKES_A_MONTH = {"since", "in", "of", "from", "than", "for", "during", "to", "with", "after"}
_PART = re.compile(
    r"\b(?:in|for|under|across|within|from|on|of|among)(?: all)?(?: the| our)? (?P<name>[a-z&' ,-]{2,60}?)"
    r"(?: (?:workstream|area|objective|section|theme|actions|part of the plan))?$"
)
_NOT_PARTS = re.compile(
    r"(?:us|me|board|plan|track|whole plan|all|now|total|them|these|those|date|time|schedule|our plan|"
    r"everything|everyone|everybody|anyone|officers|leads|portfolio|programme|decision|update|updates|"
    r"target|actions|answers?|replies|the board|what|who|which|hold|risk|an update|it|this|that|mine|course)"
)


def _mark_scope(body: str, reader: Questions) -> tuple[str, Meant, str]:
    """The part of the plan that a question is kept to: "in practice improvement", "QA reds"."""
    for one in reader.plan.workstreams:
        words = one.name.lower().replace("&", "and")
        initials = "".join(w[0] for w in words.split())
        short = {one.ref.lower(), initials, words}
        if " and " in words:
            short |= {
                "&".join(w[0] for w in words.split(" and ")),
                " & ".join(words.split(" and ")),
            }
        names = "|".join(re.escape(w) for w in sorted(short, key=len, reverse=True))
        cut, times = re.subn(
            rf"(?:\b(?:in|for|under|across|within|from|on|of)(?: the| our)? )?(?<![\w&@])(?:{names})"
            rf"(?![\w&])(?: (?:workstream|area|theme))?(?=(?: actions?)?(?: (?:are|is|reds?|ambers?|greens?|@c|"
            rf"that|which|overdue|decisions?|changed?|changes|got|has|have|updates?|worse|better)\b.*)?$| reds?\b)",
            " ",
            body,
        )
        if times and cut.strip() and not re.fullmatch(SHOW_ONLY, " ".join(cut.split())):
            return " ".join(cut.split()), Meant(scope=one.ref), ""
    found = _PART.search(body)
    if found is None or _NOT_PARTS.fullmatch(found["name"].strip()):
        return body, NOTHING, ""
    rest = " ".join(body[: found.start()].split())
    if not any(cue.search(_COLOUR.sub("@c", rest)) for _, cue, _ in CUES) or HISTORY_ONLY.search(
        rest
    ):
        return body, NOTHING, ""
    meant = reader.scope_of(found["name"])
    return rest, meant, "" if meant != NOTHING else found["name"].strip()


SHOW_ONLY = (
    r"(?:how|how's|hows|how is|how are|what's|whats|what is|show|show me|tell me about|open|list|"
    r"what about|where are we|where are we with|how are we doing|@r|see|view)?(?: (?:doing|going|getting on|"
    r"actions|looking))*"
)
HISTORY_ONLY = re.compile(r"\b(?:said?|history|told|wrote|reported)\b")
