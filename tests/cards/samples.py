"""Draw every card there is, from months of several sizes and from words of every kind."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from cards.asked import asked_card
from cards.blocks import Card, press
from cards.board import action_card, draft_card, exceptions_card, summary_card, workstream_card
from cards.concerns import alert_card, concern_card, concerns_card, test_alert_card
from cards.cover import delegate_card
from cards.desk import chase_card, review_card
from cards.forms import form_card
from cards.groups import group_card, groups_card
from cards.history import history_card
from cards.notes import note_card, problem_card
from cards.officers import receipt_card, round_card
from tests.cards.young import young
from tests.workflow.plans import NAMES, action, held, measure, month, plan, report
from workflow.asked import answer
from workflow.concerns import Concern, Did, Step, alert_view, concern_view, list_view
from workflow.concerns import State as State_
from workflow.cover import DelegateView
from workflow.cycle import Ask, ItemState, State
from workflow.dates import at, month_name
from workflow.desk import chase_view, review_view
from workflow.groups import By, groups
from workflow.held import Held
from workflow.history import HistoryView, Told
from workflow.plan import Action, Cadence, OutcomeGroup, Plan, Reading, Recommendation
from workflow.promises import REPLY_MOST, TEXT_MOST
from workflow.questions import Asks, Question
from workflow.rag import Rag
from workflow.round import Row, form_view, receipt_view, round_view
from workflow.sight import Sight, as_it_stands
from workflow.summary import Summary, summarise
from workflow.tiers import Tier
from workflow.updates import DECISION_MOST, REASON_MOST, WORDS_MOST, Figure, Update

SIZES = (0, 1, 17, 25, 60, 300)

# What people, and people who mean no good, may type; each is cut or repeated to a field's size.
KINDS = {
    "plain": "Two personal advisers started on 2 September and one more comes in October. ",
    "mention": "<at>Everyone</at> &lt;at&gt;All&lt;/at&gt; ",
    "links": "[x](javascript:alert(1)) ![p](data:1) http://a.example www.a.example mailto:a@b.c ",
    "markdown": "# Big\n- one\n1. two\n> three\n~~four~~ **five** `six` | seven |\n",
    "macro": "{{DATE(2019-09-17T09:00:00Z, LONG)}} ${name} {{ ",
    "emoji": "👩‍👩‍👧🏽🇬🇧",
    "stars": "*",
    "backslash": "\\",
    "quotes": "\"'”’",
    "one word": "x",
    "cyrillic": "Ж",
}

# So many groups that actions are for: more than a card shows at a time.
_GROUPS = 12
OCTOBER = date(2019, 10, 31)
_STATES = (ItemState.WAITING, ItemState.ACCEPTED, ItemState.ANSWERED, ItemState.RETURNED)


def filled(kind: str, most: int) -> str:
    """Exactly as many characters of a kind as a field takes."""
    return (KINDS[kind] * (most // len(KINDS[kind]) + 1))[:most].strip()


def big_plan(size: int, *, wordy: str = "plain", one_workstream: bool = False) -> Plan:
    """A plan of so many actions, all led by the director, with figures on every second one."""
    codes = ("PI",) if one_workstream else ("SP", "PI", "LD", "QA")
    places = [(codes[n % len(codes)], n // len(codes)) for n in range(size)]
    refs = [f"{code}{place // 20 + 1}.{place % 20 + 1}" for code, place in places]
    made = plan(
        *(_action(n, ref, wordy) for n, ref in enumerate(refs)),
        measures=[
            measure(f"{ref}-M1", short="Plans Good or Outstanding", target=85, by=OCTOBER)
            for ref in refs[::2]
        ],
    )
    # One is for nothing that is in the plan, and each group but that is one of two of an action.
    words = filled(wordy, 60 if wordy == "plain" else 400)
    return replace(
        made,
        recommendations=tuple(Recommendation(f"r{n}", f"{words} {n}") for n in range(_GROUPS + 1)),
        outcomes=tuple(OutcomeGroup(f"o{n}", f"{words} {n}", words) for n in range(_GROUPS)),
    )


def calm_plan(size: int) -> Plan:
    """A plan in which nothing asks for an update: every action Green, and far from its end."""
    title = filled("plain", 60)
    return plan(*(action(f"PI{n // 20 + 1}.{n % 20 + 1}", title, rag="G") for n in range(size)))


def _action(n: int, ref: str, wordy: str) -> Action:
    ends = (date(2019, 9, 30), None, date(2020, 6, 30), date(2019, 7, 31))
    made = action(
        ref,
        filled(wordy, 60 if wordy == "plain" else 200),
        end=ends[n % 4],
        cadence=Cadence.MONTHLY if n % 4 != 1 else (Cadence.QUARTERLY, Cadence.MONTHLY)[n % 2],
        update=(filled(wordy, 400 if wordy == "plain" else WORDS_MOST),),
        rag=("R", "A", "G", None)[n % 4],
        evidence=(filled(wordy, 150), filled(wordy, 120)),
    )
    return replace(
        made,
        recommendations=(f"r{n % _GROUPS}",) if n % 3 else (),
        outcomes=tuple(dict.fromkeys(f"o{one % _GROUPS}" for one in (n, n * 2))),
    )


def big_month(
    of: Plan, *, wordy: str = "plain", done: int | None = None, state: State = State.OPEN
) -> Held:
    """A month of which `done` actions are in (None: some of everything), with long answers."""
    refs = [one.ref for one in of.actions]
    states = {
        ref: _STATES[n % 4] if done is None else _STATES[(n < done) * 2]
        for n, ref in enumerate(refs)
    }
    length = 400 if wordy == "plain" else WORDS_MOST
    said = [
        report(
            ref,
            ("R", "A", "G")[n % 3],
            id=n + 1,
            words=filled(wordy, length),
            why=filled(wordy, min(length, REASON_MOST)),
            next_step=filled(wordy, min(length, REASON_MOST)),
            decision=filled(wordy, DECISION_MOST) if n % 5 == 0 or wordy != "plain" else "",
            kind="no_change" if n % 7 == 6 else "update",
            late=n % 11 == 10,
        )
        for n, ref in enumerate(refs)
        if states[ref] is not ItemState.WAITING
    ]
    readings = {
        one.id: (
            Reading(24, date(2019, 7, 31), "month", 11, 45),
            Reading(55.1, date(2019, 8, 31), "day", 27, 49, "officer"),
        )
        for one in of.measures
    }
    in_month = month(of, states, state=state, asks=(Ask("asha", 1),), draft=1)
    items = tuple(replace(one, report=n + 1) for n, one in enumerate(in_month.items))
    return held(
        of,
        replace(in_month, items=items),
        said=said,
        before=[report(ref, "A", words=filled(wordy, length)) for ref in refs[: len(refs) // 2]],
        readings=readings,
        comments={n + 1: filled(wordy, DECISION_MOST // 2) for n in range(len(refs))},
    )


def summary_of(one: Held) -> Summary:
    """What the boards see of a month."""
    return summarise(
        one.plan,
        one.month,
        reports=one.reports,
        before=one.before,
        readings=one.readings,
        names=NAMES,
    )


def every_card(one: Held, *, wordy: str = "plain") -> Iterator[tuple[str, Card]]:
    """Each card that can be drawn of a month, with its name."""
    yield from _officers(one, wordy)
    yield from _other_ways(one, wordy)
    yield from _desk(one, wordy)
    yield from _boards(one, wordy)
    yield from _asked(one)
    yield from _notes(wordy)
    words = {"said": 2000, "asked": TEXT_MOST, "replied": REPLY_MOST}
    yield from young(**{name: filled(wordy, most) for name, most in words.items()}).items()
    yield from duty(wordy)


def _officers(one: Held, wordy: str) -> Iterator[tuple[str, Card]]:
    pages = round_view(one, "asha").pages
    for page in sorted({1, 2, pages}):
        yield f"round {page}", round_card(round_view(one, "asha", page=page))
    yield "reminder", round_card(round_view(one, "asha", reminder=True))
    for item in one.month.items[:4]:
        ref, values = item.ref, _typed(one.plan, item.ref, wordy)
        wrong = dict.fromkeys(values, "This has 10,000 characters: please shorten it.")
        for name, view in {
            "form": form_view(one, "asha", ref),
            "form with errors": form_view(one, "asha", ref, values=values, errors=wrong),
            "form with notice": form_view(one, "gwen", ref, notice=f"**Newer:** {'n' * 300}"),
            "no change": form_view(one, "asha", ref, same=True),
            "no change with errors": form_view(one, "asha", ref, errors={"why": "Why?"}, same=True),
        }.items():
            assert view is not None
            yield f"{name} {ref}", form_card(view)
        said = one.reports.get(ref)
        if said is not None:
            figures = tuple(Figure(m.id, one.readings[m.id][-1]) for m in one.plan.measures_of(ref))
            update = Update("update", "", Rag.RED, "", figures=figures)
            receipt = receipt_view(one, "asha", said, update)
            assert receipt is not None
            yield f"receipt {ref}", receipt_card(receipt)
            yield f"late receipt {ref}", receipt_card(replace(receipt, late=True))


def _other_ways(one: Held, wordy: str) -> Iterator[tuple[str, Card]]:
    """The same cards as others see them: the PMO for a lead, a colleague who drafts."""
    acting = round_view(one, "asha", acting="asha", notice="3 actions have no change.")
    yield "round entered for somebody", round_card(acting)
    row = Row("PI1.1", filled(wordy, 200), Rag.AMBER, filled(wordy, WORDS_MOST), 3)
    busy = replace(
        round_view(one, "asha", notice=filled(wordy, 400)),
        rows=round_view(one, "asha").rows[:1],
        joint=(row,) * 3,
        drafting=(row,) * 3,
        done_here=(),
        quiet=round_view(one, "asha").quiet[:2],
        stands_in="You stand in for Daniel Okafor, who is away.",
    )
    yield "round with joint updates and drafts", round_card(busy)
    for item in one.month.items[:1]:
        for name, view in {
            "form entered for somebody": form_view(one, "priya", item.ref, acting="asha"),
            "form to draft": form_view(one, "gwen", item.ref),
            "form with one more question": form_view(one, "asha", item.ref, asked=True),
        }.items():
            assert view is not None
            yield name, form_card(view)
        told = tuple(
            Told(
                f"{month_name(f'2019-{n:02}')} 2019",
                "Tuesday 10 September, 10am",
                "Asha Rahman",
                Rag.AMBER,
                filled(wordy, 400 if wordy == "plain" else WORDS_MOST),
                filled(wordy, 150 if wordy == "plain" else REASON_MOST),
                "late, drafted by Tom Hartley",
            )
            for n in range(1, 9)
        )
        for name, shown, more in (("history", told, 7), ("short history", told[:2], 0)):
            view_of = HistoryView(item.ref, filled(wordy, 100), "2019-09", shown, more)
            yield name, history_card(view_of)
        nothing = HistoryView(item.ref, "Nothing", "2019-09", (), 0, "June 2019")
        yield "history of nothing", history_card(nothing)
        people = tuple((f"p{n}", f"{filled(wordy, 30)} {n}, a post") for n in range(100))
        every = tuple((each.ref, each.title) for each in one.plan.actions[:60])
        offer = DelegateView("2019-09", every, (item.ref,), people, "p3", "2019-09-17")
        yield "delegate", delegate_card(offer)
        refused = replace(
            offer,
            standing=("Tom Hartley drafts PI1.1 until 17 September.",),
            held_by=item.ref,
            note=filled(wordy, REASON_MOST),
            error="When?",
        )
        yield "refused delegate", delegate_card(refused)


def _typed(of: Plan, ref: str, wordy: str) -> dict[str, str]:
    figures = {f"figure:{one.id}": filled(wordy, 40) for one in of.measures_of(ref)}
    return {
        "words": filled(wordy, WORDS_MOST),
        "next": filled(wordy, REASON_MOST),
        "rag": "A",
        "why": filled(wordy, REASON_MOST),
        "decision": filled(wordy, DECISION_MOST),
        **figures,
    }


def _desk(one: Held, wordy: str) -> Iterator[tuple[str, Card]]:
    yield "chase", chase_card(chase_view(one))
    closed = replace(one, month=replace(one.month, state=State.REVIEW))
    yield "silent", chase_card(chase_view(closed))
    nobody = replace(one, facts=replace(one.facts, askers={}))
    yield "chase of posts that nobody holds", chase_card(chase_view(nobody))
    approved = replace(one, month=replace(one.month, state=State.APPROVED))
    yield "chase when approved", chase_card(chase_view(approved, notice="Asha was nudged."))
    for ref in (None, *one.reports):
        view = review_view(one, ref)
        if view is None:
            continue
        yield f"review {view.ref}", review_card(view)
        comment = filled(wordy, DECISION_MOST)
        flags = {view.ref: ["Rating and figure disagree.", "The same words as last month."]}
        refused = review_view(
            one, ref, flagged=flags, error="Say what needs to change.", comment=comment
        )
        assert refused is not None
        yield f"refused review {view.ref}", review_card(refused)
        if ref is not None and len(one.reports) > 3:
            break


def _boards(one: Held, wordy: str) -> Iterator[tuple[str, Card]]:
    view, board = summary_of(one), "programme-board"
    yield "summary", summary_card(view, board=board, name=filled(wordy, 60))
    yield "exceptions", exceptions_card(view, board=board)
    pages = {f"{part.ref}:{page}" for part in view.workstreams for page in ("1", "2", "99", "x")}
    for name in sorted({part.ref for part in view.workstreams} | pages):
        workstream = workstream_card(view, name, board=board)
        assert workstream is not None
        yield f"workstream {name}", workstream
    for by in By:
        for name in (by.value, f"{by.value}:2", f"{by.value}:99", f"{by.value}:x"):
            shown = groups_card(view, name, board=board, tier=Tier.PORTFOLIO)
            assert shown is not None
            yield f"groups {name}", shown
        found = groups(view, by)
        for group in (*found[:2], *found[2:][-1:]):
            for name in (f"{by.value}:{group.id}", f"{by.value}:{group.id}:2"):
                shown = group_card(view, name, board=board, tier=Tier.PROGRAMME)
                assert shown is not None
                yield f"group {name}", shown
    for line in view.lines[:4]:
        yield f"action {line.ref}", action_card(view, line, board=board)
    for name, approved, late in (
        ("draft", "", ""),
        ("late draft", "", "Board day has come, and nothing is approved: nothing was posted."),
        ("approved draft", "Approved by Frances Doyle, Tuesday 24 September, 10am.", ""),
    ):
        yield (
            name,
            draft_card(
                view,
                draft=3,
                digest="0123456789abcdef" * 4,
                approved=approved,
                posts="It is posted on Thursday 26 September, 9am.",
                waiting=2,
                late=late,
            ),
        )


def _asked(one: Held) -> Iterator[tuple[str, Card]]:
    """Every kind of question, asked of the month as it stands and as it was posted."""
    view = summary_of(one)
    before = replace(view, month="2019-08", lines=tuple(replace(x, rag=x.was) for x in view.lines))
    refs = frozenset(each.ref for each in view.lines)
    on = date(2019, 9, 27)
    posted = Sight(on, (before, view), board="programme-board")
    everything = Sight(on, (before, view), as_it_stands(one), refs, refs)
    for asks in Asks:
        if asks in {Asks.ACTION, Asks.HISTORY, Asks.PACK, Asks.WORKSTREAM}:
            continue
        question = Question(asks, ("R", "A", "G", "-"), refs=tuple(sorted(refs))[:1])
        for who, sight in (("channel", posted), ("pmo", everything)):
            for page in (1, 2, 500):
                if asks is not Asks.HOW or refs:
                    wide = question if asks is Asks.HOW else replace(question, refs=())
                    made = asked_card(answer(wide, sight), asked="what's red?", page=page)
                    yield f"asked {asks} {who} {page}", made
    if len(refs) > 1:
        many = Question(Asks.HOW, choices=tuple(sorted(refs))[:5])
        yield "asked which", asked_card(answer(many, posted))
    strange = Question(Asks.RATED, ("R",), unknown="a part that is not in the plan at all")
    yield "asked of nothing", asked_card(answer(strange, posted))


def _notes(wordy: str) -> Iterator[tuple[str, Card]]:
    buttons = [press("Show my list", "round.open", {"month": "2019-09"})]
    yield "note", note_card("Nothing was changed", ["One line.", "Another line."], buttons)
    kept = {
        "words": filled(wordy, WORDS_MOST),
        "next": filled(wordy, REASON_MOST),
        "why": filled(wordy, REASON_MOST),
        "decision": filled(wordy, DECISION_MOST),
        "rag": "R",
        "comment": filled(wordy, DECISION_MOST),
        "figure:PI1.1-M1": filled(wordy, 40),
        "as_at:PI1.1-M1": "2019-08-31",
    }
    why = "PI1.1 is not one of your actions, so it was not changed."
    yield "problem", problem_card(why, kept, month="2019-09")
    yield "problem without words", problem_card(why, {})


def duty(wordy: str = "plain") -> Iterator[tuple[str, Card]]:
    """What the duty team sees of a concern at each of its stages."""
    now = at(date(2019, 9, 17), 21)
    first = Concern(
        reference="C-7K2M",
        source="young",
        talk="t",
        kinds=("home_unsafe", "self_harm"),
        because=("rule home-3", "the second reader"),
        words=b"",
        raised_at=now,
    )
    later = now + timedelta(minutes=15)
    steps = [Step(now, Did.ALERTED, "ann", 0), Step(later, Did.ALERTED, "tom", 1)]
    taken = replace(first, state=State_.ACKNOWLEDGED, acknowledged_by="tom", acknowledged_at=later)
    closed = replace(taken, state=State_.CLOSED, closed_by="tom", closed_at=later)
    said = filled(wordy, 2_000)
    yield "alert", alert_card(alert_view(first, steps[:1], NAMES))
    yield "alert again", alert_card(alert_view(first, steps, NAMES))
    yield "alert of a contact", alert_card(alert_view(taken, steps, NAMES, news=Did.CONTACT))
    yield "concern", concern_card(concern_view(first, steps, NAMES))
    yield (
        "concern read",
        concern_card(concern_view(taken, steps, NAMES, words=said, contact=filled(wordy, 400))),
    )
    yield (
        "concern closed",
        concern_card(concern_view(closed, steps, NAMES, words=said, why=filled(wordy, 1_000))),
    )
    wrong = concern_view(taken, steps, NAMES, lost=True, error="Say why it can be closed.")
    yield "concern with errors", concern_card(wrong)
    yield "concerns", concerns_card(list_view([taken, first], NAMES))
    yield "no concerns", concerns_card(list_view([], NAMES))
    yield "many concerns", concerns_card(list_view([first] * 40, NAMES))
    yield "test alert", test_alert_card(7)
