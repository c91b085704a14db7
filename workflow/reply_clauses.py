"""Read what a reply says about actions: which, what rating, which figures, dates and decisions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from workflow.rag import MARKS, Rag
from workflow.reply_colours import Rating, rate
from workflow.reply_commands import Scene, dated
from workflow.reply_dates import Named
from workflow.reply_figures import Figures, Sought, read_figures
from workflow.reply_marks import C, D, F, N, R
from workflow.reply_refs import Group
from workflow.reply_text import sentences
from workflow.reply_titles import alike, content_words, vocabulary
from workflow.reply_values import GivenDate, Intent, Part, Precision, Question, Role

__all__ = ["read_clause", "standing", "which_rating"]

_RATINGS = tuple(MARKS[rag].word for rag in (Rag.RED, Rag.AMBER, Rag.GREEN))


def which_rating(refs: Sequence[str], seen: Sequence[Rag] = ()) -> Question:
    """Ask for the rating itself; what was named comes first."""
    words = tuple(MARKS[rag].word for rag in seen)
    choices = words + tuple(word for word in _RATINGS if word not in words)
    name = " and ".join(refs[:3]) if refs else "it"
    return Question(f"Which rating is {name} now?", choices)


def read_clause(scene: Scene, start: int, end: int, group: Group | None, *, header: bool) -> Part:
    """Read one clause about the actions of `group` (None: the action on the screen).

    `header` where the clause opens with the refs, which are then no part of the words.
    """
    refs = group.named if group else scene.here
    begin = _after(scene, group.end, end) if group and header else start
    rating = rate(scene.marked, begin, end, answering=scene.context.kind == "rag",
                  subjects=_subjects(scene, refs, scene.marked.masked[begin:end]))  # fmt: skip
    figures = _figures(scene, begin, end, refs, group)
    figures, stands = standing(scene, figures, begin, end)
    dates, date_question = _dates(scene, begin, end, figures)
    same = _same(scene, begin, end) or ("yes" if stands else "")
    decision = _decision(scene, begin, end)
    rest = _rest(scene, begin, end, refs)
    part = Part(
        _intent(scene, rating, figures, same=bool(same), rest=rest, decision=decision,
                whole=scene.marked.masked[begin:end]),
        refs, rating.rag, figures.given, dates,
        decision=scene.marked.said.words(*decision) if decision else "",
    )  # fmt: skip
    if _keeps_words(scene, part, rest):
        opening = start if group and group.by_title else begin
        part = replace(part, narrative=scene.marked.said.words(opening, end))
    question = (
        _about_refs(scene, group)
        or _about_rating(scene, part, rating, begin, end, rest)
        or _about_figures(scene, figures, refs)
        or date_question
        or _about_same(same)
    )
    if group is not None and _about_refs(scene, group) is not None and not group.wide:
        intent = Intent.AMBIGUOUS if not group.closed or group.by_title else part.intent
        refs = () if group.closed and group.by_title else part.refs
        part = replace(part, intent=intent, refs=refs, rag=None, figures=())
    return replace(part, question=question)


# --- words -----------------------------------------------------------------------------------

_FILLER = vocabulary(
    [
        "rag rated rating status figure currently stays remains stay staying amber today month again overall please thanks "
        "downgrade upgrade downgraded upgraded moved moving move gone morning hi hello sorry afraid think say call put mark set make change changed go going yet quite really "
        "latest september still update action both percent figures sadly rate performance sits standing measure up down "
        "definitely probably maybe might could would should possibly perhaps yes no not nearly almost actually reached"
    ]
) | frozenset(("so ok bit keep keeping leave turn turned went slip slipped dropped").split())
_VAGUE = re.compile(
    r"(?:(?:is|it's|its|we're|we are|are|a|an|bit|little|slightly|all|broadly|mostly|pretty much|just about|more or less|now|still|"
    r"very|quite|going|doing|looking|getting|it|so far|about|currently|really|on|the|whole) ?)*"
    r"(?:a (?:bit|little) (?:behind|late|slow)|behind(?: schedule| plan)?|on track|on target|on plan|off track|off target|fine|good|ok|okay|well|"
    r"slipping|slipped|delayed|late|great|not great|so-?so|not too bad|not bad|bad|badly|poor|poorly|struggling|progressing(?: well)?|"
    r"in progress|ongoing|under way|underway|getting there|nearly there|almost there|there or thereabouts|stuck|stalled|worse|better|"
    r"improving|ahead(?: of (?:schedule|plan))?|at risk|in hand|under control|moving|steady|slow|slowly|some progress|good progress|no problems|no issues|tbc|tbd)"
    r"(?: (?:now|really|so far|this month|schedule|i think|again|overall|tbh|at the moment|today))*"
)
_EMPTY_HANDED = re.compile(
    r"(?:as|see) (?:above|below|attached|discussed|e-?mail(?:ed)?)|n/?a|none|to follow|tbc|tba|tbd|to be confirmed|not applicable|pending|later|unknown|attached"
)
_DONE = re.compile(
    r"(?:(?:is|are|it's|its|all|now|this|this one|it|that's|has been|been|have|has|we're|we|fully|action|mark|set|as|to|100%|is now|are now) ?)*"
    r"(?:done|complete|completed|finished|closed|complete now|done and dusted|delivered|achieved|closed off|sorted|close|signed off)"
    r"(?: (?:now|this month|already|thanks|please|it|this|this one|i think|and closed|last month|yesterday|today))*"
)


def _after(scene: Scene, place: int, end: int) -> int:
    text = scene.marked.masked
    while place < end and text[place] in " \t\n:,;-=>)*|.(":
        place += 1
    found = re.compile(r"(?:which|who|that) (?:is|are|has|have)(?: now)? ").match(text, place, end)
    return found.end() if found else place


def _subjects(scene: Scene, refs: Sequence[str], text: str) -> frozenset[str]:
    """Words that stand for the action itself before its rating: its title, "both"."""
    words: set[str] = {"both", "all", "each"} if len(refs) > 1 else set()
    if len(refs) == 1:
        title = scene.lexicon.titles[refs[0]]
        said = {word for word in content_words(_plain_words(text.split(C, 1)[0])) if word in title}
        if len(said) >= 0.3 * len(title):
            words |= said
    return frozenset(words)


def _bare(text: str) -> str:
    """A stretch without the signs around it."""
    return re.sub(rf"^[^\w{R}-{N}%]+|[^\w{R}-{N}%)]+$", "", text)


def _plain_words(text: str) -> str:
    return re.sub(rf"[{R}{D}{C}{F}{N}]+", " ", text)


def _rest(scene: Scene, start: int, end: int, refs: Sequence[str]) -> list[str]:
    """The words of a clause that are neither rating, figure, date nor small talk."""
    text = _plain_words(scene.marked.masked[start:end])
    known: set[str] = set()
    if scene.marked.numbers_in(start, end):
        for ref in refs[:1]:
            for one in scene.lexicon.measures(ref):
                known |= vocabulary([one.name, one.short, one.per])
    words = [word for word in content_words(text) if not re.fullmatch(r"[\d.]+%?", word)]
    return [
        word for word in words if word not in _FILLER and not any(alike(word, one) for one in known)
    ]


def _keeps_words(scene: Scene, part: Part, rest: Sequence[str]) -> bool:
    if scene.context.kind == "reason" and part.intent in {Intent.UPDATE, Intent.SET_RAG}:
        return True
    if part.intent in {Intent.UPDATE, Intent.DECISION_REQUEST}:
        return True
    return bool(rest)


def _intent(scene: Scene, rating: Rating, figures: Figures, *, same: bool, rest: Sequence[str],
            decision: tuple[int, int] | None, whole: str) -> Intent:  # fmt: skip
    kind, bare = scene.context.kind, _bare(whole)
    if re.fullmatch(
        rf"(?:(?:the )?same|ditto|like|as|{N})(?: as| for| with)? {R}",
        re.sub(f"{R}+", R, re.sub(f"{N}+", N, bare)),
    ):
        return Intent.AMBIGUOUS
    if kind == "reason" and (rest or not (rating.rag or same)):
        return Intent.UPDATE
    if (
        same
        and not figures.given
        and not re.search(r"\b(?:but|except|apart from|other than|however|although|just)\b", whole)
    ):
        return Intent.NO_CHANGE
    if _EMPTY_HANDED.fullmatch(bare):
        return Intent.AMBIGUOUS
    if kind == "rag":
        return Intent.SET_RAG if rating.rag else Intent.AMBIGUOUS
    if decision and _covers(scene, decision, rest) and not (rating.rag or figures.given):
        return Intent.DECISION_REQUEST
    if rating.rag and not figures.given and not rest:
        return Intent.SET_RAG
    if figures.given and not rating.rag and not rest:
        return Intent.FIGURES
    if rating.doubt and not rating.rag and len(rest) <= (0 if scene.free else 3):
        return Intent.AMBIGUOUS
    if figures.doubt and not rest and not rating.rag:
        return Intent.FIGURES
    if _DONE.fullmatch(bare) or re.fullmatch(rf"{C}+", bare):
        return Intent.SET_RAG if rating.rag else Intent.AMBIGUOUS
    if (
        not rest
        and not decision
        and not _VAGUE.fullmatch(bare)
        and not rating.rag
        and len(content_words(_plain_words(bare))) <= 1
    ):
        return Intent.UPDATE if rating.rag or rating.seen or figures.given else Intent.AMBIGUOUS
    return Intent.UPDATE


def _covers(scene: Scene, decision: tuple[int, int], rest: Sequence[str]) -> bool:
    """Whether hardly anything is said beside the decision that is asked for."""
    inside = content_words(_plain_words(scene.marked.masked[slice(*decision)]))
    return sum(word not in inside for word in rest) <= 2


# --- questions ---------------------------------------------------------------------------------


def _about_refs(scene: Scene, group: Group | None) -> Question | None:
    if group is None:
        return None
    if group.unknown:
        return Question(f"There is no action {group.unknown[0]} in the plan. Which action do you mean?",
                        scene.opened[:6])  # fmt: skip
    if group.choices:
        return Question("Which action do you mean?", group.choices)
    if group.closed:
        return Question(f"{group.closed[0]} isn't waiting for your answer. Is that the one you mean?",
                        ("Yes", "No"))  # fmt: skip
    if group.wide:
        return Question(f"That is {len(group.refs)} actions: {', '.join(group.refs)}. Is that right?",
                        ("Yes", "No"))  # fmt: skip
    return None


def _about_rating(scene: Scene, part: Part, rating: Rating, begin: int, end: int,
                  rest: Sequence[str]) -> Question | None:  # fmt: skip
    bare = _bare(scene.marked.masked[begin:end])
    if scene.context.kind == "reason" and len(rest) > 3:
        return None
    if rating.doubt and rating.rag is None:
        return which_rating(part.refs, rating.seen)
    if part.intent is Intent.AMBIGUOUS and _DONE.fullmatch(bare):
        name = part.refs[0] if part.refs else "it"
        return Question(
            f"Is {name} complete (Blue), or which rating is it now?", ("Blue", *_RATINGS)
        )
    if part.intent is Intent.AMBIGUOUS and scene.context.kind == "rag":
        return which_rating(part.refs)
    if part.intent is Intent.AMBIGUOUS:
        return Question(
            "What would you like to say about " + (part.refs[0] if part.refs else "it") + "?"
        )
    if part.intent is Intent.UPDATE and part.rag is None and scene.context.kind != "reason":
        first = re.split(rf"[,.;:(\n{D}{F}]| - ", bare, maxsplit=1)[0].strip()
        if (
            (rating.seen and not rest and not scene.free)
            or _VAGUE.fullmatch(bare)
            or (_DONE.fullmatch(first) and len(rest) < 12)
        ):
            return which_rating(part.refs)
    return None


def _about_figures(scene: Scene, figures: Figures, refs: Sequence[str]) -> Question | None:
    if not figures.doubt:
        return None
    names = [
        measure.short for one in figures.choices if (measure := scene.lexicon.plan.measure(one))
    ]
    if figures.doubt == "none":
        return Question(f"{refs[0]} has no measure in that unit. Shall I keep your words without a figure?",
                        ("Yes", "No"))  # fmt: skip
    if figures.doubt in {"which", "many"}:
        return Question("Which figure is that?", (*names, "None of them"))
    if figures.doubt == "range":
        return Question(f"That can't be the figure for “{names[0]}”. What is it?")
    if figures.doubt in {"two", "differ"}:
        return Question(f"You gave two figures for “{names[0]}”. Which one is it?")
    name = names[0] if len(names) == 1 else "one of the measures"
    return Question(f"Is that the exact figure for “{name}”?", ("Yes", "No"))


def _about_same(same: str) -> Question | None:
    if same == "doubt":
        return Question("Does last month's answer stand as it is?", ("Yes, no change", "No"))
    return None


# --- no change, decisions ----------------------------------------------------------------------

_SAME_NEXT = re.compile(
    rf"(?: *(?:{D}|since|from|on|for|in|this|month|time|at|the|moment|present|yet|here|really|me|last|one|so far|currently|"
    rf"afraid|i'm|sorry|thanks|please|to|of(?! course)|all|{R}|as|usual|again|with|it|today|round|other|mine|at all|either|too|also|still|because|rest|others|"
    r"report|add|update|whatsoever|all of them|any|these|them|everything|actions?|rag|rating|status|overall|still|i think|unfortunately|sadly))*"
    rf" *(?:$|[.,;:!(\n]|-(?!\w)|\s-\s|{C}|{F}|but|and|except|apart|other than|although|though|because|as|still|we|due|the|waiting|awaiting|until|so|while|from|on|with|since|just|bar\b)"
)
_SAME_BEFORE = re.compile(
    rf"(?:^|[.,;:!(\n{R}{C}{F}]|\s-|-\s|\b(?:is|are|it's|its|so|still|stays?|remains?|there's|there is|there has been|there have been|"
    r"has|have|been|and|but|just|really|pretty much|overall|otherwise|again|all|they're|things are|everything is|position|exactly|"
    r"i have|i've|i've got|we have|we've|got|also|sadly|unfortunately|afraid|say|put|mark|as|basically|it|rag|status))\s*$"
)
_MUCH_SAME = re.compile(
    r"\bno (?:real|significant|major|material|big|particular)\b|\bnothing much\b|\bmuch the same\b|pretty much|\bnot much\b|\blittle\b|\bnot a lot\b|\bsee last|\babout the same\b|more or less"
)
_LAST_WORDS = re.compile(r"last month|last time|before|previous")


def _same(scene: Scene, start: int, end: int) -> str:
    """Whether the clause says that nothing has changed: "yes", "doubt" or empty."""
    text = scene.marked.masked
    for first, last in scene.marked.no_changes:
        if not start <= first < end:
            continue
        words = scene.marked.said.plain[first:last]
        if scene.free and "?" in text[last:end]:
            continue
        if re.match(r" for the (?:worse|better)", text[last:end]):
            continue
        if _SAME_BEFORE.search(text[start:first]) and _SAME_NEXT.match(text, last, end):
            if (
                re.search(
                    rf"\b(?:in|to|with|of|about) (?!{R}|{D}|it\b|this\b|all\b|the rest|any\b|me\b|us\b|my\b|last\b)",
                    text[last : last + 12],
                )
                and scene.free
            ):
                continue
            return (
                "doubt"
                if _MUCH_SAME.search(words) or _MUCH_SAME.search(text[start:first])
                else "yes"
            )
    return ""


_BOARD = (
    r"(?:(?:the|our|this|next|g2g|getting to good|programme|program|portfolio|change|improvement|assurance|corporate parenting|children's assurance|senior) )*"
    r"(?:board|boards|portfolio meeting|lead member|cabinet member|panel to|cppanel|deputy chief exec(?:utive)?)"
)
_DECISION = re.compile(
    rf"(?:\b(?:can|could|will|would|may|should|please can|please could) {_BOARD}(?: please| kindly| also)? (?:agree|approve|decide|confirm|sign|release|fund|consider|note|help|"
    r"extends?|agrees?|support|endorse|give|allow|let|take|back|authorise|unblock|extend|commit|ask|write|make|look|provide|find|intervene|discuss|accept|say|tell|steer|escalate|put|resolve|clarify|rule)\b"
    rf"|\b(?:need|needs|want|wants|would like|'d like|ask|asks|asking|request|requests|requesting|require|requires|looking for|looking to|seek|seeking|requires)(?: that)? {_BOARD}(?:'s)? (?:to|for|on|extends?|agrees?|approves?|funds?|confirms?|decides?|approval|agreement|decision|steer|sign|support|help|ok|input|about|view)\b"
    rf"|\b{_BOARD} (?:needs? to|must|should|to|has to|have to|is asked to|are asked to|is requested to) (?:please )?(?:agree|approve|decide|confirm|sign|release|fund|consider|note|support|endorse|give|allow|authorise|unblock|extend|take a (?:decision|view)|make a decision|discuss|accept|clarify|be asked|resolve|help)\b"
    r"|\b(?:we|i|i'd|we'd|also|still|now|and|but|please|urgently|we'll|will|really|would|do)? ?(?:need|needs|require|requires|want|would like|'d like|like|am asking for|are asking for|seek|are seeking|am seeking|seeking|requesting|request|asking for|is) (?:a |an |the |your |some |urgent |formal |their )*(?:board )?(?:decision|steer|go-ahead|go ahead|board approval|board decision|board agreement|board sign[- ]off|ruling)\b(?! (?:from (?:the )?(?:court|judge|tribunal|family)|letter))"
    r"|\bdecisions? (?:is |are )?(?:needed|required|requested|please|wanted|sought|from the board|for (?:the )?board|by (?:the )?board)\b|^\W*(?:board )?decision *[:-]|\bfor (?:a |their |the )?(?:board )?decision\b|^\W*ask (?:of|for|to) (?:the )?board *[:-]"
    rf"|\bescalat(?:e|ed|ing) (?:{R}|this|it|that)?(?: up)? ?to {_BOARD}|\b(?:take|raise|bring) (?:{R}|this|it|that) (?:to|with|at) {_BOARD}"
    rf"|\b(?:approval|agreement|sign[- ]off|decision|steer|permission|support) (?:is |are )?(?:needed |required |sought |wanted )?(?:from|of|by) {_BOARD}"
    rf"|\b(?:need|needs|require|requires|seeking|want) (?:{_BOARD} )?(?:approval|agreement|permission|sign[- ]off) (?:for|to|on|from {_BOARD})\b"
    r"|\b(?:programme|change|portfolio|g2g|getting to good) board (?:approval|decision|agreement|sign[- ]off|steer)\b"
    rf"|\bask {_BOARD} (?:to|for|if|whether)\b)"
)
_NO_DECISION = re.compile(
    rf"\b(?:no|not|don't|doesn't|nothing|isn't|without)\b[^.;\n]{{0,25}}\b(?:decision|board|approval|steer)|\b(?:has|have|had|was|were|been|already) (?:been )?(?:agreed|approved|decided|signed|made|given|obtained|granted)|{_BOARD} (?:agreed|approved|decided|signed|has|have|made)"
)


def _decision(scene: Scene, start: int, end: int) -> tuple[int, int] | None:
    """Where a decision is asked of a board."""
    text = scene.marked.masked
    spans = []
    for first, last in sentences(text[start:end]):
        sentence = text[start + first : start + last]
        found = _DECISION.search(sentence)
        if found and not _NO_DECISION.search(sentence):
            before = [
                one.end() for one in re.finditer(r"[,:;(] *| - ", sentence[: found.start() + 1])
            ]
            spans.append((start + first + (before[-1] if before else 0), start + last))
    return (spans[0][0], spans[-1][1]) if spans else None


# --- figures and dates ---------------------------------------------------------------------------


def _figures(
    scene: Scene, start: int, end: int, refs: Sequence[str], group: Group | None
) -> Figures:
    if len(refs) != 1:
        several = [one for one in scene.marked.numbers_in(start, end) if one.marked]
        return Figures(doubt="many" if several and refs else "")
    measures = scene.lexicon.measures(refs[0])
    if group and scene.marked.masked[group.end : group.end + 2] == "'s" and refs != scene.here:
        return Figures()  # "PI2.1's audits found 30%": said by the way
    if group and group.measure:
        only = scene.lexicon.plan.measure(group.measure)
        if only is not None:
            return read_figures(scene.marked, start, end, Sought(refs[0], (only,), asked=True))
    return read_figures(scene.marked, start, end, Sought(refs[0], measures))


_STILL = re.compile(
    r"\b(?:still|same|stays?|stayed|remains?|unchanged|as (?:it was|before|reported)|no (?:new|further)|no change|not (?:changed|moved))\b|\ue004"
)


def standing(scene: Scene, figures: Figures, start: int, end: int) -> tuple[Figures, bool]:
    """Leave out a figure that is only said to be still what it was; whether there was one."""
    if not figures.given or not _STILL.search(scene.marked.masked[start:end]):
        return figures, False
    known = {one.id: one.readings[-1].value for one in scene.lexicon.plan.measures if one.readings}
    new = tuple(one for one in figures.given if known.get(one.measure) != one.value)
    if len(new) == len(figures.given):
        return figures, False
    return replace(figures, given=new), not new


_BEFORE_AS_AT = re.compile(
    rf"(?:\bas (?:at|of)|\bat(?: the)?(?: end of)?|\b(?:up )?to(?: the)?(?: end of)?|\bfor|\bin|\bon|{F}|[(,]|\b(?:figure|data|position)(?: (?:is|for|at))?)\s*(?:the )?$"
)
_BEFORE_FORECAST = re.compile(
    r"\b(?:by|before|due(?: (?:in|on|for|by|back))?|expect\w*(?: (?:in|on|by|for))?|forecast(?: (?:for|is))?|target(?: (?:date|of|is))?|deadline(?: is| of)?|"
    r"(?:slip\w*|mov\w+|push\w*|delay\w*|re-?scheduled|put)(?: back| out| out to)?(?: to| until)?|complete(?:d)? (?:by|in|on)|finish\w*(?: in| on| by)?|"
    r"ready(?: for| in| by)?|in place(?: by| in| for)?|until|planned(?: for| in)?|scheduled(?: for| in| on)?|booked(?: for| in| on)?|live(?: on| in| by)?|now|revised(?: to| date)?|"
    r"launch\w*(?: in| on)?|starts?(?: in| on)?|starting(?: in| on)?|begins?(?: in| on)?|later than|no later than|end|back(?: to)?)\s*(?:the )?(?:end of )?$"
)
_FUTURE = re.compile(
    r"\b(?:will|'ll|going to|to be|plan\w*|scheduled|booked|expect\w*|due|aim\w*|hop\w+|is on|are on|starts?|launch(?:es|ing)?|next|ready|forecast|be|recruiting|to)\b|\w'll\b"
)
_PAST = re.compile(
    r"\b(?:was|were|had|did|held|met|went|began|ran|since|last|took|sent|gave|saw|spoke|started|been|came|agreed|\w{3,}ed)\b"
)


def _dates(
    scene: Scene, start: int, end: int, figures: Figures
) -> tuple[tuple[GivenDate, ...], Question | None]:
    found = []
    question = None
    for impossible in scene.marked.impossible:
        question = Question(f"There is no day {impossible}. Which date do you mean?")
    for named in scene.marked.days_in(start, end):
        given = _date(scene, named, start, end, figures)
        if given is None:
            continue
        found.append(given)
        if named.doubt is not None:
            both = sorted((named.doubt, named.ahead))
            question = Question(f"Which day do you mean by “{given.words}”?",
                                tuple(f"{day:%A} {day.day} {day:%B}" for day in both))  # fmt: skip
    return tuple(found), question


def _date(scene: Scene, named: Named, start: int, end: int, figures: Figures) -> GivenDate | None:
    text = scene.marked.masked
    words = scene.marked.said.words(named.start, named.end)
    before = text[max(start, named.start - 40) : named.start]
    chunk = re.split(r"[,;.!?\n()]| - |\bbut\b", text[start : named.start])[-1]
    after = re.split(r"[,;.!?\n()]| - |\bbut\b", text[named.end : end])[0]
    if re.search(r"\bfrom\s*(?:the )?$", before):
        return dated(scene, named, Role.FROM) if not _PAST.search(chunk) else None
    if re.search(r"\b(?:until|till)\s*(?:the )?$", before):
        return dated(scene, named, Role.UNTIL)
    beside = (
        F in chunk or F in after or any(start <= first < named.start for first, _ in figures.places)
    )
    recent = 0 <= (scene.marked.today - named.behind).days < 200
    past = named.behind if recent else None
    if named.behind.replace(day=1) == scene.marked.today.replace(day=1):
        past = named.behind
    if _BEFORE_FORECAST.search(before) and not (
        _PAST.search(chunk) and re.search(r"\b(?:since)\s*$", before)
    ):
        return GivenDate(words, named.ahead, named.precision, Role.FORECAST, named.at)
    if (
        beside
        and figures.given
        and past
        and _BEFORE_AS_AT.search(before)
        and not _FUTURE.search(after)
    ):
        return GivenDate(words, past, named.precision, Role.AS_AT, named.at)
    if re.search(r"\bas (?:at|of)\s*(?:the )?(?:end of )?$", before) and past:
        return GivenDate(words, past, named.precision, Role.AS_AT, named.at)
    if _PAST.search(chunk) and not _FUTURE.search(chunk) and past:
        return GivenDate(words, past, named.precision, Role.EVENT, named.at)
    if _FUTURE.search(chunk) and named.precision is not Precision.DAY:
        return GivenDate(words, named.ahead, named.precision, Role.FORECAST, named.at)
    ahead = named.near > scene.marked.today
    role = Role.FORECAST if ahead and named.precision is not Precision.DAY else Role.EVENT
    return GivenDate(words, named.near, named.precision, role, named.at)
