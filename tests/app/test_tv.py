"""A TV's set-up: the command line first, then the administrator's file; and the start at login."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from PySide6.QtCore import QLocale, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.languages import forget_words, silence
from wallboard.app.cli import main
from wallboard.app.options import GatewayOptions, WindowOptions
from wallboard.app.tv import completed, follow_language, language_now, scope_of, wait_until_well
from wallboard.app.windows import open_tv
from wallboard.domain.counts.figures import Window
from wallboard.domain.counts.formulas import Goal
from wallboard.domain.ids import ALL, GroupId, QueueId
from wallboard.present.frame import BoardFrame, Freshness, FreshnessState, QueueRow
from wallboard.settings.administrator import TvSetup
from wallboard.ui.tv.window import TvWindow
from wallboard.ui.words.language import spoken

SETUP = TvSetup(gateway="wss://setup.example", token_file="/etc/wallboard/tv.token", ca_file="/etc/ca.pem")


def test_that_the_setup_says_what_the_command_line_leaves_open() -> None:
    assert completed(GatewayOptions(), SETUP) == GatewayOptions(
        url="wss://setup.example", token_file=Path("/etc/wallboard/tv.token"), ca_file=Path("/etc/ca.pem")
    )


def test_that_the_command_line_comes_first() -> None:
    options = GatewayOptions(url="wss://mine.example", token_file=Path("t"), ca_file=Path("c"))
    assert completed(options, SETUP) == options
    assert completed(options, TvSetup()) == options


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="freedesktop's way")
def test_that_the_start_at_login_keeps_the_options(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "token").write_text("wb_x")
    words = [
        "tv",
        "--gateway",
        "wss://g.example",
        "--screen",
        "1",
        "--token-file",
        "token",
        "--start-at-login",
        "on",
    ]
    result = CliRunner().invoke(main, words)
    assert result.exit_code == 0, result.output
    (entry,) = (tmp_path / "autostart").iterdir()
    line = next(line for line in entry.read_text().splitlines() if line.startswith("Exec="))
    assert line.endswith(f" tv --gateway wss://g.example --screen 1 --token-file {tmp_path}/token")
    assert CliRunner().invoke(main, ["tv", "--start-at-login", "off"]).exit_code == 0
    assert not entry.exists()


def tv_window() -> TvWindow | None:
    there = (window for window in QApplication.topLevelWidgets() if isinstance(window, TvWindow))
    return next((window for window in there if window.isVisible()), None)


@pytest.mark.parametrize(
    ("mistake", "words"),
    [
        ("gatewya = 'x'", "“gatewya”"),
        ("screen = 'HDMI-7'", "no screen HDMI-7"),
        ("gateway = 'https://gateway.example'", "is not a valid gateway address. Example: wss://"),
        ("gateway = 'wss://gateway.example'\nca_file = '/nowhere/ca.pem'", "/nowhere/ca.pem"),
    ],
)
def test_that_a_tv_shows_what_is_wrong_with_its_setup_until_it_is_put_right(
    mistake: str, words: str, qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "tv.toml"
    file.write_text(mistake)
    monkeypatch.setattr("wallboard.app.tv.machine_config_dir", lambda: tmp_path)
    monkeypatch.setattr("wallboard.app.tv.AGAIN_MS", 50)
    shown: list[str] = []

    def put_right() -> None:
        window = tv_window()
        assert window is not None
        shown.append(window.banner.accessibleName())
        file.write_text("")

    QTimer.singleShot(200, put_right)
    assert wait_until_well(qapp)
    assert words in shown[0]


def test_that_a_tv_whose_setup_is_wrong_can_be_left(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "tv.toml").write_text("[")
    monkeypatch.setattr("wallboard.app.tv.machine_config_dir", lambda: tmp_path)

    def leave() -> None:
        window = tv_window()
        assert window is not None
        window.close()

    qapp.setQuitOnLastWindowClosed(False)  # the event that it posts would end the next test's loop
    QTimer.singleShot(50, leave)
    assert not wait_until_well(qapp)
    qapp.setQuitOnLastWindowClosed(True)


def test_that_a_tv_that_is_set_up_well_does_not_wait(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wallboard.app.tv.machine_config_dir", lambda: tmp_path)
    assert wait_until_well(qapp)
    (tmp_path / "tv.toml").write_text("gateway = 'wss://gateway.example:8765'\nscreen = 0\n")
    assert wait_until_well(qapp)
    assert tv_window() is None


def test_that_the_language_is_the_command_lines_else_the_setups_else_the_users(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wallboard.app.tv.machine_config_dir", lambda: tmp_path)
    monkeypatch.setattr("wallboard.app.tv.config_dir", lambda: tmp_path)
    assert language_now(WindowOptions()) == "system"
    (tmp_path / "client.toml").write_text('[desk]\nlanguage = "lt"\n')
    assert language_now(WindowOptions()) == "lt"
    (tmp_path / "tv.toml").write_text('language = "pt_PT"\n')
    assert language_now(WindowOptions()) == "pt_PT"
    assert language_now(WindowOptions(language="en")) == "en"


@pytest.fixture
def clean(qapp: QApplication) -> Iterator[None]:
    """The language is as before when the test is over."""
    before = QLocale()
    yield
    silence(qapp)
    qapp.setStyleSheet("")
    QLocale.setDefault(before)
    forget_words()


@pytest.mark.usefixtures("clean")
def test_that_a_tv_takes_another_language_while_it_is_open(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wallboard.app.tv.machine_config_dir", lambda: tmp_path)
    monkeypatch.setattr("wallboard.app.tv.config_dir", lambda: tmp_path)
    monkeypatch.setattr("wallboard.app.tv.AGAIN_MS", 20)
    options = WindowOptions(size=(640, 360))
    run = open_tv(qapp, options)
    assert isinstance(run.window, TvWindow)
    qtbot.addWidget(run.window)
    follow_language(qapp, run, options)
    run.window.show_frame(BoardFrame(freshness=Freshness(state=FreshnessState.LATE, since_ms=1_789_000_000_000)))
    assert run.window.banner.accessibleName().startswith("Figures as of")
    (tmp_path / "tv.toml").write_text("language = ")  # a mistake changes nothing
    (tmp_path / "tv.toml").write_text('language = "lt"\n')
    qtbot.waitUntil(lambda: spoken() == "lt")
    assert run.window.banner.accessibleName().startswith("Duomenys")
    run.window.close()


def test_that_a_tv_finds_its_queue_by_the_pbxs_own_key_too() -> None:
    rows = tuple(
        QueueRow(id=one, name="", goal=Goal(), window=Window.TODAY)
        for one in (ALL, GroupId("vip"), QueueId("pbx:600"), QueueId("porto:600"))
    )
    frame = BoardFrame(scopes=rows)
    assert [scope_of(frame, wanted) for wanted in ("vip", "600", "porto:600", "9")] == [
        "vip", "pbx:600", "porto:600", "9",
    ]  # fmt: skip


def test_that_a_tv_shows_a_queue_or_a_group_and_not_both() -> None:
    result = CliRunner().invoke(main, ["tv", "--queue", "600", "--group", "vip"])
    assert result.exit_code == 2
    assert "--queue and --group" in result.output
