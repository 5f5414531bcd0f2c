"""Modules and functions stay small, say what they are, carry the field's names and have their tests."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

MAX_MODULE_LINES = 400
MAX_FUNCTION_LINES = 50
MAX_DOCSTRING_LINES = 5
NOT_NAMES = {"utils", "util", "helpers", "helper", "manager", "base", "common", "misc"}
SUPPRESSION = re.compile(r"#\s*(?:type:\s*ignore|noqa)(?P<codes>\S*(?:\s*[A-Z]+\d+,?)*)\s*(?P<reason>.*)")

Function = ast.FunctionDef | ast.AsyncFunctionDef


def _functions(tree: ast.Module) -> Iterator[Function]:
    return (node for node in ast.walk(tree) if isinstance(node, Function))


def _statements(function: Function) -> int:
    """The statements of a function, nested ones too, its docstring left out."""
    nested = sum(isinstance(node, ast.stmt) for node in ast.walk(function)) - 1
    return nested - (ast.get_docstring(function) is not None)


def test_that_no_module_is_longer_than_can_be_read_at_a_sitting(everything: list[Any]) -> None:
    long = {str(s.path): n for s in everything if (n := len(s.text.splitlines())) > MAX_MODULE_LINES}
    assert long == {}


def test_that_no_function_is_longer_than_a_screen(everything: list[Any]) -> None:
    long = {
        f"{source.path}:{function.lineno} {function.name}": length
        for source in everything
        for function in _functions(source.tree)
        if (length := (function.end_lineno or 0) - function.lineno + 1) > MAX_FUNCTION_LINES
    }
    assert long == {}


def test_that_each_module_says_in_one_to_five_lines_what_lives_in_it(everything: list[Any]) -> None:
    wrong = {}
    for source in everything:
        lines = len((ast.get_docstring(source.tree) or "").splitlines())
        if not 1 <= lines <= MAX_DOCSTRING_LINES:
            wrong[str(source.path)] = lines
    assert wrong == {}


def test_that_no_module_is_named_after_nothing(everything: list[Any]) -> None:
    names = (part for source in everything for part in [*source.path.parent.parts, source.path.stem])
    assert NOT_NAMES & set(names) == set()


def test_that_each_module_with_logic_has_tests_of_its_own(product: list[Any], root: Path) -> None:
    """Modules that only declare data, whose functions are one or two statements, need none."""
    missing = []
    for source in product:
        has_logic = any(_statements(function) > 2 for function in _functions(source.tree))
        within = source.path.relative_to("wallboard")
        if has_logic and not (root / "tests" / within.parent / f"test_{within.stem.strip('_')}.py").exists():
            missing.append(source.path.as_posix())
    assert missing == []


def test_that_each_test_file_belongs_to_a_module(root: Path) -> None:
    """Files named after no module belong into a folder of their own: architecture, bench, lab, journeys."""
    packages = {path.name for path in (root / "wallboard").iterdir() if (path / "__init__.py").exists()}
    strays = []
    for package in packages:
        for test in (root / "tests" / package).rglob("test_*.py"):
            within = test.relative_to(root / "tests")
            stem = within.stem.removeprefix("test_")
            candidates = [root / "wallboard" / within.parent / name for name in (f"{stem}.py", f"__{stem}__.py")]
            if not any(path.exists() for path in candidates):
                strays.append(str(within))
    assert strays == []


def test_that_a_silenced_check_gives_its_reason(everything: list[Any]) -> None:
    silent = [
        f"{source.path}:{number}"
        for source in everything
        for number, line in enumerate(source.text.splitlines(), 1)
        if (found := SUPPRESSION.search(line)) and not re.search(r"[a-z]{3}", found["reason"])
    ]
    assert silent == []


def test_that_nothing_is_left_to_be_done(everything: list[Any]) -> None:
    mark = re.compile(r"\b(?:TO" + r"DO|FIX" + r"ME|XX" + r"X|HA" + r"CK)\b")
    assert [str(source.path) for source in everything if mark.search(source.text)] == []


def test_that_no_two_classes_have_one_name(product: list[Any]) -> None:
    names = [
        node.name
        for source in product
        for node in source.tree.body
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_")
    ]
    assert sorted({name for name in names if names.count(name) > 1}) == []
