"""What all tests share: how Hypothesis runs, Qt's warnings as failures, no thread left behind."""

import gc
import os
import shutil
import socket
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest

pytest_plugins = ["tests.lab.fixtures"]

TESTS = Path(__file__).parent
NEED_ALL = {TESTS / "ui", TESTS / "app", TESTS / "packaging", TESTS / "reference"}
WITHOUT_QT = TESTS / "architecture" / "test_without_qt.py"
FAST = {TESTS / name for name in ("domain", "feed", "client", "present", "gateway", "releases")}
"""What `make check` runs, but for what is marked `network` or `slow`."""

hypothesis.settings.register_profile("wallboard", deadline=None, max_examples=60, print_blob=True)
hypothesis.settings.register_profile(
    "thorough", parent=hypothesis.settings.get_profile("wallboard"), max_examples=5000
)
hypothesis.settings.register_profile(
    "quick", parent=hypothesis.settings.get_profile("wallboard"), max_examples=10, derandomize=True
)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "wallboard"))


def pytest_addoption(parser: pytest.Parser) -> None:
    """Choose by environment: `--without-qt` where there is no Qt, `--with-qt` what does not run there."""
    parser.addoption("--without-qt", action="store_true", help="leave out ui and app, and insist on Qt's absence")
    parser.addoption("--with-qt", action="store_true", help="only what --without-qt leaves out")


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave out what belongs to the other environment."""
    if config.getoption("--without-qt"):
        return True if collection_path in NEED_ALL else None
    if config.getoption("--with-qt") and collection_path.parent == TESTS and collection_path.is_dir():
        return None if collection_path in NEED_ALL else True
    return True if collection_path == WITHOUT_QT else None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """A warning of Qt's fails the test; the Qt plugin is absent where the tests run without Qt."""
    if config.pluginmanager.hasplugin("pytest-qt"):
        for item in items:
            item.add_marker(pytest.mark.qt_log_level_fail("WARNING"))


@pytest.fixture(autouse=True)
def _no_thread_is_left_running() -> Iterator[None]:
    """Fail a test that leaves a thread of its own behind."""
    before = set(threading.enumerate())
    yield
    for thread in set(threading.enumerate()) - before:
        thread.join(2.0)
    left = [thread.name for thread in set(threading.enumerate()) - before if thread.is_alive()]
    assert not left, f"threads left running: {left}"


@pytest.fixture(autouse=True)
def _network_is_used_where_marked(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Fail a test of the fast packages that opens a socket and is not marked `network`: `make check` runs it."""
    if FAST.isdisjoint(request.path.parents) or request.node.get_closest_marker("network") is not None:
        return

    def refuse(opened: socket.socket, address: object) -> None:
        pytest.fail(f"{opened.family.name} {address}: mark what uses the network by @pytest.mark.network")

    for name in ("bind", "connect"):
        monkeypatch.setattr(socket.socket, name, refuse)


@pytest.fixture(autouse=True)
def _no_window_is_collected_while_it_is_painted(request: pytest.FixtureRequest) -> Iterator[None]:
    """Collect a test's windows after it, not in the middle of their own painting, which ends the process.

    A window that only a test knew is garbage once the test's function returned, and Qt still paints it then.
    What was there before a test is frozen, so that nobody looks through it again: that took longer than most tests.
    """
    if "qapp" not in request.fixturenames:
        yield
        return
    from PySide6.QtCore import QCoreApplication, QEvent

    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # what goes now must not be frozen
    gc.collect()
    gc.freeze()
    gc.disable()
    yield
    gc.enable()
    gc.collect()


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for localhost that is its own authority; its key is beside it as ``key.pem``."""
    return _make_certificate(tmp_path_factory.mktemp("tls"))


@pytest.fixture(scope="session")
def other_certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Another one, as one is that was renewed."""
    return _make_certificate(tmp_path_factory.mktemp("tls"))


def _make_certificate(folder: Path) -> Path:
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("openssl, which makes the test's certificate, is not installed")
    path = folder / "cert.pem"
    subject = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"]
    files = ["-keyout", str(folder / "key.pem"), "-out", str(path)]
    command = [openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", *subject, *files]
    subprocess.run(command, check=True, capture_output=True)
    return path


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Name bytes after their argument: a masked frame is other bytes in each worker, which must collect alike."""
    return argname if isinstance(val, bytes) else None
