"""Serve the pages: each with its own policy, the few files beside them, and nothing else."""

from __future__ import annotations

import secrets
from pathlib import Path

from aiohttp import web

from bot.guard import web_chat_policy

__all__ = ["page", "serve_files"]

HERE = Path(__file__).parent
# By name: the folder also holds the code of these pages, which is nobody's to read.
FILES = ("chat.css", "chat.js", "demo.css", "demo.js", "icon.svg", "vendor/webchat.js")
KINDS = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}


def page(name: str) -> web.Response:
    """Answer with the page of that name, written for one visit."""
    nonce = secrets.token_urlsafe(18)
    text = (HERE / name).read_text(encoding="utf-8").replace("{{nonce}}", nonce)
    headers = {"Content-Security-Policy": web_chat_policy(nonce)}
    return web.Response(text=text, content_type="text/html", headers=headers)


def serve_files(app: web.Application) -> None:
    """Register what the pages load, under /static/."""
    app.router.add_get("/static/{name:.+}", _file)


async def _file(request: web.Request) -> web.StreamResponse:
    name = request.match_info["name"]
    path = HERE / name
    if name not in FILES or not path.is_file():
        raise web.HTTPNotFound
    kind = f"{KINDS[path.suffix]}; charset=utf-8"
    # Kept by the browser, and asked about each time: an unchanged file is a line, not 4 MB.
    return web.FileResponse(path, headers={"Cache-Control": "no-cache", "Content-Type": kind})
