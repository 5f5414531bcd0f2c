"""A recording in ``gateway.toml``."""

from pathlib import Path
from typing import Annotated, ClassVar

from msgspec import Meta

from wallboard.host.clock import now_ms
from wallboard.pbx.adapter import Adapter
from wallboard.pbx.kind import PbxConfig, SourceContext
from wallboard.settings.tables import Name


class ReplayPbx(PbxConfig, frozen=True, kw_only=True, tag="replay"):
    """A recording of raw AMI, played at ``speed`` times its own pace, over and over with ``loop``."""

    keeps_day: ClassVar[bool] = False

    file: Name
    speed: Annotated[float, Meta(gt=0, le=1_000)] = 1.0
    loop: bool = False

    def build(self, context: SourceContext) -> Adapter:
        """Returns the player; `ConfigError` where the file is not a recording."""
        from wallboard.pbx.replay.adapter import Replay, ReplayOptions  # noqa: PLC0415 - only where it is played

        options = ReplayOptions(
            path=Path(self.file),
            speed=self.speed,
            loop=self.loop,
            wrap_up_s=context.wrap_up_s,
            source_id=context.source_id,
        )
        return Replay(options, now_ms)
