"""Check the package for Teams against Microsoft's own schemas, and its words against the bot."""

from __future__ import annotations

import hashlib
import io
import json
import re
import tarfile
from importlib.metadata import version
from pathlib import Path
from typing import Any
from zipfile import ZIP_STORED, ZipFile

import pytest
from jsonschema import Draft4Validator, FormatChecker
from PIL import Image

from bot.package import make_package
from bot.pages.fetch import NotFetchedError, npm_pack
from bot.settings import SettingsError, load
from tests.bot.open_house import open_house, sqlite
from tests.connector import BOT
from tests.journeys.council import APPROVER, DIRECTOR, PMO, council

SCHEMAS = "@microsoft/app-manifest@1.1.2"
SHA256 = "4fcc09ca1c01733849c2639cd7d96530093417a347d026eaaa1c8f046e51882c"
SCHEMA = "https://developer.microsoft.com/json-schemas/teams/"

SET = {
    "G2G_TEAMS_APP_ID": "11111111-2222-3333-4444-555555555555",
    "G2G_TEAMS_PUBLISHER": "Oldham Council",
    "G2G_TEAMS_WEBSITE_URL": "https://example.gov.uk/getting-to-good",
    "G2G_TEAMS_PRIVACY_URL": "https://example.gov.uk/getting-to-good/privacy",
    "G2G_TEAMS_TERMS_URL": "https://example.gov.uk/acceptable-use",
}

# What a channel is answered before anything was posted to its board.
ASKED = {
    "what's red?": "Nothing has been posted",
    "what changed since August?": "Nothing has been posted",
    "open decisions": "Nothing has been posted",
    "help": "Then you can ask about it.",
}
# What each word of the menu is answered with: (who says it, when, the kind of the answer).
ANSWERS = {
    "list": (DIRECTOR, "2019-09-05T10:00", "round"),
    "help": (DIRECTOR, "2019-09-05T10:00", "note"),
    "who is late": (PMO, "2019-09-05T10:00", "chase"),
    "review": (PMO, "2019-09-18T10:00", "review"),
    "dates": (PMO, "2019-09-05T10:00", "dates"),
    "draft": (APPROVER, "2019-09-24T10:00", "draft"),
}


def package(**more: str) -> bytes:
    return make_package(load({**SET, **more}))


def parts(made: bytes) -> dict[str, bytes]:
    with ZipFile(io.BytesIO(made)) as archive:
        return {one.filename: archive.read(one) for one in archive.infolist()}


def manifest(**more: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(parts(package(**more))["manifest.json"])
    return found


def commands(scope: str) -> list[str]:
    lists = manifest()["bots"][0]["commandLists"]
    return [c["title"] for one in lists if one["scopes"] == [scope] for c in one["commands"]]


@pytest.fixture(scope="session")
def schemas(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Path:
    """Microsoft's published schemas, unpacked; they are kept between runs."""
    kept = request.config.cache.mkdir("app-manifest") / "package.tgz"
    if not kept.is_file() or hashlib.sha256(kept.read_bytes()).hexdigest() != SHA256:
        try:
            fetched = npm_pack(tmp_path_factory.mktemp("npm"), SCHEMAS)
        except NotFetchedError as reason:
            pytest.skip(f"Microsoft's schemas come from npm ({SCHEMAS}), and {reason}")
        kept.write_bytes(fetched.read_bytes())
    assert hashlib.sha256(kept.read_bytes()).hexdigest() == SHA256
    folder = tmp_path_factory.mktemp("schemas")
    with tarfile.open(kept) as archive:
        archive.extractall(folder, filter="data")
    return folder / "package" / "build" / "json-schemas" / "teams"


def check(schemas: Path, tree: dict[str, Any]) -> list[str]:
    """What Microsoft's schema for `tree`, which names it itself, finds wrong."""
    schema = json.loads((schemas / tree["$schema"].removeprefix(SCHEMA)).read_text("utf-8-sig"))
    found = Draft4Validator(schema, format_checker=FormatChecker()).iter_errors(tree)
    return [f"{error.json_path}: {error.message}" for error in found]


# --- what Microsoft asks ----------------------------------------------------------------------


def test_the_manifest_passes_microsofts_schema(schemas: Path) -> None:
    assert check(schemas, manifest()) == []
    # And that schema does find mistakes: one of each kind that a setting could make.
    wrong = manifest()
    wrong["id"], wrong["name"]["short"], wrong["more"] = "no-guid", "x" * 31, 1
    assert len(check(schemas, wrong)) == 3


def test_the_words_pass_microsofts_schema_and_are_those_of_the_manifest(schemas: Path) -> None:
    there = parts(package())
    language = json.loads(there["en-gb.json"])
    assert check(schemas, language) == []
    whole = json.loads(there["manifest.json"])
    del language["$schema"]
    for key, words in language.items():
        found: Any = whole
        for name, number in re.findall(r"(\w+)|\[(\d+)\]", key):
            found = found[name] if name else found[int(number)]
        assert found == words, key
    # Nothing that is read is left out.
    told = [c for one in whole["bots"][0]["commandLists"] for c in one["commands"]]
    assert len(language) == 4 + 2 * len(told)


def test_the_zip_has_the_files_that_the_manifest_names_at_its_top_and_nothing_else() -> None:
    made = package()
    there, whole = parts(made), manifest()
    named = {*whole["icons"].values(), whole["localizationInfo"]["defaultLanguageFile"]}
    assert list(there) == ["manifest.json", "en-gb.json", "color.png", "outline.png"]
    assert set(there) == named | {"manifest.json"}
    with ZipFile(io.BytesIO(made)) as archive:
        assert archive.testzip() is None
        assert {one.compress_type for one in archive.infolist()} == {ZIP_STORED}
    assert len(made) < 100_000


def test_the_colour_icon_is_192_pixels_square_and_filled_to_its_edges() -> None:
    icon = Image.open(io.BytesIO(parts(package())["color.png"])).convert("RGBA")
    assert icon.size == (192, 192)
    assert icon.getchannel("A").getextrema() == (255, 255)
    # The sign stands in the middle 120 pixels; the rest is one colour, the manifest's own.
    ground = tuple(bytes.fromhex(manifest()["accentColor"][1:]))
    inside = range(36, 156)
    outside = {
        icon.getpixel((x, y))
        for x in range(192)
        for y in range(192)
        if x not in inside or y not in inside
    }
    assert outside == {(*ground, 255)}
    assert (255, 255, 255, 255) in {icon.getpixel((x, 96)) for x in inside}


def test_the_outline_icon_is_32_pixels_square_white_and_otherwise_transparent() -> None:
    icon = Image.open(io.BytesIO(parts(package())["outline.png"]))
    assert (icon.size, icon.mode) == ((32, 32), "RGBA")
    pixels = [icon.getpixel((x, y)) for x in range(32) for y in range(32)]
    seen = {pixel[:3] for pixel in pixels if isinstance(pixel, tuple) and pixel[-1]}
    assert seen == {(255, 255, 255)}
    assert 200 < pixels.count((0, 0, 0, 0)) < 900


def test_texts_and_menus_are_as_short_as_teams_shows_them() -> None:
    whole = manifest()
    assert len(whole["description"]["short"]) <= 80
    assert len(whole["name"]["full"]) <= 100
    lists = whole["bots"][0]["commandLists"]
    assert len(lists) <= 3
    for one in lists:
        assert 0 < len(one["commands"]) <= 10
        for command in one["commands"]:
            assert 0 < len(command["title"]) <= 32
            assert 0 < len(command["description"]) <= 128


def test_only_what_the_bot_uses_is_asked_for() -> None:
    whole = manifest()
    assert whole["bots"][0]["scopes"] == ["personal", "team"]
    permitted = {
        "$schema", "accentColor", "bots", "defaultInstallScope", "description", "developer",
        "icons", "id", "localizationInfo", "manifestVersion", "name", "version",
    }  # fmt: skip
    assert set(whole) == permitted


# --- what differs, and what does not ---------------------------------------------------------


def test_the_same_settings_give_the_same_bytes_and_the_projects_version() -> None:
    assert package() == package()
    assert manifest()["version"] == version("getting-to-good")
    assert re.fullmatch(r"\d+\.\d+\.\d+", manifest()["version"])


def test_each_registration_has_a_package_of_its_own_unless_it_is_named() -> None:
    other = {"G2G_TEAMS_APP_ID": "AAAAAAAA-2222-3333-4444-555555555555"}
    one, two = manifest(), manifest(**other, G2G_TEAMS_PACKAGE_NAME="Getting to Good (test)")
    assert one["id"] == "b0d44373-0b2f-571e-9f84-08ac404b3f83"
    assert two["id"] not in {one["id"], two["bots"][0]["botId"]}
    assert (two["name"]["short"], one["name"]["short"]) == (
        "Getting to Good (test)",
        "Getting to Good",
    )
    named = "99999999-8888-7777-6666-555555555555"
    assert manifest(G2G_TEAMS_PACKAGE_ID=named)["id"] == named
    assert one["bots"][0]["botId"] == SET["G2G_TEAMS_APP_ID"]


def test_what_is_missing_is_named() -> None:
    with pytest.raises(SettingsError) as caught:
        make_package(load({"G2G_TEAMS_PUBLISHER": "Oldham Council"}))
    assert str(caught.value) == (
        "The package needs these settings first: G2G_TEAMS_APP_ID, G2G_TEAMS_WEBSITE_URL, "
        "G2G_TEAMS_PRIVACY_URL, G2G_TEAMS_TERMS_URL."
    )
    with pytest.raises(SettingsError, match="G2G_TEAMS_APP_ID is not an id"):
        package(G2G_TEAMS_APP_ID="getting-to-good")


# --- what the menus promise ------------------------------------------------------------------


def test_every_word_of_the_menus_has_its_answer_below() -> None:
    assert commands("personal") == list(ANSWERS)
    assert commands("team") == list(ASKED)


@pytest.mark.parametrize("word", ANSWERS)
async def test_a_word_of_the_menu_is_understood(tmp_path: Path, word: str) -> None:
    who, when, kind = ANSWERS[word]
    async with council(sqlite(tmp_path)) as house:
        for day in ("2019-09-05T09:00", "2019-09-17T17:00", "2019-09-23T09:00", when):
            if day <= when:
                await house.at(day)
        for said in (word, word.capitalize()):
            await house.say(who, said)
            async with house.app.store.read() as books:
                answer = (await books.outbox.all())[-1]
            assert (answer.kind, answer.to) == (kind, f"person:{who}")
        if word == "help":
            assert "I understand these words" in json.dumps(house.last(who))


@pytest.mark.parametrize("word", ASKED)
async def test_a_word_of_a_channels_menu_is_answered_in_that_channel(
    tmp_path: Path, word: str
) -> None:
    mention = {"id": BOT, "name": "Getting to Good"}

    def said(words: str) -> dict[str, Any]:
        called = "<at>Getting to Good</at>"
        thread = "19:boards@thread.tacv2;messageid=1"
        return {
            "conversation": {"conversationType": "channel", "id": thread},
            "text": f"{called} {words}\n",
            "entities": [{"type": "mention", "mentioned": mention, "text": called}],
        }

    async with open_house(sqlite(tmp_path)) as house:
        await house.teams(PMO, **said("use this channel for the Programme Board"))
        await house.app.post.drain()
        before = len(house.microsoft.sent)
        await house.teams(DIRECTOR, **said(word))
        await house.app.post.drain()
        (answer,) = house.microsoft.sent[before:]
    assert answer.conversation.startswith("19:boards@thread.tacv2")
    body = json.dumps(answer.body)
    assert "I did not understand that" not in body
    assert ASKED[word] in body
