"""``wallboard feed watch``: prints a gateway's messages to screens, decoded."""

import asyncio
import os
import sys
from contextlib import suppress
from pathlib import Path

import click
import msgspec

from wallboard.app.error_words import plain_errors
from wallboard.domain.errors import ConfigError
from wallboard.feed.messages import AnyServerMessage, Delta, SnapItems
from wallboard.host.paths import config_dir


@click.group("feed", short_help="Inspect the feed that a gateway sends to its screens.")
def feed() -> None:
    """Inspect the feed that a gateway sends to its screens."""


@feed.command("watch", short_help="Print what changes, line by line.")
@click.argument("url")
@click.option("--json", "is_json", is_flag=True, help="A line of JSON for each message.")
@click.option("--all", "is_whole", is_flag=True, help="Print the full state at the beginning too.")
@click.option("--ca-file", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="As of the desk.")
@click.option("--token-file", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="As of a TV.")
@click.pass_context
def watch(ctx: click.Context, /, url: str, is_json: bool, is_whole: bool, **_files: Path | None) -> None:
    """Print what the gateway at URL tells, until Ctrl+C: what is put in the place of what was, and what is gone.

    The token is that of --token-file or WALLBOARD_TOKEN, else what the keyring has for URL; else it is asked for.
    What its role may not see is not told, and callers' numbers are masked for a viewer.
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
        if self.is_json:
            return [_json(message)]
        match message:
            case SnapItems():
                return [f"put  {_json(entity)}" for entity in message.items]
            case Delta():
                put = [f"{message.seq} put  {_json(entity)}" for entity in message.put]
                return [*put, *(f"{message.seq} gone {_json(key)}" for key in message.gone)]
            case _:
                return [_json(message)]


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


async def _print(url: str, token: str, ca_file: Path | None, lines: FeedLines) -> None:
    from wallboard.client.watch import messages

    async for message in messages(url, token, ca_file):
        for line in lines.of(message):
            click.echo(line)


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()
