"""The ledger of all commands: who asked for what, when, and what came of it. It only grows; one file a month."""

import logging
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec

from wallboard.domain.commands import AnyCommand, Result
from wallboard.history.files import append_line, make_private

logger = logging.getLogger(__name__)


class Ledger:
    """Writes one line of JSON for each command that is taken and one for its end. No caller's number is in it."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory

    def asked(self, at_ms: int, owner: str, command: AnyCommand) -> None:
        """``owner`` asks for something at ``at_ms`` (epoch)."""
        self._write(at_ms, owner, command, {})

    def ended(self, at_ms: int, owner: str, command: AnyCommand, result: Result) -> None:
        """What came of it."""
        end = {"outcome": result.outcome, "reason": result.reason, "detail": result.detail}
        self._write(at_ms, owner, command, {name: word for name, word in end.items() if word})

    def _write(self, at_ms: int, owner: str, command: AnyCommand, end: dict[str, Any]) -> None:
        at = datetime.fromtimestamp(at_ms / 1000, UTC)
        line = {"at": at.isoformat(timespec="milliseconds"), "who": owner, **msgspec.to_builtins(command), **end}
        try:
            make_private(self._directory)
            append_line(self._directory / f"commands-{at:%Y-%m}.jsonl", msgspec.json.encode(line))
        except OSError as error:
            logger.warning("the ledger in %s lacks a command: %s", self._directory, error.strerror)
