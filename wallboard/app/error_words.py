"""Errors that a user can act on, as the last line of a command instead of a stack trace."""

from collections.abc import Iterator
from contextlib import contextmanager

import click

from wallboard.domain.errors import WallboardError


@contextmanager
def plain_errors() -> Iterator[None]:
    """Ends a command with such an error's text, also for errors of a group of tasks."""
    try:
        yield
    except WallboardError as error:
        raise click.ClickException(str(error)) from error
    except ExceptionGroup as group:
        known, rest = group.split(WallboardError)
        if known is None or rest is not None:
            raise
        raise click.ClickException("; ".join(map(str, _leaves(known)))) from group


def _leaves(group: ExceptionGroup[WallboardError]) -> Iterator[WallboardError]:
    for error in group.exceptions:
        if isinstance(error, ExceptionGroup):
            yield from _leaves(error)
        else:
            yield error
