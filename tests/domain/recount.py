"""A day of callers as they know it themselves, and every figure counted from their own stories."""

from dataclasses import dataclass
from enum import StrEnum

from hypothesis import strategies as st

from tests.domain.words import answers, hangs_up, is_leaving, joins, leaves, moves
from wallboard.domain.centre import events as e
from wallboard.domain.counts.formulas import Formula, Goal


class End(StrEnum):
    """How a visit ends."""

    ANSWERED = "answered"
    ABANDONED = "abandoned"
    FLOWED_OUT = "flowed_out"
    UNOBSERVED = "unobserved"


_EXITS = {End.FLOWED_OUT: e.Exit.TIMEOUT, End.UNOBSERVED: e.Exit.UNOBSERVED}


@dataclass(frozen=True)
class Visit:
    """One caller in one queue since ``here_s``; ``told_s`` is when the PBX tells of the end at ``left_s``."""

    queue: str
    entered_s: float
    here_s: float
    left_s: float
    end: End
    told_s: float

    def wait_s(self, now_s: float) -> float:
        """The wait so far, or until the end."""
        return min(now_s, self.left_s) - self.entered_s


@dataclass(frozen=True)
class Story:
    """One caller's day: where and when it came, when and whereto we moved it, how and when it ended."""

    queue: str
    at_s: float
    wait_s: float
    end: End
    moved_after_s: float | None
    late_word_s: float

    def visits(self) -> list[Visit]:
        """The visits to single queues."""
        end_s, told_s = self.at_s + self.wait_s, self.at_s + self.wait_s + self._word_s()
        if self.moved_s is None:
            return [Visit(self.queue, self.at_s, self.at_s, end_s, self.end, told_s)]
        first = Visit(self.queue, self.at_s, self.at_s, self.moved_s, End.FLOWED_OUT, self.moved_s)
        return [first, Visit(self.other, self.at_s, self.moved_s, end_s, self.end, told_s)]

    def whole(self) -> Visit:
        """The one visit that the total has."""
        return Visit("", self.at_s, self.at_s, self.at_s + self.wait_s, self.end, self.visits()[-1].told_s)

    @property
    def moved_s(self) -> float | None:
        """When we moved the caller, if that was before the end."""
        after_s = self.moved_after_s
        return None if after_s is None or after_s >= self.wait_s else self.at_s + after_s

    @property
    def other(self) -> str:
        """The queue that we move the caller to."""
        return "support" if self.queue == "sales" else "sales"

    def events(self, name: str) -> list[e.Event]:
        """What the PBX tells of it."""
        end_s = self.at_s + self.wait_s
        told: list[e.Event] = [joins(name, self.queue, self.at_s)]
        if self.moved_s is not None:
            told += [moves(name, self.moved_s, to_queue=self.other)]
            told += [joins(name, self.other, self.moved_s, since_s=self.at_s, moved_in=True)]
        match self.end:
            case End.ANSWERED:
                told.append(answers("ann", name, end_s))
            case End.ABANDONED:
                told.append(hangs_up(name, end_s))
            case _:
                if self._word_s():
                    told.append(is_leaving(name, end_s))
                told.append(leaves(name, end_s + self._word_s(), _EXITS[self.end]))
        return told

    def _word_s(self) -> float:
        """How long after it the PBX tells that a caller flowed out: it might have come back."""
        return self.late_word_s if self.end is End.FLOWED_OUT else 0.0


def stories(around_s: float, length_s: int, threshold_s: int) -> st.SearchStrategy[list[Story]]:
    """Any callers who come within ``length_s`` on both sides of a moment, many of them near the threshold."""
    near = st.integers(-1_500, 1_500).map(lambda off_ms: max(0.0, threshold_s + off_ms / 1000))
    waits = st.one_of(st.integers(0, 3 * threshold_s).map(float), near, st.just(float(threshold_s)))
    one = st.builds(
        Story,
        queue=st.sampled_from(["sales", "support"]),
        at_s=st.integers(-length_s, length_s).map(lambda off_s: around_s + off_s),
        wait_s=waits,
        end=st.sampled_from(End),
        moved_after_s=st.one_of(st.none(), st.integers(1, 2 * threshold_s).map(float)),
        late_word_s=st.sampled_from([0.0, 2.5, 30.0]),
    )
    return st.lists(one, max_size=14)


def service_level_pct(
    visits: list[Visit], formula: Formula, goal: Goal, since_s: float, now_s: float
) -> float | None:
    """Service level by asking each caller: those whose visit ended since then, and those who are here now."""
    served = of = 0
    for visit in visits:
        is_over = visit.told_s <= now_s
        if visit.here_s > now_s or (is_over and visit.told_s < since_s):
            continue
        counts, was_served = _verdict(visit, formula, goal, now_s, is_over=is_over)
        of += counts
        served += counts and was_served
    return 100 * served / of if of else None


def _verdict(visit: Visit, formula: Formula, goal: Goal, now_s: float, *, is_over: bool) -> tuple[bool, bool]:
    """Whether a caller is in the service level, and whether as served."""
    wait_ms = round(visit.wait_s(now_s) * 1000)
    is_late = wait_ms > goal.threshold_s * 1000
    was_answered = is_over and visit.end is End.ANSWERED
    if formula is Formula.ANSWERED:
        return was_answered, not is_late
    if is_late or was_answered:
        return True, not is_late
    if not (is_over and visit.end is End.ABANDONED) or formula is Formula.ABANDONS_IGNORED:
        return False, False
    if formula is Formula.SHORT_ABANDONS_IGNORED:
        return wait_ms >= goal.short_abandon_s * 1000, False
    return True, formula is Formula.ABANDONS_POSITIVE


def here(visits: list[Visit], now_s: float) -> int:
    """How many came and are not told to have gone."""
    return sum(visit.here_s <= now_s < visit.told_s for visit in visits)


def told_in_order(day: list[Story]) -> list[e.Event]:
    """What the PBX tells of all of them, by time; what one caller did stays in its order."""
    told = [event for number, story in enumerate(day) for event in story.events(f"c{number}")]
    return sorted(told, key=lambda event: event.at_ms)
