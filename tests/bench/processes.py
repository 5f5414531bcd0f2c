"""The other processes of a measurement: a pretend PBX, a gateway on it, a window; each tells on its first line."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
"""An installed program has its modules compiled; without them a start measures the compiler."""


@contextmanager
def child(module: str, *arguments: object) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A module of this folder in a process of its own, and the first line it says; ended at the end."""
    command = [sys.executable, "-m", f"tests.bench.{module}", *map(str, arguments)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=ENVIRONMENT)
    try:
        assert process.stdout is not None
        yield process, process.stdout.readline().strip()
    finally:
        process.terminate()
        process.wait(10)


def report(module: str, *arguments: object) -> dict[str, Any]:
    """Run a module to its end and return the JSON object that is its last line."""
    command = [sys.executable, "-m", f"tests.bench.{module}", *map(str, arguments)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True, timeout=300, env=ENVIRONMENT)
    result: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return result


@contextmanager
def centre(agents: int, queues: int, messages_per_s: float) -> Iterator[tuple[int, int]]:
    """A pretend PBX with a gateway on it: the feed's port, and the gateway's process id."""
    with (
        child("fake_pbx", agents, queues, messages_per_s) as (_, pbx_port),
        child("gateway_child", pbx_port) as (gateway, port),
    ):
        yield int(port), gateway.pid
