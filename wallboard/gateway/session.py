"""One screen's session: who is there, what it asks for, and the end that it deserves."""

import asyncio
import logging
import random
from typing import Protocol, assert_never

from websockets.asyncio.server import ServerConnection
from websockets.exceptions import ConnectionClosed
from websockets.frames import Frame, Opcode
from websockets.protocol import State

from wallboard import __version__
from wallboard.domain.commands import Outcome, Reason, Result, StartMonitor
from wallboard.domain.errors import ProtocolError
from wallboard.domain.ids import CommandId, QueueId
from wallboard.feed.codec import decode_client, encode, misunderstood_command
from wallboard.feed.messages import (
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
from wallboard.gateway.config import ClientEntry, Site
from wallboard.gateway.desk import CommandDesk
from wallboard.gateway.hub import Hub
from wallboard.gateway.limits import RateLimit
from wallboard.gateway.ops import Audience
from wallboard.gateway.outbox import Outbox
from wallboard.gateway.tokens import find_client
from wallboard.host.clock import now_ms

logger = logging.getLogger(__name__)

AUTH_TIMEOUT_S = 10.0
REFUSAL_DELAY_S = 1.0
"""How long a wrong token waits for its answer, so that guessing is slow."""
RETRY_MS = 2_000
MESSAGES_PER_S, MESSAGES_BURST = 20.0, 100
COMMANDS_PER_S, COMMANDS_BURST = 2.0, 20
RESYNCS_PER_S, RESYNCS_BURST = 0.1, 5
CHARTS_PER_S, CHARTS_BURST = 4.0, 40
"""Each choice of charts brings their whole past; nobody chooses faster for long."""


def text_frame(payload: bytes) -> bytes:
    """A text message framed for the wire, to be written to any number of connections."""
    return Frame(Opcode.TEXT, payload).serialize(mask=False)


class Parting(Exception):
    """The session ends by our will."""

    def __init__(self, code: CloseCode, reason: str, retry_after_ms: int | None = None) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason
        self.retry_after_ms = retry_after_ms


class SocketPipe:
    """A connection's sending side that never waits: what the kernel does not take is kept and can be asked for."""

    def __init__(self, connection: ServerConnection) -> None:
        self._connection = connection

    def send(self, payload: bytes) -> None:
        self.send_framed(text_frame(payload))

    def send_framed(self, frame: bytes) -> None:
        if self._connection.state is State.OPEN and not self._connection.transport.is_closing():
            self._connection.transport.write(frame)

    def unsent_bytes(self) -> int:
        return self._connection.transport.get_write_buffer_size()

    def abort(self) -> None:
        """Break the connection without a word: whoever does not read does not hear one either."""
        self._connection.transport.abort()


class House(Protocol):
    """What all sessions share."""

    hub: Hub
    desk: CommandDesk
    site: Site
    clients: list[ClientEntry]

    def admit(self, session: "Session") -> None:
        """Let a session take part from now on; raises `Parting` if its client has too many."""

    def regroup(self, session: "Session", audience: Audience) -> None:
        """Count a session to another audience, of which it has got the same deltas."""


class Session:
    """The dialogue with one screen.

    Attributes:
        client: who the token says it is; known once the session is admitted.
        outbox: what it is sent.
        address: where the screen is, as far as the socket tells.
        is_admitted: whether it takes part.
    """

    client: ClientEntry
    outbox: Outbox

    def __init__(self, connection: ServerConnection, house: House) -> None:
        self.pipe = SocketPipe(connection)
        self.address = str(connection.remote_address[0]) if connection.remote_address else "an unknown address"
        self._connection = connection
        self._house = house
        self._messages = RateLimit(MESSAGES_PER_S, MESSAGES_BURST)
        self._commands = RateLimit(COMMANDS_PER_S, COMMANDS_BURST)
        self._resyncs = RateLimit(RESYNCS_PER_S, RESYNCS_BURST)
        self._charts = RateLimit(CHARTS_PER_S, CHARTS_BURST)
        self.is_admitted = False
        self._name = "a screen that has not said who it is"

    def __str__(self) -> str:
        return f"{self._name} at {self.address}"

    async def run(self) -> None:
        """Serve the screen until it goes or has to; every end but its own is logged in one line."""
        try:
            auth = await self._greet()
            self._begin(auth)
            while True:
                self._take(await self._connection.recv(decode=False))
        except Parting as parting:
            await self.part(parting)
        except ProtocolError as error:
            await self.part(Parting(CloseCode.BAD_FRAME, _on_one_line(str(error))))
        except ConnectionClosed as closed:
            if closed.sent is not None and closed.rcvd is None:
                logger.warning("%s was disconnected: %s %s", self, closed.sent.code, closed.sent.reason)

    async def part(self, parting: Parting) -> None:
        """Say why, and close."""
        logger.warning("%s was sent away: %s", self, parting.reason)
        self.say(Bye(reason=parting.reason, retry_after_ms=parting.retry_after_ms))
        await self._connection.close(parting.code, parting.code.name.lower())

    def say(self, message: Message) -> None:
        """Send what must not be left out."""
        self.pipe.send(encode(message))

    async def _greet(self) -> Auth:
        self.say(Hello(server=f"wallboard/{__version__}", epoch=self._house.hub.epoch, time_ms=now_ms()))
        try:
            async with asyncio.timeout(AUTH_TIMEOUT_S):
                message = decode_client(await self._connection.recv(decode=False))
        except TimeoutError:
            reason = f"no token came within {AUTH_TIMEOUT_S:.0f} seconds"
            # a screen that was only slow may come again by itself
            raise Parting(CloseCode.TRY_LATER, reason, _spread_ms()) from None
        if not isinstance(message, Auth):
            raise ProtocolError("the first message must be auth")
        client = find_client(self._house.clients, message.token)
        if client is None:
            await asyncio.sleep(REFUSAL_DELAY_S)
            raise Parting(CloseCode.UNAUTHENTICATED, "the gateway does not know this token")
        self.client, self._name = client, f"{client.name} ({message.kind})"
        return message

    def _begin(self, auth: Auth) -> None:
        site, role = self._house.site, self.client.role
        audience = Audience(role=role, kind=auth.kind, charts_of=auth.subscribe.charts_of)
        self.outbox = Outbox(self._house.hub, self.pipe, audience)
        self._house.admit(self)
        self.is_admitted = True
        self.say(
            Ready(
                name=self.client.name,
                role=role,
                site_name=site.name,
                interval_minutes=site.interval_minutes,
                time_zone=site.time_zone,
            )
        )
        self.outbox.start(auth.epoch, auth.seq)
        logger.info("%s signed in as %s", self, role)

    def _take(self, frame: bytes) -> None:
        if not self._messages.allows():
            raise Parting(CloseCode.RATE, "too many messages", _spread_ms())
        try:
            message = decode_client(frame)
        except ProtocolError as error:
            if (command_id := misunderstood_command(frame)) is None:
                raise
            self._refuse(command_id, Reason.BAD_REQUEST, str(error))
            return
        if message is not None:  # what a newer screen says beside that is ignored
            self._handle(message)

    def _handle(self, message: AnyClientMessage) -> None:
        match message:
            case ClientHeartbeat():
                pass
            case Subscribe(charts_of=charts_of):
                self._show_charts_of(charts_of)
            case ResyncRequest():
                if not self._resyncs.allows():
                    raise Parting(CloseCode.RATE, "too many full states asked for", _spread_ms())
                self.outbox.ask_snapshot()
            case CommandRequest():
                self._command(message)
            case CommandQuery(command_id=command_id):
                self._house.desk.query(self.client.name, command_id, self.say)
            case Auth():
                raise ProtocolError("auth comes once")
            case _:
                assert_never(message)

    def _show_charts_of(self, queue_id: QueueId) -> None:
        if not self._charts.allows():
            raise Parting(CloseCode.RATE, "too many charts asked for", _spread_ms())
        old = self.outbox.audience
        audience = Audience(role=old.role, kind=old.kind, charts_of=queue_id)
        self._house.regroup(self, audience)
        self.outbox.show_charts_of(audience)

    def _command(self, request: CommandRequest) -> None:
        command = request.command
        if not self._commands.allows():
            self._house.desk.recording.refusals.add(self.client.name, Reason.TOO_MANY)
            self._refuse(command.id, Reason.TOO_MANY)
        elif isinstance(command, StartMonitor) and not self.client.may_ring(command.extension):
            logger.warning("%s asked to ring a phone that is not in its extensions", self)
            self._refuse(command.id, Reason.EXTENSION_INVALID)
        else:
            self._house.desk.submit(self.client.name, self.client.role, request, self.say)

    def _refuse(self, command_id: CommandId, reason: Reason, detail: str = "") -> None:
        result = Result(command_id=command_id, outcome=Outcome.REFUSED, reason=reason, detail=detail)
        self.say(CommandResult(result=result))


def _on_one_line(text: str) -> str:
    """What a stranger had a part in writing, fit for the log."""
    return "".join(char if char.isprintable() else "�" for char in text[:200])


def _spread_ms() -> int:
    """A time to come back after that is another one for each."""
    return RETRY_MS + random.randrange(RETRY_MS)  # noqa: S311 - to spread load, not to keep a secret
