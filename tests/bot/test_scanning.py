"""Try the scan as the safeguarding lead does: lines in, lines out, and nothing kept."""

from __future__ import annotations

import json

from bot.scanning import scan_lines
from workflow.safeguarding import FAILED


def test_each_line_gets_one_in_its_order_with_its_text_unchanged() -> None:
    texts = ["the bus is late", "he hits me\n", "  ", "\ud83d half a sign", "Boję się"]
    lines = [json.dumps({"text": text}).encode() for text in texts]
    read = [json.loads(line) for line in scan_lines(lines)]
    assert [one["text"] for one in read] == texts
    assert [one["concern"] for one in read] == [False, True, False, False, True]
    assert read[1]["kinds"] == ["violence"]
    assert read[1]["because"].startswith("violence: ")


def test_a_line_that_cannot_be_read_is_a_concern() -> None:
    lines = [b"no json", b"[1]", b'{"text": 7}', b"{}", b"\xff\xfe", b""]
    read = [json.loads(line) for line in scan_lines(lines)]
    assert len(read) == len(lines)
    assert all(one["concern"] for one in read)
    assert FAILED not in str(read)
