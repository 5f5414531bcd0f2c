"""One leg between a lab phone and the PBX, and what a person at the phone may do with it."""

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import quote

from tests.lab.audio import Audio
from tests.lab.sip import Message, media_address, offer, status_of, tag_of, uri_of, user_of

if TYPE_CHECKING:
    from tests.lab.phones import PhoneBank

Address = tuple[str, int]
NO_AUDIO = 9  # the discard port stands for a phone that makes no sound


@dataclass(eq=False)
class Call:
    """A leg; ``state`` is ringing, up, cancelling or ended.

    Attributes:
        progressed: whether the PBX gave any sign that it has the INVITE.
        answered: set once the leg is up.
        ended: set once it is over.
    """

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
    direction: str = "sendrecv"
    progressed: bool = False
    answered: asyncio.Event = field(default_factory=asyncio.Event)
    ended: asyncio.Event = field(default_factory=asyncio.Event)
    _session: "asyncio.Future[int] | None" = None
    _transfer: "asyncio.Future[int] | None" = None
    _transfer_ends_at: int = 200

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

    def progress(self) -> None:
        """Send sound before the answer (early media)."""
        if self.state == "ringing" and self.invite:
            self.bank.respond(self.invite, "183 Session Progress", self, self.offer())
            self.start_audio(self.invite.body)

    def reject(self, status: str = "486 Busy Here") -> None:
        """Refuse an incoming leg."""
        if self.state == "ringing" and self.invite:
            self.bank.respond(self.invite, status, self)
            self.end(status)

    def redirect(self, target: str) -> None:
        """Forward an incoming leg, at the phone, to another number of the PBX."""
        if self.state == "ringing" and self.invite:
            host, port = self.bank.pbx
            self.bank.respond(self.invite, "302 Moved Temporarily", self, contact=f"sip:{target}@{host}:{port}")
            self.end("302 Moved Temporarily")

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

    async def hold(self) -> None:
        """Put the other side on hold; returns when the PBX has agreed."""
        await self._propose("sendonly")

    async def resume(self) -> None:
        """Take the other side off hold; returns when the PBX has agreed."""
        await self._propose("sendrecv")

    async def press(self, keys: str) -> None:
        """Press keys; the phone must have a tone (0 is silence)."""
        await self._sound().press(keys)

    async def transfer(self, target: str, consulted: "Call | None" = None, until_answer: bool = True) -> int:
        """Send the other side to ``target``, or into the call ``consulted``; returns what the PBX says of it.

        Without ``consulted`` that is a blind transfer, with it an attended one. Once it is done the phone hangs up;
        with ``until_answer`` false once the PBX has taken it, whether or not anybody answers.
        """
        host, port = self.bank.pbx
        replaces = ""
        if consulted:
            tags = f"to-tag={tag_of(consulted.remote)};from-tag={tag_of(consulted.local)}"
            replaces = "?Replaces=" + quote(f"{consulted.call_id};{tags}", safe="")
        own = f"<sip:{self.extension}@{self.bank.host}:{self.bank.port}>"
        self._transfer = asyncio.get_running_loop().create_future()
        self._transfer_ends_at = 200 if until_answer else 100
        self.cseq += 1
        to = ("Refer-To", f"<sip:{target}@{host}:{port}{replaces}>")
        self.bank.request("REFER", self, headers=[to, ("Referred-By", own)])
        status = await self._transfer
        if status < 300:
            self.hang_up()
        return status

    async def hears(self, *tones: float, but_not: tuple[float, ...] = ()) -> None:
        """Wait until this phone hears ``tones`` and none of ``but_not``."""
        await self._sound().until_hears(*tones, but_not=but_not)

    def offer(self) -> str:
        """The session this phone offers."""
        return offer(self.bank.host, self.audio_port, self.direction, self.cseq)

    def start_audio(self, sdp: str) -> None:
        """Send sound to where the other side's session wants it."""
        if self.audio and (address := media_address(sdp)):
            self.audio.start(address)

    def session_told(self, status: int, sdp: str) -> None:
        """Note what the PBX says to a changed session; without one it repeats what it said to the first."""
        if status >= 200 and self._session and not self._session.done():
            self.start_audio(sdp)
            self._session.set_result(status)

    def transfer_told(self, status: int) -> None:
        """Note how far the PBX is with a transfer."""
        if status >= self._transfer_ends_at and self._transfer and not self._transfer.done():
            self._transfer.set_result(status)

    def notified(self, message: Message) -> None:
        """Take a NOTIFY, which tells of a transfer."""
        self.transfer_told(status_of(message.body))

    def end(self, cause: str) -> None:
        """Note that the leg is over."""
        self.state, self.cause = "ended", cause
        if self.audio:
            self.audio.close()
        self.bank.forget(self)
        self.ended.set()

    async def _propose(self, direction: str) -> None:
        self.direction = direction
        self._session = asyncio.get_running_loop().create_future()
        self.cseq += 1
        self.bank.new_branch(self)
        self.bank.request("INVITE", self, self.offer())
        status = await self._session
        assert status == 200, f"the PBX refused {direction} to {self.extension}: {status}"
        if self.audio:
            self.audio.muted = direction == "sendonly"

    def _sound(self) -> Audio:
        if self.audio is None:
            raise AssertionError(f"phone {self.extension} has no tone of its own: set bank.tones before the call")
        return self.audio


async def first_of(events: list[asyncio.Event], seconds: float) -> None:
    """Wait until one of these is set, or so long."""
    waits = [asyncio.ensure_future(event.wait()) for event in events]
    await asyncio.wait(waits, timeout=max(0.0, seconds), return_when=asyncio.FIRST_COMPLETED)
    for wait in waits:
        wait.cancel()


async def over(call: Call, seconds: float) -> bool:
    """Wait so long; whether the call is over by then."""
    try:
        async with asyncio.timeout(seconds):
            await call.ended.wait()
    except TimeoutError:
        return False
    return True
