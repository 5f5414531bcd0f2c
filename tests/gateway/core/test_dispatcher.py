"""The dispatcher against a PBX that does just what the test says: at most once, confirmed by events alone."""

import weakref

import pytest
from msgspec.structs import replace

from tests.domain.words import answers, does, hangs_up, joins, link, moves, ms
from tests.gateway.room import SUE, Room, open_room
from wallboard.domain.actions.commands import Command, Outcome, Progress, Reason, Result
from wallboard.domain.actions.monitoring import SetMonitorMode, StartMonitor, StopMonitor
from wallboard.domain.actions.moves import MoveCallToAgent, MoveCallToQueue
from wallboard.domain.centre import events as e
from wallboard.domain.centre.state import Activity, Monitor, MonitorMode, SourceStatus
from wallboard.domain.errors import PbxRefused, RemoteError
from wallboard.domain.ids import AgentId, CallId, CommandId, QueueId, SourceId
from wallboard.feed.messages import CommandRequest, CommandResult, CommandUpdate, Message
from wallboard.feed.roles import Role
from wallboard.gateway.core import dispatcher as dispatcher_module
from wallboard.gateway.core import records as records_module


async def test_that_a_move_is_accepted_sent_rings_and_is_confirmed_by_the_agents_answer() -> None:
    async with open_room() as room:
        room.submit(room.move())
        await room.sent()
        room.happens(moves("c", 10, to_agent="ana"), does("ana", Activity.RINGING, 11, call="c"))
        room.happens(does("ana", Activity.RINGING, 12, call="c"), answers("ana", "c", 13))
        told = [m.progress if isinstance(m, CommandUpdate) else m for m in room.told]
        assert told == [
            Progress.ACCEPTED,
            Progress.SENT,
            Progress.RINGING,
            CommandResult(result=Result(command_id=CommandId("1"), outcome=Outcome.CONFIRMED)),
        ]
        assert len(room.pbx.executed) == 1


async def test_that_the_pbxs_reply_alone_confirms_nothing() -> None:
    async with open_room() as room:
        room.submit(room.move())
        await room.sent()
        assert not any(isinstance(m, CommandResult) for m in room.told)


async def test_that_an_event_before_the_pbxs_reply_counts() -> None:
    async with open_room() as room:
        room.pbx.on_execute = lambda _: room.happens(moves("c", 10, to_agent="ana"), answers("ana", "c", 11))
        room.submit(room.move())
        assert (await room.end()).outcome is Outcome.CONFIRMED
        assert [type(m) for m in room.told] == [CommandUpdate, CommandResult]


async def test_that_nobody_answering_brings_the_caller_back_to_the_queue() -> None:
    async with open_room() as room:
        room.submit(room.move())
        await room.sent()
        room.happens(moves("c", 10, to_agent="ana"), joins("c", "sales", 30, moved_in=True))
        assert (await room.end()).outcome is Outcome.RETURNED_TO_QUEUE


async def test_that_a_caller_told_again_in_the_queue_is_not_taken_for_one_who_came_back() -> None:
    async with open_room() as room:
        room.submit(room.move())
        await room.sent()
        room.happens(joins("c", "sales", 2), moves("c", 10, to_agent="ana"), answers("ana", "c", 11))
        assert (await room.end()).outcome is Outcome.CONFIRMED


async def test_that_a_hang_up_on_the_way_fails_the_move() -> None:
    async with open_room() as room:
        room.submit(room.move())
        await room.sent()
        room.happens(moves("c", 10, to_agent="ana"), hangs_up("c", 11))
        end = await room.end()
        assert (end.outcome, end.reason) == (Outcome.FAILED, Reason.CALLER_HUNG_UP)


@pytest.mark.parametrize(
    ("error", "outcome", "reason"),
    [
        (PbxRefused("No such channel"), Outcome.REFUSED, Reason.PBX_REFUSED),
        (PbxRefused("The call is gone.", Reason.CALL_GONE), Outcome.REFUSED, Reason.CALL_GONE),
        (RemoteError("No such channel"), Outcome.UNKNOWN, None),
        (ZeroDivisionError("No such channel"), Outcome.UNKNOWN, None),
    ],
)
async def test_that_an_error_of_the_pbx_ends_the_command(
    error: Exception, outcome: Outcome, reason: Reason | None, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(_: Command) -> None:
        raise error

    async with open_room() as room:
        room.pbx.on_execute = fail
        room.submit(room.move())
        end = await room.end()
        assert (end.outcome, end.reason) == (outcome, reason)
        assert isinstance(error, ZeroDivisionError) or end.detail == str(error)
        assert isinstance(error, ZeroDivisionError) == any(r.levelname == "ERROR" for r in caplog.records)


async def test_that_silence_ends_in_unknown_and_a_late_answer_settles_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(MoveCallToAgent, "deadline_s", 0.01)
    async with open_room() as room:
        room.submit(room.move())
        assert (await room.end()).outcome is Outcome.UNKNOWN
        room.dispatcher.settle()
        assert len([m for m in room.told if isinstance(m, CommandResult)]) == 1
        room.happens(moves("c", 50, to_agent="ana"), answers("ana", "c", 51))
        room.dispatcher.settle()
        last = room.told[-1]
        assert isinstance(last, CommandResult)
        assert last.result.outcome is Outcome.CONFIRMED
        assert len(room.pbx.executed) == 1


async def test_that_what_is_unknown_for_long_stays_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(MoveCallToAgent, "deadline_s", 0.01)
    async with open_room() as room:
        room.submit(room.move())
        await room.end()
        room.now_ms += dispatcher_module.SETTLE_MS + 1
        room.dispatcher.settle()
        room.now_ms -= dispatcher_module.SETTLE_MS + 1
        room.happens(answers("ana", "c", 51))
        room.dispatcher.settle()
        assert len([m for m in room.told if isinstance(m, CommandResult)]) == 1


async def test_that_who_asks_for_what_stays_unknown_is_told_and_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    class Asker(list[Message]):
        pass

    monkeypatch.setattr(MoveCallToAgent, "deadline_s", 0.01)
    async with open_room() as room:
        room.submit(room.move())
        await room.end()
        room.now_ms += dispatcher_module.SETTLE_MS + 1
        room.dispatcher.settle()
        asker = Asker()
        known = weakref.ref(asker)
        room.dispatcher.query("sue", CommandId("1"), asker.append)
        assert [message for message in asker if isinstance(message, CommandResult)]
        del asker
        assert known() is None


async def test_that_a_lost_link_makes_what_is_on_its_way_unknown() -> None:
    async with open_room() as room:
        room.submit(room.move())
        await room.sent()
        room.happens(link(SourceStatus.DOWN, 10, "gone"))
        assert (await room.end()).outcome is Outcome.UNKNOWN
        room.submit(room.move("2", "d", "bea"))
        last = room.told[-1]
        assert isinstance(last, CommandResult)
        assert last.result.reason is Reason.LINK_DOWN


async def test_that_the_same_command_is_done_once_and_tells_both_who_asked() -> None:
    async with open_room() as room:
        command = room.move()
        room.submit(command)
        await room.sent()
        others: list[Message] = []
        request = CommandRequest(command=command, deadline_ms=0)
        room.dispatcher.submit(SUE, request, others.append)
        room.happens(moves("c", 10, to_agent="ana"), answers("ana", "c", 11))
        confirmed = CommandResult(result=Result(command_id=command.id, outcome=Outcome.CONFIRMED))
        assert others[-1] == room.told[-1] == confirmed
        room.submit(command)
        assert room.told[-1] == confirmed
        assert len(room.pbx.executed) == 1


@pytest.mark.parametrize(("agent", "owner"), [("bea", "sue"), ("ana", "mallory")])
async def test_that_an_id_used_for_something_else_is_refused(agent: str, owner: str) -> None:
    async with open_room() as room:
        room.submit(room.move())
        await room.sent()
        room.submit(room.move(agent=agent), owner=owner)
        assert (await room.end()).reason is Reason.ID_REUSED
        room.happens(moves("c", 10, to_agent="ana"), answers("ana", "c", 11))
        assert room.told[-1] == CommandResult(result=Result(command_id=CommandId("1"), outcome=Outcome.CONFIRMED))
        assert len(room.pbx.executed) == 1


async def test_that_a_viewer_may_not_command() -> None:
    async with open_room() as room:
        room.submit(room.move(), role=Role.VIEWER)
        assert (await room.end()).reason is Reason.NOT_ALLOWED
        assert room.pbx.executed == []


async def test_that_a_command_past_its_deadline_is_not_done() -> None:
    async with open_room() as room:
        room.now_ms += 5_001
        room.submit(room.move())
        assert (await room.end()).reason is Reason.TOO_LATE
        assert room.pbx.executed == []


async def test_that_what_is_not_true_any_more_is_refused_and_stays_so() -> None:
    async with open_room() as room:
        command = room.move()
        room.happens(answers("bea", "c", 5))
        room.submit(command)
        assert (await room.end()).reason is Reason.CALL_MOVED_ON
        room.submit(command)
        assert room.told[0] == room.told[1]
        assert room.pbx.executed == []


async def test_that_an_unknown_queue_is_refused_by_name() -> None:
    async with open_room() as room:
        rev = room.engine.state.calls[CallId("c")].handover_rev
        room.submit(
            MoveCallToQueue(id=CommandId("1"), call_id=CallId("c"), expect_rev=rev, queue_id=QueueId("nowhere"))
        )
        assert (await room.end()).reason is Reason.QUEUE_UNKNOWN


async def test_that_one_call_and_one_agent_have_one_command_at_a_time() -> None:
    async with open_room() as room:
        room.submit(room.move("1", "c", "ana"))
        room.submit(room.move("2", "c", "bea"))
        assert (await room.end()).reason is Reason.CALL_BUSY
        room.told.clear()
        room.submit(room.move("3", "d", "ana"))
        assert (await room.end()).reason is Reason.AGENT_RINGING
        room.happens(moves("c", 10, to_agent="ana"), hangs_up("c", 11))
        room.told.clear()
        room.submit(room.move("4", "d", "ana"))
        await room.sent()


async def test_that_two_may_not_ring_the_same_phone_to_listen() -> None:
    async with open_room() as room:
        room.happens(answers("ana", "c", 5), does("ana", Activity.TALKING, 5, call="c"))
        first = StartMonitor(id=CommandId("1"), agent_id=AgentId("ana"), extension="700", mode=MonitorMode.LISTEN)
        room.submit(first)
        room.submit(replace(first, id=CommandId("2")))
        end = await room.end()
        assert (end.command_id, end.reason) == ("2", Reason.ALREADY_MONITORING)


@pytest.mark.parametrize(
    "command",
    [
        SetMonitorMode(id=CommandId("2"), monitor_id=CommandId("1"), mode=MonitorMode.BARGE),
        StopMonitor(id=CommandId("2"), monitor_id=CommandId("1")),
    ],
)
@pytest.mark.parametrize(
    ("owner", "role"), [("sue", "supervisor"), ("mallory", "supervisor"), ("ada", "administrator")]
)
async def test_that_a_monitoring_is_changed_by_who_began_it_and_ended_by_an_administrator_too(
    command: SetMonitorMode | StopMonitor, owner: str, role: str
) -> None:
    may = owner == "sue" or (role == "administrator" and isinstance(command, StopMonitor))
    async with open_room() as room:
        await room.listens()
        room.submit(command, owner=owner, role=Role(role))
        if may:
            await room.sent()
        else:
            assert (await room.end()).reason is Reason.NOT_YOURS
        assert (command in room.pbx.executed) == may


async def test_that_the_end_can_be_asked_for_after_a_reconnect_by_its_owner_alone() -> None:
    async with open_room() as room:
        room.submit(room.move())
        await room.sent()
        room.dispatcher.forget(room.listen)
        count = len(room.told)
        room.happens(moves("c", 10, to_agent="ana"), answers("ana", "c", 11))
        assert len(room.told) == count
        room.dispatcher.query("sue", CommandId("1"), room.listen)
        assert room.told[-1] == CommandResult(result=Result(command_id=CommandId("1"), outcome=Outcome.CONFIRMED))
        room.dispatcher.query("mallory", CommandId("1"), room.listen)
        assert room.told[-1] == CommandResult(result=Result(command_id=CommandId("1"), outcome=Outcome.UNKNOWN))
        room.dispatcher.query("sue", CommandId("never"), room.listen)
        assert room.told[-1] == CommandResult(result=Result(command_id=CommandId("never"), outcome=Outcome.UNKNOWN))


async def test_that_records_are_kept_for_a_day() -> None:
    async with open_room() as room:
        room.submit(room.move())
        await room.sent()
        room.happens(moves("c", 10, to_agent="ana"), hangs_up("c", 11))
        room.now_ms += records_module.RECORD_MS + 1
        room.submit(room.move("2", "d"))
        room.dispatcher.query("sue", CommandId("1"), room.listen)
        assert room.told[-1] == CommandResult(result=Result(command_id=CommandId("1"), outcome=Outcome.UNKNOWN))


async def test_that_the_log_says_who_did_what_and_no_number(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO")
    async with open_room() as room:
        room.submit(room.move())
        await room.sent()
        room.happens(moves("c", 10, to_agent="ana"), answers("ana", "c", 11))
    told = [record.getMessage() for record in caplog.records if "requested" in record.getMessage()]
    assert told == ["sue requested MoveCallToAgent (1): confirmed"]
    assert "49301234" not in caplog.text


def listens(room: Room, monitor: str = "m") -> None:
    """Sue listens to Ana's call."""
    room.happens(
        answers("ana", "c", 4),
        does("ana", Activity.TALKING, 4, call="c"),
        e.MonitorStarted(
            at_ms=ms(5),
            monitor_id=CommandId(monitor),
            agent_id=AgentId("ana"),
            extension="700",
            mode=MonitorMode.LISTEN,
            begun_by="sue",
        ),
    )


def sues(monitor: Monitor) -> bool:
    return monitor.begun_by == "sue"


async def test_that_no_command_that_was_given_before_keeps_a_listening_from_being_ended() -> None:
    async with open_room() as room:
        listens(room)
        room.submit(StopMonitor(id=CommandId("end-m"), monitor_id=CommandId("another")))
        room.dispatcher.end_monitors(sues)
        await room.until_executed(1)


async def test_that_a_listening_is_ended_as_soon_as_that_is_possible() -> None:
    async with open_room() as room:
        listens(room)
        room.submit(SetMonitorMode(id=CommandId("1"), monitor_id=CommandId("m"), mode=MonitorMode.BARGE))
        await room.until_executed(1)
        room.dispatcher.end_monitors(sues)
        room.happens(e.MonitorModeChanged(at_ms=ms(6), monitor_id=CommandId("m"), mode=MonitorMode.BARGE))
        room.dispatcher.end_monitors(sues)
        await room.until_executed(2)


async def test_that_the_end_of_a_listening_is_tried_again_where_the_pbx_did_not_do_it() -> None:
    async with open_room() as room:
        listens(room)
        room.dispatcher.end_monitors(sues)
        await room.until_executed(1)
        room.happens(link(SourceStatus.DOWN, 6, "gone"))
        room.dispatcher.end_monitors(sues)
        room.happens(link(SourceStatus.UP, 7))
        room.dispatcher.end_monitors(sues)  # not every second
        room.now_ms += dispatcher_module.END_AGAIN_MS
        room.dispatcher.end_monitors(sues)
        await room.until_executed(2)


async def test_that_the_loss_of_another_pbx_ends_no_command() -> None:
    async with open_room() as room:
        room.submit(room.move())
        await room.sent()
        room.happens(e.SourceChanged(at_ms=ms(9), source_id=SourceId("porto"), status=SourceStatus.DOWN))
        room.happens(moves("c", 10, to_agent="ana"), answers("ana", "c", 11))
        assert (await room.end()).outcome is Outcome.CONFIRMED
