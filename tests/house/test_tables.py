"""Check that what belongs together stands together: buttons, letters, settings, the month."""

from __future__ import annotations

import re
from pathlib import Path

from bot.speech import card_kinds
from bot.turns import JOURNEYS
from cards.actions import VERBS
from workflow.cycle import ITEM_TRANSITIONS, TRANSITIONS, Act, Event, ItemState, State
from workflow.letters import ANSWER_KINDS, KINDS

ROOT = Path(__file__).parents[2]


def test_every_button_has_a_shape_and_a_journey_and_none_is_left_over() -> None:
    assert set(VERBS) == set(JOURNEYS)
    rooms = [*(ROOT / "cards").glob("*.py"), *(ROOT / "bot").glob("*.py")]
    tables = {ROOT / "cards" / "actions.py", ROOT / "bot" / "turns.py"}
    offered = set()
    for file in [*(one for one in rooms if one not in tables), ROOT / "bot" / "turns.py"]:
        said = file.read_text()
        if file.name == "turns.py":
            # Its table of journeys names every verb; what it offers stands below that.
            said = said[said.index("class Turns") :]
        offered |= set(re.findall(r'"([a-z]+\.[a-z]+)"', said)) & set(VERBS)
    assert offered == set(VERBS)


def test_every_kind_of_letter_can_be_drawn_and_none_is_left_over() -> None:
    assert set(card_kinds()) == set(KINDS) | set(ANSWER_KINDS)
    assert not set(KINDS) & set(ANSWER_KINDS)


def test_every_duty_of_the_month_is_carried_out_by_someone() -> None:
    written = set()
    for file in [*(ROOT / "workflow").glob("*.py"), *(ROOT / "bot").glob("*.py")]:
        written |= set(re.findall(r'"(' + "|".join(KINDS) + r')"', file.read_text()))
    assert written == set(KINDS)


def test_the_month_in_the_walk_through_is_the_month_in_the_code() -> None:
    walk = (ROOT / "docs" / "house.md").read_text()
    rows = re.findall(r"^\| (\w+) \| ([^|]+) \| (\w+)[^|]*\|$", walk, re.MULTILINE)
    told = {(State(a), Event(b.strip())): State(c) for a, b, c in rows if a in list(State)}
    assert told == dict(TRANSITIONS)


def test_the_months_states_can_all_be_reached_and_only_the_end_has_no_way_on() -> None:
    assert set(TRANSITIONS.values()) | {State.PLANNED} == set(State)
    assert {state for state, _ in TRANSITIONS} == set(State) - {State.ENDED}
    assert {event for _, event in TRANSITIONS} == set(Event)
    assert set(ITEM_TRANSITIONS.values()) | {ItemState.WAITING} == set(ItemState)
    assert {act for _, act in ITEM_TRANSITIONS} == set(Act)
