"""``python -m tests.probes [PROBE…]`` attacks gateways of its own on this machine and prints what that did to them.

Each probe is bounded in number and time and has a gateway in a process of its own; probes by name, or all.
"""

import asyncio
import importlib
import resource
import sys

from tests.bench.table import Line, as_text

PROBES = ("connections", "commands", "memory", "garbage", "restart")
DESCRIPTORS = 8_192


def main(names: list[str]) -> int:
    """Run the named probes, or all; 1 when something is over its limit."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(DESCRIPTORS, hard), hard))
    lines: list[Line] = []
    for name in names or PROBES:
        sys.stderr.write(f"probing {name} …\n")
        lines += asyncio.run(importlib.import_module(f"tests.probes.{name}").probe())
    sys.stdout.write(as_text(lines) + "\n")
    return int(any(line.is_ok is False for line in lines))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
