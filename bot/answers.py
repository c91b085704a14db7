"""Draw the answer to a question when it leaves, from what the asker may see then."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.doors import Spoken
from bot.sight import Asker, question_of, running, sight_of
from cards.asked import asked_card
from cards.blocks import Card
from cards.blocks import press as button
from cards.board import action_card
from cards.history import history_card
from store import Books
from workflow.asked import answer, history_of, not_understood
from workflow.asked_parts import Asked, Entry, Part
from workflow.cycle import State
from workflow.dates import Calendar
from workflow.desk import chase_view
from workflow.questions import Asks, Question
from workflow.sight import Sight
from workflow.tiers import Tier
from workflow.words import shorten

__all__ = ["draw_answer"]

_BUTTON = 32


async def draw_answer(
    books: Books, asker: Asker, text: str, page: int, now: datetime, calendar: Calendar
) -> Spoken | None:
    """The card that answers `text`; an empty text was not understood. None: not theirs to ask."""
    question = await question_of(books, text, now, only_asks=True) if text else None
    sight = await sight_of(books, asker, question or Question(Asks.HELP), now, calendar)
    if sight is None:
        return None
    if question is None:
        return _spoken(asked_card(not_understood(sight)), "What you can ask")
    if question.asks is Asks.SILENT and await _sees_silence(books, asker.board):
        return _spoken(asked_card(await _silent(books, now, calendar)), "Who has not answered")
    card = await _own_card(books, asker, question, sight) if not question.choices else None
    if card is None:
        view = answer(question, sight)
        return _spoken(asked_card(view, asked=text, page=page), view.title)
    return _spoken(card, f"About {question.refs[0]}")


def _spoken(card: Card, summary: str) -> Spoken:
    return Spoken(card["fallbackText"], summary, card)


async def _own_card(books: Books, asker: Asker, question: Question, sight: Sight) -> Card | None:
    """The card that an action, or its history, has of its own; None where neither is asked."""
    if len(question.refs) != 1 or question.asks not in {Asks.ACTION, Asks.HISTORY}:
        return None
    ref = question.refs[0]
    if question.asks is Asks.HISTORY:
        told = history_of(ref, sight, question.month)
        return history_card(told, buttons=_asked([f"Show {ref}", _MORE])) if told else None
    source = sight.month(question.month) if question.month else sight.source(ref)
    line = source.line(ref) if source else None
    if source is None or line is None:
        return None
    stream = next((one.name for one in source.workstreams if one.ref == line.workstream), "")
    on = _asked([f"History of {ref}", f"Show {stream}", _MORE])
    buttons = [*await _to_update(books, asker, sight, ref), *on]
    return action_card(source, line, board="", buttons=buttons)


_MORE = "What can I ask?"


def _asked(texts: Sequence[str]) -> list[Card]:
    """Buttons that ask on."""
    return [button(shorten(one, _BUTTON), "ask.say", {"text": one}) for one in texts]


async def _to_update(books: Books, asker: Asker, sight: Sight, ref: str) -> Sequence[Card]:
    """The way to an officer's own form, while their month is open."""
    month = await books.cycles.begun() if asker.person and ref in sight.led else None
    if month is None or month.state is not State.OPEN or month.item(ref) is None:
        return []
    return [button(f"Update {ref}", "update.open", {"month": month.key, "ref": ref}, main=True)]


async def _sees_silence(books: Books, board: str) -> bool:
    """Whether this is the programme office's own board, whose chase list it is."""
    plan = await books.plans.current()
    seat = next((one for one in plan.boards if one.id == board), None) if plan else None
    return seat is not None and Tier.of(seat.tier) is Tier.PMO


async def _silent(books: Books, now: datetime, calendar: Calendar) -> Asked:
    """The chase list to read: whose answers are missing, and nothing of what others answered."""
    held = await running(books, now, calendar)
    if held is None:
        return Asked("Nothing is open yet", "")
    view = chase_view(held)
    entries = tuple(
        Entry(
            "", one.name, None, tuple(said for said in (one.line, one.detail) if said), rated=False
        )
        for one in view.rows
    )
    source = f"{view.month_name}: {view.state}"
    return Asked(view.heading, source, (), (Part("", entries),), (_MORE,))
