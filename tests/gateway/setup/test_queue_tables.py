"""Which queues a key of a table means."""

import pytest

from wallboard.gateway.setup.queue_tables import by_queue_id, named_source, of_source, unknown_source

TWO = ("lisbon", "porto")


def test_that_a_bare_key_is_of_every_source_and_a_whole_one_of_its_own() -> None:
    table = {"porto:400": "P", "400": "both", "lisbon:9": "L"}
    assert by_queue_id(table, TWO) == {"lisbon:400": "both", "porto:400": "P", "lisbon:9": "L"}
    assert by_queue_id(table, ("porto",)) == {"porto:400": "P", "porto:lisbon:9": "L"}


def test_that_a_source_is_given_its_own_by_the_pbxs_keys() -> None:
    table = {"porto:400": 1, "400": 2, "lisbon:9": 3}
    assert of_source(table, "porto", TWO) == {"400": 1}
    assert of_source(table, "lisbon", TWO) == {"400": 2, "9": 3}


@pytest.mark.parametrize(
    ("key", "named", "unknown"),
    [
        ("400", "", ""),
        ("porto:400", "porto", ""),
        ("faro:400", "", "faro"),
        ("porto:a:b", "porto", ""),
        ("400@tenant.example", "", ""),
        ("Ärger: schwer", "", ""),
    ],
)
def test_that_only_what_may_be_a_sources_name_is_taken_for_one(key: str, named: str, unknown: str) -> None:
    assert named_source(key, TWO) == named
    assert unknown_source(key, TWO) == unknown
