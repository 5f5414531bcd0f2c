"""The box that finds a queue or an agent while you type (Ctrl+K)."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from wallboard.present.frame import BoardFrame
from wallboard.present.search import Hit, find
from wallboard.ui import text
from wallboard.ui.plain import cut
from wallboard.ui.theme import Theme


class Finder(QDialog):
    """Lists what the typed words are found in; Enter goes there.

    Signals:
        queue_found: the id of the chosen queue.
        agent_found: the id of the chosen agent.
    """

    queue_found = Signal(str)
    agent_found = Signal(str)

    def __init__(self, theme: Theme, frame: BoardFrame, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Find a queue or an agent"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._frame = frame
        self.words = QLineEdit(self)
        self.words.setPlaceholderText(self.tr("Name of a queue or an agent"))
        self.words.setClearButtonEnabled(True)
        self.words.textChanged.connect(self._list)
        self.words.returnPressed.connect(self._choose)
        self.words.installEventFilter(self)
        self.hits = QListWidget(self)
        pad, radius, colours = theme.px(6), theme.px(6), theme.colours
        self.hits.setStyleSheet(
            f"QListWidget::item {{ padding: {pad}px {theme.px(8)}px; border-radius: {radius}px; }}"
            f"QListWidget::item:hover {{ background: {colours.hover}; }}"
            f"QListWidget::item:selected {{ background: {colours.selected}; color: {colours.ink}; }}"
        )
        self.hits.itemActivated.connect(self._choose)
        self.hits.itemClicked.connect(self._choose)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.px(16), theme.px(16), theme.px(16), theme.px(16))
        layout.setSpacing(theme.px(10))
        layout.addWidget(self.words)
        layout.addWidget(self.hits)
        self.resize(theme.px(420), theme.px(380))
        self._list("")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the arrow keys move in the list while the words are being typed."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            if step is not None and self.hits.count():
                self.hits.setCurrentRow((self.hits.currentRow() + step) % self.hits.count())
                return True
        return super().eventFilter(watched, event)

    def _list(self, words: str) -> None:
        self.hits.clear()
        for hit in find(self._frame, words):
            kind = self.tr("queue") if hit.queue_id is not None else self.tr("agent")
            name = hit.name if hit.queue_id is None else text.with_id(hit.name, hit.queue_id)
            item = QListWidgetItem(cut(f"{name}  ·  {kind}"))
            item.setData(Qt.ItemDataRole.UserRole, hit)
            self.hits.addItem(item)
        self.hits.setCurrentRow(0)

    def _choose(self) -> None:
        item = self.hits.currentItem()
        if item is None:
            return
        hit: Hit = item.data(Qt.ItemDataRole.UserRole)
        self.accept()
        if hit.queue_id is not None:
            self.queue_found.emit(hit.queue_id)
        elif hit.agent_id is not None:
            self.agent_found.emit(hit.agent_id)
