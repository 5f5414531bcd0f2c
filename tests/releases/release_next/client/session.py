"""The dialogue with a gateway over one connection, without the connection: messages in, messages out."""

import logging
from dataclasses import dataclass, field
from enum import StrEnum
from typing import assert_never

from msgspec import Struct

from tests.releases.release_next.client import bounds
from tests.releases.release_next.client.clock import GatewayClock
from tests.releases.release_next.client.pending_commands import PendingCommands
from tests.releases.release_next.client.store import Store
from tests.releases.release_next.domain.counts.figures import AnyEntity
from tests.releases.release_next.domain.errors import LoginRefused, ProtocolError
from tests.releases.release_next.domain.ids import ALL, Key, ScopeId
from tests.releases.release_next.domain.problems import Problem, ProblemKind
from tests.releases.release_next.feed import messages as m
from tests.releases.release_next.feed.roles import ClientKind

log = logging.getLogger(__name__)

LATE_BEATS = 2
LOST_BEATS = 4
SLEPT_MS = 10_000
"""The wall clock gets so far ahead of the monotonic one only while the machine sleeps, or by being set."""


class SessionStage(StrEnum):
    """How far a session has progressed."""

    GREETING = "greeting"
    SIGNING_IN = "signing_in"
    SYNCING = "syncing"
    LIVE = "live"


class ClientLogin(Struct, frozen=True, kw_only=True):
    """The login: the token is a secret, ``client_name`` is for the gateway's records."""

    token: str
    kind: ClientKind
    client_name: str

    def __repr__(self) -> str:
        return f"Login(kind={self.kind}, client_name={self.client_name!r})"


@dataclass(slots=True)
class Mirror:
    """What outlives a connection: the received state, pending commands, the gateway's clock, and the grant.

    ``charts_of`` names the one queue or group whose series are requested; ``protocol`` is the gateway's version of
    the feed.
    """

    store: Store = field(default_factory=Store)
    pending: PendingCommands = field(default_factory=PendingCommands)
    clock: GatewayClock = field(default_factory=GatewayClock)
    ready: m.Ready | None = None
    charts_of: ScopeId = ALL
    protocol: int = m.PROTOCOL_VERSION


class ArrivalTime(Struct, frozen=True, gc=False):
    """When something arrived: ``mono_s`` for durations, ``local_ms`` is this computer's epoch milliseconds."""

    mono_s: float
    local_ms: int


class FeedSession:
    """One connection's dialogue; it changes the mirror as it goes.

    Attributes:
        stage: its progress.
        bye: the gateway's closing message, if it sent one.
        heard: when the last message arrived, or the connection was made.
    """

    def __init__(self, login: ClientLogin, mirror: Mirror, now: ArrivalTime) -> None:
        self.stage = SessionStage.GREETING
        self.bye: m.Bye | None = None
        self.heard = now
        self._login = login
        self._mirror = mirror
        self._beat_s = m.HEARTBEAT_MS / 1000
        self._epoch = ""
        self._collected: list[AnyEntity] | None = None
        self._unread: list[Key] = []
        self._gap_logged = False
        self._meter = bounds.SnapshotMeter(now.mono_s)

    @property
    def late_at_s(self) -> float:
        """Returns the monotonic second at which silence makes the figures doubtful."""
        return self.heard.mono_s + LATE_BEATS * self._beat_s

    @property
    def lost_at_s(self) -> float:
        """Returns the monotonic second at which silence means that the connection is lost."""
        return self.heard.mono_s + LOST_BEATS * self._beat_s

    def is_late(self, now: ArrivalTime) -> bool:
        """Whether the silence makes the figures doubtful: it lasts, or the machine slept since the last message."""
        slept_ms = now.local_ms - self.heard.local_ms - (now.mono_s - self.heard.mono_s) * 1000
        return now.mono_s >= self.late_at_s or slept_ms > SLEPT_MS

    def receive(
        self, message: m.AnyServerMessage | None, now: ArrivalTime, size: int = 0
    ) -> list[m.AnyClientMessage]:
        """Applies the gateway's message, None for an unknown one, and returns the responses.

        ``size`` is the message's bytes. `LoginRefused` when the gateway speaks an older version, `ProtocolError`
        when it sends a message out of order or without an end.
        """
        self.heard = now
        match message:
            case m.Hello():
                return self._greeted(message, now)
            case m.Ready():
                return self._signed_in(message)
            case m.SnapBegin() | m.SnapItems() | m.SnapEnd() | m.Delta():
                return self._state(message, now, size)
            case m.Heartbeat():
                self._mirror.clock.learn(message.time_ms, now.local_ms)
                self._arrived()
                return [m.ClientHeartbeat(seq=self._mirror.store.seq)]
            case m.ResyncNotice():
                log.info("the gateway sends its full state again: %s", message.reason)
                self._fall_back()
            case m.CommandUpdate():
                self._mirror.pending.progressed(message.command_id, message.progress)
            case m.CommandResult():
                self._mirror.pending.finished(message.result)
            case m.Bye():
                self.bye = message
            case None:
                self._mirror.store.has_unknown_kinds = True
            case _:
                assert_never(message)
        return []

    def _greeted(self, hello: m.Hello, now: ArrivalTime) -> list[m.AnyClientMessage]:
        if hello.protocol < m.PROTOCOL_VERSION:
            raise LoginRefused(
                f"The gateway uses version {hello.protocol} of the feed and this program version "
                f"{m.PROTOCOL_VERSION}: update the gateway"
            ).of(Problem(kind=ProblemKind.GATEWAY_TOO_OLD))
        self._mirror.protocol = hello.protocol  # a newer one only sends more, which is ignored
        self.stage = SessionStage.SIGNING_IN
        self._epoch = hello.epoch
        self._beat_s = bounds.beat_s(hello.heartbeat_ms)
        self._mirror.clock.learn(hello.time_ms, now.local_ms)
        store, login = self._mirror.store, self._login
        resumes = self._goes_on
        return [
            m.Auth(
                token=login.token,
                client=login.client_name,
                kind=login.kind,
                subscribe=m.Subscribe(charts_of=self._mirror.charts_of),
                epoch=store.epoch if resumes else "",
                seq=store.seq if resumes else 0,
            )
        ]

    def _signed_in(self, ready: m.Ready) -> list[m.AnyClientMessage]:
        if self.stage in (SessionStage.SYNCING, SessionStage.LIVE):  # the rights have changed
            self._mirror.ready = ready
            return []
        if self.stage is not SessionStage.SIGNING_IN:
            raise ProtocolError("the gateway accepted the sign-in before its greeting")
        self.stage = SessionStage.SYNCING
        self._mirror.ready = ready
        return list(self._mirror.pending.queries())

    def _state(
        self, message: m.SnapBegin | m.SnapItems | m.SnapEnd | m.Delta, now: ArrivalTime, size: int
    ) -> list[m.AnyClientMessage]:
        match message:
            case m.SnapBegin():
                self._collected, self._unread = [], []
                self._epoch = message.epoch
                self._meter = bounds.SnapshotMeter(now.mono_s)
            case m.SnapItems():
                self._meter.count(len(message.items) + len(message.unread), size, now.mono_s)
                if self._collected is not None:
                    self._collected.extend(message.items)
                    self._unread.extend(message.unread)
            case m.SnapEnd():
                self._swap(message.seq)
            case m.Delta():
                return self._delta(message)
            case _:
                assert_never(message)
        return []

    def _swap(self, seq: int) -> None:
        """Replaces the old state by the completed one in a single step."""
        if self._collected is None:
            return
        store = self._mirror.store
        store.replace(self._collected, self._unread)
        store.epoch, store.seq = self._epoch, seq
        self._collected = None
        self.stage = SessionStage.LIVE

    def _delta(self, delta: m.Delta) -> list[m.AnyClientMessage]:
        store = self._mirror.store
        if not self._goes_on:
            return []  # the full state that is on its way includes it
        if delta.prev != store.seq:
            if delta.seq <= store.seq:
                return []  # a duplicate
            level = logging.DEBUG if self._gap_logged else logging.WARNING
            log.log(level, "a delta is missing between %d and %d: asking for the full state", store.seq, delta.prev)
            self._gap_logged = True
            self._fall_back()
            return [m.ResyncRequest()]
        for entity in delta.put:
            store.put(entity)
        for key in delta.unread:
            store.leave_out(key)
        if store.count() > bounds.MAX_ENTITIES:
            raise bounds.too_much(f"the gateway sent {store.count()} entities")
        for key in delta.gone:
            store.remove(key)
        store.seq = delta.seq
        self._arrived()
        return []

    @property
    def _goes_on(self) -> bool:
        """Whether the state is of this run of the gateway and without a gap, and no full state is coming."""
        epoch = self._mirror.store.epoch
        return epoch != "" and epoch == self._epoch and self._collected is None

    def _arrived(self) -> None:
        """Marks a resumed session as live at the first message that continues it."""
        if self.stage is SessionStage.SYNCING and self._goes_on:
            self.stage = SessionStage.LIVE

    def _fall_back(self) -> None:
        """Marks the state as incomplete: only a full state helps, in this session or the next."""
        self._mirror.store.epoch = ""
        if self.stage is SessionStage.LIVE:
            self.stage = SessionStage.SYNCING
