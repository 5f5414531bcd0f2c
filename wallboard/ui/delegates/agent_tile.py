"""One agent's tile, in three densities: name, state as word, shape and colour, running clock, badges."""

from msgspec import Struct
from msgspec.structs import replace
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyleOptionViewItem

from wallboard.domain.agent_state import AgentState
from wallboard.present.frame import AgentRow
from wallboard.ui import icons, sentences, text
from wallboard.ui.delegates.board_delegate import BoardDelegate
from wallboard.ui.delegates.brush import Card, Mark, ground_of
from wallboard.ui.icons import Icon
from wallboard.ui.lettering import Align
from wallboard.ui.models.rows import ROW_ROLE
from wallboard.ui.theme import Text


class Density(Struct, frozen=True, kw_only=True):
    """How much room a tile gets, in the design's pixels; ``lines`` of text: 3, 2 or 1."""

    least_width: int
    height: int
    gap: int
    lines: int
    name: Text
    clock: Text


GENEROUS = Density(least_width=184, height=86, gap=8, lines=3, name=Text.HEADING, clock=Text.FIGURE)
MEDIUM = Density(least_width=164, height=56, gap=6, lines=2, name=Text.STRONG, clock=Text.STRONG)
COMPACT = Density(least_width=180, height=32, gap=4, lines=1, name=Text.BODY, clock=Text.BODY)


class AgentTileDelegate(BoardDelegate):
    """Draws an `AgentRow` in the density that the wall has chosen.

    Attributes:
        density: the room that every tile gets.
    """

    density = GENEROUS

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        agent = index.data(ROW_ROLE)
        if not isinstance(agent, AgentRow):
            return
        theme = self.brush.theme
        half = theme.px(self.density.gap / 2)
        box = option.rect.adjusted(half, half, -half, -half)
        self.brush.card(painter, box, _card(agent, option))
        inside = box.adjusted(theme.px(14), 0, -theme.px(12), 0)
        match self.density.lines:
            case 3:
                self._draw_three(painter, inside, agent)
            case 2:
                self._draw_two(painter, inside, agent)
            case _:
                self._draw_one(painter, inside, agent)
        mark = self.mark_of(agent)
        if mark is not Mark.NONE:
            self.brush.mark(painter, box, mark)

    def _draw_three(self, painter: QPainter, box: QRect, agent: AgentRow) -> None:
        theme, letters = self.brush.theme, self.brush.letters
        top = QRect(box.x(), box.y() + theme.px(9), box.width(), letters.height(Text.HEADING))
        self._name(painter, self._badges(painter, top, agent), agent)
        middle = QRect(box.x(), top.bottom() + theme.px(3), box.width(), letters.height(Text.FIGURE))
        self._state(painter, self._clock(painter, middle, agent), agent)
        bottom = QRect(box.x(), middle.bottom() + theme.px(3), box.width(), letters.height(Text.CAPTION))
        letters.line(painter, bottom, _detail(agent), (Text.CAPTION, self._soft(agent)))

    def _draw_two(self, painter: QPainter, box: QRect, agent: AgentRow) -> None:
        theme, letters = self.brush.theme, self.brush.letters
        height = letters.height(self.density.name)
        start = box.y() + (box.height() - 2 * height - theme.px(3)) // 2
        top = QRect(box.x(), start, box.width(), height)
        self._name(painter, self._badges(painter, top, agent), agent)
        below = QRect(box.x(), top.bottom() + theme.px(4), box.width(), height)
        self._state(painter, self._clock(painter, below, agent), agent)

    def _draw_one(self, painter: QPainter, box: QRect, agent: AgentRow) -> None:
        rest = self._badges(painter, self._clock(painter, box, agent), agent)
        size = self.brush.theme.px(13)
        self._icon(painter, rest, agent, size)
        self._name(painter, rest.adjusted(size + self.brush.theme.px(7), 0, 0, 0), agent)

    def _name(self, painter: QPainter, box: QRect, agent: AgentRow) -> None:
        is_out = agent.state in (AgentState.LOGGED_OUT, AgentState.UNREACHABLE)
        colour = self.brush.theme.colour("ink_soft" if is_out else "ink")
        self.brush.letters.line(painter, box, agent.name, (self.density.name, colour))

    def _clock(self, painter: QPainter, box: QRect, agent: AgentRow) -> QRect:
        """Draw the clock at the right; what is left of ``box``."""
        if agent.state is AgentState.LOGGED_OUT or agent.since_ms <= 0:
            return box
        words = text.clock(self.now_ms - agent.since_ms)
        letters, style = self.brush.letters, self.density.clock
        colour = self.brush.theme.colour("ink" if agent.state is not AgentState.UNREACHABLE else "ink_soft")
        letters.line(painter, box, words, (style, colour), Align.RIGHT)
        # wide enough for this many figures, so that the rest does not move with each of them
        room = letters.width("0" * len(words), style) + self.brush.theme.px(6)
        return box.adjusted(0, 0, -room, 0)

    def _state(self, painter: QPainter, box: QRect, agent: AgentRow) -> None:
        size = self.brush.theme.px(16 if self.density.lines == 3 else 14)
        self._icon(painter, box, agent, size)
        words = agent.pause_reason if agent.state is AgentState.PAUSED and agent.pause_reason else ""
        beside = box.adjusted(size + self.brush.theme.px(7), 0, 0, 0)
        self.brush.letters.line(
            painter, beside, words or text.state_word(agent.state), (Text.BODY, self._soft(agent))
        )

    def _icon(self, painter: QPainter, box: QRect, agent: AgentRow, size: int) -> None:
        at = QPoint(box.x(), box.y() + (box.height() - size) // 2)
        colour = self.brush.theme.state(agent.state)
        self.brush.icon(painter, at, icons.state_icon(agent.state), (colour, size))

    def _badges(self, painter: QPainter, box: QRect, agent: AgentRow) -> QRect:
        """Draw a monitor's and a coming pause's badge at the right; what is left of ``box``."""
        theme = self.brush.theme
        size = theme.px(15)
        badges: list[tuple[Icon, QColor]] = []
        if agent.monitor is not None:
            mine = agent.my_monitor_id is not None
            badges.append((icons.mode_icon(agent.monitor), theme.colour("accent" if mine else "ink_soft")))
        if agent.pause_pending or agent.paused_in_call:
            badges.append((Icon.PAUSE_NEXT, theme.state(AgentState.PAUSED)))
        if agent.pending is not None:
            badges.append((Icon.MOVE, theme.colour("accent")))
        rest = box
        for icon, colour in badges:
            at = QPoint(rest.right() - size + 1, rest.y() + (rest.height() - size) // 2)
            self.brush.icon(painter, at, icon, (colour, size))
            rest = rest.adjusted(0, 0, -size - theme.px(5), 0)
        return rest

    def _soft(self, agent: AgentRow) -> QColor:
        return self.brush.theme.colour("ink_faint" if agent.state is AgentState.LOGGED_OUT else "ink_soft")


def _card(agent: AgentRow, option: QStyleOptionViewItem) -> Card:
    card = replace(ground_of(option), bar=agent.state.value)
    if agent.pending is not None:
        return replace(card, border="accent", is_dashed=True)
    if agent.state is AgentState.LOGGED_OUT and not card.border and card.ground == "raised":
        return Card(ground="", border="line")
    return card


def _detail(agent: AgentRow) -> str:
    """The third line: a command on its way, else the caller, else the queues."""
    if agent.pending is not None:
        return sentences.pending_words(agent.pending, agent.name)
    if agent.caller:
        return f"{agent.caller} · {agent.call_queue}" if agent.call_queue else agent.caller
    return ", ".join(agent.queues)
