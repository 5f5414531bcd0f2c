"""What a board is made of."""

from typing import Protocol

from wallboard.present.frame import BoardFrame
from wallboard.ui.look.theme import Theme


class Part(Protocol):
    """A panel of a board; ``now_ms`` is the gateway's clock, or the time of its stale data."""

    def show_frame(self, frame: BoardFrame, now_ms: int, /) -> None:
        """Shows the frame."""

    def tick(self, now_ms: int, /) -> None:
        """Advances running clocks."""

    def restyle(self, theme: Theme, /) -> None:
        """Applies another theme, or another size; the user's place, choice and drag stay."""
