"""The last word on an entity wins, and a new revision is only given to news."""

from wallboard.domain.centre.changes import Changes, put
from wallboard.domain.centre.current_state import State
from wallboard.domain.centre.state import Queue
from wallboard.domain.counts.formulas import Goal
from wallboard.domain.ids import QueueId

SALES = Queue(id=QueueId("sales"), name="Sales", goal=Goal())


def test_that_an_entity_that_went_and_came_back_is_there() -> None:
    changes = Changes()
    changes.remove(SALES)
    changes.add(SALES)
    assert (changes.put, changes.gone) == ({SALES.key: SALES}, {})
    changes.remove(SALES)
    assert changes.put == {}
    assert changes.gone == {SALES.key: SALES}


def test_that_storing_what_is_there_already_gives_no_new_revision() -> None:
    state, changes = State(), Changes()
    put(state, state.queues, SALES.id, SALES, changes)
    put(state, state.queues, SALES.id, SALES, changes)
    assert state.version == 1
    assert state.queues[SALES.id].rev == 1
    assert changes.put[SALES.key].rev == 1
