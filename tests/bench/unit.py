"""A unit of work that costs follow on any machine: additions to a counter."""

from time import process_time

from wallboard.domain.counts.counter import Counter

UNIT_OF = 2_000


def additions_s(number: int) -> float:
    """Returns the CPU time of so many additions to a counter, reckoned of few: a million are 0.05 s at rest."""
    counter = Counter()
    began_s = process_time()
    for _ in range(UNIT_OF):
        counter.offered += 1
    return (process_time() - began_s) * number / UNIT_OF
