"""Read what officers type, by a grammar alone: one doubt means a question, and nothing is guessed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache

from workflow.plan import Plan
from workflow.rag import Rag
from workflow.reply_clauses import read_clause, standing, which_rating
from workflow.reply_colours import asks, rate
from workflow.reply_commands import Scene, command, polite
from workflow.reply_corrections import correction
from workflow.reply_echo import echo
from workflow.reply_figures import Sought, read_figures
from workflow.reply_marks import C, D, F, N, R, mark
from workflow.reply_pieces import Piece, cut, with_titles
from workflow.reply_refs import Group
from workflow.reply_text import MOST, listen
from workflow.reply_titles import Lexicon, content_words
from workflow.reply_values import (
    Context,
    Given,
    GivenDate,
    Intent,
    Last,
    Mend,
    Part,
    Precision,
    Question,
    Role,
    Understanding,
)

__all__ = [
    "Context",
    "Given",
    "GivenDate",
    "Intent",
    "Last",
    "Mend",
    "Part",
    "Precision",
    "Question",
    "Reader",
    "Role",
    "Understanding",
    "understand",
]

_REPORTS = frozenset(
    {Intent.UPDATE, Intent.SET_RAG, Intent.FIGURES, Intent.NO_CHANGE, Intent.DECISION_REQUEST}
)


@dataclass(frozen=True)
class Reader:
    """A reader of replies about one plan; keep it, it remembers the plan's words."""

    plan: Plan
    lexicon: Lexicon = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "lexicon", Lexicon(self.plan))

    def read(self, text: str, context: Context, today: date) -> Understanding:
        """What a reply means where it was typed, on that day (London's)."""
        if len(text) > MOST:
            return self._long(text, context)
        scene = self._scene(text, context, today)
        parts = tuple(_parts(scene))
        said = scene.marked.said
        mends = tuple(
            Mend(one.typed, one.read) for one in said.typos if _used(scene, one.start, one.end)
        )
        mends += tuple(mend for group in scene.marked.groups for mend in group.mends)
        intent = _whole(parts)
        return Understanding(text, intent, parts, mends, echo(parts, mends, self.plan))

    def _scene(self, text: str, context: Context, today: date) -> Scene:
        known = self.lexicon.actions
        opened = tuple(ref for ref in context.actions if ref in known) or tuple(known)
        about = context.about.partition("-")[0]
        extra = [about] if about in known else []
        if context.last and context.last.ref in known:
            extra.append(context.last.ref)
        opened = tuple(dict.fromkeys((*opened, *extra)))
        return Scene(
            mark(listen(text), context, self.lexicon, opened, today), context, self.lexicon, opened
        )

    def _long(self, text: str, context: Context) -> Understanding:
        question = Question(f"That has {len(text):,} characters. Could you shorten it?")
        refs = (context.about,) if context.about in self.lexicon.actions else ()
        part = Part(
            Intent.UPDATE if refs else Intent.AMBIGUOUS,
            refs,
            narrative=text.strip(),
            question=question,
        )
        return Understanding(text, part.intent, (part,), (), echo((part,), (), self.plan))


def understand(text: str, context: Context, plan: Plan, today: date) -> Understanding:
    """What a reply means; for many replies about one plan, keep a `Reader`."""
    return _reader(plan).read(text, context, today)


# --- within ------------------------------------------------------------------------------------


@lru_cache(maxsize=4)
def _reader(plan: Plan) -> Reader:
    return Reader(plan)


def _parts(scene: Scene) -> Sequence[Part]:
    text = scene.marked.masked
    if not text.strip():
        return [Part(Intent.NOT_UNDERSTOOD, question=_WHAT)]
    if brief := _brief(scene):
        return [brief]
    if mended := correction(scene):
        return [mended]
    if order := command(scene, 0, len(text)):
        return [order]
    if scene.context.kind == "measure" and not any(one.refs for one in scene.marked.groups):
        return [_measured(scene)]
    if scene.context.kind in {"none", "round_overview"} or scene.context.kind not in {
        "action",
        "reason",
        "rag",
        "measure",
    }:
        scene = with_titles(scene)
        if order := command(scene, 0, len(text)):
            return [order]
    pieces = cut(scene)
    parts: list[Part] = []
    for piece in pieces:
        parts += _read(scene, piece, pieces, parts)
    return _together(parts) or [Part(Intent.NOT_UNDERSTOOD, question=_WHAT)]


def _together(parts: Sequence[Part]) -> list[Part]:
    """Join one wish that is said in two sentences: “Not today. Thursday?”."""
    merged: list[Part] = []
    for part in parts:
        before = merged[-1] if merged else None
        if before and part.intent is before.intent and part.intent in {Intent.DEFER, Intent.AWAY}:
            dates = before.dates + part.dates
            question = None if dates else before.question
            merged[-1] = replace(
                before, dates=dates, question=question, person=before.person or part.person
            )
        else:
            merged.append(part)
    merged = _undecided(merged)
    meant = [part for part in merged if part.intent is not Intent.NOT_UNDERSTOOD]
    return meant or merged


def _undecided(parts: Sequence[Part]) -> list[Part]:
    """Two ratings of one action, in two places: neither counts before it is asked."""
    given: dict[str, set[Rag]] = {}
    for part in parts:
        for ref in part.refs if part.rag else ():
            given.setdefault(ref, set()).update({part.rag} if part.rag else ())
    torn = {ref for ref, found in given.items() if len(found) > 1}
    return [
        replace(part, rag=None, question=which_rating(part.refs, tuple(given[part.refs[0]])))
        if part.rag and torn & set(part.refs)
        else part
        for part in parts
    ]


_WHAT = Question("I didn't understand that. What would you like to do?", ("My actions", "Help"))

_YES_NO = re.compile(
    r"(?:yes|y|yep|yeah|yup|yes please|no|n|nope|no thanks|no thank you|correct|confirm(?:ed)?|that's right|exactly|agreed|indeed|sure|go ahead|do it|please do|aye)(?: (?:please|thanks|that's (?:right|correct|fine)))?[\s.!]*"
)
_NOD = re.compile(
    r"(?:ok|okay|okey dokey|k|kk|fine|great|good|lovely|perfect|super|brilliant|will do|noted|understood|got it|right|cool|sounds good|all good|all fine|all ok|all well|👍|👌|🙂|😊|✔️?|ok thanks|okay thanks|ok thank you|that's fine|that's great)[\s.!👍]*"
)
_THANKS = re.compile(
    r"(?:(?:many |ok |okay |great |brilliant |lovely |no )?(?:thanks?(?: you)?|thx|ta|cheers|much appreciated|appreciated)(?: (?:very much|so much|a lot|all|again|for (?:that|this|your help|the reminder|reminding me|letting me know|asking)|bot|everyone|mate))*|you're welcome|hi|hello|hey|hiya|(?:good )?(?:morning|afternoon|evening)(?: all)?|bye|goodbye|have a (?:good|nice) .{3,20}|lol|haha+|😀|😂|🙏|❤️?|happy (?:monday|friday|new year))[\s.!🙏😊🙂👍]*"
)
_STOPS = re.compile(
    r"(?:stop|cancel|quit|exit|end|abort|enough|stop it|stop this|stop asking(?: me)?|leave me alone|unsubscribe|go away|finish|close|no more|cancel (?:this|all)|reset|restart|start again|start over)[\s.!]*"
)
_NONE = re.compile(
    r"(?:none|nothing|nil|none of them|nope nothing|no nothing|nowt|none this month|nothing this month|nothing really|nothing to add|nothing at all|none have|nothing has|zero|zilch|nada|nothing from me)[\s.!]*"
)
_NO_FIGURE = re.compile(
    r"(?:(?:i |we |sorry,? |still )*(?:don't|do not|haven't|have not) (?:have|know|got)(?: (?:it|that|this|the (?:figures?|data|number)|a figure|one|them|any))?(?: yet| to hand| at the moment)?|(?:sorry )?(?:no|not) (?:figure|data|idea|number|clue|yet available|available|ready|in|known|measured|collected|reported|yet|applicable|sure|to hand)s?(?: yet| this month| available| for this| at the moment| available yet)*|n/?a|tbc|tba|tbd|unknown|unavailable|awaiting (?:the )?(?:data|figures?)|(?:the )?(?:figures?|data)(?: (?:is|are))?(?: not|n't) .{2,40}|don't know(?: yet)?|dunno|idk|no idea|waiting (?:for|on) (?:the )?(?:data|figures?).{0,30}|can't say|-|\?{0})[\s.!]*"
)
# A pocket's or a cat's word: keys that lie side by side, or nothing that can be said aloud.
_MASHED = re.compile(
    r"asd|sdf|dfg|fgh|hjk|jkl|qwe|wert|zxc|xcv|^[bcdfghjklmnpqrstvwxz]{5,}$|(.)\1{4,}"
)
_DONE_SIGN = re.compile(
    r"(?:✅|✔️?|☑️?|done|all done|complete|completed|finished|100% done|sorted)[\s.!✅]*"
)


def _brief(scene: Scene) -> Part | None:
    """A word or two whose meaning hangs on what was asked."""
    kind = scene.context.kind
    words = scene.marked.said.plain.strip(" .!,")
    here = scene.here
    name = here[0] if here else "it"
    if not words.strip("? "):
        return Part(Intent.HELP, here)
    if _MASHED.search(words) and " " not in words:
        return Part(Intent.NOT_UNDERSTOOD, question=_WHAT)
    if _YES_NO.fullmatch(words):
        if kind == "rag":
            return Part(Intent.AMBIGUOUS, here, question=which_rating(here))
        return Part(
            Intent.AMBIGUOUS,
            here,
            question=Question(
                _YES_WHAT.get(kind, _WHAT.words), _YES_CHOICES.get(kind, _WHAT.choices)
            ),
        )
    if _NOD.fullmatch(words):
        if kind in {"none", "round_overview"} and not words.startswith(("all", "good", "fine")):
            return Part(Intent.NOT_UNDERSTOOD)
        return Part(
            Intent.AMBIGUOUS,
            here,
            question=which_rating(here)
            if kind == "rag"
            else Question(_YES_WHAT.get(kind, _WHAT.words), _YES_CHOICES.get(kind, _WHAT.choices)),
        )
    if _THANKS.fullmatch(words):
        return Part(Intent.NOT_UNDERSTOOD)
    if _STOPS.fullmatch(words):
        return Part(
            Intent.AMBIGUOUS,
            question=Question("Stop for now, or undo your last answer?", ("Stop for now", "Undo")),
        )
    if kind == "measure" and _NO_FIGURE.fullmatch(words):
        return Part(Intent.SKIP, here)
    if _NONE.fullmatch(words):
        return _nothing(scene)
    if _DONE_SIGN.fullmatch(words):
        return Part(
            Intent.AMBIGUOUS,
            here,
            question=Question(
                f"Is {name} complete (Blue), or which rating is it now?",
                ("Blue", "Red", "Amber", "Green"),
            ),
        )
    return None


_YES_WHAT = {
    "action": "What has changed?", "reason": "What is the reason, in a line?", "measure": "What is the figure?",
    "round_overview": "Which of your actions have changed?", "none": "Yes to what? Nothing is waiting for an answer.",
}  # fmt: skip
_YES_CHOICES = {
    "action": ("No change", "Skip"), "reason": ("Skip",), "measure": ("No new figure",),
    "round_overview": ("None of them", "Show my actions"), "none": ("My actions", "Help"),
}  # fmt: skip


def _nothing(scene: Scene) -> Part:
    """Read “none” as no change where that was the question."""
    kind = scene.context.kind
    if kind == "round_overview":
        return Part(Intent.NO_CHANGE, scene.opened, question=_confirm(scene.opened, None))
    if kind in {"action", "reason"}:
        return Part(Intent.NO_CHANGE, scene.here)
    if kind == "measure" and scene.marked.said.plain.strip(" .!") != "zero":
        return Part(
            Intent.AMBIGUOUS,
            scene.here,
            question=Question(
                "Is the figure 0, or is there no new figure?", ("0", "No new figure")
            ),
        )
    if kind == "measure":
        return _measured(scene)
    return Part(Intent.AMBIGUOUS, scene.here, question=_WHAT)


def _confirm(refs: Sequence[str], rag: Rag | None) -> Question:
    what = {"R": "Red", "A": "Amber", "G": "Green", "B": "Blue"}[rag.value] if rag else "no change"
    return Question(
        f"{what.capitalize()} for {len(refs)} actions: {', '.join(refs)}. Is that right?",
        ("Yes", "No"),
    )


def _measured(scene: Scene) -> Part:
    """The answer to "what is the figure?"."""
    text = scene.marked.masked
    measure = scene.lexicon.plan.measure(scene.context.about)
    if measure is None:
        return Part(Intent.AMBIGUOUS, question=_WHAT)
    ref = scene.here[0] if scene.here else measure.used_in[0]
    start, end = polite(text, 0, len(text))
    clause = read_clause(scene, start, end, None, header=False)
    figures = read_figures(scene.marked, start, end, Sought(ref, (measure,), asked=True))
    figures, stands = standing(scene, figures, start, end)
    if stands:
        return Part(Intent.NO_CHANGE, (ref,))
    slashed = re.fullmatch(
        r"\d{1,2}/(?:0?\d|1[0-2])", scene.marked.said.plain[start:end].strip(" .")
    )
    if slashed:
        part, whole = scene.marked.said.plain[start:end].strip(" .").split("/")
        return Part(
            Intent.FIGURES,
            (ref,),
            question=Question(
                f"Is that {part} of {whole}, or a date?", (f"{part} of {whole}", "A date")
            ),
        )
    if clause.intent is Intent.NO_CHANGE:
        return replace(clause, refs=(ref,), figures=())
    if figures.given:
        rest = content_words(re.sub(f"[{R}{D}{C}{F}{N}]+", " ", text[start:end]))
        narrative = scene.marked.said.words(start, end) if len(rest) > 3 else ""
        question = None
        if figures.doubt in {"two", "differ"}:
            question = Question("Which of these is the figure?")
        return Part(
            Intent.FIGURES,
            (ref,),
            None,
            figures.given,
            tuple(clause.dates),
            narrative,
            question=question,
        )
    if figures.doubt or scene.marked.numbers:
        return Part(
            Intent.FIGURES if figures.doubt else Intent.AMBIGUOUS,
            (ref,),
            dates=tuple(clause.dates),
            question=Question(
                f"What exactly is the figure for “{measure.short}”?", ("Skip this figure",)
            ),
        )
    if scene.marked.colours and (given := rate(scene.marked, start, end)).rag:
        return Part(Intent.SET_RAG, (ref,), given.rag)
    return Part(
        Intent.AMBIGUOUS,
        (ref,),
        question=Question(
            f"What is the figure for “{measure.short}”?", ("No new figure", "Skip this figure")
        ),
    )


def _read(
    scene: Scene, piece: Piece, pieces: Sequence[Piece], before: Sequence[Part]
) -> list[Part]:
    if piece.order is not None:
        return [piece.order]
    if piece.bulk is not None:
        return _bulk(scene, piece, pieces)
    kind = scene.context.kind
    if piece.group is None and kind not in {"action", "reason", "rag"}:
        return [_unnamed(scene, piece)]
    if piece.group is None and kind != "reason" and len(pieces) == 1 and _only_asks(scene, piece):
        question = Question(
            "Is that your update, or a question for the programme office?",
            ("My update", "A question"),
        )
        if rate(scene.marked, piece.start, piece.end).doubt:
            question = which_rating(scene.here)
        return [Part(Intent.AMBIGUOUS, scene.here, question=question)]
    if piece.group is None and (lone := _bulk_like(scene, piece)):
        return [lone]
    part = read_clause(scene, piece.start, piece.end, piece.group, header=piece.header)
    if (
        before
        and part.intent is Intent.NO_CHANGE
        and "ditto" in scene.marked.said.plain[piece.start : piece.end]
    ):
        part = replace(
            part,
            question=Question(
                f"Is {part.refs[0] if part.refs else 'it'} unchanged, or the same as the one before?",
                ("Unchanged", "The same as before"),
            ),
        )
    if part.decision and part.intent is Intent.UPDATE and len(pieces) == 1:
        return [part, Part(Intent.DECISION_REQUEST, part.refs, decision=part.decision)]
    return [part]


def _only_asks(scene: Scene, piece: Piece) -> bool:
    text = scene.marked.masked
    if len(text.split()) > 25:
        return False
    part = read_clause(scene, piece.start, piece.end, None, header=False)
    return (
        asks(text, piece.start, piece.end) and text.rstrip().endswith("?") and not part.decision
    ) or (
        asks(text, piece.start, piece.end)
        and len(text.split()) <= 8
        and not part.decision
        and part.rag is None
        and not part.figures
    )


def _bulk_like(scene: Scene, piece: Piece) -> Part | None:
    """Ask what “all green” means while one action is on the screen: all of it, or all of them."""
    text = scene.marked.masked[piece.start : piece.end].strip(" .!")
    if scene.context.kind in {"action", "rag"} and re.fullmatch(
        rf"(?:all|everything|both|all of them)(?: is| are|'s)?(?: now| still)? {C}+(?: now| this month| again)?",
        text,
    ):
        colours = [one.rag for one in scene.marked.colours_in(piece.start, piece.end) if one.rag]
        name = scene.here[0] if scene.here else "this one"
        return Part(
            Intent.AMBIGUOUS,
            scene.here,
            question=Question(
                f"Is that {name}, or all {len(scene.opened)} of your actions?",
                (f"Only {name}", "All of them"),
            )
            if colours
            else which_rating(scene.here),
        )
    return None


def _bulk(scene: Scene, piece: Piece, pieces: Sequence[Piece]) -> list[Part]:
    """All green except QA1.3: always said back first."""
    found = piece.bulk
    if found is None:
        return []
    groups = scene.groups_named(found) if found["but"] else []
    but = {ref for one in groups for ref in (*one.named, *one.choices)}
    named = (
        {ref for one in pieces if one is not piece for ref in _named(one)}
        if found["rest"]
        else set()
    )
    refs = tuple(ref for ref in scene.opened if ref not in but | named)
    _start, end = found.start(), min(piece.end, _sentence_end(scene, found.end()))
    question: Question | None = next(
        (
            Question("Which action do you mean?", one.choices)
            if one.choices
            else Question(
                f"There is no action {one.unknown[0]} in the plan. Which action do you mean?"
            )
            for one in groups
            if one.choices or one.unknown
        ),
        None,
    )
    if N in found["what"]:
        part = Part(Intent.NO_CHANGE, refs, question=question or _confirm(refs, None))
    else:
        rating = scene.rate_alone(found, end)
        part = Part(
            Intent.SET_RAG if rating else Intent.AMBIGUOUS,
            refs,
            rating,
            question=question or (_confirm(refs, rating) if rating else which_rating(())),
        )
    parts = [part]
    if groups and (after := scene.marked.masked[found.end() : piece.end].strip(" .,!)")):
        those = groups[-1]
        if found["but"] and found.end("but") == found.end():
            clause = read_clause(scene, those.start, piece.end, those, header=True)
            if after and (
                clause.rag
                or clause.narrative
                or clause.figures
                or clause.intent is Intent.NO_CHANGE
            ):
                parts.append(clause)
    return parts


def _named(piece: Piece) -> tuple[str, ...]:
    if piece.order is not None:
        return piece.order.refs
    return piece.group.named if piece.group else ()


def _sentence_end(scene: Scene, place: int) -> int:
    found = re.compile(r"[.!?\n;]").search(scene.marked.masked, place)
    return found.end() if found else len(scene.marked.masked)


def _unnamed(scene: Scene, piece: Piece) -> Part:
    """A piece that names no action, where one has to be named."""
    text = scene.marked.masked
    start, end = piece.start, piece.end
    marks = set(text[start:end]) & {C, F, N}
    if N in marks and scene.context.kind == "round_overview":
        clause = read_clause(scene, start, end, None, header=False)
        if clause.intent is Intent.NO_CHANGE:
            only = scene.opened[:1] if len(scene.context.actions) == 1 else scene.opened
            question = None if len(only) == 1 else _confirm(only, None)
            return replace(clause, refs=only, question=question)
    if len(scene.context.actions) == 1 and marks and not asks(text, start, end):
        only_one = Group(start, start, refs=scene.opened[:1])
        return read_clause(scene, start, end, only_one, header=False)
    if marks:
        return Part(
            Intent.AMBIGUOUS, question=Question("Which action is that for?", scene.opened[:6])
        )
    clause = read_clause(scene, start, end, None, header=False)
    if clause.decision:
        return Part(
            Intent.DECISION_REQUEST,
            (),
            narrative=scene.marked.said.words(start, end),
            decision=clause.decision,
            question=Question("Which action is that for?", scene.opened[:6]),
        )
    words = content_words(scene.marked.said.plain[start:end])
    near = [word for word in words if word in scene.lexicon.all_words]
    unknown = next((one.unknown[0] for one in scene.marked.groups if one.unknown), "")
    if unknown:
        return Part(
            Intent.AMBIGUOUS,
            question=Question(
                f"There is no action {unknown} in the plan. Which do you mean?", scene.opened[:6]
            ),
        )
    if near and (len(words) <= 40) and not asks(text, start, end):
        return Part(
            Intent.AMBIGUOUS, question=Question("Which action is that about?", scene.opened[:6])
        )
    return Part(Intent.NOT_UNDERSTOOD, question=_WHAT)


def _used(scene: Scene, start: int, end: int) -> bool:
    """Whether a mended word was read as something: a rating, a date, an order."""
    text = scene.marked.masked[start:end]
    return any(one in text for one in (R, D, C, F, N)) or len(scene.marked.masked.split()) <= 6


def _whole(parts: Sequence[Part]) -> Intent:
    """What a reply does as a whole; several reports together are an update."""
    kinds = list(dict.fromkeys(part.intent for part in parts))
    if len(kinds) == 1:
        return kinds[0]
    if not any(part.narrative or part.figures or part.intent is Intent.UPDATE for part in parts):
        return next((kind for kind in kinds if kind is not Intent.AMBIGUOUS), kinds[0])
    if all(kind in _REPORTS for kind in kinds):
        return Intent.UPDATE
    reports = [kind for kind in kinds if kind in _REPORTS]
    if len(reports) > 1:
        return Intent.UPDATE
    return reports[0] if reports and kinds[0] is Intent.AMBIGUOUS else kinds[0]
