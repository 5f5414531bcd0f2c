"""Sets of the feed: a value of tomorrow is unknown, and no list offers the unknown."""

import msgspec
import pytest

from wallboard.domain.actions.commands import Outcome
from wallboard.domain.centre.exits import Exit
from wallboard.domain.centre.state import Direction
from wallboard.domain.counts.formulas import Formula


def test_that_a_value_of_tomorrow_is_unknown_also_as_a_key() -> None:
    assert msgspec.json.decode(b'{"timeout":1,"carrier_pigeon":2}', type=dict[Exit, int]) == {
        Exit.TIMEOUT: 1,
        Exit.UNKNOWN: 2,
    }


def test_that_what_is_no_text_is_no_value() -> None:
    with pytest.raises(msgspec.ValidationError, match="str"):
        msgspec.convert(7, Exit)


def test_that_a_list_of_the_members_offers_nothing_unknown() -> None:
    assert Formula.UNKNOWN not in list(Formula)
    assert len(list(Formula)) == 5


def test_that_what_a_gateway_says_itself_is_a_member_like_others() -> None:
    assert Direction.UNKNOWN in list(Direction)
    assert Outcome("evaporated") is Outcome.UNKNOWN
