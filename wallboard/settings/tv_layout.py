"""From how far a TV is read."""

from enum import StrEnum


class TvLayout(StrEnum):
    """``far`` is for eight metres: few figures, large; ``near`` for who stands before it: charts and all states."""

    FAR = "far"
    NEAR = "near"
