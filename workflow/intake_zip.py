"""Open a Word or Excel file's parts safely: sizes, passwords, old formats, and no outside XML."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO

from lxml import etree

from workflow.intake_grid import Unreadable

__all__ = ["AGAIN", "Parts", "opened", "w3c"]

_MOST_PART = 80_000_000
_MOST_TOTAL = 160_000_000
_MOST_PARTS = 4_000
# Tags that are held in memory at once, and that are read in passing.
_MOST_TAGS = 3_000_000
_MOST_STREAMED = 12_000_000
AGAIN = "Open it in Word or Excel, save it again and try once more."
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_REL = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


class Parts:
    """The parts of an Office file by name; a part is only unpacked when it is asked for."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._sizes = {one.filename.lstrip("/"): one for one in archive.infolist()}
        self._taken = 0

    def has(self, name: str) -> bool:
        """Whether there is such a part."""
        return name in self._sizes

    def names(self) -> list[str]:
        """All names of parts."""
        return list(self._sizes)

    def data(self, name: str) -> bytes:
        """A part's bytes, unpacked; raises Unreadable for too much of them."""
        info = self._sizes.get(name)
        if info is None:
            missing = f"the part {name} is missing from the file"
            raise Unreadable(missing, AGAIN)
        if info.flag_bits & 1:
            raise _locked()
        try:
            with self._archive.open(info) as packed:
                found = packed.read(_MOST_PART + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError) as error:
            damaged = "the file is damaged"
            raise Unreadable(damaged, AGAIN) from error
        self._taken += len(found)
        if len(found) > _MOST_PART or self._taken > _MOST_TOTAL:
            raise _too_much()
        return found

    def tree(self, name: str) -> etree._Element:
        """A part's XML; raises Unreadable where it is none."""
        data = self.data(name)
        _no_outside(data)
        if data.count(b"<") > _MOST_TAGS:
            raise _too_much()
        parser = etree.XMLParser(
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=True,
            remove_comments=True,
            remove_pis=True,
        )
        try:
            return w3c(etree.fromstring(data, parser))
        except (etree.XMLSyntaxError, ValueError) as error:
            raise _damaged() from error

    def each(self, name: str, *tags: str) -> Iterator[etree._Element]:
        """The elements of these names of a part, one after the other, each forgotten after."""
        data = self.data(name)
        _no_outside(data)
        if data.count(b"<") > _MOST_STREAMED:
            raise _too_much()
        stream: IO[bytes] = io.BytesIO(data)
        try:
            for _, element in etree.iterparse(
                stream,
                events=("end",),
                tag=[f"{{*}}{tag}" for tag in tags],
                resolve_entities=False,
                no_network=True,
                load_dtd=False,
                huge_tree=True,
                remove_comments=True,
                remove_pis=True,
            ):
                yield element
                element.clear()
                while element.getprevious() is not None:
                    parent = element.getparent()
                    if parent is None:
                        break
                    del parent[0]
        except (etree.XMLSyntaxError, ValueError) as error:
            raise _damaged() from error

    def related(self, name: str) -> dict[str, tuple[str, str]]:
        """What a part points to inside the file: id → (kind, name); outside links are left out."""
        folder, file = posixpath.split(name)
        rels = posixpath.join(folder, "_rels", f"{file}.rels")
        if not self.has(rels):
            return {}
        found = {}
        for one in self.tree(rels).iter(_REL):
            if one.get("TargetMode") == "External":
                continue
            target = one.get("Target", "")
            at = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
            kind = one.get("Type", "").rsplit("/", 1)[-1]
            found[one.get("Id", "")] = (kind, posixpath.normpath(at))
        return found


def opened(data: bytes) -> tuple[str, Parts]:
    """Say what a file is, "word" or "excel", and open it.

    Raises Unreadable, in words for a person, for everything that is neither.
    """
    if data.startswith(_OLE):
        raise _old(data)
    if not data.startswith(b"PK"):
        kinds = ((b"%PDF", "a PDF file"), (b"{\\rtf", "a rich text file"), (b"<", "a web page"))
        start = data[:1024].lstrip(b"\xef\xbb\xbf \r\n\t")
        kind = next((name for magic, name in kinds if start.startswith(magic)), "")
        unknown = f"this is {kind}" if kind else "this is not a Word or Excel file"
        raise Unreadable(unknown, "Save the plan as .docx or .xlsx and import that file.")
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise _damaged() from error
    if len(archive.infolist()) > _MOST_PARTS:
        many = "the file is a zip of thousands of parts, which a plan never is"
        raise Unreadable(many, "Choose the plan itself.")
    parts = Parts(archive)
    return _kind(parts), parts


def w3c(tree: etree._Element) -> etree._Element:
    """Give a strict-format file the names that every other file uses."""
    if b"purl.oclc.org" not in etree.tostring(tree)[:4000]:
        return tree
    strict = "http://purl.oclc.org/ooxml/"
    usual = "http://schemas.openxmlformats.org/"
    years = {
        "wordprocessingml/main": "wordprocessingml/2006/main",
        "spreadsheetml/main": "spreadsheetml/2006/main",
        "drawingml/main": "drawingml/2006/main",
        "officeDocument/relationships": "officeDocument/2006/relationships",
    }
    text = etree.tostring(tree, encoding="unicode")
    for short, long in years.items():
        text = text.replace(f'"{strict}{short}"', f'"{usual}{long}"')
    return etree.fromstring(text, etree.XMLParser(resolve_entities=False, no_network=True))


def _kind(parts: Parts) -> str:
    names = parts.names()
    if parts.has("xl/workbook.bin"):
        binary = "this is a binary Excel workbook (.xlsb)"
        raise Unreadable(binary, "Save it in Excel as .xlsx and import that file.")
    types = parts.data("[Content_Types].xml") if parts.has("[Content_Types].xml") else b""
    if b"wordprocessingml" in types or parts.has("word/document.xml"):
        return "word"
    if b"spreadsheetml" in types or parts.has("xl/workbook.xml"):
        return "excel"
    if parts.has("mimetype") and b"opendocument" in parts.data("mimetype"):
        other = "this is an OpenDocument file (.odt or .ods)"
        raise Unreadable(other, "Save it as .docx or .xlsx and import that file.")
    if any(name.startswith("ppt/") for name in names):
        slides = "this is a PowerPoint file"
        raise Unreadable(slides, "Import the plan from Word or Excel.")
    other = "this is a zip file, not a Word or Excel file"
    raise Unreadable(other, "Unpack it and import the .docx or .xlsx in it.")


def _old(data: bytes) -> Unreadable:
    def stream(name: str) -> bool:
        return name.encode("utf-16-le") in data

    if stream("EncryptedPackage") or stream("EncryptionInfo"):
        return _locked()
    if stream("WordDocument"):
        return Unreadable(
            "this is a Word file in the old format (.doc)",
            "Open it in Word, save it as .docx and import that file.",
        )
    if stream("Workbook") or stream("Book"):
        return Unreadable(
            "this is an Excel file in the old format (.xls)",
            "Open it in Excel, save it as .xlsx and import that file.",
        )
    return Unreadable(
        "this is an Office file in an old format",
        "Save it as .docx or .xlsx and import that file.",
    )


def _locked() -> Unreadable:
    return Unreadable(
        "the file is protected with a password",
        "Open it with the password, save a copy without one, and import that copy.",
    )


def _too_much() -> Unreadable:
    return Unreadable(
        "the file unpacks to far more than a plan ever has",
        "Copy the plan's table into a new file and try with that one.",
    )


def _damaged() -> Unreadable:
    return Unreadable("the file is damaged", AGAIN)


def _no_outside(data: bytes) -> None:
    """Refuse a part that declares entities: Word and Excel never write one."""
    start = data[:2]
    text = data
    if start in {b"\xff\xfe", b"\xfe\xff"}:
        text = data.decode("utf-16", "ignore").encode()
    elif b"\x00" in data[:4]:
        raise _damaged()
    if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
        hostile = "the file holds instructions that Word and Excel never write"
        raise Unreadable(hostile, "Don't use it; ask whoever sent it for the original.")
