"""The callers' own count: what each of them went through by their own phones and clock, and the figures of it.

Written from the definitions of the figures, not from the product's code: it is what a board is held against.
"""

import asyncio
import time
from dataclasses import dataclass, field

from tests.lab.phones import Call, PhoneBank
from wallboard.domain.counts.formulas import Formula


@dataclass
class Visit:
    """One caller's way as the caller knows it; waits are seconds."""

    call: Call
    began_s: float
    answered_after_s: float | None = None
    gave_up_after_s: float | None = None
    sent_on_after_s: float | None = None

    async def is_answered(self) -> None:
        """Wait until an agent answers, and note how long it took."""
        await self.call.answered.wait()
        self.answered_after_s = time.monotonic() - self.began_s

    async def is_sent_on(self) -> None:
        """Wait until the dialplan takes the caller out of the queue (the lab then answers by itself)."""
        await self.call.answered.wait()
        self.sent_on_after_s = time.monotonic() - self.began_s

    async def gives_up_after(self, seconds: float) -> None:
        """Wait unanswered for so long, then hang up."""
        await asyncio.sleep(self.began_s + seconds - time.monotonic())
        assert not self.call.answered.is_set()
        self.call.hang_up()
        self.gave_up_after_s = time.monotonic() - self.began_s


@dataclass
class Ledger:
    """All visits of one test; ``threshold_s`` and ``short_s`` are what the board was told, too."""

    phones: PhoneBank
    threshold_s: float
    short_s: float
    visits: list[Visit] = field(default_factory=list)

    async def call(self, target: str) -> Visit:
        """A new caller dials ``target``."""
        began_s = time.monotonic()
        call = await self.phones.call(target, f"+3514{len(self.visits):03}")
        visit = Visit(call, began_s)
        self.visits.append(visit)
        return visit

    def counts(self) -> dict[str, int]:
        """What became of all callers, each counted once."""
        return {
            "offered": len(self.visits),
            "answered": len(self._answered()),
            "abandoned": len(self._gave_up()),
            "flowed_out": len(self._sent_on()),
            "unobserved": 0,
        }

    def service_levels(self) -> dict[Formula, float]:
        """Service level in percent by each formula, of callers none of whom waits any more."""
        answered, gave_up = self._answered(), self._gave_up()
        answered_in = sum(wait <= self.threshold_s for wait in answered)
        gave_up_in = sum(wait <= self.threshold_s for wait in gave_up)
        short = sum(wait < self.short_s for wait in gave_up)
        everybody = len(answered) + len(gave_up) + sum(wait > self.threshold_s for wait in self._sent_on())
        return {
            Formula.ANSWERED: 100 * answered_in / len(answered),
            Formula.OFFERED: 100 * answered_in / everybody,
            Formula.ABANDONS_POSITIVE: 100 * (answered_in + gave_up_in) / everybody,
            Formula.ABANDONS_IGNORED: 100 * answered_in / (everybody - gave_up_in),
            Formula.SHORT_ABANDONS_IGNORED: 100 * answered_in / (everybody - short),
        }

    def average_speed_of_answer_s(self) -> float:
        """ASA: the mean wait of the answered."""
        answered = self._answered()
        return sum(answered) / len(answered)

    def _answered(self) -> list[float]:
        return [visit.answered_after_s for visit in self.visits if visit.answered_after_s is not None]

    def _sent_on(self) -> list[float]:
        return [visit.sent_on_after_s for visit in self.visits if visit.sent_on_after_s is not None]

    def _gave_up(self) -> list[float]:
        return [visit.gave_up_after_s for visit in self.visits if visit.gave_up_after_s is not None]
