"""Erlang A and C against published values, a recount of the states, and a queue that is played call by call."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.domain.plan.queue_simulation import play
from wallboard.domain.counts.formulas import Formula, Goal
from wallboard.domain.plan.erlang import Load, performance, required_agents

_LOADS = st.builds(
    Load,
    calls=st.floats(0.1, 3_000),
    interval_s=st.sampled_from([900.0, 1800.0, 3600.0]),
    aht_s=st.floats(5, 900),
    patience_s=st.floats(5, 3_600),
)
_FORMULAS = st.sampled_from(list(Formula))
_HALF_HOUR = Load(calls=100, interval_s=1800, aht_s=180)
_PALM = Load(calls=48, interval_s=60, aht_s=60, patience_s=120)


def _states(load: Load, agents: int) -> tuple[float, float]:
    """The share that waits and the share that hangs up, by the probabilities of all numbers of callers."""
    arrive, serve, give_up = load.per_s, 1 / load.aht_s, 1 / (load.patience_s or math.inf)
    logs, top, callers = [0.0], 0.0, 0
    while callers < agents or logs[-1] > top - 50:
        callers += 1
        leave = min(callers, agents) * serve + max(0, callers - agents) * give_up
        logs.append(logs[-1] + math.log(arrive / leave))
        top = max(top, logs[-1])
    weights = [math.exp(one - top) for one in logs]
    all_of = sum(weights)
    given_up = sum((n - agents) * give_up * weights[n] for n in range(agents, len(weights)))
    return sum(weights[agents:]) / all_of, given_up / arrive / all_of


def test_that_erlang_c_is_as_published() -> None:
    """Call Centre Helper, "Erlang C Formula": 100 calls in half an hour of 3 minutes, 80 % in 20 s."""
    found = performance(_HALF_HOUR, 14, 20)
    assert _HALF_HOUR.erlangs == 10
    assert round(found.waited, 3) == 0.174
    assert round(found.answered_in, 3) == 0.888
    assert round(found.wait_s, 1) == 7.8
    assert round(found.occupancy, 3) == 0.714
    assert required_agents(_HALF_HOUR, Goal()) == 14


def test_that_erlang_a_is_as_published() -> None:
    """Mandelbaum and Zeltyn, "Service engineering in action", 2007: 50 agents, 48 calls a minute of 1 minute."""
    found = performance(_PALM, 50, 20)
    assert round(100 * found.abandoned, 1) == 3.1
    assert round(found.wait_s, 1) == 3.7
    assert round(found.wait_s * 48 / 60) == 3
    assert round(100 * found.occupancy) == 93
    patient = performance(Load(calls=48, interval_s=60, aht_s=60), 50, 20)
    assert round(patient.wait_s, 1) == 20.8
    assert round(patient.wait_s * 48 / 60) == 17
    assert round(100 * patient.occupancy) == 96


@pytest.mark.parametrize(
    ("load", "agents"),
    [
        (Load(calls=100, interval_s=1800, aht_s=180, patience_s=120), 12),
        (Load(calls=100, interval_s=1800, aht_s=180, patience_s=60), 6),
        (Load(calls=40, interval_s=900, aht_s=300, patience_s=900), 15),
        (Load(calls=5, interval_s=1800, aht_s=240, patience_s=30), 1),
        (Load(calls=600, interval_s=900, aht_s=240, patience_s=90), 155),
        (Load(calls=100, interval_s=1800, aht_s=180), 14),
    ],
)
def test_that_a_queue_played_call_by_call_does_the_same(load: Load, agents: int) -> None:
    played = play(load, agents, 20, callers=60_000, seed=7)
    found = performance(load, agents, 20)
    assert found.answered_in == pytest.approx(played.answered_in, abs=0.02)
    assert found.abandoned == pytest.approx(played.abandoned, abs=0.01)
    assert found.abandoned_in == pytest.approx(played.abandoned_in, abs=0.01)
    assert found.waited == pytest.approx(played.waited, abs=0.02)
    assert found.wait_s == pytest.approx(played.wait_s, rel=0.2)


@settings(max_examples=15, derandomize=True)
@given(st.floats(5, 200), st.floats(30, 600), st.floats(20, 600), st.floats(0.7, 1.4), st.integers(0, 2**32))
def test_that_any_queue_played_does_the_same(
    calls: float, aht_s: float, patience_s: float, staffing: float, seed: int
) -> None:
    load = Load(calls=calls, interval_s=900, aht_s=aht_s, patience_s=patience_s)
    agents = max(1, round(load.erlangs * staffing))
    played = play(load, agents, 30, callers=12_000, seed=seed)
    found = performance(load, agents, 30)
    assert found.answered_in == pytest.approx(played.answered_in, abs=0.09)
    assert found.abandoned == pytest.approx(played.abandoned, abs=0.06)


@given(_LOADS, st.floats(0.2, 2.5))
def test_that_states_and_waits_agree(load: Load, staffing: float) -> None:
    agents = max(1, round(load.erlangs * staffing))
    found = performance(load, agents, 20)
    waited, abandoned = _states(load, agents)
    assert found.waited == pytest.approx(waited, abs=1e-9)
    assert found.abandoned == pytest.approx(abandoned, rel=1e-6, abs=1e-12)
    assert load.patience_s is not None
    assert found.wait_s == pytest.approx(found.abandoned * load.patience_s)


@given(_LOADS, st.integers(0, 300), st.floats(0, 600), st.floats(0, 60))
def test_that_shares_are_shares(load: Load, agents: int, threshold_s: float, short_s: float) -> None:
    found = performance(load, agents, threshold_s, short_s)
    assert 0 <= found.abandoned_short <= found.abandoned_in + 1e-12
    assert 0 <= found.abandoned_in <= found.abandoned <= found.waited + 1e-9
    assert 0 <= found.answered_in <= 1 - found.abandoned + 1e-9
    assert 0 <= found.occupancy <= 1
    for formula in Formula:
        assert 0 <= found.service_level(formula) <= 1 + 1e-9


@given(_LOADS, st.integers(1, 300))
def test_that_within_a_very_long_time_all_are_answered_or_gave_up(load: Load, agents: int) -> None:
    found = performance(load, agents, 1e7)
    assert found.answered_in == pytest.approx(1 - found.abandoned, abs=1e-9)
    assert found.abandoned_in == pytest.approx(found.abandoned, abs=1e-9)


@given(_LOADS, st.integers(0, 200), _FORMULAS)
def test_that_one_agent_more_never_makes_it_worse(load: Load, agents: int, formula: Formula) -> None:
    before, after = (performance(load, n, 20, 5) for n in (agents, agents + 1))
    assert after.service_level(formula) >= before.service_level(formula) - 1e-9
    assert after.abandoned <= before.abandoned + 1e-9


@given(_LOADS, st.floats(1, 99), _FORMULAS)
def test_that_required_agents_are_just_enough(load: Load, target_pct: float, formula: Formula) -> None:
    goal = Goal(threshold_s=20, target_pct=target_pct, formula=formula)
    agents = required_agents(load, goal)
    enough = performance(load, agents, 20, goal.short_abandon_s).service_level(formula)
    assert enough >= target_pct / 100 - 1e-9
    if agents:
        too_few = performance(load, agents - 1, 20, goal.short_abandon_s).service_level(formula)
        assert too_few < target_pct / 100


@given(st.floats(1, 500), st.floats(30, 600), st.integers(1, 30))
def test_that_erlang_c_is_the_limit_of_erlang_a(calls: float, aht_s: float, spare: int) -> None:
    patient = Load(calls=calls, interval_s=1800, aht_s=aht_s)
    agents = math.ceil(patient.erlangs) + spare
    almost = Load(calls=calls, interval_s=1800, aht_s=aht_s, patience_s=1e8)
    never, rarely = performance(patient, agents, 20), performance(almost, agents, 20)
    assert rarely.answered_in == pytest.approx(never.answered_in, abs=1e-3)
    assert rarely.wait_s == pytest.approx(never.wait_s, rel=1e-2, abs=1e-9)


@given(_LOADS)
def test_that_callers_who_hang_up_need_fewer_agents(load: Load) -> None:
    endless = Load(calls=load.calls, interval_s=load.interval_s, aht_s=load.aht_s)
    goal = Goal(formula=Formula.ABANDONS_POSITIVE)
    assert required_agents(load, goal) <= required_agents(endless, goal)


def test_that_thousands_of_agents_and_erlangs_are_exact_and_quick() -> None:
    load = Load(calls=50_000, interval_s=900, aht_s=240, patience_s=200)
    waited, abandoned = _states(load, 13_000)
    found = performance(load, 13_000, 20)
    assert found.waited == pytest.approx(waited, abs=1e-9)
    assert found.abandoned == pytest.approx(abandoned, rel=1e-6)
    assert required_agents(load, Goal()) == 12_202
    assert required_agents(Load(calls=50_000, interval_s=900, aht_s=240), Goal()) > load.erlangs


def test_that_too_many_agents_are_no_overflow() -> None:
    found = performance(Load(calls=1, interval_s=1800, aht_s=60, patience_s=60), 5_000, 20)
    assert (found.answered_in, found.abandoned, found.waited) == (1.0, 0.0, 0.0)
    assert performance(Load(calls=1, interval_s=1800, aht_s=60), 5_000, 20).answered_in == 1


def test_that_without_calls_nobody_is_needed() -> None:
    for load in (Load(calls=0, interval_s=900, aht_s=240), Load(calls=9, interval_s=900, aht_s=0)):
        assert required_agents(load, Goal()) == 0
        assert performance(load, 0, 20).answered_in == 1


def test_that_without_agents_all_hang_up() -> None:
    found = performance(_PALM, 0, 120)
    assert (found.abandoned, found.answered_in, found.occupancy) == (1, 0, 0)
    assert found.abandoned_in == pytest.approx(1 - math.exp(-1))


def test_that_fewer_agents_than_erlangs_never_catch_up_where_nobody_hangs_up() -> None:
    for agents in (0, 9, 10):
        found = performance(_HALF_HOUR, agents, 20)
        assert (found.answered_in, found.wait_s, found.waited) == (0, math.inf, 1)


def test_that_a_limit_of_lost_callers_needs_more_agents() -> None:
    load = Load(calls=100, interval_s=1800, aht_s=180, patience_s=60)
    few, many = required_agents(load, Goal()), required_agents(load, Goal(), 0.01)
    assert many > few
    assert performance(load, many, 20).abandoned <= 0.01 < performance(load, many - 1, 20).abandoned


def test_that_a_target_of_100_percent_ends() -> None:
    assert 14 < required_agents(_HALF_HOUR, Goal(target_pct=100)) < 60


@pytest.mark.parametrize(
    "wrong",
    [
        {"calls": -1.0},
        {"calls": math.nan},
        {"interval_s": 0.0},
        {"aht_s": math.inf},
        {"patience_s": 0.0},
        {"patience_s": math.nan},
    ],
)
def test_that_an_impossible_load_is_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match=next(iter(wrong))):
        Load(**{"calls": 10.0, "interval_s": 900.0, "aht_s": 200.0, **wrong})


def test_that_an_impossible_question_is_refused() -> None:
    with pytest.raises(ValueError, match="target_pct"):
        required_agents(_HALF_HOUR, Goal(target_pct=101))
    with pytest.raises(ValueError, match="formula"):
        required_agents(_HALF_HOUR, Goal(formula=Formula.UNKNOWN))
    with pytest.raises(ValueError, match="agents"):
        performance(_HALF_HOUR, -1, 20)
