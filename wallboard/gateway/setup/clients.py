"""Adds and removes clients in ``gateway.toml``, in one step; comments stay."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import tomlkit
from tomlkit import TOMLDocument
from tomlkit.items import AoT, Table

from wallboard.domain.errors import ConfigError
from wallboard.feed.roles import Role
from wallboard.gateway.access.tokens import new_token, token_hash
from wallboard.gateway.setup.config import parse, read_text
from wallboard.host.error_text import why
from wallboard.host.lock import exclusive
from wallboard.host.whole_file import write_whole


def add_client(path: Path, name: str, role: Role, extensions: Sequence[str] = ()) -> str:
    """Adds a client to the configuration file, whose comments stay, and returns its token.

    ``extensions`` are the phones that may be rung for it.

    Raises `ConfigError` if the file cannot be used or has a client of that name.
    """
    with _alone(path):
        text = read_text(path)
        config = parse(text, str(path))
        if any(client.name == name for client in config.clients):
            raise ConfigError(
                f"{path} has a client named {name!r} already; remove it first, or choose another name."
            )
        token = new_token()
        document = tomlkit.parse(text)
        entry = tomlkit.table()
        today = datetime.now(config.calendar().zone).date()
        entry.update({"name": name, "role": str(role), "token_sha256": token_hash(token), "added": today})
        if extensions:
            entry["extensions"] = list(extensions)
        _append(document, entry, path)
        _replace(path, tomlkit.dumps(document))
        return token


def _append(document: TOMLDocument, entry: Table, path: Path) -> None:
    """Adds the table of a client after an empty line."""
    clients = document.get("clients")
    if clients and not isinstance(clients, AoT):
        raise ConfigError(f"{path} lists clients = [...]; write each as a table [[clients]] first.")
    if isinstance(clients, AoT) and clients:
        before: Table | TOMLDocument = clients[-1]
    else:
        before = document
    if not before.as_string().endswith("\n\n"):
        before.add(tomlkit.nl())
    if not isinstance(clients, AoT):
        document.pop("clients", None)
        document["clients"] = clients = tomlkit.aot()
    clients.append(entry)


def remove_client(path: Path, name: str) -> None:
    """Removes a client from the file; its token is invalid once the gateway has read the file again."""
    with _alone(path):
        document = tomlkit.parse(read_text(path))
        clients = document.get("clients")
        names = [entry.get("name") for entry in clients] if isinstance(clients, AoT) else []
        if not isinstance(clients, AoT) or name not in names:
            there = ", ".join(map(str, names)) or "none"
            raise ConfigError(f"{path} has no client named {name!r}; there are: {there}.")
        del clients[names.index(name)]
        _replace(path, tomlkit.dumps(document))


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Locks the file against simultaneous changes, one of which would be lost."""
    read_text(path)
    try:
        with exclusive(path.with_name(f".{path.name}.lock")):
            yield
    except OSError as error:
        raise ConfigError(f"{path} cannot be written: {why(error)}; nothing was changed.") from error


def _replace(path: Path, text: str) -> None:
    """Writes a checked text in one step, so that a crash or a full disk leaves the old file intact."""
    parse(text, str(path))
    try:
        old = path.stat()
        write_whole(path, text, old.st_mode & 0o777, old)
    except OSError as error:
        raise ConfigError(f"{path} cannot be written: {why(error)}; nothing was changed.") from error
