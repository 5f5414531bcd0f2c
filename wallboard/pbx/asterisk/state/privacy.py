"""Hides numbers that callers asked not to be shown: a number is reported only once the PBX permits it.

The number is in the signalling all the same, and in every event. Whether it may be shown is in no event where the
trunk set it so, or the dialplan did so last: so the PBX is queried once for each caller that enters a queue.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from msgspec.structs import replace

from wallboard.domain.centre.events import CallerIdentified, CallerJoined, CallFound, Event
from wallboard.pbx.asterisk.state.model import Caller, Inquiry
from wallboard.pbx.asterisk.state.pbx_state import PbxState
from wallboard.pbx.asterisk.wire.codec import Action, AmiMessage

OF_BOTH: Final = "CALLERID(pres)"
"""What may be shown of number and name, the stricter of the two."""
OF_NUMBER: Final = "CALLERID(num-pres)"
_PROHIBITED: Final = "prohib"
_ANONYMOUS: Final = "anonymous"
"""The user part of an anonymous address (RFC 3323)."""


def conceal(caller: Caller) -> tuple[str, str]:
    """Removes and returns number and name of a caller that is about to be reported."""
    who = caller.number, caller.name
    caller.number = caller.name = ""
    return who


def ask(pbx_state: PbxState, caller: Caller, who: tuple[str, str], channel: str) -> None:
    """Queries whether number and name may be shown, and then reports them; not if the query fails.

    The last event may be the caller's entry: if it is not taken by then it is completed.
    """
    number, name = who
    asking = _Asking(pbx_state, caller, number, name, channel, pbx_state.events, len(pbx_state.events) - 1)
    if number.casefold() == _ANONYMOUS:
        asking.emit("", "", withheld=True)
    elif channel and (number or name):
        asking.inquire(OF_BOTH, asking.of_both)


@dataclass(slots=True)
class _Asking:
    """A caller with a pending query; ``events`` at ``place`` may be the caller's entry."""

    pbx_state: PbxState
    caller: Caller
    number: str
    name: str
    channel: str
    events: list[Event]
    place: int

    def inquire(self, what: str, answered: Callable[[str], None]) -> None:
        """Queries one presentation."""

        def take(rows: list[AmiMessage]) -> None:
            if rows and rows[0].get("Response") == "Success":
                answered(rows[0].get("Value"))

        action = Action("Getvar", (("Channel", self.channel), ("Variable", what)))
        self.pbx_state.inquiries.append(Inquiry(action, take, holds=True))

    def of_both(self, said: str) -> None:
        """Returns the stricter of the two presentations."""
        if not said.startswith(_PROHIBITED):
            self.emit(self.number, self.name, withheld=False)
        else:
            self.emit("", "", withheld=True)
            self.inquire(OF_NUMBER, self.of_number)

    def of_number(self, said: str) -> None:
        """Where it is the name alone that may not be shown, the number is."""
        if not said.startswith(_PROHIBITED):
            self.emit(self.number, "", withheld=False)

    def emit(self, number: str, name: str, *, withheld: bool) -> None:
        """Reports the caller's number and name, where they are not known yet."""
        pbx_state, caller = self.pbx_state, self.caller
        if pbx_state.callers.get(caller.id) is not caller:
            return
        if (number, name, withheld) == (caller.number, caller.name, caller.withheld):
            return
        caller.number, caller.name, caller.withheld = number, name, withheld
        known = CallerIdentified(
            at_ms=pbx_state.now_ms, call_id=caller.id, number=number, name=name, withheld=withheld
        )
        if not self._completes(pbx_state.spelling.displayable(known)):
            pbx_state.emit(known)

    def _completes(self, known: CallerIdentified) -> bool:
        came = self.events[self.place] if 0 <= self.place < len(self.events) else None
        if self.events is not self.pbx_state.events or not isinstance(came, CallerJoined | CallFound):
            return False
        if came.call_id != known.call_id:
            return False
        who = {"number": known.number, "name": known.name, "withheld": known.withheld}
        self.events[self.place] = replace(came, **who)
        return True
