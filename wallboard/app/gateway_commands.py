"""``wallboard gateway``: runs the gateway, and manages its clients' tokens and the PBX's secret."""

import asyncio
import os
import signal
import sys
from contextlib import suppress
from pathlib import Path

import click

from wallboard.app.command_options import config_option, source_option
from wallboard.app.error_words import plain_errors
from wallboard.app.init_command import init
from wallboard.app.plan_command import plan_command
from wallboard.app.record_command import record_command
from wallboard.domain.errors import ConfigError
from wallboard.domain.sanitizer import sanitize
from wallboard.feed.roles import Role
from wallboard.gateway.core.clock_watch import DOUBT_S
from wallboard.gateway.fanout.tls import server_context
from wallboard.gateway.setup import clients
from wallboard.gateway.setup import config as gateway_config
from wallboard.gateway.setup.credentials import renew, renewed
from wallboard.gateway.setup.unit import is_of_service, reload_service
from wallboard.host import paths
from wallboard.host.clock import doubt_jumps
from wallboard.host.error_text import why
from wallboard.host.log_lines import LogLevel
from wallboard.host.logs import start_logging

ROLES = (
    "viewer: sees the board, with callers' numbers masked. supervisor: sees all numbers, moves and monitors "
    "calls, and pauses agents. administrator: also ends anybody's monitoring and sees the health of the gateway."
)

_A = {Role.VIEWER: "a viewer", Role.SUPERVISOR: "a supervisor", Role.ADMINISTRATOR: "an administrator"}

BY_ITSELF = "A running gateway applies it within a few seconds."


@click.group("gateway", invoke_without_command=True)
@config_option
@click.option(
    "--log-file",
    type=click.Path(dir_okay=False, path_type=Path),
    help=f"The log file. Default: gateway.log in {paths.shown_log_dir()}.",
)
@click.option(
    "--log-level",
    type=click.Choice([level.value for level in LogLevel]),
    default=LogLevel.INFO.value,
    show_default=True,
    help="How much to log, to the log file and to standard error.",
)
@click.option(
    "--history",
    type=click.Path(file_okay=False, path_type=Path),
    help=f"The directory for today's counts and the command ledger. Default: {paths.shown_history_dir()}.",
)
@click.pass_context
def gateway(
    context: click.Context, path: Path | None, log_file: Path | None, log_level: str, history: Path | None
) -> None:
    """Connect to the PBX and serve all screens until stopped."""
    context.obj = path or paths.default_gateway_config()
    if context.invoked_subcommand is None:
        level = LogLevel(log_level).number
        start_logging(log_file or paths.log_dir() / "gateway.log", level, level)
        with plain_errors():
            serve(context.obj, history or paths.history_dir())


gateway.add_command(init)
gateway.add_command(record_command)
gateway.add_command(plan_command)


@gateway.command("reload", short_help="Make a running gateway reload its configuration.")
@click.option("--pid", type=click.IntRange(1), required=True, metavar="PID", help="The process ID of the gateway.")
@click.pass_obj
def reload_configuration(path: Path, pid: int) -> None:
    """Check the configuration, then make a running gateway apply its tokens, goals, groups and certificate.

    `systemctl reload wallboard-gateway` runs this command. Only screens whose token was removed are disconnected.
    """
    with plain_errors():
        have_read_again(path, pid)


@gateway.group("token", short_help="Give screens access, or revoke it.")
def token_group() -> None:
    """Give screens access, or revoke it, while the gateway runs."""


@token_group.command("add", short_help="Create a token for NAME and print it.")
@click.argument("name")
@click.option("--role", type=click.Choice([str(role) for role in Role]), required=True, help=ROLES)
@click.option(
    "--extension",
    "extensions",
    multiple=True,
    metavar="EXTENSION",
    help="The phone that rings when NAME monitors a call. Can be given more than once.",
)
@click.pass_obj
def add_token(path: Path, name: str, role: str, extensions: tuple[str, ...]) -> None:
    """Create a token for NAME, a person or a TV, and print it. It is not shown again."""
    with plain_errors():
        token = clients.add_client(path, name, Role(role), extensions)
    click.echo(
        f"{name!r} is {_A[Role(role)]} in {path}. {_hand_over(path)} The token, which is not shown again:", err=True
    )
    click.echo(token)


@token_group.command("remove", short_help="Revoke the token of NAME.")
@click.argument("name")
@click.pass_obj
def remove_token(path: Path, name: str) -> None:
    """Revoke the token of NAME and end its sessions."""
    with plain_errors():
        clients.remove_client(path, name)
    click.echo(f"{name!r} was removed from {path}; its sessions end. {_hand_over(path)}", err=True)


@token_group.command("list", short_help="List who has access; tokens are never shown.")
@click.pass_obj
def list_tokens(path: Path) -> None:
    """List who has access: name, role, extensions, and the day the token was created.

    Tokens are never shown. The day is empty where the configuration does not have it.
    """
    with plain_errors():
        people = gateway_config.load(path).clients
    if not people:
        click.echo(f"{path} gives access to nobody. To add somebody: wallboard gateway token add.", err=True)
        return
    rows = [("Name", "Role", "Extensions", "Since")]
    rows += [(sanitize(one.name), str(one.role), ", ".join(one.extensions), str(one.added or "")) for one in people]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        click.echo("  ".join(map(str.ljust, row, widths)).rstrip())


@gateway.group("secret")
def secret_group() -> None:
    """Keep the secrets of the PBX logins in the keyring."""


@secret_group.command("set", short_help="Ask for the secret of a PBX login and keep it.")
@source_option
@click.pass_obj
def set_secret(path: Path, source: str) -> None:
    """Ask for the secret of a PBX login and keep it in the keyring."""
    from wallboard.app.adapters import chosen
    from wallboard.gateway.setup.secret import keep_secret

    with plain_errors():
        _, pbx = chosen(gateway_config.load(path), source)
        if (account := pbx.account) is None:
            raise ConfigError(f"A PBX of kind {pbx.kind} needs no secret: there is nothing to set.")
        is_typed = sys.stdin.isatty()  # a secret that is piped in needs no hiding, and getpass would complain
        secret = click.prompt(f"Secret of {account.user} at {account.host}", hide_input=is_typed)
        keep_secret(account, secret)
    click.echo("The secret is in the keyring.", err=True)


def _hand_over(path: Path) -> str:
    """Makes the machine's service read its own configuration ``path`` again; prints the result."""
    if not is_of_service(path):
        return BY_ITSELF
    error = reload_service()
    return f"The gateway could not be reloaded: {error}" if error else "The gateway was reloaded and applies it."


def have_read_again(path: Path, pid: int) -> None:
    """Makes the gateway of process ``pid`` read ``path`` again; `ConfigError` if it could not use it."""
    if sys.platform == "win32":
        raise ConfigError("On Windows a gateway reloads its configuration when the file changes.")
    os.environ.pop("CREDENTIALS_DIRECTORY", None)  # what systemd copied at the start is not what is asked about
    server_context(gateway_config.load(path).listen)
    try:
        uid = Path(f"/proc/{pid}").stat().st_uid if Path("/proc/self").exists() else os.geteuid()
        if os.geteuid() == 0 and uid != 0:
            renew(path.parent, uid)
        os.kill(pid, signal.SIGHUP)
    except (FileNotFoundError, ProcessLookupError) as error:
        raise ConfigError(f"There is no process {pid}: check the process ID of the gateway.") from error
    except OSError as error:
        raise ConfigError(f"Cannot signal the gateway, process {pid}: {why(error)}.") from error


def serve(path: Path, history: Path) -> None:
    """Runs the gateway until SIGINT or SIGTERM; SIGHUP makes it read ``path`` again. Raises other ends."""
    if sys.platform != "win32":
        signal.signal(signal.SIGHUP, signal.SIG_IGN)  # until it can be handled
    doubt_jumps(DOUBT_S)
    with suppress(asyncio.CancelledError, KeyboardInterrupt):
        asyncio.run(_serve(path, history))


async def _serve(path: Path, history: Path) -> None:
    from wallboard.app.adapters import adapters_of
    from wallboard.gateway.service import Gateway
    from wallboard.gateway.setup.reload import Reload, WatchedFile

    file = WatchedFile(lambda: renewed(path))
    config = gateway_config.load(path)
    # a simulated centre has no history
    kept = history if any(source.keeps_day for source in config.sources.values()) else None
    served = Gateway(config, adapters_of(config), history=kept)
    reload = Reload(file, lambda: gateway_config.load(renewed(path)), served.renew, served.reload_ended)
    task, loop = asyncio.current_task(), asyncio.get_running_loop()
    if sys.platform != "win32" and task is not None:  # on Windows it is stopped as by Ctrl+C
        loop.add_signal_handler(signal.SIGTERM, task.cancel)
        loop.add_signal_handler(signal.SIGHUP, reload.ask)
    watching = asyncio.create_task(reload.watch())
    try:
        await served.run()
    finally:
        watching.cancel()
        reload.close()
