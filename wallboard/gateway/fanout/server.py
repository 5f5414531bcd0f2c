"""The gateway's socket: listens, tells of its health, hands each flush and heartbeat to all, and says good-bye."""

import asyncio
import errno
import http
import logging
import random
import ssl
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from time import monotonic
from typing import cast

import msgspec
from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.http11 import Request, Response
from websockets.typing import Origin, Subprotocol

from wallboard import __version__
from wallboard.domain.errors import ConfigError
from wallboard.feed.codec import encode
from wallboard.feed.messages import HEARTBEAT_MS, MAX_CLIENT_FRAME, SUBPROTOCOL, Bye, Heartbeat
from wallboard.feed.roles import CloseCode
from wallboard.gateway.access.people import People
from wallboard.gateway.core.clock_watch import ClockWatch
from wallboard.gateway.core.dispatcher import CommandDispatcher
from wallboard.gateway.core.ledger_watch import LedgerWatch
from wallboard.gateway.fanout.addresses import networks
from wallboard.gateway.fanout.admission import SPARE_DESCRIPTORS, Admission, Connection
from wallboard.gateway.fanout.client_limits import AllLimits
from wallboard.gateway.fanout.connection import (
    CLOSE_TIMEOUT_S,
    OPEN_TIMEOUT_S,
    FeedConnection,
    Reception,
    accepting,
)
from wallboard.gateway.fanout.hub import Hub
from wallboard.gateway.fanout.ops import Audience
from wallboard.gateway.fanout.session import CloseSession, ScreenSession, text_frame
from wallboard.gateway.fanout.subscriber import TooSlow
from wallboard.gateway.fanout.tls import load_certificate, server_context
from wallboard.gateway.setup.config import GatewayConfig, Listen
from wallboard.gateway.throttled_log import ThrottledLog
from wallboard.host.clock import ahead_ms, now_ms
from wallboard.host.descriptors import raise_limit
from wallboard.host.error_text import why

logger = logging.getLogger(__name__)

SESSIONS_PER_CLIENT = 100
"""One token on more screens than this is a token that got about."""
RETRY_SPREAD_MS = 5_000


class LedgerNews(msgspec.Struct, frozen=True, kw_only=True):
    """How the ledger is: lines that wait for the disk, those that are in no file, and how large it became."""

    state: str
    pending: int
    lost: int
    size_mb: float
    is_large: bool


class Health(msgspec.Struct, frozen=True, kw_only=True):
    """What ``GET /healthz`` tells; nothing in it is secret.

    ``clock_ahead_s`` is how far the gateway's clock is ahead of the machine's, after that was set back; below 0
    while a jump forward of the machine's is in doubt.
    ``reload_failed`` says that gateway.toml could not be used when it was read last, and an older one counts.
    ``ledger`` is null where none is kept, with a pretend centre.
    """

    up: bool
    version: str
    uptime_s: int
    subscribers: int
    links: dict[str, str]
    clock_ahead_s: int
    reload_failed: bool = False
    ledger: LedgerNews | None = None


class FeedServer:
    """All sessions, by audience, and the socket they come in by.

    Attributes:
        port: where it listens, once `listening` is entered.
        ledger: how the ledger is, where there is one.
        reload_failed: whether an older configuration counts than the one that was read last.
    """

    def __init__(self, config: GatewayConfig, hub: Hub, desk: CommandDispatcher) -> None:
        self.ledger: LedgerWatch | None = None
        self.reload_failed = False
        self.hub = hub
        self.desk = desk
        self.site = config.site
        self.people = People(config.clients)
        self.port = config.listen.port
        self._listen = config.listen
        self._groups: dict[Audience, set[ScreenSession]] = {}
        self._per_client: Counter[str] = Counter()
        self.limits = AllLimits()
        self.strangers = ThrottledLog(logger)
        self._wanting: set[ScreenSession] = set()
        self._tls: ssl.SSLContext | None = None
        self._partings: set[asyncio.Task[None]] = set()
        self._clock_watch = ClockWatch()
        self._began_s = monotonic()

    @asynccontextmanager
    async def listening(self) -> AsyncIterator[None]:
        """Listen until left, then tell all screens when to come back. `ConfigError` if that is not possible."""
        descriptors = raise_limit(self._listen.max_connections + SPARE_DESCRIPTORS)
        self._admission = Admission(self._listen, descriptors, self._tell_full)
        try:
            running = await self._start()
        except OSError as error:
            raise ConfigError(_why_not_listening(self._listen, error)) from error
        self.port = running.sockets[0].getsockname()[1]
        logger.info("listening on %s port %s", self._listen.address, self.port)
        watch = asyncio.create_task(self._watch())
        try:
            yield
        finally:
            watch.cancel()
            self._say_good_bye()
            running.close(code=CloseCode.RESTART, reason="restart")
            self._admission.close()
            await running.wait_closed()

    async def _start(self) -> Server:
        self._tls = server_context(self._listen)
        reception = Reception(
            admission=self._admission,
            tls=self._tls,
            proxies=networks(self._listen.trusted_proxies),
            on_flood=self._tell_flood,
        )
        return await serve(
            self._serve,
            self._listen.address,
            self._listen.port,
            origins=[None, *(Origin(origin) for origin in self._listen.origins)],
            subprotocols=[Subprotocol(SUBPROTOCOL)],
            compression=None,
            process_request=self._answer_health,
            server_header=None,
            max_size=MAX_CLIENT_FRAME,
            open_timeout=OPEN_TIMEOUT_S,
            close_timeout=CLOSE_TIMEOUT_S,
            logger=_quiet_logger(),
            create_connection=accepting(reception),
        )

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(1)
            self._admission.look_at_unsent()

    def renew(self, config: GatewayConfig) -> list[str]:
        """Take over who may connect and which certificate is shown; nobody else notices.

        What is different, in words. `ConfigError` if the certificate cannot be used; nothing is changed then.
        """
        if self._tls is not None:
            server_context(self._listen)  # what fails half-way leaves a context without its key
            load_certificate(self._tls, self._listen)
        words = self.people.renew(config.clients, self.hub.seq)
        for session in [session for group in self._groups.values() for session in group]:
            if (parting := session.renew()) is not None:
                task = asyncio.create_task(session.part(parting))
                self._partings.add(task)
                task.add_done_callback(self._partings.discard)
        return words

    def flush(self) -> None:
        """Send what changed to all; one that cannot be served goes, and nobody waits for anybody."""
        for session in [one for one in self._wanting if self.hub.known(one.charts_of) == one.charts_of]:
            session.show_charts()
        frames = self.hub.flush(now_ms(), self._groups.keys())
        now_s = monotonic()
        for audience, payload in frames.items():
            frame = None if payload is None else text_frame(payload)
            for session in list(self._groups.get(audience, ())):
                try:
                    session.outbox.offer(frame, now_s)
                except TooSlow:
                    self._drop(session)

    async def beat(self) -> None:
        """Send heartbeats until cancelled; who lags gets none, since it would wait behind the rest."""
        while True:
            await asyncio.sleep(HEARTBEAT_MS / 1000)
            time_ms = now_ms()
            self._clock_watch.look(ahead_ms(), monotonic())
            for audience, sessions in self._groups.items():
                frame = text_frame(encode(Heartbeat(seq=self.hub.seq_of(audience.kind), time_ms=time_ms)))
                for session in sessions:
                    if not session.outbox.is_lagging:
                        session.pipe.send_framed(frame)

    def admit(self, session: ScreenSession) -> None:
        name = session.client.name
        if self._per_client[name] >= SESSIONS_PER_CLIENT:
            reason = f"{name} is connected {SESSIONS_PER_CLIENT} times already"
            raise CloseSession(CloseCode.RATE, reason, RETRY_SPREAD_MS)
        self._per_client[name] += 1
        session.connection.sign_in()
        self._add(session, session.outbox.audience)

    def regroup(self, session: ScreenSession, audience: Audience) -> None:
        self._remove(session)
        self._add(session, audience)

    def send_away(self, session: ScreenSession) -> None:
        self._forget(session)
        self._admission.send_away(session.connection)

    def _forget(self, session: ScreenSession) -> None:
        self.desk.forget(session.say)
        if session.is_admitted:
            session.is_admitted = False
            self._remove(session)
            self._per_client[session.client.name] -= 1

    def _add(self, session: ScreenSession, audience: Audience) -> None:
        self._groups.setdefault(audience, set()).add(session)
        if audience.charts_of != session.charts_of:
            self._wanting.add(session)

    def _remove(self, session: ScreenSession) -> None:
        self._wanting.discard(session)
        audience = session.outbox.audience
        group = self._groups.get(audience, set())
        group.discard(session)
        if not group:
            self._groups.pop(audience, None)

    async def _serve(self, connection: ServerConnection) -> None:
        session = ScreenSession(cast("FeedConnection", connection), self)
        try:
            await session.run()
        except Exception:  # noqa: BLE001 - whatever it is, it is logged with its trace and ends this session alone
            message = "the session of %s failed inside the gateway"
            self.strangers.log(logging.ERROR, message, session, exc_info=True)
        finally:
            self._forget(session)

    def _tell_full(self, connection: Connection) -> None:
        message = "too many connections: the oldest that has not said who it is was cut off, of %s"
        self.strangers.log(logging.WARNING, message, connection.address)

    def _tell_flood(self, connection: FeedConnection, reason: str) -> None:
        self.strangers.log(logging.WARNING, "%s was cut off: %s", connection.address, reason)

    def _drop(self, session: ScreenSession) -> None:
        logger.warning("%s does not keep up and was disconnected", session)
        session.pipe.abort()

    def _answer_health(self, connection: ServerConnection, request: Request) -> Response | None:
        cast("FeedConnection", connection).use_forwarded_address()
        if request.path != "/healthz":
            return None
        links = {str(link.id): str(link.status) for link in self.hub.engine.state.links.values()}
        health = Health(
            up=self.hub.is_up,
            version=__version__,
            uptime_s=int(monotonic() - self._began_s),
            subscribers=sum(map(len, self._groups.values())),
            links=links,
            clock_ahead_s=ahead_ms() // 1000,
            reload_failed=self.reload_failed,
            ledger=None if self.ledger is None else _ledger_news(self.ledger),
        )
        status = http.HTTPStatus.OK if health.up else http.HTTPStatus.SERVICE_UNAVAILABLE
        response = connection.respond(status, msgspec.json.encode(health).decode())
        del response.headers["Content-Type"]
        response.headers["Content-Type"] = "application/json"
        return response

    def _say_good_bye(self) -> None:
        """Spread the return over some seconds, so that they do not all come at once."""
        for session in [session for group in self._groups.values() for session in group]:
            retry_ms = random.randrange(500, RETRY_SPREAD_MS)  # noqa: S311 - to spread load, not to keep a secret
            session.say(Bye(reason="the gateway is being restarted", retry_after_ms=retry_ms))


def _ledger_news(ledger: LedgerWatch) -> LedgerNews:
    health = ledger.health
    return LedgerNews(
        state=str(health.status),
        pending=health.pending,
        lost=health.lost,
        size_mb=health.size_mb,
        is_large=ledger.is_large,
    )


def _quiet_logger() -> logging.Logger:
    """The library's own log: its stack traces for every port scan tell an operator nothing."""
    quiet = logging.getLogger("wallboard.gateway.websocket")
    quiet.setLevel(logging.CRITICAL)
    return quiet


def _why_not_listening(listen: Listen, error: OSError) -> str:
    where = f"port {listen.port} of {listen.address}"
    if error.errno == errno.EADDRINUSE:
        return (
            f"The gateway cannot listen on {where}: another program holds it, most likely a gateway that runs "
            f"already. See which by `ss -ltnp 'sport = :{listen.port}'` (Windows: `netstat -ano`), stop it, or "
            "set another port under [listen] in gateway.toml."
        )
    if error.errno in (errno.EACCES, errno.EPERM):
        return f"The gateway may not listen on {where}: choose a port above 1023 under [listen] in gateway.toml."
    return f"The gateway cannot listen on {where}: {why(error)}. See [listen] in gateway.toml."
