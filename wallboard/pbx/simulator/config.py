"""A simulated contact centre in ``gateway.toml``."""

from typing import Annotated, ClassVar

from msgspec import Meta

from wallboard.host.clock import now_ms
from wallboard.pbx.adapter import Adapter
from wallboard.pbx.kind import PbxConfig, SourceContext


class SimulatorPbx(PbxConfig, frozen=True, kw_only=True, tag="simulator"):
    """A simulated contact centre; the same ``seed`` gives the same day.

    ``first_queue`` is where in the list of simulated queues its own begin, so that two centres have different ones.
    ``cool_down_s`` is the cool-down of an agent who did not answer a ring, none where it is 0.
    """

    keeps_day: ClassVar[bool] = False

    seed: int = 1
    agents: Annotated[int, Meta(ge=1, le=5_000)] = 40
    queues: Annotated[int, Meta(ge=1, le=500)] = 6
    first_queue: Annotated[int, Meta(ge=1, le=500)] = 1
    cool_down_s: Annotated[float, Meta(ge=0, le=3_600)] = 0.0
    speed: Annotated[float, Meta(gt=0, le=1_000)] = 1.0

    def build(self, context: SourceContext) -> Adapter:
        """Returns the simulated centre."""
        from wallboard.pbx.simulator.adapter import Simulator  # noqa: PLC0415 - only where it is run
        from wallboard.pbx.simulator.options import SimulatorOptions  # noqa: PLC0415 - as above

        options = SimulatorOptions(
            agents=self.agents,
            queues=self.queues,
            first_queue=self.first_queue,
            seed=self.seed,
            cool_down_s=self.cool_down_s,
            speed=self.speed,
            zone=context.zone,
            source_id=context.source_id,
        )
        return Simulator(options, now_ms)
