"""Lay out packs for tests: the shipped plan's September, larger plans, and unkind words."""

from dataclasses import replace
from datetime import UTC, datetime
from functools import cache

from tests.cards.samples import KINDS, big_plan, filled
from tests.cards.september import NAMES, reported
from tests.workflow.plans import month, report
from workflow.cycle import ItemState
from workflow.pack import Pack, pack_of
from workflow.summary import Frozen, Summary, freeze, summarise, thaw
from workflow.tiers import Tier

FROZEN_AT = datetime(2019, 9, 23, 8, 0, 30, tzinfo=UTC)
BOARD = "Getting to Good Programme Board"

# What would be a formula, a code or markup in one kind of file or another, or can be in none.
UNKIND = (
    '=HYPERLINK("http://a.example";"x")',
    "+1-2",
    "@SUM(A1)",
    "-cmd|' /C calc'!A0",
    '#panic("x") $x$ *b* _i_ `c` \\ <label> @ref // /* [x] #eval("1")',
    "nul\x00 bell\x07 half \ud800 last \uffff end",
    "</w:t><w:br/> & < > \" ' ]]>",
    "&P &N &&",
    "\u202eright to left\u202c 👩‍👩‍👧🏽 Ж 漢字",
    *KINDS.values(),
)


@cache
def september() -> Frozen:
    """The shipped plan's September, frozen."""
    one = reported()
    view = summarise(
        one.plan,
        one.month,
        reports=one.reports,
        before=one.before,
        readings=one.readings,
        names=one.names,
    )
    return freeze(view, 1)


def pack_from(frozen: Frozen, tier: Tier = Tier.PROGRAMME, board: str = BOARD) -> Pack:
    """A board's pack of what was frozen."""
    view = thaw(frozen)
    return pack_of(view, board=board, digest=frozen.digest, frozen_at=FROZEN_AT, tier=tier)


def summary_of(size: int, *, wordy: str = "plain") -> Summary:
    """A month of so many actions with long answers."""
    of = big_plan(size, wordy=wordy)
    said = {
        one.ref: report(
            one.ref,
            "RAG"[n % 3],
            words=filled(wordy, 400),
            why=filled(wordy, 100),
            next_step=filled(wordy, 100),
            decision=filled(wordy, 100) if n % 9 == 0 else "",
        )
        for n, one in enumerate(of.actions)
    }
    states = dict.fromkeys(said, ItemState.ACCEPTED)
    return summarise(
        of,
        month(of, states),
        reports=said,
        before={ref: report(ref, "A", month="2019-08") for ref in said},
        readings={},
        names=NAMES,
    )


def unkind() -> Pack:
    """September with unkind words in every place where somebody writes."""
    view = thaw(september())
    words = [UNKIND[n % len(UNKIND)] for n in range(len(view.lines))]
    lines = tuple(
        replace(
            line,
            title=said,
            words=f"{said}\n{said}",
            why=f"why {said}",
            next_step=said,
            decision=said,
            note=said,
            exception=True,
            leads=(said,),
            row=replace(
                line.row,
                text=(("bullet", said), ("statement", said)),
                evidence=(("statement", said),),
                timescale=said,
            ),
        )
        for line, said in zip(view.lines, words, strict=True)
    )
    plan = replace(
        view.plan,
        title=UNKIND[4],
        council=UNKIND[7],
        objectives=tuple(
            replace(one, text=UNKIND[n % len(UNKIND)]) for n, one in enumerate(view.plan.objectives)
        ),
    )
    name = UNKIND[7]
    return pack_of(
        replace(view, lines=lines, plan=plan), board=name, digest="0" * 64, frozen_at=FROZEN_AT
    )
