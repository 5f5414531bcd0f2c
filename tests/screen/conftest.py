"""One display for all tests of the real window, and what they need on it."""

import os
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.screen.display import display, why_not
from tests.screen.rig import Floor, floor_on


@pytest.fixture(scope="session")
def screen() -> Iterator[str]:
    """A display of the tests' own; with WALLBOARD_NEEDS_SCREEN set its absence is a failure."""
    if reason := why_not():
        if os.environ.get("WALLBOARD_NEEDS_SCREEN"):
            pytest.fail(reason)
        pytest.skip(reason)
    with display() as name:
        yield name


@pytest_asyncio.fixture
async def floor(screen: str, tmp_path: Path) -> AsyncIterator[Floor]:
    """A supervisor's desk on that display, at a contact centre whose time stands still."""
    async with floor_on(screen, tmp_path) as floor:
        yield floor
