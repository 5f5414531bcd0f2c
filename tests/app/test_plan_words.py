"""Every problem of a plan's file has a sentence, with its particulars and without what a terminal would obey."""

import string

import pytest

from wallboard.app.plan_words import SENTENCES, sentence
from wallboard.domain.plan.reading.plan_problems import PlanProblem, PlanProblemKind


@pytest.mark.parametrize("kind", list(PlanProblemKind))
def test_that_every_kind_has_a_sentence_that_ends(kind: PlanProblemKind) -> None:
    names = [name for _, name, _, _ in string.Formatter().parse(SENTENCES[kind]) if name]
    problem = PlanProblem(kind=kind, subject=dict.fromkeys(names, "something"), row=7, column="Calls")
    words = sentence(problem)
    assert words.startswith("row 7, Calls: ")
    assert words.count("something") == len(names)


def test_that_a_file_cannot_command_a_terminal() -> None:
    problem = PlanProblem(kind=PlanProblemKind.NOT_A_DATE, subject={"value": "\x1b[2J1\u202e" + "9" * 900})
    words = sentence(problem)
    assert words.isprintable()
    assert len(words) < 500
