"""Looks at an Asterisk before it is used, and says what is missing and which line of which file puts it right."""

import hashlib
import re
import ssl
from collections.abc import Iterator
from typing import Final

from wallboard.domain.errors import ConfigError, RemoteError
from wallboard.host.reason import why
from wallboard.host.resources import resource
from wallboard.pbx.asterisk import fragment
from wallboard.pbx.asterisk.codec import Message
from wallboard.pbx.asterisk.dialplan_check import FILE, check_dialplan
from wallboard.pbx.asterisk.findings import Finding, note, ok, problem, warning
from wallboard.pbx.asterisk.link import AsteriskOptions, tls_context
from wallboard.pbx.asterisk.probe import Probe, connected
from wallboard.pbx.asterisk.rights import MANAGER_FILE, check_read, check_write

OLDEST: Final = 20
LOOPBACK: Final = ("127.0.0.1", "::1", "localhost")
WRITE_TIMEOUT_MS: Final = 5000


async def examine(options: AsteriskOptions, probe_queue: str = "") -> list[Finding]:
    """All that was found, in the order it was looked at; never raises for what is wrong with the PBX.

    Nothing is changed at the PBX, no phone rings; only with ``probe_queue`` a paused test member is in that
    queue for a moment.
    """
    found: list[Finding] = list(_transport(options))
    try:
        tls = tls_context(options)
        async with connected(options.host, options.port, tls) as probe:
            found.append(ok("reach", f"An Asterisk manager answers at {options.host}:{options.port}."))
            found += await _look(probe, options, probe_queue)
    except ConfigError as error:
        found.append(problem("reach", str(error), "gateway.toml, [pbx]: tls_ca_file = a PEM file"))
    except (OSError, TimeoutError, RemoteError) as error:
        found.append(_unreachable(options, error))
    return found


async def _look(probe: Probe, options: AsteriskOptions, probe_queue: str) -> list[Finding]:
    if refusal := await _log_in(probe, options):
        return [refusal]
    settings = await probe.ask("CoreSettings")
    version = settings.get("AsteriskVersion")
    found = [ok("login", f"{options.user} is let in."), *_version(version)]
    found += await check_write(probe, options.user)
    shipped = fragment.steps(resource(f"asterisk/{FILE}").read_text(encoding="utf-8"))
    found += await check_dialplan(probe, shipped, _major(version) or OLDEST + 1)
    found += await check_read(probe, options.user, probe_queue)
    found += await _queues(probe, options)
    text = f"AMI does not tell writetimeout; Asterisk's own 100 ms cuts a busy connection ({options.user})."
    return [*found, note("login", text, f"{MANAGER_FILE}, [{options.user}]: writetimeout = {WRITE_TIMEOUT_MS}")]


def _transport(options: AsteriskOptions) -> Iterator[Finding]:
    if not options.tls and options.host not in LOOPBACK:
        text = f"The connection to {options.host} is not encrypted: callers' numbers and commands can be read."
        remedy = (
            "manager.conf, [general]: tlsenable = yes, tlsbindaddr, tlscertfile; gateway.toml, [pbx]: tls = true"
        )
        yield warning("reach", text, f"{remedy}, port = 5039")


def _unreachable(options: AsteriskOptions, error: Exception) -> Finding:
    where = f"{options.host}:{options.port}"
    match error:
        case ssl.SSLCertVerificationError():
            text = f"The certificate of {where} is not to be trusted: {error.verify_message}."
            return problem("reach", text, "gateway.toml, [pbx]: tls_ca_file = the PEM file of who signed it")
        case ssl.SSLError():
            text = f"No secure connection to {where}: {error.reason or error}."
            return problem("reach", text, "gateway.toml, [pbx]: port = what tlsbindaddr in manager.conf says")
        case ConnectionRefusedError():
            text = f"Nothing listens at {where}."
            return problem(
                "reach", text, "manager.conf, [general]: enabled = yes; port, bindaddr as in gateway.toml"
            )
        case TimeoutError():
            text = f"Nothing answers at {where}."
            return problem("reach", text, "gateway.toml, [pbx]: host and port; else the network or a firewall")
        case RemoteError():
            text = f"{where}: {error}."
            return problem("reach", text, "gateway.toml, [pbx]: host and port of Asterisk's manager (port 5038)")
        case _:
            return problem(
                "reach", f"No connection to {where}: {why(error)}.", "gateway.toml, [pbx]: host and port"
            )


async def _log_in(probe: Probe, options: AsteriskOptions) -> Finding | None:
    """Log in; why not, if the PBX does not let us."""
    proof: tuple[tuple[str, str], ...] = (("Secret", options.secret),)
    if not options.plain_login:
        challenge = (await probe.ask("Challenge", ("AuthType", "MD5"))).get("Challenge")
        if not challenge:
            text = "The PBX offers no login by MD5."
            return problem("login", text, "gateway.toml, [pbx]: plain_login = true, and tls = true with it")
        key = hashlib.md5((challenge + options.secret).encode(), usedforsecurity=False).hexdigest()
        proof = (("AuthType", "MD5"), ("Key", key))
    answer = await probe.ask("Login", ("Username", options.user), *proof, ("Events", "on"))
    if answer.get("Response") == "Success":
        return None
    text = f"{options.user} is not let in: {answer.get('Message')}."
    remedy = (
        f"{MANAGER_FILE}, which manager.conf includes and Asterisk's user may read: [{options.user}] with the same "
        "secret as here, and permit = for this machine (Asterisk does not tell which). Then touch manager.conf, "
        "and asterisk -rx 'manager reload'"
    )
    return problem("login", text, remedy)


def _version(version: str) -> Iterator[Finding]:
    if not version:
        yield warning("version", "The PBX does not tell its version.", "Put the rights below right first.")
    elif (_major(version) or OLDEST) < OLDEST:
        yield warning("version", f"Asterisk {version} is older than {OLDEST}.", f"Use Asterisk {OLDEST} or later.")
    else:
        yield ok("version", f"Asterisk {version}.")


def _major(version: str) -> int | None:
    """The first number of a version, None where there is none (a build from a branch)."""
    number = re.search(r"\d+", version)
    return int(number[0]) if number else None


async def _queues(probe: Probe, options: AsteriskOptions) -> list[Finding]:
    response, rows = await probe.list_rows("QueueStatus")
    if response.get("Response") != "Success":
        text = f"The queues cannot be read: {response.get('Message')}."
        return [problem("queues", text, "modules.conf: load = app_queue.so")]
    queues = sorted(row.get("Queue") for row in rows if row.event == "QueueParams")
    members = [row for row in rows if row.event == "QueueMember"]
    if not queues:
        return [warning("queues", "The PBX has no queue.", "queues.conf: a section [name] for each queue")]
    phones = {row.get("Location") for row in members}
    found = [ok("queues", f"{len(queues)} queues with {len(phones)} agents: {_some(queues)}.")]
    return [*found, *_wrap_up(queues, members, options), *_blind_members(members)]


def _wrap_up(queues: list[str], members: list[Message], options: AsteriskOptions) -> Iterator[Finding]:
    told = {row.get("Queue") for row in members if row.number("Wrapuptime")}
    unknown = [queue for queue in queues if queue not in told and queue not in options.wrap_up_s]
    if unknown and not options.default_wrap_up_s:
        text = f"AMI does not tell the wrap-up of {_some(unknown)}; without it agents count as ready at once."
        line = f"{_key(unknown[0])} = its wrapuptime in queues.conf, 0 too"
        yield note("queues", text, f"gateway.toml, [wrap_up]: {line}; and so on for each")


def _blind_members(members: list[Message]) -> Iterator[Finding]:
    """Members whose phone's state Asterisk cannot see."""
    for location in sorted({row.get("Location") for row in members if row.get("Location").startswith("Local/")}):
        states = {row.get("StateInterface") for row in members if row.get("Location") == location}
        if states & {"", location}:
            text = f"{location} has no state of a phone: whether it is busy or reachable is not known."
            yield warning("queues", text, f"queues.conf: member => {location},0,Name,PJSIP/… (the phone)")


def _some(names: list[str]) -> str:
    """The names, or the first few of many."""
    return ", ".join(names) if len(names) <= 12 else f"{', '.join(names[:10])} and {len(names) - 10} more"


def _key(queue: str) -> str:
    return queue if re.fullmatch(r"[\w-]+", queue, re.ASCII) else f'"{queue}"'
