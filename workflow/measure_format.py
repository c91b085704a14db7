"""Define a measure in the plan file: figures, targets, and the contradictions between them."""

from __future__ import annotations

from itertools import pairwise
from typing import Annotated, Self

from pydantic import AfterValidator, Field, model_validator

from workflow import plan as values
from workflow.fields import (
    Complaint,
    Entry,
    Figure,
    Number,
    Ref,
    Short,
    StatedDate,
    Text,
    Title,
    refusal,
)

__all__ = ["MeasureEntry"]


class _Based(Entry):
    value: Figure = Field(examples=[53.8])
    """The figure alone, in the measure's unit."""
    as_at: StatedDate | None = Field(default=None, examples=["2019-08"])
    """Its date: a day, or a month (its last day). Leave it out where it is not known."""
    count: Number | None = Field(default=None, examples=[8])
    """With `of`: how many of how many, as in 8 of 26."""
    of: Annotated[int, Field(ge=1, le=1_000_000_000)] | None = Field(default=None, examples=[26])
    """With `count`: how many of how many, as in 8 of 26."""

    @model_validator(mode="after")
    def _both_or_neither(self) -> Self:
        if (self.count is None) != (self.of is None):
            what = "“count” and “of” go together"
            raise refusal(Complaint(what, "Give both, as in count: 8, of: 26, or neither."))
        if self.count is not None and self.of is not None and self.count > self.of:
            raise refusal(Complaint(f"{self.count} of {self.of} is not possible", "Check both."))
        return self


class _Baseline(_Based):
    def made(self) -> values.Baseline:
        as_at = self.as_at.last if self.as_at else None
        return values.Baseline(self.value, as_at, self.count, self.of)


class _Reading(_Based):
    source: Annotated[str, Field(max_length=400)] = Field(
        default="", examples=["Progress update, August 2019"]
    )
    """Where the figure is from."""

    def made(self) -> values.Reading:
        return values.Reading(
            value=self.value,
            as_at=self.as_at.last if self.as_at else None,
            precision=self.as_at.precision if self.as_at else "day",
            numerator=self.count,
            denominator=self.of,
            source=self.source,
        )


class _Milestone(Entry):
    value: Figure = Field(examples=[70])
    """The target, in the measure's unit."""
    by: StatedDate | None = Field(default=None, examples=["2020-06"])
    """Its date: a day, or a month (its last day). Leave it out where the plan has none."""
    printed: Annotated[str, Field(max_length=200)] = Field(
        default="", examples=["70% by June 2020"]
    )
    """The target in the plan's own words."""

    def made(self) -> values.Milestone:
        return values.Milestone(self.value, self.by.last if self.by else None, self.printed)


class _Comparator(Entry):
    name: Title = Field(examples=["Statistical neighbours"])
    """Whose figure it is."""
    value: Figure = Field(examples=[36.7])
    """The figure, in the measure's unit."""
    as_at: StatedDate | None = Field(default=None, examples=["2019-08"])
    """Its date, if known."""

    def made(self) -> values.Comparator:
        return values.Comparator(self.name, self.value, self.as_at.last if self.as_at else None)


class _Band(Entry):
    low: Figure = Field(examples=[40])
    """The lowest good figure."""
    high: Figure = Field(examples=[60])
    """The highest good figure."""

    @model_validator(mode="after")
    def _low_to_high(self) -> Self:
        if self.low > self.high:
            raise refusal(Complaint("the lowest is above the highest", "Swap the two."))
        return self


def _in_order(milestones: tuple[_Milestone, ...]) -> tuple[_Milestone, ...]:
    dated = [(at, m.by) for at, m in enumerate(milestones) if m.by]
    complaints = [
        Complaint(
            f"{later.words} does not come after the milestone before it, {earlier.words}",
            "Put the milestones in the order of their dates.",
            (at, "by"),
        )
        for (_, earlier), (at, later) in pairwise(dated)
        if later.last <= earlier.last
    ]
    if complaints:
        raise refusal(*complaints)
    return milestones


class MeasureEntry(Entry):
    """A figure that shows whether actions work."""

    id: Ref = Field(examples=["PI3.1-M1"])
    """The measure's reference."""
    name: Text = Field(examples=["Young people with an up-to-date pathway plan"])
    """What is measured, in full."""
    short: Short = Field(examples=["Up-to-date pathway plans"])
    """A label of at most 40 characters, for cards."""
    unit: values.Unit = Field(examples=["percent"])
    """What it counts in."""
    better: values.Direction = Field(examples=["higher"])
    """Which way is better; `context` for a figure that is only background."""
    used_in: Annotated[tuple[Ref, ...], Field(min_length=1)] = Field(examples=[["PI3.1"]])
    """The references of the actions that use it."""
    also: tuple[Ref, ...] = Field(default=(), examples=[["QA1.5-M1"]])
    """Other references under which the same figure is printed."""
    per: Annotated[str, Field(max_length=60)] = Field(default="", examples=["cases per worker"])
    """What an average is of."""
    baseline: _Baseline | None = Field(default=None, examples=[{"value": 24}])
    """Where it started."""
    milestones: Annotated[tuple[_Milestone, ...], AfterValidator(_in_order)] = Field(
        default=(), examples=[[{"value": 70, "by": "2020-06"}]]
    )
    """Its targets, in the order of their dates."""
    comparator: _Comparator | None = Field(
        default=None, examples=[{"name": "Statistical neighbours", "value": 36.7}]
    )
    """Somebody else's figure to hold it against."""
    band: _Band | None = Field(default=None, examples=[{"low": 40, "high": 60}])
    """The lowest and highest good figure, where `better` is `band`."""
    readings: tuple[_Reading, ...] = Field(
        default=(), examples=[[{"value": 53.8, "as_at": "2019-08"}]]
    )
    """The figures known so far."""
    comparable: bool = Field(default=True, examples=[False])
    """False where targets and readings count different things."""
    added_by_service: bool = Field(default=False, examples=[True])
    """True gives a target to a figure of young people's answers, which no officer is asked for."""
    flag: Annotated[str, Field(max_length=400)] = Field(
        default="", examples=["The target has no date."]
    )
    """What is odd about it, in a sentence for the PMO."""

    @model_validator(mode="after")
    def _makes_sense(self) -> Self:
        complaints = [*_direction(self), *_bases(self)]
        if complaints:
            raise refusal(*complaints)
        return self

    def made(self) -> values.Measure:
        """Make the measure that the entry means."""
        return values.Measure(
            id=self.id,
            name=self.name,
            short=self.short,
            unit=self.unit,
            direction=self.better,
            used_in=self.used_in,
            also=self.also,
            per=self.per,
            baseline=self.baseline.made() if self.baseline else None,
            milestones=tuple(m.made() for m in self.milestones),
            comparator=self.comparator.made() if self.comparator else None,
            band=(self.band.low, self.band.high) if self.band else None,
            readings=tuple(r.made() for r in self.readings),
            comparable=self.comparable,
            added_by_service=self.added_by_service,
            flag=self.flag,
        )


def _direction(measure: MeasureEntry) -> list[Complaint]:
    """List what a direction needs and does not have."""
    complaints: list[Complaint] = []
    if (measure.better is values.Direction.BAND) != (measure.band is not None):
        mend = "Give both “better: band” and “band: {low: 40, high: 60}”, or neither."
        what = "“better: band” and a band go together"
        complaints.append(Complaint(what, mend, ("better",)))
    if measure.better is values.Direction.COMPARATOR and not measure.comparator:
        what = "“better: comparator” needs a comparator"
        complaints.append(Complaint(what, "Add its name and value.", ("better",)))
    if measure.unit is values.Unit.AVERAGE and not measure.per:
        mend = "Add it, for example per: cases per worker."
        what = "an average needs “per”: what it is an average of"
        complaints.append(Complaint(what, mend, ("unit",)))
    return complaints


def _bases(measure: MeasureEntry) -> list[Complaint]:
    """List figures that their counts contradict by more than rounding explains."""
    figures: list[tuple[tuple[str | int, ...], _Based]] = [
        (("readings", at), reading) for at, reading in enumerate(measure.readings)
    ]
    if measure.baseline:
        figures.append((("baseline",), measure.baseline))
    return [
        Complaint(f"{told}", "Check the figure and its counts.", (*at, "value"))
        for at, based in figures
        if (told := _contradiction(measure.unit, based))
    ]


def _contradiction(unit: values.Unit, based: _Based) -> str:
    if based.count is None or based.of is None:
        return ""
    if unit is values.Unit.PERCENT:
        share = 100 * based.count / based.of
        told = f"{based.value:g}% is not {based.count} of {based.of}, which is {share:.1f}%"
        return told if abs(share - based.value) > 1 else ""
    told = f"the count is {based.value:g} in one place and {based.count} in another"
    return told if unit is values.Unit.COUNT and based.value != based.count else ""
