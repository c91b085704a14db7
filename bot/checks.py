"""Look at an installation from outside its database: settings, files, and who answers."""

from __future__ import annotations

import shutil
import stat
import time
from collections.abc import Callable
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from pathlib import Path

from aiohttp import ClientError, ClientSession, ClientTimeout

from bot.doors import Later
from bot.settings import Mode, Settings, is_guid, is_loopback
from bot.teams_connector import BotToken, new_session
from bot.teams_tokens import Refused, SigningKeys

__all__ = ["Check", "look_around", "look_at_settings"]

_SECONDS = ClientTimeout(total=15)
# Microsoft's tokens are believed for five minutes around their time.
_SKEW = 240.0
_ROOM = 1_000_000_000
_TEAMS = "/api/messages"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at: state is ok, note or bad, and `mend` says what to do."""

    state: str
    what: str
    mend: str = ""


def look_at_settings(settings: Settings, file: Path | None) -> list[Check]:
    """What the settings alone tell; `file` is the SQLite database's, where it is one."""
    found = [_secret(settings), *_files(settings, file)]
    if settings.mode is Mode.DEMO:
        return [Check("ok", "The demo never opens the Teams door"), *found]
    return [*_teams(settings), *found, _address(settings), *_listens(settings), _package(settings)]


async def look_around(settings: Settings, *, now: Callable[[], float]) -> list[Check]:
    """Ask Microsoft's side and the service's own public address; `now` is machine time."""
    if settings.mode is Mode.DEMO:
        return []
    async with new_session() as session:
        found = [await _clock(session, settings, now), await _keys(session, settings)]
        if settings.teams_opens:
            found.append(await _token(session, settings))
        if settings.public_url:
            found += [await _alive(session, settings), await _door(session, settings)]
        return found


# --- the settings -------------------------------------------------------------------------


def _teams(settings: Settings) -> list[Check]:
    if settings.teams_missing:
        mend = f"Set {', '.join(settings.teams_missing)}"
        return [Check("bad", "The Teams door stays shut", mend)]
    ids = {
        "G2G_TEAMS_APP_ID": settings.teams_app_id,
        "G2G_TEAMS_TENANT_ID": settings.teams_tenant_id,
    }
    wrong = [
        Check("bad", f"{name} is not an id", "Copy it from the registration's overview in Entra")
        for name, value in ids.items()
        if not is_guid(value)
    ]
    return wrong or [Check("ok", "The Teams door is configured")]


def _secret(settings: Settings) -> Check:
    if settings.secret_key is not None or settings.mode is Mode.DEMO:
        return Check("ok", "The service has a secret key")
    mend = "Set G2G_SECRET_KEY to any string of 32 characters or more, and keep a copy"
    return Check("note", "There is no secret key yet", mend)


def _address(settings: Settings) -> Check:
    if not settings.public_url:
        mend = "Set G2G_PUBLIC_URL to where people's devices find the service, with https"
        return Check("note", "There are no links to packs and no pictures on cards yet", mend)
    if not settings.public_url.startswith("https://"):
        mend = "Set G2G_PUBLIC_URL to the address of the proxy before it, with https"
        return Check("bad", "The public address is this computer's own", mend)
    return Check("ok", f"People's devices find the service at {settings.public_url}")


def _listens(settings: Settings) -> list[Check]:
    found = []
    if not is_loopback(settings.host):
        mend = "Let only the proxy that speaks TLS for it reach that port, or use 127.0.0.1"
        found.append(Check("note", f"It listens on {settings.host}, without TLS", mend))
    if settings.metrics_port is not None and not is_loopback(settings.metrics_host):
        mend = "Let only your monitoring reach that port, or leave G2G_METRICS_HOST out"
        found.append(Check("note", f"Metrics are told on {settings.metrics_host}", mend))
    return found


def _package(settings: Settings) -> Check:
    if settings.package_missing:
        mend = f"Set {', '.join(settings.package_missing)}, then: g2g build-manifest --to g2g.zip"
        return Check("note", "The package for Teams can't be made yet", mend)
    return Check("ok", "The package for Teams can be made: g2g build-manifest --to g2g.zip")


def _files(settings: Settings, file: Path | None) -> list[Check]:
    """Files with secrets in them that others on this machine can read, and room on the disk."""
    kept = [path for path in (file, Path(settings.config) if settings.config else None) if path]
    found = [
        Check("bad", f"Anybody on this machine can read {path}", f"Run: chmod 600 {path}")
        for path in kept
        if _open_to_all(path)
    ]
    if file is not None and file.parent.is_dir() and shutil.disk_usage(file.parent).free < _ROOM:
        mend = "Make room, or set G2G_DATABASE_URL to another place"
        found.append(Check("bad", f"Less than 1 GB is free beside {file}", mend))
    return found


def _open_to_all(path: Path) -> bool:
    try:
        within = all(one.stat().st_mode & stat.S_IXOTH for one in path.absolute().parents)
        return within and bool(path.stat().st_mode & stat.S_IROTH)
    except OSError:
        return False


# --- who answers --------------------------------------------------------------------------


async def _clock(session: ClientSession, settings: Settings, now: Callable[[], float]) -> Check:
    """Whether Microsoft answers at all, and means the same time by now."""
    mend = "Let this machine reach it over https (a proxy or firewall may be in the way)"
    try:
        async with session.get(settings.teams_openid_url, timeout=_SECONDS) as answer:
            said = answer.headers.get("Date", "")
    except (ClientError, TimeoutError, OSError) as error:
        what = f"{settings.teams_openid_url} does not answer ({type(error).__name__})"
        return Check("bad", what, mend)
    try:
        away = abs(parsedate_to_datetime(said).timestamp() - now())
    except (TypeError, ValueError):
        return Check("ok", "Microsoft answers")
    if away > _SKEW:
        what = f"This machine's clock is {away:.0f} seconds away from Microsoft's"
        return Check("bad", what, "Let it follow a time server: its tokens are refused as it is")
    return Check("ok", "Microsoft answers, and the clocks agree")


async def _keys(session: ClientSession, settings: Settings) -> Check:
    keys = SigningKeys(session, settings.teams_openid_url, monotonic=time.monotonic)
    try:
        await keys.find("")
    except Refused as refused:
        if refused.reason != "unknown_key":
            mend = "Check G2G_TEAMS_OPENID_URL, and that this machine may reach the keys it names"
            return Check("bad", "Microsoft's signing keys can't be read", mend)
    return Check("ok", "Microsoft's signing keys can be read")


async def _token(session: ClientSession, settings: Settings) -> Check:
    try:
        await BotToken(session, settings, monotonic=time.monotonic).get()
    except Later:
        mend = (
            "Check the app id, the tenant, and the secret (has it expired?), and that this machine "
            "may reach login.microsoftonline.com"
        )
        return Check("bad", "Microsoft gives this bot no token, so it can't write", mend)
    return Check("ok", "Microsoft gives this bot its token")


async def _alive(session: ClientSession, settings: Settings) -> Check:
    mend = "Start the service (g2g serve), and check the proxy, its certificate and the DNS name"
    url = f"{settings.public_url}/healthz"
    try:
        async with session.get(url, timeout=_SECONDS) as answer:
            if answer.status == 200 and (await answer.json()).get("status") == "up":
                return Check("ok", f"{url} answers")
            return Check("bad", f"{url} answers {answer.status}", mend)
    except (ClientError, TimeoutError, OSError, ValueError, AttributeError) as error:
        return Check("bad", f"{url} does not answer ({type(error).__name__})", mend)


async def _door(session: ClientSession, settings: Settings) -> Check:
    """Whether the Teams door can be reached, and keeps strangers out."""
    url = f"{settings.public_url}{_TEAMS}"
    try:
        async with session.post(url, json={}, timeout=_SECONDS) as answer:
            status = answer.status
    except (ClientError, TimeoutError, OSError) as error:
        what = f"{url} does not answer ({type(error).__name__})"
        return Check("bad", what, "Let the proxy pass POST requests on to the service")
    if status == 401:
        return Check("ok", f"{url} can be reached, and keeps strangers out")
    mend = "The proxy must pass /api/messages on as it is, and the Teams door must be open"
    return Check("bad", f"{url} answers a stranger with {status}, not 401", mend)
