"""What the tests of the Asterisk adapter tell: recordings of a real one, and days of their own making."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from wallboard.domain.centre import reducer
from wallboard.domain.centre.changes import Changes
from wallboard.domain.centre.current_state import State
from wallboard.domain.centre.events import Event
from wallboard.domain.centre.state import Agent
from wallboard.domain.counts import call_outcomes as b
from wallboard.domain.counts.formulas import Goals
from wallboard.domain.ids import AgentId
from wallboard.pbx.asterisk.state import axes, mapping, phones, privacy, queue_list, snapshot
from wallboard.pbx.asterisk.state.pbx_state import PbxState
from wallboard.pbx.asterisk.wire.codec import AmiMessage, Decoder

RECORDINGS = Path(__file__).parent / "recordings"
GREETING = b"Asterisk Call Manager/11.0.0\r\n"
NOW_MS = 1_795_284_540_000

E = TypeVar("E", bound=Event)
NAMES = sorted(path.stem for path in RECORDINGS.glob("*.txt"))


@dataclass
class Played:
    """What came of a stream of AMI messages: the PBX's state, the domain events, and the state they make.

    ``presentations`` are how the PBX says that a channel's number and name may be shown, where not freely.
    """

    pbx_state: PbxState
    events: list[Event] = field(default_factory=list)
    state: State = field(default_factory=lambda: State(goals=Goals()))
    bookings: list[b.CallOutcome] = field(default_factory=list)
    rows: list[AmiMessage] = field(default_factory=list)
    presentations: dict[str, dict[str, str]] = field(default_factory=dict)

    def apply(self, message: AmiMessage) -> None:
        """Take one message in at its own time."""
        if message.event.startswith(("QueueParams", "QueueMember", "QueueEntry")) and message.get("ActionID"):
            self.rows.append(message)
            return
        if message.event == "QueueStatusComplete":
            snapshot.take_over(self.pbx_state, self.rows, [])
            self.rows = []
        if stamp := message.get("Timestamp"):
            self.advance(round(float(stamp) * 1000))
        mapping.apply(self.pbx_state, message)
        self._collect()

    def advance(self, now_ms: int) -> None:
        """Let the clock go on to ``now_ms`` and do what was due on the way."""
        agenda = self.pbx_state.agenda
        while (due_ms := agenda.next_ms()) is not None and due_ms <= now_ms:
            self.pbx_state.now_ms = max(due_ms, self.pbx_state.now_ms)
            action = agenda.take(due_ms)
            assert action is not None
            action()
            axes.refresh(self.pbx_state)
        self.pbx_state.now_ms = max(now_ms, self.pbx_state.now_ms)
        self._collect()

    def wait(self, seconds: float) -> None:
        """Let time pass without a message."""
        self.advance(self.pbx_state.now_ms + round(seconds * 1000))

    def of(self, kind: type[E]) -> list[E]:
        """The events of one kind, in order."""
        return [event for event in self.events if isinstance(event, kind)]

    def booked(self, kind: type[b.CallOutcome]) -> int:
        """How often something was counted."""
        return sum(isinstance(booking, kind) for booking in self.bookings)

    def _answer_inquiries(self) -> None:
        """Answer what a real PBX answers at once: how a caller's number may be shown. The rest is the test's."""
        asked, self.pbx_state.inquiries = self.pbx_state.inquiries, []
        for inquiry in asked:
            headers = dict(inquiry.action.headers)
            if headers.get("Variable") in (privacy.OF_BOTH, privacy.OF_NUMBER):
                said = self.presentations.get(headers["Channel"], {}).get(headers["Variable"], "allowed")
                inquiry.answered([AmiMessage({"Response": "Success", "Value": said})])
            else:
                self.pbx_state.inquiries.append(inquiry)
        if asked and self.pbx_state.inquiries != asked:
            self._answer_inquiries()

    def _collect(self) -> None:
        self._answer_inquiries()
        for event in self.pbx_state.events:
            changes = Changes()
            reducer.apply(self.state, event, changes)
            self.events.append(event)
            self.bookings += changes.bookings
        self.pbx_state.events.clear()


def event(name: str, **headers: object) -> AmiMessage:
    """An AMI event as Asterisk would send it."""
    return AmiMessage({"Event": name, **{header: str(value) for header, value in headers.items()}})


class Story(Played):
    """A contact centre with PJSIP phones whose day a test tells by AMI's own events."""

    def send(self, name: str, **headers: object) -> None:
        """Let the PBX send one event."""
        self.apply(event(name, **headers))

    def lists(
        self, *rows: AmiMessage, channels: tuple[AmiMessage, ...] = (), moved: tuple[AmiMessage, ...] = ()
    ) -> None:
        """Let the PBX list its queues and channels after a login, and the variables of ``moved`` channels."""
        snapshot.take_over(self.pbx_state, rows, channels, moved)
        self._collect()

    def poll(self, *rows: AmiMessage) -> None:
        """Let the PBX answer a reconcile poll."""
        queue_list.reconcile(self.pbx_state, rows)
        self._collect()

    def open(self, *phones: str, queue: str = "support") -> None:
        """One queue, and these agents take its calls."""
        self.lists(params(queue), *(member(queue, phone) for phone in phones))

    def caller(self, uniqueid: str = "c1", queue: str = "support", position: int = 1) -> None:
        """A caller enters a queue."""
        channel = {"Uniqueid": uniqueid, "Linkedid": uniqueid, "Channel": f"PJSIP/trunk-{uniqueid:0>8}"}
        self.send("Newchannel", ChannelState=4, **channel)
        number = {"CallerIDNum": "+351910000001", "CallerIDName": "Ana"}
        self.send("QueueCallerJoin", Queue=queue, Position=position, Count=position, **channel, **number)

    def hang_up(self, uniqueid: str) -> None:
        """The far side of a channel hangs up."""
        self.send("HangupRequest", Uniqueid=uniqueid)
        self.send("Hangup", Uniqueid=uniqueid)

    def dial(self, phone: str, leg: str, caller: str = "c1") -> None:
        """A caller's channel dials an agent's phone."""
        name = f"{phone}-{leg.encode().hex():0>8}"
        far = {"DestUniqueid": leg, "DestChannel": name, "DestLinkedid": caller}
        self.send("Newchannel", Uniqueid=leg, Channel=name, Linkedid=caller, ChannelState=0)
        self.send("DialBegin", Uniqueid=caller, **far)
        self.send("Newstate", Uniqueid=leg, ChannelState=5)

    def ring(self, phone: str, leg: str, caller: str = "c1", queue: str = "support") -> None:
        """The queue rings an agent for a caller."""
        self.dial(phone, leg, caller)
        self.send("AgentCalled", Uniqueid=caller, DestUniqueid=leg, Queue=queue, Interface=phone)

    def meet(self, bridge: str, *channels: str) -> None:
        """Channels come into one bridge."""
        for channel in channels:
            self.send("BridgeEnter", BridgeUniqueid=bridge, Uniqueid=channel)

    def connect(self, phone: str, leg: str, caller: str = "c1", queue: str = "support") -> None:
        """The rung agent answers the queue's call."""
        self.send("Newstate", Uniqueid=leg, ChannelState=6)
        self.send("DialEnd", Uniqueid=caller, DestUniqueid=leg, DialStatus="ANSWER")
        self.send("QueueCallerLeave", Uniqueid=caller, Queue=queue, Position=1, Count=0)
        self.send("AgentConnect", Uniqueid=caller, DestUniqueid=leg, Queue=queue, Interface=phone)
        self.meet(f"b-{caller}", leg, caller)

    def talk(self, phone: str, leg: str, caller: str = "c1", queue: str = "support") -> None:
        """A caller comes and the agent talks with it."""
        self.caller(caller, queue)
        self.ring(phone, leg, caller, queue)
        self.connect(phone, leg, caller, queue)

    def agent(self, phone: str) -> Agent:
        """What is known of an agent."""
        return self.state.agents[AgentId(phone)]


def params(queue: str, service_level: int = 20) -> AmiMessage:
    """QueueStatus' row of a queue."""
    return event("QueueParams", Queue=queue, ServiceLevel=service_level)


def member(queue: str, interface: str, **other: object) -> AmiMessage:
    """QueueStatus' row of a member."""
    headers = {"Name": f"Agent {interface}", "StateInterface": interface, "Status": 1, "Paused": 0, **other}
    return event("QueueMember", Queue=queue, Location=interface, **headers)


def entry(queue: str, uniqueid: str, **other: object) -> AmiMessage:
    """QueueStatus' row of a waiting caller."""
    headers = {"Position": 1, "Wait": 7, "Priority": 0, "Channel": f"PJSIP/trunk-{uniqueid:0>8}", **other}
    return event("QueueEntry", Queue=queue, Uniqueid=uniqueid, CallerIDNum="unknown", **headers)


def channel(uniqueid: str, name: str, **other: object) -> AmiMessage:
    """CoreShowChannels' row of a channel."""
    headers = {"ChannelState": 6, "Linkedid": uniqueid, "Duration": "00:00:09", **other}
    return event("CoreShowChannel", Uniqueid=uniqueid, Channel=name, **headers)


def status(uniqueid: str, values: Mapping[str, str], **other: object) -> AmiMessage:
    """Status' row of a channel, with its variables."""
    headers = {"Uniqueid": uniqueid, **{header: str(value) for header, value in other.items()}}
    variables = [f"{name}={value}" for name, value in values.items()]
    return AmiMessage({"Event": "Status", **headers, "Variable": "".join(variables[:1])}, {"Variable": variables})


def messages_of(name: str) -> list[AmiMessage]:
    """All messages of a recording, in order."""
    return Decoder().feed(GREETING + (RECORDINGS / f"{name}.txt").read_bytes())


def heard(name: str) -> list[AmiMessage]:
    """The messages of a recording of what AMI leaves out or tells late."""
    return messages_of(f"wire/{name}")


def play_case(name: str) -> Story:
    """A recording of a call on a system of FreePBX's shape, played in a centre that knows its members and hints."""
    messages = Decoder().feed(GREETING + (RECORDINGS / "cases" / f"{name}.txt").read_bytes())
    made = Story(PbxState({}, 2.0, 30.0))
    made.pbx_state.now_ms = round(float(messages[0].get("Timestamp")) * 1000) - 1
    numbers = [*range(1001, 1013), *range(1101, 1109), *range(2001, 2005)]
    hints = [
        event("ExtensionStatus", Exten=n, Context="ext-local", Hint=f"PJSIP/{n}&Custom:DND{n}") for n in numbers
    ]
    phones.take_hints(made.pbx_state, hints)
    made.lists(*_rows_of(messages))
    for message in messages:
        made.apply(message)
    made.wait(70)
    return made


def _rows_of(messages: list[AmiMessage]) -> list[AmiMessage]:
    """QueueStatus' rows as they must have been before a recording began."""
    called = {
        (message.get("Queue"), message.get("Interface")): message
        for message in messages
        if message.get("Interface")
    }
    states = {
        message.get("Interface"): message.get("StateInterface")
        for message in messages
        if message.get("StateInterface")
    }
    rows = [
        params(queue) for queue in sorted({message.get("Queue") for message in messages if message.get("Queue")})
    ]
    for (queue, interface), message in called.items():
        state = states.get(interface) or _STATES.get(interface, interface)
        rows.append(member(queue, interface, Name=message.get("MemberName"), StateInterface=state))
    return rows


_STATES = {"Local/1011@agent-pool": "Agent:1011", "Local/1104@from-queue": "PJSIP/1104"}


def new_story() -> Story:
    """An empty contact centre on a fixed day; wrap-up lasts five seconds."""
    made = Story(PbxState({}, 5.0))
    made.pbx_state.now_ms = NOW_MS
    return made
