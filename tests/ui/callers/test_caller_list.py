"""The callers' cards on the screen."""

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from wallboard.domain.counts.thresholds import Level
from wallboard.domain.ids import ALL
from wallboard.present.frame import BoardFrame, CallerRow, Freshness, FreshnessState, QueueRow
from wallboard.ui.callers.caller_list import CallerList
from wallboard.ui.look.theme import DARK, Theme

Callers = Callable[..., CallerRow]
Frames = Callable[..., BoardFrame]


@pytest.fixture
def callers(theme: Theme, qtbot: QtBot) -> CallerList:
    """The list in each look, on the screen."""
    return on_screen(CallerList(theme), qtbot)


def on_screen(made: CallerList, qtbot: QtBot) -> CallerList:
    """``made`` in a window of its own."""
    qtbot.addWidget(made)
    made.resize(360, 500)
    made.show()
    qtbot.waitExposed(made)
    return made


def colours(callers: CallerList) -> set[str]:
    """Every colour of the first card's left edge."""
    image = callers.view.grab().toImage()
    return {image.pixelColor(x, y).name() for x in range(10) for y in range(image.height())}


def test_that_callers_are_shown_and_counted(callers: CallerList, make_frame: Frames, make_caller: Callers) -> None:
    callers.show_frame(make_frame(callers=(make_caller("a"), make_caller("b"))))
    assert callers.model.rowCount() == 2
    assert "2" in [label.text() for label in callers.findChildren(QLabel)]
    callers.show_frame(make_frame())
    assert "No callers waiting" in [label.text() for label in callers.findChildren(QLabel) if label.isVisible()]
    callers.show_frame(make_frame(callers=(make_caller("a"),)))
    assert "No callers waiting" not in [label.text() for label in callers.findChildren(QLabel) if label.isVisible()]


def test_that_no_other_caller_is_chosen_when_the_chosen_one_leaves(
    qtbot: QtBot, make_frame: Frames, make_caller: Callers
) -> None:
    callers = on_screen(CallerList(DARK), qtbot)
    ana, bea, eva = (make_caller(name) for name in ("ana", "bea", "eva"))
    callers.show_frame(make_frame(callers=(ana, bea, eva)))
    callers.view.setCurrentIndex(callers.model.index(1, 0))
    callers.show_frame(make_frame(callers=(bea, eva)))
    assert callers.model.row_at(callers.view.currentIndex()) == bea
    callers.show_frame(make_frame(callers=(eva,)))
    assert not callers.view.currentIndex().isValid()
    assert callers.view.selectionModel().selectedIndexes() == []


def test_that_the_list_stays_where_it_is_when_the_chosen_one_leaves(
    qtbot: QtBot, make_frame: Frames, make_caller: Callers
) -> None:
    callers = on_screen(CallerList(DARK), qtbot)
    rows = tuple(make_caller(f"w{number:02}") for number in range(40))
    callers.show_frame(make_frame(callers=rows))
    callers.view.setCurrentIndex(callers.model.index(0, 0))
    callers.show_frame(make_frame(callers=rows[20:]))
    assert callers.view.verticalScrollBar().value() == 0


def test_that_a_wait_turns_late_by_the_clock_without_another_frame(
    qtbot: QtBot, make_frame: Frames, make_caller: Callers, now_ms: int
) -> None:
    callers = on_screen(CallerList(DARK), qtbot)
    callers.tick(now_ms)
    callers.show_frame(make_frame(callers=tuple(make_caller(f"w{number}") for number in range(30))))
    assert DARK.level(Level.BAD).name() not in colours(callers)
    callers.tick(now_ms + 60_000)
    assert DARK.level(Level.BAD).name() in colours(callers)


def test_that_cards_lose_their_colour_when_the_board_is_not_live(
    qtbot: QtBot, make_frame: Frames, make_caller: Callers, now_ms: int
) -> None:
    callers = on_screen(CallerList(DARK), qtbot)
    callers.tick(now_ms)
    callers.show_frame(make_frame(callers=(make_caller(),)))
    assert DARK.level(Level.GOOD).name() in colours(callers)
    lost = Freshness(state=FreshnessState.GATEWAY_LOST)
    callers.show_frame(make_frame(callers=(make_caller(),), freshness=lost))
    assert DARK.level(Level.GOOD).name() not in colours(callers)


def test_that_it_is_not_said_that_nobody_waits_before_any_queue_is_known(
    callers: CallerList, make_frame: Frames, make_queue: Callable[..., QueueRow]
) -> None:
    lost, total = Freshness(state=FreshnessState.PBX_LOST, since_ms=1), make_queue(ALL)
    for queues, is_said in (((total,), False), ((total, make_queue("sales")), True)):
        callers.show_frame(make_frame(freshness=lost, queues=queues))
        assert ("No callers waiting" in [label.text() for label in callers.findChildren(QLabel)]) is is_said
