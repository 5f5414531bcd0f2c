"""Sessions as transcripts: what the gateway says, what the screen answers, how far it trusts its picture."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.client import entities as x
from wallboard.client.session import ArrivalTime, ClientLogin, FeedSession, Mirror, SessionStage
from wallboard.domain.actions.commands import Outcome, Progress, Result
from wallboard.domain.actions.grant import AccessRight, Grant
from wallboard.domain.actions.moves import MoveCallToAgent
from wallboard.domain.errors import LoginRefused, ProtocolError
from wallboard.domain.ids import (
    AgentId,
    CallId,
    CommandId,
    Key,
    QueueId,
)
from wallboard.feed import messages as m
from wallboard.feed.roles import ClientKind, Resync, Role

LOGIN = ClientLogin(token="s3cret", kind=ClientKind.DESK, client_name="desk 1")


class Talk:
    """One session and what it answered."""

    def __init__(self, mirror: Mirror | None = None, at_s: float = 0) -> None:
        self.mirror = mirror or Mirror()
        self.session = FeedSession(LOGIN, self.mirror, x.moment(at_s))
        self.at_s = at_s

    def stage(self) -> SessionStage:
        """How far it has come."""
        return self.session.stage

    def hear(self, *messages: m.AnyServerMessage | None) -> list[m.AnyClientMessage]:
        """What is answered to these messages, which come a second apart."""
        answers: list[m.AnyClientMessage] = []
        for message in messages:
            self.at_s += 1
            answers += self.session.receive(message, x.moment(self.at_s))
        return answers


def hello(epoch: str = "e1", **more: Any) -> m.Hello:
    return m.Hello(server="wallboard/1", epoch=epoch, time_ms=x.ms(0), **more)


READY = m.Ready(name="Kim", role=Role.SUPERVISOR)


def snapshot(seq: int, *parts: list[Any], epoch: str = "e1") -> list[m.AnyServerMessage]:
    items = [m.SnapItems(items=part) for part in parts]
    return [m.SnapBegin(seq=seq, epoch=epoch, count=sum(map(len, parts))), *items, m.SnapEnd(seq=seq)]


def live(mirror: Mirror | None = None, seq: int = 7) -> Talk:
    talk = Talk(mirror)
    talk.hear(hello(), READY, *snapshot(seq, [x.queue("sales")]))
    assert talk.stage() is SessionStage.LIVE
    return talk


def test_that_a_session_begins_by_hello_auth_ready_and_a_full_state() -> None:
    talk = Talk()
    assert talk.stage() is SessionStage.GREETING
    auth = m.Auth(token="s3cret", client="desk 1", kind=ClientKind.DESK)
    assert talk.hear(hello()) == [auth]
    assert talk.stage() is SessionStage.SIGNING_IN
    assert talk.hear(READY) == []
    assert talk.stage() is SessionStage.SYNCING
    assert talk.mirror.ready == READY
    assert talk.hear(*snapshot(7, [x.queue("sales")], [x.agent("kim")])) == []
    assert talk.stage() is SessionStage.LIVE
    assert (set(talk.mirror.store.queues), set(talk.mirror.store.agents)) == ({"sales"}, {"kim"})
    assert (talk.mirror.store.epoch, talk.mirror.store.seq) == ("e1", 7)


def test_that_what_one_may_changes_while_the_session_lasts() -> None:
    talk = live()
    other = m.Ready(name="Kim", role=Role.SUPERVISOR, extensions=["2002"], rights=["command", "from_the_future"])
    assert talk.hear(other) == []
    assert (talk.stage(), talk.mirror.ready) == (SessionStage.LIVE, other)
    assert other.grant == Grant(person="Kim", rights=frozenset({AccessRight.COMMAND}), extensions=("2002",))
    assert READY.grant.rights == Role.SUPERVISOR.rights


def test_that_the_token_is_sent_after_the_greeting_only_and_never_shown() -> None:
    assert "s3cret" not in repr(LOGIN)
    with pytest.raises(ProtocolError):
        Talk().hear(READY)


def test_that_a_full_state_is_shown_at_its_end_and_not_before() -> None:
    talk = live()
    begin, items, end = snapshot(9, [x.queue("help")])
    talk.hear(begin, items)
    assert set(talk.mirror.store.queues) == {"sales"}
    talk.hear(end)
    assert set(talk.mirror.store.queues) == {"help"}


def test_that_deltas_follow_each_other() -> None:
    talk = live()
    assert talk.hear(m.Delta(seq=9, prev=7, put=[x.agent("kim")])) == []
    assert talk.hear(m.Delta(seq=10, prev=9, gone=[Key("queue", "sales")])) == []
    assert (set(talk.mirror.store.agents), set(talk.mirror.store.queues)) == ({"kim"}, set())
    assert talk.mirror.store.seq == 10


def test_that_a_gap_asks_for_the_full_state_once_and_nothing_is_trusted_until_then() -> None:
    talk = live()
    assert talk.hear(m.Delta(seq=9, prev=8, put=[x.agent("kim")])) == [m.ResyncRequest()]
    assert talk.stage() is SessionStage.SYNCING
    assert talk.hear(m.Delta(seq=10, prev=9), m.Heartbeat(seq=10, time_ms=x.ms(3))) == [m.ClientHeartbeat(seq=7)]
    assert talk.stage() is SessionStage.SYNCING
    assert talk.mirror.store.agents == {}
    talk.hear(m.ResyncNotice(reason=Resync.GAP), *snapshot(10, [x.agent("lee")]), m.Delta(seq=11, prev=10))
    assert talk.stage() is SessionStage.LIVE
    assert (set(talk.mirror.store.agents), talk.mirror.store.seq) == ({"lee"}, 11)


def test_that_a_delta_told_twice_does_no_harm() -> None:
    talk = live()
    delta = m.Delta(seq=8, prev=7, put=[x.agent("kim")])
    assert talk.hear(delta, m.Delta(seq=9, prev=8, gone=[Key("agent", "kim")]), delta) == []
    assert talk.mirror.store.agents == {}


def test_that_a_delta_may_add_charts_without_a_step() -> None:
    talk = live()
    assert talk.hear(m.Delta(seq=7, prev=7, put=[x.sample("sales", 0)])) == []
    assert len(talk.mirror.store.samples[QueueId("sales")]) == 1
    assert talk.mirror.store.seq == 7


@given(st.lists(st.sampled_from(["delta", "twice", "lost", "heartbeat"]), max_size=30))
def test_that_whatever_is_lost_or_told_twice_the_picture_is_never_wrong_and_trusted(course: list[str]) -> None:
    talk = live()
    seq, pending_resync = 7, False
    for step in course:
        if step in ("delta", "lost"):
            seq += 1
        delta = m.Delta(seq=seq, prev=seq - 1, put=[x.agent("kim", rev=seq)])
        answers: list[m.AnyClientMessage] = []
        if step == "heartbeat":
            answers = talk.hear(m.Heartbeat(seq=seq, time_ms=x.ms(talk.at_s)))
        elif step != "lost" and seq > 7:
            answers = talk.hear(delta, delta) if step == "twice" else talk.hear(delta)
        pending_resync |= m.ResyncRequest() in answers
        newest = talk.mirror.store.agents.get(AgentId("kim"))
        if talk.stage() is SessionStage.LIVE and step == "delta":
            assert newest is not None
            assert newest.rev == seq
        assert (talk.stage() is SessionStage.SYNCING) == pending_resync


def test_that_heartbeats_teach_the_gateways_clock_and_are_answered() -> None:
    talk = live()
    local_ms = x.ms(talk.at_s + 1)
    assert talk.hear(m.Heartbeat(seq=7, time_ms=local_ms + 90)) == [m.ClientHeartbeat(seq=7)]
    assert talk.mirror.clock.offset_ms == 90


def test_that_silence_is_measured_in_the_gateways_own_beats() -> None:
    talk = Talk()
    talk.hear(hello(heartbeat_ms=2_000))
    assert (talk.session.late_at_s, talk.session.lost_at_s) == (1 + 4, 1 + 8)
    talk.hear(READY)
    assert (talk.session.late_at_s, talk.session.lost_at_s) == (2 + 4, 2 + 8)


@pytest.mark.parametrize(
    ("later_s", "local_later_s", "late"),
    [(3, 3, False), (3, 12, False), (3, 14, True), (10, 10, True), (3, -60, False)],
)
def test_that_a_sleep_of_the_machine_is_silence(later_s: int, local_later_s: int, late: bool) -> None:
    session = live().session
    heard = session.heard
    now = ArrivalTime(heard.mono_s + later_s, heard.local_ms + local_later_s * 1000)
    assert session.is_late(now) is late


def test_that_a_broken_session_goes_on_where_it_was() -> None:
    mirror = live().mirror
    talk = Talk(mirror, at_s=60)
    (auth,) = talk.hear(hello())
    assert isinstance(auth, m.Auth)
    assert (auth.epoch, auth.seq) == ("e1", 7)
    talk.hear(READY)
    assert talk.stage() is SessionStage.SYNCING
    talk.hear(m.Delta(seq=9, prev=7, put=[x.agent("kim")]))
    assert talk.stage() is SessionStage.LIVE
    assert (set(mirror.store.queues), set(mirror.store.agents)) == ({"sales"}, {"kim"})


def test_that_a_session_that_missed_nothing_is_live_at_the_first_heartbeat() -> None:
    talk = Talk(live().mirror, at_s=60)
    talk.hear(hello(), READY, m.Heartbeat(seq=7, time_ms=x.ms(62)))
    assert talk.stage() is SessionStage.LIVE


def test_that_another_run_of_the_gateway_begins_anew() -> None:
    mirror = live().mirror
    talk = Talk(mirror, at_s=60)
    (auth,) = talk.hear(hello("e2"))
    assert isinstance(auth, m.Auth)
    assert (auth.epoch, auth.seq) == ("", 0)
    talk.hear(READY, m.Heartbeat(seq=0, time_ms=x.ms(62)))
    assert talk.stage() is SessionStage.SYNCING
    talk.hear(*snapshot(1, [x.agent("kim", rev=1)], epoch="e2"), m.Delta(seq=2, prev=1))
    assert talk.stage() is SessionStage.LIVE
    assert (mirror.store.epoch, mirror.store.seq) == ("e2", 2)


def test_that_a_session_whose_past_is_gone_waits_for_the_full_state() -> None:
    talk = Talk(live().mirror, at_s=60)
    talk.hear(hello(), READY, m.ResyncNotice(reason=Resync.GONE), m.Heartbeat(seq=70, time_ms=x.ms(63)))
    assert talk.stage() is SessionStage.SYNCING
    talk.hear(*snapshot(70, [x.agent("kim")]))
    assert talk.stage() is SessionStage.LIVE


def test_that_a_session_that_broke_within_a_gap_does_not_go_on_from_there() -> None:
    talk = live()
    talk.hear(m.Delta(seq=9, prev=8))
    (auth,) = Talk(talk.mirror, at_s=60).hear(hello())
    assert isinstance(auth, m.Auth)
    assert auth.epoch == ""


def test_that_parts_of_a_full_state_without_a_beginning_are_left_out() -> None:
    talk = live()
    talk.hear(m.SnapItems(items=[x.agent("kim")]), m.SnapEnd(seq=99))
    assert (talk.mirror.store.agents, talk.mirror.store.seq) == ({}, 7)


def test_that_what_became_of_commands_is_asked_after_a_reconnect() -> None:
    mirror = live().mirror
    command = MoveCallToAgent(id=CommandId("1"), call_id=CallId("c"), expect_rev=1, agent_id=AgentId("kim"))
    mirror.pending.submit(command, 0)
    talk = Talk(mirror, at_s=60)
    talk.hear(hello())
    assert talk.hear(READY) == [m.CommandQuery(command_id=command.id)]
    talk.hear(m.CommandUpdate(command_id=command.id, progress=Progress.RINGING))
    assert mirror.pending.in_flight[command.id].progress is Progress.RINGING
    talk.hear(m.CommandResult(result=Result(command_id=command.id, outcome=Outcome.CONFIRMED)))
    assert mirror.pending.in_flight == {}


def test_that_an_older_gateway_is_refused_with_advice() -> None:
    with pytest.raises(LoginRefused, match="update the gateway"):
        Talk().hear(hello(protocol=m.PROTOCOL_VERSION - 1))


def test_that_a_newer_gateway_is_spoken_with_and_noted() -> None:
    talk = Talk()
    assert isinstance(talk.hear(hello(protocol=m.PROTOCOL_VERSION + 1))[0], m.Auth)
    assert talk.mirror.protocol == m.PROTOCOL_VERSION + 1


def test_that_what_is_not_known_is_no_silence() -> None:
    talk = live()
    before_s = talk.session.late_at_s
    assert talk.hear(None) == []
    assert talk.session.late_at_s == before_s + 1
    assert talk.stage() is SessionStage.LIVE


def test_that_the_gateways_goodbye_is_kept() -> None:
    talk = live()
    talk.hear(m.Bye(reason="restart", retry_after_ms=500))
    assert talk.session.bye == m.Bye(reason="restart", retry_after_ms=500)
