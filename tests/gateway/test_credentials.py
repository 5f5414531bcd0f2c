"""What systemd hands over, and what a person calls it."""

from pathlib import Path

import pytest

from wallboard.domain.errors import ConfigError
from wallboard.gateway import config
from wallboard.gateway.credentials import original
from wallboard.host.paths import machine_config_dir


def test_that_a_mistake_is_told_of_the_file_that_a_person_edits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
    copy = tmp_path / "gateway.toml"
    own = machine_config_dir() / "gateway.toml"
    for content, words in (
        (b"[pbx\n", "is not valid TOML"),
        (b"# caf\xe9", "cannot be read: it is not text in UTF-8"),
    ):
        copy.write_bytes(content)
        with pytest.raises(ConfigError) as caught:
            config.load(copy)
        assert str(caught.value).startswith(f"{own} {words}")


def test_that_a_file_that_is_no_credential_keeps_its_name(tmp_path: Path) -> None:
    file = tmp_path / "gateway.toml"
    assert original(file, {}) == file
    assert original(file, {"CREDENTIALS_DIRECTORY": "/run/credentials/x"}) == file
