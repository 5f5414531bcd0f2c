"""Compares how long a frozen program and the same one from a virtual environment take to show a window and end.

``start.py PROGRAM PYTHON`` starts both in turn, without a display, and ends with 1 where the frozen one's median is
more than 1.1 times the other's.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

RUNS = 9
MOST = 1.1
LIMIT_S = 60
ROOT = Path(__file__).resolve().parents[3]


def seconds(command: list[str], home: str) -> float:
    """From the start of the process to its end, with a window painted in between."""
    environ = os.environ | {"HOME": home, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}
    began = time.perf_counter()
    picture = [*command, "--gateway", "ws://127.0.0.1:9", "--screenshot", f"{home}/window.png", "--after", "0"]
    subprocess.run(picture, check=True, env=environ, cwd=home, capture_output=True, timeout=LIMIT_S)
    return time.perf_counter() - began


def main(program: str, python: str) -> int:
    """Print both medians; returns the exit code."""
    commands = {"frozen": [program], "environment": [python, "-m", "wallboard"]}
    times: dict[str, list[float]] = {name: [] for name in commands}
    with tempfile.TemporaryDirectory() as home:
        for run in range(RUNS + 1):
            for name, command in commands.items():
                taken = seconds(command, home)
                if run:  # the first fills the caches
                    times[name].append(taken)
    frozen, environment = (statistics.median(times[name]) for name in commands)
    print(f"start: frozen {frozen:.3f} s, environment {environment:.3f} s, {frozen / environment:.2f} times")
    return 0 if frozen <= MOST * environment else 1


if __name__ == "__main__":
    raise SystemExit(main(str(Path(sys.argv[1]).resolve()), str(Path(sys.argv[2]).absolute())))
