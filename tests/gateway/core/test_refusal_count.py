"""What role or rate refuses is counted, and told in one line a minute however often it happens."""

import pytest

from wallboard.domain.actions.commands import Reason
from wallboard.gateway.core.refusal_count import RefusalCount


def test_that_any_number_of_refusals_is_one_line_a_minute(caplog: pytest.LogCaptureFixture) -> None:
    refusals = RefusalCount()
    refusals.check(0.0)
    assert not caplog.records
    for now_s in range(120):
        for _ in range(100):
            refusals.add("Lobby TV", Reason.NOT_ALLOWED)
        refusals.check(float(now_s))
    refusals.check(120.0)
    told = [record.getMessage() for record in caplog.records]
    assert told == [
        f"commands refused and not recorded in the ledger: {count} of Lobby TV (not_allowed)"
        for count in (100, 6000, 5900)
    ]


def test_that_many_who_are_refused_fit_into_the_line(caplog: pytest.LogCaptureFixture) -> None:
    refusals = RefusalCount()
    for number in range(20):
        for _ in range(1 + (number == 7)):
            refusals.add(f"TV {number}", Reason.TOO_MANY)
    refusals.check(0.0)
    (record,) = caplog.records
    assert "2 of TV 7 (too_many); " in record.getMessage()
    assert record.getMessage().endswith("; 15 of others")
