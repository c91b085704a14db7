"""Check that a mistake in the environment is a sentence, and that each setting is described."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.settings import Mode, Settings, SettingsError, load

EXAMPLE = Path(__file__).parents[2] / ".env.example"
SECRET = "s" * 32


@pytest.mark.parametrize(
    ("environment", "sentence"),
    [
        ({"G2G_HOTS": "0.0.0.0"}, "G2G_HOTS is not a setting. Did you mean G2G_HOST?"),
        (
            {"G2G_DATABASE": "x"},
            "G2G_DATABASE is not a setting. Did you mean G2G_DATABASE_URL?",
        ),
        (
            {"G2G_ZZZZ": ""},
            "G2G_ZZZZ is not a setting. The known ones are in .env.example.",
        ),
        ({"g2g_prot": "1"}, "g2g_prot is not a setting. Did you mean G2G_PORT?"),
        ({"G2G_MODE": "live"}, "G2G_MODE: Input should be 'production' or 'demo'."),
        (
            {"G2G_PORT": "http"},
            "G2G_PORT: Input should be a valid integer, unable to parse string as an integer.",
        ),
        ({"G2G_PORT": "0"}, "G2G_PORT: Input should be greater than or equal to 1."),
        ({"G2G_PORT": "65536"}, "G2G_PORT: Input should be less than or equal to 65535."),
        ({"G2G_SECRET_KEY": "short"}, "G2G_SECRET_KEY: must be 32 characters or more."),
        (
            {"G2G_TEAMS_TOKEN_URL": "http://login.example.org/token"},
            "G2G_TEAMS_TOKEN_URL: http://login.example.org/token must start with https:// "
            "(http:// only for this computer itself).",
        ),
        (
            {"G2G_TEAMS_OPENID_URL": "login.example.org"},
            "G2G_TEAMS_OPENID_URL: login.example.org must start with https:// "
            "(http:// only for this computer itself).",
        ),
        (
            {"G2G_TEAMS_SERVICE_ORIGINS": "https://a.example, https://b.example/path"},
            "G2G_TEAMS_SERVICE_ORIGINS: https://b.example/path is not an origin: give scheme "
            "and host only.",
        ),
        (
            {"G2G_TEAMS_SERVICE_ORIGINS": "https://user@a.example"},
            "G2G_TEAMS_SERVICE_ORIGINS: https://user@a.example is not an origin: give scheme "
            "and host only.",
        ),
        (
            {"G2G_TEAMS_SERVICE_ORIGINS": "http://10.0.0.1"},
            "G2G_TEAMS_SERVICE_ORIGINS: http://10.0.0.1 must start with https:// "
            "(http:// only for this computer itself).",
        ),
        (
            {"G2G_MODE": "demo", "G2G_HOST": "0.0.0.0"},
            "G2G_HOST is 0.0.0.0, but the demo lets anyone be anyone, so it opens on this "
            "computer only. Use 127.0.0.1.",
        ),
        (
            {"G2G_DATABASE_URL": "postgres://user:word@host/g2g"},
            "G2G_DATABASE_URL: must start with sqlite+aiosqlite:// or postgresql+asyncpg:// "
            "(for example sqlite+aiosqlite:////srv/g2g/g2g.db).",
        ),
    ],
)
def test_a_setting_that_makes_no_sense_is_refused_with_a_sentence(
    environment: dict[str, str], sentence: str
) -> None:
    with pytest.raises(SettingsError) as caught:
        load(environment)
    assert str(caught.value) == sentence


def test_everything_that_is_wrong_is_said_at_once_and_no_secret_is_repeated() -> None:
    wrong = {"G2G_PROT": "1", "G2G_SECRET_KEY": "hunter2", "G2G_MODE": "live"}
    with pytest.raises(SettingsError) as caught:
        load(wrong)
    assert len(str(caught.value).splitlines()) == 3
    assert "hunter2" not in str(caught.value)


def test_what_is_left_out_or_empty_has_its_default_and_other_peoples_names_are_ignored() -> None:
    names = {f"G2G_{name.upper()}": "" for name in Settings.model_fields}
    assert load(names) == load({"PATH": "/bin", "XG2G_HOST": "x"}) == Settings()


def test_what_is_set_is_taken_whatever_the_case_of_its_name() -> None:
    settings = load(
        {
            "G2G_MODE": "demo",
            "g2g_port": "8080",
            "G2G_HOST": "localhost",
            "G2G_SECRET_KEY": SECRET,
            "G2G_TEAMS_SERVICE_ORIGINS": "https://a.example/, https://b.example:444",
            "G2G_TEAMS_TOKEN_URL": "http://127.0.0.1:9000/token",
        }
    )
    assert (settings.mode, settings.port, settings.host) == (Mode.DEMO, 8080, "localhost")
    assert settings.teams_service_origins == ("https://a.example", "https://b.example:444")
    assert settings.secret_key is not None
    assert SECRET not in repr(settings)


def test_a_file_may_hold_the_settings_and_the_environment_goes_before_it(tmp_path: Path) -> None:
    file = tmp_path / "g2g.env"
    file.write_text(
        "# Ours\nexport G2G_PORT=8080\nG2G_HOST = 'localhost'\nOTHER=1\nG2G_MODE=\n"
        f'G2G_SECRET_KEY="$HOME{SECRET}"\n'
    )
    settings = load({"G2G_CONFIG": str(file), "G2G_PORT": "8081", "G2G_HOST": ""})
    assert (settings.port, settings.host, settings.mode) == (8081, "localhost", Mode.PRODUCTION)
    assert settings.secret_key is not None
    # A $ in a secret is a $.
    assert settings.secret_key.get_secret_value() == f"$HOME{SECRET}"


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        (b"G2G_PROT=1", "G2G_PROT is not a setting. Did you mean G2G_PORT?"),
        (b"G2G_CONFIG=other.env", "G2G_CONFIG can't be set in the file that it names."),
        (b"\xff\xfe\x00", "G2G_CONFIG: the file {file} can't be read (it is not text)."),
        (None, "G2G_CONFIG: the file {file} can't be read (No such file or directory)."),
    ],
)
def test_a_file_of_settings_that_makes_no_sense_is_refused_with_a_sentence(
    tmp_path: Path, lines: bytes | None, sentence: str
) -> None:
    file = tmp_path / "g2g.env"
    if lines is not None:
        file.write_bytes(lines)
    with pytest.raises(SettingsError) as caught:
        load({"G2G_CONFIG": str(file)})
    assert str(caught.value) == sentence.format(file=file)


def test_no_way_of_showing_the_settings_shows_a_secret() -> None:
    settings = load(
        {
            "G2G_SECRET_KEY": SECRET,
            "G2G_TEAMS_APP_SECRET": "hunter2",
            "G2G_DATABASE_URL": "postgresql+asyncpg://g2g:hunter2@host/g2g",
        }
    )
    shown = f"{settings} {settings!r} {settings.model_dump(exclude={'database_url'})}"
    assert SECRET not in shown
    assert "hunter2" not in shown


def test_a_command_may_decide_the_mode() -> None:
    assert load({"G2G_MODE": "production"}, mode=Mode.DEMO).mode is Mode.DEMO


@pytest.mark.parametrize(("mode", "name"), [(Mode.PRODUCTION, "g2g.db"), (Mode.DEMO, "demo.db")])
def test_each_mode_has_its_own_file_unless_a_database_is_named(mode: Mode, name: str) -> None:
    assert load({}, mode=mode).database == f"sqlite+aiosqlite:///{Path.cwd() / 'var' / name}"
    url = "postgresql+asyncpg://host/g2g"
    assert load({"G2G_DATABASE_URL": url}, mode=mode).database == url


def test_the_teams_door_opens_in_production_only_and_only_fully_configured() -> None:
    three = {
        "G2G_TEAMS_APP_ID": "a",
        "G2G_TEAMS_APP_SECRET": "b",
        "G2G_TEAMS_TENANT_ID": "c",
    }
    assert load(three).teams_opens
    assert not load(three, mode=Mode.DEMO).teams_opens
    for name in three:
        short = load({**three, name: ""})
        assert not short.teams_opens
        assert short.teams_missing == (name,)
    assert load(three).token_url == "https://login.microsoftonline.com/c/oauth2/v2.0/token"


def test_the_example_describes_every_setting_and_nothing_else() -> None:
    lines = EXAMPLE.read_text().splitlines()
    assert [line for line in lines if line and not line.startswith("#")] == []
    named = [re.match(r"#(G2G_\w+)=(.*)", line) for line in lines]
    shown = {found[1]: found[2] for found in named if found}
    assert list(shown) == [f"G2G_{name.upper()}" for name in Settings.model_fields]
    for number, found in enumerate(named):
        assert not found or lines[number - 1].startswith("# "), f"{found[1]} is not explained"
    # What is shown is the default.
    assert load(shown) == Settings()


def test_the_example_names_no_setting_that_is_not_there() -> None:
    named = set(re.findall(r"G2G_[A-Z_]+", EXAMPLE.read_text()))
    assert named == {f"G2G_{name.upper()}" for name in Settings.model_fields}
