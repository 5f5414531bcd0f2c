"""Until the PBX has told everything, what was so before is neither here nor gone."""

from tests.domain.any_centre import Centre
from tests.domain.words import agent, answers, joins, link, member, moves, ms, queue
from wallboard.domain.centre import events as e
from wallboard.domain.centre.state import MonitorMode, SourceStatus
from wallboard.domain.ids import (
    PBX,
    AgentId,
    CommandId,
    QueueId,
    SourceId,
)
from wallboard.domain.restart.restored import Restored


def unconfirmed(*events: e.Event) -> Restored:
    return Restored(Centre(queue("sales"), queue("support"), *events).state, ms(5))


def test_that_what_was_told_again_is_not_gone() -> None:
    waits = unconfirmed(
        joins("a", "sales", 1), joins("b", "sales", 2), answers("ana", "b", 3), joins("c", "sales", 4)
    )
    for event in (queue("sales", 9), queue("support", 9), joins("a", "sales", 9), answers("ana", "b", 9)):
        assert waits.confirm(event) is event
    assert waits.gone(PBX, ms(10)) == [
        e.CallerLeft(at_ms=ms(10), call_id=joins("c", "", 0).call_id, exit=e.Exit.UNOBSERVED)
    ]


def test_that_a_queue_somebody_is_in_is_not_gone() -> None:
    waits = unconfirmed()
    waits.confirm(joins("new", "sales", 9))
    assert [end for end in waits.gone(PBX, ms(10)) if isinstance(end, e.QueueRemoved)] == [
        e.QueueRemoved(at_ms=ms(10), queue_id=QueueId("support"))
    ]


def test_that_callers_go_before_their_queue_does() -> None:
    kinds = [type(event) for event in unconfirmed(joins("a", "sales", 1)).gone(PBX, ms(2))]
    assert kinds == [e.CallerLeft, e.QueueRemoved, e.QueueRemoved]


def test_that_an_end_is_told_once() -> None:
    waits = unconfirmed(joins("a", "sales", 1))
    assert waits.gone(PBX, ms(2))
    assert waits.gone(PBX, ms(3)) == []


def test_that_a_source_ends_only_what_was_its_own() -> None:
    waits = unconfirmed(queue("north:a"), joins("north:1", "north:a", 1), joins("b", "sales", 1))
    waits.confirm(queue("sales", 9))
    waits.confirm(joins("b", "sales", 9))
    assert [type(event) for event in waits.gone(SourceId("north"), ms(9))] == [e.CallerLeft, e.QueueRemoved]
    assert waits.gone(PBX, ms(9)) == [e.QueueRemoved(at_ms=ms(9), queue_id=QueueId("support"))]


def test_that_all_of_a_source_that_is_no_longer_there_ends_with_it() -> None:
    waits = unconfirmed(link(SourceStatus.UP, 0), queue("north:a"), joins("north:1", "north:a", 1))
    ends = waits.of_no_source([PBX], ms(9))
    assert [type(event) for event in ends] == [e.CallerLeft, e.QueueRemoved, e.SourceRemoved]
    assert waits.of_no_source([PBX], ms(9)) == []


def test_that_who_comes_where_we_sent_them_came_by_our_move() -> None:
    waits = unconfirmed(joins("a", "sales", 1), moves("a", 2, to_queue="support"))
    event = waits.confirm(joins("a", "support", 3))
    assert isinstance(event, e.CallerJoined)
    assert event.moved_in
    assert waits.confirm(joins("a", "support", 4)) == joins("a", "support", 4)


def test_that_who_comes_elsewhere_did_not() -> None:
    waits = unconfirmed(joins("a", "sales", 1), moves("a", 2, to_agent="ana"))
    assert waits.confirm(joins("a", "support", 3)) == joins("a", "support", 3)


def test_that_who_is_back_in_the_queue_was_sent_back_by_our_move_and_by_no_other() -> None:
    ours = unconfirmed(joins("a", "sales", 1), moves("a", 2, to_agent="ana")).confirm(joins("a", "sales", 9))
    theirs = unconfirmed(joins("a", "sales", 1), moves("a", 2)).confirm(joins("a", "sales", 9))
    assert isinstance(ours, e.CallerJoined)
    assert ours.moved_in
    assert theirs == joins("a", "sales", 9)


def test_that_news_of_agents_is_passed_on() -> None:
    event = agent("ana", 1)
    assert unconfirmed().confirm(event) is event


def test_that_after_an_adapters_restart_agents_members_and_monitorings_go_that_are_not_told_again() -> None:
    listens = e.MonitorStarted(
        at_ms=ms(3), monitor_id=CommandId("m"), agent_id=AgentId("ana"), extension="700", mode=MonitorMode.LISTEN
    )
    waits = unconfirmed(
        *(agent(name) for name in ("ana", "bea", "cyd", "porto:dot")),
        *(member("sales", name) for name in ("ana", "bea", "cyd")),
        member("support", "ana"),
        listens,
    )
    for event in (queue("sales", 9), queue("support", 9), agent("ana", 9), member("sales", "ana", 9)):
        waits.confirm(event)
    waits.confirm(agent("bea", 9))
    assert waits.gone(PBX, ms(10)) == [
        e.MonitorEnded(at_ms=ms(10), monitor_id=CommandId("m")),
        e.MemberRemoved(at_ms=ms(10), queue_id=QueueId("sales"), agent_id=AgentId("bea")),
        e.MemberRemoved(at_ms=ms(10), queue_id=QueueId("support"), agent_id=AgentId("ana")),
        e.AgentRemoved(at_ms=ms(10), agent_id=AgentId("cyd")),
    ]
