"""What a pack holds, read back from each kind of file as its readers' programs would."""

import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from io import BytesIO
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn
from openpyxl import load_workbook
from pypdf import PdfReader

from bot.fonts import drawn
from bot.pack import KINDS, make
from cards.signs import in_letters
from tests.cards.packs import FROZEN_AT, pack_from, september, summary_of, unkind
from workflow.pack import COLUMNS, Pack, PackRow, Text, plain
from workflow.row import PlanKept, Row
from workflow.summary import freeze, thaw


@cache
def shipped() -> Pack:
    return pack_from(september())


@cache
def made(kind: str) -> bytes:
    return make(shipped(), kind)


def rows(pack: Pack) -> list[PackRow]:
    return [row for part in pack.parts for row in part.rows]


def word_document(content: bytes) -> Any:
    return Document(BytesIO(content))


def solid(words: str) -> str:
    """Without spaces and invisible joiners: where lines break is the page's business."""
    return re.sub(r"[\s\u200d\u2060•]", "", words)


def texts_of(row: PackRow) -> list[str]:
    return [plain(cell) for cell in (*row.cells, (Text(f"{row.mark.letter} {row.mark.word}"),))]


# --- the rows ---------------------------------------------------------------------------------


def test_a_row_says_what_the_plan_and_the_officer_said() -> None:
    row = next(row for row in rows(shipped()) if row.ref == "PI1.1")
    assert plain(row.objective) == "PI1 Build a stable, skilled and well-supported workforce"
    assert (
        plain(row.action).splitlines()[0]
        == "PI1.1 Senior restructure, operating model, recruitment"
    )
    assert plain(row.lead).splitlines() == [
        "Chief Executive",
        "Managing Director of Children’s Services",
    ]
    assert plain(row.timescale) == "April 2019- Sept 2019"
    assert (row.mark.word, row.change) == ("Red", "Worse, was Amber")
    assert "Decision asked: Agree a three-month extension" in plain(row.progress)
    assert "Staff turnover: Met. 12% in August: the target, 12%" in plain(row.measures)


def test_a_pack_has_every_action_once_and_counts_them_all() -> None:
    pack = shipped()
    assert [row.ref for row in rows(pack)] == [line.ref for line in thaw(september()).lines]
    assert pack.count_rows[-1] == ("All", "4", "9", "10", "0", "2", "25")
    columns = zip(*(part.counts for part in pack.parts), strict=True)
    assert tuple(map(sum, columns)) == pack.counts


def test_what_an_earlier_release_froze_still_makes_a_pack() -> None:
    view = thaw(september())
    old = replace(
        view, plan=PlanKept(), lines=tuple(replace(line, row=Row()) for line in view.lines)
    )
    pack = pack_from(freeze(old, 1))
    row = next(row for row in rows(pack) if row.ref == "PI3.1")
    assert plain(row.objective) == "Practice Improvement"
    assert plain(row.timescale) == "Due 30 June 2020"
    assert "Up-to-date pathway plans: 55.1% (27 of 49)" in plain(row.measures)
    for kind in KINDS:
        assert make(pack, kind)


# --- the same for ever ------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_month_gives_the_same_bytes(kind: str) -> None:
    assert make(pack_from(september()), kind) == made(kind)


def test_another_process_in_another_place_and_time_zone_gives_the_same_bytes() -> None:
    code = (
        "import sys, hashlib; from bot.pack import KINDS, make;"
        "from tests.cards.packs import pack_from, september;"
        "[print(hashlib.sha256(make(pack_from(september()), k)).hexdigest()) for k in KINDS]"
    )
    places = [{"TZ": "Pacific/Auckland", "LANG": "C"}, {"TZ": "America/New_York"}]
    found = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**place, "PATH": "", "PYTHONPATH": ":".join(sys.path)},
            capture_output=True,
            check=True,
        ).stdout
        for place in places
    }
    assert len(found) == 1


# --- PDF --------------------------------------------------------------------------------------


@cache
def pages() -> tuple[str, ...]:
    return tuple(solid(page.extract_text()) for page in PdfReader(BytesIO(made("pdf"))).pages)


def test_every_row_of_the_pdf_stands_whole_on_one_page() -> None:
    for row in rows(shipped()):
        wanted = [solid(one) for cell in texts_of(row) for one in cell.split("\n")]
        assert any(all(one in page for one in wanted) for page in pages()), row.ref


def test_the_first_page_of_the_pdf_has_the_picture_the_exceptions_and_the_decisions() -> None:
    first = pages()[0]
    pack = shipped()
    for section in pack.front:
        assert all(solid(words) in first for words in (section.title, *section.words))
        for one in section.notices:
            assert solid(f"{one.ref}{one.title}") in first
            assert solid(one.words) in first
    for words in (pack.headline, pack.movement, pack.board, pack.before, pack.quality):
        assert solid(words) in first
    assert solid(pack.scope) in first
    assert "Rofftrack" in first.replace("Red", "")


def test_every_page_of_the_pdf_repeats_the_headings_and_is_numbered() -> None:
    for number, page in enumerate(pages(), 1):
        assert f"Page{number}of{len(pages())}" in page
        if number > 1:
            assert solid("".join(COLUMNS)) in page


def test_a_page_that_goes_on_says_with_what() -> None:
    for page in pages()[2:]:
        begins = page.index("Objective")
        assert "continued." in page[:begins] or "continued." in page


def test_the_pdf_is_tagged_for_those_who_listen() -> None:
    reader = PdfReader(BytesIO(made("pdf")))
    root: Any = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en-GB"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata is not None
    assert reader.metadata.title == shipped().name
    assert reader.metadata.creation_date == FROZEN_AT
    assert b"pdfuaid:part>1<" in root["/Metadata"].get_data()
    kinds = [str(one["/S"]) for one in _tags(root["/StructTreeRoot"])]
    assert kinds.count("/Table") == 3 + len(shipped().parts)
    heads = 7 + 4 + 3 + len(COLUMNS) * len(shipped().parts)
    assert kinds.count("/TH") >= heads
    spanning = [one for one in _tags(root["/StructTreeRoot"]) if "RowSpan" in str(one.get("/A"))]
    assert len(spanning) == sum(
        len(group.rows) > 1 for part in shipped().parts for group in part.groups
    )


def _tags(node: Any) -> Iterator[Any]:
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, list):
        for one in node:
            yield from _tags(one)
    elif isinstance(node, dict):
        if "/S" in node:
            yield node
        if "/K" in node:
            yield from _tags(node["/K"])


# --- Word -------------------------------------------------------------------------------------


def test_every_cell_of_the_word_document_is_there_under_a_heading_that_repeats() -> None:
    document = word_document(made("docx"))
    tables = document.tables[-len(shipped().parts) :]
    for table, part in zip(tables, shipped().parts, strict=True):
        first, *rest = table._tbl.tr_lst
        assert first.trPr.find(qn("w:tblHeader")) is not None
        assert [_words(cell) for cell in first.tc_lst] == list(COLUMNS)
        for tr, row in zip(rest, part.rows, strict=True):
            assert tr.trPr.find(qn("w:cantSplit")) is not None
            cells = [solid(_words(cell)) for cell in tr.tc_lst]
            assert cells[1:7] == [solid(plain(cell)) for cell in row.cells]
            assert cells[7] == solid(f"{row.mark.words}{row.change}")
        assert [_words(tr.tc_lst[0]) for tr in rest if _words(tr.tc_lst[0])] == [
            plain(group.objective) for group in part.groups
        ]


def test_the_word_document_is_a4_across_with_widths_that_fit() -> None:
    document = word_document(made("docx"))
    section = document.sections[0]
    assert (section.page_width.mm, section.page_height.mm) == pytest.approx((297, 210), abs=0.1)
    for table in document.tables:
        columns = [column.width.mm for column in table.columns]
        assert sum(columns) == pytest.approx(273, abs=0.5)
        for tr in table._tbl.tr_lst:
            assert [cell.width.mm for cell in tr.tc_lst] == columns
    about = document.core_properties
    assert (about.title, about.modified) == (shipped().name, FROZEN_AT)
    assert shipped().fingerprint in section.footer.paragraphs[0].text


def test_a_row_that_is_longer_than_a_page_may_break_and_no_other() -> None:
    view = thaw(september())
    long = replace(view.lines[0], words="\n".join(["One of very many lines."] * 90))
    pack = pack_from(freeze(replace(view, lines=(long, *view.lines[1:])), 1))
    table = word_document(make(pack, "docx")).tables[-len(pack.parts)]
    splits = [tr.trPr.find(qn("w:cantSplit")) is None for tr in table._tbl.tr_lst]
    assert splits == [False, True, *[False] * (len(splits) - 2)]
    reader = PdfReader(BytesIO(make(pack, "pdf")))
    found = "".join(solid(page.extract_text()) for page in reader.pages)
    assert found.count(solid("One of very many lines.")) == 90


def _words(cell: Any) -> str:
    return "\n".join(one.text for one in cell.p_lst)


# --- Excel ------------------------------------------------------------------------------------


def test_every_cell_of_the_workbook_is_there_to_filter_to_sort_and_to_print() -> None:
    sheet = load_workbook(BytesIO(made("xlsx")))["Plan"]
    shown = list(sheet.iter_rows(min_row=2))
    for cells, row in zip(shown, rows(shipped()), strict=True):
        values = [cell.value for cell in cells]
        assert values[1:3] == [plain(row.objective), row.ref]
        assert values[3:9] == [plain(cell) for cell in row.cells]
        assert values[9:] == [row.mark.words, row.change or None]
        fills = {"R": "FFC4262E", "A": "FFFFD166", "G": "FF1D7A34", None: "FFECECEC"}
        assert cells[9].fill.fgColor.rgb == fills[row.rag]
    assert sheet.freeze_panes == "D2"
    assert sheet.auto_filter.ref == f"A1:K{len(shown) + 1}"
    assert sheet.print_title_rows == "$1:$1"
    assert (sheet.page_setup.orientation, sheet.page_setup.fitToHeight) == ("landscape", 0)


def test_what_begins_like_a_formula_stays_text() -> None:
    book = load_workbook(BytesIO(make(unkind(), "xlsx")))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert any(str(cell.value).startswith("=HYPERLINK") for cell in cells)
    for cell in cells:
        assert cell.data_type in {"s", "n"}
        assert cell.hyperlink is None
        if cell.data_type == "s":
            assert cell.quotePrefix


def test_a_text_that_no_cell_can_hold_is_cut_with_a_word_about_it() -> None:
    view = thaw(september())
    long = replace(view.lines[0], words="word " * 9_000)
    pack = pack_from(freeze(replace(view, lines=(long, *view.lines[1:])), 1))
    sheet = load_workbook(BytesIO(make(pack, "xlsx")))["Plan"]
    assert str(sheet["H2"].value).endswith("(cut: the Word and PDF packs have all of it)")


# --- unkind words, large plans ----------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_unkind_words_come_through_as_words(kind: str) -> None:
    pack = unkind()
    content = make(pack, kind)
    if kind == "pdf":
        found = "".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)
    elif kind == "docx":
        document = word_document(content)
        found = "".join(
            _words(cell) for t in document.tables for tr in t._tbl.tr_lst for cell in tr.tc_lst
        )
    else:
        sheet = load_workbook(BytesIO(content))["Plan"]
        found = "".join(str(cell.value) for row in sheet.iter_rows() for cell in row)
    for row in rows(pack):
        said = in_letters(row.title, drawn()) if kind == "pdf" else row.title
        assert solid(said) in solid(found), said


def test_a_sign_that_no_font_has_is_said_in_letters() -> None:
    said = in_letters("Thanks 🎉 👩‍👩‍👧🏽 🇬🇧 ﬁne ½ № Ж é 漢 a\u202eb\u202c", drawn())
    assert said == "Thanks [party popper] [woman][woman][girl] GB ﬁne ½ № Ж é ? ab"


@pytest.mark.parametrize(("size", "kinds"), [(300, tuple(KINDS)), (3_000, ("docx", "xlsx"))])
def test_a_large_plan_makes_a_whole_pack(size: int, kinds: tuple[str, ...]) -> None:
    pack = pack_from(freeze(summary_of(size), 1))
    refs = [row.ref for row in rows(pack)]
    assert len(refs) == size
    for kind in kinds:
        content = make(pack, kind)
        if kind == "pdf":
            found = "".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)
            assert all(ref in found for ref in refs)
        elif kind == "docx":
            tables = word_document(content).tables[-len(pack.parts) :]
            assert sum(len(table._tbl.tr_lst) - 1 for table in tables) == size
        else:
            assert load_workbook(BytesIO(content))["Plan"].max_row == size + 1
