"""Runs only where the tests run without Qt: proves that there is none, and that all but the screens load."""

import importlib
import importlib.util
import pkgutil

import pytest

import wallboard

RUN_BY_ALEMBIC = "wallboard.history.migrations.env"


@pytest.mark.parametrize("name", ["PySide6", "pyqtgraph", "numpy"])
def test_that_there_is_no_qt_in_this_environment(name: str) -> None:
    assert importlib.util.find_spec(name) is None


def test_that_everything_but_the_screens_loads_without_it() -> None:
    loaded = 0
    for module in pkgutil.walk_packages(wallboard.__path__, "wallboard."):
        if module.name.split(".")[1] not in ("ui", "app", "__main__") and module.name != RUN_BY_ALEMBIC:
            importlib.import_module(module.name)
            loaded += 1
    assert loaded > 20
