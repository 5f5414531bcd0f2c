"""The PBX's secret where a gateway looks for it, and desks at the lab's PBX."""

from collections.abc import AsyncIterator

import pytest

from tests.acceptance.desk import Desk, desk_at
from tests.lab.fixtures import Pbx
from wallboard.gateway.secret import VARIABLE


@pytest.fixture(autouse=True)
def _secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, Pbx.secret)


@pytest.fixture
async def desk(pbx: Pbx) -> AsyncIterator[Desk]:
    """A supervisor's desk, live."""
    async with desk_at(pbx) as made:
        yield made
