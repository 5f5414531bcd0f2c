"""A screen's token: in the operating system's keyring, else, if the user agrees, in a file of their own.

A keyring may ask the user something and so block: not to be called where a window must stay responsive.
"""

import logging
import os
import stat
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path

import keyring
import msgspec
from keyring.backend import KeyringBackend

from wallboard.domain.errors import ConfigError
from wallboard.domain.problems import Problem, ProblemKind
from wallboard.host import regular_file
from wallboard.host.error_text import why
from wallboard.host.whole_file import write_whole
from wallboard.settings.aside import move_aside
from wallboard.settings.toml_file import UNREADABLE

log = logging.getLogger(__name__)

SERVICE = "wallboard"
TOKEN_VARIABLE = "WALLBOARD_TOKEN"  # noqa: S105 - the name of a variable, not a secret
FILE_NAME = "tokens.json"


class Saved(StrEnum):
    """Where a token is stored; ``memory`` lasts until the program ends."""

    KEYRING = "keyring"
    FILE = "file"
    MEMORY = "memory"


def given_token(environ: Mapping[str, str], token_file: Path | None = None) -> str | None:
    """Returns a TV's token from an administrator: by file, else by ``WALLBOARD_TOKEN``; None if by neither.

    `ConfigError` when the file cannot be read or has none.
    """
    if token_file is None:
        return environ.get(TOKEN_VARIABLE, "").strip() or None
    try:
        token = regular_file.read_text(token_file).strip()
        _warn_if_public(token_file)
    except (OSError, UnicodeDecodeError) as error:
        problem = Problem(kind=ProblemKind.TOKEN_FILE, subject={"file": str(token_file)}, technical=why(error))
        raise ConfigError(f"The token file {token_file} cannot be read: {why(error)}").of(problem) from error
    if not token:
        problem = Problem(kind=ProblemKind.TOKEN_FILE_EMPTY, subject={"file": str(token_file)})
        raise ConfigError(f"The token file {token_file} is empty: write the gateway's token into it").of(problem)
    return token


def _warn_if_public(token_file: Path) -> None:
    """Warns where all users may read a TV's token; a group may, since root writes it for the TV's user."""
    mode = stat.S_IMODE(token_file.stat().st_mode)
    if os.name == "posix" and mode & stat.S_IRWXO:
        log.warning("other users can read the token in %s (mode %04o): run chmod o= on it", token_file, mode)


class CredentialStore:
    """The tokens of one user, by gateway address.

    Attributes:
        file: where tokens are when there is no keyring; it need not exist.
    """

    def __init__(self, folder: Path, backend: KeyringBackend | None = None) -> None:
        """``folder`` is the user's own for settings; the system's keyring is used unless another is given."""
        self.file = folder / FILE_NAME
        self._backend = backend
        self._in_session: dict[str, str] = {}

    def load(self, url: str) -> str | None:
        """Returns the token for a gateway, or None; `ConfigError` when others than the user may read the file."""
        return self._in_session.get(url) or self._from_keyring(url) or self._from_file().get(url)

    def save(self, url: str, token: str, *, allow_file: bool = False) -> Saved:
        """Stores a token as safely as possible and returns where; in the file only with ``allow_file``."""
        self._in_session[url] = token
        if self._to_keyring(url, token):
            self._drop_from_file(url)
            return Saved.KEYRING
        if not allow_file:
            return Saved.MEMORY
        self._write({**self._kept(), url: token})
        return Saved.FILE

    def _keyring(self) -> KeyringBackend:
        return self._backend if self._backend is not None else keyring.get_keyring()

    def _from_keyring(self, url: str) -> str | None:
        try:
            return self._keyring().get_password(SERVICE, url)
        except Exception as error:  # noqa: BLE001 - backends raise whatever their system does
            log.info("cannot read from the keyring: %s", type(error).__name__)
            return None

    def _to_keyring(self, url: str, token: str) -> bool:
        """Stores the token in the keyring; returns whether it can be read back: some keyrings store nothing."""
        try:
            backend = self._keyring()
            backend.set_password(SERVICE, url, token)
            return backend.get_password(SERVICE, url) == token
        except Exception as error:  # noqa: BLE001 - backends raise whatever their system does
            log.info("cannot write to the keyring: %s", type(error).__name__)
            return False

    def _from_file(self) -> dict[str, str]:
        try:
            mode = self.file.stat().st_mode
            if os.name == "posix" and mode & (stat.S_IRWXG | stat.S_IRWXO):
                problem = Problem(kind=ProblemKind.TOKENS_OPEN, subject={"file": str(self.file)})
                raise ConfigError(f"Other users can read the tokens in {self.file}: run chmod 600 on it").of(
                    problem
                )
            return msgspec.json.decode(regular_file.read_bytes(self.file), type=dict[str, str])
        except FileNotFoundError:
            return {}
        except OSError as error:
            problem = Problem(kind=ProblemKind.TOKEN_FILE, subject={"file": str(self.file)}, technical=why(error))
            raise ConfigError(f"The tokens in {self.file} cannot be read ({why(error)}): remove it and sign in").of(
                problem
            ) from error
        except (msgspec.DecodeError, *UNREADABLE) as error:
            aside = move_aside(self.file)
            subject = {"file": str(self.file), "aside": aside.name}
            raise ConfigError(
                f"The tokens in {self.file} cannot be read ({why(error)}): sign in; "
                f"the file is kept as {aside.name}"
            ).of(Problem(kind=ProblemKind.TOKENS_MALFORMED, subject=subject, technical=why(error))) from error

    def _kept(self) -> dict[str, str]:
        """Returns the file's tokens, nothing where it was malformed and is moved aside."""
        try:
            return self._from_file()
        except ConfigError as error:
            if self.file.exists():
                raise
            log.warning("%s", error)
            return {}

    def _drop_from_file(self, url: str) -> None:
        tokens = self._kept()
        if tokens.pop(url, None) is not None:
            self._write(tokens)

    def _write(self, tokens: dict[str, str]) -> None:
        try:
            write_whole(self.file, msgspec.json.encode(tokens).decode())
        except OSError as error:
            raise ConfigError(f"The token cannot be saved to {self.file}: {error.strerror or error}") from error
