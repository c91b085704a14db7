"""Check that what a file names is there: roles, actions, boards, people, and each name once."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import islice
from typing import NamedTuple

from workflow.complaints import did_you_mean
from workflow.people_format import PEOPLE_KEYS
from workflow.source import MOST_PROBLEMS, Node, Problem, quoted

__all__ = ["lines_of", "people_links", "plan_links"]


class _Name(NamedTuple):
    """A name in a file, the line it stands on, the entry it stands in, and its longer name."""

    text: str
    line: int
    where: str = ""
    title: str = ""


def plan_links(tree: Node) -> list[Problem]:
    """List names used twice and names that mean nothing in a plan file.

    Works on the tree and not on the finished plan, so that these problems are found together
    with all others, however broken the rest is.
    """
    workstreams = list(_entries(tree, "workstreams"))
    objectives = [o for w in workstreams for o in _entries(w, "objectives")]
    actions = [a for o in objectives for a in _entries(o, "actions")]
    measures = list(_entries(tree, "measures"))
    refs = _named(actions, "ref")
    problems = [
        *_twice(_named(workstreams, "ref"), "workstream"),
        *_twice(_named(objectives, "ref"), "objective"),
        *_twice(refs, "action"),
        *_twice([*_named(measures, "id"), *_listed(measures, "id", "also")], "measure"),
        *_unknown(_listed(measures, "id", "used_in"), refs, "action"),
    ]
    for noun, section, key in _LINKED:
        known = _known(list(_entries(tree, section)))
        problems += _twice(known, noun)
        if key:
            problems += _unknown(_listed(actions, "ref", key), known, noun)
            problems += _repeated(actions, key)
    return problems


_LINKED = (
    ("role", "roles", "leads"),
    ("recommendation", "recommendations", "recommendations"),
    ("outcome", "outcomes", "outcomes"),
    ("board", "boards", ""),
)


def people_links(tree: Node, roles: Collection[str], boards: Collection[str]) -> list[Problem]:
    """List names used twice and names that mean nothing in a people file.

    `roles` and `boards` are the ids that the plan has.
    """
    persons = list(_entries(tree, "people"))
    known = _known(persons)
    seats = _pairs(tree, "boards")
    problems = [
        *_twice(known, "person"),
        *_twice(_named(persons, "email"), "e-mail address"),
        *_twice(_named(persons, "directory_id"), "directory id"),
        *_unknown(_everybody(tree), known, "person"),
        *_strangers(tree, "leads", roles, "role"),
        *_strangers(tree, "deputies", roles, "role"),
        *_strangers(tree, "boards", boards, "board"),
        *_left_out(tree, "leads", roles, "nobody holds the role"),
        *_left_out(tree, "boards", boards, "nothing is said of the board"),
        *_own_deputies(tree),
    ]
    return problems + [
        problem
        for board, seat in seats
        for problem in _unknown(_texts(seat, "decides", f"boards, {board}"), known, "person")
    ]


def lines_of(tree: Node) -> dict[tuple[str, str], int]:
    """Give the line of every entry that names itself, by section of the file and name."""
    lines: dict[tuple[str, str], int] = {}
    sections = tree.value.items() if isinstance(tree.value, dict) else ()
    waiting = [(section, node) for section, node in sections]
    while waiting:
        section, node = waiting.pop()
        if isinstance(node.value, list):
            waiting += [(section, one) for one in node.value]
        elif isinstance(node.value, dict):
            waiting += [(section, one) for one in node.value.values()]
            name = _text(node, "ref") or _text(node, "id")
            lines.setdefault((section, name), node.line)
    return lines


def _entries(node: Node, key: str) -> Iterator[Node]:
    """Walk the entries of a list that are groups of keys; nothing where there is no list."""
    below = node.value.get(key) if isinstance(node.value, dict) else None
    if below and isinstance(below.value, list):
        yield from (entry for entry in below.value if isinstance(entry.value, dict))


def _pairs(node: Node, key: str) -> list[tuple[str, Node]]:
    """List the keys and values of a group of keys; nothing where there is none."""
    below = node.value.get(key) if isinstance(node.value, dict) else None
    return list(below.value.items()) if below and isinstance(below.value, dict) else []


def _text(node: Node, key: str) -> str:
    below = node.value.get(key) if isinstance(node.value, dict) else None
    return below.value if below and isinstance(below.value, str) else ""


def _texts(node: Node, key: str, where: str) -> list[_Name]:
    """List the texts under a key, be it one text or a list of them."""
    below = node.value.get(key) if isinstance(node.value, dict) else None
    if below is None:
        return []
    nodes = below.value if isinstance(below.value, list) else [below]
    named = f"{where}, {key}" if where else key
    return [_Name(one.value, one.line, named) for one in nodes if isinstance(one.value, str)]


def _named(entries: list[Node], key: str) -> list[_Name]:
    return [
        name._replace(where=(_text(entry, "ref") or _text(entry, "id"))[:60])
        for entry in entries
        for name in _texts(entry, key, "")
    ]


def _known(entries: list[Node]) -> list[_Name]:
    """List ids, each with the title that somebody may write in its place."""
    return [
        name._replace(title=_text(entry, "title") or _text(entry, "name"))
        for entry in entries
        for name in _named([entry], "id")
    ]


def _listed(entries: list[Node], name: str, key: str) -> list[_Name]:
    return [one for entry in entries for one in _texts(entry, key, _text(entry, name)[:60])]


def _everybody(tree: Node) -> list[_Name]:
    """List every place of a people file, but for the boards, where a person is named."""
    holders = [
        _Name(node.value, node.line, f"leads, {role}")
        for role, node in _pairs(tree, "leads")
        if isinstance(node.value, str)
    ]
    deputies = [
        name
        for key, node in _pairs(tree, "deputies")
        for name in _texts(Node(node.line, {key: node}), key, "deputies")
    ]
    shifts = [
        _Name(_text(entry, "person"), entry.line, f"rota {at}, person")
        for at, entry in enumerate(_entries(tree, "rota"), start=1)
        if _text(entry, "person")
    ]
    appointed = [name for key in PEOPLE_KEYS for name in _texts(tree, key, "")]
    return [*holders, *deputies, *appointed, *shifts]


def _twice(names: list[_Name], noun: str) -> list[Problem]:
    """List names that stand twice; capitals make no difference, because people type them."""
    first: dict[str, _Name] = {}
    problems: list[Problem] = []
    for name in names:
        earlier = first.setdefault(name.text.casefold(), name)
        if earlier is not name:
            what = f"the {noun} {quoted(name.text)} stands on line {earlier.line} already"
            problems.append(Problem(name.line, name.where, what, "Give each its own."))
    return problems


def _unknown(used: list[_Name], known: list[_Name], noun: str) -> list[Problem]:
    """List names that mean nothing; nothing at all is known where the whole list is missing."""
    names = list(dict.fromkeys(name.text for name in known))
    there = frozenset(names)
    titles = {name.title.casefold(): name.text for name in known}
    missing = (name for name in used if names and name.text not in there)
    return [
        Problem(
            name.line,
            name.where,
            f"there is no {noun} {quoted(name.text)} in this file",
            f"{_guess(name.text, names, titles)}Known here: {_some(names)}.",
        )
        for name in islice(missing, MOST_PROBLEMS)
    ]


def _guess(word: str, names: list[str], titles: dict[str, str]) -> str:
    """Guess what was meant, be it nearly an id or the title that belongs to one."""
    return did_you_mean(titles.get(word.casefold(), word), names)


def _some(names: Collection[str]) -> str:
    """Name the first of many."""
    shown = ", ".join(list(names)[:12])
    return f"{shown} and {len(names) - 12} more" if len(names) > 12 else shown


def _repeated(actions: list[Node], key: str) -> list[Problem]:
    problems: list[Problem] = []
    for action in actions:
        seen: set[str] = set()
        for name in _texts(action, key, _text(action, "ref")[:60]):
            if name.text in seen:
                what = f"{quoted(name.text)} stands here twice"
                problems.append(Problem(name.line, name.where, what, "Take one out."))
            seen.add(name.text)
    return problems


def _strangers(tree: Node, key: str, known: Collection[str], noun: str) -> list[Problem]:
    return [
        Problem(
            node.line,
            key,
            f"the plan has no {noun} {quoted(name)}",
            f"{did_you_mean(name, known)}Known in the plan: {_some(known)}.",
        )
        for name, node in _pairs(tree, key)
        if name not in known
    ]


def _left_out(tree: Node, key: str, known: Collection[str], what: str) -> list[Problem]:
    below = tree.value.get(key) if isinstance(tree.value, dict) else None
    if below is None or below.value is None:
        return []
    there = {name for name, _ in _pairs(tree, key)}
    mends = {
        "leads": "Name the person, or who acts in the role while it is vacant.",
        "boards": "Add it, with “card: false” if it is to receive no card.",
    }
    return [
        Problem(below.line, key, f"{what} {quoted(name)}", mends[key])
        for name in known
        if name not in there
    ]


def _own_deputies(tree: Node) -> list[Problem]:
    holders = {role: node.value for role, node in _pairs(tree, "leads")}
    return [
        Problem(
            name.line,
            f"deputies, {role}",
            f"{quoted(name.text)} holds this role and cannot be the deputy too",
            "Name somebody else.",
        )
        for role, node in _pairs(tree, "deputies")
        for name in _texts(Node(node.line, {role: node}), role, "deputies")
        if name.text == holders.get(role)
    ]
