"""Whose word counts about a server's certificate."""

import ssl
from pathlib import Path

import pytest
import truststore

from wallboard.host.trust import client_context


def test_that_the_systems_own_store_decides_where_no_file_is_named() -> None:
    context = client_context(None)
    assert isinstance(context, truststore.SSLContext)
    assert context.verify_mode is ssl.CERT_REQUIRED
    assert context.check_hostname


def test_that_a_file_of_authorities_is_the_only_one_trusted(tmp_path: Path) -> None:
    file = tmp_path / "ca.pem"
    file.write_text("not a certificate")
    with pytest.raises(ssl.SSLError):
        client_context(file)
    with pytest.raises(FileNotFoundError):
        client_context(tmp_path / "none.pem")
