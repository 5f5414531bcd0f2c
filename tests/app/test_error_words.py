"""Errors of a command end it in words, one or several."""

import click
import pytest

from wallboard.app.error_words import plain_errors
from wallboard.domain.errors import ConfigError, RemoteError


def test_that_errors_of_nested_tasks_are_told_together() -> None:
    group = ExceptionGroup("tasks", [ConfigError("no port"), ExceptionGroup("inner", [RemoteError("no PBX")])])
    with pytest.raises(click.ClickException, match="no port; no PBX"), plain_errors():
        raise group


def test_that_a_fault_of_ours_keeps_its_trace() -> None:
    with pytest.raises(ExceptionGroup, match="tasks"), plain_errors():
        raise ExceptionGroup("tasks", [ConfigError("no port"), KeyError("x")])
