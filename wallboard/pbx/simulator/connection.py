"""The connection to the simulated PBX: its reports at the start, at a loss and afterwards."""

from wallboard.domain.centre.events import SourceChanged
from wallboard.domain.centre.state import SourceStatus
from wallboard.domain.errors import RemoteError
from wallboard.pbx.simulator.monitors import Monitors
from wallboard.pbx.simulator.view import NOTHING, View, differences, everything, view_of
from wallboard.pbx.simulator.world import World

_LOST_S = 40.0
_LOST = "The PBX closed the connection; trying to connect again"


class SimulatedConnection:
    """Reports the link's state; while it is lost no events, and the differences afterwards."""

    def __init__(self, world: World, monitors: Monitors) -> None:
        self._world = world
        self._monitors = monitors
        self._status = SourceStatus.DOWN
        self._known: View = NOTHING

    def open(self) -> None:
        """Reports the whole state; the link is not up yet."""
        self._change(SourceStatus.SYNCING)
        for event in (*everything(self._world), *differences(NOTHING, self._world, self._monitors)):
            self._world.emit(event)

    def up(self) -> None:
        """Reports the link as up after the whole state."""
        self._change(SourceStatus.UP)

    def lose(self) -> None:
        """Loses the PBX for a while; the calls continue without reports."""
        if self._status is not SourceStatus.UP:
            return
        self._known = view_of(self._world, self._monitors)
        self._change(SourceStatus.DOWN, _LOST)
        self._world.heard = False
        self._world.timetable.after(_LOST_S, self._find)

    def _find(self) -> None:
        self._world.heard = True
        self._change(SourceStatus.SYNCING)
        for event in differences(self._known, self._world, self._monitors):
            self._world.emit(event)
        self._change(SourceStatus.UP)

    def require(self) -> None:
        """Raises `RemoteError` unless the PBX can carry out commands now."""
        if self._status is not SourceStatus.UP:
            raise RemoteError("The simulated PBX is not connected; wait until the link is up")

    def _change(self, status: SourceStatus, reason: str = "") -> None:
        self._status = status
        source_id = self._world.options.source_id
        self._world.emit(SourceChanged(at_ms=self._world.now_ms, source_id=source_id, status=status, reason=reason))
