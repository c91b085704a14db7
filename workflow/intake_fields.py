"""Read the small things of a plan's row: its rating, its leads, its reference, its items."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from workflow.intake_colours import rating_of
from workflow.intake_grid import Cell, Line

__all__ = [
    "Leads",
    "Rating",
    "Roles",
    "is_lead",
    "is_rating",
    "is_reference",
    "items_of",
    "learned",
    "read_leads",
    "read_rating",
    "short_title",
]

# --- ratings ---------------------------------------------------------------------------------

_LETTERS = {
    "r": "R", "red": "R", "a": "A", "amber": "A", "yellow": "A", "orange": "A", "y": "A",
    "g": "G", "green": "G", "b": "B", "blue": "B",
}  # fmt: skip
_FINISHED = {"complete", "completed", "closed", "done", "c", "achieved", "finished"}
_MEANT = {
    "on track": "G", "on target": "G", "at risk": "A", "off track": "R", "off target": "R",
    "overdue": "R", "some slippage": "A", "minor delay": "A", "significant delay": "R",
    "delayed": "A", "behind": "A", "behind schedule": "A",
}  # fmt: skip
_EMOJI = {
    "🔴": "R", "🟥": "R", "❤": "R", "🟠": "A", "🟧": "A", "🟡": "A", "🟨": "A", "💛": "A",
    "🧡": "A", "🟢": "G", "🟩": "G", "💚": "G", "🔵": "B", "🟦": "B", "💙": "B",
}  # fmt: skip
_RATING_WORD = r"(?:red|amber|yellow|orange|green|blue|complete[d]?|[ragby])"
_ARROWS = "↑↓→←↔⬆⬇⇧⇩⇑⇓⇒⇐⇔▲▼△▽►◄➔➜↗↘↖↙⬈⬊⟶⟵↕➡⬅"
_FORMER = re.compile(
    rf"[(\[]?\s*\b(?:was|were|previously|prev\.?|formerly|from|last (?:month|time|quarter|period))\b"
    rf"\s*:?\s*{_RATING_WORD}\b\s*(?:last \w+)?\s*[)\]]?",
    re.IGNORECASE,
)
_TURNED = re.compile(
    rf"\b{_RATING_WORD}\b\s*(?:[→➔➜⇒⟶➡]|-+>|=>|>|\bto\b|\bnow\b)\s*\b({_RATING_WORD})\b",
    re.IGNORECASE,
)
_MARKS = re.compile(r"^[●•■◆▲▼◉○◯⬤⚫⚪\s\ufe0f*_xX✓✔☒☑.-]*$")
_NO_RATING = re.compile(
    r"^\W*(?:n/?a|t\.?b\.?[cad]\.?|not (?:started|rated|applicable|yet (?:due|started|rated))|"
    r"none|white|gr[ae]y|black|no (?:rag|rating|colour|update)|in progress|ongoing|open|"
    r"new|not due|pending)?\W*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Rating:
    """A rating as understood: one of R, A, G, B or None, and what to ask where it isn't sure."""

    letter: str | None = None
    doubt: str = ""
    choices: tuple[str, ...] = ()


def read_rating(cell: Cell, *, around: str | None = None) -> Rating:
    """Read a rating from a cell's letter, word, sign or colour; blank stays unknown.

    `around` is the shading of the rest of the row: what the whole row wears is no rating unless
    it is strong.
    """
    text = cell.flat.strip()
    if len(text) == 1 and text.lower() not in _LETTERS and any(map(rating_of, cell.inks)):
        # A sign of a symbol font, such as the circle that Wingdings draws for "l".
        text = "●"
    said = _letters_of(text)
    colour = _coloured(cell, around, marks=bool(text) and bool(_MARKS.match(text)))
    if said.letter:
        if colour in {"R", "A", "G", "B"} and colour != said.letter and not said.doubt:
            doubt = f"it says “{text}” on a {_COLOURS[colour]} cell; the word is taken"
            return Rating(said.letter, doubt, (said.letter, colour))
        return said
    if said.choices:
        if colour in said.choices:
            return Rating(colour)
        return said
    if text and not _MARKS.match(text) and not _NO_RATING.match(text) and colour is None:
        return Rating(None, f"“{_cut(text, 60)}” isn't understood as a rating")
    if colour == "?":
        return Rating(None, "its colour isn't red, amber, green or blue")
    if _NO_RATING.match(text) and re.search(r"\w", text) and colour:
        doubt = f"it says “{text}” on a {_COLOURS[colour]} cell; the colour is taken"
        return Rating(colour, doubt, (colour, "none"))
    return Rating(colour)


def is_rating(cell: Cell) -> bool:
    """Whether a cell looks like a rating: a letter or word for one, or nothing but a colour."""
    text = cell.flat.strip()
    if len(text) > 30:
        return False
    if text and not _MARKS.match(text):
        said = _letters_of(text)
        return bool(said.letter or said.choices)
    return rating_of(cell.fill) in {"R", "A", "G", "B"} or any(
        rating_of(ink) in {"R", "A", "G", "B"} for ink in cell.inks if text or not cell.lines
    )


_COLOURS = {"R": "red", "A": "amber", "G": "green", "B": "blue", "?": "coloured"}


def _coloured(cell: Cell, around: str | None, *, marks: bool) -> str | None:
    fill = rating_of(cell.fill)
    if fill and cell.fill == around and fill != "?" and _faint(cell.fill):
        fill = None
    inks = [ink for one in cell.inks if (ink := rating_of(one))]
    if (marks or not cell.lines) and inks:
        return inks[0]
    if fill is None and inks:
        return inks[0]
    return fill


def _faint(colour: str | None) -> bool:
    if not colour:
        return True
    parts = [int(colour[at : at + 2], 16) for at in (0, 2, 4)]
    return max(parts) - min(parts) < 90


def _letters_of(text: str) -> Rating:
    """The rating that words give, whatever the colour."""
    if not text:
        return Rating()
    signs = list(dict.fromkeys(letter for sign, letter in _EMOJI.items() if sign in text))
    if len(signs) == 1:
        return Rating(signs[0])
    plain = re.sub(r"\s+", " ", _FORMER.sub(" ", text)).strip()
    turned = _TURNED.search(plain)
    if turned:
        plain = turned.group(1)
    for arrow in _ARROWS:
        plain = plain.replace(arrow, " ")
    plain = re.sub(r"^\s*(?:b?rag|status|rating|overall|current)\s*(?:status|rating)?\s*[:=-]\s*",
                   "", plain, flags=re.IGNORECASE)  # fmt: skip
    plain = re.sub(r"[()\[\]\ufe0f^<>]", " ", plain).strip(" .:;-–+")
    return _worded(re.sub(r"\s+", " ", plain).lower(), text)


def _worded(plain: str, text: str) -> Rating:
    if plain in _LETTERS:
        return Rating(_LETTERS[plain])
    if plain in _FINISHED:
        return Rating("B", f"“{text}” is read as blue, complete", ("B", "G", "none"))
    if plain in _MEANT:
        letter = _MEANT[plain]
        return Rating(letter, f"“{text}” is read as {_COLOURS[letter]}", (letter, "none"))
    both = re.fullmatch(
        rf"({_RATING_WORD})\s*(?:[/|&,+-]|\band\b|\bor\b|\s)\s*({_RATING_WORD})", plain
    )
    if both:
        return _either(both.group(1), both.group(2), text)
    first = re.match(r"^(red|amber|yellow|orange|green|blue)\b", plain)
    if first:
        others = set(re.findall(r"\b(red|amber|yellow|orange|green|blue)\b", plain))
        letters = {_LETTERS[one] for one in others}
        if len(letters) > 1:
            return Rating(None, f"“{_cut(text, 60)}” names more than one rating",
                          tuple(sorted(letters)))  # fmt: skip
        return Rating(_LETTERS[first.group(1)])
    lettered = re.match(r"^([ragb])\s*(?:[-–:=,;]|\s-\s)\s*\w", plain)
    if lettered:
        return Rating(_LETTERS[lettered.group(1)])
    last = re.search(r"\b(red|amber|yellow|green|blue)$", plain)
    if last and len(plain) < 40:
        return Rating(_LETTERS[last.group(1)])
    if re.match(r"^complete[d]?\b", plain):
        return Rating("B", f"“{_cut(text, 40)}” is read as blue, complete", ("B", "G", "none"))
    return Rating()


def _either(one: str, two: str, text: str) -> Rating:
    letters = [_LETTERS.get(word) or ("B" if word in _FINISHED else None) for word in (one, two)]
    found = tuple(dict.fromkeys(letter for letter in letters if letter))
    if len(found) == 1:
        return Rating(found[0])
    return Rating(None, f"“{text}” is between two ratings", found)


# --- leads -----------------------------------------------------------------------------------

_NOBODY = re.compile(
    r"^\W*(?:t\.?b\.?[cad]\.?|to be (?:confirmed|agreed|appointed|determined|identified)|vacant|"
    r"vacancy|n/?a|none|unassigned|not (?:assigned|known|set)|nobody|no ?one|unknown|blank)?\W*$",
    re.IGNORECASE,
)
_RANK = (
    r"(?:interim|acting|deputy|assistant|asst|associate|executive|managing|corporate|strategic|"
    r"senior|principal|lead|chief|service|team|group|divisional|operational|operations|virtual|"
    r"designated|independent|statutory|joint|programme|project|practice|quality|all|the|new)"
)
_OFFICE = (
    r"(?:directors?|heads?|managers?|officers?|leads?|leaders?|chief executives?|executives?|"
    r"commissioners?|chairs?|members?|cllrs?|councillors?|practitioners?|social workers?|"
    r"advis[eo]rs?|consultants?|co-?ordinators?|nurses?|headteachers?|supervisors?|auditors?|"
    r"inspectors?|partners?|secretary|treasurer|solicitors?|analysts?|sponsors?|champions?|"
    r"superintendents?|constables?|commanders?|mayor|registrar|chief)"
)
_STARTS = re.compile(
    rf"^(?:{_RANK}\s+)*(?:{_OFFICE}\b|social worker|school head|(?:a\.?d\.?s?|hos|dcs|dass|dph|"
    rf"psw|md|ceo|cex|ce|sro|gm|svp|dcsc|ado?cs|sm|tm|lado|iros?|vsh|cfo|coo|cpo|dce|dcex|ddcs|adcs|acx)\b)",
    re.IGNORECASE,
)
_ENDS = re.compile(
    rf"\b(?:{_OFFICE}|team|board|panel|service|services|unit|hub|group|partnership|council|police|"
    r"health|icb|ccg|trust|school|schools)$",
    re.IGNORECASE,
)
_ENDS_OFFICE = re.compile(rf"\b{_OFFICE}$", re.IGNORECASE)
_ACRONYM = re.compile(r"^(?:[A-Z][A-Z&+/]{1,7}s?|[A-Z]{1,3}[a-z]?[A-Z]{1,3}s?)$")
_FIELDS = frozenset({
    "abuse", "action", "adoption", "adult", "adults", "after", "all", "and", "area",
    "assessment", "assurance", "audit", "board", "business", "care", "central", "change",
    "children", "children's", "childrens", "commissioning", "communications", "complaints",
    "contact", "corporate", "council", "court", "data", "development", "digital", "director",
    "disabilities", "disability", "disabled", "domestic", "door", "early", "east", "edge",
    "education", "exploitation", "families", "family", "finance", "for", "fostering", "front",
    "governance", "group", "head", "health", "help", "housing", "hub", "human", "improvement",
    "in", "inclusion", "intelligence", "intervention", "justice", "lead", "learning", "leavers",
    "leaving", "legal", "locality", "looked", "manager", "mash", "missing", "neglect", "north",
    "of", "office", "officer", "other", "parenting", "participation", "partnership",
    "partnerships", "performance", "permanence", "placements", "plan", "policy", "practice",
    "programme", "project", "protection", "public", "quality", "recruitment", "referral",
    "relevant", "resources", "retention", "review", "reviewing", "safeguarding", "schools",
    "send", "service", "services", "social", "south", "standards", "strategy", "sufficiency",
    "support", "team", "teams", "the", "to", "transformation", "unit", "virtual", "west",
    "with", "workforce", "youth",
})  # fmt: skip
_TITLES = re.compile(
    r"^(?:cllr|councillor|dr|mr|mrs|ms|miss|prof|sir|dame|rev)\.?\s", re.IGNORECASE
)
_LABEL = re.compile(
    r"^(?:(?:joint\s+)?(?:lead|leads|owner|owners|responsible|accountable|action owner|"
    r"lead officer|officer|strategic lead|operational lead|delivery lead|sro|sponsor)s?)"
    r"\s*(?::|\s[-–]\s)\s*",
    re.IGNORECASE,
)
_SUPPORT = re.compile(
    r"[\s,;(]*\b(?:support(?:ed)?(?: by| from)?|assisted by|with support from|working with|"
    r"in partnership with|consult(?:ed)?|informed|supporting)\b\s*:?\s*(?P<who>.+?)\)?$",
    re.IGNORECASE,
)
_ONE_NAME = re.compile(r"[A-Z][a-zà-ÿ]+")
_SMALL = frozenset(["of", "for", "and", "the", "in", "to", "with", "a", "at", "on", "&"])
_AND = re.compile(r"\s+(?:and|&|\+)\s+|\s*&\s*|\s+\+\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Roles:
    """What a file's own lead column teaches: whole leads, and what abbreviations stand for."""

    known: frozenset[str] = frozenset()
    short: Mapping[str, str] = field(default_factory=dict)

    def has(self, text: str) -> bool:
        """Whether the file names exactly this lead by itself somewhere."""
        return _key(text) in self.known


@dataclass(frozen=True, slots=True)
class Leads:
    """Who leads a row, in order; what was left out or isn't sure is a doubt."""

    names: tuple[str, ...] = ()
    doubts: tuple[tuple[str, tuple[str, ...]], ...] = ()


def is_lead(text: str) -> bool:
    """Whether a short text names a post or a person."""
    text = text.strip()
    if not text or len(text) > 160:
        return False
    return all(
        bool(_STARTS.match(one) or _ENDS.search(one) or _is_name(one) or _ACRONYM.match(one))
        for one in (re.split(r"\s*[;/\n]\s*|\s*,\s*", text)[:1])
    )


def learned(texts: Collection[str], short: Mapping[str, str]) -> Roles:
    """Learn the leads that stand alone in a file's lead cells."""
    known = set()
    full = set()
    for text in texts:
        for line in text.split("\n"):
            line = _clean(line)
            if line and not _AND.search(line) and not re.search(r"[;/,]", line):
                known.add(_key(line))
                full.add(line)
    plain = Roles(frozenset(known))
    for text in texts:
        for line in text.split("\n"):
            full |= set(map(_clean, _split(_clean(line), plain))) - {""}
    meanings = {key: value for key, value in short.items() if value}
    for one in full:
        # "Director of Children's Services (DCS)" says itself what the others mean.
        if given := re.fullmatch(r"(.{5,}?)\s*\(([A-Z][A-Za-z&]{1,7})\)", one):
            meanings.setdefault(given.group(2), given.group(1))
    full = {re.sub(r"\s*\([^)]*\)", "", one) for one in full}
    return Roles(frozenset(known), {**_initials(full), **meanings})


def read_leads(lines: Collection[Line], roles: Roles) -> Leads:
    """Read who leads a row.

    A line, a semicolon, and where both sides name a post or person also "/", "," and "and"
    part two leads; a post with "and" in its name stays whole.
    """
    names: list[str] = []
    doubts: list[tuple[str, tuple[str, ...]]] = []
    for text in _whole_lines([one.text for one in lines if one.text]):
        support = _SUPPORT.search(text)
        if support and support.start() > 0:
            who = support.group("who").strip(" .")
            doubts.append((f"“{who}” is named as support and isn't taken as a lead", ()))
            text = text[: support.start()]
        elif support:
            who = support.group("who").strip(" .")
            doubts.append((f"“{who}” is named as support and isn't taken as a lead", ()))
            continue
        for piece in _split(text, roles):
            name = _clean(piece)
            if not name or _NOBODY.match(name):
                continue
            full, doubt = _expanded(name, roles)
            names.append(full)
            if doubt:
                doubts.append(doubt)
    return Leads(tuple(dict.fromkeys(names)), tuple(doubts))


def _clean(text: str) -> str:
    text = _LABEL.sub("", text.strip())
    return re.sub(r"\s+", " ", text).strip(" .;,/–-•")


def _key(text: str) -> str:
    text = text.replace("’", "'").replace("‘", "'").lower()
    return re.sub(r"\s+", " ", text).strip(" .;,")


def _whole_lines(lines: list[str]) -> list[str]:
    """Join a post that is only broken over lines: "Director of" / "Children's Services"."""
    joined: list[str] = []
    for line in lines:
        last = joined[-1] if joined else ""
        if last and (
            re.search(r"(?:\b(?:of|for|and|the|in|to|with)|[&/,(-])$", last, re.IGNORECASE)
            or re.match(r"^(?:of|for|and|in|the|with)\b|^[&(/a-z]", line)
            or (not _stands(line) and _STARTS.match(last) and len(last) < 60)
        ):
            # Only a line's end parts what the words keep together.
            joined[-1] = f"{last} {line}".strip()
        else:
            joined.append(line)
    return joined


def _stands(text: str) -> bool:
    """Whether a text can be a lead by itself."""
    text = _clean(text)
    return bool(
        _STARTS.match(text) or _ENDS.search(text) or _is_name(text) or _ACRONYM.match(text)
        or _NOBODY.match(text)
    )  # fmt: skip


def _is_name(text: str) -> bool:
    """Whether a text looks like a person: two or three words with capitals, none of a service."""
    text = _TITLES.sub("", text.strip())
    text = re.sub(r"\s*\([^)]*\)$", "", text)
    words = text.replace(".", ". ").split()
    if not 2 <= len(words) <= 4:
        return False
    if any(word.lower().strip(".") in _FIELDS for word in words):
        return False
    return all(
        re.match(r"^(?:[A-Z]\.?|(?:O['’]|Mc|Mac|De|van|de|al)?[A-Z]?[a-zà-ÿ]+(?:[-'’][A-Z]?[a-zà-ÿ]+)*)$", w)
        for w in words
    ) and words[0][0].isupper() and words[-1][0].isupper()  # fmt: skip


def _full(text: str, roles: Roles) -> bool:
    """Whether a text is a whole lead for splitting at "and": begins as a post, or is known."""
    text = _clean(text)
    if not text:
        return False
    return bool(
        _STARTS.match(text) or _is_name(text) or roles.has(text) or text in roles.short
    )  # fmt: skip


def _split(text: str, roles: Roles) -> list[str]:
    masked, kept = _masked(text)
    pieces = []
    for part in re.split(r"\s*;\s*|\s*\n\s*", masked):
        pieces += _split_marks(part, roles, kept)
    return [_unmasked(piece, kept) for piece in pieces if piece.strip()]


def _split_marks(part: str, roles: Roles, kept: list[str]) -> list[str]:
    """Split at "/" and "," where every side can be a lead, then at "and"."""
    if roles.has(_unmasked(part, kept)):
        return [part]
    if all(_side(one, roles) or _ONE_NAME.fullmatch(one.strip()) for one in part.split("/")):
        named = [one for one in part.split("/") if one.strip().lower() not in _FIELDS]
        if len(named) == part.count("/") + 1 > 1:
            return [piece for one in named for piece in _split_and(one.strip(), roles)]
    for mark in (r"\s*/\s*", r"\s*,\s*(?:and\s+|&\s*)?"):
        sides = re.split(mark, part)
        if len(sides) > 1 and (all(_side(one, roles) for one in sides) or _letters(sides)):
            if mark.startswith(r"\s*,") and len(sides) == 2 and _person_and_post(*sides):
                return [part]
            return [piece for one in sides for piece in _split_marks(one, roles, kept)]
    return _split_and(part, roles)


def _letters(sides: Collection[str]) -> bool:
    """Whether all sides are abbreviations, as in "HR/OD": then each is a lead."""
    return all(_ACRONYM.match(_clean(one)) for one in sides)


def _person_and_post(one: str, two: str) -> bool:
    """Whether two sides are a person and that person's post: "Jane Smith, Head of Service"."""
    return _is_name(_clean(one)) and bool(_STARTS.match(_clean(two)) or _ENDS.search(_clean(two)))


def _side(text: str, roles: Roles) -> bool:
    text = _clean(text)
    if _full(text, roles) or _ENDS_OFFICE.search(text):
        return True
    # "Director of Education and Head of SEND, Virtual School Head": look behind an "and".
    pieces = _AND.split(text)
    return len(pieces) > 1 and all(_full(one, roles) for one in pieces)


def _split_and(part: str, roles: Roles) -> list[str]:
    if roles.has(part):
        return [part]
    for joint in _AND.finditer(part):
        left, right = part[: joint.start()], part[joint.end() :]
        right = re.sub(r"^the\s+", "", right, flags=re.IGNORECASE)
        begins = _full(right.split(" and ")[0], roles) or _full(right, roles)
        stands = _full(left, roles) or _ENDS_OFFICE.search(_clean(left))
        if _letters((left, right)):
            begins = stands = True
        if begins and stands and not re.search(r"\b(?:of|for|the)$", left):
            return [*_split_and(left, roles), *_split_and(right, roles)]
    return [part]


def _masked(text: str) -> tuple[str, list[str]]:
    kept: list[str] = []

    def keep(found: re.Match[str]) -> str:
        kept.append(found.group())
        return f"\x00{len(kept) - 1}\x00"

    return re.sub(r"\([^)]*\)", keep, text), kept


def _unmasked(text: str, kept: list[str]) -> str:
    return re.sub(r"\x00(\d+)\x00", lambda found: kept[int(found.group(1))], text)


def _initials(full: Iterable[str]) -> dict[str, str]:
    """What the file's own leads can be shortened to: initials that only one of them has."""
    found: dict[str, set[str]] = {}
    for name in full:
        words = [w for w in re.findall(r"[A-Za-z'’]+", name) if w.lower() not in _SMALL]
        if len(words) > 1:
            found.setdefault("".join(word[0].upper() for word in words), set()).add(name)
    return {key: min(names) for key, names in found.items() if len({_key(n) for n in names}) == 1}


def _expanded(name: str, roles: Roles) -> tuple[str, tuple[str, tuple[str, ...]] | None]:
    """A lead's full name where the file itself says what an abbreviation stands for."""
    if name in roles.short and len(name) > 2:
        return roles.short[name], None
    letters = re.sub(r"[^A-Za-z]", "", name)
    if not letters.isupper() or len(letters) > 8:
        return name, None
    if letters in roles.short and len(letters) > 2:
        return roles.short[letters], None
    near = sorted(
        {full for key, full in roles.short.items() if key.startswith(letters) and len(letters) > 1}
    )
    ask = f"who is “{name}”?" if not near else f"is “{name}” the {near[0]}?"
    return name, (ask, tuple(near))


# --- references and items --------------------------------------------------------------------

_REFERENCE = re.compile(
    r"^(?:[A-Za-z]{1,6}[\s./-]?)?\d{1,4}(?:[./-]\d{1,3}){0,4}[\s.]?[a-z]?[.):]?$|"
    r"^[A-Z]{1,5}[./-]?[A-Z0-9]{0,4}(?:[./-]\d{1,3})+[a-z]?$|^[A-Za-z][.)]?$|^\(?[ivx]{1,5}[.)]$"
)
_MARK = re.compile(r"^\s*(?:[•·▪▫●○◦‣⁃∙■□➢➤►]|[-–—*o](?=\s))\s*")


def is_reference(text: str) -> bool:
    """Whether a short text looks like a row's reference: SP1.1, 3, 2.4a, A-01."""
    return bool(_REFERENCE.match(text.strip()))


def items_of(cells: Iterable[Cell]) -> tuple[str, ...]:
    """The separate items of a text: its lines, without their bullets."""
    items = []
    for cell in cells:
        for line in cell.lines:
            text = _MARK.sub("", line.text).strip()
            if text:
                items.append(text)
    return tuple(items)


def short_title(text: str, most: int = 80) -> str:
    """A short title from the first line of an action's text."""
    first = text.split("\n")[0].strip().rstrip(":").removeprefix("• ").strip()
    first = re.split(r"(?<=[.;])\s", first)[0].rstrip(".;")
    return _cut(first, most)


def _cut(text: str, most: int) -> str:
    if len(text) <= most:
        return text
    return text[: most - 1].rsplit(" ", 1)[0].rstrip(",;:") + "…"
