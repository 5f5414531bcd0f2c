"""A fresh machine has what builds and tries the packages, and a check that was left out is no success."""

import os
import re
import subprocess
import sys
from pathlib import Path
from shutil import which

import pytest

PACKAGING = Path(__file__).resolve().parents[2] / "packaging"
CHECKS = [PACKAGING / "check_packages.sh", *sorted((PACKAGING / "linux" / "checks").glob("*.sh"))]
SETUP = (PACKAGING / "setup.sh").read_text(encoding="utf-8")
SHELL_TOOLS = ["bash", "sh", "dirname", "mkdir", "date", "awk", "sed", "tr", "cat", "tail", "grep", "find"]

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="shell scripts for Debian")


def test_that_what_a_check_needs_is_set_up() -> None:
    scripts = "\n".join(path.read_text(encoding="utf-8") for path in CHECKS)
    needed = set(" ".join(re.findall(r"^ *need ([\w -]+?)(?: &&|$)", scripts, re.MULTILINE)).split())
    installers = (PACKAGING / "windows" / "test_installers.sh").read_text(encoding="utf-8")
    needed |= set(" ".join(re.findall(r"^for tool in ([^$]+) \$WINE", installers, re.MULTILINE)).split())
    set_up = set(re.findall(r"([\w./-]+):[\w.-]+", SETUP)) | {"identify"}  # of the package that brings import
    assert {"lintian", "rpm", "makensis", "desktop-file-validate"} <= needed
    assert needed - set_up == set()


def test_that_skipped_checks_are_no_success(tmp_path: Path) -> None:
    tools = tmp_path / "tools"
    tools.mkdir()
    for tool in SHELL_TOOLS:
        (tools / tool).symlink_to(str(which(tool)))
    environ = {"PATH": str(tools), "WALLBOARD_CHECKS": str(tmp_path / "checks"), "HOME": os.environ["HOME"]}
    command = [str(tools / "bash"), str(PACKAGING / "check_packages.sh"), "files"]
    done = subprocess.run(command, env=environ, capture_output=True, text=True, timeout=60, check=False)
    assert "desktop-file-validate is not installed" in done.stdout
    assert "Skipped checks: 3. What they check is not proved." in done.stdout
    assert done.returncode == 77
