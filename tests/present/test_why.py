"""Why a queue is in trouble: where its agents are, from the moment that it is and no earlier."""

from msgspec.structs import replace

from tests.client import entities as x
from tests.present.boards import Desk
from wallboard.domain.centre.agent_state import AgentState
from wallboard.domain.centre.state import Activity, Availability
from wallboard.domain.counts.catalogue import FigureId
from wallboard.domain.counts.figures import AnyEntity, QueueNow
from wallboard.domain.ids import ALL, QueueId
from wallboard.present.frame import Paused, Why


def on_lunch(name: str, since_s: float, reason: str = "Lunch") -> AnyEntity:
    agent = x.agent(name, availability=Availability.PAUSED)
    return replace(agent, availability_since_ms=x.ms(since_s), pause_reason=reason)


def queue_now(waiting: int, **agents: int) -> QueueNow:
    counts = {AgentState(state): count for state, count in agents.items()}
    return QueueNow(scope=QueueId("sales"), waiting=waiting, longest_since_ms=x.ms(0), agents=counts, rev=1)


def desk(now: QueueNow, *more: AnyEntity) -> Desk:
    crew = ("ana", "bea", "eva", "kim")
    return Desk(
        x.total(),
        x.queue("sales"),
        now,
        *(x.member("sales", name) for name in crew),
        on_lunch("ana", 60),
        on_lunch("bea", 30),
        on_lunch("eva", 10, "Training"),
        x.agent("kim", Activity.WRAP_UP),
        *more,
    )


def test_that_callers_who_wait_while_nobody_is_ready_are_explained_by_where_the_agents_are() -> None:
    row = desk(queue_now(1, paused=3, wrap_up=1, logged_out=2)).queue("sales")
    assert row.why == Why(
        ready=0,
        paused=(
            Paused(reason="Lunch", count=2, since_ms=x.ms(30)),
            Paused(reason="Training", count=1, since_ms=x.ms(10)),
        ),
        wrap_up=1,
        logged_in=4,
    )


def test_that_who_cools_down_or_has_to_ask_for_a_call_is_named() -> None:
    now = queue_now(1, cool_down=1, on_demand=1)
    board = desk(now, x.agent("eva", Activity.COOL_DOWN), x.agent("kim", Activity.ON_DEMAND))
    why = board.queue("sales").why
    assert why is not None
    assert (why.ready, why.cool_down, why.on_demand, why.wrap_up) == (0, 1, 1, 0)


def test_that_a_queue_without_trouble_and_the_total_need_no_explanation() -> None:
    calm = desk(queue_now(2, ready=1, paused=3))
    assert calm.queue("sales").why is None
    assert calm.queue(ALL).why is None
    assert desk(queue_now(0, paused=3)).queue("sales").why is None


def test_that_callers_past_the_limit_are_trouble_even_while_somebody_is_ready() -> None:
    row = desk(replace(queue_now(1, ready=1, talking=2), late=1)).queue("sales")
    assert row.kpi(FigureId.WAITING).beside == 1
    assert row.why is not None
    assert (row.why.ready, row.why.in_call) == (1, 2)


def test_that_an_agent_who_changes_changes_the_explanation_without_a_word_about_the_queue() -> None:
    one = desk(queue_now(1, paused=3))
    one.frame()
    one.put(replace(on_lunch("ana", 60, "Meeting"), rev=2))
    why = one.queue("sales").why
    assert why is not None
    assert [group.reason for group in why.paused] == ["Training", "Lunch", "Meeting"]


def test_that_who_is_paused_in_this_queue_alone_counts_with_that_pause() -> None:
    member = replace(x.member("sales", "zoe"), paused=True, pause_reason="Coaching", pause_since_ms=x.ms(5))
    row = desk(queue_now(1, paused=4), x.agent("zoe"), member).queue("sales")
    assert row.why is not None
    assert Paused(reason="Coaching", count=1, since_ms=x.ms(5)) in row.why.paused
