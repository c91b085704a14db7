"""Make the screens of the young people's chat, from the scripts and the exact words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from bot.concerns import Raised
from bot.scripts import Scripts
from cards.voices import Answering, Button, Choice, Question, View
from dialogs.answers import MOST_WORDS, Answer
from dialogs.engine import Ask, Outcome, Place, Trouble, choices_of
from dialogs.script import ALWAYS, Facts, Kind
from store import Books
from store.talks import Invitation
from workflow.dates import Calendar, day_and_time, long_day, today
from workflow.people import DutyNumbers
from workflow.promises import last_visit
from workflow.safeguarding import Comfort, Scan
from workflow.voices import reading_deadline, withdraw_until

__all__ = ["HELP", "Screens"]

# Stands for the help card among the lines of a screen, until the numbers are known.
HELP = "\0help"
# After the last day for deleting, four weeks for replies to be shown.
SHOWN_AFTER = timedelta(days=28)

_TEAM = "our team"
_STOPPED = "Your questions have stopped"
_COMFORT = {
    Comfort.NOT_YOUR_FAULT: "disclosure-abuse",
    Comfort.SO_HARD: "disclosure-self-harm",
}
_HELP_FOR: Mapping[tuple[str, ...], str] = {
    ("under-18",): "help-under-18",
    ("over-18",): "help-over-18",
}
_HOW = {Kind.CHOICES: Answering.SEVERAL, Kind.WORDS: Answering.WORDS}


class Screens:
    """The screens; `link` is where everybody sees what was done."""

    def __init__(self, scripts: Scripts, calendar: Calendar, link: str) -> None:
        self.scripts = scripts
        self._common = scripts.common
        self._calendar = calendar
        self._link = link

    async def opening(self, books: Books, invitation: Invitation, now: datetime) -> View:
        """What stands at the beginning: who asks, how long it takes, and the one limit."""
        plan = await books.plans.current()
        facts = {
            "council": plan.council if plan else "the council",
            "time": day_and_time(reading_deadline(now, self._calendar)),
            "lead": await self.lead(books, invitation) or "",
        }
        visit = self._said("visit-opening", facts) if invitation.kind == "visit" else ()
        script = self.scripts.newest(invitation.script)
        view = View(
            self.scripts.words[script.name, script.version].title,
            (*visit, *self._said("opening", facts)),
            buttons=(self._button("start", main=True), self._button("not-now")),
        )
        return await self.framed(books, view)

    async def words(self, books: Books, title: str, *texts: str, show_help: bool = False) -> View:
        """A screen without a question: texts by their names, and the help card where wanted."""
        lines = tuple(line for text in texts for line in self._said(text, {}))
        view = View(title, (*lines, HELP) if show_help else lines)
        return await self.framed(books, view)

    def broken(self, text: str) -> View:
        """A screen for when something failed: it needs nothing that could have failed too."""
        helps = [line for line in self._common.texts["help-any-age"] if "{" not in line]
        return View(
            "Something went wrong",
            self._said(text, {}),
            help=tuple(helps),
            labels=dict(self._common.buttons),
        )

    def code(self, code: str, first: View) -> View:
        """The first question, with the code before it."""
        return replace(first, lines=(*self._said("your-code", {"code": code}), *first.lines))

    async def question(
        self, books: Books, invitation: Invitation, asked: Ask, facts: Facts
    ) -> View:
        """The question that is open, with every way out of it."""
        place, step = asked.place, asked.step
        words = self.scripts.words[place.script, place.version]
        said, given = words.steps[step.name], asked.given or Answer()
        labels = {**dict(self._common.scales.get(step.scale, ())), **said.choices}
        choices = tuple(
            Choice(
                one.id,
                _sentence(self.scripts.offer.label(one.id)) if step.offers else labels[one.id],
                one.id in given.chosen,
            )
            for one in choices_of(step, place, facts)
        )
        always = () if step.kind is Kind.WORDS else ALWAYS
        question = Question(
            f"{place.revision}:{step.name}",
            await self._say(books, said.say, invitation),
            _HOW.get(step.kind, Answering.ONE),
            asked.number,
            self.scripts.scripts[place.script, place.version].most,
            said.hint,
            choices,
            tuple(Choice(one, self._common.buttons[one], one in given.chosen) for one in always),
            given.words,
        )
        back = ["back"] if asked.back else []
        buttons = tuple(self._button(name) for name in (*back, "skip", "stop"))
        view = View(words.title, (), self._trouble(asked), question, buttons)
        return await self.framed(books, view, place)

    async def rarely(self, books: Books, view: View, place: Place) -> View:
        """The next question, after "Rarely": help first, and an offer that somebody calls."""
        lines = (HELP, *self._said("disclosure-contact", {}))
        buttons = (self._button("contact-yes"), *view.buttons)
        changed = replace(view, lines=lines, buttons=buttons, urgent=True)
        return await self.framed(books, changed, place)

    async def worry(
        self,
        books: Books,
        scanned: Scan,
        raised: Raised,
        invitation: Invitation | None = None,
        place: Place | None = None,
    ) -> View:
        """The exact reply to a worry; no `invitation` where nothing can go on."""
        lead = await self.lead(books, invitation) if invitation else None
        facts = {"team": raised.team, "time": day_and_time(raised.reads_by), "lead": lead or ""}
        comfort = _COMFORT.get(scanned.comfort)
        before = ("disclosure", *([comfort] if comfort else []), "disclosure-stopped")
        following = "disclosure-next-visit" if lead else "disclosure-next"
        lines = [line for name in before for line in self._said(name, facts)]
        lines += [HELP, *self._said(following, facts)]
        buttons: tuple[Button, ...] = ()
        if invitation is not None:
            lines += self._said("disclosure-contact", facts)
            buttons = self._after_worry()
        view = View(_STOPPED, tuple(lines), buttons=buttons, urgent=True)
        return await self.framed(books, view, place)

    async def stopped(self, books: Books, place: Place, *, asked: bool) -> View:
        """Where the questions have stopped: help, and the way on. `asked`: about being reached."""
        view = View(_STOPPED, (HELP,), buttons=self._after_worry(asked=asked))
        return await self.framed(books, view, place)

    async def contact(self, books: Books, *, empty: bool = False) -> View:
        """Where a safe way to be reached is written."""
        question = Question(
            "contact", self._said("contact-ask", {"team": _TEAM})[0], Answering.WORDS
        )
        trouble = self._said("trouble-empty", {}) if empty else ()
        buttons = (self._button("contact-no"),)
        view = View("A safe way to reach you", (), trouble, question, buttons)
        return await self.framed(books, view)

    async def contact_kept(self, books: Books, place: Place) -> View:
        """That a safe way was kept."""
        lines = self._said("contact-kept", {"team": _sentence(_TEAM)})
        view = View("Thank you", lines, buttons=self._after_worry(asked=True))
        return await self.framed(books, view, place)

    async def closing(
        self, books: Books, place: Place, code: str, now: datetime, *, link: str
    ) -> View:
        """The end, with the code once more; `link` lets this person mark what was done."""
        last = withdraw_until(today(now))
        facts = {
            "code": code,
            "until": long_day(last),
            "by": long_day(last + SHOWN_AFTER),
            "link": self._link,
        }
        stopped = self._said("stopped", facts) if place.outcome is Outcome.STOPPED else ()
        view = View("Thank you", (*stopped, *self._said("close", facts)), link=link)
        return await self.framed(books, view, place)

    async def facts(self, books: Books, invitation: Invitation) -> Facts:
        """What is so before the first question."""
        offer = self.scripts.offer
        money = any(one.id == "money" and one.switched_on for one in offer.headings)
        known = {"money": "on" if money else "off"}
        if invitation.provision:
            made = last_visit(await books.promises.of_visit(invitation.provision))
            known |= {"provision": invitation.provision, "promises": "yes" if made else "no"}
        return Facts(known, offer.in_force())

    async def lead(self, books: Books, invitation: Invitation) -> str | None:
        """Who leads a visit; None where there is no visit."""
        if invitation.kind != "visit":
            return None
        persons = (await books.people.all()).persons
        return next((one.name for one in persons if one.id == invitation.lead), "your lead")

    async def framed(self, books: Books, view: View, place: Place | None = None) -> View:
        """Put what stands on every screen around one: the help card, who sees this, the labels."""
        numbers = (await books.people.all()).numbers
        helps = self._help(numbers, place)
        lines = [line for each in view.lines for line in (helps if each == HELP else (each,))]
        return replace(
            view,
            lines=tuple(lines),
            help=helps,
            who_sees=self._said("who-sees", {}),
            labels=dict(self._common.buttons),
        )

    # --- within ---

    def _after_worry(self, *, asked: bool = False) -> tuple[Button, ...]:
        names = ("carry-on",) if asked else ("contact-yes", "contact-no", "carry-on")
        return tuple(self._button(name) for name in names)

    def _help(self, numbers: DutyNumbers, place: Place | None) -> tuple[str, ...]:
        band = place.answers.get("age", Answer()).chosen if place is not None else ()
        facts = {
            "under_18": numbers.under_18,
            "over_18": numbers.over_18,
            "hours": numbers.hours,
            "out_of_hours": numbers.out_of_hours,
        }
        return self._said(_HELP_FOR.get(band, "help-any-age"), facts)

    def _trouble(self, asked: Ask) -> tuple[str, ...]:
        if asked.trouble is None:
            return ()
        given = asked.given or Answer()
        long = asked.trouble is Trouble.TOO_LONG
        most = MOST_WORDS if long else asked.step.most or len(asked.choices)
        facts = {"most": f"{most:,}", "given": f"{len(given.words):,}"}
        return self._said(f"trouble-{asked.trouble.value.replace('_', '-')}", facts)

    async def _say(self, books: Books, words: str, invitation: Invitation) -> str:
        if "{name}" not in words:
            return words
        made = last_visit(await books.promises.of_visit(invitation.provision or ""))
        return words.format(name=made[0].text if made else "")

    def _said(self, name: str, facts: Mapping[str, str]) -> tuple[str, ...]:
        return self._common.said(name, facts)

    def _button(self, name: str, *, main: bool = False) -> Button:
        return Button(name, self._common.buttons[name], main)


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]
