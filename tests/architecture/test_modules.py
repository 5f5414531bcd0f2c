"""Modules and functions stay small, say what they are, carry the field's names; packages are covered by tests."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.floors import FLOORS, shares, too_low

MAX_MODULE_LINES = 400
MAX_FUNCTION_LINES = 50
MAX_DOCSTRING_LINES = 5
NOT_NAMES = {"utils", "util", "helpers", "helper", "manager", "base", "common", "misc"}
SUPPRESSION = re.compile(r"#\s*(?:type:\s*ignore|noqa)(?P<codes>\S*(?:\s*[A-Z]+\d+,?)*)\s*(?P<reason>.*)")

Function = ast.FunctionDef | ast.AsyncFunctionDef


def _functions(tree: ast.Module) -> Iterator[Function]:
    return (node for node in ast.walk(tree) if isinstance(node, Function))


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


def test_that_each_package_has_a_floor_of_coverage(root: Path) -> None:
    packages = {path.name for path in (root / "wallboard").iterdir() if (path / "__init__.py").exists()}
    assert set(FLOORS) == packages


def test_that_a_package_below_its_floor_is_told() -> None:
    files = {
        "wallboard/feed/codec.py": {"summary": {"covered_lines": 1, "num_statements": 4}},
        "wallboard/feed/roles.py": {"summary": {"covered_lines": 2, "num_statements": 2}},
        "wallboard/__init__.py": {"summary": {"covered_lines": 1, "num_statements": 1}},
    }
    assert shares({"files": files}) == {"feed": 50.0}
    (words,) = too_low({"feed": 50.0, "ui": 100.0}, ["feed", "ui"])
    assert words.startswith("feed: 50.0 % of its statements")
    assert len(too_low({}, ["client"])) == 1


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
