"""Answer what is asked about the plan, in a board's channel and in a personal chat."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from bot.channels import name_channel
from bot.doors import Kind
from bot.scene import Said, Scene, note, say
from bot.sight import Asker, question_of, sight_of
from cards.actions import AskSay
from workflow.letters import Letter, board_party
from workflow.people import Kind as Post
from workflow.questions import Asks, Question
from workflow.sight import Sight

__all__ = ["answer_question", "in_channel", "may_ask", "press"]

_PERSONAL_ONLY = "Updates and everything else go into our personal chat. Nothing here was changed."

# What a board's channel is shown on a card of its own, and what that card is a letter of.
_BOARD_CARDS: Mapping[Asks, str] = {
    Asks.ACTION: "action",
    Asks.WORKSTREAM: "workstream",
    Asks.EXCEPTIONS: "exceptions",
    Asks.SUMMARY: "board",
    Asks.PACK: "pack",
}


async def answer_question(scene: Scene, *, only_asks: bool) -> Said | None:
    """Answer the question that somebody typed in a personal chat; None where it is none."""
    text = scene.incoming.text
    question = await question_of(scene.books, text, scene.now, only_asks=only_asks)
    if question is None:
        return None
    return await _answer(scene, Asker(person=scene.who), question, text)


async def may_ask(scene: Scene) -> bool:
    """Whether somebody has a part in the plan, and so may ask about it."""
    asker, least = Asker(person=scene.who), Question(Asks.HELP)
    return await sight_of(scene.books, asker, least, scene.now, scene.calendar) is not None


async def in_channel(scene: Scene) -> Said:
    """Answer what was typed in a channel: a question, or a word on what can be asked.

    One thing can be changed from here: whose channel it is.
    """
    if (named := await name_channel(scene)) is not None:
        return Said(letters=tuple([await _here(scene, one) for one in named.letters]))
    board = await scene.board_here()
    if not board:
        title = "I answer boards in their own channels"
        words = [
            "This channel is no board's yet. The PMO, or somebody who records a board's "
            "decisions, can write here: “Use this channel for the Programme Board”.",
            _PERSONAL_ONLY,
        ]
        said = note(scene, title, words)
        return Said(letters=tuple([await _here(scene, one) for one in said.letters]))
    text = scene.incoming.text
    question = await question_of(scene.books, text, scene.now, only_asks=True)
    asker = Asker(board=board)
    if question is None:
        return await _said(scene, "question", {"text": "", "board": board})
    return await _answer(scene, asker, question, text) or Said()


async def press(scene: Scene, asked: AskSay) -> Said:
    """Answer a question on a button as if it had been typed."""
    board = await scene.board_here()
    asker = Asker(board=board) if board else Asker(person=scene.who)
    question = await question_of(scene.books, asked.text, scene.now, only_asks=True)
    said = await _answer(scene, asker, question, asked.text, asked.page) if question else None
    if said is not None:
        return said
    return note(scene, "There is no answer to that here", ["Ask me in our personal chat."])


# --- within -------------------------------------------------------------------------------------


async def _answer(
    scene: Scene, asker: Asker, question: Question, text: str, page: int = 1
) -> Said | None:
    """The letter that answers; None for somebody who has no part in the plan."""
    sight = await sight_of(scene.books, asker, question, scene.now, scene.calendar)
    if sight is None:
        return None
    if asker.board:
        own = _board_card(sight, question)
    else:
        own = await _personal_card(scene, sight, question)
    kind, facts = own or ("question", {"text": text, "page": page, "board": asker.board})
    return await _said(scene, kind, facts)


def _board_card(sight: Sight, question: Question) -> tuple[str, Mapping[str, object]] | None:
    """The board's own card of what is asked, with its buttons to look further; None: no such."""
    kind = _BOARD_CARDS.get(question.asks)
    summary = sight.month(question.month) if question.month else sight.newest
    if kind is None or summary is None or question.unknown or question.choices:
        return None
    name = question.refs[0] if question.refs else question.scope
    fits = {
        "action": len(question.refs) == 1 and summary.line(name) is not None,
        "workstream": not question.refs,
    }.get(kind, not name)
    facts = {"month": summary.month, "board": sight.board, "name": name}
    return (kind, facts) if fits else None


async def _personal_card(
    scene: Scene, sight: Sight, question: Question
) -> tuple[str, Mapping[str, object]] | None:
    """The PMO's chase list, and the whole history of an action to those whose it is."""
    month = await scene.books.cycles.begun()
    if month is None:
        return None
    if question.asks is Asks.SILENT and await scene.is_(Post.PMO):
        return "chase", {"month": month.key}
    ref = question.refs[0] if len(question.refs) == 1 else ""
    if question.asks is Asks.HISTORY and ref in sight.own:
        return "history", {"month": month.key, "ref": ref, "only": question.month}
    if question.asks is Asks.PACK and sight.newest is not None:
        posted = await scene.books.cycles.get(sight.newest.month)
        boards = sorted(posted.posted) if posted else []
        mine = [one for one in boards if sight.boards is None or one in sight.boards]
        facts = {"month": sight.newest.month, "board": mine[0] if mine else ""}
        return ("pack", facts) if mine else None
    return None


async def _said(scene: Scene, kind: str, facts: Mapping[str, object]) -> Said:
    letter = await _here(scene, say(scene, kind, facts))
    return Said(replace=letter) if scene.incoming.kind is Kind.PRESS else Said(letters=(letter,))


async def _here(scene: Scene, letter: Letter) -> Letter:
    """A letter addressed to where it was asked: a thread of a channel has its own address."""
    to = scene.incoming.address
    if scene.is_personal or scene.party.startswith(board_party("")):
        return letter
    party = f"thread:{hashlib.sha256(to.conversation.encode()).hexdigest()[:32]}"
    await scene.books.memory.reach(
        party, door=to.door, conversation=to.conversation, more=to.more, now=scene.now
    )
    return Letter(letter.key, party, letter.kind, letter.facts, letter.lane, letter.when_unsure)
