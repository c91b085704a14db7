"""Draw a board's month by workstream, by Ofsted's recommendation, or by whom it helps."""

from __future__ import annotations

from dataclasses import dataclass

from cards.blocks import Card, box, brief, card, choices, press, subtle, text, title, unfold
from cards.lines import PAGE, action_line, action_words, named, page_of, to_summary, turn
from workflow.groups import By, Group, groups, offered, wording
from workflow.pack import KEY
from workflow.rag import MARKS, Rag
from workflow.summary import Counts, Summary
from workflow.tiers import Tier
from workflow.words import shorten

__all__ = ["group_card", "groups_card", "see_by"]

# So much of what a group is called, and of what it is about.
_NAME = 160
_SEVERAL = "An action can stand in more than one place."
_NOT_KEPT = "This was not kept when the month was approved. Look by workstream instead."


@dataclass(frozen=True, slots=True)
class _Place:
    """What a button names: `by` or by:2 (its second page); of a group, by:id or by:id:2."""

    by: By
    id: str
    page: str

    @classmethod
    def read(cls, name: str, *, group: bool = False) -> _Place | None:
        """None for what is no view: a button's name may come from anybody."""
        by, *rest = name.split(":")
        id_ = rest.pop(0) if group and rest else ""
        return cls(By(by), id_, rest[0] if rest else "") if by in list(By) else None


def see_by(view: Summary, board: str, tier: Tier) -> Card | None:
    """The choice between views of all actions; None for a plan without any."""
    found = [(wording(by, tier), by.value) for by in offered(view)]
    if not found:
        return None
    pick = choices("name", "See them", found, value=found[0][1])
    data = {"month": view.month, "board": board}
    return unfold("See all actions", [pick], press("Show", "board.groups", data, inputs=True))


def groups_card(view: Summary, name: str, *, board: str, tier: Tier) -> Card | None:
    """A line a group, ten at a time: its counts and how they moved; None for what is no view."""
    place = _Place.read(name)
    if place is None:
        return None
    found = groups(view, place.by)
    number, pages = page_of(place.page, len(found))
    shown = found[(number - 1) * PAGE : number * PAGE]
    head = wording(place.by, tier)
    where = f" · page {number} of {pages}" if pages > 1 else ""
    about = [_SEVERAL] if place.by is not By.WORKSTREAM else []
    if not found:
        about = [_NOT_KEPT]
    if tier is Tier.PORTFOLIO:
        about.append(_key())
    return card(
        [
            subtle(f"Board summary › {view.board_on}{where}"),
            title(head),
            *(subtle(one) for one in about),
            *(_group(view, place.by, one, board) for one in shown),
        ],
        fallback="\n".join(
            [f"{head}, {view.board_on}{where}.", *about, *(_plain(one) for one in shown)]
        ),
        buttons=[
            *turn(view, board, "board.groups", place.by.value, (number, pages)),
            *(
                press(wording(by, tier), "board.groups", named(view, board, by.value))
                for by in offered(view)
                if by is not place.by
            ),
            to_summary(view, board),
        ],
        wide=True,
    )


def group_card(view: Summary, name: str, *, board: str, tier: Tier) -> Card | None:
    """One group's actions, ten at a time; None where there is no such group."""
    place = _Place.read(name, group=True)
    found = groups(view, place.by) if place else ()
    group = next((one for one in found if place and one.id == place.id), None)
    if place is None or group is None:
        return None
    number, pages = page_of(place.page, len(group.lines))
    shown = group.lines[(number - 1) * PAGE : number * PAGE]
    head = wording(place.by, tier)
    where = f" · page {number} of {pages}" if pages > 1 else ""
    stem = f"{place.by.value}:{group.id}"
    here = f"{stem}:{number}" if pages > 1 else stem
    return card(
        [
            subtle(f"{head} › {view.board_on}{where}"),
            title(brief(group.name, _NAME)),
            text(brief(group.about, _NAME)) if group.about else None,
            text(_marked(group.counts)) if group.lines else None,
            subtle(group.moved),
            *(action_line(view, line, board, back=here) for line in shown),
        ],
        fallback="\n".join(
            [
                f"{head}, {view.month_name}, {view.board_on}{where}.",
                _plain(group),
                *(action_words(line) for line in shown),
            ]
        ),
        buttons=[
            *turn(view, board, "board.group", stem, (number, pages)),
            press("Back to the list", "board.groups", named(view, board, place.by.value)),
            to_summary(view, board),
        ],
        wide=True,
    )


# --- the parts ----------------------------------------------------------------------------


def _group(view: Summary, by: By, group: Group, board: str) -> Card:
    """A group in a few lines, to open."""
    shown = box(
        [
            text(f"**{brief(group.name, _NAME)}**", spacing="None"),
            subtle(brief(group.about, _NAME)) if group.about else None,
            text(_marked(group.counts), spacing="Small") if group.lines else None,
            subtle(group.moved),
        ],
        separator=True,
        spacing="Medium",
    )
    if not group.lines:
        return shown
    said = f"Open {shorten(group.name, 27)}"
    # A workstream has a card of its own, with its picture.
    verb, name = "board.group", f"{by.value}:{group.id}"
    if by is By.WORKSTREAM and group.id:
        verb, name = "board.workstream", group.id
    return {**shown, "selectAction": press(said, verb, named(view, board, name))}


def _plain(group: Group) -> str:
    """A group in plain text."""
    said = [
        f"{shorten(group.name, _NAME)}.",
        f"{shorten(group.about, _NAME)}." if group.about else "",
        f"{_marked(group.counts)}." if group.lines else "",
        group.moved.replace("**", ""),
    ]
    return " ".join(part for part in said if part)


def _marked(counts: Counts) -> str:
    """How many are rated how, each with shape, letter and word; Blue where there is one."""
    numbers: list[tuple[Rag | None, int]] = [
        (Rag.RED, counts.red),
        (Rag.AMBER, counts.amber),
        (Rag.GREEN, counts.green),
        (Rag.BLUE, counts.blue),
        (None, counts.silent),
    ]
    return " · ".join(
        f"{MARKS[rag].words}: {number}" for rag, number in numbers if number or rag is not Rag.BLUE
    )


def _key() -> str:
    """What the ratings mean, for whoever does not see them every week."""
    return f"{'; '.join(f'{MARKS[rag].words}: {words}' for rag, words in KEY if rag)}."
