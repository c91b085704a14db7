"""Check the command g2g as an operator meets it: sentences and exit codes, never a traceback."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import asyncpg
import pytest
import typer
from aiohttp.test_utils import TestClient, TestServer
from sqlalchemy.engine import make_url

from bot import cli
from bot.app import build
from bot.settings import Settings
from store import Store
from store.migrate import head, upgrade
from tests.journeys.council import PLANS

PLAN, PEOPLE = PLANS / "oldham-2019.yaml", PLANS / "demo-people.yaml"
COMMANDS = sorted(typer.main.get_command(cli.app).commands)  # type: ignore[attr-defined]
UNMIGRATED = "The database is not at this release's tables. Run: g2g migrate\n"
TEAMS = {
    "G2G_TEAMS_APP_ID": "11111111-2222-3333-4444-555555555555",
    "G2G_TEAMS_APP_SECRET": "b",
    "G2G_TEAMS_TENANT_ID": "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee",
    "G2G_SECRET_KEY": "k" * 32,
}


@dataclass
class Ran:
    """How a command ended, and what it said."""

    code: int
    out: str
    err: str

    @property
    def sentence(self) -> str:
        """The one line that it said on the way out; nothing else may have been said."""
        assert "Traceback" not in self.out + self.err
        (line,) = self.err.splitlines()
        return line


Run = Callable[..., Ran]


@pytest.fixture
def g2g(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    """Run a command in a folder of its own, in this process; settings by name."""
    monkeypatch.chdir(tmp_path)
    for name in [one for one in os.environ if one.startswith("G2G_")]:  # noqa: TID251
        monkeypatch.delenv(name)

    def run(*words: object, **settings: object) -> Ran:
        with monkeypatch.context() as here:
            for name, value in settings.items():
                here.setenv(f"G2G_{name.upper()}", str(value))
            here.setattr(sys, "argv", ["g2g", *map(str, words)])
            code = 0
            try:
                cli.main()
            except SystemExit as ended:
                code = int(ended.code or 0)
        said = capsys.readouterr()
        return Ran(code, said.out, said.err)

    return run


@pytest.fixture
def filled(g2g: Run) -> Run:
    """The same in a folder with the shipped plan and the demo's people, in production."""
    for words in (("migrate",), ("import-plan", PLAN), ("import-people", PEOPLE)):
        assert g2g(*words).code == 0
    return g2g


# --- help -----------------------------------------------------------------------------------


@pytest.mark.parametrize("words", [(), *((name,) for name in COMMANDS)])
def test_every_command_explains_itself(g2g: Run, words: tuple[str, ...]) -> None:
    shown, short = g2g(*words, "--help"), g2g(*words, "-h")
    assert (shown.code, shown) == (0, short)
    assert "Usage: g2g" in shown.out
    if words:
        command = typer.main.get_command(cli.app).commands[words[0]]  # type: ignore[attr-defined]
        assert str(command.help).split(":")[0].split(",")[0][:40] in shown.out


def test_a_command_that_is_not_known_is_said_so(g2g: Run) -> None:
    ended = g2g("servo")
    assert ended.code == 2
    assert "No such command 'servo'" in ended.err
    assert "Traceback" not in ended.err


# --- settings and databases that can't be used -------------------------------------------------


def test_a_wrong_setting_is_a_sentence(g2g: Run) -> None:
    for words in (("serve",), ("demo",), ("status",), ("migrate",)):
        ended = g2g(*words, prot=1)
        assert (ended.code, ended.out) == (2, "")
        assert ended.sentence == "G2G_PROT is not a setting. Did you mean G2G_PORT?"
    assert "computer only" in g2g("demo", host="0.0.0.0").sentence


def no_folder(place: Path) -> str:
    (place / "file").write_text("x")
    return f"sqlite+aiosqlite:///{place}/file/g2g.db"


def no_right(_: Path) -> str:
    return "sqlite+aiosqlite:////proc/g2g.db"


def a_folder(place: Path) -> str:
    (place / "folder").mkdir(exist_ok=True)
    return f"sqlite+aiosqlite:///{place}/folder"


def garbage(place: Path) -> str:
    (place / "garbage.db").write_bytes(b"no database at all, " * 500)
    return f"sqlite+aiosqlite:///{place}/garbage.db"


def nobody_there(_: Path) -> str:
    return "postgresql+asyncpg://g2g:hunter2@127.0.0.1:1/g2g"


def no_address(_: Path) -> str:
    return "postgresql+asyncpg://g2g:hunter2@host:port/g2g"


@pytest.mark.parametrize(
    "words",
    [("migrate",), ("status",), ("tick",), ("import-plan", PLAN), ("import-people", PEOPLE)],
)
@pytest.mark.parametrize(
    ("database", "sign"),
    [
        (no_folder, "file can't be made (File exists)"),
        (no_right, "can't be opened"),
        (a_folder, "can't be opened"),
        (garbage, "is not a database"),
        (nobody_there, "can't be opened. Check G2G_DATABASE_URL"),
        (no_address, "is not an address of a database"),
    ],
)
def test_a_database_that_cant_be_used_is_a_sentence_for_every_command(
    g2g: Run, tmp_path: Path, words: tuple[str, ...], database: Callable[[Path], str], sign: str
) -> None:
    ended = g2g(*words, database_url=database(tmp_path))
    assert (ended.code, ended.out) == (2, "")
    assert sign in ended.sentence
    assert "hunter2" not in ended.sentence


@pytest.mark.parametrize("command", ["serve", "demo"])
@pytest.mark.parametrize(
    ("database", "sign"),
    [
        (no_folder, "file can't be made (File exists)"),
        (no_right, "can't be written to"),
        (a_folder, "can't be opened"),
        (garbage, "is not a database"),
        (no_address, "is not an address of a database"),
    ],
)
def test_a_service_does_not_start_on_a_file_that_cant_be_used(
    g2g: Run, tmp_path: Path, command: str, database: Callable[[Path], str], sign: str
) -> None:
    ended = g2g(command, database_url=database(tmp_path))
    assert (ended.code, ended.out) == (2, "")
    assert sign in ended.sentence


def test_without_tables_every_errand_says_what_to_run(g2g: Run) -> None:
    for words in (("status",), ("tick",), ("import-plan", PLAN), ("import-people", PEOPLE)):
        ended = g2g(*words)
        assert (ended.code, ended.out, ended.err) == (2, "", UNMIGRATED)


# --- migrate ----------------------------------------------------------------------------------


def test_migrating_twice_is_harmless_on_both_databases(g2g: Run, database_url: str) -> None:
    for _ in range(2):
        ended = g2g("migrate", database_url=database_url)
        assert (ended.code, ended.err) == (0, "")
        assert ended.out == f"The database is ready (revision {head()}).\n"
    assert "none yet" in g2g("status", database_url=database_url).out


def test_the_demo_keeps_off_real_data_and_real_work_off_the_demos(g2g: Run, tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path}/one.db"
    g2g("migrate", database_url=url)
    for words in (("demo",), ("status",), ("migrate",), ("import-plan", PLAN)):
        ended = g2g(*words, database_url=url, mode="demo")
        assert ended.code == 2
        assert "made in production mode, so it is not opened in demo mode" in ended.sentence
    other = f"sqlite+aiosqlite:///{tmp_path}/other.db"
    g2g("migrate", database_url=other, mode="demo")
    for words in (("serve",), ("status",), ("migrate",), ("import-people", PEOPLE)):
        ended = g2g(*words, database_url=other)
        assert ended.code == 2
        assert "made in demo mode, so it is not opened in production mode" in ended.sentence


# --- import -----------------------------------------------------------------------------------


def test_checking_a_plan_writes_nothing_and_importing_it_does(g2g: Run) -> None:
    g2g("migrate")
    for _ in range(2):
        checked = g2g("import-plan", PLAN, "--check")
        assert checked.code == 0
        assert checked.out.endswith("Checked; nothing was written.\n")
        assert "none yet" in g2g("status").out
    done = g2g("import-plan", PLAN)
    assert (done.code, done.out.splitlines()[-1]) == (0, "Done.")
    assert "actions" in g2g("status").out
    again = g2g("import-plan", PLAN)
    assert again.out == "  Nothing changes.\nDone.\n"


def test_a_plan_with_mistakes_lists_each_with_its_place_and_changes_nothing(
    filled: Run, tmp_path: Path
) -> None:
    before = filled("status").out
    bad = tmp_path / "bad.yaml"
    text = PLAN.read_text().replace("cadence: quarterly", "cadence: [/whenever]")
    bad.write_text(text.replace("title:", "titel:", 1))
    for more in ((), ("--check",)):
        ended = filled("import-plan", bad, *more)
        assert ended.code == 1
        assert "bad.yaml, line " in ended.err
        assert "titel" in ended.err
        assert "Nothing was written: please mend these first." in ended.err
        assert "Traceback" not in ended.err
    assert filled("status").out == before


def test_a_file_that_cant_be_read_is_a_sentence(g2g: Run, tmp_path: Path) -> None:
    g2g("migrate")
    huge = tmp_path / "huge.yaml"
    with huge.open("wb") as file:
        file.truncate(21_000_000)
    for path, code, sign in (
        (tmp_path / "none.yaml", 2, "There is no file"),
        (tmp_path, 2, "is a folder, not a file"),
        (huge, 2, "has over 20 MB. A plan has far less."),
        (Path("/proc/self/mem"), 2, "can't be read"),
    ):
        ended = g2g("import-plan", path)
        assert ended.code == code
        assert sign in ended.sentence
    for content in (b"", b"\x00\xff\xfe", b"just words", b"a: [", b"- 1\n- 2\n"):
        (tmp_path / "odd.yaml").write_bytes(content)
        for command in ("import-plan", "import-people"):
            if command == "import-people":
                continue
            ended = g2g(command, tmp_path / "odd.yaml")
            assert ended.code == 1
            assert "odd.yaml" in ended.err
            assert "Traceback" not in ended.err


def test_people_come_after_the_plan(g2g: Run) -> None:
    g2g("migrate")
    ended = g2g("import-people", PEOPLE)
    assert ended.code == 2
    assert ended.sentence == "There is no plan yet. Import it first: g2g import-plan FILE"
    g2g("import-plan", PLAN)
    checked = g2g("import-people", PEOPLE, "--check")
    assert "Asha Rahman" in checked.out
    assert checked.out.endswith("Checked; nothing was written.\n")
    assert g2g("tick", "--at", "2019-09-05T09:00").out == "Nothing is due.\n"
    assert g2g("import-people", PEOPLE).out.endswith("Done.\n")


def test_people_with_mistakes_are_refused(filled: Run, tmp_path: Path) -> None:
    bad = tmp_path / "people.yaml"
    bad.write_text(PEOPLE.read_text().replace("email: asha.rahman@example.org", "email: [/b]"))
    ended = filled("import-people", bad)
    assert ended.code == 1
    assert "people.yaml, line " in ended.err


# --- tick, status, doctor ---------------------------------------------------------------------


def test_a_tick_says_what_it_wrote_and_a_second_finds_nothing(filled: Run) -> None:
    assert filled("tick", "--at", "2019-09-02T09:00").out == "Nothing is due.\n"
    wrote = filled("tick", "--at", "2019-09-05T09:00")
    assert wrote.code == 0
    assert wrote.out.splitlines()[-1] == "6 messages written."
    assert "  ask:2019-09:asha-rahman" in wrote.out.splitlines()
    assert filled("tick", "--at", "2019-09-05T08:00:00Z").out == "Nothing is due.\n"
    shown = filled("status").out
    assert "September 2019: open" in shown
    assert "0 of 25 in, 0 accepted" in shown
    assert "6 pending" in shown


@pytest.mark.parametrize(
    "when", ["tomorrow", "2019-13-01", "0001-01-01T00:00", "9999-12-31T23:59", ""]
)
def test_a_time_that_makes_no_sense_is_a_sentence(filled: Run, when: str) -> None:
    ended = filled("tick", "--at", when)
    assert ended.code == 2
    assert "is not a time" in ended.sentence


def test_the_doctor_is_content_when_nothing_is_missing(filled: Run) -> None:
    ended = filled("doctor", **{name[4:].lower(): value for name, value in TEAMS.items()})
    assert "✗" not in ended.out
    assert (ended.code, ended.err) == (0, "")


def test_the_doctor_names_each_thing_that_is_missing_and_its_mend(g2g: Run, tmp_path: Path) -> None:
    ended = g2g("doctor")
    assert ended.code == 1
    assert "✗ The Teams door stays shut\n    Set G2G_TEAMS_APP_ID" in ended.out
    assert "✗ The database is not ready\n    Run: g2g migrate" in ended.out
    g2g("migrate")
    assert "✗ There is no plan\n    Run: g2g import-plan FILE" in g2g("doctor").out
    ended = g2g("doctor", database_url=garbage(tmp_path))
    assert ended.code == 1
    assert "is not a database" in ended.out


def test_a_link_is_made_with_its_qr_codes_listed_and_closed(filled: Run, tmp_path: Path) -> None:
    known = {"secret_key": "k" * 32, "public_url": "https://g2g.example.gov.uk"}
    made = filled("invite", "--script", "local-offer", "--until", "2199-12-01", **known)
    address = made.out.splitlines()[0]
    link = address.removeprefix("https://g2g.example.gov.uk/y/")
    assert (made.code, "/" in link) == (0, False)
    assert (tmp_path / f"invite-{link}.svg").read_bytes().startswith(b"<?xml")
    assert (tmp_path / f"invite-{link}.png").read_bytes().startswith(b"\x89PNG")
    listed = filled("invites", **known)
    assert listed.out.startswith(f"{link}\n  local-offer, open, until 1 December 2199")
    assert filled("revoke", link, **known).out == "That link is closed now.\n"
    assert "local-offer, closed" in filled("invites", **known).out
    assert filled("revoke", link, **known).code == 2


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("--script", "local-offer", "--until", "soon"), "Give --until as a day"),
        (("--script", "local-offer", "--until", "2001-01-01"), "1 January 2001 is over"),
        (("--script", "party", "--until", "2199-12-01"), "There is no script called party"),
        (("--script", "visit", "--until", "2199-12-01"), "A visit needs what is visited"),
    ],
)
def test_a_link_that_cant_be_made_is_a_sentence(
    filled: Run, words: tuple[str, ...], why: str
) -> None:
    known = {"secret_key": "k" * 32, "public_url": "https://g2g.example.gov.uk"}
    ended = filled("invite", *words, **known)
    assert (ended.code, ended.out) == (2, "")
    assert why in ended.err
    without = filled("invite", *words, secret_key="k" * 32)
    assert without.code == 2


def test_a_test_alert_is_written_to_who_is_on_duty_and_the_gaps_are_named(filled: Run) -> None:
    sent = filled("test-alert")
    assert (sent.code, sent.err) == (0, "")
    assert "by chat and by mail. Ask them to press Acknowledge." in sent.out
    shown = filled("status").out
    assert "2 pending" in shown
    assert "Feedback is switched off." in shown
    told = filled("doctor").out
    assert "Feedback is switched off. Set G2G_FEEDBACK=on" in told
    assert "No test alert was acknowledged in the last 7 days. Run: g2g test-alert" in told
    assert "There is no duty number" not in told
    on = filled("doctor", feedback="on", smtp_host="127.0.0.1", smtp_from="a@b.example").out
    assert "switched off" not in on
    assert "G2G_SMTP_HOST" not in on


# --- the running service ------------------------------------------------------------------------


@dataclass
class Serving:
    """A service in a process of its own."""

    process: subprocess.Popen[str]
    port: int
    said: list[str] = field(default_factory=list)

    def get(self, path: str) -> tuple[int, str]:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=5) as got:
                return got.status, got.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    def until(self, path: str, status: int) -> str:
        """Ask until the answer has that status; returns what it says."""
        ends = time.monotonic() + 20
        while time.monotonic() < ends:
            if self.process.poll() is not None:
                raise AssertionError(self.process.communicate())
            try:
                found, said = self.get(path)
            except OSError:
                found, said = 0, ""
            if found == status:
                return said
            time.sleep(0.02)
        raise AssertionError(path)

    def stop(self, how: signal.Signals = signal.SIGTERM) -> Ran:
        self.process.send_signal(how)
        out, err = self.process.communicate(timeout=20)
        return Ran(self.process.returncode, out, err)


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def started(command: str, folder: Path, port: int, **settings: str) -> subprocess.Popen[str]:
    environment = {name: value for name, value in os.environ.items() if name[:4] != "G2G_"}  # noqa: TID251
    more = {f"G2G_{name.upper()}": value for name, value in settings.items()}
    return subprocess.Popen(
        [sys.executable, "-c", "from bot.cli import main; main()", command],
        cwd=folder,
        env={**environment, "PYTHONPATH": str(PLANS.parents[1]), "G2G_PORT": str(port), **more},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@contextmanager
def serving(command: str, folder: Path, **settings: str) -> Iterator[Serving]:
    port = free_port()
    service = Serving(started(command, folder, port, **settings), port)
    try:
        service.until("/healthz", 200)
        yield service
    finally:
        if service.process.poll() is None:
            service.process.kill()
        service.process.communicate()


def test_a_service_with_nothing_at_all_comes_up_and_says_what_it_waits_for(
    g2g: Run, tmp_path: Path
) -> None:
    with serving("serve", tmp_path) as service:
        assert service.get("/healthz") == (200, '{"status": "up"}')
        code, said = service.get("/readyz")
        assert code == 503
        assert "Run: g2g migrate" in said

        # A second one on the same file, and one on the same port.
        second = g2g("serve", port=free_port())
        assert second.code == 2
        assert second.sentence.startswith("Another process is serving ")
        elsewhere = f"sqlite+aiosqlite:///{tmp_path}/other.db"
        g2g("migrate", database_url=elsewhere)
        taken = g2g("serve", database_url=elsewhere, port=service.port)
        assert taken.code == 2
        assert f"Port {service.port} is in use." in taken.sentence
        assert f"G2G_PORT={service.port + 1}" in taken.sentence

        # The operator mends it beside the running service, which notices by itself.
        assert g2g("migrate").code == 0
        assert f'"migrations": "{head()}"' in service.until("/readyz", 200)
        assert g2g("status").code == 0

        stopped = service.stop()
        assert stopped.code == 0
        assert "The service is up at" in stopped.out
        assert "Traceback" not in stopped.err
        assert stopped.err.count("waiting_for_the_database") == 1


def test_a_killed_service_can_be_started_again_at_once(g2g: Run, tmp_path: Path) -> None:
    g2g("migrate")
    with serving("serve", tmp_path) as service:
        service.stop(signal.SIGKILL)
    with serving("serve", tmp_path) as service:
        service.until("/readyz", 200)
        assert service.stop(signal.SIGINT).code == 0


@pytest.mark.parametrize("host", ["192.0.2.1", "no such host"])
def test_a_host_that_is_not_here_is_a_sentence(g2g: Run, host: str) -> None:
    g2g("migrate")
    gone = g2g("serve", port=free_port(), host=host)
    assert gone.code == 2
    assert f"{host}:" in gone.sentence
    assert "can't be opened here" in gone.sentence


@pytest.mark.postgres
async def test_a_service_whose_postgres_is_away_waits_for_it(
    g2g: Run, tmp_path: Path, postgres_url: str
) -> None:
    url = make_url(postgres_url)
    away = url.set(database=f"later{tmp_path.name.replace('-', '')}"[:60].lower())
    door = await asyncpg.connect(host=url.query["host"], user=url.username, database="postgres")
    address = away.render_as_string(hide_password=False)
    with serving("serve", tmp_path, database_url=address) as service:
        code, said = service.get("/readyz")
        assert (code, "does not exist" in said) == (503, True)
        await door.execute(f'CREATE DATABASE "{away.database}"')
        async with Store(address) as store:
            await upgrade(store)
        service.until("/readyz", 200)
        # And it goes away again, and comes back, under the running service.
        await door.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1",
            away.database,
        )
        service.until("/readyz", 200)
        stopped = service.stop()
        assert stopped.code == 0
    await door.execute(f'DROP DATABASE "{away.database}" WITH (FORCE)')
    await door.close()


async def test_a_service_whose_postgres_is_down_is_up_and_not_ready(tmp_path: Path) -> None:
    address = nobody_there(tmp_path)
    app = build(Settings(database_url=address), Store(address))
    async with TestClient(TestServer(app.web, host="127.0.0.1")) as client:
        assert (await client.get("/healthz")).status == 200
        answer = await client.get("/readyz")
        assert answer.status == 503
        said = await answer.json()
    assert said["status"] == "not ready"
    assert said["why"].startswith("The database at 127.0.0.1, database g2g can't be opened.")


def test_the_demo_is_ready_on_an_empty_folder_and_remembers(g2g: Run, tmp_path: Path) -> None:
    for _ in range(2):
        with serving("demo", tmp_path) as service:
            service.until("/readyz", 200)
            assert "Asha Rahman" in service.get("/demo/people")[1]
            stopped = service.stop()
            assert stopped.code == 0
            assert f"Open http://127.0.0.1:{service.port}/ in a browser." in stopped.out
            assert stopped.err == ""
    assert sorted(path.name for path in (tmp_path / "var").iterdir()) == ["demo.db", "demo.db.lock"]
    assert g2g("status", mode="demo").code == 0
    shutil.rmtree(tmp_path / "var")


# --- packs ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"board": "nope"}, "There is no board 'nope'. The boards are: portfolio-meeting, "),
        ({"month": "2018-01"}, "Nothing is known of the month '2018-01'. "),
        ({"month": "../x"}, "Nothing is known of the month '../x'. "),
        ({"format": "odt"}, "There is no format 'odt'. Choose one of: pdf, docx, xlsx."),
        ({}, "Nothing of September 2019 was posted to Getting to Good Programme Board yet"),
    ],
)
def test_a_pack_that_there_is_not_is_a_sentence(
    filled: Run, tmp_path: Path, given: dict[str, str], sentence: str
) -> None:
    filled("tick", "--at", "2019-09-02T09:00")
    asked = {"board": "programme-board", "month": "2019-09", "to": str(tmp_path / "out"), **given}
    ended = filled("export-pack", *(word for k, v in asked.items() for word in (f"--{k}", v)))
    assert ended.code == 2
    assert ended.sentence.startswith(sentence)
    assert not (tmp_path / "out").exists()
