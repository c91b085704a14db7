"""Kill the process at each named point of the month and start it again."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from tests.journeys.kills import POINTS

NTHS = (1, 4)


def test_a_month_that_is_killed_anywhere_ends_as_if_it_never_was(tmp_path: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "tests.journeys.kills", str(tmp_path), ",".join(map(str, NTHS))],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        timeout=110,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    whole, *killed = (json.loads(line) for line in ran.stdout.splitlines())
    assert whole["ends"] == [0]
    assert len(killed) == len(POINTS) * len(NTHS)
    for run in killed:
        name = f"{run['point']}, time {run['nth']}"
        assert run["ends"] == [-9, 0], name
        assert run["rows"] == whole["rows"], name
