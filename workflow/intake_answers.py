"""Settle a draft's questions with a person's answers, and make the plan of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from pydantic import ValidationError

from workflow.complaints import complaints
from workflow.intake_dates import read_when
from workflow.intake_draft import (
    Draft,
    DraftAction,
    DraftObjective,
    DraftWorkstream,
    Question,
)
from workflow.intake_fields import short_title
from workflow.likeness import alike
from workflow.plan import Action, Plan, TextPart
from workflow.plan_format import PlanFile
from workflow.source import Node, Problem

__all__ = ["HEAD", "Settled", "memory_key", "plan_of", "settle"]

# What a table doesn't say and a plan has to: asked once, then taken from the plan in force.
HEAD = (
    Question("council", "the file", "Which council's plan is this?"),
    Question("title", "the file", "What is the plan called?"),
    Question("as_at", "the file", "Of which month is the plan? Answer like 2019-08."),
)
_YES = re.compile(
    r"^(?:y|yes|ok|true|yes, complete|leave it out|right|as (?:read|printed))$", re.IGNORECASE
)
_MOST_PAIRS = 250_000
_NUMBERED = ("number them", "number", "yes")


@dataclass(frozen=True, slots=True)
class Settled:
    """A draft after answers: what is still open, and answers that can't be carried out."""

    draft: Draft
    open: tuple[Question, ...]
    refused: tuple[str, ...]


def memory_key(question: Question) -> str:
    """The name under which an answer is remembered for the next file of the same layout.

    Only what holds for a whole file, or for an abbreviation, is remembered; what concerns one
    row is asked again.
    """
    if question.where == "the file" or question.kind in {"ref", "inherited", "hidden"}:
        return question.kind
    return question.id if question.id.startswith("lead ") else ""


def settle(draft: Draft, answers: Mapping[str, str], current: Plan | None) -> Settled:
    """Carry out answers, by question id; questions without one stay open.

    The council, title and date are asked only where no plan is in force yet.
    """
    given = {key: str(value).strip() for key, value in answers.items()}
    for question in draft.questions:
        if question.kind == "split" and given.get(question.id, "").lower().startswith("split"):
            # What is several actions is compared with the plan in force as several.
            draft = _split(draft, question)
    questions = list(draft.questions)
    known: _Known | None = None
    if current is None:
        questions = [*HEAD, *questions]
    else:
        known = _as_known(draft, current)
        draft = known.named
        if all(action.ref for action in draft.actions):
            questions = [one for one in questions if one.kind != "ref"]
        if known.renumbered:
            questions.append(_renumbered(known))
    asked = questions
    still: list[Question] = []
    refused: list[str] = []
    for question in asked:
        answer = given.get(question.id) or given.get(memory_key(question) or question.id, "")
        if not answer:
            still.append(question)
            continue
        if known is not None and question.kind == "renumbered":
            keep = answer.lower().startswith(("keep", "yes"))
            draft = _each(draft, known.with_old_refs) if keep else draft
            continue
        changed = _carried_out(draft, question, answer)
        if isinstance(changed, str):
            refused.append(changed)
        else:
            draft = changed
    return Settled(draft, tuple(still), tuple(refused))


def plan_of(
    draft: Draft, answers: Mapping[str, str], current: Plan | None
) -> tuple[Plan | None, tuple[str, ...]]:
    """Make the plan of a settled draft, or say in sentences why it is none.

    What the file doesn't hold (recommendations, boards, measures and the links to them) is taken
    from the plan in force. Measures proposed from prose are not taken: nobody confirmed them.
    """
    try:
        plan = PlanFile.model_validate(_as_file(draft, answers, current)).made()
    except ValidationError as error:
        nowhere = Node(1, {})
        return None, tuple(_said(one) for one in complaints(error, nowhere, PlanFile))
    if current is None:
        return plan, ()
    refs = {action.ref for action in plan.actions}
    kept = tuple(
        replace(one, used_in=tuple(ref for ref in one.used_in if ref in refs))
        for one in current.measures
        if refs & set(one.used_in)
    )
    plan = _in_its_old_shape(plan, current)
    return replace(
        plan,
        measures=kept,
        recommendations=current.recommendations,
        outcomes=current.outcomes,
        boards=current.boards,
    ), ()


def _in_its_old_shape(plan: Plan, current: Plan) -> Plan:
    """What says the same as before keeps its parts: a file doesn't tell an item from a bullet."""
    before = {action.ref: action for action in current.actions}

    def same(new: tuple[TextPart, ...], old: tuple[TextPart, ...]) -> tuple[TextPart, ...]:
        return old if [one.text for one in new] == [one.text for one in old] else new

    def one(action: Action) -> Action:
        old = before.get(action.ref)
        if old is None:
            return action
        text, evidence = same(action.text, old.text), same(action.evidence, old.evidence)
        return replace(action, text=text, evidence=evidence)

    return replace(
        plan,
        workstreams=tuple(
            replace(
                stream,
                objectives=tuple(
                    replace(each, actions=tuple(one(action) for action in each.actions))
                    for each in stream.objectives
                ),
            )
            for stream in plan.workstreams
        ),
    )


def _said(problem: Problem) -> str:
    return f"{problem.where}: {problem.what}. {problem.mend}"


# --- the plan in force ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Known:
    """A draft whose rows without a reference have the one that the plan in force gives them.

    `renumbered` are rows, by place, that say what another reference says in the plan in force.
    """

    named: Draft
    renumbered: Mapping[str, str]
    printed: Mapping[str, str]

    def with_old_refs(self, action: DraftAction) -> DraftAction:
        """Give a row its reference of the plan in force."""
        return replace(action, ref=self.renumbered.get(_place(action), action.ref))


def _as_known(draft: Draft, current: Plan) -> _Known:
    """Find each row in the plan in force by its words."""
    before = {action.ref: _words_of(action) for action in current.actions}
    exact = {_same(text): ref for ref, text in before.items()}
    rows = [(_place(one), one.ref, one.text.replace("• ", "")) for one in draft.actions]
    found = {where: exact[_same(text)] for where, _, text in rows if _same(text) in exact}
    taken = set(found.values())
    rest = [row for row in rows if row[0] not in found]
    free = [(ref, text) for ref, text in before.items() if ref not in taken]
    if len(rest) * len(free) <= _MOST_PAIRS:
        for where, _, text in rest:
            near = next((ref for ref, old in free if ref not in taken and alike(old, text)), None)
            if near is not None:
                found[where] = near
                taken.add(near)

    def named(action: DraftAction) -> DraftAction:
        return replace(action, ref=action.ref or found.get(_place(action)))

    renumbered = {
        where: found[where] for where, ref, _ in rows if ref and found.get(where, ref) != ref
    }
    printed = {where: ref for where, ref, _ in rows if ref and where in renumbered}
    return _Known(_each(draft, named), renumbered, printed)


def _place(action: DraftAction) -> str:
    """A row's place; the parts of one that was split have the same, and other words."""
    return f"{action.where} {action.text[:60]}"


def _renumbered(known: _Known) -> Question:
    pairs = [f"{known.printed[where]} was {old}" for where, old in known.renumbered.items()]
    shown = ", ".join(pairs[:8]) + (f" and {len(pairs) - 8} more" if len(pairs) > 8 else "")
    ask = (
        f"These rows have other references than in the plan in force: {shown}. Do they keep the "
        "old ones, and with them their history?"
    )
    return Question(
        "renumbered", "the file", ask, ("keep the old references", "they are new actions")
    )


def _words_of(action: Action) -> str:
    return "\n".join(part.text for part in action.text)


# --- answers -------------------------------------------------------------------------------------


def _carried_out(draft: Draft, question: Question, answer: str) -> Draft | str:
    kind = question.kind
    if kind in {"council", "title", "as_at"}:
        return draft
    if kind == "workstream":
        return replace(
            draft, workstreams=tuple(replace(one, name=answer) for one in draft.workstreams)
        )
    if kind == "anew" and answer.lower() in _NUMBERED:
        return _numbered(_each(draft, lambda a: replace(a, ref=None)))
    if kind in {"ref", "anew"}:
        return _numbered(draft) if answer.lower() in _NUMBERED else draft
    if kind == "blue" and not _YES.match(answer):
        return _each(draft, lambda a: replace(a, rag=None) if a.rag == "B" else a)
    if kind in {"rag", "lead", "date"} and question.where != "the file":
        return _of_row(draft, question, answer)
    if kind == "split":
        return draft
    if _YES.match(answer):
        return draft
    return (
        f"{question.where}: “{answer}” can't be carried out here. Change it in the file, and "
        "import it again."
    )


def _of_row(draft: Draft, question: Question, answer: str) -> Draft | str:
    if question.kind == "rag":
        letter = answer.upper()[:1]
        if answer.lower() not in {"none", "unknown"} and letter not in set("RAGB"):
            return f"{question.where}: “{answer}” is no rating. Answer R, A, G, B or none."
        chosen = None if answer.lower() in {"none", "unknown"} else letter
        return _at(draft, question.where, lambda a: replace(a, rag=chosen))
    if question.kind == "lead":
        named = re.search(r"“(.+?)”", question.ask)
        name = question.choices[0] if _YES.match(answer) and question.choices else answer
        if named is None or _YES.match(name):
            return draft
        old = named.group(1)
        return _at(
            draft,
            question.where,
            lambda a: replace(a, leads=tuple(name if one == old else one for one in a.leads)),
        )
    if _YES.match(answer):
        return draft
    when = read_when(answer, part="end")
    if when.errors or not (when.end or when.ongoing or when.cadence):
        return f"{question.where}: “{answer}” is no date. Answer like March 2020, or ongoing."
    return _at(
        draft,
        question.where,
        lambda a: replace(
            a,
            when=replace(
                a.when, end=when.end, ongoing=when.ongoing, cadence=when.cadence or a.when.cadence
            ),
        ),
    )


def _split(draft: Draft, question: Question) -> Draft:
    """Make an action of each statement; each keeps the row's leads, date and evidence."""

    def pieces(action: DraftAction) -> list[DraftAction]:
        if action.where != question.where:
            return [action]
        parts = _parts(action.text, question.choices[1:])
        return [
            replace(
                action,
                ref=f"{action.ref}{'abcdefghij'[at]}" if action.ref else None,
                text=text,
                title=short_title(text),
                measures=action.measures if at == 0 else (),
            )
            for at, text in enumerate(parts)
        ]

    return _rebuilt(draft, lambda actions: [one for a in actions for one in pieces(a)])


def _parts(text: str, statements: Iterable[str]) -> list[str]:
    """A text cut where each statement begins."""
    begins = {one.rstrip(":") for one in statements}
    parts: list[list[str]] = []
    for line in text.split("\n"):
        if line.rstrip(":") in begins or not parts:
            parts.append([])
        parts[-1].append(line)
    return ["\n".join(part) for part in parts]


def _numbered(draft: Draft) -> Draft:
    """Number what has no reference: 1.2.3, or after the row above where others have one."""
    if any(action.ref for action in draft.actions):
        return _filled(draft)
    streams = []
    for a, stream in enumerate(draft.workstreams, start=1):
        objectives = []
        for b, objective in enumerate(stream.objectives, start=1):
            actions = tuple(
                replace(action, ref=f"{a}.{b}.{c}")
                for c, action in enumerate(objective.actions, start=1)
            )
            objectives.append(replace(objective, actions=actions))
        streams.append(replace(stream, objectives=tuple(objectives)))
    return replace(draft, workstreams=tuple(streams))


def _filled(draft: Draft) -> Draft:
    taken = {action.ref for action in draft.actions if action.ref}
    last = "A0"

    def one(action: DraftAction) -> DraftAction:
        nonlocal last
        if action.ref is None:
            found = re.match(r"^(.*?)(\d+)\D*$", last)
            following = f"{found.group(1)}{int(found.group(2)) + 1}" if found else f"{last}a"
            ref = following if following not in taken else f"{last}a"
            taken.add(ref)
            action = replace(action, ref=ref)
        last = action.ref or last
        return action

    return _each(draft, one)


def _each(draft: Draft, change: Callable[[DraftAction], DraftAction]) -> Draft:
    def all_of(actions: Iterable[DraftAction]) -> list[DraftAction]:
        return [change(one) for one in actions]

    return _rebuilt(draft, all_of)


def _at(draft: Draft, where: str, change: Callable[[DraftAction], DraftAction]) -> Draft:
    return _each(draft, lambda a: change(a) if a.where == where else a)


def _rebuilt(draft: Draft, change: Callable[[Iterable[DraftAction]], list[DraftAction]]) -> Draft:
    streams = tuple(
        DraftWorkstream(
            stream.name,
            tuple(
                DraftObjective(one.text, tuple(change(one.actions))) for one in stream.objectives
            ),
        )
        for stream in draft.workstreams
    )
    return replace(draft, workstreams=streams)


# --- the plan ------------------------------------------------------------------------------------


def _as_file(draft: Draft, answers: Mapping[str, str], current: Plan | None) -> dict[str, object]:
    """The draft in the product's own format, so that one set of rules judges every plan."""
    ids = _role_ids(draft, current)
    known = {action.ref: action for action in current.actions} if current else {}
    head = {
        "title": current.title if current else answers.get("title") or draft.title,
        "council": current.council if current else answers.get("council", ""),
        "as_at": current.source_date.isoformat() if current else answers.get("as_at", ""),
    }
    if current and current.note:
        head["note"] = current.note
    streams: list[dict[str, Any]] = []
    for a, stream in enumerate(draft.workstreams, start=1):
        objectives = [
            {
                "ref": f"{a}.{b}",
                "text": objective.text or stream.name,
                "actions": [_action(one, ids, known) for one in objective.actions],
            }
            for b, objective in enumerate(stream.objectives, start=1)
        ]
        streams.append({"ref": str(a), "name": stream.name, "objectives": objectives})
    return {
        "plan": head,
        "roles": [{"id": id_, "title": title} for title, id_ in ids.items()],
        "workstreams": _as_named_before(streams, current),
    }


def _as_named_before(streams: list[dict[str, Any]], current: Plan | None) -> list[dict[str, Any]]:
    """Workstreams and objectives keep the references that the plan in force gives them."""
    if current is None:
        return streams
    names = {one.name: one.ref for one in current.workstreams}
    texts = {one.text: one.ref for stream in current.workstreams for one in stream.objectives}
    for stream in streams:
        stream["ref"] = names.get(str(stream["name"]), stream["ref"])
        for objective in stream["objectives"]:
            objective["ref"] = texts.get(objective["text"], objective["ref"])
    return streams


def _action(
    action: DraftAction, ids: Mapping[str, str], known: Mapping[str, Action]
) -> dict[str, object]:
    before = known.get(action.ref or "")
    made: dict[str, Any] = {
        "ref": action.ref,
        "title": before.title if before else action.title,
        "text": _passages(action.text),
        "leads": [ids[lead] for lead in action.leads],
        "when": _when(action, before),
        "evidence": list(action.evidence),
    }
    if action.update:
        made["update"] = {"text": action.update.split("\n")}
        if action.updated:
            made["update"] |= {"as_at": action.updated.isoformat()}
    if action.rag:
        made["rag"] = action.rag
    if before and before.recommendations:
        made["recommendations"] = list(before.recommendations)
    if before and before.outcomes:
        made["outcomes"] = list(before.outcomes)
    return made


def _when(action: DraftAction, before: Action | None) -> dict[str, object]:
    when = action.when
    made: dict[str, object] = {}
    if when.printed:
        made["printed"] = when.printed[:200]
    if when.start:
        made["from"] = when.start.isoformat()
    if when.end:
        made["to"] = when.end.isoformat()
    original: date | None = when.original_end
    if before and when.end:
        # A date that moves keeps the first one ever set.
        moved = before.timescale.end if before.timescale.end != when.end else None
        original = original or before.timescale.original_end or moved
    if original and when.end:
        made["originally"] = original.isoformat()
    if when.ongoing:
        made["ongoing"] = True
    every = {"monthly": "month", "quarterly": "quarter", "yearly": "year"}.get(when.cadence or "")
    if every:
        made["every"] = every
    return made


def _passages(text: str) -> list[object]:
    """An action's lines in the product's own format: bullets stand under the line above them."""
    made: list[object] = []
    for line in text.split("\n"):
        if not line.startswith("• "):
            made.append(line)
            continue
        bullet = line[2:]
        last = made[-1] if made else ""
        if isinstance(last, dict):
            last["bullets"].append(bullet)
        elif made:
            made[-1] = {"lead_in": last, "bullets": [bullet]}
        else:
            made.append(bullet)
    return made


def _role_ids(draft: Draft, current: Plan | None) -> dict[str, str]:
    """An id for each lead; those of the plan in force stay."""
    known = {_same(role.title): role.id for role in current.roles} if current else {}
    ids: dict[str, str] = {}
    for action in draft.actions:
        for lead in action.leads:
            if lead in ids:
                continue
            slug = re.sub(r"[^a-z0-9]+", "-", lead.lower().replace("’", "")).strip("-")[:50]
            id_ = known.get(_same(lead), slug or "role")
            while id_ in ids.values():
                id_ += "-2"
            ids[lead] = id_
    return ids


def _same(title: str) -> str:
    return re.sub(r"\W+", " ", title.replace("’", "'")).casefold().strip()
