"""Qt without a screen, and settings of nobody's."""

import os
import sys
from pathlib import Path

import pytest

# without a screen Qt finds no fonts on Windows, where there always is one
os.environ.setdefault("QT_QPA_PLATFORM", "windows" if sys.platform == "win32" else "offscreen")


@pytest.fixture
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder where the program believes the user's settings are."""
    for module in ("desk", "tv", "demo", "signing_in"):
        monkeypatch.setattr(f"wallboard.app.{module}.config_dir", lambda: tmp_path)
    return tmp_path


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Qt's platform without a screen says this of windows and menus; it is about the platform, not about us."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.qt_log_ignore("This plugin does not support"))
