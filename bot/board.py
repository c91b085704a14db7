"""Let a board look into its summary, in its own card."""

from __future__ import annotations

from bot.scene import Said, Scene, answer, note
from cards.actions import BoardOpen
from cards.board import DRAFT
from workflow.letters import board_party
from workflow.people import Kind

__all__ = ["look"]

# What each button shows.
_SHOWS = {
    "board.open": "board",
    "board.exceptions": "exceptions",
    "board.workstream": "workstream",
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
        facts = {"month": press.month, "board": press.board, "name": press.name}
        return answer(scene, kind, facts)
    if month is None or press.board not in month.posted:
        return note(scene, "Nothing to show yet", ["This board has no summary of that month."])
    facts = {"month": press.month, "board": press.board, "name": press.name}
    return answer(scene, _SHOWS[scene.incoming.verb], facts)


async def _may_look(scene: Scene, board: str) -> bool:
    """Whether this is that board's own channel, or somebody who may see its card anyway."""
    known = await scene.books.memory.address(board_party(board))
    if known is not None and (known[0], known[1]) == (
        scene.incoming.address.door,
        scene.incoming.address.conversation,
    ):
        return True
    if scene.party == board_party(board):
        return True
    return (
        await scene.is_(Kind.DECISION_TAKER, board)
        or await scene.is_(Kind.PMO)
        or await scene.is_(Kind.APPROVER)
    )
