"""Reports newer versions: each once with low urgency, and a release stays in the menu."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QAction, QDesktopServices
from PySide6.QtWidgets import QMenu

from wallboard.present.frame import BoardFrame
from wallboard.ui.words.plain import menu_words, set_tip

if TYPE_CHECKING:
    from wallboard.client.updates import Release


class NewerVersions(QObject):
    """Reports a gateway that is newer than this program, and a newer program that is available.

    Attributes:
        offer: the menu's line about a release, None while there is none.
    """

    def __init__(self, menu: QMenu, mention: Callable[[str], None], parent: QObject | None = None) -> None:
        """``mention`` shows a text of low urgency in the window."""
        super().__init__(parent)
        self.offer: QAction | None = None
        self._menu = menu
        self._mention = mention
        self._release: Release | None = None
        self._words = ""
        self._is_gateway_announced = False

    def show_frame(self, frame: BoardFrame) -> None:
        """Reports once that the gateway is newer."""
        if frame.gateway_is_newer and not self._is_gateway_announced:
            self._is_gateway_announced = True
            self._mention(
                self.tr(
                    "The gateway is newer than this Wallboard, so some data may be missing here. Update Wallboard."
                )
            )

    def offer_release(self, release: "Release") -> None:
        """Shows a release once, and keeps it in the menu until there is a newer one."""
        if self._release is not None and release.version == self._release.version:
            return
        self._release = release
        self._put(release)
        self._mention(f"{self._words}. {release.notes}".strip())

    def speak(self) -> None:
        """Adds the menu's line again, in another language: the menu was rebuilt."""
        self.offer = None
        if self._release is not None:
            self._put(self._release)

    def _put(self, release: "Release") -> None:
        words = self._words = self.tr("Wallboard {version} is available").format(version=release.version)
        if self.offer is None:
            self._menu.addSeparator()
            self.offer = self._menu.addAction("")
            self.offer.triggered.connect(self._follow)
        self.offer.setText(menu_words(words))
        set_tip(self.offer, release.notes)
        self.offer.setData(release.url)

    def _follow(self) -> None:
        """Opens the release's page, or shows where else to ask."""
        if self.offer is None:
            return
        if url := str(self.offer.data()):
            QDesktopServices.openUrl(QUrl(url))
        else:
            words = self.tr("Ask your administrator for the update.")
            self._mention(f"{self._words}. {words}")
