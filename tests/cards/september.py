"""Draw one of each card from the shipped plan's September, as people would see them."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from cards.asked import asked_card
from cards.blocks import Card, press
from cards.board import action_card, draft_card, exceptions_card, summary_card, workstream_card
from cards.charts import image
from cards.cover import delegate_card
from cards.desk import chase_card, review_card
from cards.forms import form_card
from cards.groups import group_card, groups_card
from cards.history import history_card
from cards.notes import note_card, problem_card
from cards.officers import receipt_card, round_card
from cards.pack import pack_card
from cards.teams_charts import beside
from tests.cards.samples import duty
from tests.cards.young import young
from tests.workflow.plans import CALENDAR, SEPTEMBER, london, report, reports, shipped
from workflow.asked import answer, history_of, not_understood
from workflow.completion import Ruling, Settled, since_words, told_words
from workflow.cover import DelegateView
from workflow.cycle import Ask, BoardDay, Facts, Item, ItemState, Month, Report, State, asked_in
from workflow.decisions import Decision
from workflow.desk import chase_view, review_view
from workflow.held import Held
from workflow.history import history_view
from workflow.pack import scope
from workflow.plan import Reading
from workflow.questions import Questions
from workflow.rag import Rag
from workflow.round import form_view, receipt_view, round_view
from workflow.sight import Sight, as_it_stands
from workflow.summary import Summary, freeze, summarise
from workflow.tiers import Tier
from workflow.updates import Figure, Update

NAMES = {
    "asha": "Asha Rahman",
    "tom": "Tom Hartley",
    "gwen": "Gwen Price",
    "daniel": "Daniel Okafor",
    "moira": "Moira Campbell",
    "priya": "Priya Nair",
    "frances": "Frances Doyle",
}
HOLDERS = {
    "director-csc": ("asha",),
    "ad-qa-safeguarding": ("tom",),
    "managing-director": ("gwen",),
    "chief-executive": ("daniel",),
    "ad-children-in-care": ("moira",),
}
# August's rating and September's, in the plan's order; a dot has no update.
RATINGS = {
    "SP": ("AAAAAG", "AAG.RG"),
    "PI": ("ARAAGAAGGA", "RGARAAAGGG"),
    "LD": ("AGG", "AGA"),
    "QA": ("GARGAG", "GARG.G"),
}
WHY = {
    "PI1.1": "The senior roles that were advertised in July are not filled.",
    "SP1.5": "Supervision is not recorded in the same way by every team.",
    "PI1.4": "24% of plans are Good; the milestone is 55% by October.",
    "QA1.3": "47% against 90%, due in October.",
    "LD1.3": "The consultants are not in post until November.",
}
DECISION = "Agree a three-month extension to the senior recruitment, to December 2019."
FLAG = "Rating and figure disagree: Green, and 47% is 43 points below the target."
PATHWAY = "Two personal advisers started on 2 September. 55.1% of plans are up to date."
GIVEN = Reading(55.1, date(2019, 9, 6), "day", 27, 49, "officer")


def said(ref: str, rag: str, **more: object) -> Report:
    """An accepted or waiting update of September."""
    action = next(one for one in shipped().actions if one.ref == ref)
    given = {
        "words": PATHWAY if ref == "PI3.1" else action.update[0],
        "why": WHY.get(ref, "On course for its date."),
        "decision": DECISION if ref == "PI1.1" else "",
        "next_step": "Recruit two more advisers by 31 October." if ref == "PI3.1" else "",
        "said_by": HOLDERS[action.leads[-1]][0],
        "said_for": action.leads[-1],
        **more,
    }
    return report(ref, rag, **given)


def ratings(which: int) -> dict[str, str]:
    """August's (0) or September's (1) ratings by action."""
    found: dict[str, str] = {}
    for workstream in shipped().workstreams:
        refs = [action.ref for each in workstream.objectives for action in each.actions]
        found |= dict(zip(refs, RATINGS[workstream.ref][which], strict=True))
    return {ref: letter for ref, letter in found.items() if letter != "."}


def in_month(states: Mapping[str, ItemState], state: State = State.OPEN) -> Month:
    """September with these items elsewhere than waiting; each report's id is its place."""
    items = tuple(
        Item(ref, where, 0 if where is ItemState.WAITING else 1, number)
        for number, ref in enumerate(asked_in(shipped().actions, "2019-09"), 1)
        for where in [states.get(ref, ItemState.WAITING)]
    )
    asks = tuple(Ask(who, 1) for who in ("asha", "tom", "daniel", "gwen", "moira"))
    return replace(SEPTEMBER, state=state, items=items, asks=asks)


def held_of(of: Month, now: str, given: list[Report]) -> Held:
    """Everything about it."""
    facts = Facts(
        now=london(now),
        calendar=CALENDAR,
        asked=asked_in(shipped().actions, "2019-09"),
        askers={
            one.ref: tuple(HOLDERS[lead][0] for lead in one.leads) for one in shipped().actions
        },
        holders=HOLDERS,
        pmo=("priya",),
        approvers=("frances",),
        boards=(BoardDay("programme-board", of.dates.board_on),),
    )
    readings = {one.id: one.readings for one in shipped().measures}
    if any(one.ref == "PI3.1" for one in given):
        readings["PI3.1-M1"] = (*readings["PI3.1-M1"], GIVEN)
    places = {ref: number for number, ref in enumerate(facts.asked, 1)}
    return Held(
        plan=shipped(),
        month=of,
        facts=facts,
        reports=reports(*(replace(one, id=places[one.ref]) for one in given)),
        before={
            ref: report(ref, letter, month="2019-08", words=action.update[0])
            for ref, letter in ratings(0).items()
            for action in shipped().actions
            if action.ref == ref
        },
        readings=readings,
        comments={places["PI3.1"]: "Which figure is new? 53.8% is August's."},
        names=NAMES,
    )


def asked() -> Held:
    """Thursday 12 September: some are in, one was sent back."""
    states = {
        "SP1.5": ItemState.ACCEPTED,
        "SP2.1": ItemState.ANSWERED,
        "LD1.2": ItemState.ANSWERED,
        "PI1.1": ItemState.ANSWERED,
        "PI1.2": ItemState.ANSWERED,
        "PI3.1": ItemState.RETURNED,
        "QA1.3": ItemState.ANSWERED,
        "QA1.6": ItemState.ACCEPTED,
    }
    given = [
        said("SP1.5", "R"),
        said("SP2.1", "G", kind="no_change"),
        said("LD1.2", "G"),
        said("PI1.1", "R"),
        said("PI1.2", "G"),
        said("PI3.1", "A"),
        said("QA1.3", "G", words="The tracker is live and used weekly."),
        said("QA1.6", "G"),
    ]
    return held_of(in_month(states), "2019-09-12 09:00", given)


def reported() -> Held:
    """Monday 23 September: closed, reviewed; two are silent."""
    now = ratings(1)
    month = in_month(dict.fromkeys(now, ItemState.ACCEPTED), State.DRAFTED)
    return held_of(month, "2019-09-23 09:00", [said(ref, rag) for ref, rag in now.items()])


def one_of_each() -> dict[str, Card]:
    """Each card by its name."""
    return {
        **_officers(),
        **_desk(),
        **_boards(),
        **_rulings(),
        **_asked(),
        **_notes(),
        **young(),
        **_duty(),
    }


def _duty() -> dict[str, Card]:
    drawn = dict(duty())
    kept = ("alert", "concern", "concern read", "concerns", "test alert")
    return {name.replace(" ", "_"): drawn[name] for name in kept}


def _officers() -> dict[str, Card]:
    one = asked()
    saved = said("PI3.1", "A")
    update = Update("update", "", Rag.AMBER, "", figures=(Figure("PI3.1-M1", GIVEN),))
    after = {item.ref: item.state for item in one.month.items} | {"PI3.1": ItemState.ANSWERED}
    answered = replace(one, month=in_month(after))
    receipt = receipt_view(answered, "asha", saved, update)
    same = receipt_view(one, "asha", one.reports["SP2.1"], Update("no_change", "", Rag.GREEN, ""))
    typed = {"words": PATHWAY, "rag": "", "figure:PI3.1-M1": "39 of 38", "why": ""}
    wrong = {
        "figure:PI3.1-M1": "39 of 38 can't be: please check both numbers.",
        "rag": "Choose Green, Amber or Red.",
        "why": "Say in a line why you chose this rating.",
    }
    unproven = {
        "evidence": "What shows that it is finished? Write it in a sentence, or give the link "
        "above. A board decides on it."
    }
    newer = "**Gwen Price saved PI1.1 while this form was open.** Nothing of yours is lost."
    views = {
        "form": form_view(one, "asha", "PI3.1"),
        "form_without_figures": form_view(one, "asha", "SP1.2"),
        "form_with_errors": form_view(one, "asha", "PI3.1", values=typed, errors=wrong),
        "form_for_a_joint_lead": form_view(one, "daniel", "PI1.1", notice=newer),
        "form_proposed_without_evidence": form_view(
            one, "asha", "PI3.1", values={"complete": "true"}, errors=unproven
        ),
        "no_change": form_view(one, "asha", "SP1.2", same=True),
    }
    assert receipt is not None
    assert same is not None
    told = history_view(one, one.plan.actions[12], [said("PI3.1", "A", id=1)], ())
    proposed = said("PI3.1", "A", id=1, complete="All 12 audits are signed off.")
    ruled = history_view(finished(), one.plan.actions[12], [proposed], ())
    offered = (("lewis", "Lewis Grant, deputy"), ("tom", "Tom Hartley"))
    named = tuple((each.ref, each.title) for each in one.plan.actions[10:14])
    offer = DelegateView("2019-09", named, ("PI3.1",), offered, "lewis", "2019-09-17")
    return {
        "history": history_card(told),
        "history_with_what_a_board_said": history_card(ruled),
        "delegate": delegate_card(offer),
        "round": round_card(round_view(one, "asha")),
        "round_page_3": round_card(round_view(one, "asha", page=3)),
        "reminder": round_card(round_view(one, "asha", reminder=True)),
        "round_joint": round_card(round_view(one, "daniel")),
        "round_with_what_is_complete": round_card(round_view(finished(), "asha", page=2)),
        "round_done": round_card(round_view(one, "gwen")),
        **{name: form_card(view) for name, view in views.items() if view is not None},
        "receipt": receipt_card(receipt),
        "receipt_of_no_change": receipt_card(same),
        "receipt_late": receipt_card(
            replace(
                receipt,
                late=True,
                next=None,
                what_next="September has closed. Your update is kept and marked late.",
            )
        ),
    }


def _desk() -> dict[str, Card]:
    one = asked()
    closed = replace(one, month=replace(one.month, state=State.REVIEW))
    views = {
        "review": review_view(one, "QA1.3"),
        "review_flagged": review_view(one, "QA1.3", flagged={"QA1.3": [FLAG]}),
        "review_of_what_is_accepted": review_view(one, "SP1.5"),
        "review_refused": review_view(
            one, "QA1.3", error="Say what needs to change.", comment="Is 47% new?"
        ),
    }
    return {
        "chase": chase_card(chase_view(one)),
        "chase_closed": chase_card(chase_view(closed)),
        **{name: review_card(view) for name, view in views.items() if view is not None},
    }


def settled() -> Settled:
    """PI3.1, accepted on the card of August."""
    proof = "Both advisers are in post; all 12 audits are signed off."
    when = london("2019-08-29 14:00")
    board = "programme-board"
    return Settled("2019-08", "PI3.1", board, Ruling.ACCEPTED, proof, "frances", when)


def finished() -> Held:
    """The officers' month after PI3.1 was accepted as complete."""
    one = asked()
    left = tuple(item for item in one.month.items if item.ref != "PI3.1")
    month = replace(one.month, items=left)
    earlier = london("2019-06-27 14:00")
    again = replace(settled(), month="2019-06", ruling=Ruling.NOT_YET, said_at=earlier)
    again = replace(again, words="The June audits are missing.")
    return replace(one, month=month, complete={"PI3.1": settled()}, settled=(again, settled()))


def _rulings() -> dict[str, Card]:
    """A proposal of complete, what was accepted, and a posted card with what was said since."""
    view, board = summed_up(), "programme-board"
    line = view.line("PI3.1")
    assert line is not None
    told, name = settled(), "Getting to Good Programme Board"
    asks = "Proposed complete. Accept it? Evidence: " + told.words
    proposed = replace(line, decision=asks, proposed=told.words)
    note = f"Complete: accepted by the {name} on 29 August 2019. Not asked any more."
    blue = replace(line, rag="B", why="", note=note)
    decided = [(f"{name}, Thursday 29 August, 2pm, recorded by Frances Doyle", told_words(told))]
    return {
        "board_action_proposed": action_card(view, proposed, board=board, rules="accept"),
        "board_action_complete": action_card(
            view, blue, board=board, rules="reopen", decided=decided
        ),
        "board_summary_since": summary_card(
            view, board=board, name=name, since=[since_words(told, name)]
        ),
    }


def summed_up() -> Summary:
    """September as its boards see it."""
    one = reported()
    return summarise(
        one.plan,
        one.month,
        reports=one.reports,
        before=one.before,
        readings=one.readings,
        names=NAMES,
    )


def _boards() -> dict[str, Card]:
    view, board = summed_up(), "programme-board"
    lines = {ref: view.line(ref) for ref in ("PI1.1", "SP1.4")}
    posts = "It is posted on Thursday 26 September, 9am."
    digest = freeze(view, 1).digest
    workstream = workstream_card(view, "QA", board=board)
    assert workstream is not None
    return {
        "board_summary": summary_card(view, board=board, name="Getting to Good Programme Board"),
        **{
            f"board_for_{tier.value}": summary_card(view, board=board, name="A board", tier=tier)
            for tier in Tier
            if tier is not Tier.PROGRAMME
        },
        "board_exceptions": exceptions_card(view, board=board),
        "board_workstream": workstream,
        **{
            f"board_groups_{name}_for_{tier.value}": made
            for name, tier in (
                ("workstream", Tier.PROGRAMME),
                ("recommendation", Tier.PROGRAMME),
                ("outcome", Tier.PORTFOLIO),
            )
            if (made := groups_card(view, name, board=board, tier=tier))
        },
        "board_group": group_card(
            view, "recommendation:pathway-plans", board=board, tier=Tier.PROGRAMME
        )
        or {},
        "board_action_in_a_group": (
            action_card(view, lines["PI1.1"], board=board, back="outcome:workforce:2")
            if lines["PI1.1"]
            else {}
        ),
        "board_action": action_card(view, lines["PI1.1"], board=board) if lines["PI1.1"] else {},
        "board_action_with_its_figures": _with_figures(view, board),
        "board_action_silent": (
            action_card(view, lines["SP1.4"], board=board) if lines["SP1.4"] else {}
        ),
        "pack": pack_card(
            view,
            board=board,
            name="Getting to Good Programme Board",
            links={
                kind: f"https://g2g.example.gov.uk/packs/{kind}" for kind in ("pdf", "docx", "xlsx")
            },
            scope=scope(view, Tier.PORTFOLIO, "Getting to Good Portfolio Meeting"),
        ),
        "pack_without_links": pack_card(
            view, board=board, name="Programme Board", links={}, scope="All of it."
        ),
        "draft": draft_card(view, draft=1, digest=digest, approved="", posts=posts, waiting=1),
        "draft_late": draft_card(
            view,
            draft=1,
            digest=digest,
            approved="",
            posts="It is posted at once.",
            waiting=0,
            late="Board day has come, and nothing is approved: nothing was posted.",
        ),
        "draft_approved": draft_card(
            view,
            draft=1,
            digest=digest,
            approved="Approved by Frances Doyle, Tuesday 24 September, 10am.",
            posts=posts,
            waiting=0,
        ),
    }


def august() -> Summary:
    """What was posted the month before: the ratings before, one date, one figure less."""
    view = summed_up()
    lines = [replace(one, rag=one.was) for one in view.lines]
    lines = [
        replace(one, due="due 31 March 2020") if one.ref == "PI3.1" else one
        for one in lines
        if one.ref != "QA1.6"
    ]
    measures = tuple(
        replace(one, readings=one.readings[:-1]) if one.id == "PI3.1-M1" else one
        for one in view.plan.measures
    )
    return replace(
        view,
        month="2019-08",
        month_name="August",
        lines=tuple(lines),
        plan=replace(view.plan, measures=measures),
    )


def _asked() -> dict[str, Card]:
    """What somebody is told who asks on Friday 27 September, in a board's channel."""
    said = Decision(
        "2019-08",
        "PI3.1",
        "programme-board",
        "Fund two advisers.",
        "gwen",
        london("2019-08-29 11:00"),
    )
    channel = Sight(
        date(2019, 9, 27),
        (august(), summed_up()),
        board="programme-board",
        decisions=(said,),
        unanswered=frozenset({said}),
    )
    officer = replace(
        channel,
        board="",
        now=as_it_stands(asked()),
        own=frozenset({"PI3.1", "SP1.5", "QA1.3"}),
        led=frozenset({"PI3.1", "SP1.5", "QA1.3"}),
    )
    reader = Questions(shipped())
    cards = {}
    for name, sight, text in (
        ("red", channel, "what's red?"),
        ("amber_in_a_part", channel, "which are amber in quality assurance?"),
        ("by_an_officer", officer, "what's red or amber?"),
        ("changed", channel, "what changed since August?"),
        ("worse", channel, "what's worse than last month?"),
        ("how", channel, "how are pathway plans doing?"),
        ("which", channel, "how are audits doing?"),
        ("overdue", channel, "what's overdue?"),
        ("due", channel, "what's due soon?"),
        ("decisions", channel, "open decisions"),
        ("who_is_silent", channel, "who hasn't answered?"),
        ("summary", officer, "how are we doing?"),
        ("no_such_month", channel, "what changed since June?"),
        ("no_such_part", channel, "any reds in finance?"),
        ("help", channel, "what can I ask?"),
        ("before_anything_is_posted", Sight(date(2019, 9, 4), board="pmo"), "what's red?"),
    ):
        question = reader.read(text, date(2019, 9, 27), only_asks=True)
        assert question is not None, text
        cards[f"asked_{name}"] = asked_card(answer(question, sight), asked=text)
    changes = reader.read("what changed since August?", date(2019, 9, 27))
    assert changes is not None
    cards["asked_changed_page_2"] = asked_card(answer(changes, channel), asked="changes", page=2)
    cards["asked_not_understood"] = asked_card(not_understood(channel))
    told = history_of("PI3.1", channel)
    assert told is not None
    on = [press("Show PI3.1", "ask.say", {"text": "Show PI3.1"})]
    return {**cards, "asked_history": history_card(told, buttons=on)}


def _with_figures(view: Summary, board: str) -> Card:
    """PI3.1's card with what stands for its measure's picture."""
    line = view.line("PI3.1")
    assert line is not None
    made = action_card(view, line, board=board)
    words = f"Up-to-date pathway plans: {line.row.measures[0].reason}"
    picture = image("https://g2g.example.gov.uk/pictures/x", words)
    *body, foot = made["body"]
    shown, said = beside([view], ("measure", line.row.measures[0].measure), words, picture)
    plain = "\n".join([made["fallbackText"], *said])
    return {**made, "body": [*body, *shown, foot], "fallbackText": plain}


def _notes() -> dict[str, Card]:
    return {
        "note": note_card(
            "You have no actions to update",
            ["You are not named as the lead of an action that is asked about this month."],
            [press("Show my list", "round.open", {"month": "2019-09"})],
        ),
        "problem": problem_card(
            "PI3.1 is not one of your actions, so it was not changed.",
            {"words": PATHWAY, "rag": "A", "figure:PI3.1-M1": "55.1", "why": "Behind."},
            month="2019-09",
        ),
    }
