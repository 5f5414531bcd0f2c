"""A recording's table."""

from pathlib import Path

import pytest

from wallboard.domain.errors import ConfigError
from wallboard.domain.ids import SourceId
from wallboard.pbx.kind import SourceContext
from wallboard.pbx.replay.config import ReplayPbx


def test_that_a_recording_that_is_not_there_is_told(tmp_path: Path) -> None:
    table = ReplayPbx(file=str(tmp_path / "day.txt"))
    with pytest.raises(ConfigError, match=r"day.txt"):
        table.build(SourceContext(source_id=SourceId("pbx")))
    assert (table.kind, table.account, table.keeps_day) == ("replay", None, False)
