"""The plan of a time: lookups, sums over intervals of other lengths, groups, and a newer plan over an older."""

from collections.abc import Iterable
from itertools import pairwise

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wallboard.domain.ids import GroupId, QueueId, ScopeId
from wallboard.domain.plan.plan import PlannedInterval, PlannedSum, WorkforcePlan

SALES, SUPPORT, TEAM = QueueId("pbx:sales"), QueueId("pbx:support"), GroupId("team")
QUARTER = 900_000
NOON = 1_795_867_200_000


def planned(number: int = 0, *, scope: ScopeId = SALES, length: int = QUARTER, **said: object) -> PlannedInterval:
    """The interval of this number after noon."""
    start = NOON + number * length
    return msgspec.convert({"scope": scope, "start_ms": start, "end_ms": start + length, **said}, PlannedInterval)


def sum_of(plan: WorkforcePlan, start: int, end: int, scope: ScopeId = SALES) -> PlannedSum:
    """The sum between two numbers of quarters after noon."""
    found = plan.sum(scope, NOON + start * QUARTER, NOON + end * QUARTER)
    assert found is not None
    return found


def test_that_a_moment_is_in_the_interval_that_began_before_it() -> None:
    plan = WorkforcePlan([planned(1, calls=2.0), planned(0, calls=1.0)])
    assert plan.at(SALES, NOON) == planned(0, calls=1.0)
    assert plan.at(SALES, NOON + QUARTER - 1) == planned(0, calls=1.0)
    assert plan.at(SALES, NOON + QUARTER) == planned(1, calls=2.0)
    assert plan.at(SALES, NOON - 1) is None
    assert plan.at(SALES, NOON + 2 * QUARTER) is None
    assert plan.at(SUPPORT, NOON) is None


def test_that_two_quarters_make_their_half_hour() -> None:
    first = planned(0, calls=10.0, aht_s=200.0, required=8.0, scheduled=9.0, agents=("Ana", "Rūta"))
    plan = WorkforcePlan(
        [first, planned(1, calls=30.0, aht_s=240.0, required=12.0, scheduled=10.0, agents=("Rūta", "Jo"))]
    )
    found = sum_of(plan, 0, 2)
    assert found == PlannedSum(
        start_ms=NOON, end_ms=NOON + 2 * QUARTER, covered_ms=2 * QUARTER, calls=40.0, aht_s=230.0, required=10.0,
        scheduled=9.5, agents=("Ana", "Rūta", "Jo"),
    )  # fmt: skip
    assert found.is_whole


def test_that_half_an_hour_makes_two_like_quarters() -> None:
    plan = WorkforcePlan([planned(0, length=2 * QUARTER, calls=30.0, aht_s=200.0, required=8.0)])
    for quarter in (0, 1):
        found = sum_of(plan, quarter, quarter + 1)
        assert (found.calls, found.aht_s, found.required) == (15.0, 200.0, 8.0)
        assert found.is_whole


def test_that_a_time_which_is_planned_in_part_says_so() -> None:
    found = sum_of(WorkforcePlan([planned(0, calls=10.0)]), -1, 2)
    assert (found.covered_ms, found.is_whole, found.calls) == (QUARTER, False, 10.0)
    assert WorkforcePlan([planned(0)]).sum(SALES, NOON + QUARTER, NOON + 2 * QUARTER) is None


def test_that_what_a_part_does_not_say_is_not_said_of_the_whole() -> None:
    found = sum_of(
        WorkforcePlan([planned(0, calls=10.0, aht_s=200.0, required=5.0), planned(1, aht_s=200.0)]), 0, 2
    )
    assert (found.calls, found.aht_s, found.required) == (None, 200.0, None)


def test_that_the_handle_time_of_an_interval_without_calls_does_not_matter() -> None:
    found = sum_of(WorkforcePlan([planned(0, calls=10.0, aht_s=200.0), planned(1, calls=0.0)]), 0, 2)
    assert (found.calls, found.aht_s) == (10.0, 200.0)


def test_that_a_group_adds_its_queues_up_and_counts_agents_once() -> None:
    plan = WorkforcePlan([
        planned(0, calls=10.0, aht_s=100.0, required=3.0, scheduled=2.0, agents=("Ana", "Jo")),
        planned(0, scope=SUPPORT, calls=30.0, aht_s=200.0, required=5.0, scheduled=2.0, agents=("Jo", "Ari")),
    ])  # fmt: skip
    found = plan.sum_of_group(TEAM, [SALES, SUPPORT], NOON, NOON + QUARTER)
    assert found is not None
    assert (found.calls, found.aht_s, found.required, found.scheduled) == (40.0, 175.0, 8.0, 3.0)
    assert found.agents == ("Ana", "Jo", "Ari")
    assert found.is_whole


def test_that_a_groups_own_plan_goes_before_its_queues() -> None:
    plan = WorkforcePlan([planned(0, calls=10.0), planned(0, scope=TEAM, calls=99.0)])
    found = plan.sum_of_group(TEAM, [SALES], NOON, NOON + QUARTER)
    assert found is not None
    assert found.calls == 99.0


def test_that_a_queue_of_a_group_without_a_plan_is_named() -> None:
    plan = WorkforcePlan([planned(0, calls=10.0)])
    found = plan.sum_of_group(TEAM, [SALES, SUPPORT], NOON, NOON + QUARTER)
    assert found is not None
    assert (found.calls, found.unplanned, found.is_whole) == (10.0, (SUPPORT,), False)
    assert plan.sum_of_group(TEAM, [SUPPORT], NOON, NOON + QUARTER) is None


def test_that_a_newer_plan_replaces_what_it_overlaps_and_nothing_else() -> None:
    older = WorkforcePlan([planned(n, calls=1.0) for n in range(4)] + [planned(0, scope=SUPPORT, calls=7.0)])
    newer = older.replaced_by([planned(1, length=2 * QUARTER, calls=50.0)])
    row = [(one.start_ms - NOON, one.calls) for one in newer if one.scope == SALES]
    assert row == [(0, 1.0), (QUARTER, 1.0), (2 * QUARTER, 50.0)]
    assert newer.at(SUPPORT, NOON) == planned(0, scope=SUPPORT, calls=7.0)
    assert len(older) == 5


def test_that_overlapping_intervals_are_refused() -> None:
    with pytest.raises(ValueError, match="two intervals"):
        WorkforcePlan([planned(0, length=2 * QUARTER), planned(1)])
    with pytest.raises(ValueError, match="an interval"):
        PlannedInterval(scope=SALES, start_ms=5, end_ms=5)


def test_that_an_empty_plan_plans_nothing() -> None:
    assert (len(WorkforcePlan()), WorkforcePlan().scopes, WorkforcePlan().sum(SALES, 0, NOON)) == (
        0,
        frozenset(),
        None,
    )


@st.composite
def _rows(draw: st.DrawFn) -> list[PlannedInterval]:
    """Some of the quarters and half hours of two hours."""
    found, minute = [], 0
    while minute < 120:
        length = draw(st.sampled_from([15, 30]))
        if draw(st.booleans()):
            start = NOON + minute * 60_000
            calls = draw(st.floats(0, 500))
            staff = draw(st.floats(0, 50))
            found.append(PlannedInterval(scope=SALES, start_ms=start, end_ms=start + length * 60_000,
                                         calls=calls, aht_s=200.0, required=staff))  # fmt: skip
        minute += length
    return found


def _calls(sums: Iterable[PlannedSum | None]) -> float:
    return sum(one.calls or 0.0 for one in sums if one is not None)


@given(_rows(), st.lists(st.integers(0, 120), min_size=1, max_size=6, unique=True))
def test_that_any_cuts_of_a_time_add_up_to_the_whole(row: list[PlannedInterval], cuts: list[int]) -> None:
    plan = WorkforcePlan(row)
    edges = [NOON + minute * 60_000 for minute in sorted({0, *cuts, 135})]
    parts = [plan.sum(SALES, start, end) for start, end in pairwise(edges)]
    assert _calls(parts) == pytest.approx(sum(one.calls or 0.0 for one in row))
    whole = plan.sum(SALES, edges[0], edges[-1])
    covered = sum(one.covered_ms for one in parts if one is not None)
    assert covered == (whole.covered_ms if whole else 0)
    agent_ms = sum((one.required or 0.0) * one.covered_ms for one in parts if one is not None)
    assert agent_ms == pytest.approx((whole.required or 0.0) * whole.covered_ms if whole else 0.0)


@given(_rows(), st.integers(-10, 130))
def test_that_a_moments_interval_has_that_moment(row: list[PlannedInterval], minute: int) -> None:
    now = NOON + minute * 60_000
    inside = [one for one in row if one.start_ms <= now < one.end_ms]
    assert WorkforcePlan(row).at(SALES, now) == (inside[0] if inside else None)


@given(_rows(), _rows())
def test_that_a_plan_replaced_by_another_has_all_of_that(
    older: list[PlannedInterval], newer: list[PlannedInterval]
) -> None:
    found = list(WorkforcePlan(older).replaced_by(newer))
    assert [one for one in found if one in newer] == newer
    for one in older:
        is_replaced = any(one.start_ms < other.end_ms and other.start_ms < one.end_ms for other in newer)
        assert (one in found) is (not is_replaced or one in newer)
