"""Both layouts of a TV turn the same pages."""

from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from wallboard.domain.ids import ALL
from wallboard.present.frame import BoardFrame, QueueRow
from wallboard.ui.look.theme import DARK
from wallboard.ui.tv.far import FarQueues
from wallboard.ui.tv.paged import PagedQueues
from wallboard.ui.tv.pages import PAGE_S
from wallboard.ui.tv.queues import TvQueues


@pytest.mark.parametrize("kind", [FarQueues, TvQueues])
def test_that_queues_that_do_not_fit_take_turns(
    kind: type[PagedQueues],
    qtbot: QtBot,
    make_frame: Callable[..., BoardFrame],
    make_queue: Callable[..., QueueRow],
    now_ms: int,
) -> None:
    queues = kind(DARK)
    qtbot.addWidget(queues)
    queues.resize(800, 600)
    many = tuple(make_queue(f"q{number}", f"Queue {number}") for number in range(60))
    queues.show_frame(make_frame(queues=(make_queue(ALL, ""), *many)), now_ms)
    first = queues.page()
    assert len(first.rows) == queues.fitting() < 60
    for second in range(PAGE_S):
        queues.tick(now_ms + second * 1_000)
    assert queues.page().number == 2
    assert queues.page().rows[: first.pinned] == first.rows[: first.pinned]
