"""What the desk's child process tells about its window: where things are on the screen and what is going on."""

from msgspec import Struct

Spot = tuple[int, int]
"""The middle of something, global pixels of the screen."""


class Look(Struct, frozen=True, kw_only=True):
    """The window at a moment; it ``is_whole`` once it is active, with its charts, and nothing moves any more.

    ``callers`` and ``agents`` are those wholly in sight, by their ids, and ``menu`` what can be chosen there.
    ``carried`` is the id of the call at the pointer, ``aimed`` the agent it is held over. ``focus`` is what the
    keyboard is at, ``current`` the id of the row that is chosen there, ``dialog`` the open dialog's kind.
    ``monitoring`` is what the bar says of the call that the supervisor is in, empty without one.
    """

    is_whole: bool = False
    focus: str = ""
    focus_at: Spot = (0, 0)
    current: str = ""
    dialog: str = ""
    callers: dict[str, Spot] = {}
    agents: dict[str, Spot] = {}
    menu: dict[str, Spot] = {}
    carried: str = ""
    aimed: str = ""
    told: str = ""
    monitoring: str = ""
