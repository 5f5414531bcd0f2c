"""Where a caller can be moved to, whoever is likeliest first."""

from msgspec.structs import replace

from tests.client import entities as x
from tests.present.boards import Desk
from wallboard.domain.centre.state import Activity, Availability
from wallboard.domain.ids import AgentId, QueueId
from wallboard.present.targets import targets


def centre() -> Desk:
    """A caller waits in sales; of five agents two are ready in sales, one in support, one talks, one is paused."""
    return Desk(
        x.total(),
        x.queue("sales"),
        x.queue("support"),
        x.agent("ana"),
        x.agent("bo"),
        x.agent("carl", Activity.TALKING, call="c9"),
        x.agent("dora", availability=Availability.PAUSED),
        x.agent("émile"),
        x.member("support", "ana"),
        x.member("sales", "bo"),
        x.member("sales", "carl"),
        x.member("sales", "dora"),
        x.member("sales", "émile"),
        x.waiting("c1", "sales"),
    )


def names(desk: Desk, words: str = "") -> list[str]:
    return [row.name for row in targets(desk.caller("c1"), desk.frame(), words)]


def test_that_those_who_may_get_the_caller_come_first_and_of_these_the_queues_own() -> None:
    assert names(centre()) == ["Bo", "Émile", "Ana", "Support", "Carl", "Dora", "Sales"]


def test_that_who_has_been_idle_longest_is_first() -> None:
    desk = centre()
    assert names(desk)[:2] == ["Bo", "Émile"]
    bo = desk.mirror.store.agents[AgentId("bo")]
    desk.put(replace(bo, activity_since_ms=x.ms(50), availability_since_ms=x.ms(50), rev=2))
    assert names(desk)[:2] == ["Émile", "Bo"]


def test_that_typing_folds_accents_and_keeps_whom_it_may_be_first() -> None:
    assert names(centre(), "emi") == ["Émile"]
    assert names(centre(), "s") == ["Support", "Sales"]


def test_that_a_board_limited_to_a_queue_offers_the_whole_centre() -> None:
    desk = centre()
    desk.board.set_scope(QueueId("sales"))
    assert "Ana" in names(desk)
