"""The core's flushes: what changed, at first also the charts' past, and everything after one that failed."""

from tests.domain.words import DAY_MS, joins, ms
from tests.gateway.fanned import Fanned
from tests.gateway.rig import CENTRE
from wallboard.domain.centre.state import LedgerState, LedgerStatus
from wallboard.domain.counts.figures import Sample
from wallboard.domain.counts.scope_counters import SAMPLES_KEPT
from wallboard.domain.ids import ALL, Key
from wallboard.domain.restart.checkpoint import recall, remember


def test_that_a_flush_has_what_changed_and_an_empty_one_the_number_before() -> None:
    centre = Fanned(*CENTRE)
    for at_ms in (DAY_MS, DAY_MS + 1):
        centre.flush(at_ms)
    centre.happens(joins("c", "sales", 0.002))
    centre.flush(DAY_MS + 2)
    first, empty, last = centre.flushes
    assert Key("agent", "ana") in {entity.key for entity in first.put}
    assert (empty.seq, empty.put, empty.gone, empty.at_ms) == (first.seq, [], [], DAY_MS + 1)
    assert last.seq == first.seq + 1
    assert Key("call", "c") in {entity.key for entity in last.put}
    assert Key("agent", "ana") not in {entity.key for entity in last.put}


def test_that_the_ledgers_state_is_in_one_flush_and_in_every_whole_one() -> None:
    centre = Fanned(*CENTRE)
    centre.publisher.set_ledger(LedgerState(status=LedgerStatus.FAILING))
    for at_s in (0, 1):
        centre.flush(ms(at_s))
    centre.publisher.start_over()
    centre.flush(ms(2))
    has_it = [any(isinstance(one, LedgerState) and one.rev for one in flush.put) for flush in centre.flushes]
    assert has_it == [True, False, True]
    assert [flush.is_whole for flush in centre.flushes] == [False, False, True]


def test_that_charts_of_an_engine_that_was_restored_are_in_the_first_flush() -> None:
    before = Fanned(*CENTRE)
    for at_s in range(0, 60, 5):
        before.flush(ms(at_s))
    after = Fanned()
    recall(after.engine, remember(before.engine, with_samples=True), [])
    after.flush(ms(60))
    after.flush(ms(61))
    first, second = (
        {one.key for one in flush.put if isinstance(one, Sample) and one.at_ms < ms(60)} for flush in after.flushes
    )
    assert first == {one.key for flush in before.flushes for one in flush.put if isinstance(one, Sample)} != set()
    assert second == set()


def test_that_a_first_flush_of_a_day_that_is_told_at_once_has_the_last_hours_samples_in_order() -> None:
    centre = Fanned(*CENTRE)
    for at_s in range(0, 5 * (SAMPLES_KEPT + 9), 5):
        centre.happens(joins("c", "sales", at_s))
    centre.flush(ms(at_s))
    moments = [one.at_ms for one in centre.flushes[0].put if isinstance(one, Sample) and one.scope == ALL]
    assert moments == list(range(ms(9 * 5), ms(at_s) + 1, 5_000))
