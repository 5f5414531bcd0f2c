"""One agent's tile: name, state as word, shape and colour, running clock, badges.

What many tiles have alike, ground, shape and word of a state, is drawn once and kept, and so is what a row says:
a full wall is repainted often, and each call into Qt costs about a microsecond.
"""

from msgspec import Struct
from msgspec.structs import replace
from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPoint, QRect
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtWidgets import QStyleOptionViewItem

from wallboard.domain.centre.agent_state import AgentState
from wallboard.domain.centre.state_limits import StateLimits
from wallboard.domain.ids import AgentId
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
_TILES_KEPT = 4_000
_NO_CLOCK = ""

Box = tuple[int, int, int, int]
"""A cell: left, top, width, height."""
StateLook = tuple[AgentState, AgentState, str, str, bool]
"""What a state looks like: state, shape, text, short text, whether a command is on its way."""
FaceKey = tuple[Card, bool, StateLook, int]
"""The key of a face: background, whether past a limit, look of the state, the clock's number of digits."""
StampKey = tuple[str, Text, bool, int]
"""What a name or a clock differs by: words, style, whether its ink is soft, and the room for it."""
LookKey = tuple[Density, int, int, float, Brush]
"""What all that is kept differs by: density, a cell's width and height, the screen's pixel ratio, colours."""
_LOOKS_KEPT = 2
"""With colours and, for agents whose PBX is lost, without."""
_AWAY = (AgentState.LOGGED_OUT, AgentState.UNREACHABLE)


class Tile(Struct, frozen=True, kw_only=True):
    """What a row's tile shows whatever the time is: made once for each row; its clock is drawn each second."""

    row: AgentRow
    limits: StateLimits
    late_at_ms: int
    look: StateLook
    caller: str
    has_clock: bool
    has_badges: bool
    is_away: bool


class _Kept(Struct, frozen=True):
    """What was drawn for one `LookKey`."""

    place: Places
    faces: dict[FaceKey, QPixmap]
    stamps: dict[StampKey, tuple[QPixmap, int]]
    tiles: dict[AgentId, Tile]


class AgentTileDelegate(BoardDelegate):
    """Draws an `AgentRow` in the density that the wall has chosen.

    Attributes:
        density: the room that every tile gets.
        limits: how long a state may last until its tile stands out.
        ratio: the pixels to a device-independent one of what is painted on.
    """

    density: Density = GENEROUS
    limits = StateLimits()
    ratio = 1.0

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(theme, parent)
        self._all_kept: dict[LookKey, _Kept] = {}
        self._kept_for: LookKey | None = None

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        grid = index.model()
        agent = grid.row_at(index) if isinstance(grid, AgentGrid) else None
        if agent is not None:
            self.ratio = painter.device().devicePixelRatio()
            rect = option.rect
            cell = rect.x(), rect.y(), rect.width(), rect.height()
            self.paint_tile(painter, cell, ground_of(option.state), agent)

    def paint_tile(self, painter: QPainter, cell: Box, ground: Card, agent: AgentRow) -> None:
        """Paints an agent's tile on ``ground`` into a cell, for a device of `ratio`."""
        if agent.as_of_ms:
            with self.as_of(agent.as_of_ms):
                self._paint(painter, cell, ground, agent)
        else:
            self._paint(painter, cell, ground, agent)

    def _paint(self, painter: QPainter, cell: Box, ground: Card, agent: AgentRow) -> None:
        left, top, width, height = cell
        kept = self._keeping(width, height)
        place, tile = kept.place, kept.tiles.get(agent.agent_id)
        if tile is None or tile.row is not agent or tile.limits is not self.limits:
            tile = self._new_tile(kept, agent)
        at = x, y = left + place.margin, top + place.margin
        clock = text.clock(self.now_ms - agent.since_ms) if tile.has_clock else _NO_CLOCK
        is_late = 0 < tile.late_at_ms <= self.now_ms
        key = (ground, is_late, tile.look, len(clock))
        painter.drawPixmap(left, top, kept.faces.get(key) or self._new_face(place, key))
        self._write(painter, at, tile, clock, is_late=is_late)
        if tile.caller:
            self._write_caller(painter, at, tile.caller, len(clock))
        mark = self.mark_of(agent)
        if mark is not Mark.NONE:
            self.brush.mark(painter, QRect(x, y, place.width, place.height), mark)

    def _new_tile(self, kept: _Kept, agent: AgentRow) -> Tile:
        caller = sentences.talks_with(agent) if kept.place.has_caller else ""
        is_paused_somehow = agent.pause_pending or agent.paused_in_call or agent.paused_in
        is_marked = agent.monitor is not None or agent.pending is not None
        if len(kept.tiles) >= _TILES_KEPT:
            kept.tiles.clear()
        tile = kept.tiles[agent.agent_id] = Tile(
            row=agent,
            limits=self.limits,
            late_at_ms=self.limits.late_at_ms(agent.state, agent.since_ms, agent.pause_reason),
            look=_look_of(agent, has_words=not caller and kept.place.word_x >= 0),
            caller=caller,
            has_clock=agent.state is not AgentState.LOGGED_OUT and agent.since_ms > 0,
            has_badges=is_marked or bool(is_paused_somehow),
            is_away=agent.state in _AWAY,
        )
        return tile

    def _keeping(self, width: int, height: int) -> _Kept:
        """Returns the cache for a cell of this size, these colours and this pixel ratio."""
        wanted = (self.density, width, height, self.ratio, self.brush)
        if self._kept_for != wanted:
            self._kept_for = wanted
            kept = self._all_kept.get(wanted)
            if kept is None:
                if len(self._all_kept) >= _LOOKS_KEPT:
                    self._all_kept.clear()
                where = places(self.density, self.brush.theme, self.brush.letters, (width, height))
                kept = self._all_kept[wanted] = _Kept(where, {}, {}, {})
            self._kept = kept
        return self._kept

    def _write(self, painter: QPainter, at: tuple[int, int], tile: Tile, clock: str, *, is_late: bool) -> None:
        """Draws what differs from tile to tile: name, clock, badges and, where there is room, the call."""
        kept, density = self._kept, self.density
        place = kept.place
        (x, y), end = at, place.right
        if clock:
            key = (clock, density.clock, tile.is_away, end)
            stamp, width = kept.stamps.get(key) or self._new_stamp(key)
            painter.drawPixmap(x + end - width, y + place.clock_y, stamp)
            if density.lines == 1:
                figures = self.brush.letters.width_of_figures(len(clock), density.clock)
                end -= figures + place.beside_clock
        if tile.has_badges or is_late:
            end = self._badges(painter, at, tile.row, end, is_late=is_late)
        key = (tile.row.name, density.name, tile.is_away, end - place.name_x)
        stamp, _ = kept.stamps.get(key) or self._new_stamp(key)
        painter.drawPixmap(x + place.name_x, y + place.name_y, stamp)
        if place.detail_y >= 0:
            letters = self.brush.letters
            painter.setFont(letters.font(Text.CAPTION))
            painter.setPen(self._soft(tile.row.state))
            at_detail = (x + place.left, y + place.detail_y)
            letters.put(painter, at_detail, words.detail(tile.row), Text.CAPTION, place.right - place.left)

    def _write_caller(self, painter: QPainter, at: tuple[int, int], caller: str, figures: int) -> None:
        """Draws the agent's caller in the place of the state's text: the shape shows the state."""
        place = self._kept.place
        clock = self.brush.letters.width_of_figures(figures, self.density.clock) + place.beside_clock
        key = (caller, Text.BODY, True, place.right - clock - place.word_x)
        stamp, _ = self._kept.stamps.get(key) or self._new_stamp(key)
        painter.drawPixmap(at[0] + place.word_x, at[1] + place.word_y, stamp)

    def _new_stamp(self, key: StampKey) -> tuple[QPixmap, int]:
        """Returns a name or a clock, to be drawn until it changes, and its width."""
        names, style, is_soft, room = key
        stamps = self._kept.stamps
        if len(stamps) >= _STAMPS_KEPT:
            stamps.clear()
        colour = self.brush.theme.colour("ink_soft" if is_soft else "ink")
        letters = self.brush.letters
        shown = letters.fitting(shorter_names(names), style, room) if " " in names else names
        stamp = letters.stamp(shown, (style, colour), room, self.ratio)
        stamps[key] = stamp, round(stamp.deviceIndependentSize().width())
        return stamps[key]

    def _badges(self, painter: QPainter, at: tuple[int, int], agent: AgentRow, end: int, *, is_late: bool) -> int:
        """Draws badges leftwards from ``end``: limit, monitor, pauses, command; returns where the name ends."""
        theme, place = self.brush.theme, self._kept.place
        badges = [(Icon.WARNING, "warning")] if is_late else []
        for icon, token in (*badges, *_badges_of(agent)):
            corner = QPoint(at[0] + end - place.badge_px, at[1] + place.badge_y)
            self.brush.icon(painter, corner, icon, (theme.colour(token), place.badge_px))
            end -= place.badge_step
        return self._part_paused(painter, place, at, agent, end) if agent.paused_in else end

    def _part_paused(self, painter: QPainter, place: Places, at: tuple[int, int], agent: AgentRow, end: int) -> int:
        """Draws in how many of the queues the agent is paused, before ``end``; returns where the name ends."""
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
        """Returns background, shape and text of a state, to be drawn into every cell that has them."""
        _, _, (state, shape, word, short_word, _), figures = key
        ratio, faces = self.ratio, self._kept.faces
        if len(faces) >= _FACES_KEPT:
            faces.clear()
        around = 2 * place.margin
        face = QPixmap(round((place.width + around) * ratio), round((place.height + around) * ratio))
        face.setDevicePixelRatio(ratio)
        face.fill(self.brush.theme.colour("surface"))  # what the panel is: no blending when drawn
        painter = QPainter(face)
        painter.translate(place.margin, place.margin)
        brush, letters = self.brush, self.brush.letters
        brush.card(painter, QRect(0, 0, place.width, place.height), _card(*key[:3]))
        look = (brush.theme.state(state), place.icon_px)
        brush.icon(painter, QPoint(place.left, place.icon_y), icons.state_icon(shape), look)
        if word:
            clock = letters.width_of_figures(figures, self.density.clock) + place.beside_clock
            painter.setFont(letters.font(Text.BODY))
            painter.setPen(self._soft(state))
            room = place.right - clock - place.word_x
            shown = word if letters.width(word, Text.BODY) <= room else short_word
            letters.put(painter, (place.word_x, place.word_y), shown, Text.BODY, room)
        painter.end()
        faces[key] = face
        return face

    def _soft(self, state: AgentState) -> QColor:
        return self.brush.theme.colour("ink_faint" if state is AgentState.LOGGED_OUT else "ink_soft")


def _look_of(agent: AgentRow, *, has_words: bool) -> StateLook:
    shown_words = words.tile_words(agent) if has_words else ("", "")
    return agent.state, words.shape_of(agent), *shown_words, agent.pending is not None


def _badges_of(agent: AgentRow) -> list[tuple[Icon, str]]:
    """Returns a row's badges that do not depend on the time, each with its colour: monitor, pauses, command."""
    badges: list[tuple[Icon, str]] = []
    if agent.monitor is not None:
        is_own = agent.my_monitor_id is not None
        badges.append((icons.mode_icon(agent.monitor), "accent" if is_own else "ink_soft"))
    if agent.pause_pending or agent.paused_in_call:
        badges.append((Icon.PAUSE_NEXT, AgentState.PAUSED.value))
    if agent.pending is not None:
        badges.append((Icon.MOVE, "accent"))
    return badges


def _card(ground: Card, is_late: bool, look: StateLook) -> Card:
    state, *_, is_pending = look
    card = replace(ground, bar=state.value)
    if is_late:
        card = replace(card, ground="warning_tint", border=card.border or "warning")
    if is_pending:
        return replace(card, border="accent", is_dashed=True)
    if state is AgentState.LOGGED_OUT and not card.border and card.ground == "raised":
        return Card(ground="", border="line")
    return card
