"""Shows the final message of a program without a console."""

import sys


def show_without_console(words: str) -> None:
    """Shows ``words`` in a dialog until it is closed; does nothing where there is a console.

    Only Windows starts programs with windows so that what they print goes nowhere.
    """
    if sys.platform == "win32" and sys.stderr is None:
        import ctypes  # noqa: PLC0415 - Windows alone

        icon_error = 0x10
        ctypes.windll.user32.MessageBoxW(None, words, "Wallboard", icon_error)
