"""Getting into a gateway, against a real one: known, refused, and asked."""

from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends import fail
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from wallboard.app.demo_gateway import DemoGateway
from wallboard.app.options import DemoOptions, GatewayOptions, WindowOptions
from wallboard.app.preferences import Preferences
from wallboard.app.signing_in import SigningIn
from wallboard.app.window_run import WindowRun
from wallboard.app.windows import open_desk, open_tv
from wallboard.domain.problems import Problem, ProblemKind
from wallboard.feed.roles import ClientKind
from wallboard.present.frame import BoardFrame, Freshness, FreshnessState
from wallboard.settings.credentials import CredentialStore
from wallboard.ui.desk.sign_in import KeepInFile, SignIn, SignInChoice
from wallboard.ui.freshness.pill import FreshnessBanner
from wallboard.ui.words.problem_words import reason_words


@pytest.fixture(autouse=True)
def _no_keyring(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A computer without a keyring, and no token in the environment."""
    monkeypatch.delenv("WALLBOARD_TOKEN", raising=False)
    own: KeyringBackend = keyring.get_keyring()
    none: KeyringBackend = fail.Keyring()  # type: ignore[no-untyped-call]  # keyring has no types here
    keyring.set_keyring(none)
    yield
    keyring.set_keyring(own)


@pytest.fixture
def gateway() -> Iterator[DemoGateway]:
    made = DemoGateway(DemoOptions(agents=3, queues=1, seed=1))
    made.start()
    yield made
    made.stop()


@pytest.fixture
def preferences(own_folder: Path) -> Preferences:
    return Preferences(own_folder)


@pytest.fixture
def run(qapp: QApplication, qtbot: QtBot, preferences: Preferences) -> Iterator[WindowRun]:
    made = open_desk(qapp, WindowOptions(), preferences)
    qtbot.addWidget(made.window)
    yield made
    made.let_go()


def signed_in(run: WindowRun, preferences: Preferences, url: str = "", token_file: Path | None = None) -> SigningIn:
    options = GatewayOptions(url=url, token_file=token_file)
    return SigningIn(run, options, preferences, ClientKind.DESK)


def live(run: WindowRun, qtbot: QtBot) -> None:
    with qtbot.waitSignal(run.frame_shown, timeout=20_000, check_params_cb=lambda frame: frame.freshness.is_live):
        pass


def test_that_without_a_gateway_the_user_is_asked(run: WindowRun, preferences: Preferences, qtbot: QtBot) -> None:
    signed_in(run, preferences)
    qtbot.waitUntil(lambda: run.window.findChild(SignIn) is not None)
    assert run.bridge is None


def test_that_a_token_file_needs_nobody(
    run: WindowRun, preferences: Preferences, gateway: DemoGateway, qtbot: QtBot, tmp_path: Path
) -> None:
    url = gateway.connect_options(ClientKind.DESK).url
    file = tmp_path / "token"
    file.write_text(gateway.token)
    signed_in(run, preferences, url, file)
    live(run, qtbot)
    assert run.window.findChild(SignIn) is None


def test_that_a_token_the_gateway_does_not_know_is_told_and_asked_again(
    run: WindowRun, preferences: Preferences, gateway: DemoGateway, qtbot: QtBot, tmp_path: Path
) -> None:
    file = tmp_path / "token"
    file.write_text("wb_wrong")
    signed_in(run, preferences, gateway.connect_options(ClientKind.DESK).url, file)
    qtbot.waitUntil(lambda: run.window.findChild(SignIn) is not None, timeout=20_000)
    dialog = run.window.findChild(SignIn)
    assert dialog is not None
    assert "token" in dialog.error.text()


def test_that_who_signs_in_for_the_first_time_is_asked_and_not_blamed(
    run: WindowRun, preferences: Preferences, gateway: DemoGateway, qtbot: QtBot
) -> None:
    url = gateway.connect_options(ClientKind.DESK).url
    with qtbot.waitSignal(
        run.frame_shown, timeout=20_000, check_params_cb=lambda frame: frame.freshness.has_reason
    ) as shown:
        signed_in(run, preferences, url)
    assert reason_words(shown.args[0].freshness) == f"This computer has no token for {url} yet"
    qtbot.waitUntil(lambda: run.window.findChild(SignIn) is not None)
    dialog = run.window.findChild(SignIn)
    assert dialog is not None
    assert (dialog.address.text(), dialog.error.text()) == (url, "")


def test_that_a_token_is_kept_in_a_file_after_the_user_agreed_where_there_is_no_keyring(
    run: WindowRun, preferences: Preferences, gateway: DemoGateway, qtbot: QtBot, own_folder: Path
) -> None:
    url = gateway.connect_options(ClientKind.DESK).url
    signed_in(run, preferences)
    qtbot.waitUntil(lambda: run.window.findChild(SignIn) is not None)
    dialog = run.window.findChild(SignIn)
    assert dialog is not None
    dialog.chosen.emit(SignInChoice(url=url, token=gateway.token, is_kept=True))
    live(run, qtbot)
    qtbot.waitUntil(lambda: run.window.findChild(KeepInFile) is not None)
    assert not (own_folder / "tokens.json").exists()
    question = run.window.findChild(KeepInFile)
    assert question is not None
    question.agreed.emit()
    qtbot.waitUntil((own_folder / "tokens.json").exists)
    assert CredentialStore(own_folder).load(url) == gateway.token
    assert Preferences(own_folder).current.gateway.url == url


def test_that_a_tv_that_nobody_sits_at_asks_nobody_and_comes_back_by_itself(
    qapp: QApplication,
    preferences: Preferences,
    gateway: DemoGateway,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("wallboard.app.signing_in.AGAIN_MS", 50)
    tv = open_tv(qapp, WindowOptions(size=(1280, 720)))
    qtbot.addWidget(tv.window)
    file = tmp_path / "token"
    options = GatewayOptions(url=gateway.connect_options(ClientKind.TV).url, token_file=file)
    SigningIn(tv, options, preferences, ClientKind.TV)
    banner = tv.window.findChild(FreshnessBanner)
    assert banner is not None
    qtbot.waitUntil(lambda: "cannot be read" in banner.accessibleName(), timeout=20_000)
    assert "Retrying every 30 seconds" in banner.accessibleName()
    file.write_text("wb_wrong")
    qtbot.waitUntil(lambda: "does not accept the token" in banner.accessibleName(), timeout=20_000)
    file.write_text(gateway.token)
    live(tv, qtbot)
    assert tv.window.findChild(SignIn) is None
    tv.let_go()


def test_that_a_tv_that_was_live_comes_back_from_a_refusal_by_itself(
    qapp: QApplication,
    preferences: Preferences,
    gateway: DemoGateway,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Whoever signed in at it has long gone."""
    monkeypatch.setattr("wallboard.app.signing_in.AGAIN_MS", 50)
    tv = open_tv(qapp, WindowOptions(size=(1280, 720)))
    qtbot.addWidget(tv.window)
    SigningIn(tv, GatewayOptions(), preferences, ClientKind.TV)
    qtbot.waitUntil(lambda: tv.window.findChild(SignIn) is not None)
    dialog = tv.window.findChild(SignIn)
    assert dialog is not None
    url = gateway.connect_options(ClientKind.TV).url
    dialog.chosen.emit(SignInChoice(url=url, token=gateway.token, is_kept=False))
    dialog.close()
    live(tv, qtbot)
    refused = Problem(kind=ProblemKind.TOKEN_REFUSED)
    tv.frame_shown.emit(BoardFrame(freshness=Freshness(state=FreshnessState.REFUSED, problem=refused)))
    assert tv.bridge is None
    live(tv, qtbot)
    assert not any(box.isVisible() for box in tv.window.findChildren(SignIn))
    tv.let_go()
