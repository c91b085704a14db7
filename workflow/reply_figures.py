"""Decide which numbers in a reply are new figures of a measure, and of which one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from workflow.plan import Measure, Unit
from workflow.reply_colours import asks
from workflow.reply_marks import C, D, F, Marked, N, R
from workflow.reply_numbers import Number, Shape
from workflow.reply_text import sentences
from workflow.reply_titles import alike, content_words, vocabulary
from workflow.reply_values import Given

__all__ = ["Figures", "Sought", "read_figures", "unit_of"]


@dataclass(frozen=True, slots=True)
class Sought:
    """Whose figures are looked for: an action's measures, or the one that was asked for."""

    ref: str
    measures: tuple[Measure, ...]
    asked: bool = False


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures that a stretch of a reply gives; `doubt` says what is unclear about another.

    `places` are where the given ones stand.
    """

    given: tuple[Given, ...] = ()
    doubt: str = ""
    places: tuple[tuple[int, int], ...] = ()
    # Which measures an unclear figure could belong to.
    choices: tuple[str, ...] = ()


@dataclass(slots=True)
class _Found:
    given: list[tuple[Number, Given]] = field(default_factory=list)
    doubts: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)


def read_figures(marked: Marked, start: int, end: int, sought: Sought) -> Figures:
    """Read the figures in a stretch that is about one action."""
    found = _Found()
    stretch = marked.masked[start:end]
    for first, last in sentences(stretch):
        _sentence(marked, start + first, start + last, sought, found)
    given = _settled(found)
    places = tuple((number.start, number.end) for number, _ in given)
    doubt, choices = _doubt(found, given)
    return Figures(tuple(one for _, one in given), doubt, places, choices)


def unit_of(measure: Measure) -> str:
    """The unit as it is said: percent, count, or what the measure counts per."""
    return measure.per if measure.unit is Unit.AVERAGE and measure.per else measure.unit.value


# --- within -------------------------------------------------------------------------------

_GAP = "[^\\w\ue000-\ue004]*"
_STRONG = re.compile(
    rf"[,;.!?\n()\"/]|:|(?<=\s)-+(?=\s)|-+>|>|\b(?:but|so|because|while|whereas|although|though|which|against|"
    rf"versus|vs|compared (?:to|with)|rather than|instead of|with the aim|in line with|then)\b|[{R}{C}{N}]+"
)
_WEAK = re.compile(r"\b(?:and|to|from|up|down|plus|then|of)\b")

_AFTER_CHANGE = re.compile(
    r" ?(?:percentage |%)?(?:increase|rise|drop|fall|reduction|improvement|higher|lower|more|fewer|less|points?|pts?|pp|ppts?|"
    r"better|worse|swing|growth|decrease|up on|down on|uplift|gain)\b"
)
_BEFORE_CHANGE = re.compile(
    r"\b(?:up|down|by|(?:increase|rise|drop|fall|reduction|improvement|gain|change|decrease|uplift|jump)(?: of)?|rose|risen|improved|"
    r"increased|dropped|fell|fallen|gained|plus|minus|another|extra|further|additional|gone up|went up|decreased|reduced)"
    r"(?: by| of| a| another| about| around| only| just)*\s*$"
)
_AIMED = re.compile(
    r"\b(?:targets?|aim(?:ing|s)?|goals?|milestones?|trajectory|required?|ambition|benchmark|threshold|expect\w*|"
    r"forecast\w*|project(?:ed|ing|ion)|predict\w*|hop(?:e|es|ing)|want\w*|should|will|would|could|might|may|need\w*|"
    r"reach(?:ing)?|get(?:ting)? to|towards?|against|versus|vs|compared|short of|off the|plan(?:s|ned|ning)? (?:to|for)|"
    r"supposed|meant to be|trying|heading|head for|maximum|minimum|limit|cap|on track (?:for|to)|going to|'ll|\w+'ll|"
    r"rather than|instead of|goal|agreed|promised|commit\w*|budget|standard is|policy is|ought|by \ue001+)\b"
)
_AIMED_AFTER = re.compile(
    rf" ?(?:is |was )?(?:the |our |a )?(?:target|goal|aim|milestone|ambition|needed|required|expected|trajectory|by (?:the )?{D}|planned|"
    r"by then|next|hopefully|forecast|minimum|threshold)"
)
_OTHERS = re.compile(
    r"\b(?:neighbours?|neighbouring|national(?:ly)?|england|regional(?:ly)?|region|statistical|stat|sn|north west|nw|gm|peers?|"
    r"greater manchester|benchmark\w*|comparators?|comparable|elsewhere|other (?:las?|authorities|councils)|"
    r"stockport(?:'s)? (?:is|are|at|was|has|were)|average for)\b"
)
_WAS = re.compile(
    r"\b(?:was|were|had been|previously|last (?:month|time|year|quarter|week|summer)|baseline|from|started|used to|compared|before|"
    r"originally|initially|in (?:april|may|june|july)|a year ago|earlier|historically|reported)\b"
)
_WAS_AFTER = re.compile(
    r"[ (]*(?:(?:in|at|for) )?(?:last (?:month|time|year|quarter|week)|previously|before|a year ago|at baseline|baseline|"
    r"when we|at the start|to begin with|originally|earlier|then)\b"
)  # fmt: skip
_AS_AT = re.compile(
    rf"\b(?:as (?:at|of)|at (?:the )?(?:end of )?{D}|end of|(?:up )?to {D}|latest|now|currently)\b|{D}"
)
_ABOUT_LEFT = re.compile(
    r"(?:\b(?:about|around|approx(?:imately)?|roughly|circa|c|nearly|almost|just (?:under|over)|over|under|above|below|"
    r"(?:more|less|fewer|better|greater|higher|lower) than|at least|at most|some|maybe|perhaps|probably|possibly|think|guess|say|"
    r"close to|near|nearer|between|somewhere|in the region of|estimated?|could be|not sure|towards|approaching|hovering)"
    r"(?: (?:at|is|it's|the|a|like|we're|we are|around|about|to))*\.?|[~<>≈])\s*$"
)
_ABOUT_RIGHT = re.compile(
    r"(?: ?-?ish\b| or (?:so|thereabouts|more|less|above|below)\b| ?\+(?!\d)| approx\w*| roughly| ?\?| (?:i|we) think\b|,? (?:i|we) (?:think|guess|reckon)\b"
    r"| maybe| probably| give or take| ?(?:-|to|or) \ue003| ?- ?\d| or \d| mark\b|,? (?:tbc|provisional|unvalidated|to be confirmed|not sure|unconfirmed))"
)
_NOT = re.compile(
    r"\b(?:not|isn't|aren't|never|no longer|nowhere near|far from|without|neither|nor|hasn't|haven't|don't|doesn't|didn't|"
    r"can't|cannot|unless|if|once|when|until|whether|except|excluding|misses|missed|lack(?:s|ing)?|remaining|outstanding \ue003|other)\b"
)
_LACKING = re.compile(
    r"\b(?:without|don't|do not|doesn't|haven't|have not|hasn't|no|not|missing|lack(?:s|ing)?|overdue|late|out of date|outside|"
    r"expired?|still (?:need|to)|to (?:do|go)|left|outstanding(?! plans| assess)|awaiting|waiting|short|vacant|vacanc\w+)\b"
)
_SOMEBODY = re.compile(
    r"\b(?:says?|said|reckons?|thinks?|thought|told|claims?|claimed|believes?|ofsted|asked|suggest(?:s|ed)?)\b"
)
_COUNTED = re.compile(
    r"(?:[- ]?(?:weeks?|days?|months?|years?|yrs?|hours?|mins?|minutes?|am|pm|sessions?|year[- ]olds?|yos?|plus|"
    r"steps?|points?|pts?|pp|fte|ftes|posts?|million|m|k|pa|people in|times|x|st|nd|rd|th)\b|[-+]|s\b|/\d|:\d|x\b)"
)
_LABELLED = re.compile(
    r"(?:\b(?:section|sections|s\.?|sec|reg(?:ulation)?|clause|part|article|schedule|chapter|phase|stage|tier|level|band|"
    r"grade|ward|room|cohort|group|year|version|v|page|q|qtr|question|item|para|paragraph|step|team|no\.?|number|option|"
    r"wave|form|age[ds]?|aged between|over|under|under-|post|pre|day|week|working together|form|appendix|annex|rev|ref|"
    r"top|last|past|next|first|every|within|in|for|after|another|other|round|standard|priority|objective|recommendation)\s*|[#£$€])$"
)
_FILLER = vocabulary(
    ["figure figures number rate level percentage compliance performance latest current currently month so far overall only "
     "already recorded achieved completed complete done met improved improving improvement increase increased increasing "
     "rise risen rose rising gone moved dropped fallen slipped decreased reduced remain remains steady stay stays static data "
     "audit audits audited shows show showing found finds dip sample samples final validated cumulative year date ytd end per "
     "september august stand stands standing sit sits sitting reached hit hits measure result results total totals value "
     "children young people yp cohort eligible relevant average make actual actually sorry meant today new score position "
     "have got report reported report's update updated reading running come came in out that's we've good make "
     "cpd social worker workers ofsted's pct slightly slowly finally about yes amber green red morning rag go goes went "
     "back been since month's fell climbed jumped crept edged up's both correct correction edit change changed still "
     "points pts percentage well only little bit slight nicely percent put say data's dashboard down's like which because"]
) | frozenset({"amber", "so"})  # fmt: skip


# In a long report a bare number is easily of something else.
_LONG = 40
_LISTED = re.compile(
    r"[\s,/]*(?:(?!now\b|currently\b|this\b|today\b|but\b|we\b|is\b|are\b|at\b|reached\b|against\b|stands?\b|ha(?:s|ve)\b|actual|latest)"
    r"[\w\ue000-\ue004]+[\s,/(]*){0,4}"
)


def _sentence(marked: Marked, start: int, end: int, sought: Sought, found: _Found) -> None:
    said = marked.masked
    question = asks(said, start, end)
    numbers = [one for one in marked.numbers_in(start, end) if _counts(said, one, sought)]
    used, verdict, long = start, "", len(said.split()) > _LONG
    for n, number in enumerate(numbers):
        before = numbers[n - 1] if n else None
        after = numbers[n + 1] if n + 1 < len(numbers) else None
        left, right, used = _around(said, number, before, after, max(start, used), end)
        if (
            before
            and _restates(before, number, said)
            and any(one is before for one, _ in found.given)
        ):
            _restated(found, before, number)
            continue
        if question:
            _unclear(found, number, sought)
            continue
        how = _how(said, number, left, right, start)
        if _is_old(marked, start, number.start):
            how = "other"
        if before and verdict == "other" and _LISTED.fullmatch(said[before.end : number.start]):
            how = "other"  # "then 70% and 85%": what holds for the first holds for all
        if how == "given" and long and number.shape is Shape.PLAIN:
            how = "doubt"
        verdict = how
        if how == "other":
            continue
        if how == "doubt":
            _unclear(found, number, sought)
            continue
        earlier = said[start : number.start - len(left)]
        _given(found, number, left, right, earlier, sought)


def _is_old(marked: Marked, start: int, place: int) -> bool:
    """Whether a figure follows a month that lies further back than the last: "the June result (23%"."""
    days = [one for one in marked.days_in(start, place) if place - one.end <= 24]
    if not days:
        return False
    last_month = (marked.today.replace(day=1) - timedelta(days=1)).replace(day=1)
    before = marked.masked[max(start, days[-1].start - 14) : days[-1].start]
    return days[-1].near < last_month and not re.search(
        r"\b(?:as (?:at|of)|since|by|end of)\b", before
    )


def _counts(said: str, number: Number, sought: Sought) -> bool:
    """Whether a number can be a figure at all: not an age, a section, a duration, a date."""
    if number.marked:
        return True
    if _LABELLED.search(said[: number.start]) and not sought.asked:
        return False
    if _LABELLED.search(said[: number.start].rstrip()) and re.search(
        r"(?:section|s|age[ds]?|year|£)\s*$", said[: number.start]
    ):
        return False
    return not _COUNTED.match(said, number.end) and not said[: number.start].endswith(
        ("/", ":", "s", "-")
    )


def _around(said: str, number: Number, before: Number | None, after: Number | None, start: int,
            end: int) -> tuple[str, str, int]:  # fmt: skip
    """The words about a number on its left and right, and up to where they are used up."""
    low = max(start, before.end if before else start)
    bounds = [
        one.end() for one in _STRONG.finditer(said, low, number.start) if said[one.start()] != "/"
    ]
    # "against 90%", "vs 90%": the word itself says what the number is.
    words = [
        one.start()
        for one in _STRONG.finditer(said, low, number.start)
        if said[one.start()].isalpha()
    ]
    low = max([low, *bounds])
    if (
        words
        and max(words) < low
        and bounds
        and bounds[-1] == low
        and said[max(words) : low].isascii()
    ):
        low = max(words)
    stop = next((one.start() for one in _STRONG.finditer(said, number.end, end)), end)
    high = min(stop, after.start if after else stop)
    left = said[low : number.start]
    if after and after.start <= stop:
        if content_words(_bare(left)) and not _WEAK.fullmatch(left.strip()):
            high = number.end
        elif weak := _WEAK.search(said, number.end, high):
            high = weak.start()
    return left, said[number.end : high], high


def _bare(text: str) -> str:
    return re.sub("[\ue000-\ue004]+", " ", text)


def _how(said: str, number: Number, left: str, right: str, start: int) -> str:
    """Whether a number is given, plainly something else (other), or in doubt."""
    opening = said[start : number.start]
    if number.signed or number.shape is Shape.ROUGH:
        return "doubt"
    if re.search(rf"(?:[\d{F}]|{F} ?)(?:-| to | or )$", opening) and not re.search(
        r"\b(?:from|increased|improved|rose|risen|dropped|fell|fallen|up|down|gone)\b[^,;]*$",
        opening,
    ):
        return "doubt"
    if re.search(r"\b(?:between|either)\b[^,;.]*\b(?:and|or)\s*$", opening):
        return "doubt"
    if _AFTER_CHANGE.match(right) or (
        _BEFORE_CHANGE.search(left) and not re.search(r"\b(?:up|down) to\s*$", left)
    ):
        return "other" if _AFTER_CHANGE.match(right) or not number.marked else "doubt"
    if _OTHERS.search(left) or _OTHERS.search(right):
        return "other"
    if _AIMED.search(left) or _AIMED_AFTER.match(right):
        return "other"
    rest = said[number.end : number.end + 40]
    if _ABOUT_LEFT.search(left) or _ABOUT_RIGHT.match(rest):
        return "doubt"
    if _is_past(left, right, rest):
        return "other"
    if _SOMEBODY.search(left) or _SOMEBODY.search(right):
        return "doubt"
    if _NOT.search(left) or _LACKING.search(right) or _LACKING.search(left):
        return "doubt"
    if re.match(r"\W*(?:if|once|when|unless|assuming|provided|should)\b", opening) or re.match(
        rf"{_GAP}(?:if|once|unless|assuming|provided|subject to)\b", rest
    ):
        return "doubt"
    return "given"


def _is_past(left: str, right: str, rest: str) -> bool:
    if _WAS_AFTER.match(right) or _WAS_AFTER.match(rest):
        return True
    if not _WAS.search(left):
        return False
    # "was 55.1% as at 31 August" is the newest reading, told in the past.
    return (
        not re.search(rf"\b(?:as (?:at|of)|at (?:the )?end of)\b|{D}", left + right)
        or bool(re.search(r"\bin \ue001", left + right))
        or bool(re.search(r"\b(?:from|last|baseline|previously)\b", left))
    )


def _restates(before: Number, number: Number, said: str) -> bool:
    """18 of 38 (47%), or 47% (18 of 38): one figure, said twice."""
    if {before.shape, number.shape} != {Shape.OF, Shape.PERCENT}:
        return False
    gap = said[before.end : number.start]
    return bool(
        re.fullmatch(
            r"[\s,(=:-]*(?:so |or |i\.?e\.? |which is |that is |that's |is |about )?[\s(]*", gap
        )
    )


def _restated(found: _Found, before: Number, number: Number) -> None:
    spot = next(n for n, (one, _) in enumerate(found.given) if one is before)
    kept = found.given[spot][1]
    base, share = (before, number) if before.shape is Shape.OF else (number, before)
    if abs(base.value - share.value) >= 1:
        del found.given[spot]
        found.doubts.append(("differ", (kept.measure,)))
        return
    both = Given(kept.ref, kept.measure, share.value, kept.unit, base.numerator, base.denominator)
    found.given[spot] = (before, both)


def _unclear(found: _Found, number: Number, sought: Sought) -> None:
    """A figure that may be one: ask, where the action has a measure that it would fit."""
    fitting = tuple(one.id for one in sought.measures if _fits(one, number))
    if fitting and (number.marked or sought.asked):
        found.doubts.append(("unclear", fitting))


def _given(
    found: _Found, number: Number, left: str, right: str, earlier: str, sought: Sought
) -> None:
    fitting = [one for one in sought.measures if _fits(one, number)]
    words = [word for word in content_words(_bare(f"{left} {right}")) if not word.isdigit()]
    alone = not words
    if sought.asked and number.shape is Shape.PLAIN and _other_subject(sought, left):
        found.doubts.append(("unclear", (sought.measures[0].id,)))
        return
    if sought.asked and number.shape is Shape.PLAIN and _other_unit(sought, right):
        found.doubts.append(("unit", (sought.measures[0].id,)))
        return
    if sought.asked and len(sought.measures) == 1 and not fitting:
        found.doubts.append(("unit", (sought.measures[0].id,)))
        return
    if number.shape is Shape.PLAIN and not sought.asked:
        fitting = [one for one in fitting if _named_plainly(one, words, left, right, earlier, alone=alone,
                                                             decimal=number.value % 1 != 0)]  # fmt: skip
    if not fitting:
        if number.marked and number.shape is not Shape.OF and alone:
            found.doubts.append(("none", tuple(one.id for one in sought.measures)))
        return
    if not sought.asked:
        words += _inherited(left, right, earlier, alone=alone)
    chosen = _chosen(fitting, sought.measures, words, asked=sought.asked)
    if chosen is None:
        if number.marked and (not words or _speaks_of(words, sought.measures)):
            found.doubts.append(("which", tuple(one.id for one in fitting)))
        return
    value = _value(chosen, number)
    if value is None:
        found.doubts.append(("range", (chosen.id,)))
        return
    found.given.append((number, Given(sought.ref, chosen.id, value, unit_of(chosen), number.numerator,
                                      number.denominator)))  # fmt: skip


def _other_subject(sought: Sought, left: str) -> bool:
    """Whether a bare number is said of something that is not what was asked for."""
    terms = vocabulary(name for one in sought.measures for name in (one.name, one.short, one.per))
    return any(
        not word.isdigit() and not any(alike(word, other) for other in (*_FILLER, *terms))
        for word in content_words(_bare(left))
    )


def _other_unit(sought: Sought, right: str) -> bool:
    """Whether a bare number is followed by a thing that this measure does not count in."""
    counted = re.match(
        r" ?(?:[a-z]+ )?(?:cases?|children|people|plans|audits|workers?|posts?|staff|days|weeks|months|pounds)\b",
        right,
    )
    return bool(counted) and sought.measures[0].unit is Unit.PERCENT


def _fits(measure: Measure, number: Number) -> bool:
    if number.shape is Shape.PERCENT:
        return measure.unit is Unit.PERCENT
    if number.shape is Shape.OF:
        return measure.unit in {Unit.PERCENT, Unit.COUNT}
    return measure.unit is not Unit.MONEY


def _named_plainly(measure: Measure, words: Sequence[str], left: str, right: str, earlier: str, *, alone: bool,
                   decimal: bool) -> bool:  # fmt: skip
    """Whether a number without a sign is this measure's: named, or nothing else is said."""
    about = vocabulary([measure.name, measure.short, measure.per])
    if measure.unit is Unit.PERCENT:
        lonely = alone and not right.strip(" .!,") and not _bare(earlier).strip(" ,:-")
        return (lonely and not _bare(left).strip(" :,-")) or (
            decimal and bool(re.search(r"from \d[\d.]*%? ?(?:up |down )?to ?$", earlier + left))
        )
    named = [word for word in words if any(alike(word, one) for one in about)]
    telling = {"caseload", "caseloads"} if measure.unit is Unit.AVERAGE else about
    if (
        measure.unit is Unit.AVERAGE
        and re.match(
            r" ?(?:cases?|children)? ?(?:per|each|a) ?(?:social |case)?(?:worker|person|sw)?", right
        )
        and re.search("per|each", right)
    ):
        return True
    return any(any(alike(word, one) for one in telling) for word in named)


def _inherited(left: str, right: str, earlier: str, *, alone: bool) -> list[str]:
    """What a figure is about that goes on from the words before it: "Recruitment is …, now 55%"."""
    if not alone or not earlier.strip():
        return []
    if re.search(r"\b(?:but|so)\s*$", earlier) or re.match(r"\s*(?:but|so)\b", left):
        return []
    earlier = earlier.rstrip(" ,(-")
    chunk = re.split(rf"[,;.!?\n()]|\s-\s|[{R}{C}{N}]+", earlier)[-1]
    words = content_words(_bare(chunk))
    going_on = bool(_bare(left).strip(" :,-=(")) or bool(_bare(right).strip(" ).,"))
    labelled = chunk.rstrip().endswith(":") or earlier.endswith(":") or len(words) <= 1
    return words if going_on or labelled else []


def _chosen(fitting: Sequence[Measure], every: Sequence[Measure], words: Sequence[str], *,
            asked: bool) -> Measure | None:  # fmt: skip
    about = {one.id: vocabulary([one.name, one.short, one.per]) for one in every}
    unknown = [word for word in words if not any(alike(word, other) for other in _FILLER) and not word.isdigit()
               and not any(alike(word, other) for terms in about.values() for other in terms)]  # fmt: skip
    if unknown and not asked:
        return None
    if len(fitting) == 1:
        only = fitting[0]
        rivals = [one for one in every if one is not only]
        own = _score(words, about[only.id])
        return only if all(_score(words, about[one.id]) <= own for one in rivals) else None
    ranked = sorted(
        ((_score(words, about[one.id]), n) for n, one in enumerate(fitting)), reverse=True
    )
    if len(ranked) > 1 and ranked[0][0] > ranked[1][0]:
        return fitting[ranked[0][1]]
    return None


def _speaks_of(words: Sequence[str], measures: Sequence[Measure]) -> bool:
    """Whether any word is one of the measures' own: else the figure is of something else."""
    terms = vocabulary(name for one in measures for name in (one.name, one.short, one.per))
    return any(alike(word, other) for word in words for other in terms)


def _score(words: Sequence[str], terms: frozenset[str]) -> int:
    return sum(
        any(alike(word, other) for other in terms)
        for word in dict.fromkeys(words)
        if word not in _FILLER or word in {"good", "worker", "workers"}
    )


def _value(measure: Measure, number: Number) -> float | None:
    if measure.unit is Unit.COUNT:
        value = float(number.numerator) if number.numerator is not None else number.value
        return value if value == int(value) else None
    if measure.unit is Unit.PERCENT and not 0 <= number.value <= 100:
        return None
    return number.value


def _settled(found: _Found) -> list[tuple[Number, Given]]:
    """One figure a measure; two different ones are a question."""
    values: dict[str, list[tuple[Number, Given]]] = {}
    for number, given in found.given:
        values.setdefault(given.measure, []).append((number, given))
    settled = []
    for measure, several in values.items():
        if len({given.value for _, given in several}) == 1:
            settled.append(several[-1])
        else:
            found.doubts.append(("two", (measure,)))
    return settled


def _doubt(found: _Found, given: Sequence[tuple[Number, Given]]) -> tuple[str, tuple[str, ...]]:
    known = {one.measure for _, one in given}
    for doubt, measures in found.doubts:
        if doubt in {"two", "differ", "range", "unit"} or not known & set(measures):
            return doubt, measures
    return "", ()
