"""The interface of a kind of PBX to the gateway: the table of its configuration, and what is made of it.

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
    """The user whose secret a source needs, and the file that its table names for it, if any."""

    user: str
    host: str
    port: int
    secret_file: str = ""


class SourceContext(Struct, frozen=True, kw_only=True):
    """The rest of the configuration that concerns one source; queues are named by the PBX's own keys.

    ``wrap_up_s`` and ``rejoin_s`` are seconds by queue; ``secret`` is that of the source's account.
    """

    source_id: SourceId
    wrap_up_s: dict[str, float] = {}
    rejoin_s: dict[str, float] = {}
    zone: tzinfo = UTC
    secret: str = ""


class PbxRecording(Protocol):
    """Records a PBX's output, so that it can be replayed."""

    @property
    def events(self) -> int:
        """Returns how many events were written."""

    async def run(self, write: Callable[[bytes], object]) -> None:
        """Writes until cancelled; raises the error that ends the connection."""


class PbxConfig(ConfigTable, frozen=True, kw_only=True, tag_field="kind"):
    """One source's table in ``gateway.toml``; its ``kind`` is the tag of the class.

    Attributes:
        keeps_day: whether its counts and commands are stored on disk; those of a simulated PBX are not.
    """

    keeps_day: ClassVar[bool] = True

    @property
    def kind(self) -> str:
        """Returns the kind's name in ``gateway.toml``."""
        return str(self.__struct_config__.tag)

    @property
    def address(self) -> str:
        """Returns what identifies this PBX among those of its kind: the day's counts belong to it."""
        return self.kind

    @property
    def names_file(self) -> str:
        """Returns a file with names for its queues (see `gateway.setup.queue_names`), empty without one."""
        return ""

    @property
    def account(self) -> Account | None:
        """Returns the user whose secret is needed to connect; None where none is."""
        return None

    def fault(self) -> str:
        """Returns a fault of the table as a whole, beyond single values; empty without one."""
        return ""

    def build(self, context: SourceContext) -> Adapter:
        """Returns the adapter; `ConfigError` if a file that it needs is missing or invalid."""
        raise NotImplementedError

    def examine(
        self,
        context: SourceContext,  # noqa: ARG002 - for kinds that can be looked at
        probe_queue: str,  # noqa: ARG002 - as above
    ) -> Coroutine[None, None, Examination] | None:
        """Examines the PBX for what prevents its use; None where the kind has nothing to examine."""
        return None

    def recording(
        self,
        context: SourceContext,  # noqa: ARG002 - for kinds that can be recorded
        *,
        mask_numbers: bool,  # noqa: ARG002 - as above
    ) -> PbxRecording | None:
        """Returns the recorder of its output, with numbers masked if asked; None where nothing can be recorded."""
        return None
