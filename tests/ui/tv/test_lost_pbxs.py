"""A TV names the PBXs that it has no current data of, and since when."""

from pytestqt.qtbot import QtBot

from wallboard.present.frame import BoardFrame, Freshness, FreshnessState, LostPbx
from wallboard.ui.tv.lost_pbxs import LostPbxLine
from wallboard.ui.words.day_time import hour_minute

AT_MS = 1_789_000_000_000


def shown(qtbot: QtBot, *lost: LostPbx, state: FreshnessState = FreshnessState.LIVE) -> LostPbxLine:
    line = LostPbxLine()
    qtbot.addWidget(line)
    line.show_frame(BoardFrame(freshness=Freshness(state=state, sources=3, lost=lost)))
    return line


def test_that_each_lost_pbx_is_named_with_its_time(qtbot: QtBot) -> None:
    line = shown(qtbot, LostPbx(name="lisbon", since_ms=AT_MS), LostPbx(name="porto", since_ms=0))
    assert line.text() == f"No connection: lisbon since {hour_minute(AT_MS)}, porto"
    assert not line.isHidden()


def test_that_a_pbx_that_is_back_is_being_read(qtbot: QtBot) -> None:
    assert shown(qtbot, LostPbx(name="porto", since_ms=AT_MS, is_syncing=True)).text() == "Reading porto…"


def test_that_nothing_is_shown_where_all_are_connected_or_none_is_live(qtbot: QtBot) -> None:
    assert shown(qtbot).isHidden()
    lost = LostPbx(name="porto", since_ms=AT_MS)
    assert shown(qtbot, lost, state=FreshnessState.GATEWAY_LOST).isHidden()
