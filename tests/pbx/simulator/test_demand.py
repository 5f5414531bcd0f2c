"""As many callers come as planned, more in a flood."""

from tests.pbx.simulator.watch import Watch
from wallboard.domain.ids import ALL
from wallboard.pbx.simulator.options import SimulatorOptions


def test_that_about_as_many_callers_come_as_asked_for() -> None:
    options = SimulatorOptions(agents=100, queues=4, history_s=7200, site_hour=12.0, calls_per_hour_per_agent=10)
    watch = Watch(options)
    planned = [sum(rates[slot] for rates in _rates(watch)) * 1800 for slot in range(20, 24)]
    offered = watch.today(ALL).offered
    assert 0.75 * sum(planned) < offered < 1.3 * sum(planned)


def _rates(watch: Watch) -> list[list[float]]:
    return list(watch.centre.plan.arrivals_per_s.values())
