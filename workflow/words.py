"""Write numbers, figures and lists the way people read them."""

from __future__ import annotations

from collections.abc import Sequence

from workflow.plan import Measure, Unit

__all__ = ["count", "figure", "listed", "number", "number_word", "run_on", "shorten"]

_SMALL = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def number_word(n: int) -> str:
    """Numbers to ten as words, larger ones as figures."""
    return _SMALL[n] if 0 <= n < len(_SMALL) else str(n)


def count(n: int, thing: str) -> str:
    """1 action, 3 actions."""
    return f"{n} {thing}" if n == 1 else f"{n} {thing}s"


def number(value: float) -> str:
    """A number without a tail: 55, 53.8, 1,200; at most two decimals."""
    said = f"{value:,.2f}".rstrip("0").rstrip(".")
    return "0" if said in {"-0", ""} else said


def figure(measure: Measure, value: float) -> str:
    """A figure with its unit: 53.8%, 17 cases per worker, £3,000."""
    said = number(value)
    if measure.unit is Unit.PERCENT:
        return f"{said}%"
    if measure.unit is Unit.MONEY:
        return f"£{value:,.2f}".removesuffix(".00")
    return f"{said} {measure.per}".strip() if measure.unit is Unit.AVERAGE else said


def listed(things: Sequence[str]) -> str:
    """PI1.1, PI1.2 and PI1.3."""
    if len(things) < 2:
        return "".join(things)
    return f"{', '.join(things[:-1])} and {things[-1]}"


def run_on(parts: Sequence[str]) -> str:
    """Sentences and list entries as one line: "Audits find: better plans; fewer delays"."""
    said = ""
    for part in parts:
        gap = "" if not said else " " if said.endswith(":") else "; "
        said += gap + part
    return said


def shorten(words: str, most: int) -> str:
    """At most `most` characters, cut between words, with an ellipsis where something is cut."""
    flat = " ".join(words.split())
    if len(flat) <= most:
        return flat
    cut = flat[: most - 1]
    space = cut.rfind(" ")
    return f"{cut[:space] if space > most // 2 else cut}…"
