"""The font that comes with the program: figures of one width, and the same look on every system."""

import logging

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QFontDatabase

from wallboard.host.resources import resource

log = logging.getLogger(__name__)


_LOADED = "fonts"


def load_fonts() -> None:
    """Loads Wallboard's own font into Qt, once; call it before the first theme is applied."""
    app = QCoreApplication.instance()
    if app is None or app.property(_LOADED):
        return
    app.setProperty(_LOADED, True)
    for file in sorted(resource("fonts").glob("*.otf")):
        if QFontDatabase.addApplicationFont(str(file)) < 0:
            log.warning("the font %s cannot be used; the system's own font takes its place", file)
