"""Moving a caller without a mouse: type a part of a name, choose an agent or a queue, see what will happen."""

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QPoint, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QDialog, QLineEdit, QListView, QStyleOptionViewItem, QVBoxLayout, QWidget

from wallboard.domain.commands import Reason
from wallboard.domain.ids import ALL_QUEUES
from wallboard.present.frame import AgentRow, QueueRow
from wallboard.ui import icons, sentences, text
from wallboard.ui.agent_text import doing, shape_of
from wallboard.ui.delegates.board_delegate import BoardDelegate
from wallboard.ui.delegates.brush import ground_of
from wallboard.ui.hands import Hands
from wallboard.ui.icons import Icon
from wallboard.ui.models.rows import ROW_ROLE, RowsModel
from wallboard.ui.plain import PlainLabel
from wallboard.ui.plain import title as window_title
from wallboard.ui.sentences import Source, Target
from wallboard.ui.theme import Text, Theme

translate = text.translate


class TargetModel(RowsModel[AgentRow | QueueRow]):
    """Agents and queues that a caller might go to, each with its answer in words."""

    def __init__(self, hands: Hands, source: Source, parent: QObject) -> None:
        super().__init__(parent)
        self._hands = hands
        self._source = source

    def key(self, row: Target) -> str:
        return f"queue {row.id}" if isinstance(row, QueueRow) else f"agent {row.agent_id}"

    def accessible_text(self, row: Target) -> str:
        return f"{row.name}: {self.answer(row)[1]}"

    def tool_tip(self, row: Target) -> str:
        return self.answer(row)[1]

    def answer(self, row: Target) -> tuple[bool, str]:
        """Whether the caller may go there, and what will happen or why not."""
        return self._hands.words(self._source, row)


class TargetDelegate(BoardDelegate):
    """Draws one target: shape, name, and why not if it may not be."""

    def __init__(self, theme: Theme, model: TargetModel) -> None:
        super().__init__(theme, model)
        self._model = model
        self.show_live(is_live=True)

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        theme = self.brush.theme
        return QSize(theme.px(300), theme.px(40))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        row = index.data(ROW_ROLE)
        if not isinstance(row, AgentRow | QueueRow):
            return
        theme, letters = self.brush.theme, self.brush.letters
        is_legal, words = self._model.answer(row)
        box = option.rect.adjusted(theme.px(2), theme.px(1), -theme.px(2), -theme.px(1))
        card = ground_of(option)
        if card.ground != "raised":
            self.brush.card(painter, box, card)
        size = theme.px(16)
        icon = Icon.QUEUE if isinstance(row, QueueRow) else icons.state_icon(shape_of(row))
        colour = theme.colour("ink_soft") if isinstance(row, QueueRow) else theme.state(row.state)
        at = QPoint(box.x() + theme.px(12), box.y() + (box.height() - size) // 2)
        self.brush.icon(painter, at, icon, (colour if is_legal else theme.colour("ink_faint"), size))
        inside = box.adjusted(theme.px(40), 0, -theme.px(12), 0)
        name = inside.adjusted(0, 0, -inside.width() * 11 // 20, 0)
        note = inside.adjusted(inside.width() * 9 // 20 + theme.px(8), 0, 0, 0)
        letters.line(painter, name, row.name, (Text.STRONG, theme.colour("ink" if is_legal else "ink_faint")))
        shown = doing(row) if is_legal and isinstance(row, AgentRow) else words
        letters.line(painter, note, shown, (Text.BODY, theme.colour("ink_soft" if is_legal else "ink_faint")))


def _names(row: Target) -> str:
    """What a target may be asked for by: people know a queue by its number too."""
    return f"{row.name} {row.id}" if isinstance(row, QueueRow) else row.name


class MoveChooser(QDialog):
    """Asks where a caller shall go. Opened without a loop of its own; it moves the caller itself when accepted."""

    def __init__(self, theme: Theme, hands: Hands, source: Source, parent: QWidget) -> None:
        super().__init__(parent)
        self._hands = hands
        self._source = source
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.question = translate("chooser", "Move {caller} to…").format(caller=sentences.caller_name(source))
        self.setWindowTitle(window_title(self.question))
        self.filter = QLineEdit(self)
        self.filter.setPlaceholderText(translate("chooser", "Type a part of an agent's or a queue's name"))
        self.filter.setClearButtonEnabled(True)
        self.model = TargetModel(hands, source, self)
        self.view = QListView(self)
        self.view.setModel(self.model)
        self.view.setItemDelegate(TargetDelegate(theme, self.model))
        self.view.setUniformItemSizes(True)
        self.view.setMouseTracking(True)
        self.view.setAccessibleName(translate("chooser", "Where to"))
        self.answer = PlainLabel(parent=self)
        self.answer.setWordWrap(True)
        self.answer.setProperty("role", "soft")
        self.answer.setMinimumHeight(theme.px(40))
        self._lay_out(theme)
        self.filter.installEventFilter(self)
        self.filter.textChanged.connect(lambda _words: self._show())
        self.filter.returnPressed.connect(self.accept)
        self.view.activated.connect(lambda _index: self.accept())
        self.view.selectionModel().currentChanged.connect(lambda _new, _old: self._tell())
        hands.frame_changed.connect(self.follow_frame)
        self._show()

    def follow_frame(self) -> None:
        """Take the agents and queues as they are now; closes when the call is gone."""
        if self._hands.now_of(self._source) is None:
            self.reject()
        else:
            self._show()

    def accept(self) -> None:
        target = self._current()
        if target is not None and not isinstance(self._hands.judge(self._source, target), Reason):
            self._hands.move(self._source, target)
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

    def _show(self) -> None:
        wanted = self.filter.text().casefold()
        frame = self._hands.frame
        queues = [queue for queue in frame.queues if queue.id != ALL_QUEUES]
        all_targets: list[Target] = [*frame.agents, *queues]
        found = [row for row in all_targets if wanted in _names(row).casefold()]
        legal = [row for row in found if self.model.answer(row)[0]]
        self.model.replace_rows([*legal, *(row for row in found if row not in legal)])
        if not self.view.currentIndex().isValid():
            self.view.setCurrentIndex(self.model.index(0, 0))
        self._tell()

    def _tell(self) -> None:
        target = self._current()
        nobody = translate("chooser", "Nobody and no queue has a name like this.")
        self.answer.setText(nobody if target is None else self.model.answer(target)[1])

    def _current(self) -> Target | None:
        return self.model.row_at(self.view.currentIndex())
