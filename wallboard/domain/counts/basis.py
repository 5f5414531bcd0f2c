"""What the figures of one queue or group are computed from, and whether two of them give the same figures."""

from collections.abc import Mapping

from msgspec import Struct

from wallboard.domain.counts.counter import Tally
from wallboard.domain.counts.figures import Figures, QueueNow, Window
from wallboard.domain.counts.formulas import Goal


class Basis(Struct, frozen=True, kw_only=True, gc=False, eq=False):
    """What the figures of one queue or group are computed from.

    ``figures`` and ``tally`` are of ``window``, the figures None where there are none yet; ``tallies`` are of each
    window. ``now`` is None until the gateway has sent it. ``wait_goal`` is the goal of the caller who waits
    longest: in a group that of the caller's queue.
    """

    goal: Goal = Goal()
    wait_goal: Goal = Goal()
    window: Window = Window.TODAY
    figures: Figures | None = None
    tally: Tally = Tally()
    tallies: Mapping[Window, Tally] = {}
    now: QueueNow | None = None

    def __eq__(self, other: object) -> bool:
        """Whether all figures are the same by both."""
        return isinstance(other, Basis) and self.has_same_window(other) and self.has_same_now(other)

    def __hash__(self) -> int:
        return hash((self.window, self.goal, self.tally.offered))

    def has_same_window(self, other: "Basis") -> bool:
        """Whether the window's figures are the same by both."""
        mine, its = (self.window, self.goal, self.tallies), (other.window, other.goal, other.tallies)
        return mine == its and _is_same(self.figures, other.figures)

    def has_same_now(self, other: "Basis") -> bool:
        """Whether the figures of this moment are the same by both."""
        return self.wait_goal == other.wait_goal and _is_same(self.now, other.now)


def _is_same(one: Figures | QueueNow | None, other: Figures | QueueNow | None) -> bool:
    return one is other or (one is not None and other is not None and one.says_the_same(other))
