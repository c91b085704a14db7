"""Draft a plan from a Word, Excel or YAML file: what was understood, what to ask, what is wrong."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from lxml import etree

from workflow.intake import read_plan
from workflow.intake_dates import When, read_when, when_of_day
from workflow.intake_excel import read_excel
from workflow.intake_fields import (
    Roles,
    items_of,
    learned,
    read_leads,
    read_rating,
    short_title,
)
from workflow.intake_formula import day_of
from workflow.intake_grid import EMPTY, Cell, Printed, Unreadable
from workflow.intake_measures import Proposal, propose
from workflow.intake_table import Note, PlanRow, Tables, read_tables
from workflow.intake_word import read_word
from workflow.intake_zip import AGAIN, opened
from workflow.links import lines_of
from workflow.plan import Cadence, Plan
from workflow.source import read_source

__all__ = [
    "Draft",
    "DraftAction",
    "DraftObjective",
    "DraftWorkstream",
    "Fault",
    "Question",
    "draft_of",
    "is_office",
]


@dataclass(frozen=True, slots=True)
class Question:
    """Something a person should settle: where, what is asked, and the choices there are."""

    kind: str
    where: str
    ask: str
    choices: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """The name under which it is answered: "blue", "split, table 4 row 2", "lead AD QA"."""
        named = re.search(r"“(.+?)”", self.ask) if self.kind == "lead" else None
        if named:
            return f"lead {named.group(1)}"
        return self.kind if self.where == "the file" else f"{self.kind}, {self.where}"


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong in the file: its place, what it is, and what mends it."""

    where: str
    what: str
    mend: str


@dataclass(frozen=True, slots=True)
class DraftAction:
    """One row of a plan as understood; `where` is its place, `updated` its update's date."""

    ref: str | None
    title: str
    text: str
    leads: tuple[str, ...]
    when: When
    evidence: tuple[str, ...]
    update: str
    rag: str | None
    where: str
    measures: tuple[Proposal, ...] = ()
    updated: date | None = None


@dataclass(frozen=True, slots=True)
class DraftObjective:
    """An objective and its rows, in the file's order."""

    text: str
    actions: tuple[DraftAction, ...]


@dataclass(frozen=True, slots=True)
class DraftWorkstream:
    """A workstream and its objectives, in the file's order."""

    name: str
    objectives: tuple[DraftObjective, ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """A plan as understood from a file, with what to ask and what is wrong; never in force."""

    title: str = ""
    workstreams: tuple[DraftWorkstream, ...] = ()
    questions: tuple[Question, ...] = ()
    problems: tuple[Fault, ...] = ()
    key: tuple[tuple[str, str], ...] = field(default=())

    @property
    def actions(self) -> tuple[DraftAction, ...]:
        """All rows in the file's order."""
        return tuple(a for w in self.workstreams for o in w.objectives for a in o.actions)

    def plain(self) -> dict[str, object]:
        """The draft as JSON values, dates in ISO 8601."""
        return {
            "workstreams": [
                {
                    "name": stream.name,
                    "objectives": [
                        {"text": one.text, "actions": [_plain_action(a) for a in one.actions]}
                        for one in stream.objectives
                    ],
                }
                for stream in self.workstreams
            ],
            "questions": [
                {
                    "id": q.id,
                    "kind": q.kind,
                    "where": q.where,
                    "ask": q.ask,
                    "choices": list(q.choices),
                }
                for q in self.questions
            ],
            "problems": [{"where": p.where, "what": p.what, "mend": p.mend} for p in self.problems],
        }


def draft_of(data: bytes) -> Draft:
    """Draft a plan from a file's bytes: .docx, .docm, .xlsx, .xlsm or YAML.

    Raises nothing: a file that can't be read is a draft without rows and one problem.
    """
    if not is_office(data):
        return _from_yaml(data)
    try:
        kind, parts = opened(data)
        printed = read_word(parts) if kind == "word" else read_excel(parts)
        return _Drafting(printed, kind).draft()
    except Unreadable as error:
        return Draft(problems=(Fault("the file", error.what, error.mend),))
    except _BROKEN:
        # Half a file, or one that no Word or Excel wrote: numbers that are none, loops.
        return Draft(problems=(Fault("the file", "the file is damaged", AGAIN),))


_BROKEN = (
    ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError,
    etree.Error,
)  # fmt: skip


def is_office(data: bytes) -> bool:
    """Whether bytes are for the readers of documents, and not YAML."""
    start = data[:1024].lstrip(b"\xef\xbb\xbf \r\n\t")
    return start.startswith((b"PK", b"\xd0\xcf\x11\xe0", b"%PDF", b"{\\rtf", b"<"))


def _plain_action(action: DraftAction) -> dict[str, object]:
    def day(value: date | None) -> str | None:
        return value.isoformat() if value else None

    when = action.when
    return {
        "ref": action.ref,
        "title": action.title,
        "text": action.text,
        "leads": list(action.leads),
        "timescale": {
            "printed": when.printed,
            "start": day(when.start),
            "end": day(when.end),
            "ongoing": when.ongoing,
            "cadence": when.cadence,
            "original_end": day(when.original_end),
        },
        "evidence": list(action.evidence),
        "update": action.update,
        "rag": action.rag,
        "measures": [one.plain() for one in action.measures],
        "where": action.where,
    }


# --- from tables ---------------------------------------------------------------------------------

_REF_IN_TEXT = re.compile(
    r"^(?P<ref>[A-Z]{1,5}[\s.-]?\d{1,3}(?:\.\d{1,3})*[a-z]?|\d{1,3}(?:\.\d{1,3})+[a-z]?|\d{1,3}(?=[.)]\s))"
    r"[.):]?(?:\s*[-–:]\s+|\s+|$)(?P<rest>.*)$",
    re.DOTALL,
)


class _Drafting:
    def __init__(self, printed: Printed, kind: str) -> None:
        self._found: Tables = read_tables(printed)
        self._leave_out_extracts()
        self._above: dict[str, tuple[str, ...] | When] = {}
        self._kind = kind
        self._questions: list[Question] = []
        self._problems: list[Fault] = []
        self._asked: set[str] = set()
        self._roles = self._learn_roles()
        self._refs_in_text = self._has_refs_in_text()

    def draft(self) -> Draft:
        """Read each row, then ask what concerns them all."""
        if not self._found.rows:
            return Draft(self._found.title, problems=(self._nothing(),))
        made = [(row, self._action(row)) for row in self._found.rows]
        self._ask_about_the_file(made)
        self._twice(made)
        grouped = self._grouped(made)
        streams = len({stream.name for stream in grouped})
        if self._found.claimed and self._found.claimed != streams:
            ask = (
                f"The file speaks of {self._found.claimed} workstreams; {streams} are in it. Right?"
            )
            self._questions.append(Question("workstreams", "the file", ask, ("yes", "no")))
        for note in self._found.notes:
            self._questions.append(Question(note.kind, note.where, note.what, note.choices))
        return Draft(
            self._found.title,
            grouped,
            tuple(self._questions),
            tuple(self._problems),
            tuple(self._found.key.items()),
        )

    def _nothing(self) -> Fault:
        noun = "table" if self._kind == "word" else "sheet"
        if not self._found.seen:
            what = f"the file has no {noun}, and a plan's rows stand in one"
        else:
            what = f"no {noun} has the columns of a plan: an action, and who leads it or by when"
        mend = (
            "Give the columns headings such as Action, Lead officer, Timescale, Evidence, "
            "Progress and RAG."
        )
        return Fault("the file", what, mend)

    # --- one row ----------------------------------------------------------------------------

    def _action(self, row: PlanRow) -> DraftAction:
        text, ref = self._text_and_ref(row)
        title_cell = row.cell("title")
        action_cells = row.cells.get("action", [])
        title = title_cell.flat or short_title(_first_text(action_cells, refs=self._refs_in_text))
        leads = self._leads(row)
        when = self._when(row)
        if not text:
            self._fault(row, "the row has no action", "Say in the file what is to be done.")
        self._offer_split(row)
        return DraftAction(
            ref=ref,
            title=title,
            text=text,
            leads=leads,
            when=when,
            evidence=items_of(self._all(row, "evidence")),
            update="\n".join(cell.text for cell in self._newest_update(row) if cell.text),
            rag=self._rating(row),
            where=row.where,
            measures=self._measures(row),
            updated=_as_at(row),
        )

    def _measures(self, row: PlanRow) -> tuple[Proposal, ...]:
        evidence = self._all(row, "evidence")
        return propose(
            items_of(evidence),
            items_of(self._newest_update(row)),
            as_at=_as_at(row),
            target=row.cell("target").flat,
            latest=row.cell("latest").flat,
            name=short_title(_first_text(evidence, refs=False)),
        )

    def _text_and_ref(self, row: PlanRow) -> tuple[str, str | None]:
        cells = [cell for cell in self._all(row, "action") if cell.text]
        text = "\n".join(dict.fromkeys(cell.text for cell in cells))
        printed = row.cell("ref").flat.strip()
        ref = re.sub(r"[.):]$", "", printed).strip() or None
        if ref is None and self._refs_in_text and (found := _REF_IN_TEXT.match(text)):
            return found.group("rest").strip(), found.group("ref")
        return text, ref

    def _all(self, row: PlanRow, name: str) -> list[Cell]:
        """A field's cells with those of the rows that go on with it, each once."""
        cells = [
            cell for cell in row.cells.get(name, ()) if not cell.beside or len(row.cells[name]) == 1
        ]
        for more in row.more:
            cells += [c for c in more.get(name, ()) if not c.below]
        return cells

    def _newest_update(self, row: PlanRow) -> list[Cell]:
        columns = row.layout.fields.get("update", ())
        cells = row.cells.get("update", [])
        if len(columns) > 1 and any(column in row.layout.dated for column in columns):
            newest = next((cell for cell in cells if cell.flat), EMPTY)
            at = cells.index(newest) if newest in cells else 0
            return [newest, *(m["update"][at] for m in row.more if not m["update"][at].below)]
        return self._all(row, "update")

    def _leads(self, row: PlanRow) -> tuple[str, ...]:
        lines = [line for cell in self._all(row, "lead") for line in cell.lines]
        above = self._above.get("lead")
        if lines and isinstance(above, tuple) and _DITTO.match(" ".join(x.text for x in lines)):
            self._ask("lead", row, f"The lead is taken from the row above: {', '.join(above)}.")
            return above
        found = read_leads(lines, self._roles)
        self._above["lead"] = found.names
        for ask, choices in found.doubts:
            self._ask("lead", row, ask[:1].upper() + ask[1:], choices)
        if not found.names and row.layout.fields.get("lead"):
            self._fault(row, "the row has no lead", "Name who leads it in the file.")
        return found.names

    def _when(self, row: PlanRow) -> When:
        when = self._columns_of_dates(row)
        above = self._above.get("when")
        if isinstance(above, When) and _DITTO.match(when.printed):
            self._ask("date", row, f"The date is taken from the row above: {above.printed}.")
            return replace(above, printed=when.printed)
        self._above["when"] = when
        for wrong in when.errors:
            self._fault(row, wrong, "Correct the date in the file.")
        for doubt in when.doubts:
            self._ask("date", row, f"{doubt}. When is it due?")
        nothing = not (when.start or when.end or when.ongoing or when.cadence)
        if nothing and not when.errors and not when.doubts:
            self._ask("date", row, "The row has no date. When is it due?")
        return when

    def _columns_of_dates(self, row: PlanRow) -> When:
        """Put the date columns of a row together."""
        parts = {
            name: _read_date(row.cell(name), part, self._all(row, name))
            for name, part in (
                ("timescale", "both"), ("start", "start"), ("end", "end"),
                ("revised", "end"), ("original", "end"),
            )
            if row.layout.fields.get(name)
        }  # fmt: skip
        stale = [name for name in parts if row.cell(name).stale]
        if stale:
            what = "the date is a formula whose result the file doesn't hold"
            self._fault(row, what, "Open the file in Excel, save it, and import it again.")
        whole = parts.get("timescale", When())
        start, end = parts.get("start", When()), parts.get("end", When())
        whole = replace(
            whole,
            printed=" – ".join(one.printed for one in (whole, start, end) if one.printed),
            start=start.start or whole.start or end.start,
            end=end.end or whole.end or start.end,
            ongoing=(whole.ongoing or end.ongoing or start.ongoing) and not end.end,
            cadence=end.cadence or whole.cadence or start.cadence,
            original_end=end.original_end or whole.original_end,
        )
        whole = _revised(whole, parts.get("revised"), parts.get("original"))
        used = [one for one in parts.values() if one.printed]
        errors = tuple(e for one in used for e in one.errors)
        doubts = tuple(d for one in used for d in one.doubts if not (one is start and whole.end))
        if whole.start and whole.end and whole.start > whole.end and not errors:
            errors = (_backwards(whole.start, whole.end),)
        return replace(whole, errors=errors, doubts=doubts if not errors else ())

    def _rating(self, row: PlanRow) -> str | None:
        marks = row.layout.marks
        if marks:
            return self._marked(row)
        cells = list(row.cells.get("rag", ()))
        if not cells:
            return None
        around = row.cell("action").fill
        dated = [c for c in row.layout.fields["rag"] if c in row.layout.dated]
        cell = cells[0]
        if len(dated) > 1:
            # The newest month that has one.
            cell = next((c for c in cells if read_rating(c, around=around).letter), cells[0])
        read = read_rating(cell, around=around)
        if read.doubt:
            choices = read.choices
            self._ask("rag", row, f"The rating: {read.doubt}. Which is it?", choices)
        for more in row.more:
            other = next((c for c in more.get("rag", ()) if not c.below), EMPTY)
            found = read_rating(other, around=around)
            if found.letter and found.letter != read.letter:
                ask = "This action has more than one rating. Which is it?"
                letters = tuple(x for x in (read.letter, found.letter) if x)
                self._ask("rag", row, ask, letters)
        return read.letter

    def _marked(self, row: PlanRow) -> str | None:
        """Columns R, A, G: the one with a mark or a colour says it."""
        named = {
            letter
            for column, letter in row.layout.marks.items()
            if column < len(row.row.cells) and row.row.cells[column].flat
        }
        coloured = {
            letter
            for column, letter in row.layout.marks.items()
            if column < len(row.row.cells)
            and read_rating(replace(row.row.cells[column], lines=())).letter == letter
        }
        found = named or coloured
        if len(found) > 1:
            found = named & coloured or found
        if len(found) > 1:
            self._ask(
                "rag", row, "More than one rating is marked. Which is it?", tuple(sorted(found))
            )
            return None
        return next(iter(found), None)

    def _offer_split(self, row: PlanRow) -> None:
        """Several statements in one row may be several actions; that is for a person to say."""
        for cell in row.cells.get("action", ())[:1]:
            statements = _statements(cell)
            if len(statements) > 1:
                ask = (
                    f"This row holds {len(statements)} statements. Are they one action or several?"
                )
                choices = ("keep as one", *(f"{text}" for text in statements))
                self._ask("split", row, ask, choices)

    # --- the file as a whole ------------------------------------------------------------------

    def _leave_out_extracts(self) -> None:
        """A table that only repeats rows of a longer one, such as its reds, is no more plan."""
        tables: dict[str, list[PlanRow]] = {}
        for row in self._found.rows:
            tables.setdefault(re.sub(r"(?: row |!)\d+$", "", row.where), []).append(row)
        for name, rows in tables.items():
            others = [
                {_alike(one) for one in other}
                for longer, other in tables.items()
                if longer != name and len(other) > len(rows)
            ]
            if any({_alike(row) for row in rows} <= known for known in others):
                gone = {id(row) for row in rows}
                self._found.rows = [one for one in self._found.rows if id(one) not in gone]
                what = f"{name} only repeats rows of the plan and is left out"
                self._found.notes.append(Note("extract", rows[0].where, what, ("yes", "no")))

    def _learn_roles(self) -> Roles:
        texts = [
            "\n".join(line.text for line in cell.lines)
            for row in self._found.rows
            for cell in row.cells.get("lead", ())
        ]
        return learned(list(dict.fromkeys(texts)), self._found.short)

    def _has_refs_in_text(self) -> bool:
        rows = self._found.rows
        if not rows or any(row.cell("ref").flat for row in rows):
            return False
        refs = [
            found.group("ref")
            for row in rows
            if (found := _REF_IN_TEXT.match(_first_text(row.cells.get("action", []), refs=False)))
        ]
        return len(refs) >= 0.6 * len(rows) and len(set(refs)) >= 0.9 * len(refs)

    def _ask_about_the_file(self, made: Sequence[tuple[PlanRow, DraftAction]]) -> None:
        counted = Counter(action.rag for _, action in made)
        if counted["B"]:
            said = self._found.key.get("B")
            means = f"The file's key says “{said}”." if said else "The file has no key for it."
            ask = f"Does blue mean complete in this file? {counted['B']} rows are blue. {means}"
            self._questions.append(Question("blue", "the file", ask, ("yes, complete", "no")))
        if not any(row.layout.fields.get("rag") for row, _ in made):
            ask = "No column of ratings was found, so every rating is unknown. Is that right?"
            self._questions.append(Question("rag", "the file", ask, ("yes", "no")))
        if not any(row.layout.fields.get("lead") for row, _ in made):
            self._problems.append(
                Fault(
                    "the file",
                    "no column says who leads an action",
                    "Add a column headed “Lead officer”.",
                )
            )
        inherited = [row.where for row, _ in made if row.inherited]
        if inherited:
            ask = (
                "The objective or workstream is blank in these rows and taken from the row "
                f"above: {_listed(inherited)}. Is that right?"
            )
            self._questions.append(Question("inherited", inherited[0], ask, ("yes", "no")))
        without = [action.where for _, action in made if action.ref is None]
        if without:
            all_of = len(without) == len(made)
            what = "The rows have no references" if all_of else f"No reference: {_listed(without)}"
            ask = f"{what}. Shall they be numbered?"
            self._questions.append(Question("ref", without[0], ask, ("number them", "leave")))
        hidden = [row.where for row, _ in made if row.row.hidden]
        if hidden:
            ask = f"Hidden or filtered rows are read too: {_listed(hidden)}. Are they in the plan?"
            self._questions.append(Question("hidden", hidden[0], ask, ("yes", "no")))
        if len({row.workstream for row, _ in made}) == 1 and not made[0][0].workstream:
            ask = "No workstream is named. What is it called?"
            self._questions.append(Question("workstream", made[0][0].where, ask))

    def _twice(self, made: Sequence[tuple[PlanRow, DraftAction]]) -> None:
        """A reference that stands twice is wrong, unless the numbers begin anew in each part."""
        seen: dict[str, tuple[str, tuple[str, str]]] = {}
        anew: list[str] = []
        for row, action in made:
            if action.ref is None:
                continue
            key, part = action.ref.casefold(), (row.workstream, row.objective)
            before, other = seen.setdefault(key, (action.where, part))
            if before == action.where:
                continue
            if re.fullmatch(r"\d{1,3}|[a-z]|[ivx]{1,5}", key) and other != part:
                anew.append(action.where)
                continue
            what = f"the reference {action.ref} stands at {before} already"
            self._problems.append(
                Fault(action.where, what, "Give each row a reference of its own.")
            )
        if anew:
            ask = f"The numbers begin anew here: {_listed(anew)}. Shall the rows be numbered 1.1.1?"
            self._questions.append(Question("anew", "the file", ask, ("number them", "leave")))

    def _grouped(self, made: Sequence[tuple[PlanRow, DraftAction]]) -> tuple[DraftWorkstream, ...]:
        """Put rows under their workstreams and objectives without leaving the file's order."""
        names = _shortened([row.workstream for row, _ in made])
        streams: list[tuple[str, list[tuple[str, list[DraftAction]]]]] = []
        for row, action in made:
            name = names[row.workstream] or self._found.title
            if not streams or _same(streams[-1][0], name) is False:
                streams.append((name, []))
            objectives = streams[-1][1]
            if not objectives or not _same(objectives[-1][0], row.objective):
                objectives.append((row.objective, []))
            objectives[-1][1].append(action)
        return tuple(
            DraftWorkstream(
                name, tuple(DraftObjective(text, tuple(found)) for text, found in objectives)
            )
            for name, objectives in streams
        )

    def _ask(self, kind: str, row: PlanRow, ask: str, choices: tuple[str, ...] = ()) -> None:
        question = Question(kind, row.where, ask, choices)
        if kind == "lead" and question.id in self._asked:
            # Who an abbreviation is, is asked once for the whole file.
            return
        self._asked.add(question.id)
        self._questions.append(question)

    def _fault(self, row: PlanRow, what: str, mend: str) -> None:
        self._problems.append(Fault(row.where, what, mend))


_DITTO = re.compile(
    r"^\W*(?:as above|ditto|same as above|see above|do\.|[\"”“″〃])\W*$", re.IGNORECASE
)


def _as_at(row: PlanRow) -> date | None:
    """The date that the heading of the newest update gives."""
    columns = row.layout.fields.get("update", ())
    cells = row.cells.get("update", [])
    filled = [one for one, cell in zip(columns, cells, strict=False) if cell.flat]
    newest = row.layout.dated.get(filled[0]) if filled else None
    return newest if newest and newest.year > 1900 else None


def _alike(row: PlanRow) -> str:
    return re.sub(r"\W+", " ", " ".join(c.flat for c in row.cells.get("action", ()))).casefold()


def _read_date(cell: Cell, part: str, cells: list[Cell]) -> When:
    if cell.moment is not None and cell.flat:
        return when_of_day(cell.moment, month_only=cell.month_only, part=part, printed=cell.flat)
    if (
        cell.number is not None
        and 36_526 <= cell.number <= 73_050
        and float(cell.number).is_integer()
    ):
        from_number = _serial(cell, part)
        if from_number is not None:
            return from_number
    text = "\n".join(line.text for one in cells for line in one.lines if line.text)
    struck = " ".join(one.struck for one in cells if one.struck)
    return read_when(text, part=part, struck=struck)


def _serial(cell: Cell, part: str) -> When | None:
    """A date that a spreadsheet shows as a bare number, because its format was lost."""
    day = day_of(cell.number or 0)
    if day is None:
        return None
    read = when_of_day(day, month_only=False, part=part, printed=cell.flat)
    return replace(read, doubts=(f"“{cell.flat}” is read as {day.day}/{day.month}/{day.year}",))


def _revised(whole: When, revised: When | None, original: When | None) -> When:
    """Bring in the columns for a revised and an original date."""
    if revised is not None and (revised.end or revised.ongoing):
        earlier = whole.end
        whole = replace(
            whole,
            end=revised.end,
            ongoing=revised.ongoing and not revised.end,
            original_end=whole.original_end or (earlier if earlier != revised.end else None),
            printed=" – ".join(filter(None, (whole.printed, revised.printed))),
        )
    if original is not None and original.end:
        if whole.end is None and not whole.ongoing:
            whole = replace(whole, end=original.end, start=whole.start or original.start)
            whole = replace(whole, printed=whole.printed or original.printed)
        elif original.end != whole.end:
            whole = replace(whole, original_end=original.end)
    elif original is not None and not (whole.end or whole.ongoing or whole.cadence):
        whole = replace(
            whole, ongoing=original.ongoing, cadence=original.cadence,
            printed=whole.printed or original.printed,
        )  # fmt: skip
    return whole


def _backwards(start: date, end: date) -> str:
    return (
        f"it starts on {start.day}/{start.month}/{start.year} and ends before that, on "
        f"{end.day}/{end.month}/{end.year}"
    )


def _first_text(cells: Sequence[Cell], *, refs: bool) -> str:
    text = next((cell.text for cell in cells if cell.text), "")
    if refs and (found := _REF_IN_TEXT.match(text)):
        return found.group("rest")
    return text


def _statements(cell: Cell) -> list[str]:
    """The lines of an action that stand by themselves: no bullets, nothing that leads into some."""
    found = []
    lines = cell.lines
    for at, line in enumerate(lines):
        text = line.text.strip()
        leads_in = text.endswith((":", "through", "including", "on")) and len(text.split()) < 6
        bare = not line.bullet and not re.match(r"^(?:[a-z]|\(?[ivx\da-z]{1,3}[.)])", text)
        if bare and len(text) > 20 and not leads_in:
            follows = lines[at + 1].bullet if at + 1 < len(lines) else False
            found.append(text.rstrip(":") if follows else text)
    return found if len(found) > 1 else []


def _listed(places: Sequence[str]) -> str:
    shown = ", ".join(places[:8])
    return shown if len(places) <= 8 else f"{shown} and {len(places) - 8} more"


def _same(one: str, two: str) -> bool:
    return (
        re.sub(r"\W+", " ", one).casefold().strip() == re.sub(r"\W+", " ", two).casefold().strip()
    )


def _shortened(names: Sequence[str]) -> dict[str, str]:
    """Workstream names without what all of them begin with: "Improvement Plan: "."""
    distinct = list(dict.fromkeys(names))
    heads = {
        name: re.match(r"^(.{3,60}?)(?:\s*[:–]|\s-)\s+(?=\S)", name) for name in distinct if name
    }
    prefixes = Counter(found.group(1).casefold() for found in heads.values() if found)
    short = {}
    for name in distinct:
        found = heads.get(name)
        shared = found and (
            (prefixes[found.group(1).casefold()] > 1)
            or re.search(r"\bplan\b", found.group(1), re.IGNORECASE)
            or re.fullmatch(r"work ?stream(?: [\dA-Z]{1,2})?", found.group(1), re.IGNORECASE)
        )
        short[name] = name[found.end() :] if found and shared else name
    return short


# --- from the product's own format -----------------------------------------------------------


def _from_yaml(data: bytes) -> Draft:
    read = read_plan(data)
    problems = tuple(
        Fault(
            f"line {one.line}" if one.line else "the file",
            f"{one.where}: {one.what}" if one.where else one.what,
            one.mend,
        )
        for one in read.problems
        if not one.warning
    )
    questions = tuple(
        Question(
            "check", f"line {one.line}" if one.line else "the file", f"{one.where}: {one.what}"
        )
        for one in read.problems
        if one.warning
    )
    if read.value is None:
        return Draft(problems=problems)
    return Draft(read.value.title, _own(read.value, data), questions, problems)


def _own(plan: Plan, data: bytes) -> tuple[DraftWorkstream, ...]:
    """The plan's own values in the shape of a draft."""
    tree, _ = read_source(data)
    lines = lines_of(tree) if tree is not None else {}
    titles = {role.id: role.title for role in plan.roles}
    streams = []
    for stream in plan.workstreams:
        objectives = []
        for objective in stream.objectives:
            actions = []
            for action in objective.actions:
                when = action.timescale
                cadence = None if when.cadence is Cadence.MONTHLY else when.cadence.value
                line = lines.get(("workstreams", action.ref))
                actions.append(
                    DraftAction(
                        ref=action.ref,
                        title=action.title,
                        text="\n".join(
                            f"• {part.text}" if part.kind == "bullet" else part.text
                            for part in action.text
                        ),
                        leads=tuple(titles.get(one, one) for one in action.leads),
                        when=When(
                            when.printed,
                            when.start,
                            when.end,
                            when.ongoing,
                            cadence,
                            when.original_end,
                        ),
                        evidence=tuple(part.text for part in action.evidence),
                        update="\n".join(action.update),
                        rag=action.rag,
                        where=f"line {line}" if line else action.ref,
                    )
                )
            objectives.append(DraftObjective(objective.text, tuple(actions)))
        streams.append(DraftWorkstream(stream.name, tuple(objectives)))
    return tuple(streams)
