"""The support report, one text without secrets and numbers: versions, configuration, findings."""

import platform
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, Final

import msgspec
from msgspec import Struct, field

from wallboard import __version__
from wallboard.gateway.setup.config import GatewayConfig
from wallboard.host import paths
from wallboard.host.addresses import is_loopback
from wallboard.pbx.examination import Examination
from wallboard.pbx.findings import Finding
from wallboard.pbx.masking import Masker

LINES_KEPT: Final = 20
_TAIL: Final = 1 << 20
_LOGGED: Final = re.compile(
    r"(?P<at>\d{4}-\d\d-\d\d \d\d:\d\d:\d\d),\d+ (?P<level>\w+) wallboard\.pbx\.[\w.]+: (?P<text>.*)"
)
_SHOWN: Final = frozenset({"kind", "role", "time_zone", "formula", "order", "colour"})
"""Settings whose text is not personal; of all other text only that it is set is reported."""
_NEEDED: Final = frozenset({"user"})
"""Settings whose text stays where a finding has it: files of the PBX are named after it."""


def _logs() -> tuple[Path, ...]:
    """Returns the logs of a user's own gateway and of the service; only when needed: a service has no home."""
    return (paths.log_dir() / "gateway.log", Path("/var/log/wallboard-gateway/gateway.log"))


class Case(Struct, frozen=True, kw_only=True):
    """The subject of a report; ``secrets`` are those of the PBXs' users, which are removed from the text."""

    config: GatewayConfig
    examinations: dict[str, Examination]
    findings: list[Finding]
    secrets: list[str]
    logs: tuple[Path, ...] = field(default_factory=_logs)


def report(case: Case, written: str) -> str:
    """Returns the whole text, written at that time; see `masker_of` for what is left out."""
    mask = masker_of(case).text
    sections: dict[str, Iterable[str]] = {
        "Versions": _versions(case),
        "Configuration (gateway.toml; for texts only whether they are set)": _settings(case.config, mask),
        "Findings": map(mask, _findings(case.findings)),
    }
    for source, seen in case.examinations.items():
        of = f", {source}" if len(case.examinations) > 1 else ""
        sections |= {f"{title}{of}": map(mask, lines) for title, lines in seen.sections.items()}
    sections["The gateway's latest log lines about the PBX"] = _last_words(case.logs, mask)
    promise = "It contains no secrets and no names, and only the shape of numbers."
    head = f"# Wallboard report\n\nWritten {written}. {promise}\n"
    return head + "".join(f"\n## {title}\n\n{_lines(lines)}\n" for title, lines in sections.items())


def masker_of(case: Case) -> Masker:
    """Returns the masker of what is left out of this report wherever it occurs: in findings and in the log too."""
    seen = case.examinations.values()
    words = _flat(msgspec.to_builtins(case.config), "")
    names = {value for key, value in words if isinstance(value, str) and not _is_needed(key) and not _is_shown(key)}
    names = {name for name in names if not is_loopback(name)}.union(*(one.names for one in seen))
    return Masker(
        [*case.secrets, *(client.token_sha256 for client in case.config.clients)],
        names,
        set().union(*(one.interfaces for one in seen)),
    )


def _lines(lines: Iterable[str]) -> str:
    return "\n".join(lines) or "none"


def _versions(case: Case) -> Iterator[str]:
    frozen = ", packaged" if getattr(sys, "frozen", False) else ""
    yield f"wallboard {__version__}{frozen}"
    yield f"Python {platform.python_version()} ({platform.python_implementation()})"
    yield f"{platform.system()} {platform.release()}, {platform.machine()}"
    for source, seen in case.examinations.items():
        of = f"{source}: " if len(case.examinations) > 1 else ""
        yield from (f"{of}{line}" for line in seen.versions)


def _settings(config: GatewayConfig, mask: Callable[[str], str]) -> Iterator[str]:
    """Returns every setting, the defaults too; text only where it is not personal."""
    for key, value in _flat(msgspec.to_builtins(config), ""):
        if not isinstance(value, str):
            yield f"{mask(key)} = {value}"
        elif _is_shown(key):
            yield f"{mask(key)} = {mask(value)}"
        else:
            yield f"{mask(key)}: {'set' if value else 'empty'}"


def _is_shown(key: str) -> bool:
    return key.rpartition(".")[2] in _SHOWN


def _is_needed(key: str) -> bool:
    return key.startswith("sources.") and key.rpartition(".")[2] in _NEEDED


def _flat(value: Any, key: str) -> Iterator[tuple[str, Any]]:  # noqa: ANN401 - what a TOML file may hold
    """Returns all values of a table, each by its full key; of a list its length, and its tables."""
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
        of = f"{finding.source}, " if finding.source else ""
        yield f"{finding.grade:8} {of}{finding.check}: {finding.text}"
        if finding.remedy:
            yield f"         -> {finding.remedy}".replace("\n", "\n            ")


def _last_words(logs: Iterable[Path], mask: Callable[[str], str]) -> list[str]:
    """Returns the last lines about the link in the newest readable log."""
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
