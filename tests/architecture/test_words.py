"""Words on a screen go through the translations, and what a library says is never one of them."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2] / "wallboard"
WINDOWS = [*sorted((ROOT / "ui").rglob("*.py")), *(ROOT / "app" / f"{name}.py" for name in (
    "desk", "extension", "preferences", "signing_in", "tv", "updates", "window_run", "windows",
))]  # fmt: skip
SHOWING = {
    "setText", "setInformativeText", "setWindowTitle", "setTitle", "setPlaceholderText", "setAccessibleName",
    "setAccessibleDescription", "addAction", "addItem", "addButton", "addMenu", "set_tip", "tell", "mention",
    "PlainLabel", "MarkupLabel", "QPushButton", "QCheckBox", "QAction", "QMenu", "drawText",
}  # fmt: skip
OWN_NAMES = {"Wallboard", "wss://gateway.example:8765", "wb_…"}
WORD = re.compile(r"[^\W\d_]{2,}")


def untranslated(tree: ast.AST) -> Iterator[str]:
    """Words that are given to a widget as they stand in the source."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] in SHOWING:
            for given in node.args:
                parts = given.values if isinstance(given, ast.JoinedStr) else [given]
                for part in parts:
                    if isinstance(part, ast.Constant) and isinstance(part.value, str) and WORD.search(part.value):
                        yield part.value


def own_words_of_errors(tree: ast.AST) -> Iterator[str]:
    """Where an error's own words go on other than as technical details, into a log or to who raised them."""
    allowed = re.compile(r"(details|log\.\w+|_tell)\(|technical=")
    for node in ast.walk(tree):
        if isinstance(node, ast.stmt) and not hasattr(node, "body"):
            words = ast.unparse(node)
            if re.search(r"str\((error|problem)\)|\{(error|problem)\}", words) and not allowed.search(words):
                yield words


@pytest.mark.parametrize("path", WINDOWS, ids=lambda path: str(path.relative_to(ROOT)))
def test_that_every_word_on_a_screen_is_translated(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert [words for words in untranslated(tree) if words not in OWN_NAMES] == []
    assert list(own_words_of_errors(tree)) == []


def test_that_both_rules_see_what_they_forbid() -> None:
    assert list(untranslated(ast.parse('label.setText(f"{n} calls")'))) == [" calls"]
    assert list(untranslated(ast.parse('label.setText(self.tr("calls"))'))) == []
    assert list(own_words_of_errors(ast.parse("bar.tell(str(error))"))) == ["bar.tell(str(error))"]
    assert list(own_words_of_errors(ast.parse("bar.tell(details(str(error)))"))) == []
