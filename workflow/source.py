"""Read a YAML file into texts that know their line, and refuse what could harm or mislead."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from itertools import islice
from typing import Any

import yaml

__all__ = ["MOST_BYTES", "MOST_PROBLEMS", "Node", "Problem", "quoted", "read_source"]

MOST_BYTES = 5 * 1024 * 1024
MOST_PROBLEMS = 500
_MOST_ENTRIES = 400_000
_MOST_DEPTH = 20
_MOST_LINES_NAMED = 20

# libyaml reads ten times as fast; where it is missing the same rules hold, more slowly.
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

# Control characters, soft hyphens, invisible and direction-changing characters, the mark of a
# broken encoding and private-use symbols (Word's bullets): none has a place in a plan's words,
# and several make a text read differently from what it is.
_REFUSED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f"
    "\ud800-\uf8ff\ufeff\ufff9-\uffff\U000e0000-\U0010ffff]"
)
_LINE_END = re.compile(r"\r\n|\r|\n")
_NOTHING = frozenset({"", "~", "null", "Null", "NULL"})

_FOREIGN = (
    (b"%PDF", "a PDF file"),
    (b"\xd0\xcf\x11\xe0", "an old Word or Excel file"),
    (b"{\\rtf", "a rich text file"),
    (b"\x1f\x8b", "a compressed file"),
    (b"SQLite format 3", "a database"),
    (b"<", "a web page or XML file"),
)
_ZIPPED = (
    (b"word/", "a Word document (.docx)"),
    (b"xl/", "an Excel workbook (.xlsx)"),
    (b"", "a zip file"),
)

# What the YAML reader says, told to somebody who has never seen YAML: the words to look for in
# its message, what is wrong, what mends it. The first that fits is used. What was opened and
# never closed is mended where it was opened, so those are reported there.
_OPENED = ("quoted scalar", "flow")
_SYNTAX = (
    ("escape", "a backslash in a quoted text is not understood", "Write it twice: \\\\"),
    ("tab character", "a tab is used where YAML needs spaces", "Use spaces"),
    (
        "cannot start any token",
        "a text cannot begin with {char}",
        "Put the whole text in quotes",
    ),
    (
        "quoted scalar",
        "a quotation mark opened on this line is never closed",
        "Close it, or take it out",
    ),
    (
        "not allowed in this context",
        "a colon or dash stands where none can be",
        "Put a text that has a colon in quotes, and begin each key under the one above it",
    ),
    (
        "not allowed here",
        "a colon or dash stands where none can be",
        "Put a text that has a colon in quotes, and begin each key under the one above it",
    ),
    (
        "flow",
        "a bracket opened on this line is not closed by line {line}",
        "Close it with ] or }}, with commas between the entries",
    ),
    (
        "block",
        "this line does not fit the lines above it",
        "Begin it exactly under the key or dash it belongs with, and put a text that has "
        "quotation marks or a colon in quotes",
    ),
    ("':'", "a key without a colon", "Write the key, a colon and the value"),
)


@dataclass(frozen=True, slots=True)
class Problem:
    """Something to put right in a file.

    `line` counts from 1 (None: the file as a whole), `where` names the entry and key
    ("PI3.1, leads"), `what` is wrong (no full stop), `mend` says what to do, in a sentence.
    A `warning` is worth a look and refuses nothing.
    """

    line: int | None
    where: str
    what: str
    mend: str
    warning: bool = False

    @property
    def sentence(self) -> str:
        """Say it all to a person: place, what is wrong, what mends it."""
        place = f"line {self.line}" if self.line else ""
        prefix = ", ".join(part for part in (place, self.where) if part)
        told = f"{prefix}: {self.what}" if prefix else self.what
        return f"{told[:1].upper()}{told[1:]}. {self.mend}"


@dataclass(slots=True)
class Node:
    """One value of a file (a text, a list, keys with values, or nothing) and its line.

    Every single value is a text here: what is a number or a date is for the format to say, so
    that a title "No" or a reference 1.10 stays what somebody typed.
    """

    line: int
    value: str | list[Node] | dict[str, Node] | None

    def plain(self) -> object:
        """Give the value without its lines: str, list, dict or None."""
        if isinstance(self.value, dict):
            return {key: node.plain() for key, node in self.value.items()}
        if isinstance(self.value, list):
            return [node.plain() for node in self.value]
        return self.value


def quoted(text: object) -> str:
    """Put a text from a file in quotation marks, shortened so that a sentence stays readable."""
    shown = str(text)
    return f"“{shown if len(shown) <= 60 else shown[:57] + '…'}”"


def read_source(data: bytes) -> tuple[Node | None, list[Problem]]:
    """Read the bytes of a YAML file.

    Returns the tree and the problems met; the tree is None where reading could not go to the
    end or where values would be guesses. Raises nothing, whatever the bytes are.
    """
    refusal = _unreadable(data)
    if refusal:
        return None, [refusal]
    text, problems = _decoded(data)
    if problems:
        return None, problems
    builder = _Builder()
    try:
        for event in yaml.parse(text, Loader=_LOADER):
            builder.take(event)
    except _StopError as stop:
        return None, [*builder.problems, stop.problem]
    except yaml.MarkedYAMLError as error:
        return None, [*builder.problems, _syntax(error, text)]
    except yaml.YAMLError:
        what = "the file cannot be read as YAML"
        return None, [
            *builder.problems,
            Problem(None, "", what, "Compare it with the example."),
        ]
    if builder.root is None:
        builder.problems.append(_EMPTY)
    return (None if builder.guesses else builder.root), builder.problems


_EMPTY = Problem(
    None, "", "the file is empty", "Choose the right file, or copy the example and change it."
)


def _unreadable(data: bytes) -> Problem | None:
    """Say why a file is not even looked into, if so."""
    if len(data) > MOST_BYTES:
        size, most = len(data) / 1024 / 1024, MOST_BYTES // 1024 // 1024
        what = f"the file is {size:.1f} MB; the most that is read is {most} MB"
        return Problem(None, "", what, "Check that it is the right file.")
    start = data[:512].lstrip()
    if not start and not data.strip():
        return _EMPTY
    kind = next((kind for magic, kind in _FOREIGN if start.startswith(magic)), "")
    if start.startswith(b"PK\x03\x04"):
        kind = next(kind for part, kind in _ZIPPED if part in data)
    if kind:
        mend = "Give the plan or people file itself, which is a text file in YAML."
        return Problem(None, "", f"this is {kind}, not a YAML file", mend)
    return None


def _decoded(data: bytes) -> tuple[str, list[Problem]]:
    """Decode a file, or list the lines that are not text."""
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        what = "the file is saved as UTF-16 (“Unicode”)"
        return "", [Problem(None, "", what, "Save it again with the encoding UTF-8.")]
    try:
        text = data.removeprefix(b"\xef\xbb\xbf").decode()
    except UnicodeDecodeError:
        return "", _not_utf8(data)
    return text, _unseen(text)


def _not_utf8(data: bytes) -> list[Problem]:
    """One problem for each line that is not UTF-8, the first few."""
    problems: list[Problem] = []
    for number, line in enumerate(data.split(b"\n"), start=1):
        try:
            line.decode()
        except UnicodeDecodeError as error:
            what = f"byte {error.start + 1} of the line (0x{line[error.start]:02X}) is not UTF-8"
            mend = "Save the file again with the encoding UTF-8."
            problems.append(Problem(number, "", what, mend))
        if len(problems) == _MOST_LINES_NAMED:
            break
    return problems


def _unseen(text: str) -> list[Problem]:
    """One problem for each line with a refused character, the first few."""
    if not _REFUSED.search(text):
        return []
    met = (
        _unseen_problem(number, found.group())
        for number, line in enumerate(_LINE_END.split(text), start=1)
        if (found := _REFUSED.search(line))
    )
    return list(islice(met, _MOST_LINES_NAMED))


def _unseen_problem(line: int, char: str) -> Problem:
    name = unicodedata.name(char, "a control or private character").lower()
    what = f"a character stands here that cannot be printed (U+{ord(char):04X}, {name})"
    mend = "Delete it and type the text again; it often comes with text pasted from Word."
    return Problem(line, "", what, mend)


def _syntax(error: yaml.MarkedYAMLError, text: str) -> Problem:
    """Put the YAML reader's complaint in plain words; nothing after it has been read."""
    mark = error.problem_mark or error.context_mark
    # A file that ends too soon is complained of on the line after its last.
    last = len(_LINE_END.split(text.rstrip()))
    line = min(mark.line + 1, last) if mark else 1
    char = _char_at(text, mark.line, mark.column) if mark else ""
    said = f"{error.context or ''} {error.problem or ''}"
    if char == "\t":
        said = "tab character"
    fallback = ("", "this cannot be read as YAML", "Compare the line with the example")
    found, what, mend = next((row for row in _SYNTAX if row[0] in said), fallback)
    what, mend = what.format(line=line, char=char), mend.format()
    if found in _OPENED and error.context_mark:
        line = min(error.context_mark.line + 1, last)
    return Problem(line, "", what, f"{mend}. What follows was not read.")


def _char_at(text: str, line: int, column: int) -> str:
    lines = _LINE_END.split(text)
    return lines[line][column : column + 1] if line < len(lines) else ""


class _StopError(Exception):
    """Reading ends here; the problem says why."""

    def __init__(self, line: int, what: str, mend: str) -> None:
        super().__init__(what)
        self.problem = Problem(line, "", what, mend)


@dataclass(slots=True)
class _Open:
    """A list or mapping that is being read, and in a mapping the key that waits for a value."""

    node: Node
    key: str | None = None
    key_line: int = 0


class _Builder:
    """Builds the tree from YAML events, one by one, so that nothing nests or grows unseen."""

    def __init__(self) -> None:
        self.root: Node | None = None
        self.problems: list[Problem] = []
        self.guesses = False
        self._open: list[_Open] = []
        self._entries = 0
        self._documents = 0

    def take(self, event: yaml.Event) -> None:
        """Take in the next event of the file."""
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, yaml.ScalarEvent):
            self._no_tricks(event, line)
            self._place(Node(line, self._text(event, line)))
        elif isinstance(event, yaml.CollectionStartEvent):
            self._no_tricks(event, line)
            self._begin(Node(line, {} if isinstance(event, yaml.MappingStartEvent) else []))
        elif isinstance(event, yaml.CollectionEndEvent):
            self._open.pop()
        elif isinstance(event, yaml.AliasEvent):
            self._say(line, f"*{event.anchor} repeats another part of the file", "Write it out.")
            self.guesses = True
            self._place(Node(line, None))
        elif isinstance(event, yaml.DocumentStartEvent):
            self._documents += 1
            if self._documents > 1:
                what, mend = "a second document begins here (---)", "Take the line out."
                raise _StopError(line, what, mend)

    def _no_tricks(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent, line: int) -> None:
        if event.anchor is not None:
            self._say(line, f"&{event.anchor} names a part for re-use", "Take it out.")
        if event.tag is not None:
            self._say(line, f"a YAML tag ({quoted(event.tag)}) is not used here", "Take it out.")

    def _text(self, event: yaml.ScalarEvent, line: int) -> str | None:
        value: str = event.value
        if event.implicit[0] and value in _NOTHING:
            return None
        found = _REFUSED.search(value)
        if found:
            self.problems.append(_unseen_problem(line, found.group()))
        return unicodedata.normalize("NFC", " ".join(value.split()))

    def _begin(self, node: Node) -> None:
        top = self._open[-1] if self._open else None
        if top and isinstance(top.node.value, dict) and top.key is None:
            what = "a list or a group of keys stands where a key belongs"
            raise _StopError(node.line, what, "Put a text that has brackets in quotes.")
        if len(self._open) == _MOST_DEPTH:
            what = f"lists and keys are nested more than {_MOST_DEPTH} deep"
            raise _StopError(node.line, what, "Check the brackets and the indentation.")
        self._place(node)
        self._open.append(_Open(node))

    def _place(self, node: Node) -> None:
        self._entries += 1
        if self._entries > _MOST_ENTRIES:
            what = f"the file has more than {_MOST_ENTRIES:,} entries"
            raise _StopError(node.line, what, "Check that it is the right file.")
        if not self._open:
            self.root = node
            return
        top = self._open[-1]
        if isinstance(top.node.value, list):
            top.node.value.append(node)
        elif isinstance(top.node.value, dict):
            self._place_in_mapping(top, top.node.value, node)

    def _place_in_mapping(self, top: _Open, entries: dict[str, Node], node: Node) -> None:
        if top.key is None:
            top.key = node.value if isinstance(node.value, str) else ""
            top.key_line = node.line
            return
        # A value is looked for where its key stands, also when it begins on the next line.
        node.line = top.key_line
        first = entries.setdefault(top.key, node)
        if first is not node:
            what = f"{quoted(top.key)} stands here a second time; it was on line {first.line}"
            self._say(node.line, what, "Keep one of the two.")
        top.key = None

    def _say(self, line: int, what: str, mend: str) -> None:
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(Problem(line, "", what, mend))
