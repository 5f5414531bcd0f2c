"""A queue played call by call, with nothing of the formulas in it: what they are tested against."""

import heapq
import random
from typing import NamedTuple

from wallboard.domain.plan.erlang import Load


class Played(NamedTuple):
    """What came of a simulation, as shares of the offered callers, and the mean wait of all in seconds."""

    answered_in: float
    abandoned: float
    abandoned_in: float
    waited: float
    wait_s: float


def play(load: Load, agents: int, threshold_s: float, *, callers: int, seed: int) -> Played:
    """Plays ``callers`` calls of a load, one after the other in order of arrival, and counts them.

    The next free agent takes the caller who waits longest and still waits; the first tenth is not counted.
    """
    chance = random.Random(seed)
    free_at = [0.0] * agents
    now, answered_in, abandoned, abandoned_in, waited, wait_s = 0.0, 0, 0, 0, 0, 0.0
    for number in range(callers + callers // 10):
        now += chance.expovariate(load.per_s)
        patience = chance.expovariate(1 / load.patience_s) if load.patience_s else float("inf")
        wait = max(0.0, free_at[0] - now)
        gives_up = wait > patience
        if not gives_up:
            heapq.heapreplace(free_at, now + wait + chance.expovariate(1 / load.aht_s))
        if number < callers // 10:
            continue
        in_time = min(wait, patience) <= threshold_s
        answered_in += not gives_up and in_time
        abandoned += gives_up
        abandoned_in += gives_up and in_time
        waited += wait > 0
        wait_s += min(wait, patience)
    return Played(*(one / callers for one in (answered_in, abandoned, abandoned_in, waited, wait_s)))
