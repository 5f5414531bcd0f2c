"""The one finder of files that come with the program: in a checkout, in an installed wheel, in a frozen build."""

import sys
from functools import cache
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent


@cache
def resources_dir() -> Path:
    """The directory of all resources; `FileNotFoundError` if the installation is not whole."""
    places = _places()
    for place in places:
        if place.is_dir():
            return place
    looked = ", ".join(map(str, places))
    raise FileNotFoundError(f"Wallboard's own files are missing (searched {looked}): reinstall it")


def resource(name: str) -> Path:
    """The path of one resource, ``icons/app.svg`` for example; `FileNotFoundError` if there is none."""
    path = resources_dir() / name
    if not path.exists():
        raise FileNotFoundError(f"Wallboard's own file {path} is missing: reinstall it")
    return path


def _places() -> list[Path]:
    """Where resources may be, the surest first: a frozen build's own directory, the wheel, the checkout."""
    frozen = getattr(sys, "_MEIPASS", None)
    unpacked = [Path(frozen) / "wallboard" / "resources", Path(frozen) / "resources"] if frozen else []
    return [*unpacked, _PACKAGE / "resources", _PACKAGE.parent / "resources"]
