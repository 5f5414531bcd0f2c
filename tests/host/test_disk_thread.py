"""What waits for a disk waits alone, in its order, and does not hold up the end of the program."""

import logging
import threading

import pytest

from wallboard.host.disk_thread import DiskThread


def test_that_jobs_are_done_in_their_order_before_it_is_closed() -> None:
    done: list[int] = []
    disk = DiskThread("test")
    for number in range(100):
        disk.submit(lambda number=number: done.append(number))  # type: ignore[misc] # the number of now
    assert disk.close(10)
    assert done == list(range(100))


def test_that_one_with_nothing_to_do_never_begins() -> None:
    before = threading.active_count()
    disk = DiskThread("test")
    assert disk.is_idle
    assert threading.active_count() == before
    assert disk.close(0)


def test_that_a_disk_that_hangs_is_seen_and_left_to_itself() -> None:
    answers = threading.Event()
    disk = DiskThread("test")

    def wait() -> None:
        answers.wait(30)

    disk.submit(wait)
    disk.submit(lambda: None)
    while disk.busy_s == 0:
        pass
    assert not disk.is_idle
    assert not disk.close(0.05)
    answers.set()
    assert disk.close(10)
    assert disk.busy_s == 0


def test_that_a_job_that_fails_is_logged_and_the_next_is_done(caplog: pytest.LogCaptureFixture) -> None:
    done = threading.Event()
    disk = DiskThread("test")

    def fail() -> None:
        raise ValueError("a bad page")

    with caplog.at_level(logging.ERROR):
        disk.submit(fail)
        disk.submit(done.set)
        assert disk.close(10)
    assert done.is_set()
    assert "a bad page" in caplog.text
