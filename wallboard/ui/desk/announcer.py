"""Announces events to a screen reader, by the system's announcements."""

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QWidget

from wallboard.host.clock import now_ms
from wallboard.present.announcements import Announcement, Announcements, Urgency
from wallboard.present.frame import BoardFrame
from wallboard.ui.figures.tile_text import tile_text
from wallboard.ui.freshness.pill import banner_words
from wallboard.ui.words import sentences, text


class Announcer(QObject):
    """Announces events of a window; refusals and losses interrupt, all else is queued."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._found = Announcements()

    def show_frame(self, frame: BoardFrame) -> None:
        """Announces what is new in this frame."""
        at_ms = now_ms() + frame.clock_offset_ms
        for news in self._found.news(frame, at_ms):
            self._say(words_of(news, at_ms), news.urgency)

    def tell(self, words: str) -> None:
        """Announces immediately why a command was not sent."""
        self._say(words, Urgency.NOW)

    def _say(self, words: str, urgency: Urgency) -> None:
        event = QAccessibleAnnouncementEvent(self._window, words)
        kinds = QAccessible.AnnouncementPoliteness
        event.setPoliteness(kinds.Assertive if urgency is Urgency.NOW else kinds.Polite)
        announce(event)


def announce(event: QAccessibleAnnouncementEvent) -> None:
    """Sends ``event`` to screen readers; costs next to nothing without any."""
    QAccessible.updateAccessibility(event)


def words_of(news: Announcement, at_ms: int) -> str:
    """Returns the announcement's text; ``at_ms`` is the gateway's time."""
    if news.freshness is not None:
        if news.freshness.is_live:
            return text.tr("Live again")
        return ". ".join(words for words in banner_words(news.freshness) if words)
    if news.notice is not None:
        return sentences.outcome(news.notice)
    if news.kpi is not None:
        tile = tile_text(news.kpi, at_ms)
        return ", ".join(words for words in (f"{tile.label}: {tile.figure}{tile.unit}", tile.note) if words)
    return ""
