"""An AMI server for measurements: lets anybody in, lists its centre, then says its calls in real time.

Run as ``python -m tests.bench.fake_pbx AGENTS QUEUES MESSAGES_PER_S``; prints its port. The moment at which a
caller joins (epoch seconds) stands in the caller's name.
"""

import asyncio
import sys
import time

from tests.bench.ami import GREETING, Centre, calls, queue_status


def _parse(stanza: bytes) -> dict[str, str]:
    lines = (line.partition(":") for line in stanza.decode().splitlines())
    return {name.strip().lower(): value.strip() for name, _, value in lines}


def answers(centre: Centre, request: bytes) -> bytes:
    """What Asterisk answers to one action."""
    action = _parse(request)
    action_id = action.get("actionid", "")
    head = f"Response: Success\r\nActionID: {action_id}\r\n"
    match action.get("action", "").lower():
        case "challenge":
            return f"{head}Challenge: 123456\r\n\r\n".encode()
        case "login":
            booted = "Event: FullyBooted\r\nPrivilege: system,all\r\nStatus: Fully Booted\r\n\r\n"
            return f"{head}Message: Authentication accepted\r\n\r\n{booted}".encode()
        case "ping":
            return f"{head}Ping: Pong\r\nTimestamp: {time.time():.6f}\r\n\r\n".encode()
        case "queuestatus":
            return f"{head}EventList: start\r\n\r\n".encode() + queue_status(centre, action_id)
        case "coreshowchannels" | "extensionstatelist" | "bridgelist":
            name = action["action"]
            end = f"Event: {name}Complete\r\nActionID: {action_id}\r\nListItems: 0\r\n\r\n"
            return f"{head}EventList: start\r\n\r\n{end}".encode()
        case "status":  # of a caller whom the queues' list, which has none, left out
            row = f"Event: Status\r\nActionID: {action_id}\r\nApplication: Queue\r\n\r\n"
            end = f"Event: StatusComplete\r\nActionID: {action_id}\r\nItems: 1\r\n\r\n"
            return f"{head}EventList: start\r\n\r\n{row}{end}".encode()
        case _:
            return f"{head}\r\n".encode()


class FakePbx:
    """Serves one gateway; its calls begin when the lists have been asked for."""

    def __init__(self, centre: Centre) -> None:
        self.centre = centre

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection."""
        writer.write(GREETING)
        said: asyncio.Task[None] | None = None
        try:
            while True:
                request = await reader.readuntil(b"\r\n\r\n")
                writer.write(answers(self.centre, request))
                if b"CoreShowChannels" in request:
                    said = asyncio.create_task(self._say(writer))
        except (asyncio.IncompleteReadError, ConnectionError):
            if said is not None:
                said.cancel()
            writer.close()

    async def _say(self, writer: asyncio.StreamWriter) -> None:
        began_s, said = time.monotonic(), calls(self.centre)
        due = next(said)
        while True:
            now_ms = (time.monotonic() - began_s) * 1000
            while due[0] <= now_ms:
                writer.write(_stamped(due[1]))
                due = next(said)
            await asyncio.sleep((due[0] - now_ms) / 1000)


def _stamped(text: bytes) -> bytes:
    """A caller's entry with the moment at which it is said in place of the caller's name."""
    if not text.startswith(b"Event: QueueCallerJoin"):
        return text
    head, _, rest = text.partition(b"CallerIDName: ")
    return head + f"CallerIDName: {time.time():.6f}".encode() + rest[rest.index(b"\r\n") :]


async def _main(centre: Centre) -> None:
    pbx = FakePbx(centre)
    server = await asyncio.start_server(pbx.serve, "127.0.0.1", 0)
    sys.stdout.write(f"{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    await server.serve_forever()


if __name__ == "__main__":
    agents, queues, rate = sys.argv[1:]
    asyncio.run(_main(Centre(agents=int(agents), queues=int(queues), messages_per_s=float(rate))))
