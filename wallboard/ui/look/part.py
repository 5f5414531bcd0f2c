"""What a board is made of."""

from typing import Protocol

from wallboard.present.frame import BoardFrame


class Part(Protocol):
    """A panel of a board; ``now_ms`` is the gateway's clock, or the time of its stale data.

    A part that outlives its look has ``restyle`` too; a desk's are built anew with the board, which keeps what is
    looked at.
    """

    def show_frame(self, frame: BoardFrame, now_ms: int, /) -> None:
        """Shows the frame."""

    def tick(self, now_ms: int, /) -> None:
        """Advances running clocks."""
