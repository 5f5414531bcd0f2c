"""The plan is the seed's, everybody has work, and the staff follows the day."""

import pytest

from wallboard.pbx.simulator.options import SimulatorOptions
from wallboard.pbx.simulator.plan import SLOTS, Plan, busyness, make_plan


def _on_duty(plan: Plan) -> list[int]:
    duty = [0] * SLOTS
    for worker in plan.workers:
        for step in range(worker.slots):
            duty[(worker.start_slot + step) % SLOTS] += 1
    return duty


def test_that_the_plan_is_the_seeds() -> None:
    assert make_plan(SimulatorOptions(seed=4)) == make_plan(SimulatorOptions(seed=4))
    assert make_plan(SimulatorOptions(seed=4)) != make_plan(SimulatorOptions(seed=5))


def test_that_a_weekday_has_two_humps() -> None:
    day = [busyness(slot) for slot in range(SLOTS)]
    peaks = [slot for slot in range(1, SLOTS - 1) if day[slot - 1] < day[slot] > day[slot + 1]]
    assert [slot / 2 for slot in peaks] == pytest.approx([10.5, 15], abs=1)


@pytest.mark.parametrize(("agents", "queues"), [(1, 1), (3, 8), (60, 8), (1000, 200)])
def test_that_agents_have_one_to_three_queues_and_every_queue_has_agents_while_there_are_enough(
    agents: int, queues: int
) -> None:
    plan = make_plan(SimulatorOptions(agents=agents, queues=queues))
    assert all(1 <= len(worker.skills) <= 3 for worker in plan.workers)
    served = {queue_id for worker in plan.workers for queue_id in worker.skills}
    assert len(served) == queues or agents < queues
    assert all(min(worker.skills.values()) == 0 for worker in plan.workers)


def test_that_somebody_is_always_there_and_most_at_the_humps() -> None:
    duty = _on_duty(make_plan(SimulatorOptions(agents=60)))
    assert min(duty) >= 3
    assert duty[21] > 0.6 * 60
    assert duty[21] > 3 * duty[4]


def test_that_nobody_calls_a_queue_that_nobody_serves() -> None:
    plan = make_plan(SimulatorOptions(agents=5, queues=3))
    assert any(rate == 0 for rates in plan.arrivals_per_s.values() for rate in rates)


def test_that_the_number_of_calls_for_each_agent_can_be_asked_for() -> None:
    plan = make_plan(SimulatorOptions(agents=60, calls_per_hour_per_agent=12))
    an_hour = sum(rates[21] for rates in plan.arrivals_per_s.values()) * 3600
    assert 0.6 * 12 < an_hour / _on_duty(plan)[21] <= 12
