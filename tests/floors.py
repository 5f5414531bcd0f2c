"""How much of each package its tests run: ``python -m tests.floors REPORT PACKAGE…``, of coverage.py's JSON report.

A package below its floor fails. Floors are just below what is measured: raise one where tests are added.
"""

import json
import sys
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Any

FLOORS: Mapping[str, float] = {
    "domain": 85.0,
    "host": 85.0,
    "settings": 85.0,
    "feed": 85.0,
    "client": 85.0,
    "pbx": 80.0,
    "history": 85.0,
    "present": 85.0,
    "gateway": 85.0,
    "ui": 80.0,
    "app": 60.0,
}
"""Percent of the statements, by package; the whole suite but what needs a real PBX or screen."""


def shares(report: Mapping[str, Any]) -> dict[str, float]:
    """Percent of the statements that ran, by package."""
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for name, file in report["files"].items():
        parts = Path(name).parts
        if len(parts) > 2:
            counted = counts[parts[1]]
            counted[0] += file["summary"]["covered_lines"]
            counted[1] += file["summary"]["num_statements"]
    return {package: 100.0 * ran / of if of else 100.0 for package, (ran, of) in counts.items()}


def too_low(found: Mapping[str, float], packages: list[str]) -> list[str]:
    """The packages below their floors, in words; one that was not measured at all is one."""
    return [
        f"{package}: {found.get(package, 0.0):.1f} % of its statements are run by tests; its floor is {floor:g}"
        for package in packages
        if found.get(package, 0.0) < (floor := FLOORS[package])
    ]


def main(arguments: list[str]) -> int:
    """Print the shares; 1 where a package is below its floor."""
    file, *packages = arguments
    found = shares(json.loads(Path(file).read_text(encoding="utf-8")))
    for package, share in sorted(found.items()):
        sys.stdout.write(f"{package:10} {share:6.1f} %\n")
    wrong = too_low(found, packages or list(FLOORS))
    sys.stdout.writelines(f"{line}\n" for line in wrong)
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
