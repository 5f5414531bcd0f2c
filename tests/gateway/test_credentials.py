"""A credential of the service is a file with something in it."""

from pathlib import Path

import pytest

from wallboard.gateway.credentials import credential


def test_that_a_credential_is_the_file_that_systemd_gave(tmp_path: Path) -> None:
    (tmp_path / "tls_key").write_text("key")
    assert credential("tls_key", {"CREDENTIALS_DIRECTORY": str(tmp_path)}) == tmp_path / "tls_key"


@pytest.mark.parametrize("environ", [{}, {"CREDENTIALS_DIRECTORY": ""}, {"CREDENTIALS_DIRECTORY": "/nowhere"}])
def test_that_there_is_none_outside_of_the_service(environ: dict[str, str]) -> None:
    assert credential("tls_key", environ) is None


def test_that_the_units_blank_stand_in_is_none(tmp_path: Path) -> None:
    (tmp_path / "tls_key").write_text("\n")
    assert credential("tls_key", {"CREDENTIALS_DIRECTORY": str(tmp_path)}) is None
