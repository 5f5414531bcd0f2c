"""Patterns of groups that fit no queue are named, each with its group."""

from tests.gateway.rig import config
from wallboard.domain.centre.groups import GroupRule, Groups
from wallboard.domain.centre.listing import Listing, Listings
from wallboard.domain.ids import GroupId, QueueId, SourceId
from wallboard.gateway.setup.group_check import check_groups, check_names, same_name_sentences
from wallboard.gateway.setup.queue_tables import GoalTables, GroupEntry, QueueEntry, QueueGoal
from wallboard.pbx.findings import Grade
from wallboard.pbx.simulator.config import SimulatorPbx

QUEUES = {QueueId("lisbon:400"): ["Sales"], QueueId("porto:support"): ["Ajuda"]}


def groups(**patterns: tuple[str, ...]) -> Groups:
    return Groups(by_id={GroupId(id_): GroupRule(queues=queues) for id_, queues in patterns.items()})


def listings(*hidden: str) -> Listings:
    return Listings(by_queue={one: Listing(name=name, hidden=one in hidden) for one, (name,) in QUEUES.items()})


def sentences(rules: Groups, *hidden: str) -> list[str]:
    return [one.text for one in check_groups(rules, listings(*hidden), QUEUES)]


def test_that_patterns_of_keys_names_and_whole_ids_are_found() -> None:
    assert sentences(groups(a=("4*", "support"), b=("sales", "AJU?A"), c=("porto:*",), all=())) == []


def test_that_a_pattern_that_fits_nothing_is_told_and_whether_the_group_is_empty() -> None:
    assert sentences(groups(a=("400", "suport"), b=("faro:*", "9??"))) == [
        "[groups.a] in gateway.toml has no queue for 'suport'.",
        "[groups.b] in gateway.toml has no queue for 'faro:*', '9??': it is empty.",
    ]


def test_that_a_group_without_queues_is_named_whatever_it_lists() -> None:
    rules = groups(a=("400",), b=("400", "suport"), c=(), d=("400", "support"))
    assert sentences(rules, "lisbon:400") == [
        "[groups.a] in gateway.toml is empty: all of its queues are hidden.",
        "[groups.b] in gateway.toml has no queue for 'suport', its others are hidden: it is empty.",
        "[groups.c] in gateway.toml is empty: it lists no queues.",
    ]


def test_that_the_doctor_warns() -> None:
    (finding,) = check_groups(groups(a=("suport",)), listings(), QUEUES)
    assert (finding.check, finding.grade) == ("groups", Grade.WARNING)
    assert "it is empty." in finding.text


TWO = config(
    sources={"lisbon": SimulatorPbx(), "porto": SimulatorPbx()},
    queues={"400": QueueEntry(), "9": QueueEntry(), "porto:401": QueueEntry()},
    goals=GoalTables(queues={"support": QueueGoal(target_pct=90), "suport": QueueGoal(target_pct=90)}),
    wrap_up={"lisbon:404": 5.0},
)
LISBON, PORTO = SourceId("lisbon"), SourceId("porto")


def test_that_the_doctor_names_unknown_queues_of_every_table() -> None:
    found = check_names(TWO, {LISBON, PORTO}, QUEUES)
    assert [one.text for one in found] == [
        "[queues] in gateway.toml lists queues that the PBX does not have now: 9, porto:401.",
        "[goals.queues] in gateway.toml lists queues that the PBX does not have now: suport.",
        "[wrap_up] in gateway.toml lists queues that the PBX does not have now: lisbon:404.",
    ]
    assert {one.grade for one in found} == {Grade.WARNING}


def test_that_a_queue_that_may_be_at_another_pbx_is_not_unknown() -> None:
    found = check_names(TWO, {LISBON}, [QueueId("lisbon:400")])
    assert [one.text for one in found] == [
        "[wrap_up] in gateway.toml lists queues that the PBX does not have now: lisbon:404."
    ]


def test_that_two_groups_of_one_name_are_named() -> None:
    rules = {"a": GroupEntry(name="Support", queues=["400"]), "b": GroupEntry(name="support", queues=["support"])}
    one, other = config(groups=rules), config(groups={**rules, "b": GroupEntry(name="Help", queues=["support"])})
    (words,) = same_name_sentences(one.domain_groups())
    assert words == (
        "[groups.a] and [groups.b] in gateway.toml have the same name, 'Support': screens show them alike"
    )
    assert same_name_sentences(other.domain_groups()) == []
    (finding,) = check_names(one, set(), [])
    assert (finding.check, finding.grade) == ("groups", Grade.WARNING)
