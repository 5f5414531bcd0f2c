"""What a moved caller keeps: its remaining wait, its priority, its dialplan's next step, its agents' rights.

It is queried from the PBX before the move, and stored in variables of the caller's channel, so that it outlives any
number of moves and this gateway.
"""

import re
from collections.abc import Mapping
from typing import Final

from msgspec import Struct

from wallboard.domain.errors import PbxRefused
from wallboard.pbx.asterisk.wire.arguments import Option, options, plain, quoted, split
from wallboard.pbx.asterisk.wire.codec import AmiMessage

BACK_QUEUE: Final = "WB_BACKQ"
"""The variable with the queue that a moved caller came from, as an argument of Queue()."""
VARIABLES: Final = (
    "QUEUE_PRIO",
    "QUEUEWAIT",
    "WB_AFTER",
    "WB_HOME",
    "WB_UNTIL",
    "WB_PRIO",
    BACK_QUEUE,
    "WB_BACKHEAD",
    "WB_BACKTAIL",
)
"""Variables of the caller's channel by its own dialplan and by an earlier move."""
MACRO_AMI: Final = 9
"""The version of AMI of Asterisk 20, the last whose Queue() has an argument for a macro."""

_KEYS: Final = frozenset("tTkKhHxXwWiI")
"""Options with the same meaning in Queue() and in Dial(): who may transfer, park, hang up and record by keys."""
_PLACES: Final = frozenset("bBF")
"""Options whose argument is a place in the dialplan, maybe one relative to Queue() itself."""
_GOSUB: Final = re.compile(r"[\w.-]+")
_BREAK: Final = re.compile(r"[\x00-\x1f\x7f]")


class DialplanPlace(Struct, frozen=True, kw_only=True):
    """Where in the dialplan a channel is."""

    context: str
    exten: str
    priority: int

    @classmethod
    def read(cls, text: str) -> "DialplanPlace | None":
        """Returns the place of ``context,extension,priority``; None for anything else."""
        parts = text.split(",")
        return cls(context=parts[0], exten=parts[1], priority=whole(parts[2])) if len(parts) == 3 else None

    def absolute(self, option: Option) -> Option:
        """Returns an option with absolute places, for a channel that will be elsewhere."""
        letter, argument = option
        if letter not in _PLACES:
            return option
        if not argument:
            # F alone: the agent continues behind Queue() when the caller hangs up
            here = f"{self.context}^{self.exten}^{self.priority + 1}"
            return Option(letter, here) if letter == "F" else option
        where, bracket, rest = argument.partition("(")
        beside = (self.context, self.exten)[: 2 - where.count("^")] if where.count("^") < 2 else ()
        return Option(letter, "^".join((*beside, where)) + bracket + rest)


class OwnDialplan(Struct, frozen=True, kw_only=True):
    """A caller's call by its own dialplan.

    Attributes:
        queue: the queue it waits in or came from, as an argument stands in a dialplan; so do all the following.
        left_s: how long it may still wait; None for ever.
        after: context,extension,priority where it goes on when a queue lets it go.
        home: the context whose ``h`` follows its hang-up.
        tail: what stands between the maximum wait and the position: AGI, macro (Asterisk 20), gosub, penalty rule.
    """

    queue: str
    left_s: int | None
    priority: int
    after: str
    home: str
    options: tuple[Option, ...] = ()
    url: str = ""
    announce: str = ""
    tail: tuple[str, ...] = ("", "", "")

    def kept(self) -> dict[str, str]:
        """Returns the variables that any move sets on the caller's channel."""
        return {
            "WB_LEFT": "" if self.left_s is None else str(self.left_s),
            "WB_PRIO": str(self.priority),
            "WB_AFTER": self.after,
            "WB_HOME": self.home,
            BACK_QUEUE: self.queue,
            "WB_BACKHEAD": f"{self._options()},{self.url},{self.announce}",
            "WB_BACKTAIL": ",".join((*self.tail, "1")),
        }

    def to_agent(self, interface: str, ring_s: int) -> dict[str, str]:
        """Returns the further variables of a move to an agent."""
        return {
            "WB_DIAL": interface,
            "WB_RING": str(ring_s),
            "WB_DIALOPTIONS": "".join(map(str, self._dial_options())),
            "WB_GOON": "1" if self._has("c") else "",
        }

    def to_queue(self, queue: str) -> dict[str, str]:
        """Returns the further variables of a move to a queue, which has its own announcement and penalty rule."""
        return {
            "WB_TOQ": quoted(queue),
            "WB_TOHEAD": f"{self._options()},{self.url},",
            "WB_TOTAIL": ",".join((*self.tail[:-1], "", "")),
        }

    def _options(self) -> str:
        return "".join(map(str, self.options))

    def _has(self, letter: str) -> bool:
        return any(option.letter == letter for option in self.options)

    def _dial_options(self) -> list[Option]:
        """Returns Queue()'s options that mean the same in Dial(); the caller hears the same as while waiting."""
        music = next((option for option in self.options if option.letter == "m"), Option("m"))
        kept = [Option("g"), Option("r") if self._has("r") else music]
        kept += [option for option in self.options if option.letter in _KEYS]
        kept += [option for option in self.options if option.letter in _PLACES and option.argument]
        gosub = self.tail[-2]
        return [*kept, Option("U", gosub)] if _GOSUB.fullmatch(gosub) else kept


class Seen(Struct, frozen=True, kw_only=True):
    """The gateway's own data about a caller, as far as known.

    Attributes:
        waited_s: how long it waited.
        answered_s: when an agent answered, by the PBX's clock; None as long as it waits.
        priority: its priority in the queue.
        place: where its own dialplan put it into the queue.
    """

    waited_s: int
    answered_s: int | None = None
    priority: int | None = None
    place: DialplanPlace | None = None


def way_of(row: AmiMessage, queue: str, seen: Seen, ami: int, ours: tuple[str, str]) -> OwnDialplan:
    """Returns the way of the caller whose channel ``row`` of Status is; ``queue`` is its queue by name.

    ``ami`` is the PBX's version of AMI, ``ours`` the contexts that moves go through.
    """
    values = variables_of(row)
    here = DialplanPlace(context=row.get("Context"), exten=row.get("Exten"), priority=whole(row.get("Priority")))
    is_ours = here.context in ours
    size = 4 if ami <= MACRO_AMI else 3
    is_queued = row.get("Application") == "Queue"
    data = _arguments(row, queue, values, is_ours=is_ours)
    data += [""] * (5 + size - len(data))
    # after an agent's transfer from the phone the queue's place counts, not that of the agent's Dial()
    origin = here if is_queued or seen.place is None else seen.place
    priority = whole(values["WB_PRIO"] if is_ours else values["QUEUE_PRIO"])
    return OwnDialplan(
        queue=data[0],
        left_s=_left_s(row, data[4], values, seen) if is_ours or is_queued else None,
        priority=priority if seen.priority is None else seen.priority,
        after=values["WB_AFTER"] if is_ours else f"{origin.context},{origin.exten},{origin.priority + 1}",
        home=values["WB_HOME"] if is_ours else origin.context,
        options=tuple(options(data[1]) if is_ours else map(here.absolute, options(data[1]))),
        url=data[2],
        announce=data[3],
        tail=tuple(data[5 : 5 + size]),
    )


def _arguments(row: AmiMessage, queue: str, values: Mapping[str, str], *, is_ours: bool) -> list[str]:
    """Returns the arguments of the caller's Queue(), as far as they are known."""
    data = split(row.get("Data"))
    match row.get("Application"):
        case "Queue":
            return data
        case "Dial" if is_ours:
            return split(f"{values[BACK_QUEUE]},{values['WB_BACKHEAD']},,{values['WB_BACKTAIL']}")
        case "Dial":
            return [quoted(queue), "".join(data[2:3])]
        case _:
            return [quoted(queue)]


def _left_s(row: AmiMessage, limit: str, values: Mapping[str, str], seen: Seen) -> int | None:
    """Returns the rest of the maximum wait that Queue() was given, None without one."""
    if row.get("Application") == "Queue":
        reported = values["QUEUEWAIT"] if seen.answered_s is not None else ""
        return max(0, whole(plain(limit)) - whole(reported, seen.waited_s)) if limit else None
    if not values["WB_UNTIL"] or seen.answered_s is None:
        return None
    return max(0, whole(values["WB_UNTIL"]) - seen.answered_s)


def variables_of(row: AmiMessage) -> dict[str, str]:
    """Returns the variables of a channel in Status; empty without any."""
    reported = reported_variables(row)
    return {name: reported.get(name, "") for name in VARIABLES}


def reported_variables(row: AmiMessage) -> dict[str, str]:
    """Returns all variables of a channel in a row of Status, except those without a value."""
    reported = dict(text.partition("=")[::2] for text in row.values("Variable"))
    return {name: value for name, value in reported.items() if value != "(null)"}


def checked(values: Mapping[str, str]) -> Mapping[str, str]:
    """Returns variables that can be sent unchanged; `PbxRefused` if one cannot."""
    for name, value in values.items():
        if _BREAK.search(value) or len(value.encode("utf-8", "surrogateescape")) > MAX_VALUE:
            raise PbxRefused(f"The value of {name} for this call is too long for the PBX or contains a line break.")
    return values


MAX_VALUE: Final = 900
"""The limit in bytes; AMI takes lines of 1,024."""


def whole(text: str, default: int = 0) -> int:
    """Returns the number at the beginning of a text, parsed as by Asterisk."""
    number = re.match(r"\s*([+-]?\d{1,18})", text)  # Asterisk parses no longer numbers either
    return int(number[1]) if number else default
