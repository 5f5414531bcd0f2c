"""Every problem has a sentence, with all that is known of it, and braces in a value do no harm."""

import re

import pytest
from pytestqt.qtbot import QtBot

from wallboard.domain.problems import Problem, ProblemKind
from wallboard.present.frame import Freshness, FreshnessState
from wallboard.ui.problem_words import problem_words, raw_words, reason_words

ALL = dict.fromkeys(("url", "reason", "code", "status", "proxy", "device", "script", "queue", "known"), "{x}")


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
