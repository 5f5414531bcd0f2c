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


@pytest.mark.parametrize("kind", [kind for kind in ProblemKind if kind is not ProblemKind.OTHER])
def test_that_every_kind_has_a_sentence_without_a_gap(kind: ProblemKind, qtbot: QtBot) -> None:
    words = problem_words(Problem(kind=kind, values=ALL))
    assert words
    assert set(re.findall(r"\{\w*\}", words)) <= {"{x}"}


def test_that_words_of_others_are_shown_as_they_are_and_raw_ones_to_who_looks_closer() -> None:
    other = Freshness(state=FreshnessState.REFUSED, problem=Problem(kind=ProblemKind.OTHER, raw="no file"))
    assert (reason_words(other), raw_words(other)) == ("no file", "")
    fault = Freshness(state=FreshnessState.REFUSED, problem=Problem(kind=ProblemKind.FAULT, raw="KeyError: 1"))
    assert raw_words(fault) == "KeyError: 1"
    assert (
        reason_words(Freshness(state=FreshnessState.PBX_LOST, detail="in the user's words"))
        == "in the user's words"
    )


def test_that_an_error_is_told_by_its_kind_where_it_has_one() -> None:
    assert error_words(ConfigError("in its own words")) == "in its own words"
    empty = Problem(kind=ProblemKind.TOKEN_FILE_EMPTY, values={"file": "/etc/tv.token"})
    assert error_words(ConfigError("english").of(empty)).startswith("The token file /etc/tv.token is empty")
