"""Recognise orders and questions to the service: skip, snooze, away, delegate, undo, who is late."""

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
    inner = polite(text, start, end)
    for first, last in dict.fromkeys([(start, end), inner]):
        asked = text[first:last].endswith("?") or text[last : last + 1] == "?"
        body = text[first:last].rstrip(" ?.!")
        body = re.sub(rf"({R}|{D}|{C}|{F}|{N})\1+", r"\1", body)
        for reader in (_plain, _defer, _away, _delegate, _late, _show, _status):
            if part := reader(scene, body, first, last, asked=asked):
                return part
    return None


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


# --- short orders ------------------------------------------------------------------------------

_IT = rf"(?:it|this|that|these|them|this one|that one|the action|this action|one|mine|the lot|everything|all mine|all of (?:it|them)|my stuff|{R}|action {R})"
_PLAIN: Sequence[tuple[Intent, str]] = (
    (Intent.HELP, r"\?+|help(?: me)?(?: with this)?|help me (?:understand|with|to|out|do).{0,40}|(?:i )?need (?:some )?help|h|is this(?: thing)? (?:working|on)|what can (?:you|i) (?:do|say|type|ask)(?: here)?|how does (?:this|it) work|"
     r"how do (?:i|you|we) (?:do|use|answer|update|complete|fill in|change|edit|undo|delegate|reply(?: to)?|skip|add|get|set|mark|type|say)\b.{0,40}|what (?:do|should|am) i (?:do|type|say|supposed to (?:do|type|say|write))(?: here| now| next| with this)?|"
     r"what are (?:my|the) (?:options|commands)|(?:show )?(?:commands|options|instructions|guidance|menu)|(?:i'm |i am )?(?:stuck|lost|confused)|(?:i )?(?:don't|do not) (?:understand(?: this| that| it)?|get (?:it|this)|know (?:how|what) (?:to do(?: (?:with )?(?:this|it|here|next))?|this is|you (?:want|mean)|to (?:put|say|write|type)(?: here)?))|"
     r"what do you (?:want|need|mean|expect).{0,30}|what does (?:this|that|it) mean|what is this(?: thing)?|who are you|what are you|what's this(?: for| about)?|how do you (?:work|want (?:it|this))|what do (?:the )?(?:colours|rags?|ratings?) mean|"
     r"what counts as {C}|what does {C} mean|can you help|any help|huh|eh|what|user guide|explain(?: this)?|examples?|give me an example|why are you asking(?: me)?(?: this)?|why am i getting this|who do i (?:contact|ask|call|speak to).{0,30}"),
    (Intent.UNDO, r"undo(?: that| it| this| last| the last (?:one|thing|update|answer)| my last (?:answer|update|one|message)| {R}| please)*|scrap (?:that|it|this)|(?:please )?(?:ignore|disregard|forget|delete|remove|cancel|retract|scratch|strike|withdraw) (?:that|it|this|my last(?: message| one| answer| update)?|the last (?:one|message|answer|update|bit)|last(?: message| one| answer)?|what i (?:just )?said|what i just (?:typed|put|wrote)|previous(?: message| answer)?)|"
     r"(?:that's|that was|this is|it's|that is|this was) (?:wrong|not right|a mistake|an error|incorrect|not what i (?:meant|said)|my mistake)|not what i (?:meant|said)|i didn't (?:mean|say) that|didn't mean that|didn't mean to(?: do that| send(?: that)?)?|wrong (?:one|action|answer|button)|oops+|whoops|go back(?: a step| one)?|back|revert(?: that| it)?|take (?:that|it) back|my mistake|mistake|put it back(?: (?:how|as|to what) it was)?|change it back|reverse that|ctrl ?\+? ?z|rewind|sent (?:that )?(?:by mistake|too (?:soon|early)|in error)|pressed (?:the )?wrong (?:one|button|thing)"),
    (Intent.SKIP, r"(?:skip|pass(?: on)?|next|move on|skip over|miss|omit)(?: (?:{IT}|for now|question|please|to (?:the )?next(?: one)?|to the next|on|action|for the moment|today|this month|ahead|past {IT}|from {IT}))*|"
     r"next (?:one|action|question|item)(?: please)?|(?:come|go|get) back to {IT}(?: later| after| in a (?:bit|minute|sec))?|(?:i'll |will |i will |can i |can we )?(?:come|go|get) back to {IT}(?: later| after| in a (?:bit|minute))?|leave {IT}(?: (?:blank|out|for now|for later|this month|for the moment|until later|empty|alone))?|"
     r"do {IT} (?:later|last|after)|(?:let's |we'll |i'll )?(?:do|come to) {IT} later|don't (?:ask|bother) (?:me )?(?:about|with) {IT}(?: now| this month)?|on to the next(?: one)?|not {IT}(?: (?:one )?(?:now|today|yet))?|nothing for {IT}(?: yet)?|what's next|next up"),
    (Intent.EDIT_LAST, r"(?:edit|amend|change|correct|fix|redo|reopen|re-open|revise|update|rewrite|re-do|modify|alter)(?: (?:my |the )?(?:last|previous)(?: one| answer| update| entry| reply| message)?| that| it| what i (?:said|put|wrote)(?: (?:for|on|about|to) {R})?| my (?:answer|update|reply|entry|response|words|wording)(?: (?:for|on|to|about) {R})?| the (?:answer|update|wording|text|figure|figures|rag|rating|date|narrative|reason)(?: (?:for|on|to|in|of|at) {R})?)|"
     r"(?:edit|amend|correct|redo|reopen|re-open|revise|fix|rewrite|modify|alter|change)(?: my)? {R}(?: (?:again|update|answer|please|rag|rating|figures?))?|change (?:my )?(?:answer|update|mind)(?: (?:for|on|to|about) {R})?|edit|edit last|amend|correction|i(?:'ve| have) (?:made|spotted) a (?:mistake|typo|mistake in {R}|typo in {R})|(?:there's|there is) a (?:mistake|typo|error) (?:in|on|with) {R}|i (?:need|want|would like|'d like|have) to (?:edit|amend|change|correct|redo|fix) (?:{R}|my last(?: answer| one| update)?|that|it|my (?:answer|update)(?: (?:for|on|to) {R})?)|go back to {R}|i (?:got|put) (?:{R}|that|it) wrong|{R} (?:is|was) wrong|{R} needs (?:editing|correcting|changing|amending)|"
     r"(?:the )?(?:figure|rag|rating|date|number) (?:for|on|in|at) {R} (?:is|was) wrong"),
)  # fmt: skip
_SHORT = [(intent, re.compile(pattern.replace("{IT}", _IT).replace("{R}", R).replace("{C}", C)))
          for intent, pattern in _PLAIN]  # fmt: skip


def _plain(scene: Scene, body: str, start: int, end: int, *, asked: bool) -> Part | None:
    whole = body or scene.marked.masked[start:end].strip()
    for intent, pattern in _SHORT:
        if not pattern.fullmatch(whole):
            continue
        refs = scene.refs(start, end)
        last = scene.context.last
        if intent is Intent.SKIP:
            refs = refs or scene.here
        elif intent in {Intent.UNDO, Intent.EDIT_LAST} and not refs:
            refs = (last.ref,) if last else ()
        question = None
        if intent is Intent.EDIT_LAST and not refs:
            question = Question("Which answer do you want to edit?", _few(scene.opened))
        elif intent is Intent.EDIT_LAST and len(refs) > 1:
            question = Question("Which one first?", _few(refs))
        return Part(intent, refs, question=question)
    return None


def _few(refs: Sequence[str]) -> tuple[str, ...]:
    return tuple(refs[:6])


# --- ask me later ------------------------------------------------------------------------------

_WHEN = rf"(?:(?:on|at|in|from|by|until|after|about|around|before|again|for|this|first thing|sometime|some time|later|early|late|then|and|or|the|instead) ?)*{D}(?: (?:instead|maybe|or so|first thing|at the (?:earliest|latest)|onwards))?"
_SOON = r"(?:later(?: on)?(?: today| this week| in the (?:week|day|month))?|in a (?:bit|while|minute|moment|sec|few (?:days|minutes|hours))|another (?:day|time)|when i'm (?:back|free|out of (?:this|my) meeting)|after (?:my |this |the )?(?:meeting|lunch|leave|court|panel|call|school run)|next time|soon|when i get a (?:minute|chance)|after \d{1,2}(?:[:.]\d\d)?(?: ?[ap]m)?|at \d{1,2}(?:[:.]\d\d)? ?(?:[ap]m|o'clock)?|(?:\d{1,2}) ?[ap]m|in (?:an|half an|a couple of|\d) hours?|once i('ve| have) .{3,40})"
_DEFER = re.compile(
    rf"(?:(?:please )?(?:ask|remind|nudge|ping|prompt|chase|poke|message|msg|text|nag|try|catch|contact|bug|hassle|prod|email|call|buzz)(?: me)?|"
    rf"(?:get|come|check) back to me|check in(?: with me)?|try me|come back(?: to me)?|hit me up)"
    rf"(?: (?:again|about {_IT}|on {_IT}|re {_IT}|for {_IT}|to do {_IT}|with {_IT}|to update {_IT}|back|about my updates?|about these|about the rest|to do these|about everything))*(?: (?:{_WHEN}|{_SOON}|{_SOON} {_WHEN}|{_WHEN} {_SOON}|again))?(?: about {_IT}| for {_IT}| to do {_IT}| on {_IT})?"
    rf"|(?:snooze|defer|postpone|hold off|hold|pause|sleep|park|delay|put off|stop for now|hold fire)(?: {_IT}| everything| all(?: of (?:them|these))?| the rest)?(?: off)?(?: (?:to|until|for|on)?(?: ?(?:{_WHEN}|{_SOON}|(?:a|an|\d|two|three|few|a few|couple of|a couple of) (?:days?|weeks?|hours?|while|bit))))?"
    rf"|(?:leave|put|push|move|park|save) {_IT}(?: off| back)? (?:until|to|for|on) (?:{_WHEN}|{_SOON}|{D})"
    rf"|(?:not|no)(?: right)? (?:now|today|yet|this week|at the moment|just now|a good time)(?:,? (?:{_WHEN}|{_SOON}|maybe {_WHEN}|try me {_WHEN}|try {_WHEN}|ask me {_WHEN}))?"
    rf"|(?:maybe |much |do (?:it|this|that|these|them) |i'll do (?:it|this|that|these|them) |perhaps )?{_SOON}"
    rf"|(?:i'm |i am |am |bit |too |really |very |rather |a bit |quite )*(?:busy|tied up|swamped|snowed under|rushed off my feet|up against it|in (?:a |back to back )?(?:meetings?|court|panel|supervision|conference|training)|in (?:a |an )?\w+ (?:meeting|panel|hearing|review)|driving|on (?:a|the) (?:call|train|bus)|in the car)(?: (?:right now|now|today|all day|all morning|all afternoon|this (?:morning|afternoon|week)|at the moment|atm|until {D}|until \d{{1,2}}(?:[ap]m)?|{D}))*(?:[,. -]+(?:so |can you |please |can we |could you )*(?:ask me|try me|try|remind me|come back|do (?:it|this)|i'll do (?:it|this|these)|will do (?:it|this)|ping me|back to you|catch me)?(?: again)?(?: to me)? ?(?:{_WHEN}|{_SOON}|{D}))?"
    rf"|(?:i )?(?:can't|cannot|won't be able to|don't have time to|haven't got time to|not able to|unable to|haven't time to|no time to)(?: (?:do|talk|look at|answer|reply|update|get to|deal with|think about|finish|complete))(?: {_IT}| the rest| my updates?)?(?: (?:now|right now|today|yet|this week|until {_WHEN}|until {D}|before {D}|{_WHEN}|at the moment|{_SOON}))*(?:[,. -]+(?:so |can you |please |can we |could you )*(?:ask me|try me|try|remind me|come back|do (?:it|this)|i'll do (?:it|this|these)|will do (?:it|this)|ping me)?(?: again)? ?(?:{_WHEN}|{_SOON}|{D}))?"
    rf"|(?:no time|haven't (?:got )?time|no time (?:now|today)|got no time|out of time)(?:,? .{{0,20}}{_WHEN})?"
    rf"|(?:i'll|i will|will|i can|can|i'm going to|i should be able to|i'll try to|i'll try and|i hope to|i plan to|i shall|promise to|gonna|going to|i'd rather|let me) (?:do|look at|get to|sort(?: out)?|answer|update|come back to|reply(?: to)?|get back to|respond(?: to)?|have|deal with|finish|finish off|complete|send|submit|fill in|get)(?: (?:{_IT}|you|the rest|the update|the updates|my updates?|an answer|the answer|the others|these|all of (?:them|these)|on this|on {R}|off|to you|done|back to you|sorted|over|about {_IT}))* (?:{_WHEN}|{_SOON}|asap|shortly)(?: about {_IT}| on {_IT})?"
    rf"|(?:i'll|i will|will|can we|could we|can i|could i|shall we|may i|let's|i'd rather|we'll|i'd prefer to) (?:do|have|get|leave|finish|give you|pick|look at|answer|reply|respond|come back)(?: {_IT}| you| the rest| these| my updates?| an answer| to you| to {_IT}| up| more time)*(?: (?:until|on|by|at|up))? ?(?:{_WHEN}|{_SOON})"
    rf"|(?:(?:i )?need|give me|can i have|could i have|i'd like|i want|i'll need|allow me|any chance of|please can i have)(?: (?:until|more time|a bit (?:more time|longer)|a few (?:more )?days|another (?:day|week|few days|couple of days)|longer|an extension|some more time|more time on {_IT}|time|another day or two|a (?:day|week)(?: or two)?))(?: (?:until|to|on|for|,|please))* ?(?:{_IT} ?)?(?:{_WHEN})?"
    rf"|more time(?: please)?|(?:can|could) (?:you|we) (?:ask|do|try|remind|chase|nudge|ping|leave|move|put|push)(?: me)?(?: again)?(?: {_IT})?(?: about {_IT})? (?:{_WHEN}|{_SOON}|until {D})"
    rf"|(?:is|would) (?:it|this) (?:ok|okay|alright|possible) (?:if i|to) (?:do|answer|reply|leave|finish|send)(?: {_IT}| you)* (?:{_WHEN}|{_SOON}|until {D})(?: instead)?"
    rf"|{D}(?: (?:please|instead|would be better|is better|works|better|works better|suits|onwards))?|(?:try|maybe|on|by|until|how about|make it|let's say|say|after|better) {D}"
)
_BARE_DAY = re.compile(
    rf"(?:try |maybe |on |by |until |how about |make it |let's say |say |after )?{D}(?: .*)?"
)


def _defer(scene: Scene, body: str, start: int, end: int, *, asked: bool) -> Part | None:
    if not _DEFER.fullmatch(body) or re.match(r"(?:i'll|will|i will|can|i can) have\b.*done", body):
        return None
    days = scene.marked.days_in(start, end)
    refs = scene.refs(start, end)
    if (
        scene.context.kind == "measure"
        and _BARE_DAY.fullmatch(body)
        and not body.startswith(("try", "maybe"))
    ):
        return None  # "31 August" after a figure was asked for: hardly a snooze
    question = _next_doubt(scene, days)
    if not days:
        question = Question("When shall I ask again?", ("Tomorrow", "In two days", "Next week"))
    elif _BARE_DAY.fullmatch(body) and scene.context.kind != "round_overview":
        words = scene.marked.said.words(days[0].start, days[0].end)
        question = question or Question(f"Shall I ask you again on {words}?", ("Yes", "No"))
    return Part(Intent.DEFER, refs or scene.here, dates=tuple(dated(scene, one, Role.ASK_ON) for one in days[:1]),
                question=question)  # fmt: skip


# --- away --------------------------------------------------------------------------------------

_ME = r"(?:(?:i'm|i am|i will be|i'll be|im|am|will be|i shall be|be|me,?|i've been|i|note(?: that)?|just to say|heads up|fyi|as|since|because|reminder|remember)[ ,:-]*)*"
_STATE = (
    r"(?:(?:currently|now|also|going|just|going to be|actually|booked|all|away) )*(?:"
    r"(?:(?:on|taking|starting|going on|having|booked|back from|got|have) )?(?:(?:my|some|a bit of|a) )?(?:(?:annual|sick|parental|maternity|paternity|compassionate|special|study|unpaid|adoption|carers?) leave|a/l|al|hols?|holidays?|vacation|mat leave|pat leave|leave|toil|lieu day|time off|jury (?:service|duty)|sabbatical)(?: booked)?"
    r"|away|off(?: sick| ill| work| poorly| on leave| on holiday| on sick leave| on annual leave)?|out of (?:the )?office|out|ooo|not (?:in|working|around|available|at work|in work|in the office|here|about|at my desk)(?: again)?|unavailable|sick|ill|poorly|unwell|in hospital|on a course|on training|self[- ]isolating|not well|signed off(?: sick)?|on (?:a )?secondment|abroad|in spain|not back)"
)
_SPAN = r"(?:[ ,]*(?:from|until|to|for|on|back(?: in)?|returning(?: on)?|return(?: on)?|and|but|then|all|up to|through to|-|,|starting|the week|week|of|the|today|this week|next|again|work(?:ing)?|due back|i'm back|i'm|i'll be|be|i am|till|of|in(?: the office)?|at work|inclusive|now|so|w/c|later|(?:a|one|two|three|\d) (?:days?|weeks?|months?|fortnight)|fortnight|indefinitely|not|a few (?:days|weeks)|(?:the )?(?:rest|end|whole) of (?:the )?(?:this )?(?:week|day|month)|rest of this week|the moment|at))*"
_AWAY = re.compile(
    rf"{_ME}{_STATE}{_SPAN}(?:(?:{_SPAN} ?{D})+{_SPAN})?(?P<cover>[ ,.;:-]*(?:(?:so |and |but )?(?:please )?.{{2,60}}))?"
)
_BACK = re.compile(
    rf"{_ME}(?:not )?(?:back|returning|return|returns?|due back|in again|back in|back at work|back at my desk)(?: in(?: the office)?| at work| to work| on| from| again| by)* ?{D}(?: at .{{1,8}})?(?P<cover>[ ,.;:-]+.{{2,60}})?"
)
_SURE_AWAY = re.compile(
    r"(?:annual leave|a/l|maternity|paternity|on leave|off sick|sick leave|out of (?:the )?office|ooo|on holiday|off (?:until|from|on|to)|away (?:until|from|on|to)|sick|ill|poorly|leave|away|off|hols?|holidays?|unavailable|unwell|not well|mat leave)\b"
)
_COVER = re.compile(
    r"[ ,.;:-]*(?:so |and |but |please |can )*(?P<who>[a-z][\w'-]*(?: [a-z][\w'-]*){0,2}?)(?:'s| is| will be| will| can| to| are)? "
    r"(?:covering|cover|covers|deputising|deputise|picking up|pick up|picks up|in charge|acting up|acting|my deputy|doing (?:them|these|it|this|my updates?)|do (?:them|these|it|this|my updates?)|handling|handle|looking after|look after|answering|update|answer|the contact)(?: (?:for me|it|them|this|these|my actions|my updates|mine|everything|all|while i'm (?:away|off)))*"
)
_TO_COVER = re.compile(
    r"[ ,.;:-]*(?:so |and |but |please )*(?:ask|speak to|contact|send (?:it|them|these|everything) to|pass (?:it|them|these|everything|all) (?:on )?to|go to|try|use|delegate (?:it |them |everything |all |my actions )?to|give (?:it|them|these|everything) to|cover is|covered by|cover by|cover:|forward (?:it|them) to|see) (?P<who>[a-z][\w'-]*(?: (?!instead|please|while|for|until|about|in|on)[a-z][\w'-]*){0,2})(?: (?:instead|please|while i'm (?:away|off|out)|for (?:now|me|updates|anything|my updates|these)|in my absence))*"
)


def _away(scene: Scene, body: str, start: int, end: int, *, asked: bool) -> Part | None:
    found = _BACK.fullmatch(body)
    backs = bool(found)
    if found is None:
        found = _AWAY.fullmatch(body)
        if found is None or asked:
            return None
    person = ""
    cover = found["cover"] or ""
    if cover.strip(" ,.;:-"):
        other = _TO_COVER.fullmatch(cover) or _COVER.fullmatch(cover)
        if other is None and not re.fullmatch(
            r"[ ,.;:-]*(?:so )?(?:can't|cannot|won't|will not|will|i'll|no updates?|please|and |ask|chase|remind|speak|can you|talk|happy|apologies|sorry|nothing)\b.*",
            cover,
        ):
            return None
        if other is None and scene.free:
            return None
        if other is not None:
            person = _person(scene, start, end, other["who"])
    days = scene.marked.days_in(start, end)
    if not _sure(scene, body, days):
        return None
    roles = list(_away_roles(scene, days, backs=backs))
    dates = tuple(dated(scene, one, role) for one, role in zip(days, roles, strict=True))
    question = _next_doubt(scene, days)
    if not days:
        question = Question("Until when are you away?", ("Today", "This week", "I don't know yet"))
    return Part(Intent.AWAY, dates=dates, person=person, question=question)


def _sure(scene: Scene, body: str, days: Sequence[Named]) -> bool:
    """Whether it is the officer who is away, not "off track" or "out of area"."""
    if days:
        return True
    lone = re.sub(rf"^{_ME}", "", body)
    return bool(_SURE_AWAY.match(lone) or body.startswith(("i'm", "i am", "am "))) and not (
        scene.free and re.fullmatch(r"(?:leave|out|off|away|ill|holidays?)", lone) and lone == body
    )


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


# --- somebody else -------------------------------------------------------------------------------

_OBJECT = rf"(?P<obj>{R}|(?:update|answer|action|question)s? (?:for |on )?{R}|this(?: one| action| update| month's)?|it|that(?: one)?|them|these|all(?: of (?:them|mine|these|it)| my (?:actions|updates|ones))?|everything|mine|my (?:actions?|updates?|ones|list|round|return|stuff)|the (?:rest|others|lot|update|updates)(?: of (?:them|mine))?|the update (?:for|on) {R})"
_NAME = r"(?P<who>(?:my deputy|the deputy|my (?:manager|boss|colleague|pa|service manager|team manager|assistant director|hos|head of service)|the (?:ad|pmo|service manager|director|team manager|head of service|deputy|hos|mdcs?)|(?:@|<at>)?(?!(?:i|we|you|they|it|he|she|this|that|the|a|an|my|our|all|not|no|to|will|who|what|which|and|nobody|someone|somebody|everyone|anyone|there|these|those|please|can|could|let|if|when|more|most|some|work|progress|training|both|is|are|was|board|staff|audit|audits|team|teams|plans?|reviews?|recruitment|court|panel|housing|social|workers?|managers?|progress|but|so|as|update|nothing|everything|anything|something|still|now|next|hub)\b)[a-z][\w'-]*(?: (?!(?:will|is|has|can|to|until|by|for|from|please|on|in|while|and|who|about|instead|as|until|re|at|the|this|next|now|update|does|said|so|with|because|would|should|could|may|might|if|when|do|it|them|these|covering|thanks|tomorrow|today|all|of|his|her|asap|has|was|are|be|been)\b)[a-z][\w.'-]*){0,2}(?:</at>)?))"
_UNTIL = rf"(?P<rest>(?:[ ,]*(?:please|instead|from now on|for (?:me|now|this month|the month|updates?|an update|sign off)|this (?:month|time)|going forward|while i'm (?:away|off|out|on leave)(?: until {D})?|until i'm back(?: (?:on|from|in))?(?: {D})?|until i(?: get back| return| am back)(?: (?:on|from|in))?(?: {D})?|(?:until|by|on|from|to|for|before|up to|in|w/c) {D}|{D}|he's the lead(?: now)?|she's the lead(?: now)?|they lead on it|as (?:he|she|they) (?:leads?|knows?|has|have).{{0,40}}|to (?:do|update|answer|complete|fill in|finish|draft|look at|reply|respond|deal with|pick up|cover|sort)(?: {_IT}| it)?|who (?:leads|is leading|knows).{{0,30}}))*)"
_HAND = r"(?:delegate|assign|reassign|re-assign|pass|give|hand|send|forward|transfer|allocate|refer|punt|move|re-allocate|reallocate|switch|share|route|redirect|put|bounce|farm|kick|chuck|drop)"
_DOES = r"(?:(?:will|'ll|can|is going to|is gonna|is to|to|should|shall|has agreed to|has offered to|could|needs to|must|ought to) (?:be )?|is |'s |has |are |am |are going to )?(?:now |also |just )?(?:do(?:es|ing)?|complet(?:e|es|ing)|updat(?:e|es|ing)|answer(?:s|ing)?|pick(?:s|ing)? up|cover(?:s|ing)?|handl(?:e|es|ing)|tak(?:e|es|ing)(?: over| on)?|lead(?:s|ing)?(?: on)?|deal(?:s|ing)? with|look(?:s|ing)? after|sort(?:s|ing)?(?: out)?|respond(?:s|ing)? (?:to|on)|repl(?:y|ies|ying) (?:to|on)|fill(?:s|ing)? in|provid(?:e|es|ing) (?:the )?update (?:for|on)|taken (?:over|on)|picked up|finish(?:es|ing)?(?: off)?|draft(?:s|ing)?|writ(?:e|es|ing)|own(?:s|ing)?|responsible for|send(?:ing)? you|give you|giving you|let you have|get you|run(?:s|ning)? with|manag(?:e|es|ing)|report(?:s|ing)? on|in charge of|on)"
_HANDS = [
    re.compile(rf"{_HAND}(?: over| on| across| off| out)? {_OBJECT}(?: over| on| across| off| back| out)? (?:over to|on to|onto|to|with|by|past) {_NAME}{_UNTIL}"),
    re.compile(rf"{_HAND}(?: over| on)? (?:to )?{_NAME} (?:for |to do |on )?{_OBJECT}{_UNTIL}"),
    re.compile(rf"{_HAND}(?: (?:this|it))?(?: over| on)? to {_NAME}{_UNTIL}"),
    re.compile(rf"{_NAME}[ ]?{_DOES} {_OBJECT}(?: now)?{_UNTIL}"),
    re.compile(rf"(?:ask|get|speak to|check with|chase|contact|talk to|see|try|have|let|want|would like|tell|nominate) {_NAME}(?: please)? ?(?:about|for|re|on|to (?:do|update|answer|complete|pick up|look at|fill in|cover|draft|take|reply on|respond on|sort|provide the update on|deal with|handle|finish)|do|update|answer|complete|pick up|cover|draft|take|handle|deal with|sort|finish)? ?(?:an update on |the update (?:for|on) )?{_OBJECT}{_UNTIL}"),
    re.compile(rf"(?:ask|get|speak to|check with|contact|talk to) {_NAME}(?: instead| about (?:this|it)| please| for (?:this|it|that))+{_UNTIL}"),
    re.compile(rf"(?:can|could|would|will|please can|shall) {_NAME}(?: please)? (?:do|update|answer|complete|pick up|look at|fill in|cover|draft|take|reply to|respond to|sort|handle|deal with|have|lead on|finish|take over|take on)(?: (?:the update for|on|to))? {_OBJECT}{_UNTIL}"),
    re.compile(rf"(?:{_OBJECT}(?: is| are|'s| goes| go| should go| needs to go| belongs| will be| to be| can go| has gone| was| should be| sits| over| on|-|:|=|>|,)*(?: done| answered| covered| completed| updated| handled| picked up| drafted| passed| delegated| assigned| a job| now| one)? (?:over to|to|with|for|by)|(?:that's|this is|this one is|that one is|it's|this one's|that one's|that is) (?:one |a (?:question|job|one) |now |really )?(?:for|with|down to|over to|up to)) {_NAME}(?: now| really| i think)?{_UNTIL}"),
    re.compile(rf"(?:{_OBJECT}(?: is| are)(?: now| really| actually)?|(?:that's|this is|this one is|it's|this one's|that one's)(?: now| really| actually)?) (?P<owner>[a-z][\w-]*(?: [a-z][\w-]*)?)'s?(?: (?:now|one|job|area|action|not mine|responsibility|really))*"),
    re.compile(rf"(?:{_OBJECT} ?(?:is |are )?)?(?:not (?:mine|me|my (?:action|area|one)|for me)|isn't mine|aren't mine|wrong person)(?: any ?more| now)?[ ,.;:-]+(?:it's |try |ask |that's |this is |please ask |speak to |should be |you want |send (?:it )?to |go to |belongs to )*(?:with |for |to )?{_NAME}(?:'s)?(?: (?:now|one|job|area|action|responsibility|instead|please))*"),
    re.compile(rf"{_NAME} (?:is|will be|'s) (?:my )?(?:deputising|my deputy|standing in|covering)(?: for me)?(?: (?:on|for) {_OBJECT})?{_UNTIL}"),
    re.compile(rf"{_NAME} to (?:do|update|answer|complete|pick up|respond|reply)(?: please)?"),
    re.compile(rf"(?:delegate|reassign)(?: {_OBJECT})?"),
    re.compile(rf"(?:{_OBJECT} ?)?(?:isn't mine|is not mine|not mine|isn't my action|not my action|not for me|is not for me|isn't for me)(?: any ?more| now)?"),
]  # fmt: skip


def _delegate(scene: Scene, body: str, start: int, end: int, *, asked: bool) -> Part | None:
    for n, pattern in enumerate(_HANDS):
        found = pattern.fullmatch(body)
        if found is None:
            continue
        groups = found.groupdict()
        typed = groups.get("who") or groups.get("owner") or ""
        obj = groups.get("obj") or ""
        person = _person(scene, start, end, typed) if typed else ""
        if not _delegates(scene, person, obj, n):
            continue
        refs = scene.refs(start, end) or _their(scene, obj)
        days = scene.marked.days_in(start, end)
        dates = tuple(_delegated(scene, one) for one in days)
        question = None
        if not person:
            question = Question("Who should do it?")
        elif not refs:
            question = Question(f"Which action should go to {person}?", _few(scene.opened))
        elif (
            obj.startswith(
                ("all", "everything", "the rest", "the others", "them", "these", "the lot")
            )
            and len(refs) > 1
        ):
            question = Question(f"Shall {person} do all {len(refs)}?", ("Yes", "No"))
        return Part(Intent.DELEGATE, refs, dates=dates, person=person, question=question)
    return None


def _delegates(scene: Scene, person: str, obj: str, pattern: int) -> bool:
    """In free text "Stockport will do this" may well be the update itself."""
    if not person:
        return pattern >= len(_HANDS) - 2
    if person.lower() in _NOBODY or any(mark in person for mark in (R, D, C, F, N)):
        return False
    if R in obj or pattern in {0, 2} or not scene.free:
        return True
    return person[:1].isupper() or person.startswith(("@", "<at>", "my ", "the "))


_NOBODY = frozenset(
    [
        "me",
        "myself",
        "him",
        "her",
        "them",
        "us",
        "him/her",
        "you",
        "later",
        "next",
        "court",
        "board",
        "panel",
        "the",
        "tomorrow",
        "somebody",
        "someone",
        "amber",
        "red",
        "green",
        "blue",
        "yes",
        "no",
        "priority",
        "discuss",
        "note",
        "follow",
        "green/amber",
        "date",
        "time",
        "now",
        "complete",
        "completion",
        "risk",
        "audit",
        "school",
        "cabinet",
        "ofsted",
        "august",
        "september",
        "october",
        "november",
        "december",
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "review",
        "approval",
    ]
)


def _delegated(scene: Scene, named: Named) -> GivenDate:
    before = scene.marked.masked[max(0, named.start - 8) : named.start]
    role = (
        Role.FROM
        if "from" in before
        else Role.FORECAST
        if re.search(r"\bby\b|\bon\b", before)
        else Role.UNTIL
    )
    return dated(scene, named, role)


def _their(scene: Scene, obj: str) -> tuple[str, ...]:
    many = obj.startswith(
        (
            "all",
            "everything",
            "mine",
            "my ",
            "the rest",
            "the others",
            "the lot",
            "them",
            "these",
            "the updates",
        )
    )
    if many and not obj.endswith(("update", "action")):
        return scene.opened
    return scene.here


def _person(scene: Scene, start: int, end: int, who: str) -> str:
    """A name as it was typed."""
    said = scene.marked.said
    place = said.plain.find(who, start, end)
    typed = said.words(place, place + len(who)) if place >= 0 else who
    return re.sub(r"^@|</?at>", "", typed).removesuffix("'s")


# --- who is late, show, how do we stand ------------------------------------------------------------

_LATE = re.compile(
    r"(?:(?:do|can|could) (?:we|you) (?:know|tell me|say|see) )?(?:who|whose|which (?:leads?|officers?|people|directors?|managers?|ads?))(?:'s| is| are| has| have| hasn't| haven't| isn't| aren't| didn't| did| still| else|'ve)*(?: (?:is|are|has|have|hasn't|haven't|not|hasn't|still|been|yet|yet to|to|needs? to|got to|also|we))*"
    r" ?(?:late|missing|silent|outstanding|overdue|behind|replied|responded|answered|updated|submitted|done|reply|respond|answer|update|submit|waiting(?: (?:for|on))?|chasing|owe(?:s)?(?: (?:me|us))?|left(?: to do)?|to chase|sent|sent in|given|given us|chase|completed|complete|holding (?:us|things) up|not in|reported|report|in)(?: (?:their|his|her|theirs|an?|the|any|updates?|it|one|yet|so far|still|this month|us|me|updates|to me|me yet|reply|replies|up|back|anything|for|on|by now|in|done|answers?|returns?|for september|{N}))*"
    r"|(?:who|whom) (?:are|am) (?:we|i) (?:still )?(?:waiting (?:for|on)|chasing|missing)(?: (?:for )?(?:updates?|replies|still|now))*|(?:show |give |send )?(?:me )?(?:the |my )?chase list|(?:any|are there any) (?:late|missing|outstanding)(?: (?:updates?|replies|ones|people|officers))?(?: still)?|(?:is |are )?(?:anyone|anybody|everyone|everybody|we all)(?: still| else)? (?:late|missing|outstanding|in|replied|responded|updated|done|behind)(?: yet)?|has (?:everyone|everybody|anyone not|anyone still not) (?:replied|responded|answered|updated|submitted|done (?:theirs|it|their updates?))(?: yet)?"
    r"|(?:show |list )?(?:late|missing|outstanding|overdue) (?:updates|replies|officers|returns|people|leads)|late\??|(?:list|show)(?: me)?(?: who'?s?)? (?:who is |who's |is )?(?:late|missing|silent|late ones)|which (?:updates?|replies) (?:are|is) (?:late|missing|outstanding)(?: still)?|non[- ]?(?:responders|replies)|who".replace(
        "{N}", N
    )
    + r" (?:do|should) i (?:need to )?chase|how many (?:people |officers |leads )?(?:are late|haven't (?:replied|responded|updated|answered)|are missing|have(?:n't)? (?:replied|responded|updated|answered)|still (?:to (?:reply|respond|update)|outstanding))(?: yet| so far)?"
)
_SHOW = re.compile(
    rf"(?:show|open|view|display|see|skip to|pull up|bring up|update|look at|go to|goto|jump to|find|read|get|start(?: with)?|do|tell (?:me|us) (?:more )?about|talk me through|more (?:on|about)|details?(?: (?:of|for|on|about))?|info(?: (?:on|for|about))?|history(?: (?:of|for|on))?|what(?:'s| is| was| does| about)|let's (?:do|see|look at|start with)|remind me (?:what|about)|can i see|give me|send me|full (?:text|details) (?:of|for)|last (?:update|answer) (?:for|on)|card for|previous (?:update|answer) (?:for|on))"
    rf"(?: (?:me|us|the|details?|of|for|on|about|action|card|detail|again|is|history|full|text|update|says?|last month's (?:update|answer)|wording|up|more))* ?(?P<what>{R})(?: (?:again|please|details?|in full|history|about|is|is about|say|says|card|mean|for|all about|actually|now|then|first|full text|asking|asking for|was|update|ask(?:ing)? (?:for|me)))*"
    rf"|(?P<bare>{R})(?: (?:please|details?|history|card|\?|in full))*"
    r"|(?:show|open|view|what's|remind me what|tell me about|read)(?: me)?(?: the| what)? (?P<this>this(?: one| action)?(?: is| is about)?|it|last month's (?:update|answer|words|rag)|what (?:i|we) (?:said|put|wrote) last (?:month|time)|last (?:update|answer))"
)
_ASKS = re.compile(
    r"(?:status|summary|progress|overview|dashboard|list|my list|my actions|(?:my )?(?:rag )?(?:summary|status|position)|rag|rags|how are we doing|how am i doing|board summary|where are we|the list|actions|outstanding|todo|to do|to-do)"
    rf"|(?:show|list|give|see|view|display|get|send)(?: me| us)?(?: (?:the|my|all|all the|all my|our|a|any|which|me))*(?: (?:list|actions|updates?|status|summary|progress|rag|rags|rag status|rag summary|overview|position|reds?|ambers?|greens?|blues?|{C}s?|{C} (?:ones|actions)|overdue|outstanding|outstanding (?:ones|actions)|open (?:ones|actions)|rest|remaining|what's left|deadline|deadlines|dashboard|board summary|figures|measures|targets?|actions (?:that are )?{C}|ones left|dates|are {C}|is {C}))+(?: (?:for|on|of) (?:me|us|this month|{R}|.{{3,40}}))?"
    rf"|(?:what|which|whats|what's|where|where's|how|how's|how many|when|when's|why|any|is|are|am|was|were|did|does|do|have|has|who|who's)\b.*"
)
_STATUS_TELL = re.compile(
    rf"(?:what'?s|what is|what are|which(?: ones| of mine| actions| ones of mine| of them)?(?: are| is)?|how many(?: are| of mine are| actions are| do i have| ones are| of my actions are)?|any(?:thing)?|are any|list|is anything|what(?: actions)? (?:have|do) (?:i|we)(?: got)?|show)(?: (?:still|currently|my|our|the|all|of mine|actions|now|at|i|we|left|that are|ones|have|got))* ?(?:{C}|(?:red|amber|green)s|left|outstanding|overdue|due|to do|remaining|waiting|on my list|next|late|changed|pending|missing|done|off track|behind|still to do|in|mine|my list|my actions|for me)\b.*"
    r"|(?:where|how|what) (?:are|am|is|have|did|do|does|was|were|will) (?:we|i|you|it|this|that|the|our|my|things|everything)\b.*"
    rf"|where'?s .*|how'?s .*|what'?s (?:the )?(?:latest|status|position|rag|score|progress|story|situation|update|deadline|state of play|plan|due date|timescale|target|happening|going on|suggested|summary|last figure|rating|next|my|our|figure|date|current|trend|measure|baseline|it|this|happened|changed|different|new)\b.*|what (?:rag|rating|colour|figure|date|target|number|did|was|were|has|have|happened|happens)\b.*"
    rf"|(?:is|are|was|were|did|has|have|does|do|when|why)\b.*(?:{R}|{C}|\bdeadline|due|close|closing|board|everything|complete|done|finished|left|saved|received|submitted|recorded|get (?:that|it|my)|got (?:that|it|my)|updated|open).*"
    r"|when (?:is|does|do|will|are|was)\b.*|how long (?:have|do|until|till)\b.*|have (?:i|you|we) (?:done|finished|missed|updated|answered|got|saved|submitted|received)\b.*|did (?:you|that|it) (?:get|save|go|work|send)\b.*|am i (?:done|finished|late|behind|up to date)\b.*|is (?:that|this|it) (?:everything|all|saved|done|me done)\b.*|who(?:'s| is)? (?:leads?|leading|the lead|owns?|responsible|got)\b.*|who did .*|how (?:far|close|near|much|well|bad)\b.*|what about (?!.*(?:me|you)$).*"
)


def _late(scene: Scene, body: str, start: int, end: int, *, asked: bool) -> Part | None:
    if scene.free and not asked and not body.startswith(("who", "show", "list", "chase")):
        return None
    return Part(Intent.WHO_IS_LATE) if _LATE.fullmatch(body) else None


def _show(scene: Scene, body: str, start: int, end: int, *, asked: bool) -> Part | None:
    found = _SHOW.fullmatch(body)
    if found is None:
        return _show_title(scene, body, start)
    groups = scene.marked.groups_in(start, end)
    choices = tuple(ref for one in groups for ref in one.choices)
    unknown = tuple(name for one in groups for name in one.unknown)
    refs = scene.refs(start, end)
    if found["this"]:
        refs = scene.here or refs
    if choices:
        return Part(Intent.SHOW_ACTION, choices, question=Question("Which one?", choices))
    if not refs:
        words = (
            f"There is no {unknown[0]} in the plan. Which action?" if unknown else "Which action?"
        )
        return Part(Intent.SHOW_ACTION, question=Question(words, _few(scene.opened)))
    return Part(Intent.SHOW_ACTION, refs)


_SHOW_WORDS = re.compile(
    r"(?:show|open|view|display|pull up|bring up|go to|find|tell me (?:more )?about|more (?:on|about)|details? (?:of|for|on)|history (?:of|for)|can i see|let's see|let's do)"
    r"(?: (?:me|us|the|action|card for|action on|action about|one about|one on|our))* (?P<title>.{3,60})"
)


def _show_title(scene: Scene, body: str, start: int) -> Part | None:
    found = _SHOW_WORDS.fullmatch(body)
    if found is None or any(mark in body for mark in (C, F, N)):
        return None
    match = scene.lexicon.meant(found["title"], list(scene.lexicon.actions))
    if match.one:
        return Part(Intent.SHOW_ACTION, match.refs)
    if 1 < len(match.refs) <= 6:
        return Part(Intent.SHOW_ACTION, match.refs, question=Question("Which one?", match.refs))
    return None


def _status(scene: Scene, body: str, start: int, end: int, *, asked: bool) -> Part | None:
    telling = _STATUS_TELL.fullmatch(body)
    if not (
        telling
        or (
            _ASKS.fullmatch(body)
            and (
                asked
                or not re.match(
                    r"(?:what|which|where|how|when|why|any|is|are|am|was|were|did|does|do|have|has|who)\b",
                    body,
                )
            )
        )
    ):
        return None
    if not asked and not _asks_plainly(scene, body):
        return None
    if _ADVICE.match(body):
        return None
    refs = scene.refs(start, end)
    groups = scene.marked.groups_in(start, end)
    choices = tuple(ref for one in groups for ref in one.choices)
    if not refs and not choices:
        refs = _titled(scene, body) or (
            scene.here
            if re.search(r"\b(?:it|this|that)\b|last (?:month|time)|we (?:say|put|report)", body)
            else ()
        )
    if not telling and asked and not refs and not _PLAN_TALK.search(body):
        return None
    question = Question("Which one?", choices) if choices else None
    wanted = {one.rag for one in scene.marked.colours_in(start, end)}
    return Part(Intent.STATUS_QUERY, refs or choices, question=question,
                wanted=wanted.pop() if len(wanted) == 1 else None)  # fmt: skip


_ADVICE = re.compile(
    rf"(?:is|are|should|would|shall|can|could|do you think|does|am i right|so is) (?:it|this|that|we|i|you)\b.*{C}|(?:is|are|should) {C}"
)
_PLAN_TALK = re.compile(
    rf"{R}|{C}|\b(?:action|actions|update|updates|board|deadline|list|rag|plan|month|round|figure|rating|left|due|say|said|report\w*|status)\b"
)


def _asks_plainly(scene: Scene, body: str) -> bool:
    """A question without its question mark; in free text only one that nobody would write."""
    if not scene.free:
        return not re.match(
            rf"(?:is|are|was|were|any|have|has|did|does|do) (?!{R}|it\b|this\b|we\b|i\b|there\b|you\b|that\b|any\b)",
            body,
        )
    return len(body.split()) <= 9 and bool(
        re.match(
            r"(?:what|what's|which|where|where's|how many|when|when's|how are we|show|list|my|status$|summary$|the list)\b",
            body,
        )
    )


def _titled(scene: Scene, body: str) -> tuple[str, ...]:
    """The action whose title a question names: "where are we with pathway plans"."""
    found = re.search(r"\b(?:with|on|of|for|about|is|are|was|how's|what's|where's|to|in|did|does|has|why) (?:the |our |my )?(?P<title>[a-z][^?]{2,60}?)(?: (?:going|doing|getting on|looking|at|up to|now|still|due|like|standing|due to finish|moving|last (?:month|time|year)|so far|this month|progressing|coming along|on track|rated|rag|status|in .{1,12}))*$", re.sub(f"[{R}{D}{C}{F}{N}]", " ", body).strip())  # fmt: skip
    if found is None:
        return ()
    words = found["title"]
    for cut in range(4):
        phrase = words.split(" ", cut)[-1] if cut < len(words.split()) else ""
        match = scene.lexicon.meant(phrase, list(scene.lexicon.actions)) if phrase else None
        if match and match.one:
            return match.refs
    return ()
