"""Time as far as it was observed: of sources, and of agents' states by the time of the agents' sources."""

from dataclasses import dataclass, field

from wallboard.domain.ids import SourceId


@dataclass(slots=True)
class StateTime:
    """How long agents have been in a state, summed over agents: ``n × now − Σ entered + Σ left``."""

    running: int = 0
    entered_less_left_ms: int = 0

    def enter(self, at_ms: int) -> None:
        """One more agent is in the state."""
        self.running += 1
        self.entered_less_left_ms += at_ms

    def leave(self, at_ms: int) -> None:
        """One agent fewer is in the state: its time so far stays counted."""
        self.running -= 1
        self.entered_less_left_ms -= at_ms

    def at(self, now_ms: int) -> int:
        """The sum of all agents' milliseconds up to ``now_ms``."""
        return self.running * now_ms - self.entered_less_left_ms


@dataclass(slots=True)
class ObservedTime:
    """The time in which a source was observed, or all of several: it stands still while one of them is not heard.

    What agents do meanwhile is not known, so it is neither handling nor readiness.
    """

    stopped_ms: int | None = None
    unobserved_ms: int = 0

    def stop(self, at_ms: int) -> None:
        """It is not observed from now on."""
        if self.stopped_ms is None:
            self.stopped_ms = at_ms

    def go_on(self, at_ms: int) -> None:
        """It is observed again from now on."""
        if self.stopped_ms is not None:
            self.unobserved_ms += max(0, at_ms - self.stopped_ms)
            self.stopped_ms = None

    def observed_until_ms(self, now_ms: int) -> int:
        """The moment up to which is known what is so: now, or when it was observed last."""
        return now_ms if self.stopped_ms is None else min(now_ms, self.stopped_ms)

    def at(self, now_ms: int) -> int:
        """``now_ms`` less all the time not observed."""
        return now_ms - self.unobserved_at(now_ms)

    def unobserved_at(self, now_ms: int) -> int:
        """All the time up to ``now_ms`` that was not observed."""
        return self.unobserved_ms + now_ms - self.observed_until_ms(now_ms)


@dataclass(slots=True)
class AgentTime:
    """How long agents of any sources have been in a state, each as far as their source was observed.

    ``settled_ms`` is from before a restart.
    """

    settled_ms: int = 0
    _parts: list[tuple[ObservedTime, StateTime]] = field(default_factory=list)

    def part(self, clock: ObservedTime) -> StateTime:
        """That of the agents of one source, measured by its ``clock``."""
        for known, part in self._parts:
            if known is clock:
                return part
        self._parts.append((clock, StateTime()))
        return self._parts[-1][1]

    def at(self, now_ms: int) -> int:
        """The sum of all agents' milliseconds up to ``now_ms``."""
        return self.settled_ms + sum(part.at(clock.at(now_ms)) for clock, part in self._parts)


class ObservedSources:
    """The observed time of each source; one of which nothing was told is observed."""

    def __init__(self) -> None:
        self._by_id: dict[SourceId, ObservedTime] = {}

    def of(self, source_id: SourceId) -> ObservedTime:
        """The observed time of one source."""
        return self._by_id.setdefault(source_id, ObservedTime())

    def unobserved_ms(self, at_ms: int) -> dict[SourceId, int]:
        """How much time of each source was not observed up to a moment."""
        return {source_id: time.unobserved_at(at_ms) for source_id, time in self._by_id.items()}

    def resume(self, source_id: SourceId, at_ms: int, unobserved_ms: int) -> None:
        """Go on where another left off at ``at_ms``: the source is not observed until it is heard."""
        self._by_id[source_id] = ObservedTime(stopped_ms=at_ms, unobserved_ms=unobserved_ms)

    def forget(self, source_id: SourceId) -> None:
        """A source is no more."""
        self._by_id.pop(source_id, None)
