"""Work out simple spreadsheet formulas: conditions of colours, and results a file doesn't hold."""

from __future__ import annotations

import calendar
import operator
import re
from collections.abc import Callable
from datetime import date, timedelta

__all__ = [
    "UNKNOWN",
    "Value",
    "as_text",
    "column_number",
    "day_of",
    "evaluate",
    "serial_of",
    "shifted",
]

Value = str | float | bool | None


class _Unknown(Exception):
    """The formula, or what it refers to, can't be worked out here."""


UNKNOWN = _Unknown
_EPOCH = date(1899, 12, 30)
_TOKEN = re.compile(
    r"""\s*(?:(?P<text>"(?:[^"]|"")*")|(?P<number>\d+(?:\.\d+)?)
    |(?P<name>[A-Za-z_.]+)(?=\()
    |(?P<ref>(?:(?:'[^']+'|[A-Za-z_]\w*)!)?\$?[A-Za-z]{1,3}\$?\d+)(?![\w(:])
    |(?P<const>TRUE|FALSE)(?![\w(])
    |(?P<op><=|>=|<>|[-+*/&=<>(),%])|(?P<end>$))""",
    re.VERBOSE | re.IGNORECASE,
)
_REF = re.compile(r"^(?:(?:'([^']+)'|(\w+))!)?(\$?)([A-Za-z]{1,3})(\$?)(\d+)$")
_MOST_DEPTH = 24

Look = Callable[[str, int, int], Value]


def evaluate(formula: str, look: Look) -> Value:
    """Work out a formula (without its =); `look(sheet, row, column)` gives a cell's value.

    Sheet "" is the formula's own. Raises UNKNOWN for what isn't understood.
    """
    return _Parser(formula, look).whole()


def shifted(formula: str, down: int, right: int) -> str:
    """Move a formula's relative references, as Excel does for the cells of a range."""

    def one(found: re.Match[str]) -> str:
        if found.group("ref") is None:
            return found.group()
        parts = _REF.match(found.group("ref").strip())
        if parts is None:
            return found.group()
        named, plain, fixed_column, column, fixed_row, row = parts.groups()
        sheet = f"'{named}'!" if named else f"{plain}!" if plain else ""
        at = column if fixed_column else _column_name(column_number(column) + right)
        line = row if fixed_row else str(int(row) + down)
        return f"{sheet}{fixed_column}{at}{fixed_row}{line}"

    return _TOKEN.sub(one, formula) if down or right else formula


def column_number(name: str) -> int:
    """A → 1, Z → 26, AA → 27."""
    number = 0
    for letter in name.upper():
        number = number * 26 + ord(letter) - 64
    return number


def day_of(serial: float, *, from_1904: bool = False) -> date | None:
    """The day that Excel stores as a number; None for what is no day of our times."""
    if not 1 <= serial < 200_000:
        return None
    return _EPOCH + timedelta(days=int(serial) + (1462 if from_1904 else 0))


def serial_of(day: date) -> float:
    """The number that Excel stores for a day."""
    return float((day - _EPOCH).days)


def _column_name(number: int) -> str:
    name = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        name = chr(65 + rest) + name
    return name or "A"


class _Parser:
    def __init__(self, formula: str, look: Look) -> None:
        self._tokens: list[tuple[str, str]] = []
        at = 0
        while at < len(formula):
            found = _TOKEN.match(formula, at)
            if found is None or found.lastgroup is None:
                raise _Unknown
            if found.lastgroup == "end":
                break
            self._tokens.append((found.lastgroup, found.group(found.lastgroup)))
            at = found.end()
        self._at = 0
        self._look = look
        self._depth = 0

    def whole(self) -> Value:
        value = self._compared()
        if self._at != len(self._tokens):
            raise _Unknown
        return value

    def _peek(self) -> tuple[str, str]:
        return self._tokens[self._at] if self._at < len(self._tokens) else ("", "")

    def _take(self, text: str) -> bool:
        if self._peek() == ("op", text):
            self._at += 1
            return True
        return False

    def _compared(self) -> Value:
        self._depth += 1
        if self._depth > _MOST_DEPTH:
            raise _Unknown
        left = self._joined()
        for sign, test in _COMPARED.items():
            if self._take(sign):
                left = _compare(left, self._joined(), test)
                break
        self._depth -= 1
        return left

    def _joined(self) -> Value:
        left = self._summed()
        while self._take("&"):
            left = as_text(left) + as_text(self._summed())
        return left

    def _summed(self) -> Value:
        left = self._multiplied()
        while True:
            if self._take("+"):
                left = _number(left) + _number(self._multiplied())
            elif self._take("-"):
                left = _number(left) - _number(self._multiplied())
            else:
                return left

    def _multiplied(self) -> Value:
        left = self._single()
        while True:
            if self._take("*"):
                left = _number(left) * _number(self._single())
            elif self._take("/"):
                by = _number(self._single())
                if not by:
                    raise _Unknown
                left = _number(left) / by
            elif self._take("%"):
                left = _number(left) / 100
            else:
                return left

    def _single(self) -> Value:
        if self._take("-"):
            return -_number(self._single())
        if self._take("("):
            value = self._compared()
            self._close()
            return value
        kind, text = self._peek()
        self._at += 1
        if kind == "text":
            return text[1:-1].replace('""', '"')
        if kind == "number":
            return float(text)
        if kind == "const":
            return text.upper() == "TRUE"
        if kind == "ref":
            return self._referred(text)
        if kind == "name":
            return self._called(text.upper().removeprefix("_XLFN."))
        raise _Unknown

    def _referred(self, text: str) -> Value:
        found = _REF.match(text)
        if found is None:
            raise _Unknown
        named, plain, _, column, _, row = found.groups()
        return self._look(named or plain or "", int(row), column_number(column))

    def _called(self, name: str) -> Value:
        if not self._take("("):
            raise _Unknown
        given: list[Value] = []
        while not self._take(")"):
            if given and not self._take(","):
                raise _Unknown
            given.append(self._argument())
        function = _FUNCTIONS.get(name)
        if function is None:
            raise _Unknown
        try:
            return function(given)
        except (IndexError, ValueError, OverflowError, TypeError) as error:
            raise _Unknown from error

    def _argument(self) -> Value:
        return self._compared()

    def _close(self) -> None:
        if not self._take(")"):
            raise _Unknown


_COMPARED: dict[str, Callable[[float, float], bool]] = {
    "<=": operator.le,
    ">=": operator.ge,
    "<>": operator.ne,
    "=": operator.eq,
    "<": operator.lt,
    ">": operator.gt,
}


def as_text(value: Value) -> str:
    """A value as Excel puts it into a text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return f"{value:.10g}"
    return value


def _number(value: Value) -> float:
    if value is None or value == "":
        return 0.0
    if isinstance(value, str):
        try:
            return float(value)
        except ValueError as error:
            raise _Unknown from error
    return float(value)


def _compare(left: Value, right: Value, test: Callable[[float, float], bool]) -> bool:
    """Compare as Excel does: texts without regard to case, text above every number."""
    left = ("" if isinstance(right, str) else 0.0) if left is None else left
    right = ("" if isinstance(left, str) else 0.0) if right is None else right
    if isinstance(left, str) or isinstance(right, str):
        if not (isinstance(left, str) and isinstance(right, str)):
            return test(float(isinstance(left, str)), float(isinstance(right, str)))
        one, two = left.casefold(), right.casefold()
        return test(float((one > two) - (one < two)), 0.0)
    return test(float(left), float(right))


def _search(given: list[Value]) -> Value:
    wanted, within = as_text(given[0]).casefold(), as_text(given[1]).casefold()
    at = within.find(wanted)
    if at < 0:
        # What can't be found is an error in Excel; ISNUMBER makes "no" of it.
        return None
    return float(at + 1)


def _moved(given: list[Value], *, last: bool) -> Value:
    start = day_of(_number(given[0]))
    if start is None:
        raise _Unknown
    months = start.year * 12 + start.month - 1 + int(_number(given[1]))
    year, month = divmod(months, 12)
    length = calendar.monthrange(year, month + 1)[1]
    return serial_of(date(year, month + 1, length if last else min(start.day, length)))


def _day(given: list[Value]) -> date:
    found = day_of(_number(given[0]))
    if found is None:
        raise _Unknown
    return found


def _cut(given: list[Value]) -> int:
    return int(_number(given[1])) if len(given) > 1 else 1


def _made(given: list[Value]) -> Value:
    year, month, day = (int(_number(one)) for one in given[:3])
    extra, month = divmod(month - 1, 12)
    return serial_of(date(year + extra, month + 1, 1)) + day - 1


_FUNCTIONS: dict[str, Callable[[list[Value]], Value]] = {
    "LEFT": lambda g: as_text(g[0])[: _cut(g)],
    "RIGHT": lambda g: as_text(g[0])[-_cut(g) :],
    "MID": lambda g: as_text(g[0])[int(_number(g[1])) - 1 :][: int(_number(g[2]))],
    "UPPER": lambda g: as_text(g[0]).upper(),
    "LOWER": lambda g: as_text(g[0]).lower(),
    "TRIM": lambda g: " ".join(as_text(g[0]).split()),
    "LEN": lambda g: float(len(as_text(g[0]))),
    "EXACT": lambda g: as_text(g[0]) == as_text(g[1]),
    "CONCATENATE": lambda g: "".join(map(as_text, g)),
    "CONCAT": lambda g: "".join(map(as_text, g)),
    "AND": lambda g: all(bool(_number(one)) for one in g),
    "OR": lambda g: any(bool(_number(one)) for one in g),
    "NOT": lambda g: not _number(g[0]),
    "IF": lambda g: g[1] if _number(g[0]) else (g[2] if len(g) > 2 else False),
    "ISNUMBER": lambda g: isinstance(g[0], float),
    "ISTEXT": lambda g: isinstance(g[0], str),
    "ISBLANK": lambda g: g[0] is None,
    "SEARCH": _search,
    "FIND": _search,
    "DATE": _made,
    "EDATE": lambda g: _moved(g, last=False),
    "EOMONTH": lambda g: _moved(g, last=True),
    "YEAR": lambda g: float(_day(g).year),
    "MONTH": lambda g: float(_day(g).month),
    "DAY": lambda g: float(_day(g).day),
    "IFERROR": lambda g: g[0],
}
