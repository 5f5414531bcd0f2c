"""The PBX's secret: where it is looked for, in which order, and what is said when it is nowhere."""

import os
from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends import fail
from keyring.errors import KeyringError

from wallboard.domain.errors import ConfigError
from wallboard.gateway.setup.secret import credential_of, find_secret, keep_secret, variable_of
from wallboard.pbx.kind import Account


class MemoryKeyring(KeyringBackend):
    """A keyring that forgets; ``locked`` makes it refuse."""

    priority = 1

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # keyring's base class has no annotations here
        self.kept: dict[tuple[str, str], str] = {}
        self.locked = False

    def _check(self) -> None:
        if self.locked:
            raise KeyringError("it is locked")

    def get_password(self, service: str, username: str) -> str | None:
        self._check()
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._check()
        self.kept[service, username] = password


@pytest.fixture
def store() -> Iterator[MemoryKeyring]:
    before = keyring.get_keyring()
    store = MemoryKeyring()
    keyring.set_keyring(store)
    yield store
    keyring.set_keyring(before)


def account(secret_file: Path | None = None) -> Account:
    return Account(port=5038, host="pbx", user="wb", secret_file=str(secret_file or ""))


def private_file(path: Path, text: str = "from the file\n") -> Path:
    path.write_text(text)
    path.chmod(0o600)
    return path


def test_that_the_first_place_with_a_secret_counts(store: MemoryKeyring, tmp_path: Path) -> None:
    keep_secret(account(), "from the keyring")
    assert find_secret("pbx", account(), {}) == "from the keyring"
    file = private_file(tmp_path / "secret")
    assert find_secret("pbx", account(file), {}) == "from the file"
    private_file(tmp_path / "pbx_secret", "from systemd")
    environ = {"CREDENTIALS_DIRECTORY": str(tmp_path)}
    assert find_secret("pbx", account(file), environ) == "from systemd"
    assert find_secret("pbx", account(file), {**environ, "WALLBOARD_PBX_SECRET": "from outside"}) == "from outside"


def test_that_all_places_are_named_when_none_has_it(store: MemoryKeyring) -> None:
    for locked in (False, True):
        store.locked = locked
        with pytest.raises(ConfigError) as raised:
            find_secret("pbx", account(), {"CREDENTIALS_DIRECTORY": "/nowhere"})
        for place in ("WALLBOARD_PBX_SECRET", "LoadCredential=pbx_secret", "secret_file", "gateway secret set"):
            assert place in str(raised.value)


def test_that_a_machine_without_a_keyring_is_told_of_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    none: KeyringBackend = fail.Keyring()  # type: ignore[no-untyped-call]  # keyring has no types here
    monkeypatch.setattr(keyring, "set_password", none.set_password)
    with pytest.raises(ConfigError) as raised:
        keep_secret(account(), "s")
    assert str(raised.value).startswith("This machine's keyring cannot be used (there is none). On a server")


def test_that_a_keyring_that_cannot_be_used_says_what_to_do_instead(store: MemoryKeyring) -> None:
    store.locked = True
    with pytest.raises(ConfigError, match=r"it is locked.*secret_file"):
        keep_secret(account(), "s")


@pytest.mark.skipif(os.name != "posix", reason="only POSIX has these modes")
def test_that_a_secret_file_that_others_can_read_is_refused(store: MemoryKeyring, tmp_path: Path) -> None:
    file = private_file(tmp_path / "secret")
    file.chmod(0o640)
    with pytest.raises(ConfigError, match=r"0640.*chmod 600"):
        find_secret("pbx", account(file), {})


def test_that_a_secret_file_that_is_not_there_or_empty_is_told(store: MemoryKeyring, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"cannot be read.*\. Write the secret into it.*or correct secret_file"):
        find_secret("pbx", account(tmp_path / "nothing"), {})
    with pytest.raises(ConfigError, match="is empty: write it there"):
        find_secret("pbx", account(private_file(tmp_path / "secret", "\n")), {})
    (tmp_path / "binary").write_bytes(b"\xff\xfe")
    (tmp_path / "binary").chmod(0o600)
    with pytest.raises(ConfigError, match="cannot be read"):
        find_secret("pbx", account(tmp_path / "binary"), {})


def test_that_a_blank_credential_of_the_service_is_none(store: MemoryKeyring, tmp_path: Path) -> None:
    (tmp_path / "pbx_secret").write_text("\n")
    store.kept["wallboard-gateway", "wb@pbx:5038"] = "from the keyring"
    assert find_secret("pbx", account(), {"CREDENTIALS_DIRECTORY": str(tmp_path)}) == "from the keyring"


def test_that_each_source_has_places_of_its_own(store: MemoryKeyring, tmp_path: Path) -> None:
    assert (variable_of("pbx"), credential_of("pbx")) == ("WALLBOARD_PBX_SECRET", "pbx_secret")
    private_file(tmp_path / "porto_secret", "from systemd")
    environ = {"CREDENTIALS_DIRECTORY": str(tmp_path), "WALLBOARD_LISBON_2_SECRET": "from outside"}
    assert find_secret("porto", account(), environ) == "from systemd"
    assert find_secret("lisbon-2", account(), environ) == "from outside"
    with pytest.raises(ConfigError, match=r"source 'faro'.*WALLBOARD_FARO_SECRET.*LoadCredential=faro_secret:FILE"):
        find_secret("faro", account(), environ)
