"""``wallboard gateway record``: writes raw AMI to a file that a gateway replays, to reproduce a fault."""

import asyncio
import os
from collections.abc import Coroutine
from contextlib import suppress
from pathlib import Path

import click

from wallboard.app.adapters import chosen, context_of
from wallboard.app.error_words import plain_errors
from wallboard.domain.errors import ConfigError, RemoteError
from wallboard.gateway.setup import config as gateway_config
from wallboard.host.error_text import why


@click.command("record", short_help="Record Asterisk's AMI events into FILE, for replay.")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--mask-numbers", is_flag=True, help="Replace each number of seven or more digits with another.")
@click.option("--seconds", type=click.FloatRange(1), help="How long to record. Default: until Ctrl+C.")
@click.option("--source", default="", metavar="NAME", help="The PBX; not needed if there is only one.")
@click.pass_obj
def record_command(path: Path, file: Path, mask_numbers: bool, seconds: float | None, source: str) -> None:
    """Record what Asterisk says from now on into FILE, by a connection beside the gateway's.

    FILE is new and for you alone. No secret is in it; callers' names are, and their numbers unless --mask-numbers
    is given. A gateway plays it with kind = "replay" and file = FILE in a table of its own.
    """
    with plain_errors():
        config = gateway_config.load(path)
        name, pbx = chosen(config, source, "is to be recorded")
        recording = pbx.recording(context_of(config, name), mask_numbers=mask_numbers)
        if recording is None:
            raise ConfigError(f"A PBX of kind {pbx.kind} is not an Asterisk: there is nothing to record.")
        with os.fdopen(_new_file(file), "wb", buffering=0) as written:
            click.echo(f"Recording {pbx.address} into {file}. Ctrl+C ends it.", err=True)
            try:
                with suppress(KeyboardInterrupt):
                    asyncio.run(_for(seconds, recording.run(written.write)))
            except (RemoteError, OSError) as error:
                words = why(error) if isinstance(error, OSError) else str(error)
                raise RemoteError(f"The recording has {recording.events} events and ended: {words}") from error
    click.echo(f"{recording.events} events are in {file}.", err=True)


async def _for(seconds: float | None, recording: Coroutine[None, None, None]) -> None:
    """Records for so long; raises the error that ends it before."""
    limit = asyncio.timeout(seconds)
    try:
        async with limit:
            await recording
    except TimeoutError:
        if not limit.expired():
            raise


def _new_file(path: Path) -> int:
    """Returns a descriptor of a new private file; `ConfigError` where it exists already."""
    try:
        return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as error:
        raise ConfigError(f"{path} already exists: choose another file name.") from error
    except OSError as error:
        raise ConfigError(f"{path} cannot be written: {why(error)}") from error
