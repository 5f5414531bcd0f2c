"""One agent's tile: name, state as word, shape and colour, running clock, badges.

What many tiles have alike, ground, shape and word of a state, is drawn once and kept: a full wall is
repainted often, and each call of the painter costs some microseconds.
"""

from msgspec.structs import replace
from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPoint, QRect
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtWidgets import QStyleOptionViewItem

from wallboard.domain.centre.agent_state import AgentState
from wallboard.domain.centre.state_limits import StateLimits
from wallboard.domain.counts.thresholds import Level
from wallboard.present.frame import AgentRow
from wallboard.present.names import shorter_names
from wallboard.ui.agents import words
from wallboard.ui.agents.grid_model import AgentGrid
from wallboard.ui.agents.tile_layout import GENEROUS, Density, Places, places
from wallboard.ui.look import icons
from wallboard.ui.look.board_delegate import BoardDelegate
from wallboard.ui.look.brush import Brush, Card, Mark, ground_of
from wallboard.ui.look.icons import Icon
from wallboard.ui.look.theme import Text, Theme
from wallboard.ui.words import sentences, text

_FACES_KEPT = 1_000
_STAMPS_KEPT = 4_000
"""Names and clocks of several screens of the largest centre: some ten megabytes."""
_NO_CLOCK = ""

FaceKey = tuple[Card, AgentState, AgentState, str, str, int]
"""The key of a face: background, state, shape, text, short text, the clock's number of digits."""
StampKey = tuple[str, Text, bool, int]
"""What a name or a clock differs by: words, style, whether its ink is soft, and the room for it."""
LookKey = tuple[Density, int, int, float, Brush]
"""What all that is kept differs by: density, a cell's width and height, the screen's pixel ratio, colours."""
_LOOKS_KEPT = 2
"""With colours and, for agents whose PBX is lost, without."""
_AWAY = (AgentState.LOGGED_OUT, AgentState.UNREACHABLE)


class AgentTileDelegate(BoardDelegate):
    """Draws an `AgentRow` in the density that the wall has chosen.

    Attributes:
        density: the room that every tile gets.
        limits: how long a state may last until its tile stands out.
    """

    density: Density = GENEROUS
    limits = StateLimits()

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(theme, parent)
        self._kept: dict[LookKey, tuple[Places, dict[FaceKey, QPixmap], dict[StampKey, tuple[QPixmap, int]]]] = {}
        self._kept_for: LookKey | None = None

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        grid = index.model()
        agent = grid.row_at(index) if isinstance(grid, AgentGrid) else None
        if agent is None:
            return
        if agent.as_of_ms:
            with self.as_of(agent.as_of_ms):
                self._paint(painter, option, agent)
        else:
            self._paint(painter, option, agent)

    def _paint(self, painter: QPainter, option: QStyleOptionViewItem, agent: AgentRow) -> None:
        cell = option.rect
        place = self._placed(cell.width(), cell.height(), painter.device().devicePixelRatio())
        x, y = cell.x() + place.margin, cell.y() + place.margin
        clock = _NO_CLOCK
        if agent.state is not AgentState.LOGGED_OUT and agent.since_ms > 0:
            clock = text.clock(self.now_ms - agent.since_ms)
        shape = words.shape_of(agent)
        is_late = self._is_late(agent)
        caller = sentences.talks_with(agent) if place.has_caller else ""
        shown_words = ("", "") if caller else words.tile_words(agent)
        key = (_card(agent, option, is_late=is_late), agent.state, shape, *shown_words, len(clock))
        painter.drawPixmap(x, y, self._faces.get(key) or self._new_face(place, key))
        self._write(painter, place, (x, y), agent, clock)
        if caller:
            self._write_caller(painter, place, (x, y), caller, len(clock))
        mark = self.mark_of(agent)
        if mark is not Mark.NONE:
            self.brush.mark(painter, QRect(x, y, place.width, place.height), mark)

    def _is_late(self, agent: AgentRow) -> bool:
        """Whether an agent has been in the state for longer than anybody should."""
        return 0 < self.limits.late_at_ms(agent.state, agent.since_ms, agent.pause_reason) <= self.now_ms

    def _placed(self, width: int, height: int, ratio: float) -> Places:
        """The places in a cell of this size; what is kept was drawn for that size and the screen's pixel ratio."""
        wanted = (self.density, width, height, ratio, self.brush)
        if self._kept_for != wanted:
            self._kept_for = wanted
            self._ratio = ratio
            kept = self._kept.get(wanted)
            if kept is None:
                if len(self._kept) >= _LOOKS_KEPT:
                    self._kept.clear()
                where = places(self.density, self.brush.theme, self.brush.letters, (width, height))
                kept = self._kept[wanted] = where, {}, {}
            self._places, self._faces, self._stamps = kept
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
        is_paused_somehow = agent.pause_pending or agent.paused_in_call or agent.paused_in
        if agent.monitor is not None or agent.pending is not None or is_paused_somehow or self._is_late(agent):
            end = self._badges(painter, place, at, agent, end)
        key = (agent.name, density.name, is_away, end - place.name_x)
        stamp, _ = self._stamps.get(key) or self._new_stamp(key)
        painter.drawPixmap(x + place.name_x, y + place.name_y, stamp)
        if place.detail_y >= 0:
            painter.setFont(letters.font(Text.CAPTION))
            painter.setPen(self._soft(agent.state))
            at_detail = (x + place.left, y + place.detail_y)
            letters.put(painter, at_detail, words.detail(agent), Text.CAPTION, place.right - place.left)

    def _write_caller(
        self, painter: QPainter, place: Places, at: tuple[int, int], caller: str, figures: int
    ) -> None:
        """Draws the agent's caller in the place of the state's text: the shape shows the state."""
        clock = self.brush.letters.width_of_figures(figures, self.density.clock) + place.beside_clock
        key = (caller, Text.BODY, True, place.right - clock - place.word_x)
        stamp, _ = self._stamps.get(key) or self._new_stamp(key)
        painter.drawPixmap(at[0] + place.word_x, at[1] + place.word_y, stamp)

    def _new_stamp(self, key: StampKey) -> tuple[QPixmap, int]:
        """A name or a clock, to be drawn until it changes, and its width."""
        names, style, is_soft, room = key
        if len(self._stamps) >= _STAMPS_KEPT:
            self._stamps.clear()
        colour = self.brush.theme.colour("ink_soft" if is_soft else "ink")
        letters = self.brush.letters
        shown = letters.fitting(shorter_names(names), style, room) if " " in names else names
        stamp = letters.stamp(shown, (style, colour), room, self._ratio)
        self._stamps[key] = stamp, round(stamp.deviceIndependentSize().width())
        return self._stamps[key]

    def _badges(self, painter: QPainter, place: Places, at: tuple[int, int], agent: AgentRow, end: int) -> int:
        """Draw badges leftwards from ``end``: past a limit, a monitor, pauses, a command; where the name ends."""
        theme = self.brush.theme
        badges: list[tuple[Icon, QColor]] = []
        if self._is_late(agent):
            badges.append((Icon.WARNING, theme.level(Level.WARNING)))
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
        return self._part_paused(painter, place, at, agent, end) if agent.paused_in else end

    def _part_paused(self, painter: QPainter, place: Places, at: tuple[int, int], agent: AgentRow, end: int) -> int:
        """Draw in how many of the queues the agent is paused, before ``end``; returns where the name ends."""
        letters, colour = self.brush.letters, self.brush.theme.state(AgentState.PAUSED)
        part = words.part_paused(agent)
        width, height = letters.width(part, Text.CAPTION) + 1, letters.height(Text.CAPTION)
        painter.setFont(letters.font(Text.CAPTION))
        painter.setPen(colour)
        top = at[1] + place.badge_y + (place.badge_px - height) // 2
        letters.put(painter, (at[0] + end - width, top), part, Text.CAPTION, width)
        end -= width + place.beside_clock // 2 + place.badge_px
        corner = QPoint(at[0] + end, at[1] + place.badge_y)
        self.brush.icon(painter, corner, Icon.PAUSED, (colour, place.badge_px))
        return end - place.beside_clock

    def _new_face(self, place: Places, key: FaceKey) -> QPixmap:
        """Returns background, shape and text of a state, to be drawn on every tile that has them."""
        card, state, shape, word, short_word, figures = key
        ratio = self._ratio
        if len(self._faces) >= _FACES_KEPT:
            self._faces.clear()
        face = QPixmap(round(place.width * ratio), round(place.height * ratio))
        face.setDevicePixelRatio(ratio)
        face.fill(self.brush.theme.colour("surface"))  # what the panel is: no blending when drawn
        painter = QPainter(face)
        brush, letters = self.brush, self.brush.letters
        brush.card(painter, QRect(0, 0, place.width, place.height), card)
        look = (brush.theme.state(state), place.icon_px)
        brush.icon(painter, QPoint(place.left, place.icon_y), icons.state_icon(shape), look)
        if place.word_x >= 0:
            clock = letters.width_of_figures(figures, self.density.clock) + place.beside_clock
            painter.setFont(letters.font(Text.BODY))
            painter.setPen(self._soft(state))
            room = place.right - clock - place.word_x
            shown = word if letters.width(word, Text.BODY) <= room else short_word
            letters.put(painter, (place.word_x, place.word_y), shown, Text.BODY, room)
        painter.end()
        self._faces[key] = face
        return face

    def _soft(self, state: AgentState) -> QColor:
        return self.brush.theme.colour("ink_faint" if state is AgentState.LOGGED_OUT else "ink_soft")


def _card(agent: AgentRow, option: QStyleOptionViewItem, *, is_late: bool) -> Card:
    card = replace(ground_of(option), bar=agent.state.value)
    if is_late:
        card = replace(card, ground="warning_tint", border=card.border or "warning")
    if agent.pending is not None:
        return replace(card, border="accent", is_dashed=True)
    if agent.state is AgentState.LOGGED_OUT and not card.border and card.ground == "raised":
        return Card(ground="", border="line")
    return card
