"""``wallboard-gateway``: the gateway's commands as a program of its own, for servers. Loads no Qt."""

from copy import copy

import click

from wallboard import __version__
from wallboard.app.doctor_command import doctor
from wallboard.app.gateway_commands import gateway
from wallboard.app.help_command import help_command

NAME = "wallboard-gateway"


def program() -> click.Group:
    """Returns the gateway's commands, with doctor and help.

    A server, and a Windows computer where ``wallboard`` has no console, need those here too.
    """
    group = copy(gateway)
    group.commands = {**gateway.commands, "doctor": doctor, "help": help_command}
    group.params = [*gateway.params]
    click.version_option(__version__, prog_name=NAME)(group)
    return group


def main() -> None:
    """Runs the command line's command, and exits with its exit code."""
    program()(prog_name=NAME)
