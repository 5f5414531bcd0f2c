"""WebSocket client: keeps reconnecting and reports its state."""

import asyncio
import logging
from collections.abc import Callable

from websockets.asyncio.client import ClientConnection
from websockets.exceptions import ConnectionClosed, WebSocketException

from wallboard.client import proxies
from wallboard.client.address import check_url, tls_context
from wallboard.client.connection_status import ConnectionPhase, ConnectionStatus, ConnectOptions
from wallboard.client.ends import End, Route, closed, not_opened
from wallboard.client.feed_socket import arrival, check_unsent, decoded, open_feed, subprotocol_problem, write
from wallboard.client.session import ClientLogin, FeedSession, Mirror, SessionStage
from wallboard.domain.errors import LoginRefused, ProtocolError
from wallboard.domain.ids import ScopeId
from wallboard.domain.problems import Problem, ProblemKind
from wallboard.feed.messages import AnyClientMessage, CommandRequest, Subscribe
from wallboard.host.backoff import Backoff
from wallboard.host.clock import now_ms

log = logging.getLogger(__name__)

RETRY_LEAST_S = 0.5
RETRY_MOST_S = 4.0
"""A screen is complete within five seconds after the network is back, however long that was away."""
GOING_AWAY = 1001
OLD_GATEWAY_S = 60.0
"""The delay before reconnecting to a gateway that is too old: no visit to each screen is needed after an update."""
CHECK_S = 1.0
"""How soon after a sleep of the machine the sleep is detected."""


_PHASES = {
    SessionStage.GREETING: ConnectionPhase.CONNECTING,
    SessionStage.SIGNING_IN: ConnectionPhase.SIGNING_IN,
    SessionStage.SYNCING: ConnectionPhase.SYNCING,
    SessionStage.LIVE: ConnectionPhase.LIVE,
}


class GatewayConnection:
    """A connection to one gateway that is opened again whenever it breaks.

    Attributes:
        status: its state.
        heard_ms: this computer's epoch milliseconds of the last message while live; 0 before the first.
    """

    def __init__(self, options: ConnectOptions, mirror: Mirror) -> None:
        """Raises `ConfigError` when the address or the file of authorities cannot be used."""
        self.status = ConnectionStatus()
        self.heard_ms = 0
        self._url = check_url(options.url)
        self._tls = tls_context(self._url, options.ca_file)
        self._login = ClientLogin(token=options.token, kind=options.kind, client_name=options.client_name)
        self._mirror = mirror
        self._backoff = Backoff(RETRY_LEAST_S, RETRY_MOST_S)
        self._outgoing: asyncio.Queue[AnyClientMessage] | None = None
        self._on_change: Callable[[], None] = lambda: None
        self._outage_logged = False
        self._script: str | None = None

    async def run(self, on_change: Callable[[], None]) -> None:
        """Stays connected until cancelled or refused; calls ``on_change`` when mirror or status changed."""
        self._on_change = on_change
        while True:
            end = await self._attempt()
            self._log_outage(end)
            if end.final:
                self._set(ConnectionStatus(phase=ConnectionPhase.REFUSED, problem=end.problem))
                return
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
        return self.status.phase is ConnectionPhase.LIVE

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
        if self._outgoing is not None and self.status.phase is not ConnectionPhase.CONNECTING:
            self._outgoing.put_nowait(Subscribe(charts_of=scope))
        else:
            mirror.store.epoch = ""  # resuming would not bring the new series

    async def _wait(self, end: End) -> None:
        delay_s = end.retry_after_s + self._backoff.next_s()
        retry_at_ms = now_ms() + int(delay_s * 1000)
        self._set(ConnectionStatus(phase=ConnectionPhase.WAITING, problem=end.problem, retry_at_ms=retry_at_ms))
        await asyncio.sleep(delay_s)

    async def _connection(self) -> End:
        self._set(ConnectionStatus(phase=ConnectionPhase.CONNECTING))
        way = Route(url=self._url)
        try:
            way = Route(url=self._url, proxy=proxies.proxy_for(self._url) if self._tls else None)
            async with open_feed(way, self._tls) as socket:
                if (problem := subprotocol_problem(socket, way)) is None:
                    return await self._converse(socket)
                is_old = problem.kind is ProblemKind.GATEWAY_TOO_OLD
                return End(problem=problem, retry_after_s=OLD_GATEWAY_S if is_old else 0.0)
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
                writer = group.create_task(write(socket, outgoing))
                end = await self._read(socket, outgoing)
                writer.cancel()
                return end
        finally:
            self._outgoing = None
            await socket.close(GOING_AWAY)

    async def _read(self, socket: ClientConnection, outgoing: asyncio.Queue[AnyClientMessage]) -> End:
        """Reads messages until the connection is over; raises only when cancelled."""
        session = FeedSession(self._login, self._mirror, arrival())
        try:
            while True:
                frame = await self._frame(socket, session)
                if frame is None:
                    return End(problem=Problem(kind=ProblemKind.FELL_SILENT, subject={"url": self._url}))
                for answer in session.receive(decoded(frame), arrival(), len(frame)):
                    outgoing.put_nowait(answer)
                check_unsent(socket, outgoing.qsize())
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
            live = session.stage is SessionStage.LIVE and self.status.phase is not ConnectionPhase.LATE
            due_s = session.late_at_s if live else session.lost_at_s
            try:
                async with asyncio.timeout_at(min(due_s, arrival().mono_s + CHECK_S)):
                    return await socket.recv(decode=False)
            except TimeoutError:
                now = arrival()
                check_unsent(socket, 0)
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

    def _set(self, status: ConnectionStatus) -> None:
        self.status = status
        self._on_change()

    def _log_outage(self, end: End) -> None:
        """Logs an outage once at its start and once at its end."""
        if not self._outage_logged:
            log.warning("no connection to %s: %s", self._url, end.problem)
            self._outage_logged = True
