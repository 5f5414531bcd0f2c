"""As many queues as asked for, each with a name of its own; who overflows, overflows into one that exists."""

from random import Random

import pytest

from wallboard.pbx.simulator.catalogue import catalogue


@pytest.mark.parametrize("count", [1, 2, 8, 20, 200, 1_000])
def test_that_each_queue_has_a_name_and_an_id_of_its_own(count: int) -> None:
    queues = catalogue(count, Random(1))
    assert len({queue.id for queue in queues}) == len({queue.name for queue in queues}) == count


def test_that_overflow_never_goes_in_circles() -> None:
    queues = catalogue(200, Random(1))
    order = {queue.id: n for n, queue in enumerate(queues)}
    overflowing = [queue for queue in queues if queue.overflow_to is not None]
    assert overflowing
    for queue in overflowing:
        assert queue.overflow_to is not None
        assert order[queue.overflow_to] < order[queue.id]
