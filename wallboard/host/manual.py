"""The manual's pages: Markdown files that come with the program, for the window and the command line alike."""

from pathlib import Path
from typing import NamedTuple

from wallboard.host.resources import resource


class Topic(NamedTuple):
    """One page: ``name`` as it is asked for, ``title`` as it is headed, ``text`` in Markdown, in which language."""

    name: str
    title: str
    text: str
    is_english: bool


def topics(language: str = "") -> list[Topic]:
    """Returns all pages by their files' numbers; `FileNotFoundError` if the installation is not complete.

    A page that the folder of ``language`` has, ``help/lt`` for example, is taken from there, others in English.
    """
    pages = sorted(resource("help").glob("*.md"))
    found = []
    for page in pages:
        own = page.parent / language / page.name
        is_english = not language or not own.is_file()
        found.append(_read(page if is_english else own, is_english=is_english))
    return found


def _read(path: Path, *, is_english: bool) -> Topic:
    """A file is called after its place and its topic, ``10-install.md``, and begins with its title."""
    text = path.read_text(encoding="utf-8")
    title = text.partition("\n")[0].removeprefix("# ").strip()
    return Topic(path.stem.partition("-")[2], title, text, is_english)
