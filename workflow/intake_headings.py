"""Recognise what a plan's columns hold by their headings and by what stands under them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise

from workflow.intake_colours import rating_of
from workflow.intake_dates import dates_in, is_timescale
from workflow.intake_fields import is_lead, is_rating, is_reference
from workflow.intake_grid import Cell, Row

__all__ = ["Layout", "header_at", "laid_out", "normal", "recognised"]

# (field, score, pattern on the heading in lower case without marks). What scores higher counts;
# a field that is only a guess scores low and is settled by what stands under it.
_RULES: tuple[tuple[str, int, str], ...] = (
    ("ignore", 96, r"e ?mail|telephone|phone|days? (?:left|remaining|overdue|to)|archived|"
                   r"\b(?:cost|budget|funding|resource)s?\b|last (?:updated?|reviewed)|"
                   r"date (?:updated|of (?:last )?(?:update|review)|added|raised|opened|closed|"
                   r"completed|of completion)|"
                   r"updated (?:on|by)|^update(?:d)? date|^actual (?:end|completion|finish|start|date)|"
                   r"^completed (?:on|date)|^closed|^version|hyper ?link|^links?\b|dependenc|"
                   r"^forum$|sign(?:ed)? off|approved by|next steps?|pmo|internal|"
                   r"^source$|complexity|^h m l$|^(?!.*\blead).*\bsupport(?:ed|ing)?\b|consulted|informed|"
                   r"^partners?$|review date|date of review|next review|^month$|^priority (?:level|rating|score)|"
                   r"escalat"),
    ("was_rag", 97, r"\b(?:rag|rating|status)\b.*\b(?:last|previous|prior)\b"),
    ("ignore", 96, r"^(?:update|progress)\b.*\b(?:last|previous|prior)\b (?:month|quarter|period|meeting)"),
    ("timescale", 97, r"^(?:planned )?(?:start|from)(?: dates?)?(?: and| to)? (?:end|finish|to|completion)\b"),
    ("risk", 97, r"^risks?\b|likelihood|mitigating|risk (?:score|rating|owner)|mitigation|probability|severity"),
    ("was_rag", 95, r"(?:previous|prior|last|former|old|opening|initial)\b.*\b(?:b?rag|status|rating|colour)"),
    ("dot", 95, r"^dot$|direction|\btrend\b|\btravel\b|^movement|^d o t$|^change since"),
    ("original", 95, r"(?:original|initial|baseline|first|previous|old)\b.*\b(?:date|due|"
                     r"deadline|timescales?|end|completion|by when|timeline|target)\b"),
    ("revised", 96, r"(?:revised|new|amended|extended|re ?forecast|rebased|rescheduled)\b.*\b(?:date|due|"
                    r"deadline|timescales?|end|completion|by when|timeline|target)\b|^revised$|"
                    r"^extension|^revision"),
    ("original", 60, r"^planned (?:end|completion|finish|due|delivery)"),
    ("revised", 60, r"(?:current|latest|updated|forecast|projected|expected)\b.*\b(?:date|due|deadline|end|"
                    r"timescales?|completion)\b"),
    ("update", 95, r"(?:rag|rating|status)\b.*\b(?:commentary|reason|narrative|update|comments?|rationale)|"
                   r"(?:reason|commentary|rationale|comment) (?:for|on) (?:the )?(?:b?rag|rating|status)"),
    ("rag", 91, r"^b?ragb?g?$|\bb?rags?\b|traffic light|\bcolour\b|^r a g$|^b r a g$|delivery confidence"),
    ("rag", 70, r"\brating\b|^(?:action |current |overall |delivery |progress )?status$"),
    ("ref", 93, r"^(?:action|plan|item|row|unique|task)? ?(?:ref|refs|reference|references|no|nos|num|"
                r"number|id|ids|s n|sn|nr|hash|code)(?: (?:no|number|id))?$|^(?:step|rec|recommendation|row) (?:no|number)$|^(?:index|row)$|^item$|^hash$|^s no$|^sr no$|^line$"),
    ("ignore", 92, r"(?:objective|priority|workstream|theme|recommendation|outcome)s? (?:ref|reference|no|number|id)$"),
    ("lead", 93, r"\b(?:lead|leads|owner|owners|ownership|responsib\w+|by whom|assigned|assignee|"
                 r"accountable|accountability|delegate)\b|^(?:owned|led|delivered) by|^whose\b"),
    ("lead", 80, r"\b(?:officer|officers|sro|person|persons|sponsor|post ?holder)\b"),
    ("lead", 74, r"^who\b(?! (?:will )?benefit)|\bwho$"),
    ("end", 94, r"\b(?:due|deadline|by when)\b|target (?:end |completion |delivery |finish )?date|"
                r"(?:completion|complete|end|finish|closing) (?:date|by)|date (?:for completion|due|"
                r"to be completed)|(?:to be )?(?:completed|done|delivered|achieved) by|"
                r"target completion|^planned (?:end|finish|completion)"),
    ("end", 91, r"\b(?:end|finish)$"),
    ("start", 93, r"\b(?:start|begins?)$|^(?:starting|beginning|begins)\b"),
    ("end", 80, r"completion target|implementation date|expected completion|^completion by"),
    ("end", 84, r"^(?:end|finish|completion|until|to|by)$"),
    ("start", 92, r"^(?:planned |proposed |actual )?(?:start|begin|commence\w*|from)\b|"
                  r"(?:start|commencement) date|date started"),
    ("timescale", 88, r"time ?scales?|time ?frames?|time ?lines?|^when\b|\bwhen$|^dates?$|^period$|"
                      r"delivery dates?|milestone dates?|^schedule$|^target dates$"),
    ("target", 87, r"^targets?$|^target (?:value|figure|performance|percent\w*|20\d\d.*|for .*)?$|"
                   r"(?:year end|end of year|annual) target"),
    ("baseline", 87, r"^baseline(?: (?:data|figure|performance|position|value))?$|^starting (?:point|position)"),
    ("latest", 82, r"^(?:latest|current|actual)(?: (?:performance|figure|value|data|result|outturn|actual))?$|"
                   r"^(?:performance|outturn)$|^actuals?$"),
    ("update", 86, r"\bupdates?\b|\bprogress\b|commentary|narrative|\bachiev\w+ (?:to date|so far)|"
                   r"what (?:have|has) (?:we|been)|what we have done|where are we|"
                   r"current (?:position|situation|state)|^highlights?\b|what (?:has )?happened|position (?:statement|at|as at)|"
                   r"^(?:latest|current) (?:position|news)|\bsituation\b"),
    ("update", 50, r"\bcomments?\b|^position$"),
    ("update", 56, r"\bstatus\b"),
    ("update", 25, r"\bnotes?\b"),
    ("workstream", 86, r"work ?streams?|\bthemes?$|^themes?\b|^work package|^chapter|\bstrands?\b|^pillars?|^domains?$|"
                       r"^(?:priority|improvement|focus|work|delivery|key) area|^area(?: of (?:focus|practice|"
                       r"work))?$|^section|^service(?: area)?$|^programme(?: area)?$|^programmes?$"),
    ("objective", 88, r"\bobjectives?\b|^aims?\b|\bgoals?$|^goals?\b"),
    ("objective", 80, r"^outcomes? (?:we|you|to be achieved)|^purpose$|^(?:key|strategic|main|our) priorit|"
                     r"area identified|improvement area"),
    ("objective", 78, r"^priorit(?:y|ies)\b|recommendations?\b|areas? (?:for|of) (?:improvement|"
                      r"development)|ofsted (?:said|found|finding|judgement)|"
                      r"what (?:do|did|does) (?:we|ofsted|the inspect\w+) (?:need|want|say|said|find)(?!.*\bdo\b)|"
                      r"what needs to (?:improve|change)|improvements? (?:required|needed|priority|sought)|"
                      r"^(?:key )?(?:issues?|findings?)(?: identified)?\b|^why\b|required improvement|"
                      r"what (?:are|is) (?:we|it) (?:trying|aiming) to|we want to achieve|judgement"),
    ("objective", 44, r"\boutcomes?\b"),
    ("evidence", 85, r"\bsuccess\b|how (?:will|do|would|shall) (?:we|you|i) (?:know|measure|evidence)|"
                     r"what (?:will|does|would) (?:success|good|it|be different)|"
                     r"\bevidence\b|difference (?:will|it|has|made)|what good looks|what will (?:change|be better)|what difference|will be different"),
    ("evidence", 80, r"\bimpact\b|\bmeasures?\b|\bkpis?\b|performance indicators?|\bindicators?\b|"
                     r"measurable|\bmetrics?\b|assurance|\bbenefits?\b|\bso what\b"),
    ("evidence", 58, r"\boutcomes?\b|\boutputs?\b|\bresults?\b|deliverables?"),
    ("title", 72, r"^(?:action |short |project |task )?(?:title|headline|heading)$|^(?:action|project|task) name$"),
    ("action", 87, r"^(?:(?:key|agreed|specific|planned|proposed|improvement|main|smart|required|our|"
                   r"sub|the|detailed|priority|recommended|council) )*(?:actions?|activit(?:y|ies)|tasks?|"
                   r"interventions?|steps?)\b(?! (?:owner|lead|status|ref|no|id|rag|date|by))|"
                   r"what (?:will|are|shall|do|must|should) (?:we|be|you).*\b(?:do|done|doing|deliver)|"
                   r"what actions?\b|description of (?:the )?action|^initiatives?$|what (?:are )?we (?:are )?(?:going to|doing)|"
                   r"what needs to (?:be done|happen)|what we (?:will|are going to|need to) do|"
                   r"^we will$|^what will happen|what is going to"),
    ("action", 68, r"^what$|^how will (?:we|this|it) (?!know|measure)|^how$|how we will|^how are we going"),
    ("action", 48, r"milestones?|^descriptions?$|requirements?|^detail|^deliverables?$|^commitments?$|"
                   r"^response$|^measure$"),
)  # fmt: skip
_COMPILED = tuple((name, score, re.compile(pattern)) for name, score, pattern in _RULES)
_MANY = frozenset({"evidence", "update", "rag", "action", "ignore", "dot", "was_rag", "risk"})
_DATES = frozenset({"start", "end", "timescale", "original", "revised"})
_SERIES = ("update", "rag")
_SETTLES = frozenset({"action", "title"})
_LONG_HEADING = 90


@dataclass(frozen=True, slots=True)
class Layout:
    """What each column of a table holds: field → columns, best first; and the headings' words."""

    fields: dict[str, tuple[int, ...]]
    headings: dict[int, str]
    width: int
    dated: dict[int, date] = field(default_factory=dict)
    marks: dict[int, str] = field(default_factory=dict)

    def column(self, name: str) -> int | None:
        """The best column of a field."""
        found = self.fields.get(name, ())
        return found[0] if found else None


@lru_cache(maxsize=20_000)
def normal(text: str) -> str:
    """A heading without marks, brackets, dates and case."""
    text = text.replace("’", "'").replace("&", " and ").lower()
    text = text.replace("#", " no")
    if text.strip() in {"no", "no.", "№", "nº"}:
        return "no"
    bare = re.sub(r"\([^)]*\)", " ", text)
    text = bare if re.search(r"[a-z]", bare) else text
    text = re.sub(r"'(?:s|re|ve|ll)?\b", "", text)
    for span in reversed(dates_in(text)):
        if span.first is not None or span.month:
            text = text[: span.at] + " " + text[span.to :]
    text = re.sub(r"[^a-z0-9]+", " ", text)
    text = re.sub(r"\b(?:as )?(?:at|of)\s*$", "", text.strip())
    return " ".join(text.split())


@lru_cache(maxsize=20_000)
def recognised(text: str) -> dict[str, int]:
    """The fields a heading may name, each with how surely (0 to 100)."""
    flat = " ".join(text.split())
    if not flat or len(flat) > _LONG_HEADING:
        return {}
    name = normal(flat)
    found: dict[str, int] = {}
    for kind, score, pattern in _COMPILED:
        if score > found.get(kind, 0) and pattern.search(name):
            found[kind] = score
    return found


def header_at(rows: Sequence[Row], at: int) -> tuple[dict[int, str], int] | None:
    """The headings that begin at a row, and how many rows they take; None where none do.

    Two or three rows count together where one stands over several columns.
    """
    best: tuple[float, dict[int, str], int] | None = None
    for height in (1, 2, 3):
        if at + height > len(rows):
            break
        if height > 1 and not _goes_on(rows, at, height):
            break
        words = _headings(rows[at : at + height])
        # Rows that were found to belong to the headings say more than the first alone.
        score = _score(words)
        score += height / 2 if score else 0
        if score and (best is None or score > best[0]):
            best = (score, words, height)
    return (best[1], best[2]) if best else None


def _goes_on(rows: Sequence[Row], at: int, height: int) -> bool:
    """Whether a row still belongs to the headings above it."""
    over, under = rows[at + height - 2], rows[at + height - 1]
    if len({cell.flat for cell in over.cells if cell.lines}) == 1 and len(over.cells) > 2:
        # A title over the whole table.
        return False
    spanned = {
        at
        for column, cell in enumerate(over.cells)
        if cell.beside and cell.lines
        for at in (column - 1, column)
    }
    own = [(at, cell) for at, cell in enumerate(under.cells) if cell.lines and not cell.below]
    if not own or any(len(cell.flat) > _LONG_HEADING for _, cell in own):
        return False
    known = sum(bool(recognised(cell.flat)) for _, cell in own)
    beneath = all(at in spanned or not over.cells[at].lines for at, _ in own)
    if beneath and spanned:
        grows = any(cell.below and cell.lines for cell in under.cells)
        short = all(len(cell.flat) <= 30 for _, cell in own)
        told = known or all(_is_mark(cell.flat) or dates_in(cell.flat) for _, cell in own)
        return bool(told or (grows and short))
    # A second row of headings by itself: only under a first that is one.
    begun = _score(_headings(rows[at : at + height - 1])) > 0
    return begun and known >= 2 and known == len(own) and len(own) < len(under.cells)


def _headings(rows: Sequence[Row]) -> dict[int, str]:
    words: dict[int, str] = {}
    for column in range(len(rows[0].cells)):
        parts: list[str] = []
        for row in rows:
            text = row.cells[column].flat.strip()
            if text and text not in parts:
                parts.append(text)
        if parts:
            words[column] = " ".join(parts)
    return words


def _score(words: dict[int, str]) -> float:
    """How surely a row is headings: 0 where it is not."""
    if not words or any(len(text) > 2 * _LONG_HEADING for text in words.values()):
        return 0
    distinct = set(words.values())
    known = {text: found for text in distinct if (found := recognised(text))}
    kinds = {max(found, key=found.__getitem__) for found in known.values()}
    all_kinds = {kind for found in known.values() for kind in found}
    useful = kinds - {"ignore", "risk", "dot"}
    share = len(known) / len(distinct)
    if len(useful) >= 3 and share >= 0.5:
        return len(useful) + share + bool(all_kinds & _SETTLES)
    if len(useful) >= 2 and share >= 0.6 and all_kinds & _SETTLES and len(distinct) > 1:
        return len(useful) + share
    return 0


def _is_mark(text: str) -> bool:
    return text.strip().lower() in {"r", "a", "g", "b", "red", "amber", "green", "blue"}


@dataclass(frozen=True, slots=True)
class _Column:
    """What stands under a heading, as shares of the filled cells."""

    filled: int
    length: float
    dates: float
    ratings: float
    leads: float
    references: float
    merged: float
    fills: float
    distinct: float


def laid_out(
    words: dict[int, str], rows: Sequence[Row], *, hidden: frozenset[int]
) -> Layout | None:
    """Say what each column holds; None where the table is no plan.

    `rows` are those under the headings; hidden columns count only where no other will do.
    """
    width = len(rows[0].cells) if rows else max(words, default=-1) + 1
    profiles = {column: _profile(rows, column) for column in range(width)}
    marks = _marks(words)
    scored: list[tuple[float, int, str]] = []
    for column in range(width):
        if column in marks:
            continue
        text = words.get(column, "")
        if column and words.get(column - 1) == text and _same_cells(rows, column):
            continue
        for kind, score in _weighed(recognised(text), profiles[column]).items():
            scored.append((score - (45 if column in hidden else 0), -column, kind))
    fields = _assigned(sorted(scored, reverse=True))
    if _is_risk_register(words):
        return None
    fields = _settled(fields, profiles, words, hidden)
    if marks:
        fields.setdefault("rag", [])
    if not _is_plan(fields, marks, words):
        return None
    dated = {
        column: spans[-1].last
        for column, text in words.items()
        if (spans := [one for one in dates_in(text) if one.last]) and spans[-1].last
    }
    dated |= _by_month(words, {c for name in _SERIES for c in fields.get(name, ())}, dated)
    ordered = {name: tuple(columns) for name, columns in fields.items()}
    for name in _SERIES:
        ordered[name] = tuple(
            sorted(
                ordered.get(name, ()),
                key=lambda column: (dated.get(column, date.min), -ordered[name].index(column)),
                reverse=True,
            )
        )
    return Layout(ordered, words, width, dated, marks)


def _is_risk_register(words: dict[int, str]) -> bool:
    """Risks lead the table, or several of its columns weigh them."""
    risks = [column for column, text in words.items() if recognised(text).get("risk")]
    named = [column for column, text in words.items() if "ref" not in recognised(text)]
    return len({words[c] for c in risks}) > 1 or (bool(risks) and risks[0] == min(named))


def _by_month(words: dict[int, str], columns: set[int], known: dict[int, date]) -> dict[int, date]:
    """Columns headed "May", "June", without a year: their order says which is the newest."""
    months = {}
    for column in sorted(columns - set(known)):
        text = words.get(column, "")
        spans = [one for one in dates_in(text) if one.month]
        quarter = re.search(r"\b(?:q|qtr|quarter) ?([1-4])\b", text, re.IGNORECASE)
        if spans:
            months[column] = spans[-1].month
        elif quarter:
            months[column] = int(quarter.group(1)) * 3
    if len(months) < 2:
        return {}
    given = list(months.values())
    onward = sum((b - a) % 12 < 6 for a, b in pairwise(given))
    forward = onward * 2 >= len(given) - 1
    ordered = list(months) if forward else list(months)[::-1]
    return {column: date(1900, 1, 1) + timedelta(days=at) for at, column in enumerate(ordered)}


def _assigned(scored: list[tuple[float, int, str]]) -> dict[str, list[int]]:
    """Give each column its surest field, and each field its surest column."""
    fields: dict[str, list[int]] = {}
    taken: set[int] = set()
    for score, minus, kind in scored:
        column = -minus
        if column in taken or score < 40:
            continue
        if kind in fields and kind not in _MANY:
            continue
        if kind in fields and kind == "update" and score < 60:
            continue
        taken.add(column)
        fields.setdefault(kind, []).append(column)
    return fields


def _settled(
    fields: dict[str, list[int]],
    profiles: dict[int, _Column],
    words: dict[int, str],
    hidden: frozenset[int],
) -> dict[str, list[int]]:
    """Find what no heading names by what stands there."""
    taken = {column for columns in fields.values() for column in columns}
    free = [
        c
        for c in profiles
        if c not in taken and c not in hidden and (profiles[c].filled or profiles[c].fills)
    ]

    def take(name: str, column: int) -> None:
        fields[name] = [column]
        free.remove(column)

    if not fields.get("lead"):
        found = [c for c in free if profiles[c].leads > 0.7 and profiles[c].length < 70]
        if found:
            take("lead", found[0])
    if not any(fields.get(name) for name in _DATES):
        found = [c for c in free if profiles[c].dates > 0.7]
        if found:
            take("timescale", found[0])
    if not fields.get("rag"):
        found = [c for c in free if profiles[c].ratings > 0.7 and profiles[c].length < 12]
        if found:
            take("rag", found[0])
    if not fields.get("ref"):
        found = [
            c
            for c in free
            if not words.get(c) and profiles[c].references > 0.7 and profiles[c].distinct > 0.8
        ]
        if found:
            take("ref", found[0])
    if not fields.get("action") and not fields.get("title"):
        found = [c for c in free if profiles[c].length > 15 and profiles[c].distinct > 0.6]
        told = any(fields.get(name) for name in ("rag", "evidence", "update", "objective"))
        if found and told and (fields.get("lead") or any(fields.get(name) for name in _DATES)):
            take("action", max(found, key=lambda c: profiles[c].length))
    return _what_is_the_action(fields, profiles)


def _what_is_the_action(
    fields: dict[str, list[int]], profiles: dict[int, _Column]
) -> dict[str, list[int]]:
    """Without a column for actions, the title, or the objectives of each row, are the actions."""
    if not fields.get("action") and fields.get("title"):
        fields["action"] = fields.pop("title")
    objective = fields.get("objective")
    if not fields.get("action") and objective and profiles[objective[0]].distinct > 0.8:
        fields["action"] = fields.pop("objective")
    actions = fields.get("action", [])
    if len(actions) > 1:
        # "What" that spans several rows of "How" is the objective of those.
        spread = [c for c in actions if profiles[c].merged > 0.2 or profiles[c].distinct < 0.7]
        rest = [c for c in actions if c not in spread]
        if spread and rest and not fields.get("objective"):
            fields["objective"] = spread[:1]
            fields["action"] = rest
        else:
            fields["action"] = sorted(actions)
    return fields


def _is_plan(fields: dict[str, list[int]], marks: dict[int, str], words: dict[int, str]) -> bool:
    if not fields.get("action"):
        return False
    when = any(fields.get(name) for name in _DATES)
    others = [bool(fields.get("lead")), when, bool(fields.get("rag") or marks)]
    others += [bool(fields.get(name)) for name in ("evidence", "update", "objective")]
    sure = max(recognised(words.get(c, "")).get("action", 0) for c in fields["action"])
    # A list of milestones with dates and names is no plan yet.
    needed = 2 if sure > 60 else 3
    return sum(others) >= needed and (bool(fields.get("lead")) or when)


def _marks(words: dict[int, str]) -> dict[int, str]:
    """Columns headed R, A, G (and B) of their own, in which a mark or colour is put."""
    found = {
        column: text.split()[-1][0].upper()
        for column, text in words.items()
        if _is_mark(text.split()[-1])
    }
    return found if len(set(found.values())) >= 3 else {}


def _weighed(found: dict[str, int], seen: _Column) -> dict[str, float]:
    """A heading's fields, each surer or less sure by what stands under it."""
    weighed: dict[str, float] = dict(found)
    if seen.filled < 1:
        # Of two columns that could be meant, the one with something in it.
        empty = 0 if seen.fills else 20
        return {kind: score - empty for kind, score in weighed.items()}
    for kind in _DATES & weighed.keys():
        weighed[kind] -= 55 if seen.dates < 0.25 else 0
    if "lead" in weighed and seen.filled > 1:
        weighed["lead"] -= 55 if (seen.leads < 0.2 and seen.length > 45) else 0
        weighed["lead"] -= 60 if seen.dates > 0.7 or seen.ratings > 0.8 else 0
    if "rag" in weighed:
        weighed["rag"] += 15 if seen.ratings > 0.5 and "was_rag" not in weighed else 0
        if seen.ratings < 0.2 and seen.length > 25:
            weighed["rag"] -= 60
            weighed["update"] = max(weighed.get("update", 0), 62)
    if "update" in weighed:
        if seen.ratings > 0.6 and seen.length < 25:
            weighed["rag"] = max(weighed.get("rag", 0), 66)
            weighed["update"] -= 60
        if seen.dates > 0.8 and seen.length < 25:
            weighed["update"] -= 60
    if "target" in weighed and seen.dates > 0.6:
        weighed["end"] = 86
    if "ref" in weighed and seen.length > 16:
        weighed["ref"] -= 60
    for kind in ("objective", "workstream"):
        if kind in weighed and seen.length < 4 and seen.filled > 1:
            weighed[kind] -= 60
    if "action" in weighed and seen.length < 8:
        weighed["action"] -= 45
    if "objective" in weighed and "evidence" in weighed and seen.merged < 0.15:
        weighed["objective"] -= 10
    for kind in ("action", "evidence"):
        if kind in weighed and (seen.dates > 0.8 or seen.ratings > 0.8) and seen.length < 25:
            weighed[kind] -= 60
    return weighed


def _profile(rows: Sequence[Row], column: int) -> _Column:
    cells = [row.cells[column] for row in rows[:400] if column < len(row.cells)]
    own = [cell for cell in cells if not cell.below and not cell.beside]
    filled = [cell for cell in own if cell.flat]
    coloured = [cell for cell in own if not cell.flat and rating_of(cell.fill)]
    count = len(filled)
    texts = {cell.flat for cell in filled}
    return _Column(
        filled=count,
        length=sum(len(cell.flat) for cell in filled) / count if count else 0.0,
        dates=_share(filled, lambda c: c.moment is not None or is_timescale(c.flat)),
        ratings=_share(
            [*filled, *coloured], lambda c: (len(c.flat) < 40 and is_rating(c)) if c.flat else True
        ),
        leads=_share(filled, lambda c: is_lead(c.flat)),
        references=_share(filled, lambda c: is_reference(c.flat)),
        merged=(sum(cell.below for cell in cells) / len(cells)) if cells else 0.0,
        fills=len(coloured) / len(own) if own else 0.0,
        distinct=len(texts) / count if count else 0.0,
    )


def _share(cells: Sequence[Cell], test: Callable[[Cell], bool]) -> float:
    return sum(map(test, cells)) / len(cells) if cells else 0.0


def _same_cells(rows: Sequence[Row], column: int) -> bool:
    """Whether a column only repeats the one before it, as cells merged across do."""
    under = rows[:50]
    return bool(under) and all(row.cells[column].beside for row in under if row.cells[column].lines)
