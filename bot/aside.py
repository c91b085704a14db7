"""Add the one line to what an officer is answered: whom to tell where somebody is at risk now."""

from __future__ import annotations

from collections.abc import Iterable

from store import Books
from workflow.staff_scan import Sign, duty_line

__all__ = ["aside"]


async def aside(books: Books, signs: Iterable[Sign]) -> str:
    """The line where something was noticed in what was typed, else empty."""
    return duty_line(await books.people.numbers()) if tuple(signs) else ""
