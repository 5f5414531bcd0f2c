"""The worst queues are always in sight, and all others come up in turn."""

from collections.abc import Callable

from wallboard.domain.ids import ALL_QUEUES
from wallboard.present.frame import BoardFrame, QueueRow
from wallboard.ui.tv_pages import PAGE_S, PINNED, Pages, by_trouble


def test_that_who_waits_too_long_comes_before_who_misses_the_target(
    make_queue: Callable[..., QueueRow], now_ms: int
) -> None:
    well = make_queue("well", "Well", service_level_pct=95.0, late_at_ms=None, warn_at_ms=None)
    short = make_queue("short", "Short", service_level_pct=60.0, offered=10, late_at_ms=None, warn_at_ms=None)
    large = make_queue("large", "Large", service_level_pct=70.0, offered=500, late_at_ms=None, warn_at_ms=None)
    late = make_queue("late", "Late", service_level_pct=99.0, warn_at_ms=now_ms - 2, late_at_ms=now_ms - 1)
    ordered = by_trouble((well, short, large, late), now_ms)
    assert [row.id for row in ordered] == ["late", "large", "short", "well"]


def test_that_the_worst_three_stay_while_the_others_take_turns(
    make_frame: Callable[..., BoardFrame], make_queue: Callable[..., QueueRow], now_ms: int
) -> None:
    rows = [
        make_queue(f"q{number}", f"Queue {number}", service_level_pct=50.0, offered=number, warn_at_ms=None)
        for number in range(40)
    ]
    pages = Pages()
    pages.show_frame(make_frame(queues=(make_queue(ALL_QUEUES, ""), *rows)), now_ms)
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
    calm = [make_queue(name, name, late_at_ms=None, warn_at_ms=None) for name in ("a", "b")]
    pages = Pages()
    pages.show_frame(make_frame(queues=tuple(calm)), now_ms)
    late = make_queue("b", "b", warn_at_ms=now_ms - 2, late_at_ms=now_ms - 1)
    pages.show_frame(make_frame(queues=(calm[0], late)), now_ms)
    assert [row.id for row in pages.page(6).rows] == ["a", "b"]
    for _ in range(4):
        pages.tick(now_ms)
    assert [row.id for row in pages.page(6).rows] == ["b", "a"]
