"""One AMI connection from greeting to the end, without I/O: bytes in, bytes and domain events out.

Login, snapshot, live events, keepalive and the reconcile poll. It knows no socket and no clock of its own:
whoever runs it says what time it is and calls `Session.tick` when `Session.next_due_ms` is reached.
"""

import hashlib
from collections.abc import Callable
from enum import Enum, auto
from typing import Final, NamedTuple

from msgspec import Struct

from wallboard.domain.errors import LoginRefused, PbxRefused, ProtocolError, RemoteError
from wallboard.domain.events import Event
from wallboard.pbx.asterisk import agents, mapping, snapshot
from wallboard.pbx.asterisk.codec import Decoder, Message, encode
from wallboard.pbx.asterisk.model import Agenda, Floor

LOGIN_MS: Final = 10_000
"""How long a PBX may take to greet us and to let us in."""
BOOTED_MS: Final = 5_000
"""How long we wait for FullyBooted: a user without ``read = system`` is never told."""
SNAPSHOT_MS: Final = 30_000
FENCE_MS: Final = 250
"""How long events older than the lists may still be on their way behind them."""
PING_MS: Final = 5_000
MISSES: Final = 2
"""Pings without an answer after which the PBX counts as gone."""

EVENT_CLASSES: Final = "system,call,agent,user,dtmf"
"""All that is asked for, whatever more the AMI user may read: no RTCP, no VarSet, no Newexten."""

_ROWS: Final = frozenset({"QueueParams", "QueueMember", "QueueEntry", "CoreShowChannel"})
_ENDS: Final = frozenset({"QueueStatusComplete", "CoreShowChannelsComplete"})
WANTED: Final = mapping.WANTED | _ROWS | _ENDS | {"FullyBooted", "Reload"}


class Action(NamedTuple):
    """An AMI action to be sent; without an ``action_id`` it is given one."""

    name: str
    headers: tuple[tuple[str, str], ...] = ()
    action_id: str = ""


class Login(Struct, frozen=True, kw_only=True):
    """Who we say we are; ``plain`` sends the secret itself where MD5 is not to be had."""

    user: str
    secret: str
    plain: bool = False


class Phase(Enum):
    """How far the connection is."""

    GREETING = auto()
    LOGIN = auto()
    BOOTING = auto()
    SNAPSHOT = auto()
    FENCE = auto()
    LIVE = auto()


Answered = Callable[[Message], None]


class Session:
    """One connection's life; raises `LoginRefused`, `PbxRefused` (a right is missing) or `RemoteError`.

    Attributes:
        floor: what is so at the PBX; it outlives the connection.
        phase: how far we are; events are true to now only when it is ``LIVE``.
    """

    def __init__(self, floor: Floor, login: Login, reconcile_ms: int, now_ms: int) -> None:
        self.floor = floor
        self.phase = Phase.GREETING
        self._login = login
        self._reconcile_ms = reconcile_ms
        self._decoder = Decoder(WANTED)
        self._out: list[bytes] = []
        self._waiting: dict[str, Answered] = {}
        self._lists: dict[str, tuple[list[Message], Callable[[list[Message]], None]]] = {}
        self._agenda = Agenda()
        self._serial = 0
        self._unanswered = 0
        self._pbx_ms = 0.0
        self._buffered: list[Message] = []
        self._queue_rows: list[Message] | None = None
        floor.now_ms = now_ms
        self._deadline(LOGIN_MS, "The PBX did not greet us and let us in in time.")

    def receive(self, data: bytes, now_ms: int) -> None:
        """Take in bytes from the PBX as they come."""
        self.floor.now_ms = now_ms
        for message in self._decoder.feed(data):
            self._take(message)
        if self.phase is Phase.GREETING and self._decoder.version:
            self._log_in()

    def tick(self, now_ms: int) -> None:
        """Do what is due by now."""
        self.floor.now_ms = now_ms
        while (action := self._agenda.take(now_ms)) is not None:
            action()
        if self.phase is Phase.LIVE:
            while (action := self.floor.agenda.take(now_ms)) is not None:
                action()
                agents.refresh(self.floor)

    def next_due_ms(self) -> int:
        """When `tick` is to be called next, at the latest."""
        due = [self._agenda.next_ms(), self.floor.agenda.next_ms() if self.phase is Phase.LIVE else None]
        return min((due_ms for due_ms in due if due_ms is not None), default=self.floor.now_ms + PING_MS)

    def data_to_send(self) -> bytes:
        """Bytes for the PBX, once."""
        data, self._out = b"".join(self._out), []
        return data

    def events(self) -> list[Event]:
        """What is to be told, once and in order."""
        events, self.floor.events = self.floor.events, []
        return events

    def act(self, action: Action, answered: Answered) -> None:
        """Send an action; ``answered`` is called with the PBX's response to it."""
        self._serial += 1
        action_id = action.action_id or f"wb-{self._serial}"
        self._waiting[action_id] = answered
        self._out.append(encode(action.name, action_id, action.headers))

    # from the greeting to the login

    def _log_in(self) -> None:
        self.phase = Phase.LOGIN
        if self._login.plain:
            self._send_login(("Secret", self._login.secret))
        else:
            self.act(Action("Challenge", (("AuthType", "MD5"),)), self._challenged)

    def _challenged(self, message: Message) -> None:
        challenge = message.get("Challenge")
        if not challenge:
            raise LoginRefused(f"Asterisk offers no MD5 login: {message.get('Message')}")
        # AMI's own scheme; it keeps the secret itself off the wire and is no protection of the stream
        digest = hashlib.md5((challenge + self._login.secret).encode(), usedforsecurity=False).hexdigest()
        self._send_login(("AuthType", "MD5"), ("Key", digest))

    def _send_login(self, *proof: tuple[str, str]) -> None:
        headers = (("Username", self._login.user), *proof, ("Events", EVENT_CLASSES))
        self.act(Action("Login", headers), self._logged_in)

    def _logged_in(self, message: Message) -> None:
        if message.get("Response") != "Success":
            raise LoginRefused(
                f"Asterisk does not let user '{self._login.user}' in: {message.get('Message')}."
                " Check user and secret here against manager.conf there."
            )
        self.phase = Phase.BOOTING
        self._agenda.set(("session", "deadline"), self.floor.now_ms + BOOTED_MS, self._take_snapshot)

    # the snapshot

    def _take_snapshot(self) -> None:
        self.phase = Phase.SNAPSHOT
        self._deadline(SNAPSHOT_MS, "The PBX did not list its queues and channels in time.")
        self.act(Action("Ping"), self._ponged)
        self._list(Action("QueueStatus"), self._queues_listed)
        self._list(Action("CoreShowChannels"), self._channels_listed)

    def _list(self, action: Action, complete: Callable[[list[Message]], None]) -> None:
        def begun(message: Message) -> None:
            if message.get("Response") == "Success":
                return
            said = f"Asterisk refused {action.name}: {message.get('Message')}."
            if message.get("Message") == "Permission denied":
                raise PbxRefused(f"{said} The AMI user needs write = reporting in manager.conf.")
            raise RemoteError(said)  # it is shutting down, or its modules are still being loaded

        self.act(action, begun)
        self._lists[f"wb-{self._serial}"] = ([], complete)

    def _ponged(self, message: Message) -> None:
        self._unanswered = 0
        try:
            self._pbx_ms = float(message.get("Timestamp")) * 1000
        except ValueError:
            return
        self.floor.pbx_ahead_ms = round(self._pbx_ms) - self.floor.now_ms

    def _queues_listed(self, rows: list[Message]) -> None:
        self._queue_rows = rows

    def _channels_listed(self, rows: list[Message]) -> None:
        if self._queue_rows is None:
            return
        snapshot.take_over(self.floor, self._queue_rows, rows)
        self._queue_rows = None
        for message in self._buffered:
            if not self._is_contained(message):
                mapping.apply(self.floor, message)
        self._buffered = []
        self.phase = Phase.FENCE
        self._agenda.set(("session", "deadline"), self.floor.now_ms + FENCE_MS, self._go_live)

    def _is_contained(self, message: Message) -> bool:
        """Whether an event is older than the lists, so that they already say what came of it."""
        try:
            return float(message.get("Timestamp")) * 1000 < self._pbx_ms
        except ValueError:
            return False

    def _go_live(self) -> None:
        self.phase = Phase.LIVE
        self._set_timer("ping", PING_MS, self._ping)
        self._set_timer("reconcile", self._reconcile_ms, self._reconcile)

    # live

    def _ping(self) -> None:
        if self._unanswered >= MISSES:
            raise RemoteError("The PBX no longer answers.")
        self._unanswered += 1
        self.act(Action("Ping"), self._ponged)
        self._set_timer("ping", PING_MS, self._ping)

    def _reconcile(self) -> None:
        def listed(rows: list[Message]) -> None:
            self._agenda.drop(("session", "deadline"))
            snapshot.reconcile(self.floor, rows)
            self._set_timer("reconcile", self._reconcile_ms, self._reconcile)

        self._deadline(SNAPSHOT_MS, "The PBX began to list its queues and never came to an end.")
        self._list(Action("QueueStatus"), listed)

    def _take(self, message: Message) -> None:
        if not message.event:
            self._answer(message)
        elif message.event in _ROWS or message.event in _ENDS:
            self._take_row(message)
        elif message.event == "FullyBooted":
            if self.phase is Phase.BOOTING:
                self._take_snapshot()
            elif self.phase is Phase.LIVE:  # we did not wait for it any longer, and saw a PBX that was half there
                self._set_timer("reconcile", 0, self._reconcile)
        elif message.event == "Reload":
            if self.phase is Phase.LIVE and message.get("Module") in ("", "app_queue.so", "All"):
                self._set_timer("reconcile", 0, self._reconcile)
        elif self.phase is Phase.SNAPSHOT:
            self._buffered.append(message)
        elif self.phase in (Phase.FENCE, Phase.LIVE):
            mapping.apply(self.floor, message)

    def _answer(self, message: Message) -> None:
        answered = self._waiting.pop(message.get("ActionID"), None)
        if answered is not None:
            answered(message)

    def _take_row(self, message: Message) -> None:
        action_id = message.get("ActionID")
        if action_id not in self._lists:
            return
        rows, complete = self._lists[action_id]
        if message.event in _ROWS:
            rows.append(message)
            return
        del self._lists[action_id]
        if message.get("ListItems") not in ("", str(len(rows))):
            raise ProtocolError(f"the PBX's list has {message.get('ListItems')} rows, and {len(rows)} came")
        complete(rows)

    def _set_timer(self, name: str, delay_ms: int, action: Callable[[], None]) -> None:
        self._agenda.set(("session", name), self.floor.now_ms + delay_ms, action)

    def _deadline(self, delay_ms: int, reason: str) -> None:
        def missed() -> None:
            raise RemoteError(reason)

        self._set_timer("deadline", delay_ms, missed)
