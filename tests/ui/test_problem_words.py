"""Every problem has a sentence, with all that is known of it, and braces in a value do no harm."""

import re

import pytest
from pytestqt.qtbot import QtBot

from wallboard.domain.errors import ConfigError
from wallboard.domain.problems import Problem, ProblemKind
from wallboard.present.frame import Freshness, FreshnessState
from wallboard.ui.problem_words import error_words, problem_words, raw_words, reason_words

ALL = dict.fromkeys(
    (
        "url",
        "reason",
        "code",
        "status",
        "proxy",
        "device",
        "script",
        "queue",
        "known",
        "file",
        "aside",
        "host",
        "place",
    ),
    "{x}",
)


@pytest.mark.parametrize("kind", list(ProblemKind))
def test_that_every_kind_has_a_sentence_without_a_gap(kind: ProblemKind, qtbot: QtBot) -> None:
    words = problem_words(Problem(kind=kind, values=ALL))
    assert words
    assert set(re.findall(r"\{\w*\}", words)) <= {"{x}"}


def test_that_words_of_others_are_technical_details_only() -> None:
    other = Freshness(state=FreshnessState.REFUSED, problem=Problem(kind=ProblemKind.OTHER, raw="no file"))
    assert "no file" not in reason_words(other)
    assert raw_words(other) == "Details: no file"
    lost = Freshness(state=FreshnessState.PBX_LOST, problem=Problem(kind=ProblemKind.OTHER, raw="reset"))
    assert (reason_words(lost), raw_words(lost)) == ("", "Details: reset")
    values = {"url": "wss://gw", "reason": "Connection refused"}
    refused = Problem(kind=ProblemKind.UNREACHABLE, values=values)
    assert raw_words(Freshness(state=FreshnessState.REFUSED, problem=refused)) == "Details: Connection refused"
    fault = Freshness(state=FreshnessState.REFUSED, problem=Problem(kind=ProblemKind.FAULT, raw="KeyError: 1"))
    assert raw_words(fault) == "Details: KeyError: 1"
    assert (
        reason_words(Freshness(state=FreshnessState.PBX_LOST, detail="in the user's words"))
        == "in the user's words"
    )


def test_that_an_error_is_told_by_its_kind_where_it_has_one() -> None:
    words = error_words(ConfigError("in its own words"))
    assert words == "The settings cannot be used. Details: in its own words"
    empty = Problem(kind=ProblemKind.TOKEN_FILE_EMPTY, values={"file": "/etc/tv.token"})
    assert error_words(ConfigError("english").of(empty)).startswith("The token file /etc/tv.token is empty")
