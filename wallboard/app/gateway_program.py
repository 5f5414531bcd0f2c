"""``wallboard-gateway``: the gateway's commands as a program of its own, for servers. Loads no Qt."""

import click

from wallboard import __version__
from wallboard.app.gateway_commands import gateway


def main() -> None:
    """Run the command line's command, and end the process with its exit code."""
    click.version_option(__version__, prog_name="wallboard-gateway")(gateway)
    gateway(prog_name="wallboard-gateway")
