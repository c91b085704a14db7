"""Build the package that puts the bot into Teams: its manifest, its words and its icons."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zipfile import ZIP_STORED, ZipFile, ZipInfo

import resvg_py

__all__ = ["ICONS", "LANGUAGE", "Package", "build"]

_PLACE = Path(__file__).parent

LANGUAGE = "en-gb.json"
# The icons' file names, each with its pixels in both directions.
ICONS = {"color.png": 192, "outline.png": 32}
# The parts of the manifest that people read, and that a translation would replace.
_WORDS = ("name.short", "name.full", "description.short", "description.full")


@dataclass(frozen=True, slots=True)
class Package:
    """What differs from one environment to the next.

    `id` and `bot_id` are GUIDs: the package's own, and the bot's registration. `version` is three
    numbers. `name` has 30 characters at most, `publisher` 32; the addresses are https.
    """

    id: str
    bot_id: str
    version: str
    name: str
    publisher: str
    website_url: str
    privacy_url: str
    terms_url: str


def build(package: Package) -> bytes:
    """The package as a zip file; the same package is the same bytes, on every machine."""
    manifest = _filled(package)
    files = {
        "manifest.json": _json(manifest),
        LANGUAGE: _json(_language(manifest)),
        **{name: _icon(name, side) for name, side in ICONS.items()},
    }
    made = io.BytesIO()
    with ZipFile(made, "w", ZIP_STORED) as archive:
        for name, content in files.items():
            # A date of its own, and no compression, so that nothing of this machine is in it.
            entry = ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            entry.create_system, entry.external_attr = 3, 0o644 << 16
            archive.writestr(entry, content)
    return made.getvalue()


def _filled(package: Package) -> dict[str, Any]:
    manifest: dict[str, Any] = json.loads((_PLACE / "template.json").read_text("utf-8"))
    manifest |= {"id": package.id, "version": package.version}
    manifest["name"]["short"] = package.name
    manifest["developer"] = {
        "name": package.publisher,
        "websiteUrl": package.website_url,
        "privacyUrl": package.privacy_url,
        "termsOfUseUrl": package.terms_url,
    }
    manifest["bots"][0]["botId"] = package.bot_id
    return manifest


def _language(manifest: dict[str, Any]) -> dict[str, str]:
    """The words of the manifest under Teams' own keys: what a translator starts from."""
    schema = manifest["$schema"].replace("Teams.schema", "Teams.Localization.schema")
    return {"$schema": schema, **dict(_words(manifest))}


def _words(manifest: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for key in _WORDS:
        part, _, name = key.partition(".")
        yield key, manifest[part][name]
    for number, one in enumerate(manifest["bots"][0]["commandLists"]):
        for place, command in enumerate(one["commands"]):
            for name in ("title", "description"):
                key = f"bots[0].commandLists[{number}].commands[{place}].{name}"
                yield key, command[name]


def _icon(name: str, side: int) -> bytes:
    svg = (_PLACE / "icons" / name).with_suffix(".svg").read_text("utf-8")
    made: bytes = resvg_py.svg_to_bytes(svg_string=svg, width=side, skip_system_fonts=True)
    return made


def _json(tree: object) -> bytes:
    return (json.dumps(tree, indent=2, ensure_ascii=False) + "\n").encode()
