"""``wallboard-gateway``: the gateway's commands as a program of its own, for servers. Loads no Qt."""

import click

from wallboard import __version__
from wallboard.app.doctor_command import doctor
from wallboard.app.gateway_commands import gateway
from wallboard.app.help_command import help_command


def main() -> None:
    """Run the command line's command, and end the process with its exit code.

    A server, and a Windows computer where ``wallboard`` has no console, need doctor and help here too.
    """
    for command in (doctor, help_command):
        gateway.add_command(command)
    click.version_option(__version__, prog_name="wallboard-gateway")(gateway)
    gateway(prog_name="wallboard-gateway")
