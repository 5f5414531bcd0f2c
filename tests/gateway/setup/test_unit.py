"""The machine's service is reloaded when its own configuration was changed, and no other."""

import os
import sys
from pathlib import Path

import pytest

from wallboard.gateway.setup import unit
from wallboard.gateway.setup.unit import is_of_service, reload_service

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there is no systemd here")


@pytest.fixture
def systemctl(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A systemctl that notes how it was called and ends as ``answer`` beside it says."""
    program = tmp_path / "bin" / "systemctl"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\necho "$@" >> {tmp_path}/called\n. {tmp_path}/answer\n')
    program.chmod(0o755)
    (tmp_path / "answer").write_text("exit 0")
    monkeypatch.setenv("PATH", f"{program.parent}:{os.environ['PATH']}")
    monkeypatch.setattr(unit, "machine_config_dir", lambda: tmp_path)
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    return tmp_path


def test_that_the_service_is_asked_to_reload_its_own_configuration_alone(systemctl: Path) -> None:
    assert is_of_service(systemctl / "gateway.toml")
    assert not is_of_service(systemctl / "other.toml")
    assert reload_service() == ""
    assert (systemctl / "called").read_text().splitlines() == [
        "is-active --quiet wallboard-gateway.service",
        "reload wallboard-gateway.service",
    ]


def test_that_a_service_that_does_not_run_is_not_reloaded(systemctl: Path) -> None:
    (systemctl / "answer").write_text("exit 3")
    assert not is_of_service(systemctl / "gateway.toml")


def test_that_who_is_not_root_reloads_nothing(systemctl: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert not is_of_service(systemctl / "gateway.toml")
    assert not (systemctl / "called").exists()


def test_that_the_reason_of_a_failed_reload_is_given(systemctl: Path) -> None:
    (systemctl / "answer").write_text("echo 'no, the file has a mistake' >&2; exit 1")
    assert reload_service() == "no, the file has a mistake"
    (systemctl / "answer").write_text("exit 4")
    assert reload_service() == "systemctl ended with 4"
