"""What people call things."""

from tests.client import entities as x
from wallboard.client.store import Store
from wallboard.domain.ids import ALL, AgentId, CallId, CommandId, QueueId
from wallboard.present import names


def store() -> Store:
    known = Store()
    known.replace(
        [
            x.total(),
            x.queue("sales"),
            x.agent("kim"),
            x.waiting("c1", "sales"),
            x.monitor("m1", "kim"),
        ]
    )
    return known


def test_that_names_stand_for_ids_where_they_are_known() -> None:
    assert names.agent_name(store(), AgentId("kim")) == "Kim"
    assert names.queue_name(store(), QueueId("sales")) == "Sales"
    assert names.caller_name_of(store(), CallId("c1")) == "+49 30 c1"
    assert names.monitored_name(store(), CommandId("m1")) == "Kim"


def test_that_ids_stand_for_themselves_where_no_name_is_known() -> None:
    assert names.agent_name(store(), AgentId("lee")) == "lee"
    assert names.queue_name(store(), QueueId("help")) == "help"
    assert names.caller_name_of(store(), CallId("c9")) == ""
    assert names.monitored_name(store(), CommandId("m9")) == ""


def test_that_all_queues_together_have_no_name_of_its_own() -> None:
    assert names.scope_name(store(), ALL) == ""


def test_that_names_of_queues_follow_the_order_of_their_list() -> None:
    known = Store()
    known.replace(
        [x.queue("400", name="Sales"), x.queue("401", name="Help", order=1), x.queue("402", name="Accounts")]
    )
    ids = [QueueId(one) for one in ("9", "400", "401", "402")]
    assert names.queue_names(known, ids) == ("Help", "Accounts", "Sales", "9")


def test_that_a_target_may_be_an_agent_or_a_queue() -> None:
    assert [names.target_name(store(), id_) for id_ in ("kim", "sales", "help", "")] == ["Kim", "Sales", "help", ""]


def test_that_a_long_name_is_shortened_to_first_and_last_with_initials() -> None:
    assert names.shorter_names("Maria da Conceição Vasconcelos")[-1] == "Maria C. Vasconcelos"
    assert names.shorter_names("Ana Sofia dos Santos e Silva")[-1] == "Ana S. S. Silva"


def test_that_a_name_without_a_middle_stays_whole() -> None:
    for name in ("", "Ana", "Ana Silva", "Jan van der Berg", "PJSIP/1001"):
        assert names.shorter_names(name) == (name,)
