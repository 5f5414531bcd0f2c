"""What every kind of PBX is to the gateway: the table of its configuration, and what can be made of it.

A new kind is one class, in a module ``config`` of its own package, and its name in `wallboard.pbx.kinds`.
"""

from collections.abc import Callable, Coroutine
from datetime import UTC, tzinfo
from typing import ClassVar, Protocol

from msgspec import Struct

from wallboard.domain.ids import SourceId
from wallboard.pbx.adapter import Adapter
from wallboard.pbx.examination import Examination
from wallboard.settings.tables import ConfigTable


class Account(Struct, frozen=True, kw_only=True):
    """Whose secret a source needs, and the file that its table names for it, if any."""

    user: str
    host: str
    port: int
    secret_file: str = ""


class SourceContext(Struct, frozen=True, kw_only=True):
    """What of the rest of the configuration concerns one source; queues are named by the PBX's own keys.

    ``wrap_up_s`` and ``rejoin_s`` are seconds by queue; ``listed_queues`` are those that the configuration names;
    ``secret`` is that of the source's account.
    """

    source_id: SourceId
    wrap_up_s: dict[str, float] = {}
    rejoin_s: dict[str, float] = {}
    listed_queues: frozenset[str] = frozenset()
    zone: tzinfo = UTC
    secret: str = ""


class PbxRecording(Protocol):
    """Writes down what a PBX says, so that it can be replayed."""

    @property
    def events(self) -> int:
        """How many events are written."""

    async def run(self, write: Callable[[bytes], object]) -> None:
        """Write until cancelled; raises what ends the connection."""


class PbxConfig(ConfigTable, frozen=True, kw_only=True, tag_field="kind"):
    """One source's table in ``gateway.toml``; its ``kind`` is the tag of the class.

    Attributes:
        keeps_day: whether its counts and commands are kept on disk; those of a pretended PBX are not.
    """

    keeps_day: ClassVar[bool] = True

    @property
    def kind(self) -> str:
        """The word for the kind in ``gateway.toml``."""
        return str(self.__struct_config__.tag)

    @property
    def address(self) -> str:
        """What tells this PBX from another of the same kind: the day's counts belong to it."""
        return self.kind

    @property
    def names_file(self) -> str:
        """A file with names for its queues (see `gateway.setup.queue_names`), empty where there is none."""
        return ""

    @property
    def account(self) -> Account | None:
        """Whose secret is needed to connect; None where none is."""
        return None

    def fault(self) -> str:
        """What is wrong with the table that no single value tells; empty where nothing is."""
        return ""

    def build(self, context: SourceContext) -> Adapter:
        """The adapter; `ConfigError` if a file that it needs is missing or of no use."""
        raise NotImplementedError

    def examine(
        self,
        context: SourceContext,  # noqa: ARG002 - for kinds that can be looked at
        probe_queue: str,  # noqa: ARG002 - as above
    ) -> Coroutine[None, None, Examination] | None:
        """A look at the PBX that says what keeps it from being used; None where there is nothing to look at."""
        return None

    def recording(
        self,
        context: SourceContext,  # noqa: ARG002 - for kinds that can be recorded
        *,
        mask_numbers: bool,  # noqa: ARG002 - as above
    ) -> PbxRecording | None:
        """What writes down what it says, callers' numbers masked or not; None where there is nothing to record."""
        return None
