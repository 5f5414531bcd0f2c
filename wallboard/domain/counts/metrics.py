"""Keeps the books of all queues and of the total, and what is so now of waits and of agents' states."""

from collections.abc import Iterable
from typing import NamedTuple

from wallboard.domain.centre.agent_state import AgentState, shown_state
from wallboard.domain.centre.queue_entry import queue_wait_ms
from wallboard.domain.centre.state import Agent, Source, SourceStatus, State, membership_key
from wallboard.domain.counts import call_outcomes as b
from wallboard.domain.counts.calendar import Calendar
from wallboard.domain.counts.figures import Figures, Interval, QueueNow, Sample
from wallboard.domain.counts.queue_counters import MINUTE_MS, ObservedTime, QueueCounters
from wallboard.domain.ids import ALL_QUEUES, AgentId, QueueId


class Waits(NamedTuple):
    """Callers who wait past the threshold, callers who wait, and since when the longest waits (epoch ms)."""

    late: int
    waiting: int
    longest_since_ms: int | None


class Metrics:
    """The books of all queues and of the total.

    Attributes:
        watch: the time that agents' states are measured by, in all books.
        books: by queue; the total is under `ALL_QUEUES`.
        dirty: the queues that may look different since they were last published.
        booked: those among them whose counts may be different too.
        waits: of each queue where somebody waited when it was last looked at.
        began_ms: since when there is a count at all.
    """

    def __init__(self, calendar: Calendar, now_ms: int) -> None:
        self.calendar = calendar
        self.watch = ObservedTime()
        self.books: dict[QueueId, QueueCounters] = {}
        self.dirty: set[QueueId] = set()
        self.booked: set[QueueId] = set()
        self.waits: dict[QueueId, Waits] = {}
        self._closed: dict[QueueId, QueueCounters] = {}
        self._placed: dict[AgentId, dict[QueueId, AgentState]] = {}
        self.began_ms = now_ms
        self._minute = now_ms // MINUTE_MS
        self.open(ALL_QUEUES, now_ms)

    def open(self, queue_id: QueueId, now_ms: int) -> list[Interval]:
        """Begin to count for a queue that is there now; one that is or was there before goes on.

        Of one that comes back today's finished intervals are returned: who came meanwhile has not seen them.
        """
        past: list[Interval] = []
        if (closed := self._closed.pop(queue_id, None)) is not None:
            closed.turn(now_ms)
            past = closed.intervals
            self.books[queue_id] = closed
        elif queue_id not in self.books:
            self.books[queue_id] = QueueCounters(queue_id, self.calendar, self.watch, self.began_ms, now_ms)
        self.touch(queue_id)
        self.booked |= {queue_id, ALL_QUEUES}
        return past

    def all_books(self) -> list[QueueCounters]:
        """The books of all queues, of those that were removed too, and of the total."""
        return [*self.books.values(), *self._closed.values()]

    def resume(self, at_ms: int, began_ms: int, unwatched_ms: int) -> None:
        """Go on where another left off at ``at_ms``: nobody looks until all links are up."""
        self.began_ms = began_ms
        self.watch = ObservedTime(stopped_ms=at_ms, unwatched_ms=unwatched_ms)
        self._minute = at_ms // MINUTE_MS
        self.books.clear()

    def resume_book(self, queue_id: QueueId, at_ms: int, *, is_open: bool) -> QueueCounters:
        """A new book that takes the sums of one that another kept."""
        book = QueueCounters(queue_id, self.calendar, self.watch, self.began_ms, at_ms)
        (self.books if is_open else self._closed)[queue_id] = book
        self.touch(queue_id)
        self.booked |= {queue_id, ALL_QUEUES}
        return book

    def close(self, queue_id: QueueId) -> None:
        """Close the book of a queue that is no more; what it counted stays, in the total and for its return."""
        if (book := self.books.pop(queue_id, None)) is not None:
            book.samples.clear()
            self._closed[queue_id] = book
        self.waits.pop(queue_id, None)
        self.touch(ALL_QUEUES)
        self.booked.add(ALL_QUEUES)

    def book(self, bookings: Iterable[b.CallOutcome], state: State) -> None:
        """Count bookings in their queues and in the total, each by its own queue's threshold."""
        for booking in bookings:
            queue_id = booking.queue_id
            queue = state.queues.get(queue_id)
            goal = queue.goal if queue else state.goals.of(queue_id)
            if (book := self._book_of(queue_id)) is not None:
                book.book(booking, goal)
            own_move = isinstance(booking, b.Offered | b.FlowedOut) and not booking.in_total
            if not (own_move or state.listings.hides(queue_id)):
                self.books[ALL_QUEUES].book(booking, goal)
            self.touch(queue_id)
            self.booked |= {queue_id, ALL_QUEUES}

    def touch(self, queue_id: QueueId) -> None:
        """Something in a queue changed: who waits there, or in which state its agents are."""
        self.dirty.add(queue_id)
        self.dirty.add(ALL_QUEUES)

    def look(self, links: Iterable[Source], at_ms: int) -> None:
        """Agents' times stand still from a link's end until all are up, not while a first state is being read."""
        statuses = {link.status for link in links}
        if SourceStatus.DOWN in statuses:
            self.watch.stop(at_ms)
        elif statuses == {SourceStatus.UP}:
            self.watch.go_on(at_ms)

    def touch_all(self) -> None:
        """Time has passed: waits and agents' times grow by themselves in every queue."""
        self.dirty |= self.books.keys()
        self.booked |= self.books.keys()

    def place(self, agent: Agent | None, agent_id: AgentId, state: State, at_ms: int) -> None:
        """Keep in which state an agent is counted in each queue and in the total; None when the agent is gone."""
        new = {} if agent is None else _states_of(agent, state)
        old = self._placed.get(agent_id, {})
        if old == new:
            return
        for queue_id, shown in old.items():
            if new.get(queue_id) is not shown and (book := self._book_of(queue_id)) is not None:
                book.leave(shown, at_ms)
        for queue_id, shown in new.items():
            if old.get(queue_id) is not shown and (book := self._book_of(queue_id)) is not None:
                book.enter(shown, at_ms)
        self._placed[agent_id] = new
        if agent is None:
            del self._placed[agent_id]

    def _book_of(self, queue_id: QueueId) -> QueueCounters | None:
        self.dirty.add(queue_id)
        return self.books.get(queue_id) or self._closed.get(queue_id)

    def turn(self, now_ms: int) -> list[Interval]:
        """Open the windows that begin by ``now_ms`` in every book; the intervals that ended are returned.

        All windows begin at whole minutes, so that within one there is nothing to do.
        """
        minute = now_ms // MINUTE_MS
        if minute <= self._minute:
            return []
        self._minute = minute
        return [interval for book in self.books.values() for interval in book.turn(now_ms)]

    def publish(self, state: State, now_ms: int, turned_ms: int) -> list[Figures | QueueNow]:
        """How the queues that may have changed look at this moment, the total last; then all is told.

        Waits are as long as they are at ``now_ms``, or were when the PBX was last heard; windows and agents' times
        are those of ``turned_ms``, which stands still while a clock that was set back catches up.
        """
        now_ms = self.watch.seen_until_ms(now_ms)
        queue_ids = [queue_id for queue_id in self.dirty if queue_id in self.books and queue_id != ALL_QUEUES]
        entities = [
            entity
            for queue_id in queue_ids
            for entity in self._of(queue_id, self._look(queue_id, state, now_ms), turned_ms)
        ]
        if ALL_QUEUES in self.dirty:
            entities += self._of(ALL_QUEUES, self._total(state), turned_ms)
        self.dirty.clear()
        self.booked.clear()
        return entities

    def _of(self, queue_id: QueueId, waits: Waits, now_ms: int) -> list[Figures | QueueNow]:
        book = self.books[queue_id]
        agents = {shown: count for shown, count in book.states.items() if count}
        pulse = QueueNow(
            queue_id=queue_id, waiting=waits.waiting, longest_since_ms=waits.longest_since_ms, agents=agents
        )
        return [pulse, *book.figures(now_ms, waits.late)] if queue_id in self.booked else [pulse]

    def samples(self, state: State, now_ms: int) -> list[Sample]:
        """Note of each queue and of the total how many wait and how long, unless nobody can see them now."""
        if self.watch.stopped_ms is not None:
            return []
        queue_ids = [queue_id for queue_id in self.books if queue_id != ALL_QUEUES]
        samples = [self._sample(queue_id, self._look(queue_id, state, now_ms), now_ms) for queue_id in queue_ids]
        return [*samples, self._sample(ALL_QUEUES, self._total(state), now_ms)]

    def _sample(self, queue_id: QueueId, waits: Waits, now_ms: int) -> Sample:
        longest_ms = 0 if waits.longest_since_ms is None else max(0, now_ms - waits.longest_since_ms)
        sample = Sample(queue_id=queue_id, at_ms=now_ms, waiting=waits.waiting, longest_wait_ms=longest_ms)
        self.books[queue_id].samples.append(sample)
        return sample

    def _look(self, queue_id: QueueId, state: State, now_ms: int) -> Waits:
        """Look at a queue's callers anew; a caller answered before who waits again is no second miss.

        One who left late is a miss while it is not known either whether the visit goes on.
        """
        calls = [state.calls[call_id] for call_id in state.waiting.get(queue_id, ())]
        leaving = [state.calls[call_id] for call_id in state.leaving.get(queue_id, ())]
        if not calls and not leaving:
            self.waits.pop(queue_id, None)
            return Waits(0, 0, None)
        threshold_ms = state.queues[queue_id].goal.threshold_s * 1000
        late = sum(
            call.answered_ms is None and queue_wait_ms(call, now_ms) > threshold_ms for call in (*calls, *leaving)
        )
        longest_since_ms = min((call.waits_since_ms for call in calls), default=None)
        waits = self.waits[queue_id] = Waits(late, len(calls), longest_since_ms)
        return waits

    def _total(self, state: State) -> Waits:
        """All queues that are shown together, out of what was seen of each when it was last looked at."""
        waits = [wait for queue_id, wait in self.waits.items() if not state.listings.hides(queue_id)]
        since_ms = [wait.longest_since_ms for wait in waits if wait.longest_since_ms is not None]
        return Waits(
            sum(wait.late for wait in waits), sum(wait.waiting for wait in waits), min(since_ms, default=None)
        )


def _states_of(agent: Agent, state: State) -> dict[QueueId, AgentState]:
    """An agent's state in each of their queues and in the total, where only who is paused in all of them is so.

    Hidden queues are none of the total's: who works for those alone is not in it.
    """
    queue_ids = state.queues_of.get(agent.id, set())
    states = dict.fromkeys((*queue_ids, ALL_QUEUES), shown_state(agent)[0])
    for queue_id in state.paused_in.get(agent.id, ()):
        states[queue_id] = shown_state(agent, state.memberships[membership_key(queue_id, agent.id)])[0]
    if not state.works_in_sight(agent.id):
        del states[ALL_QUEUES]
    elif (paused := state.paused_in_sight(agent.id)) is not None:
        states[ALL_QUEUES] = states[paused]
    return states
