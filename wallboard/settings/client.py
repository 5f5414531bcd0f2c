"""A screen's settings between two starts, in a TOML file that people may edit too.

Comments and foreign keys stay as they are. Secrets are in `credentials`, never here.
"""

import logging
from collections.abc import MutableMapping
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import msgspec
from msgspec import Meta, Struct

from wallboard.domain.centre.agent_categories import AgentCategory
from wallboard.domain.centre.state_limits import HOLD_MIN, PAUSE_MIN, WRAP_UP_MIN
from wallboard.domain.errors import ConfigError
from wallboard.host import regular_file
from wallboard.host.error_text import why
from wallboard.host.whole_file import write_whole
from wallboard.settings.aside import move_aside
from wallboard.settings.language import SYSTEM, Language
from wallboard.settings.migration import NEWER_FILE, is_newer, mark, migrate
from wallboard.settings.toml_file import UNREADABLE, NotToml, read_toml
from wallboard.settings.tv_layout import TvLayout

log = logging.getLogger(__name__)


class ThemeChoice(StrEnum):
    """Light or dark, or the system's choice."""

    SYSTEM = "system"
    DARK = "dark"
    LIGHT = "light"


class AgentOrder(StrEnum):
    """What agents are sorted by: name, the time in their state (longest first), or state and then that."""

    NAME = "name"
    TIME = "time"
    STATE = "state"


Minutes = Annotated[float, Meta(ge=0, le=1440)]


class SettingsTable(Struct, frozen=True, kw_only=True):
    """One table of the file."""


class GatewaySettings(SettingsTable, frozen=True, kw_only=True):
    """The gateway that the figures come from; ``name`` is this screen's name in the gateway's records."""

    url: str = ""
    name: str = ""
    ca_file: str = ""


class SupervisorSettings(SettingsTable, frozen=True, kw_only=True):
    """The supervisor's settings: ``extension`` is rung when a call is monitored."""

    extension: str = ""


class DeskSettings(SettingsTable, frozen=True, kw_only=True):
    """How the desk window looks and speaks; ``geometry`` is the window's own note of its place, in Base64.

    ``zoom`` 0 is as large as the screen asks for. ``agents_share`` is the agents' part of the width and
    ``charts_height`` the charts' height at a zoom of 1; 0 is as they come. ``queues_by`` is what the queues are
    ordered by; ``tiles`` and ``columns`` are the figures that are shown by their ids, none for the usual ones.
    ``agents_shown`` are the groups that the agents are filtered by, none for no filter. A limit in
    minutes says when an agent stands out, 0 for never; ``pause_limits_min`` has them by the reason of a pause.
    """

    theme: ThemeChoice = ThemeChoice.SYSTEM
    zoom: Annotated[float, Meta(ge=0, le=3)] = 0.0
    language: Language = SYSTEM
    geometry: str = ""
    agents_share: Annotated[float, Meta(ge=0, le=1)] = 0.0
    charts_height: Annotated[float, Meta(ge=0, le=5_000)] = 0.0
    queues_by: str = "trouble"
    queues_descending: bool = True
    tiles: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    agents_order: AgentOrder = AgentOrder.NAME
    agents_shown: tuple[AgentCategory, ...] = ()
    pause_limit_min: Minutes = PAUSE_MIN
    pause_limits_min: dict[str, Minutes] = {}
    wrap_up_limit_min: Minutes = WRAP_UP_MIN
    hold_limit_min: Minutes = HOLD_MIN


class TvSettings(SettingsTable, frozen=True, kw_only=True):
    """The screen that the wall is shown on, by its name, and from how far it is read."""

    screen: str = ""
    layout: TvLayout = TvLayout.FAR


class UpdateSettings(SettingsTable, frozen=True, kw_only=True):
    """The company's update address; no request is sent while ``url`` is empty."""

    url: str = ""


class ClientSettings(Struct, frozen=True, kw_only=True):
    """Everything; a key that is not in the file has its default."""

    gateway: GatewaySettings = GatewaySettings()
    supervisor: SupervisorSettings = SupervisorSettings()
    desk: DeskSettings = DeskSettings()
    tv: TvSettings = TvSettings()
    updates: UpdateSettings = UpdateSettings()


class Layers(Struct, frozen=True, kw_only=True):
    """An administrator's values by table and key: defaults for the user's own, and locked ones."""

    defaults: dict[str, dict[str, Any]] = {}
    locked: dict[str, dict[str, Any]] = {}

    def is_locked(self, table: str, key: str) -> bool:
        """Whether the user's own value is overridden."""
        return key in self.locked.get(table, {})

    def held(self, settings: ClientSettings) -> ClientSettings:
        """Returns ``settings`` with every locked value as the administrator set it."""
        tables = {
            name: msgspec.structs.replace(getattr(settings, name), **own) for name, own in self.locked.items()
        }
        return msgspec.structs.replace(settings, **tables)


class Loaded(Struct, frozen=True, kw_only=True):
    """The settings to start with, and the file's faults in words, one problem each."""

    settings: ClientSettings
    problems: tuple[str, ...] = ()


class SettingsFile:
    """One file with a screen's settings.

    Attributes:
        path: where it is; it need not exist.
        layers: what an administrator set; it is never written into the file.
    """

    def __init__(self, path: Path, layers: Layers | None = None) -> None:
        self.path = path
        self.layers = layers or Layers()

    def load(self) -> Loaded:
        """Reads the file. One that is not valid TOML is moved aside; an invalid value has its default."""
        try:
            tree = self._tree()
        except ConfigError as error:
            settings, _ = _read({}, self.layers)
            return Loaded(settings=settings, problems=(str(error),))
        settings, problems = _read(tree, self.layers)
        if is_newer(tree):
            problems.append(NEWER_FILE)
        return Loaded(settings=settings, problems=tuple(f"{self.path}: {problem}" for problem in problems))

    def save(self, settings: ClientSettings) -> None:
        """Writes only the values that differ from the file; `ConfigError` when that is not possible.

        A file that a newer program has written stays as it is.
        """
        import tomlkit  # noqa: PLC0415 - start-up time: a window is painted without it

        tree: dict[str, Any] = {}
        document = tomlkit.document()
        try:
            tree = self._tree()
        except ConfigError as error:
            if self.path.exists():
                raise  # it could neither be read nor laid aside, so it is not replaced
            log.warning("%s", error)
        try:
            if self.path.exists():
                document = tomlkit.parse(regular_file.read_text(self.path))
        except (OSError, *UNREADABLE) as error:
            raise ConfigError(f"The settings cannot be saved to {self.path}: {why(error)}") from error
        if is_newer(tree):
            raise ConfigError(f"{self.path}: {NEWER_FILE}")
        migrate(document)
        current, _ = _read(tree, self.layers)
        if not _merge(document, current, self.layers.held(settings)):
            return
        if not self.path.exists():
            mark(document)
        try:
            write_whole(self.path, tomlkit.dumps(document))
        except OSError as error:
            raise ConfigError(f"The settings cannot be saved to {self.path}: {error.strerror or error}") from error

    def _tree(self) -> dict[str, Any]:
        """Returns the file's content, nothing where there is no file; `ConfigError` for an invalid one."""
        try:
            tree = read_toml(self.path)
        except NotToml as error:
            aside = move_aside(self.path)
            raise ConfigError(f"{error} Defaults are used, and the file is kept as {aside}") from error
        except ConfigError as error:
            raise ConfigError(f"{error} Defaults are used") from error
        migrate(tree)
        return tree


def _read(tree: dict[str, Any], layers: Layers) -> tuple[ClientSettings, list[str]]:
    """Returns the settings of a file's content between an administrator's, and the problems found."""
    own, problems = read_tables(tree)
    tables = {
        field.name: field.type(
            **(layers.defaults.get(field.name, {}) | own[field.name] | layers.locked.get(field.name, {}))
        )
        for field in msgspec.structs.fields(ClientSettings)
    }
    return ClientSettings(**tables), problems


def read_tables(tree: dict[str, Any]) -> tuple[dict[str, dict[str, Any]], list[str]]:
    """Returns every valid value, by table and key, and a message about each invalid one."""
    problems: list[str] = []
    tables: dict[str, dict[str, Any]] = {}
    for field in msgspec.structs.fields(ClientSettings):
        content = tree.get(field.name, {})
        if not isinstance(content, dict):
            problems.append(f"{field.name} must be a table, written as [{field.name}]")
            content = {}
        tables[field.name] = _read_table(field.type, content, f"[{field.name}]", problems)
    return tables, problems


def _read_table(
    model: type[SettingsTable], content: dict[str, Any], where: str, problems: list[str]
) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for field in msgspec.structs.fields(model):
        if field.name not in content:
            continue
        try:
            values[field.name] = msgspec.convert(content[field.name], field.type)
        except msgspec.ValidationError as error:
            problems.append(f"{where} {field.name}: {str(error).lower()}; the default is used")
    return values


def _merge(document: MutableMapping[str, Any], current: ClientSettings, wanted: ClientSettings) -> bool:
    """Writes different values into the document; returns whether there were any."""
    changed = False
    for name in ClientSettings.__struct_fields__:
        before, after = msgspec.to_builtins(getattr(current, name)), msgspec.to_builtins(getattr(wanted, name))
        for key, value in after.items():
            if before[key] == value:
                continue
            changed = True
            table = document.get(name)
            if not isinstance(table, dict):
                document[name] = {}
                table = document[name]  # the document's own table, not what was put in
            table[key] = value
    return changed
