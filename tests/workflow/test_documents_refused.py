"""Refuse what can't be read or would do harm, with a sentence, and never with an exception."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import tests.workflow.documents.in_excel
import tests.workflow.documents.in_word  # noqa: F401
from tests.workflow.documents.making import LAYOUTS, saved, table, word
from workflow.intake_draft import draft_of

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600


def zipped(**parts: bytes | str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name.replace("__", "/"), data)
    return out.getvalue()


def with_part(name: str, change: Callable[[bytes], bytes]) -> bytes:
    """A good Word plan with one part changed."""
    given_ = zipfile.ZipFile(io.BytesIO(LAYOUTS["other_names_and_order"]().data))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for one in given_.namelist():
            archive.writestr(one, change(given_.read(one)) if one == name else given_.read(one))
    return out.getvalue()


def entity(data: bytes) -> bytes:
    head = b'<!DOCTYPE x [<!ENTITY secret SYSTEM "file:///etc/passwd">]>'
    return data.replace(b"<w:document", head + b"<w:document", 1).replace(
        b"Recruit three", b"&secret;"
    )


def laughs(data: bytes) -> bytes:
    lines = b"".join(b'<!ENTITY a%d "%s">' % (n + 1, b"&a%d;" % n * 10) for n in range(9))
    return data.replace(
        b"<w:document", b'<!DOCTYPE x [<!ENTITY a0 "ha">' + lines + b"]><w:document", 1
    )


def no_plan() -> bytes:
    document = word()
    table(document, [["Name", "Telephone"], ["Jane Smith", "1234"]])
    return saved(document)


REFUSED = {
    "password": (OLE + "EncryptedPackage".encode("utf-16-le"), "protected with a password"),
    "old Word": (OLE + "WordDocument".encode("utf-16-le"), "the old format (.doc)"),
    "old Excel": (OLE + "Workbook".encode("utf-16-le"), "the old format (.xls)"),
    "binary Excel": (zipped(xl__workbook_bin=b"x").replace(b"k_bin", b"k.bin"), ".xlsb"),
    "OpenDocument": (
        zipped(mimetype="application/vnd.oasis.opendocument.text"),
        "OpenDocument",
    ),
    "PDF": (b"%PDF-1.7 ...", "this is a PDF file"),
    "web page": (b"<html><table><tr><td>Action", "this is a web page"),
    "rich text": (b"{\\rtf1 Action}", "this is a rich text file"),
    "any zip": (zipped(readme="hello"), "this is a zip file"),
    "half a file": (LAYOUTS["other_names_and_order"]().data[:9000], "the file is damaged"),
    "broken XML": (
        with_part("word/document.xml", lambda data: data[:2000]),
        "the file is damaged",
    ),
    "outside entity": (with_part("word/document.xml", entity), "instructions that Word"),
    "many laughs": (with_part("word/document.xml", laughs), "instructions that Word"),
    "bomb": (
        with_part("word/document.xml", lambda data: data + b" " * 90_000_000),
        "unpacks to far more",
    ),
    "bomb of tags": (
        with_part("word/document.xml", lambda data: data + b"<a/>" * 4_000_000),
        "unpacks to far more",
    ),
    "no table": (saved(word()), "no table"),
    "no plan": (no_plan(), "no table has the columns of a plan"),
    "nothing": (b"", "the file is empty"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_read_is_a_sentence(name: str) -> None:
    data, sentence = REFUSED[name]
    draft = draft_of(data)
    assert draft.workstreams == ()
    (problem,) = draft.problems
    assert sentence in problem.what
    assert problem.mend.endswith(".")


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.sampled_from(sorted(LAYOUTS)),
    st.integers(0, 10_000),
    st.sampled_from([b"", b"9" * 30, b"-1", b"<w:tc/>", b'"', b"x", b"\xff"]),
    st.integers(1, 60),
)
def test_a_damaged_part_never_raises(name: str, at: int, put: bytes, cut: int) -> None:
    given_ = zipfile.ZipFile(io.BytesIO(LAYOUTS[name]().data))
    names = given_.namelist()
    chosen = names[at % len(names)]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for one in names:
            data = given_.read(one)
            if one == chosen:
                place = at % max(1, len(data))
                data = data[:place] + put + data[place + cut :]
            archive.writestr(one, data)
    draft_of(out.getvalue())
