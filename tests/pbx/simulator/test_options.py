"""What cannot be simulated is said in words."""

import pytest

from wallboard.domain.errors import ConfigError
from wallboard.pbx.simulator.options import SimulatorOptions


@pytest.mark.parametrize(
    ("name", "value"),
    [("agents", 0), ("queues", 100_000), ("speed", 0.0), ("history_s", -1), ("no_answer_pct", 101)],
)
def test_that_an_impossible_size_is_refused_by_name(name: str, value: float) -> None:
    with pytest.raises(ConfigError, match=name):
        SimulatorOptions(**{name: value})  # type: ignore[arg-type]  # the wrong value is the point


def test_that_calls_must_come() -> None:
    with pytest.raises(ConfigError, match="calls_per_hour_per_agent"):
        SimulatorOptions(calls_per_hour_per_agent=0)
