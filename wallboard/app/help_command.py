"""``wallboard help``: the manual on the command line."""

import click

from wallboard.domain.errors import ConfigError
from wallboard.host.manual import topics


def begun(_ctx: click.Context, _param: click.Parameter, beginning: str) -> list[str]:
    """Returns the pages that a shell can complete ``beginning`` to."""
    return [page.name for page in topics() if page.name.startswith(beginning)]


@click.command("help")
@click.argument("topic", default="", shell_complete=begun)
def help_command(topic: str) -> None:
    """Show the page of the manual about TOPIC. Without TOPIC, list the pages."""
    pages = {page.name: page for page in topics()}
    if not topic:
        width = max(map(len, pages))
        lines = [f"  {name:{width}}  {page.title}" for name, page in pages.items()]
        click.echo("\n".join(["To show a page: wallboard help TOPIC", "", *lines]))
    elif topic in pages:
        click.echo_via_pager(pages[topic].text)
    else:
        raise ConfigError(f"There is no page about {topic!r}. Choose one of: {', '.join(pages)}.")
