"""Make a board's pack from what was frozen, as a file of each kind."""

from __future__ import annotations

from functools import cache

import typst

from bot.fonts import FONTS, drawn
from cards.pack_excel import excel
from cards.pack_pdf import PAGE, page_data
from cards.pack_word import word
from store import Books
from workflow.pack import Pack, board_name, pack_of
from workflow.summary import thaw
from workflow.tiers import Tier, tier_of

__all__ = ["KINDS", "file_name", "load_pack", "make"]

# Each kind of file, and what it is called where files are sent.
KINDS = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


async def load_pack(books: Books, board: str, month: str) -> Pack | str:
    """What a board was shown of a month (2019-09); a sentence when there is nothing to show."""
    plan = await books.plans.current()
    if plan is None:
        return "There is no plan yet, so there is no pack."
    names = {one.id: one.name for one in plan.boards}
    found = await books.cycles.get(month)
    if board not in names and (found is None or board not in found.posted):
        return f"There is no board {board!r}. The boards are: {', '.join(names)}."
    if found is None:
        return f"Nothing is known of the month {month!r}. Write a month like 2019-09."
    name = names.get(board, board)
    if board not in found.posted:
        return f"Nothing of {found.name} {month[:4]} was posted to {name} yet, so there is no pack."
    frozen = await books.cycles.frozen(month, found.draft)
    at = await books.cycles.frozen_at(month, found.draft)
    if frozen is None or at is None:
        return f"Nothing of {found.name} {month[:4]} was frozen, so there is no pack."
    try:
        view = thaw(frozen)
    except ValueError as error:
        return f"No pack is made of {found.name} {month[:4]}: {error}."
    kept = board_name(view, board)
    called = kept if kept != board else name
    tier = tier_of(view, board) or Tier.PROGRAMME
    return pack_of(view, board=called, digest=frozen.digest, frozen_at=at, tier=tier)


def make(pack: Pack, kind: str) -> bytes:
    """The pack as a file; `kind` is one of KINDS. Takes seconds for thousands of actions."""
    if kind == "docx":
        return word(pack)
    if kind == "xlsx":
        return excel(pack)
    pdf: bytes = typst.compile(
        PAGE.encode(),
        format="pdf",
        font_paths=_fonts(),
        pdf_standards=["ua-1"],
        sys_inputs={"data": page_data(pack, drawn())},
        timestamp=int(pack.frozen_at.timestamp()),
    )
    return pdf


@cache
def _fonts() -> typst.Fonts:
    """The same fonts on every machine: none of the system's."""
    return typst.Fonts(include_system_fonts=False, font_paths=[str(FONTS)])


def file_name(board: str, month: str, kind: str) -> str:
    """What the file is called: programme-board-2019-09.pdf."""
    return f"{board}-{month}.{kind}"
