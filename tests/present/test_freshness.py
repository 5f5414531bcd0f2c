"""How far the picture may be trusted, as connection and PBX come and go."""

import pytest
from msgspec import structs

from tests.client import entities as x
from wallboard.client.connection_status import ConnectionPhase, ConnectionStatus
from wallboard.client.store import Store
from wallboard.domain.centre.state import SourceStatus
from wallboard.domain.counts.figures import AnyEntity
from wallboard.domain.ids import SourceId
from wallboard.domain.problems import Problem, ProblemKind
from wallboard.present.frame import Freshness, FreshnessState
from wallboard.present.freshness import FreshnessWatch

S = FreshnessState

PROBLEM = Problem(kind=ProblemKind.CLOSED, subject={"code": "1006"})


class Watch:
    """A watch and what it watches."""

    def __init__(self, *content: AnyEntity) -> None:
        self.watch = FreshnessWatch()
        self.store = Store()
        self.store.replace(content)

    def see(
        self, phase: ConnectionPhase, at_s: float = 0, *, problem: Problem | None = None, retry_s: float = 0
    ) -> Freshness:
        retry_at_ms = x.ms(retry_s) if retry_s else 0
        contact = ConnectionStatus(phase=phase, problem=problem, retry_at_ms=retry_at_ms)
        return self.watch.update(contact, self.store, x.ms(at_s), offset_ms=500)


def up() -> Watch:
    return Watch(x.link(), x.queue("sales"))


def test_that_before_the_first_full_state_it_is_connecting() -> None:
    watch = up()
    for phase in (ConnectionPhase.CONNECTING, ConnectionPhase.SIGNING_IN, ConnectionPhase.SYNCING):
        assert watch.see(phase) == Freshness(state=S.CONNECTING)


def test_that_a_gateway_never_reached_says_why_and_when_it_is_tried_again() -> None:
    watch = Watch()
    retry_at_ms = x.ms(9) + 500
    expected = Freshness(state=S.CONNECTING, problem=PROBLEM, retry_at_ms=retry_at_ms)
    assert watch.see(ConnectionPhase.WAITING, problem=PROBLEM, retry_s=9) == expected
    assert watch.see(ConnectionPhase.CONNECTING) == Freshness(state=S.CONNECTING, problem=PROBLEM)


def test_that_gateway_and_pbx_together_make_it_live() -> None:
    watch = up()
    assert watch.see(ConnectionPhase.LIVE).is_live


def test_that_silence_says_since_when() -> None:
    watch = up()
    watch.see(ConnectionPhase.LIVE, 10)
    assert watch.see(ConnectionPhase.LATE, 10) == Freshness(state=S.LATE, since_ms=x.ms(10))
    assert watch.see(ConnectionPhase.LIVE, 30).is_live
    assert watch.see(ConnectionPhase.LATE, 30).since_ms == x.ms(30)


def test_that_a_lost_gateway_says_since_when_why_and_when_it_is_tried_again() -> None:
    watch = up()
    watch.see(ConnectionPhase.LIVE, 10)
    lost = watch.see(ConnectionPhase.WAITING, 10, problem=PROBLEM, retry_s=12)
    assert lost == Freshness(state=S.GATEWAY_LOST, since_ms=x.ms(10), problem=PROBLEM, retry_at_ms=x.ms(12) + 500)
    for phase in (ConnectionPhase.CONNECTING, ConnectionPhase.SIGNING_IN, ConnectionPhase.SYNCING):
        assert watch.see(phase, 10) == Freshness(state=S.GATEWAY_LOST, since_ms=x.ms(10), problem=PROBLEM)
    assert watch.see(ConnectionPhase.LIVE, 40).is_live
    assert watch.see(ConnectionPhase.CONNECTING, 40).problem is None


def test_that_a_full_state_within_a_session_is_no_loss_of_the_gateway() -> None:
    watch = up()
    watch.see(ConnectionPhase.LIVE, 10)
    assert watch.see(ConnectionPhase.SYNCING, 10).state is S.LATE


def test_that_a_refusal_says_why_and_waits_for_nothing() -> None:
    watch = up()
    watch.see(ConnectionPhase.LIVE, 10)
    refused = watch.see(ConnectionPhase.REFUSED, 10, problem=PROBLEM)
    assert refused == Freshness(state=S.REFUSED, since_ms=x.ms(10), problem=PROBLEM)


def test_that_a_lost_pbx_is_not_live_though_the_gateway_is() -> None:
    watch = up()
    watch.see(ConnectionPhase.LIVE, 10)
    watch.store.put(x.link(SourceStatus.DOWN, rev=2, at_s=11, reason="connection reset"))
    problem = Problem(kind=ProblemKind.OTHER, technical="connection reset")
    assert watch.see(ConnectionPhase.LIVE, 15) == Freshness(state=S.PBX_LOST, since_ms=x.ms(10), problem=problem)
    watch.store.put(x.link(SourceStatus.SYNCING, rev=3, at_s=20))
    assert watch.see(ConnectionPhase.LIVE, 20) == Freshness(state=S.PBX_SYNCING, since_ms=x.ms(10))
    watch.store.put(x.link(SourceStatus.SYNCING, rev=4, at_s=20, reason="its lists come slowly"))
    slow = watch.see(ConnectionPhase.LIVE, 20).problem
    assert slow is not None
    assert slow.technical == "its lists come slowly"
    watch.store.put(x.link(SourceStatus.UP, rev=5, at_s=21))
    assert watch.see(ConnectionPhase.LIVE, 21).is_live


def test_that_the_kind_of_a_lost_pbx_is_told_where_it_is_known_and_else_the_words() -> None:
    watch = up()
    lost = structs.replace(x.link(SourceStatus.DOWN, rev=2, reason="10.0.0.5:5038: closed"), problem="pbx_closed")
    watch.store.put(lost)
    closed = Problem(kind=ProblemKind.PBX_CLOSED, technical="10.0.0.5:5038: closed")
    assert watch.see(ConnectionPhase.LIVE, 15).problem == closed
    watch.store.put(structs.replace(lost, rev=3, problem="pbx_on_fire"))
    newer = watch.see(ConnectionPhase.LIVE, 16)
    other = Problem(kind=ProblemKind.OTHER, technical="10.0.0.5:5038: closed")
    assert newer.problem == other
    watch.store.put(structs.replace(lost, rev=4, problem="token_refused"))
    assert watch.see(ConnectionPhase.LIVE, 17).problem == other


def test_that_a_gateway_lost_after_the_pbx_keeps_the_earlier_moment() -> None:
    watch = up()
    watch.see(ConnectionPhase.LIVE, 10)
    watch.store.put(x.link(SourceStatus.DOWN, rev=2, at_s=11))
    watch.see(ConnectionPhase.LIVE, 50)
    assert watch.see(ConnectionPhase.WAITING, 50).since_ms == x.ms(10)


def test_that_a_picture_with_one_pbx_of_two_is_live_and_names_the_other() -> None:
    other = structs.replace(x.link(SourceStatus.DOWN, at_s=3, reason="closed"), id=SourceId("porto"))
    seen = Watch(x.link(), other).see(ConnectionPhase.LIVE)
    assert (seen.state, seen.sources) == (S.LIVE, 2)
    [porto] = seen.lost
    assert (porto.name, porto.since_ms, porto.is_syncing) == ("porto", x.ms(3), False)
    assert porto.problem == Problem(kind=ProblemKind.OTHER, technical="closed")


def test_that_a_picture_without_any_pbx_stands_still() -> None:
    both = [structs.replace(x.link(SourceStatus.DOWN), id=SourceId(name)) for name in ("lisbon", "porto")]
    assert Watch(*both).see(ConnectionPhase.LIVE).state is S.PBX_LOST


@pytest.mark.parametrize(
    ("content", "since_s"), [([x.queue("sales")], 5), ([x.total()], None)], ids=["figures", "none"]
)
def test_that_a_screen_that_came_after_the_loss_knows_how_old_the_figures_are(
    content: list[AnyEntity], since_s: float | None
) -> None:
    lost = Watch(x.link(SourceStatus.DOWN, at_s=5), *content).see(ConnectionPhase.LIVE, 90)
    assert (lost.state, lost.since_ms) == (S.PBX_LOST, 0 if since_s is None else x.ms(since_s))


def test_that_a_gateway_without_a_pbx_yet_is_not_live() -> None:
    assert Watch(x.total()).see(ConnectionPhase.LIVE) == Freshness(state=S.PBX_SYNCING)


def test_that_what_did_not_change_is_the_same_object() -> None:
    watch = up()
    assert watch.see(ConnectionPhase.LIVE, 1) is watch.see(ConnectionPhase.LIVE, 2)
