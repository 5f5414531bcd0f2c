"""The self-test's board has all that a screen can show of several PBXs."""

from wallboard.app.sample_board import GROUP, SOURCES, sample_frame
from wallboard.domain.centre.agent_state import AgentState
from wallboard.domain.ids import source_of


def test_that_a_sample_has_two_pbxs_a_group_over_both_and_callers() -> None:
    frame = sample_frame()
    groups = {row.id: row for row in frame.scopes if row.is_group}
    queues = [row for row in frame.scopes if not row.is_group]
    assert {source_of(row.id) for row in queues} == set(SOURCES)
    assert groups[GROUP].tally.offered == sum(row.tally.offered for row in queues) > 0
    assert frame.callers
    assert AgentState.TALKING in {row.state for row in frame.agents}
    assert all(source.actions for source in frame.centre.sources.values())
