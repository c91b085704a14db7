"""Check that the log says what happened and where, and never what anybody said."""

from __future__ import annotations

import ast
import asyncio
import io
import json
import logging
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot import cli, errands, logs
from bot.settings import Mode
from bot.teams import PATH
from tests.bot.open_house import House, directory, open_house, sqlite

ROOT = Path(__file__).parents[2]
CANARY = "wobblegong"
SENTENCE = f"My {CANARY} lives at 4 Hill Street"


class Log(io.StringIO):
    """What was logged, as lines of JSON."""

    @property
    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.getvalue().splitlines()]

    @property
    def events(self) -> list[str]:
        return [line["event"] for line in self.lines]


@pytest.fixture
def log() -> Iterator[Log]:
    """The production's log; every logger says all that it has to say."""
    root, made = logging.getLogger(), Log()
    before, level = root.handlers[:], root.level
    logs.configure(as_json=True, to=made, level=logging.DEBUG)
    try:
        yield made
    finally:
        root.handlers[:] = before
        root.setLevel(level)


async def plant_in_teams(house: House) -> None:
    """Say the sentence in every way that a person, or a stranger, can say it to Teams' door."""
    await house.teams("asha-rahman", text=SENTENCE)
    await house.teams("asha-rahman", text=f"PI3.1 amber - 61%, {SENTENCE}")
    for verb in ("update.save", "update.open", "board.decide", CANARY):
        data = {"month": "2019-09", "ref": "PI3.1", "words": SENTENCE, SENTENCE: SENTENCE}
        action = {"verb": verb, "data": data}
        await house.teams(
            "asha-rahman", type="invoke", name="adaptiveCard/action", value={"action": action}
        )
        await house.teams("asha-rahman", value={"verb": verb, **data}, text=None)
    sender = {"id": SENTENCE, "name": SENTENCE, "aadObjectId": directory("pmo")}
    await house.teams("pmo", **{"from": sender}, text=SENTENCE)
    for broken in ({"id": SENTENCE}, {"conversation": SENTENCE}, {"entities": SENTENCE},
                   {"channelData": SENTENCE}, {"serviceUrl": f"https://{CANARY}"},
                   {"channelId": CANARY}, {"type": SENTENCE}):  # fmt: skip
        await house.teams("asha-rahman", **broken)
    good = house.microsoft.headers()
    for body in (SENTENCE.encode(), f'{{"text": "{SENTENCE}"'.encode(), b'"' + b"x" * 300_000):
        await house.client.post(PATH, data=body, headers=good)
    for bearer in (CANARY, f"{CANARY}.a.b", good["Authorization"][7:] + CANARY):
        await house.client.post(PATH, json={}, headers={"Authorization": f"Bearer {bearer}"})
    await house.client.get(f"/{CANARY}?{CANARY}={CANARY}", headers={"X-Said": SENTENCE})


async def test_no_door_of_production_lets_a_word_into_the_log(log: Log, tmp_path: Path) -> None:
    async with open_house(sqlite(tmp_path)) as house:
        await plant_in_teams(house)
        house.microsoft.accept("")
    assert CANARY not in log.getvalue()
    # And it did log: the turns, and why others were refused.
    assert log.events.count("turn") > 8
    assert {line["verb"] for line in log.lines if line["event"] == "turn"} >= {"update.save", ""}
    assert {line["reason"] for line in log.lines if line["event"] == "teams_refused"} >= {
        "other_channel",
        "bad_json",
    }


async def test_a_turn_that_breaks_is_logged_with_its_place_and_without_its_words(
    log: Log, tmp_path: Path
) -> None:
    def break_off(point: str) -> None:
        if point == "turning":
            raise ValueError(SENTENCE)

    async with open_house(sqlite(tmp_path), hook=break_off) as house:
        await plant_in_teams(house)
    assert CANARY not in log.getvalue()
    broken = [line for line in log.lines if line["event"] == "teams_turn_failed"]
    assert broken
    assert broken[0]["kind"] == "ValueError"
    assert broken[0]["places"][-1].endswith(" in break_off")
    assert {line["outcome"] for line in log.lines if line["event"] == "turn"} == {"failed"}


async def test_no_door_of_the_demo_lets_a_word_into_the_log(log: Log, tmp_path: Path) -> None:
    async with open_house(sqlite(tmp_path), mode=Mode.DEMO) as house:
        answered = await house.client.post("/demo/people/asha-rahman/token")
        token = await answered.json()
        talk = f"/v3/directline/conversations/{token['conversationId']}/activities"
        bearer = {"Authorization": f"Bearer {token['token']}"}
        for said in (
            {"text": SENTENCE},
            {"text": SENTENCE * 200},
            {"value": {"verb": "update.save", "words": SENTENCE}},
            {"value": {"verb": CANARY, CANARY: SENTENCE}},
            {"value": SENTENCE},
        ):
            body = {"type": "message", "from": {"id": CANARY, "name": SENTENCE}, **said}
            await house.client.post(talk, json=body, headers=bearer)
        await house.client.post(talk, data=SENTENCE, headers=bearer)
        await house.client.post(talk, json={}, headers={"Authorization": f"Bearer {CANARY}"})
        await house.client.post("/demo/clock", json={"to": SENTENCE})
        await house.client.post(f"/demo/people/{CANARY}/token")
        await house.client.get(f"/v3/directline/conversations/{CANARY}/stream?t={CANARY}")
    assert CANARY not in log.getvalue()
    assert log.events.count("turn") == 3


async def test_what_a_library_says_is_kept_as_its_template_alone(log: Log) -> None:
    library = logging.getLogger("some.library")
    library.warning("Could not send %s to %s", SENTENCE, CANARY)
    library.error(f"Could not send {SENTENCE}")
    try:
        raise ValueError(SENTENCE) from KeyError(SENTENCE)
    except ValueError:
        library.exception("Broke at %s", SENTENCE)
    asyncio.get_running_loop().call_exception_handler(
        {"message": f"Task failed: {SENTENCE}", "exception": ValueError(SENTENCE)}
    )
    assert CANARY not in log.getvalue()
    assert log.lines[0]["event"] == "Using selector: %s"
    lines = log.lines[1:]
    assert [line["event"] for line in lines] == [
        "Could not send %s to %s",
        "words withheld",
        "Broke at %s",
        "words withheld",
    ]
    assert (lines[2]["kind"], lines[2]["causes"]) == ("ValueError", ["KeyError"])
    assert lines[0]["where"].startswith("test_logs:")


def test_what_python_would_print_by_itself_is_logged_without_its_words(
    log: Log, capsys: pytest.CaptureFixture[str]
) -> None:
    class Lost:
        def __del__(self) -> None:
            raise ValueError(SENTENCE)

    def break_off() -> None:
        raise KeyError(SENTENCE)

    with logs.nothing_printed():
        thread = threading.Thread(target=break_off)
        thread.start()
        thread.join()
        Lost()
    assert [(line["event"], line["kind"]) for line in log.lines] == [
        ("thread_broke", "KeyError"),
        ("clean_up_broke", "ValueError"),
    ]
    assert CANARY not in log.getvalue()
    assert capsys.readouterr() == ("", "")


def test_a_service_that_breaks_ends_with_its_place_and_without_its_words(
    log: Log, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async def serve(*_: object, **__: object) -> None:
        raise RuntimeError(SENTENCE)

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(errands, "serve", serve)
    monkeypatch.setattr(sys, "argv", ["g2g", "serve"])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    said = capsys.readouterr()
    assert ended.value.code == 1
    assert CANARY not in said.out + said.err
    assert json.loads(said.err)["event"] == "service_broke"


def test_a_line_has_the_fields_of_the_list_and_no_others(log: Log) -> None:
    said = logs.logger("g2g.test")
    said.warning("message_dead", key="ask:2019-09", words=SENTENCE, problem="x" * 1000)
    (line,) = log.lines
    assert set(line) == {"at", "level", "logger", "event", "key", "problem"}
    assert (line["level"], line["logger"], len(line["problem"])) == ("warning", "g2g.test", 300)


def test_the_log_for_people_has_the_same_words_and_no_more() -> None:
    root, made = logging.getLogger(), io.StringIO()
    before, level = root.handlers[:], root.level
    logs.configure(as_json=False, to=made)
    try:
        logs.logger("g2g.test").warning("teams_refused", status=403, words=SENTENCE)
        logging.getLogger("some.library").warning("Said %s", SENTENCE)
    finally:
        root.handlers[:] = before
        root.setLevel(level)
    assert "teams_refused" in made.getvalue()
    assert "status=403" in made.getvalue()
    assert "Said %s" in made.getvalue()
    assert CANARY not in made.getvalue()


def test_a_line_that_cant_be_written_prints_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    root, closed = logging.getLogger(), io.StringIO()
    before, level = root.handlers[:], root.level
    logs.configure(as_json=True, to=closed)
    closed.close()
    try:
        logging.getLogger("some.library").warning("Said %s", SENTENCE)
    finally:
        root.handlers[:] = before
        root.setLevel(level)
    assert capsys.readouterr() == ("", "")


def test_every_line_of_ours_has_a_fixed_event_and_fields_of_the_list() -> None:
    wrong, seen = [], 0
    rooms = ("bot", "cards", "dialogs", "manifest", "store", "workflow")
    for file in [path for room in rooms for path in (ROOT / room).rglob("*.py")]:
        for node in ast.walk(ast.parse(file.read_text())):
            if not isinstance(node, ast.Call):
                continue
            called = ast.unparse(node.func)
            if called == "logging.getLogger" and file.name not in {"logs.py", "directline.py"}:
                wrong.append(f"{file.name}:{node.lineno} has a logger of its own")
            if called.startswith("log.") or called == "broke":
                seen += 1
                event = node.args[1 if called == "broke" else 0]
                if not isinstance(event, ast.Constant) and file.name != "logs.py":
                    wrong.append(f"{file.name}:{node.lineno} has an event that is not fixed")
                wrong += [
                    f"{file.name}:{node.lineno} logs {word.arg}, which is not on the list"
                    for word in node.keywords
                    if word.arg is not None and word.arg not in logs.FIELDS
                ]
    assert seen > 15
    assert wrong == []


def test_the_log_goes_to_standard_error() -> None:
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    logs.configure(as_json=True)
    try:
        (handler,) = root.handlers
        assert isinstance(handler, logging.StreamHandler)
        assert handler.stream is sys.stderr
    finally:
        root.handlers[:] = before
        root.setLevel(level)
