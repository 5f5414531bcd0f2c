"""Options that several commands have, each in the same words."""

from pathlib import Path

import click

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
