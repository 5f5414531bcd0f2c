"""Which queues a group's patterns mean."""

from fnmatch import fnmatchcase

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wallboard.domain.centre.groups import GroupRule, Groups
from wallboard.domain.ids import ALL, GroupId, QueueId


@pytest.mark.parametrize(
    ("pattern", "is_in"),
    [
        ("berlin:400", True),
        ("400", True),
        ("4*", True),
        ("40?", True),
        ("4?", False),
        ("*:400", True),
        ("berlin:*", True),
        ("lisbon:*", False),
        ("vertrieb*", True),
        ("VERTRIEB [DE]", True),
        ("vertrieb [a-f]e]", False),
        ("400.", False),
    ],
)
def test_that_a_queue_is_meant_by_its_id_its_key_or_its_name(pattern: str, is_in: bool) -> None:
    assert GroupRule(queues=("none", pattern)).has(QueueId("berlin:400"), ["Vertrieb [DE]"]) is is_in


@given(st.text("ab:*?", min_size=1, max_size=12), st.text("ab", max_size=12))
def test_that_stars_and_question_marks_mean_what_they_do_for_files(pattern: str, name: str) -> None:
    assert GroupRule(queues=(pattern,)).has(QueueId(name), []) is fnmatchcase(name, pattern)


def test_that_no_pattern_takes_long_to_find_out_that_a_queue_is_not_meant() -> None:
    name = "a" * 200
    for pattern in ("*" * 50 + "b", "*a" * 50 + "b", "*?" * 50 + "b"):
        assert not GroupRule(queues=(pattern,)).has(QueueId(f"berlin:{name}"), [name])


def test_that_keys_are_told_apart_by_case() -> None:
    assert not GroupRule(queues=("SALES",)).has(QueueId("sales"), [])


def test_that_all_has_every_queue_whatever_is_written_of_it() -> None:
    groups = Groups(by_id={GroupId("team"): GroupRule(queues=("b",)), ALL: GroupRule(name="All", queues=("a",))})
    assert groups.ids() == (ALL, "team")
    assert [groups.of(QueueId(name)) for name in "ab"] == [(ALL,), (ALL, "team")]
    assert groups.rule(ALL).name == "All"
    assert Groups().rule(ALL) == GroupRule()
