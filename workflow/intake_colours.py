"""Resolve Office colours (theme, tint, indexed) and tell which rating a colour stands for."""

from __future__ import annotations

import colorsys
import re
from collections.abc import Sequence
from functools import lru_cache

from lxml import etree

__all__ = ["DEFAULT_THEME", "INDEXED", "hue_of", "rating_of", "theme_colours", "tinted"]

_HEX = re.compile(r"^[0-9A-Fa-f]{6}$")
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"

# In the order of the theme's own list: dark 1, light 1, dark 2, light 2, accents, links.
THEME_NAMES = (
    "dk1", "lt1", "dk2", "lt2", "accent1", "accent2", "accent3", "accent4", "accent5", "accent6",
    "hlink", "folHlink",
)  # fmt: skip

DEFAULT_THEME = {
    "dk1": "000000", "lt1": "FFFFFF", "dk2": "44546A", "lt2": "E7E6E6", "accent1": "4472C4",
    "accent2": "ED7D31", "accent3": "A5A5A5", "accent4": "FFC000", "accent5": "5B9BD5",
    "accent6": "70AD47", "hlink": "0563C1", "folHlink": "954F72",
}  # fmt: skip

# Excel's palette of 64, as the file format lists it (ECMA-376 part 1, 18.8.27).
INDEXED = (
    "000000", "FFFFFF", "FF0000", "00FF00", "0000FF", "FFFF00", "FF00FF", "00FFFF", "000000",
    "FFFFFF", "FF0000", "00FF00", "0000FF", "FFFF00", "FF00FF", "00FFFF", "800000", "008000",
    "000080", "808000", "800080", "008080", "C0C0C0", "808080", "9999FF", "993366", "FFFFCC",
    "CCFFFF", "660066", "FF8080", "0066CC", "CCCCFF", "000080", "FF00FF", "FFFF00", "00FFFF",
    "800080", "800000", "008080", "0000FF", "00CCFF", "CCFFFF", "CCFFCC", "FFFF99", "99CCFF",
    "FF99CC", "CC99FF", "FFCC99", "3366FF", "33CCCC", "99CC00", "FFCC00", "FF9900", "FF6600",
    "666699", "969696", "003366", "339966", "003300", "333300", "993300", "993366", "333399",
    "333333",
)  # fmt: skip


def theme_colours(tree: etree._Element | None) -> dict[str, str]:
    """The theme's colours by name (dk1, accent2 …); Office's own where the file has none."""
    found = dict(DEFAULT_THEME)
    if tree is None:
        return found
    for name in THEME_NAMES:
        node = tree.find(f".//{_A}clrScheme/{_A}{name}")
        if node is None or not len(node):
            continue
        value = node[0].get("lastClr") or node[0].get("val") or ""
        if _HEX.match(value):
            found[name] = value.upper()
    return found


def tinted(colour: str, tint: float) -> str:
    """Lighten (tint over 0) or darken (under 0) a colour as Excel does, in lightness."""
    if not tint:
        return colour
    hue, light, sat = colorsys.rgb_to_hls(*_parts(colour))
    light = light * (1 + tint) if tint < 0 else light * (1 - tint) + tint
    return _joined(colorsys.hls_to_rgb(hue, min(max(light, 0.0), 1.0), sat))


@lru_cache(maxsize=4096)
def hue_of(colour: str) -> tuple[float, float, float]:
    """A colour's hue (0 to 360), saturation and value (0 to 1)."""
    hue, sat, value = colorsys.rgb_to_hsv(*_parts(colour))
    return hue * 360, sat, value


@lru_cache(maxsize=4096)
def rating_of(colour: str | None) -> str | None:
    """The rating a colour stands for: R, A, G, B, "?" for another colour, None for no colour.

    Yellow and orange count as amber. White, greys and black are no colour.
    """
    if not colour or not _HEX.match(colour):
        return None
    hue, sat, value = hue_of(colour)
    if value < 0.2 or sat < (0.08 if value > 0.7 else 0.2):
        return None
    bounds: Sequence[tuple[float, str]] = (
        (16.5, "R"), (66, "A"), (172, "G"), (256, "B"), (322, "?"), (361, "R"),
    )  # fmt: skip
    return next(letter for bound, letter in bounds if hue < bound)


def _parts(colour: str) -> tuple[float, float, float]:
    return tuple(int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4))  # type: ignore[return-value]


def _joined(parts: Sequence[float]) -> str:
    return "".join(f"{round(part * 255):02X}" for part in parts)
