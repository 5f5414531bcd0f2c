"""Below the head of a TV, where nobody can point for a tooltip: which of several PBXs are not connected."""

from PySide6.QtWidgets import QWidget

from wallboard.present.frame import BoardFrame, LostPbx
from wallboard.ui.look.elided import ElidedLabel
from wallboard.ui.words import text
from wallboard.ui.words.day_time import hour_minute


class LostPbxLine(ElidedLabel):
    """One line with each lost PBX and since when; visible only while others are connected."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.setProperty("role", "problem")
        self.setVisible(False)

    def show_frame(self, frame: BoardFrame) -> None:
        """Shows the lost PBXs of this frame."""
        words = _words(frame.freshness.lost) if frame.is_live else ""
        self.setText(words)
        self.setVisible(bool(words))


def _words(lost: tuple[LostPbx, ...]) -> str:
    reading = [text.tr("Reading {pbx}…").format(pbx=pbx.name) for pbx in lost if pbx.is_syncing]
    down = ", ".join(_since(pbx) for pbx in lost if not pbx.is_syncing)
    return " · ".join([*([text.tr("No connection: {pbxs}").format(pbxs=down)] if down else []), *reading])


def _since(pbx: LostPbx) -> str:
    if not pbx.since_ms:
        return pbx.name
    return text.tr("{pbx} since {time}").format(pbx=pbx.name, time=hour_minute(pbx.since_ms))
