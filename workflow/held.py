"""Hold a month whole: everything that a view of it, or a decision about it, is made from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from workflow.completion import Settled
from workflow.cycle import Facts, Item, ItemState, Month, Report
from workflow.decisions import Decision
from workflow.evidence import Figure
from workflow.plan import Action, Plan, Reading
from workflow.rag import Rag

__all__ = ["Delegation", "Draft", "Held"]


@dataclass(frozen=True, slots=True)
class Draft:
    """What a colleague drafted for the lead of an action to sign; `fields` as the form has them."""

    month: str
    ref: str
    fields: Mapping[str, str]
    said_by: str
    said_at: datetime


@dataclass(frozen=True, slots=True)
class Delegation:
    """`lead` asked `colleague` to draft the update of `ref`, until the end of `until`."""

    ref: str
    lead: str
    colleague: str
    until: date


@dataclass(frozen=True, slots=True)
class Held:
    """Everything about a month that a view of it is made from.

    `reports`: this month's latest by ref; `before`: the last accepted ones of earlier months;
    `readings`: by measure, oldest first, those of late and the first; `comments`: the PMO's, by
    report id; `names`: people; `months`: the accepted reports of each earlier month, newest
    first; `drafts`: by ref, what a colleague drafted and the lead has not signed; `agreed`: who
    else stands behind a report, by its id; `others`: by ref of a joint action, what the other
    lead said in this month; `decisions`: the boards' that no officer has answered;
    `delegations`: whose draft was asked of whom, those that hold today; `young`: the newest
    figures of young people's answers that may be shown; `complete`: what boards accepted as
    complete on the cards of earlier months, by ref; such an action is not among the month's
    items; `settled`: every ruling of a board about a proposal of complete.
    """

    plan: Plan
    month: Month
    facts: Facts
    reports: Mapping[str, Report]
    before: Mapping[str, Report]
    readings: Mapping[str, Sequence[Reading]]
    comments: Mapping[int, str]
    names: Mapping[str, str]
    months: Sequence[Mapping[str, Report]] = ()
    drafts: Mapping[str, Draft] = field(default_factory=dict)
    agreed: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    others: Mapping[str, Report] = field(default_factory=dict)
    decisions: Sequence[Decision] = ()
    delegations: tuple[Delegation, ...] = ()
    young: tuple[Figure, ...] = ()
    complete: Mapping[str, Settled] = field(default_factory=dict)
    settled: tuple[Settled, ...] = ()

    def action(self, ref: str) -> Action | None:
        """An action of the plan."""
        return self.plan.action(ref)

    def board_name(self, board: str) -> str:
        """A board as the plan names it."""
        return next((one.name for one in self.plan.boards if one.id == board), board)

    def decided(self, ref: str) -> tuple[Decision, ...]:
        """What boards decided about an action and no officer has answered."""
        return tuple(one for one in self.decisions if one.ref == ref)

    def last_rag(self, action: Action) -> Rag | None:
        """The rating an action came into the month with."""
        earlier = self.before.get(action.ref)
        letter = earlier.rag if earlier else action.rag
        return Rag(letter) if letter else None

    def other_leads(self, said: Report) -> tuple[str, ...]:
        """Who leads an action jointly with the one who answered: for another of its posts."""
        action, facts = self.action(said.ref), self.facts
        posts = [one for one in action.leads if one != said.said_for] if action else []
        people = [
            one
            for post in posts
            for one in facts.answering.get(post, facts.holders.get(post, ()))
            if one != said.said_by
        ]
        return tuple(dict.fromkeys(people))

    def comment(self, item: Item) -> str:
        """The PMO's comment on an update that was returned, else empty."""
        if item.state is not ItemState.RETURNED or item.report is None:
            return ""
        return self.comments.get(item.report, "")
