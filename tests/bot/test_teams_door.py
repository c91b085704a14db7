"""Check who may come in at the Teams door, and what a turn is then told."""

from __future__ import annotations

import asyncio
import base64
import gzip
import hashlib
import hmac
import json
import logging
from collections.abc import AsyncIterator, Callable

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from bot import teams_gate
from bot.settings import load
from bot.teams import PATH, TeamsDoor
from tests.bot.teams_case import CONVERSATION, Opened, opened
from tests.connector import APP_ID, NOW, TENANT, Key, StandIn


def unsigned(microsoft: StandIn) -> str:
    told = jwt.decode(microsoft.token(), options={"verify_signature": False})
    return jwt.encode(told, "", "none", headers={"kid": microsoft.keys[0].kid})


def signed_with_the_public_key(microsoft: StandIn) -> str:
    """An HS256 token whose secret is what everybody can read: the published key."""
    key = microsoft.keys[0]
    secret = key.private.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    head = base64url(json.dumps({"alg": "HS256", "typ": "JWT", "kid": key.kid}).encode())
    claims = microsoft.token().split(".")[1]
    mark = hmac.new(secret, f"{head}.{claims}".encode(), hashlib.sha256).digest()
    return f"{head}.{claims}.{base64url(mark)}"


def signed_by_a_stranger(microsoft: StandIn) -> str:
    known = microsoft.keys[0]
    return microsoft.token(key=Key(known.kid, Key.numbered(9).private))


def with_a_changed_claim(microsoft: StandIn) -> str:
    head, claims, mark = microsoft.token().split(".")
    told = json.loads(base64.urlsafe_b64decode(claims + "=="))
    told["serviceurl"] = "https://smba.trafficmanager.net/elsewhere/"
    return f"{head}.{base64url(json.dumps(told).encode())}.{mark}"


def without_a_key_id(microsoft: StandIn) -> str:
    told = jwt.decode(microsoft.token(), options={"verify_signature": False})
    return jwt.encode(told, microsoft.keys[0].private, "RS256")


def base64url(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


@pytest.mark.parametrize(
    "token",
    [
        pytest.param(lambda _: "", id="no token"),
        pytest.param(lambda _: "garbage", id="garbage"),
        pytest.param(lambda _: "a.b.c", id="three parts of garbage"),
        pytest.param(lambda m: m.token()[:-40], id="half a signature"),
        pytest.param(unsigned, id="algorithm none"),
        pytest.param(signed_with_the_public_key, id="HS256 with the public key"),
        pytest.param(signed_by_a_stranger, id="a known key id, another key"),
        pytest.param(with_a_changed_claim, id="a claim changed after signing"),
        pytest.param(without_a_key_id, id="no key id"),
        pytest.param(lambda m: m.token(key=Key.numbered(8)), id="unknown key"),
        pytest.param(lambda m: m.token(iss="https://sts.windows.net/x/"), id="issuer"),
        pytest.param(lambda m: m.token(iss=None), id="no issuer"),
        pytest.param(lambda m: m.token(aud="another bot"), id="audience"),
        pytest.param(lambda m: m.token(aud=None), id="no audience"),
        pytest.param(lambda m: m.token(exp=int(NOW) - 301), id="expired past the leeway"),
        pytest.param(lambda m: m.token(exp=None), id="never expires"),
        pytest.param(lambda m: m.token(exp="tomorrow"), id="expires in words"),
        pytest.param(lambda m: m.token(exp=float("inf")), id="expires at infinity"),
        pytest.param(lambda m: m.token(exp=True), id="expires yes"),
        pytest.param(lambda m: m.token(nbf=int(NOW) + 302), id="not yet valid"),
    ],
)
async def test_a_stranger_is_told_401_and_nothing_else(
    teams: Opened, token: Callable[[StandIn], str]
) -> None:
    answer = await teams.knock(token=token(teams.microsoft))
    assert (answer.status, await answer.read(), teams.came) == (401, b"", [])


@pytest.mark.parametrize("scheme", ["", "Bearer\t", "Basic ", "Bearer  Bearer "])
async def test_a_token_is_borne_or_it_is_none(teams: Opened, scheme: str) -> None:
    headers = {"Authorization": f"{scheme}{teams.microsoft.token()}"}
    answer = await teams.client.post(PATH, json=teams.activity(), headers=headers)
    assert (answer.status, await answer.read()) == (401, b"")


@pytest.mark.parametrize(
    "claims", [{"exp": int(NOW) - 299}, {"nbf": int(NOW) + 299}, {"nbf": None}]
)
async def test_clocks_may_differ_by_five_minutes(teams: Opened, claims: dict[str, object]) -> None:
    answer = await teams.knock(token=teams.microsoft.token(**claims))  # type: ignore[arg-type]
    assert answer.status == 200


@pytest.mark.parametrize(
    ("status", "claims", "changes"),
    [
        (403, {"serviceurl": None}, {}),
        (403, {"serviceurl": "https://smba.trafficmanager.net/uk/"}, {}),
        (403, {"serviceurl": ["x"]}, {}),
        (403, {}, {"serviceUrl": None}),
        (403, {}, {"serviceUrl": "https://smba.trafficmanager.net/uk/"}),
        (403, {}, {"channelId": None}),
        (403, {}, {"channelId": "emulator"}),
        (403, {}, {"channelId": "MSTEAMS"}),
        (403, {}, {"channelId": ["msteams"]}),
        (403, {}, {"channelData": None}),
        (403, {}, {"channelData": {"tenant": None}}),
        (403, {}, {"channelData": {"tenant": {"id": "another tenant"}}}),
        (403, {}, {"channelData": {"tenant": {"id": [TENANT]}}}),
        (400, {}, {"type": None}),
        (400, {}, {"id": None}),
        (400, {}, {"id": ""}),
        (400, {}, {"id": 7}),
        (400, {}, {"conversation": None}),
        (400, {}, {"conversation": {"id": ""}}),
        (400, {}, {"conversation": [CONVERSATION]}),
        (400, {}, {"from": 3}),
        (400, {}, {"entities": {"a": 1}}),
        (400, {}, {"text": "\ud800"}),
        (400, {}, {"text": "a\0b"}),
        (400, {}, {"value": {"\0": 1}}),
    ],
)
async def test_a_proven_caller_is_let_in_only_from_the_right_place_and_in_the_right_shape(
    teams: Opened, status: int, claims: dict[str, object], changes: dict[str, object]
) -> None:
    token = teams.microsoft.token(**claims)  # type: ignore[arg-type]
    answer = await teams.knock(teams.activity(**changes), token=token)
    assert (answer.status, await answer.read(), teams.came) == (status, b"", [])


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://smba.trafficmanager.net.evil.example/uk/",
        "https://evil.example/",
        "https://127.0.0.1/",
        "http://smba.trafficmanager.net/uk/",
        "https://user@smba.trafficmanager.net/uk/",
        "https://evil.example\\@smba.trafficmanager.net/uk/",
        "https://smba.trafficmanager.net:444/uk/",
        "https://smba.trafficmanager.net/uk/?a=b",
        "file:///etc/hostname",
        "https://[::1/",
        "https://smba.trafficmanager.net:99999/",
    ],
)
async def test_even_a_genuine_token_cannot_send_our_answers_elsewhere(
    microsoft: StandIn, elsewhere: str
) -> None:
    only_microsoft = {"G2G_TEAMS_SERVICE_ORIGINS": "https://smba.trafficmanager.net"}
    async with opened(microsoft, **only_microsoft) as teams:
        told = teams.activity(serviceUrl=elsewhere)
        answer = await teams.knock(told, token=microsoft.token(serviceurl=elsewhere))
        assert (answer.status, await answer.read(), teams.came) == (403, b"", [])


@pytest.mark.parametrize(
    ("status", "data"),
    [
        (400, b""),
        (400, b"{"),
        (400, b"[]"),
        (400, b'["msteams"]'),
        (400, b"null"),
        (400, b"\xff\xfe{}"),
        (400, b'{"a": NaN}'),
        (400, b'{"a": 1e999}'),
        (400, b'{"a": ' + b"9" * 5000 + b"}"),
        (400, b'{"a":' + b"[" * 40 + b"]" * 40 + b"}"),
        (400, b'{"a":' * 100_000 + b"1" + b"}" * 100_000),
        (400, b"[" * 200_000),
        (413, b'{"a": "' + b"a" * 300 * 1024 + b'"}'),
    ],
)
async def test_a_body_that_is_no_activity_is_refused(
    teams: Opened, status: int, data: bytes
) -> None:
    if len(data) > 256 * 1024:
        status = 413
    answer = await teams.knock(data=data)
    assert (answer.status, await answer.read(), teams.came) == (status, b"", [])


async def test_a_long_body_is_refused_when_it_comes_in_pieces(teams: Opened) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(300):
            yield b" " * 1024

    headers = {"Authorization": f"Bearer {teams.microsoft.token()}"}
    answer = await teams.client.post(PATH, data=pieces(), headers=headers)
    assert (answer.status, await answer.read()) == (413, b"")


@pytest.mark.parametrize(
    ("framing", "start"),
    [
        ("Content-Length: 100", b'{"type":'),
        ("Transfer-Encoding: chunked", b"8\r\n{'type':\r\n"),
        ("Transfer-Encoding: chunked", b"8\r\n{'type':\r\nnonsense\r\n"),
        ("Content-Length: 9, 9", b"{}"),
    ],
)
async def test_a_body_that_never_ends_is_not_waited_for(
    teams: Opened, monkeypatch: pytest.MonkeyPatch, framing: str, start: bytes
) -> None:
    monkeypatch.setattr(teams_gate, "BODY_S", 0.1)
    assert (await teams.knock()).status == 200
    reader, writer = await asyncio.open_connection("127.0.0.1", teams.client.port)
    head = f"POST {PATH} HTTP/1.1\r\nHost: x\r\n{framing}\r\nAuthorization: Bearer "
    writer.write(f"{head}{teams.microsoft.token()}\r\n\r\n".encode() + start)
    assert b" 400 " in await reader.readline()
    writer.close()
    await writer.wait_closed()


async def test_a_compressed_body_is_refused(teams: Opened) -> None:
    told = json.dumps(teams.activity()).encode()
    for coding, data in (("deflate", b"nonsense"), ("gzip", gzip.compress(told)), ("br", told)):
        headers = {
            "Authorization": f"Bearer {teams.microsoft.token()}",
            "Content-Encoding": coding,
        }
        answer = await teams.client.post(PATH, data=data, headers=headers)
        assert answer.status == 400


async def test_the_tenants_name_is_read_without_regard_to_case(teams: Opened) -> None:
    told = teams.activity(channelData={"tenant": {"id": TENANT.upper()}})
    assert (await teams.knock(told)).status == 200


async def test_an_unknown_key_is_asked_for_once_and_then_rationed(teams: Opened) -> None:
    unknown = teams.microsoft.token(key=Key.numbered(8))
    for _ in range(20):
        assert (await teams.knock(token=unknown)).status == 401
    assert teams.microsoft.asked["keys"] == 1
    teams.clock.pass_(11)
    for _ in range(20):
        assert (await teams.knock(token=unknown)).status == 401
    assert teams.microsoft.asked["keys"] == 2


async def test_a_rotated_key_is_accepted_at_once(teams: Opened) -> None:
    assert (await teams.knock()).status == 200
    teams.clock.pass_(60)
    teams.microsoft.rotate()
    assert (await teams.knock()).status == 200
    assert teams.microsoft.asked["keys"] == 2


async def test_keys_are_kept_for_a_day_and_survive_a_short_failure_of_their_source(
    teams: Opened,
) -> None:
    assert (await teams.knock()).status == 200
    teams.clock.pass_(19 * 3600)
    assert (await teams.knock()).status == 200
    assert teams.microsoft.asked["openid"] == 1
    teams.clock.pass_(4 * 3600)
    teams.microsoft.key_faults = [503] * 9
    assert (await teams.knock()).status == 200
    assert teams.microsoft.asked["openid"] == 2
    teams.clock.pass_(2 * 3600)
    assert (await teams.knock()).status == 401
    teams.microsoft.key_faults = []
    teams.clock.pass_(11)
    assert (await teams.knock()).status == 200


async def test_a_withdrawn_key_is_believed_no_longer_than_a_day(teams: Opened) -> None:
    old = teams.microsoft.keys[0]
    assert (await teams.knock()).status == 200
    teams.microsoft.rotate()
    teams.clock.pass_(21 * 3600)
    assert (await teams.knock(token=teams.microsoft.token(key=old))).status == 401


@pytest.mark.parametrize("endorsed", [(), ("webchat", "skype")])
async def test_a_key_that_is_not_for_teams_opens_nothing(
    teams: Opened, endorsed: tuple[str, ...]
) -> None:
    teams.microsoft.rotate(Key.numbered(1, endorsed))
    answer = await teams.knock()
    assert (answer.status, teams.came) == (403, [])


@pytest.mark.filterwarnings("ignore::jwt.warnings.InsecureKeyLengthWarning")
@pytest.mark.parametrize(
    "key",
    [
        pytest.param(Key("k", rsa.generate_private_key(65537, 1024)), id="too short"),
        pytest.param(Key("k", Key.numbered(1).private, use="enc"), id="for another use"),
    ],
)
async def test_a_key_that_is_not_fit_for_signing_opens_nothing(teams: Opened, key: Key) -> None:
    teams.microsoft.rotate(Key.numbered(2), key)
    assert (await teams.knock(token=teams.microsoft.token(key=key))).status == 401
    assert (await teams.knock(token=teams.microsoft.token())).status == 200


async def test_keys_are_not_fetched_over_an_open_line(
    teams: Opened, caplog: pytest.LogCaptureFixture
) -> None:
    for address in ("http://login.botframework.com/keys", "file:///keys", "http://[::1/", "/"):
        teams.microsoft.jwks_uri = address
        assert (await teams.knock()).status == 401
        teams.clock.pass_(11)
    assert caplog.messages.count("teams_keys_not_fetched reason=ValueError") == 4


async def test_the_document_says_who_issues_and_with_which_algorithm(
    microsoft: StandIn,
) -> None:
    microsoft.issuer = "https://api.botframework.azure.us"
    async with opened(microsoft) as teams:
        assert (await teams.knock()).status == 401
        token = microsoft.token(iss="https://api.botframework.azure.us")
        assert (await teams.knock(token=token)).status == 200
    microsoft.algorithms = ("HS256", "none")
    async with opened(microsoft) as teams:
        assert (await teams.knock(token=microsoft.token(iss=microsoft.issuer))).status == 401


async def test_the_log_says_why_somebody_was_refused_and_nothing_of_what_they_sent(
    teams: Opened, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, "bot"):
        await teams.knock(teams.activity(channelId="emulator", text="a private matter"))
    assert caplog.messages == ["teams_refused status=403 reason=other_channel"]


@pytest.mark.parametrize(
    "missing",
    ["G2G_TEAMS_APP_ID", "G2G_TEAMS_APP_SECRET", "G2G_TEAMS_TENANT_ID", "G2G_MODE"],
)
def test_a_half_configured_door_cannot_be_made(missing: str) -> None:
    known = {
        "G2G_TEAMS_APP_ID": APP_ID,
        "G2G_TEAMS_APP_SECRET": "secret",
        "G2G_TEAMS_TENANT_ID": TENANT,
    }
    changed = {"G2G_MODE": "demo"} if missing == "G2G_MODE" else {missing: ""}
    with pytest.raises(ValueError, match=missing):
        TeamsDoor(load({**known, **changed}), now=lambda: NOW)
