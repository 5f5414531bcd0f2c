"""The language of the screens: which one it is, Wallboard's own words in it, and Qt's.

Words are looked up as a window's parts are made: make them anew after `install_language`.
"""

import sys
from collections.abc import Iterable
from functools import _lru_cache_wrapper
from itertools import chain
from pathlib import Path

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QLibraryInfo, QLocale, QTranslator

from wallboard.host.resources import resource
from wallboard.settings.language import ENGLISH, SYSTEM, Language, codes

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
"""Qt's own texts in dialogs: it has no translations of them for Lithuanian and Portugal's Portuguese."""


_SPOKEN = "language"


def install_language(app: QCoreApplication, wanted: Language) -> Language:
    """Sets the language of ``app``, with its way of writing numbers; returns the language that it has now.

    `SYSTEM` is the first language of the system's that there is, else English; numbers stay the system's.
    """
    _forget(app)
    language = wanted
    if wanted == SYSTEM:
        language = first_known(QLocale.system().uiLanguages())
        # a system without a country of its own writes no thousands
        is_bare = QLocale.system().language() is QLocale.Language.C
        QLocale.setDefault(QLocale(language) if is_bare else QLocale.system())
    else:
        QLocale.setDefault(QLocale(wanted))
    if language != ENGLISH:
        qt = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)) / f"qtbase_{language}.qm"
        if qt.exists():  # a frozen build goes without it
            _install(app, qt)
        _install(app, resource(f"translations/wallboard_{language}.qm"))  # the last one installed is asked first
    app.setProperty(_SPOKEN, language)
    return language


def spoken() -> Language:
    """Returns the language of the screens."""
    app = QCoreApplication.instance()
    return ENGLISH if app is None else str(app.property(_SPOKEN) or ENGLISH)


def name_of(language: Language) -> str:
    """Returns a language's own name, as its speakers write it; its country where the file has one."""
    if language == ENGLISH:
        return "English"
    code, _, country = language.partition("_")
    name = QLocale(code).nativeLanguageName()
    where = f" ({QLocale(language).nativeTerritoryName()})" if country else ""
    return f"{name[:1].upper()}{name[1:]}{where}"


def first_known(tags: Iterable[str]) -> Language:
    """Returns the first of the languages, such as ``pt-AO``, that Wallboard has; English without any."""
    for tag in tags:
        wanted = QLocale(tag)
        alike = [code for code in codes() if QLocale(code).language() is wanted.language()]
        if alike:
            return _of_country(alike, wanted)
    return ENGLISH


def _of_country(alike: list[str], wanted: QLocale) -> Language:
    """Returns the country's form of a language; else any except the main country's, which others write unlike."""
    for code in alike:
        if QLocale(code).territory() is wanted.territory():
            return code
    main = QLocale(alike[0].partition("_")[0]).territory()
    return next((code for code in alike if QLocale(code).territory() is not main), alike[0])


def _forget(app: QCoreApplication) -> None:
    """Removes an earlier language, and cached texts in it."""
    if spoken() != ENGLISH:  # the first search among the children takes PySide 10 ms
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
