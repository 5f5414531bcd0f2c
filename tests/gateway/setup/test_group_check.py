"""Patterns of groups that fit no queue are named, each with its group."""

from wallboard.domain.centre.groups import GroupRule, Groups
from wallboard.domain.ids import GroupId, QueueId
from wallboard.gateway.setup.group_check import check_groups, unused_sentences
from wallboard.pbx.findings import Grade

QUEUES = {QueueId("lisbon:400"): ["Sales"], QueueId("porto:support"): ["Ajuda"]}


def groups(**patterns: tuple[str, ...]) -> Groups:
    return Groups(by_id={GroupId(id_): GroupRule(queues=queues) for id_, queues in patterns.items()})


def test_that_patterns_of_keys_names_and_whole_ids_are_found() -> None:
    assert unused_sentences(groups(a=("4*", "support"), b=("sales", "AJU?A"), c=("porto:*",)), QUEUES) == []


def test_that_a_pattern_that_fits_nothing_is_told_and_whether_the_group_is_empty() -> None:
    told = unused_sentences(groups(a=("400", "suport"), b=("faro:*", "9??")), QUEUES)
    assert told == [
        "[groups.a] in gateway.toml has no queue for 'suport'",
        "[groups.b] in gateway.toml has no queue for 'faro:*', '9??': it is empty",
    ]


def test_that_the_doctor_warns() -> None:
    (finding,) = check_groups(groups(a=("suport",)), QUEUES)
    assert (finding.check, finding.grade) == ("groups", Grade.WARNING)
    assert "it is empty." in finding.text
