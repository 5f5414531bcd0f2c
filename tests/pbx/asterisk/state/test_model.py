"""What is read off the records themselves: halves of Local channels, the talk that an agent is in."""

from wallboard.domain.centre.state import Direction
from wallboard.domain.ids import AgentId, CallId, QueueId
from wallboard.pbx.asterisk.state.model import UP, AgentRecord, Channel, Talk


def _channel(name: str) -> Channel:
    return Channel("1", name, UP, "1", Direction.INBOUND, 0)


def _talk(call: str, since_ms: int, *, held: bool = False) -> Talk:
    return Talk(CallId(call), QueueId("support"), call, since_ms, since_ms, by_queue=True, held=held)


def test_that_each_half_of_a_local_channel_names_the_other() -> None:
    half = _channel("Local/1001@agents-0000000a;1")
    assert half.is_local
    assert half.other_half == "Local/1001@agents-0000000a;2"
    assert _channel(half.other_half).other_half == half.name
    assert not _channel("PJSIP/1001-0000000a").is_local


def test_that_an_agent_is_in_the_latest_talk_that_is_not_on_hold() -> None:
    person = AgentRecord(id=AgentId("PJSIP/1001"), name="Ana")
    assert person.current_talk is None
    first, second, held = _talk("a", 1), _talk("b", 2), _talk("c", 3, held=True)
    person.talks = {talk.call_id: talk for talk in (first, second, held)}
    assert person.current_talk is second
    first.held = second.held = True
    assert person.current_talk is held
