"""The languages that the screens speak, by the names that settings and the command line have for them."""

from enum import StrEnum


class Language(StrEnum):
    """A language with a file in ``resources/translations``, English, which needs none, or what the system says."""

    SYSTEM = "system"
    ENGLISH = "en"
    PORTUGUESE = "pt_PT"
    BRAZILIAN = "pt_BR"
    LITHUANIAN = "lt"
