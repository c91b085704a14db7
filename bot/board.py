"""Let a board look into its summary in its own card, and record what it decides."""

from __future__ import annotations

from bot.scene import Said, Scene, answer, note, problem
from cards.actions import BoardDecide, BoardOpen
from cards.board import DRAFT
from workflow.decisions import Decision, check_decision
from workflow.letters import board_party
from workflow.people import Kind, holders
from workflow.summary import thaw

__all__ = ["about", "decide", "decider", "look"]

# What each button shows.
_SHOWS = {
    "board.open": "board",
    "board.exceptions": "exceptions",
    "board.workstream": "workstream",
    "board.groups": "groups",
    "board.group": "group",
    "board.action": "action",
    "board.pack": "pack",
}


async def look(scene: Scene, press: BoardOpen) -> Said:
    """Show a part of what was approved for this board."""
    if not await _may_look(scene, press.board):
        return note(
            scene,
            "This card belongs to another board",
            ["You can look into the summaries of the boards you sit on."],
        )
    month = await scene.books.cycles.get(press.month)
    looks_into_draft = press.board == DRAFT and scene.incoming.verb != "board.pack"
    if looks_into_draft and month is not None and month.draft:
        kind = "draft" if scene.incoming.verb == "board.open" else _SHOWS[scene.incoming.verb]
        return answer(scene, kind, about(press))
    if month is None or press.board not in month.posted:
        return note(scene, "Nothing to show yet", ["This board has no summary of that month."])
    return answer(scene, _SHOWS[scene.incoming.verb], about(press))


async def decide(scene: Scene, press: BoardDecide) -> Said:
    """Record what the board decided about an action, by somebody who may."""
    month = await scene.books.cycles.get(press.month)
    facts = about(press)
    by = await decider(scene, press.board)
    if by is None or month is None or press.board not in month.posted:
        why = "Only the people who decide for this board, or the PMO, can record a decision."
        return problem(scene, why, {"words": press.words})
    summary = await scene.books.cycles.frozen(month.key, month.draft)
    if summary is None or thaw(summary).line(press.name) is None:
        return problem(scene, f"{press.name} is not in this summary.", {"words": press.words})
    if error := check_decision(press.words):
        return answer(scene, "action", {**facts, "error": error, "typed": press.words})
    said = Decision(month.key, press.name, press.board, press.words.strip(), by, scene.now)
    await scene.books.decisions.record(said)
    what = f"{press.month} {press.name} {press.board}"
    await scene.books.memory.log(by, "decided", what, scene.now)
    return answer(scene, "action", facts)


def about(press: BoardOpen) -> dict[str, str]:
    """The facts of what is shown."""
    return {"month": press.month, "board": press.board, "name": press.name, "back": press.back}


async def decider(scene: Scene, board: str) -> str | None:
    """Who decides here: a decision taker of the board or the PMO, and in the demo its channel."""
    if await scene.is_(Kind.DECISION_TAKER, board) or await scene.is_(Kind.PMO):
        return scene.who
    if scene.party == board_party(board):
        people = await scene.books.people.all()
        return next(iter(holders(people, Kind.DECISION_TAKER, board)), None)
    return None


async def _may_look(scene: Scene, board: str) -> bool:
    """Whether this is that board's own channel, or somebody who may see its card anyway."""
    if await scene.board_here() == board:
        return True
    known = await scene.books.memory.address(board_party(board))
    if known is not None and (known[0], known[1]) == (
        scene.incoming.address.door,
        scene.incoming.address.conversation,
    ):
        return True
    return (
        await scene.is_(Kind.DECISION_TAKER, board)
        or await scene.is_(Kind.PMO)
        or await scene.is_(Kind.APPROVER)
    )
