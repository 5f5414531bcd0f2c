"""What nobody caught is in the log: from callbacks, threads, clean-ups and loops; each once a minute."""

import asyncio
import gc
import os
import sys
import threading
from collections.abc import Iterator

import pytest

from wallboard.host import faults
from wallboard.host.faults import FaultLog, log_faults


@pytest.fixture(autouse=True)
def hooks() -> Iterator[None]:
    """The hooks of the tests themselves are back afterwards."""
    before = sys.excepthook, threading.excepthook, sys.unraisablehook
    log_faults()
    yield
    sys.excepthook, threading.excepthook, sys.unraisablehook = before


def test_that_a_fault_is_logged_once_a_minute_and_stops_nothing(caplog: pytest.LogCaptureFixture) -> None:
    for _ in range(100):
        sys.excepthook(OverflowError, OverflowError("too large"), None)
    sys.excepthook(KeyError, KeyError("x"), None)
    assert [record.levelname for record in caplog.records] == ["ERROR", "ERROR"]


def test_that_a_fault_is_logged_again_after_a_minute(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(faults, "ONCE_S", 0.0)
    log = FaultLog()
    for _ in range(2):
        log.note("a test", KeyError("x"), None)
    assert len(caplog.records) == 2


def test_that_faults_that_differ_each_time_are_not_kept_for_ever(caplog: pytest.LogCaptureFixture) -> None:
    log = FaultLog()
    for number in range(500):
        log.note("a test", KeyError(number), None)
    assert len(log._logged_s) <= 101
    assert len(caplog.records) == 500


def test_that_a_fault_of_a_thread_is_logged_by_its_name(caplog: pytest.LogCaptureFixture) -> None:
    thread = threading.Thread(target=lambda: next(iter(())), name="reader")
    thread.start()
    thread.join()
    assert "internal error in thread reader" in caplog.text
    assert "StopIteration" in caplog.text


def test_that_a_fault_of_a_clean_up_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    class Careless:
        def __del__(self) -> None:
            raise ZeroDivisionError("in the end")

    Careless()
    gc.collect()
    assert "ZeroDivisionError: in the end" in caplog.text


async def test_that_a_fault_of_a_loop_is_logged_by_asyncio(caplog: pytest.LogCaptureFixture) -> None:
    asyncio.get_running_loop().call_soon(lambda: os.environ["GONE"])
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert "KeyError: 'GONE'" in caplog.text


def test_that_ctrl_c_is_no_fault(caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]) -> None:
    sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert caplog.records == []
    assert "KeyboardInterrupt" in capsys.readouterr().err
