"""The kinds of PBX that a gateway can be connected to."""

from collections.abc import Mapping
from typing import Final, get_args

from wallboard.pbx.asterisk.config import AsteriskPbx
from wallboard.pbx.kind import PbxConfig
from wallboard.pbx.replay.config import ReplayPbx
from wallboard.pbx.simulator.config import SimulatorPbx

AnyPbx = AsteriskPbx | SimulatorPbx | ReplayPbx

KINDS: Final[Mapping[str, type[PbxConfig]]] = {str(one.__struct_config__.tag): one for one in get_args(AnyPbx)}
"""Each kind by its name in ``gateway.toml``."""
