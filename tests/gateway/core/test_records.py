"""Records of commands: kept a day for each owner, never forgotten to make room for another's."""

import pytest
from msgspec.structs import replace

from tests.domain.words import answers, link, moves
from tests.gateway.rig import UP
from tests.gateway.room import NOW_MS, SUE, open_room
from wallboard.domain.actions.commands import Command, Outcome, Reason
from wallboard.domain.actions.grant import Grant
from wallboard.domain.actions.monitoring import StopMonitor
from wallboard.domain.actions.moves import MoveCallToAgent, MoveCallToQueue
from wallboard.domain.centre.state import SourceStatus
from wallboard.domain.ids import AgentId, CallId, CommandId, QueueId
from wallboard.feed.messages import CommandRequest
from wallboard.feed.roles import Role
from wallboard.gateway.core import dispatcher as dispatcher_module
from wallboard.gateway.core import records as records_module
from wallboard.gateway.core.records import RECORD_MS, RECORDS_EACH, REFUSALS_EACH, STOPS_EACH, Record, Records

STOP = StopMonitor(id=CommandId("stop"), monitor_id=CommandId("0"))


def move(name: str) -> MoveCallToAgent:
    return MoveCallToAgent(id=CommandId(name), call_id=CallId("c"), expect_rev=0, agent_id=AgentId("ana"))


def record(name: str, owner: str = "sue", at_ms: int = 0) -> Record:
    return Record(move(name), owner, at_ms, at_ms)


def fill(records: Records, owner: str) -> None:
    number = 0
    while records.has_room(owner, move("x"), 0):
        records.keep(record(f"{owner}-{number}", owner))
        number += 1
    assert number == RECORDS_EACH


def test_that_an_owner_whose_records_are_full_has_no_room_and_all_others_have() -> None:
    records = Records()
    fill(records, "mallory")
    assert not records.has_room("mallory", move("one more"), RECORD_MS)
    assert records.has_room("sue", move("one more"), 0)
    assert records.find(CommandId("mallory-0")) is not None


def test_that_a_listening_can_be_ended_by_one_whose_records_are_full_but_not_without_end() -> None:
    records = Records()
    fill(records, "sue")
    assert records.has_room("sue", STOP, 0)
    for number in range(STOPS_EACH):
        records.keep(Record(StopMonitor(id=CommandId(f"s{number}"), monitor_id=CommandId("0")), "sue", 0, 0))
    assert not records.has_room("sue", STOP, 0)


def test_that_there_is_room_again_a_day_later() -> None:
    records = Records()
    fill(records, "sue")
    commands: list[Command] = [move("x"), STOP]
    assert all(records.has_room("sue", command, RECORD_MS + 1) for command in commands)
    assert records.find(CommandId("sue-0")) is None


def test_that_refusals_push_out_refusals_of_the_same_owner_alone() -> None:
    records = Records()
    records.keep(record("taken", "mallory"))
    records.keep_refused(record("sues", "sue"))
    for number in range(REFUSALS_EACH + 1):
        records.keep_refused(record(f"r{number}", "mallory"))
    found = [name for name in ("taken", "sues", "r0", "r1", f"r{REFUSALS_EACH}") if records.find(CommandId(name))]
    assert found == ["taken", "sues", "r1", f"r{REFUSALS_EACH}"]
    records.keep_refused(record("late", "mallory", RECORD_MS + 1))
    assert records.find(CommandId("r1")) is None


async def test_that_a_flood_of_anothers_commands_takes_nobodys_listening_away_and_repeats_nothing() -> None:
    async with open_room() as room:
        listening = await room.listens()
        nowhere = MoveCallToQueue(
            id=CommandId("0"), call_id=CallId("none"), expect_rev=0, queue_id=QueueId("sales")
        )
        for number in range(11_000):
            room.dispatcher.submit(
                Grant(person="mallory", rights=Role.SUPERVISOR.rights),
                CommandRequest(command=replace(nowhere, id=CommandId(f"m{number}")), deadline_ms=NOW_MS),
                lambda _: None,
            )
        room.submit(listening)
        assert room.pbx.executed == [listening]
        stop = StopMonitor(id=CommandId("2"), monitor_id=listening.id)
        room.told.clear()
        room.submit(stop)
        await room.sent()
        assert room.pbx.executed == [listening, stop]


async def test_that_one_whose_records_are_full_is_told_so_and_may_still_end_a_listening(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(records_module, "RECORDS_EACH", 1)
    async with open_room() as room:
        first = await room.listens()
        room.submit(room.move("2", "d", "bea"))
        assert (await room.end()).reason is Reason.RECORDS_FULL
        room.submit(StopMonitor(id=CommandId("3"), monitor_id=first.id))
        await room.sent()
        assert [command.id for command in room.pbx.executed] == ["1", "3"]


async def test_that_a_deadline_far_ahead_is_refused_or_a_command_could_be_repeated_after_a_day() -> None:
    async with open_room() as room:
        request = CommandRequest(command=room.move(), deadline_ms=NOW_MS + dispatcher_module.AHEAD_MS + 1)
        room.dispatcher.submit(SUE, request, room.listen)
        assert (await room.end()).reason is Reason.BAD_REQUEST
        assert room.pbx.executed == []


async def test_that_one_owners_unknown_ends_leave_anothers_to_be_settled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dispatcher_module, "UNSETTLED_EACH", 1)
    async with open_room() as room:
        room.submit(room.move("1", "c", "ana"))
        room.submit(room.move("2", "d", "bea"), owner="mallory")
        await room.sent()
        room.happens(link(SourceStatus.DOWN, 10, "gone"))
        assert (await room.end()).outcome is Outcome.UNKNOWN
        room.happens(UP, moves("c", 11, to_agent="ana"), answers("ana", "c", 12))
        room.told.clear()
        room.dispatcher.settle()
        assert (await room.end()).outcome is Outcome.CONFIRMED
