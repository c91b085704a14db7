"""Check the commands of whoever runs the service: backup, restore, the package, no secrets."""

from __future__ import annotations

import io
import stat
import sys
import zipfile
from pathlib import Path

import pytest
from sqlalchemy.engine import make_url

from tests.bot.test_cli import COMMANDS, Run, free_port, serving
from tests.bot.test_cli import filled as filled
from tests.bot.test_cli import g2g as g2g
from tests.journeys.council import PLANS

PACKAGE = {
    "teams_app_id": "11111111-2222-3333-4444-555555555555",
    "teams_publisher": "Oldham Council",
    "teams_website_url": "https://example.gov.uk/",
    "teams_privacy_url": "https://example.gov.uk/privacy",
    "teams_terms_url": "https://example.gov.uk/terms",
}


# --- backup and restore ---------------------------------------------------------------------


def test_a_backup_is_made_beside_a_running_service_and_restored_when_it_has_stopped(
    filled: Run, tmp_path: Path
) -> None:
    filled("tick", "--at", "2019-09-05T09:00")
    with serving("serve", tmp_path) as service:
        service.until("/readyz", 200)
        made = filled("backup", "kept.g2g")
        assert (made.code, made.err) == (0, "")
        assert made.out.startswith("kept.g2g: ")
        assert stat.S_IMODE((tmp_path / "kept.g2g").stat().st_mode) == 0o600
        held = filled("restore", "kept.g2g", "--over")
        assert held.code == 2
        assert held.sentence.startswith("Another process is serving ")
        service.stop()

    refused = filled("restore", "kept.g2g")
    assert refused.code == 2
    assert "The database is not empty" in refused.sentence
    assert "Add --over" in refused.sentence
    assert filled("restore", "kept.g2g", "--over").code == 0

    # And into an empty one, where there was nothing at all.
    other = f"sqlite+aiosqlite:///{tmp_path}/new/other.db"
    put = filled("restore", "kept.g2g", database_url=other)
    assert (put.code, put.err) == (0, "")
    assert put.out.endswith("put back from kept.g2g. Run: g2g doctor\n")
    assert "September 2019" in filled("status", database_url=other).out


@pytest.mark.postgres
@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
def test_a_service_moves_from_sqlite_to_postgresql_by_a_backup(
    filled: Run, database_url: str
) -> None:
    assert filled("backup", "kept.g2g").code == 0
    assert filled("restore", "kept.g2g", database_url=database_url).code == 0
    assert "25 actions" in filled("status", database_url=database_url).out
    again = filled("backup", "again.g2g", database_url=database_url)
    assert (again.code, again.err) == (0, "")
    assert make_url(database_url).get_backend_name() == "postgresql"


def test_what_cant_be_backed_up_or_restored_is_a_sentence(filled: Run, tmp_path: Path) -> None:
    empty = f"sqlite+aiosqlite:///{tmp_path}/empty.db"
    assert "nothing to back up" in filled("backup", "a.g2g", database_url=empty).sentence
    assert "can't be read as a backup" in filled("restore", "a.g2g").sentence
    assert filled("backup", "a.g2g").code == 0
    assert "is there already" in filled("backup", "a.g2g").sentence
    other = filled("restore", "a.g2g", mode="demo")
    assert (
        other.sentence == "a.g2g is a backup of production mode. It can't be restored in this one."
    )


# --- the package ----------------------------------------------------------------------------


def test_the_package_is_written_where_it_is_asked_for(g2g: Run, tmp_path: Path) -> None:
    made = g2g("build-manifest", "--to", "out/g2g.zip", **PACKAGE)
    assert (made.code, made.err) == (0, "")
    assert zipfile.is_zipfile(tmp_path / "out" / "g2g.zip")
    missing = g2g("build-manifest", "--to", "g2g.zip")
    assert missing.code == 2
    assert missing.sentence.startswith("The package needs these settings first: ")
    (tmp_path / "file").touch()
    assert "can't be written" in g2g("build-manifest", "--to", "file/g2g.zip", **PACKAGE).sentence
    long = g2g("build-manifest", "--to", "g2g.zip", **{**PACKAGE, "teams_publisher": "x" * 33})
    assert long.sentence == "G2G_TEAMS_PUBLISHER: String should have at most 32 characters."


# --- secrets --------------------------------------------------------------------------------

SECRETS = ("hunter2hunter2hunter2hunter2hunter2", "swordfish", "opensesame")
ARGUMENTS: dict[str, tuple[object, ...]] = {
    "backup": ("kept.g2g",),
    "build-manifest": ("--to", "g2g.zip"),
    "export-pack": ("--board", "programme-board", "--month", "2019-09"),
    "import-people": (PLANS / "demo-people.yaml",),
    "import-plan": (PLANS / "oldham-2019.yaml",),
    "restore": ("kept.g2g",),
}
DOWN = f"postgresql+asyncpg://g2g:{SECRETS[2]}@127.0.0.1:1/g2g"


@pytest.mark.parametrize("database", ["", DOWN])
def test_no_command_prints_a_secret(
    filled: Run, monkeypatch: pytest.MonkeyPatch, database: str
) -> None:
    told = {**PACKAGE, "secret_key": SECRETS[0], "teams_app_secret": SECRETS[1]}
    if database:
        told["database_url"] = database
    for command in sorted(set(COMMANDS) - {"demo", "serve"}):
        for wrong in ({}, {"port": "many"}, {"prot": "1"}):
            line = io.TextIOWrapper(io.BytesIO(b'{"text": "hello"}\n'))
            monkeypatch.setattr(sys, "stdin", line)
            ended = filled(command, *ARGUMENTS.get(command, ()), **told, **wrong)
            assert ended.out + ended.err, command
            assert not [one for one in SECRETS if one in ended.out + ended.err], command
            assert "Traceback" not in ended.err


def test_a_serving_service_prints_no_secret(g2g: Run, tmp_path: Path) -> None:
    g2g("migrate")
    told = {"secret_key": SECRETS[0], "teams_app_secret": SECRETS[1]}
    with serving("serve", tmp_path, metrics_port=str(free_port()), **told) as service:
        service.until("/readyz", 200)
        stopped = service.stop()
    assert stopped.code == 0
    assert not [one for one in SECRETS if one in stopped.out + stopped.err]
