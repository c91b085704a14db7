"""Check that Web Chat is fetched whole, verified, and only when it is missing."""

import hashlib
import io
import tarfile
from pathlib import Path

import pytest

from bot.pages import fetch

SCRIPT = b"window.WebChat = {};\n"
PINNED = hashlib.sha256(SCRIPT).hexdigest()


def packed(folder: Path, *, member: str = fetch.MEMBER) -> Path:
    package = folder / "webchat.tgz"
    with tarfile.open(package, "w:gz") as archive:
        entry = tarfile.TarInfo(member)
        entry.size = len(SCRIPT)
        archive.addfile(entry, io.BytesIO(SCRIPT))
    return package


def test_the_script_is_put_in_place_and_nothing_else_is_left(tmp_path: Path) -> None:
    webchat = tmp_path / "vendor" / "webchat.js"

    fetch.fetch(webchat, sha256=PINNED, pack=packed)

    assert webchat.read_bytes() == SCRIPT
    assert fetch.is_present(webchat, PINNED)
    assert list(webchat.parent.iterdir()) == [webchat]


def test_a_file_with_another_hash_is_refused_and_the_old_one_stays(tmp_path: Path) -> None:
    webchat = tmp_path / "webchat.js"
    webchat.write_bytes(b"an earlier Web Chat")

    with pytest.raises(fetch.NotFetchedError, match="not the one expected"):
        fetch.fetch(webchat, pack=packed)

    assert webchat.read_bytes() == b"an earlier Web Chat"
    assert not fetch.is_present(webchat)
    assert list(tmp_path.iterdir()) == [webchat]


def test_a_present_file_is_left_untouched_and_nothing_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    webchat = tmp_path / "webchat.js"
    webchat.write_bytes(SCRIPT)
    before = webchat.stat()

    assert fetch.main(webchat, sha256=PINNED, pack=_never) == 0

    assert webchat.stat().st_mtime_ns == before.st_mtime_ns
    assert capsys.readouterr().out == ""


def test_a_fetch_says_what_it_does(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert fetch.main(tmp_path / "webchat.js", sha256=PINNED, pack=packed) == 0

    assert capsys.readouterr().out == (
        "Fetching Web Chat (botframework-webchat@4.18.1) …\nWeb Chat is in place.\n"
    )


@pytest.mark.parametrize(
    ("npm", "reason"),
    [
        ("exit 1", "npm could not download it (it gave no reason)"),
        ("exit 0", "npm could not download it (it gave no reason)"),
        (
            "echo npm error code ENOTFOUND >&2; exit 1",
            "npm could not download it (npm error code ENOTFOUND)",
        ),
        ("exec sleep 5", "npm took longer than 0.3 seconds"),
        ("echo rubbish > webchat.tgz", f"webchat.tgz does not hold {fetch.MEMBER}"),
        (": > webchat.tgz", f"webchat.tgz does not hold {fetch.MEMBER}"),
    ],
    ids=["failure", "nothing came", "no network", "too slow", "rubbish", "empty"],
)
def test_what_goes_wrong_is_said_and_nobody_is_stopped(
    npm: str, reason: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def pack(folder: Path) -> Path:
        return fetch.npm_pack(folder, command=["/bin/sh", "-c", npm], seconds=0.3)

    assert fetch.main(tmp_path / "webchat.js", pack=pack) == 0

    assert capsys.readouterr().out.splitlines()[1] == (
        f"Web Chat was not fetched: {reason}. The chat page will say so; the rest runs."
    )
    assert not list(tmp_path.iterdir())


def test_a_package_without_the_script_is_refused(tmp_path: Path) -> None:
    with pytest.raises(fetch.NotFetchedError, match="does not hold"):
        fetch.fetch(tmp_path / "webchat.js", pack=lambda to: packed(to, member="readme.md"))


def test_the_machines_own_npm_comes_first_and_without_any_there_is_a_sentence() -> None:
    assert fetch.npm_command("/somewhere/npm") == ["/somewhere/npm"]
    with pytest.raises(fetch.NotFetchedError, match="no npm on this machine"):
        fetch.npm_command(None, wheel="no_such_wheel")


def _never(_: Path) -> Path:
    pytest.fail("nothing was to be fetched")
