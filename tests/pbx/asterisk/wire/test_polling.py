"""The poll: at its interval, never twice at once, and in parts where a whole list would hold events up."""

import itertools
from collections.abc import Callable

import pytest

from tests.pbx.asterisk.story import NOW_MS, member, params
from wallboard.domain.centre import events as e
from wallboard.pbx.agenda import Agenda
from wallboard.pbx.asterisk.state.pbx_state import PbxState
from wallboard.pbx.asterisk.wire.codec import Action, AmiMessage
from wallboard.pbx.asterisk.wire.lists import Complete
from wallboard.pbx.asterisk.wire.polling import LONG_MS, QUIET, Polling

EVERY_MS = 20_000


class Watched:
    """A poll and the PBX that it asks; ``asked`` is when and for what, beginning with the poll's start at 0.

    ``lists_ms`` says how long a list of a queue, of no members or of everything (its header) takes.
    """

    def __init__(self, lists_ms: Callable[[str], int], took_ms: int = 0, *queues: str) -> None:
        self.pbx_state = PbxState({})
        self.pbx_state.now_ms = NOW_MS
        self.asked: list[tuple[int, str]] = []
        self.queues = queues or ("sales", "support")
        self._lists_ms = lists_ms
        self._agenda = Agenda()
        self.polling = Polling(self.pbx_state, self._ask, self._later, EVERY_MS)
        self.polling.start(took_ms)

    def wait(self, ms: int) -> None:
        """Let time pass."""
        end_ms = self.pbx_state.now_ms + ms
        while (due_ms := self._agenda.next_ms()) is not None and due_ms <= end_ms:
            self.pbx_state.now_ms = max(self.pbx_state.now_ms, due_ms)
            action = self._agenda.take(due_ms)
            assert action is not None
            action()
        self.pbx_state.now_ms = end_ms

    def _later(self, delay_ms: int, action: Callable[[], None]) -> None:
        self._agenda.set(("poll", ""), self.pbx_state.now_ms + delay_ms, action)

    def _ask(self, action: Action, complete: Complete) -> None:
        [(header, value)] = action.headers or (("", "all"),)
        what = "no members" if header == "Member" else value
        self.asked.append((self.pbx_state.now_ms - NOW_MS, what))
        due_ms = self.pbx_state.now_ms + self._lists_ms(what)
        self._agenda.set(("list", ""), due_ms, lambda: complete(self._rows(what)))

    def _rows(self, what: str) -> list[AmiMessage]:
        queues = [what] if what in self.queues else list(self.queues)
        rows = [params(queue) for queue in queues]
        return rows if what == "no members" else rows + [member(queue, f"PJSIP/{queue}") for queue in queues]


def test_that_all_queues_are_read_at_once_where_that_is_quick() -> None:
    watched = Watched(lambda _: 100)
    watched.wait(60_000)
    assert watched.asked == [(20_000, "all"), (40_000, "all"), (60_000, "all")]


def test_that_what_changed_is_read_at_once_and_once() -> None:
    watched = Watched(lambda _: 1_000)
    watched.wait(5_000)
    watched.polling.soon()
    watched.wait(500)
    watched.polling.soon()
    watched.polling.soon()
    watched.wait(20_000)
    assert watched.asked == [(5_000, "all"), (6_000, "all")]


def test_that_a_long_list_is_read_in_parts_with_a_pause_after_each() -> None:
    watched = Watched(lambda what: 200 if what == "no members" else 2_000, took_ms=3_000)
    watched.wait(40_000)
    assert (
        watched.asked
        == [
            (20_000, "no members"),
            (20_000 + (1 + QUIET) * 200, "sales"),
            (21_000 + (1 + QUIET) * 2_000, "support"),
            (21_000 + 2 * (1 + QUIET) * 2_000, "no members"),
        ][: len(watched.asked)]
    )
    assert len(watched.asked) >= 3


def test_that_queues_and_callers_are_read_at_the_interval_also_while_members_take_long() -> None:
    watched = Watched(lambda what: 100 if what == "no members" else 3_000, LONG_MS + 1, *"abcdefgh")
    watched.wait(100_000)
    overviews = [at_ms for at_ms, what in watched.asked if what == "no members"]
    assert max(after - before for before, after in itertools.pairwise(overviews)) <= EVERY_MS + 15_000
    watched.wait(100_000)
    assert {what for _, what in watched.asked} == {"no members", *"abcdefgh"}
    assert len(watched.pbx_state.people) == 8


def test_that_a_line_that_is_quick_again_is_asked_for_everything_again() -> None:
    watched = Watched(lambda _: 100, took_ms=LONG_MS + 1)
    watched.wait(60_000)
    assert [what for _, what in watched.asked] == ["no members", "sales", "support", "all", "all"]


def test_that_a_list_that_becomes_long_is_read_in_parts_from_then_on() -> None:
    watched = Watched(lambda what: 5_000 if what == "all" else 500)
    watched.wait(70_000)
    assert [what for _, what in watched.asked][:3] == ["all", "no members", "sales"]
    assert watched.asked[1][0] == 45_000


@pytest.mark.parametrize("took_ms", [0, LONG_MS + 1])
def test_that_a_queue_that_is_new_or_gone_is_seen_either_way(took_ms: int) -> None:
    watched = Watched(lambda _: LONG_MS, took_ms)
    watched.wait(100_000)
    watched.queues = ("sales", "new")
    watched.wait(100_000)
    told = watched.pbx_state.events
    assert [event.queue_id for event in told if isinstance(event, e.QueueRemoved)] == ["support"]
    assert [event.queue_id for event in told if isinstance(event, e.QueueFound)][-1] == "new"
    assert set(watched.pbx_state.people) == {"PJSIP/sales", "PJSIP/new"}
