"""``wallboard doctor``: examines the PBXs of a configuration and prints what to change, and where."""

import asyncio
import os
import textwrap
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import click
import msgspec
from msgspec.structs import replace

from wallboard.app.command_options import config_option
from wallboard.domain.errors import ConfigError
from wallboard.gateway.setup import config as gateway_config
from wallboard.gateway.setup.config import GatewayConfig
from wallboard.gateway.setup.queue_names import check_queue_names
from wallboard.gateway.setup.site_check import check_phones, check_site
from wallboard.gateway.setup.support_report import Case
from wallboard.gateway.setup.support_report import report as support_report
from wallboard.host import paths
from wallboard.host.clock import now_ms
from wallboard.host.error_text import why
from wallboard.host.time_zone import machine_zone
from wallboard.pbx.examination import Examination
from wallboard.pbx.findings import Finding, Grade, note, problem

WIDTH = 100
INDENT = " " * 9
STANDARD_OUTPUT: Final = Path("-")


@click.command("doctor", short_help="Check whether the PBX is ready for Wallboard.")
@config_option
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
@click.option("--source", default="", metavar="NAME", help="The PBX to check. Default: all PBXs.")
@click.option(
    "--probe-queue",
    default="",
    metavar="QUEUE",
    help="Test that queue events arrive. Adds a paused test member to QUEUE for a moment.",
)
@click.option(
    "--report",
    "report_to",
    type=click.Path(dir_okay=False, allow_dash=True, path_type=Path),
    metavar="FILE",
    help="Write a support report, without secrets and phone numbers, to FILE. With -, write it to standard output.",
)
@click.pass_context
def doctor(context: click.Context, /, **options: Any) -> None:  # noqa: ANN401 - as click has them
    """Check whether the PBX is ready for Wallboard, and print what to change.

    Rings no phone and, without --probe-queue, changes nothing on the PBX. The exit code is 1 if there is a problem
    to fix.
    """
    asked = Asked(**options)
    if asked.as_json and asked.report_to == STANDARD_OUTPUT:
        raise click.UsageError("--json and --report - both write to standard output: name a file for the report.")
    config = gateway_config.load(asked.path or paths.default_gateway_config())
    examined = examined_sources(config, asked.source, asked.probe_queue)
    findings = [
        *(replace(finding, source=one.label) for one in examined for finding in one.examination.findings),
        check_site(config, machine_zone(), now_ms()),
        *check_phones(config),
        *_of_names(config, examined),
    ]
    if asked.report_to is not None:
        examinations = {one.source: one.examination for one in examined}
        secrets = [one.secret for one in examined if one.secret]
        case = Case(config=config, examinations=examinations, findings=findings, secrets=secrets)
        _write(support_report(case, f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC"), asked.report_to)
    if asked.as_json:
        click.echo(msgspec.json.format(msgspec.json.encode(findings)))
    elif asked.report_to != STANDARD_OUTPUT:
        click.echo(report(findings))
    context.exit(any(finding.grade is Grade.PROBLEM for finding in findings))


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """The command line's options."""

    path: Path | None
    as_json: bool
    source: str
    probe_queue: str
    report_to: Path | None


class ExaminedSource(msgspec.Struct, frozen=True, kw_only=True):
    """The findings at one source; ``label`` is its name where there are several."""

    source: str
    label: str
    secret: str
    examination: Examination


def examined_sources(config: GatewayConfig, source: str, probe_queue: str) -> list[ExaminedSource]:
    """Examines the source of that name, or all; `ConfigError` where there is nothing to examine."""
    from wallboard.app.adapters import chosen

    is_one = source != "" or probe_queue != ""
    names = [chosen(config, source)[0]] if is_one else list(config.sources)
    examined = [_examine(config, name, probe_queue) for name in names]
    found = [one for one in examined if one is not None]
    if not found:
        kinds = " and ".join(sorted({config.sources[name].kind for name in names}))
        raise ConfigError(f"There is nothing to check on a PBX of kind {kinds}.")
    return found


def _of_names(config: GatewayConfig, examined: list[ExaminedSource]) -> list[Finding]:
    """Returns findings about names of queues and groups, as far as the queues of their PBXs are known."""
    from wallboard.domain.ids import QueueId, SourceId, entity_id
    from wallboard.gateway.setup.group_check import check_groups, check_names
    from wallboard.gateway.setup.queue_names import listings_of

    known = {SourceId(one.source): keys for one in examined if (keys := one.examination.queues) is not None}
    ids = [QueueId(entity_id(source, key)) for source, keys in known.items() for key in keys]
    findings = check_names(config, known.keys(), ids)
    if config.groups and known.keys() >= set(config.sources):
        findings += check_groups(config.domain_groups(), listings_of(config), ids)
    return findings


def _examine(config: GatewayConfig, name: str, probe_queue: str) -> ExaminedSource | None:
    """Returns the findings at one source; None where its kind has nothing to examine."""
    from wallboard.app.adapters import context_of

    is_one_of_many = len(config.sources) > 1
    pbx = config.sources[name]
    try:
        source = context_of(config, name)
    except ConfigError as error:
        if not is_one_of_many:
            raise
        seen = Examination(findings=[problem("login", str(error), "")])
        return ExaminedSource(source=name, label=name, secret="", examination=seen)
    examination = pbx.examine(source, probe_queue)
    if examination is None:
        if not is_one_of_many:
            return None
        seen = Examination(findings=[note("reach", f"There is nothing to check on a PBX of kind {pbx.kind}.")])
    else:
        seen = asyncio.run(examination)
    seen.findings.extend(check_queue_names(pbx))
    return ExaminedSource(source=name, label=name if is_one_of_many else "", secret=source.secret, examination=seen)


def _write(text: str, path: Path) -> None:
    """Writes the report, for its owner alone, and prints where it is and what is not in it."""
    if path == STANDARD_OUTPUT:
        click.echo(text, nl=False)
    else:
        try:
            # not by a new file in its place: it may be a device
            with os.fdopen(
                os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8"
            ) as file:
                file.write(text)
        except OSError as error:
            raise ConfigError(f"The report cannot be written to {path}: {why(error)}.") from error
    where = "above" if path == STANDARD_OUTPUT else f"in {path.absolute()}"
    click.echo(
        f"The report is {where}. It contains no secrets and no phone numbers. Read it before you send it.", err=True
    )


def report(findings: list[Finding]) -> str:
    """Returns the findings as text: each with its grade, its remedy below it, and the count at the end.

    The lines of a remedy after its first one are there to be copied, and stay whole.
    """
    lines: list[str] = []
    source = ""
    for finding in findings:
        if finding.source and finding.source != source:
            lines += [*([""] if lines else []), f"{finding.source}:"]
        elif source and not finding.source:
            lines.append("")
        source = finding.source
        lines.append(_wrapped(f"{finding.grade:8} {finding.text}"))
        if finding.remedy:
            remedy, *to_copy = finding.remedy.split("\n")
            lines += [_wrapped(f"{INDENT}-> {remedy}"), *(f"{INDENT}   {line}" for line in to_copy)]
    counts = Counter(finding.grade for finding in findings)
    if counts[Grade.PROBLEM]:
        verdict = f"{counts[Grade.PROBLEM]} to fix, {counts[Grade.WARNING]} to review."
    elif counts[Grade.WARNING]:
        verdict = f"Wallboard can be used; {counts[Grade.WARNING]} to review."
    else:
        verdict = "Wallboard can be used."
    return "\n".join([*lines, "", verdict])


def _wrapped(text: str) -> str:
    return textwrap.fill(
        text, WIDTH, subsequent_indent=INDENT, break_long_words=False, break_on_hyphens=False, drop_whitespace=True
    )
