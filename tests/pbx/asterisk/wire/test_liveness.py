"""Whether the PBX lives and answers in time: however slow a line is, and however long a list."""

import pytest

from tests.pbx.asterisk.line import FIRST, Line, live, row
from tests.pbx.asterisk.scripted import ScriptedPbx, block
from tests.pbx.asterisk.story import NOW_MS
from wallboard.domain.centre import events as e
from wallboard.domain.errors import RemoteError
from wallboard.pbx.asterisk.wire.liveness import LATE_MS, PING_MS
from wallboard.pbx.asterisk.wire.session import FENCE_MS, STALL_MS, SessionPhase


def test_that_a_list_may_take_as_long_as_its_rows_keep_coming() -> None:
    line = Line(ScriptedPbx(silent={"QueueStatus"})).open()
    asked = next(action["ActionID"] for action in line.pbx.received if action["Action"] == "QueueStatus")
    for number in range(1, 11):
        line.wait(STALL_MS - 1_000)
        line.hear(row(number, asked))
    assert "9 rows" in line.session.delay
    assert "network is slow" in line.session.delay
    line.hear(block("Event: QueueStatusComplete", f"ActionID: {asked}", "ListItems: 10"))
    line.wait(FENCE_MS)
    assert line.is_at(SessionPhase.LIVE)
    assert line.session.delay == ""
    assert len(line.of(e.AgentFound)) == 10


def test_that_an_answer_which_waits_behind_a_long_list_is_not_missed() -> None:
    line, late = live(), list[bool]()
    line.pbx.silent.add("QueueStatus")
    line.wait(20_000)
    asked = line.pbx.received[-1]["ActionID"]
    line.pbx.silent.add("Ping")
    for number in range(1, 31):
        line.wait(2_000)
        line.hear(row(number, asked))
        if number in (LATE_MS // 2_000 - 1, LATE_MS // 2_000 + 3):
            late.append(bool(line.session.delay))
    assert late == [False, True], "what waits behind the list is not of now"
    line.pbx.silent.clear()
    line.hear(block("Event: QueueStatusComplete", f"ActionID: {asked}", "ListItems: 30"))
    assert line.session.delay == ""
    before = line.pbx.names().count("QueueStatus")
    line.wait(200_000)
    assert line.pbx.names().count("QueueStatus") == before, "a list that takes a minute is not asked for each 20 s"
    line.wait(45_000)
    assert [action.get("Member") for action in line.pbx.received if action["Action"] == "QueueStatus"][
        before
    ] == "-"


def test_that_a_late_answer_is_late_and_not_lost_while_other_words_come() -> None:
    line = live()
    line.pbx.silent |= {"Ping", "QueueStatus"}
    for _ in range(10):
        line.wait(4_000)
        line.hear(block("Event: Newstate", "Uniqueid: x", "ChannelState: 6"))
    assert "listed 0 rows in 34 seconds" in line.session.delay
    for action in line.pbx.received[FIRST:]:
        line.hear(block("Response: Success", f"ActionID: {action['ActionID']}"))
        if action["Action"] == "QueueStatus":
            line.hear(block("Event: QueueStatusComplete", f"ActionID: {action['ActionID']}", "ListItems: 0"))
    assert line.session.delay == ""


def test_that_a_live_connection_is_asked_every_five_seconds_whether_it_lives() -> None:
    line = live()
    line.wait(3 * PING_MS)
    assert line.pbx.names()[FIRST:].count("Ping") == 3


def test_that_two_unanswered_pings_are_the_end() -> None:
    line = live()
    line.pbx.silent.add("Ping")
    line.wait(PING_MS * 3 - 1)
    with pytest.raises(RemoteError, match="no longer answers"):
        line.wait(1)


def test_that_the_difference_of_the_clocks_is_learnt_from_the_ping() -> None:
    line = live(ScriptedPbx(timestamp=f"{(NOW_MS + 90_000) / 1000}"))
    assert line.session.pbx_state.pbx_ahead_ms == 90_000


@pytest.mark.parametrize("stamp", ["inf", "-inf", "nan", "1e300", "9" * 5_000, "-5", "", "soon"])
def test_that_a_clock_that_none_could_be_says_nothing(stamp: str) -> None:
    line = live(ScriptedPbx(timestamp=stamp))
    assert line.session.pbx_state.pbx_ahead_ms == 0
