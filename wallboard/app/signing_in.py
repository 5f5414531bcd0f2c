"""Signs a window in to a gateway: the address, the token and its storage, and the dialogs for them."""

import os
import threading
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace
from PySide6.QtCore import QObject, QTimer, Signal

from wallboard.app.options import GatewayOptions
from wallboard.app.preferences import Preferences
from wallboard.app.window_run import WindowRun
from wallboard.domain.errors import ConfigError
from wallboard.domain.problems import Problem, ProblemKind
from wallboard.feed.roles import ClientKind
from wallboard.host.paths import config_dir
from wallboard.ui.words.problem_words import problem_words, raw_words, reason_words

if TYPE_CHECKING:
    from wallboard.present.frame import BoardFrame
    from wallboard.present.live import ConnectOptions
    from wallboard.ui.desk.sign_in import SignInChoice


AGAIN_MS = 30_000
"""The retry interval of an unattended TV: its set-up may have been corrected by then."""


class SigningIn(QObject):
    """Connects the window as soon as it is painted, and asks the user where that needs them.

    A TV with a token file, or one that was live, asks nobody: it says what is wrong and tries again. Keyrings may
    block, so they are asked in other threads than the GUI's.
    """

    _not_kept = Signal(object, object)

    def __init__(self, run: WindowRun, options: GatewayOptions, preferences: Preferences, kind: ClientKind) -> None:
        super().__init__(run.window)
        self._run = run
        self._options = options
        self._preferences = preferences
        self._kind = kind
        self._choice: SignInChoice | None = None
        self._is_refused = False
        self._is_unattended = kind is ClientKind.TV and options.token_file is not None
        self._was_live_on_tv = False
        self._given = ""
        self._not_kept.connect(self._on_not_kept)
        run.window.painted.connect(self._begin)
        run.frame_shown.connect(self._on_frame)

    @property
    def url(self) -> str:
        """Returns the gateway to connect to, empty when none is known."""
        own = self._preferences.current.gateway.url
        return own if self._is_locked("url") else self._options.url or own

    def _is_locked(self, key: str) -> bool:
        """Whether an administrator has locked this setting of the gateway."""
        return self._preferences.layers.is_locked("gateway", key)

    def ask(self, error: str = "", details: str = "") -> None:
        """Shows the sign-in dialog; ``error`` is the reason, ``details`` its technical text."""
        from wallboard.ui.desk.sign_in import SignIn
        from wallboard.ui.words.plain import set_tip

        dialog = SignIn(self._run.window.theme, _checked_address, self._run.window)
        dialog.fill(self.url, error, details)
        if self._is_locked("url"):
            dialog.address.setEnabled(False)
            words = self.tr("Set by your administrator.")
            set_tip(dialog.address, words)
        dialog.chosen.connect(self._on_chosen)
        dialog.open()

    def _begin(self) -> None:
        if self.url:
            self._connect(token="")
            return
        from wallboard.present.frame import BoardFrame, Freshness, FreshnessState

        nowhere = Freshness(state=FreshnessState.REFUSED, problem=Problem(kind=ProblemKind.NOT_SIGNED_IN))
        self._run.window.show_frame(BoardFrame(freshness=nowhere))
        self._run.settle()
        QTimer.singleShot(0, self, self.ask)  # not before the window has its look

    def _connect(self, token: str) -> None:
        """Connects with ``token``, or with the stored one where it is empty."""
        from socket import gethostname

        token = self._given = token or self._given
        gateway = self._preferences.current.gateway
        url, kind, token_file = self.url, self._kind, self._options.token_file
        own_ca = Path(gateway.ca_file) if gateway.ca_file else None
        ca_file = own_ca if self._is_locked("ca_file") else self._options.ca_file or own_ca
        name = gateway.name or gethostname()
        no_token = Problem(kind=ProblemKind.TOKEN_MISSING, subject={"url": url})

        def connect() -> "ConnectOptions":
            from wallboard.present.live import ConnectOptions

            known = token or _kept_token(url, token_file)
            if known is None:
                raise ConfigError(f"There is no token for {url}").of(no_token)
            return ConnectOptions(url=url, token=known, kind=kind, client_name=name, ca_file=ca_file)

        self._run.connect_to(connect)

    def _on_chosen(self, choice: "SignInChoice") -> None:
        self._choice = choice
        self._options = replace(self._options, url=choice.url, token_file=None)
        self._connect(choice.token)

    def _on_frame(self, frame: "BoardFrame") -> None:
        from wallboard.present.frame import FreshnessState

        is_refused = frame.freshness.state is FreshnessState.REFUSED
        if is_refused and (self._is_unattended or self._was_live_on_tv):
            self._try_later(frame)
        elif is_refused and not self._is_refused:
            problem = frame.freshness.problem
            is_first = problem is not None and problem.kind is ProblemKind.TOKEN_MISSING
            if is_first:  # the first sign-in is not an error
                self.ask()
            else:
                self.ask(reason_words(frame.freshness), raw_words(frame.freshness))
        self._is_refused = is_refused
        self._was_live_on_tv |= frame.freshness.is_live and self._kind is ClientKind.TV
        if frame.freshness.is_live and self._choice is not None:
            choice, self._choice = self._choice, None
            self._preferences.remember_gateway(choice.url)
            if choice.is_kept:
                self._keep(choice, allow_file=False)

    def _try_later(self, frame: "BoardFrame") -> None:
        self._run.let_go()
        freshness = replace(frame.freshness, is_retried=True)
        self._run.window.show_frame(replace(frame, freshness=freshness))
        QTimer.singleShot(AGAIN_MS, self, lambda: self._connect(token=""))

    def _keep(self, choice: "SignInChoice", *, allow_file: bool) -> None:
        """Stores a token that the gateway has accepted."""
        threading.Thread(
            target=self._keep_in_thread, args=(choice, allow_file), name="keyring", daemon=True
        ).start()

    def _keep_in_thread(self, choice: "SignInChoice", allow_file: bool) -> None:
        from wallboard.settings.credentials import CredentialStore, Saved

        try:
            saved = CredentialStore(config_dir()).save(choice.url, choice.token, allow_file=allow_file)
        except ConfigError as error:
            self._not_kept.emit(None, error.as_problem(ProblemKind.SETTINGS))
            return
        if saved is Saved.MEMORY:
            self._not_kept.emit(choice, None)

    def _on_not_kept(self, choice: "SignInChoice | None", problem: Problem | None) -> None:
        if choice is None:
            self._preferences.problem.emit(problem)
            return
        from wallboard.ui.desk.sign_in import KeepInFile

        question = KeepInFile(str(config_dir() / "tokens.json"), self._run.window)
        question.agreed.connect(lambda: self._keep(choice, allow_file=True))
        question.open()


def _kept_token(url: str, token_file: Path | None) -> str | None:
    """Returns the token that was given to this screen, else the one in the user's keyring or file, if any."""
    from wallboard.settings.credentials import CredentialStore, given_token

    return given_token(os.environ, token_file) or CredentialStore(config_dir()).load(url)


def _checked_address(address: str) -> str:
    from wallboard.client.address import check_url

    try:
        return check_url(address)
    except ConfigError as error:
        raise ValueError(problem_words(error.as_problem(ProblemKind.SETTINGS))) from error
