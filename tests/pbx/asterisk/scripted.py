"""An AMI server of few words: answers actions as Asterisk does, and sends what a test puts into its mouth."""

import asyncio
import hashlib
import ssl
from collections import deque
from dataclasses import dataclass, field

from wallboard.host.resources import resource
from wallboard.pbx.asterisk.doctor.fragment import Step, steps

CHALLENGE = "123456789"
FRAGMENT = resource("asterisk/extensions-wallboard.conf").read_text(encoding="utf-8")
Action = dict[str, str]


@dataclass
class ScriptedPbx:
    """Bytes in, bytes out, without a socket; ``…_rows`` are what its lists have; the dialplan is the shipped one.

    Attributes:
        received: the actions taken, in order; a header sent twice keeps its last value.
        refusals: what to answer to an action instead of a success, by its name.
        silent: actions that are not answered at all.
        variables: what `Getvar` answers; nothing for any other.
        news: what is told behind the lists of queues.
    """

    secret: str = "lab-secret"
    user: str = "wallboard"
    queue_rows: list[str] = field(default_factory=lambda: ["QueueParams\nQueue: support\nServiceLevel: 20"])
    channel_rows: list[str] = field(default_factory=list)
    status_rows: list[str] = field(default_factory=list)
    hint_rows: list[str] = field(default_factory=list)
    bridge_rows: list[str] = field(default_factory=list)
    dialplan: list[Step] = field(default_factory=lambda: steps(FRAGMENT))
    refusals: dict[str, str] = field(default_factory=dict)
    silent: set[str] = field(default_factory=set)
    variables: dict[str, str] = field(default_factory=dict)
    news: bytes = b""
    received: list[Action] = field(default_factory=list)
    timestamp: str = "1795284540.5"
    _buffer: bytes = b""

    def greet(self) -> bytes:
        """What a PBX says first."""
        return b"Asterisk Call Manager/11.0.0\r\n"

    def take(self, data: bytes) -> bytes:
        """Answer the actions in ``data``."""
        *stanzas, self._buffer = (self._buffer + data).split(b"\r\n\r\n")
        return b"".join(self._answer(stanza.decode("utf-8", "surrogateescape")) for stanza in stanzas)

    def names(self) -> list[str]:
        """The names of the actions taken."""
        return [action["Action"] for action in self.received]

    def _answer(self, stanza: str) -> bytes:
        action = dict(line.split(": ", 1) for line in stanza.split("\r\n"))
        self.received.append(action)
        name, action_id = action["Action"], action["ActionID"]
        if name in self.silent:
            return b""
        if name in self.refusals:
            return block("Response: Error", f"ActionID: {action_id}", f"Message: {self.refusals[name]}")
        match name:
            case "Challenge":
                return block("Response: Success", f"ActionID: {action_id}", f"Challenge: {CHALLENGE}")
            case "Login":
                return self._log_in(action, action_id)
            case "Ping":
                pong = "Ping: Pong", f"Timestamp: {self.timestamp}"
                return block("Response: Success", f"ActionID: {action_id}", *pong)
            case "Getvar":
                value = self.variables.get(action["Variable"], "")
                return block("Response: Success", f"ActionID: {action_id}", "Message: ok", f"Value: {value}")
            case _ if (rows := self._rows(action)) is not None:
                return _listed(action_id, rows, f"{name}Complete") + (self.news if name == "QueueStatus" else b"")
            case _:
                return block("Response: Success", f"ActionID: {action_id}", "Message: ok")

    def _rows(self, action: Action) -> list[str] | None:
        """What an action lists, None where it lists nothing."""
        match action["Action"]:
            case "QueueStatus":
                return self.queue_rows
            case "CoreShowChannels":
                return self.channel_rows
            case "Status":
                return self.status_rows
            case "ExtensionStateList":
                return self.hint_rows
            case "BridgeList":
                return self.bridge_rows
            case "ShowDialPlan":
                steps = [step for step in self.dialplan if step.context == action["Context"]]
                return [f"ListDialplan\nContext: {step.context}\nExtension: {step.exten}" for step in steps]
            case _:
                return None

    def _log_in(self, action: Action, action_id: str) -> bytes:
        key = hashlib.md5((CHALLENGE + self.secret).encode(), usedforsecurity=False).hexdigest()
        proved = action.get("Key") == key or action.get("Secret") == self.secret
        if not proved or action["Username"] != self.user:
            return block("Response: Error", f"ActionID: {action_id}", "Message: Authentication failed")
        done = block("Response: Success", f"ActionID: {action_id}", "Message: Authentication accepted")
        return done + block("Event: FullyBooted", "Status: Fully Booted")


def block(*lines: str) -> bytes:
    """One AMI message."""
    return ("\r\n".join(lines) + "\r\n\r\n").encode("utf-8", "surrogateescape")


def _listed(action_id: str, rows: list[str], end: str) -> bytes:
    begin = block("Response: Success", f"ActionID: {action_id}", "EventList: start")
    body = b"".join(block(*f"Event: {row}".split("\n"), f"ActionID: {action_id}") for row in rows)
    return begin + body + block(f"Event: {end}", f"ActionID: {action_id}", f"ListItems: {len(rows)}")


class Server:
    """A `ScriptedPbx` behind a real socket on a free port; ``pbx`` may be changed while it runs."""

    def __init__(self, pbx: ScriptedPbx, tls: ssl.SSLContext | None = None) -> None:
        self.pbx = pbx
        self._tls = tls
        self.port = 0
        self.connections = 0
        self._writers: deque[asyncio.StreamWriter] = deque()
        self._server: asyncio.Server | None = None
        self._taken = asyncio.Event()

    async def __aenter__(self) -> "Server":
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port, ssl=self._tls)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._server is not None:
            self._server.close()
        self.drop()

    def send(self, data: bytes) -> None:
        """Send to the connection that is open now."""
        self._writers[-1].write(data)

    async def took(self, name: str) -> None:
        """Wait until the PBX was asked for that action."""
        async with asyncio.timeout(10):
            while name not in self.pbx.names():
                self._taken.clear()
                await self._taken.wait()

    def drop(self) -> None:
        """Close all connections."""
        while self._writers:
            self._writers.pop().close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        self._writers.append(writer)
        writer.write(self.pbx.greet())
        try:
            while data := await reader.read(65_536):
                writer.write(self.pbx.take(data))
                self._taken.set()
        except ConnectionError:
            return
        finally:
            writer.close()
