"""Draw the cards about what young people say, with plain words and with words of every kind."""

from __future__ import annotations

from dataclasses import replace

from cards.blocks import Card
from cards.promises import promise_card, promise_list_card, reply_card
from cards.written import all_read_card, reading_card, waiting_card
from workflow.promises import PromiseView
from workflow.written import ReadView

__all__ = ["young"]

_NAME = "Young inspectors who hear on their visits that the council listens and acts"


def young(
    *,
    said: str = "The bus pass ran out and nobody told me how to get a new one.",
    asked: str = "Tell care leavers how to renew a bus pass",
    replied: str = "Every adviser has the form now.",
) -> dict[str, Card]:
    """Each card by its name; `said` is a young person's, `asked` and `replied` the council's."""
    read = ReadView(
        id=3,
        position=1,
        total=2,
        question="One thing to keep, one thing to change?",
        words=said,
        by="Friday 6 September, 5pm",
        late=False,
        may_use="Yes, without their name",
        quotable=True,
    )
    draft = PromiseView(
        id=7,
        version=1,
        text=asked,
        about="A suggestion",
        quoted=False,
        clock="A draft: nobody has been asked yet",
        draft=True,
        people=(("Asha Rahman", "asha"), ("Moira Campbell", "moira")),
    )
    waits = replace(
        draft,
        version=2,
        draft=False,
        owner="Moira Campbell",
        clock="Reply due by Thursday 3 October",
        about="A young inspectors' recommendation: residential homes",
    )
    late = replace(waits, late=True, clock="No reply. It was due on 3 October 2019, 1 day ago")
    answered = replace(
        waits, reply=f"We've started: {replied}", clock="Replied on 20 September 2019", quoted=True
    )
    public = replace(answered, public=True)
    wrong = "Say in a sentence what happens, or why not. Young people read it."
    mine = replace(waits, mine=True, error=wrong, typed={"reply": "will", "words": replied})
    late_read = replace(
        read,
        late=True,
        quotable=False,
        may_use="No",
        notice="Passed on as C-7K2M.",
        error="Their own words may be quoted only when they said yes. Use words of yours.",
        typed=asked,
    )
    page = "https://g2g.example.org/we-did"
    everything = (draft, late, waits, answered, public)
    stated = (("QA1.2-Y1", _NAME, replied),)
    return {
        "waiting": waiting_card(2, by="Friday 6 September, 5pm", late=0, why=""),
        "waiting_late": waiting_card(1, by="", late=1, why="You are asked as the cover."),
        "all_read": all_read_card("That one has been read already."),
        "reading": reading_card(read),
        "reading_late": reading_card(late_read),
        "reading_deleted": reading_card(replace(read, used=False, quotable=False)),
        "reading_shut": reading_card(replace(read, opened=False, words="")),
        "promise": promise_card(answered),
        "promise_draft": promise_card(replace(draft, quoted=True)),
        "promise_waits": promise_card(replace(waits, notice="✓ Asked for a reply.")),
        "promise_public": promise_card(public),
        "promise_list": promise_list_card(
            everything, statements=stated, notice="✓ Dropped.", page=page
        ),
        "promise_list_empty": promise_list_card([], statements=[("QA1.2-Y1", _NAME, "")]),
        "promise_list_long": promise_list_card([replace(late, id=n) for n in range(1, 40)]),
        "reply": reply_card(mine),
        "reply_given": reply_card(replace(answered, mine=True)),
    }
