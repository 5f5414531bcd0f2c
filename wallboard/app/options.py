"""The command line's options of a window, checked before Qt is loaded."""

from pathlib import Path

from msgspec import Struct

from wallboard.settings.language import Language
from wallboard.settings.tv_layout import TvLayout


class WindowOptions(Struct, frozen=True, kw_only=True):
    """How a window is shown. With ``screenshot`` it is drawn without a display and ends by itself.

    ``screen`` is a number from 0 or a name; ``size`` in device-independent pixels, None for its own;
    ``language`` and ``layout`` None for what the settings say.
    """

    size: tuple[int, int] | None = None
    screen: str = ""
    screenshot: Path | None = None
    after_s: float = 5.0
    language: Language | None = None
    layout: TvLayout | None = None


class DemoOptions(Struct, frozen=True, kw_only=True):
    """Properties of the simulated centre; ``crisis`` is the name of one of the simulator's, None for a good day.

    With ``is_reloaded`` its window is closed when a source changes.
    """

    agents: int = 60
    queues: int = 8
    speed: float = 1.0
    seed: int | None = None
    crisis: str | None = None
    is_reloaded: bool = False


class GatewayOptions(Struct, frozen=True, kw_only=True):
    """The gateway to connect to where it is not the stored one, and the credentials."""

    url: str = ""
    ca_file: Path | None = None
    token_file: Path | None = None
