"""One moment's state: whose it is, and whether it is of now."""

from tests.domain.words import DAY_MS, joins, link, ms, queue
from tests.gateway.fanned import Fanned
from wallboard.domain.centre.state import SourceStatus
from wallboard.domain.counts.figures import Window
from wallboard.domain.ids import ALL
from wallboard.gateway.access.sight import Sight
from wallboard.gateway.fanout.web.reading import KINDS, Reading

VIEWER = Sight(sees_numbers=False)


def read(*sources: tuple[str, SourceStatus]) -> Reading:
    """Two queues, each at a source of its own, with one caller each."""
    centre = Fanned(*(link(SourceStatus.UP, 0, source=name) for name, _ in sources))
    centre.happens(*(queue(f"{name}:sales") for name, _ in sources))
    centre.happens(*(joins(f"{name}:c", f"{name}:sales", 1) for name, _ in sources))
    centre.flush(DAY_MS + 2_000)
    centre.happens(*(link(status, 3, source=name) for name, status in sources))
    centre.flush(ms(4))
    return Reading(ms(4), centre.hub.seen(KINDS, VIEWER))


def test_that_a_queue_is_live_while_its_own_source_is_and_a_group_while_any_is() -> None:
    reading = read(("lisbon", SourceStatus.UP), ("porto", SourceStatus.DOWN))
    live = {scope.id: scope.is_live for scope in reading.scopes}
    assert live == {ALL: True, "lisbon:sales": True, "porto:sales": False}
    assert {scope.id: scope.source for scope in reading.scopes}[ALL] == ""
    assert not any(scope.is_live for scope in read(("porto", SourceStatus.DOWN)).scopes)


def test_that_todays_counts_of_a_lost_queue_stay_and_its_callers_do_not() -> None:
    reading = read(("lisbon", SourceStatus.UP), ("porto", SourceStatus.DOWN))
    for scope in reading.scopes:
        basis = reading.basis(scope, Window.TODAY)
        assert basis.tally.offered == (2 if scope.id == ALL else 1)
        assert (basis.now is None) is (scope.id == "porto:sales")


def test_that_nothing_is_read_of_calls_and_agents() -> None:
    centre = Fanned(queue("lisbon:sales"), joins("lisbon:c", "lisbon:sales", 1))
    centre.flush(ms(2))
    assert {entity.key.kind for entity in centre.hub.seen(KINDS, VIEWER)} == {"queue", "group", "figures", "now"}
