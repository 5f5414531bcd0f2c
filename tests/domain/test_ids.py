"""Ids are made and read in one place."""

import pytest

from wallboard.domain import ids
from wallboard.domain.ids import PBX, SourceId


@pytest.mark.parametrize("key", ["400", "PJSIP/1001", "support@berlin.example", "sip:ana@10.0.0.1", ""])
def test_that_an_id_tells_its_source_and_the_key_there(key: str) -> None:
    id_ = ids.entity_id(SourceId("berlin"), key)
    assert (ids.source_of(id_), ids.key_of(id_)) == ("berlin", key)


def test_that_an_id_without_a_source_is_of_the_one_pbx_there_is() -> None:
    assert (ids.source_of("400"), ids.key_of("400")) == (PBX, "400")


@pytest.mark.parametrize(
    ("name", "of_source", "of_group"),
    [
        ("berlin-2", True, True),
        ("x" * 33, False, True),
        ("x" * 65, False, False),
        ("Berlin", False, False),
        ("a:b", False, False),
        ("-a", False, False),
        ("", False, False),
    ],
)
def test_that_no_name_of_a_group_or_source_can_be_taken_for_a_queues_id(
    name: str, of_source: bool, of_group: bool
) -> None:
    assert (ids.is_source_name(name), ids.is_group_name(name)) == (of_source, of_group)
