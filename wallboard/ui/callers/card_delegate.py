"""Paints one waiting caller's card: name, queue, and a clock that becomes a warning and then late."""

from msgspec.structs import replace
from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPoint, QRect
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtWidgets import QStyleOptionViewItem

from wallboard.domain.centre.state import CallPhase
from wallboard.domain.counts.thresholds import Level
from wallboard.domain.ids import CallId
from wallboard.present.frame import CallerRow
from wallboard.ui.look import icons
from wallboard.ui.look.board_delegate import BoardDelegate
from wallboard.ui.look.brush import Brush, Card, ground_of
from wallboard.ui.look.icons import Icon
from wallboard.ui.look.lettering import Align
from wallboard.ui.look.rows_model import ROW_ROLE
from wallboard.ui.look.theme import Text, Theme
from wallboard.ui.words import sentences, text

_HEIGHT, _GAP = 62, 6

translate = text.translate

_FACES_KEPT = 64

FaceKey = tuple[CallerRow, Card, int, int, int, float, Brush]
"""What a face differs by: caller, ground, the clock's number of figures, width, height, pixel ratio, colours."""


class CallerCardDelegate(BoardDelegate):
    """Draws a `CallerRow`; the level of its wait is compared with the clock as it is drawn."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(theme, parent)
        self._faces: dict[CallId, tuple[FaceKey, QPixmap]] = {}

    def height(self) -> int:
        """Returns the height of a card with the gap below it, device-independent pixels."""
        return self.brush.theme.px(_HEIGHT + _GAP)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        caller = index.data(ROW_ROLE)
        if isinstance(caller, CallerRow):
            with self.as_of(caller.as_of_ms):
                self._paint(painter, option, caller)

    def _paint(self, painter: QPainter, option: QStyleOptionViewItem, caller: CallerRow) -> None:
        theme = self.brush.theme
        half = theme.px(_GAP / 2)
        box = option.rect.adjusted(theme.px(1), half, -theme.px(1), -half)
        is_known = caller.phase is not CallPhase.UNKNOWN
        clock = text.clock(self.now_ms - caller.since_ms) if is_known else text.NO_DATA
        level = caller.level_at(self.now_ms)
        ratio = painter.device().devicePixelRatio()
        key = (caller, _card(caller, level, option), len(clock), box.width(), box.height(), ratio, self.brush)
        kept = self._faces.get(caller.call_id)
        if kept is None or kept[0] != key:
            kept = self._new_face(key, level)
        painter.drawPixmap(box.topLeft(), kept[1])
        self.brush.letters.line(painter, self._inside(box), clock, (Text.LARGE, self._ink(level)), Align.RIGHT)

    def _new_face(self, key: FaceKey, level: Level) -> tuple[FaceKey, QPixmap]:
        """Returns a card without its clock: visible cards move up whenever a caller leaves, and are redrawn."""
        caller, card, figures, width, height, ratio, brush = key
        if len(self._faces) >= _FACES_KEPT:
            self._faces.clear()
        face = QPixmap(round(width * ratio), round(height * ratio))
        face.setDevicePixelRatio(ratio)
        face.fill(brush.theme.colour("surface"))
        painter = QPainter(face)
        box = QRect(0, 0, width, height)
        brush.card(painter, box, card)
        rest = self._beside_clock(painter, self._inside(box), figures, level)
        high, low = brush.letters.height(Text.HEADING), brush.letters.height(Text.BODY)
        top = QRect(rest.x(), rest.y(), rest.width(), high)
        brush.letters.name(painter, top, sentences.caller_name(caller), (Text.HEADING, brush.theme.colour("ink")))
        self._detail(painter, QRect(rest.x(), rest.bottom() - low + 1, rest.width(), low), caller)
        painter.end()
        self._faces[caller.call_id] = key, face
        return key, face

    def _inside(self, box: QRect) -> QRect:
        px = self.brush.theme.px
        return box.adjusted(px(16), px(10), -px(14), -px(10))

    def _ink(self, level: Level) -> QColor:
        theme = self.brush.theme
        return theme.colour("ink") if level is Level.GOOD else theme.level(level)

    def _beside_clock(self, painter: QPainter, box: QRect, figures: int, level: Level) -> QRect:
        """Draws the shape of a wait's level, once it is not good, before the clock; returns the rest of ``box``."""
        theme, letters = self.brush.theme, self.brush.letters
        room = letters.width("0" * figures, Text.LARGE)
        if level is not Level.GOOD:
            size = theme.px(18)
            room += size + theme.px(8)
            at = QPoint(box.right() - room, box.y() + (box.height() - size) // 2)
            self.brush.icon(painter, at, icons.level_icon(level), (self._ink(level), size))
        return box.adjusted(0, 0, -room - theme.px(10), 0)

    def _detail(self, painter: QPainter, box: QRect, caller: CallerRow) -> None:
        theme = self.brush.theme
        icon, words = _on_the_way(caller)
        if icon is None:
            look = (Text.BODY, theme.colour("ink_soft"))
        else:
            size = theme.px(14)
            at = QPoint(box.x(), box.y() + (box.height() - size) // 2)
            token = "accent" if icon is Icon.MOVE else "ink_soft"
            self.brush.icon(painter, at, icon, (theme.colour(token), size))
            box = box.adjusted(size + theme.px(6), 0, 0, 0)
            look = (Text.BODY, theme.colour("ink"))
        self.brush.letters.line(painter, box, words, look)


def _card(caller: CallerRow, level: Level, option: QStyleOptionViewItem) -> Card:
    card = replace(ground_of(option.state), bar=level.value)
    if caller.pending is not None or caller.phase is CallPhase.MOVING:
        return replace(card, border="accent", is_dashed=True)
    return card


def _on_the_way(caller: CallerRow) -> tuple[Icon | None, str]:
    """Returns the second line and its shape: where the caller is going, else where the caller waits."""
    if caller.pending is not None:
        return Icon.MOVE, sentences.pending_words(caller.pending)
    if caller.phase is CallPhase.MOVING and not caller.moving_to:  # an agent sent the caller on from the phone
        return Icon.MOVE, caller.queue_name
    if caller.phase is CallPhase.MOVING:
        return Icon.MOVE, translate("callers", "Moving to {target}").format(target=caller.moving_to)
    if caller.phase is CallPhase.UNKNOWN:
        return Icon.UNKNOWN, sentences.sentence(text.phase_word(caller.phase), stop="")
    if caller.returned:
        return Icon.RETURNED, translate("callers", "{queue} · again").format(queue=caller.queue_name)
    where = f"{caller.queue_name} · #{caller.position}" if caller.position else caller.queue_name
    return None, where
