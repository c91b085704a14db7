"""Read a plan's file in a process of its own: the service never waits, and it can be stopped."""

from __future__ import annotations

import asyncio
import contextlib
import json
import resource
import sys
from typing import Any

from workflow.intake_draft import draft_of

__all__ = ["MOST_BYTES", "MOST_MEMORY", "MOST_SECONDS", "ReadingError", "read_apart"]

MOST_BYTES = 20_000_000
MOST_MEMORY = 500 * 1024 * 1024
MOST_SECONDS = 30.0


class ReadingError(Exception):
    """A file could not be read within the limits; the message is a sentence for a person."""


async def read_apart(
    data: bytes, *, seconds: float = MOST_SECONDS, memory: int = MOST_MEMORY
) -> dict[str, Any]:
    """Draft a plan from a file's bytes, as `Draft.plain` gives it, without holding anybody up.

    The reading is given up after `seconds`, or when it wants more than `memory` bytes; when the
    caller is cancelled, it ends at once. Raises ReadingError.
    """
    if len(data) > MOST_BYTES:
        message = f"The file has over {MOST_BYTES // 1_000_000} MB. A plan has far less."
        raise ReadingError(message)
    child = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot.reading",
        str(memory),
        str(int(seconds) + 1),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        said, _ = await asyncio.wait_for(child.communicate(data), seconds)
    except TimeoutError as error:
        message = "The file takes too long to read. Copy the plan's table into a new file."
        raise ReadingError(message) from error
    finally:
        if child.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                child.kill()
            await child.wait()
    if child.returncode != 0:
        message = "The file is too large to read. Copy the plan's table into a new file."
        raise ReadingError(message)
    draft: dict[str, Any] = json.loads(said)
    return draft


def _child(memory: int, seconds: int) -> None:
    """Read from standard input, write the draft to standard output, within the limits."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    draft = draft_of(sys.stdin.buffer.read())
    sys.stdout.buffer.write(json.dumps(draft.plain()).encode())


if __name__ == "__main__":
    _child(int(sys.argv[1]), int(sys.argv[2]))
