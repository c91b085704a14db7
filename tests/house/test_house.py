"""Check the house: modules in their rooms, the framework behind its door, no address out."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[2]
ROOMS = {"bot", "cards", "dialogs", "manifest", "store", "workflow"}
BESIDE = {"docs", "examples", "tests"}
MADE = {"__pycache__", "build", "data", "dist", "var", "vendor"}
"""Folders that make or the service writes, and git ignores, as it does most dotted ones."""

FRAMEWORK = {"botbuilder", "botframework"}
LET_OUT = re.compile(r"pypi\.org|python[h]osted|npm[j]s|deb\.debian|(?<![\w.])/[w]ork/")


def files(folder: Path = HOUSE) -> Iterator[Path]:
    """Every file of the repository, as a path from its root."""
    for entry in sorted(folder.iterdir()):
        if entry.is_file():
            yield entry.relative_to(HOUSE)
        elif entry.name not in MADE and (entry.name[0] != "." or entry.name == ".ci"):
            yield from files(entry)


def imported(module: Path) -> set[str]:
    """The top-level names of what a module imports."""
    names: set[str] = set()
    for node in ast.walk(ast.parse((HOUSE / module).read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module.split(".")[0])
    return names


@pytest.fixture(scope="module")
def modules() -> list[Path]:
    return [file for file in files() if file.suffix == ".py"]


def test_no_module_stands_outside_a_room(modules: list[Path]) -> None:
    assert [str(module) for module in modules if module.parts[0] not in ROOMS | BESIDE] == []


def test_every_folder_of_modules_in_a_room_is_a_package(modules: list[Path]) -> None:
    folders = {module.parent for module in modules if module.parts[0] in ROOMS}
    bare = {str(folder) for folder in folders if not (HOUSE / folder / "__init__.py").is_file()}
    assert {folder for folder in bare if "migrations" not in folder} == set()


def test_only_the_teams_door_knows_the_bot_framework(modules: list[Path]) -> None:
    rooms = [module for module in modules if module.parts[0] in ROOMS]
    assert {str(module) for module in rooms if imported(module) & FRAMEWORK} <= {"bot/teams.py"}


def test_no_file_names_a_package_registry_or_a_path_of_one_machine() -> None:
    found = []
    for file in files():
        try:
            text = (HOUSE / file).read_text()
        except UnicodeDecodeError:
            continue  # a picture, a document or a database
        found += [f"{file}: {hit}" for hit in LET_OUT.findall(text)]
    assert found == []
