"""Software SIP phones for the lab: enough of SIP to be callers, agents and supervisors.

One `PhoneBank` owns one UDP socket and any number of extensions. Every phone is scripted from Python, so
that a test decides when an agent answers, when a caller gives up and who hears whom.
"""

import asyncio
import itertools
import random
import secrets
from collections import defaultdict
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from types import TracebackType
from typing import Self

from tests.lab.audio import Audio
from tests.lab.calls import Address, Call
from tests.lab.sip import Message, packet, tag_of, uri_of

__all__ = ["Call", "PhoneBank"]


class PhoneBank(asyncio.DatagramProtocol):
    """All the phones behind one UDP port.

    ``on_ring`` is awaited for each incoming leg (an agent's policy); without one a leg rings until the test
    takes it by `rung`. ``tones`` maps an extension to the tone (whole Hz, 0 is silence) it sends once a call is up;
    without one its legs have no sound. Extensions in ``unplugged`` are deaf to whatever the PBX sends.
    """

    def __init__(self, port: int, host: str = "127.0.0.1", pbx: Address = ("127.0.0.1", 5060)) -> None:
        self.host, self.port, self.pbx = host, port, pbx
        self.tones: dict[str, float] = {}
        self.unplugged: set[str] = set()
        self.on_ring: Callable[[Call], Awaitable[None]] | None = None
        self._calls: dict[str, Call] = {}
        self._rung: dict[str, asyncio.Queue[Call]] = defaultdict(asyncio.Queue)
        self._transport: asyncio.DatagramTransport | None = None
        self._registering: dict[str, asyncio.Future[int]] = {}
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
        self.new_branch(call)
        await self._open_audio(call)
        self._calls[call.call_id] = call
        self.request("INVITE", call, call.offer())
        self._spawn(self._repeat_invite(call))
        return call

    async def register(self, extension: str, expires_s: int = 3600) -> None:
        """Tell the PBX where this extension's phone is, or by 0 seconds that it is gone; returns when noted."""
        host, port = self.pbx
        call_id = f"{secrets.token_hex(8)}@{self.host}"
        who = f"<sip:{extension}@{host}:{port}>"
        headers = [
            ("Via", f"SIP/2.0/UDP {self.host}:{self.port};branch={self._branch()};rport"),
            ("From", f"{who};tag={secrets.token_hex(4)}"),
            ("To", who),
            ("Call-ID", call_id),
            ("CSeq", "1 REGISTER"),
            ("Contact", f"<sip:{extension}@{self.host}:{self.port}>"),
            ("Expires", str(expires_s)),
            ("Max-Forwards", "70"),
        ]
        answer = self._registering[call_id] = asyncio.get_running_loop().create_future()
        self._send(packet(f"REGISTER sip:{host}:{port} SIP/2.0", headers), self.pbx)
        status = await answer
        del self._registering[call_id]
        assert status == 200, f"the PBX refused to register {extension}: {status}"

    def forget(self, call: Call) -> None:
        """Drop a leg that has ended."""
        self._calls.pop(call.call_id, None)

    def new_branch(self, call: Call) -> None:
        """Begin another INVITE transaction of a leg."""
        call.branch = self._branch()

    def request(self, method: str, call: Call, body: str = "", headers: Sequence[tuple[str, str]] = ()) -> None:
        """Send a request inside a leg's dialogue; a CANCEL carries its INVITE's branch."""
        branch = call.branch if method in {"INVITE", "CANCEL"} else self._branch()
        contact = ("Contact", f"<sip:{call.extension}@{self.host}:{self.port}>")
        lines = [*self._dialogue(call, branch, f"{call.cseq} {method}"), contact, *headers]
        self._send(packet(f"{method} {call.remote_uri} SIP/2.0", lines, body), call.peer)

    def respond(
        self, request: Message, status: str, call: Call | None = None, body: str = "", contact: str = ""
    ) -> None:
        """Answer a request with e.g. ``200 OK``; ``contact`` is another address than the phone's own."""
        to = request.get("to")
        if call and ";tag=" not in to:
            to = call.local
        headers = [("Via", via) for via in request.all("via")]
        headers += [("Record-Route", route) for route in request.all("record-route")]
        headers += [("From", request.get("from")), ("To", to)]
        headers += [("Call-ID", request.get("call-id")), ("CSeq", request.get("cseq"))]
        if call:
            headers.append(("Contact", f"<{contact or f'sip:{call.extension}@{self.host}:{self.port}'}>"))
        data = packet(f"SIP/2.0 {status}", headers, body)
        if not status.startswith("1") and request.method == "INVITE":
            self._final[request.get("call-id"), request.cseq[0]] = data  # for an INVITE sent again
        self._send(data, self.pbx)

    def datagram_received(self, data: bytes, addr: Address) -> None:
        """Take one SIP message from the PBX."""
        message = Message.parse(data)
        call = self._calls.get(message.get("call-id"))
        if message.is_response:
            self._on_response(call, message)
        elif message.target_user not in self.unplugged:
            self._on_request(call, message, addr)

    def _on_request(self, call: Call | None, message: Message, addr: Address) -> None:
        match message.method:
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
            case "NOTIFY" if call:
                self.respond(message, "200 OK", call)
                call.notified(message)
            case _:
                self.respond(message, "200 OK", call)

    def _on_response(self, call: Call | None, message: Message) -> None:
        match message.cseq[1]:
            case "INVITE" if call and call.state == "up":
                self._on_session_response(call, message)
            case "INVITE" if call:
                self._on_invite_response(call, message)
            case "REFER" if call:  # accepted, and not yet done
                call.transfer_told(message.status if message.status >= 300 else 100)
            case "REGISTER" if waiting := self._registering.get(message.get("call-id")):
                waiting.set_result(message.status)

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
        if tag_of(message.get("to")):
            call.remote = message.get("to")
        if message.status < 200:
            call.progressed = True
            return
        if message.status >= 300:
            self._acknowledge(call, message, call.branch)
            call.end(message.start.removeprefix("SIP/2.0 "))
            return
        if contact := message.get("contact"):
            call.remote_uri = uri_of(contact)
        self._acknowledge(call, message, self._branch())
        was, call.state = call.state, "up"
        if was == "cancelling":  # answered while the CANCEL was on its way
            call.hang_up()
        else:
            call.start_audio(message.body)
            call.answered.set()

    def _on_session_response(self, call: Call, message: Message) -> None:
        if message.status >= 200:
            self._acknowledge(call, message, self._branch() if message.status < 300 else call.branch)
        call.session_told(message.status, message.body)

    def _acknowledge(self, call: Call, message: Message, branch: str) -> None:
        headers = self._dialogue(call, branch, f"{message.cseq[0]} ACK")
        self._send(packet(f"ACK {call.remote_uri} SIP/2.0", headers), call.peer)

    def _dialogue(self, call: Call, branch: str, cseq: str) -> list[tuple[str, str]]:
        return [
            ("Via", f"SIP/2.0/UDP {self.host}:{self.port};branch={branch};rport"),
            ("From", call.local),
            ("To", call.remote),
            ("Call-ID", call.call_id),
            ("CSeq", cseq),
            ("Max-Forwards", "70"),
        ]

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
