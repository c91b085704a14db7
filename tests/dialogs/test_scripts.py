"""Hold the scripts that come with the product to what is promised of them."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.scripts import SHIPPED, Scripts, cases, check, load, syllables
from dialogs.lint import level
from dialogs.rehearse import ways
from dialogs.script import Facts
from dialogs.script_format import CommonFile, EntitlementFile, ScriptFile, TextFile
from workflow.formats import Format, schema


@pytest.fixture(scope="module")
def scripts() -> Scripts:
    return load()


def test_every_script_is_sound_and_reads_at_nine() -> None:
    assert check() == []


def test_every_way_through_every_script_ends(scripts: Scripts) -> None:
    for script in scripts.scripts.values():
        for facts in cases(scripts.offer):
            walked = list(ways(script, facts))
            assert all(len(way) <= script.most for way, _ in walked)
            assert all(end.place.outcome for _, end in walked)


def test_the_local_offer_asks_at_most_twelve_things_and_money_only_when_switched_on(
    scripts: Scripts,
) -> None:
    script, offer = scripts.newest("local-offer"), scripts.offer
    off = list(ways(script, Facts({"money": "off"}, offer.in_force())))
    assert max(len(way) for way, _ in off) == 12
    pick = next(ask for way, _ in off for ask in way if ask.step.name == "pick")
    assert "money" not in pick.choices
    on = Facts({"money": "on"}, {**offer.in_force(), "money": ("budgeting", "debt")})
    assert any(ask.step.name == "money-knew" for way, _ in ways(script, on) for ask in way)


@pytest.mark.parametrize(
    ("provision", "first"),
    [
        ("local-offer", "offer-find"),
        ("residential", "home-like"),
        ("fostering", "foster-who"),
        ("virtual-school", "school-who"),
        ("health", "health-choose"),
    ],
)
def test_each_provision_has_its_own_set_and_all_share_the_core(
    scripts: Scripts, provision: str, first: str
) -> None:
    script = scripts.newest("visit")
    way = next(ways(script, Facts({"provision": provision, "promises": "no"})))[0]
    names = [ask.step.name for ask in way]
    assert names[0] == first
    assert names[-9:] == [
        "welcome", "felt-safe", "listened", "council-acts", "complain", "join-in", "surprised",
        "keep", "change",
    ]  # fmt: skip


def test_last_visits_promises_come_first(scripts: Scripts) -> None:
    facts = Facts({"provision": "health", "promises": "yes"})
    way = next(ways(scripts.newest("visit"), facts))[0]
    assert way[0].step.name == "promises"


def test_the_words_that_keep_people_safe_are_the_agreed_ones(scripts: Scripts) -> None:
    texts = scripts.common.texts
    assert texts["opening"][3] == (
        "One limit: if it sounds like someone is in danger or being hurt, we have to pass it on."
    )
    assert texts["disclosure"] == ("Thank you for telling us. You've done the right thing.",)
    assert texts["disclosure-abuse"] == ("It's not your fault.",)
    assert texts["disclosure-self-harm"] == (
        "I'm really sorry it feels this hard. You deserve help from a person, now.",
    )
    assert texts["disclosure-stopped"] == ("I'm a computer program, so I've stopped my questions.",)
    assert "Childline 0800 1111" in " ".join(texts["help-under-18"])
    assert "Samaritans 116 123" in " ".join(texts["help-over-18"])
    assert "Childline" not in " ".join(texts["help-over-18"])


def test_an_entitlement_that_nobody_checked_for_half_a_year_is_stale(scripts: Scripts) -> None:
    checked = scripts.offer.headings[0].items[0].checked
    assert scripts.offer.stale(checked.replace(month=checked.month + 1)) == []
    assert scripts.offer.stale(checked.replace(year=checked.year + 1))


BROKEN: list[tuple[str, str, str, str]] = [
    (
        "scripts/local-offer.1.yaml",
        "- name: independent\n",
        "- name: know-how\n",
        "know-how: two steps have this name.",
    ),
    (
        "scripts/local-offer.1.yaml",
        "offers: health, when: [{ step: pick, is: health }] }\n  - { name: health-asked",
        "offers: health, when: [{ step: pick, is: helth }] }\n  - { name: health-asked",
        "“helth” is not an answer of “pick”.",
    ),
    (
        "scripts/local-offer.1.yaml",
        "when: [{ step: pick, is: health }] }\n  - { name: health-asked",
        "when: [{ step: safe, is: always }] }\n  - { name: health-asked",
        "“safe” is not asked before this.",
    ),
    ("scripts/local-offer.1.yaml", "most: 12", "most: 11", "the longest way has 12 questions"),
    ("scripts/local-offer.1.yaml", "scale: often", "scale: offten", "there is no scale “offten”"),
    (
        "scripts/local-offer.1.yaml",
        "offers: home, when: [{ step: pick, is: home }] }\n  - { name: home-asked",
        "offers: home, when: [{ fact: provision, is: nowhere }] }\n  - { name: home-asked",
        "this question is never asked",
    ),
    (
        "texts/local-offer.1.en-GB.yaml",
        "    hint: Please don't write names.\n",
        "",
        "a question for words asks for no names to be written",
    ),
    (
        "texts/local-offer.1.en-GB.yaml",
        "say: How old are you?",
        "say: What is your chronological age, notwithstanding statutory considerations, presently?",
        "this has a reading age of",
    ),
    (
        "texts/local-offer.1.en-GB.yaml",
        "say: How old are you?",
        "say: How old are you? Where do you live?",
        "two questions stand in one message",
    ),
    (
        "texts/local-offer.1.en-GB.yaml",
        "say: How old are you?",
        "say: This is confidential. How old are you?",
        "“confidential” is never said to a young person",
    ),
    ("texts/local-offer.1.en-GB.yaml", 'over-18: "19–25"', "", "the choice “over-18” has no words"),
    ("texts/common.en-GB.yaml", "by {council}", "by {counsel}", "“counsel” is not something"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "was", "becomes", "said"), BROKEN)
def test_a_mistake_in_a_file_is_named_with_its_line_and_mend(
    tmp_path: Path, name: str, was: str, becomes: str, said: str
) -> None:
    folder = tmp_path / "dialogs"
    shutil.copytree(SHIPPED, folder, ignore=shutil.ignore_patterns("__pycache__", "*.py"))
    file = folder / name
    text = file.read_text(encoding="utf-8")
    assert was in text
    file.write_text(text.replace(was, becomes, 1), encoding="utf-8")
    found = check(folder)
    assert any(one == name and said in problem.sentence for one, problem in found), [
        problem.sentence for _, problem in found
    ]


SCHEMAS: list[tuple[str, Format, str]] = [
    ("script", ScriptFile, "A script"),
    ("words", TextFile, "The words of a script"),
    ("common", CommonFile, "The words that all scripts share"),
    ("entitlements", EntitlementFile, "What the council offers"),
]


@pytest.mark.parametrize(("name", "kind", "title"), SCHEMAS)
def test_the_shipped_schemas_are_what_the_formats_say(name: str, kind: Format, title: str) -> None:
    shipped = (SHIPPED / "schemas" / f"{name}.schema.json").read_text(encoding="utf-8")
    made = json.dumps(schema(kind, title), indent=2, ensure_ascii=False) + "\n"
    assert shipped == made, "write the file again from workflow.formats.schema"


@pytest.mark.parametrize(
    ("word", "count"), [("help", 1), ("council", 2), ("prescriptions", 3), ("grobbling", 2)]
)
def test_syllables_are_counted_by_dictionary_or_by_ear(word: str, count: int) -> None:
    assert syllables(word) == count


def test_a_hard_text_is_harder_than_a_plain_one() -> None:
    sound: Callable[[str], int] = syllables
    plain = level(["The cat sat on the mat. It was glad."], sound)
    hard = level(["Notwithstanding considerations, statutory obligations necessitate it."], sound)
    assert plain.grade < 1 < 12 < hard.grade
    assert plain.longest == 6
