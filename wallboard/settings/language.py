"""The languages that the screens speak, by the names that settings and the command line have for them."""

from functools import cache
from typing import TYPE_CHECKING, Literal

from wallboard.host.resources import resources_dir

SYSTEM = "system"
"""Whatever the system says."""
ENGLISH = "en"
"""What the sources are in: it needs no file."""


@cache
def codes() -> tuple[str, ...]:
    """English, and each language that has a file ``translations/wallboard_CODE.qm``."""
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
