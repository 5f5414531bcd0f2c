"""A recording of a PBX replays to the figures that the PBX's own events gave."""

import asyncio
from pathlib import Path

import pytest

from tests.pbx.asterisk.scripted import ScriptedPbx, Server
from wallboard.domain.centre.events import Event
from wallboard.domain.counts.calendar import Calendar
from wallboard.domain.counts.counter import Tally
from wallboard.domain.counts.figures import Figures
from wallboard.domain.counts.formulas import Goals
from wallboard.domain.engine import Engine
from wallboard.pbx.asterisk.adapter import AsteriskOptions
from wallboard.pbx.asterisk.recorder import record
from wallboard.pbx.asterisk.state import mapping
from wallboard.pbx.asterisk.wire.tape import NumberMask, Tape
from wallboard.pbx.replay.player import Player
from wallboard.pbx.replay.recording import parse

RECORDINGS = sorted((Path(__file__).parent / "recordings").glob("*.txt"))
LAST = b"Event: UserEvent\r\nUserEvent: Last\r\nTimestamp: 1.0\r\n\r\n"


def figures_of(recording: bytes) -> list[Tally]:
    """What each scope's counts are at the end of a recording."""
    moments = parse(recording)
    player, engine = Player(moments, {}), Engine(Calendar(), Goals(), moments[0].at_ms)
    events: list[Event] = player.open()
    while (due_ms := player.next_due_ms()) is not None:
        events += player.advance(due_ms)
    for event in events:
        engine.apply(event)
    engine.flush(player.now_ms)
    return [figures.tally for figures in engine.published.values() if isinstance(figures, Figures)]


def parted(path: Path) -> tuple[ScriptedPbx, bytes]:
    """A PBX that lists what a recording begins with, and what it says then."""
    blocks = path.read_bytes().replace(b"\r\n", b"\n").strip().split(b"\n\n")
    names = [block.partition(b"Event: ")[2].partition(b"\n")[0].decode() for block in blocks]
    begin = next(n for n, name in enumerate(names) if name in mapping.WANTED)
    rows: dict[bool, list[str]] = {True: [], False: []}
    for name, block in zip(names[:begin], blocks[:begin], strict=True):
        if name in ("QueueParams", "QueueMember", "QueueEntry", "CoreShowChannel"):
            lines = [line for line in block.decode().splitlines() if not line.startswith("ActionID")]
            rows[name == "CoreShowChannel"].append("\n".join(lines).removeprefix("Event: "))
    first = blocks[begin].partition(b"Timestamp: ")[2].split(b"\n")[0].decode()
    pbx = ScriptedPbx(queue_rows=rows[False], channel_rows=rows[True], timestamp=first)
    news = [block for block in blocks[begin:] if not block.startswith(b"Response")]
    return pbx, b"".join(block.replace(b"\n", b"\r\n") + b"\r\n\r\n" for block in news)


async def recorded(pbx: ScriptedPbx, news: bytes, tape: Tape) -> bytes:
    """What is written of a PBX that says ``news`` once its lists are taken in."""
    written, is_begun, is_done = bytearray(), asyncio.Event(), asyncio.Event()

    def write(data: bytes) -> None:
        is_begun.set()
        if LAST in data:
            is_done.set()
        written.extend(data.replace(LAST, b""))

    async with Server(pbx) as server, asyncio.timeout(10):
        options = AsteriskOptions(host="127.0.0.1", port=server.port, user=pbx.user, secret=pbx.secret)
        recording = asyncio.create_task(record(options, tape, write))
        await is_begun.wait()
        server.send(news + LAST)
        await is_done.wait()
        recording.cancel()
        await asyncio.gather(recording, return_exceptions=True)
    return bytes(written)


@pytest.mark.parametrize("path", RECORDINGS, ids=lambda path: path.stem)
async def test_that_it_replays_to_the_figures_of_the_original(path: Path) -> None:
    original = await asyncio.to_thread(path.read_bytes)
    pbx, news = parted(path)
    taken = await recorded(pbx, news, Tape())
    assert figures_of(taken) == figures_of(original)
    assert pbx.secret.encode() not in taken
    assert b"Challenge" not in taken
    assert b"Response" not in taken


async def test_that_masked_numbers_change_no_figure() -> None:
    path = RECORDINGS[0]
    original = await asyncio.to_thread(path.read_bytes)
    pbx, news = parted(path)
    taken = await recorded(pbx, news, Tape(NumberMask()))
    assert figures_of(taken) == figures_of(original)
