"""Decide whether a reply gives a rating: said by the officer, of this action, now, for certain."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from workflow.rag import Rag
from workflow.reply_dates import Named
from workflow.reply_marks import C, Colour, D, F, Marked, N, R, Token, tokens
from workflow.reply_text import Span, sentences
from workflow.reply_values import Precision

__all__ = ["Rating", "asks", "rate"]


class Stance(StrEnum):
    """How a colour stands in a sentence; only GIVEN is a rating."""

    GIVEN = "given"
    EARLIER = "earlier"
    DENIED = "denied"
    LATER = "later"
    DOUBTED = "doubted"
    REPORTED = "reported"
    THING = "thing"


@dataclass(frozen=True, slots=True)
class Rating:
    """The rating that a stretch of a reply gives, if any.

    `doubt` where a colour was named and it is not certain that it is the rating; `seen` are
    the colours that it could be. `spans` are the places of the rating itself.
    """

    rag: Rag | None = None
    doubt: bool = False
    seen: tuple[Rag, ...] = ()
    spans: tuple[Span, ...] = ()


def rate(
    marked: Marked, start: int, end: int, *, answering: bool = False,
    subjects: frozenset[str] = frozenset(),
) -> Rating:  # fmt: skip
    """Read the rating in a stretch; `answering` where a rating is exactly what was asked for.

    `subjects` are words that stand for the action itself ("housing still red").
    """
    stances: list[tuple[Stance, Colour]] = []
    for first, last in sentences(marked.masked[start:end]):
        way = _Way(marked, start + last, answering, _HEAD | subjects)
        stances += _sentence(way, start + first)
    given = {colour.rag for stance, colour in stances if stance is Stance.GIVEN}
    seen = tuple(dict.fromkeys(colour.rag for stance, colour in stances
                               if colour.rag and stance is not Stance.THING))  # fmt: skip
    doubted = {colour.rag for stance, colour in stances if stance is Stance.DOUBTED and colour.rag}
    denied = {colour.rag for stance, colour in stances if stance is Stance.DENIED}
    if len(given) == 1 and not (doubted - given) and not (given & denied):
        spans = tuple((one.start, one.end) for stance, one in stances if stance is Stance.GIVEN)
        return Rating(given.pop(), doubt=False, seen=seen, spans=spans)
    left_open = {Stance.DENIED, Stance.LATER, Stance.DOUBTED, Stance.GIVEN, Stance.REPORTED}
    return Rating(None, any(stance in left_open for stance, _ in stances), seen)


def asks(masked: str, start: int, end: int) -> bool:
    """Whether a sentence asks something rather than tells it."""
    sentence = masked[start:end].strip(" \"'")
    if _POLITE.match(sentence):
        return False
    return sentence.endswith("?") or masked[end : end + 1] == "?" or bool(_ASKING.match(sentence))


# --- one sentence ---------------------------------------------------------------------------

# Words that may stand between the start of a clause and its rating without changing it.
_HEAD = frozenset(
    (
        "is are it it's its this that that's we we're i i'm am now still currently remains remain "
        "stays stay staying remaining again at as rag brag rating rated rate status overall very "
        "definitely firmly clearly solidly just staying down up back with for of a an the our my "
        "progress i'd let's so has have gone went turned moved moves moving moved slipped dropped "
        "fallen improved downgraded upgraded holding continues of sits sitting therefore hence "
        "thus say current position solid clear strong definite firm action sadly unfortunately "
        "thankfully happily afraid month's september's this well today frankly honestly obviously "
        "ok okay yes yeah yep all-round judgement judgment view honest my um er erm uh us confirmed sticking "
    ).split()
)
# Orders to the bot: only at the beginning of what is said, or after words that lead to one.
_ORDERS = frozenset(
    (
        "go move change turn make mark set put call rate keep leave say give record log switch "
        "update downgrade upgrade going leaving keeping calling marking putting rating score show"
    ).split()
)
_BEFORE_ORDER = frozenset(
    ("let's i'd i'll we'll i'm we're please just and so you am are we i stick can would").split()
)
# "to" leads to a rating only after one of these.
_BEFORE_TO = frozenset(
    (
        "moved moves moving move gone went changed change slipped dropped fallen improved "
        "downgraded upgraded downgrade upgrade up down back set switch switched turn turned now "
        "it this that rag rating status put over return returned update updated going go"
    ).split()
)
# Words after which a new clause begins: the rating before it stands on its own.
_JOIN = frozenset(
    (
        "because as since due with given owing but and so while although though however after "
        "following not no we we've we're i i've the our only just waiting awaiting needs need "
        "most some now recruiting which where there until pending thanks hence therefore mainly "
        "largely primarily partly purely despite having this these those he she they it's its "
        "based until through lots several many two three four five six all both another other "
        "every each more few"
    ).split()
)
_TAIL = frozenset(
    (
        "now again still overall currently today please thanks ta rag status rating too also "
        "action actions cheers then sadly unfortunately really definitely afraid yes tbh me mine "
        "it this month for from at the moment present time being same reporting period round "
        "cycle"
    ).split()
)
_TAIL_PHRASE = re.compile(
    r"(?: *(?:it is|this (?:month|time|round|cycle|period)|for (?:now|this month|the moment|the time being|me|this one|it|sure)|"
    r"at (?:the moment|present|this (?:point|stage|time))|from me|as (?:it stands|of now|of today|things stand)|"
    r"i'm afraid|i am afraid|i'd say|right now|on this(?: one)?|"
    r"now|again|still|overall|currently|today|please|thanks|ta|cheers|too|also|sadly|unfortunately|really|"
    r"definitely|rag|status|rating|rated|action|tbh|then|yes|x+|lol|mate))*"
)  # fmt: skip
_CONDITION = re.compile(
    r" *(?:and |but )?(?:only |even |just )?(?:if|once|when|unless|provided|providing|subject to|assuming|pending|depend\w*|"
    r"as long as|so long as|by the time|before we|or\b|maybe|perhaps|probably|possibly|i think|i guess|i suppose|"
    r"i hope|hopefully|we hope|not sure|unsure|or so|at best|at worst|at least|at most|ish\b|in theory|on paper|"
    r"according to|says?\b|said\b|according|tbc|to be confirmed|fingers crossed|touch wood|soon\b|"
    r"(?:would|should|could|might|may|will|can) be\b(?! *\ue002)|apparently|allegedly|supposedly|in my dreams|one day|"
    r"later\b|eventually|shortly|in (?:the )?(?:future|due course)|next (?:month|time|year|quarter)|"
    r"last (?:month|time|year|quarter|week)|previously|then\b|before\b(?! we)|until now|\?)"
)
# "amber, says Tom": somebody else's rating.
_SOMEBODY = re.compile(
    r" *(?:(?:says|said|according to|per|reckons|thinks|in the (?:view|opinion|eyes) of) .{1,40}"
    r"|(?:[\w']+ ){1,3}(?:says|said|reckons|reckoned|thinks|thought|tells me|told me|told us|feels|felt|called it|"
    r"rated it|view|opinion|words|judgement))[^\w\ue000-\ue004]*$"
)
_HEDGED_BEFORE = re.compile(
    r"(?:^|[^\w\ue000-\ue004])(?:not sure|unsure|not certain|hmm+|maybe|perhaps|probably|possibly|i think|i guess|i suppose|"
    r"hopefully|in theory|on paper|tbc|dunno|might be|could be|if (?:pushed|anything|i had to)|to be confirmed|"
    r"i'd like|we'd like|want|hoping for|aiming for|expecting|torn|hard to say|difficult to say|"
    r"undecided|can't decide|somewhere between)[^\w\ue000-\ue004]*$"
)
_CONDITION_BEFORE = re.compile(
    r"^[^\w\ue000-\ue004]*(?:and |but )?(?:if|once|when|unless|assuming|provided|providing|as long as|subject to|depending|until|"
    r"in case|should (?:we|the|it)|were (?:we|it)|had (?:we|it))\b"
)
_REPORTED_BEFORE = re.compile(
    r"\b(?:said|says|saying|reckons?|reckoned|thinks?|thought|told (?:me|us)|asked|rated (?:it|us|this)|"
    r"according to [\w' ]{1,30}|view|opinion|verdict|feedback|call(?:s|ed)? (?:it|us|this)|judged|graded|"
    r"suggest(?:s|ed)?|proposes?|proposed|claims?|claimed|feels?|felt|believes?|believed|wants?|wanted|"
    r"expects?|expected|predicts?|rated|rates|had (?:it|us|this)|has (?:it|us|this))\b[^.,;:]*[^\w\ue000-\ue004]*$"
)
_LABEL_BEFORE = re.compile(
    rf"^[^a-z\ue000-\ue004]*(?:(?:{R}+|(?:the |my |our )?(?:current |overall |proposed rag is|this month'?s? |september |sept )?"
    r"(?:brag|rag|status|rating|update|position|overall|answer|now|today|sept(?:ember)?|this month|progress|"
    r"summary|headline|action|rag (?:rating|status|is)|status is|so|morning|hi|hello|hey|ok|okay|yes|sorry|quick one|"
    rf"and|my rating|verdict))[^a-z\ue000-\ue004]*)*[^a-z\ue000-\ue004]*$"
)
_EARLIER = re.compile(
    r"\b(?:was|were|wasn't|had been|used to be|previously|formerly|last (?:month|time|year|quarter|week)|"
    r"before|originally|initially|started (?:at|as|off)|went from|came from|yesterday|been)\b"
)
_DENIED = re.compile(
    r"\b(?:not|isn't|aren't|ain't|never|no longer|nowhere near|far from|nor|neither|without|rather than|instead of|"
    r"can't be|cannot be|wouldn't|don't|didn't|hardly|no|shouldn't|won't|wasn't)\b[^,;:.]*$"
)
_LATER = re.compile(
    r"\b(?:will|'ll|won't|going to|gonna|aim(?:s|ing)?|hop(?:e|es|ing)|hopefully|target|plan(?:s|ned|ning)? to|expect\w*|"
    r"want\w*|due|on track|towards?|heading|head|soon|next (?:month|time|year|quarter)|by|should|trajectory|path|"
    r"likely|turn|become|becoming|go|goes|going|slip|drop|fall|return|get|getting|risk|danger|move|keep us|"
    r"to stay|ambition|goal|forecast|ready|push|work(?:ing)?|close|nearly|almost)\b|\w'll\b"
)
_HEDGED = re.compile(
    r"\b(?:might|may|could|would|maybe|perhaps|probably|possibly|i think|guess|suppose|looks?|looking|feels?|"
    r"feeling|seems?|borderline|bordering|between|leaning|verging|sort of|kind of|kinda|sure|wonder\w*|suggest\w*|"
    r"propos\w*|recommend\w*|if|once|when|unless)\b"
)
_ASKING = re.compile(
    rf"(?:so |and |but |ok |sorry |hi |hello |please |just |er |um )*(?:"
    r"(?:what|what's|which|why|who|who's|how|how's|when's|where|where's|am i)\b|"
    r"(?:is|are|was|were|do|does|did|should|shall|can|could|would|may|will|must|might|has|have)(?:n't)? "
    rf"(?:(?:i|we|it|this|that|these|they|the|you|there|any|anyone|all|our|my|he|she)\b|{R})(?! {N}))"
)
_POLITE = re.compile(
    r"^(?:hi |hello |please |pls )*(?:can|could|would|will) (?:you|u|we|i) (?:please |just |kindly )*"
    r"(?:mark|set|put|make|change|move|update|record|log|switch|turn|rate|give|show|keep|leave|note|add|skip|amend|edit|correct)\b"
)
_MAY_ORDER = re.compile(
    r"^(?:hi |hello |please |pls )*(?:can|could|would|will) (?:you|u) (?:please |just |kindly )*"
)
_THINGS = frozenset(
    (
        "paper papers light lights tape flag flags flagged book books line lines team teams form "
        "forms card cards lane road house lodge zone list box belt space spaces energy shoots "
        "route cross alert alerts door file files folder group hill street centre school family "
        "badge badges herring carpet ink pen pens button buttons star ribbon economy agenda spot "
        "spots field bus bin bins risk risks rating ratings "
    ).split()
)
_TITLES = frozenset(
    ["mr", "mrs", "ms", "miss", "dr", "cllr", "councillor", "prof", "sir", "lady", "judge"]
)
_STOP = frozenset(
    [
        ",",
        ".",
        ";",
        ":",
        "(",
        ")",
        "\n",
        "!",
        "...",
        "-",
        "--",
        ">",
        ".)",
        "),",
        "),",
        "!!",
        "*",
        "=",
        "->",
        "=>",
        "|",
    ]
)


@dataclass(frozen=True, slots=True)
class _Way:
    """How a sentence is read: up to where, and what may stand before a rating."""

    marked: Marked
    end: int
    answering: bool
    head: frozenset[str]


def _sentence(way: _Way, start: int) -> Iterator[tuple[Stance, Colour]]:
    marked, end = way.marked, way.end
    said = marked.masked
    question = asks(said, start, end)
    if (order := _MAY_ORDER.match(said[start:end])) and _POLITE.match(said[start:end]):
        start, way = start + order.end(), replace(way, end=end - (said[end - 1] == "?"))
    toks = list(_split_colours(marked, tokens(said, start, way.end)))
    chosen = _changes(toks)
    for n, tok in enumerate(toks):
        if tok.text != C:
            continue
        colour = next(one for one in marked.colours if one.start == tok.start)
        stance = _stance(way, toks, n, chosen.get(n, (n, n)), start)
        if any(n in range(a, z) for a, z in chosen.values()) and n not in chosen:
            stance = Stance.EARLIER
        if (question and stance is not Stance.THING) or (
            colour.rag is None and stance is Stance.GIVEN
        ):
            stance = Stance.DOUBTED
        yield stance, colour


def _split_colours(marked: Marked, toks: Sequence[Token]) -> Iterator[Token]:
    """Colours that touch each other (🟢🟠) are two."""
    for tok in toks:
        if tok.text != C:
            yield tok
            continue
        for one in marked.colours:
            if tok.start <= one.start and one.end <= tok.end:
                yield Token(C, one.start, one.end)


def _changes(toks: Sequence[Token]) -> dict[int, tuple[int, int]]:
    """Where a rating changes (amber to green): the place of the new one, and of the whole."""
    found = {}
    texts = [tok.text for tok in toks]
    for n, text in enumerate(texts):
        if text != C:
            continue
        for gap in (("to",), ("->",), ("-->",), (">",), ("=>",), ("-", ">"), ("into",), ("up", "to"), ("down", "to"),
                    ("and", "now"), ("now",), ("back", "to"), (">>",)):  # fmt: skip
            after = n + 1 + len(gap)
            if tuple(texts[n + 1 : after]) == gap and after < len(texts) and texts[after] == C:
                first = n
                while first and texts[first - 1] in {"from", "was", "previously", "were"}:
                    first -= 1
                found[after] = (first, after)
    return found


def _stance(way: _Way, toks: Sequence[Token], n: int, whole: tuple[int, int], start: int) -> Stance:
    """`whole` are the first and last token of the rating ("from amber to green")."""
    marked, (first, last) = way.marked, whole
    if _is_thing(marked, toks, n):
        return Stance.THING
    left = _left(way, toks, first)
    before = marked.masked[start : toks[first].start]
    if left is None and _NOW.search(before) and not _NOT_NOW.search(_chunk_before(before)):
        left, before = first - 1, ""
    if left is not None and _right(way, toks, last) and _stands(marked, toks, left, before):
        return Stance.DOUBTED if _is_person(marked, toks, n, way.end) else Stance.GIVEN
    return _why_not(marked, toks, n, start, way.end)


_NOW = re.compile(
    r"(?:\b(?:is|are|it's|its|we're|that's|they're)|\ue000) now $|\bthis month(?: it's| its| it is| is|,|:)? $"
)
_NOT_NOW = re.compile(
    r"\b(?:if|once|when|until|unless|not|no|hopefully|might|may|could|would|should|says?|said|thinks?|reckons?|wants?|why|whether|think)\b"
)


def _chunk_before(text: str) -> str:
    return re.split(r"[,;.!?\n(]| - |\band\b|\bbut\b", text)[-1] or text


def _is_thing(marked: Marked, toks: Sequence[Token], n: int) -> bool:
    """A green paper, Red Lodge, Jo Green: a colour's name for something else."""
    said, here = marked.said, toks[n]
    if next(one for one in marked.colours if one.start == here.start).letter:
        return False
    after = toks[n + 1] if n + 1 < len(toks) else None
    before = toks[n - 1] if n else None
    if after and after.text in _THINGS:
        return True
    capital = said.capital(here.start) and not said.shouted(here.start, here.end)
    if (
        capital
        and after
        and after.text.isalpha()
        and after.text not in (R, D, C, F, N)
        and (
            said.capital(after.start)
            and after.start - here.end == 1
            and after.text not in _JOIN | {"i"}
        )
    ):
        return True
    if before and before.text in _TITLES:
        return True
    named = before and before.text.isalpha() and before.text not in (R, D, C, F, N)
    return bool(capital and named and before and n > 1 and said.capital(before.start)
                and before.text not in _HEAD and not said.shouted(before.start, before.end))  # fmt: skip


_SOMEONE = re.compile(
    r"[^\w\ue000-\ue004]*(?:(?:the|our|a|my|new|who|one of)\b.{0,60}"
    r"|[^.,;]{0,40}\b(?:iro|manager|worker|officer|adviser|advisor|lead|head|director|apprentice|auditor|"
    r"coordinator|consultant|assistant|student|starter|pa|ihp|deputy|inspector|carer)\b.*)",
    re.DOTALL,
)
_DOES = re.compile(
    r"[^\w\ue000-\ue004]*(?:has|is|was|will|started|starts|joined|joins|left|leaves|said|says|can|does|and [A-Z])\b"
)


def _is_person(marked: Marked, toks: Sequence[Token], n: int, end: int) -> bool:
    """Amber, the new IRO: a first name, with what she is or does behind it."""
    here = toks[n]
    said = marked.said
    word = said.plain[here.start : here.end]
    if (
        word not in {"amber", "blue"}
        or not said.capital(here.start)
        or said.shouted(here.start, here.end)
    ):
        return False
    rest = said.plain[here.end : end]
    return bool(
        _DOES.match(rest) or (rest[:2].strip() and _SOMEONE.match(rest) and _ROLE.search(rest))
    )


_ROLE = re.compile(
    r"\b(?:iro|manager|worker|officer|adviser|advisor|lead|head|director|apprentice|auditor|coordinator|consultant|"
    r"assistant|student|starter|pa|deputy|inspector|carer|started|joined|who)\b"
)


_WISHES = frozenset({"would", "like", "want", "to", "need", "'d", "i'd"})


def _wishes(toks: Sequence[Token], k: int) -> bool:
    """Whether a word only leads from "I" to an order: “I would like to record Green”."""
    ahead = [tok.text for tok in toks[k : k + 5]]
    order = next((n for n, text in enumerate(ahead) if text in _ORDERS - {"go", "going"}), 0)
    behind = [tok.text for tok in toks[max(0, k - 4) : k + 1]]
    return bool(order) and set(ahead[:order]) <= _WISHES and bool({"i", "i'd", "we"} & set(behind))


def _left(way: _Way, toks: Sequence[Token], n: int) -> int | None:
    """How far back the words go that belong to the rating; None where something else does."""
    k = n - 1
    while k >= 0:
        text = toks[k].text
        if text == D:
            return k if _is_now(way.marked, toks[k]) else None
        if (
            _is_stop(text)
            or text in (R, F, N)
            or text in {"so", "but", "and", "therefore", "hence", "because", "then"}
        ):
            if text in {"-", ".", "--"} and _clings(toks, k):
                return None
            if text in {"and", "because", "then"} and k and toks[k - 1].text == C:
                return None
            if (
                text == "but"
                and k
                and toks[k - 1].text in {"anything", "nothing", "all", "none", "everything"}
            ):
                return None
            return k
        if text == "would" and k and toks[k - 1].text == "i" and toks[k + 1].text in _ORDERS:
            k -= 1
            continue
        if text in {"happy", "comfortable"} and toks[k + 1].text == "with":
            k -= 1
            continue
        if text in _WISHES and _wishes(toks, k):
            k -= 1
            continue
        if text == "to":
            if k == 0 or not (toks[k - 1].text in _BEFORE_TO or toks[k - 1].text == R):
                return None
        elif text in _ORDERS:
            if k and toks[k - 1].text not in _BEFORE_ORDER and toks[k - 1].text not in _STOP | {R}:
                return None
            if (
                text == "going"
                and toks[k + 1].text not in {"with", "for", "from"}
                and not (k and toks[k - 1].text == "i'm")
            ):
                return None
        elif text in {"i'll", "we'll", "please", "you", "can", "just"}:
            following = toks[k + 1].text
            if (
                text in {"i'll", "we'll"}
                and following
                not in _ORDERS
                - {
                    "turn",
                    "move",
                    "change",
                    "going",
                    "go",
                }
                and not (
                    following == "go" and k + 2 < len(toks) and toks[k + 2].text in {"with", "for"}
                )
            ):
                return None
        elif text not in way.head:
            return None
        k -= 1
    return -1


def _is_now(marked: Marked, tok: Token) -> bool:
    """Whether a date is this month itself: "Sept amber"."""
    found = next((one for one in marked.days if one.start == tok.start), None)
    return bool(found and found.near.replace(day=1) == marked.today.replace(day=1))


def _is_today(marked: Marked, tok: Token) -> bool:
    return any(one.start == tok.start and one.near == marked.today for one in marked.days)


def _clings(toks: Sequence[Token], k: int) -> bool:
    """A hyphen inside a word: non-green, amber-rated."""
    return bool(k and toks[k - 1].end == toks[k].start and k + 1 < len(toks)
                and toks[k].end == toks[k + 1].start and toks[k - 1].text not in (R, F, D, N))  # fmt: skip


def _is_stop(text: str) -> bool:
    """Whether a sign ends a clause; 🎉 does, a quotation mark or a stroke does not."""
    return text in _STOP or not (
        text[0].isalnum()
        or set(text) & set("\"'/&+~#@<%")
        or text in (R, D, C, F, N)
        or text[0] == "_"
    )


def _right(way: _Way, toks: Sequence[Token], n: int) -> bool:
    """Whether what comes after a rating leaves it standing."""
    marked, end = way.marked, way.end
    said = marked.masked
    rating = next(one for one in marked.colours if one.start == toks[n].start)
    while n + 1 < len(toks) and toks[n + 1].text == C and toks[n + 1].start - toks[n].end < 2:
        beside = next(one for one in marked.colours if one.start == toks[n + 1].start)
        if beside.rag not in (None, rating.rag):
            break
        n += 1  # Green ✅
    at = toks[n].end
    if n + 1 < len(toks) and _is_today(marked, toks[n + 1]):
        at = toks[n + 1].end
    place = _TAIL_PHRASE.match(said, at, end)
    at = place.end() if place else at
    rest = said[at:end]
    if not rest.strip(" .!,;:)\"'x") or rest.lstrip(" ").startswith("\n"):
        return True
    if rest[0] == "-" and len(rest) > 1 and rest[1].isalnum() and rest[1] not in (R, F):
        return False  # amber-ish, amber-rated
    bare = rest.lstrip(" ,.;:()!*-")
    if _CONDITION.match(bare) or _SOMEBODY.match(_chunk(bare)):
        return False
    if _ONLY_IF.search(_chunk(bare)):
        return False
    following = rest.lstrip()
    if not marked.said.plain[rating.start].isalnum():
        return True  # a sign needs no full stop: "PI3.4 🔴 launch has slipped"
    if (
        following[0] in ",.;:()!\n>*=|"
        or following.startswith("- ")
        or rest.startswith(("- ", " -"))
    ):
        return True
    if following[0] in (F, N) or re.match(
        rf"(?:at|with|on) {F}|for {R}|from {C}|\(?was {C}|not {C}|on {R}|in {R}|to {R}", following
    ):
        return True
    return _goes_on(
        marked, following, at + len(rest) - len(following), toks[n], answering=way.answering
    )


def _goes_on(marked: Marked, following: str, at: int, rating: Token, *, answering: bool) -> bool:
    """Whether the words straight after a rating begin something new."""
    word = re.match(r"[\w']+", following)
    if word is None or word[0][0] in (C, D):
        return False
    if re.match(rf"(?:until|since) {D}", following):
        return word[0] == "until"
    if word[0] in {"has", "have", "is", "was", "will", "as"} and re.match(
        rf"as (?:at|of) {D}", following
    ):
        return False
    if re.match(rf"(?:after|following|since|with|as|before|due) {D}", following):
        return False
    if word[0] in {"feels", "looks", "seems", "sounds", "would", "might", "could", "was", "is"}:
        return False  # "amber feels generous"
    if word[0] in _JOIN and not re.match(r"so far\b.*\?|not yet", following):
        return True
    said = marked.said
    # Asked for a rating, or written in capitals: then the next word opens the reason.
    plainly = answering or said.shouted(rating.start, rating.end)
    rating_word = said.plain[rating.start : rating.end]
    return (
        plainly
        and len(rating_word) > 1
        and not said.capital(at)
        and not _UNSURE_NEXT.match(following)
    )


_UNSURE_NEXT = re.compile(
    r"(?:in|by|from|on|at|for|to|under|according|is|was|will|has|would|could|might|says|said|or|ish|light|towards?|"
    r"rated|leaning|verging|bordering|going|moving|heading|turning|becoming|soon|next|last|actions?|ratings?|items?|ones?)\b"
)


_ONLY_IF = re.compile(
    r"\b(?:only (?:when|if|once|after|until)|if|unless|provided|as long as|on condition)\b"
)


def _chunk(text: str) -> str:
    return re.split(r"[,;.!?\n(]| - ", text, maxsplit=1)[0]


def _stands(marked: Marked, toks: Sequence[Token], left: int, before: str) -> bool:
    """Whether what was said before, in the same sentence, leaves a rating standing."""
    if left < 0:
        return True
    earlier = before[: toks[left].start - toks[0].start]
    stop = toks[left].text
    if stop == D:
        return True
    if stop in (R, F, N) or stop in {"(", ")", "\n"}:
        chunk = _last_chunk(earlier)
        return (
            stop in (R, N)
            and not _CONDITION_BEFORE.match(chunk)
            and not _HEDGED_BEFORE.search(chunk)
            and not (_REPORTED_BEFORE.search(chunk) or _UNSURE_LEAD.search(chunk))
        ) or stop not in (R, N)
    chunk = _last_chunk(earlier)
    if stop in {":", "=", "|"}:
        return bool(_LABEL_BEFORE.match(chunk)) or bool(
            toks[left - 1].text == D and _is_now(marked, toks[left - 1])
        )
    if stop in {"but", "so", "therefore", "hence"}:
        return True
    if stop in {"and", "because", "then"}:
        return not (_CONDITION_BEFORE.match(chunk) or _HEDGED_BEFORE.search(chunk) or
                    _REPORTED_BEFORE.search(chunk) or _UNSURE_LEAD.search(chunk))  # fmt: skip
    if toks[left - 1].text == D and _is_now(marked, toks[left - 1]):
        return True
    if re.fullmatch(
        rf"[^\w\ue000-\ue004]*(?:in |for |at |as at |by |from )?{D}+[^\w\ue000-\ue004]*|[^\w\ue000-\ue004]*(?:last|next) \w+[^\w\ue000-\ue004]*|[^\w\ue000-\ue004]*(?:previously|before)[^\w\ue000-\ue004]*",
        chunk,
    ):
        return False
    if _REPORTED_BEFORE.search(chunk) and len(chunk.split()) <= 4 and C not in chunk:
        return False
    return not (_CONDITION_BEFORE.match(chunk) or _HEDGED_BEFORE.search(chunk))


_UNSURE_LEAD = re.compile(
    r"\b(?:will|should|could|would|might|may|hop\w+|expect\w*|aim\w*|want\w*|likely|need\w*|plan to|going to|trying|try|"
    r"be|can't|cannot|not|isn't|target|why|whether|if|was|were)\b(?!.*\b(?:but|so)\b)"
)


def _last_chunk(text: str) -> str:
    return re.split(r"[,;.!?\n()]| - |\bbut\b", text.rstrip(" ,;-("))[-1]


def _is_over(named: Named, today: date) -> bool:
    """Whether a date lies behind: another month's, or a day gone by."""
    return named.near < (today if named.precision is Precision.DAY else today.replace(day=1))


def _why_not(marked: Marked, toks: Sequence[Token], n: int, start: int, end: int) -> Stance:
    """What a colour that is no rating does instead."""
    said = marked.masked
    chunk_start = max(
        (tok.end for tok in toks[:n] if tok.text in {",", ";", "(", ")", "\n", "but", ":"}),
        default=start,
    )
    before = said[chunk_start : toks[n].start]
    after = said[toks[n].end : end]
    if re.search(r"\bno[,.]? *$", before):
        return Stance.DOUBTED
    if _DENIED.search(before):
        return Stance.DENIED
    if _REPORTED_BEFORE.search(before):
        return Stance.REPORTED
    beside = [one for one in marked.days if one.end + 2 >= toks[n].start >= one.start or
              re.fullmatch(r" (?:in |as at |at |for |on )?", said[toks[n].end : one.start])]  # fmt: skip
    if any(_is_over(one, marked.today) for one in beside):
        return Stance.EARLIER
    if re.match(r" (?:soon|next|later|shortly|eventually|in due course|in time)\b", after):
        return Stance.LATER
    if re.search(rf"\bfrom $|\bfrom {C}+ to $", before) or re.match(
        r"[^,;.]* (?:last (?:month|time|year|quarter|week)|previously)\b", after
    ):
        return Stance.EARLIER
    if _EARLIER.search(before) and not re.search(r"\bnow\b", before):
        return Stance.EARLIER
    if _CONDITION_BEFORE.match(before.lstrip()) or _CONDITION_BEFORE.match(after.lstrip()):
        return Stance.LATER if _LATER.search(before) else Stance.DOUBTED
    if _LATER.search(before) and not _HEDGED.search(before.replace("should", "")):
        return Stance.LATER
    if re.search(
        r"\b(?:could|might|may|will|would) (?:still |well |yet |soon |also )?(?:go|turn|become|slip|drop|fall|move|return|get)\b",
        before,
    ):
        return Stance.LATER
    if re.match(rf" (?:by|from|in|next|within|before|after) *(?:the )?{D}", after) or re.match(
        rf" {D}", after
    ):
        return Stance.LATER
    following = toks[n + 1].text if n + 1 < len(toks) else ""
    leading = toks[n - 1].text if n else ""
    noun = (
        following.isalpha()
        and following not in (R, D, C, F, N)
        and following not in _JOIN | _TAIL | {"if", "or", "ish", "when", "once"}
    )
    if noun and leading in {
        "the",
        "a",
        "an",
        "our",
        "new",
        "this",
        "of",
        "in",
        "on",
        "their",
        "with",
        "any",
        "all",
        "some",
    }:
        return Stance.THING
    return Stance.DOUBTED
