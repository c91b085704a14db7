"""Read good and bad plan and people files: all or nothing, and every problem with its mend."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workflow.formats import FileKind, schema
from workflow.intake import MOST_BYTES, compare, read_people, read_plan
from workflow.people import Appointment, Kind, Meeting, Shift
from workflow.plan import Cadence, Plan, TextPart

SHIPPED = Path(__file__).parents[2] / "workflow" / "plans"
ROLES, BOARDS = ["director-csc", "chief-executive"], ["programme-board", "pmo"]

PLAN = """\
plan:
  title: A plan
  council: A council
  as_at: 2019-08

roles:
  - id: director-csc
    title: Director
  - id: chief-executive
    title: Chief Executive

recommendations:
  - id: pathway-plans
    text: Pathway plans

boards:
  - id: programme-board
    name: Programme Board
    tier: 3

workstreams:
  - ref: PI
    name: Practice
    objectives:
      - ref: PI3
        text: Care leavers
        actions:
          - ref: PI3.1
            title: Pathway plans
            leads: [director-csc]
            when: {from: 2019-04, to: 2020-02-29}
            recommendations: [pathway-plans]
            text:
              - Make pathway plans timely
              - lead_in: "Through:"
                bullets:
                  - More advisers
            evidence:
              - Audits find plans on time
          - ref: PI3.2
            title: Staying Put
            leads: [chief-executive]
            when: {from: 2019-04, ongoing: true}
            text:
              - Check Staying Put
            evidence:
              - Arrangements rise

measures:
  - id: PI3.1-M1
    name: Young people with a pathway plan
    short: Pathway plans
    unit: percent
    better: higher
    used_in: [PI3.1]
    milestones:
      - {value: 55, by: 2019-10}
      - {value: 70, by: 2020-06}
    readings:
      - {value: 31, as_at: 2019-08, count: 8, of: 26}
"""

PEOPLE = """\
people:
  - id: asha-rahman
    name: Asha Rahman
    email: asha.rahman@example.org
    directory_id: 0f8fad5b-d9cb-469f-a165-70867728950e
  - id: tom-hartley
    name: Tom Hartley
    email: tom.hartley@example.org
    directory_id: 7c9e6679-7425-40de-944b-e07fc1f90ae7

leads:
  director-csc: asha-rahman
  chief-executive: tom-hartley
deputies:
  director-csc: [tom-hartley]
pmo: [tom-hartley]
approvers: [tom-hartley]

boards:
  programme-board:
    anchor: true
    meets: {week: last, day: Thursday, dates: [2019-12-12]}
    decides: [asha-rahman]
  pmo:

readers: [asha-rahman]
reader_covers: [tom-hartley]
safeguarding_leads: [asha-rahman]
duty_managers: [tom-hartley]

rota:
  - {person: asha-rahman, days: [Monday, Tuesday, Wednesday, Thursday], start: "9:00", until: 17.00}
  - {person: tom-hartley, days: [Monday, Tuesday, Wednesday, Thursday], start: 17:00, until: 09:00}
  - {person: tom-hartley, days: [Friday, Saturday, Sunday], start: 09:00, until: 09:00}

numbers:
  under_18: 0161 496 0101
  over_18: 0161 496 0102
  hours: Monday to Friday
  out_of_hours: 0161 496 0103
  checked: 2019-09-02
"""


def plan() -> Plan:
    value = read_plan(PLAN.encode()).value
    assert value is not None
    return value


def sentences(data: str | bytes) -> list[str]:
    """What a plan file gets to hear."""
    read = read_plan(data.encode() if isinstance(data, str) else data)
    assert read.value is None
    return [problem.sentence for problem in read.problems]


def changed(old: str, new: str, text: str = PLAN) -> str:
    assert text.count(old) >= 1, old
    return text.replace(old, new, 1)


def test_a_plan_is_read_as_it_is_written() -> None:
    read = read_plan(PLAN.encode())
    assert read.problems == ()
    assert read.value is not None
    assert read.value.source_date == date(2019, 8, 31), "a month is as at its last day"
    first, second = read.value.actions
    assert first.text == (
        TextPart("statement", "Make pathway plans timely"),
        TextPart("lead_in", "Through:"),
        TextPart("bullet", "More advisers"),
    )
    assert first.evidence == (TextPart("item", "Audits find plans on time"),)
    assert first.timescale.start == date(2019, 4, 1)
    assert first.timescale.end == date(2020, 2, 29)
    assert first.timescale.original_end is None
    assert first.timescale.printed == "April 2019 to 29 February 2020"
    assert second.timescale.printed == "April 2019, ongoing"
    assert second.timescale.cadence is Cadence.MONTHLY
    assert first.rag is None
    (measure,) = read.value.measures
    assert [m.by for m in measure.milestones] == [date(2019, 10, 31), date(2020, 6, 30)]
    (reading,) = measure.readings
    assert (reading.as_at, reading.precision) == (date(2019, 8, 31), "month")
    assert (reading.numerator, reading.denominator) == (8, 26)


@pytest.mark.parametrize(
    "disguise",
    [
        lambda text: b"\xef\xbb\xbf" + text.encode(),
        lambda text: text.replace("\n", "\r\n").encode(),
        lambda text: text.replace("\n", "\r").encode(),
        lambda text: ("---\n" + text + "...\n").encode(),
        lambda text: text.replace("    text: Care", "    text:\n          Care").encode(),
        lambda text: text.replace("A council", "'A \u00a0 council'").encode(),
        lambda text: text.replace("as_at: 2019-08\n", "as_at: 2019-08\n  note:\n").encode(),
    ],
    ids=["mark", "windows", "old mac", "marked document", "next line", "spaces", "blank key"],
)
def test_the_same_plan_may_be_written_in_many_ways(disguise: Callable[[str], bytes]) -> None:
    assert disguise(PLAN) != PLAN.encode()
    assert read_plan(disguise(PLAN)).value == plan()


def test_what_looks_like_something_else_to_yaml_stays_what_was_typed() -> None:
    text = changed("title: A plan", "title: No")
    text = changed("PI3.2", "1.10", text)
    read = read_plan(text.encode())
    assert read.value is not None
    assert read.value.title == "No"
    assert read.value.actions[1].ref == "1.10"


DIRECTOR = "leads: [director-csc]"
WHEN = "when: {from: 2019-04, to: 2020-02-29}"
ISO = "Write a day as 2020-06-30 or a month as 2020-06."
UNREAD = "What follows was not read."
KEYS = "ref, title, text, leads, when, evidence, update, rag, recommendations, outcomes"

BAD_PLANS: list[tuple[str, str, list[str]]] = [
    (
        f"            {DIRECTOR}\n",
        "",
        ["Line 28, PI3.1, leads: no lead is named. Add it, for example leads: [director-csc]."],
    ),
    (
        DIRECTOR,
        "leads:",
        ["Line 30, PI3.1, leads: no lead is named. Add it, for example leads: [director-csc]."],
    ),
    (
        DIRECTOR,
        "leads: []",
        ["Line 30, PI3.1, leads: no lead is named. Add it, for example leads: [director-csc]."],
    ),
    (
        DIRECTOR,
        "lead: [director-csc]",
        [
            "Line 28, PI3.1, leads: no lead is named. Add it, for example leads: [director-csc].",
            "Line 30, PI3.1, lead: “lead” is not a key that this file has here. "
            "Did you mean “leads”?",
        ],
    ),
    (
        DIRECTOR,
        "leads: director-csc",
        [
            "Line 30, PI3.1, leads: a list belongs here, not the text “director-csc”. "
            "Write it as a list, for example leads: [director-csc]."
        ],
    ),
    (
        DIRECTOR,
        "leads: [director-cscc]",
        [
            "Line 30, PI3.1, leads: there is no role “director-cscc” in this file. "
            "Did you mean “director-csc”? Known here: director-csc, chief-executive."
        ],
    ),
    (
        DIRECTOR,
        "leads: [Chief executive]",
        [
            "Line 30, PI3.1, leads: there is no role “Chief executive” in this file. "
            "Did you mean “chief-executive”? Known here: director-csc, chief-executive."
        ],
    ),
    (
        DIRECTOR,
        "leads: [director-csc, director-csc]",
        ["Line 30, PI3.1, leads: “director-csc” stands here twice. Take one out."],
    ),
    (
        "2020-02-29",
        "2020-02-31",
        [
            "Line 31, PI3.1, when, to: the end date 31 February 2020 does not exist. "
            "Write a real date, for example 2020-02-29."
        ],
    ),
    (
        "2020-02-29",
        "31/02/2020",
        [
            "Line 31, PI3.1, when, to: the end date 31 February 2020 does not exist. "
            "Write a real date, for example 2020-02-29."
        ],
    ),
    (
        "2020-02-29",
        "29/2/2020",
        [
            "Line 31, PI3.1, when, to: the end date “29/2/2020” is not written as this file "
            "writes dates. Write 2020-02-29."
        ],
    ),
    (
        "2020-02-29",
        "2020-13",
        [
            "Line 31, PI3.1, when, to: the end date 2020-13 does not exist: there is no month 13. "
            "Write a month from 2020-01 to 2020-12."
        ],
    ),
    (
        "2020-02-29",
        "3020-01",
        [
            "Line 31, PI3.1, when, to: the end date is in the year 3020. "
            "Write a year from 1990 to 2099."
        ],
    ),
    (
        "2020-02-29",
        "February 2020",
        [
            "Line 31, PI3.1, when, to: the end date “February 2020” is not a date this file "
            f"understands. {ISO}"
        ],
    ),
    (
        "2020-02-29",
        "[2020-02]",
        [f"Line 31, PI3.1, when, to: the end date is not a date. {ISO}"],
    ),
    (
        WHEN,
        "when: {from: 2019-02-30, to: 2020-02-31}",
        [
            "Line 31, PI3.1, when, from: the start date 30 February 2019 does not exist. "
            "Write a real date, for example 2019-02-28.",
            "Line 31, PI3.1, when, to: the end date 31 February 2020 does not exist. "
            "Write a real date, for example 2020-02-29.",
        ],
    ),
    (
        "2020-02-29",
        "2019-03",
        [
            "Line 31, PI3.1, when, to: the end date March 2019 is before the start date "
            "April 2019. Correct one of the two."
        ],
    ),
    (
        ", to: 2020-02-29",
        "",
        [
            "Line 31, PI3.1, when: the timescale has no end. "
            "Add “to: 2020-06”, “ongoing: true” or “every: quarter”."
        ],
    ),
    (
        "2020-02-29",
        "2020-02-29, ongoing: true",
        [
            "Line 31, PI3.1, when, ongoing: an action cannot both end and be ongoing. "
            "Take out the end date, or “ongoing”."
        ],
    ),
    (
        "to: 2020-02-29",
        "ongoing: true, originally: 2020-01",
        [
            "Line 31, PI3.1, when, originally: there is an original end date but no end date. "
            "Add the date now in force as “to”."
        ],
    ),
    (
        "to: 2020-02-29",
        "every: week",
        [
            "Line 31, PI3.1, when, every: “week” is not one of the words known here. "
            "Write month, quarter or year, or leave it out."
        ],
    ),
    (
        WHEN,
        "when: 2019-04",
        [
            "Line 31, PI3.1, when: keys with values belong here, not the text “2019-04”. "
            "Write it with its keys, for example when: {from: 2019-04, to: 2020-06}."
        ],
    ),
    (
        "- ref: PI3.2",
        "- ref: pi3.1",
        ["Line 40, pi3.1: the action “pi3.1” stands on line 28 already. Give each its own."],
    ),
    (
        "- ref: PI3.2",
        "- ref: PI 3.2",
        [
            "Line 40, PI 3.2, ref: “PI 3.2” does not have the right form. "
            "Use letters, digits, dots and hyphens, for example ref: PI3.1."
        ],
    ),
    (
        "- ref: PI3.2",
        "- reff: PI3.2",
        [
            "Line 40, PI3, actions 2, ref: “ref” is missing. Add it, for example ref: PI3.1.",
            "Line 40, PI3, actions 2, reff: “reff” is not a key that this file has here. "
            "Did you mean “ref”?",
        ],
    ),
    (
        "title: Staying Put\n",
        "title: Staying Put\n            title: Again\n",
        ["Line 42: “title” stands here a second time; it was on line 41. Keep one of the two."],
    ),
    (
        "title: Staying Put\n",
        "title: Staying Put\n            colour:\n",
        [
            "Line 42, PI3.2, colour: “colour” is not a key that this file has here. "
            f"Take the line out; the keys here are {KEYS}."
        ],
    ),
    (
        "title: Staying Put\n",
        "title: Staying Put\n            group: x\n",
        [
            "Line 42, PI3.2, group: “group” is not a key that this file has here. "
            f"Take the line out; the keys here are {KEYS}."
        ],
    ),
    (
        "title: Staying Put",
        "title: [Staying Put]",
        ["Line 41, PI3.2, title: one text belongs here, not a list. Write one text."],
    ),
    (
        "title: Staying Put",
        "title: ''",
        [
            "Line 41, PI3.2, title: nothing is written here. "
            "Write it out, for example title: Pathway plans on time."
        ],
    ),
    (
        "title: Staying Put",
        "title: " + "x" * 201,
        ["Line 41, PI3.2, title: the text has 201 characters; the most is 200. Shorten it."],
    ),
    (
        "Check Staying Put",
        "y" * 4001,
        ["Line 45, PI3.2, text 1: the text has 4,001 characters; the most is 4,000. Shorten it."],
    ),
    (
        "- Check Staying Put",
        "- Check: Staying Put",
        [
            "Line 45, PI3.2, text 1: one text belongs here, not keys with values. "
            "If the text has a colon in it, put the whole text in quotes."
        ],
    ),
    (
        "- Check Staying Put",
        "-",
        [
            "Line 45, PI3.2, text 1: nothing is written here. "
            "Write it out, for example text: [Make pathway plans timely]."
        ],
    ),
    (
        "bullets:",
        "bullet:",
        [
            "Line 36, PI3.1, text 2, bullet: “bullet” is not a key that this file has here. "
            "Did you mean “bullets”?"
        ],
    ),
    (
        "                bullets:\n                  - More advisers\n",
        "",
        [
            "Line 35, PI3.1, text 2: a lead-in needs either bullets or milestones. "
            "Give one of the two: bullets or milestones."
        ],
    ),
    (
        "title: Staying Put\n",
        "title: Staying Put\n            rag: unknown\n",
        [
            "Line 42, PI3.2, rag: “unknown” is not one of the words known here. "
            "Write R, A, G or B, or leave it out."
        ],
    ),
    (
        "recommendations: [pathway-plans]",
        "recommendations: [pathway-plan]",
        [
            "Line 32, PI3.1, recommendations: there is no recommendation “pathway-plan” in this "
            "file. Did you mean “pathway-plans”? Known here: pathway-plans."
        ],
    ),
    (
        "used_in: [PI3.1]",
        "used_in: []",
        ["Line 55, PI3.1-M1, used_in: “used_in” is missing. Add it, for example used_in: [PI3.1]."],
    ),
    (
        "used_in: [PI3.1]",
        "used_in: [PI3.3]",
        [
            "Line 55, PI3.1-M1, used_in: there is no action “PI3.3” in this file. "
            "Did you mean “PI3.2”? Known here: PI3.1, PI3.2."
        ],
    ),
    (
        "used_in: [PI3.1]",
        "used_in: [PI3.1]\n    also: [pi3.1-m1]",
        [
            "Line 56, PI3.1-M1, also: the measure “pi3.1-m1” stands on line 50 already. "
            "Give each its own."
        ],
    ),
    (
        "value: 55, ",
        "",
        [
            "Line 57, PI3.1-M1, milestones 1, value: “value” is missing. "
            "Add it, for example value: 70."
        ],
    ),
    (
        "value: 55",
        "value: 55%",
        [
            "Line 57, PI3.1-M1, milestones 1, value: “55%” is not a number. "
            "Write the figure alone, for example value: 70."
        ],
    ),
    (
        "value: 55",
        "value: .nan",
        [
            "Line 57, PI3.1-M1, milestones 1, value: “.nan” is not a number. "
            "Write the figure alone, for example value: 70."
        ],
    ),
    (
        "value: 55",
        "value: 9e99",
        ["Line 57, PI3.1-M1, milestones 1, value: “9e99” is too large. Write 1e+12 or less."],
    ),
    (
        "by: 2019-10",
        "by: 2020-10",
        [
            "Line 58, PI3.1-M1, milestones 2, by: June 2020 does not come after the milestone "
            "before it, October 2020. Put the milestones in the order of their dates."
        ],
    ),
    (
        "count: 8, of: 26",
        "count: 16, of: 26",
        [
            "Line 60, PI3.1-M1, readings 1, value: 31% is not 16 of 26, which is 61.5%. "
            "Check the figure and its counts."
        ],
    ),
    (
        "count: 8, of: 26",
        "count: 8",
        [
            "Line 60, PI3.1-M1, readings 1: “count” and “of” go together. "
            "Give both, as in count: 8, of: 26, or neither."
        ],
    ),
    (
        "count: 8, of: 26",
        "count: eight, of: 0",
        [
            "Line 60, PI3.1-M1, readings 1, count: “eight” is not a whole number. "
            "Write the figure alone, for example count: 8.",
            "Line 60, PI3.1-M1, readings 1, of: “0” is too small. Write 1 or more.",
        ],
    ),
    (
        "unit: percent",
        "unit: per cent",
        [
            "Line 53, PI3.1-M1, unit: “per cent” is not one of the words known here. "
            "Did you mean “percent”? Write percent, count, average or money."
        ],
    ),
    (
        "unit: percent",
        "unit: average",
        [
            "Line 53, PI3.1-M1, unit: an average needs “per”: what it is an average of. "
            "Add it, for example per: cases per worker."
        ],
    ),
    (
        "unit: percent",
        "unit: count",
        [
            "Line 60, PI3.1-M1, readings 1, value: the count is 31 in one place and 8 in another. "
            "Check the figure and its counts."
        ],
    ),
    (
        "better: higher",
        "better: comparator",
        [
            "Line 54, PI3.1-M1, better: “better: comparator” needs a comparator. "
            "Add its name and value."
        ],
    ),
    (
        "better: higher",
        "better: higher\n    band: {low: 60, high: 40}",
        ["Line 55, PI3.1-M1, band: the lowest is above the highest. Swap the two."],
    ),
    (
        "better: higher",
        "better: band",
        [
            "Line 54, PI3.1-M1, better: “better: band” and a band go together. "
            "Give both “better: band” and “band: {low: 40, high: 60}”, or neither."
        ],
    ),
    (
        "better: higher",
        "better: higher\n    comparable: maybe",
        ["Line 55, PI3.1-M1, comparable: “maybe” is neither true nor false. Write true or false."],
    ),
    (
        "short: Pathway plans",
        "short: " + "z" * 41,
        ["Line 52, PI3.1-M1, short: the text has 41 characters; the most is 40. Shorten it."],
    ),
    (
        "- id: programme-board",
        "- id: Programme Board",
        [
            "Line 17, Programme Board, id: “Programme Board” does not have the right form. "
            "Use small letters, digits and hyphens, for example id: programme-board."
        ],
    ),
    (
        "tier: 3\n",
        "tier: 3\n  - id: programme-board\n    name: Another\n    tier: three\n",
        [
            "Line 20, programme-board: the board “programme-board” stands on line 17 already. "
            "Give each its own.",
            "Line 22, programme-board, tier: “three” is not a whole number. "
            "Write the figure alone, for example tier: 3.",
        ],
    ),
    (
        "workstreams:",
        "workstream:",
        [
            "Line 1, workstreams: “workstreams” is missing. Add it, as in the example file.",
            "Line 21, workstream: “workstream” is not a key that this file has here. "
            "Did you mean “workstreams”?",
        ],
    ),
    (
        "title: Staying Put",
        "title: Staying: Put",
        [
            "Line 41: a colon or dash stands where none can be. Put a text that has a colon in "
            f"quotes, and begin each key under the one above it. {UNREAD}"
        ],
    ),
    (
        "title: Staying Put",
        "title: 'Staying Put",
        [
            "Line 41: a quotation mark opened on this line is never closed. "
            f"Close it, or take it out. {UNREAD}"
        ],
    ),
    (
        "[pathway-plans]",
        "[pathway-plans",
        [
            "Line 32: a bracket opened on this line is not closed by line 33. "
            f"Close it with ] or }}, with commas between the entries. {UNREAD}"
        ],
    ),
    (
        "            title: Staying Put",
        "\ttitle: Staying Put",
        [f"Line 41: a tab is used where YAML needs spaces. Use spaces. {UNREAD}"],
    ),
    (
        "            title: Staying Put",
        "           title: Staying Put",
        [
            "Line 41: this line does not fit the lines above it. Begin it exactly under the key "
            "or dash it belongs with, and put a text that has quotation marks or a colon in "
            f"quotes. {UNREAD}"
        ],
    ),
    (
        "title: Staying Put",
        "title: @Staying Put",
        [f"Line 41: a text cannot begin with @. Put the whole text in quotes. {UNREAD}"],
    ),
    (
        "title: Staying Put",
        'title: "C:\\plans"',
        [
            f"Line 41: a backslash in a quoted text is not understood. Write it twice: \\\\. {UNREAD}"
        ],
    ),
    (
        "title: Staying Put",
        "title: &put Staying Put",
        ["Line 41: &put names a part for re-use. Take it out."],
    ),
    (
        "title: Staying Put",
        "title: *put",
        ["Line 41: *put repeats another part of the file. Write it out."],
    ),
    (
        "title: Staying Put",
        "title: !!python/name:os.system Staying Put",
        [
            "Line 41: a YAML tag (“tag:yaml.org,2002:python/name:os.system”) is not used here. "
            "Take it out."
        ],
    ),
    (
        "boards:\n",
        "---\nboards:\n",
        ["Line 16: a second document begins here (---). Take the line out."],
    ),
    (
        "  title: A plan\n",
        "  title: A plan\n  {a: b}: c\n",
        [
            "Line 3: a list or a group of keys stands where a key belongs. "
            "Put a text that has brackets in quotes."
        ],
    ),
    (
        "title: A plan",
        "title: " + "[" * 30,
        [
            "Line 2: lists and keys are nested more than 20 deep. Check the brackets and the indentation."
        ],
    ),
    (
        "title: Staying Put",
        "title: Staying\u200b Put",
        [
            "Line 41: a character stands here that cannot be printed (U+200B, zero width space). "
            "Delete it and type the text again; it often comes with text pasted from Word."
        ],
    ),
    (
        "title: Staying Put",
        'title: "Staying\\x07 Put"',
        [
            "Line 41: a character stands here that cannot be printed (U+0007, a control or "
            "private character). Delete it and type the text again; it often comes with text "
            "pasted from Word."
        ],
    ),
]


@pytest.mark.parametrize(
    ("old", "new", "expected"), BAD_PLANS, ids=[row[1][:40] for row in BAD_PLANS]
)
def test_a_bad_plan_is_refused_with_line_and_mend(old: str, new: str, expected: list[str]) -> None:
    assert sentences(changed(old, new)) == expected


def test_all_problems_are_told_at_once_in_the_order_of_their_lines() -> None:
    text = changed("council: A council\n", "councl: A council\n")
    text = changed(DIRECTOR, "leads: [nobody]", text)
    text = changed("2020-02-29", "2020-02-30", text)
    text = changed("- ref: PI3.2", "- ref: PI3.1", text)
    text = changed("value: 55, ", "", text)
    told = sentences(text)
    assert [line.split(":")[0] for line in told] == [
        "Line 1, plan, council",
        "Line 3, plan, councl",
        "Line 30, PI3.1, leads",
        "Line 31, PI3.1, when, to",
        "Line 40, PI3.1",
        "Line 57, PI3.1-M1, milestones 1, value",
    ]


WHOLE_FILES: list[tuple[str, bytes, list[str]]] = [
    (
        "empty",
        b"",
        ["The file is empty. Choose the right file, or copy the example and change it."],
    ),
    (
        "only remarks",
        b"# nothing\n",
        ["The file is empty. Choose the right file, or copy the example and change it."],
    ),
    (
        "50 MB",
        b"a: b\n" * 10_000_000,
        ["The file is 47.7 MB; the most that is read is 5 MB. Check that it is the right file."],
    ),
    (
        "a byte too many",
        b" " * (MOST_BYTES + 1),
        ["The file is 5.0 MB; the most that is read is 5 MB. Check that it is the right file."],
    ),
    (
        "Word",
        b"PK\x03\x04\x14\x00word/document.xml",
        [
            "This is a Word document (.docx), not a YAML file. "
            "Give the plan or people file itself, which is a text file in YAML."
        ],
    ),
    (
        "Excel",
        b"PK\x03\x04\x14\x00xl/workbook.xml",
        [
            "This is an Excel workbook (.xlsx), not a YAML file. "
            "Give the plan or people file itself, which is a text file in YAML."
        ],
    ),
    (
        "PDF",
        b"%PDF-1.7\n%\xe2\xe3",
        [
            "This is a PDF file, not a YAML file. "
            "Give the plan or people file itself, which is a text file in YAML."
        ],
    ),
    (
        "UTF-16",
        PLAN.encode("utf-16"),
        ["The file is saved as UTF-16 (“Unicode”). Save it again with the encoding UTF-8."],
    ),
    (
        "Windows-1252",
        PLAN.replace("Staying", "Stay\u2019ing").encode("cp1252"),
        [
            "Line 41: byte 24 of the line (0x92) is not UTF-8. "
            "Save the file again with the encoding UTF-8.",
            "Line 45: byte 27 of the line (0x92) is not UTF-8. "
            "Save the file again with the encoding UTF-8.",
        ],
    ),
    (
        "only words",
        b"hello",
        [
            "The file has no keys with values, as a YAML file of this kind has. "
            "Compare it with the example."
        ],
    ),
    ("people", PEOPLE.encode(), ["This is a people file. Choose the other file."]),
    (
        "bomb",
        b"a: &a [x, x]\nb: &b [*a, *a]\n",
        [
            "Line 1: &a names a part for re-use. Take it out.",
            "Line 2: &b names a part for re-use. Take it out.",
            "Line 2: *a repeats another part of the file. Write it out.",
        ],
    ),
]


@pytest.mark.parametrize(
    ("data", "expected"), [row[1:] for row in WHOLE_FILES], ids=[row[0] for row in WHOLE_FILES]
)
def test_a_file_that_is_no_plan_at_all_is_named_kindly(data: bytes, expected: list[str]) -> None:
    assert sentences(data) == expected


HOSTILE = {
    "brackets": b"[" * 2_000_000,
    "dashes": b"- " * 2_000_000,
    "entries": b"workstreams:\n" + b"- a\n" * 450_000,
    "actions that are not": b"workstreams:\n" + b"- {x: 1}\n" * 60_000,
    "aliases": b"a: &x 1\nworkstreams:\n" + b"- *x\n" * 200_000,
    "zeros": b"\0" * 4_000_000,
    "one long text": b"workstreams: '" + b"a " * 2_000_000 + b"'",
    "names that mean nothing": PLAN.replace(
        DIRECTOR, "leads: [" + ", ".join(f"r{n}" for n in range(100_000)) + "]"
    ).encode(),
}


@pytest.mark.timeout(20)
@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_file_is_refused_in_good_time(data: bytes) -> None:
    told = sentences(data)
    assert 1 <= len(told) <= 501


def test_what_is_odd_is_worth_a_look_and_refuses_nothing() -> None:
    text = changed("leads: [chief-executive]", DIRECTOR)
    text = changed("            recommendations: [pathway-plans]\n", "", text)
    text = changed("value: 55,", "value: 155,", text)
    text = changed("            evidence:\n              - Arrangements rise\n", "", text)
    text = changed("{value: 70, by: 2020-06}", "{value: 170, by: 2020-06}", text)
    read = read_plan(text.encode())
    assert read.value is not None
    assert all(problem.warning for problem in read.problems)
    assert [problem.sentence for problem in read.problems] == [
        "Line 9, chief-executive: this role leads no action. Check that this is meant.",
        "Line 13, pathway-plans: no action answers this recommendation. Check that this is meant.",
        "Line 39, PI3.2: nothing says how anybody will see success. Check that this is meant.",
        "Line 47, PI3.1-M1: 155% is not between 0% and 100%. Check that this is meant.",
        "Line 47, PI3.1-M1: 170% is not between 0% and 100%. Check that this is meant.",
    ]


LINES = PLAN.splitlines(keepends=True)
MUTATIONS = st.lists(
    st.tuples(
        st.sampled_from(["drop", "twice", "swap", "cut", "bytes", "indent"]),
        st.integers(0, len(LINES) - 1),
        st.integers(0, len(LINES) - 1),
        st.binary(max_size=6),
    ),
    min_size=1,
    max_size=6,
)


def mutated(mutations: list[tuple[str, int, int, bytes]]) -> bytes:
    lines = [line.encode() for line in LINES]
    for kind, at, other, noise in mutations:
        if kind == "drop":
            lines[at] = b""
        elif kind == "twice":
            lines[at] *= 2
        elif kind == "swap":
            lines[at], lines[other] = lines[other], lines[at]
        elif kind == "cut":
            lines[at] = lines[at][:other]
        elif kind == "indent":
            lines[at] = b"  " + lines[at]
        else:
            middle = other % (len(lines[at]) + 1)
            lines[at] = lines[at][:middle] + noise + lines[at][middle:]
    return b"".join(lines)


@settings(max_examples=300, deadline=None)
@given(MUTATIONS)
def test_however_a_file_is_broken_it_is_read_or_refused_in_words(
    mutations: list[tuple[str, int, int, bytes]],
) -> None:
    data = mutated(mutations)
    read = read_plan(data)
    assert (read.value is None) == any(not problem.warning for problem in read.problems)
    count = data.count(b"\n") + data.count(b"\r") + 1
    for problem in read.problems:
        assert problem.line is None or 1 <= problem.line <= count
        assert problem.what
        assert problem.mend.endswith((".", "?"))
    read_people(data, ROLES, BOARDS)


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.binary(max_size=200), st.text(max_size=200).map(str.encode)))
def test_whatever_the_bytes_are_nothing_is_raised(data: bytes) -> None:
    assert read_plan(data).value is None
    assert read_people(data, ROLES, BOARDS).value is None


def test_people_are_read_as_they_are_written() -> None:
    read = read_people(PEOPLE.encode(), ROLES, BOARDS)
    assert read.problems == ()
    people = read.value
    assert people is not None
    assert [person.id for person in people.persons] == ["asha-rahman", "tom-hartley"]
    assert people.appointments == (
        Appointment("asha-rahman", Kind.LEAD, "director-csc"),
        Appointment("tom-hartley", Kind.LEAD, "chief-executive"),
        Appointment("tom-hartley", Kind.DEPUTY, "director-csc"),
        Appointment("asha-rahman", Kind.DECISION_TAKER, "programme-board"),
        Appointment("tom-hartley", Kind.PMO),
        Appointment("tom-hartley", Kind.APPROVER),
        Appointment("asha-rahman", Kind.READER),
        Appointment("tom-hartley", Kind.READER_COVER),
        Appointment("asha-rahman", Kind.SAFEGUARDING_LEAD),
        Appointment("tom-hartley", Kind.DUTY_MANAGER),
    )
    programme, pmo = people.seats
    assert programme.meeting == Meeting(-1, 3, (date(2019, 12, 12),))
    assert (programme.anchor, pmo.anchor, pmo.meeting, pmo.card) == (True, False, None, True)
    assert people.rota[0] == Shift("asha-rahman", (0, 1, 2, 3), time(9), time(17))
    assert people.numbers.checked == date(2019, 9, 2)


BAD_PEOPLE: list[tuple[str, str, list[str]]] = [
    (
        "  director-csc: asha-rahman",
        "  director: asha-rahman",
        [
            "Line 11, leads: nobody holds the role “director-csc”. "
            "Name the person, or who acts in the role while it is vacant.",
            "Line 12, leads: the plan has no role “director”. Did you mean “director-csc”? "
            "Known in the plan: director-csc, chief-executive.",
        ],
    ),
    (
        "  director-csc: asha-rahman",
        "  director-csc: Asha Rahman",
        [
            "Line 12, leads, director-csc: there is no person “Asha Rahman” in this file. "
            "Did you mean “asha-rahman”? Known here: asha-rahman, tom-hartley."
        ],
    ),
    (
        "  director-csc: asha-rahman",
        "  director-csc:",
        [
            "Line 12, leads, director-csc: nothing is written here. "
            "Write it out, for example leads: {director-csc: asha-rahman}."
        ],
    ),
    (
        "  director-csc: asha-rahman",
        "  director-csc: tom-hartley",
        [
            "Line 15, deputies, director-csc: “tom-hartley” holds this role and cannot be the "
            "deputy too. Name somebody else."
        ],
    ),
    (
        "  director-csc: [tom-hartley]",
        "  director-csc: tom-hartley",
        [
            "Line 15, deputies, director-csc: a list belongs here, not the text “tom-hartley”. "
            "Write it as a list, for example deputies: {director-csc: [tom-ellis]}."
        ],
    ),
    (
        "pmo: [tom-hartley]\n",
        "",
        ["Line 1, pmo: “pmo” is missing. Add it, for example pmo: [asha-rahman]."],
    ),
    (
        "    anchor: true\n",
        "",
        [
            "Line 19, boards: exactly one board is the anchor, from whose day dates count back; "
            "here: none. Write “anchor: true” at one board."
        ],
    ),
    (
        "  pmo:\n",
        "  pmo: {anchor: true}\n",
        [
            "Line 19, boards: exactly one board is the anchor, from whose day dates count back; "
            "here: programme-board and pmo. Write “anchor: true” at one board."
        ],
    ),
    (
        "    meets: {week: last, day: Thursday, dates: [2019-12-12]}\n",
        "",
        [
            "Line 20, boards, programme-board: the anchor board needs its meeting day. "
            "Add it, for example meets: {week: fourth, day: Thursday}."
        ],
    ),
    (
        "week: last, day: Thursday, dates: [2019-12-12]",
        "week: fifth, day: Thurs, dates: [2019-12]",
        [
            "Line 22, boards, programme-board, meets, week: “fifth” is not one of the words known "
            "here. Did you mean “first”? Write first, second, third, fourth or last.",
            "Line 22, boards, programme-board, meets, day: “Thurs” is not one of the words known "
            "here. Did you mean “Thursday”? "
            "Write Monday, Tuesday, Wednesday, Thursday, Friday, Saturday or Sunday.",
            "Line 22, boards, programme-board, meets, dates 1: “2019-12” is a month, and a day is "
            "needed. Write the day too, for example 2019-12-31.",
        ],
    ),
    (
        "  pmo:\n",
        "  pmoo:\n",
        [
            "Line 19, boards: nothing is said of the board “pmo”. "
            "Add it, with “card: false” if it is to receive no card.",
            "Line 24, boards: the plan has no board “pmoo”. Did you mean “pmo”? "
            "Known in the plan: programme-board, pmo.",
        ],
    ),
    (
        "decides: [asha-rahman]",
        "decides: [tim]",
        [
            "Line 23, boards, programme-board, decides: there is no person “tim” in this file. "
            "Known here: asha-rahman, tom-hartley."
        ],
    ),
    (
        "tom.hartley@example.org",
        "Asha.Rahman@example.org",
        [
            "Line 8, tom-hartley: the e-mail address “Asha.Rahman@example.org” stands on line 4 "
            "already. Give each its own."
        ],
    ),
    (
        "7c9e6679-7425-40de-944b-e07fc1f90ae7",
        "7c9e6679",
        [
            "Line 9, tom-hartley, directory_id: “7c9e6679” does not have the right form. Correct "
            "it, for example directory_id: 0f8fad5b-d9cb-469f-a165-70867728950e."
        ],
    ),
    (
        "[Friday, Saturday, Sunday], start: 09:00",
        "[Friday, Saturday], start: 10:00",
        [
            "Line 31, rota: nobody is on duty: Monday 00:00 to Monday 09:00; "
            "Friday 09:00 to Friday 10:00; Saturday 09:00 to Saturday 10:00; "
            "Sunday 09:00 to Monday 00:00. Give every hour of the week to somebody."
        ],
    ),
    (
        "start: 17:00, until: 09:00",
        "start: 5pm, until: 24:00",
        [
            "Line 33, rota 2, start: “5pm” is not a time of day. "
            "Write hours and minutes, for example 09:00; midnight is 00:00.",
            "Line 33, rota 2, until: “24:00” is not a time of day. "
            "Write hours and minutes, for example 09:00; midnight is 00:00.",
        ],
    ),
    (
        "checked: 2019-09-02",
        "checked: 2019-09-31",
        [
            "Line 41, numbers, checked: the date 31 September 2019 does not exist. "
            "Write a real date, for example 2019-09-30."
        ],
    ),
    (
        PEOPLE,
        PLAN,
        ["This is a plan file. Choose the other file."],
    ),
]


@pytest.mark.parametrize(
    ("old", "new", "expected"), BAD_PEOPLE, ids=[row[1][:40] for row in BAD_PEOPLE]
)
def test_a_bad_people_file_is_refused_with_line_and_mend(
    old: str, new: str, expected: list[str]
) -> None:
    read = read_people(changed(old, new, PEOPLE).encode(), ROLES, BOARDS)
    assert read.value is None
    assert [problem.sentence for problem in read.problems] == expected


def test_without_readers_rota_or_numbers_people_are_taken_in_with_a_warning() -> None:
    text = changed("readers: [asha-rahman]\n", "", PEOPLE[: PEOPLE.index("rota:")])
    read = read_people(text.encode(), ROLES, BOARDS)
    assert read.value is not None
    assert [(problem.sentence, problem.warning) for problem in read.problems] == [
        (
            "Young people's feedback stays closed without a reader, the duty rota, the duty "
            "numbers, the out-of-hours number. Add them before it opens.",
            True,
        )
    ]


@pytest.mark.parametrize("kind", ["plan", "people"])
def test_the_shipped_schemas_are_what_the_formats_say(kind: FileKind) -> None:
    shipped = (SHIPPED / f"{kind}.schema.json").read_text(encoding="utf-8")
    made = json.dumps(schema(kind), indent=2, ensure_ascii=False) + "\n"
    assert shipped == made, "write the file again from workflow.formats.schema"


def test_a_first_plan_is_summed_up() -> None:
    assert compare(None, plan()) == ("A first plan, A plan: 1 workstream, 2 actions, 1 measure.",)


def test_the_same_plan_changes_nothing() -> None:
    assert compare(plan(), plan()) == ()


CHANGES: list[tuple[str, str, list[str]]] = [
    ("title: A plan", "title: B plan", ["The plan's title changes from A plan to B plan."]),
    (
        "as_at: 2019-08\n",
        "as_at: 2019-09\n  note: New\n",
        [
            "The plan's date changes from 31 August 2019 to 30 September 2019.",
            "The plan's note is re-worded.",
        ],
    ),
    ("title: Director", "title: Head", ["The role director-csc is changed."]),
    (
        "boards:\n",
        "boards:\n  - {id: new-board, name: New, tier: 1}\n",
        ["New board new-board."],
    ),
    ("text: Care leavers", "text: Leaving care", ["PI3: the objective is re-worded."]),
    (
        DIRECTOR,
        "leads: [chief-executive, director-csc]",
        ["PI3.1: lead changes from Director to Chief Executive and Director."],
    ),
    (
        "to: 2020-02-29",
        "to: 2020-06, originally: 2020-02-29",
        [
            "PI3.1: end moves from 29 February 2020 to 30 June 2020.",
            "PI3.1: its original end date becomes 29 February 2020.",
        ],
    ),
    (
        WHEN,
        "when: {from: 2019-05, ongoing: true, every: quarter}",
        [
            "PI3.1: start moves from 1 April 2019 to 1 May 2019.",
            "PI3.1: end moves from 29 February 2020 to ongoing.",
            "PI3.1: it is asked quarterly, not monthly.",
        ],
    ),
    (
        "title: Staying Put\n",
        "title: Staying put\n            rag: A\n",
        ["PI3.2: the title is re-worded.", "PI3.2: RAG changes from unknown to A."],
    ),
    (
        "          - ref: PI3.2\n",
        "      - ref: PI4\n        text: More\n        actions:\n          - ref: PI3.2\n",
        ["New objective PI4: More", "PI3.2: moves from objective PI3 to PI4."],
    ),
    (
        "- ref: PI3.2",
        "- ref: PI3.3",
        ["New action PI3.3: Staying Put.", "PI3.2 is no longer in the plan; its history is kept."],
    ),
    (
        "    readings:\n",
        "    readings:\n      - {value: 40, as_at: 2019-09-30, count: 10, of: 25}\n",
        ["PI3.1-M1: new figure 40 (10 of 25), 30 September 2019."],
    ),
    ("value: 70", "value: 75", ["PI3.1-M1: its targets change."]),
    (
        "- id: PI3.1-M1",
        "- id: PI3.1-M2",
        [
            "New measure PI3.1-M2: Pathway plans.",
            "PI3.1-M1 is no longer measured; its history is kept.",
        ],
    ),
]


@pytest.mark.parametrize(("old", "new", "expected"), CHANGES, ids=[row[1][:40] for row in CHANGES])
def test_what_a_new_plan_changes_is_said_in_sentences(
    old: str, new: str, expected: list[str]
) -> None:
    read = read_plan(changed(old, new).encode())
    assert read.value is not None, [problem.sentence for problem in read.problems]
    assert list(compare(plan(), read.value)) == expected
