"""Lead a young person through a script: every word is looked at first, then the script goes on."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from bot.cipher import Cipher
from bot.codes import Codes
from bot.concerns import Raised, add_contact, raise_concern
from bot.scanning import scan_words
from bot.screens import Screens
from cards.voices import View
from dialogs.answers import Answer, Move, Said
from dialogs.engine import Ask, Ended, Place, advance, ask, begin
from dialogs.script import Raise, Script
from store import Books
from store.talks import Invitation, Talk
from workflow.dates import Calendar
from workflow.letters import Letter
from workflow.retention import PLACE_DAYS
from workflow.safeguarding import FAILED, Scan
from workflow.voices import reading_deadline

__all__ = ["Act", "Conversations", "Over", "Turned"]

_RARELY = "Rarely feels safe where they live, and asked for somebody to get in touch."
_MOVES = {each.value: each for each in Move}


class Over(Exception):
    """There is no conversation that can go on; `known` says that there was one."""

    def __init__(self, *, known: bool = True) -> None:
        super().__init__()
        self.known = known


@dataclass(frozen=True, slots=True)
class Act:
    """What somebody did on a page. Everything in it is untrusted.

    `do` is a move of the script or the name of a button; `once` makes a second sending of the
    same page known; `name` is the question that was open on it.
    """

    do: str
    once: str
    name: str = ""
    chosen: tuple[str, ...] = ()
    words: str = ""


@dataclass(frozen=True, slots=True)
class Turned:
    """What a turn made: the screen, and the letters that leave with its commit."""

    talk: str
    view: View
    keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _State:
    """Where a conversation stands; sealed as a whole.

    `stage` is asking, stopped (the questions, after a worry), or contact (a safe way is being
    written). `skips` says that carrying on passes over the question at which it stopped;
    `worried` that there is a concern to which a safe way belongs.
    """

    place: Place
    code: str
    stage: str = "asking"
    skips: bool = False
    worried: bool = False


@dataclass(frozen=True, slots=True)
class _At:
    """One turn: the transaction, the conversation as it was, and the time."""

    books: Books
    kept: Talk
    invitation: Invitation
    state: _State
    now: datetime

    @property
    def source(self) -> str:
        """What a concern says of where it came from."""
        return "visit" if self.invitation.kind == "visit" else "young"


class Conversations:
    """The young people's conversations, one turn at a time.

    `link` makes the address at which whoever was in a talk can mark what was done.
    """

    def __init__(
        self,
        screens: Screens,
        *,
        cipher: Cipher,
        codes: Codes,
        calendar: Calendar,
        link: Callable[[str], str],
        scan: Callable[[str], Scan] = scan_words,
    ) -> None:
        self.screens = screens
        self._cipher = cipher
        self._codes = codes
        self._calendar = calendar
        self._link = link
        self._scan = scan

    async def start(self, books: Books, invitation: Invitation, now: datetime) -> Turned:
        """Begin a conversation: the code first, then the first question."""
        facts = await self.screens.facts(books, invitation)
        first = begin(self.screens.scripts.newest(invitation.script), facts)
        talk, code = secrets.token_hex(16), self._codes.make()
        await books.talks.begin(
            talk=talk,
            invitation=invitation.id,
            state=self._sealed(_State(first.place, code)),
            code=self._codes.digest(code),
            now=now,
            expires_at=now + timedelta(days=PLACE_DAYS),
        )
        view = await self.screens.question(books, invitation, first, facts)
        return Turned(talk, self.screens.code(code, view))

    async def resume(self, books: Books, code: str, now: datetime) -> Turned:
        """Go on where somebody stopped, on any device; raises Over when nothing is there."""
        talk = await books.talks.by_code(self._codes.digest(code))
        if talk is None:
            raise Over(known=False)
        return Turned(talk.id, await self._standing(await self._at(books, talk.id, now)))

    async def forget(self, books: Books, code: str, now: datetime) -> bool:
        """Delete the answers that a code leads to; False when it leads nowhere.

        What had to be passed on stays: it is not an answer.
        """
        talk = await books.talks.by_code(self._codes.digest(code))
        if talk is None:
            return False
        if talk.state is not None:
            await books.talks.end(talk, now)
        await books.voices.forget(talk.id, now=now)
        return True

    async def act(self, books: Books, talk: str, act: Act, now: datetime) -> Turned:
        """Take in what somebody did; every word is scanned before anything else is done.

        Raises Over when the conversation has ended; words that worry count even then.
        """
        first = await books.memory.first_time("young", f"{talk}:{act.once}", now)
        words = act.words.strip()
        scanned = self._scanned(words) if words and first else None
        try:
            at = await self._at(books, talk, now)
        except Over:
            if scanned is None or not scanned.concern:
                raise
            return await self._worry_too_late(books, talk, words, scanned, now)
        if not first:
            return Turned(talk, await self._standing(at))
        if scanned is not None and scanned.concern:
            return await self._worry(at, words, scanned)
        if at.state.stage == "contact":
            return await self._contacting(at, act.do, words)
        if act.do == "contact-yes":
            return await self._ask_contact(at)
        if at.state.stage == "stopped":
            return await self._stopped(at, act.do)
        return await self._asking(at, act, words)

    # --- a worry ---

    def _scanned(self, words: str) -> Scan:
        try:
            return self._scan(words)
        except Exception:  # noqa: BLE001 - whatever went wrong: somebody looks
            return Scan(concern=True, because=(FAILED,))

    async def _worry(self, at: _At, words: str, scanned: Scan) -> Turned:
        """Stop the questions, keep the words apart, tell the team at once, and answer exactly."""
        raised = await self._raise(at, words, scanned)
        if at.state.stage == "contact":
            # What stands in that field may well be the way to reach them.
            await self._reach(at, words)
        skips = at.state.skips or at.state.stage == "asking"
        state = replace(at.state, stage="stopped", skips=skips, worried=True)
        view = await self.screens.worry(at.books, scanned, raised, at.invitation, at.state.place)
        return await self._keep(at, state, view, raised.letters)

    async def _worry_too_late(
        self, books: Books, talk: str, words: str, scanned: Scan, now: datetime
    ) -> Turned:
        """Words that worry and came after the end: they count like any others."""
        raised = await raise_concern(
            books,
            cipher=self._cipher,
            words=words,
            scan=scanned,
            source="young",
            talk=talk,
            now=now,
        )
        keys = await books.outbox.put(raised.letters, now)
        return Turned(talk, await self.screens.worry(books, scanned, raised), tuple(keys))

    async def _stopped(self, at: _At, do: str) -> Turned:
        if do == "carry-on":
            return await self._carry_on(at)
        view = await self.screens.stopped(at.books, at.state.place, asked=do == "contact-no")
        return Turned(at.kept.id, view)

    async def _ask_contact(self, at: _At) -> Turned:
        state = replace(at.state, stage="contact")
        return await self._keep(at, state, await self.screens.contact(at.books))

    async def _contacting(self, at: _At, do: str, words: str) -> Turned:
        if do == "contact-no":
            return await self._carry_on(at)
        if not words:
            return Turned(at.kept.id, await self.screens.contact(at.books, empty=True))
        letters: tuple[Letter, ...] = ()
        if not at.state.worried:
            # "Rarely" alone waits for the reader; asking to be reached does not wait.
            raised = await self._raise(at, _RARELY, Scan(concern=True, because=(_RARELY,)))
            letters = raised.letters
        await self._reach(at, words)
        state = replace(at.state, stage="stopped", worried=True)
        view = await self.screens.contact_kept(at.books, state.place)
        return await self._keep(at, state, view, letters)

    async def _carry_on(self, at: _At) -> Turned:
        """Go on with the questions; whoever was told stays told."""
        facts = await self.screens.facts(at.books, at.invitation)
        script = self._script(at.state.place)
        after: Ask | Ended = ask(script, at.state.place, facts)
        if at.state.skips:
            after = advance(script, at.state.place, Said(Move.SKIP), facts)
        if isinstance(after, Ended):
            return await self._end(at, after)
        state = replace(at.state, place=after.place, stage="asking", skips=False)
        view = await self.screens.question(at.books, at.invitation, after, facts)
        return await self._keep(at, state, view)

    async def _raise(self, at: _At, words: str, scanned: Scan) -> Raised:
        return await raise_concern(
            at.books,
            cipher=self._cipher,
            words=words,
            scan=scanned,
            source=at.source,
            talk=at.kept.id,
            now=at.now,
        )

    async def _reach(self, at: _At, words: str) -> None:
        await add_contact(at.books, talk=at.kept.id, contact=words, cipher=self._cipher, now=at.now)

    # --- the questions ---

    async def _asking(self, at: _At, act: Act, words: str) -> Turned:
        facts = await self.screens.facts(at.books, at.invitation)
        place, script = at.state.place, self._script(at.state.place)
        revision = act.name.partition(":")[0]
        said = Said(
            _MOVES.get(act.do, Move.ANSWER),
            Answer(act.chosen, words) if act.do == Move.ANSWER else Answer(),
            # A page that does not say which question it answers is an old one.
            int(revision) if revision.isdecimal() else -1,
        )
        after = advance(script, place, said, facts)
        if after.place.revision != place.revision and said.move is Move.ANSWER:
            await self._to_be_read(at, after.raised, words)
        if isinstance(after, Ended):
            return await self._end(at, after)
        view = await self.screens.question(at.books, at.invitation, after, facts)
        if Raise.CONTACT in after.raised:
            view = await self.screens.rarely(at.books, view, after.place)
        return await self._keep(at, replace(at.state, place=after.place), view)

    async def _to_be_read(self, at: _At, raised: frozenset[Raise], words: str) -> None:
        """Put what was written, and what worries without words, before a named person."""
        step = at.state.place.step
        known = at.state.place.answers.get(step, Answer()).words
        if Raise.READ not in raised or (words and words == known):
            return
        await at.books.voices.queue_written(
            talk=at.kept.id,
            script=at.state.place.script,
            step=step,
            sealed=self._cipher.seal(words or "Rarely"),
            at=at.now,
            read_by=reading_deadline(at.now, self._calendar),
            provision=at.invitation.provision,
        )

    async def _end(self, at: _At, ended: Ended) -> Turned:
        place = ended.place
        await at.books.voices.keep_answers(
            talk=at.kept.id,
            script=place.script,
            version=place.version,
            provision=at.invitation.provision,
            answers={step: one.chosen for step, one in place.answers.items() if one.chosen},
            at=at.now,
        )
        await at.books.talks.end(at.kept, at.now)
        link = self._link(at.kept.id)
        view = await self.screens.closing(at.books, place, at.state.code, at.now, link=link)
        return Turned(at.kept.id, view)

    # --- what is kept ---

    async def _at(self, books: Books, talk: str, now: datetime) -> _At:
        kept = await books.talks.get(talk)
        if kept is None or kept.state is None or kept.expires_at <= now:
            raise Over
        invitation = await books.talks.invitation(kept.invitation)
        if invitation is None:
            raise Over
        try:
            state = self._opened(kept.state)
        except ValueError:
            # Sealed with another key: a demonstration that was started again.
            raise Over from None
        return _At(books, kept, invitation, state, now)

    async def _standing(self, at: _At) -> View:
        """The screen that belongs to where a conversation stands."""
        if at.state.stage == "contact":
            return await self.screens.contact(at.books)
        if at.state.stage == "stopped":
            return await self.screens.stopped(at.books, at.state.place, asked=False)
        facts = await self.screens.facts(at.books, at.invitation)
        asked = ask(self._script(at.state.place), at.state.place, facts)
        return await self.screens.question(at.books, at.invitation, asked, facts)

    async def _keep(
        self, at: _At, state: _State, view: View, letters: tuple[Letter, ...] = ()
    ) -> Turned:
        await at.books.talks.keep(at.kept, self._sealed(state))
        keys = await at.books.outbox.put(letters, at.now)
        return Turned(at.kept.id, view, tuple(keys))

    def _script(self, place: Place) -> Script:
        return self.screens.scripts.scripts[place.script, place.version]

    def _sealed(self, state: _State) -> bytes:
        return self._cipher.seal(json.dumps(asdict(state)))

    def _opened(self, sealed: bytes) -> _State:
        kept: dict[str, Any] = json.loads(self._cipher.open(sealed))
        place = kept.pop("place")
        answers = {
            step: Answer(tuple(one["chosen"]), one["words"])
            for step, one in place.pop("answers").items()
        }
        return _State(Place(**place, answers=answers), **kept)
