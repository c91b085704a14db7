"""Turn a letter into words and a card, from what is true when it is sent."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from bot.answers import draw_answer
from bot.aside import aside
from bot.cipher import Cipher
from bot.complete import decided_on, rules_on, since_posted
from bot.doors import Spoken
from bot.gather import held_of
from bot.invitations import SCRIPTS, is_open
from bot.links import Links, Use
from bot.pack import KINDS
from bot.pictures import illustrate
from bot.promises import PROVISIONS, promise_view
from bot.sight import Asker
from bot.written import read_view
from cards import board as board_cards
from cards import concerns as concern_cards
from cards import cover as cover_cards
from cards import desk as desk_cards
from cards import forms, notes, officers
from cards import groups as group_cards
from cards import history as history_cards
from cards import moments as moment_cards
from cards import promises as promise_cards
from cards import written as written_cards
from cards.blocks import Card, escape, press
from cards.invitations import InvitationView, invitations_card
from cards.pack import pack_card
from store import Books
from store.talks import Invitation
from workflow.concerns import Concern, State, alert_view, concern_view, list_view
from workflow.cover import delegate_view
from workflow.cycle import Month, Report, reschedule
from workflow.cycle import State as MonthState
from workflow.dates import Calendar, day, day_and_time, long_day, today
from workflow.desk import chase_view, review_view
from workflow.evidence import STATED
from workflow.held import Held
from workflow.history import history_view
from workflow.letters import Letter, mail_party
from workflow.moments import dates_view, moved_moments
from workflow.pack import board_name, scope
from workflow.rag import Rag
from workflow.round import form_view, receipt_view, round_view
from workflow.staff_scan import look_at
from workflow.summary import Summary, thaw
from workflow.tiers import Tier, tier_of
from workflow.updates import Figure, Update
from workflow.weigh import flags_of
from workflow.words import listed

__all__ = ["Speech", "card_kinds"]


@dataclass(frozen=True, slots=True)
class Speech:
    """Draws letters; `calendar` is the council's, `links` signs addresses where there are any.

    `cipher` opens what young people wrote, where this service has a secret key.
    """

    calendar: Calendar
    links: Links | None = None
    cipher: Cipher | None = None

    async def draw(self, books: Books, letter: Letter, now: datetime) -> Spoken | None:
        """What a letter says now; None when there is no longer any need to say it."""
        drawer = _DRAWERS.get(letter.kind)
        if drawer is None:
            return None
        return await drawer(_Scene(books, letter, now, self.calendar, self.links, self.cipher))

    def shorter(self, spoken: Spoken) -> Spoken:
        """The same in words alone, for a door that found the card too large."""
        return replace(spoken, card=None)


@dataclass(frozen=True, slots=True)
class _Scene:
    """One letter, and where to look things up."""

    books: Books
    letter: Letter
    now: datetime
    calendar: Calendar
    links: Links | None
    cipher: Cipher | None = None

    @property
    def person(self) -> str:
        """The id behind `person:ID`."""
        return self.letter.to.partition(":")[2]

    @property
    def is_mail(self) -> bool:
        """Whether it goes by mail."""
        return self.letter.to.startswith(mail_party(""))

    def fact(self, name: str) -> str:
        """A fact of the letter as text, empty when absent."""
        value = self.letter.facts.get(name)
        return value if isinstance(value, str) else ""

    def number(self, name: str) -> int:
        """A fact of the letter as a whole number, 0 when absent."""
        value = self.letter.facts.get(name)
        return value if isinstance(value, int) else 0

    def words(self, name: str) -> dict[str, str]:
        """A fact of the letter as text by name."""
        value = self.letter.facts.get(name)
        return {str(k): str(v) for k, v in value.items()} if isinstance(value, Mapping) else {}

    def listed(self, name: str) -> tuple[str, ...]:
        """A fact of the letter as texts in their order."""
        value = self.letter.facts.get(name)
        return tuple(str(one) for one in value) if isinstance(value, list | tuple) else ()

    async def held(self) -> Held | None:
        """The month that the letter is about, whole."""
        plan = await self.books.plans.current()
        month = await self.books.cycles.get(self.fact("month"))
        if plan is None or month is None:
            return None
        return await held_of(self.books, plan, month, self.now, self.calendar)

    async def summary(self) -> tuple[Month, Summary, str] | None:
        """The month, its newest frozen summary, and that one's hash."""
        month = await self.books.cycles.get(self.fact("month"))
        if month is None:
            return None
        frozen = await self.books.cycles.frozen(month.key, month.draft)
        return (month, thaw(frozen), frozen.digest) if frozen else None


_Drawer = Callable[[_Scene], Awaitable[Spoken | None]]


async def _round(scene: _Scene) -> Spoken | None:
    held = await scene.held()
    if held is None:
        return None
    page = scene.number("page") or 1
    view = round_view(
        held,
        scene.fact("person") or scene.person,
        page=page,
        notice=scene.fact("notice"),
        acting=scene.fact("acting"),
        ticked=scene.listed("same"),
        why=scene.fact("why"),
    )
    if not (view.total or view.drafting):
        return None
    summary = f"{view.month_name}: {view.left} of your {view.total} actions need an update"
    return Spoken(officers.round_text(view), summary, officers.round_card(view))


async def _reminder(scene: _Scene) -> Spoken | None:
    held = await scene.held()
    if held is None:
        return None
    view = round_view(held, scene.person, reminder=True)
    # Everything came in, or the month closed, between writing this and sending it.
    nudged = bool(scene.letter.facts.get("nudged"))
    if not view.left or (held.month.state is not MonthState.OPEN and not nudged):
        return None
    summary = f"Reminder: {view.left} of your {view.total} actions still need an update"
    return Spoken(officers.round_text(view), summary, officers.round_card(view))


async def _returned(scene: _Scene) -> Spoken | None:
    held = await scene.held()
    view = form_view(held, scene.person, scene.fact("ref")) if held else None
    if view is None or not view.comment:
        return None
    return Spoken(
        forms.form_text(view), f"{view.ref} came back with a comment", forms.form_card(view)
    )


async def _form(scene: _Scene) -> Spoken | None:
    held = await scene.held()
    if held is None:
        return None
    saved = await _just_saved(scene)
    view = form_view(
        held,
        scene.person,
        scene.fact("ref"),
        values=scene.words("values"),
        errors=scene.words("errors"),
        notice=scene.fact("notice"),
        same=bool(scene.letter.facts.get("same")),
        asked=bool(scene.letter.facts.get("asked")),
        acting=scene.fact("acting"),
        saved=saved,
        aside=await aside(scene.books, look_at(saved)) if saved else "",
    )
    if view is None:
        return None
    return Spoken(forms.form_text(view), f"Update {view.ref}", forms.form_card(view))


async def _just_saved(scene: _Scene) -> Report | None:
    """The report that led on to this form, when one did."""
    number = scene.number("saved")
    return await scene.books.cycles.report(number) if number else None


async def _receipt(scene: _Scene) -> Spoken | None:
    held = await scene.held()
    if held is None:
        return None
    said = await scene.books.cycles.report(scene.number("report"))
    if said is None:
        return None
    readings = await scene.books.plans.readings_of_report(scene.number("report"))
    figures = tuple(Figure(measure, reading) for measure, reading in readings)
    rag = Rag(said.rag) if said.rag else Rag.AMBER
    update = Update(said.kind, said.words, rag, said.why, said.next_step, said.decision, figures)
    lead = scene.fact("person") or scene.person
    told = await aside(scene.books, look_at(said))
    view = receipt_view(held, lead, said, update, acting=scene.fact("acting"), aside=told)
    if view is None:
        return None
    return Spoken(officers.receipt_text(view), f"Saved: {view.ref}", officers.receipt_card(view))


async def _delegated(scene: _Scene) -> Spoken | None:
    held = await scene.held()
    if held is None:
        return None
    asked = scene.listed("refs") or (scene.fact("ref"),)
    refs = [ref for ref in asked if scene.person in held.facts.drafters.get(ref, ())]
    lead, said = held.names.get(scene.fact("lead"), "A colleague"), scene.fact("note")
    heard = f" “{said}”" if said else ""
    summary = f"{lead} asks you to draft {listed(refs)}"
    if len(refs) > 1:
        view = round_view(held, scene.person, notice=f"{summary}. {lead} signs each.{heard}")
        return Spoken(officers.round_text(view), summary, officers.round_card(view))
    notice = f"**{lead} asks you to draft this.** You write it, {lead} signs it.{escape(heard)}"
    form = form_view(held, scene.person, refs[0], notice=notice) if refs else None
    if form is None:
        return None
    return Spoken(forms.form_text(form), summary, forms.form_card(form))


async def _drafted(scene: _Scene) -> Spoken | None:
    held = await scene.held()
    if held is None or scene.fact("ref") not in held.drafts:
        return None
    view = form_view(held, scene.person, scene.fact("ref"))
    if view is None:
        return None
    return Spoken(forms.form_text(view), f"A draft of {view.ref} to sign", forms.form_card(view))


async def _delegate(scene: _Scene) -> Spoken | None:
    held = await scene.held()
    if held is None:
        return None
    view = delegate_view(
        held,
        await scene.books.people.all(),
        scene.person,
        scene.listed("refs") or [ref for ref in [scene.fact("ref")] if ref],
        error=scene.fact("error"),
        chosen=scene.fact("colleague"),
        until=scene.fact("until"),
        note=scene.fact("note"),
    )
    if view is None:
        return None
    card = cover_cards.delegate_card(view)
    return Spoken(card["fallbackText"], "Ask a colleague to draft", card)


async def _history(scene: _Scene) -> Spoken | None:
    held = await scene.held()
    action = held.action(scene.fact("ref")) if held else None
    if held is None or action is None:
        return None
    reports = await scene.books.cycles.history(action.ref)
    back = await scene.books.cycles.taken_back(r.id for r in reports if r.id is not None)
    only = scene.fact("only")
    view = history_view(held, action, reports, back, month=only)
    card = history_cards.history_card(view)
    return Spoken(card["fallbackText"], f"What was said about {action.ref}", card)


async def _chase(scene: _Scene) -> Spoken | None:
    held = await scene.held()
    if held is None:
        return None
    view = chase_view(held, notice=scene.fact("notice"))
    summary = f"{view.month_name}: {view.heading}"
    return Spoken(desk_cards.chase_text(view), summary, desk_cards.chase_card(view))


async def _dates(scene: _Scene) -> Spoken | None:
    held = await scene.held()
    if held is None:
        return None
    days, after = scene.words("days"), None
    error = scene.fact("error")
    if days and not error:
        moments = moved_moments(held.month, days)
        moved = reschedule(held.month, scene.now, **moments) if isinstance(moments, dict) else None
        if isinstance(moved, Month):
            after = moved
    notice = scene.fact("notice")
    view = dates_view(held, moved=days, after=after, notice=notice, error=error)
    summary = f"The dates of {view.month_name}"
    return Spoken(moment_cards.dates_text(view), summary, moment_cards.dates_card(view))


async def _review(scene: _Scene) -> Spoken | None:
    held = await scene.held()
    if held is None:
        return None
    view = review_view(
        held,
        scene.fact("ref") or None,
        after=scene.fact("after") or None,
        flagged=flags_of(held),
        error=scene.fact("error"),
        comment=scene.fact("comment"),
    )
    if view is None:
        return await _chase(scene)
    summary = f"Review {view.ref}: {view.title}"
    return Spoken(desk_cards.review_text(view), summary, desk_cards.review_card(view))


async def _draft(scene: _Scene) -> Spoken | None:
    return await _draft_with(scene, late="")


async def _unapproved(scene: _Scene) -> Spoken | None:
    late = "Board day has come, and nothing is approved: nothing was posted."
    return await _draft_with(scene, late=late)


async def _draft_with(scene: _Scene, *, late: str) -> Spoken | None:
    found = await scene.summary()
    if found is None:
        return None
    month, summary, digest = found
    names = await scene.books.people.names()
    approved = ""
    if month.approved_by and month.approved_at:
        by = names.get(month.approved_by, "the approver")
        approved = f"Approved by {by}, {day_and_time(month.approved_at)}."
    waiting = sum(item.state.value == "answered" for item in month.items)
    when = (
        "Once approved, it is posted at once."
        if scene.now >= month.dates.post
        else f"It is posted on {long_day(month.dates.board_on)}, 9am."
    )
    if month.state in {MonthState.POSTED, MonthState.ENDED}:
        when = "It has been posted."
    shown = late if not approved else ""
    card = board_cards.draft_card(
        summary,
        draft=month.draft,
        digest=digest,
        approved=approved,
        posts=when,
        waiting=waiting,
        late=shown,
    )
    return Spoken(card["fallbackText"], f"{month.name} summary for your approval", card)


async def _decided_on(scene: _Scene, month: str, ref: str) -> list[tuple[str, str]]:
    """What was decided about an action on a month's cards: who and when, and the words."""
    plan, names = await scene.books.plans.current(), await scene.books.people.names()
    boards = {one.id: one.name for one in plan.boards} if plan else {}
    return [
        (
            f"{boards.get(one.board, one.board)}, {day_and_time(one.said_at)}, recorded by "
            f"{names.get(one.said_by, 'somebody')}",
            one.words,
        )
        for one in await decided_on(scene.books, month, ref)
    ]


async def _board(scene: _Scene) -> Spoken | None:
    found = await scene.summary()
    if found is None:
        return None
    _, summary, _ = found
    since = await since_posted(scene.books, summary.month)
    board = scene.fact("board")
    name, tier = await _named(scene, summary)
    card = board_cards.summary_card(summary, board=board, name=name, tier=tier, since=since)
    line = f"{summary.month_name}: {summary.headline}"
    return Spoken(card["fallbackText"], line, card)


async def _named(scene: _Scene, view: Summary) -> tuple[str, Tier]:
    """What the letter's board is called and what it is for: as frozen, else as the plan says."""
    board = scene.fact("board")
    if (tier := tier_of(view, board)) is not None:
        return board_name(view, board), tier
    plan = await scene.books.plans.current()
    seat = next((one for one in plan.boards if one.id == board), None) if plan else None
    return (seat.name, Tier.of(seat.tier)) if seat else (board, Tier.PROGRAMME)


async def _board_part(scene: _Scene) -> Spoken | None:
    found = await scene.summary()
    if found is None:
        return None
    summary, board, name = found[1], scene.fact("board"), scene.fact("name")
    card: Card | None = None
    shown: list[tuple[str, str]] = []
    _, tier = await _named(scene, summary)
    if scene.letter.kind == "exceptions":
        card = board_cards.exceptions_card(summary, board=board, tier=tier)
        shown = [("counts", "")]
    elif scene.letter.kind == "workstream":
        card = board_cards.workstream_card(summary, name, board=board)
        shown = [("strip", name)] if ":" not in name else []
    elif scene.letter.kind == "groups":
        card = group_cards.groups_card(summary, name, board=board, tier=tier)
    elif scene.letter.kind == "group":
        card = group_cards.group_card(summary, name, board=board, tier=tier)
    elif line := summary.line(name):
        decided = await _decided_on(scene, summary.month, name)
        card = board_cards.action_card(
            summary,
            line,
            board=board,
            decided=decided,
            error=scene.fact("error"),
            typed=scene.fact("typed"),
            back=scene.fact("back"),
            rules=await rules_on(scene.books, summary.month, line),
        )
        shown = [("strip", name), *(("measure", one.measure) for one in line.row.measures[:2])]
    if card is None:
        return await _board(scene)
    place = {"board": board, "month": summary.month}
    card = await illustrate(scene.books, scene.links, card, place, *shown)
    return Spoken(card["fallbackText"], summary.headline, card)


async def _pack(scene: _Scene) -> Spoken | None:
    found = await scene.summary()
    if found is None:
        return None
    board, month = scene.fact("board"), scene.fact("month")
    signed = {
        kind: scene.links.sign(Use.PACK, {"board": board, "month": month, "kind": kind})
        for kind in KINDS
        if scene.links is not None
    }
    name = board_name(found[1], board)
    about = scope(found[1], tier_of(found[1], board) or Tier.PROGRAMME, name)
    card = pack_card(found[1], board=board, name=name, links=signed, scope=about)
    return Spoken(card["fallbackText"], "The pack", card)


async def _alert(scene: _Scene) -> Spoken | None:
    found = await scene.books.concerns.get(scene.fact("reference"))
    news = scene.fact("news")
    # Somebody has it already, or a person closed it, before this left.
    if found is None or found.state not in ({State.OPEN, State.ACKNOWLEDGED} if news else _WAITS):
        return None
    steps = await scene.books.concerns.steps(found.reference)
    view = alert_view(found, steps, await scene.books.people.names(), news=news)
    summary = f"Urgent: {view.title}"
    if scene.is_mail:
        return Spoken(concern_cards.alert_mail(view), summary)
    card = concern_cards.alert_card(view)
    return Spoken(card["fallbackText"], summary, card)


async def _alert_test(scene: _Scene) -> Spoken | None:
    found = await scene.books.concerns.test_of(scene.number("test"))
    if found is None or found.acknowledged_at is not None:
        return None
    summary = "Test alert: please acknowledge it"
    if scene.is_mail:
        return Spoken(concern_cards.test_mail(), summary)
    card = concern_cards.test_alert_card(found.id)
    return Spoken(card["fallbackText"], summary, card)


async def _concern(scene: _Scene) -> Spoken | None:
    found = await scene.books.concerns.get(scene.fact("reference"))
    if found is None:
        return None
    opened = _open(scene, found) if scene.letter.facts.get("words") else {}
    view = concern_view(
        found,
        await scene.books.concerns.steps(found.reference),
        await scene.books.people.names(),
        words=opened.get("words"),
        contact=opened.get("contact"),
        why=opened.get("why"),
        lost=bool(scene.letter.facts.get("words")) and "words" not in opened,
        error=scene.fact("error"),
    )
    card = concern_cards.concern_card(view)
    return Spoken(card["fallbackText"], f"Concern {view.reference}", card, private=True)


def _open(scene: _Scene, found: Concern) -> dict[str, str]:
    """What of a concern can be opened with this service's key."""
    sealed = {"words": found.words, "contact": found.contact, "why": found.closed_why}
    try:
        cipher = scene.cipher
        return {name: cipher.open(one) for name, one in sealed.items() if cipher and one}
    except ValueError:
        return {}


async def _concerns(scene: _Scene) -> Spoken | None:
    waiting = await scene.books.concerns.not_closed()
    view = list_view(waiting, await scene.books.people.names())
    card = concern_cards.concerns_card(view)
    return Spoken(card["fallbackText"], "Open concerns", card)


_WAITS = {State.OPEN}


async def _asked(scene: _Scene) -> Spoken | None:
    board = scene.fact("board")
    asker = Asker(board=board) if board else Asker(person=scene.person)
    text, page = scene.fact("text"), scene.number("page") or 1
    return await draw_answer(scene.books, asker, text, page, scene.now, scene.calendar)


async def _problem(scene: _Scene) -> Spoken | None:
    card = notes.problem_card(
        scene.fact("why"), scene.words("kept"), month=scene.fact("month") or None
    )
    return Spoken(card["fallbackText"], "That could not be saved", card)


async def _note(scene: _Scene) -> Spoken | None:
    raw: Any = scene.letter.facts.get("lines")
    lines = [str(line) for line in raw] if isinstance(raw, list | tuple) else []
    offered: Any = scene.letter.facts.get("buttons")
    buttons = [press(str(words), str(verb), data) for words, verb, data in offered or ()]
    card = notes.note_card(scene.fact("title"), lines, buttons)
    return Spoken(card["fallbackText"], scene.fact("title"), card)


async def _reading(scene: _Scene) -> Spoken | None:
    unread = await scene.books.voices.unread()
    if not unread:
        return None
    why = _WHY_ASKED.get(scene.fact("told"), "")
    late = sum(scene.now >= one.read_by for one in unread)
    by = day_and_time(unread[0].read_by)
    card = written_cards.waiting_card(len(unread), by=by, late=late, why=why)
    return Spoken(card["fallbackText"], "Written answers wait to be read", card)


async def _written(scene: _Scene) -> Spoken | None:
    facts = {name: scene.fact(name) for name in ("error", "typed", "notice")}
    view = await read_view(scene.books, scene.number("id"), scene.cipher, scene.now, facts=facts)
    if view is None:
        card = written_cards.all_read_card(facts["notice"])
        return Spoken(card["fallbackText"], "Everything has been read", card)
    card = written_cards.reading_card(view)
    return Spoken(card["fallbackText"], "An answer to read", card, private=True)


async def _promise(scene: _Scene) -> Spoken | None:
    found = await scene.books.promises.get(scene.number("id"))
    if found is None or found.dropped_at is not None:
        return None
    facts = scene.letter.facts
    view = await promise_view(scene.books, found, scene.person, scene.now, facts=facts)
    card = promise_cards.reply_card(view) if view.mine else promise_cards.promise_card(view)
    return Spoken(card["fallbackText"], _SAID_OF[scene.letter.kind], card)


async def _promises(scene: _Scene) -> Spoken | None:
    books = scene.books
    views = [
        await promise_view(books, one, "", scene.now, facts={})
        for one in await books.promises.all()
    ]
    stated = [
        (measure, name, (await books.voices.statement(measure) or ("",))[0])
        for measure, name in STATED.items()
    ]
    card = promise_cards.promise_list_card(
        views,
        statements=stated,
        notice=scene.fact("notice"),
        page=f"{scene.links.base}/we-did" if scene.links else "",
    )
    return Spoken(card["fallbackText"], "You said, we did", card)


async def _invitations(scene: _Scene) -> Spoken | None:
    base = scene.links.base if scene.links else ""
    views = [
        InvitationView(
            one.id,
            _asks(one),
            f"{base}/y/{one.id}",
            day(today(one.expires_at)),
            one.started,
        )
        for one in await scene.books.talks.invitations()
        if is_open(one, scene.now)
    ]
    card = invitations_card(
        views,
        scripts=SCRIPTS,
        provisions=PROVISIONS,
        made=next((one for one in views if one.id == scene.fact("made")), None),
        notice=scene.fact("notice"),
        error=scene.fact("error"),
        picture=base.startswith("https://"),
    )
    return Spoken(card["fallbackText"], "Links to the chat", card)


def _asks(one: Invitation) -> str:
    where = PROVISIONS.get(one.provision or "", "")
    return f"A visit to {where}" if where else SCRIPTS.get(one.script, one.script)


# Why somebody is asked to read what was to be read by another.
_WHY_ASKED = {
    "cover": "The reader has not read them, so you are asked as their cover.",
    "lead": "Neither the reader nor the cover has read them, so you are asked.",
}
_SAID_OF = {
    "suggested": "A draft of “you said”",
    "asked": "Young people asked: please reply",
    "unanswered": "No reply in time",
    "replied": "A reply to young people",
    "promise": "You said, we did",
}

_DRAWERS: Mapping[str, _Drawer] = {
    "round": _round,
    "redrawn": _round,
    "reminder": _reminder,
    "opened": _chase,
    "silent": _chase,
    "returned": _returned,
    "delegated": _delegated,
    "drafted": _drafted,
    "draft": _draft,
    "unapproved": _unapproved,
    "board": _board,
    "pack": _pack,
    "alert": _alert,
    "alert_test": _alert_test,
    "concern": _concern,
    "concerns": _concerns,
    "reading": _reading,
    "written": _written,
    "suggested": _promise,
    "asked": _promise,
    "unanswered": _promise,
    "replied": _promise,
    "promise": _promise,
    "promises": _promises,
    "invitations": _invitations,
    "form": _form,
    "receipt": _receipt,
    "delegate": _delegate,
    "history": _history,
    "problem": _problem,
    "chase": _chase,
    "dates": _dates,
    "review": _review,
    "action": _board_part,
    "exceptions": _board_part,
    "groups": _board_part,
    "group": _board_part,
    "workstream": _board_part,
    "question": _asked,
    "note": _note,
}


def card_kinds() -> tuple[str, ...]:
    """The kinds of letter that this release can draw: it claims no others from the outbox."""
    return tuple(_DRAWERS)
