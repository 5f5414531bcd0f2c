"""A look behind the PBX's scenes for tests: AMI as plain headers, by another hand than the product's codec."""

import asyncio
from collections.abc import Callable
from types import TracebackType
from typing import Self

Stanza = dict[str, str]


class Ami:
    """One AMI session of a test; every stanza seen is kept in `events`, oldest first, or given to ``on_event``."""

    on_event: Callable[[Stanza], None] | None = None

    def __init__(self, user: str = "root", secret: str = "lab-root", port: int = 5038) -> None:
        self.events: list[Stanza] = []
        self._user, self._secret, self._port = user, secret, port
        self._arrived = asyncio.Event()
        self._answers: dict[str, asyncio.Future[Stanza]] = {}
        self._actions = 0

    async def __aenter__(self) -> Self:
        self._reader, self._writer = await asyncio.open_connection("127.0.0.1", self._port)
        await self._reader.readline()
        self._reading = asyncio.get_running_loop().create_task(self._read())
        await self.action("Login", Username=self._user, Secret=self._secret)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._reading.cancel()
        self._writer.close()
        await asyncio.wait([self._reading])

    async def action(self, name: str, **headers: str) -> Stanza:
        """Send one action and return its response, maybe an error; ``Variable_1`` is sent as ``Variable``."""
        self._actions += 1
        key = f"test-{self._actions}"
        answer: asyncio.Future[Stanza] = asyncio.get_running_loop().create_future()
        self._answers[key] = answer
        lines = [f"Action: {name}", f"ActionID: {key}", *(f"{k.split('_')[0]}: {v}" for k, v in headers.items())]
        self._writer.write(("\r\n".join(lines) + "\r\n\r\n").encode())
        return await answer

    async def event(self, name: str, **fields: str) -> Stanza:
        """Wait for the first event, past or to come, of this name with these fields."""
        while True:
            for stanza in self.events:
                if stanza.get("Event") == name and all(stanza.get(k) == v for k, v in fields.items()):
                    return stanza
            await self.next_event()

    async def next_event(self) -> None:
        """Wait until anything at all comes."""
        self._arrived.clear()
        await self._arrived.wait()

    async def _read(self) -> None:
        while data := await self._reader.readuntil(b"\r\n\r\n"):
            lines = data.decode("utf-8", "replace").split("\r\n")
            stanza = {k: v.lstrip() for k, _, v in (line.partition(":") for line in lines if ":" in line)}
            if self.on_event:
                self.on_event(stanza)
            else:
                self.events.append(stanza)
            self._arrived.set()
            if "Response" in stanza and (answer := self._answers.pop(stanza.get("ActionID", ""), None)):
                answer.set_result(stanza)
