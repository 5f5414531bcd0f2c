"""The formulas of service level and related figures; each returns None without data.

Sources: Asterisk app_queue (ServicelevelPerf, ServicelevelPerf2), Cisco Unified CCE "Service Level" (abandoned
calls positive, negative, ignored), ICMI, Genesys and Twilio (short abandons).
"""

from collections.abc import Callable, Mapping

from msgspec import Struct
from msgspec.structs import replace

from tests.releases.release_next.domain.centre.bands import Bands
from tests.releases.release_next.domain.counts.counter import Tally
from tests.releases.release_next.domain.ids import (
    GroupId,
    QueueId,
)
from tests.releases.release_next.domain.wire_enum import WireEnum


class Formula(WireEnum):
    """Which callers count as offered and which as served in time."""

    ANSWERED = "answered"
    OFFERED = "offered"
    ABANDONS_POSITIVE = "abandons-positive"
    ABANDONS_IGNORED = "abandons-ignored"
    SHORT_ABANDONS_IGNORED = "short-abandons-ignored"
    UNKNOWN = "unknown"


class Goal(Struct, frozen=True, kw_only=True, gc=False):
    """A goal: ``target_pct`` % answered within ``threshold_s`` seconds by ``formula``.

    A caller who gives up in less than ``short_abandon_s`` seconds is a short abandon. ``bands`` colour the figures
    and do not affect counts.
    """

    threshold_s: float = 20.0
    target_pct: float = 80.0
    formula: Formula = Formula.OFFERED
    short_abandon_s: float = 5.0
    bands: Bands = Bands()


class Goals(Struct, frozen=True, kw_only=True, gc=False):
    """The goal of each queue: its own, else the PBX's threshold in the default one; that of a group: its own."""

    default: Goal = Goal()
    by_queue: dict[QueueId, Goal] = {}
    by_group: dict[GroupId, Goal] = {}

    def of_group(self, group_id: GroupId) -> Goal:
        """Returns the goal that a group's figures are compared with."""
        return self.by_group.get(group_id, self.default)

    def of(self, queue_id: QueueId, service_level_s: float | None = None) -> Goal:
        """Returns the goal of one queue; ``service_level_s`` is the PBX's threshold, 0 or None if it has none."""
        if (own := self.by_queue.get(queue_id)) is not None:
            return own
        return replace(self.default, threshold_s=service_level_s) if service_level_s else self.default


def counted(tally: Tally, formula: Formula) -> int:
    """Returns the callers that a service level is of: the denominator of one of the five formulas.

    A caller for whom the threshold passed unanswered is a miss for good in each of them but `Formula.ANSWERED`,
    whether answered late, given up, still here, flowed out or unobserved. Callers who flowed out before are in
    none. For a formula that this program does not know there is no denominator.
    """
    return _COUNTED[formula](tally)


def _everybody(tally: Tally) -> int:
    return tally.answered + tally.abandoned + tally.late + tally.flowed_out_late + tally.unobserved_late


_COUNTED: Mapping[Formula, Callable[[Tally], int]] = {
    Formula.ANSWERED: lambda tally: tally.answered,
    Formula.OFFERED: _everybody,
    Formula.ABANDONS_POSITIVE: _everybody,
    Formula.ABANDONS_IGNORED: lambda tally: _everybody(tally) - tally.abandoned_in,
    Formula.SHORT_ABANDONS_IGNORED: lambda tally: _everybody(tally) - tally.abandoned_short,
    Formula.UNKNOWN: lambda _tally: 0,
}
_POSITIVE = Formula.ABANDONS_POSITIVE


def service_level_pct(tally: Tally, formula: Formula) -> float | None:
    """Returns the service level in percent by one of the five formulas: those served in time of the `counted`."""
    served = tally.answered_in + (tally.abandoned_in if formula is _POSITIVE else 0)
    return share_pct(served, counted(tally, formula))


def ended(tally: Tally) -> int:
    """Returns the callers whose wait ended in an observed way: answered, abandoned or flowed out.

    Rates are of these and not of the offered: a caller who came in one window and gave up in the next is in the
    next one's rates alone, in numerator and denominator, so that none passes 100 %.
    """
    return tally.answered + tally.abandoned + tally.flowed_out


def mostly_flowed_out(tally: Tally) -> bool:
    """Whether more callers flowed out than were answered or gave up: then no figure counts as good."""
    return tally.flowed_out > tally.answered + tally.abandoned


def abandonment_pct(tally: Tally, *, ignore_short: bool = False) -> float | None:
    """Abandoned of those whose wait ended, in percent; ``ignore_short`` leaves short abandons out of both."""
    short = tally.abandoned_short if ignore_short else 0
    return share_pct(tally.abandoned - short, ended(tally) - short)


def average_speed_of_answer_s(tally: Tally) -> float | None:
    """ASA: mean queue wait of the answered, seconds."""
    return _mean_s(tally.answer_wait_ms, tally.answered)


def average_time_in_queue_s(tally: Tally) -> float | None:
    """ATQ: mean wait of all that left, whether answered, abandoned or flowed out, seconds."""
    return _mean_s(tally.left_wait_ms, ended(tally))


def average_handle_time_s(tally: Tally) -> float | None:
    """AHT: (talk + hold + wrap-up) / handled, seconds; each call counts when its wrap-up ends."""
    return _mean_s(tally.handle_ms, tally.handled)


def occupancy_pct(handling_ms: float, ready_ms: float) -> float | None:
    """(talk + hold + wrap-up) / (talk + hold + wrap-up + ready), percent."""
    return share_pct(handling_ms, handling_ms + ready_ms)


def utilisation_pct(handling_ms: float, ready_ms: float, logged_in_ms: float | None) -> float | None:
    """(handling + ready) / logged-in time, percent; None where the logged-in time is not known."""
    return None if logged_in_ms is None else share_pct(handling_ms + ready_ms, logged_in_ms)


def hold_share_pct(tally: Tally) -> float | None:
    """hold / (talk + hold), percent."""
    return share_pct(tally.hold_ms, tally.talk_ms + tally.hold_ms)


def transfer_rate_pct(tally: Tally) -> float | None:
    """Calls that an agent sent on / handled, percent."""
    return share_pct(tally.sent_on, tally.sent_on_of)


def handle_time_with_wait_s(tally: Tally) -> float | None:
    """AHT with wait: AHT + ASA, seconds; some centres mean this by AHT."""
    handle_s, wait_s = average_handle_time_s(tally), average_speed_of_answer_s(tally)
    return None if handle_s is None or wait_s is None else handle_s + wait_s


def estimated_wait_s(tally: Tally, position: int, working: int) -> float | None:
    """AHT × position / agents working the queue, seconds; None without an AHT or an agent."""
    handle_s = average_handle_time_s(tally)
    return None if handle_s is None or working <= 0 else handle_s * position / working


def share_pct(part: float, whole: float) -> float | None:
    """A part of a whole in percent; None without a whole."""
    return 100.0 * part / whole if whole > 0 else None


def _mean_s(sum_ms: int, count: int) -> float | None:
    return sum_ms / count / 1000 if count else None
