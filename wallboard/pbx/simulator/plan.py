"""The centre's plan, made before the day begins: who can do what, who works when, how many callers come.

Demand is planned from the staff rather than the other way round, so that every size of centre is busy
and none is absurd. Nothing here happens yet; `shifts` and `demand` live by it.
"""

from dataclasses import dataclass, field
from itertools import accumulate
from math import exp, sqrt
from random import Random

from wallboard.domain.ids import AgentId, QueueId
from wallboard.pbx.simulator.catalogue import QueueProfile, catalogue
from wallboard.pbx.simulator.options import SimulatorOptions
from wallboard.pbx.simulator.people import people

SLOTS = 48
"""Half hours of the site's day."""
_PRODUCTIVE = 0.89
"""The part of a shift that is not pauses, training and calls of the agent's own."""
LUNCH = (0.34, 0.66)
"""The part of a long shift that lunch begins in."""
_AT_LUNCH = 0.2
_RING_S = 5.0
_NIGHT = 0.2
_STRETCH = 1.2
"""How far below full occupancy the plan stays, times the square root of the staff (square-root staffing)."""


@dataclass(slots=True)
class Worker:
    """One agent in the plan: the queues with their penalties, and the shift in half hours of the site's day."""

    id: AgentId
    name: str
    skills: dict[QueueId, int]
    start_slot: int = 0
    slots: int = 16


@dataclass(slots=True)
class Plan:
    """The queues, the agents and the arrivals a second in each queue and half hour."""

    queues: list[QueueProfile]
    workers: list[Worker]
    arrivals_per_s: dict[QueueId, list[float]] = field(default_factory=dict)


def busyness(slot: int) -> float:
    """How busy a weekday's half hour is, 0 to about 1: a hump before noon, a lower one in the afternoon."""
    hour = (slot + 0.5) / 2
    return _NIGHT + 0.78 * exp(-(((hour - 10.5) / 2.3) ** 2)) + 0.66 * exp(-(((hour - 15.2) / 2.4) ** 2))


def make_plan(options: SimulatorOptions) -> Plan:
    """The plan for these options; the same for the same seed."""
    rng = Random(f"plan {options.seed} {options.agents} {options.queues}")
    queues = catalogue(options.queues, rng, options.first_queue)
    homes = _homes(queues, options.agents)
    names = people(rng, options.agents)
    workers = [
        Worker(AgentId(str(1001 + n)), name, _skills(queues, home, rng))
        for n, (name, home) in enumerate(zip(names, homes, strict=True))
    ]
    _give_shifts(workers, rng)
    plan = Plan(queues, workers)
    _plan_arrivals(plan, options)
    return plan


def _homes(queues: list[QueueProfile], agents: int) -> list[int]:
    """The home queue of each agent, by the queues' weights; each queue has one while there are enough."""
    heads = [1 if n < agents else 0 for n in range(len(queues))]
    for _ in range(agents - sum(heads)):
        neediest = max(range(len(queues)), key=lambda n: queues[n].weight / heads[n])
        heads[neediest] += 1
    return [n for n, count in enumerate(heads) for _ in range(count)]


def _skills(queues: list[QueueProfile], home: int, rng: Random) -> dict[QueueId, int]:
    """The home queue, and often the next one or two: a chain of shared agents, as good as one large pool."""
    count = rng.choices((1, 2, 3), (0.2, 0.45, 0.35) if len(queues) <= 20 else (0.1, 0.3, 0.6))[0]
    return {queues[(home + step) % len(queues)].id: step for step in range(min(count, len(queues)))}


def _give_shifts(workers: list[Worker], rng: Random) -> None:
    """Let each agent begin where most agents are missing, in the home queue and in all."""
    need_by_home: dict[QueueId, list[float]] = {}
    shape = [busyness(slot) for slot in range(SLOTS)]
    hours = sum(shape)
    for worker in workers:
        worker.slots = rng.choices((16, 17, 12, 9), (5, 3, 1, 1))[0]
    scale_all = sum(worker.slots for worker in workers) / hours
    need_all = [scale_all * value for value in shape]
    heads: dict[QueueId, int] = {}
    for worker in workers:
        home = next(iter(worker.skills))
        heads[home] = heads.get(home, 0) + worker.slots
    for home, slots in heads.items():
        need_by_home[home] = [slots / hours * value for value in shape]
    for worker in rng.sample(workers, len(workers)):
        home_need = need_by_home[next(iter(worker.skills))]
        missing = [home + every / len(heads) for home, every in zip(home_need, need_all, strict=True)]
        sums = [0.0, *accumulate(missing + missing)]
        gains = [sums[slot + worker.slots] - sums[slot] for slot in range(SLOTS)]
        worker.start_slot = gains.index(max(gains))
        for slot in range(worker.start_slot, worker.start_slot + worker.slots):
            home_need[slot % SLOTS] -= 1
            need_all[slot % SLOTS] -= 1


def _plan_arrivals(plan: Plan, options: SimulatorOptions) -> None:
    capacity = {queue.id: [0.0] * SLOTS for queue in plan.queues}
    on_duty = [0] * SLOTS
    for worker in plan.workers:
        parts = {queue_id: 0.45**level for queue_id, level in worker.skills.items()}
        whole = sum(parts.values())
        for step in range(worker.slots):
            slot = (worker.start_slot + step) % SLOTS
            on_duty[slot] += 1
            lunch = worker.slots > 12 and LUNCH[0] <= (step + 0.5) / worker.slots <= LUNCH[1] + 0.06
            present = _PRODUCTIVE - (_AT_LUNCH if lunch else 0)
            for queue_id, part in parts.items():
                capacity[queue_id][slot] += present * part / whole
    for queue in plan.queues:
        plan.arrivals_per_s[queue.id] = [
            agents * _calls_per_agent_s(queue, options, on_duty[slot])
            for slot, agents in enumerate(capacity[queue.id])
        ]


def _calls_per_agent_s(queue: QueueProfile, options: SimulatorOptions, on_duty: int) -> float:
    if options.calls_per_hour_per_agent is not None:
        return options.calls_per_hour_per_agent / 3600
    pool = max(1.0, on_duty / max(1, options.queues) * min(options.queues, 8))
    occupancy = 1 / (1 + _STRETCH / sqrt(pool))
    return occupancy / (queue.handle_s + _RING_S)
