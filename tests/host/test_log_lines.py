"""Lines of the log: one line each, and no numbers and no tokens in a screen's."""

import logging

import pytest

from wallboard.host.log_lines import LogLevel, MaskedLine, OneLine, masked_text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("caller +351 912 345 678 hung up", "caller … hung up"),
        ("KeyError: 'PJSIP/0049-30-1234567'", "KeyError: 'PJSIP/…'"),
        ("(089) 123 45 67", "(…"),
        ("token wb_3f9aXk-_Qz7 was refused", "token … was refused"),
        ("no connection to wss://192.168.100.200:8765", "no connection to wss://192.168.100.200:8765"),
        ("Wallboard 0.2.0, Python 3.11.9, Qt 6.11.3", "Wallboard 0.2.0, Python 3.11.9, Qt 6.11.3"),
        ("extension 2001, line 1234", "extension 2001, line 1234"),
    ],
)
def test_that_numbers_and_tokens_are_masked_and_nothing_else(text: str, shown: str) -> None:
    assert masked_text(text) == shown


def record(text: str, *args: object, fault: BaseException | None = None) -> logging.LogRecord:
    trace = None if fault is None else (type(fault), fault, None)
    return logging.LogRecord("wallboard.x", logging.ERROR, __file__, 1, text, args, trace)


def test_that_a_masked_line_keeps_its_time_and_its_stack_trace() -> None:
    line = MaskedLine().format(record("call of %s", "0893334445", fault=KeyError("+351912345678")))
    first, *trace = line.splitlines()
    assert first.endswith(" ERROR wallboard.x: call of …")
    assert first[:4].isdigit()
    assert trace == ["KeyError: '…'"]


def test_that_a_name_with_line_breaks_makes_no_line_of_its_own() -> None:
    assert OneLine().format(record("%s joined", "Eve\n2026-01-01 INFO root: all is well")).count("\n") == 0


@pytest.mark.parametrize("level", LogLevel)
def test_that_levels_are_those_of_logging(level: LogLevel) -> None:
    assert logging.getLevelName(level.number) == level.name


def test_that_what_is_masked_was_not_changed_for_others() -> None:
    one = record("call of %s", "0893334445")
    MaskedLine().format(one)
    assert one.getMessage() == "call of 0893334445"
