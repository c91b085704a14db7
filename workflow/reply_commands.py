"""Recognise orders and questions to the service by their cues: skip, later, away, undo, who is late."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from workflow.rag import Rag
from workflow.reply_colours import rate
from workflow.reply_dates import Named
from workflow.reply_marks import C, D, F, Marked, N, R
from workflow.reply_refs import Group
from workflow.reply_titles import Lexicon
from workflow.reply_values import Context, GivenDate, Intent, Part, Question, Role

__all__ = ["Scene", "command", "dated", "polite"]


@dataclass(frozen=True, slots=True)
class Scene:
    """A reply with everything found in it, and where it was typed."""

    marked: Marked
    context: Context
    lexicon: Lexicon
    opened: tuple[str, ...]

    @property
    def here(self) -> tuple[str, ...]:
        """The action on the screen, if any."""
        ref = self.context.about.partition("-")[0]
        return (ref,) if ref in self.lexicon.actions else ()

    @property
    def free(self) -> bool:
        """Whether the officer was asked for words of their own."""
        return self.context.kind in {"action", "reason"}

    def refs(self, start: int, end: int) -> tuple[str, ...]:
        """The actions named in a stretch, open or not."""
        groups = self.marked.groups_in(start, end)
        return tuple(dict.fromkeys(ref for one in groups for ref in one.named))

    def groups_named(self, found: re.Match[str]) -> list[Group]:
        """The groups that an exception names ("except QA1.3")."""
        return self.marked.groups_in(*found.span("those"))

    def rate_alone(self, found: re.Match[str], end: int) -> Rag | None:
        """The rating said of many, read without the words that say of which."""
        first, last = found.span("what")
        text = self.marked.masked
        covered = text[: found.start()] + " " * (first - found.start()) + text[first:last]
        after = re.sub(
            rf"^(?: *(?:for|on|to|in|across|with|about|at)? ?{_MANY})?",
            lambda m: " " * len(m[0]),
            text[last:end],
        )
        if found["but"] and found.start("but") >= last:
            cut = found.end("but") - last
            after = after[: found.start("but") - last] + " " * (cut - (found.start("but") - last))
        whole = replace(self.marked, masked=(covered + after).ljust(len(text))[: len(text)])
        return rate(whole, found.start(), end).rag


_MANY = r"(?:all|everything|the rest|rest|the others|others|all the others|everything else|all of them|any|any of them|the lot|both|all mine|all actions|all of mine|across the board|the remaining ones|remaining|all my actions|all the rest|them all)\b"

_LEAD = re.compile(
    r"[\s\"'(*_-]*(?:(?:hi(?: there| all| bot| team)?|hello|hey|hiya|dear \w+|(?:good )?(?:morning|afternoon|evening)(?: all| \w+)?(?=[,.!:;-])|"
    r"good (?:morning|afternoon|evening)|please|ok(?:ay)?(?! $)|right|so|sorry|apologies|yes|yep|yeah|yup|no worries|no problem|"
    r"thanks|thank you|cheers|um+|er+m?|oh|ah|well|bot|g2g|just|actually|also|and|then|but|could you|can you|would you|"
    r"will you|can i|could i|may i|i'd like to|i want to|i need to|i would like to|let me|let's|quick one|fyi|nb|"
    r"i (?:should|would) (?:like|love) to|i (?:propose|wish|intend) to|would you be so kind as to|be so kind as to|might i trouble you for|kindly|"
    r"i(?:'d| would) be grateful if you (?:could|would)|grateful if you (?:could|would)|would it be possible to|is it possible to|"
    r"i'm afraid|i think|afraid|quickly|first|hold on|hang on|wait|hmm+|for me|sure|fine)\b[\s,.!:;-]*)+"
)
_TRAIL = re.compile(
    r"(?:[\s,.!;:-]*\b(?:please|thanks(?: very much| a lot| so much)?|thank you(?: very much)?|many thanks|cheers|ta|then|"
    r"sorry|mate|bot|x+|for me|if poss(?:ible)?|if that's ok(?:ay)?|if you (?:can|could|don't mind)|asap|now|tho(?:ugh)?|"
    r"if i may|lol|kind regards|regards|best wishes|ok(?:ay)?)\b)*[\s.!,;:)*_\"'🙏👍😊🙂😀😅x-]*$"
)


def polite(text: str, start: int, end: int) -> tuple[int, int]:
    """A stretch without its greetings and thanks (never nothing at all)."""
    lead = _LEAD.match(text, start, end)
    first = lead.end() if lead and lead.end() < end else start
    trail = _TRAIL.search(text, first, end)
    last = trail.start() if trail and trail.start() > first else end
    while first < last and text[first] in " \t\n\"'(*_":
        first += 1
    return first, last


def command(scene: Scene, start: int, end: int) -> Part | None:
    """The order or question that a stretch is, all of it; None where it is something else."""
    text = scene.marked.masked
    first, last = polite(text, start, end)
    body = re.sub(rf"({R}|{D}|{C}|{F}|{N})\1+", r"\1", text[first:last]).strip(" .!,")
    if not body:
        return None
    asked = "?" in text[last - 1 : end] or body.endswith("?")
    said = _Said(scene, body.rstrip(" ?"), start, end, asked=asked)
    for reader in (
        _set,
        _help,
        _take_back,
        _edit,
        _away,
        _delegate,
        _defer,
        _skip,
        _late,
        _show,
        _status,
    ):
        if part := reader(said):
            return part
    return None


@dataclass(frozen=True, slots=True)
class _Said:
    """A stretch as the orders read it: `body` is its words, each thing found one letter."""

    scene: Scene
    body: str
    start: int
    end: int
    asked: bool

    @property
    def size(self) -> int:
        """How many words it has."""
        return len(self.body.split())

    @property
    def free(self) -> bool:
        """Whether words of one's own were asked for, which this may then well be."""
        return self.scene.free

    @property
    def kind(self) -> str:
        """What is awaited."""
        return self.scene.context.kind

    def has(self, pattern: re.Pattern[str]) -> bool:
        """Whether a cue stands anywhere."""
        return pattern.search(self.body) is not None

    def opens(self, pattern: re.Pattern[str]) -> bool:
        """Whether it begins with a cue."""
        return pattern.match(self.body) is not None

    def refs(self) -> tuple[str, ...]:
        """The actions named, or the one whose title is."""
        return self.scene.refs(self.start, self.end)

    def choices(self) -> tuple[str, ...]:
        """What a doubtful name could mean."""
        groups = self.scene.marked.groups_in(self.start, self.end)
        return tuple(ref for one in groups for ref in one.choices)

    def days(self) -> list[Named]:
        """The dates."""
        return self.scene.marked.days_in(self.start, self.end)


def _cues(*patterns: str) -> re.Pattern[str]:
    """Any of the patterns; R, D, C, F and N stand for what was found."""
    joined = "|".join(patterns)
    for name, letter in (("<R>", R), ("<D>", D), ("<C>", C), ("<F>", F), ("<N>", N)):
        joined = joined.replace(name, letter)
    return re.compile(rf"(?:{joined})")


def _few(refs: Sequence[str]) -> tuple[str, ...]:
    return tuple(refs[:6])


_IT = r"(?:it|this|that|these|them|this one|that one|<R>)"

# --- help ----------------------------------------------------------------------------------------

_HELP_ALONE = _cues(
    r"(?:(?:any|some|i need|need|can you|could you|give me some) )*help(?: me)?(?: (?:with (?:this|it)|please|out|here))*$",
    r"\?+$|h$|huh$|eh$|what$|menu$|(?:show )?(?:commands|options|instructions|guidance|examples?)$|user guide$",
    r"(?:i'?m |i am |totally |completely |a bit |really )*(?:lost|stuck|confused)\b(?! (?:between|because|with housing))",
)
_HELP = _cues(
    r"\bhow (?:do|does|can|should|would) (?:i|you|we|one|this|it)\b.*\b(?:work|use|answer|update|complete|fill|change|edit|undo|delegate|reply|skip|add|get|set|mark|type|say|do|put|enter|send|save|stop|attach|record|tell)\b",
    r"\bhow to (?:use|answer|update|change|edit|undo|delegate|skip|do)\b",
    r"\bwhat (?:do|should|am|shall|can|would|must) (?:i|you|we) (?:supposed to |meant to |expected to |need to |have to )?(?:do|type|say|write|put|enter|answer|ask|mean|want|need|expect)\b",
    r"\bwhat(?:'s| is| are| does| do|s)?(?: the| this| that| my)? ?(?:difference between|<C>\b.*\bmean|(?:this|it|that|these|they|rag|the colours?|colours|ratings?) (?:mean|for)|counts? as|commands|options)",
    r"\bwhat does <C>(?: mean)?",
    r"\bwhat(?: do(?:es)?)? <C> means?\b",
    r"\bwhen is (?:something|it) <C>\b",
    r"\b(?:don't|do not|didn't) (?:understand|get (?:it|this|what)|know (?:how|what) (?:to|this|you|i'm|i am))\b",
    r"\b(?:who|what) are you\b",
    r"\bwhat is this\b",
    r"\bwhat's this\b",
    r"\bexplain\b",
    r"\bis this (?:thing )?(?:working|on)\b",
    r"\bwhy (?:are you|am i|do you|do i)\b",
    r"\bcan (?:you|i) (?:just )?(?:explain|type|use|say|speak to|talk to|ring|call)\b",
    r"\bwho (?:do|can|should|would) i (?:contact|speak to|call|ring|talk to)\b",
    r"\bcan't (?:work|figure) (?:this|it) out\b",
    r"\bshow me how\b",
    r"\btell me how\b",
    r"\bremind me how\b",
)


def _help(said: _Said) -> Part | None:
    if said.free and not said.asked and said.size > 8:
        return None
    if said.opens(_HELP_ALONE) or (said.has(_HELP) and said.size <= 18):
        return Part(Intent.HELP, said.refs() or said.scene.here)
    if said.kind == "measure" and said.asked and not said.has(_QUESTION_OF_PLAN):
        return Part(Intent.HELP, said.scene.here)
    return None


# --- an order to set a rating --------------------------------------------------------------------------

_SET = re.compile(
    rf"(?:please |can you |can u |could you |just )*(?:change|set|make|mark|put|move|turn|switch|record|rate|call|log)"
    rf" (?:the rag (?:for|on|of) )?(?P<what>(?:{R}|it|this|this one)(?:(?:,| and| &|, and) {R})*)"
    rf"(?: (?:to|as|at|down|up|down to|up to|down as|back to|in|rag|from {C} to))* (?P<rating>{C})"
    rf"(?: (?:please|now|this month|thanks|for (?:now|me|this month)|then|again|instead|today|overall))*"
)


def _set(said: _Said) -> Part | None:
    """An order that says which and what, and nothing else: “please set LD1.3 to green”."""
    found = _SET.fullmatch(said.body)
    if found is None or said.has(_cues(r"\b(?:can|should|shall|may) (?:we|i)\b")):
        return None
    given = said.scene.marked.colours_in(said.start, said.end)[-1].rag
    last = said.scene.context.last
    refs = said.refs() or said.scene.here or ((last.ref,) if last else ())
    if given is None or not refs or said.choices() or not set(refs) <= set(said.scene.opened):
        return None
    mends = last is not None and refs == (last.ref,)
    return Part(Intent.EDIT_LAST if mends else Intent.SET_RAG, refs, given)


# --- taking back, and changing what was said --------------------------------------------------------

_LAST_THING = (
    r"(?:that|it|this|last|previous|what i|my|the (?:last|previous|<C>|<F>|figure|rating|rag|update|answer|one i|entry)|"
    r"<R>|<C>|<F>|everything i|\d+)"
)
_TAKE_BACK = _cues(
    r"undo\b",
    rf"(?:scrap|scratch|ignore|disregard|forget|delete|remove|cancel|retract|strike|withdraw|reverse|revert|rewind|wipe|clear|bin|void|rescind)(?: out| back)? {_LAST_THING}",
    r"(?:take|pull|put|change|set) (?:that|it|this|my|the)\b.*\b(?:back|out|off)\b(?! (?:to|on|in) (?:the )?(?:board|track|school))",
    r"(?:that's|that was|this is|it's|that is|this was|it was)(?: all| just)? (?:wrong|not right|a mistake|an error|incorrect|not what i|my mistake|in error)",
    r"not what i (?:meant|said)",
    r"(?:i )?didn't mean (?:that|to|it)",
    r"i didn't say that",
    r"wrong (?:one|action|answer|button|box|person|thing)\b",
    r"(?:oops|whoops)\b",
    r"my mistake$|mistake$|back$|go back\b(?! to <R>)",
    r"(?:sent|pressed|hit|typed|clicked|tapped|put) .*\b(?:by mistake|by accident|too (?:soon|early)|in error|wrong)\b",
    r"ctrl ?\+? ?z",
    r"never ?mind(?: that)?$",
    r"as you were$",
)
_TAKING = _cues(
    rf"\b(?:undo|scrap|scratch|ignore|disregard|forget|delete|remove|cancel|retract|withdraw|reverse|revert|rescind)(?: out)? {_LAST_THING}",
    r"\b(?:take|pull) (?:that|it|this|my|the)\b.*\b(?:back|out|off)\b",
    r"\bwrong (?:one|action|answer|button|person)\b",
)
_EDIT = _cues(
    r"(?:edit|amend|correct|fix|redo|re-?open|revise|rewrite|re-?do|modify|alter|re-?word)\b",
    r"(?:change|update|replace|swap) (?:(?:that|it|the|my)\b|<R>$|<R> (?:again|please|update|answer))",
    r"(?:i )?(?:need|want|would like|'d like|have|got) to (?:edit|amend|change|correct|redo|fix|add to)\b",
    r"add to (?:that|it|my|the last|<R>)",
    r"(?:i've|i have|there's|there is) (?:made |spotted |a )+(?:mistake|typo|error)",
    r"(?:correction|typo)\b",
    r"go back to <R>",
    r"(?:i )?(?:got|put) (?:<R>|that|it) (?:down )?wrong",
    r"<R>(?:'s)? (?:is|was|needs) (?:wrong|editing|correcting|changing|amending|fixing)",
    r"(?:the )?(?:figure|rag|rating|date|number) (?:for|on|in|at) <R> (?:is|was) wrong",
    r"can i (?:change|edit|amend|correct|add to)\b",
    r"(?:that|it|this|i) (?:should|ought to|meant to) (?:have (?:said|been)|say|read|be)\b",
)


def _take_back(said: _Said) -> Part | None:
    last = said.scene.context.last
    long = 14 if last else 10
    if said.size > long or (said.free and last is None and said.size > 6):
        return None
    said = replace(said, body=re.sub(r"^(?:no|nope)[,.!]* ", "", said.body))
    found = said.opens(_TAKE_BACK) or (last is not None and said.has(_TAKING))
    if not found or (said.asked and not said.opens(_cues(r"undo", r"can (?:i|you)"))):
        return None
    refs = said.refs() or ((last.ref,) if last else ())
    return Part(Intent.UNDO, refs)


def _edit(said: _Said) -> Part | None:
    last = said.scene.context.last
    if said.size > (16 if last else 10) or (said.free and last is None and said.size > 7):
        return None
    if not said.opens(_EDIT):
        return None
    if not last and said.has(_cues(r"<C>", r"<F>")):
        return None  # "change PI3.3 to amber" says what it is now
    refs = said.refs() or ((last.ref,) if last else ())
    question = None
    if not refs:
        question = Question("Which answer do you want to edit?", _few(said.scene.opened))
    elif len(refs) > 1:
        question = Question("Which one first?", _few(refs))
    return Part(Intent.EDIT_LAST, refs, question=question)


# --- away ------------------------------------------------------------------------------------------

_AWAY_STATE = (
    r"(?:(?:annual|sick|parental|maternity|paternity|compassionate|special|study|unpaid|adoption|carers?) leave|a/l|\bal\b|"
    r"\bleave\b(?! (?:it|this|that|them|as|the|care|<R>|<C>))|hols?\b|holidays?\b|vacation|mat leave|toil\b|time off|jury (?:service|duty)|sabbatical|"
    r"secondment|maternity|half term|\baway\b(?! from)|\boff\b(?! (?:track|target|plan|the|to|by|on <R>))|out of (?:the )?office|\booo\b|o\.o\.o|"
    r"not (?:in|working|around|available|at work|in work|in the office|here|at my desk)\b|unavailable|\bsick\b|\bill\b|poorly|unwell|"
    r"in hospital|abroad|on a course|signed off(?: sick)?|not back|no signal|on a plane|in court all)"
)
_ME = r"(?:i'm|i am|i will be|i'll be|i shall be|i'm going to be|i go|i've got|i have|i start|i finish|me|im|we're|we are)"
_AWAY = _cues(rf"{_ME}\b(?: \S+){{0,4}}? ?{_AWAY_STATE}")
_AWAY_ALONE = _cues(
    rf"(?:currently|now|also|just|booked|taking|starting|going|back from|on|my|the|from <D>)? ?(?:on )?(?:my )?{_AWAY_STATE}"
)
_BACK = _cues(
    rf"(?:{_ME} )?(?:not |only |should be |will be |due )?(?:back|returning|return)\b(?: \S+){{0,4}}? ?<D>"
)
_NOT_AWAY = _cues(
    r"\bi was\b",
    r"\b(?:i've|i have) (?:just )?been\b",
    r"\b(?:who|whose) (?:is|are|'s) (?:away|off)\b",
    r"\bback to\b",
    r"\boff the\b",
    r"\bwas (?:away|off|on leave)\b",
    r"\bwhile (?:he|she|they)\b",
    r"\bkick(?:ed|ing)? off\b",
    r"\bsign(?:ed|ing)? off (?!sick)",
)
_COVERED = _cues(
    r"(?:ask|speak to|contact|send (?:it|them|these|everything) to|pass (?:it|them|these|everything|all) (?:on )?to|try|use|go to|cover(?:ed)?(?: is| by|:)?)\s+(?P<to>[a-z][\w'-]*(?: [a-z][\w'-]*)?)",
    r"(?P<by>[a-z][\w'-]*(?: [a-z][\w'-]*)?)(?:'s| is| will be| will| can| to)? (?:covering|cover|deputising|deputise|picking up|pick up|in charge|acting|looking after|handling|answering|doing (?:them|these|it|my))",
)


def _away(said: _Said) -> Part | None:
    if said.asked or said.has(_NOT_AWAY) or said.size > 24:
        return None
    days = said.days()
    me = said.has(_AWAY) or (
        bool(days) and said.opens(_BACK) and (not said.free or said.opens(_cues(_ME)))
    )
    alone = said.opens(_AWAY_ALONE) and not said.free and (bool(days) or said.size <= 8)
    if not (me or alone) or (
        said.free and not said.opens(_cues(_ME, r"(?:from <D> )?(?:on )?(?:annual leave|a/l|ooo)"))
    ):
        return None
    if said.refs() and not said.has(_cues(r"\b(?:for|cover|do|answer|covering)\b")):
        return None
    if said.size > 14 and not days:
        return None
    backs = bool(said.has(_BACK)) and not said.has(_cues(_AWAY_STATE))
    dates = tuple(
        dated(said.scene, one, role)
        for one, role in zip(days, _away_roles(said.scene, days, backs=backs), strict=True)
    )
    question = _next_doubt(said.scene, days)
    if not days:
        question = Question("Until when are you away?", ("Today", "This week", "I don't know yet"))
    return Part(Intent.AWAY, dates=dates, person=_cover(said), question=question)


def _cover(said: _Said) -> str:
    found = _COVERED.search(said.body)
    who = (found["to"] or found["by"]) if found else ""
    return _as_typed(said, who) if who and who.split()[0] not in _NOBODY else ""


def _away_roles(scene: Scene, days: Sequence[Named], *, backs: bool) -> Iterator[Role]:
    text = scene.marked.masked
    for n, one in enumerate(days):
        before = text[max(0, one.start - 24) : one.start].rstrip()
        if re.search(
            r"\b(?:back|return|returning|returns|in again|due back)(?: (?:in|at work|in the office|on|by|from|again|the|to work))*$",
            before,
        ):
            yield Role.BACK
        elif re.search(
            r"(?:until|to|-|through|up to|untill|inclusive|and)(?: the)?$", before
        ) and not before.endswith("back to"):
            yield Role.UNTIL
        elif re.search(r"\bfrom|starting", before) or (n + 1 < len(days) and not backs):
            yield Role.FROM
        else:
            yield Role.BACK if backs else Role.FROM


# --- somebody else -----------------------------------------------------------------------------------

_WHO = (
    r"(?P<who>(?:my|the|our) (?:deputy|manager|boss|colleague|pa|ea|ad|hos|service manager|team manager|head of service|"
    r"assistant director|director|pmo|analyst|business manager)|(?:@|<at>)?[a-z][\w'-]*(?: [a-z][\w'-]*){0,2}(?:</at>)?)"
)
_WORK = (
    r"(?:do|does|doing|update|updates|answer|answers|complete|completes|pick up|cover|covers|handle|handles|take(?: over| on)?|"
    r"deal with|look (?:after|at)|sort(?: out)?|respond(?: to)?|reply(?: to)?|fill(?: in)?|provide|finish|draft|write|own|report on|sign)"
)
_HAND = r"(?:delegate|assign|reassign|re-assign|pass|give|hand|send|forward|transfer|allocate|refer|move|re-?allocate|redirect|put|share)"
_HANDS = [
    re.compile(rf"\b{_HAND}\b(?: over| on| across| off| out)?(?: (?P<obj>[^.!?]{{0,60}}?))?(?: over| on| across| off)? (?:over to|on to|onto|to|past|by|with) {_WHO}"),
    re.compile(rf"\b(?:give|pass|hand|send|delegate)(?: (?:to))? {_WHO} (?P<obj>{R}|this(?: one)?|it|that one|these|all of (?:them|these)|my \w+)"),
    re.compile(rf"\b(?:ask|get|let|have|nominate|want|would like|try|chase|check with|speak to|talk to|contact) {_WHO}(?: in [a-z]+| from [a-z]+| at [a-z]+)? (?:please )?(?:instead|about|for|re|to {_WORK}|{_WORK}|<R>|with)\b ?(?P<obj>.*)".replace("<R>", R)),
    re.compile(rf"\b(?:can|could|would|will|shall) {_WHO}(?: please)? {_WORK} (?P<obj>.*)"),
    re.compile(rf"^(?P<obj>.*?)?\b{_WHO}(?: will| to|'ll| can| should| is going to| is|'s) (?:be )?(?:now )?{_WORK}\b(?P<more>.*)"),
    re.compile(rf"^(?:delegations?[:\s]+)?(?P<obj>(?:{R}[ ,&+-]*(?:and )?)+)(?: is| are)?(?: now| one)?(?:[ :=-]*\b(?:to|with|for|over to)|[ :=-]*>+) ?{_WHO}"),
    re.compile(rf"\b(?:that's|this is|this one is|this one's|it's|that one is) (?:one |now |really |a (?:job|question) )?(?:for|with|down to|over to) {_WHO}"),
    re.compile(rf"^(?:(?:please |just )?(?:ask|try|speak to|check with|contact)|delegate|reassign|pass(?: to| on to)?)[ :-]+(?:to )?(?:the )?{_WHO}(?: please| instead| then)?$"),
    re.compile(rf"\b(?:{R}|this(?: one)?|that(?: one)?|it)(?: is|'s)? (?:not mine|isn't mine|not my (?:action|area))[ ,.;:-]+(?:\S+ ){{0,3}}?{_WHO}"),
]  # fmt: skip
_LOOSE = _cues(
    r"(?:delegate|reassign)(?: (?:it|this|<R>))?$",
    r"(?:<R> |this (?:one )?|that |it )?(?:isn't|is not|not) (?:mine|my (?:action|area|one)|for me)(?: any ?more| now)?$",
)
_DELEGATING = _cues(r"(?:delegate|reassign|assign|pass|hand|forward|give|transfer)\b")
_TITLED = re.compile(r"(?:@|<at>)?[A-Z][\w'’-]+(?: (?:[A-Z][\w'’.-]*|[Oo]'[A-Z]\w+))*")


def _delegate(said: _Said) -> Part | None:
    if said.size > 26 or (
        said.asked and not said.opens(_cues(r"(?:can|could|would|will|shall)\b"))
    ):
        return None
    if said.opens(_LOOSE):
        return Part(
            Intent.DELEGATE, said.refs() or said.scene.here, question=Question("Who should do it?")
        )
    for pattern in _HANDS:
        found = pattern.search(said.body)
        if found is None or re.search(r"\b(?:board|panel|committee|cabinet)\b", found["who"]):
            continue
        if not (person := _named_person(said, found["who"])):
            continue
        if said.size <= 5 and not said.refs() and said.scene.here:
            return _handed(said, person, "")
        obj = (found.groupdict().get("obj") or "") + (found.groupdict().get("more") or "")
        if not _about_action(said, obj):
            continue
        return _handed(said, person, obj)
    return None


def _about_action(said: _Said, obj: str) -> bool:
    """Whether it is an action's update that goes to somebody, and not a thing of the update."""
    if said.free and not said.refs() and not said.opens(_DELEGATING):
        return bool(re.match(r"(?:this|it|that)(?: one)?\b", obj.strip())) and said.size <= 12
    if said.free and not said.opens(
        _cues(
            r"(?:please |can |could |would )?(?:<R>|ask|get|can|could|delegate|pass|hand|give|assign|reassign|forward|send)"
        )
    ):
        return False
    if said.refs() or said.scene.here or said.choices():
        return True
    return bool(
        re.search(
            r"\b(?:this|it|that|these|them|all|everything|mine|my|the rest|the others|the lot|updates?|actions?|ones?)\b",
            obj,
        )
    ) or bool(_titled(said, obj))


def _handed(said: _Said, person: str, obj: str) -> Part:
    scene = said.scene
    many = bool(
        re.search(
            r"\b(?:all|everything|the rest|the others|them|these|the lot|mine|my (?:actions|updates|ones))\b",
            obj,
        )
    )
    refs = (
        said.refs()
        or _family(scene, obj)
        or _titled(said, obj)
        or (scene.opened if many and not scene.here else scene.here)
    )
    dates = tuple(_delegated(scene, one) for one in said.days())
    question = None
    if not refs:
        question = Question(
            f"Which action should go to {person}?", said.choices() or _few(scene.opened)
        )
    elif many and len(refs) > 1:
        question = Question(f"Shall {person} do all {len(refs)}?", ("Yes", "No"))
    return Part(Intent.DELEGATE, refs, dates=dates, person=person, question=question)


def _family(scene: Scene, obj: str) -> tuple[str, ...]:
    """The open actions whose reference begins so: “all the LD ones”."""
    found = re.search(
        r"\b(?:all )?(?:the |my )?(?P<family>[a-z]{2,3})(?:s|'s| ones| actions)\b", obj
    )
    family = found["family"].upper() if found else ""
    return tuple(ref for ref in scene.opened if family and re.fullmatch(rf"{family}\d.*", ref))


def _named_person(said: _Said, who: str) -> str:
    """A person as typed, or empty where the words are nobody's name.

    Capitals tell; without any, one word that is not an everyday one is taken.
    """
    if any(letter in who for letter in (R, D, C, F, N)):
        who = re.split(rf"[{R}{D}{C}{F}{N}]", who)[0].strip()
    if not who:
        return ""
    typed = _as_typed(said, who)
    if re.match(r"(?:my|the|our) ", who):
        return typed
    if found := _TITLED.match(typed):
        name = found[0]
        return "" if name.casefold().split()[0] in _NOBODY else name
    first = who.split()[0]
    return typed.split()[0] if first not in _NOBODY and len(first) > 1 and not said.free else ""


def _as_typed(said: _Said, who: str) -> str:
    """Words as the officer wrote them."""
    words = said.scene.marked.said
    place = words.plain.find(who, said.start, said.end)
    typed = words.words(place, place + len(who)) if place >= 0 else who
    return re.sub(r"^@|</?at>", "", typed).removesuffix("'s").removesuffix("’s")


_NOBODY = frozenset(
    (
        "i'm i've i'd i'll been asked being having me myself him her them us you later next court "
        "board panel the tomorrow somebody someone amber red green blue yes no priority discuss "
        "note follow date time now complete completion risk audit school cabinet ofsted january "
        "february march april may june july august september october november december monday "
        "tuesday wednesday thursday friday review approval it this that these those all "
        "everything please and but so we i they he she who what which when if not to for from "
        "with by on in at as of a an my our your his their there here is are was be been will can "
        "could should would do does done update updates track plan target committee council staff "
        "social workers worker team teams managers manager children young people families housing "
        "health police legal finance hr performance training recruitment programme portfolio "
        "change assurance stop start end half full good more less work working keep get go going "
        "let see say said still also just then out over up down back off away one two three both "
        "each any some many most everyone everybody anyone nobody bot system pmo-only leave "
        "holiday christmas easter autumn spring summer winter consultation scrutiny members "
        "elected lead practice hub partners schools foster carers parents"
    ).split()
)


def _delegated(scene: Scene, named: Named) -> GivenDate:
    before = scene.marked.masked[max(0, named.start - 8) : named.start]
    role = Role.UNTIL
    if "from" in before:
        role = Role.FROM
    elif re.search(r"\bby\b|\bon\b", before):
        role = Role.FORECAST
    return dated(scene, named, role)


# --- later, and the next ------------------------------------------------------------------------------

_ASK_ME = _cues(
    r"\b(?:ask|remind|nudge|ping|prompt|chase|message|msg|text|nag|try|catch|bug|hassle|prod|email|buzz|poke|pester) (?:me\b|again\b|us\b|on <D>|<D>|later|then\b)",
    r"\b(?:ask|remind) (?:me )?(?:about )?<R>",
    r"\bremind me\b",
    r"\b(?:come|get|check|circle) back to me\b",
    r"\bcheck in\b(?: with me)?",
    r"\bstop (?:asking|chasing|bothering|messaging|pestering)\b|\bleave me alone\b",
    r"\btry (?:me )?(?:again|<D>|later)",
    r"\b(?:come|get|go) back to (?:it|this|that|these|you|<R>)\b.*(?:<D>|later (?:today|this)|tonight)",
    r"\b(?:snooze|postpone|defer|hold off|hold fire|put (?:it|this|these|them|me) off|park (?:it|this|these|them|<R>))\b",
    r"\bcan (?:this|it|these|they|we|you) (?:wait|hold|leave)\b",
    r"\b(?:more|some|extra|a bit of|another) time\b",
    r"\bneed (?:until|till|more time|longer|an extension|a few (?:more )?days|another)",
    r"\b(?:give me|can i have|could i have|i'd like) (?:until|more time|a few|another|longer|a bit|an extension|<D>)",
    r"\b(?:i'll|i will|will|i can|let me|i'd rather|i would rather|can i|could i|i shall|i'm going to|going to|we'll) (?:do|look|get|sort|answer|update|come|reply|respond|finish|complete|send|submit|fill|have|let you|deal|pick)\b.*(?:<D>|later|tonight|asap|shortly|soon|in the (?:morning|afternoon|evening)|after|when i|once i|first thing)",
    r"\bdo (?:it|this|these|them|that|mine|my updates?) (?:<D>|later|on <D>|tonight|in the|after|at the weekend|when)",
)
_BUSY = _cues(
    r"(?:not|no)(?: right)? (?:now|today|yet|this (?:week|morning|afternoon)|at the moment|just now|a good time)\b",
    r"(?:maybe |much |a bit |bit )?later\b",
    r"in a (?:bit|while|minute|moment|sec)\b",
    r"(?:i'm |i am |am |a bit |really |too |very |so )*(?:busy|tied up|swamped|snowed under|rushed off|up against it|in (?:a |back to back |an? \w+ )?(?:meetings?|court|panel|supervision|conference|training|hearing)|driving|on (?:a|the) (?:call|train|bus|phone))\b",
    r"(?:i )?(?:can't|cannot|won't be able to|don't have time|haven't (?:got )?time|not able to|unable to|no time|got no time)\b.*\b(?:now|today|yet|this week|until|right now|<D>|do|look|answer)\b",
    r"no time\b",
    r"(?:no data|nothing|no figures?|no news|not ready)\b.*\b(?:until|till|before)\b.*<D>.*\bask\b",
    r"another (?:day|time)\b",
    r"when i(?:'m| am| get)\b",
    r"after (?:my |this |the )?(?:meeting|lunch|leave|court|panel|call|school run)\b",
)
_DAY_ALONE = _cues(
    r"(?:(?:try|maybe|on|by|until|how about|make it|let's say|say|after|better|ok|can we say|next) )*<D>(?: (?:please|instead|would be better|is better|works|suits|onwards|maybe|then|again))*$"
)


_ABOUT = re.compile(r"\b(?:about|on|for) (?:the |our |my )?[a-z]")


def _defer(said: _Said) -> Part | None:
    if said.size > 24 or said.has(_cues(r"\b(?:board|panel|committee|cabinet) (?:to|has)\b")):
        return None
    alone = said.opens(_DAY_ALONE) and said.kind != "measure"
    found = said.has(_ASK_ME) and (not said.free or said.size <= 14)
    busy = said.opens(_BUSY) and (not said.free or said.size <= 6)
    if not (alone or found or busy) or (
        said.asked and said.opens(_cues(r"(?:who|what|why|how|did|when)\b"))
    ):
        return None
    if said.free and not said.has(
        _cues(
            r"\b(?:me|again|later|snooze|remind|park|wait|now|busy|time|i'll|i will|then)\b",
            r"^(?:on |by )?<D>$",
        )
    ):
        return None
    if said.has(_cues(r"<C>")) and not said.has(_cues(r"\b(?:ask|remind|chase|ping)\b")):
        return None
    scene, days = said.scene, said.days()
    about = said.body[about.start() :] if (about := _ABOUT.search(said.body)) else ""
    refs = said.refs() or (_titled(said, about) if about else ()) or scene.here
    question = _next_doubt(scene, days)
    if not days:
        question = Question("When shall I ask again?", ("Tomorrow", "In two days", "Next week"))
    elif alone and scene.context.kind != "round_overview":
        words = scene.marked.said.words(days[0].start, days[0].end)
        question = question or Question(f"Shall I ask you again on {words}?", ("Yes", "No"))
    asked_on = tuple(dated(scene, one, Role.ASK_ON) for one in days[-1:])
    return Part(Intent.DEFER, refs, dates=asked_on, question=question)


_SKIP = _cues(
    r"(?:i(?:'ll| will| would|'d)? )?(?:skip|pass|next|move on|miss|omit)\b(?! (?:to (?!the next)|week|month|year|step|<D>|quarter|meeting|board|steps|phase|stage|review))",
    r"(?:let's |can we |we'll |i'll |i will |will )?(?:come|go|get|circle) back to (?:it|this|that|these|<R>|this one|that one|these ones)\b",
    rf"leave {_IT}(?: one)?(?: (?:blank|out|for now|for later|for the moment|until later|empty|alone|this month|at the end|to last|until the end))?$",
    rf"(?:do|ask|come to) {_IT}(?: one)? (?:later|last|after|at the end)\b",
    r"don't (?:ask|bother)\b",
    r"on to the next\b",
    rf"not {_IT}(?: one)?(?: (?:now|today|yet))?$",
    r"nothing (?:for|on) (?:it|this|that|<R>)(?: one)?(?: yet)?$",
    r"what's next$",
    r"next up$",
    r"no comment$",
    r"(?:can|could) (?:we|i|you) skip\b",
    r"i'd (?:rather )?skip\b",
    r"<R> ?[-:,]? ?(?:skip|pass)\b",
)
_NO_FIGURE = _cues(
    r"\b(?:don't|do not|haven't|have not|hasn't|won't|not) (?:have|know|got|been given|received|yet have|hold)\b",
    r"\bno (?:figures?|data|idea|number|clue|new|update)\b",
    r"\bn/?a\b",
    r"\btb[cad]\b",
    r"\bnot (?:available|ready|in yet|known|measured|collected|reported|applicable|sure|to hand|out|published|yet)\b",
    r"\b(?:unknown|unavailable|dunno|idk|awaiting|waiting (?:for|on))\b",
    r"\bno idea\b",
    r"\bnext$",
    r"\bmove on\b",
    r"\bcan't say\b",
    r"\bdata (?:isn't|is not|not)\b",
)


def _skip(said: _Said) -> Part | None:
    closing = said.size <= 9 and said.has(
        _cues(r"[,.!] ?(?:just |please )?(?:skip|pass|next)(?: (?:it|this|one|please))*$")
    )
    if closing or (said.opens(_SKIP) and said.size <= 9 and not said.has(_cues(r"<C>", r"<F>"))):
        return Part(Intent.SKIP, said.refs() or said.scene.here)
    measured = (
        said.kind == "measure"
        and said.has(_NO_FIGURE)
        and not said.has(_cues(r"<F>", r"<N>", r"\d"))
    )
    if measured and not said.asked and said.size <= 14:
        return Part(Intent.SKIP, said.scene.here)
    return None


# --- who is late, show, how do we stand ---------------------------------------------------------------

_NOT_IN = (
    r"(?:late|missing|silent|outstanding|overdue|behind|replied|responded|answered|updated|submitted|reply|respond|answer|update|submit|"
    r"waiting|chasing|chase|owes?|left|sent|given|completed|complete|holding|in yet|not in|still in|reported|report|done|in|finished|to go|returned|bothered|come back|got back|heard from)"
)
_LATE = _cues(
    rf"(?:(?:do|can|could) (?:we|you|i) (?:know|tell me|say|see|check) )?(?:who|whose|whom|who's|which (?:leads?|officers?|people|directors?|managers?|ads?|ones|updates?|replies))\b.*\b{_NOT_IN}\b",
    rf"(?:is|are|has|have|did) (?:there )?(?:anyone|anybody|everyone|everybody|any(?: of the)? (?:leads?|officers|updates|replies))\b.*\b{_NOT_IN}\b",
    r"(?:is|are) (?:anyone|anybody|everyone|everybody) (?:still )?(?:to|yet to|in)\b",
    r"(?:show |give |send )?(?:me )?(?:the |my )?chase list",
    r"(?:any|who) (?:late|missing|outstanding)\b",
    r"(?:late|missing|outstanding) (?:updates|replies|officers|returns|people|leads|ones)\b",
    r"late$",
    r"(?:list|show)(?: me)? .*\b(?:late|missing|silent|not (?:replied|answered|responded))\b",
    r"non[- ]?(?:responders|replies|returns)",
    r"who (?:do|should) i (?:need to )?chase",
    rf"how many (?:people|officers|leads|updates|replies|are|have|still)\b.*\b{_NOT_IN}\b",
    r"am i (?:the )?(?:last|only)\b",
    r"(?:has|have|did) (?:the |my )?(?!i |we |you |it |this |that |they )[a-z].*\b(?:sent|replied|answered|responded|submitted|done (?:hers|his|theirs)|in yet|got back)\b",
    r"(?:still )?waiting on (?:who|anyone)",
    r"where are (?:the )?(?:missing|late)",
)
_OURS = _cues(r"\b(?:children|young people|families|assessments|plans|visits|workers|carers)\b")


def _late(said: _Said) -> Part | None:
    if (
        said.free
        and not said.asked
        and not said.opens(_cues(r"(?:who|show|list|chase|anyone|has everyone)\b"))
    ):
        return None
    if not said.opens(_LATE) or said.has(_OURS) or said.refs() or said.size > 16:
        return None
    if said.opens(
        _cues(
            r"(?:which|what|how many) (?:ones|of mine|actions|do i|have i)",
            r".*\b(?:my|mine|i) (?:list|still|left|have)",
        )
    ):
        return None
    return Part(Intent.WHO_IS_LATE)


_TELL = (
    r"(?:show|open|view|display|pull up|bring up|go to|goto|jump to|find|read(?: me)?|see|look at|remind me (?:what|about|of)|"
    r"tell me (?:more )?about|talk me through|more (?:on|about)|details?\b|info\b|history\b|card for|full text|wording (?:of|for)|let me (?:see|look|read|check)|"
    r"can i (?:see|have a look|look|read)|let's (?:see|look)|give me|send me|what does <R> say|what is <R>|what's <R>$|what was <R>|what(?:'s| is|s) <R> about)"
)
_SHOW = _cues(
    rf"{_TELL}\b",
    r"<R>(?: please| details?| history| card| in full| wording)*$",
    r"<R> (?:details?|history|card|wording|please)\b",
)
_SAID = _cues(
    r"\b(?:what|how) (?:did|do|have|had|was|were) (?:i|we|you|they|he|she|it|<R>)\b.*\b(?:say|said|put|write|wrote|report|reported|promise|rated?|give|gave|type|typed|submit|tell|told)\b",
    r"\bwhat (?:was|were|is|are) (?:my|our|the|their) (?:last|previous|<D>|june|may|july|august) ?(?:month's )?(?:update|answer|words|rating|report|entry|reply|rag)?\b",
    r"\blast (?:month's|time's) (?:update|answer|words|rag|entry|report|text)\b",
    r"\b(?:what|which) .*\b(?:was|were) (?:said|put|written|reported)\b",
    r"\bwhat (?:i|we) (?:said|put|wrote|reported|rated|gave|told|answered|typed|submitted)\b",
    r"\bhistory (?:of|for)\b",
)


def _show(said: _Said) -> Part | None:
    showing = said.opens(_SHOW)
    saying = said.has(_SAID) and said.size <= 20
    if (
        not (showing or saying)
        or said.has(_cues(r"<N>"))
        or (said.free and not said.asked and said.size > 8)
    ):
        return None
    if (
        showing
        and not saying
        and said.has(_cues(r"<C>", r"<F>"))
        and not said.has(_cues(r"\b(?:before|red risks?)\b"))
    ):
        return None
    scene = said.scene
    refs, choices = said.refs(), said.choices()
    if not refs and not choices:
        rest = re.sub(
            rf"^{_TELL.replace('<R>', R)}(?: (?:me|us|the|our|my|action|card for|of|for|on|about|one about|up))*",
            "",
            said.body,
        )
        refs = _titled(said, rest) or _titled(said, said.body)
        here = re.search(r"\b(?:this|it|that|last (?:month|time)|here)\b", said.body) is not None
        refs = refs or (scene.here if here or saying else ())
    if refs or choices:
        question = Question("Which one?", choices) if choices and not refs else None
        return Part(Intent.SHOW_ACTION, refs or choices, question=question)
    plain = re.fullmatch(
        r"(?:show|open|view|see|find|read|history|details?)(?: me)?(?: (?:an?|the|another|one))?(?: action| card)?",
        said.body,
    )
    unknown = [name for one in scene.marked.groups_in(said.start, said.end) for name in one.unknown]
    if plain or saying or unknown:
        words = (
            f"There is no {unknown[0]} in the plan. Which action?" if unknown else "Which action?"
        )
        return Part(Intent.SHOW_ACTION, question=Question(words, _few(scene.opened)))
    return None


_OVERVIEW = _cues(
    r"(?:my |the |board |rag |full |quick )*(?:status|summary|progress|overview|dashboard|list|actions|rags?|position|outstanding|to ?-?do|deadlines?|scorecard)(?: (?:please|report|list|check|so far|for me|for (?:the )?(?:board|month)|of (?:my|all) actions|update))*$",
    r"(?:show|list|give|see|view|display|get|send|read out|run through|go through)(?: me| us)? (?:.{0,30}\b)?(?:list|actions|status|summary|progress|rags?|overview|position|reds?|ambers?|greens?|<C>s?|overdue|outstanding|left|deadlines?|dashboard|figures|measures|targets?|dates|mine|remaining|rest)\b",
    r"(?:all |any |just |only )?(?:the )?(?:reds|ambers|greens|<C>s|<C> (?:ones|actions))$",
)
_ASKING = _cues(
    r"(?:what|what's|whats|which|where|where's|how|how's|hows|when|when's|whens|why|any|is|are|am|was|were|did|does|do|have|has|who|who's|will|would|can|could|so what|so how|and what|so)\b"
)
_QUESTION_OF_PLAN = _cues(
    r"<R>",
    r"<C>",
    r"<D>",
    r"\b(?:actions?|updates?|board|deadline|list|rag|plan|month|round|figures?|ratings?|left|due|say|said|report\w*|status|close|closes|closing|target|"
    r"doing|going|stand|standing|position|done|late|behind|overdue|on track|measure|progress|changed|happened|latest|score|more|many|finished|leads?|owns?|responsible|saved|submitted|received|me|i|we|mine|my|outstanding|to do)\b",
)
_ADVICE = _cues(
    r"(?:is|are|should|would|shall|can|could|do you think|does|am i right|so is) (?:it|this|that|i|you)\b.*<C>",
    r"(?:is|are|should) <C>",
    r"should (?:we|i|it|this|that|<R>)\b",
    r"can (?:we|i|it) (?:be|go|have|put|say)\b",
)


def _status(said: _Said) -> Part | None:
    overview = said.opens(_OVERVIEW) and said.size <= 12
    asking = said.opens(_ASKING) and said.has(_QUESTION_OF_PLAN) and said.size <= 22
    if (
        not (overview or asking)
        or said.opens(_ADVICE)
        or (not said.asked and not _asks_plainly(said, overview=overview))
    ):
        return None
    scene = said.scene
    refs, choices = said.refs(), said.choices()
    if not refs and not choices:
        here = re.search(r"\b(?:it|this|that)\b|last (?:month|time)", said.body)
        refs = _titled(said, said.body) or (scene.here if here else ())
    question = Question("Which one?", choices) if choices and not refs else None
    wanted = {one.rag for one in scene.marked.colours_in(said.start, said.end)}
    return Part(
        Intent.STATUS_QUERY,
        refs or choices,
        question=question,
        wanted=wanted.pop() if len(wanted) == 1 else None,
    )


_TOLD = _cues(
    r"(?:is|are|was|were|any|have|has|did|does|do|will|would|can|could|so) (?!<R>|it\b|this\b|we\b|i\b|there\b|you\b|that\b|any\b|everyone\b|the\b)"
)
_PLAIN_ASKING = _cues(
    r"(?:what|what's|whats|which|where|where's|how|how's|hows|when|whens|when's|show|list|my)\b",
    r"(?:status|summary|the list)$",
)


def _asks_plainly(said: _Said, *, overview: bool) -> bool:
    """A question without its question mark; in free text only one that nobody would report."""
    if said.free:
        return said.size <= 9 and said.opens(_PLAIN_ASKING)
    return overview or not said.opens(_TOLD)


_TITLE = re.compile(
    r"\b(?:with|on|of|for|about|is|are|was|how's|hows|what's|where's|to|in|did|does|has|why|at|say|me|ask) (?:me )?(?:about )?(?:the |our |my )?(?P<title>[a-z][^?,.;]{2,60})"
)
_TITLE_END = re.compile(
    r" (?:going|doing|getting on|looking|at|up to|now|still|due|like|standing|moving|last (?:month|time|year)|so far|this month|progressing|coming along|"
    r"on track|rated|rag|status|in|tomorrow|next|to|please|before|and|because|as|when|by|until|again|one|action|details|stand|we|is|are|was)\b.*"
)


def _titled(said: _Said, words: str) -> tuple[str, ...]:
    """The action whose title the words name: "where are we with pathway plans"."""
    lexicon = said.scene.lexicon
    plain = re.sub(f"[{R}{D}{C}{F}{N}]", " , ", words)
    phrases = [found["title"] for found in _TITLE.finditer(plain)] or [plain.strip()]
    for phrase in phrases:
        short = _TITLE_END.sub("", phrase).strip(" ,'")
        for one in dict.fromkeys((short, phrase)):
            if not 2 < len(one) <= 60:
                continue
            match = lexicon.meant(one, said.scene.opened)
            match = match if match.one else lexicon.meant(one, list(lexicon.actions))
            if match.one and (len(one.split()) > 1 or lexicon.entitles(one, match.refs[0])):
                return match.refs
    return ()


# --- dates in orders -------------------------------------------------------------------------


def dated(scene: Scene, named: Named, role: Role) -> GivenDate:
    """A date with what it is for; orders look ahead."""
    marked = scene.marked
    day = named.ahead
    if role is Role.FROM:
        day = named.first(day)
    return GivenDate(
        marked.said.words(named.start, named.end), day, named.precision, role, named.at
    )


def _next_doubt(scene: Scene, days: Sequence[Named]) -> Question | None:
    for one in days:
        if one.doubt is not None:
            words = scene.marked.said.words(one.start, one.end)
            both = sorted((one.doubt, one.ahead))
            return Question(f"Which day do you mean by “{words}”?",
                            tuple(f"{day:%A} {day.day} {day:%B}" for day in both))  # fmt: skip
    return None
