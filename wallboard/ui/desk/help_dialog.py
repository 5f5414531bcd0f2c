"""The manual in a window: its topics on the left, one of them on the right."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextBlockFormat, QTextCursor, QTextDocument
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QListWidget, QSplitter, QVBoxLayout, QWidget

from wallboard.host.manual import Topic, topics
from wallboard.settings.language import ENGLISH
from wallboard.ui.look.theme import Theme
from wallboard.ui.words.language import spoken
from wallboard.ui.words.plain import ManualPage


class HelpDialog(QDialog):
    """Shows the manual's pages; links to other places open in the browser.

    Attributes:
        titles: the list of topics.
        page: the topic that is read.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Help"))
        self._theme = theme
        self._topics = topics(spoken())
        self.titles = QListWidget(self)
        self.titles.setAccessibleName(self.tr("Topics"))
        self.titles.addItems([self._title(topic) for topic in self._topics])
        self.titles.setStyleSheet(
            f"QListWidget::item {{ padding: {theme.px(6)}px {theme.px(10)}px; color: {theme.colours.ink}; }}"
            f"QListWidget::item:selected {{ background: {theme.colours.selected}; }}"
        )
        self.page = ManualPage(self)
        self.titles.currentRowChanged.connect(self._show)
        both = QSplitter(Qt.Orientation.Horizontal, self)
        both.addWidget(self.titles)
        both.addWidget(self.page)
        both.setChildrenCollapsible(False)
        titles_px = self._titles_px()
        both.setSizes([titles_px, theme.px(640)])
        both.setStretchFactor(1, 1)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(both, 1)
        layout.addWidget(buttons)
        self.resize(titles_px + theme.px(680), theme.px(640))
        self.titles.setCurrentRow(0)

    def _titles_px(self) -> int:
        """Returns the width that shows every title whole, at least the usual one and at most twice that."""
        self.titles.ensurePolished()
        wanted = self.titles.sizeHintForColumn(0) + 2 * self.titles.frameWidth() + self._theme.px(2)
        usual = self._theme.px(240)
        return min(max(wanted, usual), 2 * usual)

    def _title(self, topic: Topic) -> str:
        """Returns a page's title, with a note where its language is not the screen's."""
        is_foreign = topic.is_english and spoken() != ENGLISH
        return self.tr("{title} (in English)").format(title=topic.title) if is_foreign else topic.title

    def _show(self, row: int) -> None:
        self.page.show_page(self._topics[row].text)
        give_room(self.page.document(), self._theme)


def give_room(document: QTextDocument, theme: Theme) -> None:
    """Adds space around paragraphs, items and lines, which Markdown has none of."""
    document.setDocumentMargin(theme.px(16))
    block = document.begin()
    while block.isValid():
        cursor = QTextCursor(block)
        room = QTextBlockFormat()
        room.setLineHeight(130, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        if cursor.currentTable() is None:
            is_heading = block.blockFormat().headingLevel() > 1
            room.setTopMargin(theme.px(20 if is_heading else 8 if block.textList() is None else 4))
        cursor.mergeBlockFormat(room)
        block = block.next()
