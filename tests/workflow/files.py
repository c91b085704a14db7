"""Hold a small plan file and a small people file, to be changed by tests."""

from __future__ import annotations

from collections.abc import Sequence

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


def changed(old: str, new: str, text: str = PLAN) -> str:
    """Change the first place where a text stands; it must stand there."""
    assert text.count(old) >= 1, old
    return text.replace(old, new, 1)


def named(rows: Sequence[tuple[str, str, object]]) -> list[str]:
    """Name the rows of a table of changes, each differently."""
    return [
        f"{at} {new.strip()[:30] or 'without ' + old.strip()[:30]}"
        for at, (old, new, _) in enumerate(rows)
    ]
