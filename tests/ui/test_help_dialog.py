"""The manual in a window."""

from pytestqt.qtbot import QtBot

from wallboard.host.manual import topics
from wallboard.ui.help_dialog import HelpDialog
from wallboard.ui.theme import Theme


def test_that_every_topic_is_there_and_the_first_is_open(theme: Theme, qtbot: QtBot) -> None:
    dialog = HelpDialog(theme)
    qtbot.addWidget(dialog)
    pages = topics()
    assert [dialog.titles.item(row).text() for row in range(dialog.titles.count())] == [
        page.title for page in pages
    ]
    assert dialog.page.toPlainText().startswith(pages[0].title)
    dialog.titles.setCurrentRow(3)
    assert dialog.page.toPlainText().startswith(pages[3].title)
    assert not dialog.grab().isNull()
