"""The worst queues are always in sight, and all others come up in turn."""

from collections.abc import Callable

from wallboard.domain.ids import ALL
from wallboard.present.frame import BoardFrame, QueueRow
from wallboard.present.queue_order import CALM_MS
from wallboard.ui.tv.pages import PAGE_S, PINNED, Pages


def test_that_the_worst_three_stay_while_the_others_take_turns(
    make_frame: Callable[..., BoardFrame], make_queue: Callable[..., QueueRow], now_ms: int
) -> None:
    rows = [
        make_queue(f"q{number}", f"Queue {number}", service_level_pct=50.0, offered=number) for number in range(40)
    ]
    pages = Pages()
    pages.show_frame(make_frame(queues=(make_queue(ALL, ""), *rows)), now_ms)
    worst = ["q39", "q38", "q37"]
    seen: set[str] = set()
    count = pages.page(6).count
    for number in range(1, count + 1):
        page = pages.page(6)
        assert (page.number, page.pinned) == (number, PINNED)
        assert [row.id for row in page.rows[:PINNED]] == worst
        seen |= {row.id for row in page.rows}
        for _ in range(PAGE_S):
            pages.tick(now_ms)
    assert seen == {row.id for row in rows}
    assert pages.page(6).number == 1


def test_that_what_fits_needs_no_pages(
    make_frame: Callable[..., BoardFrame], make_queue: Callable[..., QueueRow], now_ms: int
) -> None:
    pages = Pages()
    pages.show_frame(make_frame(queues=tuple(make_queue(f"q{number}", "Q") for number in range(6))), now_ms)
    page = pages.page(6)
    assert (page.count, page.pinned, len(page.rows)) == (1, 0, 6)
    assert len(pages.page(1).rows) == 1


def test_that_rows_keep_their_places_for_some_seconds(
    make_frame: Callable[..., BoardFrame], make_queue: Callable[..., QueueRow], now_ms: int
) -> None:
    calm = [make_queue(name, name) for name in ("a", "b")]
    pages = Pages()
    pages.show_frame(make_frame(queues=tuple(calm)), now_ms)
    pages.show_frame(make_frame(queues=(calm[0], make_queue("b", "b", past_limit=2))), now_ms)
    assert [row.id for row in pages.page(6).rows] == ["a", "b"]
    pages.tick(now_ms + CALM_MS)
    assert [row.id for row in pages.page(6).rows] == ["b", "a"]
