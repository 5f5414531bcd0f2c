"""What may be seen by whom: all of it, or without numbers, the PBX's address and who monitors."""

from wallboard.domain.actions.grant import AccessRight, Grant
from wallboard.domain.centre.state import (
    Agent,
    Call,
    CallPhase,
    LedgerState,
    LedgerStatus,
    Membership,
    Monitor,
    MonitorMode,
    Queue,
    Source,
    SourceStatus,
)
from wallboard.domain.counts.figures import AnyEntity
from wallboard.domain.counts.formulas import Goal
from wallboard.domain.ids import AgentId, CallId, CommandId, Key, QueueId, SourceId
from wallboard.gateway.access.masks import Mask
from wallboard.gateway.access.sight import AccessPolicy, Sight

KEY = b"a test's"
HOME = AgentId("Local/00351912345678@from-internal/n")
VIEWER = Sight.of(Grant())
SUPERVISOR = Sight.of(Grant(rights=frozenset({AccessRight.SEE_NUMBERS, AccessRight.COMMAND})))


def seen(entity: AnyEntity, *known: AnyEntity) -> AnyEntity | None:
    """What a viewer sees of an entity where the ``known`` ones are."""
    policy = AccessPolicy(KEY)
    policy.follow(known)
    return policy.may_see(VIEWER, entity)


def call(**changes: object) -> Call:
    values: dict[str, object] = {
        "id": CallId("c"),
        "queue_id": QueueId("sales"),
        "number": "+351912345678",
        "name": "00351912345678",
        "phase": CallPhase.TALKING,
        "phase_since_ms": 1,
        "entered_ms": 1,
        **changes,
    }
    return Call(**values)  # type: ignore[arg-type]  # a test's shorthand


def test_that_an_agent_who_works_at_home_has_one_other_id_in_all_that_is_told() -> None:
    other = Mask(KEY).agent_id(HOME)
    agent = seen(Agent(id=HOME, name=""))
    assert isinstance(agent, Agent)
    assert (agent.id, agent.name) == (other, "Local/••• ••• 678@from-internal/n")
    member = seen(Membership(queue_id=QueueId("sales"), agent_id=HOME))
    assert isinstance(member, Membership)
    assert member.agent_id == other
    assert member.key == Key("membership", "sales", other)
    talking, moving = seen(call(agent_id=HOME)), seen(call(moving_to=HOME))
    assert isinstance(talking, Call)
    assert isinstance(moving, Call)
    assert (talking.agent_id, moving.moving_to, talking.name) == (other, other, "")


def test_that_the_queue_that_a_caller_is_moved_to_stays_readable() -> None:
    moving = seen(call(moving_to="support"), Queue(id=QueueId("support"), name="", goal=Goal()))
    assert isinstance(moving, Call)
    assert moving.moving_to == "support"


def test_that_viewers_are_not_told_the_pbxs_address_nor_who_listens() -> None:
    down = Source(
        id=SourceId("asterisk"), status=SourceStatus.DOWN, since_ms=1, reason="10.0.0.5:5038: user wallboard …"
    )
    link = seen(down)
    assert isinstance(link, Source)
    assert (link.status, link.reason) == (SourceStatus.DOWN, "")
    monitor = Monitor(id=CommandId("m"), agent_id=HOME, extension="2001", mode=MonitorMode.BARGE, since_ms=1)
    assert seen(monitor) is None
    assert seen(LedgerState(status=LedgerStatus.OK)) is None
    assert AccessPolicy(KEY).may_see(SUPERVISOR, monitor) is monitor
    assert AccessPolicy(KEY).may_see(SUPERVISOR, down) is down


def test_that_the_id_of_a_queue_that_is_gone_may_be_a_number_and_is_masked() -> None:
    policy, moving = AccessPolicy(KEY), call(moving_to="support")
    policy.follow([Queue(id=QueueId("support"), name="", goal=Goal())])
    policy.follow((), [Key("queue", "support")])
    masked = policy.may_see(VIEWER, moving)
    assert isinstance(masked, Call)
    assert masked.moving_to.startswith("agent-")


def test_that_an_agents_id_keeps_the_source_that_is_known() -> None:
    up = Source(id=SourceId("lisbon"), status=SourceStatus.UP, since_ms=1)
    agent = seen(Agent(id=AgentId("lisbon:00351912345678"), name=""), up)
    assert isinstance(agent, Agent)
    assert agent.id.startswith("lisbon:agent-")
