"""The stream to one subscriber, reduced while it does not keep up. Sends through a `Transport`.

A subscriber that lags gets no delta until its pipe is empty; then one delta with the newest values, or a new
snapshot where that is impossible. One that does not move at all, or lags time and again, is closed.
"""

from typing import Protocol

from msgspec.structs import replace

from wallboard.feed.codec import encode
from wallboard.feed.messages import Message, ResyncNotice
from wallboard.feed.roles import Resync
from wallboard.gateway.fanout.hub import Hub
from wallboard.gateway.fanout.ops import Audience

LAG_BYTES = 65_536
"""A pipe with more than this unsent lags: kernel buffers come on top and delay what is shown."""
CAUGHT_UP_BYTES = 4_096
STALLED_S = 10.0
RESYNC_WITHIN_S = 60.0
NOWHERE = -1
"""A sequence number from which no delta leads on."""


class Transport(Protocol):
    """One connection's sending side; no call blocks or raises."""

    def send(self, payload: bytes) -> None:
        """Sends a message, or buffers it until there is room."""

    def send_framed(self, frame: bytes) -> None:
        """Sends a message that is framed already."""

    def expect_unsent(self, size: int) -> None:
        """Allows for a snapshot of so many bytes: they may wait beside other data."""

    def unsent_bytes(self) -> int:
        """Returns how many sent bytes are still here."""

    def abort(self) -> None:
        """Breaks the connection immediately, without a message."""


class TooSlow(Exception):
    """The subscriber cannot be served."""


class Subscriber:
    """One subscriber's stream.

    Attributes:
        name: the client's, for the log.
        transport: where it is sent.
        audience: what the subscriber may see and gets now.
        charts_of: the requested queue of its charts, which may not exist.
        seq: the number of the last delta or snapshot that was sent.
        is_lagging: whether deltas are omitted now.
    """

    def __init__(self, hub: Hub, transport: Transport, audience: Audience, name: str = "") -> None:
        """``audience`` may name charts that do not exist yet."""
        self.name = name
        self.transport = transport
        self.charts_of = audience.charts_of
        self.audience = replace(audience, charts_of=hub.known(audience.charts_of))
        self.seq = NOWHERE
        self.is_lagging = False
        self._hub = hub
        self._least_unsent = 0
        self._moved_s = 0.0
        self._resync_s = -RESYNC_WITHIN_S

    @property
    def waits_for_charts(self) -> bool:
        """Whether the requested charts are not the ones that it gets."""
        return self.audience.charts_of != self.charts_of

    def send(self, message: Message) -> None:
        """Sends a message that must not be omitted."""
        self.transport.send(encode(message))

    def start(self, epoch: str, seq: int) -> None:
        """Resumes from ``seq`` of ``epoch`` if possible, else sends a snapshot; "" means no earlier session."""
        if not epoch:
            self.send_snapshot()
        elif epoch != self._hub.epoch:
            self.send_snapshot(Resync.EPOCH)
        elif (delta := self._hub.since(seq, self.audience)) is None:
            self.send_snapshot(Resync.GONE)
        else:
            self._send_up_to_date(delta)

    def send_snapshot(self, reason: Resync | None = None) -> None:
        """Sends the full state, after the reason where the subscriber had one before."""
        if reason is not None:
            self.send(ResyncNotice(reason=reason))
        payloads = self._hub.snapshot(self.audience)
        self.transport.expect_unsent(sum(map(len, payloads)))
        for payload in payloads:
            self.transport.send(payload)
        self.seq = self._hub.seq_of(self.audience.kind)

    def ask_snapshot(self) -> None:
        """Sends the full state to a subscriber that missed a delta, now or as soon as there is room."""
        if self.is_lagging:
            self.seq = NOWHERE
        else:
            self.send_snapshot(Resync.GAP)

    def send_charts(self) -> None:
        """Changes to the requested charts, or to none while they do not exist, and sends their history."""
        self.audience = replace(self.audience, charts_of=self._hub.known(self.charts_of))
        if self.is_lagging:
            self.seq = NOWHERE
        else:
            self.transport.send(self._hub.charts(self.audience))

    def offer(self, frame: bytes | None, now_s: float) -> None:
        """Sends the audience's newest delta, framed, or what is due in its place; time in monotonic seconds.

        None asks for a snapshot. Raises `TooSlow`.
        """
        if self.is_lagging:
            self._catch_up(now_s)
        elif (unsent := self.transport.unsent_bytes()) > LAG_BYTES:
            self.is_lagging = True
            self._least_unsent, self._moved_s = unsent, now_s
        elif frame is None:
            self.send_snapshot(Resync.GONE)
        else:
            self.transport.send_framed(frame)
            self.seq = self._hub.seq_of(self.audience.kind)

    def _catch_up(self, now_s: float) -> None:
        unsent = self.transport.unsent_bytes()
        if unsent > CAUGHT_UP_BYTES:
            if unsent < self._least_unsent:
                self._least_unsent, self._moved_s = unsent, now_s
            elif now_s - self._moved_s > STALLED_S:
                raise TooSlow
            return
        self.is_lagging = False
        if (delta := self._hub.since(self.seq, self.audience)) is not None:
            self._send_up_to_date(delta)
            return
        if now_s - self._resync_s < RESYNC_WITHIN_S:
            raise TooSlow
        self._resync_s = now_s
        self.send_snapshot(Resync.SLOW)

    def _send_up_to_date(self, delta: bytes) -> None:
        self.transport.send(delta)
        self.seq = self._hub.seq_of(self.audience.kind)
