"""Examines an Asterisk before it is used, and reports what is missing and which line of which file fixes it."""

from typing import Final

from wallboard.domain.errors import ConfigError, RemoteError
from wallboard.host.addresses import is_loopback
from wallboard.host.resources import resource
from wallboard.pbx.asterisk.adapter import AsteriskOptions, tls_context
from wallboard.pbx.asterisk.doctor import fragment
from wallboard.pbx.asterisk.doctor.declared import Declared, Question
from wallboard.pbx.asterisk.doctor.dialplan_check import FILE, check_dialplan
from wallboard.pbx.asterisk.doctor.distribution import (
    distribution_finding,
    distribution_here,
    distribution_of,
    place_of,
)
from wallboard.pbx.asterisk.doctor.events_check import User, check_events
from wallboard.pbx.asterisk.doctor.facts import AsteriskExamination, Facts
from wallboard.pbx.asterisk.doctor.member_check import check_members
from wallboard.pbx.asterisk.doctor.module_check import check_modules, modules_of
from wallboard.pbx.asterisk.doctor.probe import Probe, connected
from wallboard.pbx.asterisk.doctor.queue_check import check_queues
from wallboard.pbx.asterisk.doctor.reach import check_transport, log_in, unreachable
from wallboard.pbx.asterisk.doctor.rights import check_write
from wallboard.pbx.asterisk.doctor.versions import check_version
from wallboard.pbx.asterisk.wire.codec import number
from wallboard.pbx.findings import Finding, note, ok, problem, warning

WRITE_TIMEOUT_MS: Final = 5000
ENOUGH_MS: Final = 1000


async def examination(options: AsteriskOptions, probe_queue: str = "") -> AsteriskExamination:
    """Examines everything; never raises for faults of the PBX.

    Nothing is changed at the PBX, no phone rings; only with ``probe_queue`` a paused test member is in that queue
    for a moment.
    """
    facts = Facts(distribution=distribution_here() if is_loopback(options.host) else None)
    found = list(check_transport(options))
    try:
        tls = tls_context(options)
        async with connected(options.host, options.port, tls) as probe:
            facts.ami = probe.greeting
            found.append(ok("reach", f"An Asterisk manager answers at {options.host}:{options.port}."))
            await _examine(probe, options, probe_queue, (found, facts))
    except ConfigError as error:
        found.append(problem("reach", str(error), "gateway.toml: tls_ca_file = a PEM file"))
    except (OSError, TimeoutError, RemoteError) as error:
        found.append(unreachable(options, error, is_greeted=bool(facts.ami)))
    return AsteriskExamination(findings=found, facts=facts)


async def _examine(
    probe: Probe, options: AsteriskOptions, probe_queue: str, results: tuple[list[Finding], Facts]
) -> None:
    """Examines everything after the greeting; findings before an error are kept."""
    found, facts = results
    if refusal := await log_in(probe, options, place_of(facts.distribution)):
        found.append(refusal)
        return
    found.append(ok("login", f"{options.user} can log in."))
    facts.version = (await probe.ask("CoreSettings")).get("AsteriskVersion")
    found += check_version(facts.version)
    response, facts.rows = await probe.list_rows("QueueStatus")
    facts.distribution = await distribution_of(probe, facts.rows) or facts.distribution
    place = place_of(facts.distribution)
    found.append(distribution_finding(facts.distribution))
    commands = set((await probe.ask("ListCommands")).headers)
    found += check_write(commands, options.user, place)
    facts.modules = await modules_of(probe, commands)
    shipped = resource(f"asterisk/{FILE}").read_text(encoding="utf-8")
    found += check_modules(facts.modules, shipped)
    found += await check_dialplan(probe, fragment.steps(shipped), place)
    user = User(name=options.user, declared=await _declared(probe, options.user), place=place)
    found += await check_events(probe, user, probe_queue)
    if response.get("Response") == "Success":
        found += await check_queues(probe, facts.rows, options)
    else:
        text = f"The queues cannot be read: {response.get('Message')}."
        found.append(problem("queues", text, "modules.conf: load = app_queue.so"))
    found += await check_members(probe, facts.rows)
    found.append(await _write_timeout(probe, user))


async def _write_timeout(probe: Probe, user: User) -> Finding:
    """Returns the finding about ``writetimeout``: how long Asterisk waits for a slow reader."""
    remedy = user.line(f"writetimeout = {WRITE_TIMEOUT_MS}")
    if user.declared.read is None:
        text = f"AMI does not report writetimeout; Asterisk's own 100 ms cuts a busy connection ({user.name})."
        return note("login", text, remedy)
    action = Question(user.name, "writetimeout").action
    value = (await probe.ask(action.name, *action.headers)).get("Value")
    if number(value) >= ENOUGH_MS:
        return ok("login", f"A slow reader is waited for: writetimeout = {value}.")
    text = f"Asterisk cuts a busy connection after {value or 100} ms ({user.name}): writetimeout is too short."
    return warning("login", text, remedy)


async def _declared(probe: Probe, user: str) -> Declared:
    """Returns the user's settings in manager.conf, as far as the PBX reports them."""
    declared = Declared(user)
    questions = declared.questions()
    while questions:
        question = questions.pop(0)
        action = question.action
        following: Question | None = declared.take(question, await probe.ask(action.name, *action.headers))
        questions += [] if following is None else [following]
    return declared
