"""A pretend centre's table."""

from wallboard.domain.ids import SourceId
from wallboard.pbx.kind import SourceContext
from wallboard.pbx.simulator.adapter import Simulator
from wallboard.pbx.simulator.config import SimulatorPbx


def test_that_it_is_built_without_secret_or_doctor_and_keeps_no_day() -> None:
    context = SourceContext(source_id=SourceId("porto"))
    table = SimulatorPbx(agents=3, queues=2)
    assert isinstance(table.build(context), Simulator)
    assert (table.kind, table.account, table.keeps_day, table.names_file) == ("simulator", None, False, "")
    assert table.examine(context, "") is None
    assert table.recording(context, mask_numbers=False) is None
