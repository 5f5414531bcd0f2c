"""One screen's session: sign-in, requests, and the reason of its end."""

import asyncio
import logging
from dataclasses import dataclass
from typing import assert_never

from websockets.exceptions import ConnectionClosed

from wallboard import __version__
from wallboard.domain.actions.commands import ActionSettings, Outcome, Reason, Result
from wallboard.domain.errors import ProtocolError
from wallboard.domain.ids import CommandId, ScopeId
from wallboard.domain.sanitizer import sanitize
from wallboard.feed.codec import decode_client, encode, misunderstood_command
from wallboard.feed.messages import (
    FORMER_SUBPROTOCOLS,
    AnyClientMessage,
    Auth,
    Bye,
    ClientHeartbeat,
    CommandQuery,
    CommandRequest,
    CommandResult,
    Hello,
    Message,
    Ready,
    ResyncRequest,
    Subscribe,
)
from wallboard.feed.roles import CloseCode
from wallboard.gateway.access.people import People
from wallboard.gateway.fanout.client_limits import (
    OWN_MESSAGES_BURST,
    OWN_MESSAGES_PER_S,
    AllLimits,
    ClientLimits,
)
from wallboard.gateway.fanout.commands import CommandPort
from wallboard.gateway.fanout.connection import FeedConnection
from wallboard.gateway.fanout.endings import LONG_SPREAD_MS, CloseSession, spread_ms
from wallboard.gateway.fanout.hub import Hub
from wallboard.gateway.fanout.limits import RateLimit
from wallboard.gateway.fanout.ops import Audience
from wallboard.gateway.fanout.roster import Roster
from wallboard.gateway.fanout.subscriber import NOWHERE, Subscriber
from wallboard.gateway.fanout.transport import SocketTransport
from wallboard.gateway.setup.tables import ClientEntry, Site
from wallboard.gateway.throttled_log import ThrottledLog
from wallboard.host.clock import now_ms

SESSIONS_PER_CLIENT = 100
"""More sessions than this on one token suggest that it leaked."""
AUTH_TIMEOUT_S = 3.0
REFUSAL_DELAY_S = 1.0
"""How long a wrong token waits for its response, so that guessing is slow."""
REASON_MOST = 200
"""The most of an invalid frame that is sent back and logged: an unknown client wrote it."""


@dataclass(slots=True, frozen=True)
class Service:
    """What all sessions of one server share.

    Attributes:
        unidentified: the log of screens that have not signed in.
    """

    hub: Hub
    roster: Roster
    commands: CommandPort
    site: Site
    actions: ActionSettings
    people: People
    limits: AllLimits
    unidentified: ThrottledLog


class ScreenSession:
    """The dialogue with one screen.

    Attributes:
        client: the token's client; set once the session is admitted.
        subscriber: its stream; set then, too.
        connection: the connection that it uses.
        is_admitted: whether it is signed in and open.
    """

    client: ClientEntry
    subscriber: Subscriber
    _limits: ClientLimits

    def __init__(self, connection: FeedConnection, service: Service) -> None:
        self.transport = SocketTransport(connection)
        self.connection = connection
        self._service = service
        self._log = service.unidentified
        self._messages = RateLimit(OWN_MESSAGES_PER_S, OWN_MESSAGES_BURST)
        self.is_admitted = False
        self._name = "a screen that is not signed in"

    def __str__(self) -> str:
        return f"{self._name} at {self.connection.address}"

    async def run(self) -> None:
        """Serves the screen until it leaves or is closed; every end but its own is logged in one line."""
        try:
            auth = await self._greet()
            self._begin(auth)
            while True:
                frame = await self.connection.recv(decode=False)
                if self.is_admitted:  # a message that arrives after the close is ignored
                    self._take(frame)
        except CloseSession as ending:
            await self.close(ending)
        except ProtocolError as error:
            await self.close(CloseSession(CloseCode.BAD_FRAME, sanitize(str(error), REASON_MOST)))
        except ConnectionClosed as closed:
            if closed.sent is not None and closed.rcvd is None:
                end = closed.sent
                self._log.log(logging.WARNING, "%s was disconnected: %s %s", self, end.code, end.reason)

    async def close(self, ending: CloseSession) -> None:
        """Sends the reason, and closes."""
        self._log.log(logging.WARNING, "closed session of %s: %s", self, ending.reason)
        self.leave()
        self.connection.send_away()
        self.send(Bye(reason=ending.reason, retry_after_ms=ending.retry_after_ms))
        await self.connection.close(ending.code, ending.code.name.lower())

    def leave(self) -> None:
        """Leaves the roster and the limits."""
        self._service.commands.forget(self.send)
        if self.is_admitted:
            self.is_admitted = False
            self._limits.sessions -= 1
            self._service.roster.remove(self.subscriber)

    def renew(self) -> CloseSession | None:
        """Applies the client's new configuration; returns why that is not possible, if so."""
        now = self._service.people.now(self.client)
        if now is None:
            return CloseSession(CloseCode.UNAUTHENTICATED, "its token was revoked")
        if (now.name, now.role) != (self.client.name, self.client.role):
            return CloseSession(CloseCode.RESTART, "its rights have changed: it has to sign in again", 0)
        if now.grant != self.client.grant:
            self.client = now
            self._send_ready()
        return None

    def send(self, message: Message) -> None:
        """Sends a message that must not be omitted."""
        self.transport.send(encode(message))

    async def _greet(self) -> Auth:
        if self.connection.subprotocol in FORMER_SUBPROTOCOLS:
            raise CloseSession(CloseCode.VERSION, "this screen is too old for the gateway: update it")
        self.send(Hello(server=f"wallboard/{__version__}", epoch=self._service.hub.epoch, time_ms=now_ms()))
        try:
            async with asyncio.timeout(AUTH_TIMEOUT_S):
                message = decode_client(await self.connection.recv(decode=False))
        except TimeoutError:
            reason = f"no token received within {AUTH_TIMEOUT_S:.0f} seconds"
            # a screen that was only slow may reconnect by itself
            raise CloseSession(CloseCode.TRY_LATER, reason, spread_ms()) from None
        if not isinstance(message, Auth):
            raise ProtocolError("the first message must be auth")
        client = self._service.people.find(message.token)
        if client is None:
            await asyncio.sleep(REFUSAL_DELAY_S)
            raise CloseSession(CloseCode.UNAUTHENTICATED, "this token is not valid")
        self.client, self._name = client, f"{client.name} ({message.kind})"
        self._limits = self._service.limits.of(client.name)
        self._log = self._limits.log
        if not self._limits.sign_ins.allows():
            raise CloseSession(CloseCode.TRY_LATER, "it signs in too often", spread_ms())
        return message

    def _begin(self, auth: Auth) -> None:
        if self._limits.sessions >= SESSIONS_PER_CLIENT:
            reason = f"{self.client.name} is connected {SESSIONS_PER_CLIENT} times already"
            raise CloseSession(CloseCode.RATE, reason, LONG_SPREAD_MS)
        audience = Audience.of(self.client.grant, auth.kind, auth.subscribe.charts_of)
        self.subscriber = Subscriber(self._service.hub, self.transport, audience, str(self))
        self._limits.sessions += 1
        self.is_admitted = True
        self.connection.sign_in()
        self._service.roster.add(self.subscriber)
        self._send_ready()
        seq = auth.seq if self._service.people.may_resume(self.client, auth.seq) else NOWHERE
        self.subscriber.start(auth.epoch, seq)
        self._log.log(logging.INFO, "%s signed in as %s", self, self.client.role)

    def _send_ready(self) -> None:
        """Sends the client's name and rights."""
        site, grant = self._service.site, self.client.grant
        self.send(
            Ready(
                name=grant.person,
                role=self.client.role,
                site_name=site.name,
                interval_minutes=site.interval_minutes,
                time_zone=site.time_zone,
                extensions=self.client.extensions,
                actions=self._service.actions,
                rights=sorted(grant.rights),
            )
        )

    def _take(self, frame: bytes) -> None:
        if not (self._messages.allows() or self._limits.messages.allows()):
            raise CloseSession(CloseCode.RATE, "too many messages", spread_ms())
        try:
            message = decode_client(frame)
        except ProtocolError as error:
            if (command_id := misunderstood_command(frame)) is None:
                raise
            self._refuse(command_id, Reason.BAD_REQUEST, str(error))
            return
        if message is not None:  # other messages of a newer screen are ignored
            self._handle(message)

    def _handle(self, message: AnyClientMessage) -> None:
        match message:
            case ClientHeartbeat():
                pass
            case Subscribe(charts_of=charts_of):
                self._want_charts_of(charts_of)
            case ResyncRequest():
                if not self._limits.resyncs.allows():
                    raise CloseSession(CloseCode.RATE, "too many requests for the full state", spread_ms())
                self.subscriber.ask_snapshot()
            case CommandRequest():
                self._command(message)
            case CommandQuery(command_id=command_id):
                self._service.commands.query(self.client.name, command_id, self.send)
            case Auth():
                raise ProtocolError("auth comes once")
            case _:
                assert_never(message)

    def _want_charts_of(self, scope: ScopeId) -> None:
        if not self._limits.charts.allows():
            raise CloseSession(CloseCode.RATE, "too many requests for charts", spread_ms())
        self.subscriber.charts_of = scope
        self._service.roster.send_charts(self.subscriber)

    def _command(self, request: CommandRequest) -> None:
        command = request.command
        if not self._limits.commands.allows():
            self._service.commands.count_refusal(self.client.name, Reason.TOO_MANY)
            self._refuse(command.id, Reason.TOO_MANY)
        else:
            self._service.commands.submit(self.client.grant, request, self.send)

    def _refuse(self, command_id: CommandId, reason: Reason, detail: str = "") -> None:
        result = Result(command_id=command_id, outcome=Outcome.REFUSED, reason=reason, detail=detail)
        self.send(CommandResult(result=result))
