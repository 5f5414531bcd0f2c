"""How far to trust the picture, in words: the pill in the top bar, a gap in the figures, and the banner
over a board that is not live.
"""

from typing import assert_never

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from wallboard.domain.counts.thresholds import Level
from wallboard.domain.problems import ProblemKind
from wallboard.present.frame import BoardFrame, Freshness, FreshnessState
from wallboard.present.kpis import Pbxs
from wallboard.ui.look import icons
from wallboard.ui.look.elided import ElidedLabel, elided_at_end
from wallboard.ui.look.theme import Text, Theme
from wallboard.ui.words import text
from wallboard.ui.words.day_time import hour_minute, hour_minute_second
from wallboard.ui.words.plain import cut, set_tip
from wallboard.ui.words.problem_words import raw_words, reason_words
from wallboard.ui.words.sentences import as_of_words


def pill_words(freshness: Freshness, now_ms: int) -> str:
    """Returns the state in a few words; ``now_ms`` is the gateway's clock, like the instants of ``freshness``."""
    since = hour_minute_second(freshness.since_ms) if freshness.since_ms else ""
    match freshness.state:
        case FreshnessState.CONNECTING | FreshnessState.GATEWAY_LOST:
            return _attempt_words(freshness, now_ms)
        case FreshnessState.LIVE:
            return _live_words(freshness)
        case FreshnessState.LATE:
            return text.tr("Delayed since {time}").format(time=since)
        case FreshnessState.PBX_LOST:
            return text.tr("PBX lost since {time}").format(time=since) if since else text.tr("PBX unreachable")
        case FreshnessState.PBX_SYNCING:
            return text.tr("Unreadable data") if _is_unread(freshness) else text.tr("Reading the PBX…")
        case FreshnessState.REFUSED:
            return text.tr("No such queue or group") if _lacks_queue(freshness) else text.tr("Not signed in")
        case _:
            assert_never(freshness.state)


def _live_words(freshness: Freshness) -> str:
    if freshness.is_partial:
        return text.tr("Incomplete: update Wallboard")
    if freshness.lost:
        connected = freshness.sources - len(freshness.lost)
        return text.pbxs_connected(Pbxs(connected=connected, all=freshness.sources))
    return text.tr("Live")


def lost_pbx_words(freshness: Freshness) -> str:
    """Returns which PBXs are lost, since when and why: a sentence for each."""
    sentences = []
    for pbx in freshness.lost:
        sentence = as_of_words(pbx.name, pbx.since_ms)
        if pbx.is_syncing:
            sentence = text.tr("The gateway is reading {pbx}.").format(pbx=pbx.name)
        reason = reason_words(Freshness(state=FreshnessState.PBX_LOST, problem=pbx.problem))
        sentences.append(f"{sentence} {text.stopped(reason)}".strip())
    return " ".join(sentences)


def _lacks_queue(freshness: Freshness) -> bool:
    return freshness.problem is not None and freshness.problem.kind is ProblemKind.QUEUE_UNKNOWN


def _is_unread(freshness: Freshness) -> bool:
    return freshness.problem is not None and freshness.problem.kind is ProblemKind.NONSENSE


def _waits_for_sign_in(freshness: Freshness) -> bool:
    """Whether no user has signed in here yet: that is not a fault."""
    problem = freshness.problem
    is_asked_for = problem is None or problem.kind in (ProblemKind.NOT_SIGNED_IN, ProblemKind.TOKEN_MISSING)
    return freshness.state is FreshnessState.REFUSED and freshness.since_ms == 0 and is_asked_for


def _attempt_words(freshness: Freshness, now_ms: int) -> str:
    wait_s = -((now_ms - freshness.retry_at_ms) // 1000) if freshness.retry_at_ms else 0
    is_first = freshness.state is FreshnessState.CONNECTING
    if wait_s > 0:
        words = text.tr("Connecting in {seconds} s") if is_first else text.tr("Reconnecting in {seconds} s")
        return words.format(seconds=wait_s)
    return text.tr("Connecting…") if is_first else text.tr("Reconnecting…")


def banner_words(freshness: Freshness) -> tuple[str, str]:
    """Returns a headline and what is being done about it; both empty while the picture is live."""
    since = hour_minute_second(freshness.since_ms) if freshness.since_ms else ""
    reason = reason_words(freshness)
    stands = text.tr("Figures as of {time}").format(time=since) if since else text.tr("No figures yet")
    match freshness.state:
        case FreshnessState.LIVE:
            return "", ""
        case FreshnessState.CONNECTING:
            if freshness.has_reason:
                return text.tr("Gateway unreachable"), reason
            return text.tr("Connecting to the gateway"), ""
        case FreshnessState.LATE:
            return stands, text.tr("No data from the gateway. Waiting…")
        case FreshnessState.GATEWAY_LOST:
            return stands, reason or text.tr("Gateway unreachable. Retrying automatically.")
        case FreshnessState.PBX_LOST:
            return stands, reason or text.tr("The gateway lost the connection to the PBX. Retrying automatically.")
        case FreshnessState.PBX_SYNCING:
            return stands, reason or text.tr("The gateway is reading the state of the PBX.")
        case FreshnessState.REFUSED:
            return _refused_words(freshness), reason
        case _:
            assert_never(freshness.state)


def partial_words() -> str:
    """Returns the text about a live picture that cannot be read in part, and what to do."""
    return text.tr(
        "The gateway is newer than this Wallboard. What cannot be read here is grey or missing: update Wallboard."
    )


def _refused_words(freshness: Freshness) -> str:
    if _waits_for_sign_in(freshness):
        return text.tr("Sign in to see your contact centre")
    if freshness.problem is not None and _lacks_queue(freshness):
        return text.tr("There is no queue or group {queue}").format(queue=freshness.problem.subject["queue"])
    return text.tr("Not connected to a gateway")


class FreshnessPill(QWidget):
    """A capsule with the state of the picture; green and steady only while it is live."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._freshness = Freshness(state=FreshnessState.CONNECTING)
        self._words = pill_words(self._freshness, 0)
        set_tip(self, text.stopped(banner_words(self._freshness)[0]))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @property
    def words(self) -> str:
        """Returns the pill's text."""
        return self._words

    def restyle(self, theme: Theme) -> None:
        """Applies another theme."""
        self._theme = theme
        self.updateGeometry()
        self.update()

    def show_frame(self, frame: BoardFrame, now_ms: int) -> None:
        """Shows the freshness of the frame."""
        self.show_freshness(frame.freshness, now_ms)

    def show_freshness(self, freshness: Freshness, now_ms: int) -> None:
        """Shows the freshness at ``now_ms`` of the gateway's clock."""
        before, self._freshness = self._freshness, freshness
        self.tick(now_ms)
        if freshness != before:
            partly = partial_words() if freshness.is_partial else ""
            said = (*banner_words(freshness), partly, lost_pbx_words(freshness), raw_words(freshness))
            set_tip(self, " ".join(filter(None, map(text.stopped, said))))
            self.update()

    def tick(self, now_ms: int) -> None:
        """Updates the countdown to the next attempt."""
        words = pill_words(self._freshness, now_ms)
        if words != self._words:
            self._words = words
            self.setAccessibleName(words)
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(self._theme.font(Text.STRONG))
        width = metrics.horizontalAdvance(self._words) + self._mark_px() + self._theme.px(31)
        return QSize(width, metrics.height() + self._theme.px(10))

    def paintEvent(self, _event: QPaintEvent) -> None:
        level = level_of(self._freshness)
        theme, painter = self._theme, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        ground = theme.colour("raised" if level is Level.NO_DATA else f"{level}_tint")
        painter.setBrush(ground)
        room = QRectF(self.rect())
        painter.drawRoundedRect(room, room.height() / 2, room.height() / 2)
        painter.setFont(theme.font(Text.STRONG))
        metrics = painter.fontMetrics()
        ink = theme.colour("ink_soft") if level is Level.NO_DATA else theme.level(level)
        size, left = self._mark_px(), theme.px(10)
        shape = icons.pixmap(icons.level_icon(level), ink, ground, size, self.devicePixelRatioF())
        painter.drawPixmap(left, (self.height() - size) // 2, shape)
        painter.setPen(ink)
        baseline = (self.height() + metrics.capHeight()) // 2
        painter.drawText(left + size + theme.px(7), baseline, self._words)

    def _mark_px(self) -> int:
        return self._theme.px(14)


def level_of(freshness: Freshness) -> Level:
    """Returns the level of a state for the board's readers."""
    if _waits_for_sign_in(freshness):
        return Level.NO_DATA
    match freshness.state:
        case FreshnessState.LIVE:
            return Level.WARNING if freshness.is_partial or freshness.lost else Level.GOOD
        case FreshnessState.CONNECTING:
            return Level.BAD if freshness.has_reason else Level.NO_DATA
        case FreshnessState.LATE | FreshnessState.PBX_SYNCING:
            return Level.WARNING
        case FreshnessState.GATEWAY_LOST | FreshnessState.PBX_LOST | FreshnessState.REFUSED:
            return Level.BAD
        case _:
            assert_never(freshness.state)


class GapLabel(ElidedLabel):
    """Beside the pill: what the figures lack of their window, empty where they lack nothing."""

    elides = Qt.TextElideMode.ElideRight

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setProperty("role", "soft")
        set_tip(
            self,
            text.tr("Calls before that time, or while the PBX connection was down, are not included."),
        )
        self.setVisible(False)

    def show_gap(self, covered_since_ms: int | None, unobserved_min: int) -> None:
        """Shows since when there is a count, if that is later than the window, and how many minutes it lacks."""
        words = []
        if covered_since_ms is not None:
            words.append(text.tr("counted since {time}").format(time=hour_minute(covered_since_ms)))
        if unobserved_min:
            words.append(text.tr("%Ln min of data missing", "", unobserved_min))
        self.setText(" · ".join(words))
        self.setVisible(bool(words))


class FreshnessBanner(QWidget):
    """A prominent bar over the whole width, shown only while the board is not live."""

    def __init__(self, theme: Theme, parent: QWidget | None = None, lines: int = 1) -> None:
        """With ``lines`` above 1 the reason is below the headline, and as many lines long at most."""
        super().__init__(parent)
        self._lines = lines
        self._theme = theme
        self._freshness = Freshness(state=FreshnessState.LIVE)
        self._retry = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.hide()

    def restyle(self, theme: Theme) -> None:
        """Applies another theme."""
        self._theme = theme
        self.updateGeometry()
        self.update()

    def show_frame(self, frame: BoardFrame, now_ms: int) -> None:
        """Shows the freshness of the frame."""
        self.show_freshness(frame.freshness, now_ms)

    def show_freshness(self, freshness: Freshness, now_ms: int) -> None:
        """Shows the banner while the picture is not live."""
        before, self._freshness = self._freshness, freshness
        self.tick(now_ms)
        if freshness != before:
            self.setVisible(not freshness.is_live)
            headline, words = banner_words(freshness)
            self.setAccessibleName(f"{headline}. {words}")
            self.update()

    def tick(self, now_ms: int) -> None:
        """Updates the countdown to the next attempt."""
        retry = pill_words(self._freshness, now_ms) if self._freshness.retry_at_ms else ""
        if retry != self._retry:
            self._retry = retry
            self.update()

    def sizeHint(self) -> QSize:
        height = QFontMetrics(self._theme.font(Text.FIGURE)).height()
        if self._lines > 1:
            below = QFontMetrics(self._theme.font(Text.HEADING)).lineSpacing() * self._lines
            return QSize(self._theme.px(80), height + below + self._theme.px(4))
        return QSize(self._theme.px(320), height + self._theme.px(20))

    def paintEvent(self, _event: QPaintEvent) -> None:
        level = level_of(self._freshness)
        theme, painter = self._theme, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        is_loud = level in {Level.WARNING, Level.BAD}
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.level(level) if is_loud else theme.colour("raised"))
        painter.drawRoundedRect(QRectF(self.rect()), theme.px(10), theme.px(10))
        headline, words = banner_words(self._freshness)
        painter.setPen(theme.colour("window" if is_loud else "ink"))
        painter.setFont(theme.font(Text.FIGURE))
        if self._lines > 1:
            self._paint_below(painter, headline, words)
            return
        left = theme.px(16)
        baseline = (self.height() + painter.fontMetrics().capHeight()) // 2
        painter.drawText(left, baseline, headline)
        left += painter.fontMetrics().horizontalAdvance(headline) + theme.px(20)
        painter.setFont(theme.font(Text.HEADING))
        metrics = painter.fontMetrics()
        right = self.width() - theme.px(16)
        if self._retry:
            right -= metrics.horizontalAdvance(self._retry)
            painter.drawText(right, baseline, self._retry)
            right -= theme.px(20)
        painter.drawText(left, baseline, elided_at_end(words, metrics, right - left))

    def _paint_below(self, painter: QPainter, headline: str, words: str) -> None:
        theme, pad = self._theme, self._theme.px(8)
        first = painter.fontMetrics().height()
        width = self.width() - 2 * pad
        room = QRect(pad, theme.px(2), width, first)
        words = cut(words)
        painter.drawText(room, 0, elided_at_end(headline, painter.fontMetrics(), width))
        painter.setFont(theme.font(Text.HEADING))
        metrics = painter.fontMetrics()
        room = QRect(pad, theme.px(2) + first, width, metrics.lineSpacing() * self._lines + theme.px(1))
        wrap = int(Qt.TextFlag.TextWordWrap)
        while len(words) > 1 and metrics.boundingRect(room, wrap, words).height() > room.height():
            words = f"{words[: len(words) * 9 // 10].rstrip('… ')}…"
        painter.drawText(room, wrap, words)
