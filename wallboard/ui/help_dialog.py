"""The manual in a window: its topics on the left, one of them on the right."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QListWidget, QSplitter, QTextBrowser, QVBoxLayout, QWidget

from wallboard.host.manual import topics
from wallboard.ui.theme import Theme


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
        self._topics = topics()
        self.titles = QListWidget(self)
        self.titles.setAccessibleName(self.tr("Topics"))
        self.titles.addItems([topic.title for topic in self._topics])
        self.page = QTextBrowser(self)
        self.page.setOpenExternalLinks(True)
        self.titles.currentRowChanged.connect(self._show)
        both = QSplitter(Qt.Orientation.Horizontal, self)
        both.addWidget(self.titles)
        both.addWidget(self.page)
        both.setSizes([theme.px(240), theme.px(640)])
        both.setChildrenCollapsible(False)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(both, 1)
        layout.addWidget(buttons)
        self.resize(theme.px(920), theme.px(640))
        self.titles.setCurrentRow(0)

    def _show(self, row: int) -> None:
        self.page.setMarkdown(self._topics[row].text)
