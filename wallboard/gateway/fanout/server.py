"""The gateway's server: listens, answers plain HTTP, holds all sessions, and closes them at the end."""

import asyncio
import errno
import logging
import random
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import cast

from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.typing import Origin, Subprotocol

from wallboard.domain.errors import ConfigError
from wallboard.feed.messages import FORMER_SUBPROTOCOLS, HEARTBEAT_MS, MAX_CLIENT_FRAME, SUBPROTOCOL, Bye
from wallboard.feed.roles import CloseCode
from wallboard.gateway.access.people import People
from wallboard.gateway.core.log import FlushLog
from wallboard.gateway.fanout.addresses import networks
from wallboard.gateway.fanout.admission import SPARE_DESCRIPTORS, Admission, Connection
from wallboard.gateway.fanout.client_limits import AllLimits
from wallboard.gateway.fanout.commands import CommandPort
from wallboard.gateway.fanout.connection import (
    CLOSE_TIMEOUT_S,
    OPEN_TIMEOUT_S,
    FeedConnection,
    Reception,
    accepting,
)
from wallboard.gateway.fanout.endings import LONG_SPREAD_MS
from wallboard.gateway.fanout.hub import Hub
from wallboard.gateway.fanout.roster import Roster
from wallboard.gateway.fanout.session import ScreenSession, Service
from wallboard.gateway.fanout.tls import load_certificate, server_context
from wallboard.gateway.fanout.web.gate import Gate
from wallboard.gateway.fanout.web.site import WebSite
from wallboard.gateway.health import HealthPort
from wallboard.gateway.setup.tables import Listen, ServingTables
from wallboard.gateway.throttled_log import ThrottledLog
from wallboard.host.clock import now_ms
from wallboard.host.descriptors import raise_limit
from wallboard.host.error_text import why

logger = logging.getLogger(__name__)


class FeedServer:
    """The listening socket, and all sessions that connected by it.

    Attributes:
        port: where it listens, once `listening` is entered.
    """

    def __init__(self, config: ServingTables, log: FlushLog, commands: CommandPort, health: HealthPort) -> None:
        """Serves the contents of ``log`` from now on."""
        self.port = config.listen.port
        self._listen = config.listen
        self._hub = Hub(log.head)
        self._roster = Roster(self._hub)
        log.follow(self._roster.take)
        self._people = People(config.clients)
        self._unidentified = ThrottledLog(logger)
        limits = AllLimits()
        self._web = WebSite(self._hub, self._roster, health, Gate(self._people, limits))
        self._service = Service(
            hub=self._hub,
            roster=self._roster,
            commands=commands,
            site=config.site,
            actions=config.actions,
            people=self._people,
            limits=limits,
            unidentified=self._unidentified,
        )
        self._sessions: set[ScreenSession] = set()
        self._tls: ssl.SSLContext | None = None
        self._endings: set[asyncio.Task[None]] = set()

    @asynccontextmanager
    async def listening(self) -> AsyncIterator[None]:
        """Listens until left, then sends all screens when to reconnect. `ConfigError` if listening fails."""
        descriptors = raise_limit(self._listen.max_connections + SPARE_DESCRIPTORS)
        self._admission = Admission(self._listen, descriptors, self._log_full)
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
            self._send_byes()
            running.close(code=CloseCode.RESTART, reason="restart")
            self._admission.close()
            await running.wait_closed()

    async def _start(self) -> Server:
        self._tls = server_context(self._listen)
        reception = Reception(
            admission=self._admission,
            tls=self._tls,
            proxies=networks(self._listen.trusted_proxies),
            on_flood=self._log_flood,
        )
        return await serve(
            self._serve,
            self._listen.address,
            self._listen.port,
            origins=[None, *(Origin(origin) for origin in self._listen.origins)],
            subprotocols=[Subprotocol(one) for one in (SUBPROTOCOL, *FORMER_SUBPROTOCOLS)],
            compression=None,
            process_request=self._web.respond,
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
            self._admission.check_unsent()

    def renew(self, config: ServingTables) -> list[str]:
        """Applies other clients and another certificate; other sessions are not affected.

        Returns the differences in words. `ConfigError` if the certificate cannot be used; nothing is changed then.
        """
        if self._tls is not None:
            server_context(self._listen)  # a failed load leaves a context without its key
            load_certificate(self._tls, self._listen)
        changes = self._people.renew(config.clients, self._hub.seq)
        for session in self._admitted():
            if (ending := session.renew()) is not None:
                task = asyncio.create_task(session.close(ending))
                self._endings.add(task)
                task.add_done_callback(self._endings.discard)
        return changes

    def _admitted(self) -> list[ScreenSession]:
        return [session for session in self._sessions if session.is_admitted]

    async def beat(self) -> None:
        """Sends heartbeats until cancelled."""
        while True:
            await asyncio.sleep(HEARTBEAT_MS / 1000)
            self._roster.beat(now_ms())

    async def _serve(self, connection: ServerConnection) -> None:
        session = ScreenSession(cast("FeedConnection", connection), self._service)
        self._sessions.add(session)
        try:
            await session.run()
        except Exception:  # noqa: BLE001 - whatever it is, it is logged with its trace and ends this session alone
            message = "the session of %s failed inside the gateway"
            self._unidentified.log(logging.ERROR, message, session, exc_info=True)
        finally:
            session.leave()
            self._sessions.discard(session)

    def _log_full(self, connection: Connection) -> None:
        message = "too many connections: closed the oldest one that is not signed in, from %s"
        self._unidentified.log(logging.WARNING, message, connection.address)

    def _log_flood(self, connection: FeedConnection, reason: str) -> None:
        self._unidentified.log(logging.WARNING, "closed the connection from %s: %s", connection.address, reason)

    def _send_byes(self) -> None:
        """Sends closing messages whose return times are spread, so that screens do not all return at once."""
        for session in self._admitted():
            retry_ms = random.randrange(500, LONG_SPREAD_MS)  # noqa: S311 - to spread load, not to keep a secret
            session.send(Bye(reason="the gateway is being restarted", retry_after_ms=retry_ms))


def _quiet_logger() -> logging.Logger:
    """Returns the library's own logger: its stack traces for every port scan do not help an operator."""
    quiet = logging.getLogger("wallboard.gateway.websocket")
    quiet.setLevel(logging.CRITICAL)
    return quiet


def _why_not_listening(listen: Listen, error: OSError) -> str:
    where = f"port {listen.port} of {listen.address}"
    if error.errno == errno.EADDRINUSE:
        return (
            f"The gateway cannot listen on {where}: another program uses it, most likely another "
            f"gateway. Find it with `ss -ltnp 'sport = :{listen.port}'` (Windows: `netstat -ano`), stop it, or "
            "set another port under [listen] in gateway.toml."
        )
    if error.errno in (errno.EACCES, errno.EPERM):
        return f"The gateway may not listen on {where}: choose a port above 1023 under [listen] in gateway.toml."
    return f"The gateway cannot listen on {where}: {why(error)}. See [listen] in gateway.toml."
