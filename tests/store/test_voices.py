"""Check that young people's answers are kept without their names, read once, and let go."""

from __future__ import annotations

from datetime import date, timedelta

from store import Books, Store
from tests.store.shop import NOW
from workflow.voices import WITHDRAW_DAYS
from workflow.written import Outcome, Told

BY = NOW + timedelta(days=1)
TOMORROW = (NOW + timedelta(days=1)).date()
READER = "ruth-abbott"


async def _end(books: Books, talk: str, **ticked: str) -> None:
    answers = {step.replace("_", "-"): (one,) for step, one in ticked.items()}
    await books.voices.keep_answers(
        talk=talk, script="local-offer", version=1, provision=None, answers=answers, at=NOW
    )


async def _write(books: Books, talk: str, words: bytes = b"sealed") -> int:
    return await books.voices.queue_written(
        talk=talk, script="local-offer", step="keep-change", sealed=words, at=NOW, read_by=BY
    )


async def test_answers_are_kept_by_a_voice_that_leads_to_nobody(filled: Store) -> None:
    async with filled.begin() as books:
        await _end(books, "talk-1", understand="agree-lot", know_how="agree-bit")
        await _end(books, "talk-2", understand="disagree-bit")
    async with filled.read() as books:
        said = await books.voices.ticked("local-offer", ["understand"], before=TOMORROW)
        assert sorted(one.chosen["understand"] for one in said) == [
            ("agree-lot",),
            ("disagree-bit",),
        ]
        assert not {one.voice for one in said} & {"talk-1", "talk-2"}
        assert await books.voices.ticked("local-offer", ["understand"], before=NOW.date()) == ()


async def test_a_talk_that_ends_twice_is_counted_once(filled: Store) -> None:
    async with filled.begin() as books:
        await _end(books, "talk-1", understand="agree-lot")
        await _end(books, "talk-1", understand="agree-bit")
        said = await books.voices.ticked("local-offer", ["understand"], before=TOMORROW)
    assert [one.chosen for one in said] == [{"understand": ("agree-bit",)}]


async def test_the_queue_is_read_once_and_the_nearest_deadline_comes_first(filled: Store) -> None:
    async with filled.begin() as books:
        later = await books.voices.queue_written(
            talk="a", script="visit", step="keep", sealed=b"1", at=NOW, read_by=BY + BY.resolution
        )
        first = await _write(books, "b")
        assert [one.id for one in await books.voices.unread()] == [first, later]
        await books.voices.told([first], Told.COVER, NOW)
        assert (await books.voices.unread())[0].told is Told.COVER
        did = await books.voices.read(first, by=READER, outcome=Outcome.NOTHING, now=NOW)
        again = await books.voices.read(first, by=READER, outcome=Outcome.CONCERN, now=NOW)
        assert (did, again) == (True, False)
        assert [one.id for one in await books.voices.unread()] == [later]
        kept = await books.voices.written(first)
        assert kept is not None
        assert (kept.reader, kept.outcome) == (READER, Outcome.NOTHING)


async def test_whether_words_may_be_used_is_the_young_persons_to_say(filled: Store) -> None:
    async with filled.begin() as books:
        yes, no, left = [await _write(books, talk) for talk in ("yes", "no", "left")]
        await _end(books, "yes", use_words="yes")
        await _end(books, "no", use_words="no")
        use = {one.id: one.use for one in await books.voices.unread()}
    assert use == {yes: True, no: False, left: None}


async def test_a_code_takes_back_what_was_said_and_nothing_brings_it_again(filled: Store) -> None:
    async with filled.begin() as books:
        read, unread = await _write(books, "mine"), await _write(books, "mine")
        other = await _write(books, "another")
        await books.voices.read(read, by=READER, outcome=Outcome.NOTHING, now=NOW)
        await _end(books, "mine", understand="agree-lot", use_words="yes")
        await _end(books, "another", understand="agree-lot")
        assert await books.voices.forget("mine", now=NOW) == 3
        await _end(books, "mine", understand="agree-lot")
        said = await books.voices.ticked("local-offer", ["understand"], before=TOMORROW)
        assert len(said) == 1
        # What nobody had read is held until somebody has, and used for nothing.
        assert await books.voices.written(read) is None
        held = await books.voices.written(unread)
        assert held is not None
        assert (held.withdrawn, held.use) == (True, False)
        await books.voices.read(unread, by=READER, outcome=Outcome.NOTHING, now=NOW)
        assert await books.voices.written(unread) is None
        assert [one.id for one in await books.voices.unread()] == [other]
        assert [(one.what, one.count) for one in await books.voices.removals()] == [
            ("withdrawn", 1),
            ("withdrawn", 3),
        ]


async def test_after_its_day_a_code_leads_nowhere_and_the_answers_stay(filled: Store) -> None:
    async with filled.begin() as books:
        await _end(books, "talk-1", understand="agree-lot")
        assert await books.voices.mix(NOW.date() + timedelta(days=WITHDRAW_DAYS)) == 0
        assert await books.voices.mix(NOW.date() + timedelta(days=WITHDRAW_DAYS + 1)) == 1
        assert await books.voices.forget("talk-1") == 0
        said = await books.voices.ticked("local-offer", ["understand"], before=TOMORROW)
        assert len(said) == 1
        assert await books.voices.remove_ticked(date.max) == 1
        assert await books.voices.remove_ticked(date.max) == 0


async def test_nothing_is_removed_that_nobody_has_read(filled: Store) -> None:
    async with filled.begin() as books:
        unread, read = await _write(books, "a"), await _write(books, "b")
        await books.voices.read(read, by=READER, outcome=Outcome.NOTHING, now=NOW)
        assert [one.id for one in await books.voices.read_before(NOW)] == [read]
        assert await books.voices.remove_written([unread, read]) == 1
        assert [one.id for one in await books.voices.unread()] == [unread]


async def test_the_newest_statement_of_the_council_of_young_people_stands(filled: Store) -> None:
    async with filled.begin() as books:
        assert await books.voices.statement("QA1.2-Y1") is None
        await books.voices.state("QA1.2-Y1", "They listen more.", "ellie-brook", NOW)
        await books.voices.state("QA1.2-Y1", "They act now.", "ellie-brook", BY)
        assert await books.voices.statement("QA1.2-Y1") == ("They act now.", BY)
