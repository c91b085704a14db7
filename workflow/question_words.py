"""Hold the words in which questions are asked: what opens one, what it is about, and what may fill it."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence

__all__ = [
    "ABOUT",
    "AT_LAST",
    "BARE",
    "BARE_REF",
    "CUES",
    "HISTORY",
    "LABELS",
    "OPENERS",
    "PLURAL",
    "SHOWS",
    "STATE",
    "TARGETS",
    "TELLS",
    "WEAK",
    "allowed",
    "plain",
    "polished",
]

_MENTION = re.compile(r"<at[^>]*>.*?</at>", re.IGNORECASE | re.DOTALL)
_LEAD = re.compile(
    r"(?:(?:hi|hello|hey|hiya|good (?:morning|afternoon|evening))(?: (?:there|all|bot|team|g2g))?[,.! ]+|"
    r"(?:please|pls|ok|okay|so|and|right|well|just|quick (?:question|one)|sorry|thanks|also|bot|g2g|um)[,:.! -]+|"
    r"(?:can|could|would|will) (?:you|u)(?: please)?(?: just)? (?=show|tell|list|give|get|find|open|pull|bring|send|say|let|remind|explain|summari)|"
    r"(?:do|would) you (?:happen to )?know |i(?:'d| would) (?:like|love) (?:to (?=see|know|look|have)|a |the )|"
    r"(?:can|could|may) (?:i|we)(?: please)? (?=see|have|get|look|ask)|i (?:want|need) to (?=see|know)|"
    r"let me (?=see|know)|(?:tell|remind) (?:me|us) (?=what|which|who|how|when|where|if|whether|why|anything)|"
    r"(?:to )?know (?=what|which|who|how|when|where|if|whether|why)|(?:if|whether) |i wonder |wondering )"
)
_MAY_I = re.compile(
    r"^(?:please )?(?:can|could|may) (?:i|we) (?:please )?(?:just )?(?:see|have|get|look at|have a look at) "
)
_COMPARE = re.compile(r"^(?:please )?compare(?: it| us| this| things| now)? (?:with|to|against) ")
_TRAIL = re.compile(
    r"(?:[ ,.!-]+(?:please|pls|plz|thanks|thank you|many thanks|cheers|ta|now|right now|just now|at the moment|"
    r"atm|currently|today|at present|for me|again|so far|these days|this month|to date|then|x+))+$"
)


def plain(text: str) -> str:
    """A text in lower case on one line, without mentions, with typewriter quotes."""
    flat = html.unescape(_MENTION.sub(" ", text)).replace("\xa0", " ").lower()
    flat = flat.translate(str.maketrans("’‘“”–—", "''\"\"--"))
    return " ".join(flat.split()).strip(" \"'")


def polished(flat: str) -> str:
    """A text without its greetings, thanks and end mark."""
    body = _MAY_I.sub("show me ", flat.strip(" ?!."))
    body = _COMPARE.sub("what changed since ", body)
    while (found := _LEAD.match(body)) and found.end() < len(body):
        body = body[found.end() :].strip(" ,")
    return _TRAIL.sub("", body).strip(" ?!.,")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Words that may stand in any question without changing what it asks.
_FILL = _words(
    "a an the of on at in to for with is are was were be been being am do does did have has had got get we "
    "us our i me my mine you it its this that there these those all any anything anyone some ones one "
    "action actions thing things item items what what's whats which who who's whos how how's hows where "
    "where's when show list give see tell view display find me up out many much still currently now "
    "yet already so just the plan workstream whole overall from and or as any rated rating ratings "
    "rag"
)  # fmt: skip

STATE = _FILL | _words(
    "why when when's happening going doing latest status news position progress due deadline lead leads leading owns "
    "owner owned responsible about details detail more info information full text wording card update mean "
    "say says open pull bring look stand standing like red amber green track date end start new figures "
    "figure measure measures target next steps step read last"
)  # fmt: skip

OPENERS = re.compile(
    r"(?:what|what's|whats|which|who|who's|whos|whose|any|anything|anyone|anybody|is|are|was|were|do|does|did|have|has|how|how's|hows|"
    r"where|where's|when|why|show|list|give|see|tell|find|get|display|view|pull|bring|send|summarise|summarize|open (?!to\b)|look at|have a look at|read)\b"
)
# A sentence that begins so may as well tell as ask; it asks with its question mark only.
TELLS = re.compile(r"(?:is|are|was|were|do|does|did|have|has)\b")
SHOWS = re.compile(
    r"(?:show|open|view|see|tell me|pull up|bring up|display|find|look at|have|read|more|details|info)\b"
)

TARGETS = r"(?:the |action |our )?@r(?:'s)?(?: (?:update|action|card|words))?"

# Beside a bare word, where nothing but questions is typed.
LABELS = _words("and or the actions board not answered open list items ones")
# A bare word is a question where nothing but questions is typed; these are one anywhere.
BARE = re.compile(
    r"@c (?:ones|actions|list|items)|(?:all )?(?:the )?(?:open |outstanding )?decisions|exceptions|"
    r"(?:the )?chase list|changes|overdue (?:actions|ones|items)|(?:the |board )?pack|examples|"
    r"improvements|differences|movements"
)

BARE_REF = re.compile(r"@r(?: (?:latest|status|details?|card))?")
PLURAL = re.compile(r"\b(?:reds|ambers|greens|blues)\b")

_NOT_IN = r"(?:answer(?:ed)?|repl(?:y|ied)|respond(?:ed)?|updat(?:e|ed)|submit(?:ted)?|sent|send|reported|report|returned|done|come back|got back|given)"

# Each kind, what shows it, and the words that may stand beside it. The first that fits holds.
CUES: Sequence[tuple[str, re.Pattern[str], frozenset[str]]] = [
    (
        "help",
        re.compile(
            r"^(?:help|menu|examples|commands|what can (?:i|we|you) (?:ask|do|say|tell me|tell us|show me|answer)|"
            r"what (?:questions )?(?:can|could|should|may) (?:i|we) ask(?: you)?|how (?:do|does|can) (?:i|we|this|it|you) (?:ask|use this|work|use you)|"
            r"what do you (?:know|do)|who are you|what are you)$"
        ),
        _words("about here you things"),
    ),
    (
        "silent",
        re.compile(
            rf"\b(?:chase list|non[- ]?responders|who (?:have|haven't|havent|has|hasn't) (?:we|i|you) (?:not )?(?:yet )?heard from|who (?:do|should|must|can) (?:i|we) (?:still )?(?:need to |have to )?chase|any(?:one|body)?(?: (?:officers?|leads?|people))? (?:still )?(?:left )?to (?:reply|respond|answer|update)|who (?:is|are|'s)? ?(?:still )?(?:late|missing|silent|outstanding|chasing)|who's (?:still )?(?:late|missing|silent|outstanding)|whos (?:still )?(?:late|missing|silent|outstanding)|"
            rf"who (?:still )?(?:owes|needs|has) (?:us |you |to )*(?:an? |their |{_NOT_IN} ?)*updates?|(?:who|whom) (?:are|is|am) (?:we|you|i|it) (?:still )?(?:waiting (?:for|on)|chasing|missing)|"
            rf"(?:missing|late|outstanding) (?:updates|replies|answers|officers|people|leads)|whose (?:updates?|answers?) (?:is|are) (?:missing|late|outstanding|not in)|"
            rf"(?:who|which (?:officers?|leads?|people|directors?|of them)|(?:has|have|is|did) (?:anyone|anybody|everyone|everybody|all (?:the )?(?:officers|leads)))(?: (?:still|else|of them|are|is|has|have|had|hasn't|haven't|hasnt|havent|not|never|to|yet|did|didn't|didnt|all|failed|forgotten|been))* (?:{_NOT_IN}|in)(?: (?:an|their|any|the|his|her))*(?: updates?| answers?| in| back)*)\b"
        ),
        _words("yet us you please so officers leads month still round"),
    ),
    (
        "decisions",
        re.compile(r"\b(?:decisions?|decided?|deciding|asked of (?:us|the board))\b"),
        _words(
            "open outstanding needed need needs required asked asking being made took taken last waiting "
            "await awaiting answered unanswered pending boards board's board boards' want wanted from made "
            "us supposed before coming up not yet meeting recorded make"
        ),
    ),
    (
        "overdue",
        re.compile(
            r"\b(?:overdue|past (?:its|their|the|it's)? ?(?:due|end|deadlines?)? ?(?:dates?|due|deadlines?)|(?:missed|beyond|over|passed|behind) (?:its|their|the) (?:due |end )?(?:deadlines?|dates?)|"
            r"behind schedule|(?:what|which|anything)(?:'s|s| is| are)?(?: actions?)? (?:are |is )?(?:running )?late)\b"
        ),
        _words("running gone already not finished complete"),
    ),
    (
        "due",
        re.compile(r"\b(?:due|coming up|deadlines?|(?:ends|end|ending|finishing) (?:soon|next))\b"),
        _words("soon next upcoming month this coming dates"),
    ),
    (
        "worse",
        re.compile(
            r"\b(?:worse|worsen(?:ed|ing)?|slip(?:s|ped|ping)?|deteriorat(?:ed|ing)|going backwards|gone backwards|"
            r"gone down|went down|dropp(?:ed|ing)|declin(?:ed|ing)|falling behind|getting bad|heading the wrong way)\b"
        ),
        _words(
            "gone getting become becoming went turned any going looking than before time last back"
        ),
    ),
    (
        "better",
        re.compile(
            r"\b(?:better|improv(?:ed|ing|ements?|es)|gone up|went up|good news|(?:went|going|gone) well|turned green)\b"
        ),
        _words("gone getting become becoming went any going looking than before time last"),
    ),
    (
        "changed",
        re.compile(
            r"\b(?:chang(?:e|es|ed|ing)|differen(?:t|ces?)|mov(?:ed|ement)|happened|new|news|updates)\b"
        ),
        _words(
            "since last time board meeting has have then before things how on else as main big biggest key "
            "summary what's anything"
        ),
    ),
    (
        "rated",
        re.compile(r"@c"),
        _words(
            "gone turned become turning went showing marked being left number both only just either else "
            "ones currently sitting everything everything's that's"
        ),
    ),
    (
        "exceptions",
        re.compile(
            r"\b(?:exceptions?|problems?|issues?|worr(?:y|ied|ies|ying)|concern(?:s|ed|ing)?|risks|look at(?: first)?|focus on|attention|going wrong|gone wrong|trouble|priorit(?:y|ies|ise))\b"
        ),
        _words(
            "should need needs first today main biggest most about be your board's we're going on any"
        ),
    ),
    (
        "summary",
        re.compile(
            r"\b(?:summary|overview|summari[sz]e|headlines?|big picture|dashboard|how (?:are|is) (?:we|things|it|everything|the plan)(?: all)? (?:doing|going|looking|getting on)|"
            r"where (?:are we|do we stand|are things)|how(?:'s| is| are)? (?:it|things|everything) (?:going|looking)|board card|the card|rag (?:summary|status|grid)|overall (?:position|status|picture|progress))\b"
        ),
        _words(
            "overall board month month's latest newest quick last position progress status at picture with on"
        ),
    ),
    (
        "pack",
        re.compile(r"\b(?:pack|board pack|pdf|word version|excel|spreadsheet|download|papers)\b"),
        _words(
            "board board's send latest month month's get download need want as version have can"
        ),
    ),
]
# Words of an officer's own answer too: alone they are a question only after one that opens one.
WEAK = frozenset({"changed", "better", "worse", "due", "exceptions"})

_END = (
    r"(?: (?:doing|going|getting on|looking|coming along|coming on|progressing|performing|faring|shaping up|"
    r"like|at|up to|now|lately|this month|on track|going up|going down|coming down|improving|getting better|"
    r"getting worse|getting any better|rising|falling|stand|standing|happening|overall|at the moment))*"
)
_TOPIC = r"(?:the |our |my |all )?(?P<topic>.{2,70}?)"
_SAY = r"(?:say|said|report|reported|put|write|written|wrote|tell|told|hear|heard|promise|promised)"

HISTORY = [
    re.compile(
        rf"(?:what|how) (?:did|have|has|had|do|was|were|is) (?:we|i|they|you|he|she|been|people|the (?:lead|officer|director)|anyone)?(?: all)? ?{_SAY}"
        rf"(?: (?:last time|before))? (?:about|on|for|of|with|regarding|re) {_TOPIC}(?: (?:last time|before|over time))?"
    ),
    re.compile(
        rf"what(?: was| were| has been| is|'s|'s been|s been) {_SAY} (?:about|on|for|of|regarding) {_TOPIC}"
    ),
    re.compile(
        rf"(?:show |give |see |view |open )?(?:me |us )?(?:the |its )?(?:full )?history (?:of|for|on) {_TOPIC}"
    ),
    re.compile(rf"(?:show |give |see |view |open )?(?:me |us )?{_TOPIC}(?:'s)? history"),
    re.compile(
        rf"(?:what (?:are|were) (?:the )?)?(?:previous|past|earlier|old) (?:updates?|reports?|answers?|comments?) (?:on|for|about|of|to) {_TOPIC}"
    ),
    re.compile(rf"how has {_TOPIC} (?:changed|moved|gone)(?: over time)?"),
    re.compile(rf"(?:what|how) has happened (?:to|with|on) {_TOPIC}(?: over time| so far)?"),
]

ABOUT = [
    re.compile(
        rf"(?:are|is) (?:we|it|things) (?:getting better|getting worse|improving|on track|on target|behind|doing well|doing better)(?: at| on| with| for) {_TOPIC}"
    ),
    re.compile(
        rf"how(?:'s|s| is| are| were| was|re|'re)? we (?:doing|getting on|performing|looking) (?:on|with|for|against|in|at) {_TOPIC}{_END}"
    ),
    re.compile(rf"how(?:'s|s| is| are| were| was|re|'re) {_TOPIC}{_END}"),
    re.compile(rf"how many {_TOPIC}(?: (?:are there|have we got|do we have|are we at|is it))?"),
    re.compile(
        r"what(?:'s|s| is| are| was)? (?:happening|going on|new|the (?:latest|current|newest)?(?: )?(?:latest|position|status|state|progress|news|score|figures?|number|rate|percentage|story|picture|trend|level|target|rag|rating|update)?)"
        rf" ?(?:with|on|for|of|in|about|regarding) {_TOPIC}{_END}"
    ),
    re.compile(
        rf"where (?:are|do|is|were) (?:we|things|it)(?: at)?(?: stand)? (?:with|on|for|at with|against) {_TOPIC}{_END}"
    ),
    re.compile(
        rf"(?:tell (?:me|us)|what do (?:we|you) know|more|info|information|details?|show (?:me|us) more|any ?(?:thing|news|update|updates)?) (?:about|on|of|for) {_TOPIC}{_END}"
    ),
    re.compile(
        rf"what(?:'s| is| are) (?:the |our )?(?:percentage|proportion|share|number|rate|level|figure|average)s? (?:of|for) {_TOPIC}{_END}"
    ),
    re.compile(rf"what (?:percentage|proportion|share|number|percent) of {_TOPIC}{_END}"),
    re.compile(rf"what about {_TOPIC}"),
    re.compile(rf"how (?:did|have|has|do|does) {_TOPIC} (?:do|done|go|gone|look|get on)"),
    re.compile(
        rf"(?:show|open|view|display|pull up|bring up)(?: me| us)? {_TOPIC}(?: (?:action|card|measure|figures?|details?|workstream|one))*"
    ),
    re.compile(
        rf"(?:is|are|have|has|do|does) {_TOPIC}(?: (?:still|been|now|any))* (?:on track|off track|red|amber|green|late|overdue|complete|finished|doing well|doing ok|doing okay|going up|going down|gone up|gone down|coming down|come down|improving|improved|getting better|getting worse|rising|falling|better|worse|met|on target|meeting (?:its|the|their) target)"
    ),
    re.compile(rf"what(?:'s|s| is| are) {_TOPIC}{_END}"),
]

# Anything that opens a question, and then what it is about.
AT_LAST = re.compile(rf"(?P<head>.{{3,40}}?) (?:on|about|with|for) {_TOPIC}{_END}")


def allowed(body: str, more: frozenset[str]) -> bool:
    """Whether every word is one that may stand in a question of a kind."""
    words = re.findall(r"[^\s,.?!:;()\"/]+", body)
    return all(word in _FILL or word in more for word in words if word != "-")
