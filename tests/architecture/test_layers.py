"""What import-linter does not say: Qt's one door, no nested loop, no waiting by the clock."""

import ast
from typing import Any

QT = {"PySide6", "shiboken6", "pyqtgraph"}


def _imported(tree: ast.Module) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def _called(tree: ast.Module) -> set[str]:
    return {ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}


def test_that_qt_is_imported_in_ui_and_app_alone(product: list[Any]) -> None:
    with_qt = {s.path.parts[1] for s in product if any(name.split(".")[0] in QT for name in _imported(s.tree))}
    assert with_qt <= {"ui", "app"}


def test_that_qt_and_asyncio_meet_in_the_bridge_alone(product: list[Any]) -> None:
    both = {s.path.name for s in product if s.path.parts[1] == "ui" and "asyncio" in _imported(s.tree)}
    assert both <= {"bridge.py"}


def test_that_no_thread_sleeps(product: list[Any]) -> None:
    found = {str(s.path) for s in product if _called(s.tree) & {"time.sleep", "sleep"}}
    assert found == set()


def test_that_no_event_loop_is_nested_in_another(product: list[Any]) -> None:
    """`QDrag.exec` is the exception that Qt leaves no way around; `app.exec` is the loop itself."""
    allowed = {"drag.exec", "app.exec", "self._app.exec"}
    nested = {
        f"{s.path}: {call}"
        for s in product
        if s.path.parts[1] in ("ui", "app")
        for call in _called(s.tree)
        if call.endswith((".exec", ".exec_", "processEvents")) and call not in allowed
    }
    assert nested == set()


def test_that_tests_wait_for_conditions_and_not_for_time(everything: list[Any]) -> None:
    asleep = {
        str(s.path)
        for s in everything
        if s.path.parts[0] == "tests" and s.path.name.startswith("test_") and "time.sleep" in _called(s.tree)
    }
    assert asleep == set()
