"""Check that every figure of young people passes the one gate."""

from __future__ import annotations

import ast
from pathlib import Path

HOUSE = Path(__file__).parents[2]
ROOMS = ("bot", "cards", "dialogs", "manifest", "store", "workflow")
# What gives raw answers out of the store, one entry a person.
RAW = {"ticked", "marks"}
TABLES = {"answer", "promise_rating"}


def modules() -> list[tuple[str, ast.Module]]:
    files = sorted(file for room in ROOMS for file in (HOUSE / room).rglob("*.py"))
    return [(str(file.relative_to(HOUSE)), ast.parse(file.read_text())) for file in files]


def test_only_the_evidence_asks_for_answers_and_it_hands_them_to_the_gate() -> None:
    asks = {
        name
        for name, tree in modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in RAW
        and isinstance(node.func.value, ast.Attribute)
        and node.func.value.attr in {"voices", "promises"}
    }
    assert asks == {"bot/evidence.py"}
    tree = dict(modules())["bot/evidence.py"]
    lets_out = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "release"
    ]
    assert len(lets_out) == len(RAW)


def test_only_two_modules_of_the_store_touch_the_tables_of_answers() -> None:
    touch = {
        name
        for name, tree in modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == "t"
        and node.attr in TABLES
    }
    assert touch == {"store/voices.py", "store/promises.py"}


def test_nothing_is_published_but_what_the_gate_let_out() -> None:
    publishes = {
        name
        for name, tree in modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and node.attr == "publish"
        and isinstance(node.value, ast.Attribute)
        and node.value.attr == "voices"
    }
    assert publishes == {"bot/evidence.py"}
    makes = {
        name
        for name, tree in modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "Release"
    }
    assert makes == {"workflow/voices.py"}
