"""Lead an officer through the round: the list, the form, the receipt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.gather import held_of
from bot.rhythm import freeze_summary
from bot.scene import Said, Scene, answer, note, problem
from cards.actions import RoundOpen, SameSave, UpdateOpen, UpdateSave
from workflow.cycle import Item, Month, Refusal, Report, State, receive, redraft
from workflow.dates import today
from workflow.plan import Action
from workflow.round import Held, last_words
from workflow.updates import Checked, Update, check_no_change, check_update

__all__ = [
    "leads_something",
    "open_round",
    "open_same",
    "open_update",
    "save_same",
    "save_update",
]


async def open_round(scene: Scene, press: RoundOpen) -> Said:
    """Show somebody their actions."""
    held = await _held(scene, press.month)
    if held is None or not _led(held, scene.who):
        return _nothing_to_do(scene)
    return answer(scene, "round", {"month": held.month.key, "page": press.page})


async def open_update(scene: Scene, press: UpdateOpen) -> Said:
    """Open the form of one action."""
    return await _open(scene, press, same=False)


async def open_same(scene: Scene, press: UpdateOpen) -> Said:
    """Open the short form for "no change"."""
    return await _open(scene, press, same=True)


async def save_update(scene: Scene, press: UpdateSave) -> Said:
    """Take in a monthly update."""
    found = await _find(scene, press.month, press.ref)
    if isinstance(found, str):
        return problem(scene, found, press.fields, month=press.month)
    measures = found.held.plan.measures_of(press.ref)
    checked = check_update(press.fields, measures, today(scene.now))
    return await _save(scene, press, found, checked, same=False)


async def save_same(scene: Scene, press: SameSave) -> Said:
    """Take in that nothing has changed, and why."""
    found = await _find(scene, press.month, press.ref)
    if isinstance(found, str):
        return problem(scene, found, press.fields, month=press.month)
    held, action = found.held, found.action
    words = last_words(held, action) or "No change."
    checked = check_no_change(press.fields, words=words, rag=held.last_rag(action))
    return await _save(scene, press, found, checked, same=True)


async def leads_something(scene: Scene, month: str) -> bool:
    """Whether somebody is asked about anything in a month."""
    held = await _held(scene, month)
    return held is not None and _led(held, scene.who)


# --- within -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Found:
    """An action that this person may report on, and the month as it stands."""

    held: Held
    action: Action
    item: Item


async def _held(scene: Scene, key: str) -> Held | None:
    plan = await scene.books.plans.current()
    month = await scene.books.cycles.get(key, to_change=True)
    if plan is None or month is None:
        return None
    return await held_of(scene.books, plan, month, scene.now, scene.calendar)


async def _find(scene: Scene, key: str, ref: str) -> _Found | str:
    """The action, or why this person can't report on it."""
    held = await _held(scene, key)
    if held is None:
        return "That month is not known here. Open your list for the month that is open."
    action, item = held.action(ref), held.month.item(ref)
    if action is None or item is None:
        return f"{ref} is not asked about in {held.month.name}."
    if scene.who not in held.facts.askers.get(ref, ()):
        return f"{ref} is not one of your actions, so it was not changed."
    if held.month.state is State.ENDED:
        newest = await scene.books.cycles.begun()
        if newest is not None and newest.key != key:
            return (
                f"{held.month.name} has ended, so this card can't be used any more. "
                f"Please put it into {newest.name}'s update."
            )
    return _Found(held, action, item)


async def _open(scene: Scene, press: UpdateOpen, *, same: bool) -> Said:
    found = await _find(scene, press.month, press.ref)
    if isinstance(found, str):
        return problem(scene, found, {}, month=press.month)
    return _form(scene, press, {}, same=same)


async def _save(
    scene: Scene, press: UpdateSave, found: _Found, checked: Checked, *, same: bool
) -> Said:
    held, item = found.held, found.item
    if checked.update is None:
        return _form(scene, press, press.fields, errors=checked.errors, same=same)
    saved = held.reports.get(press.ref)
    if press.v != item.version and saved is not None:
        if _says_the_same(saved, checked.update):
            # A double click, or the same thing from two devices: it is saved already.
            facts = {"month": held.month.key, "ref": press.ref, "report": saved.id}
            return answer(scene, "receipt", facts)
        by = held.names.get(saved.said_by, "A colleague")
        notice = (
            f"**{by} saved {press.ref} while this form was open.** Nothing of yours is lost: it is "
            f"below. Save again if it should take the place of theirs: “{saved.words[:300]}”"
        )
        return _form(scene, press, press.fields, notice=notice, same=same)
    taken = receive(held.month, press.ref, _report(scene, found, checked.update))
    if isinstance(taken, Refusal):
        return problem(scene, taken.words, press.fields, month=held.month.key)
    return await _keep(scene, held, *taken, checked.update)


async def _keep(scene: Scene, held: Held, after: Month, said: Report, update: Update) -> Said:
    books = scene.books
    step = redraft(after)
    month = step.month if step else after
    await books.cycles.keep(month, was=held.month)
    number = await books.cycles.tell(said)
    for figure in update.figures:
        await books.plans.note_reading(figure.measure, figure.reading, report=number, now=scene.now)
    if step is not None:
        await freeze_summary(books, held.plan, month, scene.now, scene.calendar)
    await books.memory.log(
        scene.who, said.kind, f"{said.month} {said.ref} v{said.version}", scene.now
    )
    return answer(scene, "receipt", {"month": said.month, "ref": said.ref, "report": number})


def _report(scene: Scene, found: _Found, update: Update) -> Report:
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
        late=False,
        said_by=scene.who,
        said_for=_post_of(scene, found),
        said_at=scene.now,
        evidence_link=update.link,
        revised_end=update.revised_end,
        suggested=update.suggested.value if update.suggested else None,
    )


def _post_of(scene: Scene, found: _Found) -> str:
    """The role for which somebody answers: their own, of a joint lead's two."""
    for role in found.action.leads:
        if scene.who in found.held.facts.holders.get(role, ()):
            return role
    return found.action.leads[0]


def _says_the_same(saved: Report, update: Update) -> bool:
    return saved == replace(
        saved,
        kind=update.kind,
        words=update.words,
        next_step=update.next_step,
        rag=update.rag.value,
        why=update.why,
        decision=update.decision,
    )


def _form(
    scene: Scene,
    press: UpdateOpen,
    values: Mapping[str, str],
    *,
    errors: Mapping[str, str] | None = None,
    notice: str = "",
    same: bool,
) -> Said:
    facts = {
        "month": press.month,
        "ref": press.ref,
        "values": dict(values),
        "errors": dict(errors or {}),
        "notice": notice,
        "same": same,
    }
    return answer(scene, "form", facts)


def _led(held: Held, person: str) -> bool:
    return any(person in held.facts.askers.get(item.ref, ()) for item in held.month.items)


def _nothing_to_do(scene: Scene) -> Said:
    return note(
        scene,
        "You have no actions to update",
        [
            "You are not named as the lead of an action that is asked about this month.",
            "If that is wrong, ask your programme office (PMO) to put you in as postholder.",
        ],
    )
