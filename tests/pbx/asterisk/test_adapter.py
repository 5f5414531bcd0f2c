"""The adapter on a real socket: connects, tells, commands, is lost and comes back."""

import asyncio
import logging
import ssl
from pathlib import Path

import pytest

from tests.pbx.asterisk.listener import running as _running
from tests.pbx.asterisk.scripted import ScriptedPbx, Server, block
from wallboard.domain.actions.commands import Reason
from wallboard.domain.actions.moves import MoveCallToAgent, MoveCallToQueue
from wallboard.domain.centre import events as e
from wallboard.domain.centre.state import SourceStatus
from wallboard.domain.errors import ConfigError, LoginRefused, PbxRefused, RemoteError
from wallboard.domain.ids import AgentId, CallId, CommandId, QueueId, SourceId
from wallboard.pbx.asterisk import adapter
from wallboard.pbx.asterisk.adapter import AsteriskAdapter, AsteriskOptions
from wallboard.pbx.asterisk.doctor import fragment
from wallboard.pbx.asterisk.state import mapping
from wallboard.pbx.asterisk.state.pbx_state import PbxState
from wallboard.pbx.asterisk.wire import liveness, session
from wallboard.pbx.asterisk.wire.codec import AmiMessage

QUEUE = "QueueParams\nQueue: support\nServiceLevel: 20"
ANN = "QueueMember\nQueue: support\nLocation: PJSIP/1001\nName: Ann\nStatus: 1\nPaused: 0"
CALLER = "QueueEntry\nQueue: support\nUniqueid: c1\nChannel: PJSIP/trunk-00000001\nPosition: 1\nWait: 3"
WAITS = "CoreShowChannel\nUniqueid: c1\nChannel: PJSIP/trunk-00000001\nChannelState: 6\nLinkedid: c1"
STATUS = "Status\nUniqueid: c1\nContext: inbound\nExten: 600\nPriority: 2\nApplication: Queue\nData: support,t,,,60"
MOVE = MoveCallToAgent(id=CommandId("m1"), call_id=CallId("c1"), expect_rev=0, agent_id=AgentId("PJSIP/1001"))


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Connect again at once, where a test is about what happens then."""
    monkeypatch.setattr(adapter, "RETRY_LEAST_S", 0.01)
    monkeypatch.setattr(adapter, "RETRY_MOST_S", 0.02)


def _pbx() -> ScriptedPbx:
    return ScriptedPbx(queue_rows=[QUEUE, ANN, CALLER], channel_rows=[WAITS], status_rows=[STATUS])


async def test_that_everything_there_is_is_told_before_the_link_is_up() -> None:
    async with Server(_pbx()) as server, _running(server) as listener:
        await listener.until_link(SourceStatus.UP)
    kinds = [type(event) for event in listener.told]
    assert isinstance(listener.told[0], e.SourceChanged)
    up = len(kinds) - 1 - kinds[::-1].index(e.SourceChanged)
    for kind in (e.QueueFound, e.AgentFound, e.MemberAdded, e.CallerJoined, e.AvailabilityChanged):
        assert kinds.index(kind) < up


async def test_that_live_events_come_through() -> None:
    async with Server(_pbx()) as server, _running(server) as listener:
        await listener.until_link(SourceStatus.UP)
        server.send(block("Event: HangupRequest", "Uniqueid: c1"))
        server.send(block("Event: QueueCallerAbandon", "Uniqueid: c1", "Queue: support", "Position: 1"))
        await listener.until(lambda: any(isinstance(event, e.CallerAbandoned) for event in listener.told))


async def test_that_a_command_is_through_when_the_pbx_took_it() -> None:
    async with Server(_pbx()) as server, _running(server) as listener:
        await listener.until_link(SourceStatus.UP)
        before = len(server.pbx.received)
        await listener.adapter.execute(MOVE, "sue")
        sent = [action["Action"] for action in server.pbx.received[before:]]
    asked, setting = ["Status", "ShowDialPlan", "ShowDialPlan", "QueueStatus"], sent.count("Setvar")
    assert sent == [*asked, *["Setvar"] * setting, "Redirect"]


async def test_that_a_queue_whose_name_is_no_utf_8_is_asked_for_in_its_own_bytes() -> None:
    own = b"suporte-t\xe9cnico".decode("utf-8", "surrogateescape")
    pbx = _pbx()
    pbx.queue_rows += [f"QueueParams\nQueue: {own}", "QueueParams\nQueue: suporte-técnico"]
    move = MoveCallToQueue(
        id=CommandId("m1"), call_id=CallId("c1"), expect_rev=0, queue_id=QueueId("suporte-técnico")
    )
    async with Server(pbx) as server, _running(server) as listener:
        await listener.until_link(SourceStatus.UP)
        await listener.adapter.execute(move, "sue")
        assert ("WB_TOQ", own) in [(action.get("Variable"), action.get("Value")) for action in server.pbx.received]
        server.pbx.refusals["Setvar"] = f"No such channel {own}"
        with pytest.raises(PbxRefused, match="moved already"):
            await listener.adapter.execute(move, "sue")
        listener.adapter.pbx_state.callers[CallId("c1")].move = None
        with pytest.raises(PbxRefused, match="No such channel suporte-técnico"):
            await listener.adapter.execute(move, "sue")


async def test_that_the_pbxs_own_words_come_back_with_a_refusal() -> None:
    async with Server(_pbx()) as server, _running(server) as listener:
        await listener.until_link(SourceStatus.UP)
        server.pbx.refusals["Redirect"] = "Channel does not exist"
        with pytest.raises(PbxRefused, match="Channel does not exist"):
            await listener.adapter.execute(MOVE, "sue")
        assert listener.adapter.pbx_state.callers[CallId("c1")].move is None


async def test_that_the_act_is_not_asked_for_where_the_dialplan_was_not_prepared() -> None:
    async with Server(_pbx()) as server, _running(server) as listener:
        await listener.until_link(SourceStatus.UP)
        server.pbx.refusals["Setvar"] = "No such channel"
        with pytest.raises(PbxRefused, match=r"No such channel\. The call was not changed\."):
            await listener.adapter.execute(MOVE, "sue")
        assert "Redirect" not in server.pbx.names()


async def test_that_nothing_is_set_where_the_pbx_has_an_older_dialplan() -> None:
    async with Server(_pbx()) as server, _running(server) as listener:
        await listener.until_link(SourceStatus.UP)
        server.pbx.dialplan = fragment.steps("[wb-move]\nexten => _[a-zA-Z0-9].,1,Dial(${WB_DIAL})\n")
        with pytest.raises(PbxRefused, match="from another version"):
            await listener.adapter.execute(MOVE, "sue")
        assert "Setvar" not in server.pbx.names()


@pytest.mark.parametrize(
    ("said", "sentence"), [("Permission denied", "Permission denied."), ("Gone.", "Gone."), ("What?", "What?")]
)
def test_that_the_pbxs_words_are_a_sentence(said: str, sentence: str) -> None:
    assert adapter.sentence(said) == sentence


async def test_that_an_unanswered_action_is_unknown_and_never_sent_again(quick: None) -> None:
    async with Server(_pbx()) as server, _running(server) as listener:
        await listener.until_link(SourceStatus.UP)
        server.pbx.silent.add("Redirect")
        moving = asyncio.ensure_future(listener.adapter.execute(MOVE, "sue"))
        await server.took("Redirect")
        server.drop()
        with pytest.raises(RemoteError, match="lost"):
            await moving
        await listener.until_link(SourceStatus.UP, times=2)
        assert server.pbx.names().count("Redirect") == 1


async def test_that_a_slow_pbx_leaves_a_command_unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(adapter, "ACTION_S", 0.05)
    async with Server(_pbx()) as server, _running(server) as listener:
        await listener.until_link(SourceStatus.UP)
        server.pbx.silent.add("Redirect")
        with pytest.raises(RemoteError, match="did not answer Redirect"):
            await listener.adapter.execute(MOVE, "sue")


async def test_that_nothing_can_be_commanded_without_a_connection() -> None:
    unconnected = AsteriskAdapter(AsteriskOptions(host="127.0.0.1", user="wallboard", secret="x"))
    with pytest.raises(PbxRefused, match="not connected"):
        await unconnected.execute(MOVE, "sue")


async def test_that_a_connection_lost_before_the_act_leaves_the_call_alone(quick: None) -> None:
    async with Server(_pbx()) as server, _running(server) as listener:
        await listener.until_link(SourceStatus.UP)
        server.pbx.silent.add("Setvar")
        moving = asyncio.ensure_future(listener.adapter.execute(MOVE, "sue"))
        await server.took("Setvar")
        server.drop()
        with pytest.raises(PbxRefused, match="was not changed"):
            await moving
        await listener.until_link(SourceStatus.UP, times=2)
        assert "Redirect" not in server.pbx.names()


async def test_that_only_differences_are_told_after_a_loss(quick: None) -> None:
    async with Server(_pbx()) as server, _running(server) as listener:
        await listener.until_link(SourceStatus.UP)
        before = len(listener.told)
        server.drop()
        await listener.until_link(SourceStatus.UP, times=2)
    assert {type(event) for event in listener.told[before:]} == {e.SourceChanged}
    assert listener.links() == [
        SourceStatus.SYNCING,
        SourceStatus.SYNCING,
        SourceStatus.UP,
        SourceStatus.DOWN,
        SourceStatus.SYNCING,
        SourceStatus.UP,
    ]
    assert "closed the connection" in listener.reason()


async def test_that_callers_gone_meanwhile_left_unseen(quick: None) -> None:
    async with Server(_pbx()) as server, _running(server) as listener:
        await listener.until_link(SourceStatus.UP)
        server.pbx.queue_rows, server.pbx.channel_rows = [QUEUE, ANN], []
        server.drop()
        await listener.until_link(SourceStatus.UP, times=2)
    [left] = [event for event in listener.told if isinstance(event, e.CallerLeft)]
    assert left.exit is e.Exit.UNOBSERVED


async def test_that_a_pbx_that_lists_slowly_is_not_trusted_meanwhile_and_the_reason_is_told(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(liveness, "LATE_MS", 40)
    monkeypatch.setattr(session, "PING_MS", 20)
    pbx = _pbx()
    async with Server(pbx) as server, _running(server, reconcile_s=0.02) as listener:
        await listener.until_link(SourceStatus.UP)
        pbx.silent.add("QueueStatus")
        await listener.until(lambda: listener.links()[-1] is SourceStatus.SYNCING)
        assert "the network is slow" in listener.reason()
        asked = next(action for action in reversed(pbx.received) if action["Action"] == "QueueStatus")["ActionID"]
        pbx.silent.clear()
        server.send(block("Event: QueueStatusComplete", f"ActionID: {asked}", "ListItems: 0"))
        await listener.until(lambda: listener.links()[-1] is SourceStatus.UP)
    assert len([record for record in caplog.records if "slow" in record.getMessage()]) == 1


async def test_that_a_refused_login_says_what_to_check_and_is_not_tried_again_soon(quick: None) -> None:
    async with Server(_pbx()) as server, _running(server, secret="wrong") as listener:
        await listener.until_link(SourceStatus.DOWN)
        assert "against user and secret in gateway.toml" in listener.reason()
        assert server.connections == 1


def test_that_a_refused_login_is_tried_again_after_a_second_then_less_and_less_often() -> None:
    refused = LoginRefused("no")
    waits = [adapter._delay_s(refused, times) for times in (*range(1, 9), 5_000)]
    assert waits == [1, 2, 4, 8, 16, 32, 60, 60, 60]


def test_that_a_night_without_a_pbx_ends_no_gateway() -> None:
    for failures in (1, 2, 1_100, 10**6):
        assert adapter.RETRY_LEAST_S <= adapter._delay_s(OSError(), failures) <= adapter.RETRY_MOST_S


async def test_that_a_login_refused_while_users_are_read_anew_costs_no_minute(
    quick: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(adapter, "REFUSED_LEAST_S", 0.01)
    pbx = _pbx()
    pbx.refusals["Login"] = "Authentication failed"
    async with Server(pbx) as server, _running(server) as listener:
        await listener.until_link(SourceStatus.DOWN)
        del pbx.refusals["Login"]
        await listener.until_link(SourceStatus.UP)


async def test_that_a_second_login_that_is_not_allowed_is_tried_again_soon(quick: None) -> None:
    pbx = _pbx()
    pbx.refusals["Login"] = "Login Already In Use"
    async with Server(pbx) as server, _running(server) as listener:
        await listener.until_link(SourceStatus.DOWN)
        assert "logged in already and allowmultiplelogin = no" in listener.reason()
        del pbx.refusals["Login"]
        await listener.until_link(SourceStatus.UP)


async def test_that_a_user_who_is_declared_to_hear_no_queues_is_not_up_until_one_is_heard(quick: None) -> None:
    pbx = _pbx()
    pbx.variables["AST_CONFIG(manager.conf,wallboard,read,-1)"] = "call,system"
    async with Server(pbx) as server, _running(server) as listener:
        await listener.until_link(SourceStatus.DOWN)
        assert "read of [wallboard] lacks agent" in listener.reason()
        assert any(isinstance(event, e.CallerJoined) for event in listener.told)
        assert SourceStatus.UP not in listener.links()
        server.send(block("Event: QueueMemberStatus", "Queue: support", "Interface: PJSIP/1001", "Status: 2"))
        await listener.until_link(SourceStatus.UP)


async def test_that_events_found_missing_bring_the_link_down_and_stay_missing_over_a_new_login(
    quick: None, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(session, "ANEW_MS", 200)
    pbx = _pbx()
    async with Server(pbx) as server, _running(server, reconcile_s=0.05) as listener:
        await listener.until_link(SourceStatus.UP)
        pbx.queue_rows.append("QueueEntry\nQueue: support\nUniqueid: c2\nChannel: PJSIP/t-2\nPosition: 2\nWait: 5")
        await listener.until_link(SourceStatus.DOWN, times=3)
        assert server.connections >= 2
        assert listener.links().count(SourceStatus.UP) == 1
        assert "does not send wallboard QueueCallerJoin" in listener.reason()
        join = ("Event: QueueCallerJoin", "Queue: support", "Uniqueid: c3", "Channel: PJSIP/t-3", "Position: 3")
        pbx.news = block(*join)
        await listener.until_link(SourceStatus.UP, times=2)
    told = [record for record in caplog.records if "QueueCallerJoin" in record.getMessage()]
    assert len(told) == 1


async def test_that_a_pbx_that_hangs_up_before_a_word_may_have_too_many_logins_under_way(quick: None) -> None:
    async def hang_up(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.close()

    listening = await asyncio.start_server(hang_up, "127.0.0.1", 0)
    server = Server(_pbx())
    server.port = listening.sockets[0].getsockname()[1]
    async with listening, _running(server) as listener:
        await listener.until_link(SourceStatus.DOWN)
        assert "authlimit in manager.conf" in listener.reason()


async def test_that_an_address_without_a_pbx_is_named(quick: None) -> None:
    async with Server(_pbx()) as server:
        pass
    async with _running(server) as listener:
        await listener.until_link(SourceStatus.DOWN, times=2)
    assert f"127.0.0.1:{server.port}" in listener.reason()
    assert "manager.conf" in listener.reason()


async def test_that_what_is_no_asterisk_is_said_to_be_none(quick: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ScriptedPbx, "greet", lambda _: b"220 mail.example ESMTP\r\n")
    async with Server(_pbx()) as server, _running(server) as listener:
        await listener.until_link(SourceStatus.DOWN)
    assert "not an Asterisk manager" in listener.reason()


async def test_that_a_pbx_is_heard_over_tls_when_its_certificate_is_trusted(quick: None, certificate: Path) -> None:
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate, certificate.with_name("key.pem"))
    async with Server(_pbx(), tls) as server:
        async with _running(server, tls=True) as stranger:
            await stranger.until_link(SourceStatus.DOWN)
        assert "CERTIFICATE_VERIFY_FAILED" in stranger.reason()
        async with _running(server, tls=True, ca_file=str(certificate)) as friend:
            await friend.until_link(SourceStatus.UP)


async def test_that_tls_against_a_plain_port_fails_in_words(quick: None) -> None:
    async with Server(_pbx()) as server, _running(server, tls=True) as listener:
        await listener.until_link(SourceStatus.DOWN)
    assert "tls" in listener.reason()


def test_that_a_ca_file_that_is_none_is_a_mistake_of_the_configuration(tmp_path: Path) -> None:
    for path in (tmp_path / "missing.pem", tmp_path / "empty.pem"):
        if path.stem == "empty":
            path.write_text("no certificate")
        options = AsteriskOptions(host="pbx", user="u", secret="s", tls=True, ca_file=str(path))
        with pytest.raises(ConfigError, match=path.name):
            AsteriskAdapter(options)


async def test_that_an_outage_is_logged_once_at_its_start_and_once_at_its_end(
    quick: None, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, logger="wallboard.pbx.asterisk")
    async with Server(_pbx()) as server, _running(server, source_id=SourceId("lisbon")) as listener:
        await listener.until_link(SourceStatus.UP)
        await server.__aexit__()
        await listener.until_link(SourceStatus.DOWN, times=4)
        async with server:
            await listener.until_link(SourceStatus.UP, times=2)
    records = [record for record in caplog.records if record.name.startswith("wallboard.pbx.asterisk")]
    levels = [record.levelname for record in records]
    assert all(f"lisbon (127.0.0.1:{server.port})" in record.getMessage() for record in records)
    assert levels == ["INFO", "WARNING", "INFO"]
    assert "lab-secret" not in caplog.text


async def test_that_a_call_answered_before_the_act_is_not_taken_from_who_answered() -> None:
    async with Server(_pbx()) as server, _running(server) as listener:
        await listener.until_link(SourceStatus.UP)
        server.pbx.silent.add("Setvar")
        moving = asyncio.ensure_future(listener.adapter.execute(MOVE, "sue"))
        await server.took("Setvar")
        ann = ("DestUniqueid: a1", "DestChannel: PJSIP/1001-00000002", "Interface: PJSIP/1001")
        server.send(block("Event: AgentConnect", "Uniqueid: c1", "Queue: support", *ann))
        await listener.until(lambda: any(isinstance(event, e.CallAnswered) for event in listener.told))
        for action in server.pbx.received:
            if action["Action"] == "Setvar":
                server.send(block("Response: Success", f"ActionID: {action['ActionID']}"))
        with pytest.raises(PbxRefused, match="was not changed"):
            await moving
    assert not {"BlindTransfer", "Redirect"} & set(server.pbx.names())


async def test_that_a_fault_of_ours_is_logged_and_all_is_read_anew(
    quick: None, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(pbx_state: PbxState, message: AmiMessage) -> None:
        raise KeyError(message.event)

    async with Server(_pbx()) as server, _running(server) as listener:
        await listener.until_link(SourceStatus.UP)
        with monkeypatch.context() as broken:
            broken.setattr(mapping, "apply", fail)
            server.send(block("Event: Newstate", "Uniqueid: c1", "ChannelState: 6"))
            await listener.until_link(SourceStatus.DOWN)
        await listener.until_link(SourceStatus.UP, times=2)
    assert "internal error of the gateway (KeyError)" in listener.reason()
    assert "Traceback" in caplog.text


async def test_that_a_refusal_keeps_the_reason_that_screens_have_words_for() -> None:
    unconnected = AsteriskAdapter(AsteriskOptions(host="127.0.0.1", user="wallboard", secret="x"))
    with pytest.raises(PbxRefused, match="not connected") as refused:
        await unconnected.execute(MOVE, "sue")
    assert refused.value.reason is Reason.LINK_DOWN
