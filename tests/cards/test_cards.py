"""Check every card at every size, for both surfaces, word by word where one of each is kept."""

import json
import os
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from cards import (
    board,
    concerns,
    cover,
    desk,
    forms,
    groups,
    history,
    notes,
    officers,
    pack,
    promises,
    written,
)
from cards.actions import VERBS, read
from cards.blocks import Card, Surface, brief, card, dress, escape, press, table, text, unfold
from cards.desk import chase_card
from tests.cards.lint import faults, parts, strangers, words_of
from tests.cards.samples import (
    KINDS,
    SIZES,
    big_month,
    big_plan,
    calm_plan,
    every_card,
    filled,
)
from tests.cards.september import one_of_each
from workflow.desk import ChaseRow, ChaseView

GOLDEN = Path(__file__).parent / "golden"
REGENERATE = "G2G_WRITE_GOLDEN"
"""Set this in the environment to write the golden cards anew, then read what changed."""

TOKEN = re.compile(r"\b[A-Z]{2}\d+\.\d+\b|\d+(?:[.,:]\d+)*")


@cache
def sample(size: int, *, done: int | None = None, kind: str = "plain") -> dict[str, Card]:
    """Every card of a month of this size, written in words of this kind."""
    one = big_month(big_plan(size, wordy=kind), done=done, wordy=kind)
    return dict(every_card(one, wordy=kind))


MODULES = (
    board,
    concerns,
    cover,
    desk,
    forms,
    groups,
    history,
    notes,
    officers,
    pack,
    promises,
    written,
)


def months() -> Iterator[tuple[str, dict[str, Card]]]:
    """Months of every size and state, and one in words of every kind."""
    for size in SIZES:
        yield f"{size} actions", sample(size)
    yield "17 actions, none in", sample(17, done=0)
    yield "17 actions, 12 in", sample(17, done=12)
    for size in (17, 60):
        yield f"{size} actions, all in", sample(size, done=size)
        for done in (0, size // 2):
            calm = big_month(calm_plan(size), done=done)
            yield f"{size} calm actions, {done} in", dict(every_card(calm))
    for kind in KINDS:
        yield f"in {kind}", sample(25, kind=kind)


MONTHS = [f"{size} actions" for size in SIZES]
MONTHS += ["17 actions, none in", "17 actions, 12 in", "17 actions, all in", "60 actions, all in"]
MONTHS += [f"{size} calm actions, {n} in" for size in (17, 60) for n in (0, size // 2)]
WORDS = [f"in {kind}" for kind in KINDS]


@cache
def all_months() -> dict[str, dict[str, Card]]:
    return dict(months())


# --- the lint ---------------------------------------------------------------------------------


@pytest.mark.parametrize("surface", Surface)
@pytest.mark.parametrize("month", [*MONTHS, *WORDS])
def test_every_card_is_well_formed_and_light_enough(month: str, surface: Surface) -> None:
    found = {
        name: wrong
        for name, made in all_months()[month].items()
        if (wrong := faults(dress(made, surface, "m" * 40), surface))
    }
    assert found == {}


def test_a_whole_workstream_of_300_actions_is_paged() -> None:
    one = big_month(big_plan(300, one_workstream=True))
    for name, made in every_card(one):
        for surface in Surface:
            assert faults(dress(made, surface, "m" * 40), surface) == [], name


def test_a_chase_list_of_a_hundred_people_is_a_card() -> None:
    rows = tuple(
        ChaseRow(f"p{n}", f"Person {n}", "3 of 3 missing: PI1.1, PI1.2 and PI1.3", "0 done.")
        for n in range(100)
    )
    view = ChaseView("2019-09", "September", "open", "none in", 0, 300, rows, 0, closed=False)
    made = chase_card(view)
    assert faults(dress(made, Surface.TEAMS, "m"), Surface.TEAMS) == []
    assert "And 90 more people." in words_of(made)
    assert made["fallbackText"].endswith("And 90 more people.")


FIELD = {"type": "Input.Text", "id": "a", "label": "A"}
OPTIONS: dict[str, Any] = {
    "type": "Input.ChoiceSet",
    "id": "rag",
    "label": "RAG",
    "wrap": True,
    "choices": [{"title": "■ R Red", "value": "R"}],
}
TEXT = {"type": "TextBlock", "text": "x", "wrap": True}
BUTTON = {"type": "Action.Execute", "title": "Go", "verb": "go"}


@pytest.mark.parametrize(
    ("part", "fault"),
    [
        ({"type": "Nonsense"}, "no element is called Nonsense"),
        ({**TEXT, "txt": "x"}, "TextBlock has no property txt"),
        ({**TEXT, "size": "Huge"}, "Input should be 'Small'"),
        ({**TEXT, "wrap": "true"}, "Input should be a valid boolean"),
        ({**TEXT, "wrap": False}, "text that does not wrap"),
        ({"type": "TextBlock", "text": "", "wrap": True}, "TextBlock without text"),
        ({"type": "TextBlock", "wrap": True}, "TextBlock without text"),
        (BUTTON, "Action.Execute can't stand here"),
        ({"type": "Container", "items": [None]}, "nothing where an element should be"),
        ({"type": "Badge", "text": "x", "style": "Good"}, "Badge vanishes in other hosts"),
        ({"type": "Badge", "text": "x", "style": "Green", "fallback": "drop"}, "Input should be"),
        ({**TEXT, "targetWidth": "atLeast:standard"}, "targetWidth without requires and drop"),
        ({"type": "Image", "url": "https://example.org/a.png"}, "Image without altText"),
        ({"type": "Input.Text", "id": "a"}, "an input without a label"),
        ({**FIELD, "isRequired": True}, "a required input without an errorMessage"),
        ({**OPTIONS, "choices": [{"title": "Red", "value": "R"}]}, "a rating that is not shape"),
        ({**OPTIONS, "choices": [{"titel": "■ R Red"}]}, "has no property titel"),
        ({**OPTIONS, "isMultiSelect": True, "value": "R"}, "something is ticked already"),
        ({**OPTIONS, "wrap": False}, "choices that do not wrap"),
        ({"type": "Container", "items": [FIELD, FIELD]}, "a is the id of two parts"),
        ({"type": "ActionSet", "actions": [BUTTON] * 7}, "7 buttons in one set"),
        ({"type": "ActionSet", "actions": [{**BUTTON, "title": "x" * 33}]}, "of 33 characters"),
        ({"type": "ActionSet", "actions": [{**BUTTON, "verb": ""}]}, "Execute without verb"),
        (
            {
                "type": "ActionSet",
                "actions": [
                    {"type": "Action.ToggleVisibility", "title": "x", "targetElements": ["gone"]}
                ],
            },
            "shows gone, which is not there",
        ),
        (
            {"type": "ProgressBar", "value": 3, "max": 2, "fallback": "drop"},
            "a bar of 3 of 2",
        ),
        (
            {"type": "Table", "columns": [{"wide": 1}], "rows": [{"type": "TableRow"}]},
            "has no property wide",
        ),
        (
            {
                "type": "Chart.HorizontalBar.Stacked",
                "fallback": "drop",
                "data": [{"title": "x", "data": [{"legend": "x", "value": 1, "color": "blue"}]}],
            },
            "Input should be 'good'",
        ),
        ({"type": "Container", "items": [{**TEXT, "text": "x" * 28_000}]}, "bytes as UTF-8"),
        ({"type": "Container", "items": [{**TEXT, "text": "x" * 20_000}]}, "bytes as UTF-16"),
    ],
)
def test_the_lint_finds_what_would_break_a_card(part: Card, fault: str) -> None:
    found = faults(card([part], fallback="x"))
    assert any(fault in one for one in found), found


@pytest.mark.parametrize(
    ("made", "surface", "fault"),
    [
        ({**card([TEXT], fallback="x"), "version": "1.6"}, None, "not a card of version 1.5"),
        ({**card([TEXT], fallback="x"), "lang": "en"}, None, "not in British English"),
        (card([TEXT], fallback=" "), None, "no fallbackText"),
        ({**card([TEXT], fallback="x"), "actions": [BUTTON]}, None, "in an ActionSet only"),
        (card([TEXT], fallback="x", buttons=[BUTTON]), Surface.WEB, "nothing in Web Chat"),
        (card([TEXT], fallback="x", buttons=[BUTTON]), Surface.TEAMS, "are not sent the same"),
        (
            card([], fallback="x", buttons=[{"type": "Action.Submit", "title": "x", "data": {}}]),
            Surface.TEAMS,
            "Action.Submit where Teams takes",
        ),
        (
            card([], fallback="x", buttons=[{"type": "Action.Submit", "title": "x", "data": {}}]),
            Surface.WEB,
            "what was pressed on which card",
        ),
    ],
)
def test_the_lint_knows_the_surfaces(made: Card, surface: Surface | None, fault: str) -> None:
    assert any(fault in one for one in faults(made, surface))


def test_a_card_that_is_well_is_left_in_peace() -> None:
    made = card([TEXT, FIELD, OPTIONS], fallback="x", buttons=[press("Go", "go")])
    assert faults(made) == []
    for surface in Surface:
        assert faults(dress(made, surface, "m"), surface) == []
    assert strangers({"type": "AdaptiveCard", "body": "nonsense"}) == [
        "$.body: Input should be a valid list"
    ]


# --- what a card says -------------------------------------------------------------------------


@pytest.mark.parametrize("month", MONTHS)
def test_plain_text_loses_no_reference_and_no_number(month: str) -> None:
    lost = {
        name: sorted(missing)
        for name, made in all_months()[month].items()
        if (missing := _tokens(" ".join(words_of(made))) - _tokens(made["fallbackText"]))
    }
    assert lost == {}


@pytest.mark.parametrize("surface", Surface)
@pytest.mark.parametrize("month", MONTHS)
def test_plain_text_goes_out_whole_where_people_write_words(month: str, surface: Surface) -> None:
    for name, made in all_months()[month].items():
        assert dress(made, surface, "m" * 40)["fallbackText"] == made["fallbackText"], name


def _tokens(words: str) -> set[str]:
    return set(TOKEN.findall(words.replace("\u2060", "")))


@pytest.mark.parametrize("month", [*MONTHS, *WORDS])
def test_every_button_can_be_read_again(month: str) -> None:
    for name, made in all_months()[month].items():
        fields = {part["id"]: part.get("value", "") for _, part, _ in parts(made) if _typed(part)}
        for _, part, _ in parts(made):
            if part["type"] == "Action.Execute":
                assert part["verb"] in VERBS
                sent = {**part["data"], **({} if "associatedInputs" in part else fields)}
                assert read(part["verb"], sent) is not None, (name, part)


def _typed(part: Card) -> bool:
    return str(part["type"]).startswith("Input.")


def test_nothing_that_people_typed_becomes_a_mention_a_link_or_markdown() -> None:
    for kind in ("mention", "links", "markdown", "macro"):
        for name, made in all_months()[f"in {kind}"].items():
            shown = [part["text"] for _, part, _ in parts(made) if part["type"] == "TextBlock"]
            for words in shown:
                assert "<" not in words, name
                assert not re.search(r"(?<!\\)\]\(|javascript:\w|http:/|www\.\w|\{\{", words), name
                assert not re.search(r"(?<!\\)(`|~~|(?m:^)#)", words), name


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("Two advisers started.", "Two advisers started."),
        ("**bold** _it_", r"\*\*bold\*\* \_it\_"),
        ("[x](javascript:alert(1))", r"\[x\](javascript:⁠alert(1))".replace("⁠", "\u2060")),
        ("<at>All</at>", "‹at›All‹/at›"),
        ("https://example.org www.example.org", "https:\u2060//example.org www.\u2060example.org"),
        ("MAILTO:a@b.example", "MAILTO:\u2060a@b.example"),
        ("- one\n- two", "\\- one\n\\- two"),
        ("  + one\n2) two\n10. ten", "  \\+ one\n2\\) two\n10\\. ten"),
        ("# Heading", r"\# Heading"),
        ("a | b > c ~ d `e`", r"a \| b › c \~ d \`e\`"),
        ("{{DATE(2019-09-17T09:00:00Z)}}", "{\u2060{DATE(2019-09-17T09:00:00Z)}}"),
        (r"back\slash", r"back\\slash"),
        ("12.5 and 3-4 and -3", "12.5 and 3-4 and -3"),
        ("", ""),
    ],
)
def test_typed_words_are_shown_as_words(typed: str, words: str) -> None:
    assert escape(typed) == words


@pytest.mark.parametrize("kind", KINDS)
def test_the_beginning_of_typed_words_weighs_no_more_than_it_should(kind: str) -> None:
    for most in (100, 300):
        said = brief(filled(kind, 1_500), most)
        written = json.dumps(said, ensure_ascii=False)
        assert said
        assert len(written.encode()) <= 2 * most


def test_a_short_word_is_not_shortened() -> None:
    assert brief("Agree a **third** post.", 100) == r"Agree a \*\*third\*\* post."


# --- dressing ---------------------------------------------------------------------------------


def test_teams_gets_execute_with_the_same_for_old_clients() -> None:
    made = card([FIELD], fallback="x", buttons=[press("Go", "go", {"a": 1}, main=True)])
    foot = dress(made, Surface.TEAMS, "m1")["body"][-1]
    assert foot["actions"] == [
        {
            "type": "Action.Execute",
            "title": "Go",
            "verb": "go",
            "data": {"a": 1},
            "associatedInputs": "none",
            "style": "positive",
            "fallback": {
                "type": "Action.Submit",
                "title": "Go",
                "data": {"a": 1, "verb": "go"},
                "associatedInputs": "none",
                "style": "positive",
            },
        }
    ]


def test_web_chat_gets_submit_that_names_its_message() -> None:
    inner = unfold("More", [FIELD], press("Go", "go", {"a": 1}, inputs=True))
    made = card([TEXT], fallback="x", buttons=[inner, press("Back", "back")])
    first, second = dress(made, Surface.WEB, "m1")["body"][-1]["actions"]
    assert first["card"]["body"][-1]["actions"] == [
        {
            "type": "Action.Submit",
            "title": "Go",
            "data": {"a": 1, "verb": "go", "card": "m1"},
        }
    ]
    # No field stands beside it (what unfolds keeps its own), so there is none to leave out.
    assert second == {
        "type": "Action.Submit",
        "title": "Back",
        "data": {"verb": "back", "card": "m1"},
    }


def test_dressing_leaves_the_card_itself_as_it_was() -> None:
    made = sample(17)["round 1"]
    before = json.dumps(made)
    dress(made, Surface.TEAMS, "m1")
    dress(made, Surface.WEB, "m1")
    assert json.dumps(made) == before


@pytest.mark.parametrize("filler", ["x", "é", "👩", '"', "\\"])
def test_a_card_that_is_too_heavy_is_told_shorter_in_plain_text_only(filler: str) -> None:
    made = card([text("x" * 10_000)], fallback=filler * 15_000)
    dressed = dress(made, Surface.TEAMS, "m1")
    assert faults(dressed, Surface.TEAMS) == []
    assert dressed["body"] == made["body"]
    assert dressed["fallbackText"].startswith(filler * 200)
    assert dressed["fallbackText"].endswith("…")


def test_a_table_has_no_empty_cell() -> None:
    row = table((1, 1), ("Item", "Now"), [("Next", "")])["rows"][1]
    assert [cell["items"][0]["text"] for cell in row["cells"]] == ["Next", "–"]


# --- one of each, whole -----------------------------------------------------------------------


@cache
def september() -> dict[str, Card]:
    return one_of_each()


@pytest.mark.parametrize("name", one_of_each())
def test_a_card_is_as_it_was(name: str) -> None:
    made, kept = september()[name], GOLDEN / f"{name}.json"
    if REGENERATE in os.environ:  # noqa: TID251 - a flag of this test alone
        kept.write_text(json.dumps(made, ensure_ascii=False, indent=1) + "\n")
    assert json.loads(kept.read_text()) == made, f"set {REGENERATE}=1 and read the difference"


def test_no_golden_card_is_left_over() -> None:
    assert {each.stem for each in GOLDEN.iterdir()} == set(september())


@pytest.mark.parametrize("surface", Surface)
def test_the_cards_of_the_shipped_plan_are_well_formed_and_say_all_in_plain_text(
    surface: Surface,
) -> None:
    for name, made in september().items():
        dressed = dress(made, surface, "m" * 40)
        assert faults(dressed, surface) == [], name
        assert dressed["fallbackText"] == made["fallbackText"]
        assert _tokens(" ".join(words_of(made))) <= _tokens(made["fallbackText"]), name


def test_each_card_that_can_be_drawn_is_kept() -> None:
    drawn = {name for module in MODULES for name in module.__all__}
    wanted = {name.removesuffix("_card") for name in drawn if name.endswith("_card")}
    renamed = {"summary": "board_summary", "exceptions": "board_exceptions"}
    renamed |= {"groups": "board_groups_outcome_for_portfolio", "group": "board_group"}
    renamed |= {"workstream": "board_workstream", "action": "board_action"}
    assert {renamed.get(name, name) for name in wanted} <= set(september())
