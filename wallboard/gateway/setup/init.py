"""Writes a new gateway's files: its configuration, the PBX's fragments, a secret and a first token."""

import json
import secrets
from datetime import datetime
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from msgspec import Struct

from wallboard.domain.errors import ConfigError
from wallboard.gateway.access.tokens import new_token, token_hash
from wallboard.host.resources import resource
from wallboard.host.time_zone import machine_zone
from wallboard.host.whole_file import write_whole

CONFIG: Final = "gateway.toml"
SECRET: Final = "pbx-secret"  # noqa: S105 - a file's name
MANAGER: Final = "manager-wallboard.conf"
DIALPLAN: Final = "extensions-wallboard.conf"
PRIVATE: Final = 0o600
PUBLIC: Final = 0o644


class Beginning(Struct, frozen=True, kw_only=True):
    """What was written; ``token`` is the first supervisor's, which is stored nowhere else.

    ``time_zone`` is this machine's own, empty where it is unknown and UTC was written.
    """

    files: list[Path]
    token: str
    time_zone: str


def write_beginning(directory: Path, *, overwrite: bool = False) -> Beginning:
    """Writes the files into ``directory``, created if needed, with a new secret and a new token.

    Raises `ConfigError`, before anything is written, if one of them exists and ``overwrite`` is not set; and if the
    directory cannot be written to.
    """
    directory = directory.absolute()
    token, secret, time_zone = new_token(), secrets.token_urlsafe(24), machine_zone()
    config = _filled(
        CONFIG,
        SECRET_FILE=_quoted(str(directory / SECRET)),
        TIME_ZONE=_quoted(time_zone or "UTC"),
        TOKEN_SHA256=token_hash(token),
        ADDED=str(datetime.now(ZoneInfo(time_zone or "UTC")).date()),
    )
    contents = {
        CONFIG: (config, PUBLIC),
        SECRET: (f"{secret}\n", PRIVATE),
        MANAGER: (_filled(MANAGER, SECRET=secret), PRIVATE),
        DIALPLAN: (_filled(DIALPLAN), PUBLIC),
    }
    if not overwrite and (there := [name for name in contents if (directory / name).exists()]):
        raise ConfigError(
            f"{directory} already has {', '.join(there)}; nothing was written. Name another directory, or "
            "overwrite them with --force: the PBX then needs the new secret, and every screen a new token."
        )
    try:
        directory.mkdir(parents=True, exist_ok=True)
        for name, (text, mode) in contents.items():
            write_whole(directory / name, text, mode)
    except OSError as error:
        raise ConfigError(f"{directory} cannot be written to: {error.strerror or error}.") from error
    return Beginning(files=[directory / name for name in contents], token=token, time_zone=time_zone)


def _filled(name: str, **values: str) -> str:
    text = resource(f"asterisk/{name}").read_text(encoding="utf-8")
    for place, value in values.items():
        text = text.replace(f"@{place}@", value)
    return text


def _quoted(text: str) -> str:
    """Quotes a TOML string: JSON's rules for quotes and backslashes are TOML's."""
    return json.dumps(text, ensure_ascii=False)
