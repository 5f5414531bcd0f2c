"""Qt without a screen, and settings of nobody's."""

import os
from pathlib import Path

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


@pytest.fixture
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder where the program believes the user's settings are."""
    for module in ("desk", "tv", "demo", "signing_in"):
        monkeypatch.setattr(f"wallboard.app.{module}.config_dir", lambda: tmp_path)
    return tmp_path
