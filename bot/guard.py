"""Keep a web page to those it is for, and to what it may load."""

from __future__ import annotations

from urllib.parse import urlsplit

from aiohttp import web
from aiohttp.typedefs import Handler

from bot.settings import is_loopback
from bot.wire import Refusal

__all__ = ["guard", "plain_page", "this_computer_only", "web_chat_policy"]

# The hash is of an empty style element, which Web Chat adds without its nonce.
_EMPTY_STYLE = "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="

_NOTHING = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
_ALWAYS = {
    "Content-Security-Policy": _NOTHING,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


def guard(app: web.Application) -> None:
    """Send the security headers with every answer; a page brings its own policy with it."""
    if _harden not in app.on_response_prepare:
        app.on_response_prepare.append(_harden)


def web_chat_policy(nonce: str) -> str:
    """The strictest policy under which a page with Web Chat works; `nonce` is new each time."""
    return "; ".join(
        (
            "default-src 'none'",
            "script-src 'self'",
            f"style-src 'self' 'nonce-{nonce}' '{_EMPTY_STYLE}'",
            "img-src 'self' blob: data:",
            "connect-src 'self'",
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors 'none'",
        )
    )


def plain_page(nonce: str) -> dict[str, str]:
    """Every header of a page that loads nothing: its style and its few lines are within it."""
    policy = (
        f"default-src 'none'; style-src 'nonce-{nonce}'; script-src 'nonce-{nonce}'; "
        "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    )
    # Without a referrer of its own origin a browser says of a form that it comes from nowhere.
    return {**_ALWAYS, "Content-Security-Policy": policy, "Referrer-Policy": "same-origin"}


@web.middleware
async def this_computer_only(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuse every caller that is not a page of ours, opened on this computer.

    A foreign page can point a name of its own at this computer (DNS rebinding), or send
    requests here behind the person's back. Both can be told by Host and Origin, which no page
    can forge.
    """
    if not is_loopback(_host_in(f"//{request.host}")):
        sentence = "The demo opens on this computer only, at localhost or 127.0.0.1."
        raise Refusal(403, "NotThisComputer", sentence)
    origin = request.headers.get("Origin")
    if origin is not None and origin != f"{request.scheme}://{request.host}":
        raise Refusal(403, "OtherSite", "The demo answers its own page only.")
    return await handler(request)


async def _harden(_: web.Request, response: web.StreamResponse) -> None:
    for name, value in _ALWAYS.items():
        response.headers.setdefault(name, value)


def _host_in(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""
