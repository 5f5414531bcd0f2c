"""The PBX's secret where a gateway looks for it, and desks at the lab's PBX."""

from collections.abc import AsyncIterator, Iterator

import pytest

from tests.acceptance.desk import Desk, desk_at
from tests.acceptance.labs import Lab, lab_at
from tests.acceptance.site import built_at
from tests.acceptance.supervisor import give_tones
from tests.lab.fixtures import Pbx
from tests.lab.phones import PhoneBank
from wallboard.gateway.setup.secret import variable_of


@pytest.fixture(autouse=True)
def _secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(variable_of("pbx"), Pbx.secret)


@pytest.fixture
async def desk(pbx: Pbx) -> AsyncIterator[Desk]:
    """A supervisor's desk, live."""
    async with desk_at(pbx) as made:
        yield made


@pytest.fixture(scope="module")
def site(pbx: Pbx) -> Iterator[Pbx]:
    """The PBX as a site has it that gives its callers a way on behind its queues."""
    with built_at(pbx) as made:
        yield made


@pytest.fixture
async def site_desk(site: Pbx, agents: PhoneBank, callers: PhoneBank) -> AsyncIterator[Desk]:
    """A supervisor's desk at that site, live; phones have their tones and ring for five seconds."""
    give_tones(agents, callers)
    async with desk_at(site, ring_s=5) as made:
        yield made


@pytest.fixture
async def labs(pbx: Pbx, freepbx: Pbx) -> AsyncIterator[dict[str, Lab]]:
    """Both systems, live."""
    async with lab_at(pbx) as plain, lab_at(freepbx) as shaped:
        yield {pbx.system: plain, freepbx.system: shaped}
