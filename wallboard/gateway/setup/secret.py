"""Where the PBX's secret comes from. It is never in ``gateway.toml``, which people copy into tickets.

The first of these that has one: the environment variable, systemd's credential, ``secret_file``, the keyring.
"""

import os
import stat
from collections.abc import Mapping
from pathlib import Path

import keyring
from keyring.errors import KeyringError, NoKeyringError

from wallboard.domain.errors import ConfigError
from wallboard.gateway.setup.config import AsteriskPbx
from wallboard.gateway.setup.credentials import credential
from wallboard.host.error_text import why

VARIABLE = "WALLBOARD_PBX_SECRET"
CREDENTIAL = "pbx_secret"
KEYRING_SERVICE = "wallboard-gateway"


def find_secret(pbx: AsteriskPbx, environ: Mapping[str, str] = os.environ) -> str:
    """The PBX user's secret; `ConfigError` names all the places where it may be put."""
    if secret := environ.get(VARIABLE):
        return secret
    if given := credential(CREDENTIAL, environ):
        return _read(given)
    if pbx.secret_file:
        path = Path(pbx.secret_file)
        _check_private(path)
        return _read(path)
    if secret := _from_keyring(pbx):
        return secret
    raise ConfigError(
        f"There is no secret for the PBX user {pbx.user!r} at {pbx.host}. Put it in one of these, the first found "
        f"counts: the environment variable {VARIABLE}; systemd's LoadCredential={CREDENTIAL}:FILE; a file of mode "
        "0600 named by secret_file under [pbx]; the keyring, by `wallboard gateway secret set`."
    )


def keep_secret(pbx: AsteriskPbx, secret: str) -> None:
    """Put the secret into the operating system's keyring; `ConfigError` if there is none that can be used."""
    try:
        keyring.set_password(KEYRING_SERVICE, _keyring_user(pbx), secret)
    except KeyringError as error:
        problem = "there is none" if isinstance(error, NoKeyringError) else error
        raise ConfigError(
            f"This machine's keyring cannot be used ({problem}). On a server put the secret into a file of mode "
            "0600 and name it by secret_file under [pbx]."
        ) from error


def _from_keyring(pbx: AsteriskPbx) -> str | None:
    try:
        return keyring.get_password(KEYRING_SERVICE, _keyring_user(pbx))
    except KeyringError:
        return None  # a server without a keyring: the error that follows tells of the other places


def _keyring_user(pbx: AsteriskPbx) -> str:
    return f"{pbx.user}@{pbx.host}:{pbx.port}"


def _check_private(path: Path) -> None:
    try:
        mode = path.stat().st_mode
    except OSError as error:
        raise ConfigError(f"The secret_file {path} of [pbx] cannot be read: {why(error)}.") from error
    if os.name == "posix" and mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise ConfigError(
            f"The secret_file {path} of [pbx] can be read by others (mode {mode & 0o777:04o}): `chmod 600 {path}`."
        )


def _read(path: Path) -> str:
    try:
        secret = path.read_text(encoding="utf-8-sig").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"The PBX's secret in {path} cannot be read: {why(error)}.") from error
    if not secret:
        raise ConfigError(f"The file {path} for the PBX's secret is empty.")
    return secret
