"""A small centre in the middle of its morning, and one where every moved call is answered or none is."""

import pytest

from tests.pbx.simulator.watch import Watch
from wallboard.pbx.simulator.options import SimulatorOptions


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def answered() -> Watch:
    """Every agent picks a moved call up."""
    return Watch(SimulatorOptions(agents=20, queues=4, site_hour=10.0, no_answer_pct=0))


@pytest.fixture
def unanswered() -> Watch:
    """Every moved call rings out."""
    return Watch(SimulatorOptions(agents=20, queues=4, site_hour=10.0, no_answer_pct=100))
