"""The current state of one PBX's contact centre, with its look-ups.

It decides nothing: events change it by `mapping` and the modules that it calls, lists by `snapshot`.
"""

from collections.abc import Mapping

from wallboard.domain.centre.events import Event
from wallboard.domain.ids import AgentId, CallId, QueueId
from wallboard.pbx.agenda import Agenda
from wallboard.pbx.asterisk.state.devices import device_of
from wallboard.pbx.asterisk.state.model import AgentRecord, Caller, Channel, Inquiry, Monitoring
from wallboard.pbx.asterisk.wire.spelling import Spelling


class PbxState:
    """The current state of one PBX's contact centre, and the domain events that are not taken yet.

    Attributes:
        now_ms: the gateway's clock at the message or deadline in progress.
        pbx_ahead_ms: how far the PBX's clock is ahead of the gateway's.
        changed: agents whose axes are to be derived again before the events are taken.
        waiting: for each queue the callers that are in it.
        phones: agents by their device, e.g. ``PJSIP/1001``.
        spelling: how the PBX's own texts, which all of the above holds, are reported.
        inquiries: the queries that are still to be sent to the PBX, in order.
        wants_poll: whether the PBX's queues are to be read again immediately.
        missing_since: since when lists omit a queue, or a member by its interface.
        rejoin_ms: how soon a caller has to be back in the same queue to continue the same visit; 0 is never.
        rejoin_by_queue_s: the same in seconds for queues that have their own, by the names that are shown.
        watched: agents by every device of theirs, a switch such as ``Custom:DND1001`` too.
        interfaces: agents by every interface that a queue calls them at.
        hints: the devices behind an extension, by ``extension@context``.
        extensions: the phones of this PBX that hints name.
        device_states: the PBX's last state of a device, e.g. ``UNAVAILABLE``.
        holding: bridges in which channels wait beside each other without audio: parking, agents that signed in.
        nested: channels that wait in a queue which is a member of another, and for which caller.
        queue_members: interfaces at which a queue calls another queue.
        loops: queues into which the dialplan led a caller back after an announcement.
        announcing: trunks that report a caller's hang-up before it happens, by `callers.trunk_of`.
    """

    def __init__(
        self, wrap_up_s: Mapping[str, float], default_wrap_up_s: float = 0.0, rejoin_s: float = 0.0
    ) -> None:
        self.now_ms = 0
        self.pbx_ahead_ms = 0
        self.queues: dict[QueueId, float | None] = {}
        self.people: dict[AgentId, AgentRecord] = {}
        self.callers: dict[CallId, Caller] = {}
        self.waiting: dict[QueueId, set[CallId]] = {}
        self.channels: dict[str, Channel] = {}
        self.bridges: dict[str, set[str]] = {}
        self.monitors: dict[str, Monitoring] = {}
        self.phones: dict[str, AgentId] = {}
        self.watched: dict[str, set[AgentId]] = {}
        self.interfaces: dict[str, AgentId] = {}
        self.hints: dict[str, tuple[str, ...]] = {}
        self.extensions: frozenset[str] = frozenset()
        self.device_states: dict[str, str] = {}
        self.holding: set[str] = set()
        self.nested: dict[str, CallId] = {}
        self.queue_members: set[str] = set()
        self.loops: set[QueueId] = set()
        self.announcing: set[str] = set()
        self.changed: dict[AgentId, None] = {}
        self.agenda = Agenda()
        self.spelling = Spelling()
        self.missing_since: dict[tuple[QueueId, str], int] = {}
        self.inquiries: list[Inquiry] = []
        self.wants_poll = False
        self.events: list[Event] = []
        self._names: dict[str, str] = {}
        self._calls: dict[str, CallId] = {}
        self.rejoin_ms = int(rejoin_s * 1000)
        self.rejoin_by_queue_s: Mapping[str, float] = {}
        self._wrap_up_s = wrap_up_s
        self._default_wrap_up_s = default_wrap_up_s

    def emit(self, event: Event) -> None:
        """Adds an event to report, in order."""
        self.events.append(self.spelling.displayable(event))

    def meet_queue(self, queue: QueueId) -> None:
        """Records a queue that an event names, so that lists which omit it remove it again."""
        if queue not in self.queues:
            self.queues[queue] = None
            self.wants_poll = True

    def touch(self, agent_id: AgentId) -> None:
        """Marks an agent, whose axes are derived again before events are taken."""
        self.changed[agent_id] = None

    def local_ms(self, pbx_s: int) -> int:
        """Converts a moment of the PBX's clock to the gateway's, never in the future and not before 1970."""
        return max(0, min(self.now_ms, pbx_s * 1000 - self.pbx_ahead_ms))

    def ago_ms(self, seconds: int) -> int:
        """Returns the moment so many seconds ago, not before 1970."""
        return max(0, self.now_ms - seconds * 1000)

    def rejoin_ms_of(self, queue: QueueId) -> int:
        """Returns how soon a caller has to be back in this queue to continue the same visit; 0 is never."""
        own_ms = self.own_rejoin_ms(queue)
        return self.rejoin_ms if own_ms is None else own_ms

    def own_rejoin_ms(self, queue: QueueId) -> int | None:
        """Returns the same where the queue has its own, else None."""
        own_s = self.rejoin_by_queue_s.get(self.spelling.shown(queue))
        return None if own_s is None else int(own_s * 1000)

    def wrap_up_ms(self, person: AgentRecord, queue: QueueId) -> int:
        """Returns the wrap-up of ``person`` after a call of ``queue``: the member's own time, or the queue's."""
        member = person.members.get(queue)
        if member is not None and member.wrap_up_s:
            return member.wrap_up_s * 1000
        return int(self._wrap_up_s.get(self.spelling.shown(queue), self._default_wrap_up_s) * 1000)

    def agent_of(self, channel_name: str) -> AgentId | None:
        """Returns the agent of a channel's phone, by its name; the far half of a Local channel has none."""
        return None if channel_name.endswith(";2") else self.phones.get(device_of(channel_name))

    def is_internal(self, channel: Channel) -> bool:
        """Whether a channel is a phone of this PBX: an agent's, or one that an extension's hint names."""
        return channel.agent is not None or device_of(channel.name) in self.extensions

    def person_at(self, interface: str) -> AgentRecord | None:
        """Returns the agent whom a queue calls at ``interface``."""
        agent_id = self.interfaces.get(interface)
        return None if agent_id is None else self.people.get(agent_id)

    def add_channel(self, channel: Channel) -> None:
        """Adds a channel."""
        self.channels[channel.id] = channel
        self._names[channel.name] = channel.id

    def drop_channel(self, channel: Channel) -> None:
        """Removes a channel."""
        self.channels.pop(channel.id, None)
        if self._names.get(channel.name) == channel.id:
            del self._names[channel.name]

    def rename_channel(self, channel: Channel, name: str) -> None:
        """Renames a channel."""
        if self._names.get(channel.name) == channel.id:
            del self._names[channel.name]
        channel.name = name
        self._names[name] = channel.id

    def forget_channels(self) -> dict[str, Channel]:
        """Removes all channels and bridges, and returns the channels."""
        old, self.channels, self.bridges = self.channels, {}, {}
        self._names.clear()
        return old

    def named(self, name: str) -> Channel | None:
        """Returns the channel of that name."""
        return self.channels.get(self._names.get(name, ""))

    def name_of(self, channel_id: str) -> str:
        """Returns the PBX's name of that channel; empty where there is none."""
        channel = self.channels.get(channel_id)
        return "" if channel is None else channel.name

    def with_caller(self, channel_id: str) -> Caller | None:
        """Returns the caller of that channel, if any."""
        call_id = self._calls.get(channel_id)
        return None if call_id is None else self.callers.get(call_id)

    def put_caller(self, caller: Caller) -> None:
        """Stores a caller, under its id and by its channel."""
        if (old := self.callers.get(caller.id)) is not None:
            self._calls.pop(old.channel, None)
        self.callers[caller.id] = caller
        self._calls[caller.channel] = caller.id

    def drop_caller(self, caller: Caller) -> None:
        """Removes a caller."""
        if self.callers.get(caller.id) is caller:
            del self.callers[caller.id]
        if self._calls.get(caller.channel) == caller.id:
            del self._calls[caller.channel]

    def set_channel(self, caller: Caller, channel_id: str) -> None:
        """Sets another channel as the caller's from now on."""
        if self._calls.get(caller.channel) == caller.id:
            del self._calls[caller.channel]
        caller.channel = channel_id
        self._calls[channel_id] = caller.id
