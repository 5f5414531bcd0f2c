"""What a screen makes of the times in a gateway's messages."""

from hypothesis import given
from hypothesis import strategies as st

from wallboard.client.clock import JUMP_MS, SAMPLES, GatewayClock


@given(st.integers(-(10**9), 10**9), st.lists(st.integers(0, JUMP_MS - 1), min_size=1, max_size=SAMPLES))
def test_that_the_least_delayed_message_tells_the_offset(offset_ms: int, delays_ms: list[int]) -> None:
    clock = GatewayClock()
    for number, delay_ms in enumerate(delays_ms):
        local_ms = 5_000 * number
        clock.learn(local_ms + offset_ms - delay_ms, local_ms)
    assert clock.offset_ms == offset_ms - min(delays_ms)
    assert clock.at(1_000) == 1_000 + clock.offset_ms


def test_that_a_slow_drift_is_followed() -> None:
    clock = GatewayClock()
    for number in range(SAMPLES + 1):
        clock.learn(5_000 * number - number, 5_000 * number)
    assert clock.offset_ms == -1


def test_that_a_clock_that_was_set_anew_is_believed_at_once() -> None:
    clock = GatewayClock()
    clock.learn(1_000_000, 1_000)
    clock.learn(1_000_000, 3_600_000)
    assert clock.at(3_600_000) == 1_000_000
