"""Checks the queues in a PBX's list: whether there are any, and what AMI does not report about them."""

import json
import re
from collections.abc import Iterator
from typing import Final

from wallboard.domain.errors import PbxRefused
from wallboard.pbx.asterisk.adapter import AsteriskOptions
from wallboard.pbx.asterisk.commands.way import checked
from wallboard.pbx.asterisk.doctor.declared import Question
from wallboard.pbx.asterisk.doctor.probe import Probe
from wallboard.pbx.asterisk.wire.codec import AmiMessage
from wallboard.pbx.asterisk.wire.spelling import readable
from wallboard.pbx.findings import Finding, note, ok, some, warning

ASKED: Final = 50
"""The number of queues whose wrap-up is queried."""
_SIMPLE: Final = re.compile(r"[\w .+&-]+")


async def check_queues(probe: Probe, rows: list[AmiMessage], options: AsteriskOptions) -> list[Finding]:
    """Returns the findings about QueueStatus's rows."""
    queues = sorted(row.get("Queue") for row in rows if row.event == "QueueParams")
    members = [row for row in rows if row.event == "QueueMember"]
    if not queues:
        return [warning("queues", "The PBX has no queue.", "queues.conf: a section [name] for each queue")]
    phones = {row.get("Location") for row in members}
    found = [ok("queues", f"{len(queues)} queues with {len(phones)} agents: {some(queues)}.")]
    found += _no_target(queues)
    unknown = _unknown_wrap_up(queues, members, options)
    written = {queue: await _written(probe, queue) for queue in unknown[:ASKED]}
    return [*found, *_wrap_up(unknown, {queue: value for queue, value in written.items() if value})]


def _no_target(queues: list[str]) -> Iterator[Finding]:
    """Returns queues that no call can be moved to, by the same rule as a move."""
    for queue in queues:
        try:
            checked({"queue": queue})
        except PbxRefused as error:
            text = f"No call can be moved to queue {queue}: {error}"
            yield warning("queues", text, "queues.conf: a shorter name for it, in one line")


def _unknown_wrap_up(queues: list[str], members: list[AmiMessage], options: AsteriskOptions) -> list[str]:
    if options.default_wrap_up_s:
        return []
    reported = {row.get("Queue") for row in members if row.number("Wrapuptime")}
    return [queue for queue in queues if queue not in reported and readable(queue) not in options.wrap_up_s]


async def _written(probe: Probe, queue: str) -> str:
    """Returns the wrap-up in queues.conf, where the PBX can be queried for it."""
    if not _SIMPLE.fullmatch(queue):
        return ""
    action = Question(queue, "wrapuptime", file="queues.conf").action
    answer = await probe.ask(action.name, *action.headers)
    return answer.get("Value") if answer.get("Value").isdecimal() else ""


def _wrap_up(unknown: list[str], written: dict[str, str]) -> Iterator[Finding]:
    if not unknown:
        return
    text = f"AMI does not report the wrap-up time of {some(unknown)}; without it agents count as ready immediately."
    values = set(written.values())
    if len(written) == len(unknown) > 1 and len(values) == 1 and values != {"0"}:
        line = f"default_wrap_up_s = {values.pop()}"
        yield note("queues", text, f"gateway.toml, as queues.conf has it for each:\n{line}")
    elif written:
        lines = [f"{_key(queue)} = {value}" for queue, value in written.items()]
        lines += [f"# {_key(queue)} = its wrapuptime, 0 too" for queue in unknown if queue not in written]
        yield note("queues", text, "\n".join(["gateway.toml, below [wrap_up]:", *lines]))
    else:
        line = f"{_key(unknown[0])} = its wrapuptime in queues.conf, 0 too"
        yield note("queues", text, f"gateway.toml, [wrap_up]: {line}; and so on for each")


def _key(queue: str) -> str:
    """Quotes a queue as a key of TOML: JSON's rules for quotes and backslashes are TOML's."""
    return queue if re.fullmatch(r"[\w-]+", queue, re.ASCII) else json.dumps(readable(queue), ensure_ascii=False)
