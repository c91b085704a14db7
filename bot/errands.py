"""Run the operator's errands: serve, migrate, import, tick, status and doctor."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

from aiohttp import web

from bot.alerts import duty_words, feedback_gaps, send_test
from bot.app import App, build, service_time
from bot.checks import Check, look_around, look_at_settings
from bot.codes import Signer
from bot.gather import anchor, facts_of
from bot.invitations import make_invitation
from bot.keys import Keys
from bot.logs import logger
from bot.metrics import serve_metrics
from bot.pack import KINDS, file_name, load_pack, make
from bot.package import release
from bot.pages.fetch import is_present
from bot.ready import MADE_IN, UNMIGRATED, belongs_elsewhere
from bot.retention import removal_lines
from bot.settings import Mode, Settings
from bot.stage import NOW, OPENING, SetClock
from store import Books, Store, StoreError
from store.backup import back_up, fact_of
from store.backup import restore as put_back
from store.lock import Lock
from store.migrate import head, standing, upgrade
from store.talks import Invitation
from workflow.changes import compare
from workflow.cycle import ItemState, Refusal, coming, reschedule
from workflow.dates import LONDON, Calendar, day_and_time, full_moment, today
from workflow.intake import read_people, read_plan
from workflow.intake_answers import memory_key, plan_of, settle
from workflow.intake_draft import Draft, Question, draft_of
from workflow.people import Kind, People, holders
from workflow.plan import Plan
from workflow.promises import silent
from workflow.source import Problem
from workflow.words import count
from workflow.written import standing_line

__all__ = [
    "LARGEST",
    "Check",
    "Drafted",
    "ErrandError",
    "Imported",
    "backup",
    "change_month",
    "doctor",
    "export_pack",
    "import_document",
    "import_people",
    "import_plan",
    "invitations",
    "invite",
    "migrate",
    "moment",
    "restore",
    "revoke",
    "serve",
    "status",
    "test_alert",
    "tick",
]

log = logger("g2g")

LARGEST = 20_000_000
# The years of service time that make sense.
_FIRST, _LAST = 2000, 2199
_ANSWERS = "import_answers"
SHIPPED = Path(__file__).resolve().parent.parent / "workflow" / "plans"


class ErrandError(Exception):
    """An errand can't be run; the message is a sentence for the operator."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import found: problems, and what changes (or would)."""

    problems: tuple[Problem, ...]
    changes: tuple[str, ...]
    refused: bool


@dataclass(frozen=True, slots=True)
class Drafted:
    """What a Word or Excel plan gave: the draft, what is open, what was refused, what changes.

    `changes` is None where nothing could be written yet.
    """

    draft: Draft
    open: tuple[Question, ...]
    refused: tuple[str, ...]
    changes: tuple[str, ...] | None = None


async def serve(
    settings: Settings, *, say: Callable[[str], None], opened: Callable[[], None]
) -> None:
    """Run the service until it is told to stop (SIGINT, SIGTERM).

    A PostgreSQL that is away, or tables that are not there yet, stop nothing: /readyz says what
    is missing, and the work begins by itself once it is there.
    """
    with _only_one(settings):
        async with _open(settings, patient=True) as store:
            if settings.mode is Mode.DEMO:
                await _set_the_stage(store, say)
            app = build(settings, store)
            await _listen(app, opened)


async def migrate(settings: Settings) -> str:
    """Make or change the tables; returns the revision reached."""
    async with _open(settings) as store:
        await _upgrade(store, settings.mode)
        return head()


async def import_plan(settings: Settings, data: bytes, *, check: bool) -> Imported:
    """Read a plan and put it in force, or only say what it would change."""
    read = read_plan(data)
    async with _open(settings, ready=True) as store, store.begin() as books:
        old = await _with_figures(books, await books.plans.current())
        if read.value is None:
            return Imported(read.problems, (), refused=True)
        changes = compare(old, read.value)
        if not check:
            now = await _now(books, settings)
            await books.plans.load(read.value, now)
            await books.memory.log("operator", "import_plan", f"{len(changes)} changes", now)
    return Imported(read.problems, changes, refused=False)


async def import_document(
    settings: Settings, data: bytes, answers: Mapping[str, str], *, check: bool
) -> Drafted:
    """Draft a plan from Word or Excel, and put it in force once nothing is open or wrong.

    Answers that hold for the layout are remembered for the next file.
    """
    draft = draft_of(data)
    async with _open(settings, ready=True) as store, store.begin() as books:
        old = await _with_figures(books, await books.plans.current())
        remembered: dict[str, str] = await books.memory.fact(_ANSWERS) or {}
        given = {**remembered, **answers}
        settled = settle(draft, given, old)
        if draft.problems or settled.open or settled.refused:
            return Drafted(draft, settled.open, settled.refused)
        plan, wrong = plan_of(settled.draft, given, old)
        if plan is None:
            return Drafted(draft, (), wrong)
        changes = compare(old, plan)
        if not check:
            now = await _now(books, settings)
            await books.plans.load(plan, now)
            keys = {key: one.id for one in draft.questions if (key := memory_key(one))}
            kept = {key: given.get(id_) or given.get(key) for key, id_ in keys.items()}
            await books.memory.note(_ANSWERS, remembered | kept)
            await books.memory.log("operator", "import_plan", f"{len(changes)} changes", now)
    return Drafted(draft, (), (), changes)


async def import_people(settings: Settings, data: bytes, *, check: bool) -> Imported:
    """Read the people and put them in force, or only say what is wrong with the file."""
    async with _open(settings, ready=True) as store, store.begin() as books:
        plan = await books.plans.current()
        if plan is None:
            message = "There is no plan yet. Import it first: g2g import-plan FILE"
            raise ErrandError(message)
        roles = [role.id for role in plan.roles]
        read = read_people(data, roles, [board.id for board in plan.boards])
        if read.value is None:
            return Imported(read.problems, (), refused=True)
        changes = tuple(
            f"{role.title}: "
            + (", ".join(_names(read.value, Kind.LEAD, role.id)) or "nobody, so nobody is asked")
            for role in plan.roles
        )
        if not check:
            now = await _now(books, settings)
            await books.people.load(read.value, now)
            await books.memory.log("operator", "import_people", f"{len(roles)} roles", now)
    return Imported(read.problems, changes, refused=False)


async def tick(settings: Settings, at: datetime | None) -> list[str]:
    """Do what is due at `at` (now unless given); returns the keys of what was written."""
    async with _open(settings, ready=True) as store:
        async with store.read() as books:
            now = at or await _now(books, settings)
        app = build(settings, store, clock=SetClock(now), doors={})
        return await app.rhythm.tick()


async def change_month(
    settings: Settings, moments: Mapping[str, datetime], *, write: bool
) -> tuple[str, list[tuple[datetime, str]]]:
    """Move the running month's moments; returns its name and what then lies ahead.

    Without `write` it only says what would be. Raises ErrandError when it can't be.
    """
    async with _open(settings, ready=True) as store, store.begin() as books:
        now = await _now(books, settings)
        plan, people = await books.plans.current(), await books.people.all()
        running = await books.cycles.running(to_change=True)
        if plan is None or not running:
            message = "No month is planned. Run: g2g doctor"
            raise ErrandError(message)
        was = running[-1]
        after = reschedule(was, now, **moments)
        if isinstance(after, Refusal):
            raise ErrandError(after.words)
        if write and moments:
            await books.cycles.keep(after, was=was)
            about = f"{was.key} {', '.join(sorted(moments))}"
            await books.memory.log("operator", "moved", about, now)
        facts = await facts_of(books, plan, people, after, now, Calendar())
        return f"{after.name} {after.key[:4]}", list(coming(after, facts))


async def status(settings: Settings) -> list[tuple[str, str]]:
    """Where everything stands, as (what, how) lines."""
    async with _open(settings, ready=True) as store, store.read() as books:
        now = await _now(books, settings)
        plan = await books.plans.current()
        month = await books.cycles.begun() or await books.cycles.newest()
        counts = await books.outbox.counts()
        troubled = await books.outbox.troubled()
        lines = [
            ("Mode", settings.mode.value),
            ("Service time", full_moment(now)),
            ("Plan", f"{plan.title}, {len(plan.actions)} actions" if plan else "none yet"),
        ]
        if month is not None:
            answered = sum(item.state is not ItemState.WAITING for item in month.items)
            accepted = sum(item.state is ItemState.ACCEPTED for item in month.items)
            lines += [
                ("Month", f"{month.name} {month.key[:4]}: {month.state.value}"),
                ("Updates", f"{answered} of {len(month.items)} in, {accepted} accepted"),
                ("Board day", day_and_time(month.dates.post)),
            ]
        said = ", ".join(f"{n} {state}" for state, n in sorted(counts.items()))
        lines.append(("Messages", said or "none yet"))
        lines += [("  look at", f"{row.key}: {row.state} {row.problem}") for row in troubled]
        lines.append(("Written answers", standing_line(await books.voices.unread(), now)))
        late = silent(await books.promises.all(), today(now))
        lines.append(("Replies to young people", f"{len(late)} late" if late else "none late"))
        lines += [("  removed", line) for line in await removal_lines(books)]
        lines += [("  no address", party) for party in await books.memory.unreached()]
        lines += await _safety(books, settings, now)
    return lines


async def test_alert(settings: Settings) -> tuple[str, ...]:
    """Send whoever is on duty a test alert; their names. The running service delivers it."""
    async with _open(settings, ready=True) as store, store.begin() as books:
        now = await _now(books, settings)
        _, told, _ = await send_test(books, now)
        names = await books.people.names()
        if not told:
            message = "Nobody is on duty, and nobody stands in. Add them to the people file."
            raise ErrandError(message)
    return tuple(names[one] for one in told)


async def export_pack(
    settings: Settings, board: str, month: str, kind: str
) -> tuple[str, bytes, int]:
    """Make a board's pack of a month (2019-09): its file's name, content, and how many actions.

    `kind` is pdf, docx or xlsx. Raises ErrandError when there is nothing to make it from.
    """
    if kind not in KINDS:
        message = f"There is no format {kind!r}. Choose one of: {', '.join(KINDS)}."
        raise ErrandError(message)
    async with _open(settings, ready=True) as store, store.read() as books:
        pack = await load_pack(books, board, month)
    if isinstance(pack, str):
        raise ErrandError(pack)
    actions = sum(len(part.rows) for part in pack.parts)
    return file_name(board, month, kind), make(pack, kind), actions


async def backup(settings: Settings, file: Path) -> int:
    """Write everything into a new file, while the service runs; returns how many rows."""
    async with _open(settings) as store:
        return await back_up(store, file)


async def restore(settings: Settings, file: Path, *, over: bool) -> int:
    """Put a backup back; returns how many rows. No service may run on the database."""
    made_in = fact_of(file, MADE_IN)
    if made_in not in {None, settings.mode.value}:
        message = f"{file} is a backup of {made_in} mode. It can't be restored in this one."
        raise ErrandError(message)
    with _only_one(settings):
        async with _open(settings) as store:
            rows = await put_back(store, file, over=over)
            async with store.begin() as books:
                now = await _now(books, settings)
                await books.memory.log("operator", "restore", f"{rows} rows", now)
            return rows


async def doctor(settings: Settings, *, online: bool = False) -> list[Check]:
    """Check the settings, the database and the people, each with its mend.

    `online` asks Microsoft and the service's own public address too.
    """
    checks = [*look_at_settings(settings, _file(settings)), _pages()]
    if online:
        checks += await look_around(settings, now=lambda: service_time().timestamp())
    try:
        async with _open(settings) as store:
            at = await standing(store)
            if at != head():
                return [*checks, Check("bad", "The database is not ready", "Run: g2g migrate")]
            checks.append(Check("ok", f"The database answers and is at revision {at}"))
            async with store.read() as books:
                now = await _now(books, settings)
                checks += await _people(books, now)
                gaps = await feedback_gaps(books, now=now, settings=settings)
                checks += [Check("note", f"Feedback stays closed. {gap}") for gap in gaps]
                checks += await _waiting(books)
    except (StoreError, ErrandError) as error:
        checks.append(Check("bad", str(error)))
    return checks


def moment(words: str) -> datetime:
    """A moment from ISO 8601; without an offset it is London's time."""
    try:
        found = datetime.fromisoformat(words)
    except ValueError:
        found = None
    if found is None or not _FIRST <= found.year <= _LAST:
        message = f"{words!r} is not a time. Write it like 2019-09-05T09:00"
        raise ValueError(message)
    return (found if found.tzinfo else found.replace(tzinfo=LONDON)).astimezone(UTC)


async def invite(
    settings: Settings, *, script: str, until: date, provision: str, lead: str
) -> tuple[Invitation, str]:
    """Make a link to the young people's chat; the invitation, and its address."""
    if not settings.address:
        message = "Set G2G_PUBLIC_URL first: a link begins with the service's own address."
        raise ErrandError(message)
    signer = Signer(Keys(settings).derive("visit-links"))
    async with _open(settings, ready=True) as store, store.begin() as books:
        try:
            made = await make_invitation(
                books,
                signer,
                script=script,
                until=until,
                now=await _now(books, settings),
                provision=provision,
                lead=lead,
            )
        except ValueError as error:
            raise ErrandError(str(error)) from None
    return made, f"{settings.address}/y/{made.id}"


async def invitations(settings: Settings) -> tuple[list[Invitation], datetime]:
    """Every link there is, newest first, and the time it is."""
    async with _open(settings, ready=True) as store, store.read() as books:
        return list(await books.talks.invitations()), await _now(books, settings)


async def revoke(settings: Settings, id_: str) -> bool:
    """Close a link at once; False when there is none that is open."""
    async with _open(settings, ready=True) as store, store.begin() as books:
        now = await _now(books, settings)
        await books.memory.log("operator", "invitation_closed", id_, now)
        return await books.talks.revoke(id_, now)


# --- within -------------------------------------------------------------------------------


@asynccontextmanager
async def _open(
    settings: Settings, *, ready: bool = False, patient: bool = False
) -> AsyncIterator[Store]:
    """The database; `ready` insists on this release's tables.

    `patient` puts up with a server that is away; a file on this computer won't come by itself.
    """
    _folder(settings)
    async with Store(settings.database) as store:
        try:
            if elsewhere := await belongs_elsewhere(store, settings.mode):
                raise ErrandError(elsewhere)
            if ready and await standing(store) != head():
                raise ErrandError(UNMIGRATED)
        except StoreError:
            if store.is_sqlite or not patient:
                raise
        yield store


def _folder(settings: Settings) -> None:
    """Make the folder of an SQLite file; only the operator may read what is in it."""
    path = _file(settings)
    if path is None:
        return
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        message = (
            f"The folder {path.parent} can't be made ({error.strerror}). Set G2G_DATABASE_URL."
        )
        raise ErrandError(message) from error


def _file(settings: Settings) -> Path | None:
    prefix, _, rest = settings.database.partition(":///")
    return Path(rest) if prefix.startswith("sqlite") and rest and rest != ":memory:" else None


def _only_one(settings: Settings) -> Lock:
    """One serving process for one SQLite file; PostgreSQL is for more than one."""
    path = _file(settings)
    if path is not None:
        _folder(settings)
    sentence = (
        f"Another process is serving {path}. Stop it first, or use PostgreSQL, which several "
        "processes can share."
    )
    return Lock(path.with_name(path.name + ".lock") if path else None, sentence)


async def _upgrade(store: Store, mode: Mode) -> None:
    await upgrade(store)
    async with store.begin() as books:
        if await books.memory.fact(MADE_IN) is None:
            await books.memory.note(MADE_IN, mode.value)


async def _set_the_stage(store: Store, say: Callable[[str], None]) -> None:
    """Fill the demo's database: the real plan, invented people."""
    if await standing(store) != head():
        say("Making the tables …")
        await _upgrade(store, Mode.DEMO)
    async with store.begin() as books:
        if await books.plans.current() is not None:
            return
        say("Loading the plan …")
        plan = read_plan((SHIPPED / "oldham-2019.yaml").read_bytes()).value
        if plan is None:
            message = "The plan that came with this release can't be read. Install it again."
            raise ErrandError(message)
        people = read_people(
            (SHIPPED / "demo-people.yaml").read_bytes(),
            [role.id for role in plan.roles],
            [board.id for board in plan.boards],
        ).value
        if people is None:
            message = "The demo's people can't be read. Install this release again."
            raise ErrandError(message)
        await books.plans.load(plan, OPENING)
        await books.people.load(people, OPENING)


async def _listen(app: App, opened: Callable[[], None]) -> None:
    runner = web.AppRunner(app.web, access_log=None, handle_signals=False, shutdown_timeout=10.0)
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for one in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(one, stop.set)
    async with serve_metrics(app.metrics, app.settings.metrics_host, app.settings.metrics_port):
        try:
            await runner.setup()
            await web.TCPSite(runner, app.settings.host, app.settings.port).start()
            opened()
            log.info("started", mode=app.settings.mode.value, version=release())
            await stop.wait()
            log.info("stopping")
        finally:
            # No new request from here on; what has begun is answered, then sent, then let go.
            await runner.cleanup()
    log.info("stopped")


async def _now(books: Books, settings: Settings) -> datetime:
    """Service time: the demo's clock where there is one, else the real one."""
    if settings.mode is Mode.DEMO:
        kept = await books.memory.fact(NOW)
        return datetime.fromisoformat(kept) if kept else OPENING
    return service_time()


async def _with_figures(books: Books, plan: Plan | None) -> Plan | None:
    if plan is None:
        return None
    known = await books.plans.readings(measure.id for measure in plan.measures)
    measures = (replace(one, readings=known.get(one.id, ())) for one in plan.measures)
    return replace(plan, measures=tuple(measures))


def _names(people: People, kind: Kind, scope: str) -> list[str]:
    names = {person.id: person.name for person in people.persons}
    return [names[one] for one in holders(people, kind, scope)]


async def _safety(books: Books, settings: Settings, now: datetime) -> list[tuple[str, str]]:
    """Who is on duty, whether feedback may open, and what the duty team has to look at."""
    gaps = await feedback_gaps(books, now=now, settings=settings)
    lines = [
        ("On duty", await duty_words(books, now)),
        ("Feedback", "closed" if gaps else "may open"),
        *(("  because", gap) for gap in gaps),
    ]
    waiting = await books.concerns.not_closed()
    fresh = await books.concerns.unacknowledged()
    lines.append(("Concerns", f"{len(waiting)} open, {len(fresh)} not acknowledged"))
    return lines


async def _waiting(books: Books) -> list[Check]:
    fresh = await books.concerns.unacknowledged()
    if not fresh:
        return []
    named = ", ".join(one.reference for one in fresh)
    return [Check("bad", f"Nobody has acknowledged {named}", "Call the duty team now")]


def _pages() -> Check:
    if is_present():
        return Check("ok", "Web Chat is here")
    return Check("note", "Web Chat is missing: the page will say so", "Run: make setup")


async def _people(books: Books, now: datetime) -> list[Check]:
    plan = await books.plans.current()
    if plan is None:
        return [Check("bad", "There is no plan", "Run: g2g import-plan FILE")]
    people = await books.people.all()
    checks = [Check("ok", f"The plan has {len(plan.actions)} actions")]
    for role in plan.roles:
        if not holders(people, Kind.LEAD, role.id):
            mend = "Name a postholder in the people file, then: g2g import-people FILE"
            checks.append(Check("bad", f"Nobody holds the post {role.title}", mend))
    for kind, what in ((Kind.PMO, "the programme office"), (Kind.APPROVER, "approving")):
        if not holders(people, kind):
            checks.append(Check("bad", f"Nobody is named for {what}", "Add it to the people file"))
    if anchor(people) is None:
        mend = "Give one board `anchor: true` and the day it meets, in the people file"
        checks.append(Check("bad", "No board is the anchor, so no month is planned", mend))
    checks += [
        Check("note", f"{party} can't be reached", "Ask them to add the bot again")
        for party in await books.memory.unreached()
    ]
    rows = await books.outbox.troubled()
    if rows:
        checks.append(Check("note", f"{len(rows)} messages need a look", "See: g2g status"))
    return [*checks, *await _reading(books, people, now)]


async def _reading(books: Books, people: People, now: datetime) -> list[Check]:
    """Whether what young people write is read in time, and somebody asks for replies."""
    checks = []
    if not holders(people, Kind.PARTICIPATION_WORKER):
        mend = "Add one to the people file, or nobody asks for replies"
        checks.append(Check("note", "Nobody is named as the participation worker", mend))
    unread = await books.voices.unread()
    late = [one for one in unread if now >= one.read_by]
    if late:
        what = f"{count(len(late), 'written answer')} past the deadline, unread"
        mend = "Ask the reader, the cover or the safeguarding lead to read them now"
        return [*checks, Check("bad", what, mend)]
    return [*checks, Check("ok", f"Written answers: {standing_line(unread, now)}")]
