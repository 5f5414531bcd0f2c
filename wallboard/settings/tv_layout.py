"""The viewing distance of a TV."""

from enum import StrEnum


class TvLayout(StrEnum):
    """``far`` is for eight metres: few figures, large; ``near`` for close viewers: charts and all states."""

    FAR = "far"
    NEAR = "near"
