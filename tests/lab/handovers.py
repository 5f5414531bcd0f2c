"""What agents do with callers at their phones: hold, hand on, park, pick up; and what may be said of each then."""

import asyncio
import time
from collections import defaultdict
from collections.abc import Coroutine
from dataclasses import dataclass

from tests.lab.ami import Stanza
from tests.lab.calls import Call, first_of, over
from tests.lab.phones import PhoneBank
from tests.lab.tally import Tally, Visit

CONSULTATION_S = 0.6
PATIENCE_S = 5.0
"""How long anybody waits for the PBX to do what was asked of it."""


@dataclass(frozen=True)
class Said:
    """What may be said of a phone's agent, and since when (monotonic seconds); none is anything but a call."""

    sentences: tuple[str, ...]
    since_s: float


class Handovers:
    """The agents' hands, and what they know.

    Attributes:
        said: by extension, what a board may say of its agent.
        parked: by caller's number, the slots in which they were parked, as the PBX tells them.
        failures: what went wrong with a caller's handing on, in words.
    """

    def __init__(self, agents: PhoneBank, tally: Tally, sent_to: str, wrap_up_s: float) -> None:
        self._wrap_up_s = wrap_up_s
        self._wrapping: dict[str, tuple[Visit, float]] = {}
        self.said: dict[str, Said] = {}
        self.failures: list[str] = []
        self._agents, self._tally, self._sent_to = agents, tally, sent_to
        self._parked: dict[str, asyncio.Queue[str]] = defaultdict(asyncio.Queue)
        self._live: dict[str, set[Call]] = defaultdict(set)
        self._work: set[asyncio.Task[None]] = set()

    def told(self, event: Stanza) -> None:
        """Take the PBX's word of the slot where a caller is parked, which agents hear."""
        if event.get("Event") == "ParkedCall":
            self._parked[event["ParkeeCallerIDNum"]].put_nowait(event["ParkingSpace"])

    async def finished(self) -> None:
        """Wait until everything begun is done."""
        while self._work:
            await asyncio.gather(*self._work)

    def is_busy(self, extension: str) -> bool:
        """Whether the phone is in a call."""
        return bool(self._live[extension])

    def taken(self, call: Call, visit: Visit) -> None:
        """An agent has a queue's caller."""
        self.begins(call)
        self._says(call.extension, f"talking queue {visit.number}")

    def begins(self, call: Call) -> None:
        """A phone goes into a call, which ends a wrap-up that still goes on there."""
        self._live[call.extension].add(call)
        if wrapping := self._wrapping.pop(call.extension, None):
            visit, began_s = wrapping
            spared_s = began_s + self._wrap_up_s - time.monotonic()
            if visit.handled_s is not None and spared_s > 0:
                visit.handled_s -= spared_s

    def handled(self, call: Call, visit: Visit) -> None:
        """The agent is through with a queue's caller, but for the wrap-up."""
        visit.handled_s = time.monotonic() - visit.left_s + self._wrap_up_s
        self._wrapping[call.extension] = visit, time.monotonic()
        self.left(call)

    def left(self, call: Call) -> None:
        """A phone is out of a call."""
        self._live[call.extension].discard(call)
        if not self._live[call.extension]:
            self._says(call.extension)

    async def colleague(self, call: Call, talk_s: float) -> None:
        """A caller whom somebody sent on, or a consultation: answered at once, unless the phone is busy."""
        last = self._tally.last.get(call.caller)
        if last and last.ended == "abandoned":  # the ringing will stop by itself
            await call.ended.wait()
        elif self.is_busy(call.extension):
            call.reject()
        else:
            call.answer()
            await self._in_call(call, talk_s)

    async def pick_up(self, call: Call, visit: Visit, picker: str, talk_s: float) -> None:
        """Another agent takes the call that rings here."""
        if self.is_busy(picker):
            call.reject()
            return
        taking = await self._agents.call(f"**{call.extension}", picker)
        if not await self._is_up(taking):
            taking.hang_up()
            return
        visit.end("answered")
        self.taken(taking, visit)
        await over(taking, talk_s)
        taking.hang_up()
        self.handled(taking, visit)

    async def hold(self, call: Call, visit: Visit, seconds: float) -> None:
        """Hold the caller for a while."""
        if call.state == "up":
            self._says(call.extension, f"hold queue {visit.number}", f"talking queue {visit.number}")
            await self._done(call, call.hold())
            self._says(call.extension, f"hold queue {visit.number}")
            await over(call, seconds)
        if call.state == "up":
            self._says(call.extension, f"hold queue {visit.number}", f"talking queue {visit.number}")
            await self._done(call, call.resume())
            self._says(call.extension, f"talking queue {visit.number}")

    async def blind(self, call: Call, _visit: Visit, helper: str) -> None:
        """Send the caller to a colleague."""
        await self._sent(call, helper)

    async def to_queue(self, call: Call, visit: Visit, _helper: str) -> None:
        """Send the caller to another queue."""
        if visit.queue == self._sent_to:
            call.hang_up()
        elif await self._sent(call, self._sent_to):
            self._tally.join(visit.number, self._sent_to)

    async def attended(self, call: Call, visit: Visit, helper: str) -> None:
        """Ask a colleague first, and then join the two."""
        self._says(call.extension, f"hold queue {visit.number}", f"talking queue {visit.number}")
        await self._done(call, call.hold())
        consultation = await self._agents.call(helper, call.extension)
        if await self._is_up(consultation):
            await over(call, CONSULTATION_S)
        if call.state == "up" and consultation.state == "up":
            await self._done(call, call.transfer(helper, consultation))
        consultation.hang_up()
        call.hang_up()

    async def park(self, call: Call, visit: Visit, helper: str) -> None:
        """Park the caller, whom a colleague takes back a little later."""
        if await self._sent(call, "70"):
            self._spawn(self._take_back(visit.number, helper))

    async def pause(self, extension: str, seconds: float) -> None:
        """The agent is paused in all queues for a while, by the feature code for it."""
        if self.is_busy(extension):
            return
        for _ in range(2):
            call = await self._agents.call("*46", extension)
            await call.ended.wait()
            await asyncio.sleep(seconds)

    async def _take_back(self, number: str, helper: str) -> None:
        try:
            slot = await asyncio.wait_for(self._parked[number].get(), PATIENCE_S)
        except TimeoutError:  # gave up on the way there
            return
        await asyncio.sleep(0.5)
        call = await self._agents.call(slot, helper)
        if await self._is_up(call):
            await self._in_call(call, 1.0)
        call.hang_up()

    async def _in_call(self, call: Call, seconds: float) -> None:
        self.begins(call)
        await over(call, seconds)
        call.hang_up()
        self.left(call)

    async def _sent(self, call: Call, target: str) -> bool:
        if call.state != "up":
            return False
        return await self._done(call, call.transfer(target, until_answer=False))

    async def _done(self, call: Call, work: Coroutine[None, None, object]) -> bool:
        """Wait until the PBX has done it, or the call is over; whether it was done."""
        doing = asyncio.ensure_future(work)
        gone = asyncio.ensure_future(call.ended.wait())
        await asyncio.wait([doing, gone], timeout=PATIENCE_S, return_when=asyncio.FIRST_COMPLETED)
        gone.cancel()
        if doing.done():
            doing.result()
            return True
        doing.cancel()
        if call.state == "up":
            self.failures.append(f"the PBX did not do what phone {call.extension} asked for")
        return False

    async def _is_up(self, call: Call) -> bool:
        await first_of([call.answered, call.ended], PATIENCE_S)
        return call.state == "up"

    def _says(self, extension: str, *sentences: str) -> None:
        self.said[extension] = Said(sentences, time.monotonic())

    def _spawn(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._work.add(task)
        task.add_done_callback(self._work.discard)
