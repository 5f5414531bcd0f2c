"""Moving a caller without a mouse: type a part of a name, choose an agent or a queue, see what will happen."""

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QLineEdit, QListView, QVBoxLayout, QWidget

from wallboard.domain.actions.commands import Reason
from wallboard.present.frame import AgentRow, MoveSource, MoveTarget, QueueRow
from wallboard.present.search import agents_of, key_of
from wallboard.present.targets import targets
from wallboard.ui.call_control.call_controller import CallController
from wallboard.ui.desk.found import FoundDelegate, FoundLine, clock_of, state_words
from wallboard.ui.look.rows_model import RowsModel
from wallboard.ui.look.theme import Theme
from wallboard.ui.words import sentences, text
from wallboard.ui.words.plain import PlainLabel
from wallboard.ui.words.plain import title as window_title

translate = text.translate

_FOLLOWS_MS = 250
"""The list takes in new pictures so often: each takes some milliseconds with thousands of agents."""
_REPLACED_MS = 600
"""So long Enter does nothing once another target was selected by itself: the key was meant for the one before."""


class TargetModel(RowsModel[MoveTarget]):
    """Agents and queues that a caller might go to, each with its answer in words."""

    key = staticmethod(key_of)

    def __init__(self, controller: CallController, source: MoveSource, parent: QObject) -> None:
        super().__init__(parent)
        self._controller = controller
        self._source = source

    def accessible_text(self, row: MoveTarget) -> str:
        return f"{row.name}: {self.answer(row)[1]}"

    def tool_tip(self, row: MoveTarget) -> str:
        return self.answer(row)[1]

    def answer(self, row: MoveTarget) -> tuple[bool, str]:
        """Whether the caller may go there, and what will happen or why not."""
        return self._controller.words(self._source, row)


class MoveChooser(QDialog):
    """Asks where a caller shall go. Opened without a loop of its own; it moves the caller itself when accepted."""

    def __init__(self, theme: Theme, controller: CallController, source: MoveSource, parent: QWidget) -> None:
        super().__init__(parent)
        self._controller = controller
        self._source = source
        self._targets: list[str] = []
        self._suggested: str | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.question = translate("chooser", "Move {caller} to…").format(caller=sentences.caller_name(source))
        self.setWindowTitle(window_title(self.question))
        self.filter = QLineEdit(self)
        self.filter.setPlaceholderText(translate("chooser", "Part of an agent or queue name"))
        self.filter.setClearButtonEnabled(True)
        self.model = TargetModel(controller, source, self)
        self.view = QListView(self)
        self.view.setModel(self.model)
        self.view.setItemDelegate(FoundDelegate(theme, self._line, self))
        self.view.setUniformItemSizes(True)
        self.view.setMouseTracking(True)
        self.view.setAccessibleName(translate("chooser", "Move to"))
        self.answer = PlainLabel(parent=self)
        self.answer.setWordWrap(True)
        self.answer.setProperty("role", "soft")
        self.answer.setMinimumHeight(theme.px(40))
        self._lay_out(theme)
        self.filter.installEventFilter(self)
        self.filter.textChanged.connect(lambda _words: self._find())
        self.filter.returnPressed.connect(self.accept)
        self.view.activated.connect(lambda _index: self.accept())
        self.view.selectionModel().currentChanged.connect(lambda _new, _old: self._tell())
        controller.frame_changed.connect(self.follow_frame)
        self._soon = QTimer(self, interval=_FOLLOWS_MS, singleShot=True)
        self._soon.timeout.connect(self._follow)
        self._replaced = QTimer(self, interval=_REPLACED_MS, singleShot=True)
        self._clock = QTimer(self, interval=1_000)
        self._clock.timeout.connect(self.view.viewport().update)
        self._clock.start()
        self._find()

    def follow_frame(self) -> None:
        """Updates, soon, the agents and queues in their places; closes when the call has ended."""
        if self._controller.now_of(self._source) is None:
            self.reject()
        elif not self._soon.isActive():
            self._soon.start()

    def _follow(self) -> None:
        frame = self._controller.frame
        there: list[MoveTarget] = [*agents_of(frame), *frame.queues]
        rows = {key_of(row): row for row in there}
        self._targets = [key for key in self._targets if key in rows]
        self.model.replace_rows([rows[key] for key in self._targets])
        if self._is_suggestion_refused() and not self.view.underMouse():
            self._suggest_another()
        self._tell()

    def _is_suggestion_refused(self) -> bool:
        """Whether the selected target, which the user did not choose, cannot get the caller (any more)."""
        target = self._current()
        if target is None or key_of(target) != self._suggested:
            return False
        return isinstance(self._controller.judge(self._source, target), Reason)

    def _suggest_another(self) -> None:
        """Lists the targets anew, legal ones first, as an agent's phone begins to ring while the dialog opens."""
        before = self._suggested
        self._find()
        if self._suggested != before:
            self._replaced.start()

    @property
    def is_just_replaced(self) -> bool:
        """Whether another target was selected by itself a moment ago, which Enter does not take yet."""
        return self._replaced.isActive()

    def accept(self) -> None:
        target = self._current()
        if target is None or (self.is_just_replaced and key_of(target) == self._suggested):
            return
        if not isinstance(self._controller.judge(self._source, target), Reason):
            self._controller.move(self._source, target)
            super().accept()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        keys = (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp)
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress and event.key() in keys:
            self.view.keyPressEvent(event)
            return True
        return super().eventFilter(watched, event)

    def _lay_out(self, theme: Theme) -> None:
        whole = QVBoxLayout(self)
        edge = theme.px(16)
        whole.setContentsMargins(edge, edge, edge, edge)
        whole.setSpacing(theme.px(10))
        title = PlainLabel(self.question, self)
        title.setProperty("role", "title")
        for part in (title, self.filter):
            whole.addWidget(part)
        whole.addWidget(self.view, 1)
        whole.addWidget(self.answer)
        self.resize(theme.px(560), theme.px(560))

    def _find(self) -> None:
        """Lists the targets that match the typed text, legal ones first, and selects the first.

        Their order stays until the text changes or the first, still selected, is refused.
        """
        found = targets(self._source, self._controller.frame, self.filter.text())
        self._targets = [key_of(row) for row in found]
        self.model.replace_rows(found)
        self.view.setCurrentIndex(self.model.index(0, 0))
        self.view.scrollToTop()
        self._suggested = self._targets[0] if self._targets else None
        self._replaced.stop()
        self._tell()

    def _line(self, row: object) -> FoundLine | None:
        if not isinstance(row, MoveTarget):
            return None
        is_legal, words = self.model.answer(row)
        name = text.with_id(row.name, row.id) if isinstance(row, QueueRow) else row.name
        if not is_legal:
            return FoundLine(row, name, words, is_faint=True)
        state = state_words(row, clock_of(self._controller.frame))
        queues = ", ".join(row.queues) if isinstance(row, AgentRow) else ""
        return FoundLine(row, name, f"{state} · {queues}" if queues else state)

    def _tell(self) -> None:
        target = self._current()
        nobody = translate("chooser", "No agent or queue matches.")
        self.answer.setText(nobody if target is None else self.model.answer(target)[1])

    def _current(self) -> MoveTarget | None:
        return self.model.row_at(self.view.currentIndex())
