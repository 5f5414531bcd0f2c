"""The languages of the program, and how a test leaves none of them behind."""

import functools
import sys

from PySide6.QtCore import QTranslator
from PySide6.QtWidgets import QApplication

from wallboard.settings.language import ENGLISH, codes

TRANSLATED = [one for one in codes() if one != ENGLISH]


def forget_words() -> None:
    """Let go of words that were looked up in another language."""
    for name, module in list(sys.modules.items()):
        if name.startswith("wallboard.ui"):
            for kept in vars(module).values():
                if isinstance(kept, functools._lru_cache_wrapper):
                    kept.cache_clear()


def silence(app: QApplication) -> None:
    """Let go of every language."""
    app.setProperty("language", None)
    for translator in app.findChildren(QTranslator):
        app.removeTranslator(translator)
        translator.setParent(None)
