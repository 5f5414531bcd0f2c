"""Reads the AMI user's settings in manager.conf through the PBX, and which events they withhold.

AMI does not report a user's own rights. The dialplan function AST_CONFIG reads the file with all its includes, and
needs no further right; where it is not loaded nothing is declared.
"""

import re
from collections.abc import Callable, Collection
from typing import Final, NamedTuple

from wallboard.pbx.asterisk.wire.codec import Act, Action, AmiMessage

MOST_FILTERS: Final = 20
_USER: Final = re.compile(r"[\w.@+-]+", re.ASCII)
_OF_THE_NAME: Final = re.compile(r"Event:|Privilege:")
"""A filter without an event name is about an event's contents, and cannot be judged by the event's name."""


class Question(NamedTuple):
    """One setting by section and name; ``nth`` counts its lines, -1 is the last and in force."""

    section: str
    name: str
    nth: int = -1
    file: str = "manager.conf"

    @property
    def action(self) -> Action:
        """Returns the action that queries it."""
        return Action("Getvar", (("Variable", f"AST_CONFIG({self.file},{self.section},{self.name},{self.nth})"),))


class Declared:
    """The settings of one user, as far as they were read.

    Attributes:
        read: the classes of ``read =``; None where unknown.
        filters: the lines ``eventfilter =`` of the old form, in their order; those of the new form have no name.
        disabled: the events that ``disabledevents`` withholds from all users.
        allows_many: whether the user may log in more than once; None where unknown.
    """

    def __init__(self, user: str) -> None:
        self.read: frozenset[str] | None = None
        self.filters: list[str] = []
        self.disabled: frozenset[str] = frozenset()
        self.allows_many: bool | None = None
        self._user = user if _USER.fullmatch(user) else ""

    def questions(self) -> list[Question]:
        """Returns the queries; none for a user whose name cannot be written into one."""
        if not self._user:
            return []
        return [
            Question(self._user, "read"),
            Question(self._user, "allowmultiplelogin"),
            Question("general", "disabledevents"),
            Question(self._user, "eventfilter", 0),
        ]

    def take(self, question: Question, answer: AmiMessage) -> Question | None:
        """Stores an answer; returns the next query where there may be more lines of that name."""
        value = answer.get("Value").strip()
        if not value:
            return None
        match question.name:
            case "read":
                self.read = _words(value)
            case "allowmultiplelogin":
                self.allows_many = value.lower() in ("yes", "true", "y", "t", "1", "on")
            case "disabledevents":
                self.disabled = _words(value)
            case "eventfilter":
                self.filters.append(value)
                return question._replace(nth=question.nth + 1) if question.nth < MOST_FILTERS else None
        return None

    def lacking(self, classes: Collection[str]) -> list[str]:
        """Returns those of ``classes`` that ``read =`` is known to lack."""
        if self.read is None or "all" in self.read:
            return []
        return [name for name in classes if name not in self.read]

    def held_back(self, event: str, event_class: str) -> str:
        """Returns the line of manager.conf that withholds an event from the user, empty where none is known to."""
        if event in self.disabled:
            return f"[general], disabledevents = {','.join(sorted(self.disabled))}"
        text = f"Event: {event}\r\nPrivilege: {event_class},all\r\n"
        including = [line for line in self.filters if not line.startswith("!")]
        for line in self.filters:
            if line.startswith("!") and _matches(line[1:], text) and _OF_THE_NAME.search(line):
                return f"[{self._user}], eventfilter = {line}"
        if not including or not all(_OF_THE_NAME.search(line) for line in including):
            return ""
        is_let_in = any(_matches(line, text) for line in including)
        return "" if is_let_in else f"[{self._user}], eventfilter = {including[0]}"


def ask(act: Act, declared: Declared, on_declared: Callable[[Declared], None]) -> None:
    """Sends all queries of ``declared``; calls ``on_declared`` after each answer."""

    def put(question: Question) -> None:
        def answered(message: AmiMessage) -> None:
            if (following := declared.take(question, message)) is not None:
                put(following)
            on_declared(declared)

        act(question.action, answered)

    for question in declared.questions():
        put(question)


def _words(value: str) -> frozenset[str]:
    return frozenset(word.strip() for word in value.split(",") if word.strip())


def _matches(pattern: str, text: str) -> bool:
    """Whether a filter matches an event; an invalid one matches nothing, as at the PBX."""
    try:
        return re.search(pattern, text) is not None
    except re.error:
        return False
