"""Check that the guide for a council's IT names only what there is, and its files with it."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import typer

from bot import cli
from bot.settings import Settings
from bot.teams import PATH
from tests.bot.open_house import open_house, sqlite
from tests.house.test_house import ROOMS

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
GUIDE = (ROOT / "docs" / "deploy.md").read_text()
FILES = {file.name: file.read_text() for file in DEPLOY.iterdir()}
ALL = "\n".join([GUIDE, *FILES.values()])


def test_every_setting_in_the_guide_is_one() -> None:
    named = set(re.findall(r"\bG2G_\w+", ALL))
    assert len(named) > 10
    assert named <= {f"G2G_{name.upper()}" for name in Settings.model_fields}


def test_every_command_in_the_guide_is_one_with_those_options() -> None:
    commands = typer.main.get_command(cli.app).commands  # type: ignore[attr-defined]
    said = re.findall(r"\bg2g ((?:[a-z]+-)?[a-z]+)((?: --?[a-z-]+| [\w/.$(%+\"-]+)*)", GUIDE)
    named = [(name, options) for name, options in said if name in commands]
    assert {"migrate", "import-plan", "doctor", "backup", "restore", "build-manifest"} <= {
        name for name, _ in named
    }
    for name, options in named:
        known = {one for parameter in commands[name].params for one in parameter.opts}
        assert set(re.findall(r"--[a-z-]+", options)) <= known, (name, options)


def test_every_file_of_the_folder_is_in_the_guide_and_the_other_way_round() -> None:
    named = set(re.findall(r"deploy/([\w.*-]+\w)", GUIDE))
    patterns = {one for one in named if "*" in one}
    for name in FILES:
        assert name in named or any(Path(name).match(one) for one in patterns), name
    assert named - patterns <= set(FILES)


def test_the_bicep_file_takes_what_the_guide_gives_it() -> None:
    bicep = FILES["azure-bot.bicep"]
    takes = dict(re.findall(r"^param (\w+) string(.*)$", bicep, re.MULTILINE))
    given = re.search(r"--parameters (.*)", GUIDE)
    assert given is not None
    needed = {name for name, default in takes.items() if not default}
    assert {one.split("=")[0] for one in given[1].split()} == needed
    # Every parameter is used, and the address is the one that the door listens on.
    assert all(len(re.findall(rf"\b{name}\b", bicep)) > 1 for name in takes)
    assert f"'${{publicUrl}}{PATH}'" in bicep


async def test_every_metric_in_the_guide_is_told(tmp_path: Path) -> None:
    async with open_house(sqlite(tmp_path)) as house:
        await house.teams("asha-rahman")
        told = (await house.app.metrics.text()).decode()
    named = set(re.findall(r"\bg2g_\w+", GUIDE))
    assert len(named) > 6
    assert {one for one in named if f"\n{one}" not in told} == set()


async def test_the_proxies_pass_on_every_address_that_others_need_and_no_other(
    tmp_path: Path,
) -> None:
    async with open_house(sqlite(tmp_path)) as house:
        resources = [one.canonical for one in house.app.web.router.resources()]
    # /readyz tells what is wrong: that is for the machine itself.
    public = {_passed(one.replace("{token}", "")) for one in resources} - {"/readyz"}
    nginx = dict(re.findall(r"location (?:= )?(\S+)\s+\{ (\w+)", FILES["nginx.conf"]))
    assert nginx.pop("/") == "return"
    assert nginx == dict.fromkeys(public, "proxy_pass")
    caddy = re.search(r"@service path (.*)", FILES["Caddyfile"])
    assert caddy is not None
    assert {_passed(one.removesuffix("*")) for one in caddy[1].split()} == public


def _passed(path: str) -> str:
    """The beginning by which the proxies know the young people's pages."""
    return next((one for one in ("/y/", "/we-did") if path.startswith(one)), path)


def test_everything_listens_where_the_service_does() -> None:
    port = Settings.model_fields["port"].default
    for name in ("nginx.conf", "Caddyfile", "Containerfile"):
        assert set(re.findall(r"(?:127\.0\.0\.1:|EXPOSE )(\d+)", FILES[name])) == {str(port)}


def test_the_image_has_every_room_and_no_right_that_it_does_not_need() -> None:
    lines = FILES["Containerfile"].splitlines()
    copied = {line.split()[1] for line in lines if re.fullmatch(r"COPY (\w+) \1", line)}
    assert copied == ROOMS
    last = max(number for number, line in enumerate(lines) if line.startswith("FROM "))
    assert "USER 10001" in lines[last:]


@pytest.mark.skipif(
    not shutil.which("systemd-analyze"), reason="there is no systemd here to read its units"
)
def test_systemd_finds_nothing_wrong_with_the_units(tmp_path: Path) -> None:
    units = [name for name in FILES if name.endswith((".service", ".timer"))]
    for name in units:
        # The command stands elsewhere here; the rest is read as it is.
        words = FILES[name].replace("/opt/getting-to-good/.venv/bin/g2g", sys.executable)
        (tmp_path / name).write_text(words)
    ended = subprocess.run(
        ["systemd-analyze", "verify", *(str(tmp_path / name) for name in units)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    said = [line for line in ended.stderr.splitlines() if "getting-to-good" in line]
    assert (len(units), said) == (3, [])
