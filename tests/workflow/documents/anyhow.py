"""Draw plans at random and lay them out at random, in Word and Excel, as councils might."""

from __future__ import annotations

import calendar
from dataclasses import dataclass, replace
from datetime import date

from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.styles import Font

from tests.workflow.documents.making import Made, Want, fill, saved, saved_book, shade, table, word

NAMES = {
    "ref": "Ref|Ref.|No.|No|#|ID|Action No|Action Ref|Action number|Reference|Item|Ref No.|"
    "Unique ID|Action ID|Line|S.No|Number|Nr|Ref number|Item no.|Action #|"
    "Action Reference|Plan ref|Rec no|Index|Ref:|Row|ID number|Step no|Task ID|Code",
    "workstream": "Workstream|Theme|Work stream|Strand|Programme|Pillar|Priority theme|Area|Section|"
    "Domain|Work-stream|Improvement theme|Theme/Workstream|Delivery strand|"
    "Programme area|Workstream name|Service area|Key theme|Work package|Chapter|"
    "Focus area",
    "objective": "Objective|Objectives to create change|Priority|Aim|Goal|Recommendation|"
    "Ofsted recommendation|Area for improvement|Improvement priority|"
    "What do we want to achieve?|Outcome we want|Issue|Finding|Improvement objective|"
    "Key objective|Strategic objective|Ofsted finding|What Ofsted said|"
    "Required improvement|Key priority|Area of development|Improvement needed|Why?|"
    "What needs to improve?|Objective / outcome|Aims|Priorities|Improvement goal|"
    "Inspection recommendation|Ofsted Recommendation / Area for Improvement|Key issue|"
    "Area identified for improvement|What do we need to improve?|"
    "What are we trying to achieve?|Strategic priority|Purpose",
    "action": "Action|Actions|Key Actions|Action required|What we will do|"
    "What are we going to do?|Activity|Task|Improvement Activity|Actions we will take|"
    "What will we do to get there?|Specific actions|Action to be taken|"
    "Improvement action|What action will be taken?|How will we do it?|"
    "What needs to be done|Planned actions|Detailed action|Action description|Step|"
    "Steps to be taken|What|What?|Action / Task|Actions to achieve this|"
    "What do we need to do?|Required actions|Key tasks|How will we achieve this?|How?|"
    "Action Points|Key milestones|Action(s)|Improvement actions required|"
    "What will we do?|What we're going to do|Proposed action|SMART action|"
    "What will happen|Our actions|Description of action|What are we doing?|We will|"
    "Action plan|Key activity / actions|Initiative|Commitment",
    "lead": "Lead|Lead Officer|Owner|Action Owner|Responsible Officer|Responsibility|Who|Who?|"
    "By whom|Accountable Lead|Lead Officer(s)|Lead(s)|Responsible person|"
    "Who is leading?|Named lead|Officer responsible|Lead/Owner|SRO|Assigned to|"
    "Who will do it?|Person Responsible|Strategic Lead|Operational lead|"
    "Who is responsible?|Accountable officer|Lead Officer / Partner|Who will lead?|"
    "Whose job is it?|Lead professional|Owned by|Responsible|Delegated lead|"
    "Lead agency|Lead name|Lead and support|Post holder|Led by|Accountability|"
    "Action lead|Responsible lead|Responsible Manager|Officer|Delivery lead",
    "when": "Timescale|Timescales|By when|When|When?|Due|Due date|Target date|Deadline|"
    "Completion date|Timeframe|Timeline|To be completed by|End date|Date|"
    "Target completion date|When will it be done by?|Date due|Planned completion|"
    "By When?|Delivery date|Milestone date|Completion target|Time scale|Time frame|"
    "Due by|Date for completion|Completed by|Complete by|Expected completion|Finish|"
    "Implementation date|Action due|Target timescale|When by?|End|Dates|"
    "Target end date|Timescale for completion|Delivery timescale|Due Date (dd/mm/yy)|"
    "Planned end date|Completion|When will we do it?|Deadline for completion|"
    "Target Date for Completion",
    "evidence": "Evidence of Success|Success measure|Success Measures|Outcome|Outcomes|"
    "Intended outcome|How will we know?|What will success look like?|Impact|"
    "Impact measure|Measures of success|Success criteria|KPI|Expected impact|"
    "What difference will it make?|Evidence of impact|Measure|"
    "What will be different for children?|Desired outcome|Outcome/impact for children|"
    "Evidence|Evidence of completion|What good looks like|How we will measure success|"
    "Performance measures|How will we know it has worked?|Key performance indicators|"
    "Outcome measure|Measurable outcomes|Expected outcomes|"
    "How will we measure success?|Impact on children|Success indicators|"
    "Outcomes for children|What does good look like?|How will we know we've succeeded|"
    "So what?|Intended impact|Impact / outcome|Outputs|Success looks like|"
    "How will we evidence impact?|Evidence / Measures|What will change for children|"
    "Benefits|Difference made|Proof of success",
    "update": "Progress update Aug 19|Update|Latest update|Progress|Commentary|Progress to date|"
    "Status update|Progress / update|Comments|Position at 31 March 2024|"
    "Latest position|Current position|Progress made|Narrative|"
    "What have we done so far?|Progress since last review|Monthly update|"
    "Highlights this month|Q2 update|Progress against action|June 2024 update|"
    "Progress update (Q2)|Progress and impact|Where are we now?|Update on progress|"
    "Latest progress|Current progress|Progress commentary|Progress report|Comment|"
    "Status / commentary|Progress notes|Achievements to date|What's happened|"
    "Current situation|Updates|Progress summary|Update (as at 30/06/24)|"
    "Progress - August 2019|What have we achieved?",
    "rag": "RAG|BRAG|RAG rating|RAG status|Status|BRAG rating|Current RAG|RAG (Aug 19)|Rating|"
    "Progress RAG|R/A/G|Overall RAG|RAG Q2|RAG – July|Status (RAG)|Action RAG|"
    "Delivery RAG|B/RAG|RAGB|RAG score|Traffic light|Colour|RAG rated|BRAG status|"
    "Current BRAG|R A G|RAG: current|Delivery status|Action status|Current status|"
    "RAG this month|RAG/BRAG",
}  # fmt: skip
ROLES = (
    "Director of Children’s Social Care", "Head of Early Help and Prevention", "Chief Executive",
    "Assistant Director of Quality Assurance and Safeguarding", "Principal Social Worker",
    "Head of Fostering, Adoption and Permanence", "Jane Smith", "Service Manager – MASH & EDT",
    "Virtual School Head", "Managing Director of Children’s Services",
)  # fmt: skip
VERBS = (
    "Recruit", "Review", "Audit", "Launch", "Publish", "Train", "Embed", "Monitor", "Develop",
    "Re-write",
)  # fmt: skip
THINGS = (
    "every care plan in the service", "the supervision policy and its tools",
    "thresholds with all partners", "a new front door model", "the pathway plan template",
    "advanced practitioners in each locality", "the sufficiency strategy, with Housing",
)  # fmt: skip
FILLS = {
    "R": ("FF0000", "C00000", "FFC7CE", "FF5050", "D9534F"),
    "A": ("FFC000", "FFBF00", "FFFF00", "FFEB9C", "ED7D31", "F0AD4E"),
    "G": ("00B050", "92D050", "C6EFCE", "70AD47", "008000"),
    "B": ("0070C0", "00B0F0", "4472C4", "0000FF"),
}
WORDS = {
    "R": ("R", "Red", "RED", "r", "R ↓"),
    "A": ("A", "Amber", "a", "A ↔", "Amber (was Red)", "Yellow"),
    "G": ("G", "Green", "G (was A)", "g", "Green ↑"),
    "B": ("B", "Blue", "BLUE"),
}
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip


@dataclass(frozen=True)
class Line:
    """One row of a drawn plan, with how its date and rating are shown."""

    want: Want
    when: str
    shown: str
    fill: str | None
    lead: str
    evidence: str
    update: str


@st.composite
def months(draw: st.DrawFn) -> tuple[int, int, str]:
    """A month as it might be printed."""
    year, month = draw(st.integers(2018, 2031)), draw(st.integers(1, 12))
    name = MONTHS[month - 1]
    short = "Sept" if month == 9 else name[:3]
    shown = draw(st.sampled_from((
        f"{name} {year}", f"{short} {year}", f"{short} {year % 100:02d}", f"{name[:3]}-{year % 100:02d}",
        f"{month:02d}/{year}", f"{short}. {year}",
    )))  # fmt: skip
    return year, month, shown


@st.composite
def timescales(draw: st.DrawFn) -> tuple[str, dict[str, object]]:
    """A printed timescale and what it means."""
    kind = draw(st.sampled_from(("end", "range", "ongoing", "day", "days", "cadence", "bare")))
    year, month, shown = draw(months())
    first, last = date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])
    dash = draw(st.sampled_from((" – ", " - ", " — ", "–", "- ", " to ")))
    if kind == "end":
        by = draw(st.sampled_from(("", "By ", "End of ", "by end ")))
        return by + shown, {"end": last.isoformat()}
    if kind == "range":
        later = year + draw(st.integers(1, 2))
        name = draw(st.sampled_from((f"{MONTHS[2]} {later}", f"Mar {later % 100}")))
        return f"{shown}{dash}{name}", {"start": first.isoformat(), "end": f"{later}-03-31"}
    if kind == "ongoing":
        word_ = draw(st.sampled_from(("ongoing", "Ongoing", "on-going")))
        return f"{shown}{dash}{word_}", {"start": first.isoformat(), "ongoing": True}
    if kind == "day":
        day = draw(st.integers(1, 28))
        form = draw(st.sampled_from((
            f"{day:02d}/{month:02d}/{year}", f"{day}.{month}.{year % 100:02d}", f"{day} {MONTHS[month - 1]} {year}",
            f"{day}th {MONTHS[month - 1][:3]} {year}",
        )))  # fmt: skip
        return form, {"end": date(year, month, day).isoformat()}
    if kind == "days":
        return (f"01/{month:02d}/{year}{dash}31/12/{year}",
                {"start": first.isoformat(), "end": f"{year}-12-31"})  # fmt: skip
    if kind == "cadence":
        said = draw(st.sampled_from(("Quarterly", "Monthly", "Quarterly updates", "Every month")))
        return said, {"cadence": "quarterly" if "uart" in said else "monthly"}
    return "Ongoing", {"ongoing": True}


@st.composite
def lines(draw: st.DrawFn, *, number: int, colours: str) -> Line:
    """A row, as wanted and as shown."""
    printed, meaning = draw(timescales())
    count = draw(st.sampled_from((1, 1, 1, 2)))
    leads = tuple(
        draw(st.lists(st.sampled_from(ROLES), min_size=count, max_size=count, unique=True))
    )
    joint = draw(st.sampled_from(("\n", " / ", "; "))) if count > 1 else ""
    rag = draw(st.sampled_from((*"RAGB", None)))
    shown, colour = "", None
    if rag and colours in {"words", "both"}:
        shown = draw(st.sampled_from(WORDS[rag]))
    if rag and colours in {"fills", "both"}:
        colour = draw(st.sampled_from(FILLS[rag]))
    text = f"{draw(st.sampled_from(VERBS))} {draw(st.sampled_from(THINGS))} ({number})"
    more = draw(st.booleans())
    want = Want(
        text, leads, rag=rag, evidence=2 if more else 1, update=f"Done {number} of ten so far",
        **meaning,  # type: ignore[arg-type]
    )  # fmt: skip
    return Line(
        want, printed, shown, colour, joint.join(leads),
        "Audits are better" + ("\nChildren say so" if more else ""), want.update or "",
    )  # fmt: skip


@st.composite
def documents(draw: st.DrawFn) -> Made:
    """A whole document, Word or Excel, with what it holds."""
    excel = draw(st.booleans())
    streams = [
        [draw(st.integers(1, 3)) for _ in range(draw(st.integers(1, 2)))]
        for _ in range(draw(st.integers(1, 3)))
    ]
    place = draw(st.sampled_from(("column", "heading", "band")))
    with_refs = draw(st.booleans())
    colours = draw(st.sampled_from(("words", "fills", "both")))
    columns = ["objective", "action", "lead", "when", "evidence", "update", "rag"]
    if place == "column":
        columns.insert(0, "workstream")
    if with_refs:
        columns.insert(0, "ref")
    first = columns[: columns.index("action")]
    columns = first + draw(st.permutations(columns[len(first) :]))
    if draw(st.booleans()):
        columns = draw(st.permutations(columns))
    heads = {name: draw(st.sampled_from(NAMES[name].split("|"))) for name in columns}
    made: list[list[tuple[str, Line]]] = []
    number = 0
    for at, stream in enumerate(streams, start=1):
        rows = []
        for index, actions in enumerate(stream, start=1):
            for _ in range(actions):
                number += 1
                line = draw(lines(number=number, colours=colours))
                want = replace(
                    line.want, workstream=f"Stream {'ABC'[at - 1]}",
                    objective=f"Better care of kind {at}.{index}",
                    ref=f"{'ABC'[at - 1]}{index}.{number}" if with_refs else None,
                )  # fmt: skip
                rows.append((want.objective or "", replace(line, want=want)))
        made.append(rows)
    merged = draw(st.booleans())
    build = _book if excel else _document
    return Made(
        build(made, columns, heads, place, merged=merged),
        tuple(line.want for rows in made for _, line in rows),
    )


def _values(columns: list[str], line: Line, objective: str) -> list[str]:
    held = {
        "ref": line.want.ref or "", "workstream": line.want.workstream or "", "objective": objective,
        "action": line.want.begins, "lead": line.lead, "when": line.when,
        "evidence": line.evidence, "update": line.update, "rag": line.shown,
    }  # fmt: skip
    return [held[name] for name in columns]


def _document(
    made: list[list[tuple[str, Line]]], columns: list[str], heads: dict[str, str], place: str,
    *, merged: bool,
) -> bytes:  # fmt: skip
    doc = word()
    doc.add_heading("Children’s services improvement plan", 0)
    titles = [heads[name] for name in columns]
    groups = made if place == "heading" else [[row for rows in made for row in rows]]
    for rows in groups:
        if place == "heading":
            doc.add_heading(rows[0][1].want.workstream or "", 1)
        cells: list[list[object]] = [list(titles)]
        bands: list[int] = []
        colours: list[tuple[int, str | None]] = []
        seen: list[tuple[int, str]] = []
        last = ""
        for objective, line in rows:
            stream = line.want.workstream or ""
            if place == "band" and stream != last:
                bands.append(len(cells))
                cells.append([stream, *[None] * (len(columns) - 1)])
                last = stream
            again = merged and seen[-1:] == [(len(cells) - 1, objective)]
            seen.append((len(cells), objective))
            cells.append(list(_values(columns, line, "" if again else objective)))
            colours.append((len(cells) - 1, line.fill))
        plan = table(doc, cells)
        for at in bands:
            plan.rows[at].cells[0].merge(plan.rows[at].cells[-1])
        for at, colour in colours:
            if colour:
                shade(plan.rows[at].cells[columns.index("rag")], colour)
        if merged:
            _merge_objectives(plan, seen, columns.index("objective"))
        doc.add_paragraph("")
    return saved(doc)


def _merge_objectives(plan: object, seen: list[tuple[int, str]], column: int) -> None:
    start = 0
    for at in range(1, len(seen) + 1):
        if at == len(seen) or seen[at][1] != seen[start][1] or seen[at][0] != seen[at - 1][0] + 1:
            if at - start > 1:
                rows = plan.rows  # type: ignore[attr-defined]
                top, bottom = (
                    rows[seen[start][0]].cells[column],
                    rows[seen[at - 1][0]].cells[column],
                )
                top.merge(bottom)
            start = at


def _book(
    made: list[list[tuple[str, Line]]], columns: list[str], heads: dict[str, str], place: str,
    *, merged: bool,
) -> bytes:  # fmt: skip
    book = Workbook()
    book.remove(book.worksheets[0])
    groups = made if place == "heading" else [[row for rows in made for row in rows]]
    for rows in groups:
        name = rows[0][1].want.workstream if place == "heading" else "Tracker"
        sheet = book.create_sheet(name or "")
        if merged:
            sheet.append(["Children’s services improvement tracker"])
            sheet.append([])
        sheet.append([heads[column] for column in columns])
        last = ""
        for objective, line in rows:
            stream = line.want.workstream or ""
            if place == "band" and stream != last:
                sheet.append([stream])
                sheet.cell(sheet.max_row, 1).font = Font(bold=True)
                sheet.merge_cells(
                    start_row=sheet.max_row, end_row=sheet.max_row, start_column=1,
                    end_column=len(columns),
                )  # fmt: skip
                last = stream
            sheet.append(_values(columns, line, objective))
            if line.fill:
                sheet.cell(sheet.max_row, columns.index("rag") + 1).fill = fill(line.fill)
    if place == "heading" and len(groups) == 1:
        # A single sheet can't be told from a workstream by its name alone; give it company.
        other = book.create_sheet("Lists")
        other.append(["R", "A", "G"])
    return saved_book(book)
