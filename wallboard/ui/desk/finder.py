"""The box that finds a queue, an agent or a caller of the whole centre while you type (Ctrl+K)."""

from operator import attrgetter

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QLineEdit, QListView, QVBoxLayout, QWidget

from wallboard.present.frame import AgentRow, BoardFrame, CallerRow, QueueRow
from wallboard.present.search import Hit, find, follow
from wallboard.ui.desk.found import FoundDelegate, FoundLine, clock_of, state_words
from wallboard.ui.look.rows_model import RowsModel
from wallboard.ui.look.theme import Theme
from wallboard.ui.words import text
from wallboard.ui.words.plain import PlainLabel
from wallboard.ui.words.sentences import caller_name

_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
_PAGES = (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp)


class HitModel(RowsModel[Hit]):
    """What was found."""

    key = attrgetter("key")

    def accessible_text(self, row: Hit) -> str:
        return f"{named(row)}, {state_words(row.row, self.now_ms)}"

    def tool_tip(self, row: Hit) -> str:
        return self.accessible_text(row)


class Finder(QDialog):
    """Lists the hits for the typed text, each with its current state; Enter goes there.

    Signals:
        queue_found: the id of the chosen queue, `ALL` for all.
        agent_found: the id of the chosen agent.
        caller_found: the id of the chosen caller's call.
    """

    queue_found = Signal(str)
    agent_found = Signal(str)
    caller_found = Signal(str)

    def __init__(self, theme: Theme, frame: BoardFrame, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Find a queue, an agent or a caller"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._frame = frame
        self._hits: tuple[Hit, ...] = ()
        self.words = QLineEdit(self)
        self.words.setPlaceholderText(self.tr("Part of a name or number"))
        self.words.setClearButtonEnabled(True)
        self.words.textChanged.connect(self._find)
        self.words.returnPressed.connect(self._choose)
        self.words.installEventFilter(self)
        self.model = HitModel(self)
        self.hits = QListView(self)
        self.hits.setModel(self.model)
        self.hits.setItemDelegate(FoundDelegate(theme, self._line, self))
        self.hits.setUniformItemSizes(True)
        self.hits.setMouseTracking(True)
        self.hits.setAccessibleName(self.tr("Results"))
        self.hits.activated.connect(self._choose)
        self.hits.clicked.connect(self._choose)
        self.note = PlainLabel(parent=self)
        self.note.setWordWrap(True)
        self.note.setProperty("role", "soft")
        layout = QVBoxLayout(self)
        edge = theme.px(16)
        layout.setContentsMargins(edge, edge, edge, edge)
        layout.setSpacing(theme.px(10))
        layout.addWidget(self.words)
        layout.addWidget(self.hits, 1)
        layout.addWidget(self.note)
        self.resize(theme.px(560), theme.px(480))
        self._clock = QTimer(self, interval=1_000)
        self._clock.timeout.connect(self._tick)
        self._clock.start()
        self._find("")

    def show_frame(self, frame: BoardFrame) -> None:
        """Updates the hits from ``frame``; they stay in their places."""
        self._frame = frame
        self._show(follow(self._hits, frame))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Moves in the list by the arrow keys while the user types."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            step = _STEPS.get(Qt.Key(event.key()))
            if step is not None and self._hits:
                row = (self.hits.currentIndex().row() + step) % len(self._hits)
                self.hits.setCurrentIndex(self.model.index(row, 0))
                return True
            if event.key() in _PAGES:
                self.hits.keyPressEvent(event)
                return True
        return super().eventFilter(watched, event)

    def _find(self, words: str) -> None:
        self._show(find(self._frame, words, self.tr("All queues")))
        self.hits.setCurrentIndex(self.model.index(0, 0))
        self.hits.scrollToTop()
        if not self._hits:
            nothing = self.tr("No queue, agent or caller matches “{words}”.")
            self.note.setText(nothing.format(words=words.strip()))
        elif not words.strip():
            self.note.setText(self.tr("Type part of the name or number of a queue, an agent or a caller."))
        else:
            self.note.clear()

    def _show(self, hits: tuple[Hit, ...]) -> None:
        self._hits = hits
        self.model.now_ms = clock_of(self._frame)
        self.model.replace_rows(hits)

    def _tick(self) -> None:
        self.model.now_ms = clock_of(self._frame)
        self.hits.viewport().update()

    def _line(self, hit: object) -> FoundLine | None:
        if not isinstance(hit, Hit):
            return None
        return FoundLine(hit.row, named(hit), state_words(hit.row, self.model.now_ms))

    def _choose(self) -> None:
        hit = self.model.row_at(self.hits.currentIndex())
        if hit is None:
            return
        self.accept()
        match hit.row:
            case QueueRow():
                self.queue_found.emit(hit.row.id)
            case AgentRow():
                self.agent_found.emit(hit.row.agent_id)
            case CallerRow():
                self.caller_found.emit(hit.row.call_id)


def named(hit: Hit) -> str:
    """Returns a hit's name; a queue's with the PBX's own name behind it if that differs."""
    match hit.row:
        case QueueRow():
            return hit.name if hit.row.is_group else text.with_id(hit.name, hit.row.id)
        case AgentRow():
            return hit.name
        case CallerRow():
            return " · ".join(dict.fromkeys(word for word in (caller_name(hit.row), hit.row.number) if word))
