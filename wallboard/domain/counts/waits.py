"""How many callers wait and how long, in one queue or in several together."""

from collections.abc import Sequence
from typing import NamedTuple

from wallboard.domain.centre.agent_state import AgentState
from wallboard.domain.centre.current_state import State
from wallboard.domain.centre.queue_entry import queue_wait_ms
from wallboard.domain.counts.figures import QueueNow
from wallboard.domain.ids import CallId, QueueId, ScopeId


class Waits(NamedTuple):
    """Callers who wait past the threshold, callers who wait, and since when the longest waits (epoch ms).

    ``lost_late`` are further callers who were past the threshold when their PBX was lost: each is a miss of today,
    but does not count among the callers of now.
    """

    late: int
    waiting: int
    longest_since_ms: int | None
    lost_late: int = 0

    @classmethod
    def together(cls, parts: Sequence["Waits"]) -> "Waits":
        """Sums those of several queues."""
        starts = [waits.longest_since_ms for waits in parts if waits.longest_since_ms is not None]
        late, waiting = sum(waits.late for waits in parts), sum(waits.waiting for waits in parts)
        return cls(late, waiting, min(starts, default=None), sum(waits.lost_late for waits in parts))

    def left_out(self) -> "Waits":
        """Returns these as those of a lost PBX that is left out of a group."""
        return Waits(0, 0, None, self.late + self.lost_late)

    def now(self, scope: ScopeId, agents: dict[AgentState, int], positions: dict[CallId, int]) -> QueueNow:
        """Returns a queue or group at this moment."""
        return QueueNow(
            scope=scope,
            waiting=self.waiting,
            late=self.late,
            longest_since_ms=self.longest_since_ms,
            agents=agents,
            positions=positions,
        )


NOBODY = Waits(0, 0, None)


def waits_of(state: State, queue_id: QueueId, now_ms: int) -> Waits:
    """Returns a queue's waits; an answered caller who waits again is not a second miss.

    One who left late is a miss while it is not known yet whether the visit goes on.
    """
    calls = [state.calls[call_id] for call_id in state.waiting.get(queue_id, ())]
    leaving = [state.calls[call_id] for call_id in state.leaving.get(queue_id, ())]
    if not calls and not leaving:
        return NOBODY
    threshold_ms = state.queues[queue_id].goal.threshold_s * 1000
    late = sum(call.answered_ms is None and queue_wait_ms(call, now_ms) > threshold_ms for call in leaving)
    starts_ms = []
    for call in calls:  # without a call of a function each, since all of a queue are looked at whenever one moves
        if call.answered_ms is None:
            starts_ms.append(call.entered_ms)
            late += now_ms - call.entered_ms > threshold_ms
        else:
            starts_ms.append(call.phase_since_ms)
    return Waits(late, len(calls), min(starts_ms, default=None))
