"""A gateway that is started anew knows the callers from before, its adapter nobody: what the lists make of that."""

from dataclasses import dataclass, field

import pytest

from tests.pbx.asterisk.story import NOW_MS, Story, channel, entry, member, new_story, params, status
from wallboard.domain.centre import reducer
from wallboard.domain.centre.changes import Changes
from wallboard.domain.centre.current_state import State
from wallboard.domain.centre.events import Event
from wallboard.domain.centre.state import Activity, CallPhase
from wallboard.domain.counts import call_outcomes as b
from wallboard.domain.ids import (
    PBX,
    AgentId,
    CallId,
    CommandId,
)
from wallboard.domain.restart.restored import Restored
from wallboard.pbx.asterisk.state import talks
from wallboard.pbx.asterisk.state.model import Move
from wallboard.pbx.asterisk.state.pbx_state import PbxState
from wallboard.pbx.asterisk.wire.codec import AmiMessage

ANN, BOB = "PJSIP/1001", "PJSIP/1002"
ROWS = (params("support"), member("support", ANN), member("support", BOB))
ON_THE_WAY = {"Context": "wb-move", "Exten": "agent", "Application": "Dial", "ApplicationData": f"{BOB},20,gm"}
CALLER = "PJSIP/trunk-000000c1"
LEG = f"{BOB}-0000000b"


@dataclass
class Anew(Story):
    """A contact centre whose gateway was started a minute later; what is not told again is gone."""

    state: State = field(default_factory=State)

    def __post_init__(self) -> None:
        self.pbx_state.now_ms = NOW_MS + 60_000
        self.untold = Restored(self.state, NOW_MS)

    def lists(
        self, *rows: AmiMessage, channels: tuple[AmiMessage, ...] = (), moved: tuple[AmiMessage, ...] = ()
    ) -> None:
        super().lists(*rows, channels=channels, moved=moved)
        for event in self.untold.gone(PBX, self.pbx_state.now_ms):
            self.take(event)

    def take(self, event: Event) -> None:
        changes = Changes()
        reducer.apply(self.state, event, changes)
        self.bookings += changes.bookings

    def _collect(self) -> None:
        for event in self.pbx_state.events:
            self.take(self.untold.confirm(event))
        self.pbx_state.events.clear()

    @property
    def ends(self) -> list[str]:
        """What was counted, in order."""
        return [type(booking).__name__ for booking in self.bookings]


@pytest.fixture
def story() -> Story:
    """The contact centre before the restart."""
    return new_story()


@pytest.fixture
def sent(story: Story) -> Story:
    """Ann's caller was just sent on to Bob."""
    story.open(ANN, BOB)
    story.talk(ANN, "l1")
    return sent_on(story)


@pytest.fixture
def taken(story: Story) -> Story:
    """A waiting caller was just sent to Bob."""
    story.open(ANN, BOB)
    story.caller()
    return sent_on(story)


def sent_on(story: Story) -> Story:
    caller = story.pbx_state.callers[CallId("c1")]
    talks.mark_move(story.pbx_state, caller, Move(command_id=CommandId("m1"), to_agent=AgentId(BOB)))
    if caller.agent is not None:
        story.send("BlindTransfer", TransfereeUniqueid="c1", Result="Success")
    else:
        story.send("QueueCallerAbandon", Uniqueid="c1", Queue="support")
    assert story.state.calls[CallId("c1")].phase is CallPhase.MOVING
    return story


def anew(before: Story, *rows: AmiMessage, channels: tuple[AmiMessage, ...] = ()) -> Anew:
    after = Anew(PbxState({}, 5.0), state=before.state, bookings=before.bookings)
    after.lists(*ROWS, *rows, channels=channels, moved=(status("c1", {"WB_BACKQ": "support"}),))
    return after


def still_rings(before: Story) -> Anew:
    caller = channel("c1", CALLER, **ON_THE_WAY)
    return anew(before, channels=(caller, channel("l2", LEG, ChannelState=5, Application="AppDial", Linkedid="c1")))


def test_that_who_was_answered_on_the_way_meanwhile_is_answered(taken: Story) -> None:
    caller = channel("c1", CALLER, BridgeId="b2", **ON_THE_WAY)
    after = anew(taken, channels=(caller, channel("l2", LEG, Application="AppDial", BridgeId="b2", Linkedid="c1")))
    call = after.state.calls[CallId("c1")]
    assert (call.phase, call.agent_id) == (CallPhase.TALKING, BOB)
    assert after.agent(BOB).call_id == "c1"
    after.hang_up("c1")
    after.wait(6)
    assert after.ends == ["Offered", "Answered", "Handled"]


def test_that_who_is_still_rung_for_is_still_on_the_way(taken: Story) -> None:
    after = still_rings(taken)
    call = after.state.calls[CallId("c1")]
    assert (call.phase, call.moving_to) == (CallPhase.MOVING, BOB)
    assert (after.agent(BOB).activity, after.agent(BOB).call_id) == (Activity.RINGING, "c1")
    after.send("Newstate", Uniqueid="l2", ChannelState=6)
    after.meet("b2", "l2", "c1")
    assert after.ends == ["Offered", "Answered"]


def test_that_who_comes_back_after_that_has_not_come_anew(sent: Story) -> None:
    after = still_rings(sent)
    after.send("DialEnd", Uniqueid="c1", DestUniqueid="l2", DialStatus="NOANSWER")
    after.send("Hangup", Uniqueid="l2")
    after.send("QueueCallerJoin", Uniqueid="c1", Queue="support", Position=1)
    assert after.state.calls[CallId("c1")].phase is CallPhase.WAITING
    after.hang_up("c1")
    assert (after.booked(b.Offered), after.booked(b.Answered), after.booked(b.Abandoned)) == (1, 1, 0)


def test_that_who_gives_up_on_the_way_after_that_has_abandoned(taken: Story) -> None:
    after = still_rings(taken)
    after.hang_up("c1")
    assert after.ends == ["Offered", "Abandoned"]
    assert after.state.calls == {}


@pytest.mark.parametrize("waited_s", [1, 59])
def test_that_who_is_back_already_has_not_come_anew(sent: Story, waited_s: int) -> None:
    after = anew(
        sent, entry("support", "c1", Wait=waited_s), channels=(channel("c1", CALLER, Application="Queue"),)
    )
    assert after.state.calls[CallId("c1")].phase is CallPhase.WAITING
    assert (after.booked(b.Offered), after.booked(b.Unobserved)) == (1, 0)


def test_that_who_is_not_there_any_more_was_lost_once(taken: Story) -> None:
    after = anew(taken)
    assert after.ends == ["Offered", "Unobserved"]
    assert after.state.calls == {}


def test_that_a_caller_on_the_way_whom_nobody_knows_is_shown_once_answered_or_waiting(story: Story) -> None:
    after = still_rings(story)
    assert after.state.calls == {}
    after.send("QueueCallerJoin", Uniqueid="c1", Queue="support", Position=1)
    assert after.ends == ["Offered"]
