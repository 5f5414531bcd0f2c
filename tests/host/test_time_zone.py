"""The machine's own time zone, as the systems tell it."""

import ctypes
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from wallboard.host.time_zone import find_zone, machine_zone, windows_zone

posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has neither TZ nor /etc")


def test_that_a_zone_is_found_by_its_name_alone() -> None:
    assert str(find_zone("Europe/Lisbon")) == "Europe/Lisbon"
    assert [find_zone(name) for name in ("Mars/Olympus", "../passwd", "/etc/passwd", "", "Europe")] == [None] * 5


@posix
@pytest.mark.parametrize(
    ("value", "name"),
    [
        ("America/Sao_Paulo", "America/Sao_Paulo"),
        (":Europe/Vilnius", "Europe/Vilnius"),
        ("/usr/share/zoneinfo/posix/Asia/Tokyo", "Asia/Tokyo"),
        ("", "UTC"),
        ("WET0WEST,M3.5.0/1,M10.5.0", ""),
    ],
)
def test_that_the_environment_comes_first(value: str, name: str, tmp_path: Path) -> None:
    (tmp_path / "etc").mkdir()
    (tmp_path / "etc" / "timezone").write_text("Europe/Lisbon\n")
    assert machine_zone({"TZ": value}, tmp_path) == name


@posix
@pytest.mark.parametrize(
    ("target", "name"),
    [
        ("../usr/share/zoneinfo/Europe/Lisbon", "Europe/Lisbon"),
        ("/usr/share/zoneinfo/America/Argentina/Ushuaia", "America/Argentina/Ushuaia"),
        ("/var/db/timezone/zoneinfo/Europe/Lisbon", "Europe/Lisbon"),
        ("/usr/share/zoneinfo.default/Europe/Lisbon", "Europe/Lisbon"),
        ("/usr/share/zoneinfo/Mars/Olympus", ""),
    ],
)
def test_that_the_link_of_the_clock_says_it_before_a_file_that_may_be_old(
    target: str, name: str, tmp_path: Path
) -> None:
    (tmp_path / "etc").mkdir()
    (tmp_path / "etc" / "localtime").symlink_to(target)
    (tmp_path / "etc" / "timezone").write_text("Asia/Tokyo\n")
    assert machine_zone({}, tmp_path) == name


@posix
def test_that_a_link_to_a_link_is_followed(tmp_path: Path) -> None:
    zones = tmp_path / "usr" / "share" / "zoneinfo" / "Europe"
    zones.mkdir(parents=True)
    (zones / "Lisbon").write_bytes(b"")
    (tmp_path / "etc").mkdir()
    (tmp_path / "etc" / "site-clock").symlink_to(zones / "Lisbon")
    (tmp_path / "etc" / "localtime").symlink_to("site-clock")
    assert machine_zone({}, tmp_path) == "Europe/Lisbon"


@posix
@pytest.mark.parametrize("content", ["Europe/Vilnius\n", None])
def test_that_a_copied_clock_is_named_by_the_file_beside_it_or_not_at_all(
    content: str | None, tmp_path: Path
) -> None:
    (tmp_path / "etc").mkdir()
    (tmp_path / "etc" / "localtime").write_bytes(b"TZif2")
    if content is not None:
        (tmp_path / "etc" / "timezone").write_text(content)
    assert machine_zone({}, tmp_path) == ("Europe/Vilnius" if content else "")


def icu(name: str, status: int) -> Callable[[str], object]:
    """Windows' library as it answers: into the caller's buffer, with a status."""

    def ask(buffer: "ctypes.Array[ctypes.c_wchar]", _length: int, told: object) -> int:
        buffer.value = name
        ctypes.cast(told, ctypes.POINTER(ctypes.c_int))[0] = status  # type: ignore[arg-type]  # a byref's own type
        return len(name)

    return lambda _library: SimpleNamespace(ucal_getDefaultTimeZone=ask)


def test_that_windows_is_asked_by_its_own_library() -> None:
    assert windows_zone(icu("Europe/Lisbon", 0)) == "Europe/Lisbon"
    assert windows_zone(icu("Europe/Lisbon", -127)) == "Europe/Lisbon"
    assert windows_zone(icu("nonsense", 1)) == ""


def test_that_an_older_windows_tells_no_zone() -> None:
    def load(_library: str) -> object:
        raise OSError

    assert windows_zone(load) == ""
    assert windows_zone(lambda _library: SimpleNamespace()) == ""
