"""The log: whoever reads it can serve screens, on this machine or another."""

from hypothesis import given

from tests.domain.words import DAY_MS, joins, ms
from tests.gateway.fanned import HEAD, Fanned
from tests.gateway.fanout.test_hub import DESK, TV, VIEWER, Script, steps, walk
from tests.gateway.relayed import relayed
from tests.gateway.rig import CENTRE
from wallboard.gateway.core.log import Flush, FlushLog
from wallboard.gateway.fanout.hub import Hub

AUDIENCES = (DESK, TV, VIEWER)


@given(steps)
def test_that_a_second_fan_out_that_reads_the_log_alone_serves_the_same_bytes(script: Script) -> None:
    centre = Fanned(*CENTRE)
    served = []
    walk(centre, [(0, []), *script], {}, DAY_MS)
    first, second = Hub(HEAD), Hub(HEAD)
    for flush, read in zip(centre.flushes, map(relayed, centre.flushes), strict=True):
        served.append(first.take(flush, AUDIENCES))
        assert second.take(read, AUDIENCES) == served[-1]
    assert any(served)
    for audience in AUDIENCES:
        assert second.snapshot(audience) == first.snapshot(audience) == centre.hub.snapshot(audience)
        assert second.charts(audience) == first.charts(audience)
        for seq in range(first.seq):
            assert second.since(seq, audience) == first.since(seq, audience)


def test_that_a_fan_out_that_comes_late_begins_by_a_whole_flush_and_serves_the_same() -> None:
    centre = Fanned(*CENTRE)
    walk(centre, [(5_000, [lambda at_s: joins("c", "sales", at_s)]) for _ in range(3)], {}, DAY_MS)
    centre.publisher.start_over()
    walk(centre, [(1_000, []), (5_000, [lambda at_s: joins("d", "sales", at_s)])], {}, ms(15))
    late = Hub(HEAD)
    begin = next(number for number, flush in enumerate(centre.flushes) if flush.is_whole)
    for flush in centre.flushes[begin:]:
        late.take(relayed(flush), AUDIENCES)
    for audience in AUDIENCES:
        assert late.snapshot(audience) == centre.hub.snapshot(audience)


def test_that_only_changes_have_a_number_of_their_own() -> None:
    log, read = FlushLog(HEAD), list[Flush]()
    log.follow(read.append)
    log.append(1, is_whole=True)
    log.append(2)
    log.append(3, gone=[next(iter(Fanned(*CENTRE).engine.entities())).key])
    assert [(flush.seq, flush.at_ms) for flush in read] == [(1, 1), (1, 2), (2, 3)]
