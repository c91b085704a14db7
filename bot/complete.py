"""Let a board say whether an action is complete, and open again what it accepted."""

from __future__ import annotations

from bot.board import about, decider
from bot.scene import Said, Scene, answer, problem
from cards.actions import BoardRule
from store import Books
from workflow.completion import (
    Ruling,
    Settled,
    check_reason,
    complete,
    pending,
    since_words,
    told_words,
)
from workflow.cycle import Month
from workflow.decisions import Decision
from workflow.letters import Letter, board_party
from workflow.people import Kind
from workflow.summary import Line, thaw

__all__ = ["decided_on", "rule", "rules_on", "since_posted"]

_RULINGS = {
    "board.accept": Ruling.ACCEPTED,
    "board.notyet": Ruling.NOT_YET,
    "board.reopen": Ruling.REOPENED,
}


async def rule(scene: Scene, press: BoardRule) -> Said:
    """Record that an action is complete, not yet, or open again, by somebody who may."""
    kept = {"reason": press.reason}
    month = await scene.books.cycles.get(press.month, to_change=True)
    by = await decider(scene, press.board)
    if by is None or month is None or press.board not in month.posted:
        why = "Only the people who decide for this board, or the PMO, can say what is complete."
        return problem(scene, why, kept)
    frozen = await scene.books.cycles.frozen(month.key, month.draft)
    line = thaw(frozen).line(press.name) if frozen else None
    if line is None:
        return problem(scene, f"{press.name} is not in this summary.", kept)
    ruling = _RULINGS[scene.incoming.verb]
    if why := await _refused(scene, press, line, ruling):
        return problem(scene, why, kept)
    if ruling is not Ruling.ACCEPTED and (error := check_reason(press.reason)):
        return answer(scene, "action", {**about(press), "error": error})
    words = line.proposed if ruling is Ruling.ACCEPTED else press.reason.strip()
    said = Settled(month.key, line.ref, press.board, ruling, words, by, scene.now)
    await _record(scene, said)
    return answer(scene, "action", about(press), *await _redrawn(scene, month, press.board, line))


async def rules_on(books: Books, month: str, line: Line) -> str:
    """What a board may say about an action on the card of a month: accept, reopen, or nothing."""
    settled = await books.completions.all()
    if line.ref in complete(settled):
        return "reopen"
    return "accept" if pending(settled, month, line.ref, proposed=bool(line.proposed)) else ""


async def decided_on(books: Books, month: str, ref: str) -> tuple[Decision, ...]:
    """What boards decided about an action on the cards of a month, rulings among it."""
    accepted = [
        Decision(one.month, one.ref, one.board, told_words(one), one.said_by, one.said_at)
        for one in await books.completions.all()
        # What asks something of the officer is among the decisions already.
        if (one.month, one.ref, one.ruling) == (month, ref, Ruling.ACCEPTED)
    ]
    decided = [*await books.decisions.about(month, ref), *accepted]
    return tuple(sorted(decided, key=lambda one: one.said_at))


async def since_posted(books: Books, month: str) -> tuple[str, ...]:
    """What boards said about completed actions since the cards of a month were posted."""
    plan = await books.plans.current()
    names = {one.id: one.name for one in plan.boards} if plan else {}
    return tuple(
        since_words(one, names.get(one.board, one.board))
        for one in await books.completions.all()
        if one.month == month
    )


# --- within -------------------------------------------------------------------------------


async def _refused(scene: Scene, press: BoardRule, line: Line, ruling: Ruling) -> str:
    """Why this can't be said now, empty when it can."""
    settled = await scene.books.completions.all()
    accepted = complete(settled).get(line.ref)
    if ruling is Ruling.REOPENED:
        if accepted is None:
            return f"{line.ref} is not complete, so there is nothing to open again."
        if accepted.board != press.board and not await scene.is_(Kind.PMO):
            return "Only the board that accepted it, or the PMO, can open it again."
        return ""
    if accepted is not None:
        return f"{line.ref} is complete already."
    if not pending(settled, press.month, line.ref, proposed=bool(line.proposed)):
        return f"{line.ref} does not wait for a board: it is not proposed, or was decided already."
    return ""


async def _record(scene: Scene, said: Settled) -> None:
    books = scene.books
    await books.completions.record(said)
    if said.ruling is not Ruling.ACCEPTED:
        # The officer's first question next month, and listed until it is answered.
        asks = Decision(
            said.month, said.ref, said.board, told_words(said), said.said_by, said.said_at
        )
        await books.decisions.record(asks)
    did = f"{said.month} {said.ref} {said.board}"
    await books.memory.log(said.said_by, said.ruling.value, did, said.said_at)


async def _redrawn(scene: Scene, month: Month, here: str, line: Line) -> tuple[Letter, ...]:
    """Show the posted cards anew in their places; the card that was pressed shows it already."""
    pressed = here if await scene.board_here() == here else ""
    return tuple(
        Letter(
            f"ruled:{month.key}:{line.ref}:{scene.now.isoformat()}:{board}",
            board_party(board),
            "board",
            {"month": month.key, "board": board, "instead_of": f"board:{month.key}:{board}"},
        )
        for board in sorted(month.posted)
        if board != pressed
    )
