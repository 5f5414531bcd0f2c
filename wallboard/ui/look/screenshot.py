"""A picture of a window in a file, taken by itself after some seconds; works without a display too."""

from collections.abc import Callable
from pathlib import Path

from msgspec import Struct
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget


class Shot(Struct, frozen=True, kw_only=True):
    """Which file to write (its ending names the format), and how many seconds after there is something to see."""

    file: Path
    after_s: float


def take_later(window: QWidget, shot: Shot, done: Callable[[bool], None]) -> None:
    """Writes the picture after its time, then calls ``done`` with whether the file was written."""

    def take() -> None:
        done(window.grab().save(str(shot.file)))

    QTimer.singleShot(round(shot.after_s * 1000), window, take)
