"""Where a token is kept, and that it is kept from others."""

import logging
import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from keyring.backend import KeyringBackend
from keyring.backends import fail, null
from keyring.errors import PasswordDeleteError

from wallboard.domain.errors import ConfigError
from wallboard.settings.credentials import CredentialStore, Saved, given_token

MALFORMED = [b"{", b"\xff", b'{"a": "\xff"}', b"[" * 100_000, b"[1]", b'{"wss://gateway.example": 5}', b""]
URL = "wss://gateway.example"


class MemoryKeyring(KeyringBackend):
    """A keyring as the systems have them, in memory."""

    priority = 1

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # keyring's base class has no annotations here
        self.passwords: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.passwords.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.passwords[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        try:
            del self.passwords[service, username]
        except KeyError:
            raise PasswordDeleteError("not found") from None


def made(kind: Callable[[], KeyringBackend]) -> KeyringBackend:
    return kind()


def without_keyring(folder: Path) -> CredentialStore:
    return CredentialStore(folder, made(fail.Keyring))


def test_that_a_token_goes_into_the_keyring_under_the_gateways_address(tmp_path: Path) -> None:
    backend = MemoryKeyring()
    assert CredentialStore(tmp_path, backend).save(URL, "s3cret") is Saved.KEYRING
    assert backend.passwords == {("wallboard", URL): "s3cret"}
    assert CredentialStore(tmp_path, backend).load(URL) == "s3cret"
    assert list(tmp_path.iterdir()) == []


def test_that_without_a_keyring_and_consent_a_token_lasts_until_the_end(tmp_path: Path) -> None:
    store = without_keyring(tmp_path)
    assert store.save(URL, "s3cret") is Saved.MEMORY
    assert store.load(URL) == "s3cret"
    assert list(tmp_path.iterdir()) == []
    assert without_keyring(tmp_path).load(URL) is None


def test_that_a_keyring_that_keeps_nothing_is_none(tmp_path: Path) -> None:
    assert CredentialStore(tmp_path, made(null.Keyring)).save(URL, "s3cret") is Saved.MEMORY


def test_that_with_consent_a_token_goes_into_a_file_of_the_users_own(tmp_path: Path) -> None:
    store = without_keyring(tmp_path / "wallboard")
    assert store.save(URL, "s3cret", allow_file=True) is Saved.FILE
    assert store.save("wss://other.example", "0ther", allow_file=True) is Saved.FILE
    again = without_keyring(tmp_path / "wallboard")
    assert (again.load(URL), again.load("wss://other.example")) == ("s3cret", "0ther")
    if os.name == "posix":
        assert stat.S_IMODE(store.file.stat().st_mode) == 0o600


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX's")
def test_that_a_file_that_others_may_read_is_not_used(tmp_path: Path) -> None:
    store = without_keyring(tmp_path)
    store.save(URL, "s3cret", allow_file=True)
    store.file.chmod(0o644)
    with pytest.raises(ConfigError, match="chmod 600"):
        without_keyring(tmp_path).load(URL)


@pytest.mark.parametrize("content", MALFORMED)
def test_that_a_malformed_file_is_told_once_and_laid_aside(tmp_path: Path, content: bytes) -> None:
    store = without_keyring(tmp_path)
    store.save(URL, "s3cret", allow_file=True)
    store.file.write_bytes(content)
    with pytest.raises(ConfigError, match=r"sign in; the file is kept as tokens\.json\.broken-1"):
        without_keyring(tmp_path).load(URL)
    assert without_keyring(tmp_path).load(URL) is None


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX's")
@pytest.mark.parametrize("content", MALFORMED)
def test_that_a_token_is_kept_in_place_of_a_malformed_file(tmp_path: Path, content: bytes) -> None:
    store = without_keyring(tmp_path)
    store.file.write_bytes(content)
    store.file.chmod(0o600)
    store.save(URL, "s3cret", allow_file=True)
    assert without_keyring(tmp_path).load(URL) == "s3cret"
    assert store.file.with_name("tokens.json.broken-1").exists()


def test_that_a_folder_in_the_files_place_is_said_so(tmp_path: Path) -> None:
    store = without_keyring(tmp_path)
    store.file.mkdir(mode=0o700)
    with pytest.raises(ConfigError, match="remove it and sign in"):
        store.load(URL)


def test_that_a_token_that_the_keyring_takes_leaves_the_file(tmp_path: Path) -> None:
    without_keyring(tmp_path).save(URL, "old", allow_file=True)
    CredentialStore(tmp_path, MemoryKeyring()).save(URL, "new")
    assert without_keyring(tmp_path).load(URL) is None


def test_that_a_token_that_cannot_be_written_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "occupied").write_text("")
    store = without_keyring(tmp_path / "occupied")
    with pytest.raises(ConfigError):
        store.save(URL, "s3cret", allow_file=True)


def test_that_an_editors_mark_at_the_beginning_is_no_letter_of_the_token(tmp_path: Path) -> None:
    path = tmp_path / "tv.token"
    path.write_text("s3cret\n", encoding="utf-8-sig")
    path.chmod(0o600)
    assert given_token({}, path) == "s3cret"


def test_that_a_token_never_gets_into_the_log(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    without_keyring(tmp_path).save(URL, "s3cret", allow_file=True)
    assert "cannot write to the keyring" in caplog.text
    assert "s3cret" not in caplog.text


def test_that_a_tv_takes_its_token_from_the_environment_or_a_file(tmp_path: Path) -> None:
    file = tmp_path / "token"
    file.write_text("from-file\n")
    environ = {"WALLBOARD_TOKEN": " from-environment "}
    assert given_token({}) is None
    assert given_token({"WALLBOARD_TOKEN": " "}) is None
    assert given_token(environ) == "from-environment"
    assert given_token(environ, file) == "from-file"


@pytest.mark.parametrize(
    ("content", "problem"), [(None, "cannot be read"), (b" \n", "empty"), (b"\xff", "not text in UTF-8")]
)
def test_that_a_token_file_without_a_token_is_said_so(tmp_path: Path, content: bytes | None, problem: str) -> None:
    file = tmp_path / "token"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(ConfigError, match=problem):
        given_token({}, file)


@pytest.mark.skipif(os.name != "posix", reason="only POSIX has these modes")
@pytest.mark.parametrize(("mode", "is_said"), [(0o644, True), (0o604, True), (0o640, False), (0o600, False)])
def test_that_a_tvs_token_that_anybody_may_read_is_said(
    mode: int, is_said: bool, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "tv.token"
    path.write_text("wb_x\n")
    path.chmod(mode)
    assert given_token({}, path) == "wb_x"
    assert (f"other users can read the token in {path} (mode {mode:04o})" in caplog.text) is is_said
