"""Notice in what staff type a young person's details, or that somebody is in danger now.

Officers write "S47", "neglect" and "exploitation" all month. So nothing here looks for such words:
it looks for what makes one young person known, and for danger that one of them is in now.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from functools import lru_cache

from workflow.cycle import Report
from workflow.first_names import FIRST_NAMES
from workflow.people import DutyNumbers

__all__ = ["Sign", "duty_line", "look", "look_at", "sentence_of"]


class Sign(StrEnum):
    """What was noticed, as the PMO is told; it quotes nothing."""

    NAMED = "a name together with an age, a school or an address"
    BIRTH = "a date of birth"
    NHS = "an NHS number"
    PHONE = "a telephone number"
    POSTCODE = "a postcode"
    ADDRESS = "the address of a child or family"
    DANGER = "somebody in danger now"
    FAILED = "nothing could be ruled out: the check itself failed"


def look_at(said: Report) -> tuple[Sign, ...]:
    """What is to be noticed in anything that an officer typed in an update."""
    typed = (said.words, said.why, said.next_step, said.decision, said.end_why)
    return look("\n".join(one for one in typed if one))


@lru_cache(maxsize=2048)
def look(text: str) -> tuple[Sign, ...]:
    """What is to be noticed in a text, each once; a fault of ours counts as something too."""
    try:
        return tuple(sign for sign, check in _CHECKS.items() if check(_plain(text)))
    except Exception:  # noqa: BLE001 - a check that fails lets nothing through unseen
        return (Sign.FAILED,)


def sentence_of(signs: Iterable[Sign]) -> str:
    """What the PMO reads beside a flagged update; empty for none."""
    found = [sign for sign in signs if sign is not Sign.DANGER]
    said = []
    if Sign.DANGER in signs:
        said.append("This may say that somebody is in danger now: call the duty team first.")
    if found:
        said.append(
            f"This may make a young person known ({'; '.join(found)}). "
            "No board sees it until you accept it."
        )
    return " ".join(said)


def duty_line(numbers: DutyNumbers) -> str:
    """If someone is at risk now, tell the duty team: 0161 496 0101 (out of hours ...)."""
    day, night = numbers.under_18 or numbers.over_18, numbers.out_of_hours
    called = f"{day} (out of hours {night})" if day and night else day or night or "call 999"
    return f"If someone is at risk now, tell the duty team: {called}"


# --- details ------------------------------------------------------------------------------

_QUOTES = str.maketrans({"’": "'", "‘": "'", "–": "-", "—": "-", "\u00a0": " "})
_SENTENCE = re.compile(r"(?<=[.!?;])\s+|\n+")

_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_DATE = (
    rf"(?:\d{{1,2}}[./-]\d{{1,2}}[./-]\d{{2,4}}"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH},?\s+\d{{2,4}}|{_MONTH}\s+\d{{4}}"
    r"|(?:19|20)\d\d)"
)
_BIRTH = re.compile(
    rf"\b(?:d\.?\s?o\.?\s?b\b\.?|date of birth|birth ?date)[\s:,-]*(?:is\s+|of\s+)?{_DATE}"
    rf"|\bborn\s+(?:on\s+(?:the\s+)?|in\s+)?{_DATE}",
    re.IGNORECASE,
)
_TEN = re.compile(r"(?<![\d£.])(\d{3})[ -]?(\d{3})[ -]?(\d{4})(?![\d.]*\d)")
_PHONE = re.compile(r"(?<![\d.])(?:\+44[ ]?\(?0?\)?|0)(?:[ -]?\d){9,10}(?!\d)")
# What anybody may ring: helplines and national services.
_PUBLIC = re.compile(r"^(?:\+44|0)\D*(?:3|8)")
_POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[ABD-HJLNP-UW-Z]{2}\b")
_STREET = (
    r"(?:street|st|road|rd|avenue|ave|lane|ln|close|drive|court|crescent|grove|way|terrace|"
    r"place|gardens|row|walk|mews|fold|brow)"
)
_HOUSE = re.compile(
    rf"\b(?:flat\s+\d+\w?,?\s+)?\d{{1,4}}[a-z]?\s+(?:[A-Z][a-z']+\s+){{1,3}}(?i:{_STREET})\b"
)
_SOMEBODY = re.compile(
    r"\b(?:child|boy|girl|baby|mum|mother|dad|father|family|siblings?|brothers?|sisters?|he|she|"
    r"young person|lives? (?:at|on)|living (?:at|on)|placed (?:at|with)|stay(?:s|ing) (?:at|with)"
    r")\b",
    re.IGNORECASE,
)
_PAIR = re.compile(
    r"\b([A-Z][a-z]+(?:-[A-Z][a-z]+)?)\s+((?:O'|Mc|Mac|Al-|El-)?[A-Z][a-z]+(?:-[A-Z][a-z]+)?)\b"
)
_YEARS = r"(?:[0-9]|1\d|2[0-5])"
_AGE = re.compile(
    rf"\b(?:aged|age)\s*:?\s*{_YEARS}\b(?!\s*(?:to|and|-|or)\s*\d)(?!\s*(?:and over|plus|\+))"
    rf"|\b{_YEARS}(?:[- ]years?[- ]old|\s?yrs?\b(?: old)?|\s?y/?o\b)"
    rf"|\b(?:is|was|turns|turned|just)\s+(?:only\s+|just\s+)?{_YEARS}\b"
    r"(?!\s*(?:%|per|of|out|days?|weeks?|months?|cases?|children|young|points?|th|hours?|visits?|"
    r"sessions?|to|and \d|times|places|families|actions|/|\.\d))"
    r"|\bin (?:year|yr) (?:1[0-3]|[1-9])\b",
    re.IGNORECASE,
)
_AGED_BESIDE = re.compile(rf"^(?:\s*\({_YEARS}\)|,\s*{_YEARS}\s*(?:,|\.|$))")
_SCHOOL = re.compile(
    r"\b(?:attends?|attending|pupil|student|excluded|expelled|enrolled|goes to|year group|"
    r"suspended|off[- ]roll|classmates?)\b"
)
_BESIDE_SCHOOL = re.compile(
    r"^,?\s+(?:at|from|of|who attends|attends)\s+(?:the\s+)?(?:[A-Z][\w'.]*\s+){1,4}"
    r"(?:School|Academy|College|Primary|High|Nursery|Sixth)\b"
)
_WORKS = re.compile(
    r"\b(?:head(?:teacher)?|principal|teacher|manager|director|officer|worker|lead(?:s|er)?|chairs?|"
    r"councillor|cllr|governor|senco|adviser|advisor|coach|nurse|trainer|co-?ordinator|consultant)\b",
    re.IGNORECASE,
)
# Capital letters that make no surname.
_WRITTEN = """
academy agenda alliance april august avenue board borough bradford bury care centre chair
charity children church close college committee conference council court crescent december
director drive early education england family february foundation friday fund gardens green
grove hall health high home hospital house hub january july june lane lead leader library lodge
london manager manchester march may meeting monday month november october office officer oldham
panel park partnership place plan planning primary project pupil review road rochdale salford
saturday school september service services social strategy street sunday support tameside team
terrace thursday trust tuesday university visit ward way wednesday worker young youth
"""
_NO_SURNAME = frozenset(_WRITTEN.split())


# Typed in a hurry: a first name, a surname and an age, all in small letters.
_SMALL = re.compile(
    rf"\b([a-z]+)\s+[a-z][a-z'-]+,?\s+(?:\({_YEARS}\)|(?:is |aged? ){_YEARS}\b"
    r"(?!\s*(?:%|to|and \d)))"
)
# First names that are words as well.
_TOO = """
amber angel carter daisy eve faith grace jade jay lily mason poppy ruby skye summer taylor
violet will willow
"""
_ALSO_WORDS = frozenset(_TOO.split())


def _named(text: str) -> bool:
    return any(_names_somebody(sentence) for sentence in _sentences(text))


def _names_somebody(sentence: str) -> bool:
    """A first name with a surname, beside or in one sentence with an age, a school, an address."""
    for pair in _PAIR.finditer(sentence):
        first, last = pair.group(1).lower().split("-")[0], pair.group(2).lower()
        if first not in FIRST_NAMES or last in _NO_SURNAME:
            continue
        after, rest = sentence[pair.end() :], sentence.replace(pair.group(), " ")
        if _AGED_BESIDE.match(after) or _AGE.search(rest) or _HOUSE.search(rest):
            return True
        taught = _SCHOOL.search(rest) or _BESIDE_SCHOOL.match(after)
        if taught and not _WORKS.search(rest):
            return True
    return any(
        found.group(1).lower() in FIRST_NAMES - _ALSO_WORDS for found in _SMALL.finditer(sentence)
    )


def _nhs(text: str) -> bool:
    return any(_checks("".join(found.groups())) for found in _TEN.finditer(text))


def _checks(digits: str) -> bool:
    """Whether ten digits are an NHS number: the last one checks the others, modulo 11."""
    if digits[0] == "0":
        return False
    weighed = sum(int(one) * (10 - at) for at, one in enumerate(digits[:9]))
    return (11 - weighed % 11) % 11 == int(digits[9])


def _phone(text: str) -> bool:
    return any(not _PUBLIC.match(found.group()) for found in _PHONE.finditer(text))


def _housed(text: str) -> bool:
    return any(_HOUSE.search(one) and _SOMEBODY.search(one) for one in _sentences(text))


# --- danger -------------------------------------------------------------------------------

# One person, not a number of them and not everybody of a kind.
_ONE = (
    r"(?:\b(?:a|an|one|this|that|the|our|my|another|his|her|their|one of our|one of the)\s+"
    r"(?:[\w'-]+\s+){0,3}?(?:girl|boy|child|baby|toddler|teenager|teen|lad|"
    r"young (?:person|woman|man|mum|mother|people)|care leaver|student|pupil|resident|"
    r"brother|sister|daughter|son|"
    r"\d{1,2}[- ]year[- ]old)\b|\b(?:he|she|him|her|himself|herself)\b|\bchild (?:is|has)\b)"
)
_SUBJECT = re.compile(_ONE, re.IGNORECASE)
_CAPITAL = re.compile(r"\b[A-Z][a-z]+\b")
_NOT_ONE = re.compile(
    r"\bno (?:child|young person|baby|care leaver)\b[^.]*\b(?:is|has|was)\b", re.IGNORECASE
)
_NOW = re.compile(
    r"\b(?:right now|as we speak|tonight|today|this (?:morning|afternoon|evening|weekend)|"
    r"at the moment|just now|immediately|last night|since (?:yesterday|last night|this morning|"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day))\b",
    re.IGNORECASE,
)
# A rule, a lesson or a plan speaks of any child; it says nothing of one.
_GENERAL = re.compile(
    r"\b(?:if|when|whenever|where|whether|each|every|any|unless|once|should|policy|procedures?|"
    r"protocols?|pathways?|guidance|training|trained|toolkit|workshops?|audit(?:s|ed)?|briefings?|"
    r"learning|lessons?|scenario|example|definition|leaflets?|posters?|strategy)\b",
    re.IGNORECASE,
)
_HURT = (
    r"(?:hit|hurt|beaten|abused|groomed|raped|assaulted|exploited|trafficked|threatened|starved|"
    r"locked (?:in|up|out)|punched|kicked|strangled|forced|stalked|attacked|neglected at home)"
)
_DANGER = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b(?:is|'s|keeps?|gets?|getting)\s+(?:(?:being|getting|still|now|\w+ly)\s+)+{_HURT}\b"
        rf"|\bhas been {_HURT}\b[^.]*\b(?:all (?:day|night|week|weekend)|again|since|this|today)\b",
        r"\b(?:hits|hurts|beats|abuses|rapes|touches|punches|kicks|threatens|hitting|hurting|beating|"
        r"abusing|touching|threatening)\s+(?:him|her|them|the (?:child|baby|boy|girl))\b",
        r"\bis (?:now |still |currently )?missing\b"
        r"(?!\s+(?:data|figures?|a |an |its |information|evidence|from (?:the|this|our) "
        r"(?:data|report|record|form|plan|return|list|system)))",
        r"\b(?:has (?:gone|been) missing|went missing (?:last night|this|today|yesterday)"
        r"|has run away|has absconded|ran away (?:last night|this|today))\b",
        r"\b(?:hasn't|has not) been (?:seen|heard from|found)\b"
        r"(?! (?:alone|at the|by the|in the|for \w+ weeks))",
        r"\b(?:is|feels|feeling|'s) (?:actively |still )?suicidal\b|\bwants? to die\b"
        r"|\b(?:wants?|going|plans?|threaten\w*|says (?:he|she) will|tried) (?:to )?"
        r"(?:kill|end|stab|burn)\b"
        r"|\boverdosed?\b|\bis (?:cutting|self-harming)\b",
        r"\b(?:is|'s|feels) (?:not safe|unsafe|still not safe)\b|\bisn't safe\b"
        r"|\bnot safe (?:at home|there)\b"
        r"|\bat (?:immediate|imminent) risk\b|\bin (?:immediate |real |serious |grave )?danger\b"
        r"(?! of (?:slipping|missing|not))|\brisk to (?:his|her|their) life\b",
        r"\b(?:scared|afraid|frightened|terrified) (?:to go|of going|to be|to return) "
        r"(?:home|back)\b"
        r"|\bfears? for (?:his|her|their) (?:life|safety)\b|\bis controlling (?:him|her)\b"
        r"|\b(?:scared|afraid|frightened|terrified) of (?:him|her|them|his|their)\b",
        rf"\bat risk of (?:significant |serious )?harm\b[^.]*{_NOW.pattern}",
        r"\bwith (?:her|his|an|the) (?:abuser|perpetrator|offender|older man)\b",
        r"\bbeing (?:sold|given|supplied|made to sell|made to carry) drugs\b",
        r"\b(?:has not|hasn't|did not|didn't) come (?:home|back)\b",
        r"\bnowhere (?:safe )?to (?:go|sleep|stay)\b|\bsleeping rough\b"
        r"|\bon the streets? tonight\b",
        r"\b(?:still|back|now|currently|alone) (?:living|staying|at home|in contact)?\s*"
        r"(?:with|in)\s+[^.]{0,40}(?:abuser|perpetrator|offender|man who|violent)\b",
        r"\bleft (?:home )?alone\b|\bhome alone\b|\bno food\b|\bis bleeding\b"
        r"|\bhas (?:new |fresh |unexplained )?(?:bruis\w+|burns?|marks|injuries)\b",
        r"\bhas (?:got )?a (?:knife|gun|weapon|machete)\b",
        r"\b(?:i|we)(?:'m|'re| am| are) (?:really |very |so |\w+ly )?"
        r"(?:worried|concerned|scared|frightened) (?:about|for|that) "
        r"(?:a|an|one|this|that|her|him|he|she|one of)\b",
        r"\b(?:rang|called|phoned|told) me (?:\w+ )?(?:crying|in tears|begging)\b",
    )
)


def _danger(text: str) -> bool:
    sentences = _sentences(text)
    for before, sentence in zip(["", *sentences], sentences, strict=False):
        if _NOT_ONE.search(sentence) or not any(sign.search(sentence) for sign in _DANGER):
            continue
        about = f"{before} {sentence}"
        if not (_SUBJECT.search(about) or _first_named(about)):
            continue
        if not _GENERAL.search(sentence) or _NOW.search(sentence):
            return True
    return False


def _first_named(text: str) -> bool:
    return any(one.lower() in FIRST_NAMES for one in _CAPITAL.findall(text))


# --- within -------------------------------------------------------------------------------


def _plain(text: str) -> str:
    return text.translate(_QUOTES)


def _sentences(text: str) -> list[str]:
    return [one for one in _split(text) if one]


def _split(text: str) -> Iterator[str]:
    for part in _SENTENCE.split(text):
        yield part.strip()


def _found_by(pattern: re.Pattern[str]) -> Callable[[str], bool]:
    return lambda text: pattern.search(text) is not None


_CHECKS: dict[Sign, Callable[[str], bool]] = {
    Sign.DANGER: _danger,
    Sign.NAMED: _named,
    Sign.BIRTH: _found_by(_BIRTH),
    Sign.NHS: _nhs,
    Sign.PHONE: _phone,
    Sign.POSTCODE: _found_by(_POSTCODE),
    Sign.ADDRESS: _housed,
}
