"""Find the days, weeks, months and quarters that are named in a reply, in British style."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from workflow.dates import month_end
from workflow.reply_values import Precision

__all__ = ["Named", "find_days"]

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

_MONTH = (
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december"
    r"|jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec)\b"
)
_WEEKDAY = (
    r"(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday"
    r"|mon|tues|tue|weds|wed|thurs|thur|thu|fri|sat|sun)\b"
)
_ORDINAL = r"(?:st|nd|rd|th)"
_YEAR = r"(?:,? ?(?P<year>20\d\d)\b|,? '?(?P<yy>1[89]|2\d)\b(?![%.:/]?\d|%| ?(?:of|out|per|days?|weeks?)\b))"
_DM = rf"(?:{_WEEKDAY},? )?(?:the )?(?P<day>\d{{1,2}}){_ORDINAL}?(?: of)? ?(?P<month>{_MONTH}){_YEAR}?"
_NUMBERS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10, "twelve": 12, "couple of": 2, "a couple of": 2,
}  # fmt: skip
_N = r"(?P<n>\d{1,2}|a couple of|couple of|one|two|three|four|five|six|seven|eight|nine|ten|twelve|an?)"
# Short weekday names and "may" are words too: they need something before them that makes a day.
_LEADS = r"(?:on|by|until|to|next|this|last|back|me|from|before|after|for|and|or|in|of|since|early|mid|late|-|,)"


@dataclass(frozen=True, slots=True)
class Named:
    """A day (or week, month, quarter) as named in a reply.

    `ahead` is the reading that lies in the future, `behind` the one in the past, `near` the
    one nearer to today. `first` is the first day of what was named. `doubt` is another
    reading that people mean by the same words.
    """

    start: int
    end: int
    ahead: date
    behind: date
    near: date
    precision: Precision = Precision.DAY
    doubt: date | None = None
    at: str = ""

    def first(self, on: date) -> date:
        """The first day of the month, quarter or week that ends on `on`."""
        if self.precision is Precision.MONTH:
            return on.replace(day=1)
        if self.precision is Precision.QUARTER:
            return (on.replace(day=1) - timedelta(days=62)).replace(day=1)
        return on


def find_days(plain: str, today: date) -> tuple[list[Named], list[str]]:
    """Every date named, in order, and what looks like a date and can be none (31/02)."""
    found: list[Named] = []
    impossible: list[str] = []
    taken: list[tuple[int, int]] = []
    for pattern, read in _KINDS:
        for match in pattern.finditer(plain):
            if any(match.start() < end and start < match.end() for start, end in taken):
                continue
            try:
                days = list(read(match, today))
            except (ValueError, OverflowError):
                impossible.append(match[0].strip())
                days = []
            if days:
                taken.append(match.span())
                found += days
    return sorted((_timed(plain, one) for one in found), key=lambda one: one.start), impossible


# --- within -------------------------------------------------------------------------------

_TIME = re.compile(
    r" ?,?(?: ?(?:at|after|from|before|about|around|@))? ?(?:"
    r"(?P<h>\d{1,2})(?:[:.](?P<m>[0-5]\d))? ?(?P<half>am|pm)\b"
    r"|(?P<h24>[01]?\d|2[0-3])[:.](?P<m24>[0-5]\d)(?![\d%])"
    r"|(?<=at )(?P<bare>\d{1,2})(?: o'clock)?(?![\d.%/:])"
    r"|(?P<noon>noon|midday|lunch(?:time)?)\b)"
)


def _timed(plain: str, named: Named) -> Named:
    match = _TIME.match(plain, named.end)
    if match is None:
        return named
    at = _clock(match)
    if not at:
        return named
    return Named(named.start, match.end(), named.ahead, named.behind, named.near,
                 named.precision, named.doubt, at)  # fmt: skip


def _clock(match: re.Match[str]) -> str:
    if match["noon"]:
        return "12:00"
    if match["h24"]:
        return f"{int(match['h24']):02}:{match['m24']}"
    hour = int(match["h"] or match["bare"])
    if match["half"]:
        hour = hour % 12 + (12 if match["half"] == "pm" else 0)
    elif hour < 7:
        hour += 12  # nobody is asked at three in the morning
    return f"{hour:02}:{match['m'] or '00'}" if hour < 24 else ""


def _named(match: re.Match[str], ahead: date, behind: date | None = None, near: date | None = None,
           precision: Precision = Precision.DAY, doubt: date | None = None) -> Named:  # fmt: skip
    behind = behind or ahead
    return Named(match.start(), match.end(), ahead, behind, near or ahead, precision, doubt)


def _month_of(word: str) -> int:
    return _MONTHS.index(word[:3]) + 1


def _year_of(match: re.Match[str]) -> int | None:
    groups = match.groupdict()
    if groups.get("year"):
        return int(groups["year"])
    return 2000 + int(groups["yy"]) if groups.get("yy") else None


def _around(day: int, month: int, today: date) -> tuple[date, date, date]:
    """(ahead, behind, nearer) for a day of a month without a year."""
    years = [one for one in range(today.year - 1, today.year + 2) if _exists(one, month, day)]
    days = [date(one, month, day) for one in years]
    if not days:
        days = [date(one, month, day) for one in (today.year - today.year % 4,)]
    ahead = next((one for one in days if one >= today), days[-1])
    behind = next((one for one in reversed(days) if one <= today), days[0])
    return ahead, behind, min(days, key=lambda one: abs((one - today).days))


def _exists(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _iso(match: re.Match[str], _today: date) -> Iterator[Named]:
    yield _named(match, date(int(match[1]), int(match[2]), int(match[3])))


def _slashed(match: re.Match[str], _today: date) -> Iterator[Named]:
    year = int(match[3])
    yield _named(match, date(year + 2000 if year < 100 else year, int(match[2]), int(match[1])))


_SHARE = re.compile(
    r" ?(?:of\b|are\b|were\b|have\b|delivered|complete|completed|done|attended|staff|in place|achieved|received|signed|audited|"
    r"visits|closed|met\b|workshops|sessions|posts|plans|actions|people|children|young|teams|managers|workers)"
)


def _slashed_short(match: re.Match[str], today: date) -> Iterator[Named]:
    day, month = int(match[1]), int(match[2])
    if not 1 <= month <= 12 or not 1 <= day <= 31:
        return  # 18/38 is eighteen of thirty-eight
    if _SHARE.match(match.string, match.end()) or match[0].strip() == "24/7":
        return  # 6/7 delivered
    ahead, behind, near = _around(day, month, today)
    yield _named(match, ahead, behind, near)


def _day_month(match: re.Match[str], today: date) -> Iterator[Named]:
    day, month, year = int(match["day"]), _month_of(match["month"]), _year_of(match)
    if year is not None:
        yield _named(match, date(year, month, day))
        return
    ahead, behind, near = _around(day, month, today)
    yield _named(match, ahead, behind, near)


def _day_range(match: re.Match[str], today: date) -> Iterator[Named]:
    """23-27 Sept: two days that share their month."""
    month, year = _month_of(match["month"]), _year_of(match)
    last = re.search(r"\d+", match["last"])
    if last is None:
        return
    cut = match.start("last")
    for number, start, end in (
        (match["day"], match.start("day"), match.end("day")),
        (last[0], cut, match.end()),
    ):
        if year is not None:
            ahead = behind = near = date(year, month, int(number))
        else:
            ahead, behind, near = _around(int(number), month, today)
        yield Named(start, end, ahead, behind, near)


def _month_day(match: re.Match[str], today: date) -> Iterator[Named]:
    """October 5th; but June 19 is a month of 2019, as council papers write it."""
    month, number = _month_of(match["month"]), int(match["day"])
    if match["year"]:
        yield _named(match, date(int(match["year"]), month, number))
        return
    if not match["ordinal"] and abs(2000 + number - today.year) <= 3:
        yield from _whole_month(match, 2000 + number, month, "")
        return
    ahead, behind, near = _around(number, month, today)
    yield _named(match, ahead, behind, near)


def _whole_month(match: re.Match[str], year: int, month: int, place: str) -> Iterator[Named]:
    on = _placed(date(year, month, 1), place)
    yield _named(match, on, precision=Precision.MONTH)


def _placed(first: date, place: str) -> date:
    """Mid November is its 15th, the start its 1st; anything else the month's last day."""
    if place.startswith("mid"):
        return first.replace(day=15)
    if place.startswith(("start", "beginning")):
        return first
    return month_end(first)


def _month(match: re.Match[str], today: date) -> Iterator[Named]:
    month, year = _month_of(match["month"]), _year_of(match)
    place = (match["place"] or "").removeprefix("the ")
    if year is not None:
        yield from _whole_month(match, year, month, place)
        return
    ahead = date(today.year + (month < today.month), month, 1)
    behind = date(today.year - (month > today.month), month, 1)
    near = behind if (today.month - month) % 12 <= 5 else ahead
    days = [_placed(one, place) for one in (ahead, behind, near)]
    yield _named(match, days[0], days[1], days[2], Precision.MONTH)


def _weekday(match: re.Match[str], today: date) -> Iterator[Named]:
    number = _DAYS.index(match["weekday"][:3])
    ahead = today + timedelta(days=(number - today.weekday() - 1) % 7 + 1)
    behind = today - timedelta(days=(today.weekday() - number - 1) % 7 + 1)
    monday = today - timedelta(days=today.weekday())
    which = match["which"] or ""
    if which.startswith("last"):
        yield _named(match, behind)
    elif match["week"] or which.endswith("week on"):
        yield _named(match, ahead + timedelta(days=7))
    elif which.startswith("next"):
        later = monday + timedelta(days=7 + number)
        # Half of Britain means the coming one, the other half the one after.
        yield _named(match, later, doubt=ahead if later - ahead == timedelta(days=7) and
                     ahead - today > timedelta(days=1) else None)  # fmt: skip
    else:
        yield _named(match, ahead, behind, ahead)


def _ordinal(match: re.Match[str], today: date) -> Iterator[Named]:
    """The 27th, of this month or the next."""
    day = int(match["day"])
    following = month_end(today) + timedelta(days=1)
    earlier = today.replace(day=1) - timedelta(days=1)
    here = today.replace(day=day) if _exists(today.year, today.month, day) else None
    if here and here >= today:
        yield _named(match, here, earlier.replace(day=min(day, earlier.day)), here)
    else:
        yield _named(match, following.replace(day=day), here, following.replace(day=day))


def _fixed(days: Callable[[date], date], precision: Precision = Precision.DAY) -> _Read:
    def read(match: re.Match[str], today: date) -> Iterator[Named]:
        yield _named(match, days(today), precision=precision)

    return read


def _within(match: re.Match[str], today: date) -> Iterator[Named]:
    n = _NUMBERS[match["n"]] if match["n"] in _NUMBERS else int(match["n"])
    unit = match["unit"]
    if unit.startswith("month"):
        months = today.month - 1 + n
        first = date(today.year + months // 12, months % 12 + 1, 1)
        yield _named(match, first.replace(day=min(today.day, month_end(first).day)))
    elif unit.startswith(("hour", "minute", "min")):
        yield _named(match, today)
    else:
        days = {"d": 1, "w": 7, "f": 14}[unit[0]] * n
        yield _named(match, today + timedelta(days=days))


def _week_of(match: re.Match[str], today: date) -> Iterator[Named]:
    """W/c 7 Oct: a week, named by its first or last day."""
    for one in _inner(match["rest"], today):
        yield Named(match.start(), match.end(), one.ahead, one.behind, one.near, Precision.WEEK)


def _inner(rest: str, today: date) -> Iterator[Named]:
    for pattern, read in _KINDS_OF_DAY:
        if match := pattern.match(rest):
            yield from read(match, today)
            return


def _week(match: re.Match[str], today: date) -> Iterator[Named]:
    monday = today - timedelta(days=today.weekday())
    weeks = {"next": 1, "this": 0}.get(match["which"].split()[0], 1)
    if match["which"].endswith("after next"):
        weeks = 2
    yield _named(match, monday + timedelta(days=7 * weeks), precision=Precision.WEEK)


def _month_here(match: re.Match[str], today: date) -> Iterator[Named]:
    """The end of this month, next month."""
    place = (match["place"] or "").removeprefix("the ")
    first = today.replace(day=1)
    if "next" in match["which"]:
        first = month_end(today) + timedelta(days=1)
    yield _named(match, _placed(first, place), precision=Precision.MONTH)


def _quarter(match: re.Match[str], today: date) -> Iterator[Named]:
    """Q3 of a council's year, which begins in April: October to December."""
    number = int(match["q"])
    month = number * 3 + 3 if number < 4 else 3
    if match["year"]:
        # Q4 2019 is printed by a council for January to March 2020.
        yield _quarter_end(match, int(match["year"]) + (number == 4), month)
        return
    year = today.year - (today.month < 4) + (number == 4)
    end = month_end(date(year, month, 1))
    begun = date(year, month - 2, 1) <= today
    ahead = end if end >= today else month_end(date(year + 1, month, 1))
    behind = end if begun else month_end(date(year - 1, month, 1))
    yield _named(match, ahead, behind, end, Precision.QUARTER)


def _quarter_end(match: re.Match[str], year: int, month: int) -> Named:
    return _named(match, month_end(date(year, month, 1)), precision=Precision.QUARTER)


def _quarter_here(match: re.Match[str], today: date) -> Iterator[Named]:
    month = (today.month - 1) // 3 * 3 + 3
    end = month_end(date(today.year, month, 1))
    if "next" in match[0]:
        end = month_end(date(end.year + end.month // 12, end.month % 12 + 3, 1))
    yield _named(match, end, precision=Precision.QUARTER)


def _christmas(today: date) -> date:
    return date(today.year, 12, 25)


def _new_year(today: date) -> date:
    return date(today.year + 1, 1, 1)


def _easter(today: date) -> date:
    """Easter Sunday after today, by the Gregorian rule."""
    return next(day for day in map(_easter_of, (today.year, today.year + 1)) if day >= today)


def _easter_of(year: int) -> date:
    a, b, c = year % 19, year // 100, year % 100
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    rest = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    month, day = divmod(h + rest - 7 * ((a + 11 * h + 22 * rest) // 451) + 114, 31)
    return date(year, month, day + 1)


def _year_end(today: date) -> date:
    """31 March: a council's year ends there."""
    return date(today.year + (today.month > 3), 3, 31)


_Read = Callable[[re.Match[str], date], Iterator[Named]]


def _kind(pattern: str, read: _Read) -> tuple[re.Pattern[str], _Read]:
    return re.compile(pattern, re.ASCII), read


_PLACE = (
    r"(?P<place>(?:the )?(?:end|start|beginning|middle|early part|latter part)(?: of)?"
    r"|mid|early|late)"
)
_KINDS_OF_DAY = [
    _kind(r"(?<![\d/.-])(20\d\d)-(\d\d)-(\d\d)(?!\d)", _iso),
    _kind(r"(?<![\d/.-])(\d{1,2})[/.-](\d{1,2})[/.-](20\d\d|\d\d)(?![\d/.%])", _slashed),
    _kind(r"(?<![\d/.-])(\d{1,2})/(\d{1,2})(?![\d/%])", _slashed_short),
    _kind(
        rf"(?<![\d/.])(?P<day>\d{{1,2}}){_ORDINAL}? ?(?:-|to|until|and|&) ?"
        rf"(?P<last>(?:the )?\d{{1,2}}{_ORDINAL}?(?: of)? ?(?P<month>{_MONTH}){_YEAR}?)",
        _day_range,
    ),
    _kind(rf"(?<![\d/.]){_DM}", _day_month),
    _kind(
        rf"\b(?P<month>{_MONTH}) (?:the )?(?P<day>\d{{1,2}})(?P<ordinal>{_ORDINAL})?"
        r"(?:,? (?P<year>20\d\d))?(?![\d/%]|\.\d|:\d| ?(?:%|per ?cent|of |out of |days?\b|weeks?\b|/))",
        _month_day,
    ),
    _kind(
        rf"(?:\b{_WEEKDAY},? (?:the )?|(?<=\bthe )|(?<=on )|(?<=until )|(?<=back )|(?<=by )|(?<=to )|(?<=from )|(?<=- ))"
        rf"(?P<day>\d{{1,2}}){_ORDINAL}\b(?! (?!at\b|and\b|but\b|so\b|until\b|to\b|please\b|for\b)"
        r"[a-z])",
        _ordinal,
    ),
]
_KINDS = [
    _kind(
        r"\b(?:w/?c|w/?b|w/?e|(?:the )?week (?:of|commencing|beginning|ending|starting))\.? "
        rf"(?:the )?(?P<rest>(?:{_WEEKDAY} )?\d[\d/.-]*(?:{_ORDINAL})?(?: of)?(?: ?{_MONTH})?(?: 20\d\d)?)",
        _week_of,
    ),
    *_KINDS_OF_DAY,
    _kind(r"\btoday\b|\btonight\b|\bthis (?:morning|afternoon|evening|aft)\b|\blater today\b"
          r"|\bend of (?:the )?(?:day|play)\b|\bcop\b|\beod\b",
          _fixed(lambda today: today)),
    _kind(r"\btomorrow(?: (?:morning|afternoon|evening|am|pm|first thing))?\b",
          _fixed(lambda today: today + timedelta(days=1))),
    _kind(r"\byesterday\b", _fixed(lambda today: today - timedelta(days=1))),
    _kind(r"\b(?:the )?day after tomorrow\b", _fixed(lambda today: today + timedelta(days=2))),
    _kind(
        r"\b(?:(?P<which>next|this coming|coming|this|last|(?:a )?week on) )?"
        r"(?P<weekday>monday|tuesday|wednesday|thursday|friday|saturday|sunday)\b"
        r"(?: (?:morning|afternoon|evening|am|pm|lunchtime))?(?P<week> week)?\b",
        _weekday,
    ),
    _kind(
        r"(?:(?:^|(?<=[.!?] ))(?=\w+[.!?]?$)|(?<=\bon )|(?<=\bby )|(?<=\buntil )|(?<=\bback )|(?<=\bme )|(?<=\bfrom )"
        r"|(?<=\bbefore )|(?<=\bafter )|(?<=\bagain )|(?<=\bin ))(?P<which>next |this |last )?"
        r"(?P<weekday>mon|tues|tue|weds|wed|thurs|thur|thu|fri|sat|sun)\b(?P<week> week)?",
        _weekday,
    ),
    _kind(r"\b(?:next|this|last) (?P<weekday>mon|tues|tue|weds|wed|thurs|thur|thu|fri)\b(?P<week>)(?P<which>)",
          _weekday),
    _kind(
        r"\b(?:the )?end of (?:the |this )week\b",
        _fixed(lambda today: today + timedelta(days=(4 - today.weekday()) % 7)),
    ),
    _kind(r"\b(?:the )?end of next week\b",
          _fixed(lambda today: today + timedelta(days=11 - today.weekday()))),
    _kind(r"\b(?P<which>(?:the )?week after next|the following week|following week|next week|this week)"
          r"\b", _week),
    _kind(rf"\b{_PLACE} (?P<which>(?:this|next|the) )month\b", _month_here),
    _kind(r"\b(?P<place>)(?P<which>next )month\b(?! (?:on|by|after|before|old))", _month_here),
    _kind(r"\b(?P<which>)(?P<place>)(?:month[ -]end|eom)\b", _month_here),
    _kind(
        rf"\b(?:{_PLACE}[ -])?(?P<month>(?!may\b|mar\b|dec\b|march\b){_MONTH}){_YEAR}?(?![a-z])",
        _month,
    ),
    # These are words as well ("may", "march on"): only with something that makes them months.
    _kind(
        rf"(?:\b{_PLACE}[ -]|(?<=\bin )|(?<=\bby )|(?<=\bof )|(?<=\buntil )|(?<=\bsince )"
        r"|(?<=\bfrom )|(?<=\bto )|(?<=\bbefore )|(?<=\bafter )|(?<=\bfor )|(?<=\bnext )|(?<=\blast ))"
        rf"(?P<month>may|march|mar|dec)\b{_YEAR}?(?![a-z])",
        _month,
    ),
    _kind(r"\b(?P<place>)(?P<month>may|march|mar|dec) ?(?:(?P<year>20\d\d)|'?(?P<yy>1[89]|2\d))\b(?!%)",
          _month),
    _kind(
        r"\b(?:(?:the )?end of )?(?:q|qtr ?|quarter )(?P<q>[1-4])\b(?:,? (?P<year>20\d\d)(?:[/-]\d\d)?)?",
        _quarter,
    ),
    _kind(r"\b(?:(?:the )?end of )?(?:the |this |next )quarter\b|\bquarter end\b", _quarter_here),
    _kind(rf"\b(?:with)?in(?: about)? {_N} ?(?P<unit>days?|weeks?|months?|fortnights?|hours?|minutes?|mins?)\b"
          r"(?:'s?)?(?: time)?", _within),
    _kind(rf"\b(?<!past )(?<!last ){_N} (?P<unit>days?|weeks?|months?|fortnight)'?s? (?:time|from now)\b",
          _within),
    _kind(r"\b(?:christmas|xmas)\b(?! (?:party|card|present|do\b))", _fixed(_christmas)),
    _kind(r"\b(?:the )?new year\b", _fixed(_new_year)),
    _kind(r"\beaster\b", _fixed(_easter)),
    _kind(r"\b(?:the )?(?:end of (?:the |this )?(?:financial|council|municipal) year|year[ -]end)\b",
          _fixed(_year_end)),
    _kind(r"\b(?:the )?end of (?:the |this )?year\b",
          _fixed(lambda today: date(today.year, 12, 31))),
]  # fmt: skip
