"""Read the JSON that browsers send, and refuse what is wrong with one clear sentence."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Mapping
from math import isfinite
from typing import Any, NoReturn

from aiohttp import ClientError, web

__all__ = ["Refusal", "read_object"]

LIMIT_BYTES = 64 * 1024
# A body that dribbles in would otherwise hold a connection for as long as it likes.
BODY_S = 10.0
DEEPEST = 32
# No database keeps these as text, and no reader would see them.
_UNSOUND = re.compile("[\0\ud800-\udfff]")


class Refusal(web.HTTPException):
    """An answer of 400 and above: `{"error": {"code", "message"}}`, the message a sentence."""

    def __init__(
        self, status: int, code: str, message: str, *, headers: Mapping[str, str] | None = None
    ) -> None:
        self.status_code = status
        self.code = code
        said = json.dumps({"error": {"code": code, "message": message}})
        super().__init__(text=said, content_type="application/json", headers=headers)


async def read_object(request: web.Request, *, limit: int = LIMIT_BYTES) -> dict[str, Any]:
    """Read the JSON object that a request carries; raises Refusal: 413 too big, 400 otherwise."""
    too_big = Refusal(413, "TooBig", f"That is too big: at most {limit // 1024} KB is read.")
    if request.content_length is not None and request.content_length > limit:
        raise too_big
    if request.headers.get("Content-Encoding", "identity").lower() != "identity":
        raise Refusal(400, "Compressed", "Send the body as it is, not compressed.")
    raw = bytearray()
    try:
        async with asyncio.timeout(BODY_S):
            async for part in request.content.iter_any():
                raw += part
                if len(raw) > limit:
                    raise too_big
    except (ClientError, web.RequestPayloadError, OSError, TimeoutError) as error:
        raise Refusal(400, "BrokenOff", "The body broke off before its end.") from error
    return _object(bytes(raw))


def _object(raw: bytes) -> dict[str, Any]:
    try:
        body = json.loads(raw.decode("utf-8"), parse_constant=_not_json)
    except (ValueError, RecursionError) as error:
        raise Refusal(400, "BadJson", "The body is not JSON.") from error
    if not isinstance(body, dict):
        raise Refusal(400, "NoObject", "The body must be a JSON object.")
    level: list[Any] = [body]
    for _ in range(DEEPEST):
        level = [inner for part in level for inner in _inside(part)]
        if not level:
            return body
    raise Refusal(400, "TooDeep", "The body has too many levels.")


def _inside(part: object) -> list[Any]:
    if isinstance(part, dict):
        return [*part, *part.values()]
    if isinstance(part, list):
        return part
    if isinstance(part, float) and not isfinite(part):
        raise Refusal(400, "BadNumber", "The body has a number that is out of range.")
    if isinstance(part, str) and _UNSOUND.search(part):
        raise Refusal(400, "BadText", "The body has characters that are not text.")
    return []


def _not_json(name: str) -> NoReturn:
    message = f"{name} is not JSON"
    raise ValueError(message)
