"""The languages of the screens, by their names in settings and on the command line."""

from functools import cache
from typing import TYPE_CHECKING, Literal

from wallboard.host.resources import resources_dir

SYSTEM = "system"
"""The system's language."""
ENGLISH = "en"
"""The language of the sources, which needs no file."""


@cache
def codes() -> tuple[str, ...]:
    """Returns English, and each language that has a file ``translations/wallboard_CODE.qm``."""
    try:
        files = sorted((resources_dir() / "translations").glob("wallboard_*.qm"))
    except FileNotFoundError:
        files = []
    return (ENGLISH, *(file.stem.partition("_")[2] for file in files))


if TYPE_CHECKING:
    Language = str
else:
    Language = Literal[(SYSTEM, *codes())]
"""One of `codes`, or `SYSTEM`."""
