"""Propose measures from a plan's prose: figures with what they aim at, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from workflow.intake_dates import dates_in

__all__ = ["Proposal", "Target", "propose"]

_PERCENT = re.compile(r"(?P<n>\d{1,3}(?:\.\d+)?)\s?(?:%|per ?cent\b)")
_OF = re.compile(r"\b(?P<n>\d{1,5})\s+(?:out\s+)?of\s+(?:the\s+|all\s+|our\s+)?(?P<of>\d{1,5})\b")
_GRADES = {
    "good or outstanding": "good", "good or better": "good", "good": "good",
    "outstanding": "outstanding", "requires improvement": "ri", "requiring improvement": "ri",
    "required improvement": "ri", "require improvement": "ri", "ri": "ri",
    "inadequate": "inadequate",
}  # fmt: skip
_GRADE_WORDS = (
    r"good or outstanding|good or better|good|outstanding|requir\w+ improvement|RI|inadequate"
)
_GRADE_COUNT = re.compile(
    rf"\b(?P<n>\d{{1,4}})\s+(?:were\s+|was\s+|are\s+|rated\s+|judged\s+|graded\s+|now\s+|still\s+)*"
    rf"(?P<grade>{_GRADE_WORDS})\b",
    re.IGNORECASE,
)
_GRADE = re.compile(rf"\b(?P<grade>{_GRADE_WORDS})\b", re.IGNORECASE)
_BASE = re.compile(
    r"\b(?P<n>\d{1,5})\s+(?:\w+\s+){0,2}?(?:audits?|audited|cases?|files?|re-?reviewed|reviewed|"
    r"sampled|children|young people|plans?|assessments?|records?|returns|responses|responded)\b",
    re.IGNORECASE,
)
_ALL_BASE = re.compile(r"\ball\s+(?P<n>\d{1,5})\b", re.IGNORECASE)
_CHANGE = re.compile(
    r"(?:from\s+(?P<was>\d[\d,]*(?:\.\d+)?)(?P<wp>\s?%)?\s*(?:\([^)]*\)\s*)?to\s+(?P<now>\d[\d,]*(?:\.\d+)?)(?P<np>\s?%)?)"
    r"|(?:to\s+(?P<now2>\d[\d,]*(?:\.\d+)?)(?P<np2>\s?%)?\s*,?\s*(?:\(?from|down from|up from)\s+(?P<was2>\d[\d,]*(?:\.\d+)?))"
    r"|(?:(?P<now3>\d[\d,]*(?:\.\d+)?)(?P<np3>\s?%)?\s*,?\s*\(?(?:was|previously|down from|up from|compared (?:to|with))\s+(?P<was3>\d[\d,]*(?:\.\d+)?))",
    re.IGNORECASE,
)
_AVERAGE = re.compile(
    r"\b(?:average|mean|caseloads?|per (?:social )?worker)\b[^.;\d]{0,60}?(?P<n>\d{1,3}(?:\.\d+)?)(?!\s?%|\d)",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    r"\b(?:number of|numbers? of|total of|no\.? of)\s+(?P<what>[^.;:\d]{3,60}?)\s*"
    r"(?::|is|was|are|were|stands at|now|to|at)\s*(?P<n>\d[\d,]*)\b",
    re.IGNORECASE,
)
_COMPARED = re.compile(
    r"\b(?P<who>statistical neighbours?(?:’|')?(?: average)?|sn average|national(?: average)?|england(?: average)?|"
    r"regional(?: average)?|north west|comparators?|benchmark)\b",
    re.IGNORECASE,
)
_EARLIER = re.compile(
    r"\b(?:up|down|rise|fall|compared|was|previously|improvement|increase|decrease|against|from)\b"
    r"[^.;]{0,30}$",
    re.IGNORECASE,
)
_IN_LINE = re.compile(
    r"\b(?:in[\s-]line with|match(?:es|ing)?|compar(?:es|able) (?:with|to)|close to|better than|"
    r"at or (?:above|below)|above|below|no worse than)\b[^.;]{0,40}?"
    r"(?P<who>statistical neighbours?|national average|england average|national|regional average)",
    re.IGNORECASE,
)
_TARGET = re.compile(r"\b(?:targets?|aim(?:ing)?|goal|ambition|should be|must be|at least|a minimum of)\b",
                     re.IGNORECASE)  # fmt: skip
_REACHED = re.compile(
    r"\bto the \d[\d.]*\s?% target\b|\btarget (?:met|reached|achieved)\b", re.IGNORECASE
)
_BASELINE = re.compile(r"\bbaseline\b|\bstarting (?:point|position)\b", re.IGNORECASE)
_MILESTONE = re.compile(
    r"^\W*(?P<n>\d{1,3}(?:\.\d+)?)\s?(?:%|per ?cent)\s*(?:by|in|at)?\b", re.IGNORECASE
)
_LOWER = re.compile(
    r"\b(?:turnover|vacanc\w+|agency|re-?referrals?|repeat\w*|caseloads?|inadequate|delays?|missing|"
    r"sickness|absence|unallocated|overdue|waiting|drift|breakdowns?|moves?|exclusions?|errors?|"
    r"complaints?|reoffending|re-?offending|fewer|reduc\w+|decreas\w+|drop\w*|falls?|fall(?:en|ing)|lower\w*)\b",
    re.IGNORECASE,
)
_LESS = re.compile(r"\b(?:fewer|reduc\w+|decreas\w+|drop\w*|lower\w*)\b", re.IGNORECASE)
_NOISE = re.compile(
    r"£\s?[\d.,]+\s?(?:m|k|bn|million|thousand)?\b|\b\d+(?:-|\s)(?:weeks?|days?|months?|years?|hours?|minutes?)\b|"
    r"\bS\.?\s?\d{2}\b|\bsection \d+\b|\bregulation \d+\b|\b24/7\b|\b1:1\b|\bQ[1-4]\b|\bqtr \d\b|"
    r"\baged?\s+\d+(?:\s?[-–]\s?\d+)?(?:\s+years?(?:\s+\d+\s+months?)?)?|\b\d+(?:\s?[-–]\s?\d+)\s+year[\s-]olds?\b|"
    r"\b\d+\s+years?(?:\s+\d+\s+months?)?\b|\bturn(?:ing|ed|s)?\s+\d+\b|\b(?:over|under|before|after|until)\s+(?:the age of\s+)?1[5-9]\b|"
    r"\b\d+\+|\bkey stage \d\b|\byear \d+\b|\btier \d\b|\blevel \d\b|\bphase \d\b|\bstage \d\b",
    re.IGNORECASE,
)
_EMPTY_WORDS = frozenset({
    "a", "all", "an", "and", "are", "as", "at", "audit", "audited", "audits", "average",
    "baseline", "be", "been", "being", "by", "current", "currently", "done", "down", "each",
    "every", "for", "from", "had", "has", "have", "in", "is", "it", "its", "most", "no", "not",
    "now", "number", "of", "on", "or", "our", "out", "over", "per", "percentage", "proportion",
    "q1", "q2", "q3", "q4", "rate", "rated", "share", "since", "some", "still", "target",
    "targets", "than", "that", "the", "their", "them", "then", "there", "they", "this", "those",
    "to", "up", "was", "were", "which", "who", "will", "with", "yet",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Target:
    """A value to reach, by when where that is printed."""

    value: float
    by: date | None = None


@dataclass(slots=True)
class Proposal:
    """A measure as it might be: nothing is taken until a person confirms it.

    `unit` is percent, count or average. `value` is the latest figure and `date` when it was so
    (the date of the update's own heading where the sentence has none). `base` is how many it
    counts out of, `earlier` a figure before it, `printed` the figures as they stand.
    """

    name: str
    unit: str = "percent"
    direction: str = "higher"
    value: float | None = None
    date: date | None = None
    base: int | None = None
    numerator: int | None = None
    earlier: float | None = None
    baseline: float | None = None
    targets: list[Target] = field(default_factory=list)
    comparator: str | None = None
    comparator_value: float | None = None
    found_in: list[str] = field(default_factory=list)
    printed: list[str] = field(default_factory=list)
    grade: str = ""

    def plain(self) -> dict[str, object]:
        """The proposal as JSON values."""
        return {
            "name": self.name,
            "unit": self.unit,
            "direction": self.direction,
            "value": self.value,
            "date": self.date.isoformat() if self.date else None,
            "base": self.base,
            "numerator": self.numerator,
            "previous": self.earlier,
            "baseline": self.baseline,
            "targets": [
                {"value": one.value, "by": one.by.isoformat() if one.by else None}
                for one in self.targets
            ],
            "comparator": {"name": self.comparator, "value": self.comparator_value}
            if self.comparator
            else None,
            "from": "+".join(self.found_in),
            "printed": self.printed,
        }


def propose(
    evidence: Sequence[str],
    update: Sequence[str],
    *,
    as_at: date | None = None,
    target: str = "",
    latest: str = "",
    name: str = "",
) -> tuple[Proposal, ...]:
    """Propose the measures of one row.

    `evidence` and `update` are their lines; `as_at` the date of the update's heading; `target`
    and `latest` the row's own columns for figures, whose measure is called `name`.
    """
    found = _of_evidence(evidence)
    readings = [one for line in update for one in _of_update(line, as_at)]
    for one in _whole(readings):
        if one.targets and one.value is None:
            _attach_target(found, one)
        elif (same := _matching(found, one)) is not None:
            _merge(same, one)
        else:
            found.append(one)
    _columns(found, target, latest, name or (evidence[0] if evidence else ""), as_at)
    return tuple(one for one in found if one.targets or one.value is not None or one.comparator)


# --- evidence: what is aimed at -------------------------------------------------------------------


def _of_evidence(lines: Sequence[str]) -> list[Proposal]:
    found: list[Proposal] = []
    lead_in: Proposal | None = None
    for line in lines:
        milestone = _MILESTONE.match(line)
        if lead_in is not None and milestone:
            lead_in.targets += _milestones(line)
            lead_in.printed += [m.group().strip() for m in _PERCENT.finditer(line)]
            if lead_in not in found:
                found.append(lead_in)
            continue
        ends = line.rstrip().endswith(":")
        lead_in = _proposal(line.rstrip(" :"), "evidence") if ends else None
        if not ends:
            for sentence in _sentences(line):
                found += _aims(sentence)
    return found


def _aims(sentence: str) -> list[Proposal]:
    figures = list(_PERCENT.finditer(_quiet(sentence, percent=True)))
    if not figures:
        return _aims_without_percent(sentence)
    change = _CHANGE.search(sentence)
    dated = _milestones(sentence)
    several = len(figures) > 1 and len(dated) == len(figures) and any(one.by for one in dated)
    if several and not change:
        one = _proposal(_named(sentence, figures[0]), "evidence")
        one.targets = dated
        one.printed = [m.group() for m in figures]
        return [one]
    one = _proposal(_named(sentence, figures[0]), "evidence", sentence)
    one.printed = [m.group() for m in figures]
    if change and len(figures) > 1:
        was, now = _was_and_now(change)
        one.baseline, one.targets = was, [Target(now, _date_of(sentence))]
    else:
        one.targets = [Target(float(figures[0].group("n")), _date_of(sentence))]
    if (who := _COMPARED.search(sentence)) and len(figures) > 1:
        one.comparator, one.comparator_value = who.group("who"), float(figures[-1].group("n"))
    return [one]


def _aims_without_percent(sentence: str) -> list[Proposal]:
    if line := _IN_LINE.search(sentence):
        one = _proposal(sentence[: line.start()].strip(" ,") or sentence, "evidence")
        one.comparator, one.direction = line.group("who"), "comparator"
        return [one]
    quiet = _quiet(sentence)
    change = _CHANGE.search(quiet)
    average = _AVERAGE.search(quiet)
    if change and _movement(sentence):
        was, now = _was_and_now(change)
        one = _proposal(_named(sentence, change), "evidence", sentence)
        one.unit = "average" if average else "count"
        one.baseline, one.targets = was, [Target(now, _date_of(sentence))]
        one.printed = re.findall(r"\d[\d.,]*", change.group())
        return [one]
    if average:
        one = _proposal(_named(sentence, average), "evidence", sentence)
        one.unit, one.targets = "average", [Target(float(average.group("n")), _date_of(sentence))]
        one.printed = [average.group("n")]
        return [one]
    return []


def _movement(sentence: str) -> bool:
    return bool(
        re.search(
            r"\b(?:reduc|increas|fall|fell|drop|ris|rose|down|up|improv|grow|cut|lower|rais|"
            r"decreas|move)\w*",
            sentence,
            re.IGNORECASE,
        )
    )


def _milestones(text: str) -> list[Target]:
    """Each percentage of a text with the date that follows it."""
    figures = list(_PERCENT.finditer(text))
    targets = []
    for at, figure in enumerate(figures):
        end = figures[at + 1].start() if at + 1 < len(figures) else len(text)
        targets.append(Target(float(figure.group("n")), _date_of(text[figure.end() : end])))
    return targets


# --- updates: where things stand ---------------------------------------------------------------


def _of_update(line: str, as_at: date | None) -> list[Proposal]:
    found: list[Proposal] = []
    subject = ""
    base: int | None = None
    for sentence in _sentences(line):
        head = sentence.split(":")[0] if ":" in sentence else ""
        if head and not dates_in(head) and len(head) < 80 and not _PERCENT.search(head):
            subject = head.strip()
        if not any(sign.isdigit() for sign in sentence):
            continue
        counted = _ALL_BASE.search(sentence) or _BASE.search(_quiet(sentence))
        base = int(counted.group("n")) if counted else base
        found += _readings(sentence, subject, base, as_at)
    return found


def _readings(sentence: str, subject: str, base: int | None, as_at: date | None) -> list[Proposal]:
    when = _date_of(sentence) or as_at
    quiet = _quiet(sentence, percent=True)
    figures = list(_PERCENT.finditer(quiet))
    shares = [one for one in _OF.finditer(_quiet(sentence)) if int(one["n"]) <= int(one["of"])]
    if figures:
        return _series(_percentages(sentence, quiet, figures, subject, base, when, shares))
    if shares:
        return [_share(sentence, one, subject, when) for one in shares]
    grades = list(_GRADE_COUNT.finditer(_quiet(sentence)))
    if grades and base:
        return [_graded(one, subject, base, when) for one in grades]
    return _plain_figures(sentence, when)


def _percentages(
    sentence: str,
    quiet: str,
    figures: list[re.Match[str]],
    subject: str,
    base: int | None,
    when: date | None,
    shares: Sequence[re.Match[str]],
) -> list[Proposal]:
    who = list(_COMPARED.finditer(quiet))
    compared = {
        min(figures, key=lambda f, w=one: abs(f.start() - w.end())).start(): one.group("who")  # type: ignore[misc]
        for one in who
    } if len(figures) > len(who) else {}  # fmt: skip
    own = [one for one in figures if one.start() not in compared]
    if _TARGET.search(sentence) and not _REACHED.search(sentence) and len(own) == 1:
        one = _proposal(_named(sentence, own[0]) or subject, "update", sentence)
        one.targets, one.printed = (
            [Target(float(own[0]["n"]), _date_of(sentence))],
            [own[0].group()],
        )
        return [one]
    change = _CHANGE.search(quiet)
    if change and len(own) == 2 and change.start() <= own[-1].end():
        was, now = _was_and_now(change)
        one = _proposal(_named(sentence, own[0]) or subject, "update", sentence)
        one.value, one.earlier, one.date = now, was, when
        one.printed = [m.group() for m in own]
        return [one]
    if len(own) == 2 and _EARLIER.search(quiet[own[0].end() : own[1].start()]):
        one = _proposal(_named(sentence, own[0]).split(",")[0] or subject, "update", sentence)
        one.value, one.earlier, one.date = float(own[0]["n"]), float(own[1]["n"]), when
        one.printed = [m.group() for m in own]
        return [one]
    if len(own) == 2 and not _GRADE.search(sentence):
        first, second = (float(one["n"]) for one in own)
        if abs(first + second - 100) < 0.11:
            own = own[:1]
    found = []
    for at, figure in enumerate(own):
        end = own[at + 1].start() if at + 1 < len(own) else len(quiet)
        grade = _GRADE.search(sentence[figure.end() : end])
        words = _named(sentence, figure) or subject
        one = _proposal(words, "update", sentence)
        if grade:
            one.grade = _grade(grade["grade"])
            about = subject or _stripped(sentence[: own[0].start()])
            one.name = f"{about}: {_GRADE_NAMES[one.grade]}" if about else words
            one.direction = _direction_of(one.grade)
        one.value, one.date, one.base = float(figure["n"]), when, base
        for share in shares:
            if abs(100 * int(share["n"]) / max(1, int(share["of"])) - one.value) < 1:
                one.numerator, one.base = int(share["n"]), int(share["of"])
        one.printed = [figure.group()]
        if _BASELINE.search(sentence):
            one.baseline = one.value
        found.append(one)
    for at, name in compared.items():
        value = next(float(one["n"]) for one in figures if one.start() == at)
        if found:
            found[0].comparator, found[0].comparator_value = name, value
            found[0].printed.append(next(one.group() for one in figures if one.start() == at))
    return found


def _series(found: list[Proposal]) -> list[Proposal]:
    """Figures of one sentence under one name are one measure at several times."""
    made: list[Proposal] = []
    for one in found:
        if made and not one.grade and made[-1].name == one.name and one.value is not None:
            made[-1].earlier, made[-1].value = made[-1].value, one.value
            made[-1].printed += one.printed
        else:
            made.append(one)
    return made


def _share(sentence: str, found: re.Match[str], subject: str, when: date | None) -> Proposal:
    rest = sentence[found.end() :]
    grade = _GRADE.search(rest)
    about = subject or _stripped(sentence[: found.start()])
    one = _proposal(about or _stripped(rest), "update", sentence)
    if grade:
        one.grade = _grade(grade["grade"])
        one.name = f"{about}: {_GRADE_NAMES[one.grade]}" if about else one.name
        one.direction = _direction_of(one.grade)
    elif about and rest.strip():
        one.name = f"{about}: {_stripped(rest)}"
    one.unit, one.numerator, one.base = "percent", int(found["n"]), int(found["of"])
    one.value = round(100 * one.numerator / one.base, 1) if one.base else None
    one.date, one.printed = when, [found["n"], found["of"]]
    return one


def _graded(found: re.Match[str], subject: str, base: int, when: date | None) -> Proposal:
    grade = _grade(found["grade"])
    name = f"{subject}: {_GRADE_NAMES[grade]}" if subject else _GRADE_NAMES[grade]
    one = _proposal(name, "update")
    one.unit, one.grade, one.direction = "count", grade, _direction_of(grade)
    one.value, one.numerator, one.base = float(found["n"]), int(found["n"]), base
    one.date, one.printed = when, [found["n"]]
    return one


def _plain_figures(sentence: str, when: date | None) -> list[Proposal]:
    quiet = _quiet(sentence)
    change, average = _CHANGE.search(quiet), _AVERAGE.search(quiet)
    counted = _COUNTED.search(quiet)
    if change and (average or counted or _movement(sentence)):
        was, now = _was_and_now(change)
        one = _proposal(_named(sentence, change), "update", sentence)
        one.unit = "average" if average else "count"
        one.value, one.earlier, one.date = now, was, when
        one.printed = re.findall(r"\d[\d.,]*\d|\d", change.group())
        return [one]
    at = average or counted
    if at is not None:
        one = _proposal(_named(sentence, at), "update", sentence)
        one.unit = "average" if average else "count"
        one.value, one.date = float(at["n"].replace(",", "")), when
        one.printed = [at["n"]]
        return [one]
    return []


# --- putting both together ---------------------------------------------------------------------


def _whole(readings: list[Proposal]) -> list[Proposal]:
    """Join readings of one measure at two times: 16 of 57 in April, 5% in June."""
    made: list[Proposal] = []
    for one in readings:
        same = next(
            (
                other
                for other in made
                if one.grade and other.grade == one.grade and _likeness(other.name, one.name) > 0.6
                and other.value is not None and other.printed != one.printed
            ),
            None,
        )  # fmt: skip
        if same is None:
            made.append(one)
            continue
        same.baseline, same.value, same.date = same.value, one.value, one.date
        same.base, same.numerator = one.base or same.base, one.numerator
        same.printed += one.printed
        same.unit = one.unit
    return made


def _matching(found: Sequence[Proposal], one: Proposal) -> Proposal | None:
    """The aim that a reading is about; a grade finds its aim by the grade."""
    best: tuple[float, Proposal] | None = None
    waiting = [other for other in found if other.value is None]
    if not _words(one.name) and len(waiting) == 1 and not one.grade:
        return waiting[0]
    for other in found:
        if other.value is not None:
            continue
        score = _likeness(other.name, one.name)
        aim = _GRADE.search(other.name)
        if one.grade:
            alike = aim is not None and _grade(aim["grade"]) == one.grade
            score = max(score, 0.55) if alike else 0.0
        elif aim is not None:
            score = 0.0
        if score >= 0.5 and (best is None or score > best[0]):
            best = (score, other)
    return best[1] if best else None


def _merge(same: Proposal, one: Proposal) -> None:
    same.value, same.date, same.base = one.value, one.date, one.base
    same.numerator, same.earlier = one.numerator, one.earlier
    same.baseline = one.baseline if one.baseline is not None else same.baseline
    same.comparator = one.comparator or same.comparator
    same.comparator_value = one.comparator_value
    same.found_in = ["evidence", "update"]
    same.printed += one.printed


def _attach_target(found: list[Proposal], one: Proposal) -> None:
    """A target told in an update belongs to what was just told, unless it has a name of its own."""
    same = next((o for o in found if _likeness(o.name, one.name) >= 0.5), None)
    if same is not None and any(t.value == one.targets[0].value for t in same.targets):
        return
    bare = next((o for o in reversed(found) if not o.targets and o.value is not None), None)
    chosen = same if same is not None and not same.targets else bare
    if chosen is None:
        found.append(one)
    else:
        chosen.targets += one.targets
        chosen.printed += one.printed


def _columns(
    found: list[Proposal], target: str, latest: str, name: str, as_at: date | None
) -> None:
    """Bring in a row's own target and latest figure, where the prose has them not."""
    aims = _figures(target)
    stands = _figures(latest)
    said = {value for one in found for value in (one.value, one.numerator) if value is not None}
    said |= {t.value for one in found for t in one.targets}
    aims = [one for one in aims if one[0] not in said]
    stands = [one for one in stands if one[0] not in said]
    if not aims and not stands:
        return
    open_ = [one for one in found if one.value is None] if stands and not aims else []
    if len(open_) == 1:
        open_[0].value, open_[0].date = stands[0][0], as_at
        open_[0].printed.append(latest)
        return
    if not name:
        return
    one = _proposal(name, "columns")
    one.unit = "percent" if any(percent for _, percent in (*aims, *stands)) else "count"
    if aims:
        one.targets = [Target(aims[0][0])]
    if stands:
        one.value, one.date = stands[0][0], as_at
    one.printed = [text for text in (target, latest) if text]
    found.append(one)


def _figures(text: str) -> list[tuple[float, bool]]:
    return [
        (float(one["n"].replace(",", "")), bool(one["p"]))
        for one in re.finditer(r"(?<![\w/])(?P<n>\d[\d,]*(?:\.\d+)?)\s?(?P<p>%)?(?![\w/])", text)
    ]


# --- words -------------------------------------------------------------------------------------

_GRADE_NAMES = {
    "good": "rated Good", "outstanding": "rated Outstanding", "ri": "requires improvement",
    "inadequate": "inadequate",
}  # fmt: skip


def _grade(words: str) -> str:
    words = words.lower()
    return _GRADES.get(words) or ("ri" if words.startswith("requir") else "good")


def _direction_of(grade: str) -> str:
    return {"good": "higher", "outstanding": "higher", "inadequate": "lower"}.get(grade, "context")


def _proposal(name: str, where: str, sentence: str = "") -> Proposal:
    words = name or sentence
    lower = _LOWER.search(words) or _LESS.search(sentence)
    return Proposal(_tidy(words), direction="lower" if lower else "higher", found_in=[where])


def _sentences(line: str) -> list[str]:
    parts = re.split(r"(?<=[a-z%)\d])\.\s+(?=[A-Z\d])|\.$", line)
    found: list[str] = []
    for part in parts:
        if not part.strip():
            continue
        # A semicolon parts two statements, unless the second only compares.
        bits = re.split(r";\s*", part)
        for bit in bits:
            if (
                found
                and bits.index(bit)
                and (_COMPARED.search(bit) or _complements(found[-1], bit))
            ):
                found[-1] += "; " + bit
            else:
                found.append(bit)
    return found


def _complements(one: str, two: str) -> bool:
    first, second = _PERCENT.findall(one), _PERCENT.findall(two)
    return len(first) == len(second) == 1 and abs(float(first[0]) + float(second[0]) - 100) < 0.11


@lru_cache(maxsize=20_000)
def _quiet(text: str, *, percent: bool = False) -> str:
    """Blot out figures that are none: ages, weeks, sections, money, dates; places stay."""

    def blot(found: re.Match[str]) -> str:
        return found.group() if percent and "%" in found.group() else " " * len(found.group())

    text = _NOISE.sub(blot, text)
    for span in dates_in(text):
        if span.first is not None or span.error:
            text = text[: span.at] + " " * (span.to - span.at) + text[span.to :]
    return text


def _date_of(text: str) -> date | None:
    return next((one.last for one in dates_in(text) if one.last), None)


def _named(sentence: str, figure: re.Match[str]) -> str:
    """What a figure is about: the words before a colon, or those around the figure."""
    before, after = sentence[: figure.start()], sentence[figure.end() :]
    if ":" in before and not dates_in(before.split(":")[0]):
        head, _, between = before.rpartition(":")
        rest = re.sub(r"\([^)]*\)?", " ", between + " " + after.split(";")[0].split(",")[0])
        rest = _stripped(rest)
        return f"{_stripped(head)}: {rest}" if len(rest) > 3 else _stripped(head)
    bracket = re.match(r"^\)\s*:\s*(.+)$", after)
    if bracket:
        return f"{_stripped(before.rstrip(' ('))}: {_stripped(bracket.group(1))}"
    whole = f"{before} {after}"
    return _stripped(whole.split(";")[0])


def _stripped(text: str) -> str:
    for span in reversed(dates_in(text)):
        if span.first is not None:
            text = text[: span.at] + text[span.to :]
    text = re.sub(r"\([^)]*\d[^)]*\)|\d+(?:\.\d+)?\s?%|\bQ[1-4]\b", "", text)
    text = re.sub(r"\b(?:at least|a minimum of|more than|to be (?:above|below|at least))\b", "", text,
                  flags=re.IGNORECASE)  # fmt: skip
    text = re.sub(r"\bfrom\s+(?:\d[\d,.]*\s+)?to\b(?:\s+\d[\d,.]*)?", "", text)
    text = re.sub(r"\s+", " ", text).strip()
    small = r"(?:of|with|are|is|were|was|have|has|now|to|at|by|in|the|since|and|from|up to|down to)"
    before = ""
    while before != text:
        before = text
        text = re.sub(rf"^\W*{small}\b\s*(?!.*\bto\b.*:)", "", text).strip()
        text = re.sub(rf"[\s,]+{small}\W*$", "", text).strip()
    return re.sub(r"\s+", " ", text).strip(" .,:;()–-")


def _tidy(text: str) -> str:
    text = re.sub(r"\s+", " ", text).strip(" .,:;–-")
    return text[:1].upper() + text[1:] if len(text) < 140 else text[:137].rsplit(" ", 1)[0] + "…"


def _likeness(one: str, two: str) -> float:
    """How many of the shorter name's own words the longer one has."""
    a, b = _words(one), _words(two)
    if not a or not b:
        return 0.0
    return len(a & b) / min(len(a), len(b))


def _words(text: str) -> set[str]:
    found = re.findall(r"[a-z][a-z0-9]+", text.lower().replace("’", ""))
    return {_stem(word) for word in found if word not in _EMPTY_WORDS}


def _stem(word: str) -> str:
    for ending in ("ing", "ies", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word


def _was_and_now(change: re.Match[str]) -> tuple[float, float]:
    """The two figures of "from 21 to 17", "to 17 from 21" or "17, was 21"."""
    was = change["was"] or change["was2"] or change["was3"]
    now = change["now"] or change["now2"] or change["now3"]
    return float(was.replace(",", "")), float(now.replace(",", ""))
