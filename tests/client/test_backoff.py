"""How long a screen waits between attempts."""

from wallboard.client.backoff import CAP_S, FIRST_S, Backoff


def test_that_waits_grow_up_to_the_cap_and_differ() -> None:
    backoff = Backoff()
    first = backoff.next_s()
    waits = [backoff.next_s() for _ in range(200)]
    assert FIRST_S <= first <= 2 * FIRST_S
    assert all(FIRST_S <= wait_s <= CAP_S for wait_s in waits)
    assert max(waits) > CAP_S / 2
    assert len(set(waits)) > 100


def test_that_a_good_connection_makes_the_next_wait_short() -> None:
    backoff = Backoff()
    for _ in range(20):
        backoff.next_s()
    backoff.reset()
    assert backoff.next_s() <= 2 * FIRST_S
