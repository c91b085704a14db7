"""Decide whether what a proven caller sent may come in: its size, shape, tenant and origin."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Collection
from math import isfinite
from typing import Any, NoReturn

from aiohttp import ClientError, web
from yarl import URL

from bot.teams_tokens import Proof, Refused, read_at_most

__all__ = ["BODY_BYTES", "CHANNEL", "admit", "origin_of", "read_body"]

BODY_BYTES = 256 * 1024
BODY_S = 10.0
DEEPEST = 32
CHANNEL = "msteams"

# Only these characters: what two URL parsers might read in two ways (a backslash, an @, a
# tab, a query) is refused before either has an opinion.
_PLAIN_URL = re.compile(r"https?://[A-Za-z0-9.:\[\]-]+(?:/[A-Za-z0-9._~%/-]*)?")
_UNSOUND = re.compile("[\0\ud800-\udfff]")


async def read_body(request: web.Request) -> dict[str, Any]:
    """Read the request's JSON object; raises Refused: 413 too long, 400 anything else."""
    if request.content_length is not None and request.content_length > BODY_BYTES:
        raise Refused(413, "body_too_long")
    if request.headers.get("Content-Encoding", "identity").lower() != "identity":
        raise Refused(400, "compressed_body")
    try:
        async with asyncio.timeout(BODY_S):
            raw = await read_at_most(request.content, BODY_BYTES)
    except (ClientError, web.RequestPayloadError, OSError, TimeoutError) as error:
        raise Refused(400, "body_broke_off") from error
    if raw is None:
        raise Refused(413, "body_too_long")
    return _object(raw)


def admit(body: dict[str, Any], proof: Proof, *, tenant: str, origins: Collection[URL]) -> None:
    """Let an activity in, or raise Refused: 403 for where it is from, 400 for its shape."""
    if body.get("channelId") != CHANNEL:
        raise Refused(403, "other_channel")
    if CHANNEL not in proof.endorsements:
        raise Refused(403, "key_not_endorsed")
    service_url = body.get("serviceUrl")
    if not isinstance(service_url, str) or proof.service_url != service_url:
        raise Refused(403, "service_url_not_proven")
    if origin_of(service_url) not in origins:
        raise Refused(403, "service_url_not_allowed")
    if _tenant(body).casefold() != tenant.casefold():
        raise Refused(403, "other_tenant")
    if not _words(body.get("type")) or not _words(body.get("id")):
        raise Refused(400, "no_type_or_id")
    conversation = body.get("conversation")
    if not isinstance(conversation, dict) or not _words(conversation.get("id")):
        raise Refused(400, "no_conversation")


def origin_of(url: str) -> URL | None:
    """Scheme, host and port of a plain http(s) address; None for any other text."""
    if not _PLAIN_URL.fullmatch(url):
        return None
    try:
        return URL(url).origin()
    except ValueError:
        return None


def _object(raw: bytes) -> dict[str, Any]:
    try:
        body = json.loads(raw.decode("utf-8"), parse_constant=_not_json)
    except (ValueError, RecursionError) as error:
        raise Refused(400, "bad_json") from error
    if not isinstance(body, dict):
        raise Refused(400, "no_object")
    _shallow(body)
    return body


def _shallow(body: dict[str, Any]) -> None:
    """Refuse what nests too deep, and values that no database or UTF-8 text can hold."""
    level: list[Any] = [body]
    for _ in range(DEEPEST):
        level = [inner for part in level for inner in _inside(part)]
        if not level:
            return
    raise Refused(400, "too_deep")


def _inside(part: object) -> list[Any]:
    if isinstance(part, dict):
        return [*part, *part.values()]
    if isinstance(part, list):
        return part
    if isinstance(part, float) and not isfinite(part):
        raise Refused(400, "unsound_number")
    if isinstance(part, str) and _UNSOUND.search(part):
        raise Refused(400, "unsound_text")
    return []


def _tenant(body: dict[str, Any]) -> str:
    data = body.get("channelData")
    tenant = data.get("tenant") if isinstance(data, dict) else None
    found = tenant.get("id") if isinstance(tenant, dict) else None
    return found if isinstance(found, str) else ""


def _words(found: object) -> bool:
    return isinstance(found, str) and bool(found)


def _not_json(name: str) -> NoReturn:
    message = f"{name} is not JSON"
    raise ValueError(message)
