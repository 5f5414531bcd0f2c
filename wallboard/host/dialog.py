"""The last words of a program that has no console to say them on."""

import sys


def tell_without_console(words: str) -> None:
    """Show ``words`` in a dialog until it is closed; nothing where there is a console, which is told otherwise.

    Only Windows starts programs with windows so that what they print goes nowhere.
    """
    if sys.platform == "win32" and sys.stderr is None:
        import ctypes  # noqa: PLC0415 - Windows alone

        icon_error = 0x10
        ctypes.windll.user32.MessageBoxW(None, words, "Wallboard", icon_error)
