"""Take one turn: once only, find out who it is, do what they asked, and answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from bot import (
    ask,
    board,
    channels,
    complete,
    concerns,
    cover,
    desk,
    invitations,
    officers,
    promises,
    typed,
    written,
)
from bot.cipher import Cipher
from bot.codes import Signer
from bot.doors import Answer, Incoming, Kind
from bot.post import Post
from bot.scene import Journey, Said, Scene, note, problem
from bot.speech import Speech
from cards import actions
from cards.actions import Press
from store import Books, Stale, Store
from workflow.dates import Calendar
from workflow.letters import Letter, person_party
from workflow.people import Kind as Post_
from workflow.people import Person

__all__ = ["JOURNEYS", "Turns"]

# Every button there is, and the journey that it starts.
JOURNEYS: Mapping[str, Journey] = {
    "round.open": officers.open_round,
    "round.later": cover.later,
    "update.open": officers.open_update,
    "update.undo": officers.undo,
    "joint.agree": officers.agree,
    "delegate.open": cover.open_delegation,
    "delegate.save": cover.save_delegation,
    "delegate.end": cover.end_delegation,
    "absence.save": cover.go_away,
    "absence.end": cover.come_back,
    "confirm.yes": typed.confirm,
    "confirm.no": typed.decline,
    "confirm.say": typed.say_choice,
    "history.open": officers.open_history,
    "update.save": officers.save_update,
    "same.open": officers.open_same,
    "same.save": officers.save_same,
    "same.many": officers.save_many,
    "chase.open": desk.open_chase,
    "chase.nudge": desk.nudge,
    "chase.extend": desk.give_longer,
    "review.open": desk.open_review,
    "review.accept": desk.accept,
    "review.return": desk.send_back,
    "review.all": desk.accept_all,
    "dates.open": desk.open_dates,
    "dates.look": desk.look_at_dates,
    "dates.move": desk.move_dates,
    "month.reopen": desk.open_again,
    "draft.open": desk.open_draft,
    "draft.approve": desk.approve_draft,
    "concern.list": concerns.list_concerns,
    "concern.open": concerns.look,
    "concern.take": concerns.acknowledge,
    "concern.read": concerns.read_words,
    "concern.close": concerns.close,
    "alert.got": concerns.got_test,
    "ask.say": ask.press,
    "board.open": board.look,
    "board.exceptions": board.look,
    "board.workstream": board.look,
    "board.groups": board.look,
    "board.group": board.look,
    "board.action": board.look,
    "board.decide": board.decide,
    "board.accept": complete.rule,
    "board.notyet": complete.rule,
    "board.reopen": complete.rule,
    "board.pack": board.look,
    "reading.open": written.open_next,
    "reading.done": written.done,
    "reading.concern": written.pass_on,
    "reading.suggest": written.suggest,
    "promise.list": promises.list_promises,
    "promise.open": promises.open_promise,
    "promise.ask": promises.ask,
    "promise.drop": promises.drop,
    "promise.reply": promises.save_reply,
    "promise.publish": promises.publish,
    "promise.hide": promises.hide,
    "statement.save": promises.save_statement,
    "invite.open": invitations.open_invitations,
    "invite.make": invitations.make,
    "invite.revoke": invitations.revoke,
}


@dataclass(frozen=True, slots=True)
class Turns:
    """The turn, the same for every door."""

    store: Store
    speech: Speech
    post: Post
    calendar: Calendar
    clock: Callable[[], datetime]
    hook: Callable[[str], None]
    cipher: Cipher | None = None
    signer: Signer | None = None

    async def take(self, incoming: Incoming) -> Answer:
        """Do what somebody did at a door, once, and answer it."""
        try:
            answer, keys = await self._take(incoming)
        except Stale:
            # Two at once on PostgreSQL: read again, and the second is shown the first's.
            answer, keys = await self._take(incoming)
        self.hook("turned")
        await self.post.deliver(keys)
        return answer

    async def _take(self, incoming: Incoming) -> tuple[Answer, list[str]]:
        now = self.clock()
        async with self.store.begin() as books:
            if not await books.memory.first_time(incoming.door, incoming.activity, now):
                again = _letter(await books.memory.answer_to(incoming.door, incoming.activity))
                if again is not None and not await _is_theirs(books, again, incoming):
                    return Answer(), []
                return await self._answer(books, again, now), []
            said, scene = await self._do(books, incoming, now)
            await _stand(scene, said)
            keys = await books.outbox.put(said.letters, now)
            kept = _json(said.replace)
            await books.memory.answered(incoming.door, incoming.activity, kept)
            answer = await self._answer(books, said.replace, now)
            self.hook("turning")
        return answer, keys

    async def _answer(self, books: Books, letter: Letter | None, now: datetime) -> Answer:
        if letter is None:
            return Answer()
        return Answer(await self.speech.draw(books, letter, now))

    async def _do(self, books: Books, incoming: Incoming, now: datetime) -> tuple[Said, Scene]:
        person = await books.people.by_directory(incoming.who)
        scene = Scene(books, incoming, now, self.calendar, person, self.cipher, self.signer)
        if incoming.kind is Kind.GONE:
            if scene.is_personal:
                await books.memory.unreachable(scene.party)
            else:
                await channels.removed(scene)
            return Said(), scene
        await _remember(scene)
        if incoming.kind is Kind.PRESS:
            return await self._press(scene), scene
        if not scene.is_personal and incoming.kind is Kind.TEXT:
            return await ask.in_channel(scene), scene
        if person is None:
            return stranger(scene), scene
        return await answer_words(scene), scene

    async def _press(self, scene: Scene) -> Said:
        incoming = scene.incoming
        press = actions.read(incoming.verb, incoming.data)
        journey = JOURNEYS.get(incoming.verb)
        if press is None or journey is None:
            kept = actions.typed_fields(incoming.data)
            why = "This card is not one that can be used any more. Open your list for a new one."
            return problem(scene, why, kept)
        if scene.person is None and not await _may_press(scene):
            return stranger(scene)
        return await journey(scene, press)


async def answer_words(scene: Scene) -> Said:
    """Answer what somebody typed: a few words are understood, everything gets an answer."""
    words = " ".join(scene.incoming.text.lower().split()).strip(" .!?")
    for signs, journey in _WORDS:
        if words in signs:
            return await journey(scene)
    month = await scene.books.cycles.begun()
    held = await officers.held_for(scene, month.key) if month else None
    if words in _HELP or scene.incoming.kind is Kind.HELLO:
        return await _what_i_can_do(scene)
    # Somebody who has nothing to report can only be asking.
    if said := await ask.answer_question(scene, only_asks=held is None):
        return said
    if held is None:
        return await _what_i_can_do(scene)
    return await typed.read_reply(scene, held, scene.incoming.text)


def stranger(scene: Scene) -> Said:
    """Answer somebody who has no part in the plan, helpfully and with nothing of the plan."""
    return note(
        scene,
        "Hello. I'm the Getting to Good bot",
        [
            "I ask lead officers once a month how their improvement actions are going, and I show "
            "boards the result.",
            "You have no action or board here yet, so there is nothing for you to do. If that is "
            "wrong, ask your programme office (PMO) to add you.",
        ],
    )


async def _what_i_can_do(scene: Scene) -> Said:
    """The one helpful answer: what this person can do here, as buttons."""
    month = await scene.books.cycles.begun()
    lines, buttons = (
        ["I understand these words, and every button:"],
        list[tuple[str, str, object]](),
    )
    await _young_peoples(scene, lines, buttons)
    if await concerns.may_look(scene):
        lines.append("**concerns**: what the duty team has to look at")
        buttons.append(("Open concerns", "concern.list", {}))
    if month is None:
        if buttons:
            return note(scene, f"Hello {_first_name(scene.person)}", lines, buttons)
        return note(
            scene,
            "Nothing is open yet",
            ["I will write to you here when the first month opens. You don't need to do anything."],
        )
    key = {"month": month.key}
    if await officers.has_list(scene, month.key):
        lines.append("**list**: your actions and what is still to do")
        buttons.append(("My list", "round.open", key))
    if await scene.is_(Post_.PMO):
        lines.append("**who is late** and **review**: the chase list and the review queue")
        buttons += [("Who is missing?", "chase.open", key), ("Review queue", "review.open", key)]
    if await scene.is_(Post_.APPROVER):
        lines.append("**draft**: the summary for your approval")
        buttons.append(("Draft summary", "draft.open", key))
    if not buttons:
        lines = ["You will find your board's card in its channel. There is nothing to answer here."]
    if await ask.may_ask(scene):
        lines.append("Or ask me about the plan: “what's red?”, “what changed since last month?”")
        buttons.append(("What can I ask?", "ask.say", {"text": "What can I ask?"}))
    return note(scene, f"Hello {_first_name(scene.person)}", lines, buttons)


async def _young_peoples(
    scene: Scene, lines: list[str], buttons: list[tuple[str, str, object]]
) -> None:
    """What somebody can do with what young people say."""
    if await written.may_read(scene):
        lines.append("**read**: the next answer that young people wrote")
        buttons.append(("Read the next answer", "reading.open", {}))
    if await scene.is_(Post_.PARTICIPATION_WORKER):
        lines.append("**you said**: what young people asked for, and the replies")
        lines.append("**invite**: links to the chat, for campaigns and visits")
        buttons += [
            ("You said, we did", "promise.list", {}),
            ("Links to the chat", "invite.open", {}),
        ]


async def _read(scene: Scene) -> Said:
    return await written.open_next(scene, Press())


async def _invite(scene: Scene) -> Said:
    return await invitations.open_invitations(scene, Press())


async def _you_said(scene: Scene) -> Said:
    return await promises.list_promises(scene, Press())


async def _list(scene: Scene) -> Said:
    return await _open(scene, "round.open")


async def _late(scene: Scene) -> Said:
    return await _open(scene, "chase.open")


async def _review(scene: Scene) -> Said:
    return await _open(scene, "review.open")


async def _concerns(scene: Scene) -> Said:
    return await concerns.list_concerns(scene, Press())


async def _dates(scene: Scene) -> Said:
    return await _open(scene, "dates.open")


async def _draft(scene: Scene) -> Said:
    # A "summary" is the draft to those who see it, and a question to everybody else.
    drafts = await scene.is_(Post_.APPROVER) or await scene.is_(Post_.PMO)
    said = None if drafts else await ask.answer_question(scene, only_asks=True)
    if said is not None:
        return said
    return await _open(scene, "draft.open")


async def _open(scene: Scene, verb: str) -> Said:
    month = await scene.books.cycles.begun()
    press: Press | None = actions.read(verb, {"month": month.key}) if month else None
    if press is None:
        return await _what_i_can_do(scene)
    return await JOURNEYS[verb](scene, press)


_WORDS = (
    ({"list", "my list", "my actions", "start", "update", "continue", "what's left"}, _list),
    ({"who is late", "who's late", "whos late", "who is missing", "chase", "late"}, _late),
    ({"review", "queue", "review queue"}, _review),
    ({"dates", "settings", "move dates", "change dates", "month"}, _dates),
    ({"draft", "approve", "summary"}, _draft),
    ({"read", "reading", "read the next one", "read next"}, _read),
    ({"invite", "invitation", "invitations", "links", "link", "qr"}, _invite),
    ({"you said", "you said we did", "you said, we did", "suggestions"}, _you_said),
    ({"concerns", "concern", "open concerns", "alerts"}, _concerns),
)


# Greetings and calls for help, which need no reading.
_HELP = {"", "help", "?", "hi", "hello", "hey", "what can you do", "what can i do", "menu"}


async def _stand(scene: Scene, said: Said) -> None:
    """Note what somebody now has before them: a short reply is an answer to that."""
    shown = said.replace or (said.letters[0] if said.letters else None)
    if shown is None or not scene.who or not scene.is_personal:
        return
    place = await scene.books.cover.place(scene.who)
    ref = str(shown.facts.get("ref", ""))
    if shown.kind in {"form", "round", "receipt"}:
        awaiting = f"action:{ref}" if shown.kind == "form" else "round_overview"
    elif said.replace is not None and not scene.incoming.verb.startswith("confirm."):
        # Another card stands in the place of the list now: nothing may be drawn over it.
        awaiting = "none:card"
    else:
        return
    last = {"ref": ref} if shown.kind == "receipt" else place.last
    if (awaiting, last) != (place.awaiting, place.last):
        await scene.books.cover.stand(scene.who, replace(place, awaiting=awaiting, last=last))


async def _remember(scene: Scene) -> None:
    """Note where this person can be reached; channels are not where one person is."""
    to = scene.incoming.address
    if scene.person is None or not scene.is_personal:
        return
    await scene.books.memory.reach(
        scene.party,
        door=to.door,
        conversation=to.conversation,
        more=to.more,
        now=scene.now,
    )


async def _may_press(scene: Scene) -> bool:
    """Whether somebody whom nobody named may press this: what a board's channel may look at."""
    looks = scene.incoming.verb.startswith(("board.", "ask."))
    return looks and bool(await scene.board_here())


async def _is_theirs(books: Books, letter: Letter, incoming: Incoming) -> bool:
    """Whether an answer that is given once more was given to whoever asks for it."""
    if not letter.to.startswith(person_party("")):
        return True
    person = await books.people.by_directory(incoming.who)
    return person is not None and letter.to == person_party(person.id)


def _first_name(person: Person | None) -> str:
    return person.name.split()[0] if person and person.name else ""


def _json(letter: Letter | None) -> dict[str, Any] | None:
    if letter is None:
        return None
    return {"key": letter.key, "to": letter.to, "kind": letter.kind, "facts": dict(letter.facts)}


def _letter(kept: Mapping[str, Any] | None) -> Letter | None:
    return Letter(kept["key"], kept["to"], kept["kind"], kept["facts"]) if kept else None
