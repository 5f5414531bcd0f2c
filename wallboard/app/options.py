"""What the command line asks of a window, checked, before Qt is loaded."""

from pathlib import Path

from msgspec import Struct


class WindowOptions(Struct, frozen=True, kw_only=True):
    """How a window is shown. With ``screenshot`` it is drawn without a display and ends by itself.

    ``screen`` is a number from 0 or a name; ``size`` in device-independent pixels, None for its own.
    """

    size: tuple[int, int] | None = None
    screen: str = ""
    screenshot: Path | None = None
    after_s: float = 5.0
