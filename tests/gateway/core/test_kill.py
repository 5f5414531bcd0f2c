"""A gateway that is killed at any moment loses at most one second."""

import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

from tests.gateway.core.kill_child import restore
from wallboard.domain.ids import ALL
from wallboard.host.clock import now_ms

pytestmark = [pytest.mark.slow, pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL there")]
LOST_MS = 1_000


def killed(place: Path, first: int, rng: random.Random) -> tuple[list[tuple[int, int]], int]:
    """The callers that a process said, each with its time, and when it was killed at a moment of any kind."""
    command = [sys.executable, "-m", "tests.gateway.core.kill_child", str(place), str(first)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        said = []
        for _ in range(rng.randrange(150, 300)):
            number, at_ms = process.stdout.readline().split()
            said.append((int(number), int(at_ms)))
        process.kill()
        killed_ms = now_ms()
        rest = [line.split() for line in process.stdout.read().splitlines()]
    return said + [(int(line[0]), int(line[1])) for line in rest if len(line) == 2], killed_ms


def test_that_a_killed_gateway_loses_at_most_a_second(tmp_path: Path) -> None:
    os.environ.pop("NOTIFY_SOCKET", None)
    rng = random.Random(7)
    kept_before = 0
    for _ in range(3):
        said, killed_ms = killed(tmp_path, kept_before + 1, rng)
        engine, kept = restore(tmp_path)
        stopped_ms = kept.recall(now_ms())
        assert stopped_ms is not None
        assert killed_ms - stopped_ms <= LOST_MS
        tally = engine.metrics.counters[ALL].today.counter
        sure = sum(at_ms <= killed_ms - LOST_MS for _, at_ms in said)
        assert kept_before + sure <= tally.answered <= kept_before + len(said) + 1
        assert tally.handled == tally.answered
        assert tally.offered - tally.answered == len(engine.state.calls) <= 1
        for call_id in list(engine.state.calls):
            del engine.state.calls[call_id]  # the next process counts from here on
        kept_before = tally.answered
        kept.recorder.close()
