"""Check that one process at a time serves a file."""

from __future__ import annotations

from pathlib import Path

import pytest

from store import StoreError
from store.lock import Lock


def test_of_two_on_the_same_file_the_second_is_told_why_until_the_first_lets_go(
    tmp_path: Path,
) -> None:
    path = tmp_path / "g2g.db.lock"
    with Lock(path, "taken"):
        for _ in range(2):
            with pytest.raises(StoreError, match="taken"):
                Lock(path, "taken").__enter__()
    with Lock(path, "taken"):
        pass


def test_without_a_file_there_is_nothing_to_keep_others_off() -> None:
    with Lock(None, "taken"), Lock(None, "taken"):
        pass


def test_a_lock_that_cant_be_taken_is_a_sentence(tmp_path: Path) -> None:
    garbage = tmp_path / "garbage"
    garbage.write_bytes(b"no database at all, " * 500)
    for path in (garbage, tmp_path, Path("/proc/g2g.lock")):
        with pytest.raises(StoreError, match="can't be written to"):
            Lock(path, "taken").__enter__()
