"""What is an id by its type takes the new name of its PBX, at any depth, and no text does."""

from msgspec import Struct

from wallboard.domain.counts.contacts import Contact, ContactId, ContactStep, Handling, MissedRing, StepKind
from wallboard.domain.counts.figures import Sample
from wallboard.domain.ids import ALL, AgentId, CallId, GroupId, QueueId, ScopeId, SourceId
from wallboard.history.renaming import id_under, under_names

NAMES = {"porto": "oporto"}
ANA, SALES, CALL = AgentId("porto:ana"), QueueId("porto:a:b"), CallId("porto:7")


class Page(Struct, frozen=True, kw_only=True):
    scope: ScopeId
    groups: dict[GroupId, list[QueueId]]
    last: dict[AgentId, tuple[CallId, int]]
    outages: dict[SourceId, list[tuple[int, int]]]
    names: list[str]
    samples: list[Sample]
    by_name: dict[str, int]


def test_that_ids_in_tables_lists_and_pairs_are_renamed() -> None:
    page = Page(
        scope=SALES,
        groups={GroupId("porto"): [SALES, QueueId("lisbon:c")], ALL: []},
        last={ANA: (CALL, 5)},
        outages={SourceId("porto"): [(1, 2)]},
        names=["porto:x", "porto"],
        samples=[Sample(scope=SALES, at_ms=5, waiting=1, longest_wait_ms=2)],
        by_name={"porto:x": 1},
    )
    assert under_names(page, NAMES) == Page(
        scope=QueueId("oporto:a:b"),
        groups={GroupId("porto"): [QueueId("oporto:a:b"), QueueId("lisbon:c")], ALL: []},
        last={AgentId("oporto:ana"): (CallId("oporto:7"), 5)},
        outages={SourceId("oporto"): [(1, 2)]},
        names=["porto:x", "porto"],
        samples=[Sample(scope=QueueId("oporto:a:b"), at_ms=5, waiting=1, longest_wait_ms=2)],
        by_name={"porto:x": 1},
    )


def contact(name: str) -> Contact:
    agent, queue = AgentId(f"{name}:ana"), QueueId(f"{name}:sales")
    return Contact(
        id=ContactId(f"{name}:7@5"),
        call_id=CallId(f"{name}:7"),
        queue_id=queue,
        entered_ms=5,
        number="porto:1",
        dialled="porto:2",
        moved_to=queue,
        missed=(MissedRing(agent_id=agent, at_ms=6, ring_ms=1),),
        steps=(
            ContactStep(at_ms=7, kind=StepKind.CONNECTED, to=agent),
            ContactStep(at_ms=8, kind=StepKind.TRANSFERRED),
        ),
        handlings=(Handling(agent_id=agent, queue_id=queue, at_ms=8, talk_ms=1),),
    )


def test_that_a_contact_is_renamed_in_all_its_parts_but_its_texts() -> None:
    assert under_names(contact("porto"), NAMES) == contact("oporto")
    assert under_names(contact("lisbon"), NAMES) == contact("lisbon")


def test_that_an_id_without_a_source_stays() -> None:
    assert [id_under(id_, NAMES) for id_ in ("porto", "", "lisbon:porto")] == ["porto", "", "lisbon:porto"]
