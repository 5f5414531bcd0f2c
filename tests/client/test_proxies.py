"""Which proxy is taken, by what the environment and the systems say."""

import subprocess
import sys

import pytest

from wallboard.client import proxies
from wallboard.client.proxies import device_in, proxy_for, proxy_script, script_of_gnome, script_of_macos, shown

MACOS = """<dictionary> {
  ProxyAutoConfigEnable : 1
  ProxyAutoConfigURLString : http://intranet.example/proxy.pac
}"""


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="there the system's settings count too")
def test_that_the_environment_names_the_proxy_and_its_exceptions(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("https_proxy", "HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.example:3128")
    assert proxy_for("wss://gateway.example:8765") == "http://proxy.example:3128"
    monkeypatch.setenv("NO_PROXY", "gateway.example")
    assert proxy_for("wss://gateway.example:8765") is None


def test_that_a_proxys_password_is_shown_to_nobody() -> None:
    assert shown("http://kim:s3cret@proxy.example:3128") == "proxy.example:3128"
    assert shown("http://[") == shown("") == "?"


def test_that_what_answers_says_what_it_is() -> None:
    assert device_in({"server": "nginx", "via": "1.1 squid\r\n"}) == "1.1 squid"
    assert device_in({}) == ""


def test_that_a_script_is_found_in_each_systems_settings() -> None:
    assert script_of_macos(MACOS) == "http://intranet.example/proxy.pac"
    assert script_of_macos(MACOS.replace("Enable : 1", "Enable : 0")) == ""
    assert script_of_gnome("'auto'\n", "'http://intranet.example/p.pac'\n") == "http://intranet.example/p.pac"
    assert script_of_gnome("'auto'\n", "''\n") == "http://wpad/wpad.dat"
    assert script_of_gnome("'none'\n", "'http://old.example/p.pac'\n") == ""


def test_that_a_system_without_such_settings_has_no_script(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> str:
        raise subprocess.TimeoutExpired("gsettings", 2)

    monkeypatch.setattr(proxies, "_system_script", fail)
    assert proxy_script() == ""
