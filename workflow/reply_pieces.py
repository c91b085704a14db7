"""Cut a reply into the things it does, one piece for each, and find whom each piece is about."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from workflow.reply_commands import Scene, command, polite
from workflow.reply_marks import C, D, F, N, R
from workflow.reply_refs import Group
from workflow.reply_text import Span, sentences
from workflow.reply_titles import content_words
from workflow.reply_values import Intent, Part

__all__ = ["BULK", "Piece", "bulk_in", "cut", "with_titles"]

# "All", "the rest": actions named by not being named.
_ALL = (
    r"(?:(?:all|everything|every ?one|the lot|each one|the whole lot|the whole list|all (?:\d+|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)|both)"
    r"(?: (?:of )?(?:them|mine|those|these|my (?:actions|ones)|the (?:actions|ones|above)|actions|my \d+(?: actions)?|\d+(?: actions| of them)?))?)"
)
_REST = (
    r"(?:(?:all )?(?:of )?(?:the |my )?(?:rest|others?|remainder|remaining(?: ones| actions)?|other (?:ones|actions)|other \d+(?: actions)?)(?: of (?:them|mine|my actions|the list|it|these))?"
    r"|everything else|all (?:the |my )?others?(?: actions| ones)?|anything else|else)"
)
BULK = rf"(?:(?P<rest>{_REST})|(?P<all>{_ALL}|any(?: of (?:them|mine|these|it))?|across the board|on (?:any|all) of them))"
_BULK_NAMED = r"(?<![\w'])" + BULK + r"(?![\w'])"
_BUT = r"(?:,? ?\(?(?:but not|except(?:ing)?(?: for)?|apart from|bar(?:ring)?|other than|excluding|not including|aside from|besides|save(?: for)?|with the exception of|minus|without|not|only not|but for|but)(?: for| action)? )"
_IS = r"(?:(?:is|are|'s|has|have|as|to|at|be|still|remains?|stays?|staying|now|should be|currently|all|on|,|:|-|=|been|can be|set|both|today|this month) *)*"
_ORDER = r"(?:(?:please |can you |could you |just )*(?:mark|set|put|make|call|change|move|turn|rate|leave|keep|say|record|i'd say|we have|there is|there's|i have|i've|i've got) )?"
_GIVEN = rf"(?:{C}+|{N}+)"
_EXCEPT = rf"(?P<but>{_BUT}(?:the |my |our )?(?P<those>{R}+))"
_BULKS = [
    re.compile(rf"{_ORDER}{BULK} *{_EXCEPT}? *,? *{_IS}(?P<what>{_GIVEN})"),
    re.compile(rf"{_ORDER}{BULK} *{_IS}(?P<what>{_GIVEN})(?: *(?:now|still|again|this month|too|please|today|overall))* *{_EXCEPT}?"),
    re.compile(rf"{_ORDER}{_IS}(?P<what>{_GIVEN}) *(?:for|on|to|in|across|with|about|at)? ?{BULK} *{_EXCEPT}?"),
    re.compile(rf"{_ORDER}{_IS}(?P<what>{_GIVEN}) *(?P<rest>)(?P<all>)(?:this month|overall|for now|across the board)? *{_EXCEPT}"),
    re.compile(rf"(?P<rest>)(?P<all>){_EXCEPT} *,? *{_IS}(?P<what>{_GIVEN})"),
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Piece:
    """One thing that a reply does: a stretch, and the actions it names."""

    start: int
    end: int
    group: Group | None = None
    header: bool = False
    bulk: re.Match[str] | None = None
    order: Part | None = None


def bulk_in(scene: Scene, start: int, end: int) -> re.Match[str] | None:
    """What is said of many at once: “all green except QA1.3”, “no change to the rest”."""
    text = scene.marked.masked
    first, last = polite(text, start, end)
    for pattern in _BULKS:
        found = pattern.match(text, first, last)
        if found is None or not (found["all"] or found["rest"] or found["but"]):
            continue
        after = text[found.end() : last]
        if re.match(
            rf" *(?:$|[,.;:!?)\n(-]|which\b|who\b|because\b|as\b|and\b|but\b|still\b|at\b|is\b|with\b|{C}|{F}|{N}|this\b|now\b|please\b|by\b|if\b|once\b|when\b|soon\b|next\b|in\b|until\b|or\b)",
            after,
        ):
            return found
    return None


def cut(scene: Scene) -> list[Piece]:
    """The pieces of a reply, in order; a sentence that names nothing goes on with the one before."""
    text = scene.marked.masked
    spans = [piece for first, last in sentences(text) for piece in _soft(scene, first, last)]
    pieces: list[Piece] = []
    for start, end in spans:
        piece = _piece(scene, start, end, alone=len(spans) == 1)
        if piece is None:
            continue
        if pieces and _goes_on(scene, pieces[-1], piece):
            pieces[-1] = replace(pieces[-1], end=piece.end)
        else:
            pieces.append(piece)
    return _led(scene, pieces)


def with_titles(scene: Scene) -> Scene:
    """The same reply with titles ("pathway plans amber") read as the actions they name."""
    marked = scene.marked
    groups = list(marked.groups)
    text = marked.masked
    for first, last in sentences(text):
        for start, end in _soft(scene, first, last):
            if R in text[start:end] or bulk_in(scene, start, end):
                continue
            if text[start:end].startswith(
                ("all ", "everything", "on track")
            ) and not _EXCEPTED.search(text, start, end):
                continue
            if titled := _title(scene, start, end):
                groups.append(titled)
                text = text[: titled.start] + R * (titled.end - titled.start) + text[titled.end :]
    groups.sort(key=lambda one: one.start)
    return replace(scene, marked=replace(marked, groups=tuple(groups), masked=text))


# --- within ------------------------------------------------------------------------------------

_SEPARATOR = re.compile(
    rf"(?:\s*,\s*(?:and|but|then|also|while|whereas|plus|with)?\s+|\s+(?:and|but|then|also|while|whereas|plus)\s+(?:also\s+|then\s+)?|\s+-+\s+|\s*/\s*|\s*\|\s*|,)(?=\S)"
    rf"|(?<=[{C}{N}{F}])\s+(?={R})"
)
_FOLLOWS = re.compile(
    rf"{R}+\s*(?:[:=(-]|{C}|{N}|{F}|\d|(?:is|are|was|has|have|had|still|now|no|not|stays?|remains?|needs?|will|can|could|up|down|at|on|behind|"
    r"delayed|done|complete\w*|should|might|may|slipp\w+|going|gone|moved|also|as|nothing|same|unchanged|hasn't|haven't|isn't|aren't|to|with|went|"
    r"probably|maybe|nearly|almost|not|the|we|our|i|two|three|recruit\w*|waiting|awaiting|due|progress\w*|rag|status|a|[a-z]+ed|[a-z]+ing)\b)"
)
_POSTFIX = re.compile(
    rf"(?:{C}|{N}|{F})+ *(?:as well |too |also |please )?(?:for|on|to|in|with|at) +(?:the )?(?:{R}|{_REST}|{_ALL})"
)
_HEADER = re.compile(
    rf"[\s\"'(*_•>-]*(?:\d+[.)] )?(?:(?:updates?|quick|my|news|progress|on|for|re|regarding|about|as for|action|actions|ref|"
    r"item|row|no\.?|number|with|so|then|and|but|also|the|in|rag|status|of|ok|right|mark|set|put|make|change|move|rate|"
    rf"record|call|can you|could you|please|leave|keep|mean|meant|i'd say|say|turn|switch|both|#)[\s:#,-]+|#)*(?={R})"
)
_MENTION = re.compile(
    r"\b(?:because of|due to|depends? on|dependent on|see|linked to|link to|links to|same as|as per|as with|like|waiting (?:for|on)|awaiting|until|after|"
    r"before|from|under|via|through|alongside|covered (?:in|by|under)|of|by|than|per|and see|tied to|against|cf|reported (?:in|under|at)|issue as|"
    r"problem as|reason as|reasons as|as in|as|similar to|ditto)\s*(?:action )?$"
)


def _soft(scene: Scene, start: int, end: int) -> Iterator[Span]:
    """A sentence, cut where it turns to another action."""
    text = scene.marked.masked
    begin = start
    for separator in _SEPARATOR.finditer(text, start, end):
        if _turns(scene, begin, separator.start(), separator.end(), end):
            if begin < separator.start():
                yield begin, separator.start()
            begin = separator.end()
    if begin < end:
        yield begin, end


def _turns(scene: Scene, begin: int, stop: int, place: int, end: int) -> bool:
    """Whether something new begins after a comma or an "and"."""
    text = scene.marked.masked
    left, right = text[begin:stop], text[place:end]
    if not left.strip(" -•*"):
        return False
    if _POSTFIX.match(right) and (R in left or _POSTFIX.search(left)):
        return True
    if right.startswith(R) and (R in left or re.search(_BULK_NAMED, left)):
        if _POSTFIX.match(left) and not _FOLLOWS.match(right):
            return False
        return bool(_FOLLOWS.match(right)) and not re.search(_BUT + "$", left + " ")
    if re.match(_BULK_NAMED, right) and bulk_in(scene, place, end) and R in left:
        return True
    if (
        N in right
        and re.match(rf"{N}+ (?:to|for|on|with) {_REST}", right)
        and (R in left or C in left)
    ):
        return True
    if (
        R in right
        or re.match(r"(?:i'm|i am|ask me|remind me|away|on leave|back)\b", right)
        or D in right
    ):
        order = command(scene, place, end)
        if order is None:
            return False
        if order.intent is Intent.DELEGATE and R in right:
            return True
        if order.intent in {Intent.SKIP, Intent.UNDO} and R in right:
            return True
        return order.intent in {Intent.DEFER, Intent.AWAY} and bool(
            re.match(
                r"(?:so |please |can you |and )*(?:ask|remind|ping|chase|nudge|i'm|i am|i'll be|away|on (?:annual )?leave|snooze)\b",
                right,
            )
        )
    return False


def _piece(scene: Scene, start: int, end: int, *, alone: bool) -> Piece | None:
    text = scene.marked.masked
    order = command(scene, start, end)
    if order is not None and _may_order(scene, order, start, end, alone=alone):
        return Piece(start, end, order=order)
    bulk = bulk_in(scene, start, end) if alone or not scene.free or R in text[start:end] else None
    if bulk and (not scene.free or bulk["rest"] or N in bulk["what"] or bulk["but"]):
        return Piece(start, end, bulk=bulk)
    first, last = polite(text, start, end)
    if not text[first:last].strip(" .,!-*•") or _SMALL_TALK.fullmatch(
        text[first:last].strip(" .,!-")
    ):
        return None if not alone else Piece(start, end)
    groups = scene.marked.groups_in(start, end)
    for begin in (start, first):
        header = _HEADER.match(text, begin, end)
        if header and groups and header.end() == groups[0].start:
            return Piece(start, end, groups[0], header=True)
    if scene.free or scene.context.kind in {"rag", "measure"}:
        return Piece(start, end)
    subject = next((one for one in groups if not _MENTION.search(text[start : one.start])), None)
    return Piece(start, end, subject or (groups[0] if groups and alone else None))


_SMALL_TALK = re.compile(
    r"(?:thanks?(?: you)?(?: (?:very much|all|so much|again|for .{2,40}))?|many thanks|cheers|ta|kind regards|regards|best wishes|best|hope (?:that helps|this helps|that's ok|you're well|all is well)|"
    r"sorry (?:for|about) (?:the )?(?:delay|late\w*).{0,20}|sorry (?:this is|i'm|it's) late|hi .{0,20}|hello .{0,20}|(?:good )?(?:morning|afternoon).{0,20}|here (?:is|are|you go|goes).{0,30}|see below|as (?:below|follows|requested|discussed)|"
    r"my updates?(?: (?:is|are|below|for this month|for september))*|quick update(?: from me)?|updates?|update from me|here's mine|that's (?:it|all|me|everything)(?: from me| done| for now)?|all done|done|any questions.{0,30}|let me know.{0,40}|x+|[a-z]{2,12})"
)


def _may_order(scene: Scene, order: Part, start: int, end: int, *, alone: bool) -> bool:
    """Whether a stretch is an order, and not a sentence of somebody's update that looks like one."""
    if alone:
        return True
    text = scene.marked.masked[start:end]
    if order.intent is Intent.SHOW_ACTION and not re.search(r"\b(?:show|open|view|tell)\b", text):
        return False  # a ref on its own line names what follows
    if not scene.free:
        return True
    if order.intent is Intent.DELEGATE:
        return (
            R in text
            or re.match(r"(?:please |can you )*(?:delegate|pass|assign)", text) is not None
        )
    if order.intent in {Intent.DEFER, Intent.AWAY}:
        return bool(
            re.match(
                r"(?:please |can you |so )*(?:ask|remind|ping|chase|nudge|i'm|i am|i'll be|i'll|snooze|come back|back on)\b",
                text,
            )
        )
    return (
        order.intent
        in {Intent.SKIP, Intent.UNDO, Intent.EDIT_LAST, Intent.WHO_IS_LATE, Intent.SHOW_ACTION}
        and R in text
    )


def _goes_on(scene: Scene, before: Piece, piece: Piece) -> bool:
    """A sentence that names no action belongs to the one before it."""
    if piece.order is not None or piece.bulk is not None or piece.header:
        return False
    if before.order is not None or before.bulk is not None:
        return before.bulk is not None and piece.group is None
    if piece.group is None:
        return (
            before.group is not None
            or scene.free
            or scene.context.kind in {"rag", "measure"}
            or True
        )
    return before.group is not None and set(piece.group.named) <= set(before.group.named)


def _led(scene: Scene, pieces: list[Piece]) -> list[Piece]:
    """A few words before the first action are an introduction: "Updates from me:"."""
    if len(pieces) < 2 or scene.free:
        return pieces
    first = pieces[0]
    if first.group or first.order or first.bulk:
        return pieces
    text = scene.marked.masked[first.start : first.end]
    if not re.search(f"[{C}{F}{N}]", text) and len(text.split()) <= 8:
        return pieces[1:]
    return pieces


# --- titles ------------------------------------------------------------------------------------

_PHRASE = r"(?P<title>[a-z][a-z'&-]*(?: [a-z0-9'&-]+){0,5})"
_TITLE_HEAD = re.compile(
    rf"[\s\"'(*_-]*(?:(?:update|news|progress)? ?(?:on|for|re|as for|regarding|and|the|our|so|but|also|hi|morning|mark|set|put|make|change|rate|can you|please|could you|\d[.)])[\s:,]+)*"
    rf"{_PHRASE}(?=\s*(?:[:=,.(-]|{C}|{N}|{F}|$|\b(?:is|are|was|has|have|still|now|up|down|at|remains?|stays?|staying|going|no|not|delayed|behind|done|"
    r"slipp\w+|needs?|gone|moved|on track|looking|should|might|will|could|may|as|to|isn't|aren't|hasn't|haven't|hit|reached|dropped|rose|improved|getting|complete\w*|nothing|same|unchanged|went|a bit|fine|good|ok|probably|nearly|almost|got)\b))"
)
_TITLE_TAIL = re.compile(
    rf"(?:\b(?:for|on|to|in|with|re|about|at|of)\b) (?:the |our |my |action )*{_PHRASE}(?=\s*(?:$|[.,;!?)-]|\b(?:as|because|due|this month|now|please|but|so|and)\b))"
)
_EXCEPTED = re.compile(
    rf"\b(?:except(?: for)?|apart from|bar|other than|aside from|excluding|not) (?:the |my |our )?{_PHRASE}(?=\s*(?:$|[.,;!?)-]|\b(?:which|who|is|are|as|because)\b))"
)
_VERBS = re.compile(
    r"\b(?:is|are|was|were|has|have|had|will|recruited|we|i|they|agreed|met|started|launched)\b"
)


def _title(scene: Scene, start: int, end: int) -> Group | None:
    """The action that a clause names by its title, at its head or after "for"."""
    text = scene.marked.masked
    first, _ = polite(text, start, end)
    tried: list[tuple[str, int]] = []
    for begin in dict.fromkeys((start, first)):
        found = _TITLE_HEAD.match(text, begin, end)
        if found:
            tried += _shorter(found["title"], found.start("title"), text)
    for found in (*_EXCEPTED.finditer(text, start, end), *_TITLE_TAIL.finditer(text, start, end)):
        tried.append((found["title"], found.start("title")))
    for phrase, place in tried:
        if group := _meant(scene, phrase, place):
            return group
    return None


def _shorter(phrase: str, place: int, text: str) -> Iterator[tuple[str, int]]:
    """A phrase, and its beginnings: what follows a title may be part of the sentence."""
    words = phrase.split(" ")
    for size in range(len(words), 0, -1):
        shorter = " ".join(words[:size])
        following = text[place + len(shorter) :]
        if (
            size == len(words)
            or _short_form(shorter)
            or (size > 1 and len(content_words(shorter)) > 1)
            or re.match(
                rf" (?:{C}|{N}|{F}|is\b|are\b|now\b|still\b|at\b|up\b|no\b|not\b|was\b|has\b|have\b|to\b|as\b|should\b|might\b|could\b|slipp|delay|behind|a bit|on track|need)",
                following,
            )
        ):
            yield shorter, place


def _short_form(phrase: str) -> bool:
    """PLO, SoS: a short form stands for its title whatever follows."""
    return " " not in phrase and len(content_words(phrase)) > 1


def _meant(scene: Scene, phrase: str, place: int) -> Group | None:
    if _VERBS.search(phrase) or not content_words(phrase):
        return None
    lexicon = scene.lexicon
    for among, opened in ((scene.opened, True), (tuple(lexicon.actions), False)):
        match = lexicon.meant(phrase, among)
        if not match.refs or len(match.refs) > 6:
            continue
        if match.one and not _telling(scene, phrase, match.one):
            return None
        end = place + len(phrase)
        if len(match.refs) > 1 and len(content_words(phrase)) > 1 and not opened:
            return None
        if len(match.refs) > 1:
            return Group(place, end, choices=match.refs, by_title=True)
        if opened:
            return Group(place, end, refs=match.refs, by_title=True)
        return Group(place, end, closed=match.refs, by_title=True)
    return None


def _telling(scene: Scene, phrase: str, ref: str) -> bool:
    """One common word of a measure's name ("staff") is not the name of an action."""
    words = content_words(phrase)
    if len(words) > 1:
        return True
    titles = scene.lexicon.titles
    return any(words[0][:5] == word[:5] for word in titles[ref]) or len(words[0]) >= 6
