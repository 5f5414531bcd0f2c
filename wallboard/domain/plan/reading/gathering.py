"""Makes planned intervals of what the rows of a file say: their lengths, and their instants on the site's clock."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise
from typing import Final

from wallboard.domain.ids import ScopeId
from wallboard.domain.plan.plan import PlannedInterval
from wallboard.domain.plan.reading.header_words import Field
from wallboard.domain.plan.reading.local_time import epoch_s, instants
from wallboard.domain.plan.reading.plan_problems import PlanProblemKind, PlanProblems
from wallboard.domain.plan.reading.row_reading import PlanCell, When

_LEAST_S: Final = 60
_MOST_S: Final = 86_400


class _Slot:
    """All that is said of one interval, with the row of each figure."""

    __slots__ = ("agents", "length_s", "rows", "values")

    def __init__(self, length_s: int | None) -> None:
        self.length_s = length_s
        self.values: dict[Field, float] = {}
        self.rows: dict[tuple[Field, str], int] = {}
        self.agents: dict[str, None] = {}

    @property
    def row(self) -> int:
        return min(self.rows.values())

    def other_row(self, said: PlanCell) -> int | None:
        """The row that said the same figure, or named the same agent, before; None where none did."""
        return self.rows.get((said.field, said.agent))

    def add(self, said: PlanCell) -> None:
        self.rows[said.field, said.agent] = said.row
        if said.agent:
            self.agents[said.agent] = None
        else:
            self.values[said.field] = said.value

    @property
    def has_figures(self) -> bool:
        return any(self.values.values())


_Place = tuple[ScopeId, When]


class Gathering:
    """Collects what rows say, and makes intervals of it; what is wrong goes to ``problems``.

    A local time that comes twice on the day the clock is set back is read as the first and then the second hour.
    Where it is there once, both hours have that plan, and ``hours_twice`` counts them. Times that the clock skips
    are left out where they have no figures, or nothing but zeros.
    """

    def __init__(self, problems: PlanProblems, interval_minutes: int | None = None) -> None:
        self._problems = problems
        self._length_s = interval_minutes * 60 if interval_minutes else None
        self._slots: dict[_Place, list[_Slot]] = {}
        self._row_of: dict[tuple[ScopeId, int], int] = {}
        self._told: set[tuple[_Slot, int]] = set()
        self.hours_twice = 0

    def add(self, said: PlanCell) -> None:
        """Adds what one cell says."""
        when = said.when
        slots = self._slots.setdefault((said.scope, when), [])
        slot = next((one for one in slots if one.other_row(said) is None), None)
        if slot is None and (not slots or len(slots) < len(_instants(when))):
            slot = _Slot(said.length_s)
            slots.append(slot)
        if slot is not None:
            slot.add(said)
        elif not said.agent:  # a name may come twice, as of two activities
            self._twice(slots[-1], said)

    def _twice(self, slot: _Slot, said: PlanCell) -> None:
        if (slot, said.row) in self._told:
            return
        self._told.add((slot, said.row))
        self._problems.add(
            PlanProblemKind.INTERVAL_TWICE, row=said.row, value=_words(said.when),
            other=str(slot.other_row(said)), queue=said.scope,
        )  # fmt: skip

    def intervals(self) -> list[PlannedInterval]:
        """Returns all intervals by scope and time."""
        length_s = self._length_s or self._usual_length_s()
        if length_s is None:
            if self._slots and not self._problems.found:
                self._problems.add(PlanProblemKind.NO_LENGTH)
            return []
        found = [one for place, slots in self._slots.items() for one in self._made(place, slots, length_s)]
        found.sort(key=lambda one: (one.scope, one.start_ms))
        self._refuse_overlaps(found)
        return found

    def _usual_length_s(self) -> int | None:
        """The length that most rows say; where none does, the most frequent step between two starts of a scope."""
        said = Counter(slot.length_s for slots in self._slots.values() for slot in slots if slot.length_s)
        if said:
            return _most_frequent(said)
        starts: dict[ScopeId, list[int]] = {}
        for scope, when in self._slots:
            starts.setdefault(scope, []).append(epoch_s(when.day, when.second))
        steps = Counter(second - first for row in starts.values() for first, second in pairwise(sorted(row)))
        return _most_frequent(steps) if steps else None

    def _made(self, place: _Place, slots: list[_Slot], length_s: int) -> Iterator[PlannedInterval]:
        """The intervals of one local time: none, one, or two."""
        scope, when = place
        starts = _instants(when)
        if not starts:
            for slot in slots:
                if slot.has_figures:
                    self._problems.add(PlanProblemKind.NO_SUCH_TIME, row=slot.row, value=_words(when))
            return
        if len(slots) < len(starts):
            self.hours_twice += 1
            slots = slots * len(starts)
        for start_ms, slot in zip(starts, slots, strict=True):
            own_s = _own_length(when, slot.length_s, length_s)
            if not _LEAST_S <= own_s <= _MOST_S:
                self._problems.add(PlanProblemKind.BAD_LENGTH, row=slot.row, value=f"{own_s / 60:g}")
                continue
            self._row_of[scope, start_ms] = slot.row
            yield _interval(scope, start_ms, start_ms + own_s * 1000, slot)

    def _refuse_overlaps(self, found: list[PlannedInterval]) -> None:
        for one, following in pairwise(found):
            if one.scope == following.scope and following.start_ms < one.end_ms:
                row, other = (self._row_of[each.scope, each.start_ms] for each in (following, one))
                self._problems.add(PlanProblemKind.OVERLAP, row=row, value=one.scope, other=str(other))


def _instants(when: When) -> tuple[int, ...]:
    """The UTC milliseconds of a time: exactly one where its offset from UTC is said."""
    if when.offset_s is None:
        return instants(when.day, when.second, when.zone)
    return ((epoch_s(when.day, when.second) - when.offset_s) * 1000,)


def _own_length(when: When, said_s: int | None, usual_s: int) -> int:
    """What the row itself says; the usual where it says nothing, or the clock is changed in between."""
    if said_s is None or said_s == usual_s:
        return usual_s
    starts, ends = (_instants(one) for one in (when, when._replace(second=when.second + said_s)))
    is_plain = len(starts) == len(ends) == 1 and ends[0] - starts[0] == said_s * 1000
    return said_s if is_plain else usual_s


def _interval(scope: ScopeId, start_ms: int, end_ms: int, slot: _Slot) -> PlannedInterval:
    values = slot.values
    handle_s = values.get(Field.AHT)
    if handle_s is None and Field.TALK in values:
        handle_s = values[Field.TALK] + values.get(Field.WRAP_UP, 0.0)
    return PlannedInterval(
        scope=scope,
        start_ms=start_ms,
        end_ms=end_ms,
        calls=values.get(Field.CALLS),
        aht_s=handle_s or None,
        required=values.get(Field.REQUIRED),
        scheduled=values.get(Field.SCHEDULED, float(len(slot.agents)) if slot.agents else None),
        agents=tuple(slot.agents),
    )


def _most_frequent(counts: Counter[int]) -> int:
    """The most frequent value; of equally frequent ones the smallest."""
    return min(counts, key=lambda one: (-counts[one], one))


def _words(when: When) -> str:
    start = timedelta(seconds=when.second)
    return f"{when.day} {str(start).rpartition(':')[0]}"
