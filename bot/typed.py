"""Answer what an officer types: save what is clear, ask where there is one doubt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot import cover, desk, officers
from bot.aside import aside
from bot.gather import held_of
from bot.officers import Found, find, keep_update
from bot.scene import Said, Scene, answer, note, problem
from cards.actions import Confirm, MonthOpen, RoundOpen, UpdateOpen, UpdateUndo
from cards.blocks import escape
from store.cover import Place
from workflow.cover import Absence
from workflow.cycle import ItemState, State
from workflow.dates import at, long_day, month_end, today
from workflow.held import Held
from workflow.rag import MARKS, Rag
from workflow.replies import Context, Intent, Last, Part, Reader, Role, Understanding
from workflow.round import last_words, round_view
from workflow.staff_scan import look
from workflow.updates import (
    EVIDENCE_MOST,
    VAGUE_UNDER,
    Checked,
    Update,
    check_no_change,
    check_update,
    figure_words,
)
from workflow.weigh import suggestion_of

__all__ = ["confirm", "decline", "read_reply", "say_choice"]

_YES = {"yes", "y", "yep", "yes please", "ok", "okay", "confirm", "correct", "save", "save it"}
_NO = {"no", "n", "nope", "no thanks", "cancel", "wrong", "don't save"}
_SAYS_SOMETHING = {
    Intent.UPDATE,
    Intent.SET_RAG,
    Intent.FIGURES,
    Intent.NO_CHANGE,
    Intent.DECISION_REQUEST,
    Intent.EDIT_LAST,
}


# What can be asked of the plan, for somebody who was not understood.
_TO_ASK: tuple[tuple[str, str, object], ...] = tuple(
    (words, "ask.say", {"text": words}) for words in ("What's red?", "What can I ask?")
)
# More updates than these in one message are said back before they are saved.
MOST_AT_ONCE = 4

# The reader of the plan in force: it learns the plan's words once, and a plan changes seldom.
_readers: list[Reader] = []


@dataclass(frozen=True, slots=True)
class _Reading:
    """A reply, the month that it is about, and what was understood."""

    held: Held
    place: Place
    understood: Understanding

    @property
    def month(self) -> str:
        """The month's key."""
        return self.held.month.key


async def read_reply(scene: Scene, held: Held, text: str) -> Said:
    """Read what was typed, and do it, or put the one question back.

    Where it may speak of danger, one line says whom to tell, whatever else is answered.
    """
    said = await _read(scene, held, text)
    return _beside(said, await aside(scene.books, look(text)))


async def _read(scene: Scene, held: Held, text: str) -> Said:
    place = await scene.books.cover.place(scene.who)
    plain = " ".join(text.lower().split()).strip(" .!")
    if place.pending and plain in _YES:
        return await _apply_pending(scene, held, place)
    if place.pending and plain in _NO:
        return await _drop(scene, held, place)
    reading = _Reading(held, place, _understand(held, scene.who, place, text))
    await scene.books.cover.stand(scene.who, replace(place, pending=None))
    if reading.understood.question is not None:
        return await _ask(scene, reading)
    return await _do(scene, reading)


def _beside(said: Said, line: str) -> Said:
    """The answer with one more line, where it is a note or a form and hasn't got it."""
    if not (line and said.letters):
        return said
    first, *rest = said.letters
    facts = dict(first.facts)
    lines = facts.get("lines")
    if first.kind == "note" and isinstance(lines, list) and line not in lines:
        facts["lines"] = [*lines, line]
    elif first.kind in {"form", "round"}:
        facts["notice"] = f"{facts.get('notice', '')} {line}".strip()
    return replace(said, letters=(replace(first, facts=facts), *rest))


async def confirm(scene: Scene, press: Confirm) -> Said:
    """Do what was said back and is right."""
    held = await _held(scene, press.month)
    place = await scene.books.cover.place(scene.who)
    if held is None or not place.pending or place.pending.get("n") != press.n:
        return note(scene, "That question is over", ["Nothing was saved by this button."])
    return await _apply_pending(scene, held, place)


async def decline(scene: Scene, press: Confirm) -> Said:
    """Let go of what was said back and is wrong."""
    held = await _held(scene, press.month)
    if held is None:
        return note(scene, "That question is over", ["Nothing was saved by this button."])
    return await _drop(scene, held, await scene.books.cover.place(scene.who))


async def say_choice(scene: Scene, press: Confirm) -> Said:
    """Take a pressed choice as if it had been typed."""
    held = await _held(scene, press.month)
    if held is None:
        return problem(scene, "That month is not known here.", {})
    return await read_reply(scene, held, press.n)


# --- reading ------------------------------------------------------------------------------


def _understand(held: Held, who: str, place: Place, text: str) -> Understanding:
    open_refs = [
        item.ref
        for item in held.month.items
        if who in held.facts.askers.get(item.ref, ())
        and item.state in {ItemState.WAITING, ItemState.RETURNED, ItemState.ANSWERED}
    ]
    last = place.last or {}
    context = Context(
        awaiting=place.awaiting,
        actions=tuple(open_refs),
        last=Last(
            str(last["ref"]),
            str(last.get("did", "")),
            Rag(last["rag"]) if last.get("rag") else None,
            last.get("value"),
        )
        if last.get("ref")
        else None,
    )
    if not _readers or _readers[0].plan is not held.plan:
        _readers[:] = [Reader(held.plan)]
    return _readers[0].read(text, context, today(held.facts.now))


async def _held(scene: Scene, key: str) -> Held | None:
    plan = await scene.books.plans.current()
    month = await scene.books.cycles.get(key)
    if plan is None or month is None:
        return None
    return await held_of(scene.books, plan, month, scene.now, scene.calendar)


# --- asking -------------------------------------------------------------------------------


async def _ask(scene: Scene, reading: _Reading) -> Said:
    """Put the question back; nothing of the reply is saved before it is answered."""
    understood, question = reading.understood, reading.understood.question
    words = question.words if question else ""
    parts = understood.parts
    if len(parts) == 1 and len(parts[0].refs) == 1 and parts[0].intent in _SAYS_SOMETHING:
        ref = parts[0].refs[0]
        if scene.who in reading.held.facts.askers.get(ref, ()):
            return _form(scene, reading, ref, _fields(reading, parts[0], ref), words)
    act = f"{scene.incoming.door}:{scene.incoming.activity}"[:200]
    bulk = bool(understood.refs) and all(part.intent in _SAYS_SOMETHING for part in parts)
    buttons: list[tuple[str, str, object]] = []
    if bulk:
        pending = {"n": act, "text": understood.text, "awaiting": reading.place.awaiting}
        await scene.books.cover.stand(scene.who, replace(reading.place, pending=pending))
        data = {"month": reading.month, "n": act}
        buttons = [("Yes, save it", "confirm.yes", data), ("No", "confirm.no", data)]
    elif question:
        buttons = [
            (choice[:32], "confirm.say", {"month": reading.month, "n": _meant(parts, choice)})
            for choice in question.choices[:5]
        ]
    if understood.intent is Intent.NOT_UNDERSTOOD:
        buttons += _TO_ASK
    echo = [escape(understood.echo)] if understood.echo else []
    return note(scene, "One question", [escape(words), *echo, "Nothing is saved yet."], buttons)


def _meant(parts: Sequence[Part], choice: str) -> str:
    """A choice as it would be typed: a rating belongs to the action that was asked about."""
    refs = parts[0].refs if len(parts) == 1 else ()
    if len(refs) == 1 and choice in {MARKS[rag].word for rag in Rag}:
        return f"{refs[0]} {choice}"
    return choice[:200]


async def _apply_pending(scene: Scene, held: Held, place: Place) -> Said:
    pending = place.pending or {}
    asked = replace(place, awaiting=str(pending.get("awaiting", "none")), pending=None)
    await scene.books.cover.stand(scene.who, asked)
    text = str(pending.get("text", ""))
    reading = _Reading(held, asked, _understand(held, scene.who, asked, text))
    return await _do(scene, reading, confirmed=True)


async def _drop(scene: Scene, held: Held, place: Place) -> Said:
    await scene.books.cover.stand(scene.who, replace(place, pending=None))
    back = ("My list", "round.open", {"month": held.month.key})
    return note(scene, "Nothing was saved", ["Say it in other words, or use your list."], [back])


# --- doing --------------------------------------------------------------------------------


async def _do(scene: Scene, reading: _Reading, *, confirmed: bool = False) -> Said:
    """Do everything that a reply says, or nothing of it."""
    parts = reading.understood.parts
    if len(parts) == 1 and _only_reopens(parts[0]):
        return await officers.open_update(
            scene, UpdateOpen(month=reading.month, ref=parts[0].refs[0])
        )
    if parts and all(part.intent in _SAYS_SOMETHING for part in parts):
        return await _save(scene, reading, confirmed=confirmed)
    part = next((one for one in parts if one.intent not in _SAYS_SOMETHING), None)
    if part is None:
        return _did_not_understand(scene, reading)
    if len(parts) > 1:
        lines = [
            "Please say one thing at a time where it is not an update.",
            "Nothing is saved yet.",
        ]
        return note(scene, "That was more than one thing", lines)
    return await _command(scene, reading, part)


def _only_reopens(part: Part) -> bool:
    """Whether it says which answer is to change and not yet how: “edit SP1.1”."""
    changes = part.rag or part.figures or part.narrative.strip()
    return part.intent is Intent.EDIT_LAST and len(part.refs) == 1 and not changes


async def _command(scene: Scene, reading: _Reading, part: Part) -> Said:
    month, ref = reading.month, part.refs[0] if part.refs else ""
    match part.intent:
        case Intent.SKIP:
            return await _skip(scene, reading)
        case Intent.UNDO:
            return await _undo(scene, reading, ref)
        case Intent.DEFER:
            return await _defer(scene, reading, part)
        case Intent.AWAY:
            return await _away(scene, part)
        case Intent.DELEGATE:
            return await _delegate(scene, reading, part)
        case Intent.WHO_IS_LATE:
            return await desk.open_chase(scene, MonthOpen(month=month))
        case Intent.SHOW_ACTION if ref:
            return await officers.open_history(scene, UpdateOpen(month=month, ref=ref))
        case Intent.STATUS_QUERY:
            return _status(scene, reading, part)
        case Intent.HELP:
            return _help(scene, reading)
        case _:
            return _did_not_understand(scene, reading)


async def _skip(scene: Scene, reading: _Reading) -> Said:
    """Go on to another action that waits; the one on the screen stays as it is."""
    view = round_view(reading.held, scene.who)
    awaited = reading.place.awaiting.partition(":")[2]
    others = [row.ref for row in (*view.rows, *view.quiet) if row.ref != awaited]
    if others:
        return await officers.open_update(scene, UpdateOpen(month=reading.month, ref=others[0]))
    return await officers.open_round(scene, RoundOpen(month=reading.month))


async def _save(scene: Scene, reading: _Reading, *, confirmed: bool) -> Said:
    """Check every part first, save all of it, and say it back with its way back.

    What a typing mistake was read into, and what was said of many at once, is saved on a yes
    only. Where something is lacking, the form of that action opens with the rest filled in.
    """
    ready: list[tuple[Found, Update]] = []
    for part in reading.understood.parts:
        for ref in part.refs:
            found = await find(scene, reading.month, ref)
            if isinstance(found, str):
                return _refused(scene, reading, found)
            fields = _fields(reading, part, ref)
            checked = _check(reading, found, part, fields)
            if checked.update is None:
                same = part.intent is Intent.NO_CHANGE
                return _form(scene, reading, ref, fields, _missing(checked), same=same)
            ready.append((found, checked.update))
    if not ready:
        return _did_not_understand(scene, reading)
    if not confirmed and (reading.understood.mends or len(ready) > MOST_AT_ONCE):
        return await _say_back(scene, reading, ready)
    lines = []
    for found, update in ready:
        fresh = await find(scene, reading.month, found.action.ref)
        kept = await keep_update(scene, fresh, update) if isinstance(fresh, Found) else fresh
        if isinstance(kept, str):
            return _refused(scene, reading, kept)
        lines.append(_reading_words(reading, found, update))
    return await _saved(scene, reading, ready, lines)


async def _say_back(scene: Scene, reading: _Reading, ready: Sequence[tuple[Found, Update]]) -> Said:
    """Say what was understood before any of it is saved."""
    act = f"{scene.incoming.door}:{scene.incoming.activity}"[:200]
    pending = {"n": act, "text": reading.understood.text, "awaiting": reading.place.awaiting}
    await scene.books.cover.stand(scene.who, replace(reading.place, pending=pending))
    data = {"month": reading.month, "n": act}
    lines = [_reading_words(reading, found, update) for found, update in ready]
    mended = [
        f"I read “{escape(one.typed)}” as “{escape(one.read)}”." for one in reading.understood.mends
    ]
    buttons = [("Yes, save it", "confirm.yes", data), ("No", "confirm.no", data)]
    return note(scene, "Did I get that right?", [*lines, *mended, "Nothing is saved yet."], buttons)


def _reading_words(reading: _Reading, found: Found, update: Update) -> str:
    """One action as it would be saved: rating, figures, and the exact words."""
    figures = [
        f"{measure.short}: {figure_words(measure, figure.reading)}"
        for figure in update.figures
        for measure in reading.held.plan.asked_of(found.action.ref)
        if measure.id == figure.measure
    ]
    same = ["no change"] if update.kind == "no_change" else []
    said = "; ".join([MARKS[update.rag].words, *same, *figures])
    words = escape(update.why if update.kind == "no_change" else update.words)
    if update.complete:
        said += ". Proposed complete: a board decides"
    return f"**{found.action.ref}** {escape(found.action.title)}: {said}. “{words}”"


def _refused(scene: Scene, reading: _Reading, why: str) -> Said:
    return problem(scene, why, {"words": reading.understood.text}, month=reading.month)


async def _saved(
    scene: Scene, reading: _Reading, ready: Sequence[tuple[Found, Update]], lines: list[str]
) -> Said:
    """Say back what was understood and saved, each with its way back."""
    found, update = ready[-1]
    value = update.figures[-1].reading.value if update.figures else None
    last = {"ref": found.action.ref, "did": update.kind, "rag": update.rag.value, "value": value}
    await scene.books.cover.stand(scene.who, Place("round_overview", last, None))
    buttons: list[tuple[str, str, object]] = []
    is_open = reading.held.month.state is State.OPEN
    if not is_open:
        lines = [*lines, f"{reading.held.month.name} has closed: this is kept and marked late."]
    for one, _ in ready[:4] if is_open else []:
        data = {"month": reading.month, "ref": one.action.ref, "v": one.item.version + 1}
        buttons.append((f"Undo {one.action.ref}", "update.undo", data))
    buttons.append(("My list", "round.open", {"month": reading.month}))
    told = await aside(scene.books, look(reading.understood.text))
    return note(scene, "Saved", [*lines, *[one for one in [told] if one]], buttons)


def _check(reading: _Reading, found: Found, part: Part, fields: Mapping[str, str]) -> Checked:
    held, action = found.held, found.action
    if part.intent is Intent.NO_CHANGE:
        words = last_words(held, action) or "No change."
        rag = part.rag or held.last_rag(action)
        return check_no_change(fields, words=words, rag=rag)
    rule = suggestion_of(held, action)
    on = today(reading.held.facts.now)
    return check_update(
        fields, held.plan.asked_of(action.ref), on, lambda *_: (rule.rag, rule.reason)
    )


def _fields(reading: _Reading, part: Part, ref: str) -> dict[str, str]:
    """The form's fields as a part of a reply fills them: exact words, and nothing invented."""
    held = reading.held
    said = held.reports.get(ref)
    narrative = part.narrative.strip()
    fields: dict[str, str] = {}
    if said is not None and part.intent is not Intent.UPDATE:
        fields |= {"words": said.words, "why": said.why, "rag": said.rag or ""}
    if said is not None and part.intent is Intent.EDIT_LAST and part.figures and not narrative:
        # The words that were said first may hold the wrong figure, and stay as they were said.
        fields["words"] = f"{said.words} (Corrected: {reading.understood.text.strip()})"
    if narrative:
        fields |= {"words": narrative, "why": narrative[:300]}
    if part.rag is Rag.BLUE:
        fields |= _proposal(reading, ref, narrative)
    elif part.rag is not None:
        fields["rag"] = part.rag.value
    if part.decision:
        fields["decision"] = part.decision
    dated = next((one.day for one in part.dates if one.role is Role.AS_AT), None)
    counted = dated or month_end(today(held.facts.now).replace(day=1) - timedelta(days=1))
    for figure in part.figures:
        if figure.ref == ref:
            base = f"{figure.numerator} of {figure.denominator}"
            fields[f"figure:{figure.measure}"] = base if figure.denominator else f"{figure.value:g}"
            fields[f"as_at:{figure.measure}"] = counted.isoformat()
    return fields


def _proposal(reading: _Reading, ref: str, narrative: str) -> dict[str, str]:
    """Blue is a board's to give: the last rating stays, and what was written is the evidence."""
    held = reading.held
    action, said = held.action(ref), held.reports.get(ref)
    before = held.last_rag(action) if action else None
    last = Rag(said.rag) if said and said.rag else before
    kept = {"rag": last.value} if last and last is not Rag.BLUE else {}
    # "It is done" is no evidence: asked for, kindly, in the form.
    shown = narrative if len(narrative) >= VAGUE_UNDER else ""
    return {**kept, "complete": "true", "evidence": shown[:EVIDENCE_MOST]}


def _missing(checked: Checked) -> str:
    return "Almost there, and nothing is saved yet. " + " ".join(checked.errors.values())


def _form(
    scene: Scene,
    reading: _Reading,
    ref: str,
    fields: Mapping[str, str],
    notice: str,
    *,
    same: bool = False,
) -> Said:
    facts = {"month": reading.month, "ref": ref, "values": dict(fields), "notice": notice}
    return answer(scene, "form", {**facts, "same": same, "asked": True})


async def _undo(scene: Scene, reading: _Reading, ref: str) -> Said:
    ref = ref or str((reading.place.last or {}).get("ref", ""))
    item = reading.held.month.item(ref)
    if item is None:
        return note(scene, "There is nothing to take back", ["Open your list to edit an answer."])
    undo = UpdateUndo(month=reading.month, ref=ref, v=item.version)
    return await officers.undo(scene, undo)


async def _defer(scene: Scene, reading: _Reading, part: Part) -> Said:
    when = _moment(part)
    if when is None:
        return await officers.open_round(scene, RoundOpen(month=reading.month))
    return await cover.snooze_until(scene, reading.month, when)


def _moment(part: Part) -> datetime | None:
    """When to ask again: the day that was said, at the hour that was said or at 9am."""
    given = part.dates[0] if part.dates else None
    if given is None:
        return None
    hour, _, minute = (given.at or "09:00").partition(":")
    return at(given.day, int(hour), int(minute or 0))


async def _away(scene: Scene, part: Part) -> Said:
    back = next((one.day for one in part.dates if one.role in {Role.BACK, Role.UNTIL}), None)
    since = next((one.day for one in part.dates if one.role is Role.FROM), today(scene.now))
    if back is None or back <= today(scene.now):
        lines = ["For example: away until 3 June.", "Nothing is changed yet."]
        return note(scene, "Until when are you away?", lines)
    return await cover.leave(scene, Absence(scene.who, since, back))


async def _delegate(scene: Scene, reading: _Reading, part: Part) -> Said:
    """Name the colleague where exactly one fits; else offer the card on which to choose."""
    if not part.refs:
        return note(scene, "Which action?", ["For example: delegate PI2.1 to Lewis until Friday."])
    wanted = part.person.lower().split()
    fits = [
        one
        for one, name in reading.held.names.items()
        if wanted and all(word in name.lower().split() for word in wanted) and one != scene.who
    ]
    until = next((one.day.isoformat() for one in part.dates if one.role is Role.UNTIL), "")
    facts = {"month": reading.month, "ref": part.refs[0], "until": until}
    return answer(scene, "delegate", {**facts, "colleague": fits[0] if len(fits) == 1 else ""})


def _status(scene: Scene, reading: _Reading, part: Part) -> Said:
    """How this officer's own actions stand, or the ones that were asked about."""
    held = reading.held
    mine = [
        action
        for action in held.plan.actions
        if scene.who in held.facts.askers.get(action.ref, ())
        and (not part.refs or action.ref in part.refs)
        and (part.rag is None or _now(held, action.ref) is part.rag)
    ]
    lines = [f"{a.ref} {escape(a.title)}: {MARKS[_now(held, a.ref)].words}" for a in mine[:25]]
    back = ("My list", "round.open", {"month": reading.month})
    return note(scene, "How your actions stand", lines or ["None of yours fits."], [back])


def _now(held: Held, ref: str) -> Rag | None:
    said, action = held.reports.get(ref), held.action(ref)
    if said is not None and said.rag:
        return Rag(said.rag)
    return held.last_rag(action) if action else None


def _did_not_understand(scene: Scene, reading: _Reading) -> Said:
    lines = ["I did not understand that, so nothing is saved.", *_ways_to_say(reading)]
    my_list = ("My list", "round.open", {"month": reading.month})
    return note(scene, "Sorry", lines, [my_list, *_TO_ASK])


def _help(scene: Scene, reading: _Reading) -> Said:
    """Say what can be typed, and what the ratings mean."""
    lines = [
        *_ways_to_say(reading),
        "■ R Red: off track. ◆ A Amber: behind, and it can be put right. ● G Green: on track. "
        "✓ B Blue: complete, once a board has accepted it.",
    ]
    title = "What you can write"
    return note(scene, title, lines, [("My list", "round.open", {"month": reading.month})])


def _ways_to_say(reading: _Reading) -> list[str]:
    return [
        "You can write: “PI3.1 amber, 61%: two advisers start in October”, “no change to PI3.2: "
        "waiting for the audit”, “undo”, “ask me Thursday”, “away until 3 June”, "
        "“delegate PI2.1 to Lewis”.",
        f"{reading.held.month.name} closes {long_day(today(reading.held.month.dates.closes))}.",
    ]
