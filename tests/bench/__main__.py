"""``python -m tests.bench [PART…]`` measures what the design promises and prints a table; parts by name."""

import importlib
import os
import sys

from tests.bench.table import Line, as_text

PARTS = (
    "gateway_cost",
    "two_sources",
    "rebooking",
    "history",
    "rows",
    "tiles",
    "desk_frames",
    "chooser",
    "start",
    "live",
    "fan_out",
    "flood",
)


def main(names: list[str]) -> int:
    """Measure the named parts, or all; 1 when something is over its budget."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    lines: list[Line] = []
    for name in names or PARTS:
        sys.stderr.write(f"measuring {name} …\n")
        lines += importlib.import_module(f"tests.bench.{name}").measure()
    sys.stdout.write(as_text(lines) + "\n")
    return int(any(line.is_ok is False for line in lines))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
