"""Know the fonts that documents and pictures are set in: they come with a package."""

from __future__ import annotations

import struct
from functools import cache
from importlib.resources import files
from pathlib import Path

__all__ = ["FONTS", "FONT_FILES", "drawn"]

FONTS = Path(str(files("font_source_sans_pro"))) / "files"
FONT_FILES = tuple(str(FONTS / f"SourceSansPro-{cut}.ttf") for cut in ("Regular", "Bold"))


@cache
def drawn() -> frozenset[str]:
    """The characters that both cuts can draw."""
    found = [_characters(Path(one).read_bytes()) for one in FONT_FILES]
    return frozenset.intersection(*found)


def _characters(font: bytes) -> frozenset[str]:
    """The characters in a font's `cmap` table: https://learn.microsoft.com/typography/opentype."""
    start = _table(font, b"cmap")
    (count,) = struct.unpack_from(">H", font, start + 2)
    codes: set[int] = set()
    for number in range(count):
        (offset,) = struct.unpack_from(">I", font, start + 8 + 8 * number)
        at = start + offset
        (kind,) = struct.unpack_from(">H", font, at)
        if kind == 4:
            codes |= _segments(font, at)
        elif kind == 12:
            (groups,) = struct.unpack_from(">I", font, at + 12)
            for group in range(groups):
                first, last = struct.unpack_from(">II", font, at + 16 + 12 * group)
                codes.update(range(first, last + 1))
    return frozenset(map(chr, codes - {0xFFFF}))


def _segments(font: bytes, at: int) -> set[int]:
    """Format 4: runs of codes, whose ends and starts stand in two lists."""
    (twice,) = struct.unpack_from(">H", font, at + 6)
    ends = struct.unpack_from(f">{twice // 2}H", font, at + 14)
    starts = struct.unpack_from(f">{twice // 2}H", font, at + 16 + twice)
    return {code for start, end in zip(starts, ends, strict=True) for code in range(start, end + 1)}


def _table(font: bytes, tag: bytes) -> int:
    (count,) = struct.unpack_from(">H", font, 4)
    for number in range(count):
        name, _, offset, _ = struct.unpack_from(">4sIII", font, 12 + 16 * number)
        if name == tag:
            return int(offset)
    message = f"the font has no table {tag!r}"
    raise ValueError(message)
