"""Read a correction of what was stored last: "sorry, meant amber", "no, make that 55.1"."""

from __future__ import annotations

import re
from dataclasses import replace

from workflow.plan import Unit
from workflow.rag import Rag
from workflow.reply_clauses import read_clause, which_rating
from workflow.reply_colours import rate
from workflow.reply_commands import Scene
from workflow.reply_figures import Sought, read_figures, unit_of
from workflow.reply_marks import C, D, F, N, R
from workflow.reply_titles import content_words
from workflow.reply_values import Given, Intent, Part, Question

__all__ = ["correction"]

_SORRY = r"(?:no|nope|sorry|oops|oops a daisy|whoops|ah|oh|argh|apologies|my bad|my mistake|my error|actually|wait|hang on|hold on|hmm|um|er|rather|yes|ok|please|and|but|apols|doh|typo|damn|just|hi|can you|could you|also)"
_PLAINLY = (
    (
        r"(?:i (?:actually |really )?(?:meant|mean)(?: to (?:say|put|type|write))?|meant(?: to (?:say|put|be|type))?|make (?:that|it)|(?:it|that|this|{R}|the (?:rag|rating|figure|number|value|date))? ?(?:should|ought to) (?:have (?:been|said|read)|of been|be|read|say)|"
        r"should've (?:been|said|read)|it should've been|(?:change|correct|amend|edit|switch|update|set|move|turn) (?:that|it|my last(?: answer| one)?|the last one|my answer|the (?:rag|rating|figure|number))(?: back)? ?(?:from {C} )?(?:to|:)?|correction|scrap that|"
        r"scratch that|strike that|ignore that|ignore my last(?: message)?|typo|that's wrong|that was wrong|wrong|not right|that's not right|that isn't right|i (?:should have|should've|wanted to) (?:said|put|say)|it's actually|its actually|that's actually|(?:the )?correct (?:figure|rag|rating|number|answer) is|"
        r"i got that wrong|i put the wrong (?:one|figure|rag|rating|number|colour|thing)|pressed the wrong (?:one|button)|i've? (?:typed|put|given|said) the wrong (?:one|figure|rag|rating|number|colour|thing)|undo that|cancel that|rather|amend to|edit to|change to|instead|read)"
    )
    .replace("{R}", R + "+")
    .replace("{C}", C + "+")
)
_LEAD = re.compile(
    rf"(?:{_SORRY}[\s,.:;!-]+)*(?P<plainly>(?:{_PLAINLY}[\s,.:;!-]*)+)?(?:(?:to|it's|its|it is|is|to be|as|that's|that is|the answer is|at|for|be|now|meant|it|was)[\s,:]+)*"
)
_WEAK = re.compile(rf"(?:{_SORRY}[\s,.:;!-]+)+")
_MOST_WORDS = 12


def correction(scene: Scene) -> Part | None:
    """A message that mends what was stored last, or says plainly that it wants to."""
    text = scene.marked.masked
    if swapped := _swapped(scene):
        return swapped
    lead = _LEAD.match(text)
    if lead is None or not lead[0].strip() or len(text.split()) > _MOST_WORDS:
        return _turned_round(scene)
    plainly, last = bool(lead["plainly"]), scene.context.last
    sorry = bool(
        re.match(
            r"(?:no|nope|sorry|oops|whoops|actually|wait|hang on|hold on|my bad|my mistake|apologies|rather|argh|doh|typo|ah|oh|hmm)\b",
            lead[0],
        )
    )
    if not plainly and (not sorry or last is None):
        return None
    if (
        last is None
        and not sorry
        and re.match(r"(?:it |that |this )?(?:should|ought)", lead["plainly"] or "")
    ):
        return None  # "should be green": a hope, not a correction
    rest = text[lead.end() :].strip(" .!?,")
    if not rest or not _mends(rest, plainly=plainly):
        return None
    if scene.context.kind in {"rag", "measure"} and last is None:
        return None
    if R in lead[0]:
        return None
    return _mended(scene, lead.end(), rest)


def _mends(rest: str, *, plainly: bool) -> bool:
    """Whether what comes after "sorry" is short, and something that can be put in the place of the old."""
    words = content_words(re.sub(f"[{R}{D}{C}{F}{N}]+", " ", rest))
    marks = (
        re.search(f"[{R}{C}{F}]", rest)
        or re.search(r"(?<!\d)\d+(?:\.\d+)?(?!\d)", rest)
        or (D in rest and plainly)
    )
    if not marks or ("?" in rest and not plainly):
        return False
    if N in rest:
        return False
    return len(words) <= (5 if plainly else 1)


def _mended(scene: Scene, place: int, rest: str) -> Part:
    last = scene.context.last
    end = len(scene.marked.masked)
    groups = scene.marked.groups_in(place, end)
    refs = groups[-1].named if groups else ((last.ref,) if last else scene.here)
    rating = rate(scene.marked, place, end, answering=True)
    if groups and C not in rest and F not in rest:
        named = groups[-1]
        if last is None or named.choices or not named.named:
            return Part(Intent.EDIT_LAST, named.named or named.choices,
                        question=Question("Which answer do you want to move?", named.choices))  # fmt: skip
        return Part(Intent.EDIT_LAST, named.named, question=Question(
            f"Shall I move your answer from {last.ref} to {named.named[0]}?", ("Yes", "No")))  # fmt: skip
    if not refs or (last is None and not groups):
        return Part(
            Intent.EDIT_LAST, (), question=Question("Which action is that for?", scene.opened[:6])
        )
    measures = scene.lexicon.measures(refs[0])
    asked = len(measures) == 1 and rating.rag is None and not rating.seen
    figures = read_figures(scene.marked, place, end, Sought(refs[0], measures, asked=asked))
    clause = read_clause(scene, place, end, None, header=False)
    part = Part(Intent.EDIT_LAST, refs, rating.rag, figures.given, clause.dates,
                narrative=clause.narrative if clause.narrative and not rating.rag else "")  # fmt: skip
    if rating.rag is None and rating.doubt:
        return replace(part, question=which_rating(refs, rating.seen))
    if rating.rag is None and not figures.given and not part.dates:
        names = tuple(one.short for one in measures)
        return replace(part, question=Question("Which figure is that?", names))
    return part


_FIGURE = r"\d{1,3}(?:\.\d+)?"
_SWAPS = [
    re.compile(rf"(?P<new>{_FIGURE}) ?%?,? (?:and )?not (?P<old>{_FIGURE}) ?%?"),
    re.compile(rf"not (?P<old>{_FIGURE}) ?%?[,.;]? *(?:but |it's |its |it is |should be )?(?P<new>{_FIGURE}) ?%?"),
    re.compile(rf"(?P<new>{_FIGURE}) ?%?(?P<old>),? (?:sorry|apologies|i meant|not that|my (?:bad|mistake)|oops)\b.{{0,30}}"),
]  # fmt: skip


def _swapped(scene: Scene) -> Part | None:
    """The figure that was stored last, said again rightly: “typo, 58% not 85%”."""
    last = scene.context.last
    if last is None or last.value is None or any(one.named for one in scene.marked.groups):
        return None
    plain = scene.marked.said.plain.strip(" .!")
    words = re.sub(rf"^(?:{_SORRY}[\s,.:;!-]+)+(?:it's |its |that's |meant )?", "", plain)
    found = next((one for pattern in _SWAPS if (one := pattern.fullmatch(words))), None)
    if found is None or (found["old"] and float(found["old"]) != last.value):
        return None
    measures = scene.lexicon.measures(last.ref)
    fitting = [one for one in measures if one.unit is Unit.PERCENT] if "%" in words else measures
    if len(fitting) != 1:
        names = tuple(one.short for one in measures)
        return Part(
            Intent.EDIT_LAST, (last.ref,), question=Question("Which figure is that?", names)
        )
    only = fitting[0]
    given = Given(last.ref, only.id, float(found["new"]), unit_of(only))
    return Part(Intent.EDIT_LAST, (last.ref,), figures=(given,))


_ROUND = re.compile(
    rf"(?:it's |its |is )?(?:not {C}+[,.]?(?: it's| its|,| but| -)* {C}+|{C}+,? not {C}+)[.!]*"
)


def _turned_round(scene: Scene) -> Part | None:
    """Mend the last answer when what it says is denied: “not green, amber”."""
    last = scene.context.last
    if last is None or last.rag is None:
        return None
    text = scene.marked.masked
    said = re.match(rf"(?:{_SORRY}[\s,.:;!-]+)*(?:i (?:said|meant|put) )?", text)
    begin = said.end() if said else 0
    found = _ROUND.match(text, begin)
    if (
        found is None
        or len(text[found.end() :].split()) > 5
        or re.search(r"[a-z]", text[found.end() : found.end() + 2])
    ):
        return None
    rating = rate(scene.marked, begin, found.end())
    if rating.rag is None or _denied(rating.seen, rating.rag) != last.rag:
        return None
    return Part(Intent.EDIT_LAST, (last.ref,), rating.rag)


def _denied(seen: tuple[Rag, ...], given: Rag) -> Rag | None:
    return next((one for one in seen if one is not given), None)
