"""Read good and bad plan files: all or nothing, and every problem with its mend."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.workflow.bad_plans import BAD_PLANS, DIRECTOR
from tests.workflow.files import BOARDS, PEOPLE, PLAN, ROLES, changed, named
from workflow.intake import MOST_BYTES, read_people, read_plan
from workflow.plan import Cadence, Plan, TextPart


def plan() -> Plan:
    value = read_plan(PLAN.encode()).value
    assert value is not None
    return value


def sentences(data: str | bytes) -> list[str]:
    """What a plan file gets to hear."""
    read = read_plan(data.encode() if isinstance(data, str) else data)
    assert read.value is None
    return [problem.sentence for problem in read.problems]


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


@pytest.mark.parametrize(("old", "new", "expected"), BAD_PLANS, ids=named(BAD_PLANS))
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
