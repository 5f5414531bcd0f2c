"""The limits from which a figure is a warning, or calls for action."""

from msgspec import Struct


class Bands(Struct, frozen=True, kw_only=True, gc=False):
    """The bands of a queue's figures; `thresholds` describes what each does.

    ``red_below_points`` are points below the service level's target. Waiting is red from ``late_red`` callers past
    the limit on, or from ``late_red_pct_of_ready`` percent of the agents who are ready, whichever is more.
    """

    red_below_points: float = 5.0
    abandoned_warning_pct: float = 5.0
    abandoned_red_pct: float = 10.0
    late_red: int = 2
    late_red_pct_of_ready: float = 10.0
