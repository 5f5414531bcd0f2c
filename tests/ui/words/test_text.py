"""Words and numbers for people."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wallboard.domain.actions.commands import Progress
from wallboard.domain.centre.agent_state import AgentState
from wallboard.domain.centre.state import CallPhase, MonitorMode
from wallboard.domain.counts.figures import Window
from wallboard.domain.counts.formulas import Formula, Goal
from wallboard.ui.words import text


@pytest.mark.parametrize(
    ("elapsed_ms", "shown"),
    [(0, "0:00"), (999, "0:00"), (1_000, "0:01"), (65_400, "1:05"), (3_599_999, "59:59"), (3_600_000, "1:00:00")],
)
def test_that_a_clock_shows_whole_seconds_that_are_over(elapsed_ms: int, shown: str) -> None:
    assert text.clock(elapsed_ms) == shown


def test_that_a_clock_that_has_not_begun_shows_nought() -> None:
    assert text.clock(-5_000) == "0:00"


@given(st.integers(min_value=0, max_value=10**8))
def test_that_a_clock_can_be_read_back(seconds: int) -> None:
    read = 0
    for part in text.clock(seconds * 1000).split(":"):
        read = read * 60 + int(part)
    assert read == seconds


def test_that_no_data_is_a_dash_and_never_nought() -> None:
    assert text.duration(None) == text.percent(None) == text.NO_DATA
    assert text.duration(0.0) == "0:00"


def test_that_a_service_level_just_below_its_target_does_not_look_met() -> None:
    assert text.percent(79.9)[:2] == "79"
    assert text.service_level(79.96, 80)[:4] == "79.9"
    assert text.service_level(79.6, 80, 0)[:2] == "79"
    assert text.service_level(None, 80) == text.NO_DATA


def test_that_any_other_service_level_is_rounded() -> None:
    assert text.service_level(80.96, 80)[:4] == "81.0"
    assert text.service_level(79.86, 80)[:4] == "79.9"


def test_that_a_goal_is_written_as_the_field_writes_it() -> None:
    assert text.goal_name(Goal(target_pct=80, threshold_s=20)) == "80/20"


def test_that_every_member_has_words_of_its_own() -> None:
    for words in (
        [text.state_word(state) for state in AgentState],
        [text.short_state_word(state) for state in AgentState],
        [text.progress_word(progress) for progress in Progress],
        [text.formula_name(formula) for formula in Formula],
        [text.formula_meaning(formula) for formula in Formula],
        [text.window_name(window) for window in Window],
        [text.mode_name(mode) for mode in MonitorMode],
        [text.monitored_word(mode) for mode in MonitorMode],
        [text.phase_word(phase) for phase in CallPhase],
    ):
        assert all(words)
        assert len(set(words)) == len(words)


@pytest.mark.parametrize("value", [10**30, -(10**30), float("inf"), float("-inf"), float("nan")])
def test_that_absurd_figures_are_shown_within_bounds_and_raise_nothing(value: float) -> None:
    """Only a gateway that is wrong tells them; its board must still be painted."""
    assert len(text.clock(value)) <= len("999999:00:00")
    assert len(text.duration(value)) <= len("999999:00:00")
    assert text.percent(value)
    assert text.number(value)
    if isinstance(value, int):
        assert text.count(value)
        assert text.tr("%Ln ready", "", value)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Billing", "Billing"),
        ("Billing (sim)", "Billing (sim)"),
        ("Accounts", "Accounts (billing)"),
        ("Accounts (sim)", "Accounts (sim:billing)"),
        ("Accounts (sim:billing)", "Accounts (sim:billing)"),
    ],
)
def test_that_a_queue_says_the_pbxs_own_name_once(name: str, shown: str) -> None:
    assert text.with_id(name, "sim:billing") == shown
