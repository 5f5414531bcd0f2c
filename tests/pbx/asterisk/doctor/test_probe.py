"""The connection for looking at a PBX, against a server that says what the test wrote for it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import pytest

from wallboard.domain.errors import ProtocolError, RemoteError
from wallboard.pbx.asterisk.doctor.probe import connected

GREETING = b"Asterisk Call Manager/11.0.0\r\n"


@asynccontextmanager
async def answering(*answers: bytes) -> AsyncIterator[int]:
    """A PBX that gives one answer after the other, whatever it is asked; an empty one hangs up. Yields its port."""

    gone = asyncio.Event()

    async def converse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(GREETING)
        with suppress(asyncio.IncompleteReadError):
            for answer in answers:
                await reader.readuntil(b"\r\n\r\n")
                writer.write(answer)
            await reader.read(0 if not answers[-1] else -1)
        writer.close()
        gone.set()

    server = await asyncio.start_server(converse, "127.0.0.1", 0)
    async with server:
        yield server.sockets[0].getsockname()[1]
        await gone.wait()


async def test_that_a_response_is_told_from_the_events_around_it() -> None:
    early = b"Event: Newchannel\r\nUniqueid: 1\r\n\r\n"
    answer = b"Response: Success\r\nActionID: doctor-1\r\nPing: Pong\r\n\r\n"
    async with answering(early + answer) as port, connected("127.0.0.1", port, None) as probe:
        assert probe.greeting == "11.0.0"
        assert (await probe.ask("Ping")).get("Ping") == "Pong"
        assert [event.event for event in probe.events] == ["Newchannel"]


async def test_that_a_list_has_its_own_rows_and_no_others() -> None:
    begin = b"Response: Success\r\nActionID: doctor-1\r\nEventList: start\r\n\r\n"
    rows = b"".join(b"Event: QueueParams\r\nActionID: %b\r\n\r\n" % name for name in (b"doctor-1", b"other"))
    end = b"Event: QueueStatusComplete\r\nActionID: doctor-1\r\n\r\n"
    async with answering(begin + rows + end) as port, connected("127.0.0.1", port, None) as probe:
        _, listed = await probe.list_rows("QueueStatus")
        assert [row.get("ActionID") for row in listed] == ["doctor-1"]


async def test_that_a_refused_list_has_no_rows() -> None:
    refusal = b"Response: Error\r\nActionID: doctor-1\r\nMessage: Permission denied\r\n\r\n"
    async with answering(refusal) as port, connected("127.0.0.1", port, None) as probe:
        response, listed = await probe.list_rows("QueueStatus")
        assert (response.get("Message"), listed) == ("Permission denied", [])


async def test_that_a_lost_connection_is_an_error_of_the_other_side() -> None:
    async with answering(b"") as port, connected("127.0.0.1", port, None) as probe:
        with pytest.raises(RemoteError, match="closed the connection"):
            await probe.ask("Ping")


async def test_that_waiting_ends_with_what_was_waited_for_or_with_the_time() -> None:
    event = b"Event: FullyBooted\r\n\r\n"
    answer = b"Response: Success\r\nActionID: doctor-1\r\n\r\n"
    async with answering(answer + event, b"") as port, connected("127.0.0.1", port, None) as probe:
        await probe.ask("Ping")
        assert await probe.until(lambda: len(probe.events) == 1, 10)
        assert not await probe.until(lambda: len(probe.events) == 2, 0)


async def test_that_something_else_than_ami_is_not_talked_to() -> None:
    async def speak(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 400 Bad Request\r\n")
        writer.close()

    server = await asyncio.start_server(speak, "127.0.0.1", 0)
    async with server:
        with pytest.raises(ProtocolError):
            async with connected("127.0.0.1", server.sockets[0].getsockname()[1], None):
                pytest.fail("the connection counts as made")
