"""The command line. A command imports its modules when it runs, so that a window appears immediately."""

import errno
import re
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import click

from wallboard import __version__
from wallboard.app.command_options import NumberRange, ca_file_option, token_file_option
from wallboard.app.options import DemoOptions, GatewayOptions, WindowOptions
from wallboard.app.starting import without_collector
from wallboard.domain.errors import WallboardError
from wallboard.host.dialog import show_without_console
from wallboard.host.error_text import why
from wallboard.host.log_lines import LogLevel
from wallboard.host.paths import log_dir, shown_log_dir
from wallboard.settings.language import SYSTEM, codes
from wallboard.settings.tv_layout import TvLayout

LAZY = {
    "gateway": ("wallboard.app.gateway_commands", "gateway"),
    "doctor": ("wallboard.app.doctor_command", "doctor"),
    "feed": ("wallboard.app.feed_commands", "feed"),
    "help": ("wallboard.app.help_command", "help_command"),
}
CRISES = ("flood", "mass_abandon", "pbx_lost", "agents_leave")


class WallboardGroup(click.Group):
    """The group of all commands: loads the servers' ones on demand, and reports all errors in one form."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Returns the names of all commands."""
        return sorted({*super().list_commands(ctx), *LAZY})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Returns the command of this name, loaded if needed."""
        if cmd_name not in LAZY:
            return super().get_command(ctx, cmd_name)
        module, name = LAZY[cmd_name]
        command: click.Command = getattr(import_module(module), name)
        return command

    def invoke(self, ctx: click.Context) -> object:
        """Runs the command; errors that a user can act on are reported without a traceback."""
        try:
            return super().invoke(ctx)
        except WallboardError as error:
            show_without_console(str(error))
            raise click.ClickException(str(error)) from error
        except OSError as error:
            if error.errno not in (errno.ENOSPC, errno.EDQUOT):
                raise
            raise click.ClickException(f"The output cannot be written: {why(error)}. Free some space.") from error


def parse_size(_ctx: click.Context, _param: click.Parameter, value: str | None) -> tuple[int, int] | None:
    """Parses both numbers of a size such as ``1920x1080``."""
    if value is None:
        return None
    found = re.fullmatch(r"(\d{1,5})[x×](\d{1,5})", value.strip())
    if found is None:
        raise click.BadParameter(f"{value!r} is not a valid size. Example: 1920x1080")
    width, height = int(found[1]), int(found[2])
    if not (320 <= width <= 16_384 and 240 <= height <= 16_384):
        raise click.BadParameter(f"{value} is out of range: from 320x240 to 16384x16384")
    return width, height


def window_options(ctx: click.Context) -> WindowOptions:
    """Returns the command line's options of the window."""
    params = ctx.params
    language = params["language"] or ctx.find_root().params.get("language")
    return WindowOptions(
        size=params["size"],
        screen=params.get("screen", ""),
        screenshot=params["screenshot"],
        after_s=params["after_s"],
        language=language,
        layout=TvLayout(params["layout"]) if params.get("layout") else None,
    )


def layout_option(command: Callable[..., None]) -> Callable[..., None]:
    """Adds the option for a TV's viewing distance."""
    words = "far: few figures, legible from eight metres. near: charts and all agent states. Default: far."
    return click.option("--layout", type=click.Choice([layout.value for layout in TvLayout]), help=words)(command)


def language_option(command: Callable[..., None]) -> Callable[..., None]:
    """Adds the option for the window's language."""
    choice = click.Choice([SYSTEM, *codes()])
    return click.option(
        "--language", type=choice, help="The language of the window. Default: the language chosen in the menu."
    )(command)


def log_option(command: Callable[..., None]) -> Callable[..., None]:
    """Adds the option for how much a window logs."""
    words = f"How much to log to desk.log, tv.log or demo.log in {shown_log_dir()}. Default: info."
    return click.option("--log-level", type=click.Choice([level.value for level in LogLevel]), help=words)(command)


def start_log(ctx: click.Context, name: str) -> None:
    """Starts the log of the window of this name, with its faults; one that only draws a picture has no file."""
    from wallboard.host import window_log

    params = ctx.params
    level = params["log_level"] or ctx.find_root().params.get("log_level")
    path = None if params["screenshot"] is not None else log_dir() / f"{name}.log"
    window_log.start_window_log(path, None if level is None else LogLevel(level))


def reload_option(command: Callable[..., None]) -> Callable[..., None]:
    """Adds the option for developers of the program; a frozen one has no sources."""
    if getattr(sys, "frozen", False):
        return command
    words = "For developers: restart with the same centre and window position when a source file changes."
    return click.option("--reload", "is_reloaded", is_flag=True, help=words)(command)


def picture_options(command: Callable[..., None]) -> Callable[..., None]:
    """Adds the options that draw a window into a file."""
    for option in (
        click.option(
            "--size",
            callback=parse_size,
            metavar="WIDTHxHEIGHT",
            help="The size of the window. Example: 1920x1080.",
        ),
        click.option(
            "--after",
            "after_s",
            type=NumberRange(0, 3600),
            default=5.0,
            metavar="SECONDS",
            show_default=True,
            help="How long after the first figures to take the picture.",
        ),
        click.option(
            "--screenshot",
            type=click.Path(dir_okay=False, path_type=Path),
            metavar="FILE",
            help="Write a picture of the window to FILE and exit. Needs no display.",
        ),
    ):
        command = option(command)
    return command


def gateway_options(command: Callable[..., None]) -> Callable[..., None]:
    """Adds the options that name the gateway to connect to."""
    for option in (
        ca_file_option,
        token_file_option,
        click.option(
            "--gateway",
            "url",
            default="",
            metavar="URL",
            help="The address of the gateway. Example: wss://gateway.example:8765. Default: the last one used.",
        ),
    ):
        command = option(command)
    return command


def which_gateway(ctx: click.Context) -> GatewayOptions:
    """Returns the command line's options of the gateway."""
    params = ctx.params
    return GatewayOptions(url=params["url"], ca_file=params["ca_file"], token_file=params["token_file"])


def run_self_test(ctx: click.Context, _param: click.Parameter, is_wanted: bool) -> None:
    """Checks that the installation is complete, and exits."""
    if is_wanted:
        from wallboard.app.self_test import self_test

        ctx.exit(self_test())


@click.group(cls=WallboardGroup, invoke_without_command=True)
@click.version_option(__version__, prog_name="wallboard")
@click.option(
    "--self-test",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=run_self_test,
    help="Check that the installation is complete, print the result as one line of JSON, and exit.",
)
@gateway_options
@language_option
@log_option
@picture_options
@click.pass_context
def main(ctx: click.Context, /, **_params: object) -> None:
    """Show the live figures of a contact centre. Without a command, open the desk window.

    The desk window asks for the token once and keeps it in the keyring. WALLBOARD_TOKEN in the environment
    takes precedence.
    """
    if ctx.invoked_subcommand is None:
        with without_collector():
            from wallboard.app.desk import run_desk

            start_log(ctx, "desk")
            ctx.exit(run_desk(window_options(ctx), which_gateway(ctx)))


@main.command(short_help="Show the board fullscreen on a TV.")
@gateway_options
@language_option
@log_option
@picture_options
@layout_option
@click.option("--screen", default="", metavar="SCREEN", help="The screen to fill: its number, from 0, or its name.")
@click.option("--queue", default="", metavar="ID", help="The queue to show. Default: all queues.")
@click.option(
    "--group", default="", metavar="ID", help="The group of queues to show. Cannot be combined with --queue."
)
@click.option(
    "--start-at-login",
    type=click.Choice(["on", "off"]),
    help="Whether to start the TV, with these options, when you log in. Opens no window now.",
)
@click.pass_context
def tv(ctx: click.Context, /, queue: str, group: str, start_at_login: str | None, **_params: object) -> None:
    """Show the board fullscreen on a TV. Press Esc twice, or Ctrl+Q, to quit.

    Options that are not given here are read from the administrator's tv.toml, which is in /etc/wallboard on
    Linux, %ProgramData%\\Wallboard on Windows and /Library/Application Support/Wallboard on macOS.
    """
    if queue and group:
        raise click.UsageError("--queue and --group cannot be combined: give one of them.")
    with without_collector():
        from wallboard.app.tv import run_tv, switch_at_login

        if start_at_login is not None:
            click.echo(switch_at_login(start_at_login == "on", tv_arguments(ctx)))
            return
        start_log(ctx, "tv")
        ctx.exit(run_tv(window_options(ctx), which_gateway(ctx), group or queue))


def tv_arguments(ctx: click.Context) -> list[str]:
    """Returns the options of a TV's board and place, valid from any folder."""
    words: list[str] = []
    for name, option in (
        ("url", "--gateway"),
        ("screen", "--screen"),
        ("queue", "--queue"),
        ("group", "--group"),
        ("language", "--language"),
        ("layout", "--layout"),
        ("log_level", "--log-level"),
    ):
        if ctx.params[name]:
            words += [option, ctx.params[name]]
    for name, option in (("token_file", "--token-file"), ("ca_file", "--ca-file")):
        if ctx.params[name] is not None:
            words += [option, str(ctx.params[name].resolve())]
    return words


@main.command(short_help="Try Wallboard with a simulated contact centre.")
@language_option
@log_option
@picture_options
@click.option("--tv", "is_tv", is_flag=True, help="Show the TV instead of the desk window.")
@layout_option
@click.option(
    "--screen", default="", metavar="SCREEN", help="The screen for --tv: its number, from 0, or its name."
)
@click.option(
    "--agents",
    type=click.IntRange(1, 5000),
    default=60,
    show_default=True,
    metavar="NUMBER",
    help="The number of agents.",
)
@click.option(
    "--queues",
    type=click.IntRange(1, 1000),
    default=8,
    show_default=True,
    metavar="NUMBER",
    help="The number of queues.",
)
@click.option(
    "--speed",
    type=NumberRange(0.01, 1000),
    default=1.0,
    show_default=True,
    metavar="FACTOR",
    help="How many times faster than real time.",
)
@click.option("--seed", type=int, metavar="NUMBER", help="Repeat the same day: a seed always gives the same calls.")
@click.option("--crisis", type=click.Choice(CRISES), help="Start a crisis soon after the start.")
@reload_option
@click.pass_context
def demo(ctx: click.Context, /, is_tv: bool, crisis: str | None, **_params: object) -> None:
    """Try Wallboard with a simulated contact centre: starts its gateway and opens a window on it."""
    from wallboard.app import reload

    is_reloaded = ctx.params.get("is_reloaded", False)
    if is_reloaded and not reload.is_child():
        ctx.exit(reload.run_again_and_again(sys.argv[1:]))
    from wallboard.app.demo import run_demo

    start_log(ctx, "demo")
    options = DemoOptions(
        agents=ctx.params["agents"],
        queues=ctx.params["queues"],
        speed=ctx.params["speed"],
        seed=ctx.params["seed"],
        crisis=crisis,
        is_reloaded=is_reloaded,
    )
    ctx.exit(run_demo(options, window_options(ctx), is_tv=is_tv))
