"""The lab's agents in all forms that a member of a queue has, at both systems, and what a test asks of each alike.

A test of a state is written once, as what happens at one `Place`; `everywhere` has it happen at all places at the
same time, so that it takes as long as at one.
"""

import asyncio
import tempfile
import time
import traceback
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

from tests.acceptance.desk import Desk, desk_at
from tests.acceptance.watch import Watch
from tests.lab.ami import Ami
from tests.lab.fixtures import Pbx
from tests.lab.phones import Call, PhoneBank

CALLER, AGENT, HELPER, MATE, TOWN = 600, 400, 900, 1300, 1700
"""The tones, in Hz, by which they are known."""
WITHIN_S = 1.0
"""How soon a board is right."""
KEEPS_S = 1.3
"""How long a state is looked at: what is taken back is taken back within a second."""


@dataclass(frozen=True)
class Seat:
    """An agent who is alone in a queue; ``mate`` is an agent of another one, ``helper`` an extension in none.

    ``queue`` is the board's name of it, ``number`` what a caller dials.
    """

    form: str
    system: str
    queue: str
    number: str
    extension: str
    name: str
    mate: tuple[str, str]

    @property
    def helper(self) -> str:
        """An extension that is in no queue."""
        return f"12{self.extension[2:]}"


HINT = Seat("Local/n with a hint", "freepbx", "610", "610", "1101", "Paula Hint", ("1001", "Ana Souza"))
DEVICE = Seat("Local/n with a device", "freepbx", "620", "620", "1102", "Pia Device", ("1002", "Jonas Kazlauskas"))
PLAIN = Seat("a device", "freepbx", "630", "630", "1103", "Pavel Plain", ("1003", "Maria Silva"))
SHORT_DEVICE = Seat("Local with a device", "freepbx", "640", "640", "1104", "Otto Device", ("1004", "Tom Becker"))
SHORT_HINT = Seat("Local with a hint", "freepbx", "650", "650", "1105", "Olaf Hint", ("1006", "Eva Lind"))
LAB = Seat("the plain system", "plain", "refunds", "t-refunds", "1103", "Greta Berg", ("1101", "Ines Rocha"))
SEATS = (HINT, DEVICE, PLAIN, SHORT_DEVICE, SHORT_HINT, LAB)


@dataclass
class Lab:
    """One system with its phones, a desk and what another screen is told."""

    pbx: Pbx
    agents: PhoneBank
    callers: PhoneBank
    ami: Ami
    desk: Desk
    watch: Watch

    def record(self) -> str:
        """Write all that AMI said into a file, and return its path."""
        stanzas = ("".join(f"{key}: {value}\n" for key, value in event.items()) for event in self.ami.events)
        with tempfile.NamedTemporaryFile(
            "w", prefix=f"ami-{self.pbx.system}-", suffix=".txt", delete=False
        ) as file:
            file.write("\n".join(stanzas))
        return file.name


@dataclass
class Place:
    """One agent's seat on its floor; ``caller`` is the number of the one who calls there."""

    lab: Lab
    seat: Seat
    caller: str

    async def becomes(self, *told: str, of: str = "", keeps_s: float = KEEPS_S) -> None:
        """Within a second one of these is said of the agent (or of who is named), and nothing else from then on."""
        name, began_s = of or self.seat.name, time.monotonic()
        watch = self.lab.watch
        try:
            async with asyncio.timeout(WITHIN_S):
                while watch.now(name) not in told:
                    await watch.news()
        except TimeoutError:
            raise AssertionError(f"{name} is not {told} within a second: {watch.since(name, began_s)}") from None
        right_s = time.monotonic()
        try:
            async with asyncio.timeout(keeps_s):
                while watch.now(name) in told:
                    await watch.news()
        except TimeoutError:
            return
        raise AssertionError(f"{name} is not {told} for long: {watch.since(name, right_s)}")

    async def becomes_ready(self, of: str = "") -> None:
        """The agent is idle at last, a wrap-up's time later."""
        name = of or self.seat.name
        async with asyncio.timeout(8):
            while self.lab.watch.now(name) != "idle":
                await self.lab.watch.news()

    async def calls(self, number: str = "") -> Call:
        """A caller dials the queue's number, or another one."""
        self.lab.callers.tones[self.caller] = CALLER
        return await self.lab.callers.call(number or self.seat.number, self.caller)

    async def talks(self) -> tuple[Call, Call]:
        """A queue's call that the agent has answered, on the board and by phone: the caller's leg, the agent's."""
        caller = await self.calls()
        agent = await self.answers()
        await self.becomes(self.talking, keeps_s=0)
        await caller.hears(AGENT)
        return caller, agent

    async def answers(self) -> Call:
        """The agent answers the next call."""
        return await self.lab.agents.answered(self.seat.extension)

    async def dials(self, number: str) -> Call:
        """The agent dials."""
        return await self.lab.agents.call(number, self.seat.extension)

    async def helper(self) -> Call:
        """The helper answers the next call."""
        return await self.lab.agents.answered(self.seat.helper)

    async def mate(self) -> Call:
        """The mate answers the next call."""
        return await self.lab.agents.answered(self.seat.mate[0])

    @property
    def talking(self) -> str:
        """What is said of an agent who talks with the queue's caller."""
        return f"talking queue {self.caller}"

    @property
    def holding(self) -> str:
        """What is said of an agent who holds the queue's caller."""
        return f"hold queue {self.caller}"

    @property
    def with_caller(self) -> tuple[str, ...]:
        """What may be said of a colleague to whom the caller came without a queue."""
        return (self.talking, f"talking inbound {self.caller}", "talking inbound")


@asynccontextmanager
async def lab_at(pbx: Pbx) -> AsyncIterator[Lab]:
    """A system with all phones plugged in and a live board."""
    async with AsyncExitStack() as stack:
        ami = await stack.enter_async_context(pbx.ami())
        agents = await stack.enter_async_context(pbx.agents())
        callers = await stack.enter_async_context(pbx.callers())
        desk = await stack.enter_async_context(desk_at(pbx))
        watch = Watch(desk.options)
        group = await stack.enter_async_context(asyncio.TaskGroup())
        watching = group.create_task(watch.run())
        stack.callback(watching.cancel)
        while len(watch.store.agents) != len(desk.frame.agents):
            await watch.news()
        for seat in (seat for seat in SEATS if seat.system == pbx.system):
            agents.tones.update({seat.extension: AGENT, seat.helper: HELPER, seat.mate[0]: MATE})
        yield Lab(pbx, agents, callers, ami, desk, watch)


async def everywhere(
    labs: dict[str, Lab], happening: Callable[[Place], Awaitable[None]], seats: Iterable[Seat] = SEATS
) -> None:
    """Have the same happen at all of these seats at once, and fail with what went wrong at each."""
    places = [Place(labs[seat.system], seat, f"+3518{seat.extension}{n}") for n, seat in enumerate(seats)]
    done = await asyncio.gather(*(_at(place, happening) for place in places), return_exceptions=True)
    failed = [
        f"{place.seat.form}: {where(error)}" for place, error in zip(places, done, strict=True) if error is not None
    ]
    records = [labs[system].record() for system in {place.seat.system for place in places} if failed]
    assert not failed, "\n" + "\n".join([*failed, "What AMI said:", *records])


def where(error: BaseException) -> str:
    """What went wrong, and at which line of the test."""
    frames = [*traceback.extract_tb(error.__traceback__)]
    if error.__cause__:  # of a time-out: what was cancelled by it
        frames += traceback.extract_tb(error.__cause__.__traceback__)
    lines = [frame for frame in frames if frame.name == "happening"]
    line = f"{lines[-1].lineno}: {lines[-1].line}" if lines else "before it began"
    return f"{line}: {type(error).__name__} {error}"


async def _at(place: Place, happening: Callable[[Place], Awaitable[None]]) -> None:
    await place.becomes_ready()
    async with asyncio.timeout(30):
        await happening(place)
