"""WebSocket client: keeps reconnecting and reports its state."""

import asyncio
import logging
import ssl
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path

from msgspec import Struct
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, WebSocketException
from websockets.typing import Subprotocol

from wallboard import __version__
from wallboard.client import bounds, proxies
from wallboard.client.address import check_url, tls_context
from wallboard.client.ends import End, Route, closed, no_subprotocol, not_opened
from wallboard.client.session import ArrivalTime, ClientLogin, FeedSession, Mirror, SessionStage
from wallboard.domain.errors import LoginRefused, ProtocolError
from wallboard.domain.ids import ScopeId
from wallboard.domain.problems import Problem, ProblemKind
from wallboard.feed import codec
from wallboard.feed.messages import (
    FORMER_SUBPROTOCOLS,
    MAX_SERVER_FRAME,
    SUBPROTOCOL,
    AnyClientMessage,
    AnyServerMessage,
    CommandRequest,
    Subscribe,
)
from wallboard.feed.roles import ClientKind
from wallboard.host.backoff import Backoff
from wallboard.host.clock import now_ms

log = logging.getLogger(__name__)

# The library would write whole frames, and so the token, at DEBUG.
_socket_log = logging.getLogger("wallboard.client.websocket")
_socket_log.setLevel(logging.INFO)

RETRY_LEAST_S = 0.5
RETRY_MOST_S = 4.0
"""A screen is complete within five seconds after the network is back, however long that was away."""
OPEN_TIMEOUT_S = 10.0
CLOSE_TIMEOUT_S = 1.0
GOING_AWAY = 1001
OLD_GATEWAY_S = 60.0
"""The delay before reconnecting to a gateway that is too old: no visit to each screen is needed after an update."""
LOOK_S = 1.0
"""How soon after a sleep of the machine the sleep is detected."""


class ConnectOptions(Struct, frozen=True, kw_only=True):
    """The gateway and the login; the authorities of ``ca_file`` alone are trusted, else the system's."""

    url: str
    token: str
    kind: ClientKind
    client_name: str
    ca_file: Path | None = None

    def __repr__(self) -> str:
        return f"ConnectOptions(url={self.url!r}, kind={self.kind!s}, client_name={self.client_name!r})"


class ConnectionPhase(StrEnum):
    """The states of the connection; only ``refused`` is final."""

    CONNECTING = "connecting"
    SIGNING_IN = "signing_in"
    SYNCING = "syncing"
    LIVE = "live"
    LATE = "late"
    WAITING = "waiting"
    REFUSED = "refused"


class ConnectionStatus(Struct, frozen=True, kw_only=True):
    """State of the connection; ``retry_at_ms`` is of this computer's clock, 0 when no retry is due."""

    phase: ConnectionPhase = ConnectionPhase.CONNECTING
    retry_at_ms: int = 0
    problem: Problem | None = None


_PHASES = {
    SessionStage.GREETING: ConnectionPhase.CONNECTING,
    SessionStage.SIGNING_IN: ConnectionPhase.SIGNING_IN,
    SessionStage.SYNCING: ConnectionPhase.SYNCING,
    SessionStage.LIVE: ConnectionPhase.LIVE,
}


class _Connect(connect):
    """Opens a connection and follows no redirect, which would send the token elsewhere."""

    def process_redirect(self, exc: Exception) -> Exception | str:
        return exc


def open_feed(way: Route, tls: ssl.SSLContext | None) -> _Connect:
    """Opens a connection to a gateway, as a context manager; it accepts the feed's own protocol alone."""
    return _Connect(
        way.url,
        ssl=tls,
        subprotocols=[Subprotocol(one) for one in (SUBPROTOCOL, *FORMER_SUBPROTOCOLS)],
        compression=None,
        max_size=MAX_SERVER_FRAME,
        user_agent_header=f"wallboard/{__version__}",
        proxy=way.proxy,
        open_timeout=OPEN_TIMEOUT_S,
        close_timeout=CLOSE_TIMEOUT_S,
        ping_interval=None,  # the feed has heartbeats of its own, which both sides check
        logger=_socket_log,
    )


class GatewayConnection:
    """A connection to one gateway that is opened again whenever it breaks.

    Attributes:
        contact: its state.
        heard_ms: this computer's epoch milliseconds of the last message while live; 0 before the first.
    """

    def __init__(self, options: ConnectOptions, mirror: Mirror) -> None:
        """Raises `ConfigError` when the address or the file of authorities cannot be used."""
        self.contact = ConnectionStatus()
        self.heard_ms = 0
        self._url = check_url(options.url)
        self._tls = tls_context(self._url, options.ca_file)
        self._login = ClientLogin(token=options.token, kind=options.kind, client_name=options.client_name)
        self._mirror = mirror
        self._backoff = Backoff(RETRY_LEAST_S, RETRY_MOST_S)
        self._outgoing: asyncio.Queue[AnyClientMessage] | None = None
        self._retry = asyncio.Event()
        self._on_change: Callable[[], None] = lambda: None
        self._outage_logged = False
        self._script: str | None = None

    async def run(self, on_change: Callable[[], None]) -> None:
        """Stays connected until cancelled; calls ``on_change`` whenever the mirror or the contact changed."""
        self._on_change = on_change
        while True:
            end = await self._attempt()
            self._tell_outage(end)
            self._retry.clear()
            if end.final:
                self._set(ConnectionStatus(phase=ConnectionPhase.REFUSED, problem=end.problem))
                await self._retry.wait()
            else:
                await self._wait(end)

    async def _attempt(self) -> End:
        """Runs one connection; an unexpected error is logged, and the connection is retried."""
        try:
            return await self._connection()
        except Exception as error:
            log.exception("the connection to %s failed with an internal error", self._url)
            self._mirror.store.epoch = ""  # its state may be incomplete: request a full one
            return End(problem=Problem(kind=ProblemKind.FAULT, technical=f"{type(error).__name__}: {error}"))

    @property
    def is_live(self) -> bool:
        """Whether the shown state is current, so that a command may be given."""
        return self.contact.phase is ConnectionPhase.LIVE

    def send(self, request: CommandRequest) -> bool:
        """Sends a command; False when the connection is not live, and nothing is queued."""
        if self._outgoing is None or not self.is_live:
            return False
        self._outgoing.put_nowait(request)
        return True

    def watch_charts(self, scope: ScopeId) -> None:
        """Requests the series of one queue or group from now on."""
        mirror = self._mirror
        mirror.charts_of = scope
        mirror.store.forget_series(but=scope)
        if self._outgoing is not None and self.contact.phase is not ConnectionPhase.CONNECTING:
            self._outgoing.put_nowait(Subscribe(charts_of=scope))
        else:
            mirror.store.epoch = ""  # resuming would not bring the new series

    def retry_now(self) -> None:
        """Retries immediately, even after a refusal."""
        self._retry.set()

    async def _wait(self, end: End) -> None:
        delay_s = end.retry_after_s + self._backoff.next_s()
        retry_at_ms = now_ms() + int(delay_s * 1000)
        self._set(ConnectionStatus(phase=ConnectionPhase.WAITING, problem=end.problem, retry_at_ms=retry_at_ms))
        try:
            async with asyncio.timeout(delay_s):
                await self._retry.wait()
        except TimeoutError:
            pass

    async def _connection(self) -> End:
        self._set(ConnectionStatus(phase=ConnectionPhase.CONNECTING))
        way = Route(url=self._url)
        try:
            way = Route(url=self._url, proxy=proxies.proxy_for(self._url) if self._tls else None)
            async with open_feed(way, self._tls) as socket:
                if socket.subprotocol in FORMER_SUBPROTOCOLS:
                    return End(problem=Problem(kind=ProblemKind.GATEWAY_TOO_OLD), retry_after_s=OLD_GATEWAY_S)
                if socket.subprotocol != SUBPROTOCOL:
                    return End(problem=no_subprotocol(socket.response, way))
                return await self._converse(socket)
        except (OSError, EOFError, WebSocketException, ImportError) as error:
            problem = not_opened(error, way)
            may_be_script = self._tls and way.proxy is None
            return End(problem=await self._with_script(problem) if may_be_script else problem)

    async def _with_script(self, problem: Problem) -> Problem:
        """Returns the proxy script as the problem where the gateway is not reached and a script names its proxy."""
        if problem.kind not in (ProblemKind.UNREACHABLE, ProblemKind.NO_ANSWER):
            return problem
        if self._script is None:
            self._script = await asyncio.to_thread(proxies.proxy_script)  # it may take seconds
        if not self._script:
            return problem
        subject = {"url": self._url, "script": self._script}
        return Problem(kind=ProblemKind.PROXY_SCRIPT, subject=subject, technical=str(problem))

    async def _converse(self, socket: ClientConnection) -> End:
        outgoing: asyncio.Queue[AnyClientMessage] = asyncio.Queue()
        self._outgoing = outgoing
        try:
            async with asyncio.TaskGroup() as group:
                writer = group.create_task(_write(socket, outgoing))
                end = await self._read(socket, outgoing)
                writer.cancel()
                return end
        finally:
            self._outgoing = None
            await socket.close(GOING_AWAY)

    async def _read(self, socket: ClientConnection, outgoing: asyncio.Queue[AnyClientMessage]) -> End:
        """Reads messages until the connection is over; raises only when cancelled."""
        session = FeedSession(self._login, self._mirror, _now())
        try:
            while True:
                frame = await self._frame(socket, session)
                if frame is None:
                    return End(problem=Problem(kind=ProblemKind.FELL_SILENT, subject={"url": self._url}))
                for answer in session.receive(_message(frame), _now(), len(frame)):
                    outgoing.put_nowait(answer)
                _check_unsent(socket, outgoing.qsize())
                self._heard(session)
        except ConnectionClosed as error:
            return closed(error, session.bye)
        except LoginRefused as error:
            return End(problem=error.as_problem(ProblemKind.OTHER), final=True)
        except ProtocolError as error:
            self._mirror.store.epoch = ""
            return End(problem=error.as_problem(ProblemKind.NONSENSE))

    async def _frame(self, socket: ClientConnection, session: FeedSession) -> bytes | None:
        """Returns the next message, None if the gateway was silent for too long; figures become late meanwhile.

        It wakes up at intervals, since a machine that sleeps does not count the silence.
        """
        while True:
            live = session.stage is SessionStage.LIVE and self.contact.phase is not ConnectionPhase.LATE
            due_s = session.late_at_s if live else session.lost_at_s
            try:
                async with asyncio.timeout_at(min(due_s, _now().mono_s + LOOK_S)):
                    return await socket.recv(decode=False)
            except TimeoutError:
                now = _now()
                _check_unsent(socket, 0)
                if live and session.is_late(now):
                    self._set(ConnectionStatus(phase=ConnectionPhase.LATE))
                elif not live and now.mono_s >= due_s:
                    return None

    def _heard(self, session: FeedSession) -> None:
        phase = _PHASES[session.stage]
        if phase is ConnectionPhase.LIVE:
            self.heard_ms = session.heard.local_ms
            self._backoff.reset()
            if self._outage_logged:
                log.info("reconnected to %s", self._url)
                self._outage_logged = False
        self._set(ConnectionStatus(phase=phase))

    def _set(self, contact: ConnectionStatus) -> None:
        self.contact = contact
        self._on_change()

    def _tell_outage(self, end: End) -> None:
        """Logs an outage once at its start and once at its end."""
        if not self._outage_logged:
            log.warning("no connection to %s: %s", self._url, end.problem)
            self._outage_logged = True


def _check_unsent(socket: ClientConnection, messages: int) -> None:
    """Breaks the connection to a gateway that does not read, which would not receive a close message either."""
    try:
        bounds.check_unsent(messages, socket.transport.get_write_buffer_size())
    except ProtocolError:
        socket.transport.abort()
        raise


async def _write(socket: ClientConnection, outgoing: asyncio.Queue[AnyClientMessage]) -> None:
    try:
        while True:
            await socket.send(codec.encode(await outgoing.get()), text=True)
    except ConnectionClosed:
        return  # the reader gets the same error and reports it


def _message(frame: bytes) -> AnyServerMessage | None:
    """Decodes the gateway's message, within bounds; `ProtocolError` when it is invalid."""
    message = codec.decode_server(frame)
    return None if message is None else bounds.checked(message, frame)


def _now() -> ArrivalTime:
    return ArrivalTime(asyncio.get_running_loop().time(), now_ms())
