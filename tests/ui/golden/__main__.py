"""Draws the golden pictures: ``python -m tests.ui.golden`` accepts them as they are now.

Into another folder by ``python -m tests.ui.golden FOLDER``. In a process of its own, with a clock that stands, the
program's own fonts alone and no smoothing that depends on the machine, so that no other test can change a picture.
"""

import os
import sys
from pathlib import Path

GOLDEN = Path(__file__).parent
FONTS = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{fonts}</dir><cachedir>{cache}</cachedir>
<match target="font"><edit name="hinting" mode="assign"><bool>false</bool></edit>
<edit name="antialias" mode="assign"><bool>true</bool></edit>
<edit name="rgba" mode="assign"><const>none</const></edit></match></fontconfig>
"""


def prepare(folder: Path) -> None:
    """Make Qt and the clock the same everywhere; before any of it is loaded."""
    from wallboard.host import clock
    from wallboard.host.resources import resource

    (folder / "fonts.conf").write_text(FONTS.format(fonts=resource("fonts"), cache=folder / "cache"))
    os.environ.update(
        FONTCONFIG_FILE=str(folder / "fonts.conf"),
        QT_QPA_PLATFORM="offscreen",
        QT_FONT_DPI="96",
        QT_SCALE_FACTOR="1",
        LANGUAGE="en",
        LC_ALL="C.UTF-8",
    )
    from tests.factories.rows import NOW_MS

    clock.now_ms = lambda: NOW_MS


def draw(folder: Path) -> None:
    """Write each picture as FOLDER/NAME.png."""
    from PySide6.QtCore import QAbstractAnimation, QEventLoop, QLocale
    from PySide6.QtWidgets import QApplication

    from wallboard.ui.look.fonts import load_fonts

    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom))
    app = QApplication([])
    app.setCursorFlashTime(0)
    load_fonts()
    from tests.ui.golden.pictures import few_colours
    from tests.ui.golden.scenes import SCENES

    shown = []  # kept to the end: who deletes a window in the middle of its painting ends the process
    for name, make in SCENES.items():
        window = make()
        window.show()
        QApplication.processEvents()
        while any(one.state() is one.State.Running for one in window.findChildren(QAbstractAnimation)):
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        few_colours(window.grab().toImage()).save(str(folder / f"{name}.png"), quality=0)
        shown.append(window)
        for one in QApplication.topLevelWidgets():
            one.hide()


def main() -> None:
    """Draw into the folder that is named, or accept."""
    import tempfile

    with tempfile.TemporaryDirectory() as own:
        prepare(Path(own))
        draw(Path(sys.argv[1]) if len(sys.argv) > 1 else GOLDEN)
    sys.stdout.flush()
    os._exit(0)  # nothing of Qt's own end is of interest


if __name__ == "__main__":
    main()
