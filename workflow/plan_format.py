"""Define the plan file: what a council writes in YAML, and the plan that it means."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Discriminator, Field, Tag, model_validator

from workflow import plan as values
from workflow.fields import (
    Complaint,
    Entry,
    Id,
    Name,
    Ref,
    StatedDate,
    Text,
    Title,
    refusal,
)
from workflow.measure_format import MeasureEntry

__all__ = ["PASSAGES", "TAGS", "PlanFile"]

# The keys that hold passages, and how pydantic calls the two kinds of passage in its errors.
PASSAGES = frozenset({"text", "evidence"})
TAGS = frozenset({"line", "group"})

_CADENCES = {
    "month": values.Cadence.MONTHLY,
    "quarter": values.Cadence.QUARTERLY,
    "year": values.Cadence.YEARLY,
}


class _Head(Entry):
    title: Title = Field(examples=["Getting to Good improvement plan"])
    """What the plan is called."""
    council: Title = Field(examples=["Oldham Council"])
    """Whose plan it is."""
    as_at: StatedDate = Field(examples=["2019-08"])
    """When the plan was last brought up to date: a day or a month."""
    note: Annotated[str, Field(max_length=4000)] = ""
    """Anything a reader should know about this plan as a whole."""


class _Role(Entry):
    id: Id = Field(examples=["director-csc"])
    """A short name for the post, used wherever it leads; small letters and hyphens."""
    title: Title = Field(examples=["Director of Social Care"])
    """The post's full title. Who holds it is in the people file."""

    def made(self) -> values.Role:
        return values.Role(self.id, self.title)


class _Recommendation(Entry):
    id: Id = Field(examples=["pathway-plans"])
    """A short name for the recommendation."""
    text: Text = Field(examples=["Pathway plans: on time, and effective"])
    """The inspection's recommendation."""

    def made(self) -> values.Recommendation:
        return values.Recommendation(self.id, self.text)


class _Outcome(Entry):
    id: Id = Field(examples=["children"])
    """A short name for the group of people."""
    name: Title = Field(examples=["Children and young people"])
    """The group of people."""
    outcome: Text = Field(examples=["Safer, helped sooner, listened to"])
    """What will be different for them."""

    def made(self) -> values.OutcomeGroup:
        return values.OutcomeGroup(self.id, self.name, self.outcome)


class _Board(Entry):
    id: Id = Field(examples=["programme-board"])
    """A short name for the board, used in the people file too."""
    name: Title = Field(examples=["Programme Board"])
    """The board's full name."""
    chair: Title | None = Field(default=None, examples=["Lead Member"])
    """The post that chairs it, if one does."""
    tier: Annotated[int, Field(ge=1, le=9)] = Field(examples=[3])
    """How senior it is; 1 is the most senior."""

    def made(self) -> values.Board:
        return values.Board(self.id, self.name, self.chair, self.tier)


class _Group(Entry):
    lead_in: Text = Field(examples=["Through:"])
    """The words that introduce what follows."""
    bullets: Annotated[tuple[Text, ...], Field(min_length=1)] | None = Field(
        default=None, examples=[["Briefings", "Reviews"]]
    )
    """The points under it."""
    milestones: Annotated[tuple[Text, ...], Field(min_length=1)] | None = Field(
        default=None, examples=[["55% by October 2019"]]
    )
    """The plan's own words for milestones (their figures belong to a measure)."""

    @model_validator(mode="after")
    def _one_kind(self) -> Self:
        if (self.bullets is None) == (self.milestones is None):
            mend = "Give one of the two: bullets or milestones."
            raise refusal(Complaint("a lead-in needs either bullets or milestones", mend))
        return self


def _shape(passage: object) -> str:
    """Tell a lead-in from a sentence; a sentence with a colon in it looks like keys."""
    keys = _Group.model_fields.keys()
    return "group" if isinstance(passage, dict) and passage.keys() & keys else "line"


_Passage = Annotated[
    Annotated[Text, Tag("line")] | Annotated[_Group, Tag("group")], Discriminator(_shape)
]


def _parts(passages: tuple[str | _Group, ...], kind: str) -> tuple[values.TextPart, ...]:
    """Turn passages into parts of text; `kind` is what a passage on its own is."""
    parts: list[values.TextPart] = []
    for passage in passages:
        if isinstance(passage, str):
            parts.append(values.TextPart(kind, passage))
            continue
        parts.append(values.TextPart("lead_in", passage.lead_in))
        parts += [values.TextPart("bullet", text) for text in passage.bullets or ()]
        parts += [values.TextPart("milestone", text) for text in passage.milestones or ()]
    return tuple(parts)


class _When(Entry):
    from_: StatedDate | None = Field(default=None, alias="from", examples=["2019-04"])
    """When it starts: a day, or a month (its first day)."""
    to: StatedDate | None = Field(default=None, examples=["2020-06"])
    """When it is due: a day, or a month (its last day)."""
    originally: StatedDate | None = Field(default=None, examples=["2020-03"])
    """The first due date, if the date has been moved."""
    ongoing: bool = Field(default=False, examples=[True])
    """True for an action without an end."""
    every: Literal["month", "quarter", "year"] | None = Field(default=None, examples=["quarter"])
    """How often it is reported, if not every month."""
    printed: Annotated[str, Field(max_length=200)] = Field(
        default="", examples=["April 2019 to June 2020"]
    )
    """The timescale in the plan's own words."""

    @model_validator(mode="after")
    def _makes_sense(self) -> Self:
        complaints = [*_order(self), *_openness(self)]
        if complaints:
            raise refusal(*complaints)
        return self

    def made(self) -> values.Timescale:
        return values.Timescale(
            printed=self.printed or self._in_words(),
            start=self.from_.first if self.from_ else None,
            end=self.to.last if self.to else None,
            original_end=self.originally.last if self.originally else None,
            ongoing=self.ongoing,
            cadence=_CADENCES[self.every or "month"],
        )

    def _in_words(self) -> str:
        start = self.from_.words if self.from_ else ""
        if self.to:
            return f"{start} to {self.to.words}" if start else self.to.words
        if self.ongoing:
            return f"{start}, ongoing" if start else "Ongoing"
        return f"Every {self.every}"


def _order(when: _When) -> list[Complaint]:
    if when.from_ and when.to and when.from_.first > when.to.last:
        what = f"the end date {when.to.words} is before the start date {when.from_.words}"
        return [Complaint(what, "Correct one of the two.", ("to",))]
    return []


def _openness(when: _When) -> list[Complaint]:
    if when.to and when.ongoing:
        what = "an action cannot both end and be ongoing"
        return [Complaint(what, "Take out the end date, or “ongoing”.", ("ongoing",))]
    if when.originally and not when.to:
        what = "there is an original end date but no end date"
        return [Complaint(what, "Add the date now in force as “to”.", ("originally",))]
    if not (when.to or when.ongoing or when.every):
        what = "the timescale has no end"
        return [Complaint(what, "Add “to: 2020-06”, “ongoing: true” or “every: quarter”.")]
    return []


class _Update(Entry):
    as_at: StatedDate | None = Field(default=None, examples=["2019-08"])
    """When the update was written: a day or a month."""
    text: Annotated[tuple[Text, ...], Field(min_length=1)] = Field(
        examples=[["Two advisers started in August."]]
    )
    """Its paragraphs."""


class _Action(Entry):
    ref: Ref = Field(examples=["PI3.1"])
    """The action's reference, its name everywhere."""
    title: Title = Field(examples=["Pathway plans on time"])
    """A short title."""
    text: Annotated[tuple[_Passage, ...], Field(min_length=1)] = Field(
        examples=[["Make pathway plans timely"]]
    )
    """What will be done: sentences, and lead-ins with bullets."""
    leads: Annotated[tuple[Name, ...], Field(min_length=1)] = Field(examples=[["director-csc"]])
    """The ids of the roles that lead it; several lead jointly, the first named first."""
    when: _When = Field(examples=[{"from": "2019-04", "to": "2020-06"}])
    """When it runs."""
    evidence: tuple[_Passage, ...] = Field(default=(), examples=[["Audits find plans on time"]])
    """How anybody will know that it worked."""
    update: _Update | None = None
    """The last progress update."""
    rag: Literal["R", "A", "G", "B"] | None = Field(default=None, examples=["A"])
    """Red, Amber, Green or Blue (complete). Leave it out where it is not known."""
    recommendations: tuple[Name, ...] = Field(default=(), examples=[["pathway-plans"]])
    """The ids of the recommendations it answers."""
    outcomes: tuple[Name, ...] = Field(default=(), examples=[["children"]])
    """The ids of the groups of people it makes a difference for."""

    def made(self) -> values.Action:
        dated = self.update and self.update.as_at
        return values.Action(
            ref=self.ref,
            title=self.title,
            text=_parts(self.text, "statement"),
            leads=self.leads,
            timescale=self.when.made(),
            evidence=_parts(self.evidence, "item"),
            update=self.update.text if self.update else (),
            update_as_at=dated.last if dated else None,
            rag=self.rag,
            recommendations=self.recommendations,
            outcomes=self.outcomes,
        )


class _Objective(Entry):
    ref: Ref = Field(examples=["PI3"])
    """The objective's reference."""
    text: Text = Field(examples=["Pathway planning for care leavers"])
    """What its actions are for."""
    actions: Annotated[tuple[_Action, ...], Field(min_length=1)]
    """Its actions, in order."""

    def made(self) -> values.Objective:
        return values.Objective(self.ref, self.text, tuple(a.made() for a in self.actions))


class _Workstream(Entry):
    ref: Ref = Field(examples=["PI"])
    """The workstream's reference."""
    name: Title = Field(examples=["Practice Improvement"])
    """Its name."""
    objectives: Annotated[tuple[_Objective, ...], Field(min_length=1)]
    """Its objectives, in order."""

    def made(self) -> values.Workstream:
        return values.Workstream(self.ref, self.name, tuple(o.made() for o in self.objectives))


class PlanFile(Entry):
    """An improvement plan."""

    plan: _Head
    """What the plan is called and whose it is."""
    roles: Annotated[tuple[_Role, ...], Field(min_length=1)]
    """The posts that lead actions."""
    recommendations: tuple[_Recommendation, ...] = ()
    """The inspection's recommendations."""
    outcomes: tuple[_Outcome, ...] = ()
    """The groups of people the plan makes a difference for."""
    boards: tuple[_Board, ...] = ()
    """The groups that govern the plan."""
    workstreams: Annotated[tuple[_Workstream, ...], Field(min_length=1)]
    """The plan itself: workstreams, their objectives, their actions."""
    measures: tuple[MeasureEntry, ...] = ()
    """The figures that show whether actions work; each stands here once."""

    def made(self) -> values.Plan:
        """Make the plan that the file means."""
        return values.Plan(
            title=self.plan.title,
            council=self.plan.council,
            note=self.plan.note,
            source_date=self.plan.as_at.last,
            roles=tuple(r.made() for r in self.roles),
            recommendations=tuple(r.made() for r in self.recommendations),
            outcomes=tuple(o.made() for o in self.outcomes),
            boards=tuple(b.made() for b in self.boards),
            workstreams=tuple(w.made() for w in self.workstreams),
            measures=tuple(m.made() for m in self.measures),
        )
