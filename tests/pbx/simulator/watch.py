"""A simulated centre whose every event goes into the real engine, and what must hold at any moment."""

from typing import TypeVar

from wallboard.domain.actions.commands import Command
from wallboard.domain.actions.moves import MoveCallToAgent, MoveCallToQueue
from wallboard.domain.centre import events as e
from wallboard.domain.centre.current_state import State
from wallboard.domain.centre.state import Activity, Agent, Availability, Call, CallPhase
from wallboard.domain.counts.calendar import Calendar
from wallboard.domain.counts.counter import Tally
from wallboard.domain.counts.figures import Figures, Window
from wallboard.domain.counts.formulas import Goals
from wallboard.domain.engine import Engine
from wallboard.domain.ids import (
    ALL,
    AgentId,
    CallId,
    CommandId,
    Key,
    QueueId,
    ScopeId,
)
from wallboard.pbx.simulator.centre import SimulatedCentre
from wallboard.pbx.simulator.options import SimulatorOptions
from wallboard.pbx.simulator.world import Count

LIVE_MS = 1_795_255_200_000
"""A working day's 10:00 UTC."""

E = TypeVar("E", bound=e.Event)


class Watch:
    """A centre that has just gone live.

    Attributes:
        events: all that was told.
        talks: which agent talks to which caller by the events alone.
    """

    def __init__(self, options: SimulatorOptions | None = None) -> None:
        self.options = options or SimulatorOptions(agents=20, queues=4, site_hour=10.0)
        self.centre = SimulatedCentre(self.options, LIVE_MS)
        self.engine = Engine(Calendar(), Goals(), LIVE_MS - self.options.history_s * 1000)
        self.events: list[e.Event] = []
        self.talks: dict[AgentId, CallId] = {}
        self._commands = 0
        self._take(self.centre.open())
        self._take(self.centre.advance(LIVE_MS))
        self._take(self.centre.go_live())

    @property
    def state(self) -> State:
        return self.engine.state

    @property
    def now_s(self) -> float:
        return (self.centre.now_ms - LIVE_MS) / 1000

    def run(self, seconds: float) -> list[e.Event]:
        """Let the time go by."""
        events = self.centre.advance(self.centre.now_ms + round(seconds * 1000))
        self._take(events)
        return events

    def run_to(self, kind: type[E], within_s: float = 3600, **fields: object) -> E:
        """Let the time go by until an event of that kind with these fields, second by second."""
        for _ in range(round(within_s * 4)):
            for event in self.run(0.25):
                if isinstance(event, kind) and all(getattr(event, name) == value for name, value in fields.items()):
                    return event
        raise AssertionError(f"no {kind.__name__} {fields} within {within_s} s")

    def order(self, command: Command) -> None:
        self.centre.order(command, "sue")

    def next_id(self) -> CommandId:
        self._commands += 1
        return CommandId(f"command-{self._commands}")

    def move(self, call: Call, to: AgentId | None = None, queue: QueueId | None = None) -> None:
        """Order a move to an agent or to a queue."""
        rev = call.handover_rev
        if to is not None:
            self.order(MoveCallToAgent(id=self.next_id(), call_id=call.id, expect_rev=rev, agent_id=to))
        else:
            assert queue is not None
            self.order(MoveCallToQueue(id=self.next_id(), call_id=call.id, expect_rev=rev, queue_id=queue))

    def call(self, phase: CallPhase) -> Call:
        """The newest call in that phase; the time goes by until there is one."""
        for _ in range(14_400):
            if found := [call for call in self.state.calls.values() if call.phase is phase]:
                return max(found, key=lambda call: call.phase_since_ms)
            self.run(0.25)
        raise AssertionError(f"nobody was {phase} within an hour")

    def ready(self, *, but: AgentId | None = None) -> Agent:
        """An agent whom a queue could ring now; the time goes by until there is one."""
        for _ in range(14_400):
            for agent in self.state.agents.values():
                free = agent.activity is Activity.IDLE and agent.availability is Availability.READY
                if free and agent.reachable and not agent.do_not_disturb and agent.id != but:
                    return agent
            self.run(0.25)
        raise AssertionError("nobody was ready within an hour")

    def _take(self, events: list[e.Event]) -> None:
        for event in events:
            self.engine.apply(event)
            self._follow(event)
        self.events += events

    def _follow(self, event: e.Event) -> None:
        """Nobody talks to two at once, as far as the events say."""
        match event:
            case e.CallAnswered() | e.CallFound():
                assert event.agent_id not in self.talks, f"{event.agent_id} talks to two callers"
                assert event.call_id not in self.talks.values(), f"{event.call_id} talks to two agents"
                self.talks[event.agent_id] = event.call_id
            case e.CallEnded() | e.CallMoving() | e.CallerAbandoned() | e.CallerLeft() | e.CallerJoined():
                self.talks = {agent: call for agent, call in self.talks.items() if call != event.call_id}
            case _:
                pass

    def today(self, scope: ScopeId = ALL) -> Tally:
        """What the engine counts today."""
        self.engine.flush(self.centre.now_ms)
        figures = self.engine.published[Key("figures", scope, Window.TODAY)]
        assert isinstance(figures, Figures)
        return figures.tally

    def unanswered(self, queue_id: QueueId) -> int:
        """Callers in a queue, or on the way out of it, who were never answered."""
        return sum(call.queue_id == queue_id and call.answered_ms is None for call in self.state.calls.values())

    def check(self) -> None:
        """The books are closed, and they are the callers' own."""
        counts = self.centre.counts()
        for queue_id, count in counts.items():
            tally = self.today(queue_id)
            told = Count(
                offered=tally.offered,
                answered=tally.answered,
                abandoned=tally.abandoned,
                flowed_out=tally.flowed_out,
                moved_in=count.moved_in,
                moved_out=count.moved_out,
                handled=tally.handled,
            )
            assert told == count
            assert tally.unobserved == 0
            left = tally.answered + tally.abandoned + tally.flowed_out
            assert tally.offered == left + self.unanswered(queue_id)
        total = self.today()
        assert total.offered == sum(count.offered - count.moved_in for count in counts.values())
        assert total.flowed_out == sum(count.flowed_out - count.moved_out for count in counts.values())
        assert total.answered == sum(count.answered for count in counts.values())
        assert total.abandoned == sum(count.abandoned for count in counts.values())
        self._check_agents()

    def _check_agents(self) -> None:
        for call in self.state.calls.values():
            if call.is_with_agent:
                assert call.agent_id is not None
                agent = self.state.agents[call.agent_id]
                assert agent.activity in (Activity.TALKING, Activity.HOLD)
                assert agent.call_id == call.id
        ringing_or_talking = [agent.call_id for agent in self.state.agents.values() if agent.call_id is not None]
        assert len(ringing_or_talking) == len(set(ringing_or_talking))
        assert set(ringing_or_talking) <= self.state.calls.keys()
