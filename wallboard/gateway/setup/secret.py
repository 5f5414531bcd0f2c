"""Finds a PBX's secret. It is never in ``gateway.toml``, which people copy into tickets.

The first of these that has one: the environment variable, systemd's credential, ``secret_file``, the keyring.
"""

import os
import stat
from collections.abc import Mapping
from pathlib import Path

import keyring
from keyring.errors import KeyringError, NoKeyringError

from wallboard.domain.errors import ConfigError
from wallboard.gateway.setup.credentials import credential
from wallboard.host import regular_file
from wallboard.host.error_text import why
from wallboard.pbx.kind import Account

KEYRING_SERVICE = "wallboard-gateway"


def variable_of(source: str) -> str:
    """Returns the environment variable of a source's secret: WALLBOARD_PBX_SECRET for the source pbx."""
    return f"WALLBOARD_{source.upper().replace('-', '_')}_SECRET"


def credential_of(source: str) -> str:
    """Returns the name of systemd's credential for a source's secret: pbx_secret for the source pbx."""
    return f"{source}_secret"


def find_secret(source: str, account: Account, environ: Mapping[str, str] = os.environ) -> str:
    """Returns the secret of a source's user; `ConfigError` names all the places where it may be put."""
    if secret := secret_of(source, account, environ):
        return secret
    raise ConfigError(
        f"There is no secret for the user {account.user!r} at {account.host} (source {source!r}). Set one of "
        f"these, the first found is used: the environment variable {variable_of(source)}; systemd's "
        f"LoadCredential={credential_of(source)}:FILE; a file of mode 0600 named by secret_file in the source's "
        "table; the keyring, by `wallboard gateway secret set`."
    )


def secret_of(source: str, account: Account, environ: Mapping[str, str] = os.environ) -> str:
    """Returns the secret of a user, empty where there is none; `ConfigError` if one that is set cannot be read."""
    if secret := environ.get(variable_of(source)):
        return secret
    if given := credential(credential_of(source), environ):
        return _read(given, source)
    if account.secret_file:
        path = Path(account.secret_file)
        _check_private(path, source)
        return _read(path, source)
    return _from_keyring(account) or ""


def keep_secret(account: Account, secret: str) -> None:
    """Stores the secret in the operating system's keyring; `ConfigError` if none can be used."""
    try:
        keyring.set_password(KEYRING_SERVICE, _keyring_user(account), secret)
    except KeyringError as error:
        problem = "there is none" if isinstance(error, NoKeyringError) else error
        raise ConfigError(
            f"This machine's keyring cannot be used ({problem}). On a server put the secret into a file of mode "
            "0600 and name it by secret_file in the source's table."
        ) from error


def _from_keyring(account: Account) -> str | None:
    try:
        return keyring.get_password(KEYRING_SERVICE, _keyring_user(account))
    except KeyringError:
        return None  # a server without a keyring: the error that follows names the other places


def _keyring_user(account: Account) -> str:
    return f"{account.user}@{account.host}:{account.port}"


def _check_private(path: Path, source: str) -> None:
    try:
        mode = path.stat().st_mode
    except OSError as error:
        raise ConfigError(
            f"The secret_file {path} of source {source!r} cannot be read: {why(error)}. {_remedy(path, error)}"
        ) from error
    if os.name == "posix" and mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise ConfigError(
            f"The secret_file {path} of source {source!r} can be read by others (mode {mode & 0o777:04o}): "
            f"`chmod 600 {path}`."
        )


def _read(path: Path, source: str) -> str:
    try:
        secret = regular_file.read_text(path).strip()
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(
            f"The secret of source {source!r} in {path} cannot be read: {why(error)}. {_remedy(path, error)}"
        ) from error
    if not secret:
        raise ConfigError(f"The file {path} for the secret of source {source!r} is empty: write it there.")
    return secret


def _remedy(path: Path, error: Exception) -> str:
    """Returns what to do about a file that cannot be read."""
    if isinstance(error, FileNotFoundError):
        return "Write the secret into it, readable by the gateway's user alone, or correct secret_file."
    if isinstance(error, PermissionError):
        return f"Give it to the gateway's user, `chown USER {path}`, with mode 0600."
    return "Write the secret into it as UTF-8 text, or correct secret_file."
