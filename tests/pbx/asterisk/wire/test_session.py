"""One AMI connection from greeting to live, told in bytes and milliseconds."""

import pytest

from tests.pbx.asterisk.line import FIRST, MEMBER, Line, live, row
from tests.pbx.asterisk.scripted import ScriptedPbx, block
from wallboard.domain.centre import events as e
from wallboard.domain.errors import LoginRefused, PbxRefused, ProtocolError, RemoteError
from wallboard.pbx.asterisk.state.model import Inquiry
from wallboard.pbx.asterisk.wire.codec import Action, AmiMessage
from wallboard.pbx.asterisk.wire.event_watch import LISTS_MOST
from wallboard.pbx.asterisk.wire.liveness import PING_MS
from wallboard.pbx.asterisk.wire.session import FENCE_MS, HINTS_MS, HOLD_MS, SOON_MS, STALL_MS, SessionPhase

ENTRY = "QueueEntry\nQueue: support\nUniqueid: c1\nChannel: PJSIP/trunk-00000001\nPosition: 1\nWait: 3"
JOIN = ("Event: QueueCallerJoin", "Uniqueid: c9", "Channel: PJSIP/t-00000009", "Queue: support", "Position: 1")


def test_that_the_secret_itself_is_not_sent_where_md5_is_to_be_had() -> None:
    line = live()
    assert line.pbx.names()[:2] == ["Challenge", "Login"]
    assert "lab-secret" not in str(line.pbx.received)


def test_that_a_plain_login_is_made_where_it_is_asked_for() -> None:
    line = Line(ScriptedPbx(), plain=True).open()
    assert line.pbx.names()[0] == "Login"
    assert line.is_at(SessionPhase.FENCE)


def test_that_only_the_event_classes_we_read_are_asked_for() -> None:
    assert live().pbx.received[1]["Events"] == "system,call,agent,user,dtmf"


def test_that_a_wrong_secret_is_a_refused_login_in_the_pbxs_words() -> None:
    with pytest.raises(LoginRefused, match="Authentication failed"):
        Line(ScriptedPbx(), secret="wrong").open()


def test_that_a_pbx_without_md5_refuses_it() -> None:
    pbx = ScriptedPbx(refusals={"Challenge": "Must specify AuthType"})
    with pytest.raises(LoginRefused, match="no MD5"):
        Line(pbx).open()


def test_that_nothing_is_true_to_now_until_the_fence_is_passed() -> None:
    line = Line(ScriptedPbx(queue_rows=["QueueParams\nQueue: support\nServiceLevel: 20", MEMBER, ENTRY])).open()
    assert line.is_at(SessionPhase.FENCE)
    assert len(line.of(e.CallerJoined)) == 1
    line.wait(FENCE_MS - 1)
    assert line.is_at(SessionPhase.FENCE)
    line.wait(1)
    assert line.is_at(SessionPhase.LIVE)


def test_that_lists_are_asked_for_in_one_go_behind_a_ping() -> None:
    asked = ["Ping", "ExtensionStateList", "BridgeList", "QueueStatus", "CoreShowChannels"]
    assert live().pbx.names()[2:FIRST] == [*["Getvar"] * 4, *asked]


def test_that_a_user_who_is_not_told_of_the_boot_gets_in_all_the_same() -> None:
    line = Line(ScriptedPbx())
    line.session.receive(line.pbx.greet(), line.now_ms)
    line.session.receive(line.pbx.take(line.session.data_to_send()), line.now_ms)
    answer = line.pbx.take(line.session.data_to_send()).partition(b"Event: FullyBooted")[0]
    line.hear(answer)
    assert line.is_at(SessionPhase.BOOTING)
    line.wait(10_000)
    assert line.is_at(SessionPhase.LIVE)


def _until_snapshot(pbx: ScriptedPbx) -> tuple[Line, bytes]:
    """A line that waits for its lists, and the answer that brings them."""
    line = Line(pbx)
    line.session.receive(pbx.greet(), line.now_ms)
    for _ in range(2):
        line.session.receive(pbx.take(line.session.data_to_send()), line.now_ms)
    assert line.is_at(SessionPhase.SNAPSHOT)
    return line, pbx.take(line.session.data_to_send())


def test_that_events_before_the_lists_are_in_them_and_later_ones_are_not() -> None:
    line, lists = _until_snapshot(ScriptedPbx())
    line.hear(block(*JOIN) + lists)
    assert line.of(e.CallerJoined) == []
    line, lists = _until_snapshot(ScriptedPbx())
    behind_pong = lists.index(b"\r\n\r\n", lists.index(b"Timestamp")) + 4
    line.hear(lists[:behind_pong] + block(*JOIN) + lists[behind_pong:])
    assert len(line.of(e.CallerJoined)) == 1


def test_that_a_clock_set_back_while_the_lists_come_drops_no_caller() -> None:
    line, lists = _until_snapshot(ScriptedPbx(timestamp="1795284540.5"))
    line.hear(lists + block(*JOIN, f"Timestamp: {1795284540.7 - 3600}"))
    line.wait(FENCE_MS)
    assert len(line.of(e.CallerJoined)) == 1


def test_that_a_user_without_the_right_to_list_channels_is_told_which_right() -> None:
    with pytest.raises(PbxRefused, match="write = reporting"):
        Line(ScriptedPbx(refusals={"CoreShowChannels": "Permission denied"})).open()


@pytest.mark.parametrize("said", ["Asterisk is shutting down", "Invalid/unknown command"])
def test_that_a_pbx_which_goes_down_or_comes_up_is_worth_another_try_soon(said: str) -> None:
    with pytest.raises(RemoteError, match=said) as error:
        Line(ScriptedPbx(refusals={"QueueStatus": said})).open()
    assert not isinstance(error.value, PbxRefused)


def test_that_a_list_with_rows_missing_is_not_believed() -> None:
    line, lists = _until_snapshot(ScriptedPbx())
    with pytest.raises(ProtocolError, match="rows"):
        line.hear(lists.replace(b"ListItems: 1", b"ListItems: 2"))


def test_that_a_pbx_which_does_not_greet_is_given_up() -> None:
    line = Line(ScriptedPbx())
    with pytest.raises(RemoteError, match="in time"):
        line.wait(20_000)


def test_that_a_pbx_which_does_not_list_is_given_up() -> None:
    line = Line(ScriptedPbx(silent={"QueueStatus"})).open()
    line.wait(STALL_MS - 1)
    with pytest.raises(RemoteError, match="nothing arrived at all for 60 seconds"):
        line.wait(1)


def test_that_a_list_which_comes_to_a_standstill_says_after_how_many_rows() -> None:
    line = Line(ScriptedPbx(silent={"QueueStatus"})).open()
    asked = next(action["ActionID"] for action in line.pbx.received if action["Action"] == "QueueStatus")
    line.wait(5_000)
    line.hear(row(1, asked))
    with pytest.raises(RemoteError, match="after 1 rows for 60 seconds"):
        line.wait(STALL_MS)


def test_that_what_no_event_tells_is_asked_for_again_and_again() -> None:
    line = live()
    line.pbx.queue_rows.append(MEMBER)
    line.wait(20_000)
    assert len(line.of(e.MemberAdded)) == 1
    line.wait(40_000)
    assert line.pbx.names()[FIRST:].count("QueueStatus") == 3


def test_that_a_pbx_which_once_does_not_come_to_the_end_of_its_list_is_given_up() -> None:
    line = live()
    line.wait(60_000)
    line.pbx.silent.add("QueueStatus")
    with pytest.raises(RemoteError, match="lists are incomplete"):
        line.wait(20_000 + STALL_MS)


def test_that_a_reload_is_looked_into_at_once() -> None:
    line = live()
    line.pbx.queue_rows.append(MEMBER)
    line.hear(block("Event: Reload", "Module: app_queue.so", "Status: 0"))
    line.wait(0)
    assert len(line.of(e.MemberAdded)) == 1


def test_that_the_desk_an_agent_changed_to_is_known_though_no_event_tells() -> None:
    hinted = f"{MEMBER}\nStateInterface: hint:1001@ext-local"
    hint = "ExtensionStatus\nExten: 1001\nContext: ext-local\nHint: PJSIP/{}"
    line = live(ScriptedPbx(queue_rows=["QueueParams\nQueue: support", hinted], hint_rows=[hint.format(1009)]))
    line.pbx.hint_rows = [hint.format(2001)]
    line.wait(HINTS_MS)
    assert line.session.pbx_state.agent_of("PJSIP/2001-0000000a") == "PJSIP/1001"
    assert line.session.pbx_state.agent_of("PJSIP/1009-0000000a") is None


def test_that_lists_are_not_asked_for_while_the_last_are_still_answered() -> None:
    line = live()
    line.pbx.silent.add("QueueStatus")
    line.wait(20_000)
    asked = line.pbx.received[-1]["ActionID"]
    line.pbx.silent.clear()
    line.pbx.queue_rows.append(MEMBER)
    reload = block("Event: Reload", "Module: app_queue.so", "Status: 0")
    for _ in range(3):
        line.hear(reload)
        line.wait(10)
    assert line.pbx.names()[FIRST:].count("QueueStatus") == 1
    line.hear(block("Event: QueueStatusComplete", f"ActionID: {asked}", "ListItems: 0"))
    line.wait(0)
    assert line.pbx.names()[FIRST:].count("QueueStatus") == 2
    assert len(line.of(e.MemberAdded)) == 1


def test_that_what_the_floor_wants_to_know_is_asked_once_the_lists_are_there() -> None:
    line, answers = Line(ScriptedPbx()), list[str]()
    line.session.pbx_state.inquiries.append(
        Inquiry(
            Action("Getvar", (("Variable", "A"),)), lambda rows: answers.extend(row.get("Message") for row in rows)
        )
    )
    line.open()
    assert line.pbx.names()[-2:] == ["CoreShowChannels", "Getvar"]
    assert answers == ["ok"]


def test_that_an_inquiry_that_lists_is_answered_by_its_rows_or_by_none() -> None:
    line, answers = live(), list[list[str]]()
    status = Inquiry(Action("Status"), lambda rows: answers.append([row.get("Application") for row in rows]))
    line.session.pbx_state.inquiries.append(status)
    line.pbx.silent.add("Status")
    line.wait(PING_MS)
    asked = next(action["ActionID"] for action in line.pbx.received if action["Action"] == "Status")
    line.hear(block("Response: Success", f"ActionID: {asked}", "EventList: start"))
    line.hear(block("Event: Status", f"ActionID: {asked}", "Application: Queue"))
    line.hear(block("Event: StatusComplete", f"ActionID: {asked}", "ListItems: 1", "Items: 1"))
    line.pbx.silent.clear()
    line.pbx.refusals["Status"] = "No such channel"
    line.session.pbx_state.inquiries.append(status)
    line.wait(PING_MS)
    assert answers == [["Queue"], []]


def test_that_a_caller_is_told_together_with_the_number_where_the_pbx_answers_at_once() -> None:
    line = live()
    line.hear(block(*JOIN, "CallerIDNum: +351910000001"))
    [joined] = line.of(e.CallerJoined)
    assert joined == line.told[-1]
    assert "+351910000001" in repr(joined)


def test_that_nothing_is_held_back_for_long_by_an_answer_that_does_not_come() -> None:
    line = live()
    line.pbx.silent.add("Getvar")
    line.hear(block(*JOIN, "CallerIDNum: +351910000001"))
    assert line.of(e.CallerJoined) == []
    line.wait(HOLD_MS)
    assert len(line.of(e.CallerJoined)) == 1
    line.hear(block(*JOIN, "CallerIDNum: +351910000002").replace(b"c9", b"c8"))
    assert len(line.of(e.CallerJoined)) == 2, "the first answer is late, so none is waited for"


def test_that_a_poll_that_the_floor_wants_is_made_at_once() -> None:
    line = live()
    line.session.pbx_state.wants_poll = True
    line.pbx.queue_rows.append(MEMBER)
    line.hear(block("Event: Newstate", "Uniqueid: x"))
    line.wait(0)
    assert len(line.of(e.MemberAdded)) == 1


def test_that_a_pbx_that_says_late_that_it_is_ready_is_looked_at_again() -> None:
    line = live()
    line.pbx.queue_rows.append(MEMBER)
    line.hear(block("Event: FullyBooted", "Status: Fully Booted"))
    line.wait(0)
    assert len(line.of(e.MemberAdded)) == 1


def test_that_an_answer_finds_who_asked() -> None:
    line, answers = live(), list[AmiMessage]()
    line.session.act(Action("Setvar", (("Variable", "A"),)), answers.append)
    line.hear(line.pbx.take(line.session.data_to_send()))
    assert [answer.get("Message") for answer in answers] == ["ok"]


def test_that_answers_to_nobody_and_rows_of_no_list_are_passed_over() -> None:
    line = live()
    line.hear(block("Response: Success", "ActionID: other"))
    line.hear(block("Event: QueueMember", "ActionID: other", "Queue: support"))
    line.hear(block("Event: QueueStatusComplete", "ActionID: other", "ListItems: 99"))
    assert line.told == line.of(e.QueueFound)


def test_that_queues_are_looked_at_soon_after_a_call_while_none_has_told_anything() -> None:
    line = live()
    line.hear(block("Event: Newchannel", "Uniqueid: c8", "Channel: PJSIP/t-00000008", "ChannelState: 0"))
    line.wait(SOON_MS)
    assert line.pbx.names()[FIRST:].count("QueueStatus") == 1
    line.hear(block(*JOIN))
    line.hear(block("Event: Newchannel", "Uniqueid: c7", "Channel: PJSIP/t-00000007", "ChannelState: 0"))
    line.wait(SOON_MS)
    assert line.pbx.names()[FIRST:].count("QueueStatus") == 1


def test_that_a_pbx_without_calls_of_queues_is_not_looked_at_without_end() -> None:
    line = live()
    for number in range(2 * LISTS_MOST):
        line.hear(block("Event: Newchannel", f"Uniqueid: c{number}", "Channel: PJSIP/t-8", "ChannelState: 0"))
        line.wait(SOON_MS)
    assert line.pbx.names()[FIRST:].count("QueueStatus") <= LISTS_MOST + LISTS_MOST * SOON_MS // 20_000 + 1


def test_that_a_reload_of_the_pbx_makes_what_was_heard_prove_nothing() -> None:
    line = live()
    line.hear(block(*JOIN))
    assert line.session.event_watch.has_queue_events
    line.hear(block("Event: Reload", "Module: All", "Status: 0"))
    assert not line.session.event_watch.has_queue_events


def test_that_a_filter_is_known_before_anything_counts_as_true() -> None:
    filters = {f"AST_CONFIG(manager.conf,wallboard,eventfilter,{n})": f"!Event: Odd{n}" for n in range(3)}
    filters["AST_CONFIG(manager.conf,wallboard,eventfilter,3)"] = "!Event: Hangup"
    line = live(ScriptedPbx(variables=filters))
    assert "eventfilter = !Event: Hangup" in line.session.event_watch.reason
