"""Draw the form of one action: figures, words, rating; and the short one for "no change"."""

from __future__ import annotations

from collections.abc import Mapping

from cards.blocks import (
    Card,
    actions,
    badge,
    box,
    brief,
    card,
    choices,
    column,
    columns,
    entry,
    escape,
    heading,
    press,
    reveal,
    subtle,
    text,
    title,
)
from workflow.rag import MARKS, Rag, earlier_mark
from workflow.round import FormView
from workflow.updates import DECISION_MOST, EVIDENCE_MOST, LINK_MOST, REASON_MOST, WORDS_MOST
from workflow.words import run_on, shorten

__all__ = ["form_card", "form_text"]


def form_card(view: FormView) -> Card:
    """The form of one action, or the short one for "no change"."""
    body: list[Card | None] = [
        subtle(f"{view.month_name} update · {view.done} of {view.total} done"),
        title(f"{view.ref} {escape(view.title)}"),
        columns(
            column([badge(view.rag, earlier=True)], width="auto"),
            column(
                [text(f"in {view.last_month} · {view.due}", spacing="None")],
                verticalContentAlignment="Center",
            ),
            spacing="Small",
        ),
        subtle(f"You enter for {escape(view.acting_name)}; both names are kept.")
        if view.acting
        else None,
        _notice(view.notice, "good" if view.notice.startswith("✓") else "warning"),
        _notice(
            f"**The PMO sent this back:** {escape(view.comment)}" if view.comment else "", "warning"
        ),
        *(_notice(f"**{escape(one)}**", "accent") for one in view.decided),
        _notice(view.drafted, "accent"),
        _said_before(view),
        _errors(view.errors),
    ]
    body += _same_fields(view) if view.same else _update_fields(view)
    return card(body, fallback=form_text(view), buttons=_form_buttons(view))


def _form_buttons(view: FormView) -> list[Card]:
    here = {"month": view.month, "acting": view.acting}
    data = {**here, "ref": view.ref, "v": view.version, "asked": view.asked}
    verb = "same.save" if view.same else "update.save"
    onward = not (view.last or view.drafting)
    words = "Save: no change" if view.same else "Save draft" if view.drafting else "Save update"
    if view.drafted and not view.drafting:
        words, data = "Sign and save", {**data, "signs": True}
    buttons = [press(words, verb, data, inputs=True, main=not onward)]
    if view.may_agree and not view.same:
        data_of_theirs = {"month": view.month, "ref": view.ref, "v": view.version}
        buttons.insert(0, press("I agree with it", "joint.agree", data_of_theirs))
    if onward:
        further = press("Save, next action", verb, {**data, "onward": True}, inputs=True, main=True)
        buttons.insert(0, further)
    buttons.append(press("Back to my list", "round.open", here))
    if not (view.same or view.drafting or view.acting):
        more = {"month": view.month, "ref": view.ref}
        buttons.append(press("Ask a colleague to draft", "delegate.open", more))
        buttons.append(press("What was said before?", "history.open", more))
    return buttons


def form_text(view: FormView) -> str:
    """The form in plain text."""
    wrong = [f"Please mend: {words}" for words in view.errors.values()]
    if wrong:
        wrong.insert(0, f"Nothing is saved yet: {_to_mend(view.errors)}.")
    asked = [f"Figure: {one.label}" for one in view.measures]
    before = shorten(view.values.get("words", ""), 600)
    success = shorten(run_on(view.success), 320)
    return "\n".join(
        [
            f"{view.month_name} update for {view.ref} {view.title}, {view.due}. "
            f"{earlier_mark(view.rag).word} in {view.last_month}. "
            f"{view.done} of {view.total} done.",
            *([view.notice] if view.notice else []),
            *([f"The PMO sent this back: {view.comment}"] if view.comment else []),
            *view.decided,
            *([view.drafted] if view.drafted else []),
            *([view.said_before] if view.said_before else []),
            *([f"“{shorten(view.joint_words, 300)}”"] if view.joint_words else []),
            *wrong,
            *(_typed_lines(view) if wrong or view.notice else []),
            *([f"Last said: “{before}”"] if view.same and before else []),
            *([f"Success is: {success}"] if success and not view.same else []),
            *(f"Young people: {words}." for words in view.heard if not view.same),
            *(asked if not view.same else []),
            *([_suggestion_words(view)] if not view.same else []),
        ]
    )


# --- the parts ----------------------------------------------------------------------------


def _said_before(view: FormView) -> Card | None:
    """Who answered already, with the other joint lead's own words."""
    if not view.said_before:
        return None
    theirs = text(f"“{brief(view.joint_words, 300)}”", spacing="Small")
    said = [text(escape(view.said_before)), theirs if view.joint_words else None]
    return box(said, style="emphasis", roundedCorners=True, spacing="Small")


def _notice(words: str, style: str) -> Card | None:
    return box([text(words)], style=style, roundedCorners=True, spacing="Small") if words else None


def _errors(errors: Mapping[str, str]) -> Card | None:
    if not errors:
        return None
    return _notice(
        f"**Nothing is saved yet: {_to_mend(errors)} below.** Your words are kept.", "attention"
    )


def _to_mend(errors: Mapping[str, str]) -> str:
    things = "one thing" if len(errors) == 1 else f"{len(errors)} things"
    return f"please mend {things}"


def _typed_lines(view: FormView) -> list[str]:
    """What somebody typed, where nothing but plain text can be shown."""
    names = {"words": "progress", "next": "next", "why": "why", "decision": "decision asked"}
    names |= {"evidence": "evidence that it is finished"}
    names |= {f"figure:{one.id}": one.label for one in view.measures}
    return [
        f"You wrote, {name}: {view.values[k]}" for k, name in names.items() if view.values.get(k)
    ]


def _problem(view: FormView, name: str) -> Card | None:
    """The message under its field; a bold word as well as a colour."""
    words = view.errors.get(name)
    return text(f"**Please mend:** {words}", color="Attention", spacing="Small") if words else None


def _update_fields(view: FormView) -> list[Card | None]:
    values = view.values
    fields: list[Card | None] = []
    if view.success:
        fields.append(text(f"_Success is:_ {brief(run_on(view.success), 320)}", spacing="Small"))
    if view.heard:
        fields.append(heading("What young people say"))
        fields += [text(escape(f"{words}."), spacing="Small") for words in view.heard]
    if view.measures:
        fields.append(heading("The figures" if len(view.measures) > 1 else "The figure"))
        fields.append(subtle("Leave a figure empty when there is no new one."))
    for one in view.measures:
        fields += [
            entry(
                "Text",
                f"figure:{one.id}",
                one.label,
                value=one.figure,
                maxLength=40,
                placeholder=f"for example {one.example}",
            ),
            _problem(view, f"figure:{one.id}"),
            entry("Date", f"as_at:{one.id}", "Date of that figure", value=one.as_at or None),
            _problem(view, f"as_at:{one.id}"),
        ]
    start = "what was saved" if view.said_before else f"the {view.last_month} text"
    fields += [
        heading(f"What changed since {view.last_month}"),
        subtle(
            f"This starts with {start}. Change what is different. Never name a child or family."
        ),
        entry(
            "Text",
            "words",
            f"Progress (up to {WORDS_MOST:,} characters)",
            isMultiline=True,
            maxLength=WORDS_MOST,
            value=values.get("words"),
            required="Write at least one sentence.",
        ),
        _problem(view, "words"),
        entry(
            "Text", "next", "What next, by when?", maxLength=REASON_MOST, value=values.get("next")
        ),
        _problem(view, "next"),
        entry(
            "Text",
            "link",
            "Link to the evidence, if there is one",
            maxLength=LINK_MOST,
            value=values.get("link"),
            placeholder="https://",
        ),
        _problem(view, "link"),
        heading("Your rating"),
        _suggestion(view),
        _rating(values),
        _problem(view, "rag"),
        entry(
            "Text",
            "why",
            "Why this rating? (needed if it differs from the suggestion)"
            if view.suggested
            else "Why this rating?",
            maxLength=REASON_MOST,
            value=values.get("why"),
            required=None if view.suggested else "Say in a line why.",
        ),
        _problem(view, "why"),
        heading("Only if needed"),
        actions(
            reveal("Change the end date", "move") if view.end else None,
            reveal("Ask the board for a decision", "ask"),
            reveal("Propose it as complete", "finished"),
        ),
        _new_end(view) if view.end else None,
        box(
            [
                entry(
                    "Text",
                    "decision",
                    "What should a board decide?",
                    isMultiline=True,
                    maxLength=DECISION_MOST,
                    value=values.get("decision"),
                ),
                _problem(view, "decision"),
            ],
            id="ask",
            isVisible=bool(values.get("decision") or view.errors.get("decision")),
        ),
        _finished(view),
    ]
    return fields


def _suggestion_words(view: FormView) -> str:
    said = f"Suggested: {MARKS[view.suggested].word}. " if view.suggested else ""
    return f"{said}{view.suggestion}"


def _suggestion(view: FormView) -> Card:
    """What the rule would say, with its reason, before the officer chooses."""
    if view.suggested is None:
        return box([subtle(escape(view.suggestion))], style="emphasis", roundedCorners=True)
    return box(
        [
            columns(
                column([text("Suggested", spacing="None")], width="auto"),
                column([badge(view.suggested)], width="auto"),
                spacing="None",
            ),
            subtle(f"{escape(view.suggestion)} You decide.", spacing="Small"),
        ],
        style="emphasis",
        roundedCorners=True,
        spacing="Small",
    )


def _finished(view: FormView) -> Card:
    """Proposing the action as complete, with the evidence that a board decides on."""
    values, errors = view.values, view.errors
    return box(
        [
            choices(
                "complete",
                "Is it finished?",
                (("No, not yet", "false"), ("Yes: propose it to the board as complete", "true")),
                value=values.get("complete") or None,
            ),
            entry(
                "Text",
                "evidence",
                "What shows that it is finished? (or give the link above)",
                isMultiline=True,
                maxLength=EVIDENCE_MOST,
                value=values.get("evidence") or None,
            ),
            _problem(view, "evidence"),
            subtle("The action keeps your rating until a board has accepted it as complete."),
        ],
        id="finished",
        isVisible=bool(values.get("complete") or values.get("evidence") or errors.get("evidence")),
    )


def _new_end(view: FormView) -> Card:
    """A later or earlier end; the one it had is kept beside it."""
    values, errors = view.values, view.errors
    return box(
        [
            entry("Date", "end", f"New end date (now {view.end})", value=values.get("end") or None),
            _problem(view, "end"),
            entry(
                "Text",
                "end_why",
                "Why does the date move?",
                maxLength=REASON_MOST,
                value=values.get("end_why"),
            ),
            _problem(view, "end_why"),
        ],
        id="move",
        isVisible=bool(values.get("end") or errors.get("end") or errors.get("end_why")),
    )


def _same_fields(view: FormView) -> list[Card | None]:
    words = view.values.get("words", "")
    fields: list[Card | None] = [
        heading(f"No change since {view.last_month}"),
        text(f"“{brief(words, 600)}”" if words else "Nothing was reported before."),
        entry(
            "Text",
            "why",
            "Why has nothing changed? One line is enough",
            maxLength=REASON_MOST,
            value=view.values.get("why"),
            required="Say in a line why.",
        ),
        _problem(view, "why"),
    ]
    if view.rag is None:
        fields += [
            text("This action has no rating yet, so please give it one.", spacing="Medium"),
            _rating(view.values),
            _problem(view, "rag"),
        ]
    return fields


def _rating(values: Mapping[str, str]) -> Card:
    options = (
        (Rag.GREEN, "on track"),
        (Rag.AMBER, "behind, and a plan is in place"),
        (Rag.RED, "will be missed without help"),
    )
    return choices(
        "rag",
        "RAG",
        [(f"{MARKS[rag].words}: {words}", rag.value) for rag, words in options],
        value=values.get("rag") or None,
        required="Choose a rating.",
    )
