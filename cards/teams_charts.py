"""Draw Teams' own charts, each with what stands in its place where a host does not know them.

They are decoration: what they show is said in words or in a table beside them, and only Teams is
sent them (`cards.blocks.dress`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from cards.blocks import Card, brief, table, text
from cards.charts import Dated, dated, road_of, value_of
from workflow.dates import month_name
from workflow.plan import Unit
from workflow.row import MeasureKept
from workflow.summary import Counts, Summary
from workflow.words import shorten

__all__ = ["bars", "beside", "counts_chart", "line_chart", "milestones", "milestones_words"]

# Each rating's name, its field of `Counts`, and the colour that Teams gives it.
_RATINGS = (
    ("Red", "red", "attention"),
    ("Amber", "amber", "warning"),
    ("Green", "green", "good"),
    ("Blue", "blue", "categoricalBlue"),
    ("No update", "silent", "neutral"),
)
# So many of the newest figures, and of the targets: a message has to stay light.
_FIGURES, _TARGETS = 24, 6
# So much of what a picture shows is said in words.
_FOUND = 500


def bars(view: Summary) -> Card:
    """Bars of actions by workstream and rating; the table beside says the same."""
    return _stacked(
        f"Actions by workstream and rating, {view.month_name}",
        ((part.name, part.counts) for part in view.workstreams),
    )


def counts_chart(months: Sequence[Summary], fallback: Card | None = None) -> Card:
    """A bar a month, oldest first, of actions by rating; elsewhere `fallback`, or nothing."""
    shown = months[-12:]
    named = ((f"{one.month_name[:3]} {one.month[:4]}", one.counts) for one in shown)
    return _stacked("Actions by rating", named, fallback)


def line_chart(kept: MeasureKept, fallback: Card | None = None) -> Card | None:
    """A measure's figures, the road to its milestones, and what it is held against.

    None without a dated figure. Elsewhere `fallback`, or nothing.
    """
    figures, targets = dated(kept.readings), dated(kept.milestones)
    if not figures:
        return None
    start = dated([kept.baseline] if kept.baseline else [])
    began = [one for one in start if one[0] < figures[0][0]]
    shown = [*began, *figures][-_FIGURES:]
    road = road_of(kept, start or figures[:1], targets[:_TARGETS]) if kept.comparable else []
    lines = [_line("Figures", "categoricalBlue", shown)]
    if len(road) > 1:
        lines.append(_line("Road to the milestones", "categoricalPurple", road))
    if kept.against:
        ends = sorted(on for on, _ in [*shown, *road])
        level = [(ends[0], kept.against.value), (ends[-1], kept.against.value)]
        lines.append(_line(shorten(kept.comparator, 40), "categoricalMarigold", level))
    percent = kept.unit == Unit.PERCENT.value
    every = [value for one in lines for value in (point["y"] for point in one["values"])]
    scale = {"yMin": 0, "yMax": 100} if percent and 0 <= min(every) <= max(every) <= 100 else {}
    return {
        "type": "Chart.Line",
        "title": f"{kept.short}{', %' if percent else ''}",
        **scale,
        "showLegend": True,
        "data": lines,
        "fallback": fallback or "drop",
        "spacing": "Small",
    }


def beside(
    months: Sequence[Summary], of: tuple[str, str], words: str, image: Card | None
) -> tuple[list[Card], list[str]]:
    """What stands on a card for a picture of the newest of `months`, and the same in plain text.

    `of` is the picture's kind and name, `words` its finding, `image` the picture, if there is one.
    """
    kind, name = of
    if kind == "strip":
        return ([image], [words]) if image else ([], [])
    found, plain = text(brief(words, _FOUND), spacing="Small"), shorten(words, _FOUND)
    if kind == "counts":
        return [counts_chart(months, image), found], [plain]
    view = months[-1]
    kept = next(one for one in view.plan.measures if one.id == name)
    parts = [line_chart(kept, image), found, milestones(kept, view.month)]
    said = [plain, milestones_words(kept, view.month)]
    return [one for one in parts if one], [one for one in said if one]


def milestones(kept: MeasureKept, month: str) -> Card | None:
    """The newest figure and each milestone as a table; None where there is no milestone.

    `month` (2019-09) is the one that is shown: what comes after it is not due.
    """
    rows = _milestones(kept, month)
    return table((2, 1, 2), _HEAD, rows) if rows else None


def milestones_words(kept: MeasureKept, month: str) -> str:
    """The same in plain text, empty where there is none."""
    rows = _milestones(kept, month)
    said = [f"{by}: {f'milestone {aim}, ' if aim else ''}{got}." for by, aim, got in rows]
    return " ".join(said)


# --- within -------------------------------------------------------------------------------

_HEAD = ("By", "Milestone", "Figure")


def _milestones(kept: MeasureKept, month: str) -> list[tuple[str, str, str]]:
    """By when, the milestone, and the figure at that time; between them, the newest figure."""
    figures, targets = dated(kept.readings), dated(kept.milestones)[-_TARGETS:]
    if not figures or not targets:
        return []
    newest, value = figures[-1]
    rows = [(on, value_of(kept, aim), _reached(kept, on, month)) for on, aim in targets]
    if newest not in {on for on, _ in targets}:
        rows.append((newest, "", value_of(kept, value)))
    rows.sort(key=lambda row: row[0])
    return [(f"{month_name(f'{on:%Y-%m}')} {on.year}", aim, got) for on, aim, got in rows]


def _reached(kept: MeasureKept, on: date, month: str) -> str:
    """The figure that stood on the day of a milestone."""
    if not kept.comparable:
        return "not compared"
    figures = dated(kept.readings)
    if on <= figures[-1][0] and (before := [value for day, value in figures if day <= on]):
        return value_of(kept, before[-1])
    return "not due yet" if f"{on:%Y-%m}" > month else "no figure yet"


def _stacked(title: str, named: Iterable[tuple[str, Counts]], fallback: Card | None = None) -> Card:
    return {
        "type": "Chart.HorizontalBar.Stacked",
        "title": title,
        "data": [
            {
                "title": name,
                "data": [
                    {"legend": legend, "value": some, "color": colour}
                    for legend, field, colour in _RATINGS
                    if (some := getattr(counts, field))
                ],
            }
            for name, counts in named
        ],
        "fallback": fallback or "drop",
        "spacing": "Small",
    }


def _line(name: str, colour: str, points: Sequence[Dated]) -> Card:
    values = [{"x": f"{on:%Y-%m-%d}", "y": value} for on, value in points]
    return {"legend": name, "color": colour, "values": values}
