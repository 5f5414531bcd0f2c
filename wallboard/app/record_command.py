"""``wallboard gateway record``: writes raw AMI to a file that a gateway replays, to reproduce a fault."""

import asyncio
import io
import os
from collections.abc import Coroutine
from contextlib import suppress
from functools import partial
from pathlib import Path

import click

from wallboard.app.adapters import chosen, context_of
from wallboard.app.command_options import NumberRange, source_option
from wallboard.app.error_words import plain_errors
from wallboard.domain.errors import ConfigError, RemoteError
from wallboard.gateway.setup import config as gateway_config
from wallboard.host.error_text import why


@click.command("record", short_help="Record the AMI events of an Asterisk in FILE, for replay.")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--mask-numbers",
    is_flag=True,
    help="Replace each number of seven or more digits with another. Names, shorter numbers and numbers written "
    "with spaces or hyphens stay.",
)
@click.option(
    "--seconds", type=NumberRange(1), metavar="SECONDS", help="How long to record. Default: until Ctrl+C."
)
@source_option
@click.pass_obj
def record_command(path: Path, file: Path, mask_numbers: bool, seconds: float | None, source: str) -> None:
    """Record the AMI events of an Asterisk from now on in FILE, by a connection of its own.

    FILE must not exist yet; only you can read it. It contains no secrets, but names of callers and agents, and
    numbers: read it before you send it, also with --mask-numbers. To replay it, add a table to gateway.toml with
    kind = "replay" and file = "FILE".
    """
    with plain_errors():
        config = gateway_config.load(path)
        name, pbx = chosen(config, source)
        recording = pbx.recording(context_of(config, name), mask_numbers=mask_numbers)
        if recording is None:
            raise ConfigError(f"A PBX of kind {pbx.kind} cannot be recorded: name an Asterisk with --source.")
        descriptor = _new_file(file)
        try:
            with os.fdopen(descriptor, "wb", buffering=0) as written, suppress(KeyboardInterrupt):
                click.echo(f"Recording {pbx.address} in {file}. Press Ctrl+C to stop.", err=True)
                asyncio.run(_for(seconds, recording.run(partial(_write_whole, written))))
        except (RemoteError, OSError) as error:
            words = why(error) if isinstance(error, OSError) else str(error)
            raise RemoteError(f"The recording stopped after {recording.events} events: {words}") from error
        finally:
            if not recording.events:  # closed by now: Windows does not remove an open file
                file.unlink(missing_ok=True)  # the next attempt may have the same name
        if not recording.events:
            raise RemoteError("The recording has no events: wait until the PBX has sent its lists.")
    click.echo(f"{recording.events} events are in {file}.", err=True)


def _write_whole(file: io.FileIO, data: bytes) -> None:
    """Writes all of ``data``; `OSError` where a full disk takes only a part of it."""
    while data:
        data = data[file.write(data) :]


async def _for(seconds: float | None, recording: Coroutine[None, None, None]) -> None:
    """Records for ``seconds``, None without limit; raises the error of a recording that ends before."""
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
        raise ConfigError(f"Cannot write {path}: {why(error)}.") from error
