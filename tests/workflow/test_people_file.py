"""Read good and bad people files, and keep the editors' schemas as the formats say."""

from __future__ import annotations

import json
from datetime import date, time
from pathlib import Path

import pytest

from tests.workflow.files import BOARDS, PEOPLE, PLAN, ROLES, changed, named
from workflow.formats import Format, schema
from workflow.intake import read_people
from workflow.people import Appointment, Kind, Meeting, Shift
from workflow.people_format import PeopleFile
from workflow.plan_format import PlanFile

SHIPPED = Path(__file__).parents[2] / "workflow" / "plans"


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


@pytest.mark.parametrize(("old", "new", "expected"), BAD_PEOPLE, ids=named(BAD_PEOPLE))
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


@pytest.mark.parametrize(
    ("name", "kind", "title"),
    [("plan", PlanFile, "Improvement plan"), ("people", PeopleFile, "People of the service")],
)
def test_the_shipped_schemas_are_what_the_formats_say(name: str, kind: Format, title: str) -> None:
    shipped = (SHIPPED / f"{name}.schema.json").read_text(encoding="utf-8")
    made = json.dumps(schema(kind, title), indent=2, ensure_ascii=False) + "\n"
    assert shipped == made, "write the file again from workflow.formats.schema"
