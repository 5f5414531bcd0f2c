"""A caller's move as AMI actions: what is asked, what is set, what acts, and what is never sent."""

from collections.abc import Sequence

import pytest

from tests.pbx.asterisk.story import Story, entry, event, params, status
from wallboard.domain.actions.moves import MoveCallToAgent, MoveCallToQueue
from wallboard.domain.errors import PbxRefused
from wallboard.domain.ids import AgentId, CallId, CommandId, QueueId
from wallboard.pbx.asterisk.commands import moves
from wallboard.pbx.asterisk.commands.translation import Answers, Dialplan
from wallboard.pbx.asterisk.state import talks
from wallboard.pbx.asterisk.wire.codec import Action, AmiMessage

ANN, BOB = "PJSIP/1001", "PJSIP/1002"
PLAN = Dialplan()
SITE = {"Context": "inbound", "Exten": "600", "Priority": 2}
IN_QUEUE = status("c1", {"QUEUE_PRIO": "3"}, Application="Queue", Data="support,t,,,60", **SITE)
FRAGMENT = [
    event("ListDialplan", Context=context, Extension=exten)
    for context, exten in [
        ("wb-move", "agent"),
        ("wb-requeue", "queue"),
        ("wb-requeue", "back"),
        ("wb-requeue", "after"),
    ]
]
ROWS = [IN_QUEUE, *FRAGMENT, params("support"), params("care"), entry("support", "c1", Wait=25, Priority=-1)]


@pytest.fixture
def centre(story: Story) -> Story:
    story.open(ANN, BOB)
    story.pbx_state.queues[QueueId("care")] = None
    return story


def to_agent(agent: str = BOB, command_id: str = "m1") -> MoveCallToAgent:
    return MoveCallToAgent(id=CommandId(command_id), call_id=CallId("c1"), expect_rev=0, agent_id=AgentId(agent))


def to_queue(queue: str = "care") -> MoveCallToQueue:
    return MoveCallToQueue(id=CommandId("m1"), call_id=CallId("c1"), expect_rev=0, queue_id=QueueId(queue))


def headers(action: Action) -> dict[str, str]:
    return dict(action.headers)


def values(centre: Story, move: moves.AnyMove, rows: Sequence[AmiMessage] = ROWS) -> dict[str, str]:
    """What is set on the caller's channel before a move, if the PBX answered by these rows."""
    setting = moves.variables(centre.pbx_state, move, PLAN, Answers(rows=rows, ami=11))
    assert {(action.name, headers(action)["Channel"]) for action in setting} == {("Setvar", "PJSIP/trunk-000000c1")}
    return {headers(action)["Variable"]: headers(action)["Value"] for action in setting}


def test_that_a_waiting_caller_is_redirected(centre: Story) -> None:
    centre.caller()
    (action,) = moves.act(centre.pbx_state, to_agent(), PLAN)
    channel = "PJSIP/trunk-000000c1"
    assert action.name == "Redirect"
    assert headers(action) == {"Channel": channel, "Context": "wb-move", "Exten": "agent", "Priority": "1"}


def test_that_of_a_talk_the_agents_leg_is_transferred_and_nothing_redirected(centre: Story) -> None:
    centre.talk(ANN, "l1")
    (action,) = moves.act(centre.pbx_state, to_queue(), PLAN)
    leg = centre.pbx_state.channels["l1"].name
    assert (action.name, headers(action)) == (
        "BlindTransfer",
        {"Channel": leg, "Context": "wb-requeue", "Exten": "queue"},
    )


def test_that_the_leg_that_is_transferred_is_the_one_beside_the_caller(centre: Story) -> None:
    centre.talk(ANN, "l1")
    person = centre.pbx_state.people[AgentId(ANN)]
    person.talks[CallId("c1")].leg = "behind-a-local-channel"
    (action,) = moves.act(centre.pbx_state, to_agent(), PLAN)
    assert headers(action)["Channel"] == centre.pbx_state.channels["l1"].name


def test_that_the_pbx_is_asked_what_no_event_tells(centre: Story) -> None:
    centre.caller()
    asked = [(action.name, headers(action)) for action in moves.questions(centre.pbx_state, to_queue(), PLAN)]
    (_, of_caller), *others = asked
    assert of_caller["Channel"] == "PJSIP/trunk-000000c1"
    assert "QUEUE_PRIO" in of_caller["Variables"].split(",")
    assert others == [
        ("ShowDialPlan", {"Context": "wb-move"}),
        ("ShowDialPlan", {"Context": "wb-requeue"}),
        ("QueueStatus", {"Queue": "care", "Member": "-"}),
        ("QueueStatus", {"Queue": "support", "Member": "-"}),
    ]
    centre.talk(ANN, "l1", "c2")
    move = MoveCallToAgent(id=CommandId("m"), call_id=CallId("c2"), expect_rev=0, agent_id=AgentId(BOB))
    assert "QueueStatus" not in [action.name for action in moves.questions(centre.pbx_state, move, PLAN)]


def test_that_a_waiting_callers_wait_and_priority_are_the_queues_own_word(centre: Story) -> None:
    centre.caller()
    found = values(centre, to_agent())
    assert (found["WB_CMD"], found["WB_LEFT"], found["WB_PRIO"]) == ("m1", "35", "-1")
    assert (found["WB_DIAL"], found["WB_DIALOPTIONS"], found["WB_RING"]) == (BOB, "gmt", "20")
    assert (found["WB_BACKQ"], found["WB_AFTER"]) == ("support", "inbound,600,3")
    found = values(centre, to_queue())
    assert (found["WB_TOQ"], found["WB_TOHEAD"], found["WB_TOTAIL"]) == ("care", "t,,", ",,,")


def test_that_a_caller_of_a_queue_that_was_removed_is_moved_by_what_we_saw(centre: Story) -> None:
    centre.caller()
    centre.wait(20)
    found = values(centre, to_agent(), [IN_QUEUE, *FRAGMENT])
    assert (found["WB_LEFT"], found["WB_PRIO"]) == ("40", "3")


def test_that_the_wait_of_a_talk_ended_when_it_began(centre: Story) -> None:
    centre.caller()
    centre.wait(20)
    centre.ring(ANN, "l1")
    centre.connect(ANN, "l1")
    centre.wait(30)
    found = values(centre, to_agent(), [IN_QUEUE, *FRAGMENT])
    assert (found["WB_LEFT"], found["WB_PRIO"]) == ("40", "3")


def test_that_one_call_is_moved_once_at_a_time(centre: Story) -> None:
    centre.caller()
    moves.act(centre.pbx_state, to_agent(), PLAN)
    with pytest.raises(PbxRefused, match="already"):
        moves.questions(centre.pbx_state, to_agent(ANN, "m2"), PLAN)
    caller = centre.pbx_state.callers[CallId("c1")]
    talks.move_failed(centre.pbx_state, caller)
    assert moves.act(centre.pbx_state, to_agent(ANN, "m2"), PLAN)[0].name == "Redirect"


def test_that_a_caller_who_has_left_is_not_moved(centre: Story) -> None:
    centre.caller()
    centre.hang_up("c1")
    with pytest.raises(PbxRefused):
        moves.act(centre.pbx_state, to_agent(), PLAN)


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ([row for row in ROWS if row.event != "Status"], "no such call"),
        ([status("c1", {}, Application="Queue", Data="sales,t,,,60", **SITE), *ROWS[1:]], "just left its queue"),
        (
            [status("c1", {}, Application="Queue", Data="support", BridgeID="b1", **SITE), *ROWS[1:]],
            "is being answered",
        ),
        ([status("c1", {}, Application="Playback", **SITE), *ROWS[1:]], "just left its queue"),
        ([row for row in ROWS if row.get("Queue") != "care"], "no queue care any more"),
        ([event("QueueParams", Queue="care", Max=2, Calls=2), *ROWS], "care is full"),
        ([row for row in ROWS if row.get("Extension") != "queue"], r"\[wb-requeue\] has no queue"),
        ([row for row in ROWS if row.get("Extension") != "back"], r"\[wb-requeue\] has no back"),
        ([row for row in ROWS if row.get("Context") != "wb-move"], r"\[wb-move\] has no agent"),
        (
            [event("ListDialplan", Context="wb-requeue", Extension="_[a-zA-Z0-9]."), ROWS[0], ROWS[1], *ROWS[5:]],
            "extensions-wallboard.conf is from another version",
        ),
    ],
)
def test_that_a_move_that_would_lose_the_caller_is_refused_with_the_reason(
    centre: Story, rows: list[AmiMessage], why: str
) -> None:
    centre.caller()
    assert values(centre, to_queue())
    with pytest.raises(PbxRefused, match=why):
        values(centre, to_queue(), rows)


def test_that_a_queue_without_a_limit_is_never_full(centre: Story) -> None:
    centre.caller()
    assert values(centre, to_queue(), [event("QueueParams", Queue="care", Max=0, Calls=9), *ROWS])


@pytest.mark.parametrize("agent", ["PJSIP/9999", "PJSIP/1001&PJSIP/1002"])
def test_that_an_agent_whom_the_pbx_does_not_know_is_never_sent(centre: Story, agent: str) -> None:
    centre.caller()
    with pytest.raises(PbxRefused, match="no agent"):
        values(centre, to_agent(agent))


def test_that_a_commands_id_that_could_be_another_action_is_never_sent(centre: Story) -> None:
    centre.caller()
    with pytest.raises(PbxRefused, match="id"):
        values(centre, to_agent(command_id="x\r\nAction: Command"))


@pytest.mark.parametrize("name", ["/.*/", "", "PJSIP/1&PJSIP/2", "PJSIP/1,2", "PJSIP/1\r\nAction: Command", "SIP"])
def test_that_a_name_which_could_mean_other_channels_is_never_sent(centre: Story, name: str) -> None:
    centre.caller()
    centre.pbx_state.channels["c1"].name = name
    with pytest.raises(PbxRefused, match="not safe"):
        moves.act(centre.pbx_state, to_agent(), PLAN)


def test_that_a_talk_whose_agent_is_not_known_is_not_moved(centre: Story) -> None:
    centre.talk(ANN, "l1")
    centre.pbx_state.channels["l1"].agent = None
    with pytest.raises(PbxRefused, match="unknown"):
        moves.act(centre.pbx_state, to_agent(), PLAN)
