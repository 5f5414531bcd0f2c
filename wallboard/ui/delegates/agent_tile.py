"""One agent's tile: name, state as word, shape and colour, running clock, badges.

What many tiles have alike, ground, shape and word of a state, is drawn once and kept: a full wall is
repainted often, and each call of the painter costs some microseconds.
"""

from msgspec.structs import replace
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtWidgets import QStyleOptionViewItem

from wallboard.domain.agent_state import AgentState
from wallboard.present.frame import AgentRow
from wallboard.ui import icons, sentences, text
from wallboard.ui.delegates.board_delegate import BoardDelegate
from wallboard.ui.delegates.brush import Brush, Card, Mark, ground_of
from wallboard.ui.delegates.tile_places import GENEROUS, Density, Places, places
from wallboard.ui.icons import Icon
from wallboard.ui.models.agent_grid import AgentGrid
from wallboard.ui.theme import Text

_FACES_KEPT = 1_000
_STAMPS_KEPT = 4_000
"""Names and clocks of several screens of the largest centre: some ten megabytes."""
_NO_CLOCK = ""

FaceKey = tuple[Card, AgentState, str, int]
"""What a face differs by: ground, state, word, the clock's number of figures."""
StampKey = tuple[str, Text, bool, int]
"""What a name or a clock differs by: words, style, whether the agent is away, and the room for it."""
_AWAY = (AgentState.LOGGED_OUT, AgentState.UNREACHABLE)


class AgentTileDelegate(BoardDelegate):
    """Draws an `AgentRow` in the density that the wall has chosen.

    Attributes:
        density: the room that every tile gets.
    """

    density: Density = GENEROUS
    _places: Places | None = None
    _places_for: tuple[Density, int, int, float, Brush] | None = None

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        grid = index.model()
        agent = grid.row_at(index) if isinstance(grid, AgentGrid) else None
        if agent is None:
            return
        cell = option.rect
        place = self._placed(cell.width(), cell.height(), painter.device().devicePixelRatio())
        x, y = cell.x() + place.margin, cell.y() + place.margin
        clock = _NO_CLOCK
        if agent.state is not AgentState.LOGGED_OUT and agent.since_ms > 0:
            clock = text.clock(self.now_ms - agent.since_ms)
        key = (_card(agent, option), agent.state, _word(agent), len(clock))
        painter.drawPixmap(x, y, self._faces.get(key) or self._new_face(place, key))
        self._write(painter, place, (x, y), agent, clock)
        mark = self.mark_of(agent)
        if mark is not Mark.NONE:
            self.brush.mark(painter, QRect(x, y, place.width, place.height), mark)

    def _placed(self, width: int, height: int, ratio: float) -> Places:
        """The places in a cell of this size; what is kept was drawn for that size and the screen's pixel ratio."""
        wanted = (self.density, width, height, ratio, self.brush)
        if self._places is None or self._places_for != wanted:
            self._places = places(self.density, self.brush.theme, self.brush.letters, (width, height))
            self._places_for = wanted
            self._ratio = ratio
            self._faces: dict[FaceKey, QPixmap] = {}
            self._stamps: dict[StampKey, tuple[QPixmap, int]] = {}
        return self._places

    def _write(self, painter: QPainter, place: Places, at: tuple[int, int], agent: AgentRow, clock: str) -> None:
        """What each tile has for itself: name, clock, badges and, where there is room, the call."""
        letters, density = self.brush.letters, self.density
        (x, y), end = at, place.right
        is_away = agent.state in _AWAY
        if clock:
            key = (clock, density.clock, is_away, end)
            stamp, width = self._stamps.get(key) or self._new_stamp(key)
            painter.drawPixmap(x + end - width, y + place.clock_y, stamp)
            if density.lines == 1:
                end -= letters.width_of_figures(len(clock), density.clock) + place.beside_clock
        if agent.monitor is not None or agent.pause_pending or agent.paused_in_call or agent.pending is not None:
            end = self._badges(painter, place, at, agent, end)
        key = (agent.name, density.name, is_away, end - place.name_x)
        stamp, _ = self._stamps.get(key) or self._new_stamp(key)
        painter.drawPixmap(x + place.name_x, y + place.name_y, stamp)
        if place.detail_y >= 0:
            painter.setFont(letters.font(Text.CAPTION))
            painter.setPen(self._soft(agent.state))
            at_detail = (x + place.left, y + place.detail_y)
            letters.put(painter, at_detail, _detail(agent), Text.CAPTION, place.right - place.left)

    def _new_stamp(self, key: StampKey) -> tuple[QPixmap, int]:
        """A name or a clock, to be drawn until it changes, and its width."""
        words, style, is_away, room = key
        if len(self._stamps) >= _STAMPS_KEPT:
            self._stamps.clear()
        colour = self.brush.theme.colour("ink_soft" if is_away else "ink")
        stamp = self.brush.letters.stamp(words, (style, colour), room, self._ratio)
        self._stamps[key] = stamp, round(stamp.deviceIndependentSize().width())
        return self._stamps[key]

    def _badges(self, painter: QPainter, place: Places, at: tuple[int, int], agent: AgentRow, end: int) -> int:
        """Draw a monitor's, a coming pause's and a command's badge leftwards from ``end``; where the name ends."""
        theme = self.brush.theme
        badges: list[tuple[Icon, QColor]] = []
        if agent.monitor is not None:
            mine = agent.my_monitor_id is not None
            badges.append((icons.mode_icon(agent.monitor), theme.colour("accent" if mine else "ink_soft")))
        if agent.pause_pending or agent.paused_in_call:
            badges.append((Icon.PAUSE_NEXT, theme.state(AgentState.PAUSED)))
        if agent.pending is not None:
            badges.append((Icon.MOVE, theme.colour("accent")))
        for icon, colour in badges:
            corner = QPoint(at[0] + end - place.badge_px, at[1] + place.badge_y)
            self.brush.icon(painter, corner, icon, (colour, place.badge_px))
            end -= place.badge_step
        return end

    def _new_face(self, place: Places, key: FaceKey) -> QPixmap:
        """Ground, shape and word of a state, to be drawn on every tile that has them."""
        card, state, word, figures = key
        ratio = self._ratio
        if len(self._faces) >= _FACES_KEPT:
            self._faces.clear()
        face = QPixmap(round(place.width * ratio), round(place.height * ratio))
        face.setDevicePixelRatio(ratio)
        face.fill(self.brush.theme.colour("surface"))  # what the panel is: no blending when drawn
        painter = QPainter(face)
        brush, letters = self.brush, self.brush.letters
        brush.card(painter, QRect(0, 0, place.width, place.height), card)
        shape = (brush.theme.state(state), place.icon_px)
        brush.icon(painter, QPoint(place.left, place.icon_y), icons.state_icon(state), shape)
        if place.word_x >= 0:
            clock = letters.width_of_figures(figures, self.density.clock) + place.beside_clock
            painter.setFont(letters.font(Text.BODY))
            painter.setPen(self._soft(state))
            room = place.right - clock - place.word_x
            if letters.width(word, Text.BODY) > room and word == text.state_word(state):
                word = text.short_state_word(state)
            letters.put(painter, (place.word_x, place.word_y), word, Text.BODY, room)
        painter.end()
        self._faces[key] = face
        return face

    def _soft(self, state: AgentState) -> QColor:
        return self.brush.theme.colour("ink_faint" if state is AgentState.LOGGED_OUT else "ink_soft")


def _card(agent: AgentRow, option: QStyleOptionViewItem) -> Card:
    card = replace(ground_of(option), bar=agent.state.value)
    if agent.pending is not None:
        return replace(card, border="accent", is_dashed=True)
    if agent.state is AgentState.LOGGED_OUT and not card.border and card.ground == "raised":
        return Card(ground="", border="line")
    return card


def _word(agent: AgentRow) -> str:
    """The state, or what a paused agent gave as the reason."""
    if agent.state is AgentState.PAUSED and agent.pause_reason:
        return agent.pause_reason
    return text.state_word(agent.state)


def _detail(agent: AgentRow) -> str:
    """The third line: a command on its way, else the caller, else the queues."""
    if agent.pending is not None:
        return sentences.pending_words(agent.pending, agent.name)
    if caller := sentences.talks_with(agent):
        return f"{caller} · {agent.call_queue}" if agent.call_queue else caller
    return ", ".join(agent.queues)
