"""``wallboard gateway init``: writes a new gateway's and its Asterisk's files, and prints the next steps."""

from pathlib import Path

import click

from wallboard.gateway.setup.init import CONFIG, DIALPLAN, MANAGER, write_beginning


@click.command("init", short_help="Write a first configuration.")
@click.argument("directory", type=click.Path(file_okay=False, path_type=Path), default=".")
@click.option("--force", is_flag=True, help="Overwrite existing files, with a new secret and a new token.")
def init(directory: Path, *, force: bool) -> None:
    """Write gateway.toml and the two files for Asterisk to DIRECTORY. Default: the current directory."""
    beginning = write_beginning(directory, overwrite=force)
    for path in beginning.files:
        click.echo(f"wrote {path}", err=True)
    if beginning.time_zone:
        words = (
            f"Days begin at 00:00 {beginning.time_zone}, the time zone of this machine; if the centre's is another"
        )
    else:
        words = "This machine's time zone is unknown: days begin at 00:00 UTC; if the centre's is another"
    click.echo(f"{words}, set time_zone in {CONFIG}.", err=True)
    click.echo(
        f"\nNext, on the PBX: copy {MANAGER} and {DIALPLAN} to /etc/asterisk; the first lines of each say how.\n"
        f"Then here: wallboard doctor --config {beginning.files[0].parent / CONFIG}\n"
        f'Supervisors who monitor calls need an extension in {CONFIG}: extensions = ["2001"] below [[clients]].\n'
        "The token of first-supervisor, which is not shown again:",
        err=True,
    )
    click.echo(beginning.token)
