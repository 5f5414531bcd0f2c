"""What must be recorded is so before it is done, and what nobody may ask for is not recorded."""

import asyncio
import json
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.domain.words import hangs_up, joins
from tests.gateway.rig import CENTRE, Screen, ScriptedPbx, running, screen
from tests.gateway.room import NOW_MS, open_room
from tests.gateway.test_service import an_id, confirmed
from tests.history.test_ledger import until
from wallboard.domain.actions.commands import Command, Outcome, Reason
from wallboard.domain.actions.monitoring import StopMonitor
from wallboard.domain.actions.moves import MoveCallToQueue
from wallboard.domain.centre.state import Call, LedgerStatus
from wallboard.domain.ids import CommandId, Key, QueueId
from wallboard.feed import messages as m
from wallboard.feed.roles import Role
from wallboard.gateway.core import recording as module
from wallboard.gateway.core.recording import Recording
from wallboard.history import ledger as ledger_module
from wallboard.history.ledger import Ledger
from wallboard.host.clock import now_ms


def lines(place: Path) -> list[str]:
    return [line for path in place.glob("commands-*.jsonl") for line in path.read_text().splitlines()]


async def test_that_a_required_line_is_on_the_disk_before_the_pbx_hears_of_the_command(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    written: list[int] = []
    async with open_room(Recording(ledger, required=True)) as room:
        room.pbx.on_execute = lambda _: written.append(len(lines(tmp_path)))
        room.submit(room.move())
        await room.sent()
        assert written == [1]
    ledger.close()


async def test_that_a_command_that_cannot_be_recorded_is_refused_until_it_can(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "RECORDED_S", 0.05)
    place = tmp_path / "history"
    place.touch()
    ledger = Ledger(place)
    async with open_room(Recording(ledger, required=True)) as room:
        room.submit(room.move("1"))
        assert (await room.end()).reason is Reason.LEDGER
        room.told.clear()
        room.submit(room.move("2"))
        assert (await room.end()).reason is Reason.LEDGER
        assert room.pbx.executed == []
        place.unlink()
        until(ledger, lambda health: not health.pending)
        room.told.clear()
        room.submit(room.move("3"))
        await room.sent()
    ledger.close()
    assert [json.loads(line)["id"] for line in lines(place)] == ["1", "1", "3", "3"]


async def test_that_a_command_is_carried_out_without_its_line_where_that_may_be(tmp_path: Path) -> None:
    (tmp_path / "history").touch()
    ledger = Ledger(tmp_path / "history")
    async with open_room(Recording(ledger)) as room:
        room.submit(room.move())
        await room.sent()
    ledger.close()


@pytest.mark.skipif(os.name != "posix", reason="a FIFO stands for the disk that hangs")
async def test_that_a_disk_that_hangs_refuses_what_must_be_recorded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "RECORDED_S", 0.05)
    monkeypatch.setattr(ledger_module, "CLOSE_S", 0.05)
    ledger = Ledger(tmp_path)
    async with open_room(Recording(ledger, required=True)) as room:
        path = tmp_path / f"commands-{datetime.fromtimestamp(NOW_MS / 1000, UTC):%Y-%m}.jsonl"
        os.mkfifo(path)
        room.submit(room.move())
        assert (await room.end()).reason is Reason.LEDGER
        assert room.pbx.executed == []
    reader = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    path.unlink()
    ledger.close()
    os.close(reader)


async def test_that_a_caller_who_left_while_the_line_was_written_is_not_moved(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    async with open_room(Recording(ledger, required=True)) as room:
        room.submit(room.move())
        room.happens(hangs_up("c", 4))
        assert (await room.end()).outcome is not Outcome.CONFIRMED
    assert room.pbx.executed == []
    ledger.close()


async def test_that_a_command_whose_deadline_passed_while_the_line_was_written_is_not_sent(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    async with open_room(Recording(ledger, required=True)) as room:
        room.submit(room.move())
        room.now_ms += 5_001
        assert (await room.end()).reason is Reason.TOO_LATE
    assert room.pbx.executed == []
    ledger.close()


async def test_that_what_a_role_forbids_is_counted_and_in_no_ledger(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    ledger = Ledger(tmp_path)
    async with open_room(Recording(ledger)) as room:
        command = room.move()
        for _ in range(1_000):
            room.submit(command, role=Role.VIEWER, owner="Lobby TV")
        assert (await room.end()).reason is Reason.NOT_ALLOWED
        room.dispatcher.recording.refusals.check(0.0)
    ledger.close()
    assert lines(tmp_path) == []
    assert [record.getMessage() for record in caplog.records] == [
        "commands refused and not recorded in the ledger: 1000 of Lobby TV (not_allowed)"
    ]


async def test_that_a_listening_can_be_ended_also_while_nothing_can_be_recorded(tmp_path: Path) -> None:
    (tmp_path / "history").touch()
    ledger = Ledger(tmp_path / "history")
    recording = Recording(ledger, required=True)
    async with open_room(recording) as room:
        recording.asked(NOW_MS, "sue", room.move())
        until(ledger, lambda health: health.status is LedgerStatus.FAILING)
        stop = StopMonitor(id=CommandId("s"), monitor_id=CommandId("m"))
        assert recording.refusal(room.move()) is Reason.LEDGER
        assert recording.refusal(stop) is None
        assert await recording.missing(stop, asyncio.Event()) is None
    ledger.close()


@pytest.mark.network
async def test_that_no_command_is_carried_out_again_after_a_restart(tmp_path: Path) -> None:
    given = an_id()

    def move(board: Screen) -> Command | None:
        call = board.copy.entities.get(Key("call", "pbx:c"))
        if not isinstance(call, Call):
            return None
        queue_id = QueueId("pbx:support")
        return MoveCallToQueue(id=given, call_id=call.id, expect_rev=call.handover_rev, queue_id=queue_id)

    before, after = (ScriptedPbx(*CENTRE, joins("c", "sales", 2)) for _ in range(2))
    async with running(before, history=tmp_path) as gateway, screen(gateway) as desk:
        await desk.sign_in()
        before.on_execute = lambda _: before.tell(joins("c", "support", 3, moved_in=True))
        await confirmed(desk, move)
    async with running(after, history=tmp_path) as gateway, screen(gateway) as desk:
        await desk.sign_in()
        await desk.until(lambda: move(desk) is not None)
        again = move(desk)
        assert again is not None
        await desk.say(m.CommandRequest(command=again, deadline_ms=now_ms() + 5_000))
        assert (await desk.hear_a(m.CommandResult)).result.outcome is Outcome.UNKNOWN
    assert (len(before.executed), len(after.executed)) == (1, 0)
