"""Read a plan's timescales, as councils print them, into dates; what is unclear stays unclear."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache

__all__ = ["Span", "When", "dates_in", "is_timescale", "read_when", "when_of_day"]

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul",
            "august aug", "september sept sep", "october oct", "november nov", "december dec",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_LENGTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
_M = "(?:" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + ")"
_FY = r"(?:20\d{2}|\d{2})\s?[/-]\s?(?:20\d{2}|\d{2})"
_ORDINAL = r"(?:st|nd|rd|th)?"

_DATE = re.compile(
    rf"""(?<![\w])(?<!\d[/])(?:
    (?P<iso>(?P<iso_y>20\d\d|19\d\d)-(?P<iso_m>\d\d?)-(?P<iso_d>\d\d?))
    |(?P<num>(?P<num_d>\d\d?)\s?(?P<num_sep>[/.-])\s?(?P<num_m>\d\d?)\s?(?P=num_sep)\s?(?P<num_y>\d{{4}}|\d\d))
    |(?P<dmy>(?P<dmy_d>\d\d?)\s?{_ORDINAL}\s?(?:of\s)?[\s/.-]?(?P<dmy_m>{_M})\b\.?,?[\s/.'’-]{{0,3}}(?P<dmy_y>20\d\d|\d\d)(?![\d/]|:\d))
    |(?P<mdy>(?P<mdy_m>{_M})\b\.?\s(?P<mdy_d>\d\d?){_ORDINAL},?\s(?P<mdy_y>20\d\d))
    |(?P<qfy>(?:end\sof\s)?(?:q|qtr|quarter)\s?(?P<q>[1-4])(?P<q2>\s?(?:/|&|and|-|–|to)\s?q?[1-4])?(?:[\s,(-]|of|fy)*(?P<q_y>{_FY}|20\d\d|['’]\d\d)?)
    |(?P<fyq>(?P<fyq_y>{_FY}|20\d\d)[\s,-]*(?:q|qtr|quarter)\s?(?P<fyq_q>[1-4]))
    |(?P<nq>(?P<nq_q>1st|2nd|3rd|4th|first|second|third|fourth|final|last)\s(?:quarter|qtr)(?:[\s,(-]|of|fy)*(?P<nq_y>{_FY}|20\d\d)?)
    |(?P<term>(?P<term_n>autumn|spring|summer)\s(?:half[\s-])?term(?:\s|of|,|\()*(?P<term_y>{_FY}|20\d\d)?)
    |(?P<my>(?P<my_m>{_M})\b\.?[\s/,.'’-]{{0,3}}(?:of\s)?(?P<my_y>20\d\d|\d\d)(?![\d/]|:\d|(?:st|nd|rd|th)\b))
    |(?P<season>(?P<season_n>spring|summer|autumn|winter|christmas|easter)(?:\s|of|,)*(?P<season_y>{_FY}|20\d\d)?)
    |(?P<dm>(?P<dm_d>\d\d?){_ORDINAL}\s(?:of\s)?(?P<dm_m>{_M})\b)
    |(?P<md>(?P<md_m>{_M})\b\s(?P<md_d>\d\d?)(?:st|nd|rd|th)\b)
    |(?P<fy>(?:(?:financial|academic|school|municipal)\syear\s|fy\s?)?(?P<fy_a>20\d\d|\d\d)\s?[/-]\s?(?P<fy_b>20\d\d|\d\d)(?![\d/]))
    |(?P<mm>(?P<mm_m>\d\d?)\s?[/.-]\s?(?P<mm_y>20\d\d))
    |(?P<m>(?P<m_m>{_M})\b)
    |(?P<fyear>(?:financial\syear\s(?:end\s)?|year\send\s|fy\s?)(?P<fyear_y>20\d\d))
    |(?P<y>(?P<y_y>20[0-4]\d))
    )(?![\w])""",
    re.VERBOSE | re.IGNORECASE,
)

_ONGOING = re.compile(
    r"\bon[\s-]?goi?ng\b|\bcontin(?:uous(?:ly)?|ual(?:ly)?|uing|ues?|ued)\b|\brolling\b|"
    r"\bbusiness[\s-]as[\s-]usual\b|\bbau\b|\bopen[\s-]ended\b|\bno end(?:[\s-]date)?\b|\bonwards?\b|"
    r"\bpermanent(?:ly)?\b",
    re.IGNORECASE,
)
_CADENCES = tuple(
    (re.compile(pattern, re.IGNORECASE), name)
    for pattern, name in (
        (r"\bbi[\s-]?monthly\b|\bevery (?:two|2|other) months?\b|\btwo[\s-]monthly\b", "bi-monthly"),
        (r"\b(?:six|6)[\s-]?monthly\b|\bbi[\s-]?annual(?:ly)?\b|\bhalf[\s-]yearly\b|"
         r"\bevery (?:six|6) months\b|\btwice (?:a|per|each) year\b|\bsemi[\s-]annual(?:ly)?\b",
         "six-monthly"),
        (r"\bquarterly\b|\b(?:every|each|per) quarter\b|\bevery (?:three|3) months\b|"
         r"\b(?:three|3)[\s-]monthly\b", "quarterly"),
        (r"\bmonthly\b|\b(?:every|each|per) month\b|\bonce a month\b", "monthly"),
        (r"\bfortnightly\b|\bevery (?:two|2) weeks\b|\bbi[\s-]?weekly\b", "fortnightly"),
        (r"\bweekly\b|\b(?:every|each|per) week\b", "weekly"),
        (r"\bdaily\b|\bevery day\b", "daily"),
        (r"\btermly\b|\b(?:every|each|per) term\b", "termly"),
        (r"\bannual(?:ly)?\b|\byearly\b|\b(?:every|each|per) year\b|\bper annum\b", "yearly"),
    )
)  # fmt: skip
_NOT_SET = re.compile(
    r"^\W*(?:t\.?b\.?[cad]\.?|to be (?:confirmed|agreed|determined|decided|set)|n/?a|none|not set|"
    r"unknown|awaiting.*|not applicable|not (?:yet )?(?:agreed|set|known)|pending|\?+)\W*$",
    re.IGNORECASE,
)
_HAS_NOT_SET = re.compile(r"\b(?:tb[cad]|to be (?:confirmed|agreed|determined))\b", re.IGNORECASE)
_SOON = re.compile(
    r"\bimmediate(?:ly)?\b|\ba\.?s\.?a\.?p\b|\bas soon as (?:possible|practicable)\b|"
    r"\bstraight ?away\b|\burgent(?:ly)?\b|\bnow\b",
    re.IGNORECASE,
)
_RELATIVE = re.compile(
    r"\b(?:\d+|one|two|three|four|five|six|nine|twelve|eighteen)[\s-]?(?:working )?"
    r"(?:days?|weeks?|months?|years?)\b|"
    r"\b(?:short|medium|long)(?:er)?[\s-]term\b|\byear (?:\d|one|two|three)\b",
    re.IGNORECASE,
)
_DONE = re.compile(r"\b(?:completed?|done|closed|achieved|finished|delivered)\b", re.IGNORECASE)

_WAS = re.compile(
    r"\b(?:was|were|orig(?:inal(?:ly)?)?|previous(?:ly)?|formerly|initial(?:ly)?|old|baseline|"
    r"prior|first set)\b",
    re.IGNORECASE,
)
_NOW = re.compile(
    r"\b(?:revised?|now|new|extended?|extension|moved|slipped|changed|amended|re-?dated|"
    r"re-?set|re-?profiled|re-?scheduled|re-?based|deferred|postponed|pushed|put back|delayed|"
    r"brought forward|current(?:ly)?|updated)\b",
    re.IGNORECASE,
)
_ARROW = re.compile(r"→|⇒|➔|➜|->|=>|>")
_FROM = re.compile(
    r"\b(?:from|start(?:s|ed|ing)?(?: date)?|commenc\w*|begin\w*|began|since)\b", re.IGNORECASE
)
_UNTIL = re.compile(
    r"\b(?:by|end(?:s|ing|ed)?(?: date)?|due|until|till|deadline|complet\w*|finish\w*|target|"
    r"no later than|before)\b",
    re.IGNORECASE,
)
_REVIEW = re.compile(r"\breview(?:ed|s|ing)?\b|\brevisit\w*\b|\bcheck ?point\b", re.IGNORECASE)
_RANGE = re.compile(
    r"^[\s,;:(]*(?:[-–]+|to|until|till|through(?: to)?|up to|thru|and ending)[\s:]*"
    r"(?:the\s)?(?:end\sof\s|end\s|mid[\s-]|early\s|late\s|beginning of\s|start of\s|w/?e\s|"
    r"q\d\s)?(?:(?:mon|tues?|wed(?:nes)?|thurs?|fri|sat(?:ur)?|sun)(?:day)?\s)?$",
    re.IGNORECASE,
)
_WEEKDAY = re.compile(
    r"\b(?:mon|tues?|wed(?:nes)?|thurs?|fri|sat(?:ur)?|sun)(?:day)?\b", re.IGNORECASE
)
_DASHES = re.compile(r"[‐‑‒–—―−]")


@dataclass(frozen=True, slots=True)
class Span:
    """One date as printed: the days it covers, and where it stands in its text.

    `first` and `last` are None where the printed date can't be one (`error` says why) or lacks
    its year (`yearless`, with `month` and `day`). `doubt` is a question worth asking.
    """

    at: int
    to: int
    first: date | None = None
    last: date | None = None
    error: str = ""
    doubt: str = ""
    month: int = 0
    day: int = 0
    whole_year: bool = False

    @property
    def yearless(self) -> bool:
        """Whether only its year is missing."""
        return self.first is None and not self.error and self.month > 0


@dataclass(frozen=True, slots=True)
class When:
    """A timescale: `end` is the date in force, `original_end` the earlier one.

    `doubts` are sentences worth a question, `errors` what can't be a date.
    """

    printed: str = ""
    start: date | None = None
    end: date | None = None
    ongoing: bool = False
    cadence: str | None = None
    original_end: date | None = None
    doubts: tuple[str, ...] = ()
    errors: tuple[str, ...] = ()


def when_of_day(day: date, *, month_only: bool, part: str, printed: str) -> When:
    """A real date of a spreadsheet; where only its month is shown, the month is what it says."""
    if part == "start":
        return When(printed, start=day.replace(day=1) if month_only else day)
    return When(printed, end=_month(day.year, day.month)[1] if month_only else day)


def is_timescale(text: str) -> bool:
    """Whether a short text says when something is done."""
    if not text or len(text) > 80:
        return False
    read = read_when(text)
    if read.errors or read.start or read.end or read.ongoing:
        return True
    if read.cadence and len(text) < 40:
        return True
    return bool(_NOT_SET.match(text) or _SOON.search(text) or _RELATIVE.search(text)) or any(
        span.yearless for span in dates_in(text)
    )


def dates_in(text: str) -> list[Span]:
    """Every date in a text, in order; a month without a year takes it from its neighbour."""
    return list(_dates_in(text))


@lru_cache(maxsize=20_000)
def _dates_in(text: str) -> tuple[Span, ...]:
    text = _DASHES.sub("-", text)
    spans = [_span(found) for found in _DATE.finditer(text) if _meant(found)]
    found = [span for span in spans if span is not None]
    return tuple(_with_years(found, text))


def read_when(text: str, *, part: str = "both", struck: str = "") -> When:
    """Read a printed timescale.

    `part` says what its column holds: "start", "end" or "both". `struck` is what is struck
    through beside it: the date that was in force before.
    """
    printed = " ".join(text.split())
    plain = _DASHES.sub("-", printed).replace("’", "'")
    if not plain or plain in {"-", "--", "---"}:
        return _only_struck(When(printed), struck)
    cadence = next((name for look, name in _CADENCES if look.search(plain)), None)
    spans = dates_in(plain)
    errors = tuple(dict.fromkeys(span.error for span in spans if span.error))
    doubts = [span.doubt for span in spans if span.doubt]
    doubts += [f"“{plain[span.at : span.to]}” has no year" for span in spans if span.yearless]
    whole = When(printed, cadence=cadence, errors=errors)
    good = [span for span in spans if span.first is not None]
    ongoing = _ONGOING.search(plain)
    if spans:
        whole, more = _assembled(plain, whole, spans, ongoing, part)
        doubts += more
    elif ongoing:
        whole = replace(whole, ongoing=True)
    elif not cadence:
        doubts.append(_wordless(plain, printed))
    if good and _HAS_NOT_SET.search(plain):
        doubts.append(f"“{printed}” is still to be confirmed")
    whole = _only_struck(_ordered(whole), struck)
    return replace(whole, doubts=tuple(dict.fromkeys(filter(None, doubts))))


# --- putting dates together ------------------------------------------------------------------


def _assembled(
    text: str, whole: When, spans: list[Span], ongoing: re.Match[str] | None, part: str
) -> tuple[When, list[str]]:
    """Say which of the dates starts, ends, was in force before, or is only a review."""
    doubts: list[str] = []
    roles = _roles(text, spans, part)
    by_role: dict[str, list[Span]] = {}
    for span, role in zip(spans, roles, strict=True):
        by_role.setdefault(role, []).append(span)
    good = {
        role: [one for one in found if one.first is not None] for role, found in by_role.items()
    }
    start = good.get("start", [])
    ends = good.get("end", [])
    now, was = good.get("now", []), good.get("was", [])
    whole = replace(
        whole,
        start=min((one.first for one in start if one.first), default=None),
        end=max((one.last for one in ends if one.last), default=None),
    )
    several = {one.last for one in ends}
    if len(several) > 1:
        doubts.append(f"“{whole.printed}” holds several dates; the latest is taken as the end")
    if now:
        whole = replace(whole, original_end=whole.end, end=now[-1].last)
        if len(now) > 1 and whole.original_end is None:
            whole = replace(whole, original_end=now[0].last)
    if was:
        whole = replace(whole, original_end=min(one.last for one in was if one.last))
        if whole.end is None and not ongoing:
            doubts.append(f"“{whole.printed}” says what the date was, not what it is")
    if whole.original_end == whole.end:
        whole = replace(whole, original_end=None)
    if "review" in by_role and not ends and not now:
        doubts.append(f"“{whole.printed}” gives a date for a review, not an end")
    if whole.start and part == "both" and not (ends or now or ongoing or whole.cadence):
        doubts.append(f"“{whole.printed}” has no end")
    return _open_ended(text, whole, spans, roles, ongoing), doubts


def _open_ended(
    text: str, whole: When, spans: list[Span], roles: list[str], ongoing: re.Match[str] | None
) -> When:
    if ongoing is None:
        return whole
    before = [s for s in spans if s.to <= ongoing.start()]
    after = [s for s in spans if s.at >= ongoing.end()]
    if after and roles[spans.index(after[0])] in {"end", "now"}:
        gap = text[ongoing.end() : after[0].at]
        if _RANGE.match(gap) or _UNTIL.search(gap):
            # "Ongoing until March 2020" has an end after all.
            return whole
    candidates = [s for s in (*before, *after) if s.first is not None]
    start = whole.start
    if start is None and candidates and roles[spans.index(candidates[0])] == "end":
        start = candidates[0].first
    original = whole.original_end or (
        whole.end if len(candidates) > 1 and whole.start is not None else None
    )
    if len(candidates) == 1 or original == whole.start:
        original = whole.original_end
    return replace(whole, start=start, end=None, ongoing=True, original_end=original)


def _roles(text: str, spans: list[Span], part: str) -> list[str]:
    """What each date is: start, end, now (revised), was (before), or review."""
    roles: list[str] = []
    at = 0
    for index, span in enumerate(spans):
        gap = text[at : span.at]
        after = text[span.to : spans[index + 1].at if index + 1 < len(spans) else len(text)]
        end = index + 1 == len(spans)
        role = _role(gap, after, roles, part, first=index == 0, last=end)
        if index and _RANGE.match(gap) and roles[-1] != "start":
            role = _ranged(text, spans, roles, index)
        roles.append(role)
        at = span.to
    return roles


def _ranged(text: str, spans: list[Span], roles: list[str], index: int) -> str:
    """A date after a dash or "to" ends what the one before it begins."""
    before = text[spans[index - 2].to if index > 1 else 0 : spans[index - 1].at]
    if _NOW.search(before) and re.search(r"\bfrom\b", before, re.IGNORECASE):
        # "Moved from March 2020 to June 2020".
        roles[-1] = "was"
        return "now"
    last = roles[-1]
    if last in {"end", "now", "was"}:
        roles[-1] = "start" if last != "was" else "was start"
        return last
    return "end"


def _said_after(after: str, *, last: bool) -> str:
    """The words that follow a date and belong to it: "(original date)", "revised"."""
    stop = r"(?:[)\];,.\n]|$)" if last else r"[)\];,.\n]"
    tail = re.match(rf"^[\s(\[:-]*([A-Za-z ]{{2,24}}?)\s*{stop}", after)
    return tail.group(1) if tail else ""


def _role(gap: str, after: str, roles: list[str], part: str, *, first: bool, last: bool) -> str:
    follows = _said_after(after, last=last)
    if _REVIEW.search(re.split(r"[;.]", gap)[-1]):
        if roles and roles[-1] == "end" and re.match(r"^\s*-", gap):
            roles[-1] = "start"
        return "review"
    if not first and re.search(_NOW.pattern + r"\s+from\b", gap, re.IGNORECASE):
        return "was"
    if _NOW.search(gap) or (_NOW.search(follows) and not first):
        return "now"
    if _WAS.search(gap) or (_WAS.search(follows) and not _NOW.search(follows)):
        return "was"
    if not first and _ARROW.search(gap):
        return "now"
    if part == "start":
        return "start"
    last_word = re.findall(r"[A-Za-z]+", gap)
    if _FROM.search(gap) and not (last_word and _UNTIL.search(last_word[-1])):
        return "start"
    return "end"


def _wordless(plain: str, printed: str) -> str:
    """What to ask about a timescale without a date in it."""
    if _NOT_SET.match(plain):
        return f"“{printed}”: no date is set yet"
    if _SOON.search(plain):
        return f"“{printed}” is no date"
    if _RELATIVE.search(plain):
        return f"“{printed}” counts from a day that isn't printed"
    if _DONE.search(plain):
        return f"“{printed}” says that it is finished, not when it was due"
    return f"“{printed}” isn't understood as a date"


def _ordered(when: When) -> When:
    if when.start and when.end and when.start > when.end:
        wrong = f"it starts on {_said(when.start)} and ends before that, on {_said(when.end)}"
        return replace(when, errors=(*when.errors, wrong))
    return when


def _only_struck(when: When, struck: str) -> When:
    """A struck date is the one that was in force before."""
    if not struck.strip():
        return when
    near = when.end or when.start
    old = [span for span in _with_years(dates_in(struck), struck, near) if span.last]
    if not old or (when.end is None and not when.ongoing):
        return when
    last = old[-1].last
    if last == when.end or last == when.start:
        return when
    return replace(when, original_end=when.original_end or last)


def _said(day: date) -> str:
    return f"{day.day} {_LENGTHS[day.month - 1]} {day.year}"


# --- one date --------------------------------------------------------------------------------


def _meant(found: re.Match[str]) -> bool:
    """Leave out words that only look like a month: "may", "march"."""
    if found.lastgroup is None or found.group("m") is None:
        return True
    word = found.group("m")
    return word.lower() not in {"may", "mar", "march", "sep", "dec", "jan"} or word[0].isupper()


def _span(found: re.Match[str]) -> Span | None:
    for name, make in _MAKERS.items():
        if found.group(name) is not None:
            made = make(found)
            if made is None:
                return None
            return replace(made, at=found.start(), to=found.end())
    return None


def _year(text: str) -> int:
    text = text.lstrip("'’")
    return int(text) if len(text) == 4 else 2000 + int(text)


def _month(year: int, month: int) -> tuple[date, date]:
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


def _on_day(year: int, month: int, day: int, printed: str) -> Span:
    if not 1 <= month <= 12:
        return Span(0, 0, error=f"“{printed}” is not a date: there is no month {month}")
    length = calendar.monthrange(year, month)[1]
    if not 1 <= day <= length:
        name = _LENGTHS[month - 1]
        why = f"{name} {year} has {length} days"
        return Span(0, 0, error=f"“{printed}” is not a date: {why}")
    only = date(year, month, day)
    return Span(0, 0, only, only)


def _of_month(year: int, month: int) -> Span:
    return Span(0, 0, *_month(year, month))


def _by(prefix: str) -> Callable[[re.Match[str]], Span | None]:
    def make(found: re.Match[str]) -> Span:
        month = found.group(f"{prefix}_m")
        number = _MONTHS[month.lower()] if month.lower() in _MONTHS else int(month)
        year = _year(found.group(f"{prefix}_y"))
        return _on_day(year, number, int(found.group(f"{prefix}_d")), found.group().strip())

    return make


def _month_year(found: re.Match[str]) -> Span:
    return _of_month(_year(found.group("my_y")), _MONTHS[found.group("my_m").lower()])


def _number_month(found: re.Match[str]) -> Span:
    return _of_number(int(found.group("mm_m")), int(found.group("mm_y")), found.group())


def _of_number(month: int, year: int, printed: str) -> Span:
    if not 1 <= month <= 12:
        return Span(0, 0, error=f"“{printed}” is not a date: there is no month {month}")
    return _of_month(year, month)


def _financial(text: str) -> tuple[int, bool]:
    """The first year of "2019/20", "19/20" or "2019", and whether it is a financial year."""
    parts = re.split(r"\s?[/-]\s?", text)
    first = _year(parts[0])
    return first, len(parts) == 2


def _quarter(number: int, year: str | None, printed: str) -> Span:
    if not year:
        return Span(0, 0, doubt=f"“{printed}” has no year")
    first, financial = _financial(year)
    begin = number * 3 + 1
    at = first + (1 if begin > 12 else 0)
    begin = begin - 12 if begin > 12 else begin
    span = Span(0, 0, _month(at, begin)[0], _month(at, begin + 2)[1])
    if financial:
        return span
    ask = f"“{printed}” is read as a quarter of the financial year {first}/{(first + 1) % 100:02d}"
    return replace(span, doubt=ask)


def _quarters(found: re.Match[str]) -> Span:
    printed, year = found.group().strip(" ,("), found.group("q_y")
    span = _quarter(int(found.group("q")), year, printed)
    if found.group("q2") and span.first:
        other = _quarter(int(found.group("q2")[-1]), year, printed)
        return replace(span, last=other.last)
    return span


def _term(found: re.Match[str]) -> Span:
    printed, year = found.group().strip(" ,("), found.group("term_y")
    if not year:
        return Span(0, 0, doubt=f"“{printed}” has no year")
    name = found.group("term_n").lower()
    first, school_year = _financial(year)
    at = first + (1 if school_year and name != "autumn" else 0)
    begin, end = {"autumn": (9, 12), "spring": (1, 3), "summer": (4, 7)}[name]
    span = Span(0, 0, _month(at, begin)[0], _month(at, end)[1])
    return replace(span, doubt=f"“{printed}” is read as ending on {_said(_month(at, end)[1])}")


def _season(found: re.Match[str]) -> Span | None:
    printed, year = found.group().strip(" ,("), found.group("season_y")
    if not year:
        return Span(0, 0, doubt=f"“{printed}” has no year")
    name = found.group("season_n").lower()
    at, spread = _financial(year)
    if name == "christmas":
        return replace(
            Span(0, 0, date(at, 12, 25), date(at, 12, 25)),
            doubt=f"“{printed}” is read as 25 December {at}",
        )
    if name == "easter":
        day = _easter(at)
        return replace(Span(0, 0, day, day), doubt=f"“{printed}” is read as {_said(day)}")
    begin, end = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "winter": (12, 2)}[name]
    if spread and name == "spring":
        at += 1
    first = _month(at, begin)[0]
    last = _month(at + (1 if name == "winter" else 0), end)[1]
    return Span(0, 0, first, last, doubt=f"“{printed}” is read as ending on {_said(last)}")


def _easter(year: int) -> date:
    """Easter Sunday, by Butcher's rule."""
    a, b, c = year % 19, year // 100, year % 100
    d = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    e = (32 + 2 * (b % 4) + 2 * (c // 4) - d - c % 4) % 7
    f = d + e - 7 * ((a + 11 * d + 22 * e) // 451) + 114
    return date(year, f // 31, f % 31 + 1)


def _years(found: re.Match[str]) -> Span | None:
    """A financial year, "2019/20", or a span of years, "2019-21"."""
    printed = found.group()
    a, b = found.group("fy_a"), found.group("fy_b")
    if len(a) == 2 and len(b) == 4:
        return _of_number(int(a), int(b), printed)
    first, second = _year(a), _year(b) if len(b) == 4 else _year(a) // 100 * 100 + int(b)
    if len(a) == 2 and len(b) == 2 and second != first + 1:
        return None
    if second == first + 1:
        if "academic" in printed.lower() or "school" in printed.lower():
            return Span(0, 0, date(first, 9, 1), date(second, 8, 31), whole_year=True)
        return Span(0, 0, date(first, 4, 1), date(second, 3, 31), whole_year=True)
    if second > first + 1 and "-" in printed:
        ask = f"“{printed}” is read as ending with the year {second}"
        return Span(0, 0, date(first, 1, 1), date(second, 12, 31), doubt=ask, whole_year=True)
    if len(b) == 2 and 1 <= int(b) <= 12:
        return _of_month(first, int(b))
    return None


def _whole_year(found: re.Match[str]) -> Span:
    year = int(found.group("y_y"))
    ask = f"“{year}” is read as ending on 31 December"
    return Span(0, 0, date(year, 1, 1), date(year, 12, 31), doubt=ask, whole_year=True)


def _financial_year_end(found: re.Match[str]) -> Span:
    year = int(found.group("fyear_y"))
    ask = f"“{found.group()}” is read as ending on 31 March {year}"
    return Span(0, 0, date(year - 1, 4, 1), date(year, 3, 31), doubt=ask, whole_year=True)


def _ordinal_quarter(found: re.Match[str]) -> Span:
    words = {"1st": 1, "first": 1, "2nd": 2, "second": 2, "3rd": 3, "third": 3}
    number = words.get(found.group("nq_q").lower(), 4)
    return _quarter(number, found.group("nq_y"), found.group().strip(" ,("))


_MAKERS: dict[str, Callable[[re.Match[str]], Span | None]] = {
    "iso": _by("iso"),
    "num": _by("num"),
    "dmy": _by("dmy"),
    "mdy": _by("mdy"),
    "qfy": _quarters,
    "fyq": lambda f: _quarter(int(f.group("fyq_q")), f.group("fyq_y"), f.group()),
    "nq": _ordinal_quarter,
    "term": _term,
    "my": _month_year,
    "season": _season,
    "dm": lambda f: Span(0, 0, month=_MONTHS[f["dm_m"].lower()], day=int(f["dm_d"])),
    "md": lambda f: Span(0, 0, month=_MONTHS[f["md_m"].lower()], day=int(f["md_d"])),
    "fy": _years,
    "mm": _number_month,
    "m": lambda f: Span(0, 0, month=_MONTHS[f["m_m"].lower()]),
    "fyear": _financial_year_end,
    "y": _whole_year,
}


def _with_years(spans: list[Span], text: str, near: date | None = None) -> list[Span]:
    """Give a month without a year the year of the date beside it."""
    made = list(spans)
    for index in range(len(made) - 1, -1, -1):
        span = made[index]
        after = made[index + 1] if index + 1 < len(made) else None
        if span.yearless and after is not None and after.first is not None:
            year = after.first.year - (1 if span.month > after.first.month else 0)
            made[index] = _dated(span, year, text)
    for index, span in enumerate(made):
        before = made[index - 1] if index else None
        if span.yearless and before is not None and before.last is not None:
            year = before.last.year + (1 if span.month < before.last.month else 0)
            made[index] = _dated(span, year, text)
    if near is not None:
        made = [_dated(span, near.year, text) if span.yearless else span for span in made]
    return [_part_of_month(span, text) for span in made]


def _dated(span: Span, year: int, text: str) -> Span:
    if span.day:
        found = _on_day(year, span.month, span.day, text[span.at : span.to])
        return replace(found, at=span.at, to=span.to)
    first, last = _month(year, span.month)
    return replace(span, first=first, last=last)


def _part_of_month(span: Span, text: str) -> Span:
    """Mid June is its 15th; the start of June its first day."""
    if span.first is None or span.last is None or span.first == span.last:
        return span
    before = text[max(0, span.at - 16) : span.at].lower()
    if re.search(r"\bmid(?:dle)?[\s-]+(?:of\s+)?$", before):
        middle = span.first + timedelta(days=(span.last - span.first).days // 2)
        middle = middle.replace(day=15) if (span.last - span.first).days < 32 else middle
        shown = text[span.at : span.to]
        return replace(span, last=middle, doubt=f"“mid {shown}” is read as {_said(middle)}")
    if re.search(r"\b(?:start|beginning)\s+of\s+$", before):
        return replace(span, last=span.first)
    return span
