"""A credential of the service is a file with something in it."""

import os
import stat
from pathlib import Path

import pytest

from wallboard.gateway.setup import credentials
from wallboard.gateway.setup.credentials import credential, original, renew, renewed

pytestmark = pytest.mark.skipif(os.name != "posix", reason="systemd is Linux's")


def test_that_a_credential_is_the_file_that_systemd_gave(tmp_path: Path) -> None:
    (tmp_path / "tls_key").write_text("key")
    assert credential("tls_key", {"CREDENTIALS_DIRECTORY": str(tmp_path)}) == tmp_path / "tls_key"


@pytest.mark.parametrize("environ", [{}, {"CREDENTIALS_DIRECTORY": ""}, {"CREDENTIALS_DIRECTORY": "/nowhere"}])
def test_that_there_is_none_outside_of_the_service(environ: dict[str, str]) -> None:
    assert credential("tls_key", environ) is None


def test_that_the_units_blank_stand_in_is_none(tmp_path: Path) -> None:
    (tmp_path / "tls_key").write_text("\n")
    assert credential("tls_key", {"CREDENTIALS_DIRECTORY": str(tmp_path)}) is None


def test_that_a_file_that_root_copied_anew_comes_before_systemds_copy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run, given, edited = tmp_path / "run", tmp_path / "given", tmp_path / "etc"
    monkeypatch.setattr(credentials, "RENEWED", run)
    environ = {"CREDENTIALS_DIRECTORY": str(given)}
    for place in (given, edited):
        place.mkdir()
    (given / "gateway.toml").write_text("old")
    (given / "tls_key").write_text("old")
    (edited / "gateway.toml").write_text("new")
    (edited / "tls-key.pem").write_text("new")
    assert renewed(given / "gateway.toml", environ) == given / "gateway.toml"
    renew(edited, os.getuid())
    assert renewed(given / "gateway.toml", environ).read_text() == "new"
    assert original(run / "gateway.toml", environ).name == "gateway.toml"
    key = credential("tls_key", environ)
    assert key is not None
    assert key.read_text() == "new"
    assert stat.S_IMODE(key.stat().st_mode) == 0o400
    assert renewed(edited / "gateway.toml", environ) == edited / "gateway.toml"
    assert renewed(given / "gateway.toml", {}) == given / "gateway.toml"


def test_that_what_is_gone_is_no_credential_any_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run = tmp_path / "run"
    monkeypatch.setattr(credentials, "RENEWED", run)
    (tmp_path / "tls-key.pem").write_text("key")
    renew(tmp_path, os.getuid())
    renew(tmp_path, os.getuid())
    assert [path.name for path in run.iterdir()] == ["tls_key"]
    (tmp_path / "tls-key.pem").unlink()
    renew(tmp_path, os.getuid())
    assert list(run.iterdir()) == []
