"""Who may command sees that commands are not recorded, and what that means."""

import pytest
from pytestqt.qtbot import QtBot

from wallboard.domain.centre.state import LedgerState, LedgerStatus
from wallboard.ui.freshness.ledger_label import LedgerLabel


def test_that_it_is_there_only_while_the_ledger_is_not_written(qtbot: QtBot) -> None:
    label = LedgerLabel()
    qtbot.addWidget(label)
    label.show_ledger(None)
    assert label.isHidden()
    label.show_ledger(LedgerState(status=LedgerStatus.HANGING))
    assert not label.isHidden()
    label.show_ledger(LedgerState(status=LedgerStatus.OK))
    assert label.isHidden()


@pytest.mark.parametrize(
    ("required", "words"), [(False, "Actions are not recorded"), (True, "Actions are refused")]
)
def test_that_it_says_what_follows(required: bool, words: str, qtbot: QtBot) -> None:
    label = LedgerLabel()
    qtbot.addWidget(label)
    label.show_ledger(LedgerState(status=LedgerStatus.FAILING, required=required))
    assert label.text() == words
    assert "See its log" in label.toolTip()
