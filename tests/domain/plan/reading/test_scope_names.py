"""Queues and groups are found by id, key and name."""

from wallboard.domain.ids import GroupId, QueueId
from wallboard.domain.plan.reading.scope_names import ScopeNames

NAMES = ScopeNames(
    {QueueId("east:600"): "Sales", QueueId("west:600"): "Vendas", QueueId("west:601"): "sales"},
    {GroupId("team"): "Vendas Lisboa"},
)


def test_that_an_id_is_one_scope_and_a_shared_key_several() -> None:
    assert NAMES.find("west:600") == ("west:600",)
    assert NAMES.find("600") == ("east:600", "west:600")
    assert NAMES.find("601") == ("west:601",)


def test_that_names_are_found_in_any_case_and_with_any_spaces() -> None:
    assert NAMES.find("VENDAS") == ("west:600",)
    assert NAMES.find(" vendas  LISBOA ") == ("team",)
    assert NAMES.find("Sales") == ("east:600", "west:601")


def test_that_others_are_none() -> None:
    assert (NAMES.find("Support"), NAMES.find("")) == ((), ())
    assert NAMES.names == ("600", "601", "sales", "team", "vendas", "vendas lisboa")
