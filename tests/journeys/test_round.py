"""Go through the officer's round as it is promised: one sitting, nothing lost, both names kept."""

from __future__ import annotations

from typing import Any

from tests.journeys.council import (
    APPROVER,
    CARE,
    CHIEF,
    DIRECTOR,
    MANAGING,
    PMO,
    QUALITY,
    Council,
    buttons,
    council,
    filled,
    parts,
    words,
)

DEPUTY = "lewis-grant"


async def a_month_later(town: Council) -> None:
    """September, all accepted and posted, and October open."""
    await town.at("2019-09-05T09:00")
    await town.answer_all()
    await town.accept_all()
    await town.at("2019-09-23T09:00")
    await town.press(APPROVER, "Approve")
    await town.at("2019-09-26T09:00")
    await town.at("2019-10-03T09:00")


async def test_a_director_finishes_seventeen_actions_in_at_most_25_interactions(
    database_url: str,
) -> None:
    async with council(database_url) as town:
        await town.at("2019-09-05T09:00")
        pressed = 1
        card = await town.press(DIRECTOR, "Start with")
        while "All 17 actions done" not in words(await town.say(DIRECTOR, "list")):
            title = next(b["title"] for b in buttons(card) if b["title"].startswith("Save"))
            typed = {
                "words": f"Done as planned, {pressed} of 20 cases.",
                "rag": "G",
                "why": "On time.",
            }
            if "PI1.3" in words(card):
                typed["link"] = "https://reports.example.org/audits"
            data = next(b for b in buttons(card) if b["title"] == title)["data"]
            card = await town.send(DIRECTOR, "update.save", {**filled(card), **typed, **data})
            pressed += 1
            assert pressed <= 25, words(card)
        assert pressed == 18


async def test_the_quiet_rest_is_confirmed_in_one_go_and_unticked_ones_stay(
    database_url: str,
) -> None:
    async with council(database_url) as town:
        await a_month_later(town)
        listed = town.last(DIRECTOR)
        quiet = next(b for b in buttons(listed) if b["title"].startswith("None of these"))
        refs = quiet["data"]["every"].split(",")
        assert len(refs) >= 3
        data = {"month": "2019-10", "same": ",".join(refs[:2])}
        refused = await town.send(DIRECTOR, "same.many", {**data, "why": ""})
        assert "one reason is enough for all of them" in words(refused)
        assert filled(refused)["same"] == ",".join(refs[:2])
        done = await town.send(DIRECTOR, "same.many", {**data, "why": "Nothing moved in October."})
        assert f"Saved, no change: {refs[0]} and {refs[1]}." in words(done)
        assert "2 of 16 done" in words(done)
        assert f"'value': '{refs[2]}'" in str(done)


async def test_a_vague_answer_gets_one_follow_up_question_and_never_two(database_url: str) -> None:
    async with council(database_url) as town:
        await town.at("2019-09-05T09:00")
        vague = {"ref": "PI3.2", "month": "2019-09", "v": 0, "words": "All well.", "rag": "G"}
        first = await town.send(CARE, "update.save", {**vague, "why": "So.", "asked": False})
        assert "One more thing, then it is saved" in words(first)
        assert filled(first)["words"] == "All well."
        save = next(b for b in buttons(first) if b["title"] == "Save update")
        again = await town.send(CARE, "update.save", {**filled(first), **save["data"]})
        assert "✓ PI3.2" in words(again)


async def test_the_rule_is_shown_before_the_choice_and_differing_takes_a_reason(
    database_url: str,
) -> None:
    async with council(database_url) as town:
        await town.at("2019-09-05T09:00")
        form = await town.send(DIRECTOR, "update.open", {"ref": "QA1.3", "month": "2019-09"})
        assert "Suggested\n◆ A Amber" in words(form)
        assert "Permanency plan at second review (47%; target 90% by October)" in words(form)
        base = {"ref": "QA1.3", "month": "2019-09", "v": 0, "words": "47% as in August, 1 change."}
        refused = await town.send(DIRECTOR, "update.save", {**base, "rag": "G", "why": ""})
        assert "The rule would say Amber" in words(refused)
        saved = await town.send(DIRECTOR, "update.save", {**base, "rag": "A", "why": ""})
        assert "✓ QA1.3" in words(saved)
        differs = await town.send(
            DIRECTOR, "update.save", {**base, "v": 1, "rag": "G", "why": "The tracker is live."}
        )
        assert "✓ QA1.3" in words(differs)
        review = await town.send(PMO, "review.open", {"month": "2019-09", "ref": "QA1.3"})
        assert "The rule would say Amber." in words(review)


async def test_what_was_said_is_taken_back_until_closing_and_its_figure_with_it(
    database_url: str,
) -> None:
    async with council(database_url) as town:
        await town.at("2019-09-05T09:00")
        figure = {"figure:PI3.2-M1": "61", "as_at:PI3.2-M1": "2019-08-31"}
        await town.answer(CARE, "PI3.2", "A", words="First, 60% in June.")
        await town.answer(CARE, "PI3.2", "G", words="Second, 61% in August.", **figure)
        undone = await town.send(CARE, "update.undo", {"ref": "PI3.2", "month": "2019-09", "v": 2})
        assert "PI3.2 is taken back." in words(undone)
        form = await town.send(CARE, "update.open", {"ref": "PI3.2", "month": "2019-09"})
        assert filled(form)["words"] == "First, 60% in June."
        assert "(last 60%" in str(form)
        history = await town.send(CARE, "history.open", {"ref": "PI3.2", "month": "2019-09"})
        assert "taken back" in words(history)
        assert "Second, 61% in August." in words(history)
        await town.at("2019-09-17T17:00")
        late = await town.send(CARE, "update.undo", {"ref": "PI3.2", "month": "2019-09", "v": 3})
        assert "September has closed, so what was said stands." in words(late)


async def test_a_colleague_drafts_the_lead_signs_and_both_names_are_kept(
    database_url: str,
) -> None:
    async with council(database_url) as town:
        await town.at("2019-09-05T09:00")
        base: dict[str, Any] = {"ref": "PI1.4", "month": "2019-09"}
        offered = await town.send(DIRECTOR, "delegate.open", base)
        assert "Lewis Grant (your deputy)" in str(offered)
        wrong = await town.send(DIRECTOR, "delegate.save", {**base, "colleague": "", "until": "x"})
        assert "Choose a colleague." in words(wrong)
        await town.send(
            DIRECTOR, "delegate.save", {**base, "colleague": DEPUTY, "until": "2019-09-12"}
        )
        assert "asks you to draft this" in words(town.last(DEPUTY))
        drafted = await town.press(
            DEPUTY, "Save draft", words="45 audits, 26% good.", rag="A", why="Behind."
        )
        assert "PI1.4 is drafted" in words(drafted)
        assert (await town.month()).item("PI1.4").state == "waiting"
        sign = town.last(DIRECTOR)
        assert "Lewis Grant drafted this on Thursday 5 September, 9am" in words(sign)
        assert filled(sign)["words"] == "45 audits, 26% good."
        signed = await town.press(DIRECTOR, "Sign and save")
        assert "✓ PI1.4" in words(signed)
        review = await town.send(PMO, "review.open", {"month": "2019-09", "ref": "PI1.4"})
        assert "Asha Rahman" in words(review)
        assert "Drafted by Lewis Grant, signed by the lead." in words(review)
        await town.at("2019-09-13T09:00")
        over = await town.send(DEPUTY, "update.open", base)
        assert "not one of your actions" in words(over)


async def test_the_pmo_enters_for_somebody_and_the_fact_is_recorded(database_url: str) -> None:
    async with council(database_url) as town:
        await town.at("2019-09-05T09:00")
        chase = await town.say(PMO, "who is late")
        assert "Enter for them" in str(chase)
        listed = await town.send(PMO, "round.open", {"month": "2019-09", "acting": CARE})
        assert "You enter for Moira Campbell; both names are kept." in words(listed)
        base = {"ref": "PI3.2", "month": "2019-09", "v": 0, "rag": "G", "why": "By phone."}
        said = {**base, "words": "62% stayed, told by phone.", "acting": CARE}
        assert "✓ PI3.2" in words(await town.send(PMO, "update.save", said))
        review = words(await town.send(PMO, "review.open", {"month": "2019-09", "ref": "PI3.2"}))
        assert "Moira Campbell" in review
        assert "Entered for them by Priya Nair." in review
        forged = {**said, "ref": "PI1.4", "acting": DIRECTOR}
        assert "Only the programme office" in words(await town.send(QUALITY, "update.save", forged))


async def test_more_days_are_given_to_one_person_and_a_nudge_goes_once_a_day(
    database_url: str,
) -> None:
    async with council(database_url) as town:
        await town.at("2019-09-05T09:00")
        about = {"month": "2019-09", "person": CARE}
        told = await town.send(PMO, "chase.nudge", about)
        assert "Reminded: Moira Campbell." in words(told)
        await town.send(PMO, "chase.nudge", about)
        assert [key for key in town.hall.sends if key.startswith("nudge:")] == [
            "nudge:2019-09:2019-09-05:moira-campbell"
        ]
        longer = await town.send(PMO, "chase.extend", about)
        assert "Moira Campbell has until Thursday 19 September, 5pm." in words(longer)
        await town.at("2019-09-19T10:00")
        assert "waiting for the PMO" in words(await town.answer(CARE, "PI3.2"))
        assert "marked late" in words(await town.answer(QUALITY, "QA1.4"))


async def test_ask_me_later_moves_the_reminders(database_url: str) -> None:
    async with council(database_url) as town:
        await town.at("2019-09-11T09:00")
        card = town.last(CARE)
        offered = next(p for p in parts(card) if p.get("title") == "Remind me later")
        when = offered["card"]["body"][0]["choices"][1]
        assert when["title"] == "Friday 13 September, 9am"
        said = await town.send(CARE, "round.later", {"month": "2019-09", "when": when["value"]})
        assert "I will come back on Friday 13 September, 9am" in words(said)
        assert f"remind:2019-09:1:{CARE}" not in await town.at("2019-09-12T09:00")
        assert await town.at("2019-09-13T09:00") == [f"later:2019-09:2019-09-13T08:{CARE}"]
        late = await town.send(
            CARE, "round.later", {"month": "2019-09", "when": "2019-09-20T08:00:00+00:00"}
        )
        assert "closes on Tuesday 17 September, 5pm, before that" in words(late)


async def test_what_is_approved_is_opened_again_until_it_is_posted(database_url: str) -> None:
    async with council(database_url) as town:
        await town.at("2019-09-05T09:00")
        await town.answer_all()
        await town.at("2019-09-23T09:00")
        await town.press(APPROVER, "Approve")
        again = await town.send(PMO, "month.reopen", {"month": "2019-09"})
        assert "It is open again." in words(again)
        assert "draft 2" in words(town.last(APPROVER))
        await town.accept_all()
        await town.press(APPROVER, "Show the newest draft")
        await town.press(APPROVER, "Approve")
        await town.at("2019-09-26T09:00")
        over = await town.send(PMO, "month.reopen", {"month": "2019-09"})
        assert "nothing to open again" in words(over)


async def test_what_the_second_joint_lead_adds_is_a_new_version_and_the_first_is_kept(
    database_url: str,
) -> None:
    async with council(database_url) as town:
        await town.at("2019-09-05T09:00")
        await town.answer(MANAGING, "PI1.1", "A", words="12% turnover in August.")
        await town.answer(CHIEF, "PI1.1", "G", words="I differ: all 4 posts are filled.")
        told = words(await town.send(PMO, "history.open", {"ref": "PI1.1", "month": "2019-09"}))
        assert "12% turnover in August." in told
        assert "I differ: all 4 posts are filled." in told
        assert told.index("Daniel Okafor") < told.index("Gwen Price")


async def test_the_second_joint_lead_agrees_with_one_press_and_the_pmo_sees_it(
    database_url: str,
) -> None:
    async with council(database_url) as town:
        await town.at("2019-09-05T09:00")
        await town.answer(MANAGING, "PI1.1", "A", words="12% turnover in *August*.")
        await town.say(CHIEF, "list")
        form = await town.send(CHIEF, "update.open", {"ref": "PI1.1", "month": "2019-09"})
        assert "Gwen Price answered on" in words(form)
        assert "◆ A Amber" in words(form)
        assert "“12% turnover in \\*August\\*.”" in words(form)
        chase = await town.send(PMO, "chase.open", {"month": "2019-09"})
        assert "PI1.1: Gwen Price has answered (joint lead); " in words(chase)
        assert "Daniel Okafor has not said if they agree." in words(chase)
        agree = next(one for one in buttons(form) if one["title"] == "I agree with it")
        listed = await town.send(CHIEF, "joint.agree", agree["data"])
        assert "You agree with PI1.1." in words(listed)
        chase = await town.send(PMO, "chase.open", {"month": "2019-09"})
        assert "Daniel Okafor agrees." in words(chase)
        review = await town.send(PMO, "review.open", {"month": "2019-09", "ref": "PI1.1"})
        assert "Daniel Okafor, joint lead, agrees." in words(review)
        again = await town.send(CHIEF, "update.open", {"ref": "PI1.1", "month": "2019-09"})
        assert "I agree with it" not in [one["title"] for one in buttons(again)]


async def test_a_colleagues_list_is_shown_anew_in_its_place_when_the_other_answers(
    database_url: str,
) -> None:
    async with council(database_url) as town:
        await town.at("2019-09-05T09:00")
        shown = len(town.cards(CHIEF))
        assert "Start with PI1.1" in [one["title"] for one in buttons(town.last(CHIEF))]
        await town.answer(MANAGING, "PI1.1", "A", words="12% turnover in August.")
        await town.app.post.drain()
        assert f"redrawn:2019-09:PI1.1:1:{CHIEF}" in await town.outbox()
        assert len(town.cards(CHIEF)) == shown
        assert "Start with PI1.1" not in [one["title"] for one in buttons(town.last(CHIEF))]
        assert "1 joint update to look at" in words(town.last(CHIEF))
        assert "Gwen Price" in words(town.last(CHIEF))


async def test_a_form_that_a_colleague_has_open_is_left_alone(database_url: str) -> None:
    async with council(database_url) as town:
        await town.at("2019-09-05T09:00")
        await town.send(CHIEF, "update.open", {"ref": "PI1.1", "month": "2019-09"})
        await town.answer(MANAGING, "PI1.1", "A", words="12% turnover in August.")
        await town.app.post.drain()
        assert not any(key.startswith("redrawn:") for key in await town.outbox())


async def test_joint_leads_who_differ_are_both_shown_to_the_pmo_first(database_url: str) -> None:
    async with council(database_url) as town:
        await town.at("2019-09-05T09:00")
        await town.answer(MANAGING, "PI1.1", "A", words="12% turnover in August.")
        await town.answer(CHIEF, "PI1.1", "R", words="I differ: nobody is in post.")
        review = await town.send(PMO, "review.open", {"month": "2019-09", "ref": "PI1.1"})
        assert "The joint leads both answered. Gwen Price said ◆ A Amber" in words(review)
        assert "Daniel Okafor said ■ R Red, after that." in words(review)


async def test_nobody_but_the_other_lead_can_agree_and_an_old_card_agrees_with_nothing(
    database_url: str,
) -> None:
    async with council(database_url) as town:
        await town.at("2019-09-05T09:00")
        await town.answer(MANAGING, "PI1.1", "A", words="12% turnover in August.")
        own = {"ref": "PI1.1", "month": "2019-09", "v": 1}
        assert "Only the other lead can agree." in words(
            await town.send(MANAGING, "joint.agree", own)
        )
        await town.answer(MANAGING, "PI1.1", "R", words="Now nobody is left in post.")
        stale = await town.send(CHIEF, "joint.agree", own)
        assert "PI1.1 has changed since that card" in words(stale)
        assert "Now nobody is left in post." in words(stale)
        stranger = await town.send(DIRECTOR, "joint.agree", {**own, "v": 2})
        assert "PI1.1 is not one of your actions" in words(stranger)
        async with town.app.store.read() as books:
            (said, now) = await books.cycles.history("PI1.1")
            assert await books.cycles.agreed([said.id or 0, now.id or 0]) == {}


async def test_a_quarterly_action_that_is_red_is_asked_again_next_month(database_url: str) -> None:
    async with council(database_url) as town:
        await town.at("2019-09-05T09:00")
        async with town.app.store.read() as books:
            plan = await books.plans.current()
        assert plan is not None
        quarterly = next(a.ref for a in plan.actions if a.timescale.cadence.value == "quarterly")
        await town.answer_all(quarterly)
        await town.answer(DIRECTOR, quarterly, "R", words="The audits have not begun, 0 of 12.")
        await town.accept_all()
        await town.at("2019-09-23T09:00")
        await town.press(APPROVER, "Approve")
        await town.at("2019-09-26T09:00")
        await town.at("2019-10-03T09:00")
        october = await town.month()
        assert october.key == "2019-10"
        assert october.item(quarterly) is not None


async def test_the_pmo_moves_the_dates_by_card_and_sees_first_what_will_happen(
    database_url: str,
) -> None:
    async with council(database_url) as town:
        await town.at("2019-09-05T09:00")
        shown = await town.say(PMO, "dates")
        assert "Monday 16 September, 9am: Second and last reminder" in words(shown)
        assert set(filled(shown)) == {"first_reminder", "second_reminder", "closes", "draft"}
        looked = await town.press(PMO, "See what will happen", closes="2019-09-18")
        assert "Wednesday 18 September, 5pm: September closes" in words(looked)
        assert "Nothing is changed yet." in words(looked)
        assert (await town.month()).dates.closes.day == 17
        moved = await town.press(PMO, "Yes, move them")
        assert "The dates are moved." in words(moved)
        assert (await town.month()).dates.closes.day == 18
        await town.at("2019-09-17T17:30")
        assert (await town.month()).state.value == "open"
        await town.at("2019-09-18T17:00")
        assert (await town.month()).state.value == "review"


async def test_dates_that_cannot_be_are_refused_with_what_was_typed_kept(database_url: str) -> None:
    async with council(database_url) as town:
        await town.at("2019-09-05T09:00")
        await town.say(PMO, "dates")
        wrong = await town.press(PMO, "See what will happen", closes="2019-09-25")
        assert "That is out of order" in words(wrong)
        assert filled(wrong)["closes"] == "2019-09-25"
        past = await town.press(PMO, "See what will happen", closes="2019-09-02")
        assert "would be in the past" in words(past)
        strange = await town.press(PMO, "See what will happen", closes="soon")
        assert "Closes: soon is not a day." in words(strange)
        other = await town.send(
            DIRECTOR, "dates.move", {"month": "2019-09", "closes": "2019-09-18"}
        )
        assert "programme office (PMO)" in words(other)
        assert (await town.month()).dates.closes.day == 17


async def test_an_absence_asks_the_deputy_and_reminds_nobody_who_is_away(
    database_url: str,
) -> None:
    async with council(database_url) as town:
        await town.at("2019-09-05T09:00")
        wrong = await town.press(DIRECTOR, "I am away until then", back="2019-09-05")
        assert "5 September 2019 is not after today." in words(wrong)
        told = await town.press(DIRECTOR, "I am away until then", back="2019-09-20")
        assert "You are away until Friday 20 September" in words(told)
        assert "Lewis Grant is asked now, as your deputy." in words(told)
        assert await town.at("2019-09-05T09:01") == [f"ask:2019-09:{DEPUTY}"]
        assert "0 of 17 done" in words(town.last(DEPUTY))
        assert "You stand in for Asha Rahman, who is away." in words(town.last(DEPUTY))
        chase = words(await town.say(PMO, "who is late"))
        assert "0 done. Away." in chase
        assert "Stands in for Director of Children’s Social Care." in chase
        saved = await town.answer(DEPUTY, "PI1.4", "R", words="26% of 45 audits are good.")
        assert "✓ PI1.4" in words(saved)
        reminders = await town.at("2019-09-12T09:00")
        assert f"remind:2019-09:1:{DIRECTOR}" not in reminders
        assert f"remind:2019-09:1:{DEPUTY}" in reminders
        await town.press(DIRECTOR, "I am back")
        over = await town.send(DEPUTY, "update.open", {"ref": "PI1.3", "month": "2019-09"})
        assert "PI1.3 is not one of your actions (Asha Rahman leads it)" in words(over)
        assert f"remind:2019-09:1:{DIRECTOR}" in await town.at("2019-09-12T09:30")


async def test_nobody_without_a_deputy_is_told_that_one_is_asked(database_url: str) -> None:
    async with council(database_url) as town:
        await town.at("2019-09-05T09:00")
        told = await town.press(CARE, "I am away until then", back="2019-09-10")
        assert "You have no deputy here: the programme office (PMO) sees that" in words(told)


async def test_a_new_end_date_holds_once_accepted_and_the_first_is_kept(database_url: str) -> None:
    async with council(database_url) as town:
        await town.at("2019-09-05T09:00")
        moved = {"end": "2019-12-31", "end_why": ""}
        refused = await town.answer(DIRECTOR, "QA1.3", "A", why="Behind.", **moved)
        assert "Say in a line why the date moves." in words(refused)
        moved["end_why"] = "The tracker comes in November."
        saved = await town.answer(DIRECTOR, "QA1.3", "A", why="Behind.", **moved)
        assert "due 31 December 2019" in words(saved)
        review = words(await town.send(PMO, "review.open", {"month": "2019-09", "ref": "QA1.3"}))
        assert "31 December 2019: The tracker comes in November." in review
        await town.send(PMO, "review.accept", {"month": "2019-09", "ref": "QA1.3", "v": 1})
        form = await town.send(DIRECTOR, "update.open", {"ref": "QA1.3", "month": "2019-09"})
        assert "due 31 December 2019 (was 31 October 2019)" in words(form)


async def test_what_came_after_the_approval_is_accepted_for_the_next_month(
    database_url: str,
) -> None:
    async with council(database_url) as town:
        await town.at("2019-09-05T09:00")
        await town.at("2019-09-23T09:00")
        await town.press(APPROVER, "Approve")
        await town.answer(CARE, "PI3.2", "A", words="Too late for September.")
        await town.send(PMO, "review.accept", {"month": "2019-09", "ref": "PI3.2", "v": 1})
        await town.at("2019-09-26T09:00")
        assert "Too late for September." not in words(town.last("board:programme-board"))
        await town.at("2019-10-03T09:00")
        form = await town.press(CARE, "Start with PI3.2")
        assert filled(form)["words"] == "Too late for September."
        assert "◆ A Amber" in words(form)


async def test_a_nudge_after_closing_arrives_and_says_that_it_has_closed(database_url: str) -> None:
    async with council(database_url) as town:
        await town.at("2019-09-05T09:00")
        await town.at("2019-09-18T09:00")
        about = {"month": "2019-09", "person": CARE}
        assert "Reminded: Moira Campbell." in words(await town.send(PMO, "chase.nudge", about))
        assert "September closed on Tuesday 17 September, 5pm." in words(town.last(CARE))
        again = await town.send(PMO, "chase.nudge", about)
        assert "Nudged today already: Moira Campbell." in words(again)
        await town.answer_all()
        await town.at("2019-09-23T09:00")
        await town.press(APPROVER, "Approve")
        over = await town.send(PMO, "chase.nudge", {**about, "person": ""})
        assert "an update that comes now is for next month" in words(over)


async def test_no_change_for_many_saves_all_or_none_and_never_over_an_answer(
    database_url: str,
) -> None:
    async with council(database_url) as town:
        await a_month_later(town)
        quiet = next(
            b for b in buttons(town.last(DIRECTOR)) if b["title"].startswith("None of these")
        )
        refs = quiet["data"]["every"].split(",")
        await town.answer(DIRECTOR, refs[0], "A", words="It did change: 2 of 5 posts are filled.")
        data = {"month": "2019-10", "why": "Nothing moved."}
        both = f"{refs[0]},{refs[1]},{refs[1]}"
        done = await town.send(DIRECTOR, "same.many", {**data, "same": both})
        assert f"Saved, no change: {refs[1]}." in words(done)
        assert f"Answered already, and left as it is: {refs[0]}." in words(done)
        october = await town.month()
        assert [october.item(ref).version for ref in refs[:2]] == [1, 1]
        forged = {**data, "same": f"{refs[2]},PI3.2"}
        refused = await town.send(DIRECTOR, "same.many", forged)
        assert "PI3.2 is not one of your actions (Moira Campbell leads it)" in words(refused)
        assert (await town.month()).item(refs[2]).state == "waiting"


async def test_a_figure_that_an_old_card_adds_is_not_taken_for_a_double_click(
    database_url: str,
) -> None:
    async with council(database_url) as town:
        await town.at("2019-09-05T09:00")
        said = {"words": "62% stayed on.", "why": "As planned.", "rag": "G"}
        base = {"ref": "PI3.2", "month": "2019-09", "v": 0, **said}
        await town.send(CARE, "update.save", base)
        figure = {"figure:PI3.2-M1": "62", "as_at:PI3.2-M1": "2019-08-31"}
        shown = await town.send(CARE, "update.save", {**base, **figure})
        assert "saved PI3.2 while this form was open" in words(shown)
        assert filled(shown)["figure:PI3.2-M1"] == "62"
        assert "✓ PI3.2" in words(await town.send(CARE, "update.save", {**base, **figure, "v": 1}))
        assert "✓ PI3.2" in words(await town.send(CARE, "update.save", {**base, **figure}))
        assert (await town.month()).item("PI3.2").version == 2


async def test_a_colleague_who_drafts_can_neither_sign_nor_take_back(database_url: str) -> None:
    async with council(database_url) as town:
        await town.at("2019-09-05T09:00")
        base = {"ref": "PI3.2", "month": "2019-09"}
        asked = {**base, "colleague": QUALITY, "until": "2019-09-12"}
        await town.send(CARE, "delegate.save", asked)
        many = {"month": "2019-09", "same": "PI3.2", "why": "Nothing moved."}
        same = {**base, "v": 0, "why": "Nothing moved."}
        for verb, data in (("same.many", many), ("same.save", same)):
            refused = words(await town.send(QUALITY, verb, data))
            assert "PI3.2 is for its lead officer to sign." in refused
        await town.say(QUALITY, "PI3.2 green - 62% stayed on in August")
        assert (await town.month()).item("PI3.2").version == 0
        await town.answer(CARE, "PI3.2")
        back = words(await town.send(QUALITY, "update.undo", {**base, "v": 1}))
        assert "PI3.2 is for its lead officer to sign." in back
        assert (await town.month()).item("PI3.2").state == "answered"


async def test_a_joint_lead_finds_the_others_answer_on_the_list_and_agrees_there(
    database_url: str,
) -> None:
    async with council(database_url) as town:
        await town.at("2019-09-05T09:00")
        await town.answer(MANAGING, "PI1.1", "A", words="12% turnover in August.")
        listed = await town.say(CHIEF, "list")
        assert "Your joint lead has answered (1)" in words(listed)
        assert "Gwen Price, Thursday 5 September, 9am: “12% turnover in August.”" in words(listed)
        agreed = await town.press(CHIEF, "I agree")
        assert "You agree with PI1.1." in words(agreed)
        assert "Your action is done. Thank you" in words(agreed)


async def test_an_away_joint_leads_deputy_is_no_second_opinion_on_their_own_post(
    database_url: str,
) -> None:
    async with council(database_url) as town:
        await town.at("2019-09-05T09:00")
        await town.press(DIRECTOR, "I am away until then", back="2019-09-20")
        await town.answer(DEPUTY, "PI1.4", "A", words="26% of 45 audits are good.")
        shown = await town.send(DIRECTOR, "round.open", {"month": "2019-09"})
        assert "joint lead" not in words(shown)
        assert "joint lead" not in words(await town.say(PMO, "who is late"))


async def test_several_actions_are_handed_over_at_once_with_a_word_and_the_draft_is_found(
    database_url: str,
) -> None:
    async with council(database_url) as town:
        await town.at("2019-09-05T09:00")
        offered = await town.press(DIRECTOR, "Ask a colleague to draft")
        assert "refs" not in filled(offered)
        base = {"month": "2019-09", "colleague": QUALITY, "until": "2019-09-12"}
        typed = {**base, "refs": "PI1.3,PI1.4", "note": "Please name the *teams*."}
        none = await town.send(DIRECTOR, "delegate.save", {**typed, "refs": ""})
        assert "Tick at least one action." in words(none)
        assert filled(none)["note"] == "Please name the *teams*."
        year = await town.send(DIRECTOR, "delegate.save", {**typed, "until": "2091-09-12"})
        assert "Is the year right?" in words(year)
        told = await town.send(DIRECTOR, "delegate.save", typed)
        assert "Tom Hartley is asked to draft PI1.3 and PI1.4" in words(told)
        asked = town.last(QUALITY)
        assert "Drafts you are asked for (2)" in words(asked)
        assert "“Please name the \\*teams\\*.”" in words(asked)
        assert "For Asha Rahman, until Thursday 12 September." in words(asked)
        mine = await town.say(DIRECTOR, "list")
        assert "Tom Hartley drafts it until 12 September." in words(mine)
        form = await town.press(QUALITY, "Draft PI1.4")
        save = next(b for b in buttons(form) if b["title"] == "Save draft")
        draft = {"words": "45 audits, 26% good.", "rag": "A", "why": "Behind."}
        await town.send(QUALITY, "update.save", {**filled(form), **draft, **save["data"]})
        assert "It waits for Asha Rahman to sign." in words(await town.say(QUALITY, "list"))
        mine = await town.say(DIRECTOR, "list")
        assert "Tom Hartley has drafted this: read and sign it." in words(mine)
        assert "Start with PI1.4" in [one["title"] for one in buttons(mine)]
        stolen = await town.send(QUALITY, "delegate.end", {"ref": "PI1.4", "month": "2019-09"})
        assert "PI1.4 is not one of your actions." in words(stolen)


async def test_a_colleague_who_leads_nothing_finds_the_draft_on_their_list(
    database_url: str,
) -> None:
    async with council(database_url) as town:
        await town.at("2019-09-05T09:00")
        base = {"month": "2019-09", "ref": "PI1.4", "until": "2019-09-12"}
        await town.send(DIRECTOR, "delegate.save", {**base, "colleague": DEPUTY})
        assert "asks you to draft this" in words(town.last(DEPUTY))
        assert "My list" in [one["title"] for one in buttons(await town.say(DEPUTY, "hello"))]
        listed = await town.say(DEPUTY, "list")
        assert "1 update to draft" in words(listed)
        await town.send(DIRECTOR, "delegate.end", {"month": "2019-09", "ref": "PI1.4"})
        again = await town.say(DEPUTY, "list")
        assert "You have no actions to update" in words(again)
        await town.send(DIRECTOR, "delegate.save", {**base, "colleague": DEPUTY})
        assert [k for k in town.hall.sends if k.startswith("delegated:")][1:], town.hall.sends
