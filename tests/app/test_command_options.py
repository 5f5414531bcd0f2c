"""The help of all commands is in sentences, with placeholders that say what is expected."""

from collections.abc import Iterator

import click
import pytest

from wallboard.app import cli


def commands(command: click.Command, name: str) -> Iterator[tuple[str, click.Command]]:
    """Yields a command and all below it, each with its full name."""
    yield name, command
    if isinstance(command, click.Group):
        ctx = click.Context(command)
        for part in command.list_commands(ctx):
            child = command.get_command(ctx, part)
            assert child is not None
            yield from commands(child, f"{name} {part}")


ALL = dict(commands(cli.main, "wallboard"))
OPTIONS = [(name, one) for name, command in ALL.items() for one in command.params if isinstance(one, click.Option)]


@pytest.mark.parametrize("name", ALL)
def test_that_a_command_says_in_sentences_what_it_does(name: str) -> None:
    command = ALL[name]
    assert command.help is not None
    assert command.help.strip().endswith(".")
    short = command.get_short_help_str(limit=200)
    assert len(short) <= 60
    assert short.endswith(".")


@pytest.mark.parametrize(("name", "option"), OPTIONS, ids=lambda one: getattr(one, "name", one))
def test_that_an_option_says_in_sentences_what_it_is_for(name: str, option: click.Option) -> None:
    assert option.help, name
    assert option.help[0].isupper() or option.help.startswith(("far:", "viewer:"))
    assert option.help.endswith(".")


@pytest.mark.parametrize(("name", "option"), OPTIONS, ids=lambda one: getattr(one, "name", one))
def test_that_a_placeholder_says_what_is_expected(name: str, option: click.Option) -> None:
    assert option.make_metavar(click.Context(ALL[name])) not in {"TEXT", "INTEGER", "INTEGER RANGE", "FLOAT RANGE"}
