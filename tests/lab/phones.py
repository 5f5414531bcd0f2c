"""Software SIP phones for the lab: enough of SIP to be callers, agents and supervisors.

One `PhoneBank` owns one UDP socket and any number of extensions. Every phone is scripted from Python, so
that a test decides when an agent answers, when a caller gives up and who hears whom.
"""

import asyncio
import itertools
import random
import secrets
from collections import defaultdict
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

from tests.lab.audio import Audio
from tests.lab.sip import Message, media_address, offer, packet, uri_of, user_of

Address = tuple[str, int]
NO_AUDIO = 9  # the discard port stands for a phone that makes no sound


@dataclass(eq=False)
class Call:
    """One leg between a lab phone and the PBX; ``state`` is ringing, up, cancelling or ended."""

    bank: "PhoneBank"
    extension: str
    call_id: str
    remote_uri: str
    local: str
    remote: str
    peer: Address
    invite: Message | None = None
    audio: Audio | None = None
    audio_port: int = NO_AUDIO
    state: str = "ringing"
    cause: str = ""
    cseq: int = 1
    branch: str = ""
    progressed: bool = False
    """Answered over there in the moment it was given up here."""
    answered: asyncio.Event = field(default_factory=asyncio.Event)
    ended: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def caller(self) -> str:
        """Number presented as calling, for an incoming leg."""
        return user_of(uri_of(self.remote))

    @property
    def answers_itself(self) -> bool:
        """Whether the PBX asks this phone to answer without a person's hand."""
        return self.invite is not None and "alert-autoanswer" in self.invite.get("alert-info")

    def answer(self) -> None:
        """Answer an incoming leg."""
        if self.state == "ringing" and self.invite:
            self.state = "up"
            self.bank.respond(self.invite, "200 OK", self, self.offer())
            self.start_audio(self.invite.body)
            self.answered.set()

    def reject(self, status: str = "486 Busy Here") -> None:
        """Refuse an incoming leg."""
        if self.state == "ringing" and self.invite:
            self.bank.respond(self.invite, status, self)
            self.end(status)

    def hang_up(self) -> None:
        """End the leg in whatever way its state asks for: CANCEL, 486 or BYE."""
        if self.state == "up":
            self.cseq += 1
            self.bank.request("BYE", self)
            self.end("hung up here")
        elif self.state == "ringing" and self.invite is None:
            self.state = "cancelling"
            self.bank.request("CANCEL", self)
        elif self.state == "ringing":
            self.reject()

    async def hears(self, *tones: float, but_not: tuple[float, ...] = ()) -> None:
        """Wait until this phone hears ``tones`` and none of ``but_not``."""
        if self.audio is None:
            raise AssertionError(f"phone {self.extension} has no tone of its own: set bank.tones before the call")
        await self.audio.until_hears(*tones, but_not=but_not)

    def offer(self) -> str:
        """The session this phone offers."""
        return offer(self.bank.host, self.audio_port)

    def start_audio(self, sdp: str) -> None:
        """Send sound to where the other side's session wants it."""
        if self.audio and (address := media_address(sdp)):
            self.audio.start(address)

    def end(self, cause: str) -> None:
        """Note that the leg is over."""
        self.state, self.cause = "ended", cause
        if self.audio:
            self.audio.close()
        self.bank.forget(self)
        self.ended.set()


class PhoneBank(asyncio.DatagramProtocol):
    """All the phones behind one UDP port.

    ``on_ring`` is awaited for each incoming leg (an agent's policy); without one a leg rings until the test
    takes it by `rung`. ``tones`` maps an extension to the tone (whole Hz, 0 is silence) it sends once a call is up;
    without one its legs have no sound.
    """

    def __init__(self, port: int, host: str = "127.0.0.1", pbx: Address = ("127.0.0.1", 5060)) -> None:
        self.host, self.port, self.pbx = host, port, pbx
        self.tones: dict[str, float] = {}
        self.on_ring: Callable[[Call], Awaitable[None]] | None = None
        self._calls: dict[str, Call] = {}
        self._rung: dict[str, asyncio.Queue[Call]] = defaultdict(asyncio.Queue)
        self._transport: asyncio.DatagramTransport | None = None
        self._final: dict[tuple[str, int], bytes] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._failures: list[BaseException] = []
        self._branches = itertools.count(1)

    async def __aenter__(self) -> Self:
        loop = asyncio.get_running_loop()
        self._transport, _ = await loop.create_datagram_endpoint(lambda: self, (self.host, self.port))
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        calls = self.hang_up_all()
        cancelled = [asyncio.ensure_future(call.ended.wait()) for call in calls]
        if cancelled:
            _, late = await asyncio.wait(cancelled, timeout=1)  # a PBX that is down answers no CANCEL
            for waiter in late:
                waiter.cancel()
        for task in self._tasks:
            task.cancel()
        if self._transport:
            self._transport.close()
        if self._failures and error is None:
            raise self._failures[0]

    def hang_up_all(self) -> list[Call]:
        """End every leg, and return those that were alive."""
        calls = list(self._calls.values())
        for call in calls:
            call.hang_up()
        return calls

    async def rung(self, extension: str) -> Call:
        """Wait for the next leg that rings at ``extension``; legs given up meanwhile are passed over."""
        while True:
            call = await self._rung[extension].get()
            if call.state != "ended":
                return call

    async def answered(self, extension: str) -> Call:
        """Wait for the next leg that rings at ``extension`` and answer it."""
        call = await self.rung(extension)
        call.answer()
        return call

    async def call(self, target: str, number: str, name: str = "Caller") -> Call:
        """Dial ``target`` at the PBX from ``number``; ``answered`` and ``ended`` of the call tell the rest."""
        uri = f"sip:{target}@{self.pbx[0]}:{self.pbx[1]}"
        local = f'"{name}" <sip:{number}@{self.host}:{self.port}>;tag={secrets.token_hex(4)}'
        call = Call(self, number, f"{secrets.token_hex(8)}@{self.host}", uri, local, f"<{uri}>", self.pbx)
        call.branch = self._branch()
        await self._open_audio(call)
        self._calls[call.call_id] = call
        self.request("INVITE", call, call.offer())
        self._spawn(self._repeat_invite(call))
        return call

    def forget(self, call: Call) -> None:
        """Drop a leg that has ended."""
        self._calls.pop(call.call_id, None)

    def request(self, method: str, call: Call, body: str = "") -> None:
        """Send a request inside a leg's dialogue; a CANCEL carries its INVITE's branch."""
        branch = call.branch if method in {"INVITE", "CANCEL"} else self._branch()
        headers = [
            ("Via", f"SIP/2.0/UDP {self.host}:{self.port};branch={branch};rport"),
            ("From", call.local),
            ("To", call.remote),
            ("Call-ID", call.call_id),
            ("CSeq", f"{call.cseq} {method}"),
            ("Contact", f"<sip:{call.extension}@{self.host}:{self.port}>"),
            ("Max-Forwards", "70"),
        ]
        self._send(packet(f"{method} {call.remote_uri} SIP/2.0", headers, body), call.peer)

    def respond(self, request: Message, status: str, call: Call | None = None, body: str = "") -> None:
        """Answer a request with e.g. ``200 OK``."""
        to = request.get("to")
        if call and ";tag=" not in to:
            to = call.local
        headers = [("Via", via) for via in request.all("via")]
        headers += [("Record-Route", route) for route in request.all("record-route")]
        headers += [("From", request.get("from")), ("To", to)]
        headers += [("Call-ID", request.get("call-id")), ("CSeq", request.get("cseq"))]
        if call:
            headers.append(("Contact", f"<sip:{call.extension}@{self.host}:{self.port}>"))
        data = packet(f"SIP/2.0 {status}", headers, body)
        if not status.startswith("1") and request.method == "INVITE":
            self._final[request.get("call-id"), request.cseq[0]] = data  # for an INVITE sent again
        self._send(data, self.pbx)

    def datagram_received(self, data: bytes, addr: Address) -> None:
        """Take one SIP message from the PBX."""
        message = Message.parse(data)
        call = self._calls.get(message.get("call-id"))
        match message.method:
            case "":
                if call and message.cseq[1] == "INVITE":
                    self._on_invite_response(call, message)
            case "INVITE":
                self._on_invite(message, call, addr)
            case "CANCEL":
                self.respond(message, "200 OK", call)
                if call and call.state == "ringing" and call.invite:
                    self.respond(call.invite, "487 Request Terminated", call)
                    call.end("cancelled")
            case "BYE":
                self.respond(message, "200 OK", call)
                if call:
                    call.end(message.get("reason") or "hung up there")
            case "ACK":
                pass
            case _:
                self.respond(message, "200 OK", call)

    def _on_invite(self, message: Message, call: Call | None, addr: Address) -> None:
        if final := self._final.get((message.get("call-id"), message.cseq[0])):
            self._send(final, addr)
        elif call is None:
            local = f"{message.get('to')};tag={secrets.token_hex(4)}"
            contact = uri_of(message.get("contact"))
            call_id, remote = message.get("call-id"), message.get("from")
            call = Call(self, message.target_user, call_id, contact, local, remote, addr, message)
            call.cseq = random.randrange(100, 1000)
            self._calls[call_id] = call
            self._spawn(self._ring(call))
        elif call.state == "up":  # the PBX changes the session: hold, direct media
            self.respond(message, "200 OK", call, call.offer())
            call.start_audio(message.body)

    async def _ring(self, call: Call) -> None:
        await self._open_audio(call)
        if call.state != "ringing" or call.invite is None:
            return
        self.respond(call.invite, "180 Ringing", call)
        if self.on_ring:
            await self.on_ring(call)
        else:
            self._rung[call.extension].put_nowait(call)

    def _on_invite_response(self, call: Call, message: Message) -> None:
        if message.status < 200:
            call.progressed = True
            return
        call.remote = message.get("to") or call.remote
        if message.status >= 300:
            self._acknowledge_refusal(call, message)
            call.end(message.start.removeprefix("SIP/2.0 "))
            return
        if contact := message.get("contact"):
            call.remote_uri = uri_of(contact)
        self.request("ACK", call)
        if call.state == "cancelling":  # answered while the CANCEL was on its way
            call.state = "up"
            call.hang_up()
        elif call.state == "ringing":
            call.state = "up"
            call.start_audio(message.body)
            call.answered.set()

    def _acknowledge_refusal(self, call: Call, message: Message) -> None:
        headers = [
            ("Via", f"SIP/2.0/UDP {self.host}:{self.port};branch={call.branch};rport"),
            ("From", call.local),
            ("To", call.remote),
            ("Call-ID", call.call_id),
            ("CSeq", f"{message.cseq[0]} ACK"),
            ("Max-Forwards", "70"),
        ]
        self._send(packet(f"ACK {call.remote_uri} SIP/2.0", headers), call.peer)

    async def _repeat_invite(self, call: Call) -> None:
        for wait_s in (0.5, 1, 2, 4):
            await asyncio.sleep(wait_s)
            if call.state != "ringing" or call.progressed:
                return
            self.request("INVITE", call, call.offer())
        call.end("no answer from the PBX")

    async def _open_audio(self, call: Call) -> None:
        if call.extension in self.tones:
            call.audio = Audio(self.tones[call.extension])
            call.audio_port = await call.audio.open(self.host)

    def _branch(self) -> str:
        return f"z9hG4bK{self.port}.{next(self._branches)}.{secrets.token_hex(4)}"

    def _send(self, data: bytes, addr: Address) -> None:
        if self._transport and not self._transport.is_closing():
            self._transport.sendto(data, addr)

    def _spawn(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._finished)

    def _finished(self, task: "asyncio.Task[None]") -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()):
            self._failures.append(error)
