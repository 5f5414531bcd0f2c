"""The language of the screens: which one it is, Wallboard's own words in it, and Qt's.

Call `install_language` while there is no window: words are looked up as a window is made.
"""

import sys
from collections.abc import Iterable
from functools import _lru_cache_wrapper
from itertools import chain
from pathlib import Path

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QLibraryInfo, QLocale, QTranslator

from wallboard.host.resources import resource
from wallboard.settings.language import Language

NAMES = {
    Language.ENGLISH: "English",
    Language.PORTUGUESE: "Português (Portugal)",
    Language.BRAZILIAN: "Português (Brasil)",
    Language.LITHUANIAN: "Lietuvių",
}
"""Each language in its own words, as who looks for it would know it."""

QT_WORDS = (
    ("QPlatformTheme", QT_TRANSLATE_NOOP("QPlatformTheme", "Cancel")),
    ("QPlatformTheme", QT_TRANSLATE_NOOP("QPlatformTheme", "Close")),
    ("QPlatformTheme", QT_TRANSLATE_NOOP("QPlatformTheme", "Save")),
    ("QLineEdit", QT_TRANSLATE_NOOP("QLineEdit", "&Undo")),
    ("QLineEdit", QT_TRANSLATE_NOOP("QLineEdit", "&Redo")),
    ("QLineEdit", QT_TRANSLATE_NOOP("QLineEdit", "Cu&t")),
    ("QLineEdit", QT_TRANSLATE_NOOP("QLineEdit", "&Copy")),
    ("QLineEdit", QT_TRANSLATE_NOOP("QLineEdit", "&Paste")),
    ("QLineEdit", QT_TRANSLATE_NOOP("QLineEdit", "Delete")),
    ("QLineEdit", QT_TRANSLATE_NOOP("QLineEdit", "Select All")),
    ("QWidgetTextControl", QT_TRANSLATE_NOOP("QWidgetTextControl", "&Copy")),
    ("QWidgetTextControl", QT_TRANSLATE_NOOP("QWidgetTextControl", "Copy &Link Location")),
    ("QWidgetTextControl", QT_TRANSLATE_NOOP("QWidgetTextControl", "Select All")),
    ("QShortcut", QT_TRANSLATE_NOOP("QShortcut", "Space")),
    ("QShortcut", QT_TRANSLATE_NOOP("QShortcut", "Return")),
    ("QShortcut", QT_TRANSLATE_NOOP("QShortcut", "Up")),
    ("QShortcut", QT_TRANSLATE_NOOP("QShortcut", "Down")),
    ("QShortcut", QT_TRANSLATE_NOOP("QShortcut", "Left")),
    ("QShortcut", QT_TRANSLATE_NOOP("QShortcut", "Right")),
    ("QShortcut", QT_TRANSLATE_NOOP("QShortcut", "Menu")),
)
"""What Qt itself writes into our dialogs: it has no words for that in Lithuanian and in Portugal's Portuguese."""


_SPOKEN = "language"


def install_language(app: QCoreApplication, wanted: Language) -> Language:
    """Let ``app`` speak ``wanted``, with its way of writing numbers; returns the language that it speaks now.

    `Language.SYSTEM` is the first language of the system's that there is, else English; numbers stay the system's.
    """
    _forget(app)
    language = wanted
    if wanted is Language.SYSTEM:
        language = first_known(QLocale.system().uiLanguages())
        if QLocale.system().language() is QLocale.Language.C:
            QLocale.setDefault(QLocale(language.value))  # a system without a country of its own writes no thousands
    else:
        QLocale.setDefault(QLocale(wanted.value))
    if language is not Language.ENGLISH:
        qt = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)) / f"qtbase_{language}.qm"
        if qt.exists():  # a frozen build goes without it
            _install(app, qt)
        _install(app, resource(f"translations/wallboard_{language}.qm"))  # the last one installed is asked first
    app.setProperty(_SPOKEN, language.value)
    return language


def spoken() -> Language:
    """The language that the screens speak now."""
    app = QCoreApplication.instance()
    return Language.ENGLISH if app is None else Language(app.property(_SPOKEN) or Language.ENGLISH)


def first_known(tags: Iterable[str]) -> Language:
    """The first of the languages, such as ``pt-AO``, that Wallboard speaks; English if there is none."""
    for tag in tags:
        locale = QLocale(tag)
        match locale.language():
            case QLocale.Language.Portuguese:
                is_brazil = locale.territory() is QLocale.Country.Brazil
                return Language.BRAZILIAN if is_brazil else Language.PORTUGUESE
            case QLocale.Language.Lithuanian:
                return Language.LITHUANIAN
            case QLocale.Language.English:
                return Language.ENGLISH
            case _:
                continue
    return Language.ENGLISH


def _forget(app: QCoreApplication) -> None:
    """Take away an earlier language, and the words in it that functions of ours keep."""
    for translator in app.findChildren(QTranslator):
        app.removeTranslator(translator)
    ours = [module for name, module in sys.modules.items() if name.startswith("wallboard.ui.")]
    for kept in chain.from_iterable(vars(module).values() for module in ours):
        if isinstance(kept, _lru_cache_wrapper):
            kept.cache_clear()


def _install(app: QCoreApplication, file: Path) -> None:
    translator = QTranslator(app)
    if translator.load(str(file)):
        app.installTranslator(translator)
