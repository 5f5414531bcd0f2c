"""The top bar's label for users with commands: that they are not recorded now, empty while they are."""

from PySide6.QtWidgets import QWidget

from wallboard.domain.centre.state import LedgerState, LedgerStatus
from wallboard.ui.words import text
from wallboard.ui.words.plain import PlainLabel, set_tip


class LedgerLabel(PlainLabel):
    """Visible only while the gateway's ledger cannot be written."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setProperty("role", "problem")
        self.setVisible(False)

    def show_ledger(self, ledger: LedgerState | None) -> None:
        """Shows the ledger's problem, and what that means for commands."""
        is_written = ledger is None or ledger.status is LedgerStatus.OK
        self.setVisible(not is_written)
        if ledger is None or is_written:
            self.setText("")
            return
        if ledger.status is LedgerStatus.UNKNOWN:
            self.setText(text.tr("Action log: unknown state"))
            set_tip(self, text.tr("Unknown state: update Wallboard"))
        elif ledger.required:
            self.setText(text.tr("Actions are refused"))
            set_tip(self, text.tr("The gateway cannot record actions now, so it carries out none. See its log."))
        else:
            self.setText(text.tr("Actions are not recorded"))
            set_tip(self, text.tr("The gateway cannot record actions. See its log."))
