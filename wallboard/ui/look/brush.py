"""What the painting delegates share: a theme with its lettering, cards kept as pixmaps, and marks of a drag."""

from enum import Enum

from msgspec import Struct
from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPixmap
from PySide6.QtWidgets import QStyle

from wallboard.domain.centre.agent_state import AgentState
from wallboard.ui.look import icons
from wallboard.ui.look.icons import Icon
from wallboard.ui.look.lettering import Lettering
from wallboard.ui.look.theme import Theme

_CARDS_KEPT = 400

_BROKEN = {AgentState.HOLD.value, AgentState.BUSY.value, AgentState.BUSY_UNKNOWN.value}
"""States whose bar is broken: to colour-blind eyes hold is near to talking, and an own call to wrap-up."""


CURRENT_PX = 2
"""The outline of what is current, in the design's pixels: it is seen where the keyboard is, whatever the ground."""


class Mark(Enum):
    """The mark of a place during a drag: none, may be dropped here, may not, is over here."""

    NONE = "none"
    LEGAL = "legal"
    ILLEGAL = "illegal"
    AIMED = "aimed"


class Card(Struct, frozen=True, kw_only=True):
    """The ground of a tile: palette fields for its parts, "" for none."""

    ground: str = "raised"
    bar: str = ""
    border: str = ""
    border_px: float = 1
    is_dashed: bool = False


class Brush:
    """Draws cards, icons and lines of text in one theme.

    Attributes:
        theme: whose colours and sizes are used.
        letters: writes single lines.
    """

    def __init__(self, theme: Theme) -> None:
        self.theme = theme
        self.letters = Lettering(theme)
        self._cards: dict[tuple[Card, int, int, float], QPixmap] = {}

    def card(self, painter: QPainter, box: QRect, card: Card) -> None:
        """Draws the ground of a tile, its colour bar at the left edge."""
        ratio = painter.device().devicePixelRatio()
        key = (card, box.width(), box.height(), ratio)
        kept = self._cards.get(key)
        if kept is None:
            if len(self._cards) >= _CARDS_KEPT:
                self._cards.clear()
            kept = self._cards[key] = self._draw_card(card, box.size(), ratio)
        painter.drawPixmap(box.topLeft(), kept)

    def icon(self, painter: QPainter, at: QPoint, icon: Icon, look: tuple[QColor, int]) -> None:
        """Draws an icon in a colour, its upper left corner ``at``; the size is device-independent pixels."""
        colour, size_px = look
        ground = self.theme.colour("surface")
        shape = icons.pixmap(icon, colour, ground, size_px, painter.device().devicePixelRatio())
        painter.drawPixmap(at, shape)

    def mark(self, painter: QPainter, box: QRect, mark: Mark) -> None:
        """Draws the mark for the dragged caller over a finished tile."""
        if mark is Mark.ILLEGAL:
            painter.fillRect(box, self.theme.colour("surface", 0.68))
        elif mark in (Mark.LEGAL, Mark.AIMED):
            accent = self.theme.colour("accent")
            thick = self.theme.px(3 if mark is Mark.AIMED else 1.5)
            painter.save()
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(accent, thick))
            painter.setBrush(self.theme.colour("accent", 0.22 if mark is Mark.AIMED else 0.06))
            edge = thick / 2
            radius = self.theme.px(7)
            painter.drawRoundedRect(QRectF(box).adjusted(edge, edge, -edge, -edge), radius, radius)
            painter.restore()

    def outline(self, painter: QPainter, cell: QRect, *, is_first: bool, is_last: bool) -> None:
        """Draws a cell's part of the outline of the current row."""
        thick, accent = self.theme.px(CURRENT_PX), self.theme.colour("accent")
        painter.fillRect(cell.x(), cell.y(), cell.width(), thick, accent)
        painter.fillRect(cell.x(), cell.bottom() + 1 - thick, cell.width(), thick, accent)
        if is_first:
            painter.fillRect(cell.x(), cell.y(), thick, cell.height(), accent)
        if is_last:
            painter.fillRect(cell.right() + 1 - thick, cell.y(), thick, cell.height(), accent)

    def _draw_card(self, card: Card, size: QSize, ratio: float) -> QPixmap:
        theme = self.theme
        drawn = QPixmap(round(size.width() * ratio), round(size.height() * ratio))
        drawn.setDevicePixelRatio(ratio)
        drawn.fill(Qt.GlobalColor.transparent)
        shape = QPainterPath()
        radius = theme.px(7)
        shape.addRoundedRect(QRectF(0.5, 0.5, size.width() - 1, size.height() - 1), radius, radius)
        painter = QPainter(drawn)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if card.ground:
            painter.fillPath(shape, theme.colour(card.ground))
        if card.bar:
            painter.setClipPath(shape)
            self._draw_bar(painter, card.bar, size.height())
            painter.setClipping(False)
        if card.border:
            style = Qt.PenStyle.DashLine if card.is_dashed else Qt.PenStyle.SolidLine
            thick = 1.5 if card.is_dashed else theme.px(card.border_px)
            painter.setPen(QPen(theme.colour(card.border), thick, style))
            inset = (thick - 1) / 2
            room = QRectF(0.5, 0.5, size.width() - 1, size.height() - 1).adjusted(inset, inset, -inset, -inset)
            painter.drawRoundedRect(room, radius - inset, radius - inset)
        painter.end()
        return drawn

    def _draw_bar(self, painter: QPainter, token: str, height: int) -> None:
        """Draws the bar at the left edge, dashed for states whose colour is near another's."""
        theme = self.theme
        piece, gap = (theme.px(5), theme.px(4)) if token in _BROKEN else (height, 1)
        for top in range(0, height, piece + gap):
            painter.fillRect(0, top, theme.px(4), piece, theme.colour(token))


_SELECTED = QStyle.StateFlag.State_Selected.value
_ACTIVE = QStyle.StateFlag.State_Active.value
_HOVERED = QStyle.StateFlag.State_MouseOver.value
_PLAIN_CARD = Card()
_HOVERED_CARD = Card(ground="hover")
_SELECTED_CARD = Card(ground="raised", border="accent", border_px=CURRENT_PX)
_CURRENT_CARD = Card(ground="selected", border="accent", border_px=CURRENT_PX)


def ground_of(state: QStyle.StateFlag) -> Card:
    """Returns the ground of a tile, by pointer and keyboard focus."""
    flags = state.value  # as a number: comparing the members takes three times as long
    if flags & _SELECTED:
        return _CURRENT_CARD if flags & _ACTIVE else _SELECTED_CARD
    return _HOVERED_CARD if flags & _HOVERED else _PLAIN_CARD
