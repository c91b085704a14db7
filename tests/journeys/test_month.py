"""Live through the month as its people do, on both databases."""

from __future__ import annotations

import asyncio

from bot.doors import Kind
from tests.journeys.council import (
    APPROVER,
    CARE,
    CHIEF,
    DIRECTOR,
    MANAGING,
    PMO,
    QUALITY,
    buttons,
    council,
    words,
)
from workflow.summary import thaw


async def test_a_month_is_lived_from_the_first_question_to_the_boards_card(
    database_url: str,
) -> None:
    async with council(database_url) as town:
        assert await town.at("2019-09-05T08:59") == []
        asked = await town.at("2019-09-05T09:00")
        assert sorted(asked) == [
            "ask:2019-09:asha-rahman",
            "ask:2019-09:daniel-okafor",
            "ask:2019-09:gwen-price",
            "ask:2019-09:moira-campbell",
            "ask:2019-09:tom-hartley",
            "opened:2019-09:pmo",
        ]
        assert "Your actions: 0 of 17 done" in words(town.last(DIRECTOR))

        # QA1.4 stays silent; the joint PI1.1 is answered by one of its two leads.
        await town.answer_all("QA1.4")
        assert await town.at("2019-09-12T09:00") == ["remind:2019-09:1:tom-hartley"]
        assert await town.at("2019-09-16T09:00") == ["remind:2019-09:2:tom-hartley"]
        assert await town.at("2019-09-17T16:59") == []
        assert await town.at("2019-09-17T17:00") == ["silent:2019-09:pmo"]
        assert "1 of 4 missing: QA1.4" in words(town.last(PMO))

        await town.press(PMO, "Review queue (24)")
        await town.accept_all()
        assert "24 of 25 updates in, 1 missing" in words(await town.say(PMO, "who is late"))

        assert await town.at("2019-09-23T09:00") == ["draft:2019-09:frances-doyle"]
        approved = await town.press(APPROVER, "Approve and let it be posted")
        assert "Approved by Frances Doyle, Monday 23 September, 9am." in words(approved)

        assert await town.at("2019-09-26T09:00") == [
            "board:2019-09:change-board",
            "board:2019-09:programme-board",
            "board:2019-09:pmo",
        ]
        card = words(town.last("board:programme-board"))
        assert "No reds, 1 update missing" in card
        assert "Lead: Assistant Director of Quality Assurance and Safeguarding" in card
        assert await town.at("2019-10-01T09:00") == ["board:2019-09:portfolio-meeting"]
        assert (await town.month()).state == "ended"
        assert set((await town.outbox()).values()) == {"sent"}


async def test_the_next_month_follows_by_itself_and_knows_what_was_said(database_url: str) -> None:
    async with council(database_url) as town:
        await town.at("2019-09-05T09:00")
        await town.answer_all("PI1.4")
        await town.answer(DIRECTOR, "PI1.4", "R", words="24% is far from 55%.")
        await town.at("2019-09-17T17:00")
        await town.accept_all()
        await town.at("2019-09-23T09:00")
        await town.press(APPROVER, "Approve")
        await town.at("2019-09-26T09:00")
        # The October board is the fourth Thursday, the 24th: fifteen working days back.
        assert "ask:2019-10:asha-rahman" in await town.at("2019-10-03T09:00")
        listed = words(town.last(DIRECTOR))
        # Quarterly QA1.1 is not asked in October, so 16 of 17 remain, and the red one leads.
        assert "Your actions: 0 of 16 done" in listed
        assert buttons(town.last(DIRECTOR))[0]["title"] == "Update PI1.4"
        form = await town.press(DIRECTOR, "No change")
        assert "PI1.4" in words(form)
        saved = await town.press(DIRECTOR, "Save: no change", why="The audits are on 20 October.")
        assert "■ R Red" in words(saved)
        assert "The audits are on 20 October." in words(saved)


async def test_joint_leads_answer_once_and_the_second_sees_the_firsts_answer(
    database_url: str,
) -> None:
    async with council(database_url) as town:
        await town.at("2019-09-05T09:00")
        await town.answer(MANAGING, "PI1.1", "A", words="The senior team is in post.")
        assert "1 joint update to look at" in words(await town.say(CHIEF, "list"))
        form = await town.press(CHIEF, "Add to it, or differ")
        assert "Gwen Price answered on Thursday 5 September, 9am" in words(form)
        assert "remind:2019-09:1:daniel-okafor" not in await town.at("2019-09-12T09:00")


async def test_an_officer_who_answers_twice_amends_and_never_duplicates(database_url: str) -> None:
    async with council(database_url) as town:
        await town.at("2019-09-05T09:00")
        await town.answer(CARE, "PI3.2", "G", words="First.")
        await town.answer(CARE, "PI3.2", "A", words="Second.")
        async with town.app.store.read() as books:
            said = await books.cycles.history("PI3.2")
        assert [(one.version, one.rag, one.words) for one in said] == [
            (1, "G", "First."),
            (2, "A", "Second."),
        ]
        assert (await town.month()).item("PI3.2").version == 2


async def test_a_double_click_and_a_resent_activity_are_one_report(database_url: str) -> None:
    async with council(database_url) as town:
        await town.at("2019-09-05T09:00")
        data = {
            "ref": "PI3.2",
            "month": "2019-09",
            "v": 0,
            "words": "Once.",
            "rag": "G",
            "why": "Yes.",
        }
        first = await town.send(CARE, "update.save", data, act="one")
        assert await town.send(CARE, "update.save", data, act="one") == first
        assert words(await town.send(CARE, "update.save", data, act="two")) == words(first)
        async with town.app.store.read() as books:
            assert len(await books.cycles.history("PI3.2")) == 1


async def test_two_at_once_lose_nothing_and_the_second_is_shown_the_first(
    database_url: str,
) -> None:
    async with council(database_url) as town:
        await town.at("2019-09-05T09:00")
        base = {"ref": "PI1.1", "month": "2019-09", "v": 0, "rag": "A", "why": "Because."}
        cards = await asyncio.gather(
            town.send(CHIEF, "update.save", {**base, "words": "Mine."}),
            town.send(MANAGING, "update.save", {**base, "words": "Ours."}),
        )
        said = [words(card) for card in cards]
        shown = next(text for text in said if "while this form was open" in text)
        assert sum("✓ PI1.1" in text for text in said) == 1
        saved = "Mine." if "“Mine.”" in shown else "Ours."
        kept = next(c for c, text in zip(cards, said, strict=True) if text == shown)
        assert {"Mine.", "Ours."} - {saved} <= {
            one.get("value") for one in kept["body"] if one.get("id") == "words"
        }
        async with town.app.store.read() as books:
            assert [one.words for one in await books.cycles.history("PI1.1")] == [saved]


async def test_an_update_that_is_sent_back_is_asked_for_again_with_the_comment(
    database_url: str,
) -> None:
    async with council(database_url) as town:
        await town.at("2019-09-05T09:00")
        await town.answer(CARE, "PI3.2", "G", words="Going well.")
        await town.at("2019-09-17T17:00")
        await town.press(PMO, "Review queue")
        await town.press(PMO, "Send back", comment="Is there a newer figure?")
        form = words(town.last(CARE))
        assert "The PMO sent this back:** Is there a newer figure?" in form
        saved = await town.press(CARE, "Save update", rag="G", why="It is.", words="61% in August.")
        # It was asked for after closing, so it is not late.
        assert "waiting for the PMO" in words(saved)
        assert "61% in August." in words(await town.say(PMO, "review"))


async def test_an_update_after_the_draft_makes_a_new_draft_and_an_old_approval_is_refused(
    database_url: str,
) -> None:
    async with council(database_url) as town:
        await town.at("2019-09-05T09:00")
        await town.answer_all("PI3.2")
        await town.at("2019-09-17T17:00")
        await town.accept_all()
        await town.at("2019-09-23T09:00")
        late = await town.answer(CARE, "PI3.2", "R", words="Sorry, late.")
        assert "September has closed. Your update is kept and marked late." in words(late)
        await town.send(PMO, "review.accept", {"month": "2019-09", "ref": "PI3.2", "v": 1})
        card = await town.press(APPROVER, "Approve and let it be posted")
        # What the approver looked at is not what is there now: nothing was approved.
        assert (await town.month()).state == "drafted"
        assert "draft 3" in words(card)
        assert "One red" in words(card)
        await town.press(APPROVER, "Approve and let it be posted")
        assert (await town.month()).state == "approved"
        async with town.app.store.read() as books:
            drafts = [await books.cycles.frozen("2019-09", n) for n in (1, 2, 3)]
        assert [thaw(one).counts.red for one in drafts if one] == [0, 0, 1]


async def test_nothing_is_posted_that_nobody_approved_and_the_right_people_are_told_daily(
    database_url: str,
) -> None:
    async with council(database_url) as town:
        await town.at("2019-09-05T09:00")
        await town.at("2019-09-23T09:00")
        told = ["unapproved:2019-09:2019-09-26:frances-doyle", "unapproved:2019-09:2019-09-26:pmo"]
        assert await town.at("2019-09-26T09:00") == told
        assert await town.at("2019-09-26T15:00") == []
        assert await town.at("2019-09-28T09:00") == []  # a Saturday
        assert len(await town.at("2019-09-30T09:00")) == 2
        await town.press(APPROVER, "Approve")
        assert "board:2019-09:programme-board" in await town.at("2019-09-30T09:01")


async def test_an_outage_over_the_whole_month_is_caught_up_with_in_order_and_once(
    database_url: str,
) -> None:
    async with council(database_url) as town:
        await town.at("2019-09-05T09:00")
        # Both reminders were missed; only the newest goes out, when the office is open.
        assert await town.at("2019-09-16T22:00") == []
        reminders = await town.at("2019-09-17T09:00")
        assert reminders == [
            f"remind:2019-09:2:{who}" for who in sorted((DIRECTOR, CHIEF, MANAGING, CARE, QUALITY))
        ]
        late = await town.at("2019-09-25T09:00")
        assert late == ["silent:2019-09:pmo", "draft:2019-09:frances-doyle"]
        assert await town.at("2019-09-25T09:00") == []


async def test_a_reminder_is_dropped_when_the_answer_came_in_the_meantime(
    database_url: str,
) -> None:
    async with council(database_url) as town:
        await town.at("2019-09-05T09:00")
        town.clock.now = town.clock.now.replace(day=12)
        await town.app.rhythm.tick()
        data = {"ref": "PI3.2", "month": "2019-09", "v": 0, "words": "In.", "rag": "G", "why": "."}
        await town.send(CARE, "update.save", data)
        outbox = await town.outbox()
        assert outbox["remind:2019-09:1:moira-campbell"] == "dead"
        assert "remind:2019-09:1:moira-campbell" not in town.hall.sends


async def test_a_board_looks_into_its_card_and_finds_the_way_back(database_url: str) -> None:
    async with council(database_url) as town:
        await town.at("2019-09-05T09:00")
        await town.answer_all("PI1.4")
        await town.answer(DIRECTOR, "PI1.4", "R", words="24% is far.", decision="More auditors?")
        await town.at("2019-09-17T17:00")
        await town.accept_all()
        await town.at("2019-09-23T09:00")
        await town.press(APPROVER, "Approve")
        await town.at("2019-09-26T09:00")
        board = "board:programme-board"
        first = town.last(board)
        assert "1 decision asked of you" in words(first)
        assert "More auditors?" in words(first)
        action = await town.press(board, "Open PI1.4")
        assert "24% is far." in words(action)
        stream = await town.press(board, "Its workstream")
        assert "Practice Improvement" in words(stream)
        assert await town.press(board, "Back to the summary") == first
        other = await town.send(
            "board:change-board", "board.open", {"month": "2019-09", "board": "pmo"}
        )
        assert "belongs to another board" in words(other)


async def test_a_postholder_who_changes_in_mid_month_hands_over_the_open_work(
    database_url: str,
) -> None:
    from dataclasses import replace

    async with council(database_url) as town:
        await town.at("2019-09-05T09:00")
        await town.answer(CARE, "PI3.2", words="By the first.")
        moved = tuple(
            replace(one, person="lewis-grant")
            if one.person == QUALITY and one.kind.value == "lead"
            else one
            for one in town.people.appointments
        )
        async with town.app.store.begin() as books:
            await books.people.load(replace(town.people, appointments=moved), town.clock.now)
        assert await town.at("2019-09-06T09:00") == ["ask:2019-09:lewis-grant"]
        refused = await town.send(QUALITY, "update.open", {"ref": "QA1.4", "month": "2019-09"})
        assert "QA1.4 is not one of your actions" in words(refused)
        assert "0 of 4 done" in words(town.last("lewis-grant"))


async def test_everybody_gets_a_helpful_answer_and_strangers_learn_nothing(
    database_url: str,
) -> None:
    async with council(database_url) as town:
        assert "Nothing is open yet" in words(await town.say(DIRECTOR, "hello"))
        await town.at("2019-09-05T09:00")
        assert [b["title"] for b in buttons(await town.say(DIRECTOR, "what can you do"))] == [
            "My list",
            "What can I ask?",
        ]
        assert [b["title"] for b in buttons(await town.say(PMO, "hi"))] == [
            "Who is missing?",
            "Review queue",
            "What can I ask?",
        ]
        async with town.app.store.begin() as books:
            await books.memory.reach(
                "stranger:nobody", door="web", conversation="nobody", more={}, now=town.clock.now
            )
        card = await town.say("nobody", "who is late?")
        assert "I'm the Getting to Good bot" in words(card)
        assert "PI" not in words(card)
        pressed = await town.send("nobody", "chase.open", {"month": "2019-09"})
        assert "I'm the Getting to Good bot" in words(pressed)
        await town.take(DIRECTOR, Kind.HELLO)


async def test_the_approver_looks_into_the_draft_and_nobody_else_does(database_url: str) -> None:
    async with council(database_url) as town:
        await town.at("2019-09-05T09:00")
        await town.answer(DIRECTOR, "PI1.4", "R", words="24% of 45 audits.")
        await town.accept_all()
        await town.at("2019-09-23T09:00")
        await town.press(APPROVER, "Look into it")
        action = await town.press(APPROVER, "Open PI1.4")
        assert "24% of 45 audits." in words(action)
        back = await town.press(APPROVER, "Back to the summary")
        assert "For your approval" in words(back)
        data = {"month": "2019-09", "board": "draft", "name": "PI1.4"}
        assert "another board" in words(await town.send(CARE, "board.action", data))
