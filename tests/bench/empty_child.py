"""An empty PySide6 window, the least that a start can cost: ``python -m tests.bench.empty_child BEGAN_S [MODULE]``.

With MODULE, that is loaded too.
"""

import importlib
import json
import sys
import time

from PySide6.QtCore import QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QMainWindow

from tests.bench.within import own_mb, rss_mb


class Empty(QMainWindow):
    """Says when it was painted, and ends."""

    def __init__(self, began_s: float) -> None:
        super().__init__()
        self._began_s = began_s
        self.resize(1920, 1080)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        QTimer.singleShot(0, self, self._painted)

    def _painted(self) -> None:
        painted_s = time.time() - self._began_s
        sys.stdout.write(json.dumps({"painted_s": painted_s, "rss_mb": rss_mb(), "own_mb": own_mb()}) + "\n")
        sys.stdout.flush()
        self.close()


if __name__ == "__main__":
    app = QApplication(sys.argv[:1])
    if sys.argv[2:]:
        importlib.import_module(sys.argv[2])
    window = Empty(float(sys.argv[1]))
    window.show()
    app.exec()
