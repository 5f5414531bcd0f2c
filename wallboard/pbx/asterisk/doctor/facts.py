"""Facts that an Asterisk reported during the examination, and which of them a support report may contain."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from msgspec import Struct

from wallboard.pbx.asterisk.doctor.distribution import Distribution
from wallboard.pbx.asterisk.wire.codec import AmiMessage
from wallboard.pbx.asterisk.wire.spelling import readable
from wallboard.pbx.examination import Examination
from wallboard.pbx.masking import shape

MEMBERS_SHOWN: Final = 300
_COUNTERS: Final = ("Strategy", "Max", "Calls", "Completed", "Abandoned", "ServiceLevel", "Weight")


class Facts(Struct, kw_only=True):
    """Facts from the PBX, as far as the examination came.

    Attributes:
        rows: QueueStatus's.
        modules: by name, whether they are loaded; only known ones.
    """

    ami: str = ""
    version: str = ""
    distribution: Distribution | None = None
    modules: dict[str, bool] = {}
    rows: list[AmiMessage] = []


class AsteriskExamination(Examination, frozen=True, kw_only=True):
    """The examination of an Asterisk."""

    facts: Facts

    @property
    def queues(self) -> set[str] | None:
        """Returns the queues in QueueStatus."""
        queues = {readable(row.get("Queue")) for row in self.facts.rows if row.event == "QueueParams"}
        return queues or None

    @property
    def versions(self) -> Iterable[str]:
        """Asterisk's own, AMI's and the distribution."""
        facts = self.facts
        yield f"Asterisk {facts.version or 'of an unknown version'}, AMI {facts.ami or 'not reached'}"
        yield f"distribution: {facts.distribution or 'not known'}"

    @property
    def sections(self) -> Mapping[str, Iterable[str]]:
        """Returns queues with their members by shape, and modules."""
        modules = self.facts.modules
        return {
            "Queues and members (by shape)": _queues(self.facts.rows),
            "Modules of Asterisk": (
                f"{name}: {'loaded' if modules[name] else 'not loaded'}" for name in sorted(modules)
            ),
        }

    @property
    def names(self) -> set[str]:
        """Returns the names of members that have one."""
        return {readable(row.get("Name")) for row in self.facts.rows if row.get("Name") != row.get("Location")}

    @property
    def interfaces(self) -> set[str]:
        """Returns the interfaces and state interfaces of members."""
        return {readable(row.get(header)) for row in self.facts.rows for header in ("Location", "StateInterface")}


def _queues(rows: list[AmiMessage]) -> Iterator[str]:
    """Each queue with its counters, and below it its members by shape, as many of each as there are."""
    kinds: dict[str, Counter[str]] = {}
    for row in rows:
        if row.event == "QueueMember":
            kinds.setdefault(row.get("Queue"), Counter())[_member(row)] += 1
    shown = 0
    for number, row in enumerate((row for row in rows if row.event == "QueueParams"), 1):
        counters = ", ".join(f"{name} {row.get(name)}" for name in _COUNTERS if row.get(name))
        yield f"queue {number}, {readable(row.get('Queue'))}: {counters}"
        for member, count in kinds.get(row.get("Queue"), Counter()).items():
            shown += 1
            if shown <= MEMBERS_SHOWN:
                yield f"  {count} of {member}"
    if shown > MEMBERS_SHOWN:
        yield f"and {shown - MEMBERS_SHOWN} kinds of members more"


def _member(row: AmiMessage) -> str:
    interface, state = readable(row.get("Location")), readable(row.get("StateInterface"))
    own = "named" if row.get("Name") not in ("", row.get("Location")) else "without a name"
    flags = f"{row.get('Membership')}, status {row.get('Status')}, paused {row.get('Paused')}, {own}"
    return f"{shape(interface)} ({shape(state)}), {flags}"
