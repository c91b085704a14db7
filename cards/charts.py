"""Draw pictures of ratings and figures as SVG, each with its finding in words.

Nothing is told by colour alone: ratings have their shape and letter, lines their dashes and marks.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from itertools import takewhile
from math import ceil, floor, log10

from cards.blocks import Card
from workflow.dates import month_end, month_name
from workflow.plan import Direction, Unit
from workflow.rag import MARKS, Rag
from workflow.row import MeasureKept, Point
from workflow.summary import Line, Summary
from workflow.words import count, listed, number, number_word, shorten

__all__ = [
    "MOST_ROWS",
    "Picture",
    "counts",
    "dated",
    "image",
    "road_of",
    "strip",
    "trajectory",
    "value_of",
]

# A picture may be 1024 pixels in each direction: this many rows fit, at a size that can be read.
MOST_ROWS = 36

_INK, _QUIET, _GRID = "#1b1b1b", "#595959", "#d5d5d5"
_FILL = {"R": "#c4262e", "A": "#ffd166", "G": "#1d7a34", "B": "#1f5fbf", None: "#ececec"}
_ON = {"R": "#ffffff", "A": _INK, "G": "#ffffff", "B": "#ffffff", None: _INK}
_BLUE, _PURPLE, _BROWN = "#0b5cad", "#6b3fa0", "#8a4b08"
_LETTERS: tuple[str | None, ...] = ("R", "A", "G", "B", None)


@dataclass(frozen=True, slots=True)
class Picture:
    """An SVG of `width` by `height` pixels, 1024 at most each; `words` say what it shows."""

    svg: str
    words: str
    width: int
    height: int


# --- ratings, month by month --------------------------------------------------------------


def strip(months: Sequence[Summary], refs: Sequence[str]) -> Picture:
    """A row an action and a column a month, oldest first; at most MOST_ROWS of `refs`.

    The month before the first one is shown as well where its ratings are known.
    """
    newest = months[-1]
    lines = [line for ref in refs[:MOST_ROWS] if (line := newest.line(ref))]
    histories = [_history(months, line.ref) for line in lines]
    names = [month_name(each.month)[:3] for each in months]
    if any(history[0] for history in histories):
        names = [months[0].last_month_name[:3], *names]
    else:
        histories = [history[1:] for history in histories]
    left, cell, tall, top = 300, 46, 26, 28
    # As wide as the other pictures, so that letters are as large where pictures are stretched.
    width, height = max(640, left + cell * len(names) + 8), top + tall * len(lines) + 6
    parts = [
        _text(left + cell * n + cell / 2, 18, name, size=14, anchor="middle", colour=_QUIET)
        for n, name in enumerate(names)
    ]
    for row, (line, history) in enumerate(zip(lines, histories, strict=True)):
        y = top + tall * row
        parts.append(_text(4, y + 18, line.ref, size=14, bold=True))
        parts.append(_text(62, y + 18, shorten(line.title, 36), size=14))
        parts += [
            _cell(left + cell * n, y, cell - 3, tall - 3, letter)
            for n, letter in enumerate(history)
        ]
    words = _found(lines, histories)
    if len(lines) == 1:
        words = " ".join([words, *_figures(newest, lines[0])])
    return _picture(parts, width, height, words)


def _figures(view: Summary, line: Line) -> list[str]:
    """How its measures stand, in sentences."""
    names = {one.id: one.short for one in view.plan.measures}
    return [f"{names[one.measure]}: {one.reason}" for one in line.row.measures]


def _history(months: Sequence[Summary], ref: str) -> list[str | None]:
    """An action's ratings, from the month before the first one on."""
    first = months[0].line(ref)
    rated = [line.rag if (line := each.line(ref)) else None for each in months]
    return [first.was if first else None, *rated]


def _found(lines: Sequence[Line], histories: Sequence[Sequence[str | None]]) -> str:
    """What a reader should take away: how long each stands in red, and how many the others are."""
    both = list(zip(lines, histories, strict=True))
    if len(both) == 1:
        return _lasting(*both[0])
    said = [_lasting(line, history) for line, history in both if history[-1] == "R"]
    now = [history[-1] for history in histories]
    rest = [f"{now.count(letter)} {_word(letter)}" for letter in _LETTERS[1:] if letter in now]
    return " ".join([*(said or ["None is Red."]), f"{listed(rest)}." if rest else ""]).strip()


def _lasting(line: Line, history: Sequence[str | None]) -> str:
    """How long it has stood so: PI3.1 has been Red for three months."""
    now = history[-1]
    months = sum(1 for _ in takewhile(lambda letter: letter == now, reversed(history)))
    word = _word(now)
    if months == 1:
        was = _word(history[-2]) if len(history) > 1 else ""
        before = f", {was} the month before" if was and history[-2] else ""
        return f"{line.ref} is {word}{before}." if now else f"{line.ref} has no update{before}."
    span = f"{number_word(months)} months"
    if not now:
        return f"{line.ref} has had no update for {span}."
    return f"{line.ref} has been {word} for {span}."


def _cell(x: float, y: float, wide: float, tall: float, letter: str | None) -> str:
    """A rating: its colour, its shape and its letter."""
    middle = y + tall / 2
    return (
        _rect(x, y, wide, tall, fill=_FILL[letter], round_=3)
        + _shape(x + wide * 0.32, middle, 4.6, letter)
        + _text(
            x + wide * 0.66,
            middle + 5,
            MARKS[Rag(letter) if letter else None].letter,
            size=14,
            anchor="middle",
            bold=True,
            colour=_ON[letter],
        )
    )


def _shape(x: float, y: float, size: float, letter: str | None) -> str:
    colour = _ON[letter]
    if letter == "R":
        return _rect(x - size, y - size, 2 * size, 2 * size, fill=colour)
    if letter == "A":
        return _diamond(x, y, size + 1, colour)
    if letter == "G":
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{size}" fill="{colour}"/>'
    if letter == "B":
        points = f"{x - size:.1f},{y:.1f} {x - 1:.1f},{y + size:.1f} {x + size:.1f},{y - size:.1f}"
        return f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2"/>'
    return (
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{size}" fill="none" '
        f'stroke="{colour}" stroke-width="1.5"/>'
    )


# --- a measure against its road -----------------------------------------------------------


def trajectory(kept: MeasureKept, reason: str = "") -> Picture | None:
    """A measure's figures, the road to its targets and what it is held against.

    None where fewer than one figure has a date: there is nothing to draw. `reason` is how it
    stands in words, as `workflow.measures` says it.
    """
    figures = dated(kept.readings)
    targets = dated(kept.milestones)
    if not figures:
        return None
    began = dated([kept.baseline] if kept.baseline else [])
    base = [one for one in began if one[0] < figures[0][0]]
    road = road_of(kept, began or figures[:1], targets)
    plot = _Plot.of(kept, [*base, *figures, *road, *targets])
    parts = plot.axes()
    if kept.band:
        parts.append(plot.band(*kept.band))
    if kept.against:
        parts += plot.level(kept.against.value)
    if kept.comparable:
        parts.append(plot.path(road, colour=_PURPLE, dash="9 6"))
    parts += [plot.target(*target) for target in targets]
    parts.append(plot.path([*base, *figures], colour=_BLUE))
    parts += [plot.began(*one) for one in base]
    parts += [plot.figure(*one, newest=one == figures[-1]) for one in figures]
    parts += plot.legend(
        targets=bool(targets), road=kept.comparable and len(road) > 1, other=bool(kept.against)
    )
    said = f"{kept.short}: {reason}" if reason else _newest(kept, figures, targets)
    return _picture([_text(4, 20, kept.short, size=17, bold=True), *parts], 640, 380, said)


Dated = tuple[date, float]


def dated(points: Iterable[Point]) -> list[Dated]:
    """The points that have a day, oldest first."""
    return sorted((date.fromisoformat(one.on), one.value) for one in points if one.on)


def road_of(kept: MeasureKept, start: Sequence[Dated], targets: Sequence[Dated]) -> list[Dated]:
    """Where it has to be when: from where it started to each target in turn."""
    if not targets or kept.direction not in {Direction.HIGHER.value, Direction.LOWER.value}:
        return []
    return [*(one for one in start if one[0] < targets[0][0]), *targets]


def _newest(kept: MeasureKept, figures: Sequence[Dated], targets: Sequence[Dated]) -> str:
    on, value = figures[-1]
    said = f"{kept.short}: {value_of(kept, value)} in {month_name(f'{on:%Y-%m}')} {on.year}"
    ahead = [target for target in targets if target[0] > on]
    if ahead and kept.comparable:
        by, aim = ahead[0]
        need = f"{value_of(kept, aim)} needed by {month_name(f'{by:%Y-%m}')} {by.year}"
        return f"{said} against {need}."
    if kept.against:
        return f"{said}; {kept.comparator}: {value_of(kept, kept.against.value)}."
    return f"{said}."


@dataclass(frozen=True, slots=True)
class _Plot:
    """Where days and values lie on the paper, in pixels."""

    kept: MeasureKept
    start: date
    end: date
    low: float
    high: float
    step: float

    left: int = 62
    right: int = 560
    top: int = 40
    floor: int = 300

    @classmethod
    def of(cls, kept: MeasureKept, points: Sequence[Dated]) -> _Plot:
        days = [on for on, _ in points]
        values = [value for _, value in points]
        values += [kept.against.value] if kept.against else []
        values += list(kept.band or ())
        if kept.unit == Unit.PERCENT.value and min(values) >= 0 and max(values) <= 100:
            low, high, step = 0.0, 100.0, 25.0
        else:
            low, high, step = _scale(min(0.0, *values), max(values))
        start, end = _months_on(min(days), 0), month_end(max(days))
        if (end - start).days < 60:
            start, end = _months_on(start, -2), month_end(_months_on(end, 2))
        return cls(kept, start, end, low, high, step)

    def x(self, on: date) -> float:
        share = (on - self.start).days / max((self.end - self.start).days, 1)
        return self.left + 14 + share * (self.right - self.left - 28)

    def y(self, value: float) -> float:
        share = (value - self.low) / ((self.high - self.low) or 1)
        return self.floor - share * (self.floor - self.top)

    def axes(self) -> list[str]:
        parts = []
        for n in range(round((self.high - self.low) / self.step) + 1):
            value = self.low + n * self.step
            y = self.y(value)
            parts.append(_line((self.left, y), (self.right, y), colour=_GRID))
            words = value_of(self.kept, value)
            parts.append(_text(self.left - 8, y + 5, words, anchor="end", colour=_QUIET))
        months = _month_starts(self.start, self.end)
        every = max(1, ceil(len(months) / 6))
        for on in months[::every]:
            said = f"{month_name(f'{on:%Y-%m}')[:3]} {on:%y}"
            middle = self.x(on.replace(day=15))
            parts.append(_text(middle, self.floor + 22, said, anchor="middle", colour=_QUIET))
        return parts

    def path(self, points: Sequence[Dated], *, colour: str, dash: str = "") -> str:
        if len(points) < 2:
            return ""
        at = " ".join(f"{self.x(on):.1f},{self.y(value):.1f}" for on, value in points)
        dashed = f' stroke-dasharray="{dash}"' if dash else ""
        return f'<polyline points="{at}" fill="none" stroke="{colour}" stroke-width="3"{dashed}/>'

    def figure(self, on: date, value: float, *, newest: bool) -> str:
        x, y = self.x(on), self.y(value)
        dot = f'<circle cx="{x:.1f}" cy="{y:.1f}" r="6" fill="{_BLUE}"/>'
        if not newest:
            return dot
        said = value_of(self.kept, value)
        return dot + _text(x + 10, y + 19, f"{said} now", size=16, bold=True, halo=True)

    def began(self, on: date, value: float) -> str:
        x, y = self.x(on), self.y(value)
        ring = (
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="6" fill="#ffffff" '
            f'stroke="{_BLUE}" stroke-width="2.5"/>'
        )
        return ring + _text(x, y - 12, value_of(self.kept, value), anchor="middle", halo=True)

    def target(self, on: date, value: float) -> str:
        x, y = self.x(on), self.y(value)
        square = _rect(x - 6, y - 6, 12, 12, fill=_PURPLE)
        return square + _text(
            x, y - 12, value_of(self.kept, value), anchor="middle", bold=True, halo=True
        )

    def level(self, value: float) -> list[str]:
        y = self.y(value)
        return [
            _line((self.left, y), (self.right, y), colour=_BROWN, dash="2 5", wide=2.5),
            _diamond(self.right, y, 7, _BROWN),
            _text(self.right + 12, y + 5, value_of(self.kept, value), bold=True, colour=_BROWN),
        ]

    def band(self, low: float, high: float) -> str:
        tall = self.y(low) - self.y(high)
        return _rect(self.left, self.y(high), self.right - self.left, tall, fill="#e3e8f4")

    def legend(self, *, targets: bool, road: bool, other: bool) -> list[str]:
        y, x = self.floor + 54, self.left
        parts = [f'<circle cx="{x}" cy="{y - 5}" r="6" fill="{_BLUE}"/>']
        parts.append(_text(x + 12, y, "Figures"))
        x += 90
        if targets:
            said = "Targets, and the road to them" if road else "Targets"
            if not self.kept.comparable:
                said = "Targets, which count something else"
            parts += [_rect(x - 6, y - 11, 12, 12, fill=_PURPLE), _text(x + 12, y, said)]
            x += 100 if said == "Targets" else 240
        if other:
            name = shorten(self.kept.comparator, 30)
            parts += [_diamond(x, y - 5, 7, _BROWN), _text(x + 12, y, name)]
        return parts


def _scale(low: float, high: float) -> tuple[float, float, float]:
    """A scale of four to eight round steps that holds both."""
    span = (high - low) or abs(high) or 1.0
    size = 10 ** floor(log10(span / 4))
    step = next(size * n for n in (1, 2, 5, 10) if span / (size * n) <= 6)
    return floor(low / step) * step, max(ceil(high / step), 1 if low >= 0 else 0) * step, step


def value_of(kept: MeasureKept, value: float) -> str:
    """A value as it is read: 53.8%, £3,000."""
    said = number(value)
    if kept.unit == Unit.PERCENT.value:
        return f"{said}%"
    return f"£{said}" if kept.unit == Unit.MONEY.value else said


def _month_starts(start: date, end: date) -> list[date]:
    found, on = [], start.replace(day=1)
    while on <= end:
        if on >= start:
            found.append(on)
        on = _months_on(on, 1)
    return found or [start]


def _months_on(on: date, months: int) -> date:
    place = on.year * 12 + on.month - 1 + months
    return date(place // 12, place % 12 + 1, 1)


# --- counts over time ---------------------------------------------------------------------


def counts(months: Sequence[Summary]) -> Picture:
    """A column a month, oldest first, with so many of each rating, each with shape and letter."""
    shown = months[-12:]
    wide, gap, left, top, tall = 62, 14, 20, 44, 250
    most = max((each.counts.total for each in shown), default=1) or 1
    # As wide as the other pictures: of two months alone, stretched, the letters would be huge.
    width = max(640, left * 2 + (wide + gap) * len(shown) + 130)
    parts = [_text(4, 20, "Actions by rating", size=17, bold=True)]
    for n, each in enumerate(shown):
        x, y = left + n * (wide + gap), float(top + tall)
        for letter, some in zip(_LETTERS, _numbers(each), strict=True):
            if not some:
                continue
            high = some / most * tall
            y -= high
            parts.append(
                f'<rect x="{x}" y="{y:.1f}" width="{wide}" height="{high:.1f}" '
                f'fill="{_FILL[letter]}" stroke="#ffffff" stroke-width="1.5"/>'
            )
            if high >= 14:
                parts.append(_shape(x + 13, y + high / 2, 4.2, letter))
                mark = MARKS[Rag(letter) if letter else None].letter
                parts.append(
                    _text(x + 24, y + high / 2 + 5, f"{mark} {some}", bold=True, colour=_ON[letter])
                )
        name = month_name(each.month)[:3]
        parts.append(_text(x + wide / 2, top + tall + 20, name, anchor="middle", colour=_QUIET))
    x = left + (wide + gap) * len(shown) + 8
    for n, letter in enumerate(_LETTERS):
        parts.append(_cell(x, top + 30 * n, 40, 23, letter))
        parts.append(_text(x + 46, top + 30 * n + 16, _word(letter).capitalize()))
    return _picture(parts, width, top + tall + 32, _counted(shown))


def _counted(months: Sequence[Summary]) -> str:
    """What became of the reds: Reds rose from two in July to four in September."""
    newest = months[-1]
    now = newest.counts
    said = (
        f"{newest.month_name}: {now.red} Red, {now.amber} Amber, {now.green} Green, "
        f"{now.blue} Blue, {now.silent} without update."
    )
    if len(months) < 2:
        return said
    first = months[0]
    before = first.counts.red
    if before == now.red:
        return f"{count(now.red, 'Red')} in {first.month_name} and in {newest.month_name}. {said}"
    verb = "rose" if now.red > before else "fell"
    went = f"from {number_word(before)} in {first.month_name} to {number_word(now.red)}"
    return f"Reds {verb} {went} in {newest.month_name}. {said}"


def _numbers(view: Summary) -> tuple[int, ...]:
    now = view.counts
    return (now.red, now.amber, now.green, now.blue, now.silent)


# --- as parts of a card -------------------------------------------------------------------


def image(url: str, words: str) -> Card:
    """A picture in a card, with its finding for whoever does not see it."""
    return {
        "type": "Image",
        "url": url,
        "altText": shorten(words, 500),
        "size": "Stretch",
        "spacing": "Small",
    }


# --- the pen ------------------------------------------------------------------------------


def _picture(parts: Sequence[str], width: int, height: int, words: str) -> Picture:
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}" font-family="Source Sans Pro" role="img">'
        f"<title>{_plain(words)}</title>"
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>{"".join(parts)}</svg>'
    )
    return Picture(svg, words, width, height)


def _text(
    x: float,
    y: float,
    words: str,
    *,
    size: int = 14,
    anchor: str = "start",
    bold: bool = False,
    colour: str = _INK,
    halo: bool = False,
) -> str:
    weight = ' font-weight="bold"' if bold else ""
    behind = ' stroke="#ffffff" stroke-width="4" paint-order="stroke"' if halo else ""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" text-anchor="{anchor}" '
        f'fill="{colour}"{weight}{behind}>{_plain(words)}</text>'
    )


def _rect(x: float, y: float, wide: float, tall: float, *, fill: str, round_: int = 0) -> str:
    corner = f' rx="{round_}"' if round_ else ""
    return (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{wide:.1f}" height="{tall:.1f}" '
        f'fill="{fill}"{corner}/>'
    )


def _diamond(x: float, y: float, size: float, colour: str) -> str:
    corners = ((x, y - size), (x + size, y), (x, y + size), (x - size, y))
    at = " ".join(f"{one:.1f},{other:.1f}" for one, other in corners)
    return f'<polygon points="{at}" fill="{colour}"/>'


def _line(
    start: tuple[float, float],
    end: tuple[float, float],
    *,
    colour: str,
    dash: str = "",
    wide: float = 1.5,
) -> str:
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    return (
        f'<line x1="{start[0]:.1f}" y1="{start[1]:.1f}" x2="{end[0]:.1f}" y2="{end[1]:.1f}" '
        f'stroke="{colour}" stroke-width="{wide}"{dashed}/>'
    )


def _word(letter: str | None) -> str:
    word = MARKS[Rag(letter) if letter else None].word
    return word if letter else word.lower()


def _plain(words: str) -> str:
    """Words as XML: no markup, and nothing that XML can't hold."""
    kept = "".join(one for one in words if one >= " " and not "\ud800" <= one <= "\udfff")
    return escape(kept.replace("\ufffe", "").replace("\uffff", ""))
