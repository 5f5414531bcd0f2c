"""One AMI connection from greeting to the end, without I/O: bytes in, bytes and domain events out.

Login, snapshot, live events, keepalive and the poll. It has no socket and no clock of its own: its owner passes the
time and calls `AmiSession.tick` when `AmiSession.next_due_ms` is reached.
"""

from collections.abc import Callable
from enum import Enum, auto
from functools import partial
from typing import Final

from wallboard.domain.centre.events import Event
from wallboard.domain.errors import PbxRefused, RemoteError
from wallboard.domain.problems import Problem, ProblemKind
from wallboard.pbx.agenda import Agenda
from wallboard.pbx.asterisk.commands.way import BACK_QUEUE
from wallboard.pbx.asterisk.doctor.refusal import is_denied
from wallboard.pbx.asterisk.state import axes, mapping, monitors, ongoing, snapshot
from wallboard.pbx.asterisk.state.model import Inquiry
from wallboard.pbx.asterisk.state.pbx_state import PbxState
from wallboard.pbx.asterisk.wire.codec import Action, AmiMessage, Decoder, encode, number
from wallboard.pbx.asterisk.wire.event_watch import EventWatch
from wallboard.pbx.asterisk.wire.lists import Complete, Lists
from wallboard.pbx.asterisk.wire.liveness import PING_MS, Liveness
from wallboard.pbx.asterisk.wire.login import Login, log_in
from wallboard.pbx.asterisk.wire.polling import Polling

LOGIN_MS: Final = 10_000
"""How long a PBX may take to greet and to log in."""
BOOTED_MS: Final = 5_000
"""How long FullyBooted is awaited: a user without ``read = system`` never receives it."""
STALL_MS: Final = 60_000
"""How long a list may make no progress: however long it takes, its rows show that it comes."""
FENCE_MS: Final = 250
"""How long events older than the lists may still be on their way behind them."""
SETTLE_MS: Final = 1_000
"""How long after a reload further modules are awaited, before hints are read again."""
HINTS_MS: Final = 300_000
"""The interval of reading hints: a reload of the dialplan alone changes them without an event."""
HOLD_MS: Final = 50
"""How long events may wait for an answer that completes them: on a good line that is there in two."""
ANEW_MS: Final = 60_000
"""How often to log in again while events are withheld: corrected rights apply from a login on."""
SOON_MS: Final = 3_000
"""How soon after a call's first event queues are checked for its caller, while no queue event arrives."""

_LISTS: Final = ("QueueStatus", "CoreShowChannels")
"""The requests after a login; the first is also the one that is polled."""
_LISTING: Final = frozenset(
    {"Status", "QueueStatus", "ShowDialPlan", "ExtensionStateList", "DeviceStateList", "BridgeList"}
)
"""Queries that are answered by rows."""
_ROWS: Final = frozenset(
    {"QueueParams", "QueueMember", "QueueEntry", "CoreShowChannel", "Status", "ListDialplan", "BridgeListItem"}
)
_ENDS: Final = frozenset(f"{name}Complete" for name in (*_LISTS, *_LISTING))
_OF_THE_PBX: Final = frozenset({"FullyBooted", "Reload"})
WANTED: Final = mapping.WANTED | _ROWS | _ENDS | _OF_THE_PBX


class SessionPhase(Enum):
    """How far the connection has progressed."""

    GREETING = auto()
    LOGIN = auto()
    BOOTING = auto()
    SNAPSHOT = auto()
    FENCE = auto()
    LIVE = auto()


OnAnswer = Callable[[AmiMessage], None]


class AmiSession:
    """One connection's life; raises `LoginRefused`, `PbxRefused` (a right is missing) or `RemoteError`.

    Attributes:
        pbx_state: the PBX's state; it outlives the connection.
        phase: the progress; events are current only when it is ``LIVE``.
        event_watch: whether the PBX withholds events; it outlives the connection too.
    """

    def __init__(
        self, pbx_state: PbxState, login: Login, poll_ms: int, now_ms: int, event_watch: EventWatch | None = None
    ) -> None:
        self.pbx_state = pbx_state
        self.event_watch = EventWatch(login.user) if event_watch is None else event_watch
        self.phase = SessionPhase.GREETING
        self._login = login
        self._decoder = Decoder(WANTED)
        self._out: list[bytes] = []
        self._waiting: dict[str, OnAnswer] = {}
        self._lists = Lists()
        self._holding: dict[str, int] = {}
        self._agenda = Agenda()
        self._serial = 0
        self._liveness = Liveness(pbx_state, self._lists, now_ms)
        self._buffered: list[AmiMessage] = []
        self._polling = Polling(pbx_state, self._list_queues, partial(self._set_timer, "poll"), poll_ms)
        self._snapshot_ms = self._listed_ms = 0
        pbx_state.now_ms = now_ms
        self._deadline(LOGIN_MS, "The PBX did not accept the login in time.")

    @property
    def ami_version(self) -> int:
        """Returns the first number of the PBX's manager version; 0 before the greeting."""
        return number(self._decoder.version.partition(".")[0])

    @property
    def delay(self) -> str:
        """Returns why the received data is stale, in words; empty while it is current."""
        return self._liveness.delay

    def receive(self, data: bytes, now_ms: int) -> None:
        """Processes bytes from the PBX as they come."""
        self.pbx_state.now_ms = now_ms
        self._liveness.received()
        for message in self._decoder.feed(data):
            self._take(message)
        if self.phase is SessionPhase.GREETING and self._decoder.version:
            self._log_in()
        self._ask_what_is_open()

    def tick(self, now_ms: int) -> None:
        """Does what is due by now."""
        self.pbx_state.now_ms = now_ms
        while (action := self._agenda.take(now_ms)) is not None:
            action()
        if self.phase is SessionPhase.LIVE:
            while (action := self.pbx_state.agenda.take(now_ms)) is not None:
                action()
                axes.refresh(self.pbx_state)
        self._ask_what_is_open()

    def next_due_ms(self) -> int:
        """Returns when `tick` is to be called next, at the latest."""
        due = [self._agenda.next_ms(), self.pbx_state.agenda.next_ms() if self.phase is SessionPhase.LIVE else None]
        return min((due_ms for due_ms in due if due_ms is not None), default=self.pbx_state.now_ms + PING_MS)

    def data_to_send(self) -> bytes:
        """Returns bytes for the PBX, once."""
        data, self._out = b"".join(self._out), []
        return data

    def events(self) -> list[Event]:
        """Returns the events to report, once and in order; none while an answer that completes one is due."""
        if self._holding:
            left_ms = min(self._holding.values()) + HOLD_MS - self.pbx_state.now_ms
            if left_ms > 0:
                self._set_timer("held", left_ms, lambda: None)
                return []
        events, self.pbx_state.events = self.pbx_state.events, []
        return events

    def act(self, action: Action, answered: OnAnswer) -> str:
        """Sends an action and returns its id; ``answered`` is called with the PBX's response to it."""
        self._serial += 1
        action_id = action.action_id or f"wb-{self._serial}"
        self._waiting[action_id] = answered
        self._out.append(encode(action.name, action_id, action.headers))
        return action_id

    def inquire(self, inquiry: Inquiry) -> None:
        """Sends a query; a list that the PBX refuses has no rows."""
        lists = inquiry.action.name in _LISTING

        def answered(message: AmiMessage) -> None:
            self._holding.pop(action_id, None)
            if not lists:
                inquiry.answered([message])
            elif message.get("Response") != "Success":
                self._lists.drop(action_id)
                inquiry.answered([])

        def listed(rows: list[AmiMessage]) -> None:
            inquiry.answered(rows)
            axes.refresh(self.pbx_state)

        action_id = self.act(inquiry.action, answered)
        if inquiry.holds:
            self._holding[action_id] = self.pbx_state.now_ms
        if lists:
            self._lists.ask(action_id, listed, self.pbx_state.now_ms)
            self._set_timer("stall", STALL_MS, self._check_list)

    # from the greeting to the snapshot

    def _log_in(self) -> None:
        self.phase = SessionPhase.LOGIN
        log_in(self.act, self._login, self._logged_in)

    def _logged_in(self) -> None:
        self.phase = SessionPhase.BOOTING
        self.event_watch.begin(self.act)
        self._set_timer("deadline", BOOTED_MS, self._take_snapshot)

    def _take_snapshot(self) -> None:
        self.phase = SessionPhase.SNAPSHOT
        self._snapshot_ms = self.pbx_state.now_ms
        self._ask_ping()
        self._check_delay()
        for inquiry in snapshot.first_inquiries(self.pbx_state):
            self.inquire(inquiry)
        listed: dict[str, list[AmiMessage]] = {}
        for name in _LISTS:
            self._list(Action(name), partial(self._listed, listed, name))

    def _list(self, action: Action, complete: Complete) -> None:
        def begun(message: AmiMessage) -> None:
            if message.get("Response") == "Success":
                return
            said = f"Asterisk refused {action.name}: {message.get('Message')}."
            if is_denied(message.get("Message")):
                raise PbxRefused(f"{said} The AMI user needs write = reporting in manager.conf.")
            raise RemoteError(said)  # it is shutting down, or its modules are still being loaded

        self._lists.ask(self.act(action, begun), complete, self.pbx_state.now_ms)
        self._set_timer("deadline", STALL_MS, self._check_list)

    def _check_list(self) -> None:
        """Gives the PBX up when a list makes no progress."""
        still_ms = self.pbx_state.now_ms - self._lists.moved_ms
        if not self._lists:
            return
        if still_ms < STALL_MS:
            self._set_timer("deadline", STALL_MS - still_ms, self._check_list)
        else:
            so_far = f"after {self._lists.rows} rows" if self._lists.rows else "at all"
            for_s = still_ms // 1000
            raise RemoteError(f"The PBX's lists are incomplete: nothing arrived {so_far} for {for_s} seconds.")

    def _listed(self, listed: dict[str, list[AmiMessage]], name: str, rows: list[AmiMessage]) -> None:
        listed[name] = rows
        if name == _LISTS[0]:
            self._listed_ms = self.pbx_state.now_ms - self._snapshot_ms
        if len(listed) < len(_LISTS):
            return
        if any(ongoing.is_on_the_way(row) or monitors.is_spy(row) for row in listed[_LISTS[1]]):
            ask = Action("Status", (("Variables", ",".join((BACK_QUEUE, *monitors.VARIABLES))),))
            self.inquire(Inquiry(ask, partial(self._take_over, listed)))
        else:
            self._take_over(listed, [])

    def _take_over(self, listed: dict[str, list[AmiMessage]], moved: list[AmiMessage]) -> None:
        queues, channels = (listed[name] for name in _LISTS)
        self.event_watch.take_channels(channels)
        self.event_watch.take_queues(queues, self.pbx_state.now_ms)
        snapshot.take_over(self.pbx_state, queues, channels, moved)
        for message in self._buffered:
            mapping.apply(self.pbx_state, message)
        self._buffered = []
        self.phase = SessionPhase.FENCE
        self._set_timer("deadline", FENCE_MS, self._go_live)

    def _check_delay(self) -> None:
        self._liveness.check()
        self._set_timer("delay", PING_MS, self._check_delay)

    def _go_live(self) -> None:
        self.phase = SessionPhase.LIVE
        self._set_timer("ping", PING_MS, self._ping)
        self._polling.start(self._listed_ms)
        self._set_timer("hints", HINTS_MS, self._ask_hints)
        self._set_timer("anew", ANEW_MS, self._log_in_anew)

    def _log_in_anew(self) -> None:
        if self.event_watch.reason:
            raise RemoteError(self.event_watch.reason).of(Problem(kind=ProblemKind.PBX_EVENTS))
        self._set_timer("anew", ANEW_MS, self._log_in_anew)

    # live

    def _ask_hints(self) -> None:
        """Reads the phones behind the extensions again, where a queue watches an agent by one."""
        if snapshot.needs_hints(self.pbx_state):
            self.inquire(snapshot.hints(self.pbx_state))
        self._set_timer("hints", HINTS_MS, self._ask_hints)

    def _ping(self) -> None:
        if self._liveness.wants_ping():
            self._ask_ping()
        self._set_timer("ping", PING_MS, self._ping)

    def _ask_ping(self) -> None:
        self._liveness.pinged()
        self.act(Action("Ping"), partial(self._ponged, self.pbx_state.now_ms))

    def _ponged(self, asked_ms: int, message: AmiMessage) -> None:
        self._liveness.ponged(asked_ms, message)
        # whatever was reported before this answer is in the lists that are requested after it
        self._buffered = []

    def _list_queues(self, action: Action, complete: Complete) -> None:
        def listed(rows: list[AmiMessage]) -> None:
            self.event_watch.take_queues(rows, self.pbx_state.now_ms)
            complete(rows)

        self._list(action, listed)

    def _ask_what_is_open(self) -> None:
        """Sends the state's queries, from now on: before the lists are there the answers could not be used."""
        if self.phase not in (SessionPhase.FENCE, SessionPhase.LIVE):
            return
        if self.pbx_state.wants_poll and self.phase is SessionPhase.LIVE:
            self.pbx_state.wants_poll = False
            self._polling.soon()
        inquiries, self.pbx_state.inquiries = self.pbx_state.inquiries, []
        for inquiry in inquiries:
            self.inquire(inquiry)

    def _take(self, message: AmiMessage) -> None:
        if not message.event:
            self._answer(message)
        elif self._lists and message.get("ActionID") in self._lists:
            self._lists.take(message, self.pbx_state.now_ms)
            self._liveness.caught_up()
        elif message.event in _OF_THE_PBX:
            self._started_or_reloaded(message)
        else:
            self._take_news(message)

    def _take_news(self, message: AmiMessage) -> None:
        self.event_watch.take_event(message, self.pbx_state.now_ms)
        if self.phase is SessionPhase.SNAPSHOT:
            self._buffered.append(message)
        elif self.phase in (SessionPhase.FENCE, SessionPhase.LIVE):
            mapping.apply(self.pbx_state, message)
        if self.phase is SessionPhase.LIVE and self.event_watch.wants_list(message):
            self._polling.soon(SOON_MS)

    def _started_or_reloaded(self, message: AmiMessage) -> None:
        module = message.get("Module")
        if message.event == "Reload" and module in ("", "All"):
            self.event_watch.begin()
        if self.phase is SessionPhase.BOOTING and message.event == "FullyBooted":
            self._take_snapshot()
            return
        if self.phase is not SessionPhase.LIVE:
            return
        # no event reports what changed; at a late FullyBooted the PBX was only partly loaded before
        if module in ("", "app_queue.so", "All"):
            self._polling.soon()
        if module in ("", "pbx_config.so", "All"):
            self._set_timer("hints", SETTLE_MS, self._ask_hints)

    def _answer(self, message: AmiMessage) -> None:
        answered = self._waiting.pop(message.get("ActionID"), None)
        if answered is not None:
            answered(message)
            axes.refresh(self.pbx_state)

    def _set_timer(self, name: str, delay_ms: int, action: Callable[[], None]) -> None:
        self._agenda.set(("session", name), self.pbx_state.now_ms + delay_ms, action)

    def _deadline(self, delay_ms: int, reason: str) -> None:
        def missed() -> None:
            raise RemoteError(reason)

        self._set_timer("deadline", delay_ms, missed)
