"""What a screen remembers from one start to the next."""

from pathlib import Path

from pytestqt.qtbot import QtBot

from wallboard.app.preferences import Preferences
from wallboard.domain.problems import ProblemKind
from wallboard.settings.client import DeskSettings, ThemeChoice


def test_that_everything_is_there_at_the_next_start(tmp_path: Path, qapp: object) -> None:
    first = Preferences(tmp_path)
    first.remember_desk(DeskSettings(theme=ThemeChoice.LIGHT, zoom=1.25))
    first.remember_extension("2001")
    first.remember_gateway("wss://gw.example")
    second = Preferences(tmp_path).current
    assert (second.desk.theme, second.desk.zoom) == (ThemeChoice.LIGHT, 1.25)
    assert second.supervisor.extension == "2001"
    assert second.gateway.url == "wss://gw.example"


def test_that_a_folder_that_cannot_be_written_is_told_and_costs_nothing_else(tmp_path: Path, qtbot: QtBot) -> None:
    (tmp_path / "file").write_text("not a folder")
    preferences = Preferences(tmp_path / "file")
    with qtbot.waitSignal(preferences.problem) as told:
        preferences.remember_extension("2001")
    assert told.args[0].kind is ProblemKind.SETTINGS_NOT_SAVED
    assert "cannot be saved" in told.args[0].technical
    assert preferences.current.supervisor.extension == "2001"


def test_that_a_newer_programs_file_is_told_at_the_start_and_stays_as_it_is(tmp_path: Path, qapp: object) -> None:
    content = 'format = 99\n[desk]\ntheme = "light"\n'
    (tmp_path / "client.toml").write_text(content)
    preferences = Preferences(tmp_path)
    assert preferences.current.desk.theme is ThemeChoice.LIGHT
    assert "newer Wallboard" in preferences.problems[0]
    problem = preferences.first_problem
    assert problem is not None
    assert (problem.kind, problem.technical) == (ProblemKind.SETTINGS_PARTLY, preferences.problems[0])
    preferences.remember_extension("2001")
    assert (tmp_path / "client.toml").read_text() == content
