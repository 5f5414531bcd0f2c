"""The start of a window goes without the garbage collector, and nothing after it does."""

import gc
from contextlib import suppress

from wallboard.app.starting import without_collector


def test_that_nothing_is_collected_while_a_window_starts_and_again_after_it_failed() -> None:
    assert gc.isenabled()
    with suppress(OSError), without_collector():
        during = gc.isenabled()
        raise OSError("no display")
    assert (during, gc.isenabled()) == (False, True)
