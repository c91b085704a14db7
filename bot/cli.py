"""Give the operator the command g2g: every errand, its own help, and sentences for mistakes."""

from __future__ import annotations

import asyncio
import errno
import json
import logging
import os
import sys
from collections.abc import Coroutine, Iterable
from datetime import date
from pathlib import Path
from typing import Annotated, NoReturn, TypeVar

import typer
from rich.console import Console
from rich.table import Table

from bot import errands, logs, scripts
from bot.app import service_time
from bot.invitations import is_open, qr_code
from bot.package import make_package
from bot.promises import PROVISIONS
from bot.scanning import scan_lines
from bot.settings import Mode, Settings, SettingsError, load
from bot.understand import understand as answers
from store import StoreError
from workflow.dates import day, full_moment
from workflow.dates import today as local_day
from workflow.intake import read_plan
from workflow.intake_draft import Draft, draft_of, is_office
from workflow.replies import Reader
from workflow.source import read_source
from workflow.words import count

__all__ = ["app", "main"]

app = typer.Typer(
    name="g2g",
    help="Getting to Good: the improvement plan's monthly round, in chat.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

# What comes from files and names is shown as it is: no markup is looked for in it, and a
# sentence is not broken into lines where a terminal is not known to end.
out = Console(highlight=False, markup=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, markup=False, soft_wrap=True)

T = TypeVar("T")

# Exit codes: 0 done, 1 the thing looked at has problems, 2 it could not be done.
PROBLEMS = 1
IMPOSSIBLE = 2

File = Annotated[Path, typer.Argument(help="A YAML file in the product's own format.")]
PlanFile = Annotated[
    Path, typer.Argument(help="The plan: Word (.docx), Excel (.xlsx), or YAML in our own format.")
]
Check = Annotated[
    bool, typer.Option("--check", help="Say what would change and what is wrong; write nothing.")
]


@app.command()
def serve() -> None:
    """Run the service, in the mode that G2G_MODE says (production unless set)."""
    _serve(_settings())


@app.command()
def demo() -> None:
    """Run the demonstration on this computer: the real plan, invented people, a movable clock."""
    _serve(_settings(mode=Mode.DEMO))


@app.command()
def migrate() -> None:
    """Bring the database to this release's tables; what is in it stays."""
    revision = _run(errands.migrate(_settings()))
    out.print(f"The database is ready (revision {revision}).")


@app.command("import-plan")
def import_plan(
    file: PlanFile,
    *,
    check: Check = False,
    json_: Annotated[
        bool,
        typer.Option("--json", help="With --check: print the draft as JSON, and nothing else."),
    ] = False,
    answers: Annotated[
        Path | None,
        typer.Option(help="A YAML file that answers the questions: lines of `question: answer`."),
    ] = None,
) -> None:
    """Read the improvement plan and make it the one in force; history is kept.

    A Word or Excel plan is drafted first: nothing is written while a question is open.
    """
    if json_:
        if not check:
            _stop("--json only shows what was read. Use it together with --check.")
        _draft_as_json(_bytes(file))
        return
    data = _bytes(file)
    if is_office(data):
        _import_document(data, _answers(answers), check=check)
        return
    result = _run(errands.import_plan(_settings(), data, check=check))
    _report(result, file, check=check)


@app.command("import-people")
def import_people(file: File, *, check: Check = False) -> None:
    """Read who holds which post, who decides for which board, and the duty rota."""
    result = _run(errands.import_people(_settings(), _bytes(file), check=check))
    _report(result, file, check=check)


@app.command()
def tick(
    at: Annotated[
        str | None,
        typer.Option(help="Service time, ISO 8601 (2019-09-05T09:00); now unless given."),
    ] = None,
) -> None:
    """Do what is due, once, and say what was written; the running service sends it."""
    moment = None
    if at is not None:
        try:
            moment = errands.moment(at)
        except ValueError as error:
            _stop(str(error))
    written = _run(errands.tick(_settings(), moment))
    for key in written:
        out.print(f"  {key}")
    out.print(f"{len(written)} messages written." if written else "Nothing is due.")


When = Annotated[str | None, typer.Option(help="ISO 8601, London time: 2019-09-18T17:00")]


@app.command()
def month(
    *,
    first_reminder: When = None,
    second_reminder: When = None,
    closes: When = None,
    draft: When = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do it; without it, only say.")] = False,
) -> None:
    """Say what lies ahead this month; move one of its moments, and see first what will happen."""
    asked = {
        "first_reminder": first_reminder,
        "second_reminder": second_reminder,
        "closes": closes,
        "draft": draft,
    }
    try:
        moments = {name: errands.moment(at) for name, at in asked.items() if at is not None}
    except ValueError as error:
        _stop(str(error))
    name, ahead = _run(errands.change_month(_settings(), moments, write=yes))
    out.print(f"{name}:")
    for at, words in ahead:
        out.print(f"  {full_moment(at)}  {words}")
    if moments:
        out.print("Done." if yes else "Nothing is changed yet. Add --yes to do it.")


@app.command("export-pack")
def export_pack(
    *,
    board: Annotated[str, typer.Option(help="The board's id in the plan: programme-board")],
    month: Annotated[str, typer.Option(help="Any month that was posted to it: 2019-09")],
    format_: Annotated[str, typer.Option("--format", help="pdf, docx or xlsx")] = "pdf",
    to: Annotated[Path, typer.Option(help="The folder to write into")] = Path(),
) -> None:
    """Write a board's pack of a month: what was approved then, byte for byte the same."""
    name, content, actions = _run(errands.export_pack(_settings(), board, month, format_))
    path = to / name
    _write(path, content)
    out.print(f"{path}: {count(actions, 'action')}.")


@app.command()
def backup(file: Annotated[Path, typer.Argument(help="The new file to write.")]) -> None:
    """Write everything into one file, as it is at one moment; the service may go on meanwhile."""
    rows = _run(errands.backup(_settings(), file))
    out.print(f"{file}: {count(rows, 'row')}. It holds what people wrote: keep it as safe as that.")


@app.command()
def restore(
    file: Annotated[Path, typer.Argument(help="A file that g2g backup wrote.")],
    *,
    over: Annotated[
        bool, typer.Option("--over", help="Let go of everything that the database holds now.")
    ] = False,
) -> None:
    """Put a backup back, into SQLite or PostgreSQL; stop the service first."""
    rows = _run(errands.restore(_settings(), file, over=over))
    out.print(f"{count(rows, 'row')} put back from {file}. Run: g2g doctor")


@app.command("build-manifest")
def build_manifest(
    to: Annotated[Path, typer.Option(help="The file to write: g2g.zip")],
) -> None:
    """Make the package that puts the bot into Teams, to be uploaded in its admin centre."""
    _write(to, make_package(_settings()))
    out.print(f"{to}: upload it in the Teams admin centre, under Manage apps.")


@app.command()
def status() -> None:
    """Say where the month stands, and what a person should look at."""
    found = _run(errands.status(_settings()))
    table = Table(show_header=False, box=None, pad_edge=False)
    for name, value in found:
        table.add_row(name, value)
    out.print(table)


@app.command("test-alert")
def test_alert() -> None:
    """Send whoever is on duty a test alert; acknowledged, it counts for 7 days."""
    told = _run(errands.test_alert(_settings()))
    out.print(f"Sent to {', '.join(told)}, by chat and by mail. Ask them to press Acknowledge.")
    out.print("The running service delivers it. See: g2g status")


@app.command()
def doctor(
    *,
    online: Annotated[
        bool,
        typer.Option("--online", help="Ask Microsoft and the service's public address too."),
    ] = False,
) -> None:
    """Check everything that can be checked from here, with what would mend it."""
    checks = _run(errands.doctor(_settings(), online=online))
    for check in checks:
        mark, style = {"ok": ("✓", "green"), "note": ("!", "yellow"), "bad": ("✗", "red")}[
            check.state
        ]
        out.print(mark, style=style, end=" ")
        out.print(check.what)
        if check.mend:
            out.print(f"    {check.mend}")
    if any(check.state == "bad" for check in checks):
        raise typer.Exit(PROBLEMS)


@app.command()
def understand(
    today: Annotated[
        str | None,
        typer.Option(
            help="The day on which the replies are typed, 2019-09-16; today unless given."
        ),
    ] = None,
    plan: Annotated[
        Path | None, typer.Option(help="A plan's YAML file; the shipped plan unless given.")
    ] = None,
) -> None:
    """Read typed replies (lines of JSON on standard input) and say what each means, line by line.

    In: {"text": "PI3.1 amber", "context": {"awaiting": "round_overview", "actions": ["PI3.1"]}}.
    Nothing is saved, and no database is needed.
    """
    try:
        day = date.fromisoformat(today) if today else local_day(service_time())
    except ValueError:
        _stop(f"{today} is not a day. Write it like 2019-09-16")
    file = plan or errands.SHIPPED / "oldham-2019.yaml"
    read = read_plan(_bytes(file))
    if read.value is None:
        _report(errands.Imported(read.problems, (), refused=True), file, check=True)
    else:
        _pass_on(answers(sys.stdin.buffer, Reader(read.value), day))


@app.command()
def invite(
    *,
    script: Annotated[str, typer.Option(help="What it asks: local-offer or visit.")],
    until: Annotated[str, typer.Option(help="The last day on which it works: 2019-12-01.")],
    provision: Annotated[str, typer.Option(help=f"What is visited: {', '.join(PROVISIONS)}.")] = "",
    lead: Annotated[str, typer.Option(help="Who leads the visit, by id in the people file.")] = "",
    to: Annotated[Path, typer.Option(help="The folder for the QR codes.")] = Path(),
) -> None:
    """Make a link to the young people's chat, and its QR code as SVG and PNG.

    A campaign's link is open to everybody who has it; a visit's is signed, for one visit.
    """
    try:
        last = date.fromisoformat(until)
    except ValueError:
        _stop("Give --until as a day, such as 2019-12-01.")
    made, address = _run(
        errands.invite(_settings(), script=script, until=last, provision=provision, lead=lead)
    )
    out.print(address)
    to.mkdir(parents=True, exist_ok=True)
    for kind in ("svg", "png"):
        path = to / f"invite-{made.id.partition('.')[0]}.{kind}"
        path.write_bytes(qr_code(address, kind))
        out.print(f"Its QR code: {path}")


@app.command()
def invites() -> None:
    """List the links to the young people's chat, newest first."""
    found, now = _run(errands.invitations(_settings()))
    if not found:
        out.print("There are no links yet: g2g invite makes one.")
        return
    for one in found:
        asks = f"{one.script} {one.provision or ''}".strip()
        state = "closed" if one.revoked_at else "open" if is_open(one, now) else "over"
        until = day(local_day(one.expires_at))
        out.print(one.id, style="bold")
        out.print(f"  {asks}, {state}, until {until}, started {count(one.started, 'time')}")


@app.command()
def revoke(link: Annotated[str, typer.Argument(help="The link, as g2g invites lists it.")]) -> None:
    """Close a link at once; conversations that it opened go on."""
    if not _run(errands.revoke(_settings(), link)):
        _stop("There is no open link of that name. See: g2g invites")
    out.print("That link is closed now.")


@app.command("scan")
def scan_answers() -> None:
    """Look for possible danger in answers (lines of JSON on standard input), line by line.

    In: {"text": "I don't feel safe going back there"}. Out, in the same order: {"text",
    "concern", "kinds", "because"}. Nothing is saved or sent, and no database is needed. A line
    that fails is a concern.
    """
    _pass_on(scan_lines(sys.stdin.buffer))


@app.command("check-scripts")
def check_scripts(
    folder: Annotated[
        Path | None, typer.Argument(help="A folder of scripts; the shipped ones unless given.")
    ] = None,
) -> None:
    """Check the young people's scripts, their words and the entitlements, with what mends each."""
    try:
        problems = scripts.check(folder or scripts.SHIPPED)
    except OSError as error:
        _stop(f"{error.filename} can't be read ({error.strerror}).")
    for name, problem in problems:
        err.print(f"{name}: {problem.sentence}", style="red")
    if problems:
        raise typer.Exit(PROBLEMS)
    out.print("The scripts are sound: every way ends, every word is there, and it reads at nine.")


def main() -> None:
    """Run the command; a mistake of the operator's gives a sentence, never a traceback."""
    logs.configure(as_json=False, level=logging.WARNING)
    try:
        app(prog_name="g2g")
    except (SettingsError, StoreError, errands.ErrandError) as error:
        err.print(str(error), style="red")
        sys.exit(IMPOSSIBLE)
    except KeyboardInterrupt:
        sys.exit(0)


# --- within -------------------------------------------------------------------------------


def _settings(mode: Mode | None = None) -> Settings:
    return load(mode=mode) if mode else load()


def _run(work: Coroutine[object, object, T]) -> T:
    return asyncio.run(work)


def _serve(settings: Settings) -> None:
    if settings.mode is Mode.PRODUCTION:
        logs.configure(as_json=True)
    host = "127.0.0.1" if settings.host in {"0.0.0.0", "::"} else settings.host  # noqa: S104
    shown = f"http://[{host}]" if ":" in host else f"http://{host}"

    def opened() -> None:
        if settings.mode is Mode.DEMO:
            out.print(f"\nOpen {shown}:{settings.port}/", style="bold", end=" ")
            out.print("in a browser. Ctrl-C stops it.")
            out.print("Demo: people, ratings and events after August 2019 are invented.\n")
        else:
            out.print(f"The service is up at {shown}:{settings.port} (/healthz, /readyz).")
            if missing := settings.teams_missing:
                out.print(f"The Teams door stays shut until these are set: {', '.join(missing)}.")

    try:
        with logs.nothing_printed():
            asyncio.run(errands.serve(settings, say=out.print, opened=opened))
    except (SettingsError, StoreError, errands.ErrandError):
        raise
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            _stop(
                f"Port {settings.port} is in use. Stop what uses it, or choose another: "
                f"G2G_PORT={settings.port + 1}"
            )
        _stop(
            f"{settings.host}:{settings.port} can't be opened here ({error.strerror}). Check "
            "G2G_HOST and G2G_PORT."
        )
    except Exception as error:  # noqa: BLE001 - Python would print it, and what somebody wrote
        logs.broke(logs.logger("g2g"), "service_broke", error)
        raise typer.Exit(PROBLEMS) from None


def _pass_on(answers: Iterable[str]) -> None:
    """Write lines as they come."""
    try:
        for answer in answers:
            sys.stdout.buffer.write(answer.encode() + b"\n")
            sys.stdout.buffer.flush()
    except BrokenPipeError:
        # Whoever read the answers has gone; Python must not complain again when it closes.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _import_document(data: bytes, answers: dict[str, str], *, check: bool) -> None:
    """Show the draft, ask what is open where somebody can answer, and write it when all is."""
    settings = _settings()
    result = _run(errands.import_document(settings, data, answers, check=check))
    _show_draft(result.draft)
    asking = sys.stdin.isatty() and not result.draft.problems and not result.refused
    if asking and result.open:
        for question in result.open:
            options = f" ({' / '.join(question.choices)})" if question.choices else ""
            asked = f"{question.where}: {question.ask}{options}"
            answers.setdefault(question.id, typer.prompt(asked))
        result = _run(errands.import_document(settings, data, answers, check=check))
    for question in result.open:
        err.print(f"? {question.where}: {question.ask}", style="yellow")
        if question.choices:
            err.print(f"    One of: {'; '.join(question.choices)}")
        err.print(f"    Answer as: {json.dumps(question.id, ensure_ascii=False)}: …")
    for sentence in result.refused:
        err.print(sentence, style="red")
    if result.changes is None:
        what = "Nothing was written: please mend the problems first."
        if not result.draft.problems and not result.refused:
            what = "Nothing was written: answer these in a YAML file, and give it as --answers."
        err.print(what, style="bold red")
        raise typer.Exit(PROBLEMS)
    for change in result.changes or ("Nothing changes.",):
        out.print(f"  {change}")
    out.print("Checked; nothing was written." if check else "Done.")


def _show_draft(draft: Draft) -> None:
    """Say what was understood, a line an action, and what is wrong with its place."""
    for stream in draft.workstreams:
        out.print(stream.name or "(no workstream)", style="bold")
        for objective in stream.objectives:
            out.print(f"  {objective.text}")
            for action in objective.actions:
                said = [
                    action.ref or "no reference",
                    action.title,
                    " and ".join(action.leads) or "no lead",
                    action.when.printed or "no date",
                    action.rag or "no rating",
                ]
                out.print(f"    {', '.join(said)}")
                for measure in action.measures:
                    figures = ", ".join(measure.printed)
                    out.print(f"      perhaps a measure: {measure.name} ({figures})")
    for fault in draft.problems:
        err.print(f"{fault.where}: {fault.what}", style="red")
        err.print(f"    {fault.mend}")


def _answers(file: Path | None) -> dict[str, str]:
    if file is None:
        return {}
    tree, problems = read_source(_bytes(file))
    plain = tree.plain() if tree is not None else None
    if problems or not isinstance(plain, dict):
        told = problems[0].sentence if problems else f"{file} has no lines of `question: answer`."
        _stop(told)
    return {str(key): str(value or "") for key, value in plain.items()}


def _draft_as_json(data: bytes) -> None:
    """Print what was understood of a plan's file; ends with 1 where something is wrong in it."""
    draft = draft_of(data)
    sys.stdout.buffer.write(json.dumps(draft.plain(), ensure_ascii=False, indent=2).encode())
    sys.stdout.buffer.write(b"\n")
    sys.stdout.buffer.flush()
    if draft.problems:
        raise typer.Exit(PROBLEMS)


def _bytes(file: Path) -> bytes:
    """The file's content; one that is far too large is not even read."""
    try:
        if file.stat().st_size > errands.LARGEST:
            _stop(f"{file} has over {errands.LARGEST // 1_000_000} MB. A plan has far less.")
        return file.read_bytes()
    except IsADirectoryError:
        _stop(f"{file} is a folder, not a file.")
    except FileNotFoundError:
        _stop(f"There is no file {file}.")
    except OSError as error:
        _stop(f"{file} can't be read ({error.strerror}).")


def _write(file: Path, content: bytes) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    except OSError as error:
        _stop(f"{file} can't be written ({error.strerror}).")


def _report(result: errands.Imported, file: Path, *, check: bool) -> None:
    for problem in result.problems:
        place = f"line {problem.line}" if problem.line else "the file"
        style = "yellow" if problem.warning else "red"
        err.print(f"{file.name}, {place} ({problem.where}): {problem.what}", style=style)
        if problem.mend:
            err.print(f"    {problem.mend}")
    if result.refused:
        err.print("Nothing was written: please mend these first.", style="bold red")
        raise typer.Exit(PROBLEMS)
    for change in result.changes:
        out.print(f"  {change}")
    if not result.changes:
        out.print("  Nothing changes.")
    out.print("Checked; nothing was written." if check else "Done.")


def _stop(sentence: str) -> NoReturn:
    err.print(sentence, style="red")
    raise typer.Exit(IMPOSSIBLE)
