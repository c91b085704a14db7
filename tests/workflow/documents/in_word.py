"""Make Word plans of other layouts than the shipped one."""

from __future__ import annotations

from typing import Any

from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn

from tests.workflow.documents.making import (
    Made,
    W,
    Want,
    control_around,
    controlled_text,
    deleted,
    drawn_circle,
    inserted,
    layout,
    raw,
    run,
    saved,
    shade,
    table,
    text_box,
    word,
    xml,
)

AD = "Assistant Director of Quality Assurance and Safeguarding"
HOS = "Head of Early Help"
STRUCK = "<w:strike/>"


@layout
def other_names_and_order() -> Made:
    """RAG first, questions as headings, a key and a risk register around the plan."""
    doc = word()
    doc.add_heading("Wexford improvement plan", 0)
    doc.add_heading("Priority 1: Leadership", 1)
    plan = table(doc, [
        ["BRAG", "Ref", "What will we do?", "By when?", "Who is responsible?",
         "How will we know it has worked?", "Where are we now? (June 2024)"],
        ["G", "1.1", "Recruit three advanced practitioners", "30/09/2024", "Head of Service",
         "Vacancies fall\nAgency use falls", "Two in post"],
        ["a", "1.2", "Re-write the supervision policy", "end of Q3 2024/25", HOS + " / " + AD,
         "Audits find supervision monthly", "Draft out for comment"],
        ["R ↓", "1.3", "Open the family hub", "Dec 24 – Mar 25", "Head of Property; " + HOS,
         "Hub open", "Lease not signed"],
        ["G (was A)", "1.4", "Hold a weekly legal gateway", "Ongoing", "Head of Legal Services",
         "Fewer delays", "Runs every Tuesday"],
    ])  # fmt: skip
    plan.rows[0].cells[0].paragraphs[0].runs[0].bold = True
    doc.add_heading("Key", 1)
    table(doc, [["Rating", "Meaning"], ["Blue", "Complete and embedded"], ["Red", "Off track"]])
    doc.add_heading("Risk register", 1)
    table(doc, [
        ["Risk", "Likelihood", "Impact", "Mitigation", "Owner", "RAG"],
        ["Agency costs rise", "3", "4", "Recruit", "Head of HR", "A"],
    ])  # fmt: skip
    stream: dict[str, Any] = {"workstream": "Priority 1: Leadership"}
    return Made(saved(doc), (
        Want("Recruit three", ("Head of Service",), None, "2024-09-30", rag="G", ref="1.1",
             evidence=2, update="Two in post", **stream),
        Want("Re-write", (HOS, AD), None, "2024-12-31", rag="A", ref="1.2", **stream),
        Want("Open the family", ("Head of Property", HOS), "2024-12-01", "2025-03-31", rag="R",
             ref="1.3", **stream),
        Want("Hold a weekly", ("Head of Legal Services",), ongoing=True, rag="G", ref="1.4",
             **stream),
    ))  # fmt: skip


@layout
def bands_within_one_table() -> Made:
    """One landscape table; rows across it name the themes, headings repeat half-way."""
    doc = word()
    doc.sections[0].orientation = WD_ORIENT.LANDSCAPE
    heads: list[object] = [
        "No.",
        "Action",
        "Owner",
        "Start",
        "End",
        "Success criteria",
        "Progress",
        "Status",
    ]
    rows: list[list[object]] = [
        heads,
        ["Theme 1: Front door", *[None] * 7],
        ["1", "Agree thresholds with partners", "Jane Smith", "Apr 2023", "Jul 2023",
         "Fewer re-referrals", "Agreed", "Complete"],
        ["2", "Train the front door team", "Jane Smith and Tom O’Brien", "May 2023", "Oct 2023",
         "All trained", "Half trained", "Amber"],
        heads,
        ["Theme 2: Care planning", *[None] * 7],
        ["3", "Audit every care plan", "TBC", "Jun 2023", "31/11/2023", "All audited", "", "Red"],
        ["Total", "3 actions", *[None] * 6],
    ]  # fmt: skip
    plan = table(doc, rows)
    for at in (1, 5):
        plan.rows[at].cells[0].merge(plan.rows[at].cells[7])
    return Made(saved(doc), (
        Want("Agree thresholds", ("Jane Smith",), "2023-04-01", "2023-07-31", rag="B", ref="1",
             workstream="Theme 1: Front door"),
        Want("Train the front", ("Jane Smith", "Tom O’Brien"), "2023-05-01", "2023-10-31",
             rag="A", ref="2", workstream="Theme 1: Front door"),
        Want("Audit every", (), "2023-06-01", None, rag="R", ref="3",
             workstream="Theme 2: Care planning"),
    ), problems=("no lead", "31/11/2023"), asks=("blue",))  # fmt: skip


@layout
def tracked_changes_and_struck_text() -> Made:
    """Deleted words and rows are gone, inserted ones count, struck dates are the old ones."""
    doc = word()
    doc.add_heading("Practice", 1)
    plan = table(doc, [
        ["Objective", "Key actions", "Lead", "Timescale", "Impact", "RAG"],
        ["Better plans", "x", "x", "x", "Better audits", "G"],
        ["", "Write a chronology guide", "x", "x", "Guide in use", ""],
        ["", "This row was deleted", HOS, "May 2024", "Nothing", "R"],
        ["", "x", HOS, "June 2024", "Nothing", "R"],
        ["", "A new row", HOS, "June 2024 – Aug 2024", "Something", "A"],
    ])  # fmt: skip
    cells = plan.rows[1].cells
    raw(cells[1], run("Improve ") + deleted("all ") + inserted("every child’s ") + run("plan"))
    raw(cells[2], deleted("Head of Nothing") + inserted(HOS))
    raw(cells[3], run("March 2024", STRUCK) + run(" June 2024"))
    cells = plan.rows[2].cells
    raw(cells[2], run("Tom Brown", STRUCK), run("Jane Smith"))
    raw(
        cells[3], run("1 April 2024 – ") + run("30 June 2024", "<w:dstrike/>") + run(" 31 Aug 2024")
    )
    gone = plan.rows[3]._tr.get_or_add_trPr()
    gone.append(xml(f'<w:del {W} w:id="9" w:author="A" w:date="2024-01-01T00:00:00Z"/>'))
    for cell in plan.rows[4].cells[1:]:
        raw(cell, run("Withdrawn in May", STRUCK))
    new = plan.rows[5]._tr.get_or_add_trPr()
    new.append(xml(f'<w:ins {W} w:id="8" w:author="A" w:date="2024-01-01T00:00:00Z"/>'))
    same: dict[str, Any] = {"workstream": "Practice", "objective": "Better plans"}
    return Made(saved(doc), (
        Want("Improve every child’s plan", (HOS,), None, "2024-06-30", rag="G",
             original_end="2024-03-31", **same),
        Want("Write a chronology", ("Jane Smith",), "2024-04-01", "2024-08-31",
             original_end="2024-06-30", **same),
        Want("A new row", (HOS,), "2024-06-01", "2024-08-31", rag="A", **same),
    ), asks=("struck through", "deletes"), without=("Tom Brown", "Head of Nothing"))  # fmt: skip


@layout
def content_controls_and_text_boxes() -> Made:
    """Drop-downs, date pickers and repeating rows are content controls; a heading floats."""
    doc = word()
    doc.element.body.insert(0, text_box("Workstream 2: Children in our care"))
    doc.add_paragraph("The plan has five workstreams.")
    doc.element.body.append(text_box("Draft, not for publication"))
    plan = table(doc, [
        ["Ref", "Objective", "Action", "Accountable", "Deadline", "Evidence", "RAG rating"],
        ["CC1", "Stable homes", "", "", "", "Fewer moves", ""],
        ["CC2", "Stable homes", "Review all placements over 20 miles", "", "", "Reviews done", ""],
        ["CC3", "Stable homes", "Write to every carer", HOS, "31/01/2025", "Letters sent", ""],
    ])  # fmt: skip
    cells = plan.rows[1].cells
    raw(cells[2], controlled_text("Find twelve new foster homes"))
    raw(cells[3], controlled_text("Service Manager, Fostering"))
    raw(cells[4], controlled_text("28 February 2025"))
    raw(cells[6], controlled_text("Amber"))
    cells = plan.rows[2].cells
    raw(cells[3], controlled_text("Choose an item.", placeholder=True))
    raw(cells[4], controlled_text("Click to enter a date.", placeholder=True))
    raw(cells[6], controlled_text("Choose an item.", placeholder=True))
    raw(plan.rows[3].cells[6], drawn_circle("00B050"))
    control_around(plan.rows[3]._tr)
    control_around(plan.rows[1].cells[4]._tc)
    control_around(plan._tbl)
    same: dict[str, Any] = {"workstream": "Children in our care", "objective": "Stable homes"}
    return Made(saved(doc), (
        Want("Find twelve", ("Service Manager, Fostering",), None, "2025-02-28", rag="A",
             ref="CC1", **same),
        Want("Review all", (), rag=None, ref="CC2", **same),
        Want("Write to every", (HOS,), None, "2025-01-31", rag="G", ref="CC3", **same),
    ), problems=("no lead",), without=("Choose an item", "Draft, not"),
        asks=("5 workstreams; 1 are",))  # fmt: skip


@layout
def split_over_pages_without_headings() -> Made:
    """The table stops at a page and goes on in a second one, without headings or objective."""
    doc = word()
    doc.add_heading("Improvement plan", 1)
    doc.add_heading("Early help", 2)
    first = table(doc, [
        ["Aim", "What", "Who", "When", "RAG"],
        ["Help sooner", "Map all early help in the borough", HOS, "By end of May 2025", ""],
    ])  # fmt: skip
    shade(first.rows[1].cells[4], "FFC000")
    doc.add_page_break()  # type: ignore[no-untyped-call]
    second = table(doc, [
        ["", "Agree one assessment form", "Head of Practice", "Summer 2025", ""],
        ["Fewer children in need", "Review every plan over 9 months", HOS, "Monthly", ""],
    ])  # fmt: skip
    shade(second.rows[0].cells[4], "FF0000")
    shade(second.rows[1].cells[4], "C6EFCE")
    doc.add_heading("Care leavers", 2)
    third = table(doc, [
        ["Aim", "What", "Who", "When", "RAG"],
        ["A home", "Sign the joint housing protocol", "Head of Housing", "TBC", ""],
    ])  # fmt: skip
    shade(third.rows[1].cells[4], "FFFF00")
    return Made(saved(doc), (
        Want("Map all", (HOS,), None, "2025-05-31", rag="A", workstream="Early help",
             objective="Help sooner", where="table 1 row 2"),
        Want("Agree one", ("Head of Practice",), None, "2025-08-31", rag="R",
             workstream="Early help", objective="Help sooner", where="table 2 row 1"),
        Want("Review every", (HOS,), rag="G", cadence="monthly", workstream="Early help",
             objective="Fewer children in need"),
        Want("Sign the joint", ("Head of Housing",), rag="A", workstream="Care leavers",
             objective="A home"),
    ), asks=("Summer 2025", "TBC", "blank in these rows"))  # fmt: skip


@layout
def merged_both_ways() -> Made:
    """Two rows of headings; leads and ratings span rows; a date spans two columns."""
    doc = word()
    plan = table(doc, [
        ["Theme", "Action", "Lead officer", "Timescale", "", "Measures", "RAG", ""],
        ["", "", "", "Start", "Finish", "", "May", "June"],
        ["Voice", "Set up a young people’s panel", "Participation Manager", "01/04/2024",
         "30/06/2024", "Panel meets", "A", "G"],
        ["", "Publish you said, we did", "", "Quarterly", "", "Published", "A", "A"],
        ["Courts", "Track every case weekly", "Head of Court Team", "April 2024", "Ongoing",
         "26 weeks", "R", "R"],
    ])  # fmt: skip
    rows = plan.rows
    for column in (0, 1, 2, 5):
        rows[0].cells[column].merge(rows[1].cells[column])
    rows[0].cells[3].merge(rows[0].cells[4])
    rows[0].cells[6].merge(rows[0].cells[7])
    rows[2].cells[0].merge(rows[3].cells[0])
    rows[2].cells[2].merge(rows[3].cells[2])
    rows[3].cells[3].merge(rows[3].cells[4])
    return Made(saved(doc), (
        Want("Set up a young", ("Participation Manager",), "2024-04-01", "2024-06-30", rag="G",
             workstream="Voice"),
        Want("Publish you", ("Participation Manager",), rag="A", cadence="quarterly",
             workstream="Voice"),
        Want("Track every", ("Head of Court Team",), "2024-04-01", None, ongoing=True, rag="R",
             workstream="Courts"),
    ))  # fmt: skip


@layout
def theme_colours_and_inks() -> Made:
    """Ratings by theme colour, highlight, coloured letters, a solid pattern, and a symbol."""
    doc = word()
    doc.add_paragraph("Action plan")
    plan = table(doc, [
        ["Actions", "Leads", "Due date", "RAG"],
        ["Refresh the neglect strategy", "DCS", "Jan-25", ""],
        ["Launch the practice week", "DCS", "Feb-25", ""],
        ["Buy a new case system", "DCS", "Mar-25", ""],
        ["Sign off the sufficiency plan", "DCS", "Apr-25", ""],
        ["Start the duty rota", "DCS", "May-25", ""],
        ["Close the old forms", "DCS", "Jun-25", ""],
    ])  # fmt: skip
    shade(plan.rows[1].cells[3], "auto", themeFill="accent6")
    shade(plan.rows[2].cells[3], "auto", themeFill="accent2", themeFillTint="99")
    raw(plan.rows[3].cells[3], run("   ●", '<w:color w:val="FF0000"/>'))
    raw(plan.rows[4].cells[3], run("on course", '<w:highlight w:val="green"/>'))
    shade(plan.rows[5].cells[3], "auto", val="solid", color="FF0000")
    raw(plan.rows[6].cells[3], run("🔵"))
    dcs = ("DCS",)
    return Made(saved(doc), (
        Want("Refresh", dcs, None, "2025-01-31", rag="A"),
        Want("Launch", dcs, None, "2025-02-28", rag="R"),
        Want("Buy", dcs, None, "2025-03-31", rag="R"),
        Want("Sign off", dcs, None, "2025-04-30", rag="G"),
        Want("Start", dcs, None, "2025-05-31", rag="R"),
        Want("Close", dcs, None, "2025-06-30", rag="B"),
    ))  # fmt: skip


@layout
def one_card_an_action() -> Made:
    """Each action is a small table with its headings down the side."""
    doc = word()
    doc.add_heading("Our plan", 0)
    doc.add_heading("Leadership and governance", 1)
    for ref, action, lead, when, rag in (
        ("LG1", "Appoint a permanent director", "Chief Executive", "By 1 October 2024", "Green"),
        ("LG2", "Report to scrutiny", "Lead Member & Chief Executive", "Every quarter", "Amber"),
    ):
        table(doc, [
            ["Action reference", ref],
            ["Action", action],
            ["Lead officer(s)", lead],
            ["Timescale", when],
            ["Success measure", "Seen in audits"],
            ["Latest update", "In hand"],
            ["RAG", rag],
        ])  # fmt: skip
        doc.add_paragraph("")
    same: dict[str, Any] = {"workstream": "Leadership and governance"}
    return Made(saved(doc), (
        Want("Appoint", ("Chief Executive",), None, "2024-10-01", rag="G", ref="LG1", **same),
        Want("Report", ("Lead Member", "Chief Executive"), rag="A", ref="LG2",
             cadence="quarterly", **same),
    ))  # fmt: skip


@layout
def automatic_numbers() -> Made:
    """References that Word counts by itself, and bullets that it draws."""
    doc = word()
    numbering = doc.part.numbering_part.element
    numbering.insert(0, xml(
        f'<w:abstractNum {W} w:abstractNumId="90"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
        '<w:numFmt w:val="decimal"/><w:lvlText w:val="%1"/></w:lvl><w:lvl w:ilvl="1">'
        '<w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%2."/></w:lvl>'
        "</w:abstractNum>"
    ))  # fmt: skip
    numbering.append(xml(f'<w:num {W} w:numId="91"><w:abstractNumId w:val="90"/></w:num>'))

    def number(level: int) -> str:
        return f'<w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="91"/></w:numPr></w:pPr>'

    for words, actions in (
        ("Good practice", ["Use the new tool", "Share what works"]),
        ("Good leaders", ["Meet staff monthly"]),
    ):
        heading = xml(f"<w:p {W}>{number(0)}{run(words, '<w:b/>')}</w:p>")
        doc.element.body.insert(-1, heading)
        plan = table(doc, [["", "Action", "Responsible officer", "Target date", "Progress"]] + [
            [None, text, "Principal Social Worker", "30th June 2025", "Begun"] for text in actions
        ])  # fmt: skip
        for row in plan.rows[1:]:
            raw(row.cells[0], number(1))
            row.cells[1].add_paragraph("in every team", style="List Bullet")
        doc.add_paragraph("")
    lead = ("Principal Social Worker",)
    return Made(saved(doc), (
        Want("Use the new tool\n• in every team", lead, None, "2025-06-30", ref="1.1",
             workstream="Good practice"),
        Want("Share what", lead, None, "2025-06-30", ref="1.2", workstream="Good practice"),
        Want("Meet staff", lead, None, "2025-06-30", ref="2.1", workstream="Good leaders"),
    ))  # fmt: skip


@layout
def nested_tables_and_a_frame() -> Made:
    """The plan stands inside a frame, and its measures are tables within its cells."""
    doc = word()
    frame = doc.add_table(rows=1, cols=1).rows[0].cells[0]
    frame.paragraphs[0].add_run("Workstream: Permanence").bold = True
    plan = table(frame, [
        ["Recommendation", "Agreed action", "Owner", "Complete by", "Success measures", "Status"],
        ["Reduce drift", "Hold a permanence panel", "Permanence Lead", "2024-09-30", "", "On track"],
        ["Reduce drift", "Chase late assessments", "Permanence Lead", "2024-10-31", "", "Overdue"],
    ])  # fmt: skip
    table(plan.rows[1].cells[4], [["Measure", "Target"], ["Plans by second review", "90%"]])
    lead = ("Permanence Lead",)
    same: dict[str, Any] = {"workstream": "Permanence", "objective": "Reduce drift"}
    return Made(saved(doc), (
        Want("Hold a perm", lead, None, "2024-09-30", rag="G", evidence=2, **same),
        Want("Chase late", lead, None, "2024-10-31", rag="R", **same),
    ), asks=("On track",))  # fmt: skip


@layout
def three_columns_of_ratings() -> Made:
    """R, A and G have a column each, and a cross or a colour in one of them."""
    doc = word()
    plan = table(doc, [
        ["Action", "Owner", "Timeframe", "RAG", "", ""],
        ["", "", "", "R", "A", "G"],
        ["Move to the new building", "Head of Property", "Autumn 2024", "", "X", ""],
        ["Publish the local offer", "SEND Manager", "Immediate", "", "", ""],
        ["Retrain all chairs", "Head of Reviewing Service", "within 6 months", "✓", "", ""],
    ])  # fmt: skip
    rows = plan.rows
    for column in (0, 1, 2):
        rows[0].cells[column].merge(rows[1].cells[column])
    rows[0].cells[3].merge(rows[0].cells[5])
    shade(rows[3].cells[5], "00B050")
    return Made(saved(doc), (
        Want("Move to", ("Head of Property",), None, "2024-11-30", rag="A"),
        Want("Publish", ("SEND Manager",), rag="G"),
        Want("Retrain", ("Head of Reviewing Service",), rag="R"),
    ), asks=("Immediate", "within 6 months"))  # fmt: skip


@layout
def references_inside_the_action() -> Made:
    """No column for references: they stand before the action's words; abbreviations have a key."""
    doc = word()
    doc.add_paragraph("Abbreviations")
    table(doc, [
        ["Abbreviation", "Meaning"],
        ["HoS", "Head of Service"],
        ["ADQP", "Assistant Director, Quality and Performance"],
    ])  # fmt: skip
    doc.add_heading("Objective 1: Quality", 2)
    plan = table(doc, [
        ["Planned activity", "Lead", "Completion date", "Outcome", "Commentary"],
        ["QP1 Set a baseline", "ADQP", "June 2024 (was March 2024)", "Known", "Done"],
        ["QP2 Moderate monthly", "HoS/ADQP", "Moved from May 2024 to July 2024", "Agreed", "Late"],
        ["QP3 Close the loop", "HoS", "31 July 24", "Closed", "Not begun"],
    ])  # fmt: skip
    assert plan.rows[0].cells[0]._tc.tag == qn("w:tc")
    adqp = "Assistant Director, Quality and Performance"
    same: dict[str, Any] = {"objective": "Objective 1: Quality"}
    return Made(saved(doc), (
        Want("Set a baseline", (adqp,), None, "2024-06-30", original_end="2024-03-31", ref="QP1",
             update="Done", **same),
        Want("Moderate monthly", ("Head of Service", adqp), None, "2024-07-31",
             original_end="2024-05-31", ref="QP2", **same),
        Want("Close the loop", ("Head of Service",), None, "2024-07-31", ref="QP3", **same),
    ), asks=("No column of ratings",))  # fmt: skip


@layout
def a_title_row_over_the_headings() -> Made:
    """Each table has a title row of its own over its headings; a risk register has actions too."""
    doc = word()
    heads = ["Ref", "Action", "Lead", "By when", "RAG Q1", "RAG Q2", "RAG Q3"]
    for name, ref, lead, ratings in (
        ("Workstream 1: Leadership", "L1", "Chief Executive", ("R", "A", "")),
        ("Workstream 2: Practice", "P1", "as above", ("R", "A", "G")),
    ):
        plan = table(doc, [
            [name, *[None] * 6],
            heads,
            [ref, f"Begin {ref} with all partners", lead, "Q2 2024/25", *ratings],
            [f"{ref}a", f"End {ref} with all partners", "as above", "ditto", *ratings],
        ])  # fmt: skip
        plan.rows[0].cells[0].merge(plan.rows[0].cells[6])
        doc.add_paragraph("")
    table(doc, [
        ["Risk", "Mitigating actions", "Owner", "Due", "RAG"],
        ["Agency costs rise again", "Recruit more people", "Head of HR", "May 2024", "R"],
    ])  # fmt: skip
    chief = ("Chief Executive",)
    return Made(saved(doc), (
        Want("Begin L1", chief, None, "2024-09-30", rag="A", ref="L1", workstream="Leadership"),
        Want("End L1", chief, None, "2024-09-30", rag="A", ref="L1a", workstream="Leadership"),
        Want("Begin P1", chief, None, "2024-09-30", rag="G", ref="P1", workstream="Practice"),
        Want("End P1", chief, None, "2024-09-30", rag="G", ref="P1a", workstream="Practice"),
    ), asks=("row above",), without=("Recruit more",))  # fmt: skip


@layout
def actions_side_by_side() -> Made:
    """One column an action, the headings down the left."""
    doc = word()
    doc.add_heading("Placements", 1)
    table(doc, [
        ["Action", "Open a hub", "Close a hub", "Move a hub"],
        ["Owner", "Jane Smith", "Tom O’Brien", "Jane Smith"],
        ["Timescale", "April 2025 – ongoing", "1/5/25", "Spring term 2026"],
        ["Success measure", "Open", "Closed", "Moved"],
        ["RAG", "Green", "Amber", ""],
    ])  # fmt: skip
    return Made(saved(doc), (
        Want("Open a hub", ("Jane Smith",), "2025-04-01", None, ongoing=True, rag="G"),
        Want("Close a hub", ("Tom O’Brien",), None, "2025-05-01", rag="A"),
        Want("Move a hub", ("Jane Smith",), None, "2026-03-31"),
    ))  # fmt: skip


@layout
def many_tables_that_are_no_plan() -> Made:
    """Versions, governance, indicators, contacts, milestones and messages stand around the plan."""
    doc = word()
    doc.add_heading("Anytown Children’s Services Improvement Plan", 1)
    for name, rows in (
        ("Version control", [["Version", "Date", "Author", "Changes"],
                             ["0.1", "May 2024", "J Smith", "First draft"]]),
        ("Governance", [["Meeting", "Frequency", "Chair", "Purpose"],
                        ["Improvement Board", "Monthly", "Independent chair", "Hold to account"]]),
        ("Indicators", [["Measure", "Baseline", "Target", "Latest", "RAG", "Owner", "Date"],
                        ["Re-referrals", "25%", "20%", "22%", "A", "HoS", "May 24"]]),
        ("Contacts", [["Name", "Role", "E-mail", "Start date", "End date"],
                      ["Jane Smith", "HoS", "j@x", "May 2024", "June 2025"]]),
        ("Timeline", [["Date", "Milestone", "Lead"], ["May 2024", "Launch event", "HoS"]]),
        ("Messages", [["Audience", "Message", "Channel", "When", "Who"],
                      ["Staff", "What is in the plan", "E-mail", "Monthly", "Comms lead"]]),
    ):  # fmt: skip
        doc.add_heading(name, 2)
        table(doc, rows)
    doc.add_heading("Priority 1: Leadership", 2)
    doc.add_paragraph("What Ofsted said: leaders must know their services.")
    plan = table(doc, [
        ["Ref", "What we will do", "Lead", "By when", "How we will know", "RAG"],
        ["1.1", "Strengthen the board", "DCS", "Sep-24", "Minutes", ""],
        ["1.2", "Publish a scorecard", "Head of Performance", "Review monthly; end July 2024",
         "Scorecard", ""],
    ])  # fmt: skip
    shade(plan.rows[1].cells[5], "auto", themeFill="accent3", themeFillShade="BF")
    shade(plan.rows[2].cells[5], "F8CBAD")
    doc.add_heading("Glossary", 2)
    table(doc, [["Term", "Meaning"], ["DCS", "Director of Children’s Services"]])
    same: dict[str, Any] = {"workstream": "Priority 1: Leadership"}
    return Made(saved(doc), (
        Want("Strengthen", ("Director of Children’s Services",), None, "2024-09-30", rag="G",
             ref="1.1", **same),
        Want("Publish", ("Head of Performance",), None, "2024-07-31", rag="A", ref="1.2",
             cadence="monthly", **same),
    ), without=("Launch event", "Re-referrals", "What is in the plan"))  # fmt: skip


@layout
def labelled_objectives_over_the_headings() -> Made:
    """A row "Objective 1:" with its words stands over each table's headings."""
    doc = word()
    for at, text in enumerate(("Improve the front door", "Improve care planning"), start=1):
        plan = table(doc, [
            [f"Objective {at}:", text, None, None, None],
            ["Action", "Owner", "Start", "Finish", "Status"],
            [f"Begin with {at} at once", "A B Smith", "1/4/24", "30/6/24", "Red"],
            [f"End with {at} at last", "C D Jones & E F Brown", "1/4/24", "31/3/25", "In progress"],
        ])  # fmt: skip
        plan.rows[0].cells[1].merge(plan.rows[0].cells[4])
        doc.add_paragraph("")
    return Made(saved(doc), tuple(
        Want(f"{word_} with {at}", leads, "2024-04-01", end, rag=rag, objective=f"Objective {at}: {text}")
        for at, text in enumerate(("Improve the front door", "Improve care planning"), start=1)
        for word_, leads, end, rag in (
            ("Begin", ("A B Smith",), "2024-06-30", "R"),
            ("End", ("C D Jones", "E F Brown"), "2025-03-31", None),
        )
    ))  # fmt: skip


@layout
def a_sentence_over_the_page() -> Made:
    """A row's words go on in the first row after the page, under the same headings again."""
    doc = word()
    doc.add_heading("Practice", 1)
    heads = ["Objective", "Action", "Lead officer", "Timescale", "Evidence of success", "RAG"]
    table(doc, [heads, ["Learn", "Deliver the programme of training which includes",
                        "Head of L&D", "June 2024 – Dec 2024", "Staff trained", "G"]])  # fmt: skip
    doc.add_paragraph("")
    table(doc, [
        heads,
        ["", "coaching and reflective supervision", "", "", "Feedback is good", ""],
        ["", "Second action here for all", "Head of L&D", "30.6.24 (orig 31.3.24)", "Done", "A"],
    ])  # fmt: skip
    same: dict[str, Any] = {"workstream": "Practice", "objective": "Learn"}
    return Made(saved(doc), (
        Want("Deliver the programme of training which includes\ncoaching and", ("Head of L&D",),
             "2024-06-01", "2024-12-31", rag="G", evidence=2, **same),
        Want("Second action", ("Head of L&D",), None, "2024-06-30", rag="A",
             original_end="2024-03-31", **same),
    ), asks=("over the page",))  # fmt: skip
