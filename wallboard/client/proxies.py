"""Finds the proxy between this computer and a gateway, and recognises one in responses."""

import os
import subprocess
import sys
from collections.abc import Mapping
from urllib.parse import urlsplit

from websockets.proxy import get_proxy
from websockets.uri import parse_uri

from wallboard.domain.sanitizer import sanitize

_TIMEOUT_S = 2.0
_TELLING = ("via", "proxy-agent", "x-squid-error", "x-cache", "server")
"""Response headers that name the device in a gateway's place, the most specific first."""


def proxy_for(url: str) -> str | None:
    """Returns the proxy's address for a gateway by environment or system settings, None without one.

    The variables are HTTPS_PROXY, and no_proxy for exceptions; Windows and macOS have settings of their own.
    """
    return get_proxy(parse_uri(url))


def shown(proxy: str) -> str:
    """Returns a proxy's address for people, without the user name and the password that may be in it."""
    try:
        parts = urlsplit(proxy)
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return "?"
    return f"{parts.hostname}{port}" if parts.hostname else "?"


def device_in(headers: Mapping[str, str]) -> str:
    """Returns the name of the responding device by its headers; empty where it gives none."""
    for name in _TELLING:
        try:
            words = headers.get(name)
        except LookupError:  # the header occurs more than once
            words = None
        if words:
            return sanitize(words)
    return ""


def proxy_script() -> str:
    """Returns the address of the script (PAC) by which the system's settings choose proxies; empty without one.

    Wallboard runs no such script. Reading the settings takes a moment: only after a failed connection.
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
    """Returns the script in the output of ``scutil --proxy``."""
    pairs = (line.partition(" : ") for line in settings.splitlines())
    values = {name.strip(): value.strip() for name, _, value in pairs}
    return values.get("ProxyAutoConfigURLString", "") if values.get("ProxyAutoConfigEnable") == "1" else ""


def script_of_gnome(mode: str, url: str) -> str:
    """Returns the script in the output of ``gsettings``; with an empty address the network provides one (WPAD)."""
    if mode.strip() != "'auto'":
        return ""
    return url.strip().strip("'") or "http://wpad/wpad.dat"


def _said(command: list[str]) -> str:
    found = subprocess.run(command, capture_output=True, text=True, timeout=_TIMEOUT_S, check=False)  # noqa: S603 - fixed
    return found.stdout
