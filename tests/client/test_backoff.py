"""How long a screen waits between attempts."""

import pytest

from wallboard.client.backoff import DESK_CAP_S, FIRST_S, TV_CAP_S, Backoff


@pytest.mark.parametrize("cap_s", [DESK_CAP_S, TV_CAP_S])
def test_that_waits_grow_up_to_the_cap_and_differ(cap_s: float) -> None:
    backoff = Backoff(cap_s)
    first = backoff.next_s()
    waits = [backoff.next_s() for _ in range(200)]
    assert FIRST_S <= first <= 2 * FIRST_S
    assert all(FIRST_S <= wait_s <= cap_s for wait_s in waits)
    assert max(waits) > cap_s / 2
    assert len(set(waits)) > 100


def test_that_a_good_connection_makes_the_next_wait_short() -> None:
    backoff = Backoff(DESK_CAP_S)
    for _ in range(20):
        backoff.next_s()
    backoff.reset()
    assert backoff.next_s() <= 2 * FIRST_S
