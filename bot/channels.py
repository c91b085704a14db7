"""Make a channel a board's own: where its card comes to, and its questions are answered."""

from __future__ import annotations

import re

from rapidfuzz import fuzz, process, utils

from bot.scene import Said, Scene, note
from workflow.letters import board_party
from workflow.people import Kind as Post
from workflow.plan import Board

__all__ = ["name_channel", "removed"]

# "use this channel for the Programme Board", and how else people say it.
_ASKED = re.compile(
    r"(?:please\s+)?(?:use|make|this is|set)\s+(?:this\s+)?(?:channel|chat|the channel)?\s*"
    r"(?:for|as|is for)?\s*(?:the\s+)?(?P<board>.+?)(?:['’]s channel)?[.!]?",
    re.IGNORECASE,
)
_BEGINS = re.compile(r"(?:please\s+)?(?:use|make|set|this)\b.*\bchannel\b", re.IGNORECASE)
# Below it a name is no board's.
_LIKE_ENOUGH = 75


async def name_channel(scene: Scene) -> Said | None:
    """Make the channel a board's, for somebody who may; None where that was not asked."""
    text = " ".join(scene.incoming.text.split())
    asked = _ASKED.fullmatch(text)
    if not _BEGINS.match(text) or asked is None:
        return None
    plan = await scene.books.plans.current()
    boards = plan.boards if plan is not None else ()
    found = _board(asked["board"], boards)
    if found is None:
        names = [f"“Use this channel for the {one.name}”" for one in boards]
        return note(scene, "Which board is that?", ["Write one of these:", *names])
    may = await scene.is_(Post.PMO) or await scene.is_(Post.DECISION_TAKER, found.id)
    if not may:
        why = "A channel is named by the PMO, or by somebody who records that board's decisions."
        return note(scene, "That is not yours to do", [why])
    to = scene.incoming.address
    channel = to.more.get("channel") or to.conversation.partition(";")[0]
    await scene.books.people.sit(found.id, channel)
    await scene.books.memory.reach(
        board_party(found.id), door=to.door, conversation=channel, more=to.more, now=scene.now
    )
    await scene.books.memory.log(scene.who, "named_channel", found.id, scene.now)
    return note(
        scene,
        f"This is the {found.name}’s channel now",
        [
            "Its card comes here once the month's summary is approved, on the board's day.",
            "Ask me here what stands in it: “what's red?”",
        ],
    )


async def removed(scene: Scene) -> None:
    """Note, when the bot is taken out of a team, that its boards can't be reached any more."""
    team = scene.incoming.address.more.get("team")
    if not team:
        return
    for seat in (await scene.books.people.all()).seats:
        party = board_party(seat.board)
        known = await scene.books.memory.address(party)
        if known is not None and known[2].get("team") == team:
            await scene.books.memory.unreachable(party)


def _board(said: str, boards: tuple[Board, ...]) -> Board | None:
    names = {one.id: one.name for one in boards}
    found = process.extract(
        said,
        names,
        scorer=fuzz.token_set_ratio,
        processor=utils.default_process,
        score_cutoff=_LIKE_ENOUGH,
        limit=1,
    )
    return next((one for one in boards if found and one.id == found[0][2]), None)
