"""A screen's session over a real socket: who gets in, what it may ask, and what it is told when it may not."""

import asyncio
import json
import logging
from contextlib import suppress

import pytest
from msgspec.structs import replace
from websockets.exceptions import ConnectionClosed

from tests.domain.words import DAY_MS, answers, does, joins, moves, ms, queue
from tests.gateway.rig import CENTRE, EXTENSION, TOKENS, Screen, ScriptedPbx, config, connection, running, screen
from wallboard.domain.actions.commands import Outcome, Reason
from wallboard.domain.actions.grant import AccessRight
from wallboard.domain.actions.monitoring import StartMonitor
from wallboard.domain.actions.moves import MoveCallToAgent
from wallboard.domain.centre import events as e
from wallboard.domain.centre.state import Activity, Availability, MonitorMode
from wallboard.domain.counts.figures import Sample
from wallboard.domain.ids import AgentId, CallId, CommandId, Key, QueueId, key_of
from wallboard.feed import messages as m
from wallboard.feed.roles import ClientKind, CloseCode, Resync, Role
from wallboard.gateway.fanout import client_limits as limits_module
from wallboard.gateway.fanout import session as session_module
from wallboard.gateway.fanout.hub import NO_QUEUE
from wallboard.host.clock import now_ms

pytestmark = pytest.mark.network

READY_ANA = e.AvailabilityChanged(
    at_ms=ms(1), agent_id=AgentId("pbx:ana"), availability=Availability.READY, since_ms=ms(1)
)


def move(name: str, rev: int = 0) -> m.CommandRequest:
    command = MoveCallToAgent(
        id=CommandId(name), call_id=CallId("pbx:c"), expect_rev=rev, agent_id=AgentId("pbx:ana")
    )
    return m.CommandRequest(command=command, deadline_ms=now_ms() + 5_000)


@pytest.mark.parametrize("role", list(Role))
async def test_that_a_token_tells_who_it_is_and_the_state_follows(role: Role) -> None:
    async with running(ScriptedPbx(*CENTRE)) as gateway, screen(gateway) as desk:
        ready = await desk.sign_in(role)
        assert ready == m.Ready(
            name=str(role),
            role=role,
            site_name="Lisbon",
            interval_minutes=15,
            time_zone="UTC",
            extensions=[EXTENSION],
            rights=sorted(role.rights),
        )

        def agents() -> set[str]:
            return {key.id for key in desk.copy.entities if key.kind == "agent"}

        await desk.until(lambda: len(agents()) == 2)
        sees_all = AccessRight.SEE_NUMBERS in role.rights
        assert (agents() == {"pbx:ana", "pbx:bea"}) is sees_all
        assert all(key_of(id_).startswith("agent-") for id_ in agents()) is not sees_all


async def test_that_what_happens_reaches_desk_and_tv() -> None:
    pbx = ScriptedPbx(*CENTRE)
    async with running(pbx) as gateway, screen(gateway) as desk, screen(gateway) as tv:
        await desk.sign_in()
        await tv.sign_in(Role.VIEWER, ClientKind.TV)
        await asyncio.gather(desk.hear_a(m.SnapEnd), tv.hear_a(m.SnapEnd))
        pbx.tell(joins("c", "sales", 2))
        await desk.until(lambda: Key("call", "pbx:c") in desk.copy.entities)
        await tv.until(lambda: Key("call", "pbx:c") in tv.copy.entities)


async def test_that_a_wrong_token_is_sent_away_for_good(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(session_module, "REFUSAL_DELAY_S", 0.01)
    async with running(ScriptedPbx(*CENTRE)) as gateway, screen(gateway) as stranger:
        await stranger.say(m.Auth(token="guess-me", client="x", kind=ClientKind.DESK))
        bye, code = await stranger.parting()
        assert code == CloseCode.UNAUTHENTICATED
        assert bye is not None
        assert bye.retry_after_ms is None
        assert stranger.copy.entities == {}
    assert "this token is not valid" in caplog.text
    assert "guess-me" not in caplog.text


async def test_that_one_who_says_nothing_is_sent_away_and_may_come_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session_module, "AUTH_TIMEOUT_S", 0.01)
    async with running(ScriptedPbx(*CENTRE)) as gateway, screen(gateway) as stranger:
        _, code = await stranger.parting()
        assert code == CloseCode.TRY_LATER


@pytest.mark.parametrize(
    "garbage",
    [
        "hello?",
        "{}",
        "[]",
        '{"type":"auth"}',
        '{"type":"auth","token":5,"client":"x","kind":"desk"}',
        json.dumps({"type": "client_heartbeat", "seq": 1}),
        "\x00" * 1000,
        "{" * 20_000,
        '{"type":"auth","token":"\\ud800","client":"x","kind":"desk"}',
        '{"type":"auth","token":' + "[" * 30_000,
        '{"type":"fireworks","colours":' + '{"a":' * 10_000,
        '{"type":"auth","token":"x","client":"x","kind":"desk","subscribe":{"charts_of":"' + "q" * 60_000 + '"}}',
    ],
)
async def test_that_garbage_ends_the_session_in_one_line_of_the_log_and_harms_nobody_else(
    garbage: str, caplog: pytest.LogCaptureFixture
) -> None:
    pbx = ScriptedPbx(*CENTRE)
    async with running(pbx) as gateway, screen(gateway) as good, screen(gateway) as bad:
        await good.sign_in()
        await good.hear_a(m.SnapEnd)
        await bad.socket.send(garbage)
        bye, code = await bad.parting()
        assert bye is not None
        assert code == CloseCode.BAD_FRAME
        pbx.tell(joins("c", "sales", 2))
        await good.until(lambda: Key("call", "pbx:c") in good.copy.entities)
    assert len([r for r in caplog.records if r.levelno >= logging.WARNING]) == 1


async def test_that_garbage_after_signing_in_ends_the_session_too() -> None:
    async with running(ScriptedPbx(*CENTRE)) as gateway, screen(gateway) as bad:
        await bad.sign_in()
        await bad.socket.send(b"\xff\xfe\x00 not a message")
        _, code = await bad.parting()
        assert code == CloseCode.BAD_FRAME


async def test_that_a_stranger_writes_no_lines_of_its_own_into_the_log(caplog: pytest.LogCaptureFixture) -> None:
    async with running(ScriptedPbx(*CENTRE)) as gateway, screen(gateway) as bad:
        await bad.sign_in()
        command = {"type": "x\nERROR all is lost", "id": 5}
        await bad.socket.send(json.dumps({"type": "command", "command": command, "deadline_ms": 1}))
        await bad.parting()
    ends = [record.getMessage() for record in caplog.records if "closed session" in record.getMessage()]
    assert len(ends) == 1
    assert "\n" not in ends[0]


async def test_that_ten_megabytes_end_the_session_and_harm_nobody_else() -> None:
    pbx = ScriptedPbx(*CENTRE)
    async with running(pbx) as gateway, screen(gateway) as good:
        await good.sign_in()
        bad = Screen(await connection(gateway))
        await bad.sign_in()
        with suppress(ConnectionClosed):
            await bad.socket.send("x" * 10_000_000)
        await bad.socket.wait_closed()
        assert bad.socket.close_code in (1009, 1006)  # the second where the kernel threw the first away
        pbx.tell(joins("c", "sales", 2))
        await good.until(lambda: Key("call", "pbx:c") in good.copy.entities)


async def test_that_a_message_of_a_newer_screen_is_ignored() -> None:
    async with running(ScriptedPbx(*CENTRE)) as gateway, screen(gateway) as newer:
        await newer.sign_in()
        await newer.socket.send('{"type":"from_the_future","x":1}')
        await newer.socket.send('{"type":"client_heartbeat","seq":1,"new_field":true}')
        await newer.say(m.CommandQuery(command_id=CommandId("x")))
        assert (await newer.hear_a(m.CommandResult)).result.outcome is Outcome.UNKNOWN


async def test_that_a_command_of_a_newer_screen_is_refused_by_its_id() -> None:
    async with running(ScriptedPbx(*CENTRE)) as gateway, screen(gateway) as newer:
        await newer.sign_in()
        command = {"type": "make_coffee", "id": "7"}
        await newer.socket.send(json.dumps({"type": "command", "command": command, "deadline_ms": now_ms()}))
        result = (await newer.hear_a(m.CommandResult)).result
        assert (result.command_id, result.reason) == ("7", Reason.BAD_REQUEST)


async def test_that_a_supervisors_move_is_done_and_confirmed() -> None:
    pbx = ScriptedPbx(*CENTRE, READY_ANA, joins("c", "sales", 2))
    async with running(pbx) as gateway, screen(gateway) as desk:
        await desk.sign_in()
        await desk.until(lambda: Key("call", "pbx:c") in desk.copy.entities)
        call = desk.copy.entities[Key("call", "pbx:c")]
        pbx.on_execute = lambda _: pbx.tell(moves("c", 3, to_agent="ana"), answers("ana", "c", 4))
        await desk.say(move("1", getattr(call, "handover_rev", 0)))
        assert (await desk.hear_a(m.CommandResult)).result.outcome is Outcome.CONFIRMED


async def test_that_a_viewer_may_not_command() -> None:
    async with running(ScriptedPbx(*CENTRE)) as gateway, screen(gateway) as viewer:
        await viewer.sign_in(Role.VIEWER)
        await viewer.say(move("1"))
        assert (await viewer.hear_a(m.CommandResult)).result.reason is Reason.NOT_ALLOWED


async def test_that_a_phone_that_is_not_the_supervisors_own_is_not_rung(caplog: pytest.LogCaptureFixture) -> None:
    pbx = ScriptedPbx(
        *CENTRE, joins("c", "sales", 2), answers("ana", "c", 3), does("ana", Activity.TALKING, 3, call="c")
    )
    known = config()
    caplog.set_level(logging.INFO)
    own = [replace(client, extensions=["2001"]) for client in known.clients]
    async with running(pbx, replace(known, clients=own)) as gateway, screen(gateway) as desk:
        await desk.sign_in()
        for name, extension in (("1", "0900123456"), ("2", "2001")):
            command = StartMonitor(
                id=CommandId(name), agent_id=AgentId("pbx:ana"), extension=extension, mode=MonitorMode.LISTEN
            )
            await desk.say(m.CommandRequest(command=command, deadline_ms=now_ms() + 5_000))
        refused = (await desk.hear_a(m.CommandResult)).result
        assert (refused.reason, refused.detail) == (Reason.EXTENSION_NOT_YOURS, 'extensions = ["0900123456"]')
        assert (await desk.hear_a(m.CommandUpdate)).command_id == "2"
    assert "extension_not_yours" in caplog.text
    assert "0900123456" not in caplog.text


async def test_that_too_many_commands_are_refused_and_too_many_messages_end_the_session() -> None:
    async with running(ScriptedPbx(*CENTRE)) as gateway, screen(gateway) as hasty:
        await hasty.sign_in()
        for number in range(limits_module.MESSAGES_BURST + limits_module.OWN_MESSAGES_BURST + 20):
            await hasty.say(move(str(number)))
        bye, code = await hasty.parting()
        assert code == CloseCode.RATE
        assert bye is not None
        assert bye.retry_after_ms is not None
        reasons = [told.result.reason for told in hasty.told if isinstance(told, m.CommandResult)]
        assert Reason.TOO_MANY in reasons


async def test_that_a_new_session_makes_a_clients_limits_no_wider(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits_module, "COMMANDS_PER_S", 0.001)
    pbx = ScriptedPbx(*CENTRE)
    reasons: list[Reason | None] = []
    async with running(pbx) as gateway:
        for _ in range(3):
            async with screen(gateway) as desk:
                await desk.sign_in()
                for number in range(limits_module.COMMANDS_BURST // 2):
                    await desk.say(move(str(number)))
                    reasons.append((await desk.hear_a(m.CommandResult)).result.reason)
    assert [reason is Reason.TOO_MANY for reason in reasons] == [False] * 20 + [True] * 10


async def test_that_who_signs_in_again_and_again_has_to_wait_and_others_have_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(limits_module, "SIGN_INS_PER_S", 0.001)
    monkeypatch.setattr(limits_module, "SIGN_INS_BURST", 3)
    async with running(ScriptedPbx(*CENTRE)) as gateway:
        for _ in range(3):
            async with screen(gateway) as desk:
                await desk.sign_in(Role.VIEWER)
        async with screen(gateway) as again:
            await again.say(m.Auth(token=TOKENS[Role.VIEWER], client="x", kind=ClientKind.DESK))
            bye, code = await again.parting()
            assert code == CloseCode.TRY_LATER
            assert bye is not None
            assert bye.retry_after_ms is not None
        async with screen(gateway) as other:
            await other.sign_in(Role.SUPERVISOR)


async def test_that_a_session_may_say_what_is_its_own_when_others_of_its_client_say_too_much(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(limits_module, "MESSAGES_BURST", 0)
    async with running(ScriptedPbx(*CENTRE)) as gateway, screen(gateway) as calm, screen(gateway) as hasty:
        await calm.sign_in()
        await hasty.sign_in()
        for _ in range(limits_module.OWN_MESSAGES_BURST + 5):
            await hasty.say(m.ClientHeartbeat(seq=1))
        assert (await hasty.parting())[1] == CloseCode.RATE
        await calm.say(m.CommandQuery(command_id=CommandId("x")))
        assert (await calm.hear_a(m.CommandResult)).result.outcome is Outcome.UNKNOWN


async def test_that_a_gap_is_mended_by_the_full_state_but_not_without_end() -> None:
    async with running(ScriptedPbx(*CENTRE)) as gateway, screen(gateway) as desk:
        await desk.sign_in()
        await desk.hear_a(m.SnapEnd)
        await desk.say(m.ResyncRequest())
        assert (await desk.hear_a(m.ResyncNotice)).reason is Resync.GAP
        await desk.hear_a(m.SnapEnd)
        for _ in range(limits_module.RESYNCS_BURST):
            await desk.say(m.ResyncRequest())
        _, code = await desk.parting()
        assert code == CloseCode.RATE


async def test_that_a_broken_session_goes_on_where_it_was_or_says_why_not() -> None:
    pbx = ScriptedPbx(*CENTRE)
    async with running(pbx) as gateway:
        async with screen(gateway) as first:
            await first.sign_in()
            await first.until(lambda: Key("agent", "pbx:ana") in first.copy.entities)
        pbx.tell(joins("c", "sales", 2))
        async with screen(gateway) as again:
            again.copy = first.copy
            await again.sign_in(epoch=first.copy.epoch, seq=first.copy.seq)
            await again.until(lambda: Key("call", "pbx:c") in again.copy.entities)
            assert not any(isinstance(told, m.SnapBegin) for told in again.told)
        async with screen(gateway) as stranger:
            await stranger.sign_in(epoch="yesterday's", seq=5)
            assert (await stranger.hear_a(m.ResyncNotice)).reason is Resync.EPOCH
            await stranger.hear_a(m.SnapEnd)


async def test_that_other_charts_are_sent_when_they_are_asked_for() -> None:
    pbx = ScriptedPbx(*CENTRE)
    async with running(pbx) as gateway, screen(gateway) as desk:
        await desk.sign_in()
        await desk.hear_a(m.SnapEnd)
        pbx.tell(joins("c", "sales", (now_ms() + 10_000 - DAY_MS) / 1000))  # some samples further on
        await desk.until(lambda: Key("call", "pbx:c") in desk.copy.entities)
        await desk.say(m.Subscribe(charts_of=QueueId("pbx:sales")))
        await desk.until(
            lambda: any(isinstance(x, Sample) and x.scope == "pbx:sales" for x in desk.copy.entities.values())
        )


async def test_that_charts_of_a_queue_that_is_not_there_yet_come_when_it_is() -> None:
    pbx = ScriptedPbx(*CENTRE)
    async with running(pbx) as gateway, screen(gateway) as desk, screen(gateway) as other:
        await desk.sign_in(charts_of=QueueId("pbx:later"))
        await other.sign_in(charts_of=QueueId("pbx:never"))
        await desk.hear_a(m.SnapEnd)
        assert {one.audience.charts_of for one in gateway._server._roster if one.waits_for_charts} == {NO_QUEUE}
        pbx.tell(queue("later"), joins("c", "later", (now_ms() + 10_000 - DAY_MS) / 1000))
        await desk.until(
            lambda: any(isinstance(x, Sample) and x.scope == "pbx:later" for x in desk.copy.entities.values())
        )


async def test_that_charts_are_not_asked_for_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits_module, "CHARTS_PER_S", 0.001)
    async with running(ScriptedPbx(*CENTRE)) as gateway, screen(gateway) as desk:
        await desk.sign_in()
        await desk.hear_a(m.SnapEnd)
        for _ in range(limits_module.CHARTS_BURST + 1):
            await desk.say(m.Subscribe(charts_of=QueueId("pbx:sales")))
        bye, code = await desk.parting()
        assert code == CloseCode.RATE
        assert bye is not None
        assert "charts" in bye.reason


async def test_that_auth_comes_once() -> None:
    async with running(ScriptedPbx(*CENTRE)) as gateway, screen(gateway) as desk:
        await desk.sign_in()
        await desk.say(m.Auth(token=TOKENS[Role.VIEWER], client="x", kind=ClientKind.DESK))
        _, code = await desk.parting()
        assert code == CloseCode.BAD_FRAME


@pytest.mark.parametrize(("name", "call"), [("m\nERROR all is lost", "c"), ("m", "c" * 1_000)])
async def test_that_a_name_that_is_no_name_is_refused_and_comes_into_no_log(
    name: str, call: str, caplog: pytest.LogCaptureFixture
) -> None:
    pbx = ScriptedPbx(*CENTRE)
    command = MoveCallToAgent(id=CommandId(name), call_id=CallId(call), expect_rev=0, agent_id=AgentId("pbx:ana"))
    async with running(pbx) as gateway, screen(gateway) as desk:
        await desk.sign_in()
        await desk.say(m.CommandRequest(command=command, deadline_ms=now_ms() + 5_000))
        result = (await desk.hear_a(m.CommandResult)).result
    assert (result.command_id, result.reason) == (name, Reason.BAD_REQUEST)
    assert pbx.executed == []
    assert not any(name in record.getMessage() for record in caplog.records if "\n" in name)
