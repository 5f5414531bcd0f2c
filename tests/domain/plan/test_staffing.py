"""Staffed against plan, and who is missing by name."""

import pytest

from wallboard.domain.plan.staffing import Staffing, not_logged_in, staffed_agents


def test_that_agents_are_their_summed_time_by_the_observed() -> None:
    assert staffed_agents(handling_ms=6 * 900_000, ready_ms=2 * 900_000, observed_ms=900_000) == 8
    assert staffed_agents(handling_ms=0, ready_ms=0, observed_ms=0) is None


def test_that_eight_of_ten_are_80_percent_and_two_too_few() -> None:
    found = Staffing(staffed=8, required=10)
    assert (found.pct, found.missing) == (80, 2)
    assert Staffing(staffed=12, required=10).missing == -2


@pytest.mark.parametrize("found", [Staffing(), Staffing(staffed=8), Staffing(required=10)])
def test_that_without_both_there_is_no_figure(found: Staffing) -> None:
    assert (found.pct, found.missing) == (None, None)


def test_that_nobody_required_is_no_percentage() -> None:
    assert Staffing(staffed=3, required=0).pct is None


def test_that_whoever_is_scheduled_and_not_there_is_named_as_in_the_plan() -> None:
    scheduled = ["Costa, Ana", "Rūta  Žukaitė", "João Dias", "Ari"]
    assert not_logged_in(scheduled, ["ana costa", "RŪTA ŽUKAITĖ", "Eva"]) == ("João Dias", "Ari")
    assert not_logged_in([], ["Ari"]) == ()
