"""Which proxy stands between this computer and a gateway, and what the other side's answers tell of one."""

import os
import subprocess
import sys
from collections.abc import Mapping
from urllib.parse import urlsplit

from websockets.proxy import get_proxy
from websockets.uri import parse_uri

from wallboard.domain.sanitizer import sanitize

_LOOK_S = 2.0
_TELLING = ("via", "proxy-agent", "x-squid-error", "x-cache", "server")
"""Headers by which what answers in a gateway's place says what it is, the most telling first."""


def proxy_for(url: str) -> str | None:
    """The proxy's address that the environment or the system names for a gateway, None where none is to be taken.

    The variables are HTTPS_PROXY, and no_proxy for exceptions; Windows and macOS have settings of their own.
    """
    return get_proxy(parse_uri(url))


def shown(proxy: str) -> str:
    """A proxy's address for people, without the name and the password that may be in it."""
    try:
        parts = urlsplit(proxy)
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return "?"
    return f"{parts.hostname}{port}" if parts.hostname else "?"


def device_in(headers: Mapping[str, str]) -> str:
    """What answered, by its own words; empty where it says nothing of itself."""
    for name in _TELLING:
        try:
            words = headers.get(name)
        except LookupError:  # the header is there more than once
            words = None
        if words:
            return sanitize(words)
    return ""


def proxy_script() -> str:
    """The address of the script (PAC) by which the system's settings choose proxies; empty where there is none.

    Wallboard runs no such script. Settings are asked, which takes a moment: only for who cannot connect.
    """
    try:
        return _system_script()
    except (OSError, subprocess.SubprocessError):
        return ""


def _system_script() -> str:
    if sys.platform == "win32":
        import winreg  # noqa: PLC0415 - there is none elsewhere

        path = r"Software\Microsoft\Windows\CurrentVersion\Internet Settings"
        with winreg.OpenKey(winreg.HKEY_CURRENT_USER, path) as key:
            return str(winreg.QueryValueEx(key, "AutoConfigURL")[0])
    if sys.platform == "darwin":
        return script_of_macos(_said(["/usr/sbin/scutil", "--proxy"]))
    if "gnome" not in os.environ.get("XDG_CURRENT_DESKTOP", "").casefold():
        return ""
    mode = _said(["gsettings", "get", "org.gnome.system.proxy", "mode"])
    return script_of_gnome(mode, _said(["gsettings", "get", "org.gnome.system.proxy", "autoconfig-url"]))


def script_of_macos(settings: str) -> str:
    """The script in what ``scutil --proxy`` says."""
    pairs = (line.partition(" : ") for line in settings.splitlines())
    values = {name.strip(): value.strip() for name, _, value in pairs}
    return values.get("ProxyAutoConfigURLString", "") if values.get("ProxyAutoConfigEnable") == "1" else ""


def script_of_gnome(mode: str, url: str) -> str:
    """The script in what ``gsettings`` says; with an empty address the network is asked for one (WPAD)."""
    if mode.strip() != "'auto'":
        return ""
    return url.strip().strip("'") or "http://wpad/wpad.dat"


def _said(command: list[str]) -> str:
    found = subprocess.run(command, capture_output=True, text=True, timeout=_LOOK_S, check=False)  # noqa: S603 - fixed
    return found.stdout
