"""``wallboard doctor``: looks at the PBX of a configuration and prints what is missing, and where to write it."""

import asyncio
import os
import textwrap
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import click
import msgspec

from wallboard.domain.errors import ConfigError
from wallboard.gateway.setup import config as gateway_config
from wallboard.gateway.setup.config import AsteriskPbx
from wallboard.gateway.setup.queue_names import check_queue_names
from wallboard.gateway.setup.site_check import check_phones, check_site
from wallboard.gateway.setup.support_report import Case
from wallboard.gateway.setup.support_report import report as support_report
from wallboard.host import paths
from wallboard.host.clock import now_ms
from wallboard.host.error_text import why
from wallboard.host.time_zone import machine_zone
from wallboard.pbx.asterisk.doctor.findings import Finding, Grade

WIDTH = 100
INDENT = " " * 9
STANDARD_OUTPUT: Final = Path("-")


@click.command("doctor", short_help="Check the PBX before it is used.")
@click.option(
    "--config",
    "path",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The gateway's configuration; by default gateway.toml here, then your own, then the machine's.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
@click.option(
    "--probe-queue",
    default="",
    metavar="QUEUE",
    help="Prove that queue events arrive, by a paused test member that is in QUEUE for a moment.",
)
@click.option(
    "--report",
    "report_to",
    type=click.Path(dir_okay=False, allow_dash=True, path_type=Path),
    metavar="FILE",
    help="Write what support asks for to FILE, or to the standard output with -: without secrets and numbers.",
)
@click.pass_context
def doctor(
    context: click.Context, path: Path | None, as_json: bool, probe_queue: str, report_to: Path | None
) -> None:
    """Check the PBX before it is used; ends with 1 if anything there keeps Wallboard from working.

    Changes nothing at the PBX and rings no phone.
    """
    from wallboard.app.adapters import asterisk_options
    from wallboard.pbx.asterisk.doctor.look import examination

    if as_json and report_to == STANDARD_OUTPUT:
        raise click.UsageError(
            "--json and --report - both write to the standard output: name a file for the report."
        )
    path = path or paths.default_gateway_config()
    config = gateway_config.load(path)
    if not isinstance(config.pbx, AsteriskPbx):
        raise ConfigError(f"The PBX in {path} needs no doctor: [pbx] kind is not 'asterisk'.")
    options = asterisk_options(config.pbx, config)
    seen = asyncio.run(examination(options, probe_queue))
    findings = [
        *seen.findings,
        *check_queue_names(config),
        check_site(config, machine_zone(), now_ms()),
        *check_phones(config),
    ]
    if report_to is not None:
        case = Case(config=config, examination=seen, findings=findings, secret=options.secret)
        _write(support_report(case, f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC"), report_to)
    if as_json:
        click.echo(msgspec.json.format(msgspec.json.encode(findings)))
    elif report_to != STANDARD_OUTPUT:
        click.echo(report(findings))
    context.exit(any(finding.grade is Grade.PROBLEM for finding in findings))


def _write(text: str, path: Path) -> None:
    """Write the report, for its owner alone, and say where it is and what is not in it."""
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
    click.echo(f"The report is {where}. It holds no secrets and no numbers; read it before you send it.", err=True)


def report(findings: list[Finding]) -> str:
    """The findings for a person: each with its grade, its remedy below it, and the count at the end.

    The lines of a remedy after its first one are there to be copied, and stay whole.
    """
    lines: list[str] = []
    for finding in findings:
        lines.append(_wrapped(f"{finding.grade:8} {finding.text}"))
        if finding.remedy:
            remedy, *to_copy = finding.remedy.split("\n")
            lines += [_wrapped(f"{INDENT}-> {remedy}"), *(f"{INDENT}   {line}" for line in to_copy)]
    counts = Counter(finding.grade for finding in findings)
    if counts[Grade.PROBLEM]:
        verdict = f"{counts[Grade.PROBLEM]} to put right, {counts[Grade.WARNING]} to look at."
    elif counts[Grade.WARNING]:
        verdict = f"Wallboard can be used; {counts[Grade.WARNING]} to look at."
    else:
        verdict = "Wallboard can be used."
    return "\n".join([*lines, "", verdict])


def _wrapped(text: str) -> str:
    return textwrap.fill(
        text, WIDTH, subsequent_indent=INDENT, break_long_words=False, break_on_hyphens=False, drop_whitespace=True
    )
