"""A minute's traffic at random at both systems, with transfers, parking, pick-ups and pauses: no figure differs."""

import pytest

from tests.acceptance.labs import Lab
from tests.acceptance.shift import both

pytestmark = [pytest.mark.pbx, pytest.mark.timeout(180)]


async def test_that_no_figure_differs_from_the_phones_own_count(labs: dict[str, Lab]) -> None:
    outcomes = await both(seconds=50, calls_per_minute=50, seed=7, labs=labs)
    assert {name: outcome.problems() for name, outcome in outcomes.items()} == {"plain": [], "freepbx": []}
    assert all(len(outcome.figures) > 20 for outcome in outcomes.values())
