"""Define the script, text and entitlement files, as they are written by hand."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from dialogs.script import Choice, Condition, Kind, Raise, Script, Step
from workflow.fields import Complaint, Day, Entry, Id, Text, Title, refusal

__all__ = ["CommonFile", "EntitlementFile", "ScriptFile", "TextFile"]

_Some = Annotated[tuple[Id, ...], Field(min_length=1)]
_Lines = Annotated[tuple[Text, ...], Field(min_length=1)]


class _When(Entry):
    step: Id = Field(default="", examples=["pick"])
    """The question whose answer decides; or give a fact."""
    fact: Id = Field(default="", examples=["provision"])
    """What is known before the first question; or give a step."""
    is_: Id | None = Field(default=None, alias="is", examples=["home"])
    """Holds when that is the answer, or one of those ticked."""
    is_one_of: _Some | None = Field(default=None, alias="is one of", examples=[["home", "money"]])
    """Holds when one of these is."""

    def made(self) -> Condition:
        among = (self.is_,) if self.is_ else (self.is_one_of or ())
        return Condition(among, self.step, self.fact)

    def complaints(self, at: tuple[str | int, ...]) -> list[Complaint]:
        found = []
        if bool(self.step) == bool(self.fact):
            what = "a condition looks at one step or at one fact"
            found.append(Complaint(what, "Write either step or fact.", at))
        if (self.is_ is None) == (self.is_one_of is None):
            what = "a condition says either “is” or “is one of”"
            found.append(Complaint(what, "Write one of the two.", at))
        return found


class _Choice(Entry):
    id: Id = Field(examples=["under-18"])
    """The choice's name; its words stand in the text file."""
    when: _When | None = Field(default=None, examples=[{"fact": "money", "is": "on"}])
    """When it is offered; left out: always."""
    raises: tuple[Literal["help", "contact", "read"], ...] = Field(
        default=(), examples=[["help", "contact", "read"]]
    )
    """What choosing it sets off: the help card, an offer of contact, the reading queue."""

    def made(self) -> Choice:
        when = self.when.made() if self.when else None
        return Choice(self.id, when, tuple(Raise(one) for one in self.raises))


class _Step(Entry):
    name: Id = Field(examples=["age"])
    """The step's name; never used again with another meaning."""
    ask: Literal["choice", "choices", "scale", "words"] = Field(examples=["choice"])
    """One choice, several, a scale in words, or words of one's own."""
    choices: tuple[_Choice, ...] = Field(default=(), examples=[[{"id": "under-18"}]])
    """The choices in their order; a scale has its own."""
    scale: Id | None = Field(default=None, examples=["agree"])
    """The scale in words, from the text file of what all scripts share."""
    offers: Id | None = Field(default=None, examples=["home"])
    """The heading of the Local Offer whose entitlements are the choices."""
    most: Annotated[int, Field(ge=0, le=20)] = Field(default=0, examples=[2])
    """How many may be ticked; left out: any number."""
    when: tuple[_When, ...] = Field(default=(), examples=[[{"step": "pick", "is": "home"}]])
    """Conditions that must all hold; left out: it is always asked."""
    raises: dict[Id, tuple[Literal["help", "contact", "read"], ...]] = Field(
        default={}, examples=[{"rarely": ["help", "contact", "read"]}]
    )
    """What an answer of a scale sets off."""

    def made(self, scales: dict[str, tuple[str, ...]]) -> Step:
        choices = tuple(one.made() for one in self.choices)
        if self.scale:
            raised = {key: tuple(Raise(one) for one in found) for key, found in self.raises.items()}
            choices = tuple(
                Choice(one, None, raised.get(one, ())) for one in scales.get(self.scale, ())
            )
        return Step(
            self.name, Kind(self.ask), choices, self.offers or "", self.most, self.scale or "",
            tuple(one.made() for one in self.when),
        )  # fmt: skip

    def complaints(
        self, at: tuple[str | int, ...], scales: dict[str, tuple[str, ...]]
    ) -> list[Complaint]:
        found = [
            said
            for number, one in enumerate(self.when)
            for said in one.complaints((*at, "when", number))
        ]
        for number, choice in enumerate(self.choices):
            if choice.when:
                found += choice.when.complaints((*at, "choices", number, "when"))
        sources = [bool(self.choices), bool(self.scale), bool(self.offers)]
        if self.ask == "words" and any(sources):
            found.append(Complaint("a question for words has no choices", "Take them out.", at))
        if self.ask != "words" and sum(sources) != 1:
            what = "the question has no choices, or has them from two places"
            found.append(Complaint(what, "Write choices, a scale, or offers: one of them.", at))
        if (self.ask == "scale") != bool(self.scale):
            found.append(Complaint("“ask: scale” and “scale” go together", "Write both.", at))
        if self.scale and self.scale not in scales:
            what = f"there is no scale “{self.scale}”"
            found.append(Complaint(what, f"The scales are {', '.join(scales)}.", (*at, "scale")))
        strange = [one for one in self.raises if one not in scales.get(self.scale or "", ())]
        if strange:
            what = f"“{strange[0]}” is not on the scale"
            found.append(Complaint(what, "Write one of the scale's answers.", (*at, "raises")))
        return found


class ScriptFile(Entry):
    """A script: its steps in the order in which they are asked."""

    script: Id = Field(examples=["local-offer"])
    """The script's name."""
    version: Annotated[int, Field(ge=1, le=9999)] = Field(examples=[1])
    """Its version. A version that has been used is never changed: copy it and count on."""
    most: Annotated[int, Field(ge=1, le=60)] = Field(examples=[12])
    """How many questions the longest way has."""
    steps: Annotated[tuple[_Step, ...], Field(min_length=1)] = Field(
        examples=[[{"name": "age", "ask": "choice", "choices": [{"id": "under-18"}]}]]
    )
    """The questions."""

    def made(self, scales: dict[str, tuple[str, ...]]) -> Script:
        """The script, with the answers of its scales; raises a refusal with every complaint."""
        found = [
            said
            for number, step in enumerate(self.steps)
            for said in step.complaints(("steps", number), scales)
        ]
        if found:
            raise refusal(*found)
        steps = tuple(step.made(scales) for step in self.steps)
        return Script(self.script, self.version, self.most, steps)


class _Question(Entry):
    say: Text = Field(examples=["How old are you?"])
    """The question, in words for a nine-year-old reader."""
    hint: Text | None = Field(default=None, examples=["Please don't write names."])
    """A line below it."""
    choices: dict[Id, Title] = Field(default={}, examples=[{"under-18": "15–18"}])
    """The words of its own choices, by their name."""


class TextFile(Entry):
    """The words of one script in one language."""

    script: Id = Field(examples=["local-offer"])
    """The script's name."""
    version: Annotated[int, Field(ge=1, le=9999)] = Field(examples=[1])
    """The version whose words these are."""
    title: Title = Field(examples=["Your Local Offer"])
    """What it is called on the page."""
    before: tuple[Text, ...] = Field(default=(), examples=[["Thanks for visiting."]])
    """What is said before the first question, beside the opening that every script has."""
    steps: dict[Id, _Question] = Field(examples=[{"age": {"say": "How old are you?"}}])
    """The words of each step, by its name."""


class _Scale(Entry):
    id: Id = Field(examples=["agree"])
    """The scale's name."""
    answers: Annotated[dict[Id, Title], Field(min_length=2)] = Field(
        examples=[{"lot": "Agree a lot", "bit": "Agree a bit"}]
    )
    """Its answers in order, the best first, each with its words."""


class CommonFile(Entry):
    """The words that all scripts share, in one language."""

    language: Annotated[str, Field(pattern=r"^[a-z]{2}(-[A-Z]{2})?$")] = Field(examples=["en-GB"])
    """The language, as a web page names it."""
    scales: tuple[_Scale, ...] = Field(examples=[[{"id": "agree", "answers": {"lot": "Agree"}}]])
    """The scales in words."""
    texts: dict[Id, _Lines] = Field(examples=[{"opening": ["Hi. I'm a computer program."]}])
    """Everything else that is said, by its name: each a list of paragraphs."""
    buttons: dict[Id, Title] = Field(examples=[{"start": "Start"}])
    """The words on buttons, by their name."""
    typed: dict[Id, _Lines] = Field(examples=[{"back": ["back", "go back"]}])
    """What people may type instead of pressing, by the button's name."""


class _Entitlement(Entry):
    id: Id = Field(examples=["setting-up-home"])
    """The entitlement's name; never used again with another meaning."""
    says: Title = Field(examples=["Money to set up home: {amount}"])
    """What is ticked, for a nine-year-old reader; {amount} stands for the amount."""
    amount: Title | None = Field(default=None, examples=["£3,000"])
    """How much it is, exactly as it is shown."""
    until: Title | None = Field(default=None, examples=["25"])
    """Until which age."""
    source: Title = Field(examples=["Children and Social Work Act 2017, section 3"])
    """Where that is written."""
    checked: Day = Field(examples=["2019-09-02"])
    """When somebody last checked it."""


class _Heading(Entry):
    id: Id = Field(examples=["home"])
    """The heading's name, as in the script."""
    items: Annotated[tuple[_Entitlement, ...], Field(min_length=1)] = Field(
        examples=[[{"id": "setting-up-home"}]]
    )
    """What the council offers under it."""
    switched_on: bool = Field(default=True, examples=[False])
    """Whether the heading is in force; the seventh is off until the council says so."""


class EntitlementFile(Entry):
    """What the council offers, with its source and when it was last checked."""

    headings: Annotated[tuple[_Heading, ...], Field(min_length=1)] = Field(
        examples=[[{"id": "home"}]]
    )
    """The headings of the Local Offer."""

    def oldest(self) -> date:
        """The day on which the entry that was checked longest ago was checked."""
        return min(one.checked for heading in self.headings for one in heading.items)
