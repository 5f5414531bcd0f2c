"""Detects events that the PBX withholds from this user: compares lists with the received events.

AMI never reports that events are withheld from a user. Rights and filters apply from the login on, so an event that
arrived once arrives for the whole connection; one that never arrived, although twice it must have, is withheld.
"""

from collections.abc import Iterable
from typing import Final

from wallboard.pbx.asterisk.doctor.declared import Declared, ask
from wallboard.pbx.asterisk.wire.codec import Act, AmiMessage

VITAL: Final = {
    "QueueCallerJoin": "agent",
    "QueueCallerLeave": "agent",
    "QueueCallerAbandon": "agent",
    "QueueMemberStatus": "agent",
    "AgentConnect": "agent",
    "Newchannel": "call",
    "BridgeEnter": "call",
    "Hangup": "call",
}
"""Events without which the board is wrong without looking so; by their class of ``read =``."""

_ENDINGS: Final = ("HangupRequest", "SoftHangupRequest")
_WATCHED: Final = frozenset({*VITAL, *_ENDINGS})
_PROOFS: Final = 2
LISTS_MOST: Final = 10
"""How often the queues are checked for a proof; a PBX whose calls are for no queue has none."""
FOLLOWS_MS: Final = {"BridgeEnter": 2_000, "Hangup": 5_000}
"""How long an event may be behind the one that announces it."""
_LISTED_S: Final = 2
"""How long a caller must have waited for its join event to precede the list."""


class EventWatch:
    """Which events reach one user; it outlives connections: an event stays missing until it arrives."""

    def __init__(self, user: str) -> None:
        self._user = user
        self._declared: dict[str, str] = {}
        self._missing: set[str] = set()
        self.begin()

    def begin(self, act: Act | None = None) -> None:
        """Starts a new connection, where ``act`` sends: earlier events prove nothing."""
        self._came: set[str] = set()
        self._proofs: dict[str, set[str]] = {}
        self._pending: dict[str, dict[str, int]] = {name: {} for name in FOLLOWS_MS}
        self._channels: set[str] | None = None
        self._entries: set[str] | None = None
        self._statuses: dict[tuple[str, str], int] = {}
        self._counts: dict[tuple[str, str], int] = {}
        self._risen = {"Completed": 0, "Abandoned": 0}
        self._in_call = 0
        self._lists_left = LISTS_MOST
        self._is_listing = False
        if act is not None:
            ask(act, Declared(self._user), self.take_declared)

    @property
    def is_complete(self) -> bool:
        """Whether no event is known to be withheld."""
        return not self._declared and not self._missing

    @property
    def has_queue_events(self) -> bool:
        """Whether any event of a queue has arrived."""
        return any(VITAL.get(name) == "agent" for name in self._came)

    @property
    def reason(self) -> str:
        """Returns why the board cannot be right, in words; empty where nothing is withheld."""
        if self._declared:
            lines = "; ".join(dict.fromkeys(self._declared.values()))
            return f"Asterisk does not send {self._user} the events that the board needs. In manager.conf: {lines}."
        if self._missing:
            names = ", ".join(sorted(self._missing))
            classes = " and ".join(sorted({VITAL[name] for name in self._missing}))
            return (
                f"Asterisk does not send {self._user} {names}. In manager.conf: read lacks {classes}, or an "
                "eventfilter or disabledevents blocks them. Run: wallboard doctor"
            )
        return ""

    def take_declared(self, declared: Declared) -> None:
        """Stores the user's settings in manager.conf; events prove more, since it may not have been loaded yet."""
        self._declared = {
            name: f"read of [{self._user}] lacks {name}" for name in declared.lacking(("agent", "call"))
        }
        for event, event_class in VITAL.items():
            if line := declared.held_back(event, event_class):
                self._declared[event] = line
        for name in self._came:
            self._refute(name)

    def wants_list(self, message: AmiMessage) -> bool:
        """Whether the queues are to be listed soon: a call came, but no event of a queue has arrived yet."""
        if message.event != "Newchannel" or self.has_queue_events or self._is_listing or not self._lists_left:
            return False
        self._lists_left -= 1
        self._is_listing = True
        return True

    def take_event(self, message: AmiMessage, now_ms: int) -> None:
        """Records an event."""
        name = message.event
        if name not in _WATCHED or self._is_settled:
            return
        if name == "QueueCallerJoin":
            self._needs_channel(message.get("Uniqueid"))
        elif name == "AgentConnect":
            self._expect("BridgeEnter", message.get("DestUniqueid"), now_ms)
        elif name in _ENDINGS:
            self._expect("Hangup", message.get("Uniqueid"), now_ms)
        if name in VITAL and name not in self._came:
            self._came.add(name)
            self._refute(name)

    def take_channels(self, rows: Iterable[AmiMessage]) -> None:
        """Compares all channels as they were listed at the login."""
        self._channels = {row.get("Uniqueid") for row in rows}

    def take_queues(self, rows: list[AmiMessage], now_ms: int) -> None:
        """Compares all queues as they were listed, at the login and at each poll."""
        self._is_listing = False
        if self._is_settled:
            return
        for name, expected in self._pending.items():
            for key in [key for key, since_ms in expected.items() if now_ms - since_ms >= FOLLOWS_MS[name]]:
                self._prove(name, key)
        waits = {row.get("Uniqueid"): row.number("Wait") for row in rows if row.event == "QueueEntry"}
        if self._entries is None:
            self._entries = set(waits)
            self._in_call = sum(row.number("InCall") for row in rows if row.event == "QueueMember")
        for key, wait_s in waits.items():
            if key not in self._entries and wait_s >= _LISTED_S:
                self._prove("QueueCallerJoin", f"{key} {now_ms}")
                self._needs_channel(key)
        self._compare_members(rows, now_ms)
        self._compare_counts(rows)

    @property
    def _is_settled(self) -> bool:
        return len(self._came) == len(VITAL)

    def _compare_members(self, rows: list[AmiMessage], now_ms: int) -> None:
        statuses = {
            (row.get("Queue"), row.get("Location")): row.number("Status")
            for row in rows
            if row.event == "QueueMember"
        }
        if any(self._statuses.get(key, status) != status for key, status in statuses.items()):
            self._prove("QueueMemberStatus", str(now_ms))
        self._statuses = statuses

    def _compare_counts(self, rows: list[AmiMessage]) -> None:
        """Compares a queue's counters, which go up with every answered and every abandoned call."""
        counts = {
            (row.get("Queue"), name): row.number(name)
            for row in rows
            if row.event == "QueueParams"
            for name in self._risen
        }
        for key, count in counts.items():
            self._risen[key[1]] += max(0, count - self._counts.get(key, count))
        self._counts = counts
        # a party that talked at the login was connected before it
        if self._risen["Completed"] > self._in_call:
            self._prove("AgentConnect", str(self._risen["Completed"]))
        if self._risen["Abandoned"]:
            self._prove("QueueCallerAbandon", str(self._risen["Abandoned"]))

    def _needs_channel(self, channel_id: str) -> None:
        if self._channels is not None and channel_id not in self._channels:
            self._prove("Newchannel", channel_id)

    def _expect(self, name: str, key: str, now_ms: int) -> None:
        if name not in self._came and len(self._pending[name]) < _PROOFS:
            self._pending[name].setdefault(key, now_ms)

    def _prove(self, name: str, key: str) -> None:
        """Records one more sign, different from those before it, that an event should have arrived."""
        if name in self._came:
            return
        proofs = self._proofs.setdefault(name, set())
        proofs.add(key)
        if len(proofs) >= _PROOFS:
            self._missing.add(name)

    def _refute(self, name: str) -> None:
        self._missing.discard(name)
        self._declared.pop(name, None)
        self._declared.pop(VITAL[name], None)
