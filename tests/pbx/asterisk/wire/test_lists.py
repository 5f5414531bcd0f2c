"""Lists while they come in: whole ones are handed on, and how far the others are can be seen."""

import pytest

from tests.pbx.asterisk.story import event
from wallboard.domain.errors import ProtocolError
from wallboard.pbx.asterisk.wire.codec import AmiMessage
from wallboard.pbx.asterisk.wire.lists import Lists


def test_that_a_list_is_handed_on_when_it_is_whole() -> None:
    lists, got = Lists(), list[list[AmiMessage]]()
    lists.ask("a", got.append, 1_000)
    row, other = event("QueueParams", ActionID="a"), event("CoreShowChannel", ActionID="b")
    lists.ask("b", got.append, 1_500)
    lists.take(row, 2_000)
    lists.take(other, 3_000)
    assert (len(lists), lists.rows, lists.since_ms, lists.moved_ms, got) == (2, 2, 1_000, 3_000, [])
    lists.take(event("QueueStatusComplete", ActionID="a", ListItems=1), 4_000)
    lists.take(event("CoreShowChannelsComplete", ActionID="b"), 4_000)
    assert got == [[row], [other]]
    assert not lists


def test_that_only_open_lists_are_known() -> None:
    lists = Lists()
    lists.ask("a", lambda _: None, 0)
    assert "a" in lists
    assert "b" not in lists
    lists.drop("a")
    assert not lists


def test_that_lists_that_overlap_for_a_minute_are_as_old_as_the_oldest_open_one() -> None:
    lists = Lists()
    lists.ask("0", lambda _: None, 0)
    for second in range(1, 60):
        lists.ask(str(second), lambda _: None, second * 1_000)
        lists.take(event("Status", ActionID=str(second - 1)), second * 1_000)
        lists.take(event("StatusComplete", ActionID=str(second - 1)), second * 1_000)
    assert (lists.rows, lists.since_ms) == (0, 59_000)


def test_that_a_list_with_rows_missing_is_not_believed() -> None:
    lists, got = Lists(), list[list[AmiMessage]]()
    lists.ask("a", got.append, 0)
    with pytest.raises(ProtocolError, match="2 rows, and 0 came"):
        lists.take(event("QueueStatusComplete", ActionID="a", ListItems=2), 0)
    assert got == []
