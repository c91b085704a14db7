"""Let one process at a time serve a file, on every system, and let go when it dies."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Self

from store import StoreError

__all__ = ["Lock"]


class Lock:
    """A lock held for as long as the process lives; `path` None locks nothing.

    It is an SQLite file of its own with an open exclusive transaction: the one kind of file
    lock that works the same on Linux, macOS and Windows with nothing installed.
    """

    def __init__(self, path: Path | None, sentence: str) -> None:
        self._path = path
        self._sentence = sentence
        self._held: sqlite3.Connection | None = None

    def __enter__(self) -> Self:
        """Take the lock; raises StoreError with the sentence when another process has it."""
        if self._path is None:
            return self
        try:
            self._held = sqlite3.connect(self._path, timeout=0, isolation_level=None)
            self._held.execute("BEGIN EXCLUSIVE")
        except sqlite3.DatabaseError as error:
            if self._held is not None:
                self._held.close()
                self._held = None
            if "locked" in str(error):
                raise StoreError(self._sentence) from error
            message = (
                f"The file {self._path}, which keeps a second process off, can't be written to. "
                "Let this user write to its folder, or set G2G_DATABASE_URL."
            )
            raise StoreError(message) from error
        return self

    def __exit__(self, *_: object) -> None:
        if self._held is not None:
            self._held.close()
            self._held = None
