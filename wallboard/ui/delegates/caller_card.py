"""One waiting caller's card: who, which queue, and a clock that turns to a warning and then late."""

from msgspec.structs import replace
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyleOptionViewItem

from wallboard.domain.state import CallPhase
from wallboard.domain.thresholds import Level
from wallboard.present.frame import CallerRow
from wallboard.ui import icons, sentences, text
from wallboard.ui.delegates.board_delegate import BoardDelegate
from wallboard.ui.delegates.brush import Card, ground_of
from wallboard.ui.icons import Icon
from wallboard.ui.lettering import Align
from wallboard.ui.models.caller_model import wait_level
from wallboard.ui.models.rows import ROW_ROLE
from wallboard.ui.theme import Text

_HEIGHT, _GAP = 62, 6

translate = text.translate


class CallerCardDelegate(BoardDelegate):
    """Draws a `CallerRow`; the level of its wait is compared with the clock as it is drawn."""

    def height(self) -> int:
        """What each card takes with the gap below it, device-independent pixels."""
        return self.brush.theme.px(_HEIGHT + _GAP)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        caller = index.data(ROW_ROLE)
        if not isinstance(caller, CallerRow):
            return
        theme, letters = self.brush.theme, self.brush.letters
        half = theme.px(_GAP / 2)
        box = option.rect.adjusted(theme.px(1), half, -theme.px(1), -half)
        level = wait_level(caller, self.now_ms)
        self.brush.card(painter, box, _card(caller, level, option))
        inside = box.adjusted(theme.px(16), theme.px(10), -theme.px(14), -theme.px(10))
        rest = self._clock(painter, inside, caller, level)
        top = QRect(rest.x(), rest.y(), rest.width(), letters.height(Text.HEADING))
        letters.line(painter, top, sentences.caller_name(caller), (Text.HEADING, theme.colour("ink")))
        below = QRect(
            rest.x(), rest.bottom() - letters.height(Text.BODY) + 1, rest.width(), letters.height(Text.BODY)
        )
        self._detail(painter, below, caller)

    def _clock(self, painter: QPainter, box: QRect, caller: CallerRow, level: Level) -> QRect:
        """Draw the wait at the right, with the shape of its level once it is not good; what is left of ``box``."""
        theme, letters = self.brush.theme, self.brush.letters
        words = text.clock(self.now_ms - caller.since_ms)
        colour = theme.colour("ink") if level is Level.GOOD else theme.level(level)
        letters.line(painter, box, words, (Text.LARGE, colour), Align.RIGHT)
        room = letters.width("0" * len(words), Text.LARGE)
        if level is not Level.GOOD:
            size = theme.px(18)
            room += size + theme.px(8)
            at = QPoint(box.right() - room, box.y() + (box.height() - size) // 2)
            self.brush.icon(painter, at, icons.level_icon(level), (colour, size))
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
    card = replace(ground_of(option), bar=level.value)
    if caller.pending is not None or caller.phase is CallPhase.MOVING:
        return replace(card, border="accent", is_dashed=True)
    return card


def _on_the_way(caller: CallerRow) -> tuple[Icon | None, str]:
    """The second line and its shape: where the caller is going, else where the caller waits."""
    if caller.pending is not None:
        return Icon.MOVE, sentences.pending_words(caller.pending)
    if caller.phase is CallPhase.MOVING and not caller.moving_to:  # an agent sent the caller on from the phone
        return Icon.MOVE, caller.queue_name
    if caller.phase is CallPhase.MOVING:
        return Icon.MOVE, translate("callers", "On the way to {target}").format(target=caller.moving_to)
    if caller.returned:
        return Icon.RETURNED, translate("callers", "{queue} · again").format(queue=caller.queue_name)
    where = f"{caller.queue_name} · #{caller.position}" if caller.position else caller.queue_name
    return None, where
