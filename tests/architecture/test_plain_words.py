"""Names are data: no label, tip, menu, title or page is made in a way by which Qt could take one for HTML."""

import ast
from collections.abc import Callable, Iterator
from pathlib import PurePath
from typing import Any

import pytest

HOME = {
    "QLabel": {"plain.py"},
    "QMessageBox": {"plain.py"},
    "QTextBrowser": {"plain.py"},
    "QStaticText": {"lettering.py"},
    "QTextDocument": {"help_dialog.py"},
    "MarkupLabel": {"plain.py", "sign_in.py"},
}
"""What may guess that a text is HTML, and the only modules that have it; the last two for our own words."""
NOWHERE = {
    "QErrorMessage", "QGraphicsTextItem", "QInputDialog", "QProgressDialog", "QSplashScreen", "QStatusBar",
    "QSystemTrayIcon", "QTextEdit", "QToolTip", "QWhatsThis", "QWizard", "QWizardPage", "TextItem", "LabelItem",
}  # fmt: skip
BY_PLAIN_ALONE = {
    "setToolTip", "setStatusTip", "setWhatsThis", "setTextFormat", "setHtml", "setMarkdown", "insertHtml",
    "setTextInteractionFlags", "setOpenExternalLinks", "setDetailedText", "setOpenLinks",
}  # fmt: skip
TIPS = {"ToolTipRole", "StatusTipRole", "WhatsThisRole"}
MENUS = {"QAction", "addAction", "insertAction", "addMenu", "QMenu", "QPushButton", "QCheckBox", "QRadioButton"}
PLAIN_LABELS = {"PlainLabel", "ElidedLabel", "BrokenLabel", "MarkupLabel", "QLineEdit", "PlainQuestion", "super()"}


def name_of(node: ast.AST) -> str:
    """The last part of a name: ``setText`` of ``self.words.setText``."""
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def is_own(node: ast.expr) -> bool:
    """Whether an argument is no text of others: a literal, a whole translation, or what `plain` made of one."""
    if isinstance(node, ast.Constant):
        return True
    return isinstance(node, ast.Call) and name_of(node.func) in {"tr", "translate", "menu_words", "title"}


def forbidden_names(tree: ast.Module, file: str) -> Iterator[str]:
    """Classes that guess, where they do not belong."""
    used = {name_of(node) for node in ast.walk(tree)} | {
        alias.name for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for alias in node.names
    }
    yield from (name for name in sorted(used) if name in NOWHERE or file not in HOME.get(name, {file}))
    if file != "plain.py":
        yield from sorted(used & BY_PLAIN_ALONE - ({"setTextFormat"} if file == "lettering.py" else set()))


def unescaped_tips(tree: ast.Module, _file: str) -> Iterator[str]:
    """Tips of items that are not made by `plain.tip`."""
    answered: set[int] = set()
    for node in ast.walk(tree):
        match node:
            case ast.match_case(pattern=asked, body=[ast.Return(value=ast.Call(func=func))]):
                pass
            case ast.If(test=asked, body=[ast.Return(value=ast.Call(func=func))]):
                pass
            case _:
                continue
        if ast.unparse(func) in ("plain.tip", "tip"):
            answered |= {id(one) for one in ast.walk(asked)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in TIPS and id(node) not in answered:
            yield f"{node.attr} in line {node.lineno}"


def raw_menu_words(tree: ast.Module, _file: str) -> Iterator[str]:
    """Texts of menus and buttons in which an ampersand would underline a letter."""
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        if name_of(call.func) in MENUS:
            made = [one for one in call.args if not is_own(one) and not _is_object(one)]
            yield from (f"{ast.unparse(one)} in line {one.lineno}" for one in made)


def _is_object(node: ast.expr) -> bool:
    """Whether an argument is an icon, a widget or an action, as its name says."""
    if isinstance(node, ast.Call):
        return name_of(node.func) in {"menu_icon", "QIcon"}
    return name_of(node) in {"self", "parent", "icon", "action", "menu", "languages", "_group"}


def raw_titles(tree: ast.Module, _file: str) -> Iterator[str]:
    """Titles of windows that are made of names and not by `plain.title`."""
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        if name_of(call.func) == "setWindowTitle":
            is_made = is_own(call.args[0]) or "title(" in ast.unparse(call.args[0])
            if not is_made:
                yield f"{ast.unparse(call.args[0])} in line {call.lineno}"


def raw_texts(tree: ast.Module, file: str) -> Iterator[str]:
    """`setText` on what is no plain label, with words that may be anybody's."""
    plain = {"super()", "self"} if file == "plain.py" else {"super()"}
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef) and {name_of(base) for base in node.bases} & PLAIN_LABELS:
            plain.add("self")
        if isinstance(node, ast.Assign):
            plain |= set(_assigned(node))
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        if not isinstance(call.func, ast.Attribute) or call.func.attr != "setText":
            continue
        if ast.unparse(call.func.value) not in plain and not is_own(call.args[0]):
            yield f"{ast.unparse(call)} in line {call.lineno}"


def _assigned(node: ast.Assign) -> Iterator[str]:
    """What is a label of ours or a field by this assignment, several at once too."""
    for target in node.targets:
        pairs = [(target, node.value)]
        if isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
            pairs = list(zip(target.elts, node.value.elts, strict=True))
        for one, value in pairs:
            if isinstance(value, ast.Call) and name_of(value.func) in PLAIN_LABELS:
                yield ast.unparse(one)


RULES: tuple[Callable[[ast.Module, str], Iterator[str]], ...] = (
    forbidden_names,
    unescaped_tips,
    raw_menu_words,
    raw_titles,
    raw_texts,
)


@pytest.mark.parametrize("rule", RULES)
def test_that_no_text_of_others_reaches_qt_but_as_it_is(
    product: list[Any], rule: Callable[[ast.Module, str], Iterator[str]]
) -> None:
    screens = [source for source in product if source.path.parts[1] in ("ui", "app")]
    found = {str(s.path): wrong for s in screens if (wrong := list(rule(s.tree, PurePath(s.path).name)))}
    assert found == {}


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        (forbidden_names, "label = QLabel(name)"),
        (forbidden_names, "class A(QtWidgets.QLabel): pass"),
        (forbidden_names, "from PySide6.QtWidgets import QLabel as L"),
        (forbidden_names, "QToolTip.showText(at, name)"),
        (forbidden_names, "item.setToolTip(name)"),
        (forbidden_names, "page.setHtml(notes)"),
        (unescaped_tips, "match role:\n case Qt.ItemDataRole.ToolTipRole:\n  return self.tool_tip(row)"),
        (unescaped_tips, "item.setData(Qt.ItemDataRole.ToolTipRole, name)"),
        (raw_menu_words, "menu.addAction(icon, name)"),
        (raw_menu_words, "QAction(self.tr('Call {name}').format(name=name), self)"),
        (raw_menu_words, "QPushButton(f'Call {name}', self)"),
        (raw_titles, "self.setWindowTitle(name)"),
        (raw_texts, "self.button.setText(name)"),
    ],
)
def test_that_each_way_around_it_is_found(rule: Callable[[ast.Module, str], Iterator[str]], code: str) -> None:
    assert list(rule(ast.parse(code), "some.py"))
