"""Every problem has a sentence, with all that is known of it, and braces in a value do no harm."""

import re
from itertools import product

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.languages import TRANSLATED
from wallboard.domain.actions.commands import Command, Outcome, Progress, Reason
from wallboard.domain.actions.monitoring import SetMonitorMode, StartMonitor, StopMonitor
from wallboard.domain.actions.moves import MoveCallToAgent, MoveCallToQueue
from wallboard.domain.actions.pausing import PauseAgent, UnpauseAgent
from wallboard.domain.centre.agent_state import AgentState
from wallboard.domain.centre.state import MonitorMode
from wallboard.domain.errors import ConfigError
from wallboard.domain.ids import AgentId, CallId, CommandId, QueueId
from wallboard.domain.problems import Problem, ProblemKind
from wallboard.present.frame import Freshness, FreshnessState, Notice
from wallboard.settings.language import SYSTEM, Language
from wallboard.ui.freshness.pill import banner_words, partial_words, pill_words
from wallboard.ui.words import language, sentences, text
from wallboard.ui.words.problem_words import details, problem_words, raw_words, reason_words

ALL = dict.fromkeys(
    (
        "url",
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
        "screen",
        "key",
    ),
    "{x}",
)


@pytest.mark.parametrize("kind", list(ProblemKind))
def test_that_every_kind_has_a_sentence_without_a_gap(kind: ProblemKind, qtbot: QtBot) -> None:
    words = problem_words(Problem(kind=kind, subject=ALL))
    assert words
    assert set(re.findall(r"\{\w*\}", words)) <= {"{x}"}


def test_that_words_of_others_are_technical_details_only() -> None:
    other = Freshness(state=FreshnessState.REFUSED, problem=Problem(kind=ProblemKind.OTHER, technical="no file"))
    assert "no file" not in reason_words(other)
    assert raw_words(other) == "Details: no file"
    lost = Freshness(state=FreshnessState.PBX_LOST, problem=Problem(kind=ProblemKind.OTHER, technical="reset"))
    assert (reason_words(lost), raw_words(lost)) == ("", "Details: reset")
    subject = {"url": "wss://gw"}
    refused = Problem(kind=ProblemKind.UNREACHABLE, subject=subject, technical="Connection refused")
    assert raw_words(Freshness(state=FreshnessState.REFUSED, problem=refused)) == "Details: Connection refused"
    fault = Problem(kind=ProblemKind.FAULT, technical="KeyError: 1")
    assert raw_words(Freshness(state=FreshnessState.REFUSED, problem=fault)) == "Details: KeyError: 1"


def test_that_a_refused_picture_says_that_it_is_tried_again() -> None:
    refused = Problem(kind=ProblemKind.TOKEN_REFUSED)
    once = Freshness(state=FreshnessState.REFUSED, problem=refused)
    again = Freshness(state=FreshnessState.REFUSED, problem=refused, is_retried=True)
    assert reason_words(again) == f"{reason_words(once)}. Retrying every 30 seconds."


def test_that_an_error_is_told_by_its_kind_where_it_has_one() -> None:
    plain = ConfigError("in its own words").as_problem(ProblemKind.SETTINGS)
    assert problem_words(plain) == "The settings cannot be used"
    assert plain.technical == "in its own words"
    empty = Problem(kind=ProblemKind.TOKEN_FILE_EMPTY, subject={"file": "/etc/tv.token"})
    assert ConfigError("english").of(empty).as_problem(ProblemKind.SETTINGS) is empty


FOREIGN = "Spoken by a library"
AT_MS = 1_772_438_400_000
COMMANDS: tuple[Command, ...] = (
    MoveCallToAgent(id=CommandId("c"), call_id=CallId("w"), expect_rev=1, agent_id=AgentId("a")),
    MoveCallToQueue(id=CommandId("c"), call_id=CallId("w"), expect_rev=1, queue_id=QueueId("q")),
    StartMonitor(id=CommandId("c"), agent_id=AgentId("a"), extension="2001", mode=MonitorMode.LISTEN),
    SetMonitorMode(id=CommandId("c"), monitor_id=CommandId("m"), mode=MonitorMode.BARGE),
    StopMonitor(id=CommandId("c"), monitor_id=CommandId("m")),
    PauseAgent(id=CommandId("c"), agent_id=AgentId("a")),
    UnpauseAgent(id=CommandId("c"), agent_id=AgentId("a")),
)


def problems() -> list[Problem]:
    """One of each kind, with what a library or the other side says in English."""
    names = (
        "url",
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
    )
    subject = {name: f"<{name}>" for name in names}
    return [Problem(kind=kind, subject=subject, technical=FOREIGN) for kind in ProblemKind]


def said_from_elsewhere() -> dict[object, str]:
    """All that screens say of what client, gateway, PBX and settings report, by what it is said of."""
    said: dict[object, str] = {problem.kind: problem_words(problem) for problem in problems()}
    for state in set(FreshnessState) - {FreshnessState.LIVE}:
        for problem in (None, *problems()):
            shown = Freshness(state=state, since_ms=AT_MS, problem=problem)
            said[state, problem.kind if problem else ""] = " ".join(
                (pill_words(shown, AT_MS), *banner_words(shown))
            )
    for reason in (*Reason, Reason.UNKNOWN):
        said |= {(reason, was): sentences.why_not(reason, "Ana", was=was) for was in (False, True)}
    for command, outcome, why in product(COMMANDS, Outcome, (None, *Reason, Reason.UNKNOWN)):
        ended = Notice(
            command=command, outcome=outcome, at_ms=0, reason=why, detail=FOREIGN, subject="Ana", target="Bea"
        )
        said[type(command), outcome, why] = sentences.outcome(ended)
    said |= {state: text.state_word(state) for state in (*AgentState, AgentState.UNKNOWN)}
    said |= {progress: text.progress_word(progress) for progress in (*Progress, Progress.UNKNOWN)}
    partial = Freshness(state=FreshnessState.LIVE, is_partial=True)
    said |= {"partial": pill_words(partial, AT_MS), "why": partial_words()}
    return said


@pytest.mark.parametrize("spoken", TRANSLATED)
def test_that_all_that_comes_from_elsewhere_is_said_in_the_language(spoken: Language, clean: QApplication) -> None:
    language.install_language(clean, "en")
    english = said_from_elsewhere()
    language.install_language(clean, spoken)
    said = said_from_elsewhere()
    assert {key: words for key, words in said.items() if words == english[key]} == {}
    assert {key: words for key, words in said.items() if FOREIGN in words or not words} == {}


@pytest.mark.parametrize("spoken", TRANSLATED)
def test_that_words_of_a_library_are_marked_as_details(spoken: Language, clean: QApplication) -> None:
    language.install_language(clean, spoken)
    mark = details(FOREIGN).removesuffix(FOREIGN)
    assert mark not in ("", "Details: ")
    for problem in problems():
        assert raw_words(Freshness(state=FreshnessState.REFUSED, problem=problem)) == mark + FOREIGN


def test_that_a_system_without_a_country_writes_thousands(
    clean: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QLocale, "system", staticmethod(QLocale.c))
    language.install_language(clean, SYSTEM)
    assert text.count(1_984) == "1,984"
