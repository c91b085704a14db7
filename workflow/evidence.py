"""Turn answers into the three figures that the plan is fed with, as the gate lets them out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from workflow.dates import short_day
from workflow.plan import Direction, Measure, Reading, Unit
from workflow.voices import Cell, Release, Tally

__all__ = ["SOURCES", "STATED", "Figure", "Source", "figure_of", "reading_of", "tally_of"]

# What is counted, and how: the two answers of every figure.
_YES, _NO = "yes", "no"
_AGREES = frozenset({"agree-lot", "agree-bit"})
_GOOD = frozenset({"great", "ok"})


@dataclass(frozen=True, slots=True)
class Source:
    """Where a measure of the service's own comes from.

    Counted are those who answered every one of `whole`; they count as yes where each of
    `steps` has an answer of `good`. Who answered with one of `apart` could not tell, and is not
    counted. `yes` and `no` end "16 of 22 …".
    """

    measure: Measure
    script: str
    whole: tuple[str, ...]
    steps: tuple[str, ...]
    good: frozenset[str]
    yes: str
    no: str
    apart: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure as it stands beside its action: in words, with its base and its days.

    `exact`: its numbers may be known, so it is also a reading of the plan's measure.
    """

    measure: str
    ref: str
    words: str
    exact: bool = False


def _measure(ref: str, name: str, short: str) -> Measure:
    return Measure(
        id=f"{ref}-Y1",
        name=name,
        short=short,
        unit=Unit.PERCENT,
        direction=Direction.HIGHER,
        used_in=(ref,),
        added_by_service=True,
    )


# The same people stand under both figures of the Local Offer, whatever they skipped: else one
# taken from the other would tell how few skipped a question.
_OFFER = ("understand", "know-how", "independent")

SOURCES: tuple[Source, ...] = (
    Source(
        _measure(
            "PI3.4",
            "Care leavers who say they understand what help they can get, and how to get it",
            "Care leavers: know their help",
        ),
        script="local-offer",
        whole=_OFFER,
        steps=("understand", "know-how"),
        good=_AGREES,
        yes="know what help they can get, and how",
        no="don't know what help they can get, or how",
    ),
    Source(
        _measure(
            "PI3.3",
            "Care leavers who say they get the help they need to live on their own",
            "Care leavers: helped to live alone",
        ),
        script="local-offer",
        whole=_OFFER,
        steps=("independent",),
        good=_AGREES,
        yes="get the help they need to live on their own",
        no="don't get the help they need to live on their own",
    ),
    Source(
        _measure(
            "QA1.2",
            "Young inspectors who hear on their visits that the council listens and acts",
            "Young inspectors: council acts",
        ),
        script="visit",
        whole=("council-acts",),
        steps=("council-acts",),
        good=_GOOD,
        yes="hear that the council listens and acts",
        no="don't hear that the council listens and acts",
        apart=frozenset({"could-not-tell", "not-sure"}),
    ),
)

# The measures beside which the Children in Care Council's own statement stands.
STATED: Mapping[str, str] = {
    one.measure.id: one.measure.name for one in SOURCES if one.measure.used_in == ("QA1.2",)
}


def tally_of(source: Source, said: Mapping[str, Mapping[str, tuple[str, ...]]]) -> Tally:
    """Sort people by a figure's two answers, for the gate; `said` is by voice and step."""
    counted = {
        voice: chosen
        for voice, chosen in said.items()
        if all(chosen.get(step) for step in source.whole)
        and not any(set(chosen[step]) & source.apart for step in source.steps)
    }
    yes = frozenset(
        voice
        for voice, chosen in counted.items()
        if all(set(chosen[step]) & source.good for step in source.steps)
    )
    return Tally(source.measure.id, {_YES: yes, _NO: frozenset(counted) - yes})


def reading_of(let_out: Release, *, as_at: date, source: str) -> Reading | None:
    """The figure as a reading of the plan's measure; None where its numbers are hidden."""
    yes = let_out.cell(_YES)
    if yes.count is None or yes.percent is None:
        return None
    return Reading(
        value=yes.percent,
        as_at=as_at,
        numerator=yes.count,
        denominator=let_out.base,
        source=source,
    )


def figure_of(source: Source, let_out: Release, *, first: date, last: date) -> Figure:
    """The figure in a sentence that tells no small number; the days are those of the answers."""
    yes, no = let_out.cell(_YES), let_out.cell(_NO)
    days = short_day(last) if first == last else f"{short_day(first)} to {short_day(last)}"
    return Figure(
        source.measure.id,
        source.measure.used_in[0],
        f"{_said(source, yes, no, let_out.base)} (answers of {days}; added by the service)",
        yes.percent is not None,
    )


def _said(source: Source, yes: Cell, no: Cell, base: int) -> str:
    if yes.percent is not None:
        return f"{yes.percent:g}% ({yes.count} of {base}) {source.yes}"
    few, verb = (no, source.no) if yes.words == "not shown" else (yes, source.yes)
    return f"{few.words.capitalize()} of {base} {verb}"
