"""Reads names of queues from a file that the administrator exports from the PBX's database.

A line for each queue: the PBX's own name, a tab, the display name; as ``mysql --batch`` writes them. So no password
of the PBX's database is needed here, whose user may do everything there, and no client for it.
"""

import logging
import re
from pathlib import Path

from wallboard.domain.centre.listing import Listings
from wallboard.domain.errors import ConfigError
from wallboard.domain.ids import QueueId, SourceId, entity_id
from wallboard.domain.sanitizer import sanitize
from wallboard.gateway.setup.config import GatewayConfig
from wallboard.host import regular_file
from wallboard.host.error_text import why
from wallboard.pbx.findings import Finding, ok, warning
from wallboard.pbx.kind import PbxConfig

logger = logging.getLogger(__name__)

_ESCAPED = re.compile(r"\\(.)")
_SPACES = {"t": " ", "n": " ", "0": ""}
_SQL_NULL = "NULL"


def read_queue_names(path: Path) -> dict[str, str]:
    """Returns the names in a file, by the PBX's own keys; `ConfigError` if it, or a line of it, cannot be read."""
    try:
        content = regular_file.read_bytes(path)
    except OSError as error:
        raise ConfigError(f"queue_names_file {path} cannot be read: {why(error)}.") from error
    names: dict[str, str] = {}
    for number, line in enumerate(_text(content).splitlines(), 1):
        queue, tab, name = line.partition("\t")
        if line.strip() and not tab:
            raise ConfigError(f"queue_names_file {path}, line {number}: there is no tab after the queue.")
        name = sanitize(_unescaped(name))
        if name and name != _SQL_NULL:
            names[_unescaped(queue)] = name
    return names


def listings_of(config: GatewayConfig) -> Listings:
    """Returns how queues are listed by the configuration and by the current files of names."""
    return config.listings(names_of(config))


def names_of(config: GatewayConfig) -> dict[QueueId, str]:
    """Returns the names in all sources' files; logs unreadable files, whose queues have the PBX's own names."""
    names: dict[QueueId, str] = {}
    for source, pbx in config.sources.items():
        if not pbx.names_file:
            continue
        try:
            read = read_queue_names(Path(pbx.names_file))
        except ConfigError as error:
            logger.warning("source %s: %s", source, error)
        else:
            names |= {QueueId(entity_id(SourceId(source), key)): name for key, name in read.items()}
    return names


def check_queue_names(pbx: PbxConfig) -> list[Finding]:
    """Returns the doctor's findings about a source's file, if it names one."""
    if not (path := pbx.names_file):
        return []
    try:
        names = read_queue_names(Path(path))
    except ConfigError as error:
        remedy = "`wallboard help queues` says how to write it"
        return [warning("queues", str(error), remedy)]
    return [ok("queues", f"{path} has names of {len(names)} queues.")]


def _text(content: bytes) -> str:
    """Decodes UTF-8, or else Windows-1252, as names in Asterisk's files are read."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def _unescaped(text: str) -> str:
    """Removes the backslashes that ``mysql --batch`` writes."""
    return _ESCAPED.sub(lambda found: _SPACES.get(found[1], found[1]), text)
