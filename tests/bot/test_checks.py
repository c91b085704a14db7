"""Check the doctor: what it finds wrong, and that each finding has its mend."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from bot.checks import Check, look_around, look_at_settings
from bot.settings import Mode, load
from tests.bot.open_house import House, open_house, sqlite

SOUND = {
    "G2G_SECRET_KEY": "k" * 32,
    "G2G_PUBLIC_URL": "https://g2g.example.gov.uk",
    "G2G_TEAMS_APP_ID": "11111111-2222-3333-4444-555555555555",
    "G2G_TEAMS_APP_SECRET": "b",
    "G2G_TEAMS_TENANT_ID": "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee",
    "G2G_TEAMS_PUBLISHER": "Oldham Council",
    "G2G_TEAMS_WEBSITE_URL": "https://example.gov.uk/",
    "G2G_TEAMS_PRIVACY_URL": "https://example.gov.uk/privacy",
    "G2G_TEAMS_TERMS_URL": "https://example.gov.uk/terms",
}


def now() -> float:
    return time.time()  # noqa: TID251 - Microsoft's stand-in tells the real time


def troubles(found: list[Check]) -> list[tuple[str, str]]:
    """What is not as it should be; each has its mend."""
    assert all(one.mend for one in found if one.state != "ok")
    return [(one.state, one.what) for one in found if one.state != "ok"]


def test_sound_settings_have_no_finding() -> None:
    found = look_at_settings(load(SOUND), None)
    assert troubles(found) == []
    assert len(found) == 4


@pytest.mark.parametrize(
    ("changed", "trouble"),
    [
        ({"G2G_TEAMS_APP_ID": ""}, ("bad", "The Teams door stays shut")),
        ({"G2G_TEAMS_APP_ID": "g2g-bot"}, ("bad", "G2G_TEAMS_APP_ID is not an id")),
        ({"G2G_TEAMS_TENANT_ID": "oldham"}, ("bad", "G2G_TEAMS_TENANT_ID is not an id")),
        ({"G2G_SECRET_KEY": ""}, ("note", "There is no secret key yet")),
        (
            {"G2G_PUBLIC_URL": ""},
            ("note", "There are no links to packs and no pictures on cards yet"),
        ),
        (
            {"G2G_PUBLIC_URL": "http://localhost:3978"},
            ("bad", "The public address is this computer's own"),
        ),
        ({"G2G_HOST": "0.0.0.0"}, ("note", "It listens on 0.0.0.0, without TLS")),
        (
            {"G2G_METRICS_PORT": "9100", "G2G_METRICS_HOST": "10.0.0.5"},
            ("note", "Metrics are told on 10.0.0.5"),
        ),
        ({"G2G_TEAMS_PUBLISHER": ""}, ("note", "The package for Teams can't be made yet")),
    ],
)
def test_each_thing_that_is_wrong_is_found(
    changed: dict[str, str], trouble: tuple[str, str]
) -> None:
    assert trouble in troubles(look_at_settings(load({**SOUND, **changed}), None))


def test_the_demo_needs_none_of_it() -> None:
    assert troubles(look_at_settings(load({}, mode=Mode.DEMO), None)) == []


def test_a_file_with_secrets_that_anybody_can_read_is_found() -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        database, config = folder / "g2g.db", folder / "g2g.env"
        database.touch(mode=0o644)
        config.write_text("G2G_PORT=3978\n")
        config.chmod(0o644)
        settings = load({**SOUND, "G2G_CONFIG": str(config)})
        # Nobody else may enter the folder.
        assert troubles(look_at_settings(settings, database)) == []
        folder.chmod(0o755)
        assert troubles(look_at_settings(settings, database)) == [
            ("bad", f"Anybody on this machine can read {database}"),
            ("bad", f"Anybody on this machine can read {config}"),
        ]
        for file in (database, config):
            file.chmod(0o600)
        assert troubles(look_at_settings(settings, database)) == []


# --- online ---------------------------------------------------------------------------------


async def online(house: House, public: str = "", ahead: float = 0.0) -> list[Check]:
    url = public or str(house.client.make_url("")).rstrip("/")
    settings = house.microsoft.settings(G2G_PUBLIC_URL=url)
    return await look_around(settings, now=lambda: now() + ahead)


async def test_online_it_asks_microsoft_and_the_service_itself(tmp_path: Path) -> None:
    async with open_house(sqlite(tmp_path)) as house:
        found = await online(house)
    assert troubles(found) == []
    assert [one.what.split("/", 3)[-1] for one in found] == [
        "Microsoft answers, and the clocks agree",
        "Microsoft's signing keys can be read",
        "Microsoft gives this bot its token",
        "healthz answers",
        "api/messages can be reached, and keeps strangers out",
    ]


async def test_online_each_thing_that_is_wrong_is_found(tmp_path: Path) -> None:
    async with open_house(sqlite(tmp_path)) as house:
        house.microsoft.token_faults.append(401)
        (trouble,) = troubles(await online(house))
        assert trouble == ("bad", "Microsoft gives this bot no token, so it can't write")

        house.microsoft.key_faults += [503, 503]
        (trouble,) = troubles(await online(house))
        assert trouble == ("bad", "Microsoft's signing keys can't be read")

        (trouble,) = troubles(await online(house, ahead=1000.0))
        assert trouble[1].startswith("This machine's clock is ")

        # Something else answers there; then nobody.
        there = house.microsoft.url
        first, second = troubles(await online(house, public=there))
        assert first == ("bad", f"{there}/healthz answers 404")
        assert second == ("bad", f"{there}/api/messages answers a stranger with 404, not 401")
        nowhere = "http://127.0.0.1:1"
        first, second = troubles(await online(house, public=nowhere))
        assert first[1] == f"{nowhere}/healthz does not answer (ClientConnectorError)"
        assert second[1] == f"{nowhere}/api/messages does not answer (ClientConnectorError)"


async def test_online_a_microsoft_that_is_away_is_found(tmp_path: Path) -> None:
    async with open_house(sqlite(tmp_path)) as house:
        settings = house.microsoft.settings(G2G_TEAMS_OPENID_URL="http://127.0.0.1:1/openid")
    found = troubles(await look_around(settings, now=now))
    assert [what.split(" (")[0] for _, what in found] == [
        "http://127.0.0.1:1/openid does not answer",
        "Microsoft's signing keys can't be read",
        "Microsoft gives this bot no token, so it can't write",
    ]
