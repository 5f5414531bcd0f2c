"""Queues come into their groups as they are found, and groups may change while all goes on."""

from tests.domain.any_centre import Centre
from tests.domain.words import ms, queue
from wallboard.domain.centre import events as e
from wallboard.domain.centre.changes import Changes
from wallboard.domain.centre.grouping import queues_of, set_groups
from wallboard.domain.centre.groups import GroupRule, Groups
from wallboard.domain.centre.listing import Listing, Listings
from wallboard.domain.ids import ALL, GroupId, Key, QueueId

TEAM, OTHER = GroupId("team"), GroupId("other")
SALES, SUPPORT = QueueId("sales"), QueueId("support")


def team(*patterns: str, group: GroupId = TEAM) -> Groups:
    return Groups(by_id={group: GroupRule(name="Team", queues=patterns, order=1, colour="teal")})


def centre(rules: Groups, *events: e.Event, hidden: str = "") -> Centre:
    one = Centre()
    one.state.listings = Listings(by_queue={QueueId(hidden): Listing(hidden=True)})
    set_groups(one.state, rules, Changes())
    one.tell(*events)
    return one


def found_as(key: str, name: str) -> e.QueueFound:
    return e.QueueFound(at_ms=ms(1), queue_id=QueueId(key), name=name)


def test_that_a_queue_is_in_its_groups_as_soon_as_it_is_found() -> None:
    state = centre(team("s*"), queue("support"), queue("billing"), queue("sales")).state
    group = state.groups[TEAM]
    assert (group.name, group.order, group.colour, group.queue_ids) == ("Team", 1, "teal", (SALES, SUPPORT))
    assert state.groups[ALL].queue_ids == ("billing", SALES, SUPPORT)


def test_that_a_hidden_queue_is_in_no_group() -> None:
    state = centre(team("s*"), queue("sales"), queue("support"), hidden="sales").state
    assert state.groups[TEAM].queue_ids == state.groups[ALL].queue_ids == (SUPPORT,)


def test_that_a_queue_that_is_renamed_is_in_the_groups_of_its_new_name() -> None:
    one = centre(team("team *"), found_as("400", "Team A"), found_as("401", "Team B"))
    changes = one.tell(found_as("400", "Others"))
    assert one.state.groups[TEAM].queue_ids == ("401",)
    assert Key("group", TEAM) in changes.put
    assert one.tell(found_as("400", "Team A")).put[Key("group", TEAM)] == one.state.groups[TEAM]
    assert one.state.groups[TEAM].queue_ids == ("400", "401")


def test_that_a_queue_that_is_gone_still_counts_in_its_groups_and_is_listed_in_none() -> None:
    one = centre(team("s*"), queue("sales"), e.QueueRemoved(at_ms=ms(2), queue_id=SALES))
    assert one.state.groups[TEAM].queue_ids == ()
    assert queues_of(one.state, TEAM) == {SALES}
    one.tell(queue("sales", 3))
    assert one.state.groups[TEAM].queue_ids == (SALES,)


def test_that_only_groups_with_other_queues_are_told_to_be_others() -> None:
    one = centre(team("sales"), queue("sales"), queue("support"))
    renamed = Groups(by_id={TEAM: GroupRule(name="Verkauf", queues=("sale?",))})
    assert set_groups(one.state, renamed, Changes()) == set()
    assert one.state.groups[TEAM].name == "Verkauf"
    assert set_groups(one.state, team("s*"), Changes()) == {TEAM}
    changes = Changes()
    assert set_groups(one.state, team("support", group=OTHER), changes) == {TEAM, OTHER}
    assert (set(changes.put), set(changes.gone)) == ({Key("group", OTHER)}, {Key("group", TEAM)})
    assert one.state.groups_of == {SALES: (ALL,), SUPPORT: (ALL, OTHER)}
