"""The self-test tells of every part by itself, and fails when one is not there."""

import json
import os
import subprocess
import sys

import pytest

from wallboard.app.self_test import Report


def test_that_it_proves_every_part_of_this_checkout() -> None:
    environ = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, "-m", "wallboard", "--self-test"], capture_output=True, text=True, env=environ, check=False
    )
    report = json.loads(done.stdout)
    assert report["failures"] == {}
    assert (done.returncode, report["ok"], report["screen"]) == (0, True, "offscreen")
    assert {"modules", "commands", "resources", "keyrings", "tls", "history", "fonts", "icons"} <= set(
        report["parts"]
    )
    assert {"service_level", "answered_in_60", "abandonment"} <= set(report["parts"]["board"])
    assert {"DeskWindow", "TvWindow", "SignIn", "MoveChooser", "CallMenu"} <= set(report["parts"]["windows"])


@pytest.mark.parametrize("found", [0, []])
def test_that_a_part_of_which_there_is_nothing_has_failed(found: int | list[str]) -> None:
    report = Report()
    report.prove("fonts", lambda: found)
    assert report.failures == {"fonts": "there is none"}


def test_that_a_part_that_raises_has_failed_and_says_why() -> None:
    def check() -> int:
        raise OSError("gone")

    report = Report()
    report.prove("resources", check)
    assert report.failures == {"resources": "OSError: gone"}
    assert "resources" not in report.parts
