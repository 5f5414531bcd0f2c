"""``wallboard feed watch``: prints a gateway's messages to screens, decoded."""

import asyncio
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import click
import msgspec
from msgspec.structs import replace

from wallboard.app.command_options import ca_file_option, token_file_option
from wallboard.app.error_words import plain_errors
from wallboard.domain.counts.figures import AnyEntity
from wallboard.domain.errors import ConfigError, RemoteError
from wallboard.domain.ids import Key
from wallboard.feed.messages import AnyServerMessage, Delta, SnapItems
from wallboard.feed.unread import is_understood
from wallboard.host.paths import config_dir


@click.group("feed", short_help="Inspect the feed that a gateway sends to its screens.")
def feed() -> None:
    """Inspect the feed that a gateway sends to its screens."""


@feed.command("watch", short_help="Print each change of the feed on a line.")
@click.argument("url")
@click.option("--json", "is_json", is_flag=True, help="Print each message as a line of JSON.")
@click.option("--all", "is_whole", is_flag=True, help="Print the full state first.")
@ca_file_option
@token_file_option
@click.pass_context
def watch(ctx: click.Context, /, url: str, is_json: bool, is_whole: bool, **_files: Path | None) -> None:
    """Print the changes that the gateway at URL sends, until Ctrl+C.

    put: an entity that is new or has changed. gone: the key of a removed one. unread: the key of one with values
    that this version cannot read.

    The token is read from --token-file, WALLBOARD_TOKEN or the keyring; otherwise the command asks for it. The
    gateway sends only what the role of the token may see, and masks callers' numbers for a viewer.
    """
    from wallboard.client.address import check_url

    with plain_errors(), suppress(KeyboardInterrupt):
        checked = check_url(url)
        token = token_for(checked, ctx.params["token_file"])
        asyncio.run(_print(checked, token, ctx.params["ca_file"], FeedLines(is_json=is_json, is_whole=is_whole)))


class FeedLines(msgspec.Struct, frozen=True, kw_only=True):
    """How messages are printed: ``is_json`` as JSON, ``is_whole`` the full state at the beginning too."""

    is_json: bool = False
    is_whole: bool = False

    def of(self, message: AnyServerMessage) -> list[str]:
        """Returns the lines of a message; none for omitted ones."""
        if isinstance(message, SnapItems) and not self.is_whole:
            return []
        match message:
            case SnapItems():
                message = replace(message, unread=_unread_in(message.items, message.unread))
                words = [*_lines("put", message.items), *_lines("unread", message.unread)]
            case Delta():
                message = replace(message, unread=_unread_in(message.put, message.unread))
                lines = [
                    *_lines("put", message.put),
                    *_lines("gone", message.gone),
                    *_lines("unread", message.unread),
                ]
                words = [f"{message.seq} {line}" for line in lines]
            case _:
                words = [_json(message)]
        return [_json(message)] if self.is_json else words


def token_for(url: str, token_file: Path | None) -> str:
    """Returns the token that was given, stored, or typed now; `ConfigError` without any."""
    from wallboard.settings.credentials import CredentialStore, given_token

    token = given_token(os.environ, token_file) or CredentialStore(config_dir()).load(url)
    if token:
        return token
    typed: str = click.prompt(f"Token for {url}", hide_input=sys.stdin.isatty(), err=True).strip()
    if not typed:
        raise ConfigError(f"There is no token for {url}.")
    return typed


def _lines(change: str, values: Sequence[AnyEntity | Key]) -> list[str]:
    return [f"{change:4} {_json(value)}" for value in values]


def _unread_in(entities: list[AnyEntity], keys: list[Key]) -> list[Key]:
    """Returns ``keys`` and those of entities with a value that this program does not have."""
    return [*keys, *(entity.key for entity in entities if not is_understood(entity))]


async def _print(url: str, token: str, ca_file: Path | None, lines: FeedLines) -> None:
    """Prints messages until the connection ends; `RemoteError` says why it did, and what to do."""
    from wallboard.client.watch import messages

    try:
        async for message in messages(url, token, ca_file):
            for line in lines.of(message):
                click.echo(line)
    except RemoteError as error:
        if error.problem is None:
            raise
        from wallboard.ui.words.problem_words import problem_words

        raise RemoteError(f"{problem_words(error.problem)}{_in_brackets(error.problem.technical)}.") from error


def _in_brackets(technical: str) -> str:
    return f" ({technical})" if technical else ""


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()
