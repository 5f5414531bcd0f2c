"""What a window's start goes without: the garbage collector, until `window_run` has ended the start."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without_collector() -> Iterator[None]:
    """Keeps the garbage collector off: what a start loads stays, and looking through it costs a tenth of it."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
