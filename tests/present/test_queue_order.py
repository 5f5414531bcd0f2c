"""Queues by severity or by a figure: the worst first, the total pinned, and rows that do not jump."""

from typing import Any

import pytest
from msgspec.structs import replace

from tests.client import entities as x
from tests.present.boards import Desk
from wallboard.domain.counts.catalogue import FigureId
from wallboard.domain.counts.counter import Tally
from wallboard.domain.counts.figures import QueueNow
from wallboard.domain.ids import ALL, QueueId
from wallboard.present.frame import QueueRow
from wallboard.present.queue_order import CALM_MS, CalmOrder, SortBy, Sorting, SortKey, by_trouble, in_order


def rows(**figures: tuple[int, Tally]) -> tuple[QueueRow, ...]:
    """The total and queues by name, each with how many wait there and its counts."""
    desk = Desk(x.total(), *(x.queue(name) for name in figures))
    for name, (waiting, tally) in figures.items():
        desk.put(
            QueueNow(scope=QueueId(name), waiting=waiting, late=tally.late, longest_since_ms=x.ms(-waiting), rev=2),
            x.figures(name, tally, rev=2),
        )
    return desk.frame().queues


def short_of_target(in_time: int, offered: int) -> Tally:
    return Tally(offered=offered, answered=offered, answered_in=in_time)


THREE = rows(
    calm=(0, short_of_target(90, 100)),
    large=(1, short_of_target(700, 1000)),
    small=(1, short_of_target(0, 10)),
    late=(2, Tally(offered=100, answered=100, answered_in=100, late=2)),
    beta=(0, Tally()),
    alpha=(0, Tally()),
)


def names(some: list[QueueRow]) -> list[str]:
    return [str(row.id) for row in some]


def test_that_the_total_is_pinned_then_callers_past_the_limit_count_then_calls_short_of_the_target_then_names() -> (
    None
):
    assert names(by_trouble(THREE)) == [ALL, "late", "large", "small", "alpha", "beta", "calm"]


@pytest.mark.parametrize(
    ("by", "first", "last"),
    [
        (FigureId.WAITING, "late", "beta"),
        (FigureId.SERVICE_LEVEL, "late", "beta"),
        (FigureId.LONGEST_WAIT, "late", "alpha"),
        (SortBy.NAME, "small", "alpha"),
    ],
)
def test_that_a_chosen_figure_orders_both_ways_and_no_data_is_last(by: SortKey, first: str, last: str) -> None:
    down = names(in_order(THREE, Sorting(by=by)))
    up = names(in_order(THREE, Sorting(by=by, is_descending=False)))
    assert down[:2] == [ALL, first]
    assert up[0] == ALL
    assert up[1] != first
    if by is FigureId.SERVICE_LEVEL:
        assert down[-2:] == up[-2:] == ["alpha", "beta"]


def test_that_a_head_sorts_one_way_the_other_and_by_trouble_again() -> None:
    once = Sorting().clicked(FigureId.WAITING)
    assert once == Sorting(by=FigureId.WAITING, is_descending=True)
    assert once.clicked(FigureId.WAITING) == Sorting(by=FigureId.WAITING, is_descending=False)
    assert once.clicked(FigureId.WAITING).clicked(FigureId.WAITING) == Sorting()
    assert once.clicked(SortBy.NAME) == Sorting(by=SortBy.NAME, is_descending=False)


def pair(worse: str) -> tuple[QueueRow, ...]:
    counts: dict[str, Any] = {
        name: (1, Tally(offered=9, answered=9, late=2 if name == worse else 0)) for name in "ab"
    }
    return rows(**counts)


def test_that_rows_change_places_once_another_order_was_due_for_two_seconds() -> None:
    order = CalmOrder(Sorting())
    assert names(order.arrange(pair("a"), 0)) == [ALL, "a", "b"]
    assert names(order.arrange(pair("b"), 1_000)) == [ALL, "a", "b"]
    assert order.is_due
    assert names(order.arrange(pair("b"), 1_000 + CALM_MS - 1)) == [ALL, "a", "b"]
    assert names(order.arrange(pair("b"), 1_000 + CALM_MS)) == [ALL, "b", "a"]
    assert not order.is_due


def test_that_an_order_that_is_over_before_two_seconds_moves_nothing() -> None:
    order = CalmOrder(Sorting())
    order.arrange(pair("a"), 0)
    order.arrange(pair("b"), 1_000)
    order.arrange(pair("a"), 2_000)
    assert names(order.arrange(pair("b"), 3_500)) == [ALL, "a", "b"]


def test_that_held_rows_stay_until_they_are_let_go() -> None:
    order = CalmOrder(Sorting())
    order.arrange(pair("a"), 0)
    order.is_held = True
    order.arrange(pair("b"), 1_000)
    assert names(order.arrange(pair("b"), 60_000)) == [ALL, "a", "b"]
    order.is_held = False
    assert names(order.arrange(pair("b"), 60_001)) == [ALL, "b", "a"]


def test_that_another_sorting_and_a_queue_that_comes_take_their_order_at_once() -> None:
    order = CalmOrder(Sorting())
    order.arrange(pair("a"), 0)
    order.arrange(pair("b"), 1)
    order.sorting = Sorting(by=SortBy.NAME, is_descending=True)
    assert names(order.arrange(pair("a"), 2)) == [ALL, "b", "a"]
    order.sorting = Sorting()
    assert names(order.arrange(THREE, 3)) == names(by_trouble(THREE))


def test_that_a_queue_whose_pbx_is_lost_stands_before_none_that_can_be_helped() -> None:
    lost = [replace(row, as_of_ms=x.ms(1)) if row.id == "late" else row for row in THREE]
    assert names(by_trouble(lost)) == [ALL, "large", "small", "alpha", "beta", "calm", "late"]


def test_that_a_queue_whose_pbx_is_lost_stands_after_those_without_trouble() -> None:
    lost = [replace(row, as_of_ms=x.ms(1)) if row.id == "alpha" else row for row in THREE]
    assert names(by_trouble(lost))[-1] == "alpha"


def test_that_a_queue_that_cannot_be_decoded_stands_before_none_that_can_be_helped() -> None:
    unread = [replace(row, is_unread=True) if row.id == "late" else row for row in THREE]
    assert names(by_trouble(unread)) == [ALL, "large", "small", "alpha", "beta", "calm", "late"]
    by_wait = Sorting(by=FigureId.WAITING, is_descending=True)
    assert in_order(unread, by_wait)[-1].id == "late"
