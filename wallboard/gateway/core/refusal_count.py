"""Counts commands refused by role or rate: they are not in the ledger, so that nobody can fill it."""

import logging
from collections import Counter

from wallboard.domain.actions.commands import Reason

logger = logging.getLogger(__name__)

EVERY_S = 60.0
NAMED = 5


class RefusalCount:
    """Writes one line of log a minute where there was anything to count."""

    def __init__(self) -> None:
        self._counts: Counter[tuple[str, Reason]] = Counter()
        self._logged_s: float | None = None

    def add(self, who: str, reason: Reason) -> None:
        """Counts a refused request of ``who``."""
        self._counts[who, reason] += 1

    def check(self, now_s: float) -> None:
        """Logs the count; to be called regularly with the monotonic clock."""
        if not self._counts or (self._logged_s is not None and now_s - self._logged_s < EVERY_S):
            return
        self._logged_s = now_s
        counts, self._counts = self._counts, Counter()
        most = [f"{count} of {who} ({reason})" for (who, reason), count in counts.most_common(NAMED)]
        rest = counts.total() - sum(count for _, count in counts.most_common(NAMED))
        words = "; ".join([*most, f"{rest} of others"] if rest else most)
        logger.warning("commands refused and not recorded in the ledger: %s", words)
