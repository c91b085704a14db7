"""Make Excel plans of other layouts than the shipped one."""

from __future__ import annotations

import io
import zipfile
from datetime import date

from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.formatting.rule import CellIsRule, FormulaRule, IconSetRule, Rule
from openpyxl.styles import Color, Font, PatternFill
from openpyxl.styles.differential import DifferentialStyle

from tests.workflow.documents.making import Made, Want, fill, layout, saved_book

HOS = "Head of Service"


@layout
def sheets_as_workstreams() -> Made:
    """A sheet a workstream, titles over the headings, a dashboard, a hidden archive."""
    book = Workbook()
    front = book.worksheets[0]
    front.title = "Dashboard"
    front.append(["Rating", "Count"])
    front.append(["Red", 1])
    for name, refs in (("Leadership", ("L1", "L2")), ("Practice", ("P1",))):
        sheet = book.create_sheet(name)
        sheet.append([f"{name} improvement plan"])
        sheet.append(["As at", date(2024, 5, 31)])
        sheet.append([])
        sheet.append(["Ref", "Priority", "Action", "Lead", "Start date", "Due date", "RAG",
                      "Update May 24", "Update Jun 24"])  # fmt: skip
        for ref in refs:
            sheet.append([ref, f"{name} first", f"Do {ref}", HOS, date(2024, 4, 1),
                          date(2024, 12, 1), "Amber", "Old news", "New news"])  # fmt: skip
            sheet.cell(sheet.max_row, 5).number_format = "mmm-yy"
            sheet.cell(sheet.max_row, 6).number_format = "mmm yyyy"
    old = book.create_sheet("Archive")
    old.sheet_state = "hidden"
    old.append(["Ref", "Action", "Lead", "Due", "RAG"])
    old.append(["X1", "An old action", HOS, "2019", "B"])
    rows = tuple(
        Want(f"Do {ref}", (HOS,), "2024-04-01", "2024-12-31", rag="A", ref=ref, workstream=name,
             objective=f"{name} first", update="New news", where=where)
        for ref, name, where in (
            ("L1", "Leadership", "Leadership!5"),
            ("L2", "Leadership", "Leadership!6"),
            ("P1", "Practice", "Practice!5"),
        )
    )  # fmt: skip
    return Made(saved_book(book), rows, asks=("hidden sheet",), without=("An old action",))


@layout
def colours_of_every_kind() -> Made:
    """Theme with tint, indexed, conditional by value, by text and by formula; traffic lights."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["#", "Activity", "Responsible", "Deadline", "Rating", "Score"])
    ratings = [None, None, "R", "Amber", "green", None, None]
    for number, rating in enumerate(ratings, start=1):
        sheet.append([number, f"Do thing number {number}", HOS, "31/12/2024", rating, None])
    sheet["E2"].fill = PatternFill("solid", fgColor=Color(theme=6, tint=-0.25))
    sheet["E3"].fill = PatternFill("solid", fgColor=Color(indexed=51))
    red = PatternFill("solid", bgColor="FFFF0000")
    equal = CellIsRule("equal", ['"R"'], fill=red)  # type: ignore[no-untyped-call]
    sheet.conditional_formatting.add("E2:E8", equal)
    amber = DifferentialStyle(fill=PatternFill("solid", bgColor="FFFFC000"))
    sheet.conditional_formatting.add(
        "E2:E8", Rule("containsText", dxf=amber, operator="containsText", text="Amber",
                      formula=['NOT(ISERROR(SEARCH("Amber",E2)))'])
    )  # fmt: skip
    sheet["F7"], sheet["F8"] = "late", "on time"
    late = FormulaRule(['$F2="late"'], fill=red)  # type: ignore[no-untyped-call]
    sheet.conditional_formatting.add("E2:E8", late)
    green = PatternFill("solid", bgColor="FF92D050")
    on_time = FormulaRule(['LEFT($F2,2)="on"'], fill=green)  # type: ignore[no-untyped-call]
    sheet.conditional_formatting.add("E2:E8", on_time)
    wanted = ("G", "A", "R", "A", "G", "R", "G")
    return Made(saved_book(book), tuple(
        Want(f"Do thing number {number}", (HOS,), None, "2024-12-31", rag=rag, ref=str(number))
        for number, rag in enumerate(wanted, start=1)
    ))  # fmt: skip


@layout
def dates_typed_and_real() -> Made:
    """Real dates, typed ones, dates that are none, revised dates in their own columns."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Action Plan"
    sheet.append(["Action ref", "Action", "Action owner", "Original due date",
                  "Revised due date", "Current status", "Latest commentary"])  # fmt: skip
    rows: list[list[object]] = [
        ["A1", "Write the plan", "J. Smith", date(2024, 3, 31), date(2024, 6, 30)],
        ["A2", "Check the plan", "J. Smith", "31/03/2024", None],
        ["A3", "Print the plan", "J. Smith", "Mar-24", "n/a"],
        ["A4", "Send the plan", "J. Smith", "30/02/2024", None],
        ["A5", "Live the plan", "J. Smith", "On-going", None],
        ["A6", "Bind the plan", "J. Smith", 45473, None],
        ["A7", "Burn the plan", "J. Smith", "13/2024", None],
    ]
    for row in rows:
        sheet.append([*row, "Green", "All is well with this one."])
    who = ("J. Smith",)
    return Made(saved_book(book), (
        Want("Write", who, None, "2024-06-30", rag="G", ref="A1", original_end="2024-03-31"),
        Want("Check", who, None, "2024-03-31", rag="G", ref="A2"),
        Want("Print", who, None, "2024-03-31", rag="G", ref="A3"),
        Want("Send", who, rag="G", ref="A4"),
        Want("Live", who, ongoing=True, rag="G", ref="A5"),
        Want("Bind", who, None, "2024-06-30", rag="G", ref="A6"),
        Want("Burn", who, rag="G", ref="A7"),
    ), problems=("30/02/2024", "13/2024"), asks=("45473",))  # fmt: skip


@layout
def merged_and_hidden() -> Made:
    """Objectives merged down, a merged title, hidden columns and rows, totals, empty rows."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet["A1"] = "Borough improvement tracker"
    sheet.merge_cells("A1:H1")
    for column, name in enumerate(
        ["Objective", "Step", "Old owner", "Owner", "Target date", "Evidence of impact",
         "Private notes", "R/A/G"], start=1,
    ):  # fmt: skip
        sheet.cell(3, column, name)
    rows = [
        ("Good plans", "Set a standard for plans", "Nobody", HOS, "Sept 2024", "Audits", "x", "R"),
        (None, "Train on the standard", "Nobody", HOS, "Oct 2024", "Audits", "secret", "A"),
        ("Good visits", "See every child alone", "Nobody", None, "weekly", "Visits", "x", None),
    ]
    for line, row in enumerate(rows, start=4):
        for column, value in enumerate(row, start=1):
            sheet.cell(line, column, value)
    sheet.merge_cells("A4:A5")
    sheet.column_dimensions["C"].hidden = True
    sheet.column_dimensions["G"].hidden = True
    sheet.row_dimensions[5].hidden = True
    for line in range(7, 60):
        sheet.cell(line, 1).fill = fill("FFFFFF")
    sheet["A60"], sheet["B60"] = "Total", "=COUNTA(B4:B6)"
    sheet["A61"], sheet["B61"] = "Key", "R = late, A = at risk, G = on time"
    return Made(saved_book(book), (
        Want("Set a standard", (HOS,), None, "2024-09-30", rag="R", objective="Good plans"),
        Want("Train on", (HOS,), None, "2024-10-31", rag="A", objective="Good plans"),
        Want("See every", (), rag=None, cadence="weekly", objective="Good visits"),
    ), problems=("no lead",), asks=("Hidden or filtered",),
        without=("Nobody", "secret"))  # fmt: skip


@layout
def formulas_without_results() -> Made:
    """References, dates and leads that are formulas nobody calculated."""
    book = Workbook()
    sheet = book.worksheets[0]
    lists = book.create_sheet("Lists")
    lists["A1"] = HOS
    sheet.append(["ID", "Workstream", "Task", "Lead", "Start", "Duration", "End", "RAG"])
    sheet.append(['="W"&1', "Homes", "Open two homes", "=Lists!A1", date(2024, 1, 15), 90,
                  "=E2+F2", "=IF(F2>60,\"A\",\"G\")"])  # fmt: skip
    sheet.append(['="W"&2', "=B2", "Close one home", "=D2", "=EOMONTH(E2,0)", 6,
                  "=EDATE(DATE(2024,1,31),F3)", "G"])  # fmt: skip
    sheet.append(["W3", "Homes", "Paint the homes", "=VLOOKUP(A4,Lists!A:B,2,0)",
                  date(2024, 2, 1), 3, "=NETWORKDAYS(E4,E2)", "R"])  # fmt: skip
    for cell in ("E2", "G2", "E3", "G3", "E4", "G4"):
        sheet[cell].number_format = "dd/mm/yyyy"
    return Made(saved_book(book), (
        Want("Open two", (HOS,), "2024-01-15", "2024-04-14", rag="A", ref="W1",
             workstream="Homes"),
        Want("Close one", (HOS,), "2024-01-31", "2024-07-31", rag="G", ref="W2",
             workstream="Homes"),
        Want("Paint", (), "2024-02-01", None, rag="R", ref="W3", workstream="Homes"),
    ), problems=("formula", "formula"))  # fmt: skip


@layout
def rich_text_and_bands() -> Made:
    """Struck words within a cell, bold rows that name a theme, a real table's filter."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["Ref No", "Improvement action", "Lead Officer", "By When", "BRAG Status",
                  "Progress to date"])  # fmt: skip
    sheet.append(["Theme A – Recruitment"])
    sheet["A2"].font = Font(bold=True)
    struck = InlineFont(strike=True)
    sheet.append(["A.1", "Pay a retention bonus", CellRichText(
        TextBlock(struck, "Tom Brown"), " Jane Smith"), CellRichText(
        TextBlock(struck, "March 2025"), " May 2025"), "B", "Paid"])  # fmt: skip
    sheet.append(["A.2", "Hold an open day", "Jane Smith, Tom Brown", "June", "G", "Booked"])
    sheet.append(["Theme B – Training"])
    sheet["A5"].font = Font(bold=True)
    sheet.append(["B.1", "Set up an academy", "Academy Manager", "1.9.25", "Green", "Begun"])
    sheet.append(["B.2", "Drop this one", "Academy Manager", "1.9.25", "Green", "Begun"])
    for cell in sheet[7]:
        cell.font = Font(strike=True)
    sheet.auto_filter.ref = "A1:F7"
    return Made(saved_book(book), (
        Want("Pay a", ("Jane Smith",), None, "2025-05-31", rag="B", ref="A.1",
             original_end="2025-03-31", workstream="Theme A – Recruitment"),
        Want("Hold an", ("Jane Smith", "Tom Brown"), rag="G", ref="A.2",
             workstream="Theme A – Recruitment"),
        Want("Set up", ("Academy Manager",), None, "2025-09-01", rag="G", ref="B.1",
             workstream="Theme B – Training"),
    ), asks=("no year", "struck through"), without=("Drop this one",))  # fmt: skip


@layout
def with_macros() -> Made:
    """A .xlsm, whose macro is never looked at, with columns that are no part of a plan."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["Archived?", "Owner e-mail", "Action", "Last updated", "Owner", "Days left", "Due",
                  "RAG last month", "RAG"])  # fmt: skip
    sheet.append(["N", None, "Count everything twice", date(2029, 1, 1), HOS, 3,
                  date(2030, 1, 31), "R", "g"])  # fmt: skip
    plain = zipfile.ZipFile(io.BytesIO(saved_book(book)))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as copy:
        for name in plain.namelist():
            data = plain.read(name)
            if name == "[Content_Types].xml":
                data = data.replace(
                    b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
                    b"application/vnd.ms-excel.sheet.macroEnabled.main+xml",
                )
            copy.writestr(name, data)
        copy.writestr("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0 not a macro that anybody runs")
    return Made(out.getvalue(), (Want("Count", (HOS,), None, "2030-01-31", rag="G"),))


@layout
def an_extract_before_the_plan() -> Made:
    """The first sheet only repeats the reds of the second; nested numbers name the levels."""
    book = Workbook()
    front = book.worksheets[0]
    front.title = "Exceptions"
    heads = ["Ref", "Actions", "Lead(s)", "Completion date", "RAG", "Status"]
    row = ["1.1.1", "Cut the waiting list", "AD QA/HoS", "w/c 6 January 2025", "Red", "Delayed"]
    front.append(heads)
    front.append(row)
    sheet = book.create_sheet("Plan")
    sheet.append(heads)
    sheet.append(["1 Safe front door"])
    sheet.merge_cells("A2:F2")
    sheet.append(["1.1 Contacts"])
    sheet.merge_cells("A3:F3")
    sheet.append(row)
    sheet.append(["1.1.2", "Answer in a day", "Assistant Director of QA and Safeguarding",
                  "Sept/Oct 2025", None, "On track"])  # fmt: skip
    return Made(saved_book(book), (
        Want("Cut the", ("AD QA", "HoS"), None, "2025-01-06", rag="R", ref="1.1.1",
             workstream="1 Safe front door", objective="1.1 Contacts", where="Plan!4"),
        Want("Answer in", ("Assistant Director of QA and Safeguarding",), None, "2025-10-31",
             ref="1.1.2", workstream="1 Safe front door", objective="1.1 Contacts"),
    ), asks=("only repeats", "several dates", "AD QA"))  # fmt: skip


@layout
def sections_one_under_another() -> Made:
    """A key, then a section a workstream with its title and headings, in one sheet."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Improvement plan"
    sheet.append(["Anytown improvement plan"])
    sheet.append(["Blue", "Finished and embedded"])
    sheet.append([])
    rows = []
    for name in ("Leadership", "Practice"):
        sheet.append([f"Workstream: {name}"])
        sheet.append(["Objective", "Action", "Lead", "Due", "RAG"])
        sheet.append([f"Better {name}", f"Begin {name}", HOS, "31/12/2024", "Blue"])
        sheet.append([None, f"Go on with {name}", HOS, "2024-12-31", "R"])
        sheet.append([])
        rows += [
            Want(f"Begin {name}", (HOS,), None, "2024-12-31", rag="B", workstream=name,
                 objective=f"Better {name}"),
            Want(f"Go on with {name}", (HOS,), None, "2024-12-31", rag="R", workstream=name,
                 objective=f"Better {name}"),
        ]  # fmt: skip
    return Made(saved_book(book), tuple(rows), asks=("Finished and embedded",))


@layout
def traffic_lights_for_numbers() -> Made:
    """The rating is a number that the sheet shows as a traffic light."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["Ref", "Task", "Assigned to", "Finish", "RAG"])
    for number in (1, 3, 2):
        sheet.append([f"T{number}", f"Do task {number} by itself", HOS, "w/c 3 March 2025", number])
    lights = IconSetRule("3TrafficLights1", "num", [1, 2, 3])  # type: ignore[no-untyped-call]
    sheet.conditional_formatting.add("E2:E4", lights)
    return Made(saved_book(book), tuple(
        Want(f"Do task {number}", (HOS,), None, "2025-03-03", rag=rag, ref=f"T{number}")
        for number, rag in ((1, "R"), (3, "G"), (2, "A"))
    ))  # fmt: skip
