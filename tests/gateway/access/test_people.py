"""Who may connect changes while the gateway runs, token by token."""

import asyncio
import logging
from contextlib import suppress
from pathlib import Path

import pytest
from msgspec.structs import replace
from websockets.exceptions import ConnectionClosed

from tests.domain.words import answers, does, joins, ms
from tests.gateway.rig import CENTRE, EXTENSION, TOKENS, Screen, ScriptedPbx, config, running, screen
from wallboard.domain.actions.commands import Outcome, Reason
from wallboard.domain.actions.monitoring import StartMonitor, StopMonitor
from wallboard.domain.actions.moves import MoveCallToQueue
from wallboard.domain.centre import events as e
from wallboard.domain.centre.state import Activity, Call, Monitor, MonitorMode, Queue
from wallboard.domain.errors import PbxRefused
from wallboard.domain.ids import AgentId, CallId, CommandId, Key, QueueId
from wallboard.feed import messages as m
from wallboard.feed.roles import ClientKind, CloseCode, Role
from wallboard.gateway import service
from wallboard.gateway.access.people import People
from wallboard.gateway.access.tokens import new_token, token_hash
from wallboard.gateway.setup.queue_tables import GoalTables, QueueGoal
from wallboard.gateway.setup.tables import ClientEntry, Listen
from wallboard.history.ledger import Ledger
from wallboard.host.clock import now_ms

pytestmark = pytest.mark.network

DANA, TV = new_token(), new_token()


def entry(name: str, role: Role, token: str, *extensions: str) -> ClientEntry:
    return ClientEntry(name=name, role=role, token_sha256=token_hash(token), extensions=list(extensions))


def test_that_who_comes_and_who_goes_is_told_and_known() -> None:
    dana, wall = entry("Dana", Role.SUPERVISOR, DANA), entry("TV", Role.VIEWER, TV)
    people = People([dana])
    assert people.find(TV) is None
    assert people.renew([wall], 7) == ["1 client added", "1 client removed"]
    assert people.find(TV) == wall
    assert people.find(DANA) is None
    assert people.now(dana) is None
    assert people.renew([wall], 8) == []


def test_that_a_client_is_known_by_its_token_whatever_it_is_called() -> None:
    people = People([entry("Dana", Role.SUPERVISOR, DANA)])
    named = entry("Dana Keller", Role.SUPERVISOR, DANA, "2001")
    assert people.renew([named], 7) == ["1 client changed"]
    assert people.now(entry("Dana", Role.SUPERVISOR, DANA)) == named


def test_that_another_role_needs_a_full_state_once() -> None:
    viewer, supervisor = entry("Dana", Role.VIEWER, DANA), entry("Dana", Role.SUPERVISOR, DANA)
    people = People([viewer])
    assert people.may_resume(viewer, 0)
    people.renew([supervisor], 7)
    assert not people.may_resume(supervisor, 7)
    assert people.may_resume(supervisor, 8)


def entries(**roles: Role) -> list[ClientEntry]:
    """The clients of the rig's tokens, by the role that each was made for, with the role that it has now."""
    return [
        ClientEntry(name=name, role=role, token_sha256=token_hash(TOKENS[Role(name)]))
        for name, role in roles.items()
    ]


async def test_that_who_lost_the_token_goes_and_nobody_else_notices() -> None:
    pbx = ScriptedPbx(*CENTRE)
    async with running(pbx) as gateway, screen(gateway) as desk, screen(gateway) as wall:
        await desk.sign_in()
        await wall.sign_in(Role.VIEWER)
        gateway.renew(config(clients=entries(viewer=Role.VIEWER)))
        gone = MoveCallToQueue(
            id=CommandId("m1"), call_id=CallId("pbx:c"), expect_rev=1, queue_id=QueueId("pbx:sales")
        )
        with suppress(ConnectionClosed):
            await desk.say(m.CommandRequest(command=gone, deadline_ms=now_ms() + 5_000))
        bye, code = await desk.parting()
        assert bye == m.Bye(reason="its token was revoked")
        assert code == CloseCode.UNAUTHENTICATED
        assert not [message for message in desk.told if isinstance(message, m.CommandResult)]
        pbx.tell(joins("c", "sales", 2))
        await wall.until(lambda: Key("call", "pbx:c") in wall.copy.entities)
        async with screen(gateway) as again:
            with pytest.raises(ConnectionClosed):
                await again.sign_in()


async def test_that_who_lost_the_token_hears_no_call_any_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "SECOND_S", 0.01)
    listens = [
        e.MonitorStarted(
            at_ms=ms(2),
            monitor_id=CommandId(name),
            agent_id=AgentId("pbx:ana"),
            extension="700",
            mode=MonitorMode.LISTEN,
            begun_by=name,
        )
        for name in ("supervisor", "somebody at another gateway")
    ]
    pbx = ScriptedPbx(*CENTRE, *listens)
    stopped = asyncio.Event()
    pbx.on_execute = lambda _: stopped.set()
    async with running(pbx) as gateway:
        gateway.renew(config(clients=entries(viewer=Role.VIEWER)))
        await stopped.wait()
        pbx.tell(e.MonitorEnded(at_ms=ms(3), monitor_id=CommandId("supervisor"), reason=""))
    (stop,) = pbx.executed
    assert isinstance(stop, StopMonitor)
    assert stop.monitor_id == "supervisor"


LISTENS = e.MonitorStarted(
    at_ms=ms(2),
    monitor_id=CommandId("m"),
    agent_id=AgentId("pbx:ana"),
    extension="700",
    mode=MonitorMode.LISTEN,
    begun_by="supervisor",
)


async def test_that_who_lost_the_token_while_no_gateway_ran_hears_no_call_any_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "SECOND_S", 0.01)
    stopped = asyncio.Event()
    before, after = ScriptedPbx(*CENTRE, LISTENS), ScriptedPbx(*CENTRE, LISTENS)
    after.on_execute = lambda _: stopped.set()
    async with running(before, history=tmp_path) as gateway, screen(gateway) as desk:
        await desk.sign_in()
        await desk.until(lambda: Key("monitor", "m") in desk.copy.entities)
    async with running(after, config(clients=entries(viewer=Role.VIEWER)), tmp_path):
        await asyncio.wait_for(stopped.wait(), 30)
    assert (before.executed, len(after.executed)) == ([], 1)


@pytest.mark.parametrize(("who", "may"), [("supervisor", True), ("administrator", True), ("other", False)])
async def test_that_a_monitoring_that_outlived_gateway_and_desk_is_its_owners_and_an_administrators_to_end(
    who: str, may: bool, tmp_path: Path
) -> None:
    before, after = ScriptedPbx(*CENTRE, LISTENS), ScriptedPbx(*CENTRE, LISTENS)
    known = [*config().clients, entry("other", Role.SUPERVISOR, DANA)]
    async with running(before, config(clients=known), tmp_path) as gateway, screen(gateway) as desk:
        await desk.sign_in()
        await desk.until(lambda: Key("monitor", "m") in desk.copy.entities)
    stop = m.CommandRequest(
        command=StopMonitor(id=CommandId("s"), monitor_id=CommandId("m")), deadline_ms=now_ms() + 60_000
    )
    async with running(after, config(clients=known), tmp_path) as gateway, screen(gateway) as desk:
        await desk.hear_a(m.Hello)
        token = DANA if who == "other" else TOKENS[Role(who)]
        await desk.say(m.Auth(token=token, client="x", kind=ClientKind.DESK))
        await desk.until(lambda: Key("monitor", "m") in desk.copy.entities)
        monitor = desk.copy.entities[Key("monitor", "m")]
        assert isinstance(monitor, Monitor)
        assert monitor.begun_by == "supervisor"
        after.on_execute = lambda _: after.tell(e.MonitorEnded(at_ms=ms(3), monitor_id=CommandId("m"), reason=""))
        await desk.say(stop)
        result = (await desk.hear_a(m.CommandResult)).result
        expected = (Outcome.CONFIRMED, None) if may else (Outcome.REFUSED, Reason.NOT_YOURS)
        assert (result.outcome, result.reason) == expected
        assert len(after.executed) == may


async def test_that_a_monitoring_whose_owner_lost_the_token_is_an_administrators_to_end_where_the_gateway_could_not(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(service, "SECOND_S", 0.01)
    before, after = ScriptedPbx(*CENTRE, LISTENS), ScriptedPbx(*CENTRE, LISTENS)
    tried = asyncio.Event()

    def refuse(_: object) -> None:
        tried.set()
        raise PbxRefused("not now")

    async with running(before, history=tmp_path) as gateway, screen(gateway) as desk:
        await desk.sign_in()
        await desk.until(lambda: Key("monitor", "m") in desk.copy.entities)
    after.on_execute = refuse
    others = entries(administrator=Role.ADMINISTRATOR)
    async with running(after, config(clients=others), tmp_path) as gateway, screen(gateway) as desk:
        await desk.sign_in(Role.ADMINISTRATOR)
        await asyncio.wait_for(tried.wait(), 30)
        await desk.until(lambda: Key("monitor", "m") in desk.copy.entities)
        after.on_execute = lambda _: after.tell(e.MonitorEnded(at_ms=ms(3), monitor_id=CommandId("m"), reason=""))
        stop = StopMonitor(id=CommandId("s"), monitor_id=CommandId("m"))
        await desk.say(m.CommandRequest(command=stop, deadline_ms=now_ms() + 60_000))
        assert (await desk.hear_a(m.CommandResult)).result.outcome is Outcome.CONFIRMED
        await desk.until(lambda: Key("monitor", "m") not in desk.copy.entities)


async def test_that_who_lost_the_token_while_the_phone_was_rung_hears_no_call(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "SECOND_S", 0.01)
    asked = StartMonitor(id=CommandId("m"), agent_id=AgentId("pbx:ana"), extension="700", mode=MonitorMode.LISTEN)
    ledger = Ledger(tmp_path)
    ledger.asked(now_ms(), "supervisor", asked)
    ledger.close()
    pbx, stopped = ScriptedPbx(*CENTRE), asyncio.Event()
    pbx.on_execute = lambda _: stopped.set()
    without_her = config(clients=entries(viewer=Role.VIEWER))
    async with running(pbx, without_her, tmp_path) as gateway, screen(gateway) as tv:
        await tv.sign_in(Role.VIEWER)
        await tv.until(lambda: Key("queue", "pbx:sales") in tv.copy.entities)
        pbx.tell(LISTENS)
        await asyncio.wait_for(stopped.wait(), 30)


async def test_that_who_has_another_role_signs_in_again_and_is_told_all_that_belongs_to_it() -> None:
    pbx = ScriptedPbx(*CENTRE, joins("c", "sales", 1))
    async with running(pbx) as gateway, screen(gateway) as desk:
        await desk.sign_in(Role.VIEWER)
        await desk.until(lambda: Key("call", "pbx:c") in desk.copy.entities)
        gateway.renew(config(clients=entries(viewer=Role.SUPERVISOR)))
        bye, code = await desk.parting()
        assert (bye.retry_after_ms if bye else None, code) == (0, CloseCode.RESTART)
        async with screen(gateway) as again:
            ready = await again.sign_in(Role.VIEWER, epoch=desk.copy.epoch, seq=desk.copy.seq)
            assert ready.role is Role.SUPERVISOR
            await again.until(lambda: Key("call", "pbx:c") in again.copy.entities)
            call = again.copy.entities[Key("call", "pbx:c")]
            assert isinstance(call, Call)
            assert not call.number.startswith("•")


async def test_that_other_phones_count_at_once_and_the_screen_is_told_of_them() -> None:
    talks = [joins("c", "sales", 1), answers("ana", "c", 2), does("ana", Activity.TALKING, 2, call="c")]
    pbx = ScriptedPbx(*CENTRE, *talks)
    async with running(pbx) as gateway, screen(gateway) as desk:
        ready = await desk.sign_in()
        assert ready.grant.extensions == (EXTENSION,)
        await desk.hear_a(m.SnapEnd)
        known = config().clients
        gateway.renew(config(clients=[replace(one, extensions=["2002"]) for one in known]))
        assert (await desk.hear_a(m.Ready)).grant.extensions == ("2002",)
        for name, extension in (("1", EXTENSION), ("2", "2002")):
            start = StartMonitor(
                id=CommandId(name), agent_id=AgentId("pbx:ana"), extension=extension, mode=MonitorMode.LISTEN
            )
            await desk.say(m.CommandRequest(command=start, deadline_ms=now_ms() + 5_000))
        assert (await desk.hear_a(m.CommandResult)).result.reason is Reason.EXTENSION_NOT_YOURS
        assert (await desk.hear_a(m.CommandUpdate)).command_id == "2"


async def test_that_who_lost_the_phone_that_listens_hears_no_call_at_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "SECOND_S", 0.01)
    pbx, stopped = ScriptedPbx(*CENTRE, LISTENS), asyncio.Event()
    pbx.on_execute = lambda _: stopped.set()
    async with running(pbx) as gateway, screen(gateway) as desk:
        await desk.sign_in()
        await desk.until(lambda: any(key.kind == "monitor" for key in desk.copy.entities))
        known = config().clients
        gateway.renew(config(clients=[replace(one, extensions=["2002"]) for one in known]))
        await asyncio.wait_for(stopped.wait(), 30)
    assert len(pbx.executed) == 1


async def test_that_another_configuration_says_what_counts_at_once_and_what_later(
    caplog: pytest.LogCaptureFixture,
) -> None:
    goals = GoalTables(default=QueueGoal(threshold_s=7))
    async with running(ScriptedPbx(*CENTRE)) as gateway, screen(gateway) as desk:
        await desk.sign_in()
        with caplog.at_level(logging.INFO):
            gateway.renew(config(goals=goals, listen=Listen(port=1)))
            gateway.renew(config(goals=goals))
        await desk.until(lambda: goal_s(desk) == 7)
    told = [record.getMessage() for record in caplog.records if "configuration reloaded" in record.getMessage()]
    first = "other goals, today's counts recalculated; [listen] take effect after a restart"
    assert told == [f"configuration reloaded: {what}" for what in (first, "no changes")]


def goal_s(desk: Screen) -> float:
    entity = desk.copy.entities.get(Key("queue", "pbx:sales"))
    return entity.goal.threshold_s if isinstance(entity, Queue) else 0.0
