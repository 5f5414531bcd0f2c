"""Staffed against plan: agents who work by agents who are required, and who is scheduled and not logged in."""

from collections.abc import Iterable

from msgspec import Struct


class Staffing(Struct, frozen=True, kw_only=True):
    """Agents on average over a time: ``staffed`` were ready or handling; None is what is not known or planned."""

    staffed: float | None = None
    required: float | None = None
    scheduled: float | None = None

    @property
    def pct(self) -> float | None:
        """Returns the staffed by the required agents, in percent; None where none is required or known."""
        if self.staffed is None or not self.required:
            return None
        return 100 * self.staffed / self.required

    @property
    def missing(self) -> float | None:
        """Returns how many agents there are too few, below 0 too many; None where that is not known."""
        return None if self.staffed is None or self.required is None else self.required - self.staffed


def staffed_agents(handling_ms: int, ready_ms: int, observed_ms: int) -> float | None:
    """Returns how many agents were ready or handling on average, by their summed times; None if unobserved."""
    return (handling_ms + ready_ms) / observed_ms if observed_ms > 0 else None


def not_logged_in(scheduled: Iterable[str], logged_in: Iterable[str]) -> tuple[str, ...]:
    """Returns the names of who is scheduled and not logged in, as the plan writes them.

    Names are the same in any case and with any spaces; "Costa, Ana" is Ana Costa.
    """
    present = {_plain(name) for name in logged_in}
    return tuple(name for name in scheduled if _plain(name) not in present)


def _plain(name: str) -> str:
    last, comma, first = name.partition(",")
    whole = f"{first} {last}" if comma and first.strip() else name
    return " ".join(whole.casefold().split())
