"""Counts what is refused by role or rate: it is in no ledger, which nobody may fill who may not command."""

import logging
from collections import Counter

from wallboard.domain.actions.commands import Reason

logger = logging.getLogger(__name__)

EVERY_S = 60.0
NAMED = 5


class RefusalCount:
    """One line of log a minute, where there was anything to count."""

    def __init__(self) -> None:
        self._counts: Counter[tuple[str, Reason]] = Counter()
        self._told_s: float | None = None

    def add(self, who: str, reason: Reason) -> None:
        """``who`` asked for something and was refused."""
        self._counts[who, reason] += 1

    def look(self, now_s: float) -> None:
        """Say what was refused; to be called now and then with the monotonic clock."""
        if not self._counts or (self._told_s is not None and now_s - self._told_s < EVERY_S):
            return
        self._told_s = now_s
        counts, self._counts = self._counts, Counter()
        most = [f"{count} of {who} ({reason})" for (who, reason), count in counts.most_common(NAMED)]
        rest = counts.total() - sum(count for _, count in counts.most_common(NAMED))
        words = "; ".join([*most, f"{rest} of others"] if rest else most)
        logger.warning("commands refused and not recorded in the ledger: %s", words)
