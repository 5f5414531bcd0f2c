"""One AMI connection from greeting to live, told in bytes and milliseconds."""

import pytest

from tests.pbx.asterisk.scripted import ScriptedPbx, block
from tests.pbx.asterisk.story import NOW_MS
from wallboard.domain import events as e
from wallboard.domain.errors import LoginRefused, PbxRefused, ProtocolError, RemoteError
from wallboard.pbx.asterisk.codec import Message
from wallboard.pbx.asterisk.model import Floor
from wallboard.pbx.asterisk.session import FENCE_MS, PING_MS, SNAPSHOT_MS, Action, Login, Phase, Session

MEMBER = "QueueMember\nQueue: support\nLocation: PJSIP/1001\nName: Ann\nStatus: 1\nPaused: 0"
ENTRY = "QueueEntry\nQueue: support\nUniqueid: c1\nChannel: PJSIP/trunk-00000001\nPosition: 1\nWait: 3"
JOIN = ("Event: QueueCallerJoin", "Uniqueid: c9", "Channel: PJSIP/t-00000009", "Queue: support", "Position: 1")


class Line:
    """A session and a PBX that hear each other at once; ``told`` is all the events so far."""

    def __init__(self, pbx: ScriptedPbx, *, secret: str = "lab-secret", plain: bool = False) -> None:
        self.pbx = pbx
        self.now_ms = NOW_MS
        self.told: list[e.Event] = []
        login = Login(user="wallboard", secret=secret, plain=plain)
        self.session = Session(Floor({}), login, 20_000, self.now_ms)

    def is_at(self, phase: Phase) -> bool:
        """Whether the session is that far."""
        return self.session.phase is phase

    def open(self) -> "Line":
        """Let the PBX greet, and all that follows from it follow."""
        self.hear(self.pbx.greet())
        return self

    def hear(self, data: bytes) -> None:
        """Let the session receive ``data`` and answer until nobody has more to say."""
        while data:
            self.session.receive(data, self.now_ms)
            data = self.pbx.take(self.session.data_to_send())
        self.told += self.session.events()

    def wait(self, ms: int) -> None:
        """Let time pass, stopping wherever the session wants to be called."""
        end_ms = self.now_ms + ms
        while (due_ms := self.session.next_due_ms()) <= end_ms:
            self.now_ms = max(self.now_ms, due_ms)
            self.session.tick(self.now_ms)
            self.hear(self.pbx.take(self.session.data_to_send()))
        self.now_ms = end_ms

    def of(self, kind: type[e.Event]) -> list[e.Event]:
        """The events of one kind."""
        return [event for event in self.told if isinstance(event, kind)]


def _live(pbx: ScriptedPbx | None = None) -> Line:
    line = Line(pbx or ScriptedPbx()).open()
    line.wait(FENCE_MS)
    assert line.is_at(Phase.LIVE)
    return line


def test_that_the_secret_itself_is_not_sent_where_md5_is_to_be_had() -> None:
    line = _live()
    assert line.pbx.names()[:2] == ["Challenge", "Login"]
    assert "lab-secret" not in str(line.pbx.received)


def test_that_a_plain_login_is_made_where_it_is_asked_for() -> None:
    line = Line(ScriptedPbx(), plain=True).open()
    assert line.pbx.names()[0] == "Login"
    assert line.is_at(Phase.FENCE)


def test_that_only_the_event_classes_we_read_are_asked_for() -> None:
    assert _live().pbx.received[1]["Events"] == "system,call,agent,user,dtmf"


def test_that_a_wrong_secret_is_a_refused_login_in_the_pbxs_words() -> None:
    with pytest.raises(LoginRefused, match="Authentication failed"):
        Line(ScriptedPbx(), secret="wrong").open()


def test_that_a_pbx_without_md5_refuses_it() -> None:
    pbx = ScriptedPbx(refusals={"Challenge": "Must specify AuthType"})
    with pytest.raises(LoginRefused, match="no MD5"):
        Line(pbx).open()


def test_that_nothing_is_true_to_now_until_the_fence_is_passed() -> None:
    line = Line(ScriptedPbx(queue_rows=["QueueParams\nQueue: support\nServiceLevel: 20", MEMBER, ENTRY])).open()
    assert line.is_at(Phase.FENCE)
    assert len(line.of(e.CallerJoined)) == 1
    line.wait(FENCE_MS - 1)
    assert line.is_at(Phase.FENCE)
    line.wait(1)
    assert line.is_at(Phase.LIVE)


def test_that_lists_are_asked_for_in_one_go_behind_a_ping() -> None:
    assert _live().pbx.names()[2:] == ["Ping", "QueueStatus", "CoreShowChannels"]


def test_that_a_user_who_is_not_told_of_the_boot_gets_in_all_the_same() -> None:
    line = Line(ScriptedPbx())
    line.session.receive(line.pbx.greet(), line.now_ms)
    line.session.receive(line.pbx.take(line.session.data_to_send()), line.now_ms)
    answer = line.pbx.take(line.session.data_to_send()).partition(b"Event: FullyBooted")[0]
    line.hear(answer)
    assert line.is_at(Phase.BOOTING)
    line.wait(10_000)
    assert line.is_at(Phase.LIVE)


def _until_snapshot(pbx: ScriptedPbx) -> tuple[Line, bytes]:
    """A line that waits for its lists, and the answer that brings them."""
    line = Line(pbx)
    line.session.receive(pbx.greet(), line.now_ms)
    for _ in range(2):
        line.session.receive(pbx.take(line.session.data_to_send()), line.now_ms)
    assert line.is_at(Phase.SNAPSHOT)
    return line, pbx.take(line.session.data_to_send())


@pytest.mark.parametrize(("stamp", "joins"), [("1795284540.4", 0), ("1795284540.6", 1), ("", 1)])
def test_that_events_older_than_the_lists_are_in_them_and_later_ones_are_not(stamp: str, joins: int) -> None:
    line, lists = _until_snapshot(ScriptedPbx(timestamp="1795284540.5"))
    line.hear(block(*JOIN, f"Timestamp: {stamp}") + lists)
    assert len(line.of(e.CallerJoined)) == joins


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
    with pytest.raises(RemoteError, match="in time"):
        line.wait(40_000)


def test_that_a_live_connection_is_asked_every_five_seconds_whether_it_lives() -> None:
    line = _live()
    line.wait(4 * PING_MS)
    assert line.pbx.names()[5:].count("Ping") == 4


def test_that_two_unanswered_pings_are_the_end() -> None:
    line = _live()
    line.pbx.silent.add("Ping")
    line.wait(PING_MS * 3 - 1)
    with pytest.raises(RemoteError, match="no longer answers"):
        line.wait(1)


def test_that_what_no_event_tells_is_asked_for_again_and_again() -> None:
    line = _live()
    line.pbx.queue_rows.append(MEMBER)
    line.wait(20_000)
    assert len(line.of(e.MemberAdded)) == 1
    line.wait(40_000)
    assert line.pbx.names()[5:].count("QueueStatus") == 3


def test_that_a_pbx_which_once_does_not_come_to_the_end_of_its_list_is_given_up() -> None:
    line = _live()
    line.wait(60_000)
    line.pbx.silent.add("QueueStatus")
    with pytest.raises(RemoteError, match="never came to an end"):
        line.wait(20_000 + SNAPSHOT_MS)


def test_that_a_reload_is_looked_into_at_once() -> None:
    line = _live()
    line.pbx.queue_rows.append(MEMBER)
    line.hear(block("Event: Reload", "Module: app_queue.so", "Status: 0"))
    line.wait(0)
    assert len(line.of(e.MemberAdded)) == 1


def test_that_a_pbx_that_says_late_that_it_is_ready_is_looked_at_again() -> None:
    line = _live()
    line.pbx.queue_rows.append(MEMBER)
    line.hear(block("Event: FullyBooted", "Status: Fully Booted"))
    line.wait(0)
    assert len(line.of(e.MemberAdded)) == 1


def test_that_the_difference_of_the_clocks_is_learnt_from_the_ping() -> None:
    line = _live(ScriptedPbx(timestamp=f"{(NOW_MS + 90_000) / 1000}"))
    assert line.session.floor.pbx_ahead_ms == 90_000


def test_that_an_answer_finds_who_asked() -> None:
    line, answers = _live(), list[Message]()
    line.session.act(Action("Setvar", (("Variable", "A"),)), answers.append)
    line.hear(line.pbx.take(line.session.data_to_send()))
    assert [answer.get("Message") for answer in answers] == ["ok"]


def test_that_answers_to_nobody_and_rows_of_no_list_are_passed_over() -> None:
    line = _live()
    line.hear(block("Response: Success", "ActionID: other"))
    line.hear(block("Event: QueueMember", "ActionID: other", "Queue: support"))
    line.hear(block("Event: QueueStatusComplete", "ActionID: other", "ListItems: 99"))
    assert line.told == line.of(e.QueueFound)
