"""``wallboard --self-test``: checks an installation, without a gateway, by using each of its parts."""

import platform
import sys
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import click
import msgspec
from msgspec import Struct

import wallboard
from wallboard import __version__
from wallboard.domain.errors import WallboardError

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication, QWidget

    from wallboard.present.frame import BoardFrame
    from wallboard.ui.desk.window import DeskWindow

PartResult = int | list[str]
_RUN_BY_OTHERS = {"wallboard.__main__", "wallboard.history.migrations.env"}
"""Modules that do something as they are imported: by Python, and by Alembic."""
LIMIT_MS = 30_000
"""Windows that are not painted by then are a failure."""


class Report(Struct, kw_only=True):
    """The printed result: ``parts`` has the contents of each part, ``failures`` the faults."""

    ok: bool = False
    version: str = __version__
    python: str = platform.python_version()
    frozen: bool = getattr(sys, "frozen", False)
    screen: str = ""
    seconds: float = 0.0
    parts: dict[str, PartResult] = {}
    failures: dict[str, str] = {}

    def prove(self, part: str, check: Callable[[], PartResult]) -> None:
        """Records the result of ``check``, or its error; an empty result is a failure."""
        try:
            found = check()
        except Exception as error:  # noqa: BLE001 - whatever is wrong with a part is what the report is for
            self.failures[part] = f"{type(error).__name__}: {error}"
            return
        self.parts[part] = found
        if not found:
            self.failures[part] = "there is none"


def self_test() -> int:
    """Tests every part, prints a `Report` as one line of JSON, and returns the exit code: 0 without failures."""
    began_s = time.monotonic()
    report = Report()
    parts: dict[str, Callable[[], PartResult]] = {
        "modules": _modules,
        "commands": _commands,
        "resources": _resources,
        "keyrings": _keyrings,
        "tls": _tls,
        "history": _history,
        "board": _board,
    }
    for part, check in parts.items():
        report.prove(part, check)
    _try_qt(report)
    report.ok = not report.failures
    report.seconds = round(time.monotonic() - began_s, 3)
    click.echo(msgspec.json.encode(report).decode())
    return 0 if report.ok else 1


def _modules() -> int:
    """Imports all modules of Wallboard itself."""
    names = [module.name for module in walk_packages(wallboard.__path__, "wallboard.")]
    for name in names:
        if name not in _RUN_BY_OTHERS:
            import_module(name)
    return len(names)


def _history() -> list[str]:
    """Creates a history's file by its migrations, which are read as files; returns its tables."""
    from sqlalchemy import inspect

    from wallboard.history.local_history import LocalHistory

    with TemporaryDirectory(prefix="wallboard-") as folder:
        history = LocalHistory(Path(folder))
        tables = history.read(lambda file: inspect(file).get_table_names())
        history.close()
    return tables


def _commands() -> list[str]:
    """Loads every command, also those that are found by name; returns their names."""
    from wallboard.app.cli import main

    context = click.Context(main)
    return [name for name in main.list_commands(context) if main.get_command(context, name)]


def _resources() -> list[str]:
    """Reads every file that comes with the program."""
    from wallboard.host.resources import resource, resources_dir

    for name in ("icons/wallboard.svg", "fonts", "asterisk/manager-wallboard.conf", "help"):
        resource(name)
    found = {path: path.read_bytes() for path in sorted(resources_dir().rglob("*")) if path.is_file()}
    if empty := [path.name for path, content in found.items() if not content]:
        raise ValueError(f"empty: {', '.join(empty)}")
    return [str(path.relative_to(resources_dir())) for path in found]


def _keyrings() -> list[str]:
    """Loads this system's keyring backends; returns them, and those that could be used now."""
    from keyring.backend import get_all_keyring

    modules = {"win32": ["Windows"], "darwin": ["macOS"]}.get(
        sys.platform, ["SecretService", "kwallet", "libsecret"]
    )
    for name in modules:
        import_module(f"keyring.backends.{name}")
    return [*modules, *sorted(f"usable: {backend.name}" for backend in get_all_keyring())]


def _tls() -> list[str]:
    """Creates what checks a gateway's certificate."""
    from wallboard.host.trust import client_context

    return [type(client_context(None)).__module__]


def _board() -> list[str]:
    """Counts two simulated PBXs and a group over both; returns every figure of the group, by its id."""
    from wallboard.app.sample_board import GROUP, SOURCES, sample_frame
    from wallboard.domain.counts.catalogue import CATALOGUE
    from wallboard.domain.ids import source_of

    rows = {row.id: row for row in sample_frame().scopes}
    group = rows.get(GROUP)
    if group is None or group.tally.offered == 0:
        raise ValueError("nothing is counted in the group")
    if missing := set(SOURCES) - {source_of(row.id) for row in rows.values() if not row.is_group}:
        raise ValueError(f"no queues of {', '.join(sorted(missing))}")
    if unknown := CATALOGUE.keys() - {kpi.id for kpi in group.kpis}:
        raise ValueError(f"no figures {', '.join(sorted(unknown))}")
    return [kpi.id for kpi in group.kpis]


def _try_qt(report: Report) -> None:
    from wallboard.app.qt import start_qt

    try:
        app = start_qt(without_display=False)
    except WallboardError as error:
        report.failures["screen"] = str(error)
        return
    report.screen = app.platformName()
    report.prove("fonts", _fonts)
    report.prove("icons", _icons)
    report.prove("image formats", _image_formats)
    report.prove("windows", lambda: _windows(app))


def _fonts() -> list[str]:
    """Finds Wallboard's own font among those that Qt has, loaded as a window loads it."""
    from PySide6.QtGui import QFontDatabase

    from wallboard.ui.look.fonts import load_fonts

    load_fonts()
    return [family for family in QFontDatabase.families() if family.startswith("Inter")]


def _icons() -> int:
    """Draws every shape, and the program's own icon."""
    from PySide6.QtGui import QColor, QIcon

    from wallboard.host.resources import resource
    from wallboard.ui.look.icons import Icon, pixmap

    black, white = QColor("black"), QColor("white")
    drawn = [pixmap(icon, black, white, 32) for icon in Icon]
    drawn.append(QIcon(str(resource("icons/wallboard.svg"))).pixmap(64, 64))
    if any(shape.isNull() for shape in drawn):
        raise ValueError("an icon cannot be drawn")
    return len(drawn)


def _image_formats() -> list[str]:
    """Returns the formats that Qt reads, those that are needed among them."""
    from PySide6.QtGui import QImageReader

    formats = [bytes(name.data()).decode() for name in QImageReader.supportedImageFormats()]
    if missing := {"png", "svg"} - set(formats):
        raise ValueError(f"missing: {', '.join(sorted(missing))}")
    return formats


def _windows(app: "QApplication") -> list[str]:
    """Shows desk and TV, and draws them once painted with all they have, and every dialog."""
    from PySide6.QtCore import QTimer

    from wallboard.app.sample_board import sample_frame
    from wallboard.settings.client import DeskSettings
    from wallboard.ui.desk.window import DeskWindow
    from wallboard.ui.tv.window import TvWindow

    desk, tv = DeskWindow(DeskSettings()), TvWindow(1_080)
    tv.resize(1_280, 720)
    frame, painted = sample_frame(), list[str]()

    def on_painted(window: DeskWindow | TvWindow) -> None:
        window.add_charts()
        window.show_frame(frame)
        painted.append(_drawn(window))
        if len(painted) == 2:
            painted.extend(_drawn(dialog) for dialog in _dialogs(desk, frame))
            app.quit()

    desk.ready.connect(lambda: on_painted(desk))
    tv.painted.connect(lambda: on_painted(tv))
    QTimer.singleShot(LIMIT_MS, app, app.quit)
    desk.show()
    tv.show()
    app.exec()
    if len(painted) < 3:
        raise TimeoutError(f"painted within {LIMIT_MS // 1000} s: {', '.join(painted) or 'no window'}")
    return painted


def _drawn(window: "QWidget") -> str:
    """Draws a window with all that is in it; returns its name."""
    if window.grab().isNull():
        raise ValueError(f"{type(window).__name__} cannot be drawn")
    return type(window).__name__


def _dialogs(desk: "DeskWindow", frame: "BoardFrame") -> "list[QWidget]":
    """Returns every dialog and menu, those about a call or an agent with those of ``frame``."""
    from wallboard.domain.centre.agent_state import AgentState
    from wallboard.ui.call_control.call_controller import CallController
    from wallboard.ui.call_control.extension_dialog import ExtensionDialog
    from wallboard.ui.call_control.menu import CallMenu
    from wallboard.ui.call_control.move_chooser import MoveChooser
    from wallboard.ui.call_control.offers import offers
    from wallboard.ui.desk.activity import DoneList
    from wallboard.ui.desk.finder import Finder
    from wallboard.ui.desk.help_dialog import HelpDialog
    from wallboard.ui.desk.shortcuts import ShortcutList
    from wallboard.ui.desk.sign_in import KeepInFile, SignIn
    from wallboard.ui.look.icons import Icon

    controller = CallController(desk)
    controller.show_frame(frame)
    caller = frame.callers[0]
    agent = next(row for row in frame.agents if row.state is AgentState.TALKING)
    kinds = offers(controller, agent, lambda _: None)
    if not any(offer.icon is Icon.PAUSED and not offer.why_not for kind in kinds for offer in kind):
        raise ValueError("no agent can be paused")
    menu = CallMenu(desk.theme, kinds, desk)
    return [
        SignIn(desk.theme, str, desk),
        KeepInFile("tokens.json", desk),
        ExtensionDialog(desk.theme, "", desk),
        Finder(desk.theme, frame, desk),
        HelpDialog(desk.theme, desk),
        DoneList(desk.theme, (), desk),
        ShortcutList(desk.theme, desk),
        MoveChooser(desk.theme, controller, caller, desk),
        menu,
    ]
