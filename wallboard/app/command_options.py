"""Options that several commands have, each in the same words."""

import math
from pathlib import Path

import click


class NumberRange(click.FloatRange):
    """A number within bounds; click's own range accepts ``nan``, which is within any."""

    def convert(self, value: float, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """Returns the number; a usage error where it is out of range."""
        number: float = super().convert(value, param, ctx)
        if math.isnan(number):
            self.fail(f"{value!r} is not a number.", param, ctx)
        return number


config_option = click.option(
    "--config",
    "path",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The configuration of the gateway. Default: gateway.toml in the current directory, else your own, "
    "else the machine's.",
)

source_option = click.option(
    "--source", default="", metavar="NAME", help="The PBX. Not needed if there is only one."
)

ca_file_option = click.option(
    "--ca-file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Trust only the certificate authorities in FILE (PEM) for the gateway.",
)

token_file_option = click.option(
    "--token-file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Read the token from FILE, which contains nothing else.",
)
