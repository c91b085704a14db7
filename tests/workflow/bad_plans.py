"""List what may be wrong in a plan file, and every word that is said of it."""

from __future__ import annotations

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
            "Line 41: a backslash in a quoted text is not understood. Write it twice: \\\\. "
            f"{UNREAD}"
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
            "Line 2: lists and keys are nested more than 20 deep. "
            "Check the brackets and the indentation."
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
