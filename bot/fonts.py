"""Say where the fonts are that documents and pictures are set in: they come with a package."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

__all__ = ["FONTS", "FONT_FILES"]

FONTS = Path(str(files("font_source_sans_pro"))) / "files"
FONT_FILES = tuple(str(FONTS / f"SourceSansPro-{cut}.ttf") for cut in ("Regular", "Bold"))
