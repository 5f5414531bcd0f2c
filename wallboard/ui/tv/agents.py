"""The agents of a TV by state, as bars whose lengths compare from across the room."""

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from wallboard.domain.centre.agent_state import AgentState
from wallboard.present.frame import BoardFrame, QueueRow
from wallboard.ui.figures.band import row_of_scope
from wallboard.ui.look import icons
from wallboard.ui.look.theme import Text, Theme
from wallboard.ui.words import text

SHOWN = (*(state for state in AgentState if state is not AgentState.LOGGED_OUT), AgentState.UNKNOWN)
_SELDOM = (
    AgentState.COOL_DOWN,
    AgentState.ON_DEMAND,
    AgentState.BUSY_UNKNOWN,
    AgentState.DO_NOT_DISTURB,
    AgentState.UNKNOWN,
)
"""States that have a bar only while somebody is in them: from afar fewer bars read better."""


class TvAgents(QWidget):
    """One bar for each state but logged out, rare ones only when present: shape, text, bar and count."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._row: QueueRow | None = None
        self._word_px = 0

    def restyle(self, theme: Theme) -> None:
        """Applies another theme; the stale one has no colours."""
        self._theme = theme
        self.update()

    def tick(self, _now_ms: int) -> None:
        """Does nothing: counts have no clock."""

    def show_frame(self, frame: BoardFrame, _now_ms: int = 0) -> None:
        """Shows how many agents are in each state."""
        row = row_of_scope(frame)
        if row is not self._row:
            self._row = row
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme = self._theme
        painter.setPen(theme.colour("line"))
        painter.setBrush(theme.colour("surface"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), theme.px(10), theme.px(10))
        head = QRect(theme.px(16), 0, self.width() - theme.px(32), theme.px(40))
        painter.setFont(theme.font(Text.STRONG))
        painter.setPen(theme.colour("ink_soft"))
        painter.drawText(head, int(Qt.AlignmentFlag.AlignVCenter), self.tr("Agents"))
        counts = {} if self._row is None else self._row.agents
        shown = [state for state in SHOWN if state not in _SELDOM or counts.get(state)]
        most = max((counts.get(state, 0) for state in shown), default=0)
        metrics = QFontMetrics(theme.font(Text.HEADING))
        room = head.width() * 2 // 5
        words = [_word(state, metrics, room) for state in shown]
        self._word_px = min(max(metrics.horizontalAdvance(word) for word in words), head.width() // 2)
        height = (self.height() - head.height() - theme.px(8)) // len(shown)
        for place, (state, word) in enumerate(zip(shown, words, strict=True)):
            line = QRect(head.left(), head.bottom() + place * height, head.width(), height)
            count = counts.get(state, 0)
            self._paint_state(painter, line, (state, word, count), count / most if most else 0.0)

    def _paint_state(
        self, painter: QPainter, room: QRect, shown: tuple[AgentState, str, int], share: float
    ) -> None:
        theme, (state, word, count) = self._theme, shown
        colour = theme.state(state) if count else theme.colour("ink_faint")
        size = theme.px(18)
        shape = icons.pixmap(
            icons.state_icon(state), colour, theme.colour("surface"), size, self.devicePixelRatioF()
        )
        painter.drawPixmap(room.left(), room.center().y() - size // 2, shape)
        words = room.adjusted(size + theme.px(10), 0, 0, 0)
        painter.setFont(theme.font(Text.HEADING))
        painter.setPen(theme.colour("ink" if count else "ink_faint"))
        painter.drawText(words, int(Qt.AlignmentFlag.AlignVCenter), word)
        painter.setFont(theme.font(Text.FIGURE))
        number = QRect(words.left() + self._word_px, room.top(), theme.px(52), room.height())
        painter.drawText(
            number, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight), text.count(count)
        )
        left = number.right() + theme.px(12)
        thick = min(theme.px(18), room.height() * 2 // 3)
        length = round((room.right() - left) * share)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawRoundedRect(left, room.center().y() - thick // 2, length, thick, theme.px(3), theme.px(3))


def _word(state: AgentState, metrics: QFontMetrics, room: int) -> str:
    """Returns the state in words, in few letters where the others leave too little of the bars."""
    word = text.state_word(state)
    return word if metrics.horizontalAdvance(word) <= room else text.short_state_word(state)
