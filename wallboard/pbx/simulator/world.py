"""The current state of the simulated centre, and the one place where its events are reported.

The parts of the simulator (`agent_states`, `talks`, `lines`, …) change it; nothing is decided here.
"""

from dataclasses import dataclass, field
from random import Random

from wallboard.domain.centre.events import Event
from wallboard.domain.centre.state import Activity, Availability, CallPhase, Direction
from wallboard.domain.ids import AgentId, CallId, QueueId
from wallboard.pbx.simulator.catalogue import QueueProfile
from wallboard.pbx.simulator.options import SimulatorOptions
from wallboard.pbx.simulator.plan import Plan, make_plan
from wallboard.pbx.simulator.timetable import Timer, Timetable


@dataclass(slots=True)
class Count:
    """What the callers themselves would say became of them: what a wallboard must show.

    ``moved_out`` and ``moved_in`` are those parts of ``flowed_out`` and ``offered`` that our own moves made.
    """

    offered: int = 0
    answered: int = 0
    abandoned: int = 0
    flowed_out: int = 0
    moved_in: int = 0
    moved_out: int = 0
    handled: int = 0


@dataclass(slots=True, eq=False)
class QueueLine:
    """A queue and its waiting callers, head first."""

    profile: QueueProfile
    count: Count = field(default_factory=Count)
    agents: list[tuple[int, "SimulatedAgent"]] = field(default_factory=list)
    waiting: list["SimulatedCaller"] = field(default_factory=list)

    @property
    def id(self) -> QueueId:
        """Returns the queue's key."""
        return self.profile.id


@dataclass(slots=True, eq=False)
class SimulatedCaller:
    """A caller from the first queue until the call is over.

    ``agent`` is who is rung for the caller or talks to them. ``patience`` ends in hanging up, ``exit`` in
    leaving the queue, ``step`` is the next step of a move or the end of an announcement; ``moved_in`` says
    that a move led here.
    """

    id: CallId
    number: str
    name: str
    line: QueueLine
    entered_ms: int
    phase: CallPhase = CallPhase.WAITING
    phase_since_ms: int = 0
    position: int = 0
    agent: "SimulatedAgent | None" = None
    answered: bool = False
    gone: bool = False
    to_agent: AgentId | None = None
    to_queue: QueueId | None = None
    moved_in: bool = False
    patience: Timer | None = None
    exit: Timer | None = None
    step: Timer | None = None


@dataclass(slots=True)
class SimulatedTalk:
    """An agent's part of a call, until the wrap-up after it is over."""

    call_id: CallId
    line: QueueLine
    began_ms: int
    hold_ms: int = 0
    talk_ms: int = 0
    ended_ms: int = 0


@dataclass(slots=True, eq=False)
class SimulatedAgent:
    """An agent and the phone in front of them.

    ``paused_in`` has reason and start of the pause in each queue of which the agent takes no calls for now.
    ``wanted`` is the availability (and pause reason) that begins when the call in hand is over; ``timer``
    the end of the ring, the next turn of the talk or the end of the wrap-up; until ``rests_until_ms`` the
    queues do not ring a phone that was just left to ring out.
    """

    id: AgentId
    name: str
    lines: list[tuple[int, QueueLine]] = field(default_factory=list)
    availability: Availability = Availability.LOGGED_OUT
    availability_since_ms: int = 0
    pause_reason: str = ""
    wanted: tuple[Availability, str] | None = None
    reachable: bool = True
    do_not_disturb: bool = False
    paused_in: dict[QueueId, tuple[str, int]] = field(default_factory=dict)
    activity: Activity = Activity.IDLE
    activity_since_ms: int = 0
    direction: Direction = Direction.QUEUE
    caller: SimulatedCaller | None = None
    free_at_ms: int | None = None
    talk: SimulatedTalk | None = None
    timer: Timer | None = None
    rests_until_ms: int = 0


class World:
    """The whole state, the time, random numbers, and the reported events that are not fetched yet.

    Attributes:
        site_offset_ms: what makes a world time the site's own clock.
        heard: false while the connection to the PBX is lost.
    """

    def __init__(self, options: SimulatorOptions, now_ms: int, site_offset_ms: int) -> None:
        self.options = options
        self.site_offset_ms = site_offset_ms
        self.rng = Random(f"day {options.seed}")
        self.timetable = Timetable(now_ms)
        self.plan: Plan = make_plan(options)
        self.lines = {profile.id: QueueLine(profile) for profile in self.plan.queues}
        self.agents = {
            worker.id: SimulatedAgent(
                worker.id, worker.name, availability_since_ms=now_ms, activity_since_ms=now_ms
            )
            for worker in self.plan.workers
        }
        self.callers: dict[CallId, SimulatedCaller] = {}
        self.heard = True
        self._events: list[Event] = []
        for worker in self.plan.workers:
            agent = self.agents[worker.id]
            for queue_id, level in worker.skills.items():
                line = self.lines[queue_id]
                agent.lines.append((level, line))
                line.agents.append((level, agent))

    @property
    def now_ms(self) -> int:
        """Returns the world's time."""
        return self.timetable.now_ms

    def emit(self, event: Event) -> None:
        """Adds an event, unless the connection to the PBX is lost."""
        if self.heard:
            self._events.append(event)

    def fetch(self) -> list[Event]:
        """Returns the events since the last fetch."""
        events, self._events = self._events, []
        return events
