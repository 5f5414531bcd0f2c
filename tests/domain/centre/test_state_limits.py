"""When a state has lasted for too long."""

import pytest

from wallboard.domain.centre.agent_state import AgentState
from wallboard.domain.centre.state_limits import StateLimits

MINUTE_MS = 60_000
SINCE_MS = 1_700_000_000_000


def minutes(limits: StateLimits, state: AgentState, reason: str = "") -> float:
    """After how many minutes a state is past its limit."""
    return (limits.late_at_ms(state, SINCE_MS, reason) - SINCE_MS) / MINUTE_MS


def test_that_a_pause_has_the_limit_of_its_reason_in_any_case_else_that_of_all() -> None:
    limits = StateLimits(pause_min=20, pause_min_by_reason={"Lunch": 45, "ALMOÇO": 60})
    assert minutes(limits, AgentState.PAUSED, "lunch") == 45
    assert minutes(limits, AgentState.PAUSED, "almoço") == 60
    assert minutes(limits, AgentState.PAUSED, "Break") == 20
    assert minutes(limits, AgentState.PAUSED) == 20
    assert minutes(limits, AgentState.DO_NOT_DISTURB) == 20


def test_that_hold_and_wrap_up_have_limits_of_their_own() -> None:
    limits = StateLimits(wrap_up_min=2, hold_min=1.5)
    assert minutes(limits, AgentState.WRAP_UP) == 2
    assert minutes(limits, AgentState.HOLD) == 1.5


@pytest.mark.parametrize("state", [AgentState.READY, AgentState.TALKING, AgentState.LOGGED_OUT])
def test_that_what_is_work_or_absence_has_none(state: AgentState) -> None:
    assert StateLimits().late_at_ms(state, SINCE_MS) == 0


def test_that_nothing_is_late_without_a_limit_or_a_beginning() -> None:
    assert StateLimits(pause_min=0).late_at_ms(AgentState.PAUSED, SINCE_MS) == 0
    assert StateLimits(pause_min_by_reason={"Lunch": 0}).late_at_ms(AgentState.PAUSED, SINCE_MS, "Lunch") == 0
    assert StateLimits().late_at_ms(AgentState.PAUSED, 0) == 0
