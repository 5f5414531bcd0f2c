"""Compares what CPU a frozen program and the same one from a virtual environment take to show a window and end.

``start.py PROGRAM PYTHON`` starts both in turn, without a display, and ends with 1 where the frozen one takes more
than 1.1 times the other's. Time on a clock would count other programs' work too; of the CPU's time the least of all
runs is what the start itself takes.
"""

import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

RUNS = 9
MOST = 1.1
LIMIT_S = 60
ROOT = Path(__file__).resolve().parents[3]


def cpu_s(command: list[str], home: str) -> float:
    """CPU time of a process and its children, from start to end, with a window painted in between."""
    environ = os.environ | {"HOME": home, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    picture = [*command, "--gateway", "ws://127.0.0.1:9", "--screenshot", f"{home}/window.png", "--after", "0"]
    subprocess.run(picture, check=True, env=environ, cwd=home, capture_output=True, timeout=LIMIT_S)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main(program: str, python: str) -> int:
    """Print both times; returns the exit code."""
    commands = {"frozen": [program], "environment": [python, "-m", "wallboard"]}
    times: dict[str, list[float]] = {name: [] for name in commands}
    with tempfile.TemporaryDirectory() as home:
        for run in range(RUNS + 1):
            for name, command in commands.items():
                taken = cpu_s(command, home)
                if run:  # the first fills the caches
                    times[name].append(taken)
    frozen, environment = (min(times[name]) for name in commands)
    print(f"start, CPU: frozen {frozen:.3f} s, environment {environment:.3f} s, {frozen / environment:.2f} times")
    return 0 if frozen <= MOST * environment else 1


if __name__ == "__main__":
    raise SystemExit(main(str(Path(sys.argv[1]).resolve()), str(Path(sys.argv[2]).absolute())))
