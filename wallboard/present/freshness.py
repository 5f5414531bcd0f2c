"""How current the board is: the connection to the gateway and the gateway's own to the PBX, as one state."""

from wallboard.client.connection_status import ConnectionPhase, ConnectionStatus
from wallboard.client.store import Store
from wallboard.domain.centre.state import Source, SourceStatus
from wallboard.domain.problems import Problem, ProblemKind
from wallboard.present.frame import Freshness, FreshnessState, LostPbx

_OF_PBX = {kind.value for kind in ProblemKind if kind.startswith("pbx_")}
_LOST = (ConnectionPhase.CONNECTING, ConnectionPhase.SIGNING_IN, ConnectionPhase.WAITING)


class FreshnessWatch:
    """Tracks since when the shown state is not current.

    Attributes:
        now: the freshness to show.
    """

    def __init__(self) -> None:
        self.now = Freshness(state=FreshnessState.CONNECTING)
        self._trusted_ms = 0
        self._in_session = False
        self._problem: Problem | None = None

    def update(self, contact: ConnectionStatus, store: Store, heard_ms: int, offset_ms: int) -> Freshness:
        """Computes the freshness; ``heard_ms`` is when the last message arrived, by the gateway's clock."""
        self._remember(contact)
        freshness = self._judge(contact, store, offset_ms)
        if freshness.is_live:
            self._trusted_ms = heard_ms
        if freshness != self.now:
            self.now = freshness
        return self.now

    def _remember(self, contact: ConnectionStatus) -> None:
        """Stores why the last attempt failed until one succeeds."""
        if contact.phase in (ConnectionPhase.LIVE, ConnectionPhase.LATE):
            self._in_session = True
            self._problem = None
        elif contact.phase in _LOST:
            self._in_session = False
        if contact.problem is not None:
            self._problem = contact.problem

    def _judge(self, contact: ConnectionStatus, store: Store, offset_ms: int) -> Freshness:
        since_ms = self._trusted_ms
        match contact.phase:
            case ConnectionPhase.LIVE:
                return self._pbx(store)
            case ConnectionPhase.LATE:
                return Freshness(state=FreshnessState.LATE, since_ms=since_ms)
            case ConnectionPhase.REFUSED:
                return Freshness(state=FreshnessState.REFUSED, since_ms=since_ms, problem=contact.problem)
            case ConnectionPhase.SYNCING if self._in_session:
                return Freshness(state=FreshnessState.LATE, since_ms=since_ms)
            case _:
                retry_at_ms = contact.retry_at_ms + offset_ms if contact.retry_at_ms else 0
                state = FreshnessState.GATEWAY_LOST if since_ms else FreshnessState.CONNECTING
                return Freshness(state=state, since_ms=since_ms, retry_at_ms=retry_at_ms, problem=self._problem)

    def _pbx(self, store: Store) -> Freshness:
        links = sorted(store.sources.values(), key=lambda link: link.id)
        if store.lost_sources:
            return Freshness(
                state=FreshnessState.LIVE,
                is_partial=bool(store.not_understood),
                sources=len(links),
                lost=tuple(_lost_pbx(link) for link in links if link.id in store.lost_sources),
            )
        down = next((link for link in links if link.status is SourceStatus.DOWN), None)
        if down is not None:
            since_ms = self._trusted_ms or _known_until_ms(down, store)
            return _of_pbx(FreshnessState.PBX_LOST, since_ms, down)
        if not links or any(link.status is not SourceStatus.UP for link in links):
            slow = next((link for link in links if link.status is not SourceStatus.UP), None)
            return _of_pbx(FreshnessState.PBX_SYNCING, self._trusted_ms, slow)
        is_partial = bool(store.not_understood)
        return Freshness(state=FreshnessState.LIVE, is_partial=is_partial, sources=len(links))


def _lost_pbx(source: Source) -> LostPbx:
    return LostPbx(
        name=source.id,
        since_ms=source.since_ms,
        is_syncing=source.status is SourceStatus.SYNCING,
        problem=_problem(source),
    )


def _of_pbx(state: FreshnessState, since_ms: int, source: Source | None) -> Freshness:
    """Returns the freshness of a state that is stale because of one PBX; None before any is known."""
    return Freshness(state=state, since_ms=since_ms, problem=None if source is None else _problem(source))


def _problem(source: Source) -> Problem | None:
    """Returns why a PBX is lost, by its kind where that is known; None where it is not."""
    if source.status is SourceStatus.UNKNOWN:
        return Problem(kind=ProblemKind.NONSENSE, technical=source.reason)
    if source.problem in _OF_PBX:
        return Problem(kind=ProblemKind(source.problem), technical=source.reason)
    return Problem(kind=ProblemKind.OTHER, technical=source.reason) if source.reason else None


def _known_until_ms(down: Source, store: Store) -> int:
    """For a screen that connected after the loss: figures are as of then, if there are any."""
    knows_queues = bool(store.queues)
    return down.since_ms if knows_queues else 0
