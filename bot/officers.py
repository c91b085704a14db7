"""Lead an officer through the round: the list, the form, the receipt, and taking it back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.aside import aside
from bot.gather import held_of
from bot.rhythm import freeze_summary
from bot.scene import Said, Scene, answer, note, problem
from cards.actions import RoundOpen, SameMany, SameSave, UpdateOpen, UpdateSave, UpdateUndo
from workflow.cycle import (
    Item,
    ItemState,
    Month,
    Refusal,
    Report,
    State,
    receive,
    redraft,
    take_back,
)
from workflow.dates import today
from workflow.held import Draft, Held
from workflow.letters import Letter, WhenUnsure, person_party
from workflow.plan import Action, Reading
from workflow.rag import Rag
from workflow.round import QUIET_MOST, last_words, round_view
from workflow.staff_scan import look, look_at
from workflow.updates import (
    Checked,
    Figure,
    Update,
    check_no_change,
    check_update,
    is_vague,
)
from workflow.weigh import suggestion_of
from workflow.words import listed

__all__ = [
    "Found",
    "agree",
    "find",
    "has_list",
    "held_for",
    "keep_update",
    "open_history",
    "open_round",
    "open_same",
    "open_update",
    "save_many",
    "save_same",
    "save_update",
    "undo",
]

ONE_MORE = (
    "**One more thing, then it is saved:** can you add a figure, a date or a few more words, so "
    "that a board can see what changed? If not, just save again."
)


@dataclass(frozen=True, slots=True)
class Found:
    """An action that this person may report on, and the month as it stands.

    `lead` is whose answer it is: their own, or the officer's for whom the PMO enters it.
    `drafting` is true for a colleague who drafts it for the lead to sign.
    """

    held: Held
    action: Action
    item: Item
    lead: str
    drafting: bool = False


async def open_round(scene: Scene, press: RoundOpen) -> Said:
    """Show somebody their actions; the PMO may look at another's list to enter for them."""
    held = await _held(scene, press.month)
    lead = press.acting or scene.who
    if press.acting and (held is None or scene.who not in held.facts.pmo):
        return problem(scene, "Only the programme office (PMO) can enter for somebody.", {})
    if held is None or not _listed(held, lead):
        return _nothing_to_do(scene)
    facts = {"month": held.month.key, "page": press.page, "person": lead}
    return answer(scene, "round", {**facts, "acting": press.acting})


async def open_update(scene: Scene, press: UpdateOpen) -> Said:
    """Open the form of one action."""
    return await _open(scene, press, same=False)


async def open_same(scene: Scene, press: UpdateOpen) -> Said:
    """Open the short form for "no change"."""
    return await _open(scene, press, same=True)


async def save_update(scene: Scene, press: UpdateSave) -> Said:
    """Take in a monthly update."""
    found = await find(scene, press.month, press.ref, press.acting)
    if isinstance(found, str):
        return problem(scene, found, press.fields, month=press.month)
    held, action = found.held, found.action

    def suggest(figures: tuple[Figure, ...], end: date | None) -> tuple[Rag | None, str]:
        rule = suggestion_of(held, action, figures, end)
        return rule.rag, rule.reason

    measures = held.plan.asked_of(press.ref)
    checked = check_update(press.fields, measures, today(scene.now), suggest)
    if checked.update is not None and is_vague(checked.update) and not press.asked:
        return _form(scene, press, press.fields, notice=ONE_MORE, same=False, asked=True)
    return await _save(scene, press, found, checked, same=False)


async def save_same(scene: Scene, press: SameSave) -> Said:
    """Take in that nothing has changed, and why."""
    found = await find(scene, press.month, press.ref, press.acting)
    if isinstance(found, str):
        return problem(scene, found, press.fields, month=press.month)
    if found.drafting:
        return problem(scene, _to_sign(found), press.fields, month=press.month)
    words = last_words(found.held, found.action) or "No change."
    rag = found.held.last_rag(found.action)
    checked = check_no_change(press.fields, words=words, rag=rag)
    return await _save(scene, press, found, checked, same=True)


async def save_many(scene: Scene, press: SameMany) -> Said:
    """Take in "no change" for several quiet actions at once, with one line of reason."""
    asked = dict.fromkeys(ref for ref in (press.same or press.every).split(",") if ref)
    refs = list(asked)[:QUIET_MOST]
    facts: dict[str, object] = {
        "month": press.month,
        "person": press.acting or scene.who,
        "acting": press.acting,
    }
    if not refs:
        notice = "Tick at least one action first."
        return answer(scene, "round", {**facts, "notice": notice, "why": press.why})
    if not press.why.strip():
        notice = "Say in a line why nothing has changed: one reason is enough for all of them."
        return answer(scene, "round", {**facts, "notice": notice, "same": refs})
    ready: list[tuple[str, Update]] = []
    passed = []
    first = await find(scene, press.month, refs[0], press.acting)
    # Everything is looked at before anything is saved: all of it is, or none.
    for ref in refs:
        found = first if isinstance(first, str) else _found(scene, first.held, ref, press.acting)
        if isinstance(found, str) or found.drafting:
            why = found if isinstance(found, str) else _to_sign(found)
            return problem(scene, why, {"why": press.why}, month=press.month)
        if found.item.state not in {ItemState.WAITING, ItemState.RETURNED}:
            passed.append(ref)
            continue
        rag = found.held.last_rag(found.action)
        words = last_words(found.held, found.action) or "No change."
        checked = check_no_change({"why": press.why}, words=words, rag=rag)
        if checked.update is None:
            wrong = " ".join(checked.errors.values())
            notice = f"Nothing is saved yet. {ref}: {wrong}"
            typed = {"same": refs, "why": press.why}
            return answer(scene, "round", {**facts, **typed, "notice": notice})
        ready.append((ref, checked.update))
    for ref, update in ready:
        fresh = await find(scene, press.month, ref, press.acting)
        kept = await keep_update(scene, fresh, update) if isinstance(fresh, Found) else fresh
        if isinstance(kept, str):
            return problem(scene, kept, {"why": press.why}, month=press.month)
    done = [f"Saved, no change: {listed([ref for ref, _ in ready])}."] if ready else []
    there = [f"Answered already, and left as it is: {listed(passed)}."] if passed else []
    told = [one for one in [await aside(scene.books, look(press.why))] if one]
    return answer(scene, "round", {**facts, "notice": " ".join([*done, *there, *told])})


async def undo(scene: Scene, press: UpdateUndo) -> Said:
    """Take back the last update of an action, until the month closes."""
    found = await find(scene, press.month, press.ref, press.acting)
    if isinstance(found, str):
        return problem(scene, found, {}, month=press.month)
    if found.drafting:
        return problem(scene, _to_sign(found), {}, month=press.month)
    item, held = found.item, found.held
    if press.v != item.version or item.report is None:
        return _form(
            scene, press, {}, notice=f"{press.ref} has changed since that card.", same=False
        )
    earlier = await scene.books.cycles.report_before(press.month, press.ref, item.report)
    after = take_back(held.month, press.ref, earlier)
    if isinstance(after, Refusal):
        return problem(scene, after.words, {}, month=press.month)
    await scene.books.cycles.keep(after, was=held.month)
    changed = after.item(press.ref)
    if changed is not None:
        await scene.books.cycles.take_back(
            item.report, by=scene.who, now=scene.now, item=changed, month=press.month
        )
    about = f"{press.month} {press.ref} v{item.version}"
    await scene.books.memory.log(scene.who, "took_back", about, scene.now)
    facts = {"month": press.month, "person": found.lead, "acting": press.acting}
    return answer(scene, "round", {**facts, "notice": f"{press.ref} is taken back."})


async def agree(scene: Scene, press: UpdateUndo) -> Said:
    """Stand behind what the other joint lead said, as it is."""
    found = await find(scene, press.month, press.ref)
    if isinstance(found, str):
        return problem(scene, found, {}, month=press.month)
    said = found.held.reports.get(press.ref)
    if said is None or said.id is None or press.v != found.item.version:
        notice = f"{press.ref} has changed since that card: look at the newer text first."
        return _form(scene, press, {}, notice=notice, same=False)
    if scene.who not in found.held.other_leads(said):
        return _form(scene, press, {}, notice="Only the other lead can agree.", same=False)
    await scene.books.cycles.agree(said.id, scene.who, scene.now)
    about = f"{press.month} {press.ref} v{found.item.version}"
    await scene.books.memory.log(scene.who, "agreed", about, scene.now)
    facts = {"month": press.month, "person": found.lead}
    return answer(scene, "round", {**facts, "notice": f"You agree with {press.ref}."})


async def open_history(scene: Scene, press: UpdateOpen) -> Said:
    """Show everything that was said about an action, month by month."""
    held = await _held(scene, press.month)
    if held is None or held.action(press.ref) is None:
        return problem(scene, f"{press.ref} is not in the plan.", {}, month=press.month)
    if not _may_see(scene, held, press.ref):
        return problem(scene, f"{press.ref} is not one of your actions.", {}, month=press.month)
    return answer(scene, "history", {"month": press.month, "ref": press.ref})


async def held_for(scene: Scene, month: str) -> Held | None:
    """The month as it stands, for somebody who is asked about something in it; else None."""
    held = await _held(scene, month)
    return held if held is not None and _led(held, scene.who) else None


async def has_list(scene: Scene, month: str) -> bool:
    """Whether somebody leads something in a month, or was asked to draft something."""
    held = await _held(scene, month)
    return held is not None and _listed(held, scene.who)


async def find(
    scene: Scene, key: str, ref: str, acting: str = "", *, to_save: bool = True
) -> Found | str:
    """The action, or why this person can't report on it.

    `to_save` keeps every other writer of the month waiting; a look needs no lock.
    """
    held = await _held(scene, key, to_save=to_save)
    if held is None:
        return "That month is not known here. Open your list for the month that is open."
    return await _ended(scene, held) or _found(scene, held, ref, acting)


async def keep_update(
    scene: Scene, found: Found, update: Update, *, signs: bool = False
) -> int | str:
    """Record an update; the report's number, or why it can't be.

    `signs`: it started from the draft of a colleague, whose name is kept beside the lead's.
    """
    if found.drafting:
        return _to_sign(found)
    held, books = found.held, scene.books
    draft = held.drafts.get(found.action.ref)
    signed = draft.said_by if draft is not None and signs else None
    taken = receive(held.month, found.action.ref, _report(scene, found, update, signed))
    if isinstance(taken, Refusal):
        return taken.words
    after, said = taken
    step = redraft(after)
    month = step.month if step else after
    await books.cycles.keep(month, was=held.month)
    number = await books.cycles.tell(said)
    for figure in update.figures:
        await books.plans.note_reading(figure.measure, figure.reading, report=number, now=scene.now)
    await books.cover.drop_draft(said.month, said.ref)
    if step is not None:
        await freeze_summary(books, held.plan, month, scene.now, scene.calendar)
    about = f"{said.month} {said.ref} v{said.version}"
    await books.memory.log(scene.who, said.kind, about, scene.now)
    if look_at(said):
        await books.memory.log("service", "flagged", about, scene.now)
    await books.outbox.put(await _redrawn(scene, found, said), scene.now)
    return number


# --- within -------------------------------------------------------------------------------


async def _redrawn(scene: Scene, found: Found, said: Report) -> list[Letter]:
    """Show colleagues of the same action their lists anew, each in its place.

    Nobody's who has a form or another card open there: what they read or type must not go.
    """
    facts, letters = found.held.facts, list[Letter]()
    people = {*facts.askers.get(said.ref, ()), *facts.drafters.get(said.ref, ())} - {scene.who}
    for person in sorted(people):
        shown = await scene.books.outbox.newest(person_party(person), ("round", "reminder"))
        place = await scene.books.cover.place(person)
        if shown is None or shown[1].get("month") != said.month:
            continue
        if not place.awaiting.startswith(("action:", "none:")):
            key = f"redrawn:{said.month}:{said.ref}:{said.version}:{person}"
            about = {"month": said.month, "instead_of": shown[0]}
            letters.append(Letter(key, person_party(person), "redrawn", about))
    return letters


async def _held(scene: Scene, key: str, *, to_save: bool = False) -> Held | None:
    plan = await scene.books.plans.current()
    month = await scene.books.cycles.get(key, to_change=to_save)
    if plan is None or month is None:
        return None
    return await held_of(scene.books, plan, month, scene.now, scene.calendar)


async def _ended(scene: Scene, held: Held) -> str:
    """Why a month that has ended takes nothing more, empty while it does."""
    if held.month.state is not State.ENDED:
        return ""
    newest: Month | None = await scene.books.cycles.begun()
    if newest is None or newest.key == held.month.key:
        return ""
    return (
        f"{held.month.name} has ended, so this card can't be used any more. "
        f"Please put it into {newest.name}'s update."
    )


def _found(scene: Scene, held: Held, ref: str, acting: str) -> Found | str:
    """The action in a month, or why this person can't report on it."""
    action, item = held.action(ref), held.month.item(ref)
    if action is None or item is None:
        return f"{ref} is not asked about in {held.month.name}."
    askers = held.facts.askers.get(ref, ())
    if acting:
        if scene.who in held.facts.pmo and acting in askers:
            return Found(held, action, item, acting)
        return "Only the programme office (PMO) can enter for the lead of an action."
    if scene.who in askers:
        return Found(held, action, item, scene.who)
    if scene.who in held.facts.drafters.get(ref, ()):
        return Found(held, action, item, scene.who, drafting=True)
    leads = listed([held.names.get(one, one) for one in askers]) or "nobody"
    verb = "lead" if len(askers) > 1 else "leads"
    return f"{ref} is not one of your actions ({leads} {verb} it), so it was not changed."


def _to_sign(found: Found) -> str:
    return f"{found.action.ref} is for its lead officer to sign. Open it to write your draft."


async def _open(scene: Scene, press: UpdateOpen, *, same: bool) -> Said:
    found = await find(scene, press.month, press.ref, press.acting, to_save=False)
    if isinstance(found, str):
        return problem(scene, found, {}, month=press.month)
    return _form(scene, press, {}, same=same)


async def _save(
    scene: Scene, press: UpdateSave, found: Found, checked: Checked, *, same: bool
) -> Said:
    held, item = found.held, found.item
    if checked.update is None:
        return _form(scene, press, press.fields, errors=checked.errors, same=same)
    saved = held.reports.get(press.ref)
    if press.v != item.version and saved is not None:
        figures = await scene.books.plans.readings_of_report(saved.id or 0)
        if _says_the_same(saved, figures, checked.update):
            # A double click, or the same thing from two devices: it is saved already.
            return _receipt(scene, press, found, saved.id or 0)
        by = held.names.get(saved.said_by, "A colleague")
        notice = (
            f"**{by} saved {press.ref} while this form was open.** Nothing of yours is lost: it is "
            f"below. Save again if it should take the place of theirs: “{saved.words[:300]}”"
        )
        return _form(scene, press, press.fields, notice=notice, same=same)
    if found.drafting:
        return await _draft(scene, press, found)
    kept = await keep_update(scene, found, checked.update, signs=press.signs)
    if isinstance(kept, str):
        return problem(scene, kept, press.fields, month=held.month.key)
    return await _onward(scene, press, found, kept)


async def _onward(scene: Scene, press: UpdateSave, found: Found, report: int) -> Said:
    """The next action at once, where that was asked for and there is one; else the receipt."""
    if press.onward:
        held = await _held(scene, press.month)
        first = round_view(held, found.lead).first if held else None
        if first is not None:
            facts = {"month": press.month, "ref": first.ref, "saved": report}
            return answer(scene, "form", {**facts, "acting": press.acting})
    return _receipt(scene, press, found, report)


async def _draft(scene: Scene, press: UpdateSave, found: Found) -> Said:
    """Keep what a colleague drafted, and show it to the lead to sign."""
    draft = Draft(press.month, press.ref, press.fields, scene.who, scene.now)
    await scene.books.cover.draft(draft)
    await scene.books.memory.log(scene.who, "drafted", f"{press.month} {press.ref}", scene.now)
    letters = tuple(
        Letter(
            f"drafted:{press.month}:{press.ref}:{scene.now.isoformat()}:{lead}",
            person_party(lead),
            "drafted",
            {"month": press.month, "ref": press.ref},
            when_unsure=WhenUnsure.AGAIN,
        )
        for lead in found.held.facts.askers.get(press.ref, ())
    )
    told = await aside(scene.books, look("\n".join(press.fields.values())))
    lines = ["It is with the lead officer, who signs it. You can change it until then.", told]
    return note(
        scene,
        f"Thank you: {press.ref} is drafted",
        [line for line in lines if line],
        [(f"Change {press.ref}", "update.open", {"month": press.month, "ref": press.ref})],
    ).also(*letters)


def _receipt(scene: Scene, press: UpdateOpen, found: Found, report: int) -> Said:
    facts = {"month": press.month, "ref": press.ref, "report": report, "person": found.lead}
    return answer(scene, "receipt", {**facts, "acting": press.acting})


def _report(scene: Scene, found: Found, update: Update, signed: str | None) -> Report:
    return Report(
        month=found.held.month.key,
        ref=found.action.ref,
        version=0,
        kind=update.kind,
        words=update.words,
        next_step=update.next_step,
        rag=update.rag.value,
        why=update.why,
        decision=update.decision,
        complete=update.complete,
        late=False,
        said_by=found.lead,
        said_for=_post_of(found),
        said_at=scene.now,
        evidence_link=update.link,
        revised_end=update.revised_end,
        end_why=update.end_why,
        suggested=update.suggested.value if update.suggested else None,
        drafted_by=signed,
        entered_by=scene.who if scene.who != found.lead else None,
    )


def _post_of(found: Found) -> str:
    """The role for which somebody answers: their own, else the one they stand in for."""
    facts = found.held.facts
    for posts in (facts.holders, facts.answering):
        for role in found.action.leads:
            if found.lead in posts.get(role, ()):
                return role
    return found.action.leads[0]


def _says_the_same(saved: Report, figures: Sequence[tuple[str, Reading]], update: Update) -> bool:
    """Whether nothing of an update would be lost if it were not saved again."""
    kept = {(measure, one.value, one.as_at) for measure, one in figures}
    given = {(one.measure, one.reading.value, one.reading.as_at) for one in update.figures}
    return given <= kept and saved == replace(
        saved,
        kind=update.kind,
        words=update.words,
        next_step=update.next_step,
        rag=update.rag.value,
        why=update.why,
        decision=update.decision,
        complete=update.complete,
        evidence_link=update.link,
        revised_end=update.revised_end,
        end_why=update.end_why,
    )


def _form(
    scene: Scene,
    press: UpdateOpen,
    values: Mapping[str, str],
    *,
    errors: Mapping[str, str] | None = None,
    notice: str = "",
    same: bool,
    asked: bool = False,
) -> Said:
    facts = {
        "month": press.month,
        "ref": press.ref,
        "values": dict(values),
        "errors": dict(errors or {}),
        "notice": notice,
        "same": same,
        "asked": asked,
        "acting": press.acting,
    }
    return answer(scene, "form", facts)


def _may_see(scene: Scene, held: Held, ref: str) -> bool:
    facts = held.facts
    return scene.who in (*facts.askers.get(ref, ()), *facts.pmo, *facts.approvers)


def _led(held: Held, person: str) -> bool:
    return any(person in held.facts.askers.get(item.ref, ()) for item in held.month.items)


def _listed(held: Held, person: str) -> bool:
    """Whether somebody's list has anything on it: their own, or a draft they were asked for."""
    view = round_view(held, person)
    return bool(view.total or view.drafting)


def _nothing_to_do(scene: Scene) -> Said:
    return note(
        scene,
        "You have no actions to update",
        [
            "You are not named as the lead of an action that is asked about this month.",
            "If that is wrong, ask your programme office (PMO) to put you in as postholder.",
        ],
    )
