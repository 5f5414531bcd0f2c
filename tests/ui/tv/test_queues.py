"""The TV's queues: all of them are seen, some at a time."""

from collections.abc import Callable

from pytestqt.qtbot import QtBot

from wallboard.present.frame import BoardFrame, QueueRow
from wallboard.ui.look.theme import DARK, Theme
from wallboard.ui.tv.pages import PAGE_S
from wallboard.ui.tv.queues import TvQueues


def test_that_each_queue_gets_its_turn(
    qtbot: QtBot, make_frame: Callable[..., BoardFrame], make_queue: Callable[..., QueueRow], now_ms: int
) -> None:
    queues = TvQueues(DARK)
    qtbot.addWidget(queues)
    queues.resize(800, 200)
    frame = make_frame(queues=tuple(make_queue(f"q{number}", f"Queue {number}") for number in range(12)))
    queues.show_frame(frame, now_ms)
    seen: set[str] = set()
    for _ in range(queues.page().count * PAGE_S):
        seen |= {row.id for row in queues.page().rows}
        queues.tick(now_ms)
    assert seen == {row.id for row in frame.queues}


def test_that_rows_are_painted_in_every_look(
    theme: Theme,
    qtbot: QtBot,
    make_frame: Callable[..., BoardFrame],
    make_queue: Callable[..., QueueRow],
    now_ms: int,
) -> None:
    queues = TvQueues(theme)
    qtbot.addWidget(queues)
    queues.resize(1600, 800)
    empty = queues.grab().toImage()
    queues.show_frame(make_frame(queues=(make_queue(), make_queue("sales", "Sales"))), now_ms)
    assert queues.grab().toImage() != empty
