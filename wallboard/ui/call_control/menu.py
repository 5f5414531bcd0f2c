"""The menu of a caller or an agent: the same for the right mouse button and the keyboard."""

from collections.abc import Callable

from PySide6.QtWidgets import QMenu, QWidget

from wallboard.domain.actions.commands import Reason
from wallboard.domain.centre.state import MonitorMode
from wallboard.present.frame import AgentRow, CallerRow
from wallboard.ui.call_control.call_controller import CallController
from wallboard.ui.look import icons
from wallboard.ui.look.icons import Icon
from wallboard.ui.look.theme import Theme
from wallboard.ui.words import sentences, text
from wallboard.ui.words.plain import menu_words
from wallboard.ui.words.sentences import Source

translate = text.translate


class CallMenu(QMenu):
    """What can be done with one row; what cannot stays in the list and says why not.

    Attributes:
        row: whom the menu is about.
    """

    def __init__(
        self, theme: Theme, controller: CallController, row: AgentRow | CallerRow, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._controller = controller
        self.row = row

    def offer_moving(self, choose: Callable[[Source], None]) -> None:
        """Add "Move to…", which calls ``choose`` with the caller to be moved."""
        source = self._controller.source(self.row)
        words = translate("menu", "Move to…")
        why = "" if source is not None else self._why_not_movable()
        self._add(Icon.MOVE, words, why, lambda: choose(source) if source is not None else None)

    def offer_monitoring(self, agent: AgentRow) -> None:
        """Add listen, whisper, barge and stop for ``agent``."""
        self.addSeparator()
        for mode in MonitorMode:
            refusal = self._controller.monitor_refusal(agent, mode)
            why = "" if refusal is None else sentences.why_not(refusal, agent.name)
            self._add(icons.mode_icon(mode), text.mode_name(mode), why, self._monitoring(agent, mode))
        if agent.my_monitor_id is not None:
            words = translate("menu", "Leave the call")
            self._add(Icon.CLOSE, words, "", lambda: self._controller.stop_monitor(agent))
        elif agent.monitor_id is not None and self._controller.frame.role.is_administrator:
            words = translate("menu", "End monitoring by {who}").format(who=agent.monitored_by or "?")
            self._add(Icon.CLOSE, words, "", lambda: self._controller.stop_monitor(agent))

    def _monitoring(self, agent: AgentRow, mode: MonitorMode) -> Callable[[], None]:
        return lambda: self._controller.monitor(agent, mode)

    def _add(self, icon: Icon, words: str, why_not: str, do: Callable[[], None]) -> None:
        shown = f"{words}  –  {why_not}" if why_not else words
        colour = self._theme.colour("ink_faint" if why_not else "ink")
        ground = self._theme.colour("raised")
        action = self.addAction(icons.menu_icon(icon, colour, ground, self._theme.px(16)), menu_words(shown))
        action.setEnabled(not why_not)
        action.triggered.connect(lambda _checked=False: do())

    def _why_not_movable(self) -> str:
        if isinstance(self.row, AgentRow) and self.row.pending is None:
            return sentences.why_not(Reason.AGENT_NOT_IN_CALL, self.row.name)
        return sentences.why_not(Reason.CALL_BUSY)
