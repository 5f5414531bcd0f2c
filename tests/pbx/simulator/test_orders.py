"""What the simulated centre can do for a supervisor."""

from typing import Any

import pytest

from wallboard.domain.actions.commands import Command, Reason, actions
from wallboard.domain.errors import PbxRefused
from wallboard.domain.ids import CommandId
from wallboard.pbx.simulator.adapter import Simulator
from wallboard.pbx.simulator.orders import ORDERS, order


class _Unheard(Command, frozen=True, kw_only=True, tag="unheard_of"):
    """What nobody can do."""


def test_that_the_centre_can_do_all_there_is() -> None:
    assert set(ORDERS) == set(actions().values()) == Simulator.can


def test_that_what_it_cannot_do_is_refused_by_name() -> None:
    parts: Any = None
    with pytest.raises(PbxRefused, match="unheard_of") as refused:
        order(parts, _Unheard(id=CommandId("1")), "sue")
    assert refused.value.reason is Reason.NOT_POSSIBLE
