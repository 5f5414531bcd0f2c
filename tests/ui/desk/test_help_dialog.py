"""The manual in a window."""

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.languages import TRANSLATED
from wallboard.host.manual import topics
from wallboard.settings.language import Language
from wallboard.ui.desk.help_dialog import HelpDialog
from wallboard.ui.look.theme import Theme
from wallboard.ui.words.language import install_language


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


@pytest.mark.usefixtures("clean")
@pytest.mark.parametrize("language", TRANSLATED)
def test_that_a_supervisor_reads_of_the_desk_in_the_language_of_the_screens(
    language: Language, qapp: QApplication, theme: Theme, qtbot: QtBot
) -> None:
    install_language(qapp, language)
    dialog = HelpDialog(theme)
    qtbot.addWidget(dialog)
    own, english = topics(language)[0], topics()[0]
    assert own.title != english.title
    assert dialog.titles.item(0).text() == own.title
    assert dialog.page.toPlainText().startswith(own.title)
    foreign = [dialog.titles.item(row).text() for row in range(1, dialog.titles.count())]
    assert len(foreign) > 5
    assert all("ingl" in title or "angl" in title for title in foreign)
    dialog.show()
    assert dialog.titles.horizontalScrollBar().maximum() == 0
