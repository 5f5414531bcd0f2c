"""Logs uncaught faults, wherever they are raised, each once a minute; the program continues."""

import logging
import sys
import threading
import time
from types import TracebackType

log = logging.getLogger(__name__)

ONCE_S = 60.0
"""One and the same fault is logged once in so many seconds: what fails in each paint would fill a disk."""


class FaultLog:
    """Logs uncaught errors: in Qt's callbacks, in threads, and where Python itself could not raise them."""

    def __init__(self) -> None:
        self._logged_s: dict[str, float] = {}

    def note(self, where: str, fault: BaseException, trace: TracebackType | None) -> None:
        """Logs a fault, if it was not logged a moment ago."""
        name, now_s = f"{where} {type(fault).__name__}: {fault}", time.monotonic()
        if now_s - self._logged_s.get(name, -ONCE_S) < ONCE_S:
            return
        if len(self._logged_s) > 100:  # faults that differ each time
            self._logged_s.clear()
        self._logged_s[name] = now_s
        log.error("internal error in %s; the program continues", where, exc_info=(type(fault), fault, trace))


def log_faults() -> None:
    """Installs the log of uncaught errors. Those of asyncio are logged by its loops."""
    faults = FaultLog()

    def from_callback(kind: type[BaseException], fault: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, fault, trace)
        else:
            faults.note("the program", fault, trace)

    def from_thread(args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None and not isinstance(args.exc_value, SystemExit):
            faults.note(f"thread {args.thread.name if args.thread else '?'}", args.exc_value, args.exc_traceback)

    def from_nowhere(args: "sys.UnraisableHookArgs") -> None:
        if args.exc_value is not None:
            faults.note(f"{args.err_msg or 'a clean-up'}", args.exc_value, args.exc_traceback)

    sys.excepthook = from_callback
    threading.excepthook = from_thread
    sys.unraisablehook = from_nowhere
