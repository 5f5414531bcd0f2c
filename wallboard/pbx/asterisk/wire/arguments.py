"""Parses a dialplan application's arguments as Asterisk does: commas, quotes, backslashes, brackets, options."""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

_SPECIAL: Final = re.compile(r'[\\,"()\[\]]')
_MARKS: Final = re.compile(r'\\(.)|"')


class Option(NamedTuple):
    """One letter of an application's options; ``argument`` is the text in brackets after it."""

    letter: str
    argument: str | None = None

    def __str__(self) -> str:
        return self.letter if self.argument is None else f"{self.letter}({self.argument})"


def split(data: str) -> list[str]:
    """Splits the arguments, with their quotes and backslashes: joined by commas they mean the same."""
    found: list[str] = []
    begin, depth, quoted, position = 0, {"(": 0, "[": 0}, False, 0
    while position < len(data):
        match data[position]:
            case "\\":
                position += 1
            case '"':
                quoted = not quoted
            case "(" | "[" as opening:
                depth[opening] += 1
            case ")" | "]" as closing:
                opening = "(" if closing == ")" else "["
                depth[opening] = max(0, depth[opening] - 1)
            case "," if not quoted and not any(depth.values()):
                found.append(data[begin:position])
                begin = position + 1
        position += 1
    return [*found, data[begin:]]


def plain(argument: str) -> str:
    """Returns an argument of a dialplan without its quotes and backslashes."""
    return _MARKS.sub(lambda mark: mark[1] or "", argument)


def first(data: str) -> str:
    """Returns the first argument without quotes and backslashes: Queue()'s queue, Dial()'s phone."""
    return plain(split(data)[0])


def quoted(text: str) -> str:
    """Quotes ``text`` as a literal argument."""
    return _SPECIAL.sub(lambda special: f"\\{special[0]}", text)


def options(argument: str) -> Iterator[Option]:
    """Returns the options of an application in their order."""
    position = 0
    while position < len(argument):
        letter, position = argument[position], position + 1
        if argument[position : position + 1] != "(":
            yield Option(letter)
            continue
        end = _closing(argument, position)
        yield Option(letter, argument[position + 1 : end])
        position = end + 1


def _closing(text: str, opening: int) -> int:
    """Returns where the bracket that opens there is closed; the end where it is not."""
    depth = 0
    for position in range(opening, len(text)):
        depth += {"(": 1, ")": -1}.get(text[position], 0)
        if depth == 0:
            return position
    return len(text)
