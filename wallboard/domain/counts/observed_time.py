"""Observed time: of sources, and of agents' states by the observed time of the agents' sources."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from wallboard.domain.ids import SourceId

Span = tuple[int, int]
"""The beginning and the end of a period, epoch ms."""


@dataclass(slots=True)
class StateTime:
    """How long agents have been in a state, summed over agents: ``n × now − Σ entered + Σ left``."""

    running: int = 0
    entered_less_left_ms: int = 0

    def enter(self, at_ms: int) -> None:
        """Adds an agent to the state."""
        self.running += 1
        self.entered_less_left_ms += at_ms

    def leave(self, at_ms: int) -> None:
        """Removes an agent from the state: its time so far stays counted."""
        self.running -= 1
        self.entered_less_left_ms -= at_ms

    def at(self, now_ms: int) -> int:
        """Returns the sum of all agents' milliseconds up to ``now_ms``."""
        return self.running * now_ms - self.entered_less_left_ms


@dataclass(slots=True)
class ObservedTime:
    """The time in which a source was observed, or all of several: it stops while one of them is lost.

    What agents do meanwhile is unknown, so it is neither handling nor readiness. ``outages`` are those periods of
    today that are over, so that they can be merged with others'.
    """

    stopped_ms: int | None = None
    unobserved_ms: int = 0
    outages: list[Span] = field(default_factory=list)

    def stop(self, at_ms: int) -> None:
        """Stops the clock: the source is lost."""
        if self.stopped_ms is None:
            self.stopped_ms = at_ms

    def go_on(self, at_ms: int) -> None:
        """Restarts the clock: the source is observed again."""
        if self.stopped_ms is None:
            return
        if at_ms > self.stopped_ms:
            self.unobserved_ms += at_ms - self.stopped_ms
            self.outages.append((self.stopped_ms, at_ms))
        self.stopped_ms = None

    def outages_until(self, now_ms: int) -> list[Span]:
        """Returns the outages, with the one in progress."""
        running = [] if self.stopped_ms is None else [(self.stopped_ms, now_ms)]
        return [*self.outages, *running]

    def forget_outages(self, before_ms: int) -> None:
        """Drops the outages that ended by then; their time stays counted."""
        if self.outages and self.outages[0][1] <= before_ms:
            self.outages = [span for span in self.outages if span[1] > before_ms]

    def observed_until_ms(self, now_ms: int) -> int:
        """Returns the moment up to which the state is known: now, or the last observed one."""
        return now_ms if self.stopped_ms is None else min(now_ms, self.stopped_ms)

    def at(self, now_ms: int) -> int:
        """Returns ``now_ms`` less all the time not observed."""
        return now_ms - self.unobserved_at(now_ms)

    def unobserved_at(self, now_ms: int) -> int:
        """Returns all the time up to ``now_ms`` that was not observed."""
        return self.unobserved_ms + now_ms - self.observed_until_ms(now_ms)


@dataclass(slots=True)
class AgentTime:
    """How long agents of any sources have been in a state, each as far as their source was observed.

    ``settled_ms`` is from before a restart.
    """

    settled_ms: int = 0
    _parts: list[tuple[ObservedTime, StateTime]] = field(default_factory=list)

    def part(self, clock: ObservedTime) -> StateTime:
        """Returns that of the agents of one source, measured by its ``clock``."""
        for known, part in self._parts:
            if known is clock:
                return part
        self._parts.append((clock, StateTime()))
        return self._parts[-1][1]

    def at(self, now_ms: int) -> int:
        """Returns the sum of all agents' milliseconds up to ``now_ms``."""
        sum_ms = self.settled_ms
        for clock, part in self._parts:
            sum_ms += part.at(clock.at(now_ms))
        return sum_ms


def together(spans: Iterable[Span]) -> list[Span]:
    """Sorts periods and merges those that overlap."""
    joined: list[Span] = []
    for start_ms, end_ms in sorted(spans):
        if joined and start_ms <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end_ms))
        else:
            joined.append((start_ms, end_ms))
    return joined


def lasted_ms(spans: Iterable[Span], until_ms: int) -> int:
    """Returns the length of periods that do not overlap, up to a moment."""
    return sum(max(0, min(end_ms, until_ms) - start_ms) for start_ms, end_ms in spans)


class ObservedSources:
    """The observed time of each source; a source without reports counts as observed."""

    def __init__(self) -> None:
        self._by_id: dict[SourceId, ObservedTime] = {}

    def of(self, source_id: SourceId) -> ObservedTime:
        """Returns the observed time of one source."""
        return self._by_id.setdefault(source_id, ObservedTime())

    def lost(self) -> set[SourceId]:
        """Returns the sources that are not observed now."""
        return {source_id for source_id, time in self._by_id.items() if time.stopped_ms is not None}

    def unobserved_ms(self, at_ms: int) -> dict[SourceId, int]:
        """Returns how much time of each source was not observed up to a moment."""
        return {source_id: time.unobserved_at(at_ms) for source_id, time in self._by_id.items()}

    def outages(self, at_ms: int) -> dict[SourceId, list[Span]]:
        """Returns the outages of each source that had one."""
        return {source_id: spans for source_id, time in self._by_id.items() if (spans := time.outages_until(at_ms))}

    def resume(self, times: Mapping[SourceId, ObservedTime]) -> None:
        """Continues the times that another stored."""
        self._by_id.update(times)

    def forget(self, source_id: SourceId) -> None:
        """Drops a removed source."""
        self._by_id.pop(source_id, None)
