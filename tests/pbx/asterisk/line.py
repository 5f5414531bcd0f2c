"""A session and a PBX of few words that hear each other, told in bytes and milliseconds."""

from tests.pbx.asterisk.scripted import ScriptedPbx, block
from tests.pbx.asterisk.story import NOW_MS
from wallboard.domain.centre import events as e
from wallboard.pbx.asterisk.state.pbx_state import PbxState
from wallboard.pbx.asterisk.wire.login import Login
from wallboard.pbx.asterisk.wire.session import FENCE_MS, AmiSession, SessionPhase

MEMBER = "QueueMember\nQueue: support\nLocation: PJSIP/1001\nName: Ann\nStatus: 1\nPaused: 0"
FIRST = 11
"""Actions from the challenge to the lists."""


class Line:
    """A session and a PBX that hear each other at once; ``told`` is all the events so far."""

    def __init__(self, pbx: ScriptedPbx, *, secret: str = "lab-secret", plain: bool = False) -> None:
        self.pbx = pbx
        self.now_ms = NOW_MS
        self.told: list[e.Event] = []
        login = Login(user="wallboard", secret=secret, plain=plain)
        self.session = AmiSession(PbxState({}), login, 20_000, self.now_ms)

    def is_at(self, phase: SessionPhase) -> bool:
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


def live(pbx: ScriptedPbx | None = None) -> Line:
    """A line that is live."""
    line = Line(pbx or ScriptedPbx()).open()
    line.wait(FENCE_MS)
    assert line.is_at(SessionPhase.LIVE)
    return line


def row(number: int, action_id: str) -> bytes:
    """A row of the list of queues that was asked for under that id: one more member."""
    return block(*f"Event: {MEMBER}".replace("1001", str(1000 + number)).split("\n"), f"ActionID: {action_id}")
