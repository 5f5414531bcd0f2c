"""Puts together what all Linux packages carry: the payload, man pages, completion, icons, the changelog.

``python packaging/linux/stage.py PAYLOAD STAGE``, with SOURCE_DATE_EPOCH set. Man pages and completion come from
the command line itself, so that they never say anything else than it does.
"""

import gzip
import json
import os
import re
import shutil
import sys
import textwrap
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import click
from click.shell_completion import get_completion_class

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(ROOT), str(ROOT / "packaging")]  # this checkout, whatever is installed

from make_icons import DRAWING, png

from wallboard import __version__
from wallboard.app.cli import main as desk_command
from wallboard.app.gateway_program import program as gateway_program

APP_ID = "org.wallboard.Wallboard"
PROGRAMS = {"wallboard": desk_command, "wallboard-gateway": gateway_program()}
ICON_SIZES = (16, 24, 32, 48, 64, 128, 256, 512)
COMPLETIONS = {
    "bash": "bash-completion/completions/{name}",
    "zsh": "zsh/site-functions/_{name}",
    "fish": "fish/vendor_completions.d/{name}.fish",
}
FILES = r"""
.SH FILES
.TP
.I /etc/wallboard/gateway.toml
The gateway's configuration; \fBwallboard\-gateway init /etc/wallboard\fR writes a first one.
.TP
.I /etc/wallboard/tv.toml
The set\-up of a TV that nobody signs in at; an example is in /usr/share/doc/wallboard/examples.
.TP
.I /etc/wallboard/desk.toml
An administrator's defaults and locked settings of desks; an example is there too.
.TP
.I ~/.config/wallboard/client.toml
A user's own settings.
.SH ENVIRONMENT
.TP
.B WALLBOARD_TOKEN
The token of a screen, where it is not in the keyring.
.TP
.B WALLBOARD_PBX_SECRET
The secret of the PBX's user, for the gateway.
.SH EXIT STATUS
0 if all went well, 1 after an error that was told, 2 if an option was wrong, 3 if no window could be opened.
"""


def man_page(name: str, command: click.Command, date: str) -> str:
    """The man page of a program, in roff, from what its ``--help`` says."""
    context = click.Context(command, info_name=name)
    text = [
        f'.TH {roff(name).upper()} 1 "{date}" "Wallboard {__version__}" "User Commands"',
        f".SH NAME\n{roff(name)} \\- {roff(in_one_line(command))}",
        f".SH SYNOPSIS\n.B {roff(name)}\n[\\fIOPTIONS\\fR] [\\fICOMMAND\\fR [\\fIARGUMENTS\\fR]]",
        ".SH DESCRIPTION",
        paragraphs(command),
        ".SH OPTIONS",
        options(command, context),
        ".SH COMMANDS",
    ]
    for words, found, inner in commands(command, context):
        usage = " ".join(piece for piece in found.collect_usage_pieces(inner) if piece != "[OPTIONS]")
        text += [f".SS {roff(words)} {roff(usage)}".rstrip(), paragraphs(found), options(found, inner)]
    return "\n".join([*text, FILES.strip(), ""])


def commands(
    command: click.Command, context: click.Context, before: str = ""
) -> Iterator[tuple[str, click.Command, click.Context]]:
    """All commands within a command, groups before what is in them."""
    if not isinstance(command, click.Group):
        return
    for name in command.list_commands(context):
        found = command.get_command(context, name)
        if found is not None:
            inner = click.Context(found, info_name=name, parent=context)
            yield f"{before}{name}", found, inner
            yield from commands(found, inner, f"{before}{name} ")


def in_one_line(command: click.Command) -> str:
    """What a command does, as the list of man pages shows it."""
    sentence = re.split(r"\.(?:\s|$)", (command.help or "").strip())[0]
    return sentence[:1].lower() + sentence[1:]


def paragraphs(command: click.Command) -> str:
    """A command's help, each of its paragraphs a roff paragraph."""
    whole = re.sub(r"[^\S\n]*\n[^\S\n]*", "\n", (command.help or "").strip())
    return "\n.PP\n".join(roff(" ".join(part.split())) for part in whole.split("\n\n"))


def options(command: click.Command, context: click.Context) -> str:
    """A command's options, one list entry each."""
    params = [param for param in command.params if isinstance(param, click.Option)]
    records = [record for param in params if (record := param.get_help_record(context))]
    return "\n".join(f".TP\n.B {roff(names)}\n{roff(words or '')}" for names, words in records)


def roff(text: str) -> str:
    """Text with roff's own signs taken as they are."""
    escaped = text.replace("\\", r"\e").replace("-", r"\-")
    return re.sub(r"(?m)^([.'])", r"\\&\1", escaped)


def completion(name: str, shell: str) -> str:
    """Click's completion script of a program for a shell."""
    kind = get_completion_class(shell)
    if kind is None:
        raise click.ClickException(f"click knows no completion for {shell}")
    variable = f"_{name.replace('-', '_').upper()}_COMPLETE"
    return kind(PROGRAMS[name], {}, name, variable).source()


def draw_icons(folder: Path) -> None:
    """The program's icon in all sizes of the hicolor theme, and as it is."""
    for size in ICON_SIZES:
        write(folder / f"{size}x{size}/apps/{APP_ID}.png", png(size))
    write(folder / f"scalable/apps/{APP_ID}.svg", DRAWING.read_bytes())


def releases() -> list[tuple[str, str]]:
    """Version and notes of each release in CHANGELOG.md, newest first."""
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    parts = re.split(r"(?m)^## \[(\d[^\]]*)\].*$", text)[1:]
    return list(zip(parts[::2], parts[1::2], strict=True))


def changelog(date: str) -> str:
    """The notes of this version as nfpm wants them."""
    notes = next((notes for version, notes in releases() if version == __version__), "")
    points = [" ".join(point.split()) for point in re.findall(r"(?ms)^- (.*?)(?=^- |^#|^\[|\Z)", notes)]
    lines = [f"- semver: {__version__}", f"  date: {date}T00:00:00Z"]
    lines += ["  packager: The Wallboard founders <packaging@wallboard.example>"]
    lines += ["  deb: {urgency: medium, distributions: [stable]}", "  changes:"]
    for point in points or ["New release."]:
        wrapped = textwrap.fill(point, 72, subsequent_indent="    ")
        lines.append(f"    - note: {json.dumps(wrapped)}")  # a JSON string is one of YAML too
    return "\n".join([*lines, ""])


def write(path: Path, content: bytes | str) -> None:
    """Write a file of the packages, for all to read."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)


def stage_payload(payload: Path, target: Path) -> None:
    """A copy with the rights that installed files have: libraries are not executable, programs are."""
    shutil.copytree(payload, target, symlinks=True)
    for path in target.rglob("*"):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() else 0o644)
    for name in PROGRAMS:
        (target / name).chmod(0o755)


def main(payload: Path, stage: Path, date: str) -> None:
    """Make ``stage`` anew."""
    shutil.rmtree(stage, ignore_errors=True)
    share = stage / "share"
    stage_payload(payload, stage / "payload")
    for name, command in PROGRAMS.items():
        page = gzip.compress(man_page(name, command, date).encode(), 9, mtime=0)
        write(share / f"man/man1/{name}.1.gz", page)
        for shell, place in COMPLETIONS.items():
            write(share / place.format(name=name), completion(name, shell))
    draw_icons(share / "icons/hicolor")
    write(share / f"applications/{APP_ID}.desktop", (HERE / f"{APP_ID}.desktop").read_bytes())
    metainfo = (HERE / f"{APP_ID}.metainfo.xml").read_text(encoding="utf-8")
    metainfo = metainfo.replace("@VERSION@", __version__).replace("@DATE@", date)
    write(share / f"metainfo/{APP_ID}.metainfo.xml", metainfo)
    write(stage / "changelog.yaml", changelog(date))


if __name__ == "__main__":
    moment = datetime.fromtimestamp(int(os.environ["SOURCE_DATE_EPOCH"]), UTC)
    main(Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve(), f"{moment:%Y-%m-%d}")
