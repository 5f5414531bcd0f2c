"""What support asks for, in one text without secrets and numbers: versions, configuration, what was found."""

import platform
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import msgspec
from msgspec import Struct, field

from wallboard import __version__
from wallboard.gateway.setup.config import GatewayConfig
from wallboard.gateway.setup.masking import Masker, shape
from wallboard.host import paths
from wallboard.pbx.asterisk.doctor.findings import Finding
from wallboard.pbx.asterisk.doctor.look import Examination
from wallboard.pbx.asterisk.doctor.reach import LOOPBACK
from wallboard.pbx.asterisk.wire.codec import AmiMessage
from wallboard.pbx.asterisk.wire.spelling import readable

LINES_KEPT: Final = 20
MEMBERS_SHOWN: Final = 300
_COUNTERS: Final = ("Strategy", "Max", "Calls", "Completed", "Abandoned", "ServiceLevel", "Weight")
_TAIL: Final = 1 << 20
_LOGGED: Final = re.compile(
    r"(?P<at>\d{4}-\d\d-\d\d \d\d:\d\d:\d\d),\d+ (?P<level>\w+) wallboard\.pbx\.[\w.]+: (?P<text>.*)"
)
_TOLD: Final = frozenset({"kind", "role", "time_zone", "formula", "order"})
"""Settings whose words are nobody's; of all other words only that they are set is told."""
_NEEDED: Final = frozenset({"pbx.user"})
"""Settings whose words stay where a finding has them: files of the PBX are named after it."""


def _logs() -> tuple[Path, ...]:
    """A user's own gateway's log and the service's; asked for when needed, since a service has no home folder."""
    return (paths.log_dir() / "gateway.log", Path("/var/log/wallboard-gateway/gateway.log"))


class Case(Struct, frozen=True, kw_only=True):
    """What a report is about; ``secret`` is that of the PBX's user, and is looked for to be left out."""

    config: GatewayConfig
    examination: Examination
    findings: list[Finding]
    secret: str
    logs: tuple[Path, ...] = field(default_factory=_logs)


def report(case: Case, written: str) -> str:
    """The whole text, written at that time; see `masker_of` for what is not in it."""
    mask = masker_of(case).text
    sections = {
        "Versions": _versions(case),
        "Configuration (gateway.toml; of words only whether they are set)": _settings(case.config, mask),
        "Findings": map(mask, _findings(case.findings)),
        "Queues and members (by shape)": map(mask, _queues(case.examination.facts.rows)),
        "Modules of Asterisk": _modules(case.examination.facts.modules),
        "The gateway's last words about the PBX": _last_words(case.logs, mask),
    }
    promise = "It holds no secrets and no names, and of numbers the shape alone."
    head = f"# Wallboard report\n\nWritten {written}. {promise}\n"
    return head + "".join(f"\n## {title}\n\n{_lines(lines)}\n" for title, lines in sections.items())


def masker_of(case: Case) -> Masker:
    """Knows what is left out of this report wherever it stands: in findings and in the log too."""
    rows = case.examination.facts.rows
    names = {readable(row.get("Name")) for row in rows if row.get("Name") != row.get("Location")}
    words = _flat(msgspec.to_builtins(case.config), "")
    names |= {value for key, value in words if isinstance(value, str) and key not in _NEEDED and not _is_told(key)}
    names -= set(LOOPBACK)
    return Masker(
        [case.secret, *(client.token_sha256 for client in case.config.clients)],
        names,
        {readable(row.get(header)) for row in rows for header in ("Location", "StateInterface")},
    )


def _lines(lines: Iterable[str]) -> str:
    return "\n".join(lines) or "none"


def _versions(case: Case) -> Iterator[str]:
    facts = case.examination.facts
    frozen = ", packaged" if getattr(sys, "frozen", False) else ""
    yield f"wallboard {__version__}{frozen}"
    yield f"Python {platform.python_version()} ({platform.python_implementation()})"
    yield f"{platform.system()} {platform.release()}, {platform.machine()}"
    yield f"Asterisk {facts.version or 'of an unknown version'}, AMI {facts.ami or 'not reached'}"
    yield f"distribution: {facts.distribution or 'not known'}"


def _settings(config: GatewayConfig, mask: Callable[[str], str]) -> Iterator[str]:
    """Every setting, the defaults too; words only where they are nobody's."""
    for key, value in _flat(msgspec.to_builtins(config), ""):
        if not isinstance(value, str):
            yield f"{mask(key)} = {value}"
        elif _is_told(key):
            yield f"{mask(key)} = {mask(value)}"
        else:
            yield f"{mask(key)}: {'set' if value else 'empty'}"


def _is_told(key: str) -> bool:
    return key.rpartition(".")[2] in _TOLD


def _flat(value: Any, key: str) -> Iterator[tuple[str, Any]]:  # noqa: ANN401 - what a TOML file may hold
    """All that a table holds, each by its whole key; of a list how long it is, and its tables."""
    match value:
        case dict():
            for name, inner in value.items():
                yield from _flat(inner, f"{key}.{name}" if key else str(name))
        case list():
            yield f"{key}, how many", len(value)
            for place, inner in enumerate(value, 1):
                if isinstance(inner, dict):
                    yield from _flat(inner, f"{key} {place}")
        case _:
            yield key, value


def _findings(findings: Iterable[Finding]) -> Iterator[str]:
    for finding in findings:
        yield f"{finding.grade:8} {finding.check}: {finding.text}"
        if finding.remedy:
            yield f"         -> {finding.remedy}".replace("\n", "\n            ")


def _queues(rows: list[AmiMessage]) -> Iterator[str]:
    """Each queue with its counters, and below it its members by shape, as many of each as there are."""
    kinds: dict[str, Counter[str]] = {}
    for row in rows:
        if row.event == "QueueMember":
            kinds.setdefault(row.get("Queue"), Counter())[_member(row)] += 1
    shown = 0
    for number, row in enumerate((row for row in rows if row.event == "QueueParams"), 1):
        told = ", ".join(f"{name} {row.get(name)}" for name in _COUNTERS if row.get(name))
        yield f"queue {number}, {readable(row.get('Queue'))}: {told}"
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


def _modules(modules: Mapping[str, bool]) -> Iterator[str]:
    for name in sorted(modules):
        yield f"{name}: {'loaded' if modules[name] else 'not loaded'}"


def _last_words(logs: Iterable[Path], mask: Callable[[str], str]) -> list[str]:
    """What the gateway logged of its link, of the newest log that can be read."""
    for path in sorted(logs, key=_changed, reverse=True):
        try:
            with path.open("rb") as file:
                file.seek(max(0, path.stat().st_size - _TAIL))
                text = file.read().decode("utf-8", "replace")
        except OSError:
            continue
        found = [_LOGGED.match(line) for line in text.splitlines()]
        lines = [f"{line['at']} {line['level']} {mask(line['text'])}" for line in found if line is not None]
        return lines[-LINES_KEPT:]
    return ["no log of a gateway can be read here"]


def _changed(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0
