"""What all tests share: how Hypothesis runs, Qt's warnings as failures, no thread left behind."""

import threading
from collections.abc import Iterator

import hypothesis
import pytest

hypothesis.settings.register_profile("wallboard", deadline=None, max_examples=60, print_blob=True)
hypothesis.settings.load_profile("wallboard")


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
